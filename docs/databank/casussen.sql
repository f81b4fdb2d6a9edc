-- Casussen of vertrouwenspersonen, and counting them
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Every id on a casus is a code of the list that belongs there, and none is given twice.
CREATE OR REPLACE FUNCTION app.casus_codes_kloppen()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE
  v_fout text;
BEGIN
  SELECT v.lijst INTO v_fout
  FROM (VALUES
    ('defensieonderdeel', ARRAY[NEW.defensieonderdeel_id]),
    ('personeelscategorie', ARRAY[NEW.personeelscategorie_id]),
    ('rol_hulpvrager', ARRAY[NEW.rol_hulpvrager_id]),
    ('thema', NEW.hoofdthema_id || NEW.neventhema),
    ('casusactie', NEW.acties),
    ('doorverwijzing', NEW.doorverwezen_naar),
    ('afloop_casus', array_remove(ARRAY[NEW.afloop_id], NULL))
  ) AS v(lijst, ids)
  WHERE cardinality(v.ids) <> (
    SELECT count(*) FROM codelijsten_code c WHERE c.lijst_id = v.lijst AND c.id = ANY (v.ids))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'casus holds an id that is no code of list %, or holds one twice', v_fout
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $function$;

-- Counts what is due, by the worker: the last whole year once, and then the older ones once more.
CREATE OR REPLACE FUNCTION app.tel_casussen(p_dag date)
 RETURNS SETOF integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE
  v_laatste integer := app._laatste_casusjaar(p_dag);
  v_jaar integer;
  v_soort text;
BEGIN
  IF EXISTS (SELECT FROM vertrouwenspersonen_casustelling WHERE jaar = v_laatste AND soort = 'jaartelling') THEN
    RETURN;
  END IF;
  FOR v_jaar IN app._eerste_casusjaar(v_laatste) .. v_laatste LOOP
    v_soort := (SELECT CASE WHEN bool_or(soort = 'herziening') THEN NULL
                            WHEN bool_or(soort = 'jaartelling') THEN 'herziening' ELSE 'jaartelling' END
                FROM vertrouwenspersonen_casustelling WHERE jaar = v_jaar);
    IF v_soort IS NOT NULL THEN
      PERFORM app._tel_casusjaar(v_jaar, v_soort, p_dag);
      RETURN NEXT v_jaar;
    END IF;
  END LOOP;
END $function$;
GRANT EXECUTE ON FUNCTION app.tel_casussen(date) TO jid_worker;

-- After many casussen came in at once: counts the years that were never counted. Only today.
CREATE OR REPLACE FUNCTION app.tel_nieuwe_casusjaren(p_dag date)
 RETURNS SETOF integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE
  v_laatste integer;
  v_jaar integer;
  v_vorig jsonb;
  v_aantal integer;
BEGIN
  IF p_dag IS DISTINCT FROM (now() AT TIME ZONE 'Europe/Amsterdam')::date THEN
    RAISE EXCEPTION 'new years are counted today' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  v_laatste := app._laatste_casusjaar(p_dag);
  IF EXISTS (SELECT FROM vertrouwenspersonen_casustelling) THEN  -- what is due goes first, or a herziening would be passed by
    RETURN QUERY SELECT app.tel_casussen(p_dag);
  END IF;
  FOR v_jaar IN app._eerste_casusjaar(v_laatste) .. v_laatste LOOP
    v_vorig := (SELECT aantallen FROM vertrouwenspersonen_casustelling WHERE jaar = v_jaar ORDER BY id DESC LIMIT 1);
    v_aantal := app._casussen_verschil('{}', app._casussen_per_thema(v_jaar));
    IF v_vorig IS NULL AND (v_aantal = 0 OR v_aantal >= 5) THEN
      PERFORM app._tel_casusjaar(v_jaar, 'jaartelling', p_dag);
      IF v_aantal > 0 THEN RETURN NEXT v_jaar; END IF;
    ELSIF v_vorig = '{}' AND v_aantal >= 5 THEN
      PERFORM app._tel_casusjaar(v_jaar, 'bij_hand', p_dag);
      RETURN NEXT v_jaar;
    END IF;
  END LOOP;
END $function$;
GRANT EXECUTE ON FUNCTION app.tel_nieuwe_casusjaren(date) TO jid_worker;

-- Counts one year again, for who manages the installation: geteld, te_weinig or nog_niet.
CREATE OR REPLACE FUNCTION app.tel_casusjaar_opnieuw(p_jaar integer, p_dag date)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app._laatste_casusjaar(p_dag);
  IF NOT EXISTS (SELECT FROM vertrouwenspersonen_casustelling WHERE jaar = p_jaar AND soort = 'jaartelling') THEN
    RETURN 'nog_niet';
  END IF;
  RETURN CASE WHEN app._tel_casusjaar(p_jaar, 'bij_hand', p_dag) THEN 'geteld' ELSE 'te_weinig' END;
