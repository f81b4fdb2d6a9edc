-- Noodtoegang of auditors and privacy officers
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Who may open a noodtoegang: an auditor or privacy officer without a zaakrol.
CREATE OR REPLACE FUNCTION app.heeft_noodrol()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT app.heeft_rol('auditor', 'privacy') AND NOT app.heeft_zaakrol() $function$;
GRANT EXECUTE ON FUNCTION app.heeft_noodrol() TO jid_web;

-- Refuses (JID01) unless the current user may open a noodtoegang.
CREATE OR REPLACE FUNCTION app.eis_noodrol()
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT coalesce(app.heeft_noodrol(), false) THEN
    RAISE EXCEPTION 'not a role with noodtoegang' USING ERRCODE = 'JID01';
  END IF;
END $function$;

-- How many hours a noodtoegang lasts at most today.
CREATE OR REPLACE FUNCTION app.noodtoegang_uren()
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT n.getallen[1] FROM zaken_norm n WHERE n.code = 'noodtoegang_uren'
     AND daterange(n.geldig_van, n.geldig_tot, '[]') @> (now() AT TIME ZONE 'Europe/Amsterdam')::date $function$;
GRANT EXECUTE ON FUNCTION app.noodtoegang_uren() TO jid_web;

-- Opens a noodtoegang for some hours; others are told. The same for every number: one that opens no zaak leaves a row without.
CREATE OR REPLACE FUNCTION app.open_noodtoegang(p_id uuid, p_nummer text, p_sleutel uuid, p_reden bytea, p_uren integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE v_zaak uuid; v_anderen bigint[]; v_gemeld bigint[]; v_tot timestamptz := now() + make_interval(hours => p_uren);
BEGIN
  PERFORM app.eis_noodrol();
  -- no more than this: an exclusion that is being written holds the zaak and refers to this account
  PERFORM FROM gebruikers_gebruiker g WHERE g.id = app.uid() FOR NO KEY UPDATE;
  IF NOT coalesce(p_nummer ~ '^[A-Z]-[0-9]{4}-[0-9]{5,9}$', false) THEN
    RAISE EXCEPTION 'not a number' USING ERRCODE = 'JID07';
  END IF;
  IF NOT coalesce(p_uren BETWEEN 1 AND app.noodtoegang_uren(), false) THEN
    RAISE EXCEPTION 'too long' USING ERRCODE = 'JID09';
  END IF;
  v_anderen := app._noodtoegang_melden_aan(NULL);
  IF cardinality(v_anderen) = 0 THEN
    RAISE EXCEPTION 'nobody to tell' USING ERRCODE = 'JID08';
  END IF;
  IF NOT EXISTS (SELECT FROM zaken_datasleutel d WHERE d.id = p_sleutel)
     OR app.sleutel_in_gebruik(p_sleutel) THEN
    RAISE EXCEPTION 'key is in use' USING ERRCODE = 'JID01';
  END IF;
  PERFORM app._sluit_verlopen_noodtoegangen(n.id) FROM zaken_noodtoegang n
    WHERE n.gebruiker_id = app.uid() AND n.zaaknummer = p_nummer AND n.beeindigd_op IS NULL;
  -- one that was hidden by an exclusion does not refuse: that would tell of it
  IF EXISTS (SELECT FROM zaken_noodtoegang n
             WHERE n.gebruiker_id = app.uid() AND n.zaaknummer = p_nummer AND n.beeindigd_op IS NULL
               AND (n.zaak_id IS NULL OR NOT (n.zaak_id IN (SELECT app.mijn_uitsluitingen())))) THEN
    RAISE EXCEPTION 'running already' USING ERRCODE = 'JID10';
  END IF;
  -- from here on nothing is refused: unknown, destroyed, excluded and nobody to judge it are one answer
  SELECT z.id INTO v_zaak FROM zaken_zaak z WHERE z.zaaknummer = p_nummer AND z.sleutel_id IS NOT NULL FOR NO KEY UPDATE;
  IF v_zaak IN (SELECT app.mijn_uitsluitingen()) THEN  -- after the wait: whoever was excluding has done so
    v_zaak := NULL;
  END IF;
  v_gemeld := app._noodtoegang_melden_aan(v_zaak);
  IF cardinality(v_gemeld) = 0 THEN
    v_zaak := NULL;
    v_gemeld := v_anderen;
  END IF;
  INSERT INTO zaken_noodtoegang (id, zaak_id, zaaknummer, gebruiker_id, sleutel_id, reden, geopend_op, tot, gemeld_aan, oordeel)
  VALUES (p_id, v_zaak, p_nummer, app.uid(), p_sleutel, p_reden, now(), v_tot, v_gemeld, '');
  -- whom it tells stands in the row alone: who is missing from it is excluded
  PERFORM app.noteer_zaak('noodtoegang_geopend', v_zaak, p_id::text, jsonb_build_object('tot', v_tot));
END $function$;
GRANT EXECUTE ON FUNCTION app.open_noodtoegang(uuid,text,uuid,bytea,integer) TO jid_web;

-- Who is told and may review: every other auditor and privacy officer who can sign in and is not involved; of no zaak nobody is.
CREATE OR REPLACE FUNCTION app._noodtoegang_melden_aan(p_zaak uuid)
 RETURNS bigint[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT ARRAY(SELECT g.id FROM gebruikers_gebruiker g
     WHERE g.is_active AND g.id <> app.uid()
       AND (g.password NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = g.id))
       AND EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id AND r.rol IN ('auditor', 'privacy'))
       AND NOT EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id AND r.rol = ANY (app.zaakrollen()))
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = g.id)
     ORDER BY g.id) $function$;

