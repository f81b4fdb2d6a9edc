-- Klachten
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- The legal steps of a klacht (klachten/status.py), and what must go with a step.
CREATE OR REPLACE FUNCTION app.klacht_overgang()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NEW.status = OLD.status THEN RETURN NEW; END IF;
  IF (OLD.status, NEW.status) NOT IN (('ontvangen', 'wacht_op_aanvulling'), ('ontvangen', 'beoordelen'), ('wacht_op_aanvulling', 'beoordelen'), ('beoordelen', 'niet_in_behandeling'), ('beoordelen', 'informele_oplossing'), ('beoordelen', 'in_behandeling'), ('beoordelen', 'afgehandeld'), ('informele_oplossing', 'in_behandeling'), ('informele_oplossing', 'afgehandeld'), ('in_behandeling', 'horen'), ('in_behandeling', 'advies_uitgebracht'), ('in_behandeling', 'oordeel'), ('horen', 'advies_uitgebracht'), ('horen', 'oordeel'), ('advies_uitgebracht', 'oordeel'), ('oordeel', 'afgehandeld'), ('niet_in_behandeling', 'gesloten'), ('afgehandeld', 'gesloten'), ('ontvangen', 'ingetrokken'), ('wacht_op_aanvulling', 'ingetrokken'), ('beoordelen', 'ingetrokken'), ('informele_oplossing', 'ingetrokken'), ('in_behandeling', 'ingetrokken'), ('horen', 'ingetrokken'), ('advies_uitgebracht', 'ingetrokken'), ('oordeel', 'ingetrokken'), ('beoordelen', 'doorgeleid'), ('doorgeleid', 'beoordelen')) THEN
    RAISE EXCEPTION 'no such transition: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.zaak_ptr_id AND z.geannuleerd_op IS NOT NULL) THEN
    RAISE EXCEPTION 'an annulled zaak does not move' USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.status = 'doorgeleid' AND NOT app.komt_nu_terug(NEW.zaak_ptr_id)) OR (NEW.status = 'doorgeleid' AND NOT app.is_doorgeleid(NEW.zaak_ptr_id)) THEN
    RAISE EXCEPTION 'a zaak goes with this step: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $function$;

-- Whether a klacht is closed, for app.is_gesloten.
CREATE OR REPLACE FUNCTION app.klacht_gesloten(p_zaak uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT x.status IN ('doorgeleid', 'gesloten', 'ingetrokken') FROM klachten_klacht x WHERE x.zaak_ptr_id = p_zaak $function$;
GRANT EXECUTE ON FUNCTION app.klacht_gesloten(uuid) TO jid_web, jid_worker;

-- What cannot go together on a klacht: an oordeel, grounds to end without one, and its status.
CREATE OR REPLACE FUNCTION app.klacht_tegenspraken()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT row_security_active('zaken_zaak') THEN RETURN NULL; END IF;
  IF (NEW.oordeel_id, NEW.afsluitgrond, NEW.niet_in_behandeling_grond_id, NEW.niet_in_behandeling_bericht_op, NEW.doorgezonden_naar) IS DISTINCT FROM (OLD.oordeel_id, OLD.afsluitgrond, OLD.niet_in_behandeling_grond_id, OLD.niet_in_behandeling_bericht_op, OLD.doorgezonden_naar)
     AND (NEW.oordeel_id IS NOT NULL AND (NEW.afsluitgrond <> '' OR num_nonnulls(NEW.niet_in_behandeling_grond_id, NEW.niet_in_behandeling_bericht_op) > 0 OR NEW.doorgezonden_naar IS NOT NULL)) THEN
    RAISE EXCEPTION 'contradiction: oordeel_id, afsluitgrond, niet_in_behandeling_grond_id, niet_in_behandeling_bericht_op, doorgezonden_naar' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.afsluitgrond, NEW.niet_in_behandeling_grond_id, NEW.niet_in_behandeling_bericht_op, NEW.doorgezonden_naar) IS DISTINCT FROM (OLD.afsluitgrond, OLD.niet_in_behandeling_grond_id, OLD.niet_in_behandeling_bericht_op, OLD.doorgezonden_naar)
     AND (num_nonnulls(NEW.niet_in_behandeling_grond_id, NEW.niet_in_behandeling_bericht_op) > 0 AND (NEW.afsluitgrond NOT IN ('', 'niet_in_behandeling') OR NEW.doorgezonden_naar IS NOT NULL) OR NEW.doorgezonden_naar IS NOT NULL AND NEW.afsluitgrond NOT IN ('', 'doorgezonden')) THEN
    RAISE EXCEPTION 'contradiction: afsluitgrond, niet_in_behandeling_grond_id, niet_in_behandeling_bericht_op, doorgezonden_naar' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.afsluitgrond) IS DISTINCT FROM (OLD.afsluitgrond)
     AND (TG_OP = 'UPDATE' AND ((NEW.status = 'ingetrokken') <> (NEW.afsluitgrond = 'ingetrokken') OR NEW.status = 'niet_in_behandeling' AND NEW.afsluitgrond <> 'niet_in_behandeling' OR NEW.afsluitgrond = 'niet_in_behandeling' AND NEW.status NOT IN ('niet_in_behandeling', 'gesloten'))) THEN
    RAISE EXCEPTION 'contradiction: afsluitgrond' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.oordeel_id, NEW.afzien_horen_grond_id) IS DISTINCT FROM (OLD.oordeel_id, OLD.afzien_horen_grond_id)
     AND (EXISTS (SELECT FROM codelijsten_code a, codelijsten_code o WHERE a.id = NEW.afzien_horen_grond_id AND o.id = NEW.oordeel_id AND a.code = 'kennelijk_ongegrond' AND o.code IN ('gegrond', 'deels_gegrond'))) THEN
    RAISE EXCEPTION 'contradiction: oordeel_id, afzien_horen_grond_id' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $function$;

