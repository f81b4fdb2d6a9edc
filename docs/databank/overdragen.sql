-- Handing over and substituting
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Gives what somebody handles, and what nobody else reads, to a successor; their other grants end. Gives how many.
CREATE OR REPLACE FUNCTION app.draag_over(p_van bigint, p_aan bigint, p_reden text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_zaak record; v_over bigint := 0; v_niet bigint := 0; v_blijft uuid[] := '{}'; v_alle uuid[];
  v_teams bigint[] := app._bereik(p_van, p_aan);
BEGIN
  PERFORM app._eis_opvolger(p_van, p_aan);
  IF p_reden IS NULL OR p_reden NOT IN ('vertrek', 'andere_functie', 'langdurig_afwezig', 'anders') THEN
    RAISE EXCEPTION 'a reason is one of the codes' USING ERRCODE = 'JID02';
  END IF;
  v_alle := ARRAY(
    SELECT z.id FROM zaken_zaak z
    WHERE (v_teams IS NULL OR z.team_id = ANY (v_teams))
      AND (z.behandelaar_id = p_van
       OR z.id IN (SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = p_van AND t.beeindigd_op IS NULL))
    ORDER BY z.id FOR NO KEY UPDATE);
  FOR v_zaak IN
    SELECT z.id, z.behandelaar_id IS NOT DISTINCT FROM p_van AS behandelt FROM zaken_zaak z
    WHERE z.id = ANY (v_alle)
      AND (z.behandelaar_id = p_van
       OR z.id IN (SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = p_van AND t.beeindigd_op IS NULL
                     AND t.verloopt_op IS NULL AND NOT app._andere_lezer(
                       t.content_object_id, (SELECT y.team_id FROM zaken_zaak y WHERE y.id = t.content_object_id),
                       (SELECT y.verzegeld FROM zaken_zaak y WHERE y.id = t.content_object_id), p_van)))
    ORDER BY z.id
  LOOP
    IF NOT app._past_bij(v_zaak.id, p_aan, CASE WHEN v_zaak.behandelt THEN 'behandelaar' ELSE 'lezer' END) THEN
      v_niet := v_niet + 1;
      v_blijft := v_blijft || v_zaak.id;
      CONTINUE;
    END IF;
    PERFORM app._geef_zonder_reden(v_zaak.id, p_aan, NULL, NULL);
    IF v_zaak.behandelt THEN
      UPDATE zaken_zaak z SET behandelaar_id = p_aan, versie = z.versie + 1,
        team_id = (SELECT l.team_id FROM gebruikers_lidmaatschap l WHERE l.team_id = z.team_id AND l.gebruiker_id = p_aan)
      WHERE z.id = v_zaak.id;
    END IF;
    PERFORM app._log_zaak('overgedragen', v_zaak.id, jsonb_build_object('van', p_van, 'aan', p_aan, 'reden', p_reden));
    v_over := v_over + 1;
  END LOOP;
  UPDATE zaken_toekenning t SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'overgedragen'
  WHERE t.user_id = p_van AND t.beeindigd_op IS NULL AND t.content_object_id = ANY (v_alle)
    AND NOT (t.content_object_id = ANY (v_blijft))
    AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = t.content_object_id AND u.gebruiker_id = app.uid())
    AND (v_teams IS NULL OR (t.waarneming_id IS NULL AND EXISTS (
           SELECT FROM zaken_zaak z WHERE z.id = t.content_object_id AND z.team_id = ANY (v_teams))));
  PERFORM app._beeindig_waarneming(w.id) FROM zaken_waarneming w
  WHERE v_teams IS NULL AND w.beeindigd_op IS NULL AND (w.waarnemer_id = p_van OR (w.voor_id = p_van AND v_niet = 0));
  PERFORM app.noteer('opvolger_gekozen', p_aan::text,
                     jsonb_build_object('van', p_van, 'gegeven', v_over, 'niet_gegeven', v_niet));
  RETURN v_over;
END $function$;
GRANT EXECUTE ON FUNCTION app.draag_over(bigint,bigint,text) TO jid_web;

