"""Who comes back gets the roles anew, and giving a role takes two."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app.activeer_gebruiker(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_gebruiker gebruikers_gebruiker;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_account'); END IF;
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF v_gebruiker.is_active THEN RETURN; END IF;
  UPDATE gebruikers_gebruiker SET is_active = true WHERE id = p_gebruiker;
  PERFORM app._zet_rollen(p_gebruiker, '{}');
  PERFORM app.noteer('gebruiker_geactiveerd', p_gebruiker::text, '{}');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0018_wachtwoord_noteren")]
    operations = [migrations.RunSQL(SQL)]