-- The oordeel over a whole klacht does not contradict those over its parts.
CREATE OR REPLACE FUNCTION app.klacht_oordeel_past()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT app.oordeel_past(
    (SELECT c.code FROM codelijsten_code c WHERE c.id = NEW.oordeel_id),
    ARRAY(SELECT coalesce(c.code, '') FROM klachten_klachtonderdeel d LEFT JOIN codelijsten_code c ON c.id = d.oordeel_id
          WHERE d.zaak_id = NEW.zaak_ptr_id)) THEN
    RAISE EXCEPTION 'the oordeel over the whole contradicts a part' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $function$;

-- Whether an oordeel over the whole fits those over the parts (klachten/oordelen.py, the other way round).
CREATE OR REPLACE FUNCTION app.oordeel_past(p_geheel text, p_delen text[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT CASE
  WHEN p_geheel IN ('ongegrond', 'kennelijk_ongegrond') THEN NOT p_delen && '{gegrond,deels_gegrond}'
  WHEN p_geheel = 'gegrond' THEN NOT p_delen && '{ongegrond,kennelijk_ongegrond,deels_gegrond}'
  WHEN p_geheel = 'deels_gegrond' THEN p_delen = '{}' OR '' = ANY (p_delen)
    OR (p_delen && '{gegrond,deels_gegrond}' AND NOT p_delen <@ '{gegrond}')
  WHEN p_geheel = 'geen_oordeel' THEN NOT p_delen && '{gegrond,deels_gegrond,ongegrond,kennelijk_ongegrond}'
  ELSE true END $function$;
GRANT EXECUTE ON FUNCTION app.oordeel_past(text,text[]) TO jid_web;

-- Table klachten_klacht
ALTER TABLE klachten_klacht ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON klachten_klacht FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON klachten_klacht FOR INSERT TO jid_web
  WITH CHECK (status = 'ontvangen'
      AND app.mag_wijzigen(zaak_ptr_id)
      AND (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = klachten_klacht.zaak_ptr_id
          AND z.soort = 'klacht')));
CREATE POLICY wijzigen ON klachten_klacht FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_ptr_id));
CREATE POLICY zien ON klachten_klacht FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = klachten_klacht.zaak_ptr_id)));
CREATE CONSTRAINT TRIGGER datums_kloppen AFTER INSERT OR UPDATE ON klachten_klacht DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.datums_kloppen('klachten_klacht', 'zaak_ptr_id', 'ontvangen_defensie<ontvangen_register',
    'ontvangen_defensie<datum_afgehandeld', 'datum_afgehandeld<datum_gesloten', 'voorval_van<ontvangen_defensie',
    'voorval_van<voorval_tot', 'ontvangen_defensie<bevestigd_op', 'ontvangen_defensie<aanvulling_gevraagd_op',
    'ontvangen_defensie<afschrift_aangeklaagde_op', 'ontvangen_defensie<hoorzitting_op',
    'ontvangen_defensie<advies_op', 'ontvangen_defensie<oordeel_op', 'ontvangen_defensie<kennisgeving_op',
    'ontvangen_defensie<verdaagd_op', 'ontvangen_defensie<instemming_uitstel_op',
    'ontvangen_defensie<niet_in_behandeling_bericht_op', 'ontvangen_defensie<ombudsman_oordeel_op',
    'hoorzitting_op<advies_op', 'hoorzitting_op<oordeel_op', 'bevestigd_op<oordeel_op', 'advies_op<oordeel_op',
    'oordeel_op<kennisgeving_op', 'verdaagd_op<oordeel_op', 'verdaagd_op<verdaagd_klager_op',
    'verdaagd_op<verdaagd_aangeklaagde_op', 'instemming_uitstel_op<instemming_uitstel_tot',
    'kennisgeving_op<ombudsman_oordeel_op', 'ontvangen_defensie<vandaag', 'ontvangen_register<vandaag',
    'voorval_van<vandaag', 'datum_afgehandeld<vandaag', 'datum_gesloten<vandaag', 'bevestigd_op<vandaag',
    'aanvulling_gevraagd_op<vandaag', 'afschrift_aangeklaagde_op<vandaag', 'hoorzitting_op<vandaag',
    'advies_op<vandaag', 'oordeel_op<vandaag', 'kennisgeving_op<vandaag', 'verdaagd_op<vandaag',
    'instemming_uitstel_op<vandaag', 'niet_in_behandeling_bericht_op<vandaag', 'ombudsman_oordeel_op<vandaag',
    'verdaagd_klager_op<vandaag', 'verdaagd_aangeklaagde_op<vandaag');
