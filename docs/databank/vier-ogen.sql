-- Four eyes: what takes a second person
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Asks a second person: a new account, another address, roles, wiping a second step, unlinking. For seven days.
CREATE OR REPLACE FUNCTION app.stel_voor(p_id uuid, p_handeling text, p_gebruiker bigint, p_gegevens jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_rollen text[] := ARRAY(SELECT jsonb_array_elements_text(coalesce(p_gegevens -> 'rollen', '[]')));
  v_gegevens jsonb := p_gegevens;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_handeling = 'codelabel' THEN
    SELECT p_gegevens || jsonb_build_object('naam', l.naam || ': ' || c.label, 'waarde', c.code,
                                            'label_was', c.label, 'label_en_was', c.label_en) INTO v_gegevens
    FROM codelijsten_code c JOIN codelijsten_codelijst l ON l.code = c.lijst_id WHERE c.id::text = p_gegevens ->> 'code';
    IF NOT FOUND OR p_gebruiker IS NOT NULL OR coalesce(p_gegevens ->> 'label', '') = '' THEN
      PERFORM app.weiger('onvolledig_label');
    END IF;
  ELSIF p_handeling = 'nieuw_account' THEN
    IF p_gebruiker IS NOT NULL OR coalesce(p_gegevens ->> 'email', '') = '' OR coalesce(p_gegevens ->> 'naam', '') = '' THEN
      PERFORM app.weiger('onvolledig_voorstel');
    END IF;
  ELSE
    PERFORM app.neem_gebruiker(p_gebruiker);
  END IF;
  IF p_handeling IN ('nieuw_account', 'nieuw_adres') AND EXISTS (SELECT FROM gebruikers_gebruiker g
      WHERE lower(g.email) = lower(p_gegevens ->> 'email') AND g.id IS DISTINCT FROM p_gebruiker) THEN
    PERFORM app.weiger('email_bestaat');
  END IF;
  IF p_handeling IN ('rollen', 'nieuw_account') AND NOT app.rollen_gaan_samen(v_rollen) THEN
    PERFORM app.weiger('rollen_gaan_niet_samen');
  END IF;
  IF p_gebruiker = app.uid() AND p_handeling = 'rollen' THEN PERFORM app.weiger('eigen_rollen'); END IF;
  IF p_gebruiker = app.uid() AND p_handeling = 'tweede_stap' THEN PERFORM app.weiger('eigen_tweede_factor'); END IF;
  IF p_handeling = 'organisatieaccount' THEN
    IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_organisatieaccount'); END IF;
    IF NOT EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = p_gebruiker) THEN
      PERFORM app.weiger('geen_organisatieaccount');
    END IF;
    IF NOT EXISTS (SELECT FROM app._tweede_personen(ARRAY[app.uid(), p_gebruiker])) THEN
      PERFORM app.weiger('niemand_anders');
    END IF;
  END IF;
  IF EXISTS (SELECT FROM gebruikers_voorstel v WHERE v.besluit = '' AND v.verloopt_op > now() AND v.handeling = p_handeling
             AND v.gebruiker_id IS NOT DISTINCT FROM p_gebruiker
             AND v.gegevens ->> 'code' IS NOT DISTINCT FROM p_gegevens ->> 'code'
             AND lower(v.gegevens ->> 'email') IS NOT DISTINCT FROM lower(p_gegevens ->> 'email')) THEN
    PERFORM app.weiger('voorstel_loopt');
  END IF;
  INSERT INTO gebruikers_voorstel (id, handeling, gebruiker_id, gegevens, gevraagd_door_id, gevraagd_op, verloopt_op, besluit)
  VALUES (p_id, p_handeling, p_gebruiker,
          CASE p_handeling WHEN 'rollen' THEN v_gegevens || jsonb_build_object('had', app._rollen_van(p_gebruiker)) ELSE v_gegevens END,
          app.uid(), now(), now() + interval '7 days', '');
  PERFORM app.noteer('akkoord_gevraagd', p_id::text, jsonb_build_object('handeling', p_handeling, 'gebruiker', p_gebruiker));
