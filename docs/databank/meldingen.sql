-- Meldingen
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- The legal steps of a melding (meldingen/status.py), and what must go with a step.
CREATE OR REPLACE FUNCTION app.melding_overgang()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NEW.status = OLD.status THEN RETURN NEW; END IF;
  IF (OLD.status, NEW.status) NOT IN (('nieuw', 'in_beoordeling'), ('in_beoordeling', 'in_behandeling'), ('in_beoordeling', 'niet_in_behandeling'), ('in_beoordeling', 'doorgeleid'), ('in_beoordeling', 'samengevoegd'), ('in_behandeling', 'wacht_op_besluit'), ('in_behandeling', 'in_onderzoek'), ('in_behandeling', 'opgeschort'), ('in_behandeling', 'ingetrokken'), ('in_onderzoek', 'in_behandeling'), ('opgeschort', 'in_behandeling'), ('wacht_op_besluit', 'in_behandeling'), ('wacht_op_besluit', 'afgehandeld'), ('afgehandeld', 'nazorg'), ('afgehandeld', 'heropend'), ('nazorg', 'gesloten'), ('gesloten', 'heropend'), ('heropend', 'in_behandeling'), ('doorgeleid', 'in_beoordeling'), ('samengevoegd', 'in_beoordeling')) THEN
    RAISE EXCEPTION 'no such transition: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.zaak_ptr_id AND z.geannuleerd_op IS NOT NULL) THEN
    RAISE EXCEPTION 'an annulled zaak does not move' USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.status = 'doorgeleid' AND NOT app.komt_nu_terug(NEW.zaak_ptr_id)) OR (NEW.status = 'doorgeleid' AND NOT app.is_doorgeleid(NEW.zaak_ptr_id)) OR ('samengevoegd' IN (OLD.status, NEW.status) AND (NEW.status = 'samengevoegd') IS DISTINCT FROM (SELECT z.samengevoegd_met_id IS NOT NULL FROM zaken_zaak z WHERE z.id = NEW.zaak_ptr_id)) THEN
    RAISE EXCEPTION 'a zaak goes with this step: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $function$;

-- Whether a melding is closed, for app.is_gesloten.
CREATE OR REPLACE FUNCTION app.melding_gesloten(p_zaak uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT x.status IN ('doorgeleid', 'gesloten', 'ingetrokken', 'niet_in_behandeling', 'samengevoegd') FROM meldingen_melding x WHERE x.zaak_ptr_id = p_zaak $function$;
GRANT EXECUTE ON FUNCTION app.melding_gesloten(uuid) TO jid_web, jid_worker;

-- What cannot go together on a melding: its uitkomst and its status.
CREATE OR REPLACE FUNCTION app.melding_tegenspraken()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT row_security_active('zaken_zaak') THEN RETURN NULL; END IF;
  IF (NEW.uitkomst_id) IS DISTINCT FROM (OLD.uitkomst_id)
     AND (TG_OP = 'UPDATE' AND NEW.uitkomst_id IS NOT NULL AND (SELECT c.code FROM codelijsten_code c WHERE c.id = NEW.uitkomst_id) <> NEW.status AND (NEW.status IN ('ingetrokken', 'niet_in_behandeling', 'doorgeleid') OR (SELECT c.code FROM codelijsten_code c WHERE c.id = NEW.uitkomst_id) IN ('ingetrokken', 'niet_in_behandeling', 'doorgeleid'))) THEN
    RAISE EXCEPTION 'contradiction: uitkomst_id' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status) IS DISTINCT FROM (OLD.status)
     AND (TG_OP = 'UPDATE' AND NEW.status = 'afgehandeld' AND (SELECT c.code FROM codelijsten_code c WHERE c.id = NEW.uitkomst_id) IN ('ingetrokken', 'niet_in_behandeling', 'doorgeleid')) THEN
    RAISE EXCEPTION 'contradiction: status' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $function$;

-- Feedback to the melder has a date or a reason why not, never both.
CREATE OR REPLACE FUNCTION app.melding_bericht_of_reden()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT row_security_active('zaken_zaak') THEN RETURN NULL; END IF;
  IF (NEW.teruggekoppeld_op, NEW.geen_terugkoppeling_reden) IS DISTINCT FROM (OLD.teruggekoppeld_op, OLD.geen_terugkoppeling_reden)
     AND (num_nonnulls(NEW.teruggekoppeld_op, NEW.geen_terugkoppeling_reden) = 2) THEN
    RAISE EXCEPTION 'contradiction: teruggekoppeld_op, geen_terugkoppeling_reden' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $function$;