END $function$;
GRANT EXECUTE ON FUNCTION app.tel_casusjaar_opnieuw(integer,date) TO jid_worker;

-- Makes one count. When fewer than five casussen differ, the numbers of before stand: one would stand out.
CREATE OR REPLACE FUNCTION app._tel_casusjaar(p_jaar integer, p_soort text, p_dag date)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE
  c_versie CONSTANT integer := 3;
  c_minstens CONSTANT integer := 5;
  v_vorig vertrouwenspersonen_casustelling;
  v_nieuw jsonb := app._casussen_per_thema(p_jaar);
BEGIN
  SELECT * INTO v_vorig FROM vertrouwenspersonen_casustelling WHERE jaar = p_jaar ORDER BY id DESC LIMIT 1;
  IF FOUND AND p_soort <> 'jaartelling' AND v_vorig.versie IN (2, c_versie)
     AND app._casussen_verschil(v_vorig.aantallen, v_nieuw) < c_minstens THEN
    IF p_soort = 'bij_hand' THEN RETURN false; END IF;
    v_nieuw := v_vorig.aantallen;
  END IF;
  INSERT INTO vertrouwenspersonen_casustelling (jaar, soort, geteld_op, versie, aantallen)
  VALUES (p_jaar, p_soort, p_dag, c_versie, v_nieuw);
  -- As for other work with casussen: the day, never the minute; and nobody, for it is not about who asked.
  INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
  VALUES (gen_random_uuid(), date_trunc('day', now(), 'Europe/Amsterdam'), 'casussen_geteld', NULL, NULL, p_jaar::text,
          jsonb_build_object('telling', p_soort));
  RETURN true;
END $function$;

-- The last year that may be counted on a day: over for a month. Holds the table, so that two never count at once.
CREATE OR REPLACE FUNCTION app._laatste_casusjaar(p_dag date)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  LOCK TABLE vertrouwenspersonen_casustelling IN SHARE ROW EXCLUSIVE MODE;  -- two at once: the second finds it done
  IF p_dag > (now() AT TIME ZONE 'Europe/Amsterdam')::date
     OR p_dag < (SELECT greatest(max(geteld_op), '2000-01-01') FROM vertrouwenspersonen_casustelling) THEN
    RAISE EXCEPTION 'casussen are counted when the day is there' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN extract(year FROM p_dag)::integer - CASE WHEN extract(month FROM p_dag) >= 2 THEN 1 ELSE 2 END;
END $function$;

-- The first year that has a casus or a count.
CREATE OR REPLACE FUNCTION app._eerste_casusjaar(p_anders integer)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT least(p_anders,
     (SELECT min(left(kwartaal_eerste_contact, 4)::integer) FROM vertrouwenspersonen_casus WHERE NOT voortzetting),
     (SELECT min(jaar) FROM vertrouwenspersonen_casustelling)) $function$;

-- The counting rule: casussen of a year by hoofdthema, a voortzetting not again (rapportages/telregels/overige.py).
CREATE OR REPLACE FUNCTION app._casussen_per_thema(p_jaar integer)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT coalesce(jsonb_object_agg(t.thema, t.aantal), '{}')
   FROM (SELECT k.code AS thema, count(*) AS aantal
         FROM vertrouwenspersonen_casus c JOIN codelijsten_code k ON k.id = c.hoofdthema_id
         WHERE NOT c.voortzetting AND c.kwartaal_eerste_contact BETWEEN p_jaar || '-K1' AND p_jaar || '-K4'
         GROUP BY k.code) t $function$;

-- How many casussen at least lie between two counts: what came in or what went out, whichever is more.
CREATE OR REPLACE FUNCTION app._casussen_verschil(p_oud jsonb, p_nieuw jsonb)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT coalesce(greatest(sum(greatest(v.n, 0)), sum(greatest(-v.n, 0))), 0)::integer
   FROM (SELECT coalesce((p_nieuw ->> k)::integer, 0) - coalesce((p_oud ->> k)::integer, 0) AS n
         FROM jsonb_object_keys(p_oud || p_nieuw) AS k) v $function$;

-- Table vertrouwenspersonen_casus
ALTER TABLE vertrouwenspersonen_casus ENABLE ROW LEVEL SECURITY;
CREATE POLICY eigen_lezen ON vertrouwenspersonen_casus FOR SELECT TO jid_web
  USING (vertrouwenspersoon_id = app.uid() AND (SELECT app.heeft_rol(VARIADIC ARRAY['vertrouwenspersoon'])));
