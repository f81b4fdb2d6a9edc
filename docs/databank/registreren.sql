-- Registering, drafts, keys, annulling, destroying
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Registers a zaak: number, key, desk and the grant of the registrar in one go. Gives the zaaknummer.
CREATE OR REPLACE FUNCTION app.open_zaak(p_id uuid, p_soort text, p_sleutel uuid, p_ontvangen date, p_onderwerp bytea, p_team bigint, p_toekenning uuid, p_reden bytea, p_concept uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE
  v_letter text := CASE p_soort WHEN 'melding' THEN 'M' WHEN 'klacht' THEN 'K' WHEN 'misstand' THEN 'V' WHEN 'onderzoek' THEN 'O' END;
  v_jaar int := extract(year FROM p_ontvangen);
  v_nummer int;
  v_zaaknummer text;
BEGIN
  IF app.uid() IS NULL OR NOT coalesce(app.heeft_rol(VARIADIC app.zaakbeleid(p_soort, 'registreert')), false) THEN
    RAISE EXCEPTION 'not allowed to register' USING ERRCODE = 'JID01';
  END IF;
  IF p_team IS NOT NULL AND NOT EXISTS (
      SELECT FROM gebruikers_team t WHERE t.id = p_team AND t.is_actief
        AND (t.soort = app.bureau(p_soort)
             OR (app.bureau(p_soort) IS NULL AND t.soort = 'behandeling' AND t.id IN (SELECT app.mijn_teams())))) THEN
    RAISE EXCEPTION 'a new zaak belongs to the desk of its kind: an intake team or the like' USING ERRCODE = 'JID02';
  END IF;
  IF p_concept IS NOT NULL THEN
    DELETE FROM zaken_concept WHERE id = p_concept AND eigenaar_id = app.uid() AND sleutel_id = p_sleutel AND soort = p_soort;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'draft is gone' USING ERRCODE = 'JID01';
    END IF;
  END IF;
  IF app.sleutel_in_gebruik(p_sleutel) THEN
    RAISE EXCEPTION 'key is in use' USING ERRCODE = 'JID01';
  END IF;
  INSERT INTO zaken_nummerreeks AS n (soort, jaar, laatste) VALUES (p_soort, v_jaar, 1)
  ON CONFLICT (soort, jaar) DO UPDATE SET laatste = n.laatste + 1 RETURNING n.laatste INTO v_nummer;
  v_zaaknummer := v_letter || '-' || v_jaar || '-' || lpad(v_nummer::text, greatest(5, length(v_nummer::text)), '0');
  INSERT INTO zaken_zaak (id, soort, zaaknummer, sleutel_id, team_id, gebruikers, verzegeld, aangemaakt_door_id, datum_registratie,
    ontvangen_defensie, voorval_precisie, rubricering, anonimiteit, onderwerp, bronsysteem,
    externe_referentie, versie)
  VALUES (p_id, p_soort, v_zaaknummer, p_sleutel, p_team, '{}', false, app.uid(), now(),
    p_ontvangen, 'onbekend', 'departementaal_vertrouwelijk', 'nee', p_onderwerp, 'applicatie', '', 1);
  PERFORM app._ken_toe(p_toekenning, p_id, app.uid(), p_reden, NULL);
  PERFORM app.eis_lezer(p_id);
  RETURN v_zaaknummer;
END $function$;
GRANT EXECUTE ON FUNCTION app.open_zaak(uuid,text,uuid,date,bytea,bigint,uuid,bytea,uuid) TO jid_web;

-- Removes a draft of one's own together with its key.
CREATE OR REPLACE FUNCTION app.verwijder_concept(p_concept uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_sleutel uuid;
BEGIN
  DELETE FROM zaken_concept WHERE id = p_concept AND eigenaar_id = app.uid() RETURNING sleutel_id INTO v_sleutel;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM zaken_datasleutel WHERE id = v_sleutel;
  RETURN true;
END $function$;
GRANT EXECUTE ON FUNCTION app.verwijder_concept(uuid) TO jid_web;

-- Whether a key belongs to a zaak, draft, signal or noodtoegang: nothing new may take it.
CREATE OR REPLACE FUNCTION app.sleutel_in_gebruik(p_sleutel uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (SELECT FROM zaken_zaak z WHERE z.sleutel_id = p_sleutel)
     OR EXISTS (SELECT FROM zaken_concept c WHERE c.sleutel_id = p_sleutel)
     OR EXISTS (SELECT FROM zaken_signaal s WHERE s.sleutel_id = p_sleutel)
     OR EXISTS (SELECT FROM zaken_noodtoegang n WHERE n.sleutel_id = p_sleutel) $function$;
GRANT EXECUTE ON FUNCTION app.sleutel_in_gebruik(uuid) TO jid_web;

-- An annulled zaak stays annulled.
CREATE OR REPLACE FUNCTION app.annulering_blijft()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF (OLD.geannuleerd_op, OLD.geannuleerd_door_id) IS DISTINCT FROM (NEW.geannuleerd_op, NEW.geannuleerd_door_id)
     AND OLD.geannuleerd_op IS NOT NULL THEN
    RAISE EXCEPTION 'an annulment stays' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $function$;

-- Destroys the content of a closed or annulled zaak by its key (JID06: open, or gone). For named jobs only.
CREATE OR REPLACE FUNCTION app.vernietig_sleutel(p_zaak uuid, p_verklaring uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_sleutel uuid;
BEGIN
  SELECT sleutel_id INTO v_sleutel FROM zaken_zaak
  WHERE id = p_zaak AND (datum_gesloten IS NOT NULL OR geannuleerd_op IS NOT NULL) FOR UPDATE;
  IF v_sleutel IS NULL THEN
    RAISE EXCEPTION 'zaak is open, or has no key' USING ERRCODE = 'JID06';
  END IF;
  UPDATE zaken_zaak SET sleutel_id = NULL WHERE id = p_zaak;
  DELETE FROM zaken_zoekindex WHERE zaak_id = p_zaak;
  DELETE FROM zaken_datasleutel WHERE id = v_sleutel;
  INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
  VALUES (gen_random_uuid(), clock_timestamp(), 'vernietigd', app.uid(), p_zaak, p_verklaring::text, '{}');
END $function$;
GRANT EXECUTE ON FUNCTION app.vernietig_sleutel(uuid,uuid) TO jid_worker;

-- Table zaken_concept
ALTER TABLE zaken_concept ENABLE ROW LEVEL SECURITY;
CREATE POLICY eigen ON zaken_concept FOR SELECT TO jid_web
  USING (eigenaar_id = app.uid());
CREATE POLICY eigen_nieuw ON zaken_concept FOR INSERT TO jid_web
  WITH CHECK (eigenaar_id = app.uid() AND NOT app.sleutel_in_gebruik(sleutel_id));
CREATE POLICY eigen_wijzigen ON zaken_concept FOR UPDATE TO jid_web
  USING (eigenaar_id = app.uid());
CREATE POLICY taken ON zaken_concept FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE (gewijzigd_op, inhoud, volgnummer) ON zaken_concept TO jid_web;
GRANT SELECT, DELETE ON zaken_concept TO jid_worker;

-- Table zaken_datasleutel
ALTER TABLE zaken_datasleutel ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON zaken_datasleutel FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON zaken_datasleutel FOR INSERT TO jid_web
  WITH CHECK ((SELECT app.heeft_zaakrol()) OR (SELECT app.heeft_noodrol()));
CREATE POLICY zien ON zaken_datasleutel FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.sleutel_id = zaken_datasleutel.id))
    OR (EXISTS (SELECT FROM zaken_concept c WHERE c.sleutel_id = zaken_datasleutel.id))
    OR (EXISTS (SELECT FROM zaken_signaal s WHERE s.sleutel_id = zaken_datasleutel.id))
    OR (SELECT app.heeft_noodrol())
      AND (EXISTS (SELECT FROM zaken_noodtoegang n WHERE n.sleutel_id = zaken_datasleutel.id)));
GRANT SELECT, INSERT ON zaken_datasleutel TO jid_web;
GRANT SELECT, INSERT, DELETE ON zaken_datasleutel TO jid_worker;

-- Table zaken_invoer
ALTER TABLE zaken_invoer ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON zaken_invoer FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY zien ON zaken_invoer FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.invoer_id = zaken_invoer.id)));
GRANT SELECT ON zaken_invoer TO jid_web;
GRANT SELECT, INSERT ON zaken_invoer TO jid_worker;