-- Ends a noodtoegang; by who opened it or anybody else who may open one.
CREATE OR REPLACE FUNCTION app.beeindig_noodtoegang(p_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_rij zaken_noodtoegang := app._neem_noodtoegang(p_id);
BEGIN
  IF v_rij.beeindigd_op IS NOT NULL THEN
    RAISE EXCEPTION 'ended already' USING ERRCODE = 'JID11';
  END IF;
  UPDATE zaken_noodtoegang SET beeindigd_op = now(), beeindigd_door_id = app.uid() WHERE id = p_id;
  PERFORM app.noteer_zaak('noodtoegang_beeindigd', v_rij.zaak_id, p_id::text, '{}');
END $function$;
GRANT EXECUTE ON FUNCTION app.beeindig_noodtoegang(uuid) TO jid_web;

-- Reviews a noodtoegang that is over, once, never one's own.
CREATE OR REPLACE FUNCTION app.beoordeel_noodtoegang(p_id uuid, p_oordeel text, p_toelichting bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_rij zaken_noodtoegang := app._neem_noodtoegang(p_id);
BEGIN
  IF v_rij.gebruiker_id = app.uid() THEN
    RAISE EXCEPTION 'never of oneself' USING ERRCODE = 'JID01';
  END IF;
  IF v_rij.beeindigd_op IS NULL OR v_rij.beoordeeld_op IS NOT NULL THEN
    RAISE EXCEPTION 'still running, or reviewed already' USING ERRCODE = 'JID11';
  END IF;
  UPDATE zaken_noodtoegang SET oordeel = p_oordeel, toelichting = p_toelichting, beoordeeld_op = now(),
    beoordeeld_door_id = app.uid() WHERE id = p_id;
  PERFORM app.noteer_zaak('noodtoegang_beoordeeld', v_rij.zaak_id, p_id::text, jsonb_build_object('oordeel', p_oordeel));
END $function$;
GRANT EXECUTE ON FUNCTION app.beoordeel_noodtoegang(uuid,text,bytea) TO jid_web;

-- What was read with a noodtoegang, for who reviews it.
CREATE OR REPLACE FUNCTION app.gelezen_met_noodtoegang(p_id uuid)
 RETURNS TABLE(tijdstip timestamp with time zone, soort text, wijze text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT l.tijdstip, l.soort::text, coalesce(l.bijzonderheden ->> 'wijze', '')
   FROM zaken_noodtoegang n JOIN logboek_gebeurtenis l ON l.zaak_id = n.zaak_id
     AND l.tijdstip BETWEEN n.geopend_op AND n.tot + interval '1 minute' AND (l.bijzonderheden ->> 'noodtoegang') = n.id::text
   WHERE n.id = p_id AND (SELECT app.heeft_noodrol()) AND NOT (n.zaak_id IN (SELECT app.mijn_uitsluitingen()))
   ORDER BY l.tijdstip, l.id LIMIT 500 $function$;
GRANT EXECUTE ON FUNCTION app.gelezen_met_noodtoegang(uuid) TO jid_web;

-- Locks a noodtoegang that the current user may know of; what ran out is ended first.
CREATE OR REPLACE FUNCTION app._neem_noodtoegang(p_id uuid)
 RETURNS zaken_noodtoegang
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE v_rij zaken_noodtoegang;
BEGIN
  PERFORM app.eis_noodrol();
  PERFORM app._sluit_verlopen_noodtoegangen(p_id);
  SELECT * INTO v_rij FROM zaken_noodtoegang n WHERE n.id = p_id
    AND (n.zaak_id IS NULL OR NOT (n.zaak_id IN (SELECT app.mijn_uitsluitingen()))) FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such noodtoegang' USING ERRCODE = 'JID01';
  END IF;
  RETURN v_rij;
END $function$;

-- Ends every noodtoegang that ran out; by the worker.
CREATE OR REPLACE FUNCTION app.sluit_verlopen_noodtoegangen()
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT app._sluit_verlopen_noodtoegangen(NULL) $function$;
GRANT EXECUTE ON FUNCTION app.sluit_verlopen_noodtoegangen() TO jid_worker;

-- Ends what ran out (one, or all with NULL) with the moment it ran out, by nobody. Gives how many.
CREATE OR REPLACE FUNCTION app._sluit_verlopen_noodtoegangen(p_id uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_rij zaken_noodtoegang; v_aantal int := 0;
BEGIN
  FOR v_rij IN UPDATE zaken_noodtoegang SET beeindigd_op = tot
      WHERE beeindigd_op IS NULL AND tot <= now() AND (p_id IS NULL OR id = p_id) RETURNING * LOOP
    INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
    VALUES (gen_random_uuid(), clock_timestamp(), 'noodtoegang_beeindigd', NULL, v_rij.zaak_id, v_rij.id::text,
            jsonb_build_object('tot', v_rij.tot));
    v_aantal := v_aantal + 1;
  END LOOP;
  RETURN v_aantal;
END $function$;

-- Table zaken_noodtoegang
ALTER TABLE zaken_noodtoegang ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON zaken_noodtoegang FOR SELECT TO jid_web
  USING ((SELECT app.heeft_noodrol()) AND (zaak_id IS NULL OR NOT (zaak_id IN (SELECT app.mijn_uitsluitingen()))));
CREATE TRIGGER meld_noodtoegang AFTER INSERT ON zaken_noodtoegang
  FOR EACH ROW
  EXECUTE FUNCTION app.meld_noodtoegang();
CREATE TRIGGER meld_oordeel AFTER UPDATE OF beoordeeld_op ON zaken_noodtoegang
  FOR EACH ROW WHEN (old.beoordeeld_op IS NULL
      AND new.beoordeeld_op IS NOT NULL)
  EXECUTE FUNCTION app.meld_oordeel();
CREATE TRIGGER ververs_gebruikers AFTER INSERT OR DELETE OR UPDATE ON zaken_noodtoegang
  FOR EACH ROW
  EXECUTE FUNCTION app.ververs_gebruikers();
ALTER TABLE zaken_noodtoegang ADD CONSTRAINT noodtoegang_aan_een_ander_gemeld
  CHECK (cardinality(gemeld_aan) > 0
      AND (gebruiker_id <> ALL (gemeld_aan)));
ALTER TABLE zaken_noodtoegang ADD CONSTRAINT noodtoegang_duurt_kort
  CHECK (tot > geopend_op
      AND tot <= (geopend_op + '24:00:00'::interval));
ALTER TABLE zaken_noodtoegang ADD CONSTRAINT noodtoegang_eindigt_op_tijd
  CHECK (beeindigd_op >= geopend_op
      AND beeindigd_op <= tot);
ALTER TABLE zaken_noodtoegang ADD CONSTRAINT noodtoegang_niet_zelf_beoordeeld
  CHECK (beoordeeld_door_id <> gebruiker_id);
ALTER TABLE zaken_noodtoegang ADD CONSTRAINT noodtoegang_nummer_is_een_nummer
  CHECK (zaak_id IS NOT NULL
    OR zaaknummer::text ~ '^[A-Z]-[0-9]{4}-[0-9]{5,9}$');
ALTER TABLE zaken_noodtoegang ADD CONSTRAINT noodtoegang_oordeel
  CHECK ((oordeel = ANY (ARRAY['', 'terecht', 'niet_terecht']))
      AND (oordeel <> '') = (beoordeeld_op IS NOT NULL)
      AND (oordeel <> '') = (beoordeeld_door_id IS NOT NULL));
CREATE UNIQUE INDEX noodtoegang_een_lopende ON zaken_noodtoegang USING btree (gebruiker_id, zaak_id)
  WHERE beeindigd_op IS NULL;
CREATE UNIQUE INDEX noodtoegang_een_lopende_zonder_zaak ON zaken_noodtoegang USING btree (gebruiker_id, zaaknummer)
  WHERE beeindigd_op IS NULL AND zaak_id IS NULL;
GRANT SELECT ON zaken_noodtoegang TO jid_web;
