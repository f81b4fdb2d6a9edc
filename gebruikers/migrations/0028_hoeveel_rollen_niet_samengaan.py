"""How many accounts have roles that do not go together since a later rule; for the checks of an installation."""

from django.db import migrations

SQL = """
-- A number and nobody's name: whoever runs `check` is nobody yet.
CREATE FUNCTION app.aantal_botsende_accounts() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT count(*) FROM gebruikers_gebruiker g
   WHERE g.is_active AND NOT app.rollen_gaan_samen(ARRAY(
     SELECT r.rol::text FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id)) $$;
REVOKE ALL ON FUNCTION app.aantal_botsende_accounts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.aantal_botsende_accounts() TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0027_naam_of_code_van_een_team")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION app.aantal_botsende_accounts();")]
