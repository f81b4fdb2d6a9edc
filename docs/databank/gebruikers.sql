-- Accounts, roles and teams
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Invites somebody, while the first beheerder works alone; later by a proposal.
CREATE OR REPLACE FUNCTION app.maak_gebruiker(p_email text, p_naam text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app.eis_alleen();
  RETURN app._maak_gebruiker(p_email, p_naam);
END $function$;
GRANT EXECUTE ON FUNCTION app.maak_gebruiker(text,text) TO jid_web;

-- Makes the invited account, after the second person agreed.
CREATE OR REPLACE FUNCTION app._maak_gebruiker(p_email text, p_naam text)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_id bigint;
BEGIN
  BEGIN
    INSERT INTO gebruikers_gebruiker (password, email, naam, is_active, taal, uitgenodigd_op)
    VALUES (app.onbruikbaar_wachtwoord(), lower(p_email), p_naam, true, 'nl', now()) RETURNING id INTO v_id;
  EXCEPTION WHEN unique_violation THEN PERFORM app.weiger('email_bestaat');
  END;
  PERFORM app.noteer('gebruiker_uitgenodigd', v_id::text, '{}');
  RETURN v_id;
END $function$;

-- Another name or address while the first beheerder works alone; later by a proposal.
CREATE OR REPLACE FUNCTION app.wijzig_gebruiker(p_gebruiker bigint, p_email text, p_naam text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_nu gebruikers_gebruiker;
BEGIN
  PERFORM app.eis_beheerder();
  v_nu := app.neem_gebruiker(p_gebruiker);
  IF v_nu.email <> lower(p_email) OR v_nu.naam <> p_naam THEN PERFORM app.eis_alleen(); END IF;
  PERFORM app._wijzig_gebruiker(p_gebruiker, p_email, p_naam);
END $function$;
GRANT EXECUTE ON FUNCTION app.wijzig_gebruiker(bigint,text,text) TO jid_web;

-- Writes another name or address and logs which of them changed, and both names.
CREATE OR REPLACE FUNCTION app._wijzig_gebruiker(p_gebruiker bigint, p_email text, p_naam text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_oud gebruikers_gebruiker; v_email text; v_naam text; v_velden text[] := '{}'; v_namen jsonb := '{}';
BEGIN
  v_oud := app.neem_gebruiker(p_gebruiker);
  v_email := coalesce(nullif(lower(p_email), ''), v_oud.email);
  v_naam := coalesce(nullif(p_naam, ''), v_oud.naam);
  IF v_oud.naam <> v_naam THEN
    v_velden := v_velden || 'naam'::text;
    v_namen := jsonb_build_object('naam_was', v_oud.naam, 'naam', v_naam);
  END IF;
  IF v_oud.email <> v_email THEN v_velden := v_velden || 'email'::text; END IF;
  IF v_velden = '{}' THEN RETURN; END IF;
  BEGIN
    UPDATE gebruikers_gebruiker SET naam = v_naam, email = v_email WHERE id = p_gebruiker;
  EXCEPTION WHEN unique_violation THEN PERFORM app.weiger('email_bestaat');
  END;
  PERFORM app.noteer('gebruiker_gewijzigd', p_gebruiker::text, jsonb_build_object('velden', v_velden) || v_namen);
END $function$;

-- What these accounts were called before, each until when, for who is signed in; from the log.
CREATE OR REPLACE FUNCTION app.oude_namen(p_wie bigint[])
 RETURNS TABLE(gebruiker_id bigint, tot timestamp with time zone, naam text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT l.object_id::bigint, l.tijdstip, l.bijzonderheden ->> 'naam_was'
   FROM logboek_gebeurtenis l
   WHERE l.soort = 'gebruiker_gewijzigd' AND l.bijzonderheden ? 'naam_was' AND l.object_id = ANY (p_wie::text[])
     AND (SELECT app.uid()) IS NOT NULL
   ORDER BY l.tijdstip $function$;
GRANT EXECUTE ON FUNCTION app.oude_namen(bigint[]) TO jid_web, jid_worker;

-- Opens a closed account again, without roles: each is asked for anew. By a beheerder, never of oneself.
CREATE OR REPLACE FUNCTION app.activeer_gebruiker(p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_gebruiker gebruikers_gebruiker;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_account'); END IF;
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF v_gebruiker.is_active THEN RETURN; END IF;
  UPDATE gebruikers_gebruiker SET is_active = true WHERE id = p_gebruiker;
  PERFORM app._zet_rollen(p_gebruiker, '{}');
  PERFORM app.noteer('gebruiker_geactiveerd', p_gebruiker::text, '{}');
END $function$;
GRANT EXECUTE ON FUNCTION app.activeer_gebruiker(bigint) TO jid_web;

-- Closes an account; its password goes, so no session comes back. By a beheerder, never the last second person.
CREATE OR REPLACE FUNCTION app.deactiveer_gebruiker(p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_gebruiker gebruikers_gebruiker; v_had boolean;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_account'); END IF;
  v_had := app._begin_met_vier_ogen();
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF NOT v_gebruiker.is_active THEN RETURN; END IF;
  UPDATE gebruikers_gebruiker SET is_active = false, password = app.onbruikbaar_wachtwoord() WHERE id = p_gebruiker;
  PERFORM app._eis_nog_vier_ogen(v_had);
  PERFORM app.noteer('gebruiker_gedeactiveerd', p_gebruiker::text, '{}');
END $function$;
GRANT EXECUTE ON FUNCTION app.deactiveer_gebruiker(bigint) TO jid_web;

-- Logs that a beheerder heard why a change of an account is refused, where that tells what the account holds.
CREATE OR REPLACE FUNCTION app.noteer_weigering(p_gebruiker bigint, p_reden text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT app.heeft_rol('beheerder', 'privacy') THEN
    RAISE EXCEPTION 'geen_beheerder' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF p_reden IN ('heeft_verzegelde_zaken', 'enige_lezer') THEN
    PERFORM app.noteer('geweigerd', p_gebruiker::text, jsonb_build_object('reden', p_reden));
  END IF;
END $function$;
GRANT EXECUTE ON FUNCTION app.noteer_weigering(bigint,text) TO jid_web;

-- Locks an account and gives it, so that roles and memberships of one person never change at the same time.
CREATE OR REPLACE FUNCTION app.neem_gebruiker(p_gebruiker bigint)
 RETURNS gebruikers_gebruiker
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_gebruiker gebruikers_gebruiker;
BEGIN
  SELECT * INTO v_gebruiker FROM gebruikers_gebruiker WHERE id = p_gebruiker FOR UPDATE;
  IF NOT FOUND THEN PERFORM app.weiger('onbekende_gebruiker'); END IF;
  RETURN v_gebruiker;
END $function$;

-- Replaces the roles of somebody else; by a beheerder. Taking one away needs nobody else, giving one does.
CREATE OR REPLACE FUNCTION app.zet_rollen(p_gebruiker bigint, p_rollen text[])
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_had boolean; v_anders boolean;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_rollen'); END IF;
  v_had := app._begin_met_vier_ogen();
  PERFORM app.neem_gebruiker(p_gebruiker);
  IF NOT app.rollen_gaan_samen(p_rollen) THEN PERFORM app.weiger('rollen_gaan_niet_samen'); END IF;
  IF NOT p_rollen <@ app._rollen_van(p_gebruiker) THEN PERFORM app.eis_alleen(); END IF;
  v_anders := app._zet_rollen(p_gebruiker, p_rollen);
  PERFORM app._eis_nog_vier_ogen(v_had);
  RETURN v_anders;
END $function$;
GRANT EXECUTE ON FUNCTION app.zet_rollen(bigint,text[]) TO jid_web;

-- Replaces all roles of an account; true when something changed. Without a zaakrol nobody stays in a team.
CREATE OR REPLACE FUNCTION app._zet_rollen(p_gebruiker bigint, p_rollen text[])
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_oud text[]; v_nieuw text[];
BEGIN
  PERFORM app.neem_gebruiker(p_gebruiker);
  IF NOT app.rollen_gaan_samen(p_rollen) THEN PERFORM app.weiger('rollen_gaan_niet_samen'); END IF;
  SELECT coalesce(array_agg(DISTINCT r ORDER BY r), '{}') INTO v_nieuw FROM unnest(p_rollen) AS r;
  v_oud := app._rollen_van(p_gebruiker);
  IF v_oud = v_nieuw THEN RETURN false; END IF;
  DELETE FROM gebruikers_roltoekenning WHERE gebruiker_id = p_gebruiker AND rol <> ALL (v_nieuw);
  BEGIN
    INSERT INTO gebruikers_roltoekenning (gebruiker_id, rol) SELECT p_gebruiker, unnest(v_nieuw) ON CONFLICT DO NOTHING;
  EXCEPTION WHEN check_violation THEN PERFORM app.weiger('onbekende_rol');
  END;
  PERFORM app.noteer('rollen_gewijzigd', p_gebruiker::text, jsonb_build_object('van', v_oud, 'rollen', v_nieuw));
  IF NOT app.heeft_zaakrol(p_gebruiker) THEN
    PERFORM app.noteer('team_gewijzigd', l.team_id::text, jsonb_build_object('lid_af', p_gebruiker))
      FROM gebruikers_lidmaatschap l WHERE l.gebruiker_id = p_gebruiker;
    DELETE FROM gebruikers_lidmaatschap WHERE gebruiker_id = p_gebruiker;
  END IF;
  RETURN true;
END $function$;

-- The roles of an account, in order.
CREATE OR REPLACE FUNCTION app._rollen_van(p_gebruiker bigint)
 RETURNS text[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT coalesce(array_agg(r.rol::text ORDER BY r.rol::text), '{}')
   FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = p_gebruiker $function$;

-- Whether one person may have these roles: who manages does not read, who checks does not handle (gebruikers/rollen.py).
CREATE OR REPLACE FUNCTION app.rollen_gaan_samen(p_rollen text[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT NOT (
  ('beheerder' = ANY (p_rollen)
     AND p_rollen && (app.zaakrollen() || ARRAY['vertrouwenspersoon', 'privacy', 'archivaris', 'auditor']))
  OR (p_rollen && ARRAY['auditor', 'privacy'] AND p_rollen && (app.zaakrollen() || ARRAY['vertrouwenspersoon']))
  OR ('vertrouwenspersoon' = ANY (p_rollen) AND p_rollen && (app.zaakrollen() || ARRAY['coordinator', 'beleid']))) $function$;
GRANT EXECUTE ON FUNCTION app.rollen_gaan_samen(text[]) TO jid_web;

-- How many accounts hold roles that do not go together; a number and nobody's name.
CREATE OR REPLACE FUNCTION app.aantal_botsende_accounts()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT count(*) FROM gebruikers_gebruiker g
   WHERE g.is_active AND NOT app.rollen_gaan_samen(ARRAY(
     SELECT r.rol::text FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id)) $function$;
GRANT EXECUTE ON FUNCTION app.aantal_botsende_accounts() TO jid_web;

-- Everybody's roles, for a beheerder alone.
CREATE OR REPLACE FUNCTION app.rollen_overzicht()
 RETURNS TABLE(gebruiker_id bigint, rol text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT r.gebruiker_id, r.rol::text FROM gebruikers_roltoekenning r WHERE (SELECT app.heeft_rol('beheerder')) $function$;
GRANT EXECUTE ON FUNCTION app.rollen_overzicht() TO jid_web;

-- Whether a role of this account may read this kind of zaak; the registrar by the role that registers too.
CREATE OR REPLACE FUNCTION app._rol_leest(p_gebruiker bigint, p_soort text, p_registreerde boolean)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = p_gebruiker
     AND (r.rol = ANY (app.zaakbeleid(p_soort, 'lezer'))
          OR (p_registreerde AND r.rol = ANY (app.zaakbeleid(p_soort, 'registreert'))))) $function$;

-- Whether this account may be in a team of this kind: the desks of klachten and misstanden ask their own roles.
CREATE OR REPLACE FUNCTION app._past_in_team(p_gebruiker bigint, p_soort text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT CASE p_soort WHEN 'klachten' THEN app._heeft_een_van(p_gebruiker, app.zaakbeleid('klacht', 'behandelaar'))
                       WHEN 'misstanden' THEN app._heeft_een_van(p_gebruiker, app.zaakbeleid('misstand', 'behandelaar'))
                       ELSE app.heeft_zaakrol(p_gebruiker) END $function$;

-- Whether this account has one of these roles.
CREATE OR REPLACE FUNCTION app._heeft_een_van(p_gebruiker bigint, p_rollen text[])
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = p_gebruiker AND r.rol = ANY (p_rollen)) $function$;

-- Makes a team; by a beheerder. Says which of code and name exists already.
CREATE OR REPLACE FUNCTION app.maak_team(p_code text, p_naam text, p_soort text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_id bigint;
BEGIN
  PERFORM app.eis_beheerder();
  BEGIN
    INSERT INTO gebruikers_team (code, naam, soort, is_actief) VALUES (p_code, p_naam, p_soort, true)
    RETURNING id INTO v_id;
  EXCEPTION WHEN unique_violation THEN
    PERFORM app.weiger(CASE WHEN EXISTS (SELECT FROM gebruikers_team t WHERE t.naam = p_naam)
                            THEN 'teamnaam_bestaat' ELSE 'teamcode_bestaat' END);
  END;
  PERFORM app.noteer('team_gewijzigd', v_id::text, '{"nieuw": true}');
  RETURN v_id;
END $function$;
GRANT EXECUTE ON FUNCTION app.maak_team(text,text,text) TO jid_web;

-- Another name of a team, or closes it when it has no members; by a beheerder.
CREATE OR REPLACE FUNCTION app.wijzig_team(p_team bigint, p_naam text, p_is_actief boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_oud gebruikers_team;
BEGIN
  PERFORM app.eis_beheerder();
  SELECT * INTO v_oud FROM gebruikers_team WHERE id = p_team FOR UPDATE;
  IF NOT FOUND THEN PERFORM app.weiger('onbekend_team'); END IF;
  IF v_oud.naam = p_naam AND v_oud.is_actief = p_is_actief THEN RETURN; END IF;
  IF NOT p_is_actief AND EXISTS (SELECT FROM gebruikers_lidmaatschap WHERE team_id = p_team) THEN
    PERFORM app.weiger('team_heeft_leden');
  END IF;
  BEGIN
    UPDATE gebruikers_team SET naam = p_naam, is_actief = p_is_actief WHERE id = p_team;
  EXCEPTION WHEN unique_violation THEN PERFORM app.weiger('teamnaam_bestaat');
  END;
  PERFORM app.noteer('team_gewijzigd', p_team::text, jsonb_build_object('is_actief', p_is_actief));
END $function$;
GRANT EXECUTE ON FUNCTION app.wijzig_team(bigint,text,boolean) TO jid_web;

-- Puts somebody else with a zaakrol into a team, or makes them its lead; by a beheerder.
CREATE OR REPLACE FUNCTION app.zet_lidmaatschap(p_team bigint, p_gebruiker bigint, p_is_teamleider boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_gebruiker gebruikers_gebruiker; v_team gebruikers_team;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_lidmaatschap'); END IF;
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF NOT v_gebruiker.is_active THEN PERFORM app.weiger('gebruiker_niet_actief'); END IF;
  IF NOT app.heeft_zaakrol(p_gebruiker) THEN PERFORM app.weiger('geen_zaakrol'); END IF;
  SELECT * INTO v_team FROM gebruikers_team WHERE id = p_team FOR SHARE;
  IF NOT FOUND THEN PERFORM app.weiger('onbekend_team'); END IF;
  IF NOT v_team.is_actief THEN PERFORM app.weiger('team_niet_actief'); END IF;
  IF NOT app._past_in_team(p_gebruiker, v_team.soort) THEN PERFORM app.weiger('rol_past_niet_bij_team'); END IF;
  INSERT INTO gebruikers_lidmaatschap (team_id, gebruiker_id, is_teamleider)
  VALUES (p_team, p_gebruiker, p_is_teamleider)
  ON CONFLICT (team_id, gebruiker_id) DO UPDATE SET is_teamleider = excluded.is_teamleider;
  PERFORM app.noteer('team_gewijzigd', p_team::text,
    jsonb_build_object('lid', p_gebruiker, 'teamleider', p_is_teamleider));
END $function$;
GRANT EXECUTE ON FUNCTION app.zet_lidmaatschap(bigint,bigint,boolean) TO jid_web;

-- Takes somebody out of a team; by a beheerder.
CREATE OR REPLACE FUNCTION app.beeindig_lidmaatschap(p_team bigint, p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app._begin_met_vier_ogen();
  PERFORM app.neem_gebruiker(p_gebruiker);
  DELETE FROM gebruikers_lidmaatschap WHERE team_id = p_team AND gebruiker_id = p_gebruiker;
  IF FOUND THEN
    PERFORM app.noteer('team_gewijzigd', p_team::text, jsonb_build_object('lid_af', p_gebruiker));
  END IF;
END $function$;
GRANT EXECUTE ON FUNCTION app.beeindig_lidmaatschap(bigint,bigint) TO jid_web;

-- Who is in which team: all for a beheerder, the own teams for a lead.
CREATE OR REPLACE FUNCTION app.leden_overzicht()
 RETURNS TABLE(team_id bigint, gebruiker_id bigint, is_teamleider boolean, sinds timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT l.team_id, l.gebruiker_id, l.is_teamleider, l.sinds FROM gebruikers_lidmaatschap l
   WHERE (SELECT app.heeft_rol('beheerder'))
      OR l.team_id IN (SELECT e.team_id FROM gebruikers_lidmaatschap e
                       JOIN gebruikers_gebruiker g ON g.id = e.gebruiker_id AND g.is_active
                       WHERE e.gebruiker_id = app.uid() AND e.is_teamleider) $function$;
GRANT EXECUTE ON FUNCTION app.leden_overzicht() TO jid_web;

-- Table gebruikers_gebruiker
ALTER TABLE gebruikers_gebruiker ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON gebruikers_gebruiker FOR SELECT TO jid_web, jid_worker
  USING (true);
CREATE POLICY zichzelf ON gebruikers_gebruiker FOR UPDATE TO jid_web
  USING (((SELECT app.uid())) IS NULL OR id = ((SELECT app.uid())));
CREATE TRIGGER noteer_wachtwoord AFTER UPDATE OF password ON gebruikers_gebruiker
  FOR EACH ROW WHEN (old.password::text IS DISTINCT FROM new.password::text)
  EXECUTE FUNCTION app.noteer_wachtwoord();
CREATE CONSTRAINT TRIGGER toezicht_blijft_account AFTER UPDATE OF is_active ON gebruikers_gebruiker DEFERRABLE
  INITIALLY DEFERRED
  FOR EACH ROW WHEN (old.is_active
      AND NOT new.is_active
      AND app.uid() IS NOT NULL)
  EXECUTE FUNCTION app.toezicht_gaat_weg();
CREATE CONSTRAINT TRIGGER volg_vier_ogen AFTER UPDATE OF is_active, password ON gebruikers_gebruiker DEFERRABLE
  INITIALLY DEFERRED
  FOR EACH ROW WHEN (old.is_active IS DISTINCT FROM new.is_active
    OR (old.password::text ~~ '!%') IS DISTINCT FROM (new.password::text ~~ '!%'))
  EXECUTE FUNCTION app.volg_vier_ogen();
CREATE TRIGGER wachtwoord_van_zichzelf BEFORE UPDATE OF password ON gebruikers_gebruiker
  FOR EACH ROW
  EXECUTE FUNCTION app.wachtwoord_van_zichzelf();
CREATE CONSTRAINT TRIGGER zaak_houdt_lezer_account AFTER UPDATE OF is_active ON gebruikers_gebruiker DEFERRABLE
  INITIALLY DEFERRED
  FOR EACH ROW WHEN (old.is_active
      AND NOT new.is_active
      AND app.uid() IS NOT NULL)
  EXECUTE FUNCTION app.zaak_houdt_lezer();
ALTER TABLE gebruikers_gebruiker ADD CONSTRAINT gebruiker_email_dicht CHECK (email ~ '^v1\.[0-9a-f]+$');
ALTER TABLE gebruikers_gebruiker ADD CONSTRAINT gebruiker_naam_dicht CHECK (naam ~ '^v1\.[0-9a-f]+$');
GRANT SELECT, UPDATE (dichtheid, kleuren, last_login, password, sneltoetsen, taal) ON gebruikers_gebruiker TO jid_web;
GRANT SELECT (dichtheid, email, id, is_active, kleuren, last_login, naam, sneltoetsen, taal, uitgenodigd_op) ON
  gebruikers_gebruiker TO jid_worker;

-- Table gebruikers_lidmaatschap
ALTER TABLE gebruikers_lidmaatschap ENABLE ROW LEVEL SECURITY;
CREATE CONSTRAINT TRIGGER verzegeld_blijft_buiten AFTER INSERT OR DELETE OR UPDATE ON gebruikers_lidmaatschap
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (app.uid() IS NOT NULL)
  EXECUTE FUNCTION app.verzegeld_blijft_buiten();
CREATE CONSTRAINT TRIGGER verzegeld_gaat_dicht AFTER INSERT OR DELETE OR UPDATE ON gebruikers_lidmaatschap DEFERRABLE
  INITIALLY DEFERRED
  FOR EACH ROW WHEN (app.aanmelder() IS NOT NULL)
  EXECUTE FUNCTION app.verzegeld_gaat_dicht();
CREATE CONSTRAINT TRIGGER waarnemer_buiten_coid AFTER INSERT OR DELETE ON gebruikers_lidmaatschap DEFERRABLE INITIALLY
  DEFERRED
  FOR EACH ROW WHEN (app.uid() IS NOT NULL)
  EXECUTE FUNCTION app.waarnemer_buiten_coid();
CREATE CONSTRAINT TRIGGER zaak_houdt_lezer_lid AFTER DELETE ON gebruikers_lidmaatschap DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (app.uid() IS NOT NULL)
  EXECUTE FUNCTION app.zaak_houdt_lezer();

-- Table gebruikers_roltoekenning
ALTER TABLE gebruikers_roltoekenning ENABLE ROW LEVEL SECURITY;
CREATE CONSTRAINT TRIGGER toezicht_blijft_rol AFTER DELETE ON gebruikers_roltoekenning DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN ((old.rol = ANY (ARRAY['auditor', 'privacy']))
      AND (app.uid() IS NOT NULL
      OR app.aanmelder() IS NOT NULL))
  EXECUTE FUNCTION app.toezicht_gaat_weg();
CREATE CONSTRAINT TRIGGER volg_vier_ogen AFTER INSERT OR DELETE ON gebruikers_roltoekenning DEFERRABLE INITIALLY
  DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_vier_ogen();
CREATE CONSTRAINT TRIGGER zaak_houdt_lezer_rol AFTER DELETE ON gebruikers_roltoekenning DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (app.uid() IS NOT NULL)
  EXECUTE FUNCTION app.zaak_houdt_lezer();
CREATE CONSTRAINT TRIGGER zaak_sluit_na_rol AFTER INSERT OR DELETE ON gebruikers_roltoekenning DEFERRABLE INITIALLY
  DEFERRED
  FOR EACH ROW WHEN (app.uid() IS NOT NULL
    OR app.aanmelder() IS NOT NULL)
  EXECUTE FUNCTION app.zaak_sluit_na_rol();
ALTER TABLE gebruikers_roltoekenning ADD CONSTRAINT rol_bestaat
  CHECK (rol = ANY (ARRAY['adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden',
      'vertrouwenspersoon', 'coordinator', 'beleid', 'beheerder', 'privacy', 'archivaris', 'auditor']));

-- Table gebruikers_team
ALTER TABLE gebruikers_team ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON gebruikers_team FOR SELECT TO jid_web, jid_worker
  USING (true);
ALTER TABLE gebruikers_team ADD CONSTRAINT team_soort_bestaat
  CHECK (soort = ANY (ARRAY['intake', 'behandeling', 'klachten', 'misstanden', 'buiten_coid']));
GRANT SELECT ON gebruikers_team TO jid_web;
GRANT SELECT ON gebruikers_team TO jid_worker;