-- Table zaken_kwalificatie
ALTER TABLE zaken_kwalificatie ENABLE ROW LEVEL SECURITY;
CREATE POLICY toevoegen ON zaken_kwalificatie FOR INSERT TO jid_web
  WITH CHECK (door_id = app.uid()
      AND app.mag_wijzigen(zaak_id)
      AND (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaken_kwalificatie.zaak_id
          AND z.soort::text = zaken_kwalificatie.soort::text)));
CREATE POLICY zien ON zaken_kwalificatie FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaken_kwalificatie.zaak_id)));
GRANT SELECT, INSERT ON zaken_kwalificatie TO jid_web;

-- Table zaken_nummerreeks
ALTER TABLE zaken_nummerreeks ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON zaken_nummerreeks FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON zaken_nummerreeks TO jid_worker;

-- Table zaken_persoon
ALTER TABLE zaken_persoon ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON zaken_persoon FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON zaken_persoon FOR INSERT TO jid_web
  WITH CHECK (true AND app.mag_wijzigen(zaak_id));
CREATE POLICY verwijderen ON zaken_persoon FOR DELETE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY wijzigen ON zaken_persoon FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON zaken_persoon FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaken_persoon.zaak_id)));
CREATE TRIGGER gesloten_vraagt_reden BEFORE INSERT OR DELETE OR UPDATE ON zaken_persoon
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_id', '{}');
CREATE TRIGGER vergeet_persoon BEFORE DELETE ON zaken_persoon FOR EACH ROW EXECUTE FUNCTION app.vergeet_persoon();
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON zaken_persoon
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
CREATE TRIGGER volg_velden AFTER UPDATE ON zaken_persoon
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
ALTER TABLE zaken_persoon ADD CONSTRAINT persoon_rol_bestaat
  CHECK (rol = ANY (ARRAY['melder', 'betrokkene', 'getuige', 'benadeelde', 'klager', 'aangeklaagde']));
GRANT SELECT, INSERT, UPDATE, DELETE ON zaken_persoon TO jid_web;
GRANT SELECT, INSERT ON zaken_persoon TO jid_worker;

-- Table zaken_sleutelversie
ALTER TABLE zaken_sleutelversie ENABLE ROW LEVEL SECURITY;
CREATE POLICY keuren ON zaken_sleutelversie FOR SELECT TO jid_web, jid_worker
  USING (true);
CREATE UNIQUE INDEX sleutelversie_een_afleiding ON zaken_sleutelversie USING btree (soort) WHERE soort = 'afleiding';
GRANT SELECT ON zaken_sleutelversie TO jid_web;
GRANT SELECT ON zaken_sleutelversie TO jid_worker;
