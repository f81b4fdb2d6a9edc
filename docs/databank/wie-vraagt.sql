-- Who asks: the user of a transaction, their roles and teams
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Who asks: the current user of this transaction, NULL when nobody.
CREATE OR REPLACE FUNCTION app.uid()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('app.gebruiker', true), '')::bigint $function$;
GRANT EXECUTE ON FUNCTION app.uid() TO jid_web, jid_worker;

-- Opens the context of one transaction: who asks, and their teams. NULL is the anonymous visitor, who sees nothing.
CREATE OR REPLACE FUNCTION app.begin(p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM set_config('app.gebruiker', coalesce(p_gebruiker::text, ''), true);
  PERFORM set_config('app.een_zaak', '', true);
  PERFORM set_config('app.teams',
    coalesce((SELECT '{' || string_agg(t::text, ',') || '}' FROM app.mijn_teams() AS t), ''), true);
END $function$;
GRANT EXECUTE ON FUNCTION app.begin(bigint) TO jid_web, jid_worker;

-- As app.begin, and answers what nearly every page asks next: roles and teams.
CREATE OR REPLACE FUNCTION app.open_verzoek(p_gebruiker bigint, p_een_zaak boolean, OUT rollen text[], OUT teams bigint[])
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.begin(p_gebruiker);
  PERFORM set_config('app.een_zaak', CASE WHEN p_een_zaak THEN 'ja' ELSE '' END, true);
  rollen := ARRAY(SELECT app.mijn_rollen());
  teams := ARRAY(SELECT t FROM app.mijn_teams() AS t ORDER BY t);
END $function$;
GRANT EXECUTE ON FUNCTION app.open_verzoek(bigint,boolean) TO jid_web, jid_worker;

-- Whether this request asks for one zaak; it chooses how a policy finds the truth, never what the truth is.
CREATE OR REPLACE FUNCTION app.een_zaak()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT coalesce(current_setting('app.een_zaak', true), '') = 'ja' $function$;
GRANT EXECUTE ON FUNCTION app.een_zaak() TO jid_web, jid_worker, jid_cijfers;

-- Who is being signed in by this transaction and is nobody yet; NULL otherwise.
CREATE OR REPLACE FUNCTION app.aanmelder()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT nullif(current_setting('app.aanmelder', true), '')::bigint $function$;
GRANT EXECUTE ON FUNCTION app.aanmelder() TO jid_web;

-- The roles of the current user; of a closed account none.
CREATE OR REPLACE FUNCTION app.mijn_rollen()
 RETURNS SETOF text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT r.rol::text FROM gebruikers_roltoekenning r
   JOIN gebruikers_gebruiker g ON g.id = r.gebruiker_id AND g.is_active
   WHERE r.gebruiker_id = app.uid() $function$;
GRANT EXECUTE ON FUNCTION app.mijn_rollen() TO jid_web, jid_worker;

-- The teams of the current user; of a closed account none.
CREATE OR REPLACE FUNCTION app.mijn_teams()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT l.team_id FROM gebruikers_lidmaatschap l
   JOIN gebruikers_gebruiker g ON g.id = l.gebruiker_id AND g.is_active
   WHERE l.gebruiker_id = app.uid() $function$;
GRANT EXECUTE ON FUNCTION app.mijn_teams() TO jid_web, jid_worker;

-- The teams of the current user that count for zaken: all, with a zaakrol.
CREATE OR REPLACE FUNCTION app.mijn_zaakteams()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT t FROM app.mijn_teams() AS t WHERE (SELECT app.heeft_zaakrol()) $function$;
GRANT EXECUTE ON FUNCTION app.mijn_zaakteams() TO jid_web;

-- The roles of the current user, who is named: another is an error.
CREATE OR REPLACE FUNCTION app.rollen_van(p_gebruiker bigint)
 RETURNS SETOF text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN PERFORM app.eis_huidige(p_gebruiker); RETURN QUERY SELECT * FROM app.mijn_rollen(); END $function$;
GRANT EXECUTE ON FUNCTION app.rollen_van(bigint) TO jid_web, jid_worker;

-- The teams of the current user, who is named: another is an error.
CREATE OR REPLACE FUNCTION app.teams_van(p_gebruiker bigint)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN PERFORM app.eis_huidige(p_gebruiker); RETURN QUERY SELECT * FROM app.mijn_teams(); END $function$;
GRANT EXECUTE ON FUNCTION app.teams_van(bigint) TO jid_web, jid_worker;

-- Whether the current user has one of these roles.
CREATE OR REPLACE FUNCTION app.heeft_rol(VARIADIC p_rollen text[])
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (SELECT FROM app.mijn_rollen() AS m(rol) WHERE m.rol = ANY (p_rollen)) $function$;
GRANT EXECUTE ON FUNCTION app.heeft_rol(text[]) TO jid_web, jid_worker;

-- Whether the current user has a role that can hold a grant on a zaak.
CREATE OR REPLACE FUNCTION app.heeft_zaakrol()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT app.heeft_rol('adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden') $function$;
GRANT EXECUTE ON FUNCTION app.heeft_zaakrol() TO jid_web;

-- Whether this account has a role that can hold a grant on a zaak.
CREATE OR REPLACE FUNCTION app.heeft_zaakrol(p_gebruiker bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (SELECT FROM gebruikers_roltoekenning r
   WHERE r.gebruiker_id = p_gebruiker AND r.rol = ANY (app.zaakrollen())) $function$;

-- The roles that can hold a grant on a zaak (gebruikers/rollen.py: ZAAKROLLEN).
CREATE OR REPLACE FUNCTION app.zaakrollen()
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT ARRAY['adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden'] $function$;
GRANT EXECUTE ON FUNCTION app.zaakrollen() TO jid_web, jid_worker;

-- Refuses unless this is the current user: a mix-up of actors is an error.
CREATE OR REPLACE FUNCTION app.eis_huidige(p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF p_gebruiker IS DISTINCT FROM app.uid() THEN
    RAISE EXCEPTION 'actor is not the user of this transaction' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $function$;
GRANT EXECUTE ON FUNCTION app.eis_huidige(bigint) TO jid_web, jid_worker;

-- Refuses unless the current user is a beheerder.
CREATE OR REPLACE FUNCTION app.eis_beheerder()
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT app.heeft_rol('beheerder') THEN
    RAISE EXCEPTION 'geen_beheerder' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $function$;

-- Refuses unless this is the account that is being signed in.
CREATE OR REPLACE FUNCTION app.eis_aanmelder(p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF p_gebruiker IS DISTINCT FROM app.aanmelder() THEN
    RAISE EXCEPTION 'not the user who is being signed in' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $function$;

-- Refuses with this code (JID01), which the application puts into words.
CREATE OR REPLACE FUNCTION app.weiger(p_reden text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN RAISE EXCEPTION '%', p_reden USING ERRCODE = 'JID01'; END $function$;