-- The ways in which a melding ended agree: no action excludes the rest, doorgeleid is where it went.
CREATE OR REPLACE FUNCTION app.afdoeningen_kloppen()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_code text := (SELECT c.code FROM codelijsten_code c WHERE c.id = NEW.code_id);
BEGIN
  IF NOT row_security_active('zaken_zaak') THEN RETURN NULL; END IF;
  IF EXISTS (SELECT FROM meldingen_afdoening a JOIN codelijsten_code c ON c.id = a.code_id
             WHERE a.zaak_id = NEW.zaak_id AND a.id <> NEW.id AND 'geen_actie' IN (c.code, v_code)) THEN
    RAISE EXCEPTION 'no action excludes the rest' USING ERRCODE = 'check_violation';
  END IF;
  -- what stood in a file is what it was there
  IF v_code IN ('doorgeleid_klacht', 'doorgeleid_misstand') AND NOT pg_has_role('jid_worker', 'USAGE')
     AND NOT EXISTS (SELECT FROM meldingen_melding m WHERE m.zaak_ptr_id = NEW.zaak_id
                     AND m.doorgeleid_naar = substr(v_code, length('doorgeleid_') + 1)) THEN
    RAISE EXCEPTION 'the melding did not go there' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $function$;

-- Another person than who reopened a melding takes it into handling, by the history of its status.
CREATE OR REPLACE FUNCTION app.heropenen_vraagt_twee()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF app.uid() = (SELECT v.door_id FROM zaken_veldwijziging v
                  WHERE v.zaak_id = NEW.zaak_ptr_id AND v.tabel = 'meldingen_melding' AND v.veld = 'status' AND v.nieuw = 'heropend'
                  ORDER BY v.id DESC LIMIT 1) THEN
    RAISE EXCEPTION 'a second person takes a reopened melding into handling' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $function$;

-- Whether anybody in this team could read a zaak; an import asks it.
CREATE OR REPLACE FUNCTION app.team_heeft_lezers(p_team bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (
     SELECT FROM gebruikers_lidmaatschap l
     JOIN gebruikers_gebruiker g ON g.id = l.gebruiker_id AND g.is_active
     JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id
     WHERE l.team_id = p_team
       AND r.rol IN ('adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden')) $function$;
GRANT EXECUTE ON FUNCTION app.team_heeft_lezers(bigint) TO jid_worker;

-- Table meldingen_afdoening
ALTER TABLE meldingen_afdoening ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON meldingen_afdoening FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON meldingen_afdoening FOR INSERT TO jid_web
  WITH CHECK (true AND app.mag_wijzigen(zaak_id));
CREATE POLICY verwijderen ON meldingen_afdoening FOR DELETE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON meldingen_afdoening FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = meldingen_afdoening.zaak_id)));
CREATE TRIGGER afdoeningen_kloppen AFTER INSERT ON meldingen_afdoening
  FOR EACH ROW
  EXECUTE FUNCTION app.afdoeningen_kloppen();
CREATE TRIGGER gesloten_vraagt_reden BEFORE INSERT OR DELETE OR UPDATE ON meldingen_afdoening
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON meldingen_afdoening
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
GRANT SELECT, INSERT, DELETE ON meldingen_afdoening TO jid_web;
GRANT SELECT, INSERT ON meldingen_afdoening TO jid_worker;

-- Table meldingen_melding
ALTER TABLE meldingen_melding ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON meldingen_melding FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON meldingen_melding FOR INSERT TO jid_web
  WITH CHECK (status = 'nieuw'
      AND app.mag_wijzigen(zaak_ptr_id)
      AND (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = meldingen_melding.zaak_ptr_id
          AND z.soort = 'melding')));
CREATE POLICY wijzigen ON meldingen_melding FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_ptr_id));
CREATE POLICY zien ON meldingen_melding FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = meldingen_melding.zaak_ptr_id)));
CREATE TRIGGER bericht_of_reden AFTER INSERT OR UPDATE ON meldingen_melding
  FOR EACH ROW
  EXECUTE FUNCTION app.melding_bericht_of_reden();
