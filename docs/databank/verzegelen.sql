-- Sealing and unsealing
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Seals a zaak and all others of its event to a behandelaar outside COID; access inside COID ends.
CREATE OR REPLACE FUNCTION app.verzegel(p_zaak uuid, p_behandelaar bigint, p_toekenning uuid, p_reden bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_ook uuid;
BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app._eis_werkt_met(p_zaak, true);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  UPDATE zaken_zaak SET verzegeld = true, team_id = NULL, behandelaar_id = p_behandelaar, versie = versie + 1
  WHERE id = p_zaak AND NOT verzegeld;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'sealed already' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  LOOP
    SELECT z.id INTO v_ook FROM app._andere_van_groep(p_zaak, true, NULL) h JOIN zaken_zaak z ON z.id = h
    WHERE NOT z.verzegeld ORDER BY z.id LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM app._verzegel_ook(v_ook, p_behandelaar);
  END LOOP;
  PERFORM app._houd_lezers(p_zaak);
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'verzegeld'
  WHERE content_object_id = p_zaak AND beeindigd_op IS NULL AND NOT app.staat_buiten_coid(user_id);
  PERFORM app.eis_lezer(p_zaak);
END $function$;
GRANT EXECUTE ON FUNCTION app.verzegel(uuid,bigint,uuid,bytea) TO jid_web;

-- Seals one more zaak of the event, seen or not; who seals to himself gets no more than he could seal there himself.
CREATE OR REPLACE FUNCTION app._verzegel_ook(p_zaak uuid, p_behandelaar bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_ziet boolean := app.ziet_zaak(p_zaak); v_past boolean; v_door bigint; v_zichzelf boolean;
BEGIN
  v_zichzelf := p_behandelaar = app.uid() AND NOT (v_ziet AND app._mag_uitsluiten(p_zaak));
  PERFORM app._houd_gebruiker(p_behandelaar);
  v_door := app._als_niemand();
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.geannuleerd_op IS NOT NULL) THEN
    v_past := NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_behandelaar);
  ELSE
    v_past := app._past_bij(p_zaak, p_behandelaar, 'behandelaar');
  END IF;
  IF NOT v_past THEN
    RAISE EXCEPTION 'this person cannot be chosen' USING ERRCODE = CASE WHEN v_ziet THEN 'JID24' ELSE 'JID02' END;
  END IF;
  IF v_zichzelf THEN
    PERFORM app._verzegel_aan_niemand(p_zaak, v_door);
    PERFORM app._weer(v_door);
    PERFORM app._log_zaak('verzegeld', p_zaak, '{"ongezien": true}');
    IF NOT app._andere_lezer(p_zaak, NULL, true, 0) THEN
      PERFORM app._log_zaak('zonder_lezer', p_zaak, '{}');
      PERFORM app._meld_beheer('zonder_lezer');
    END IF;
    RETURN;
  END IF;
  PERFORM app._verzegel_mee(p_zaak, p_behandelaar);
  PERFORM app._weer(v_door);
  PERFORM app._log_zaak('verzegeld', p_zaak, '{}');
  PERFORM app._log_zaak('toegewezen', p_zaak, jsonb_build_object('aan', p_behandelaar, 'mee', true));
END $function$;