-- Sets a substitute until a day, who gets the zaken of the absent behandelaar. Gives how many.
CREATE OR REPLACE FUNCTION app.stel_waarneming_in(p_id uuid, p_voor bigint, p_waarnemer bigint, p_reden text, p_verloopt timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_alle bigint; v_gegeven bigint; v_teams bigint[] := app._bereik(p_voor, p_waarnemer);
BEGIN
  PERFORM app._eis_opvolger(p_voor, p_waarnemer);
  IF p_verloopt IS NULL OR p_verloopt <= now() OR p_verloopt > now() + interval '1 year' THEN
    RAISE EXCEPTION 'a substitution ends within a year' USING ERRCODE = 'JID02';
  END IF;
  PERFORM FROM zaken_zaak z WHERE z.behandelaar_id = p_voor ORDER BY z.id FOR NO KEY UPDATE;
  PERFORM FROM gebruikers_gebruiker g WHERE g.id = p_voor FOR NO KEY UPDATE;
  PERFORM FROM zaken_waarneming w WHERE w.voor_id = p_voor AND w.beeindigd_op IS NULL FOR UPDATE;
  IF EXISTS (SELECT FROM zaken_waarneming w WHERE w.voor_id = p_voor AND w.beeindigd_op IS NULL AND w.verloopt_op > now()
               AND NOT app._mag_waarneming_beeindigen(w.id)) THEN
    RAISE EXCEPTION 'a substitution runs that is not his to end' USING ERRCODE = 'JID36';
  END IF;
  PERFORM app._beeindig_waarneming(w.id) FROM zaken_waarneming w WHERE w.voor_id = p_voor AND w.beeindigd_op IS NULL;
  INSERT INTO zaken_waarneming (id, voor_id, waarnemer_id, reden, ingesteld_op, ingesteld_door_id, verloopt_op, teams)
  VALUES (p_id, p_voor, p_waarnemer, p_reden, now(), app.uid(), p_verloopt, v_teams);
  SELECT count(*), count(*) FILTER (WHERE app._geef_waar(p_id, z.id)) INTO v_alle, v_gegeven
  FROM zaken_zaak z
  WHERE z.behandelaar_id = p_voor AND z.geannuleerd_op IS NULL AND (v_teams IS NULL OR z.team_id = ANY (v_teams));
  PERFORM app.noteer('opvolger_gekozen', p_waarnemer::text,
                     jsonb_build_object('van', p_voor, 'gegeven', v_gegeven, 'niet_gegeven', v_alle - v_gegeven));
  RETURN v_gegeven;
END $function$;
GRANT EXECUTE ON FUNCTION app.stel_waarneming_in(uuid,bigint,bigint,text,timestamp with time zone) TO jid_web;

-- Ends a substitution; by a beheerder, who leads its teams, or either of the two. Gives who substituted.
CREATE OR REPLACE FUNCTION app.beeindig_waarneming(p_voor bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_w zaken_waarneming;
BEGIN
  SELECT * INTO v_w FROM zaken_waarneming WHERE voor_id = p_voor AND beeindigd_op IS NULL;
  IF NOT FOUND OR NOT coalesce(app.uid() IN (v_w.voor_id, v_w.waarnemer_id)
                               OR app._mag_overdragen(v_w.voor_id, v_w.waarnemer_id), false) THEN
    RAISE EXCEPTION 'no such substitution' USING ERRCODE = 'JID01';
  END IF;
  PERFORM FROM zaken_zaak z WHERE z.behandelaar_id = p_voor ORDER BY z.id FOR NO KEY UPDATE;
  PERFORM FROM zaken_waarneming w WHERE w.id = v_w.id AND w.beeindigd_op IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such substitution' USING ERRCODE = 'JID01';
  ELSIF NOT app._mag_waarneming_beeindigen(v_w.id) THEN
    RAISE EXCEPTION 'not his to end' USING ERRCODE = 'JID36';
  END IF;
  PERFORM app._beeindig_waarneming(v_w.id);
  RETURN v_w.waarnemer_id;
END $function$;
GRANT EXECUTE ON FUNCTION app.beeindig_waarneming(bigint) TO jid_web;

-- Ends a substitution and the grants that came of it.
CREATE OR REPLACE FUNCTION app._beeindig_waarneming(p_id uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ UPDATE zaken_waarneming SET beeindigd_op = now(), beeindigd_door_id = app.uid() WHERE id = p_id AND beeindigd_op IS NULL;
   UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'waarneming'
   WHERE waarneming_id = p_id AND beeindigd_op IS NULL $function$;

-- Whoever gets a zaak and is away: the substitute gets it too, and loses it along.
CREATE OR REPLACE FUNCTION app.volg_waarneming()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  UPDATE zaken_toekenning t SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'waarneming'
  FROM zaken_waarneming w WHERE w.id = t.waarneming_id
    AND t.content_object_id = NEW.id AND t.beeindigd_op IS NULL AND t.user_id IS DISTINCT FROM NEW.behandelaar_id
    AND (w.voor_id IS DISTINCT FROM NEW.behandelaar_id
         OR (w.teams IS NOT NULL AND NOT coalesce(NEW.team_id = ANY (w.teams), false)));
  PERFORM app._houd_gebruiker(NEW.behandelaar_id);
  PERFORM FROM zaken_waarneming w WHERE w.voor_id = NEW.behandelaar_id AND w.beeindigd_op IS NULL FOR SHARE;
  PERFORM app._geef_waar(w.id, NEW.id) FROM zaken_waarneming w
  WHERE w.voor_id = NEW.behandelaar_id AND w.beeindigd_op IS NULL AND w.verloopt_op > now();
  RETURN NULL;
END $function$;

-- Gives a substitute one zaak until the substitution ends; false when they may not have it.
CREATE OR REPLACE FUNCTION app._geef_waar(p_waarneming uuid, p_zaak uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_w zaken_waarneming; v_zaak zaken_zaak;
BEGIN
  SELECT * INTO STRICT v_zaak FROM zaken_zaak WHERE id = p_zaak FOR NO KEY UPDATE;
  SELECT * INTO STRICT v_w FROM zaken_waarneming WHERE id = p_waarneming FOR SHARE;
  IF v_w.beeindigd_op IS NOT NULL OR v_w.verloopt_op <= now() OR v_zaak.behandelaar_id IS DISTINCT FROM v_w.voor_id
     OR (v_w.teams IS NOT NULL AND NOT coalesce(v_zaak.team_id = ANY (v_w.teams), false)) THEN
    RETURN false;
  END IF;
  PERFORM app._houd_gebruiker(v_w.waarnemer_id);
  IF NOT app._past_bij(p_zaak, v_w.waarnemer_id, 'behandelaar') THEN RETURN false; END IF;
  IF EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.user_id = v_w.waarnemer_id
               AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op >= v_w.verloopt_op)) THEN
    RETURN true;
  END IF;
  IF app.uid() IS NULL AND v_w.waarnemer_id::text = current_setting('app.handelt', true) THEN RETURN false; END IF;
  PERFORM app._geef_zonder_reden(p_zaak, v_w.waarnemer_id, v_w.verloopt_op, p_waarneming);
  PERFORM app._log_zaak('toegang_verleend', p_zaak, jsonb_build_object('aan', v_w.waarnemer_id, 'waarneming', true));
  RETURN true;
END $function$;

-- Gives a substitute what he may have by now of whom he substitutes: by a role or team that came; never what somebody ended.
CREATE OR REPLACE FUNCTION app._geef_alsnog_waar(p_waarnemer bigint)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT app._geef_waar(w.waarneming, w.zaak) FROM (
     SELECT w.id AS waarneming, z.id AS zaak FROM zaken_waarneming w JOIN zaken_zaak z ON z.behandelaar_id = w.voor_id
     WHERE w.waarnemer_id = p_waarnemer AND w.beeindigd_op IS NULL AND w.verloopt_op > now() AND z.geannuleerd_op IS NULL
       AND NOT EXISTS (SELECT FROM zaken_toekenning t WHERE t.waarneming_id = w.id AND t.content_object_id = z.id
                       AND t.einde IN ('beeindigd', 'herzien'))
     ORDER BY z.id) w $function$;

-- Gives a substitute who stands outside COID from now on the sealed zaken of whom he substitutes.
CREATE OR REPLACE FUNCTION app.waarnemer_buiten_coid()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_wie bigint := coalesce(NEW.gebruiker_id, OLD.gebruiker_id);
BEGIN
  IF app.staat_buiten_coid(v_wie) THEN PERFORM app._geef_alsnog_waar(v_wie); END IF;
  RETURN NULL;
END $function$;

-- Gives back what was shared with a substitute, when the substitution that stood in its place ends before that day.
CREATE OR REPLACE FUNCTION app.deling_loopt_door()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  UPDATE zaken_toekenning t SET beeindigd_op = NULL, beeindigd_door_id = NULL, einde = ''
  WHERE t.content_object_id = NEW.content_object_id AND t.user_id = NEW.user_id AND t.einde = 'vervangen'
    AND t.beeindigd_op = NEW.verleend_op AND t.waarneming_id IS NULL AND t.verloopt_op > now()
    AND app._past_bij(NEW.content_object_id, NEW.user_id, 'lezer');
  IF FOUND THEN
    PERFORM app._log_zaak('toegang_verleend', NEW.content_object_id, jsonb_build_object('aan', NEW.user_id));
  END IF;
  RETURN NULL;
END $function$;

-- A beheerder, or the lead of a team that both are in; never to oneself.
CREATE OR REPLACE FUNCTION app._mag_overdragen(p_van bigint, p_aan bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT p_van <> p_aan AND p_aan <> app.uid()
     AND NOT EXISTS (SELECT FROM zaken_waarneming w WHERE w.voor_id = p_aan AND w.waarnemer_id = app.uid()
                     AND w.beeindigd_op IS NULL AND w.verloopt_op > now())
     AND (app.heeft_rol('beheerder')
          OR EXISTS (SELECT FROM gebruikers_lidmaatschap v JOIN gebruikers_lidmaatschap a ON a.team_id = v.team_id
                     WHERE v.gebruiker_id = p_van AND a.gebruiker_id = p_aan AND app.leidt_team(v.team_id))) $function$;

-- Either of the two, a beheerder, or who leads each of the teams that it is for.
CREATE OR REPLACE FUNCTION app._mag_waarneming_beeindigen(p_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (
     SELECT FROM zaken_waarneming w WHERE w.id = p_id
       AND (app.uid() IN (w.voor_id, w.waarnemer_id) OR app.heeft_rol('beheerder')
            OR w.teams <@ app._bereik(w.voor_id, w.waarnemer_id))) $function$;

-- Of which teams the current user may arrange zaken between these two: NULL is all, for a beheerder.
CREATE OR REPLACE FUNCTION app._bereik(p_van bigint, p_aan bigint)
 RETURNS bigint[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT CASE WHEN NOT app.heeft_rol('beheerder') THEN ARRAY(
     SELECT v.team_id FROM gebruikers_lidmaatschap v JOIN gebruikers_lidmaatschap a ON a.team_id = v.team_id
     WHERE v.gebruiker_id = p_van AND a.gebruiker_id = p_aan AND app.leidt_team(v.team_id) ORDER BY v.team_id) END $function$;

-- Refuses who may not arrange this (JID01) or a successor who handles no zaken (JID02); holds the successor.
CREATE OR REPLACE FUNCTION app._eis_opvolger(p_van bigint, p_aan bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT coalesce(app._mag_overdragen(p_van, p_aan), false) THEN
    RAISE EXCEPTION 'not allowed to hand over' USING ERRCODE = 'JID01';
  END IF;
  PERFORM app._houd_gebruiker(p_aan);
  IF NOT EXISTS (SELECT FROM gebruikers_gebruiker g WHERE g.id = p_aan AND g.is_active) OR NOT app.heeft_zaakrol(p_aan) THEN
    RAISE EXCEPTION 'this person handles no zaken' USING ERRCODE = 'JID02';
  END IF;
END $function$;

-- For whom the current user substitutes now.
CREATE OR REPLACE FUNCTION app.mijn_waarnemingen()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT w.voor_id FROM zaken_waarneming w WHERE w.waarnemer_id = app.uid() AND w.beeindigd_op IS NULL
     AND w.verloopt_op > now() AND (SELECT app.heeft_zaakrol()) $function$;
GRANT EXECUTE ON FUNCTION app.mijn_waarnemingen() TO jid_web;

-- Running substitutions: one's own, all for a beheerder, those of members for a lead.
CREATE OR REPLACE FUNCTION app.waarnemingen()
 RETURNS TABLE(voor_id bigint, voor text, waarnemer_id bigint, waarnemer text, reden text, verloopt_op timestamp with time zone, teams bigint[], teamnamen text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT w.voor_id, v.naam::text, w.waarnemer_id, a.naam::text, w.reden::text, w.verloopt_op, w.teams,
          ARRAY(SELECT t.naam::text FROM gebruikers_team t WHERE t.id = ANY (w.teams) ORDER BY lower(t.naam))
   FROM zaken_waarneming w JOIN gebruikers_gebruiker v ON v.id = w.voor_id JOIN gebruikers_gebruiker a ON a.id = w.waarnemer_id
   WHERE w.beeindigd_op IS NULL AND w.verloopt_op > now()
     AND (app.uid() IN (w.voor_id, w.waarnemer_id) OR app.heeft_rol('beheerder')
          OR EXISTS (SELECT FROM gebruikers_lidmaatschap l WHERE l.gebruiker_id = w.voor_id AND app.leidt_team(l.team_id)))
   ORDER BY w.verloopt_op, w.voor_id $function$;
GRANT EXECUTE ON FUNCTION app.waarnemingen() TO jid_web;

-- To whom the current user may hand over what somebody has.
CREATE OR REPLACE FUNCTION app.opvolgers(p_van bigint)
 RETURNS TABLE(gebruiker_id bigint, naam text, rollen text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT g.id, g.naam::text, array_agg(r.rol::text ORDER BY r.rol::text)
   FROM gebruikers_gebruiker g JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id AND r.rol = ANY (app.zaakrollen())
   WHERE g.is_active AND app._mag_overdragen(p_van, g.id)
   GROUP BY g.id, g.naam $function$;
GRANT EXECUTE ON FUNCTION app.opvolgers(bigint) TO jid_web;

-- How many zaken somebody handles and of how many they are the last reader; numbers, for a beheerder.
CREATE OR REPLACE FUNCTION app.overdracht_stand(p_gebruiker bigint)
 RETURNS TABLE(behandelt bigint, enige_lezer bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT (SELECT count(*) FROM zaken_zaak z WHERE z.behandelaar_id = p_gebruiker),
          (SELECT count(*) FROM zaken_toekenning t JOIN zaken_zaak z ON z.id = t.content_object_id
           WHERE t.user_id = p_gebruiker AND t.beeindigd_op IS NULL AND t.verloopt_op IS NULL
             AND NOT app._andere_lezer(z.id, z.team_id, z.verzegeld, p_gebruiker))
   WHERE (SELECT app.heeft_rol('beheerder')) $function$;
GRANT EXECUTE ON FUNCTION app.overdracht_stand(bigint) TO jid_web;

-- Table zaken_waarneming
ALTER TABLE zaken_waarneming ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_waarneming ADD CONSTRAINT waarneming_door_een_ander CHECK (NOT voor_id = waarnemer_id);
ALTER TABLE zaken_waarneming ADD CONSTRAINT waarneming_heeft_reden
  CHECK (reden = ANY (ARRAY['verlof', 'ziekte', 'anders']));
ALTER TABLE zaken_waarneming ADD CONSTRAINT waarneming_loopt_vooruit CHECK (verloopt_op > ingesteld_op);
CREATE UNIQUE INDEX waarneming_een_lopende ON zaken_waarneming USING btree (voor_id) WHERE beeindigd_op IS NULL;
