-- Messages and mail
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Tells a colleague about a zaak that the sender sees: assigned, shared, or asked to agree with unsealing.
CREATE OR REPLACE FUNCTION app.bericht(p_id uuid, p_aan bigint, p_soort text, p_zaak uuid, p_object uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF app.uid() IS NULL OR p_zaak IS NULL OR NOT coalesce(app.ziet_zaak(p_zaak), false)
     OR p_soort NOT IN ('toegewezen', 'gedeeld', 'ontzegeling_gevraagd') THEN
    RAISE EXCEPTION 'a message comes from somebody who sees the zaak' USING ERRCODE = 'JID01';
  END IF;
  INSERT INTO berichten_bericht (id, aan_id, soort, zaak_id, object_id, op)
  SELECT p_id, g.id, p_soort, p_zaak, p_object, now() FROM gebruikers_gebruiker g
  WHERE g.id = p_aan AND g.is_active AND g.id <> app.uid();
END $function$;
GRANT EXECUTE ON FUNCTION app.bericht(uuid,bigint,text,uuid,uuid) TO jid_web;

-- Tells every beheerder what needs one (zonder_lezer, zonder_toezicht), once as long as it is unread.
CREATE OR REPLACE FUNCTION app._meld_beheer(p_soort text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ INSERT INTO berichten_bericht (id, aan_id, soort, op)
   SELECT gen_random_uuid(), g.id, p_soort, now() FROM gebruikers_gebruiker g
   JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id AND r.rol = 'beheerder'
   WHERE g.is_active AND NOT EXISTS (SELECT FROM berichten_bericht b
     WHERE b.aan_id = g.id AND b.soort = p_soort AND b.gelezen_op IS NULL) $function$;

-- Asks every second person to agree with a proposal, but for whoever it is about when it unlinks an account.
CREATE OR REPLACE FUNCTION app.meld_voorstel()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  INSERT INTO berichten_bericht (id, aan_id, soort, object_id, op)
  SELECT gen_random_uuid(), w, 'akkoord_gevraagd', NEW.id, now()
  FROM app._tweede_personen(ARRAY[NEW.gevraagd_door_id]) w
  WHERE NEW.handeling <> 'organisatieaccount' OR w IS DISTINCT FROM NEW.gebruiker_id;
  RETURN NULL;
END $function$;

-- A decided proposal: the question to the second persons is done, who asked is told.
CREATE OR REPLACE FUNCTION app.meld_besluit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  UPDATE berichten_bericht SET gelezen_op = coalesce(gelezen_op, now()), afgehandeld_op = now()
  WHERE soort = 'akkoord_gevraagd' AND object_id = NEW.id AND afgehandeld_op IS NULL;
  IF NEW.besluit IN ('akkoord', 'geweigerd') THEN
    INSERT INTO berichten_bericht (id, aan_id, soort, object_id, op)
    SELECT gen_random_uuid(), g.id, CASE NEW.besluit WHEN 'akkoord' THEN 'akkoord_gegeven' ELSE 'akkoord_geweigerd' END, NEW.id, now()
    FROM gebruikers_gebruiker g WHERE g.id = NEW.gevraagd_door_id AND g.is_active;
  END IF;
  RETURN NULL;
END $function$;

-- Tells all other auditors and privacy officers that somebody opened a noodtoegang.
CREATE OR REPLACE FUNCTION app.meld_noodtoegang()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  INSERT INTO berichten_bericht (id, aan_id, soort, object_id, op)
  SELECT gen_random_uuid(), g.id, 'noodtoegang', NEW.id, now() FROM gebruikers_gebruiker g WHERE g.id = ANY (NEW.gemeld_aan);
  RETURN NULL;
END $function$;

-- Refuses to take away the last auditor, or the last but one who keeps watch, but at signing in; tells the others.
CREATE OR REPLACE FUNCTION app.toezicht_gaat_weg()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_oud jsonb := to_jsonb(OLD); v_wie bigint; v_was_auditor boolean; v_kon boolean;
BEGIN
  IF TG_TABLE_NAME = 'gebruikers_gebruiker' THEN
    v_wie := (v_oud ->> 'id')::bigint;
    v_was_auditor := EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = v_wie AND r.rol = 'auditor');
    v_kon := EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = v_wie AND r.rol IN ('auditor', 'privacy'))
      AND (v_oud ->> 'password' NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = v_wie));
  ELSE
    v_wie := (v_oud ->> 'gebruiker_id')::bigint;
    v_was_auditor := v_oud ->> 'rol' = 'auditor';
    v_kon := EXISTS (SELECT FROM gebruikers_gebruiker g WHERE g.id = v_wie AND g.is_active
      AND (g.password NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = v_wie)));
  END IF;
  IF NOT v_kon OR EXISTS (SELECT FROM app._houdt_toezicht() t
                          WHERE t.gebruiker_id = v_wie AND (t.rol = 'auditor' OR NOT v_was_auditor)) THEN
    RETURN NULL;
  END IF;
  IF (v_was_auditor AND NOT EXISTS (SELECT FROM app._houdt_toezicht() t WHERE t.rol = 'auditor'))
     OR (SELECT count(DISTINCT t.gebruiker_id) < 2 FROM app._houdt_toezicht() t) THEN
    IF app.uid() IS NOT NULL THEN PERFORM app.weiger('laatste_toezicht'); END IF;
    PERFORM app._meld_beheer('zonder_toezicht');  -- at signing in nobody can be refused
  END IF;
  INSERT INTO berichten_bericht (id, aan_id, soort, op)
  SELECT gen_random_uuid(), t.gebruiker_id, 'toezicht_weg', now() FROM (SELECT DISTINCT gebruiker_id FROM app._houdt_toezicht()) t;
  RETURN NULL;