CREATE CONSTRAINT TRIGGER datums_kloppen AFTER INSERT OR UPDATE ON meldingen_melding DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.datums_kloppen('meldingen_melding', 'zaak_ptr_id', 'ontvangen_defensie<ontvangen_register',
    'ontvangen_defensie<datum_afgehandeld', 'datum_afgehandeld<datum_gesloten', 'voorval_van<ontvangen_defensie',
    'voorval_van<voorval_tot', 'ontvangen_defensie<bevestigd_op', 'ontvangen_defensie<coid_advies_op',
    'ontvangen_defensie<besluit_bg_op', 'ontvangen_defensie<teruggekoppeld_op', 'ontvangen_defensie<nazorg_gedaan_op',
    'ontvangen_defensie<herinneren_op', 'bevestigd_op<teruggekoppeld_op', 'coid_advies_op<besluit_bg_op',
    'coid_advies_op<herinneren_op', 'ontvangen_defensie<vandaag', 'ontvangen_register<vandaag', 'voorval_van<vandaag',
    'datum_afgehandeld<vandaag', 'datum_gesloten<vandaag', 'bevestigd_op<vandaag', 'coid_advies_op<vandaag',
    'besluit_bg_op<vandaag', 'teruggekoppeld_op<vandaag', 'nazorg_gedaan_op<vandaag');
CREATE TRIGGER gesloten_vraagt_reden BEFORE UPDATE ON meldingen_melding
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_ptr_id', '{nazorg_gedaan_op}');
CREATE TRIGGER heropenen_vraagt_twee BEFORE UPDATE OF status ON meldingen_melding
  FOR EACH ROW WHEN (old.status = 'heropend'
      AND new.status = 'in_behandeling')
  EXECUTE FUNCTION app.heropenen_vraagt_twee();
CREATE TRIGGER melding_overgang BEFORE UPDATE OF status ON meldingen_melding
  FOR EACH ROW
  EXECUTE FUNCTION app.melding_overgang();
CREATE TRIGGER tegenspraken AFTER INSERT OR UPDATE ON meldingen_melding
  FOR EACH ROW
  EXECUTE FUNCTION app.melding_tegenspraken();
CREATE TRIGGER volg_velden AFTER UPDATE ON meldingen_melding
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_ptr_id', 'zaak_ptr_id', '{}');
ALTER TABLE meldingen_melding ADD CONSTRAINT melding_advies_met_datum
  CHECK (coid_advies_op IS NULL
    OR coid_advies_id IS NOT NULL);
ALTER TABLE meldingen_melding ADD CONSTRAINT melding_besluit_met_datum
  CHECK (besluit_bg_op IS NULL
    OR besluit_bg_id IS NOT NULL);
ALTER TABLE meldingen_melding ADD CONSTRAINT melding_status_bestaat
  CHECK (status = ANY (ARRAY['nieuw', 'in_beoordeling', 'in_behandeling', 'in_onderzoek', 'opgeschort',
      'wacht_op_besluit', 'afgehandeld', 'nazorg', 'gesloten', 'heropend', 'niet_in_behandeling', 'doorgeleid',
      'samengevoegd', 'ingetrokken']));
GRANT SELECT, INSERT, UPDATE ON meldingen_melding TO jid_web;
GRANT SELECT, INSERT ON meldingen_melding TO jid_worker;

-- Table meldingen_subcategorie
ALTER TABLE meldingen_subcategorie ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON meldingen_subcategorie FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON meldingen_subcategorie FOR INSERT TO jid_web
  WITH CHECK (true AND app.mag_wijzigen(zaak_id));
CREATE POLICY verwijderen ON meldingen_subcategorie FOR DELETE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON meldingen_subcategorie FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = meldingen_subcategorie.zaak_id)));
CREATE TRIGGER gesloten_vraagt_reden BEFORE INSERT OR DELETE OR UPDATE ON meldingen_subcategorie
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON meldingen_subcategorie
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
GRANT SELECT, INSERT, DELETE ON meldingen_subcategorie TO jid_web;
GRANT SELECT, INSERT ON meldingen_subcategorie TO jid_worker;
