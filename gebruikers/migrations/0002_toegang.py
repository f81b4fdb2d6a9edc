"""Who the current user is, and what they are a member of: the functions every policy stands on."""

from django.db import migrations

SCHEMA = """
CREATE SCHEMA app;
REVOKE ALL ON SCHEMA app FROM PUBLIC;
GRANT USAGE ON SCHEMA app TO jid_web, jid_worker, jid_cijfers;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE FUNCTION app.uid() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.gebruiker', true), '')::bigint $$;

-- A deactivated account is a member of nothing and has no role, whatever its session says.
CREATE FUNCTION app.mijn_teams() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT l.team_id FROM gebruikers_lidmaatschap l
   JOIN gebruikers_gebruiker g ON g.id = l.gebruiker_id AND g.is_active
   WHERE l.gebruiker_id = app.uid() $$;

CREATE FUNCTION app.mijn_rollen() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT r.rol::text FROM gebruikers_roltoekenning r
   JOIN gebruikers_gebruiker g ON g.id = r.gebruiker_id AND g.is_active
   WHERE r.gebruiker_id = app.uid() $$;

CREATE FUNCTION app.heeft_rol(VARIADIC p_rollen text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT EXISTS (SELECT FROM app.mijn_rollen() AS m(rol) WHERE m.rol = ANY (p_rollen)) $$;

-- Opens the access context of one transaction; NULL is the anonymous visitor, who sees nothing.
CREATE FUNCTION app.begin(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY INVOKER SET search_path = pg_catalog, public AS
$$ BEGIN
  PERFORM set_config('app.gebruiker', coalesce(p_gebruiker::text, ''), true);
  PERFORM set_config('app.teams',
    coalesce((SELECT '{' || string_agg(t::text, ',') || '}' FROM app.mijn_teams() AS t), ''), true);
END $$;

-- The same truths for an explicitly named user, who must be the current one: a mix-up of actors is an error.
CREATE FUNCTION app.eis_huidige(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS
$$ BEGIN
  IF p_gebruiker IS DISTINCT FROM app.uid() THEN
    RAISE EXCEPTION 'actor is not the user of this transaction' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

CREATE FUNCTION app.rollen_van(p_gebruiker bigint) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS
$$ BEGIN PERFORM app.eis_huidige(p_gebruiker); RETURN QUERY SELECT * FROM app.mijn_rollen(); END $$;

CREATE FUNCTION app.teams_van(p_gebruiker bigint) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS
$$ BEGIN PERFORM app.eis_huidige(p_gebruiker); RETURN QUERY SELECT * FROM app.mijn_teams(); END $$;

GRANT EXECUTE ON FUNCTION app.uid(), app.mijn_teams(), app.mijn_rollen(), app.heeft_rol(text[]), app.begin(bigint),
  app.eis_huidige(bigint), app.rollen_van(bigint), app.teams_van(bigint) TO jid_web, jid_worker;
"""

TABELLEN = """
GRANT USAGE ON SCHEMA public TO jid_web, jid_worker, jid_cijfers;
ALTER TABLE gebruikers_lidmaatschap ENABLE ROW LEVEL SECURITY;
ALTER TABLE gebruikers_roltoekenning ENABLE ROW LEVEL SECURITY;

-- Listed in docs/toegang.md: sign-in reads the account before anybody is known, and colleagues' names stand in choices.
GRANT SELECT ON gebruikers_gebruiker, gebruikers_team TO jid_web, jid_worker;
GRANT UPDATE (last_login, password, taal) ON gebruikers_gebruiker TO jid_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO jid_web;
GRANT SELECT, DELETE ON django_session TO jid_worker;
GRANT SELECT ON django_content_type, auth_permission, django_migrations TO jid_web, jid_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_emailaddress, account_emailconfirmation TO jid_web;
GRANT USAGE ON SEQUENCE account_emailaddress_id_seq, account_emailconfirmation_id_seq TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("gebruikers", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunSQL(SCHEMA), migrations.RunSQL(TABELLEN)]