CREATE TRIGGER gesloten_vraagt_reden BEFORE UPDATE ON klachten_klacht
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_ptr_id', '{}');
CREATE TRIGGER klacht_oordeel_past BEFORE UPDATE OF oordeel_id, status ON klachten_klacht
  FOR EACH ROW WHEN (new.oordeel_id IS NOT NULL
      AND (new.oordeel_id IS DISTINCT FROM old.oordeel_id
      OR new.status::text <> old.status::text
        AND (new.status = ANY (ARRAY['oordeel', 'afgehandeld']))))
  EXECUTE FUNCTION app.klacht_oordeel_past();
CREATE TRIGGER klacht_overgang BEFORE UPDATE OF status ON klachten_klacht
  FOR EACH ROW
  EXECUTE FUNCTION app.klacht_overgang();
CREATE TRIGGER tegenspraken AFTER INSERT OR UPDATE ON klachten_klacht
  FOR EACH ROW
  EXECUTE FUNCTION app.klacht_tegenspraken();
CREATE TRIGGER volg_velden AFTER UPDATE ON klachten_klacht
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_ptr_id', 'zaak_ptr_id', '{}');
ALTER TABLE klachten_klacht ADD CONSTRAINT klacht_oordeel_met_datum
  CHECK (oordeel_op IS NULL
    OR oordeel_id IS NOT NULL);
ALTER TABLE klachten_klacht ADD CONSTRAINT klacht_status_bestaat
  CHECK (status = ANY (ARRAY['ontvangen', 'wacht_op_aanvulling', 'beoordelen', 'niet_in_behandeling',
      'informele_oplossing', 'in_behandeling', 'horen', 'advies_uitgebracht', 'oordeel', 'afgehandeld', 'gesloten',
      'ingetrokken', 'doorgeleid']));
ALTER TABLE klachten_klacht ADD CONSTRAINT klacht_uitstel_met_instemming
  CHECK (instemming_uitstel_tot IS NULL
    OR instemming_uitstel_op IS NOT NULL);
ALTER TABLE klachten_klacht ADD CONSTRAINT klacht_verdaging_hoogstens_vier_weken
  CHECK (verdaagd_op IS NULL
      AND verdaagd_weken IS NULL
    OR verdaagd_op IS NOT NULL
      AND verdaagd_weken >= 1
      AND verdaagd_weken <= 4);
GRANT SELECT, INSERT, UPDATE ON klachten_klacht TO jid_web;
GRANT SELECT, INSERT ON klachten_klacht TO jid_worker;

-- Table klachten_klachtonderdeel
ALTER TABLE klachten_klachtonderdeel ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON klachten_klachtonderdeel FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON klachten_klachtonderdeel FOR INSERT TO jid_web
  WITH CHECK (true AND app.mag_wijzigen(zaak_id));
CREATE POLICY verwijderen ON klachten_klachtonderdeel FOR DELETE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY wijzigen ON klachten_klachtonderdeel FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON klachten_klachtonderdeel FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = klachten_klachtonderdeel.zaak_id)));
CREATE TRIGGER gesloten_vraagt_reden BEFORE INSERT OR DELETE OR UPDATE ON klachten_klachtonderdeel
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON klachten_klachtonderdeel
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
CREATE TRIGGER volg_velden AFTER UPDATE ON klachten_klachtonderdeel
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
ALTER TABLE klachten_klachtonderdeel ADD CONSTRAINT klachtonderdeel_zegt_iets
  CHECK (gedraging_id IS NOT NULL
    OR omschrijving IS NOT NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON klachten_klachtonderdeel TO jid_web;
GRANT SELECT, INSERT ON klachten_klachtonderdeel TO jid_worker;