-- Seals an unseen zaak to the behandelaar and ends access inside COID. The caller asked whether he may have it.
CREATE OR REPLACE FUNCTION app._verzegel_mee(p_zaak uuid, p_behandelaar bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  UPDATE zaken_zaak SET verzegeld = true, team_id = NULL, behandelaar_id = p_behandelaar, versie = versie + 1 WHERE id = p_zaak;
  PERFORM app._geef_zonder_reden(p_zaak, p_behandelaar, NULL, NULL);
  PERFORM app._houd_lezers(p_zaak);
  UPDATE zaken_toekenning SET beeindigd_op = now(), einde = 'verzegeld'
  WHERE content_object_id = p_zaak AND beeindigd_op IS NULL AND NOT app.staat_buiten_coid(user_id);
END $function$;

-- Seals an unseen zaak to nobody: a behandelaar outside COID stays, whoever sealed gets nothing.
CREATE OR REPLACE FUNCTION app._verzegel_aan_niemand(p_zaak uuid, p_door bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_behandelaar bigint;
BEGIN
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak FOR NO KEY UPDATE;
  PERFORM app._houd_lezers(p_zaak);
  UPDATE zaken_zaak z SET verzegeld = true, team_id = NULL, versie = z.versie + 1,
    behandelaar_id = CASE WHEN app.staat_buiten_coid(z.behandelaar_id) THEN z.behandelaar_id END
  WHERE z.id = p_zaak RETURNING z.behandelaar_id INTO v_behandelaar;
  UPDATE zaken_toekenning t SET beeindigd_op = now(), einde = 'verzegeld'
  WHERE t.content_object_id = p_zaak AND t.beeindigd_op IS NULL
    AND (NOT app.staat_buiten_coid(t.user_id) OR (v_behandelaar IS NULL AND t.user_id = p_door));
END $function$;

-- Whether somebody stands outside COID: in an active team of that kind, and in none of COID or MID.
CREATE OR REPLACE FUNCTION app.staat_buiten_coid(p_gebruiker bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
                  WHERE l.gebruiker_id = p_gebruiker AND t.soort = 'buiten_coid' AND t.is_actief)
   AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
                   WHERE l.gebruiker_id = p_gebruiker AND t.soort IN ('intake', 'behandeling')) $function$;

-- Holds who has a grant on the zaak, so that who of them stands outside COID stays so until the commit.
CREATE OR REPLACE FUNCTION app._houd_lezers(p_zaak uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM FROM gebruikers_gebruiker g
  WHERE g.id IN (SELECT t.user_id FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.beeindigd_op IS NULL)
  ORDER BY g.id FOR SHARE;
END $function$;

-- Who holds a sealed zaak stays outside COID.
CREATE OR REPLACE FUNCTION app.verzegeld_blijft_buiten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_gebruiker bigint := coalesce(NEW.gebruiker_id, OLD.gebruiker_id);
BEGIN
  IF NOT app.staat_buiten_coid(v_gebruiker) AND EXISTS (
      SELECT FROM zaken_toekenning t JOIN zaken_zaak z ON z.id = t.content_object_id
      WHERE t.user_id = v_gebruiker AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())
        AND z.verzegeld) THEN
    PERFORM app.weiger('heeft_verzegelde_zaken');
  END IF;
  RETURN NULL;
END $function$;

-- Ends the sealed zaken of whom the organisation takes away, at signing in, what makes that they stand outside COID.
CREATE OR REPLACE FUNCTION app.verzegeld_gaat_dicht()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_wie bigint := coalesce(NEW.gebruiker_id, OLD.gebruiker_id); v_zaak uuid;
BEGIN
  IF app.staat_buiten_coid(v_wie) THEN RETURN NULL; END IF;
  FOR v_zaak IN SELECT z.id FROM zaken_zaak z WHERE z.verzegeld AND z.id IN (
        SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = v_wie AND t.beeindigd_op IS NULL)
      ORDER BY z.id FOR NO KEY UPDATE LOOP
    UPDATE zaken_toekenning SET beeindigd_op = now(), einde = 'verzegeld'
    WHERE content_object_id = v_zaak AND user_id = v_wie AND beeindigd_op IS NULL;
    UPDATE zaken_zaak SET behandelaar_id = NULL, versie = versie + 1 WHERE id = v_zaak AND behandelaar_id = v_wie;
    IF NOT EXISTS (SELECT FROM app.lezers(v_zaak)) THEN
      PERFORM app._log_zaak('zonder_lezer', v_zaak, '{}');
      PERFORM app._meld_beheer('zonder_lezer');
    END IF;
  END LOOP;
  RETURN NULL;
END $function$;

-- Asks to take the seal off, with a reason; by its behandelaar, or who substitutes.
CREATE OR REPLACE FUNCTION app.vraag_ontzegeling(p_id uuid, p_zaak uuid, p_reden bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT coalesce(app.mag_wijzigen(p_zaak), false) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak AND z.verzegeld AND z.geannuleerd_op IS NULL FOR UPDATE;
  IF NOT FOUND OR EXISTS (SELECT FROM zaken_ontzegeling o WHERE o.zaak_id = p_zaak AND o.besluit = '') THEN
    RAISE EXCEPTION 'not sealed, or asked already' USING ERRCODE = 'JID25';
  END IF;
  IF NOT app._behandelt(p_zaak, app.uid()) THEN
    RAISE EXCEPTION 'reads along, and does not handle it' USING ERRCODE = 'JID01';
  END IF;
  INSERT INTO zaken_ontzegeling (id, zaak_id, reden, gevraagd_door_id, gevraagd_op, besluit)
  VALUES (p_id, p_zaak, p_reden, app.uid(), now(), '');
  PERFORM app.noteer_zaak('ontzegeling_gevraagd', p_zaak, p_id::text, '{}');
END $function$;
GRANT EXECUTE ON FUNCTION app.vraag_ontzegeling(uuid,uuid,bytea) TO jid_web;

-- Agrees (never who asked), refuses with a reason, or takes back. Agreeing takes the seal off and nothing else.
CREATE OR REPLACE FUNCTION app.beslis_ontzegeling(p_zaak uuid, p_id uuid, p_akkoord boolean, p_antwoord bytea DEFAULT NULL::bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v zaken_ontzegeling; v_besluit text; v_ook uuid; v_door bigint := app.uid();
BEGIN
  IF NOT coalesce(app.mag_wijzigen(p_zaak), false) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak FOR UPDATE;
  SELECT * INTO v FROM zaken_ontzegeling WHERE id = p_id AND zaak_id = p_zaak FOR UPDATE;
  IF NOT FOUND OR v.besluit <> '' OR EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.geannuleerd_op IS NOT NULL) THEN
    RAISE EXCEPTION 'decided already' USING ERRCODE = 'JID25';
  END IF;
  IF p_akkoord AND v.gevraagd_door_id = v_door THEN
    RAISE EXCEPTION 'a second person agrees' USING ERRCODE = 'JID01';
  END IF;
  -- Who asked must still be somebody who handles it.
  IF p_akkoord AND NOT (app._leest_blijvend(p_zaak, v.gevraagd_door_id) AND app._behandelt(p_zaak, v.gevraagd_door_id)) THEN
    RAISE EXCEPTION 'who asked handles it no more' USING ERRCODE = 'JID25';
  END IF;
  v_besluit := CASE WHEN p_akkoord THEN 'akkoord' WHEN v.gevraagd_door_id = v_door THEN 'ingetrokken' ELSE 'geweigerd' END;
  IF v_besluit = 'geweigerd' AND p_antwoord IS NULL THEN
    RAISE EXCEPTION 'a refusal says why' USING ERRCODE = 'JID35';
  END IF;
  UPDATE zaken_ontzegeling SET besluit = v_besluit, besloten_op = now(), besloten_door_id = v_door,
    antwoord = CASE WHEN v_besluit = 'geweigerd' THEN p_antwoord END WHERE id = p_id;
  IF p_akkoord THEN
    UPDATE zaken_zaak SET verzegeld = false, versie = versie + 1 WHERE id = p_zaak AND verzegeld;
  END IF;
  PERFORM app.noteer_zaak(CASE WHEN p_akkoord THEN 'ontzegeld' ELSE 'ontzegeling_geweigerd' END, p_zaak, p_id::text,
                          jsonb_build_object('gevraagd_door', v.gevraagd_door_id));
  IF NOT p_akkoord THEN RETURN; END IF;
  FOR v_ook IN SELECT z.id FROM zaken_zaak z
               WHERE z.id IN (SELECT app._gaat_mee_open(p_zaak, v.gevraagd_door_id, v_door)) AND z.verzegeld
               ORDER BY z.id FOR UPDATE OF z LOOP
    UPDATE zaken_ontzegeling SET besluit = 'ingetrokken', besloten_op = now(), besloten_door_id = v_door
    WHERE zaak_id = v_ook AND besluit = '';
    INSERT INTO zaken_ontzegeling (id, zaak_id, gevraagd_door_id, gevraagd_op, besluit, besloten_op, besloten_door_id)
    VALUES (gen_random_uuid(), v_ook, v.gevraagd_door_id, v.gevraagd_op, 'akkoord', now(), v_door);
    PERFORM app._als_niemand();
    UPDATE zaken_zaak SET verzegeld = false, versie = versie + 1 WHERE id = v_ook;
    PERFORM app._weer(v_door);
    PERFORM app.noteer_zaak('ontzegeld', v_ook, p_id::text, jsonb_build_object('gevraagd_door', v.gevraagd_door_id));
  END LOOP;
END $function$;
GRANT EXECUTE ON FUNCTION app.beslis_ontzegeling(uuid,uuid,boolean,bytea) TO jid_web;

-- The numbers of what opens along, for who asks or agrees.
CREATE OR REPLACE FUNCTION app.gaat_mee_open(p_zaak uuid, p_vrager bigint)
 RETURNS SETOF text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT z.zaaknummer FROM app._gaat_mee_open(p_zaak, p_vrager, app.uid()) h JOIN zaken_zaak z ON z.id = h
   WHERE app.ziet_zaak(p_zaak) ORDER BY z.zaaknummer $function$;
GRANT EXECUTE ON FUNCTION app.gaat_mee_open(uuid,bigint) TO jid_web;

-- What was merged with a zaak and opens along with it: who asks handles it too, and who agrees reads it.
CREATE OR REPLACE FUNCTION app._gaat_mee_open(p_zaak uuid, p_vrager bigint, p_akkoord bigint)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT z.id FROM app._andere_van_groep(p_zaak, false, NULL) h JOIN zaken_zaak z ON z.id = h
   WHERE z.verzegeld AND z.geannuleerd_op IS NULL
     AND (z.behandelaar_id = p_vrager
          OR EXISTS (SELECT FROM zaken_waarneming w WHERE w.voor_id = z.behandelaar_id AND w.waarnemer_id = p_vrager
                     AND w.beeindigd_op IS NULL AND w.verloopt_op > now() AND w.teams IS NULL))
     AND app._leest_blijvend(z.id, p_vrager) AND app._leest_blijvend(z.id, p_akkoord) $function$;

-- Whether somebody is the behandelaar of this zaak now, or substitutes for the behandelaar.
CREATE OR REPLACE FUNCTION app._behandelt(p_zaak uuid, p_gebruiker bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (
     SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND app._heeft_een_van(p_gebruiker, app.zaakbeleid(z.soort, 'behandelaar'))
       AND (z.behandelaar_id = p_gebruiker
            OR EXISTS (SELECT FROM zaken_waarneming w WHERE w.voor_id = z.behandelaar_id AND w.waarnemer_id = p_gebruiker
                       AND w.beeindigd_op IS NULL AND w.verloopt_op > now()
                       AND (w.teams IS NULL OR z.team_id = ANY (w.teams))))) $function$;

-- Table zaken_ontzegeling
ALTER TABLE zaken_ontzegeling ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON zaken_ontzegeling FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaken_ontzegeling.zaak_id)));
CREATE TRIGGER meld_ontzegeling AFTER UPDATE OF besluit ON zaken_ontzegeling
  FOR EACH ROW WHEN (old.besluit = ''
      AND new.besluit <> '')
  EXECUTE FUNCTION app.meld_ontzegeling();
