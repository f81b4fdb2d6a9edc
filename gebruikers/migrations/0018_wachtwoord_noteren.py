"""A changed password leaves a trace, whoever changes it: also somebody who writes past the application."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.noteer_wachtwoord() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.noteer('wachtwoord_gewijzigd', NEW.id::text, '{}');
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.noteer_wachtwoord() FROM PUBLIC;
CREATE TRIGGER noteer_wachtwoord AFTER UPDATE OF password ON gebruikers_gebruiker FOR EACH ROW
  WHEN (OLD.password IS DISTINCT FROM NEW.password) EXECUTE FUNCTION app.noteer_wachtwoord();
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0017_open_verzoek")]
    operations = [migrations.RunSQL(SQL)]
