-- History of fields, closed zaken, dates that agree
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- What the web role adds to the course of a zaak has the moment of the database.
CREATE OR REPLACE FUNCTION app.moment_is_nu()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF current_user = 'jid_web' THEN NEW.op := clock_timestamp(); END IF;
  RETURN NEW;
END $function$;

-- A step that the web role writes is one that the status took in the same transaction, and is written once (JID41).
CREATE OR REPLACE FUNCTION app.stap_is_gezet()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT row_security_active('zaken_zaak') OR pg_has_role('jid_worker', 'USAGE') THEN RETURN NULL; END IF;
  IF NOT EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.zaak_id AND z.datum_registratie = now())
     AND (SELECT count(*) FROM zaken_veldwijziging v WHERE v.zaak_id = NEW.zaak_id AND v.rij = NEW.zaak_id::text AND v.veld = 'status'
          AND v.op = now() AND v.soort = 'gewijzigd' AND v.oud = NEW.van AND v.nieuw = NEW.naar)
       < (SELECT count(*) FROM zaken_statuswijziging s WHERE s.zaak_id = NEW.zaak_id AND s.van = NEW.van AND s.naar = NEW.naar
          AND s.op >= now()) THEN  -- this one among them
    RAISE EXCEPTION 'the zaak took no such step now: % to %', NEW.van, NEW.naar USING ERRCODE = 'JID41';
  END IF;
  RETURN NULL;
END $function$;

-- Writes every change of a field into the history, with the encrypted value left out. No session can switch it off.
CREATE OR REPLACE FUNCTION app.volg_velden()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE
  v_oud jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  v_nieuw jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  v_rij jsonb := coalesce(v_nieuw, v_oud);
  v_zaak uuid := v_rij ->> TG_ARGV[0];
  v_geregistreerd timestamptz;
BEGIN
  SELECT z.datum_registratie INTO v_geregistreerd FROM zaken_zaak z WHERE z.id = v_zaak;
  IF NOT FOUND OR v_geregistreerd = now() OR (TG_OP = 'INSERT' AND app.uid() IS NULL) THEN
    RETURN NULL;
  END IF;
  INSERT INTO zaken_veldwijziging (zaak_id, tabel, rij, soort, veld, oud, nieuw, versleuteld, op, door_id)
  SELECT v_zaak, TG_TABLE_NAME, v_rij ->> TG_ARGV[1],
         CASE TG_OP WHEN 'INSERT' THEN 'toegevoegd' WHEN 'DELETE' THEN 'verwijderd' ELSE 'gewijzigd' END,
         a.attname, CASE WHEN NOT k.geheim THEN v_oud ->> a.attname END,
         CASE WHEN NOT k.geheim THEN v_nieuw ->> a.attname END, k.geheim, now(), app.uid()
  FROM pg_attribute a CROSS JOIN LATERAL (SELECT a.atttypid = 'bytea'::regtype
    OR coalesce(v_oud ->> a.attname, '') LIKE 'v1.%' OR coalesce(v_nieuw ->> a.attname, '') LIKE 'v1.%' AS geheim) k
  WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attname <> ALL (TG_ARGV[2]::text[] || TG_ARGV[0] || TG_ARGV[1])
    AND (v_oud ->> a.attname) IS DISTINCT FROM (v_nieuw ->> a.attname)
    AND (TG_OP = 'UPDATE' OR NOT k.geheim)
  ORDER BY a.attnum;
  RETURN NULL;
END $function$;