CREATE POLICY eigen_toevoegen ON vertrouwenspersonen_casus FOR INSERT TO jid_web
  WITH CHECK (vertrouwenspersoon_id = app.uid() AND (SELECT app.heeft_rol(VARIADIC ARRAY['vertrouwenspersoon'])));
CREATE POLICY eigen_verwijderen ON vertrouwenspersonen_casus FOR DELETE TO jid_web
  USING (vertrouwenspersoon_id = app.uid() AND (SELECT app.heeft_rol(VARIADIC ARRAY['vertrouwenspersoon'])));
CREATE POLICY eigen_wijzigen ON vertrouwenspersonen_casus FOR UPDATE TO jid_web
  USING (vertrouwenspersoon_id = app.uid() AND (SELECT app.heeft_rol(VARIADIC ARRAY['vertrouwenspersoon'])))
  WITH CHECK (vertrouwenspersoon_id = app.uid() AND (SELECT app.heeft_rol(VARIADIC ARRAY['vertrouwenspersoon'])));
CREATE TRIGGER casus_codes_kloppen BEFORE INSERT OR UPDATE ON vertrouwenspersonen_casus
  FOR EACH ROW
  EXECUTE FUNCTION app.casus_codes_kloppen();
ALTER TABLE vertrouwenspersonen_casus ADD CONSTRAINT casus_contacten_klasse
  CHECK (aantal_contacten = ANY (ARRAY['1', '2-3', '4-6', '7+']));
ALTER TABLE vertrouwenspersonen_casus ADD CONSTRAINT casus_een_gesprek_een_kwartaal
  CHECK (NOT aantal_contacten = '1'
    OR kwartaal_laatste_contact::text = kwartaal_eerste_contact::text);
ALTER TABLE vertrouwenspersonen_casus ADD CONSTRAINT casus_gesloten_met_afloop
  CHECK (afloop_id IS NULL
      AND status = 'open'
    OR afloop_id IS NOT NULL
      AND status = 'gesloten');
ALTER TABLE vertrouwenspersonen_casus ADD CONSTRAINT casus_heeft_actie
  CHECK ( CASE WHEN acties IS NULL THEN NULL::integer ELSE COALESCE(array_length(acties, 1), 0) END >= 1);
ALTER TABLE vertrouwenspersonen_casus ADD CONSTRAINT casus_kwartaal_bestaat
  CHECK (kwartaal_eerste_contact::text ~ '^20[0-9]{2}-K[1-4]$'
      AND kwartaal_laatste_contact::text ~ '^20[0-9]{2}-K[1-4]$');
ALTER TABLE vertrouwenspersonen_casus ADD CONSTRAINT casus_laatste_na_eerste
  CHECK (kwartaal_laatste_contact::text >= kwartaal_eerste_contact::text);
ALTER TABLE vertrouwenspersonen_casus ADD CONSTRAINT casus_status_bestaat
  CHECK (status = ANY (ARRAY['open', 'gesloten']));
ALTER TABLE vertrouwenspersonen_casus ADD CONSTRAINT casus_twee_neventhemas
  CHECK ( CASE WHEN neventhema IS NULL THEN NULL::integer ELSE COALESCE(array_length(neventhema, 1), 0) END <= 2);
ALTER TABLE vertrouwenspersonen_casus ADD CONSTRAINT casusnummer_willekeurig
  CHECK (casusnummer::text ~ '^C-[23456789CDFGHJKMNPQRTVWXZ]{4}-[23456789CDFGHJKMNPQRTVWXZ]{4}$');
GRANT SELECT, INSERT, UPDATE (aantal_contacten, acties, afloop_id, defensieonderdeel_id, doorverwezen_naar,
    hoofdthema_id, kwartaal_eerste_contact, kwartaal_laatste_contact, neventhema, personeelscategorie_id,
    rol_hulpvrager_id, status, voortzetting), DELETE ON vertrouwenspersonen_casus TO jid_web;

-- Table vertrouwenspersonen_casustelling
ALTER TABLE vertrouwenspersonen_casustelling ENABLE ROW LEVEL SECURITY;
ALTER TABLE vertrouwenspersonen_casustelling ADD CONSTRAINT casustelling_soort
  CHECK (soort = ANY (ARRAY['jaartelling', 'herziening', 'bij_hand']));
CREATE UNIQUE INDEX casustelling_een_keer ON vertrouwenspersonen_casustelling USING btree (jaar, soort)
  WHERE NOT soort = 'bij_hand';
