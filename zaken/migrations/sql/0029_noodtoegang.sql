-- Noodtoegang: an auditor or privacy officer reads one zaak for a short time. Row security shows it by a running row
-- (the database's own clock), only for reading; exclusion wins; a casus is not a zaak and has no way in.

-- Who may open one; somebody who handles zaken never.
CREATE FUNCTION app.heeft_noodrol() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT app.heeft_rol('auditor', 'privacy') AND NOT app.heeft_zaakrol() $$;
GRANT EXECUTE ON FUNCTION app.heeft_noodrol() TO jid_web;

ALTER TABLE zaken_noodtoegang ADD CONSTRAINT noodtoegang_duurt_kort
    CHECK (tot > geopend_op AND tot <= geopend_op + interval '24 hours'),
  ADD CONSTRAINT noodtoegang_eindigt_op_tijd CHECK (beeindigd_op >= geopend_op AND beeindigd_op <= tot),
  ADD CONSTRAINT noodtoegang_oordeel CHECK (oordeel IN ('', 'terecht', 'niet_terecht')
    AND (oordeel <> '') = (beoordeeld_op IS NOT NULL) AND (oordeel <> '') = (beoordeeld_door_id IS NOT NULL)),
  ADD CONSTRAINT noodtoegang_niet_zelf_beoordeeld CHECK (beoordeeld_door_id <> gebruiker_id),
  ADD CONSTRAINT noodtoegang_aan_een_ander_gemeld CHECK (cardinality(gemeld_aan) > 0 AND gebruiker_id <> ALL (gemeld_aan));
ALTER TABLE zaken_noodtoegang ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON zaken_noodtoegang FOR SELECT TO jid_web
  USING ((SELECT app.heeft_noodrol()) AND NOT (zaak_id IN (SELECT app.mijn_uitsluitingen())));
GRANT SELECT ON zaken_noodtoegang TO jid_web;

-- The running ones of the current user; it reads as its owner, and for one zaak the planner may probe it.
CREATE VIEW app.eigen_noodtoegangen WITH (security_barrier) AS
  SELECT n.id, n.zaak_id, n.gebruiker_id FROM public.zaken_noodtoegang n
  WHERE n.gebruiker_id = app.uid() AND n.beeindigd_op IS NULL AND n.geopend_op <= now() AND n.tot > now()
    AND (SELECT app.heeft_noodrol());
GRANT SELECT ON app.eigen_noodtoegangen TO jid_web;

-- The hint names who might read by a row of their own: grants, and noodtoegang that nobody ended.
CREATE OR REPLACE FUNCTION app.ververs_gebruikers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_rij jsonb := to_jsonb(coalesce(NEW, OLD)); v_zaak uuid;
BEGIN
  v_zaak := coalesce(v_rij ->> 'content_object_id', v_rij ->> 'zaak_id');
  UPDATE zaken_zaak SET gebruikers = ARRAY(
    SELECT t.user_id FROM zaken_toekenning t WHERE t.content_object_id = v_zaak AND t.beeindigd_op IS NULL
    UNION SELECT n.gebruiker_id FROM zaken_noodtoegang n WHERE n.zaak_id = v_zaak AND n.beeindigd_op IS NULL
    ORDER BY 1)
  WHERE id = v_zaak;
  RETURN NULL;
END $$;
CREATE TRIGGER ververs_gebruikers AFTER INSERT OR UPDATE OR DELETE ON zaken_noodtoegang
  FOR EACH ROW EXECUTE FUNCTION app.ververs_gebruikers();

-- Reading, not changing: the policies for writing ask app.mag_wijzigen or for a grant.
ALTER POLICY zien ON zaken_zaak USING ((
     (team_id = ANY (nullif(current_setting('app.teams', true), '')::bigint[])
      AND team_id IN (SELECT app.mijn_zaakteams()) AND NOT verzegeld)
  OR (gebruikers && ARRAY[app.uid()]
      AND (id IN (SELECT t.zaak_id FROM app.eigen_toekenningen t)
           OR id IN (SELECT n.zaak_id FROM app.eigen_noodtoegangen n))))
  AND NOT (id IN (SELECT app.mijn_uitsluitingen())));

-- A reason is encrypted with a key of its own, readable to who may see the row.
ALTER POLICY toevoegen ON zaken_datasleutel WITH CHECK ((SELECT app.heeft_zaakrol()) OR (SELECT app.heeft_noodrol()));
ALTER POLICY zien ON zaken_datasleutel USING (
  EXISTS (SELECT FROM zaken_zaak z WHERE z.sleutel_id = zaken_datasleutel.id)
  OR EXISTS (SELECT FROM zaken_concept c WHERE c.sleutel_id = zaken_datasleutel.id)
  OR EXISTS (SELECT FROM zaken_signaal s WHERE s.sleutel_id = zaken_datasleutel.id)
  OR ((SELECT app.heeft_noodrol()) AND EXISTS (SELECT FROM zaken_noodtoegang n WHERE n.sleutel_id = zaken_datasleutel.id)));

-- Neither a draft nor a signal points at the key of a reason.
CREATE OR REPLACE FUNCTION app.sleutel_in_gebruik(p_sleutel uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM zaken_zaak z WHERE z.sleutel_id = p_sleutel)
     OR EXISTS (SELECT FROM zaken_concept c WHERE c.sleutel_id = p_sleutel)
     OR EXISTS (SELECT FROM zaken_signaal s WHERE s.sleutel_id = p_sleutel)
     OR EXISTS (SELECT FROM zaken_noodtoegang n WHERE n.sleutel_id = p_sleutel) $$;

-- The log. Reading with noodtoegang is logged as such by the database itself; opening, ending and reviewing only by the
-- functions below; and who is excluded from a zaak does not read about it in the log either.
CREATE OR REPLACE FUNCTION app.logmoment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_noodtoegang uuid;
BEGIN
  IF current_user = 'jid_web' THEN
    NEW.tijdstip := clock_timestamp();
    IF NEW.zaak_id IS NOT NULL AND NEW.soort IN ('ingezien', 'afgedrukt', 'gedownload', 'geexporteerd') THEN
      SELECT n.id INTO v_noodtoegang FROM app.eigen_noodtoegangen n WHERE n.zaak_id = NEW.zaak_id;
      IF FOUND THEN
        NEW.bijzonderheden := NEW.bijzonderheden || jsonb_build_object('noodtoegang', v_noodtoegang);
      END IF;
    END IF;
  END IF;
  RETURN NEW;
END $$;

ALTER POLICY toevoegen ON logboek_gebeurtenis WITH CHECK (
  (door_id IS NOT DISTINCT FROM app.uid() OR (door_id IS NULL AND soort = 'aanmelden_mislukt'))
  AND soort NOT IN ('casus_dag', 'rollen_gewijzigd', 'team_gewijzigd', 'gebruiker_uitgenodigd', 'gebruiker_gewijzigd',
                    'gebruiker_geactiveerd', 'gebruiker_gedeactiveerd', 'code_gewijzigd')
  AND (zaak_id IS NULL OR app.ziet_zaak(zaak_id)
       OR (soort IN ('ingezien', 'afgedrukt', 'gedownload', 'geexporteerd')
           AND zaak_id IN (SELECT n.zaak_id FROM app.eigen_noodtoegangen n)
           AND NOT (zaak_id IN (SELECT app.mijn_uitsluitingen())))));
CREATE POLICY alleen_een_functie ON logboek_gebeurtenis AS RESTRICTIVE FOR INSERT TO jid_web WITH CHECK (
  soort NOT IN ('noodtoegang_geopend', 'noodtoegang_beeindigd', 'noodtoegang_beoordeeld'));
ALTER POLICY auditor_leest ON logboek_gebeurtenis USING (
  (SELECT app.heeft_rol('auditor')) AND (zaak_id IS NULL OR NOT (zaak_id IN (SELECT app.mijn_uitsluitingen()))));

CREATE OR REPLACE FUNCTION app.lezers_van_zaak(p_zaak uuid, p_na timestamptz, p_na_id uuid, p_aantal int)
RETURNS TABLE (id uuid, tijdstip timestamptz, soort text, door_id bigint, wijze text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT l.id, l.tijdstip, l.soort::text, l.door_id,
     CASE WHEN l.bijzonderheden ? 'noodtoegang' THEN 'noodtoegang' ELSE coalesce(l.bijzonderheden ->> 'wijze', '') END
   FROM logboek_gebeurtenis l
   WHERE l.zaak_id = p_zaak
     AND l.soort IN ('ingezien', 'afgedrukt', 'gedownload', 'geexporteerd', 'noodtoegang_geopend')
     AND (SELECT app.ziet_zaak(p_zaak))
     AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = app.uid())
     AND (p_na IS NULL OR (l.tijdstip, l.id) < (p_na, p_na_id))
   ORDER BY l.tijdstip DESC, l.id DESC LIMIT least(p_aantal, 200) $$;

CREATE OR REPLACE FUNCTION app.zaak_van_nummer(p_nummer text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT g.zaak FROM (SELECT coalesce(
     (SELECT z.id FROM zaken_zaak z WHERE z.zaaknummer = p_nummer),
     (SELECT l.zaak_id FROM logboek_gebeurtenis l
      WHERE l.soort = 'geregistreerd' AND (l.bijzonderheden ->> 'zaaknummer') = p_nummer LIMIT 1)) AS zaak) g
   WHERE (SELECT app.heeft_rol('auditor')) AND NOT (g.zaak IN (SELECT app.mijn_uitsluitingen())) $$;

CREATE OR REPLACE FUNCTION app.zaaknummers(p_zaken uuid[]) RETURNS TABLE (zaak uuid, nummer text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT DISTINCT ON (n.zaak) n.zaak, n.nummer FROM (
     SELECT z.id AS zaak, z.zaaknummer::text AS nummer FROM zaken_zaak z WHERE z.id = ANY (p_zaken)
     UNION ALL
     SELECT l.zaak_id, l.bijzonderheden ->> 'zaaknummer' FROM logboek_gebeurtenis l
     WHERE l.zaak_id = ANY (p_zaken) AND l.soort = 'geregistreerd') n
   WHERE n.nummer IS NOT NULL AND (SELECT app.heeft_rol('auditor')) AND NOT (n.zaak IN (SELECT app.mijn_uitsluitingen())) $$;

-- Errors: JID01 not allowed, JID07 no such number (or excluded: the same answer), JID08 nobody to tell and review,
-- JID09 too long, JID10 running already, JID11 not running (any more), or reviewed already.
CREATE FUNCTION app.noodtoegang_uren() RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT n.getallen[1] FROM zaken_norm n WHERE n.code = 'noodtoegang_uren'
     AND daterange(n.geldig_van, n.geldig_tot, '[]') @> (now() AT TIME ZONE 'Europe/Amsterdam')::date $$;

CREATE FUNCTION app.eis_noodrol() RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NOT coalesce(app.heeft_noodrol(), false) THEN
    RAISE EXCEPTION 'not a role with noodtoegang' USING ERRCODE = 'JID01';
  END IF;
END $$;

-- Told at once and asked to review: every other auditor and privacy officer who is not involved in the zaak.
CREATE FUNCTION app._noodtoegang_melden_aan(p_zaak uuid) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT ARRAY(SELECT g.id FROM gebruikers_gebruiker g
     WHERE g.is_active AND g.id <> app.uid()
       AND EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id AND r.rol IN ('auditor', 'privacy'))
       AND NOT EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id AND r.rol = ANY (app.zaakrollen()))
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = g.id)
     ORDER BY g.id) $$;

