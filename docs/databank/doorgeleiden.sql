-- Doorgeleiden, coming back, linking
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Which register may hand over to which. An onderzoek is ordered, it does not come from somewhere.
CREATE OR REPLACE FUNCTION app.mag_doorgeleiden(p_van text, p_naar text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT (p_van, p_naar) IN (('melding', 'klacht'), ('melding', 'misstand'), ('klacht', 'melding'),
                              ('klacht', 'misstand'), ('misstand', 'melding'), ('misstand', 'klacht')) $function$;
GRANT EXECUTE ON FUNCTION app.mag_doorgeleiden(text,text) TO jid_web;

-- Hands a zaak to another register: number, key, desk, exclusions and link. Gives the new zaaknummer.
CREATE OR REPLACE FUNCTION app.geleid_door(p_van uuid, p_id uuid, p_soort text, p_sleutel uuid, p_onderwerp bytea, p_team bigint, p_behandelaar bigint, p_toekenning uuid, p_toekenning_reden bytea, p_koppeling uuid, p_reden bytea, p_status text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE
  v_oud zaken_zaak%ROWTYPE;
  v_letter text := CASE p_soort WHEN 'melding' THEN 'M' WHEN 'klacht' THEN 'K' WHEN 'misstand' THEN 'V' END;
  v_jaar int;
  v_nummer int;
  v_zaaknummer text;
  v_blijft boolean;
BEGIN
  PERFORM app.eis_zicht(p_van);
  SELECT * INTO v_oud FROM zaken_zaak WHERE id = p_van FOR UPDATE;
  IF NOT app.mag_wijzigen(p_van) OR v_oud.geannuleerd_op IS NOT NULL OR NOT app.mag_doorgeleiden(v_oud.soort, p_soort) THEN
    RAISE EXCEPTION 'not allowed to hand this over' USING ERRCODE = 'JID01';
  END IF;
  IF v_oud.verzegeld <> (p_behandelaar IS NOT NULL) OR v_oud.verzegeld <> (p_team IS NULL) THEN
    RAISE EXCEPTION 'a sealed zaak goes to somebody outside COID, another to a desk' USING ERRCODE = 'JID21';
  END IF;
  IF p_soort = 'klacht' AND v_oud.anonimiteit = 'anoniem' THEN
    RAISE EXCEPTION 'a klacht is never anonymous' USING ERRCODE = 'JID22';
  END IF;
  IF p_team IS NOT NULL AND NOT EXISTS (SELECT FROM gebruikers_team t WHERE t.id = p_team AND t.is_actief AND t.soort = app.bureau(p_soort)) THEN
    RAISE EXCEPTION 'a new zaak belongs to the desk of its kind' USING ERRCODE = 'JID02';
  END IF;
  IF app.sleutel_in_gebruik(p_sleutel) THEN
    RAISE EXCEPTION 'key is in use' USING ERRCODE = 'JID01';
  END IF;
  v_jaar := extract(year FROM v_oud.ontvangen_defensie);
  INSERT INTO zaken_nummerreeks AS n (soort, jaar, laatste) VALUES (p_soort, v_jaar, 1)
  ON CONFLICT (soort, jaar) DO UPDATE SET laatste = n.laatste + 1 RETURNING n.laatste INTO v_nummer;
  v_zaaknummer := v_letter || '-' || v_jaar || '-' || lpad(v_nummer::text, greatest(5, length(v_nummer::text)), '0');
  INSERT INTO zaken_zaak (id, soort, zaaknummer, sleutel_id, team_id, gebruikers, verzegeld, aangemaakt_door_id, datum_registratie,
    ontvangen_defensie, voorval_precisie, rubricering, anonimiteit, onderwerp, bronsysteem, externe_referentie, versie)
  VALUES (p_id, p_soort, v_zaaknummer, p_sleutel, p_team, '{}', v_oud.verzegeld, app.uid(), now(),
    v_oud.ontvangen_defensie, 'onbekend', v_oud.rubricering, v_oud.anonimiteit, p_onderwerp, 'applicatie', '', 1);
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  SELECT gen_random_uuid(), p_id, u.gebruiker_id, u.grond, u.door_id, u.op FROM zaken_uitsluiting u WHERE u.zaak_id = p_van;
  v_blijft := app.heeft_rol(VARIADIC app.zaakbeleid(p_soort, 'registreert'));
  PERFORM app._ken_toe(p_toekenning, p_id, app.uid(), p_toekenning_reden,
                       CASE WHEN v_blijft THEN NULL ELSE now() + interval '1 microsecond' END);
  IF p_behandelaar IS NOT NULL THEN
    PERFORM app.eis_kiesbaar(p_id, p_behandelaar);
    PERFORM app.eis_rol_voor(p_id, p_behandelaar, 'behandelaar');
    IF NOT app.staat_buiten_coid(p_behandelaar) THEN
      RAISE EXCEPTION 'a sealed zaak goes to somebody outside COID' USING ERRCODE = 'JID02';
    END IF;
    PERFORM app._geef_zonder_reden(p_id, p_behandelaar, NULL, NULL);
  END IF;
  PERFORM app.eis_lezer(p_id);
  INSERT INTO zaken_zaakkoppeling (id, soort, van_id, naar_id, reden, van_status, door_id, op)
  VALUES (p_koppeling, 'doorgeleid', p_van, p_id, p_reden, p_status, app.uid(), now());
  RETURN v_zaaknummer;
END $function$;
GRANT EXECUTE ON FUNCTION app.geleid_door(uuid,uuid,text,uuid,bytea,bigint,bigint,uuid,bytea,uuid,bytea,text) TO jid_web;

-- Ends the grant that whoever handed over had for one transaction.
CREATE OR REPLACE FUNCTION app.sluit_doorgeleiding(p_zaak uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE content_object_id = p_zaak AND user_id = app.uid() AND beeindigd_op IS NULL
    AND verloopt_op <= verleend_op + interval '1 microsecond';
END $function$;
GRANT EXECUTE ON FUNCTION app.sluit_doorgeleiding(uuid) TO jid_web;

-- Whether a zaak that one sees was handed to another register; for the steps of the registers.
CREATE OR REPLACE FUNCTION app.is_doorgeleid(p_zaak uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT coalesce(app.ziet_zaak(p_zaak), false) AND EXISTS (
     SELECT FROM zaken_zaakkoppeling k WHERE k.van_id = p_zaak AND k.soort = 'doorgeleid' AND k.beeindigd_op IS NULL) $function$;
GRANT EXECUTE ON FUNCTION app.is_doorgeleid(uuid) TO jid_web;

-- The link holds the status that the old zaak really had: that is what annulling puts back.
CREATE OR REPLACE FUNCTION app.doorgeleid_uit_status()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_status text;
BEGIN
  SELECT coalesce(m.status, k.status, v.status) INTO v_status FROM zaken_zaak z
  LEFT JOIN meldingen_melding m ON m.zaak_ptr_id = z.id LEFT JOIN klachten_klacht k ON k.zaak_ptr_id = z.id
  LEFT JOIN misstanden_misstand v ON v.zaak_ptr_id = z.id WHERE z.id = NEW.van_id;
  IF app.uid() IS NOT NULL AND v_status IS DISTINCT FROM NEW.van_status THEN
    RAISE EXCEPTION 'this zaak has another status' USING ERRCODE = 'JID01';
  END IF;
  RETURN NEW;
END $function$;

-- Logs the exclusions that came along, and refuses (JID32) when nobody of the new desk could read it.
CREATE OR REPLACE FUNCTION app.doorgeleid_heeft_lezer()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_uit bigint;
BEGIN
  FOR v_uit IN SELECT u.gebruiker_id FROM zaken_uitsluiting u WHERE u.zaak_id = NEW.naar_id LOOP
    PERFORM app._log_zaak('uitgesloten', NEW.naar_id, jsonb_build_object('gebruiker', v_uit));
    IF app._balie_leest_niet(NEW.naar_id, v_uit) THEN
      RAISE EXCEPTION 'nobody of the desk could read this zaak' USING ERRCODE = 'JID32';
    END IF;
  END LOOP;
  RETURN NULL;
END $function$;

-- Ends the link of a zaak that is about to be annulled, for who works with the old one too; gives the old one.
CREATE OR REPLACE FUNCTION app.open_terugweg(p_zaak uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_oud uuid;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  IF NOT app.mag_wijzigen(p_zaak) THEN
    RAISE EXCEPTION 'not allowed to annul this' USING ERRCODE = 'JID01';
  END IF;
  UPDATE zaken_zaakkoppeling SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE naar_id = p_zaak AND soort = 'doorgeleid' AND beeindigd_op IS NULL AND app.mag_wijzigen(van_id) RETURNING van_id INTO v_oud;
  RETURN v_oud;
END $function$;
GRANT EXECUTE ON FUNCTION app.open_terugweg(uuid) TO jid_web;

-- A link ends only together with annulling the new zaak.
CREATE OR REPLACE FUNCTION app.terug_is_geannuleerd()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.naar_id AND z.geannuleerd_op IS NULL) THEN
    RAISE EXCEPTION 'what goes back is annulled here' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $function$;

-- Whether a zaak comes back in this transaction; for the steps of the registers.
CREATE OR REPLACE FUNCTION app.komt_nu_terug(p_zaak uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (SELECT FROM zaken_zaakkoppeling k
                  WHERE k.van_id = p_zaak AND k.soort = 'doorgeleid' AND k.beeindigd_op = now()) $function$;
GRANT EXECUTE ON FUNCTION app.komt_nu_terug(uuid) TO jid_web;

-- Puts an unseen zaak back in a status as the services do: its fields, terms and history; by nobody, logged.
CREATE OR REPLACE FUNCTION app._zet_terug(p_zaak uuid, p_status text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_zaak zaken_zaak; v_van text; v_stil text[]; v_stap uuid := gen_random_uuid(); v_door bigint;
BEGIN
  SELECT * INTO STRICT v_zaak FROM zaken_zaak WHERE id = p_zaak FOR NO KEY UPDATE;
  v_door := app._als_niemand();
  CASE v_zaak.soort
    WHEN 'melding' THEN
      SELECT m.status, ARRAY['nazorg'] INTO STRICT v_van, v_stil FROM meldingen_melding m WHERE m.zaak_ptr_id = p_zaak;
      UPDATE meldingen_melding SET status = p_status, doorgeleid_naar = '' WHERE zaak_ptr_id = p_zaak;
    WHEN 'klacht' THEN
      SELECT k.status, CASE WHEN NOT (k.jegens_klager AND k.vorm = 'schriftelijk') THEN ARRAY['klacht_niet_in_behandeling'] END
      INTO STRICT v_van, v_stil FROM klachten_klacht k WHERE k.zaak_ptr_id = p_zaak;
      UPDATE klachten_klacht SET status = p_status WHERE zaak_ptr_id = p_zaak;
    WHEN 'misstand' THEN
      SELECT m.status, ARRAY['nazorg',
               CASE WHEN m.geen_bevestiging_reden IS NOT NULL THEN 'misstand_ontvangstbevestiging' END,
               CASE WHEN m.geen_terugkoppeling_reden IS NOT NULL THEN 'misstand_terugkoppeling' END,
               CASE WHEN EXISTS (SELECT FROM misstanden_opschorting o WHERE o.zaak_id = p_zaak AND o.tot IS NULL)
                      AND EXISTS (SELECT FROM zaken_norm n WHERE n.code = 'stilstand_misstand_bevindingen' AND n.getallen = '{1}'
                                  AND coalesce(n.geldig_van <= v_zaak.ontvangen_defensie, true)
                                  AND coalesce(n.geldig_tot >= v_zaak.ontvangen_defensie, true))
                 THEN 'misstand_bevindingen' END]
      INTO STRICT v_van, v_stil FROM misstanden_misstand m WHERE m.zaak_ptr_id = p_zaak;
      UPDATE misstanden_misstand SET status = p_status, uitkomst = '' WHERE zaak_ptr_id = p_zaak;
      UPDATE zaken_zaak SET datum_afgehandeld = NULL WHERE id = p_zaak;
  END CASE;
  UPDATE zaken_termijn t SET vervallen = false
  WHERE t.zaak_id = p_zaak AND t.vervallen AND t.voldaan_op IS NULL
    AND t.code <> ALL (array_remove(coalesce(v_stil, '{}'), NULL));
  UPDATE zaken_zaak SET versie = versie + 1, eerste_termijn = (
    SELECT min(t.werkdatum) FROM zaken_termijn t
    WHERE t.zaak_id = p_zaak AND NOT t.vervallen AND t.voldaan_op IS NULL AND NOT t.is_indicatie) WHERE id = p_zaak;
  INSERT INTO zaken_statuswijziging (id, zaak_id, van, naar, toelichting, door_id, op)
  VALUES (v_stap, p_zaak, v_van, p_status, NULL, NULL, clock_timestamp());
  PERFORM app._weer(v_door);
  PERFORM app.noteer_zaak('status_gewijzigd', p_zaak, v_stap::text, jsonb_build_object('van', v_van, 'naar', p_status));
END $function$;

-- Of one event one zaak counts: unseen others go on where they were, seen ones refuse the annulment.
CREATE OR REPLACE FUNCTION app.annuleren_laat_niets_los()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_koppeling zaken_zaakkoppeling; v_dubbel uuid;
BEGIN
  IF app.uid() IS NOT NULL THEN
    FOR v_koppeling IN SELECT * FROM zaken_zaakkoppeling k
        WHERE k.naar_id = NEW.id AND k.soort = 'doorgeleid' AND k.beeindigd_op IS NULL FOR UPDATE LOOP
      CONTINUE WHEN app.mag_wijzigen(v_koppeling.van_id);
      UPDATE zaken_zaakkoppeling SET beeindigd_op = now(), beeindigd_door_id = app.uid() WHERE id = v_koppeling.id;
      PERFORM app._zet_terug(v_koppeling.van_id, v_koppeling.van_status);
      PERFORM app.noteer_zaak('doorgeleiding_ongedaan', z, v_koppeling.id::text, '{}')
      FROM unnest(ARRAY[v_koppeling.naar_id, v_koppeling.van_id]) z;
    END LOOP;
    FOR v_dubbel IN SELECT z.id FROM zaken_zaak z WHERE z.samengevoegd_met_id = NEW.id AND z.geannuleerd_op IS NULL
                    ORDER BY z.id FOR NO KEY UPDATE LOOP
      CONTINUE WHEN app.ziet_zaak(v_dubbel);
      PERFORM app._maak_los(v_dubbel);
    END LOOP;
  END IF;
  IF EXISTS (SELECT FROM zaken_zaakkoppeling k WHERE k.soort = 'doorgeleid' AND k.beeindigd_op IS NULL AND NEW.id IN (k.van_id, k.naar_id))
     OR EXISTS (SELECT FROM zaken_zaak z WHERE z.samengevoegd_met_id = NEW.id AND z.geannuleerd_op IS NULL) THEN
    RAISE EXCEPTION 'another zaak depends on this one' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $function$;

-- A link that ended stays ended.
CREATE OR REPLACE FUNCTION app.koppeling_blijft()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF OLD.beeindigd_op IS NOT NULL THEN
    RAISE EXCEPTION 'an ended link stays' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $function$;

-- Table zaken_zaakkoppeling
ALTER TABLE zaken_zaakkoppeling ENABLE ROW LEVEL SECURITY;
CREATE POLICY toevoegen ON zaken_zaakkoppeling FOR INSERT TO jid_web
  WITH CHECK ((soort = ANY (ARRAY['aanleiding', 'verwant']))
      AND door_id = app.uid()
      AND beeindigd_op IS NULL
      AND app.ziet_zaak(van_id)
      AND app.ziet_zaak(naar_id)
      AND (app.mag_wijzigen(van_id)
      OR app.mag_wijzigen(naar_id))
      AND (soort <> 'aanleiding'
      OR (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaken_zaakkoppeling.van_id AND z.soort = 'onderzoek'))));
CREATE POLICY wijzigen ON zaken_zaakkoppeling FOR UPDATE TO jid_web
  USING ((soort = ANY (ARRAY['aanleiding', 'verwant']))
      AND app.ziet_zaak(van_id)
      AND app.ziet_zaak(naar_id)
      AND (app.mag_wijzigen(van_id)
      OR app.mag_wijzigen(naar_id)))
  WITH CHECK (beeindigd_door_id = app.uid());
CREATE POLICY zien ON zaken_zaakkoppeling FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaken_zaakkoppeling.van_id))
      AND (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaken_zaakkoppeling.naar_id)));
CREATE TRIGGER doorgeleid_heeft_lezer AFTER INSERT ON zaken_zaakkoppeling
  FOR EACH ROW WHEN (new.soort = 'doorgeleid')
  EXECUTE FUNCTION app.doorgeleid_heeft_lezer();
CREATE TRIGGER doorgeleid_uit_status BEFORE INSERT ON zaken_zaakkoppeling
  FOR EACH ROW WHEN (new.soort = 'doorgeleid')
  EXECUTE FUNCTION app.doorgeleid_uit_status();
CREATE TRIGGER koppeling_blijft BEFORE UPDATE ON zaken_zaakkoppeling
  FOR EACH ROW
  EXECUTE FUNCTION app.koppeling_blijft();
CREATE CONSTRAINT TRIGGER terug_is_geannuleerd AFTER UPDATE ON zaken_zaakkoppeling DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (new.soort = 'doorgeleid'
      AND new.beeindigd_op IS NOT NULL)
  EXECUTE FUNCTION app.terug_is_geannuleerd();
ALTER TABLE zaken_zaakkoppeling ADD CONSTRAINT koppeling_niet_met_zichzelf CHECK (NOT van_id = naar_id);
ALTER TABLE zaken_zaakkoppeling ADD CONSTRAINT koppeling_soort_bestaat
  CHECK (soort = ANY (ARRAY['doorgeleid', 'aanleiding', 'verwant']));
CREATE UNIQUE INDEX koppeling_een_keer_doorgeleid ON zaken_zaakkoppeling USING btree (van_id)
  WHERE beeindigd_op IS NULL AND soort = 'doorgeleid';
CREATE UNIQUE INDEX koppeling_een_lopende ON zaken_zaakkoppeling USING btree (van_id, naar_id, soort)
  WHERE beeindigd_op IS NULL;
CREATE UNIQUE INDEX koppeling_uit_een_zaak ON zaken_zaakkoppeling USING btree (naar_id) WHERE soort = 'doorgeleid';
GRANT SELECT, INSERT, UPDATE (beeindigd_door_id, beeindigd_op, beeindigd_reden) ON zaken_zaakkoppeling TO jid_web;