END $function$;
GRANT EXECUTE ON FUNCTION app.stel_voor(uuid,text,bigint,jsonb) TO jid_web;

-- Agrees with a proposal and carries it out, refuses it with a reason, or takes back one's own. Gives whose account it is.
CREATE OR REPLACE FUNCTION app.beslis_voorstel(p_id uuid, p_akkoord boolean, p_antwoord text DEFAULT ''::text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v gebruikers_voorstel; v_gebruiker bigint; v_besluit text;
  v_rollen text[]; v_toen text[]; v_had boolean;
BEGIN
  IF NOT app.heeft_rol('beheerder', 'privacy') THEN
    RAISE EXCEPTION 'geen_beheerder' USING ERRCODE = 'insufficient_privilege';
  END IF;
  v_had := app._begin_met_vier_ogen();
  SELECT * INTO v FROM gebruikers_voorstel WHERE id = p_id FOR UPDATE;
  IF NOT FOUND OR v.besluit <> '' OR v.verloopt_op <= now() THEN PERFORM app.weiger('voorstel_voorbij'); END IF;
  IF v.handeling = 'organisatieaccount' AND v.gebruiker_id = app.uid() THEN PERFORM app.weiger('over_uzelf'); END IF;
  IF p_akkoord THEN
    IF v.gevraagd_door_id = app.uid() THEN PERFORM app.weiger('eigen_voorstel'); END IF;
    -- Who asked must still be somebody who may ask.
    IF NOT EXISTS (SELECT FROM gebruikers_gebruiker g JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id
                   WHERE g.id = v.gevraagd_door_id AND g.is_active AND r.rol = 'beheerder') THEN
      PERFORM app.weiger('voorstel_voorbij');
    END IF;
    v_gebruiker := v.gebruiker_id;
    v_rollen := ARRAY(SELECT jsonb_array_elements_text(coalesce(v.gegevens -> 'rollen', '[]')));
    CASE v.handeling
      WHEN 'nieuw_account' THEN
        v_gebruiker := app._maak_gebruiker(v.gegevens ->> 'email', v.gegevens ->> 'naam');
        PERFORM app._zet_rollen(v_gebruiker, v_rollen);
      WHEN 'nieuw_adres' THEN
        PERFORM app._wijzig_gebruiker(v_gebruiker, v.gegevens ->> 'email', v.gegevens ->> 'naam');
      WHEN 'rollen' THEN
        PERFORM app.neem_gebruiker(v_gebruiker);
        v_toen := ARRAY(SELECT jsonb_array_elements_text(coalesce(v.gegevens -> 'had', '[]')));
        IF NOT (v_toen @> app._rollen_van(v_gebruiker) AND v_toen <@ app._rollen_van(v_gebruiker)) THEN
          PERFORM app.weiger('rollen_intussen_gewijzigd');
        END IF;
        PERFORM app._zet_rollen(v_gebruiker, v_rollen);
      WHEN 'tweede_stap' THEN PERFORM app._wis_tweede_factor(v_gebruiker);
      WHEN 'organisatieaccount' THEN PERFORM app._maak_organisatie_los(v_gebruiker);
      WHEN 'codelabel' THEN
        PERFORM app._zet_label((v.gegevens ->> 'code')::bigint, v.gegevens ->> 'label_was', v.gegevens ->> 'label_en_was',
                               v.gegevens ->> 'label', coalesce(v.gegevens ->> 'label_en', ''));
    END CASE;
    PERFORM app._eis_nog_vier_ogen(v_had);
    v_besluit := 'akkoord';
  ELSE
    v_besluit := CASE WHEN v.gevraagd_door_id = app.uid() THEN 'ingetrokken' ELSE 'geweigerd' END;
    IF v_besluit = 'geweigerd' AND coalesce(p_antwoord, '') = '' THEN PERFORM app.weiger('geen_reden'); END IF;
  END IF;
  UPDATE gebruikers_voorstel SET besluit = v_besluit, besloten_op = now(), besloten_door_id = app.uid(),
    antwoord = CASE WHEN v_besluit = 'geweigerd' THEN p_antwoord ELSE '' END, gebruiker_id = coalesce(v_gebruiker, gebruiker_id) WHERE id = p_id;
  PERFORM app.noteer(CASE WHEN p_akkoord THEN 'akkoord_gegeven' ELSE 'akkoord_geweigerd' END, p_id::text,
    jsonb_build_object('handeling', v.handeling, 'gevraagd_door', v.gevraagd_door_id, 'gebruiker', coalesce(v_gebruiker, v.gebruiker_id)));
  RETURN v_gebruiker;
END $function$;
GRANT EXECUTE ON FUNCTION app.beslis_voorstel(uuid,boolean,text) TO jid_web;

-- For who asks and who agrees: whether a second person is needed, and whether there is one now.
CREATE OR REPLACE FUNCTION app.vier_ogen(OUT nodig boolean, OUT kan boolean)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT k.kan OR EXISTS (SELECT FROM gebruikers_vierogenstand), k.kan
   FROM (SELECT EXISTS (SELECT FROM app._tweede_personen(ARRAY[app.uid()])) AS kan) k
   WHERE (SELECT app.heeft_rol('beheerder', 'privacy')) $function$;
GRANT EXECUTE ON FUNCTION app.vier_ogen() TO jid_web;

-- Refuses what takes two, unless the first beheerder still works alone because nobody could ever agree.
CREATE OR REPLACE FUNCTION app.eis_alleen()
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF EXISTS (SELECT FROM gebruikers_vierogenstand) OR EXISTS (SELECT FROM app._tweede_personen(ARRAY[app.uid()])) THEN
    PERFORM app.weiger('akkoord_nodig');
  END IF;
END $function$;

-- Who could agree with the current beheerder.
CREATE OR REPLACE FUNCTION app.tweede_personen()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT * FROM app._tweede_personen(ARRAY[app.uid()]) WHERE (SELECT app.heeft_rol('beheerder')) $function$;
GRANT EXECUTE ON FUNCTION app.tweede_personen() TO jid_web;

-- Who can agree: an active beheerder or privacy officer who can sign in, but for these accounts.
CREATE OR REPLACE FUNCTION app._tweede_personen(p_behalve bigint[])
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT g.id FROM gebruikers_gebruiker g
   WHERE g.is_active AND g.id <> ALL (p_behalve)
     AND (g.password NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = g.id))
     AND EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id AND r.rol IN ('beheerder', 'privacy')) $function$;

