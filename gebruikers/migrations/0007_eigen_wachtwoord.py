"""Nobody sets the password of somebody else, not by a forgotten filter on an anonymous page either."""

from django.db import migrations

SQL = """
-- Sign-in starts anonymous and may touch an account (last_login), never its password. Upgrading a hash at sign-in
-- is an anonymous write too: it is left as it was, and the next password is hashed with the new parameters.
CREATE FUNCTION app.wachtwoord_van_zichzelf() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF current_user = 'jid_web' AND NEW.password IS DISTINCT FROM OLD.password AND OLD.id IS DISTINCT FROM app.uid() THEN
    NEW.password := OLD.password;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER wachtwoord_van_zichzelf BEFORE UPDATE OF password ON gebruikers_gebruiker
  FOR EACH ROW EXECUTE FUNCTION app.wachtwoord_van_zichzelf();
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0006_worker_zonder_wachtwoorden")]
    operations = [migrations.RunSQL(SQL)]
