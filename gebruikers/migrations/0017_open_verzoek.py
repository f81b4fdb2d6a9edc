"""One question at the start of a request instead of three: who asks, with which roles, in which teams."""

from django.db import migrations

SQL = """
-- As app.begin, and answers what nearly every page asks next.
CREATE FUNCTION app.open_verzoek(p_gebruiker bigint, OUT rollen text[], OUT teams bigint[])
LANGUAGE plpgsql VOLATILE SECURITY INVOKER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.begin(p_gebruiker);
  rollen := ARRAY(SELECT app.mijn_rollen());
  teams := ARRAY(SELECT t FROM app.mijn_teams() AS t ORDER BY t);
END $$;
REVOKE ALL ON FUNCTION app.open_verzoek(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_verzoek(bigint) TO jid_web, jid_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0016_team_buiten_coid")]
    operations = [migrations.RunSQL(SQL)]