END $function$;

-- Auditors and privacy officers who can sign in.
CREATE OR REPLACE FUNCTION app._houdt_toezicht()
 RETURNS TABLE(gebruiker_id bigint, rol text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT g.id, r.rol::text FROM gebruikers_roltoekenning r JOIN gebruikers_gebruiker g ON g.id = r.gebruiker_id AND g.is_active
   WHERE r.rol IN ('auditor', 'privacy') AND NOT app.heeft_zaakrol(g.id)
     AND (g.password NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = g.id)) $function$;

-- Tells who opened a noodtoegang of the review; when it was not justified, all others too.
CREATE OR REPLACE FUNCTION app.meld_oordeel()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  INSERT INTO berichten_bericht (id, aan_id, soort, object_id, op)
  SELECT gen_random_uuid(), w, CASE NEW.oordeel WHEN 'niet_terecht' THEN 'noodtoegang_niet_terecht' ELSE 'noodtoegang_beoordeeld' END,
         NEW.id, now()
  FROM unnest(app._noodtoegang_melden_aan(NEW.zaak_id)) w
  WHERE w <> NEW.beoordeeld_door_id AND (NEW.oordeel = 'niet_terecht' OR w = NEW.gebruiker_id);
  RETURN NULL;
END $function$;

-- Tells the leads of a team, or its members when nobody leads it, that new zaken came in from a file.
CREATE OR REPLACE FUNCTION app.meld_ingelezen(p_invoer uuid, p_team bigint)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ WITH lezer AS (
     SELECT l.gebruiker_id, l.is_teamleider FROM gebruikers_lidmaatschap l
     JOIN gebruikers_gebruiker g ON g.id = l.gebruiker_id AND g.is_active
     WHERE l.team_id = p_team AND app.heeft_zaakrol(g.id))
   INSERT INTO berichten_bericht (id, aan_id, soort, object_id, op)
   SELECT gen_random_uuid(), l.gebruiker_id, 'ingelezen', p_invoer, now() FROM lezer l
   WHERE (l.is_teamleider OR NOT EXISTS (SELECT FROM lezer t WHERE t.is_teamleider))
     AND EXISTS (SELECT FROM zaken_invoer i WHERE i.id = p_invoer AND i.aantal > 0) $function$;
GRANT EXECUTE ON FUNCTION app.meld_ingelezen(uuid,bigint) TO jid_worker;

-- A decided unsealing: the question is done, who asked is told.
CREATE OR REPLACE FUNCTION app.meld_ontzegeling()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  UPDATE berichten_bericht SET gelezen_op = coalesce(gelezen_op, now()), afgehandeld_op = now()
  WHERE soort = 'ontzegeling_gevraagd' AND zaak_id = NEW.zaak_id AND afgehandeld_op IS NULL;
  IF NEW.besluit IN ('akkoord', 'geweigerd') THEN
    INSERT INTO berichten_bericht (id, aan_id, soort, zaak_id, op)
    SELECT gen_random_uuid(), g.id, CASE NEW.besluit WHEN 'akkoord' THEN 'ontzegeling_akkoord' ELSE 'ontzegeling_geweigerd' END,
           NEW.zaak_id, now()
    FROM gebruikers_gebruiker g WHERE g.id = NEW.gevraagd_door_id AND g.is_active;
  END IF;
  RETURN NULL;