-- Whether there are a beheerder who asks and another who agrees, these accounts left out.
CREATE OR REPLACE FUNCTION app._vier_ogen_kan(p_zonder bigint[])
 RETURNS boolean
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (
     SELECT FROM app._tweede_personen(p_zonder) AS b (id)
     WHERE EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = b.id AND r.rol = 'beheerder')
       AND EXISTS (SELECT FROM app._tweede_personen(p_zonder || b.id))) $function$;

-- Called before a change that could take a second person away, one at a time: whether somebody asks and another agrees now.
CREATE OR REPLACE FUNCTION app._begin_met_vier_ogen()
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM pg_advisory_xact_lock(x'4A49442D344F'::bigint);
  RETURN app._vier_ogen_kan('{}');
END $function$;

-- Called after such a change: refused when it took the last second person away.
CREATE OR REPLACE FUNCTION app._eis_nog_vier_ogen(p_had boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF p_had AND NOT app._vier_ogen_kan('{}') THEN PERFORM app.weiger('laatste_tweede_persoon'); END IF;
END $function$;

-- Keeps that four eyes began, and logs when the second person is gone or back. It never refuses.
CREATE OR REPLACE FUNCTION app.volg_vier_ogen()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_stand gebruikers_vierogenstand; v_kan boolean := app._vier_ogen_kan('{}');
BEGIN
  SELECT * INTO v_stand FROM gebruikers_vierogenstand WHERE id = 1;
  IF v_kan AND v_stand.id IS NULL THEN
    INSERT INTO gebruikers_vierogenstand (id, begonnen_op) VALUES (1, now()) ON CONFLICT DO NOTHING;
    IF FOUND THEN PERFORM app.noteer('vier_ogen_begonnen', '', '{}'); END IF;
  ELSIF v_kan AND v_stand.niemand_sinds IS NOT NULL THEN
    UPDATE gebruikers_vierogenstand SET niemand_sinds = NULL WHERE id = 1;
    PERFORM app.noteer('tweede_persoon_terug', '', '{}');
  ELSIF NOT v_kan AND v_stand.id IS NOT NULL AND v_stand.niemand_sinds IS NULL THEN
    UPDATE gebruikers_vierogenstand SET niemand_sinds = now() WHERE id = 1;
    PERFORM app.noteer('tweede_persoon_weg', '', '{}');
  END IF;
  RETURN NULL;
END $function$;

-- Table gebruikers_vierogenstand
ALTER TABLE gebruikers_vierogenstand ENABLE ROW LEVEL SECURITY;
ALTER TABLE gebruikers_vierogenstand ADD CONSTRAINT vierogenstand_een_rij CHECK (id = 1);

-- Table gebruikers_voorstel
ALTER TABLE gebruikers_voorstel ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON gebruikers_voorstel FOR SELECT TO jid_web
  USING ((SELECT app.heeft_rol(VARIADIC ARRAY['beheerder', 'privacy'])));
CREATE TRIGGER meld_besluit AFTER UPDATE OF besluit ON gebruikers_voorstel
  FOR EACH ROW WHEN (old.besluit = ''
      AND new.besluit <> '')
  EXECUTE FUNCTION app.meld_besluit();
CREATE TRIGGER meld_voorstel AFTER INSERT ON gebruikers_voorstel FOR EACH ROW EXECUTE FUNCTION app.meld_voorstel();
ALTER TABLE gebruikers_voorstel ADD CONSTRAINT voorstel_besluit
  CHECK ((besluit = ANY (ARRAY['', 'akkoord', 'geweigerd', 'ingetrokken']))
      AND (besluit <> '') = (besloten_op IS NOT NULL)
      AND (besluit <> '') = (besloten_door_id IS NOT NULL));
ALTER TABLE gebruikers_voorstel ADD CONSTRAINT voorstel_dicht
  CHECK (handeling = 'codelabel'
    OR (COALESCE(gegevens ->> 'naam', '') || COALESCE(gegevens ->> 'email', '')) ~ '^(v1\.[0-9a-f]+)*$');
ALTER TABLE gebruikers_voorstel ADD CONSTRAINT voorstel_is_te_lezen
  CHECK (jsonb_typeof(gegevens) = 'object'
      AND length(gegevens::text) <= 100000
      AND NOT gegevens @? '$.**{4}'::jsonpath
      AND NOT gegevens @?
    '$.**?(@.type() == "number" && (@ > 1000000000000000000 || @ < -1000000000000000000))'::jsonpath) NOT VALID;
ALTER TABLE gebruikers_voorstel ADD CONSTRAINT voorstel_nooit_zelf
  CHECK (besluit <> 'akkoord'
    OR besloten_door_id <> gevraagd_door_id);
ALTER TABLE gebruikers_voorstel ADD CONSTRAINT voorstel_verloopt
  CHECK (verloopt_op > gevraagd_op
      AND verloopt_op <= (gevraagd_op + '7 days'::interval));
ALTER TABLE gebruikers_voorstel ADD CONSTRAINT voorstel_weigering_heeft_reden
  CHECK (besluit <> 'geweigerd'
    OR antwoord <> '') NOT VALID;
GRANT SELECT ON gebruikers_voorstel TO jid_web;