-- Whether a zaak is closed, as its register says by app.<soort>_gesloten; false for what is not visible.
CREATE OR REPLACE FUNCTION app.is_gesloten(p_zaak uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_soort text; v_gesloten boolean;
BEGIN
  SELECT z.soort INTO v_soort FROM zaken_zaak z WHERE z.id = p_zaak;
  IF to_regproc('app.' || v_soort || '_gesloten') IS NULL THEN RETURN false; END IF;
  EXECUTE format('SELECT app.%I($1)', v_soort || '_gesloten') INTO v_gesloten USING p_zaak;
  RETURN coalesce(v_gesloten, false);
END $function$;
GRANT EXECUTE ON FUNCTION app.is_gesloten(uuid) TO jid_web, jid_worker;

-- A closed zaak changes by reopening, or with a reason in the same transaction.
CREATE OR REPLACE FUNCTION app.gesloten_vraagt_reden()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE
  v_oud jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  v_nieuw jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  v_zaak uuid := coalesce(v_nieuw, v_oud) ->> TG_ARGV[0];
BEGIN
  IF row_security_active('zaken_zaak') AND NOT pg_has_role('jid_worker', 'USAGE')
     AND (v_oud - TG_ARGV[1]::text[]) IS DISTINCT FROM (v_nieuw - TG_ARGV[1]::text[])
     AND (v_oud ->> 'status') IS NOT DISTINCT FROM (v_nieuw ->> 'status')
     AND app.is_gesloten(v_zaak)
     AND NOT EXISTS (SELECT FROM zaken_notitie n WHERE n.zaak_id = v_zaak AND n.na_sluiting AND n.op = now()
                     AND n.door_id = app.uid()) THEN
    RAISE EXCEPTION 'a closed zaak changes by reopening, or with a reason' USING ERRCODE = 'JID34';
  END IF;
  RETURN coalesce(NEW, OLD);
END $function$;

-- A closed zaak keeps the days on which it was handled and closed.
CREATE OR REPLACE FUNCTION app.gesloten_houdt_dag()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF row_security_active('zaken_zaak') AND app.is_gesloten(NEW.id) THEN
    RAISE EXCEPTION 'a closed zaak keeps its days' USING ERRCODE = 'JID34';
  END IF;
  RETURN NULL;
END $function$;

-- The moment of such a reason is that of the transaction, whatever the writer says.
CREATE OR REPLACE FUNCTION app.reden_na_sluiting()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  NEW.op := now();
  RETURN NEW;
END $function$;

-- Of each pair of dates the first never lies after the second, and what was done does not lie ahead.
CREATE OR REPLACE FUNCTION app.datums_kloppen()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE
  v_oud jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
  v_nieuw jsonb := to_jsonb(NEW);
  v_alles jsonb;
  v_eerst text;
  v_later text;
BEGIN
  IF NOT row_security_active('zaken_zaak') THEN RETURN NULL; END IF;
  FOR i IN 2 .. TG_NARGS - 1 LOOP
    v_eerst := split_part(TG_ARGV[i], '<', 1);
    v_later := split_part(TG_ARGV[i], '<', 2);
    CONTINUE WHEN TG_OP = 'UPDATE' AND v_oud -> v_eerst IS NOT DISTINCT FROM v_nieuw -> v_eerst
      AND v_oud -> v_later IS NOT DISTINCT FROM v_nieuw -> v_later;
    IF v_alles IS NULL THEN
      EXECUTE format('SELECT to_jsonb(z) || to_jsonb(x) FROM zaken_zaak z JOIN %I x ON x.zaak_ptr_id = z.id WHERE z.id = $1', TG_ARGV[0])
        INTO v_alles USING (v_nieuw ->> TG_ARGV[1])::uuid;
      EXIT WHEN v_alles IS NULL;  -- lost from sight in this transaction, or a zaak of which the row is yet to come
      v_alles := v_alles || CASE WHEN TG_ARGV[1] = 'zaak_id' THEN v_nieuw ELSE '{}' END
        || jsonb_build_object('vandaag', (now() AT TIME ZONE 'Europe/Amsterdam')::date);
    END IF;
    IF (v_alles ->> v_eerst)::date > (v_alles ->> v_later)::date THEN
      RAISE EXCEPTION 'not in order: % after %', v_eerst, v_later USING ERRCODE = 'JID37',
        DETAIL = concat_ws(' ', TG_TABLE_NAME, TG_ARGV[0], v_eerst, v_later);  -- names, no values
    END IF;
  END LOOP;
  RETURN NULL;
END $function$;

-- Table zaken_notitie
ALTER TABLE zaken_notitie ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON zaken_notitie FOR SELECT TO jid_worker
  USING (true);
CREATE POLICY toevoegen ON zaken_notitie FOR INSERT TO jid_web
  WITH CHECK (door_id = app.uid() AND app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON zaken_notitie FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaken_notitie.zaak_id)));
CREATE TRIGGER moment_is_nu BEFORE INSERT ON zaken_notitie FOR EACH ROW EXECUTE FUNCTION app.moment_is_nu();
CREATE TRIGGER reden_na_sluiting BEFORE INSERT ON zaken_notitie
  FOR EACH ROW WHEN (new.na_sluiting)
  EXECUTE FUNCTION app.reden_na_sluiting();
GRANT SELECT, INSERT ON zaken_notitie TO jid_web;
GRANT SELECT ON zaken_notitie TO jid_worker;

-- Table zaken_statuswijziging
ALTER TABLE zaken_statuswijziging ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON zaken_statuswijziging FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON zaken_statuswijziging FOR INSERT TO jid_web
  WITH CHECK (door_id = app.uid() AND app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON zaken_statuswijziging FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaken_statuswijziging.zaak_id)));
CREATE TRIGGER moment_is_nu BEFORE INSERT ON zaken_statuswijziging FOR EACH ROW EXECUTE FUNCTION app.moment_is_nu();
CREATE TRIGGER stap_is_gezet AFTER INSERT ON zaken_statuswijziging FOR EACH ROW EXECUTE FUNCTION app.stap_is_gezet();
GRANT SELECT, INSERT ON zaken_statuswijziging TO jid_web;
GRANT SELECT, INSERT ON zaken_statuswijziging TO jid_worker;

-- Table zaken_veldwijziging
ALTER TABLE zaken_veldwijziging ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON zaken_veldwijziging FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaken_veldwijziging.zaak_id)));
GRANT SELECT ON zaken_veldwijziging TO jid_web;
