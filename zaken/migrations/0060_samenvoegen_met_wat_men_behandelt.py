"""Merging closes what it merges with, so whoever merges works with that one as well: reading it is not enough."""

from django.db import migrations

SQL = """
-- As before (0037), and not into what one only reads: the desk or a handler while nobody handles it, its team, its behandelaar,
-- or who substitutes.
CREATE OR REPLACE FUNCTION app.samenvoegen_in_wat_men_ziet() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF current_user = 'jid_web' AND NOT EXISTS (
       SELECT FROM zaken_zaak z WHERE z.id = NEW.samengevoegd_met_id AND z.soort = NEW.soort
         AND z.geannuleerd_op IS NULL AND z.samengevoegd_met_id IS NULL AND app.mag_wijzigen(z.id)
         AND (CASE WHEN z.behandelaar_id IS NULL THEN app.heeft_rol(VARIADIC app.zaakbeleid(z.soort, 'registreert'))
                   ELSE z.behandelaar_id = app.uid() OR z.behandelaar_id IN (SELECT app.mijn_waarnemingen()) END
              OR (NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams())))) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0062_zegel_wacht")]
    operations = [migrations.RunSQL(SQL)]
