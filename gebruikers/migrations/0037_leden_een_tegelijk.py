"""Two who are taken out of a team at once: the second one is judged when the first is gone."""

from django.db import migrations

SQL = """
-- As before (0003); one at a time with roles that are taken and accounts that close, which hold the same lock.
CREATE OR REPLACE FUNCTION app.beeindig_lidmaatschap(p_team bigint, p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app._begin_met_vier_ogen();
  PERFORM app.neem_gebruiker(p_gebruiker);
  DELETE FROM gebruikers_lidmaatschap WHERE team_id = p_team AND gebruiker_id = p_gebruiker;
  IF FOUND THEN
    PERFORM app.noteer('team_gewijzigd', p_team::text, jsonb_build_object('lid_af', p_gebruiker));
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0036_bestaande_namen")]
    operations = [migrations.RunSQL(SQL)]