END $function$;

-- Puts a mail that failed back in the queue; by a beheerder.
CREATE OR REPLACE FUNCTION app.mail_opnieuw(p_mail uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.eis_beheerder();
  UPDATE post_mail SET staat = 'wacht', pogingen = 0, volgende_poging = now(), foutsoort = '', antwoordcode = NULL
  WHERE id = p_mail AND staat = 'mislukt' AND inhoud IS NOT NULL;
  IF NOT FOUND THEN PERFORM app.weiger('mail_kan_niet_opnieuw'); END IF;
  PERFORM app.noteer('mail_opnieuw', p_mail::text, '{}');
END $function$;
GRANT EXECUTE ON FUNCTION app.mail_opnieuw(uuid) TO jid_web;

-- Table berichten_bericht
ALTER TABLE berichten_bericht ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON berichten_bericht FOR UPDATE TO jid_web
  USING (aan_id = app.uid() AND (zaak_id IS NULL OR app.ziet_zaak(zaak_id)));
CREATE POLICY taken ON berichten_bericht FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY zien ON berichten_bericht FOR SELECT TO jid_web
  USING (aan_id = app.uid() AND (zaak_id IS NULL OR app.ziet_zaak(zaak_id)));
ALTER TABLE berichten_bericht ADD CONSTRAINT bericht_herinnering_heeft_onderdeel
  CHECK (dag IS NULL
    OR object_id IS NOT NULL);
CREATE UNIQUE INDEX bericht_een_herinnering ON berichten_bericht USING btree (aan_id, soort, object_id, dag)
  WHERE dag IS NOT NULL;
GRANT SELECT, UPDATE (gelezen_op) ON berichten_bericht TO jid_web;
GRANT SELECT, INSERT, UPDATE (afgehandeld_op, gelezen_op, gemaild_op), DELETE ON berichten_bericht TO jid_worker;

-- Table berichten_overzicht
ALTER TABLE berichten_overzicht ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON berichten_overzicht FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON berichten_overzicht TO jid_worker;

-- Table berichten_voorkeur
ALTER TABLE berichten_voorkeur ENABLE ROW LEVEL SECURITY;
CREATE POLICY eigen ON berichten_voorkeur FOR ALL TO jid_web
  USING (gebruiker_id = app.uid())
  WITH CHECK (gebruiker_id = app.uid());
CREATE POLICY taken ON berichten_voorkeur FOR SELECT TO jid_worker
  USING (true);
ALTER TABLE berichten_voorkeur ADD CONSTRAINT voorkeur_mail_bestaat
  CHECK (mail = ANY (ARRAY['direct', 'dagelijks', 'geen']));
GRANT SELECT, INSERT, UPDATE (mail) ON berichten_voorkeur TO jid_web;
GRANT SELECT ON berichten_voorkeur TO jid_worker;

-- Table post_mail
ALTER TABLE post_mail ENABLE ROW LEVEL SECURITY;
CREATE POLICY beheerder_leest ON post_mail FOR SELECT TO jid_web
  USING ((SELECT app.heeft_rol(VARIADIC ARRAY['beheerder'])));
CREATE POLICY klaarzetten ON post_mail FOR INSERT TO jid_web
  WITH CHECK (staat = 'wacht'
      AND pogingen = 0
      AND inhoud IS NOT NULL
      AND verstuurd_op IS NULL
      AND foutsoort = ''
      AND antwoordcode IS NULL);
CREATE POLICY taken ON post_mail FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
ALTER TABLE post_mail ADD CONSTRAINT mail_adres_dicht CHECK (adres ~ '^v1\.[0-9a-f]+$');
ALTER TABLE post_mail ADD CONSTRAINT mail_staat_bestaat CHECK (staat = ANY (ARRAY['wacht', 'verstuurd', 'mislukt']));
ALTER TABLE post_mail ADD CONSTRAINT mail_verstuurd_zonder_inhoud
  CHECK (inhoud IS NULL
      AND staat = 'verstuurd'
      AND verstuurd_op IS NOT NULL
    OR NOT staat = 'verstuurd');
ALTER TABLE post_mail ADD CONSTRAINT mail_wacht_met_inhoud CHECK (NOT staat = 'wacht' OR inhoud IS NOT NULL);
GRANT SELECT (adres, antwoordcode, foutsoort, gemaakt_op, id, pogingen, soort, staat, verstuurd_op, volgende_poging),
  INSERT ON post_mail TO jid_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON post_mail TO jid_worker;