ALTER TABLE zaken_ontzegeling ADD CONSTRAINT ontzegeling_besluit
  CHECK (besloten_door_id IS NULL
      AND besloten_op IS NULL
      AND besluit = ''
    OR besloten_door_id IS NOT NULL
      AND besloten_op IS NOT NULL
      AND (besluit = ANY (ARRAY['akkoord', 'geweigerd', 'ingetrokken'])));
ALTER TABLE zaken_ontzegeling ADD CONSTRAINT ontzegeling_nooit_zelf
  CHECK (NOT besluit = 'akkoord'
    OR NOT (besloten_door_id = gevraagd_door_id
        AND besloten_door_id IS NOT NULL));
ALTER TABLE zaken_ontzegeling ADD CONSTRAINT ontzegeling_vraag_zegt_waarom CHECK (besluit <> '' OR reden IS NOT NULL);
ALTER TABLE zaken_ontzegeling ADD CONSTRAINT ontzegeling_weigering_zegt_waarom
  CHECK (besluit <> 'geweigerd'
    OR antwoord IS NOT NULL) NOT VALID;
CREATE UNIQUE INDEX ontzegeling_een_open ON zaken_ontzegeling USING btree (zaak_id) WHERE besluit = '';
GRANT SELECT ON zaken_ontzegeling TO jid_web;
