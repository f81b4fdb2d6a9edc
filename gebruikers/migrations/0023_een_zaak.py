"""A request for one zaak says so: a hint for the policies under it, in the question that opens the request anyhow."""

from django.db import migrations

SQL = """
-- True when this request asks for one zaak. It only chooses how a policy finds the truth, never what the truth is.
CREATE FUNCTION app.een_zaak() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('app.een_zaak', true), '') = 'ja' $$;
REVOKE ALL ON FUNCTION app.een_zaak() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.een_zaak() TO jid_web, jid_worker, jid_cijfers;

-- As before; and who begins anew has no hint of the one before.
CREATE OR REPLACE FUNCTION app.begin(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY INVOKER SET search_path = pg_catalog, public AS
$$ BEGIN
  PERFORM set_config('app.gebruiker', coalesce(p_gebruiker::text, ''), true);
  PERFORM set_config('app.een_zaak', '', true);
  PERFORM set_config('app.teams',
    coalesce((SELECT '{' || string_agg(t::text, ',') || '}' FROM app.mijn_teams() AS t), ''), true);
END $$;

DROP FUNCTION app.open_verzoek(bigint);
CREATE FUNCTION app.open_verzoek(p_gebruiker bigint, p_een_zaak boolean, OUT rollen text[], OUT teams bigint[])
LANGUAGE plpgsql VOLATILE SECURITY INVOKER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.begin(p_gebruiker);
  PERFORM set_config('app.een_zaak', CASE WHEN p_een_zaak THEN 'ja' ELSE '' END, true);
  rollen := ARRAY(SELECT app.mijn_rollen());
  teams := ARRAY(SELECT t FROM app.mijn_teams() AS t ORDER BY t);
END $$;
REVOKE ALL ON FUNCTION app.open_verzoek(bigint, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_verzoek(bigint, boolean) TO jid_web, jid_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0022_sessies_van_een_ander")]
    operations = [migrations.RunSQL(SQL)]