-- Ends what ran out, with the moment it ran out, before anybody looks at it; nobody did that, so door stays empty.
CREATE FUNCTION app._sluit_verlopen_noodtoegangen(p_id uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_rij zaken_noodtoegang; v_aantal int := 0;
BEGIN
  FOR v_rij IN UPDATE zaken_noodtoegang SET beeindigd_op = tot
      WHERE beeindigd_op IS NULL AND tot <= now() AND (p_id IS NULL OR id = p_id) RETURNING * LOOP
    INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
    VALUES (gen_random_uuid(), clock_timestamp(), 'noodtoegang_beeindigd', NULL, v_rij.zaak_id, v_rij.id::text,
            jsonb_build_object('tot', v_rij.tot));
    v_aantal := v_aantal + 1;
  END LOOP;
  RETURN v_aantal;
END $$;

CREATE FUNCTION app.sluit_verlopen_noodtoegangen() RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT app._sluit_verlopen_noodtoegangen(NULL) $$;

CREATE FUNCTION app.open_noodtoegang(p_id uuid, p_nummer text, p_sleutel uuid, p_reden bytea, p_uren int) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_zaak uuid; v_gemeld bigint[]; v_tot timestamptz := now() + make_interval(hours => p_uren); v_loopt uuid;
BEGIN
  PERFORM app.eis_noodrol();
  PERFORM app.neem_gebruiker(app.uid());
  SELECT z.id INTO v_zaak FROM zaken_zaak z WHERE z.zaaknummer = p_nummer AND z.sleutel_id IS NOT NULL
    AND NOT (z.id IN (SELECT app.mijn_uitsluitingen()));
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such number' USING ERRCODE = 'JID07';
  END IF;
  IF NOT coalesce(p_uren BETWEEN 1 AND app.noodtoegang_uren(), false) THEN
    RAISE EXCEPTION 'too long' USING ERRCODE = 'JID09';
  END IF;
  v_gemeld := app._noodtoegang_melden_aan(v_zaak);
  IF cardinality(v_gemeld) = 0 THEN
    RAISE EXCEPTION 'nobody to tell' USING ERRCODE = 'JID08';
  END IF;
  IF NOT EXISTS (SELECT FROM zaken_datasleutel d WHERE d.id = p_sleutel)
     OR app.sleutel_in_gebruik(p_sleutel) THEN
    RAISE EXCEPTION 'key is in use' USING ERRCODE = 'JID01';
  END IF;
  SELECT n.id INTO v_loopt FROM zaken_noodtoegang n
    WHERE n.gebruiker_id = app.uid() AND n.zaak_id = v_zaak AND n.beeindigd_op IS NULL;
  IF FOUND AND app._sluit_verlopen_noodtoegangen(v_loopt) = 0 THEN
    RAISE EXCEPTION 'running already' USING ERRCODE = 'JID10';
  END IF;
  INSERT INTO zaken_noodtoegang (id, zaak_id, zaaknummer, gebruiker_id, sleutel_id, reden, geopend_op, tot, gemeld_aan, oordeel)
  VALUES (p_id, v_zaak, p_nummer, app.uid(), p_sleutel, p_reden, now(), v_tot, v_gemeld, '');
  PERFORM app.noteer_zaak('noodtoegang_geopend', v_zaak, p_id::text,
    jsonb_build_object('gemeld_aan', v_gemeld, 'tot', v_tot));
  RETURN v_zaak;
END $$;

-- Locks one noodtoegang that the current user may know of; what ran out is ended first.
CREATE FUNCTION app._neem_noodtoegang(p_id uuid) RETURNS zaken_noodtoegang
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_rij zaken_noodtoegang;
BEGIN
  PERFORM app.eis_noodrol();
  PERFORM app._sluit_verlopen_noodtoegangen(p_id);
  SELECT * INTO v_rij FROM zaken_noodtoegang n WHERE n.id = p_id
    AND NOT (n.zaak_id IN (SELECT app.mijn_uitsluitingen())) FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such noodtoegang' USING ERRCODE = 'JID01';
  END IF;
  RETURN v_rij;
END $$;

-- By who opened it, or by any other who may open one.
CREATE FUNCTION app.beeindig_noodtoegang(p_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_rij zaken_noodtoegang := app._neem_noodtoegang(p_id);
BEGIN
  IF v_rij.beeindigd_op IS NOT NULL THEN
    RAISE EXCEPTION 'ended already' USING ERRCODE = 'JID11';
  END IF;
  UPDATE zaken_noodtoegang SET beeindigd_op = now(), beeindigd_door_id = app.uid() WHERE id = p_id;
  PERFORM app.noteer_zaak('noodtoegang_beeindigd', v_rij.zaak_id, p_id::text, '{}');
END $$;

CREATE FUNCTION app.beoordeel_noodtoegang(p_id uuid, p_oordeel text, p_toelichting bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_rij zaken_noodtoegang := app._neem_noodtoegang(p_id);
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
END $$;

-- What was read with it, for who reviews.
CREATE FUNCTION app.gelezen_met_noodtoegang(p_id uuid) RETURNS TABLE (tijdstip timestamptz, soort text, wijze text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT l.tijdstip, l.soort::text, coalesce(l.bijzonderheden ->> 'wijze', '')
   FROM zaken_noodtoegang n JOIN logboek_gebeurtenis l ON l.zaak_id = n.zaak_id
     AND l.tijdstip BETWEEN n.geopend_op AND n.tot + interval '1 minute' AND (l.bijzonderheden ->> 'noodtoegang') = n.id::text
   WHERE n.id = p_id AND (SELECT app.heeft_noodrol()) AND NOT (n.zaak_id IN (SELECT app.mijn_uitsluitingen()))
   ORDER BY l.tijdstip, l.id LIMIT 500 $$;

REVOKE ALL ON FUNCTION app.heeft_noodrol(), app.noodtoegang_uren(), app.eis_noodrol(),
  app._noodtoegang_melden_aan(uuid), app._sluit_verlopen_noodtoegangen(uuid), app.sluit_verlopen_noodtoegangen(),
  app.open_noodtoegang(uuid, text, uuid, bytea, int), app._neem_noodtoegang(uuid), app.beeindig_noodtoegang(uuid),
  app.beoordeel_noodtoegang(uuid, text, bytea), app.gelezen_met_noodtoegang(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.noodtoegang_uren(), app.open_noodtoegang(uuid, text, uuid, bytea, int),
  app.beeindig_noodtoegang(uuid), app.beoordeel_noodtoegang(uuid, text, bytea), app.gelezen_met_noodtoegang(uuid) TO jid_web;
GRANT EXECUTE ON FUNCTION app.sluit_verlopen_noodtoegangen() TO jid_worker;
