-- Signing in: passwords, second steps, sessions, accounts of the organisation
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- The web role changes no password but that of the current user; another is left as it was.
CREATE OR REPLACE FUNCTION app.wachtwoord_van_zichzelf()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF current_user = 'jid_web' AND NEW.password IS DISTINCT FROM OLD.password AND OLD.id IS DISTINCT FROM app.uid() THEN
    NEW.password := OLD.password;
  END IF;
  RETURN NEW;
END $function$;

-- Logs that a password changed.
CREATE OR REPLACE FUNCTION app.noteer_wachtwoord()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.noteer('wachtwoord_gewijzigd', NEW.id::text, '{}');
  RETURN NULL;
END $function$;

-- Logs that a beheerder sends somebody a link to set a password; an invitation while there is none.
CREATE OR REPLACE FUNCTION app.noteer_wachtwoordmail(p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_gebruiker gebruikers_gebruiker;
BEGIN
  PERFORM app.eis_beheerder();
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF NOT v_gebruiker.is_active THEN PERFORM app.weiger('gebruiker_niet_actief'); END IF;
  IF v_gebruiker.password LIKE '!%' THEN
    UPDATE gebruikers_gebruiker SET uitgenodigd_op = now() WHERE id = p_gebruiker;
    PERFORM app.noteer('gebruiker_uitgenodigd', p_gebruiker::text, '{}');
  ELSE
    PERFORM app.noteer('gebruiker_gewijzigd', p_gebruiker::text, '{"velden": ["wachtwoordmail"]}');
  END IF;
END $function$;
GRANT EXECUTE ON FUNCTION app.noteer_wachtwoordmail(bigint) TO jid_web;

-- A hash that no password fits, which Django reads as none set.
CREATE OR REPLACE FUNCTION app.onbruikbaar_wachtwoord()
 RETURNS text
 LANGUAGE sql
AS $function$ SELECT '!' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') $function$;

-- Which kinds of second factor somebody has, without what they are; signing in asks it before anybody is known.
CREATE OR REPLACE FUNCTION app.tweede_factoren(p_gebruiker bigint)
 RETURNS text[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT coalesce(array_agg(DISTINCT a.type::text ORDER BY a.type::text), '{}')
   FROM mfa_authenticator a WHERE a.user_id = p_gebruiker $function$;
GRANT EXECUTE ON FUNCTION app.tweede_factoren(bigint) TO jid_web;

-- Logs that a second factor was added, changed, used or removed.
CREATE OR REPLACE FUNCTION app.noteer_tweede_factor()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE
  v_rij mfa_authenticator := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  v_middel text := CASE v_rij.type WHEN 'recovery_codes' THEN 'herstelcodes' ELSE v_rij.type END;
  v_wat text := CASE TG_OP WHEN 'INSERT' THEN 'toegevoegd' WHEN 'DELETE' THEN 'verwijderd' END;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    v_wat := CASE
      WHEN NEW.data - ARRAY['name', 'used_mask', 'zonder_wachtwoord', 'viewed_at'] <> OLD.data - ARRAY['name', 'used_mask', 'zonder_wachtwoord', 'viewed_at']
        OR NEW.user_id <> OLD.user_id OR NEW.type <> OLD.type THEN 'gewijzigd'
      WHEN NEW.data -> 'zonder_wachtwoord' IS DISTINCT FROM OLD.data -> 'zonder_wachtwoord' THEN
        CASE WHEN NEW.data -> 'zonder_wachtwoord' = 'true' THEN 'zonder_wachtwoord' ELSE 'met_wachtwoord' END
      WHEN NEW.data -> 'used_mask' IS DISTINCT FROM OLD.data -> 'used_mask' THEN 'gebruikt'
      WHEN NEW.data -> 'name' IS DISTINCT FROM OLD.data -> 'name' THEN 'hernoemd' END;
    IF v_wat IS NULL THEN RETURN NULL; END IF;
  END IF;
  PERFORM app.noteer('tweede_factor_gewijzigd', v_rij.user_id::text,
    jsonb_build_object('middel', v_middel, 'wat', v_wat));
  RETURN NULL;
END $function$;

-- Takes the second factors of somebody else away, while the first beheerder works alone.
CREATE OR REPLACE FUNCTION app.wis_tweede_factor(p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_tweede_factor'); END IF;
  PERFORM app.eis_alleen();
  PERFORM app._wis_tweede_factor(p_gebruiker);
END $function$;
GRANT EXECUTE ON FUNCTION app.wis_tweede_factor(bigint) TO jid_web;

-- Takes all second factors of an account away and ends its sessions, after the second person agreed.
CREATE OR REPLACE FUNCTION app._wis_tweede_factor(p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.neem_gebruiker(p_gebruiker);
  IF NOT EXISTS (SELECT FROM mfa_authenticator WHERE user_id = p_gebruiker) THEN
    PERFORM app.weiger('geen_tweede_factor');
  END IF;
  DELETE FROM mfa_authenticator WHERE user_id = p_gebruiker;
  DELETE FROM gebruikers_sessie WHERE gebruiker_id = p_gebruiker;
  PERFORM app.noteer('tweede_factor_gewijzigd', p_gebruiker::text, '{"middel": "alles", "wat": "gewist"}');
END $function$;

-- Ends sessions of oneself: the one that is named, or all but the one that is named.
CREATE OR REPLACE FUNCTION app.beeindig_sessies(p_alleen text, p_behalve text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_aantal integer;
BEGIN
  DELETE FROM gebruikers_sessie WHERE gebruiker_id = app.uid()
    AND (p_alleen IS NULL OR session_key = p_alleen) AND session_key IS DISTINCT FROM p_behalve;
  GET DIAGNOSTICS v_aantal = ROW_COUNT;
  IF v_aantal > 0 THEN
    PERFORM app.noteer('sessies_beeindigd', app.uid()::text, jsonb_build_object('aantal', v_aantal));
  END IF;
  RETURN v_aantal;
END $function$;
GRANT EXECUTE ON FUNCTION app.beeindig_sessies(text,text) TO jid_web;

-- Ends all sessions of somebody; by a beheerder.
CREATE OR REPLACE FUNCTION app.beeindig_sessies_van(p_gebruiker bigint)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_aantal integer;
BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app.neem_gebruiker(p_gebruiker);
  DELETE FROM gebruikers_sessie WHERE gebruiker_id = p_gebruiker;
  GET DIAGNOSTICS v_aantal = ROW_COUNT;
  IF v_aantal > 0 THEN
    PERFORM app.noteer('sessies_beeindigd', p_gebruiker::text, jsonb_build_object('aantal', v_aantal));
  END IF;
  RETURN v_aantal;
END $function$;
GRANT EXECUTE ON FUNCTION app.beeindig_sessies_van(bigint) TO jid_web;

-- Whose account it is at the organisation; asked before anybody is known.
CREATE OR REPLACE FUNCTION app.oidc_gebruiker(p_issuer text, p_onderwerp text)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT i.gebruiker_id FROM gebruikers_oidcidentiteit i WHERE i.issuer = p_issuer AND i.onderwerp = p_onderwerp $function$;
GRANT EXECUTE ON FUNCTION app.oidc_gebruiker(text,text) TO jid_web;

-- Links the account that is being signed in to one of the organisation, once; false when either is linked already.
CREATE OR REPLACE FUNCTION app.koppel_oidc(p_gebruiker bigint, p_issuer text, p_onderwerp text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_gebruiker gebruikers_gebruiker;
BEGIN
  PERFORM app.eis_aanmelder(p_gebruiker);
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF NOT v_gebruiker.is_active THEN RETURN false; END IF;
  INSERT INTO gebruikers_oidcidentiteit (gebruiker_id, issuer, onderwerp) VALUES (p_gebruiker, p_issuer, p_onderwerp)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM app.noteer('gebruiker_gewijzigd', p_gebruiker::text, '{"velden": ["organisatieaccount"]}');
  RETURN true;
END $function$;
GRANT EXECUTE ON FUNCTION app.koppel_oidc(bigint,text,text) TO jid_web;

-- Replaces the roles of the linked account that is being signed in, as the organisation says.
CREATE OR REPLACE FUNCTION app.zet_rollen_van_bron(p_gebruiker bigint, p_rollen text[])
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_oud text[]; v_nieuw text[];
BEGIN
  PERFORM app.eis_aanmelder(p_gebruiker);
  PERFORM app.neem_gebruiker(p_gebruiker);
  IF NOT EXISTS (SELECT FROM gebruikers_oidcidentiteit WHERE gebruiker_id = p_gebruiker) THEN
    RAISE EXCEPTION 'account is not linked' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT app.rollen_gaan_samen(p_rollen) THEN PERFORM app.weiger('rollen_gaan_niet_samen'); END IF;
  SELECT coalesce(array_agg(DISTINCT r ORDER BY r), '{}') INTO v_nieuw FROM unnest(p_rollen) AS r;
  SELECT coalesce(array_agg(r.rol::text ORDER BY r.rol::text), '{}') INTO v_oud
    FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = p_gebruiker;
  IF v_oud = v_nieuw THEN RETURN false; END IF;
  DELETE FROM gebruikers_roltoekenning WHERE gebruiker_id = p_gebruiker AND rol <> ALL (v_nieuw);
  BEGIN
    INSERT INTO gebruikers_roltoekenning (gebruiker_id, rol) SELECT p_gebruiker, unnest(v_nieuw) ON CONFLICT DO NOTHING;
  EXCEPTION WHEN check_violation THEN PERFORM app.weiger('onbekende_rol');
  END;
  PERFORM app.noteer('rollen_gewijzigd', p_gebruiker::text,
    jsonb_build_object('van', v_oud, 'rollen', v_nieuw, 'bron', 'organisatie'));
  IF NOT app.heeft_zaakrol(p_gebruiker) THEN
    PERFORM app.noteer('team_gewijzigd', l.team_id::text, jsonb_build_object('lid_af', p_gebruiker))
      FROM gebruikers_lidmaatschap l WHERE l.gebruiker_id = p_gebruiker;
    DELETE FROM gebruikers_lidmaatschap WHERE gebruiker_id = p_gebruiker;
  END IF;
  RETURN true;
END $function$;
GRANT EXECUTE ON FUNCTION app.zet_rollen_van_bron(bigint,text[]) TO jid_web;

-- Since when the current user is linked to an account of the organisation.
CREATE OR REPLACE FUNCTION app.mijn_organisatieaccount()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT min(i.gekoppeld_op) FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = app.uid() $function$;
GRANT EXECUTE ON FUNCTION app.mijn_organisatieaccount() TO jid_web;

-- Since when somebody is linked to an account of the organisation, for a beheerder.
CREATE OR REPLACE FUNCTION app.organisatieaccount_van(p_gebruiker bigint)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT min(i.gekoppeld_op) FROM gebruikers_oidcidentiteit i
   WHERE i.gebruiker_id = p_gebruiker AND (SELECT app.heeft_rol('beheerder')) $function$;
GRANT EXECUTE ON FUNCTION app.organisatieaccount_van(bigint) TO jid_web;

-- Unlinks one's own account of the organisation; refused without a password, false when there was none.
CREATE OR REPLACE FUNCTION app.maak_organisatie_los()
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF (app.neem_gebruiker(app.uid())).password LIKE '!%' THEN PERFORM app.weiger('enige_manier'); END IF;
  DELETE FROM gebruikers_oidcidentiteit WHERE gebruiker_id = app.uid();
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM app.noteer('gebruiker_gewijzigd', app.uid()::text, '{"velden": ["organisatieaccount"], "wat": "losgemaakt"}');
  RETURN true;
END $function$;
GRANT EXECUTE ON FUNCTION app.maak_organisatie_los() TO jid_web;

-- Unlinks the account of somebody else, while the first beheerder works alone.
CREATE OR REPLACE FUNCTION app.maak_organisatie_los_van(p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_organisatieaccount'); END IF;
  PERFORM app.eis_alleen();
  PERFORM app._maak_organisatie_los(p_gebruiker);
END $function$;
GRANT EXECUTE ON FUNCTION app.maak_organisatie_los_van(bigint) TO jid_web;

-- Unlinks an account of the organisation and ends its sessions, after the second person agreed. The roles stay.
CREATE OR REPLACE FUNCTION app._maak_organisatie_los(p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.neem_gebruiker(p_gebruiker);
  DELETE FROM gebruikers_oidcidentiteit WHERE gebruiker_id = p_gebruiker;
  IF NOT FOUND THEN PERFORM app.weiger('geen_organisatieaccount'); END IF;
  DELETE FROM gebruikers_sessie WHERE gebruiker_id = p_gebruiker;
  PERFORM app.noteer('gebruiker_gewijzigd', p_gebruiker::text, '{"velden": ["organisatieaccount"], "wat": "losgemaakt"}');
END $function$;

-- Table account_emailaddress
ALTER TABLE account_emailaddress ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON account_emailaddress FOR SELECT TO jid_web
  USING (true);
CREATE UNIQUE INDEX unique_primary_email ON account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON account_emailaddress USING btree (email) WHERE verified;
GRANT SELECT ON account_emailaddress TO jid_web;

-- Table account_emailconfirmation
ALTER TABLE account_emailconfirmation ENABLE ROW LEVEL SECURITY;

-- Table gebruikers_oidcidentiteit
ALTER TABLE gebruikers_oidcidentiteit ENABLE ROW LEVEL SECURITY;
CREATE CONSTRAINT TRIGGER volg_vier_ogen AFTER INSERT OR DELETE ON gebruikers_oidcidentiteit DEFERRABLE INITIALLY
  DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_vier_ogen();
ALTER TABLE gebruikers_oidcidentiteit ADD CONSTRAINT oidc_onderwerp_dicht CHECK (onderwerp ~ '^v1\.[0-9a-f]+$');

-- Table gebruikers_sessie
ALTER TABLE gebruikers_sessie DISABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON gebruikers_sessie TO jid_web;
GRANT SELECT (expire_date, session_key), DELETE ON gebruikers_sessie TO jid_worker;

-- Table mfa_authenticator
ALTER TABLE mfa_authenticator ENABLE ROW LEVEL SECURITY;
CREATE POLICY gebruiken ON mfa_authenticator FOR UPDATE TO jid_web
  USING (user_id = ((SELECT app.uid())) OR user_id = ((SELECT app.aanmelder())));
CREATE POLICY lezen ON mfa_authenticator FOR SELECT TO jid_web
  USING (user_id = ((SELECT app.uid())) OR user_id = ((SELECT app.aanmelder())));
CREATE POLICY toevoegen ON mfa_authenticator FOR INSERT TO jid_web
  WITH CHECK (user_id = ((SELECT app.uid())));
CREATE POLICY verwijderen ON mfa_authenticator FOR DELETE TO jid_web
  USING (user_id = ((SELECT app.uid())));
CREATE TRIGGER noteer_tweede_factor AFTER INSERT OR DELETE OR UPDATE ON mfa_authenticator
  FOR EACH ROW
  EXECUTE FUNCTION app.noteer_tweede_factor();
CREATE UNIQUE INDEX unique_authenticator_type ON mfa_authenticator USING btree (user_id, type)
  WHERE type = ANY (ARRAY['totp', 'recovery_codes']);
GRANT SELECT, INSERT, UPDATE, DELETE ON mfa_authenticator TO jid_web;
