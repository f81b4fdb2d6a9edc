-- Onderzoeken
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- The legal steps of an onderzoek (onderzoeken/status.py).
CREATE OR REPLACE FUNCTION app.onderzoek_overgang()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NEW.status = OLD.status THEN RETURN NEW; END IF;
  IF (OLD.status, NEW.status) NOT IN (('advies_gevraagd', 'advies_coid'), ('advies_coid', 'besluit_bg'), ('besluit_bg', 'niet_instellen'), ('besluit_bg', 'ingesteld'), ('ingesteld', 'lopend'), ('lopend', 'opgeschort'), ('opgeschort', 'lopend'), ('lopend', 'wederhoor'), ('wederhoor', 'rapport_vastgesteld'), ('rapport_vastgesteld', 'besluit_genomen'), ('besluit_genomen', 'gearchiveerd'), ('niet_instellen', 'gearchiveerd'), ('gestaakt', 'gearchiveerd'), ('ingesteld', 'gestaakt'), ('lopend', 'gestaakt'), ('opgeschort', 'gestaakt'), ('wederhoor', 'gestaakt')) THEN
    RAISE EXCEPTION 'no such transition: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.zaak_ptr_id AND z.geannuleerd_op IS NOT NULL) THEN
    RAISE EXCEPTION 'an annulled zaak does not move' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $function$;

-- Whether an onderzoek is archived, for app.is_gesloten.
CREATE OR REPLACE FUNCTION app.onderzoek_gesloten(p_zaak uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT x.status IN ('gearchiveerd') FROM onderzoeken_onderzoek x WHERE x.zaak_ptr_id = p_zaak $function$;
GRANT EXECUTE ON FUNCTION app.onderzoek_gesloten(uuid) TO jid_web, jid_worker;

-- The conclusies of an archived onderzoek stay as they are.
CREATE OR REPLACE FUNCTION app.conclusies_vast()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  -- not the owner (definer functions, destroying), nor an import (rows of before)
  IF row_security_active('zaken_zaak') AND NOT pg_has_role('jid_worker', 'USAGE')
     AND EXISTS (SELECT FROM onderzoeken_onderzoek o WHERE o.status = 'gearchiveerd'
                 AND o.zaak_ptr_id IN (OLD.zaak_id, NEW.zaak_id)) THEN
    RAISE EXCEPTION 'the conclusies of an archived onderzoek stay' USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $function$;

-- Table onderzoeken_aanbeveling
ALTER TABLE onderzoeken_aanbeveling ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON onderzoeken_aanbeveling FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON onderzoeken_aanbeveling FOR INSERT TO jid_web
  WITH CHECK (true AND app.mag_wijzigen(zaak_id));
CREATE POLICY verwijderen ON onderzoeken_aanbeveling FOR DELETE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY wijzigen ON onderzoeken_aanbeveling FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON onderzoeken_aanbeveling FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = onderzoeken_aanbeveling.zaak_id)));
CREATE CONSTRAINT TRIGGER datums_kloppen AFTER INSERT OR UPDATE ON onderzoeken_aanbeveling DEFERRABLE INITIALLY
  DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.datums_kloppen('onderzoeken_onderzoek', 'zaak_id', 'ontvangen_defensie<uiterlijk_op');
CREATE TRIGGER gesloten_vraagt_reden BEFORE INSERT OR DELETE OR UPDATE ON onderzoeken_aanbeveling
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON onderzoeken_aanbeveling
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
CREATE TRIGGER volg_velden AFTER UPDATE ON onderzoeken_aanbeveling
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
GRANT SELECT, INSERT, UPDATE, DELETE ON onderzoeken_aanbeveling TO jid_web;
GRANT SELECT, INSERT ON onderzoeken_aanbeveling TO jid_worker;

-- Table onderzoeken_conclusie
ALTER TABLE onderzoeken_conclusie ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON onderzoeken_conclusie FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON onderzoeken_conclusie FOR INSERT TO jid_web
  WITH CHECK (true AND app.mag_wijzigen(zaak_id));
CREATE POLICY verwijderen ON onderzoeken_conclusie FOR DELETE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY wijzigen ON onderzoeken_conclusie FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON onderzoeken_conclusie FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = onderzoeken_conclusie.zaak_id)));
CREATE TRIGGER conclusies_vast BEFORE INSERT OR DELETE OR UPDATE ON onderzoeken_conclusie
  FOR EACH ROW
  EXECUTE FUNCTION app.conclusies_vast();
CREATE TRIGGER gesloten_vraagt_reden BEFORE INSERT OR DELETE OR UPDATE ON onderzoeken_conclusie
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON onderzoeken_conclusie
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
CREATE TRIGGER volg_velden AFTER UPDATE ON onderzoeken_conclusie
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
GRANT SELECT, INSERT, UPDATE, DELETE ON onderzoeken_conclusie TO jid_web;
GRANT SELECT, INSERT ON onderzoeken_conclusie TO jid_worker;

-- Table onderzoeken_gesprek
ALTER TABLE onderzoeken_gesprek ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON onderzoeken_gesprek FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON onderzoeken_gesprek FOR INSERT TO jid_web
  WITH CHECK (true AND app.mag_wijzigen(zaak_id));
CREATE POLICY verwijderen ON onderzoeken_gesprek FOR DELETE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY wijzigen ON onderzoeken_gesprek FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON onderzoeken_gesprek FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = onderzoeken_gesprek.zaak_id)));
CREATE CONSTRAINT TRIGGER datums_kloppen AFTER INSERT OR UPDATE ON onderzoeken_gesprek DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.datums_kloppen('onderzoeken_onderzoek', 'zaak_id', 'ontvangen_defensie<gehouden_op',
    'gehouden_op<vandaag');
CREATE TRIGGER gesloten_vraagt_reden BEFORE INSERT OR DELETE OR UPDATE ON onderzoeken_gesprek
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON onderzoeken_gesprek
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
CREATE TRIGGER volg_velden AFTER UPDATE ON onderzoeken_gesprek
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
GRANT SELECT, INSERT, UPDATE, DELETE ON onderzoeken_gesprek TO jid_web;
GRANT SELECT, INSERT ON onderzoeken_gesprek TO jid_worker;

-- Table onderzoeken_onderzoek
ALTER TABLE onderzoeken_onderzoek ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON onderzoeken_onderzoek FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON onderzoeken_onderzoek FOR INSERT TO jid_web
  WITH CHECK (status = 'advies_gevraagd'
      AND app.mag_wijzigen(zaak_ptr_id)
      AND (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = onderzoeken_onderzoek.zaak_ptr_id
          AND z.soort = 'onderzoek')));
CREATE POLICY wijzigen ON onderzoeken_onderzoek FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_ptr_id));
CREATE POLICY zien ON onderzoeken_onderzoek FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = onderzoeken_onderzoek.zaak_ptr_id)));
CREATE CONSTRAINT TRIGGER datums_kloppen AFTER INSERT OR UPDATE ON onderzoeken_onderzoek DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.datums_kloppen('onderzoeken_onderzoek', 'zaak_ptr_id', 'ontvangen_defensie<ontvangen_register',
    'ontvangen_defensie<datum_afgehandeld', 'datum_afgehandeld<datum_gesloten', 'voorval_van<ontvangen_defensie',
    'voorval_van<voorval_tot', 'ontvangen_defensie<coid_advies_op', 'ontvangen_defensie<besluit_bg_op',
    'ontvangen_defensie<ingesteld_op', 'ontvangen_defensie<wederhoor_op', 'ontvangen_defensie<rapport_op',
    'ontvangen_defensie<besluit_op', 'coid_advies_op<besluit_bg_op', 'besluit_bg_op<ingesteld_op',
    'ingesteld_op<wederhoor_op', 'ingesteld_op<rapport_op', 'ingesteld_op<besluit_op', 'wederhoor_op<rapport_op',
    'rapport_op<besluit_op', 'ontvangen_defensie<vandaag', 'ontvangen_register<vandaag', 'voorval_van<vandaag',
    'datum_afgehandeld<vandaag', 'datum_gesloten<vandaag', 'coid_advies_op<vandaag', 'besluit_bg_op<vandaag',
    'ingesteld_op<vandaag', 'wederhoor_op<vandaag', 'rapport_op<vandaag', 'besluit_op<vandaag');
CREATE TRIGGER gesloten_vraagt_reden BEFORE UPDATE ON onderzoeken_onderzoek
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_ptr_id', '{}');
CREATE TRIGGER onderzoek_overgang BEFORE UPDATE OF status ON onderzoeken_onderzoek
  FOR EACH ROW
  EXECUTE FUNCTION app.onderzoek_overgang();
CREATE TRIGGER volg_velden AFTER UPDATE ON onderzoeken_onderzoek
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_ptr_id', 'zaak_ptr_id', '{}');
ALTER TABLE onderzoeken_onderzoek ADD CONSTRAINT onderzoek_advies_met_datum
  CHECK (coid_advies_op IS NULL
    OR coid_advies_id IS NOT NULL);
ALTER TABLE onderzoeken_onderzoek ADD CONSTRAINT onderzoek_rapport_na_instelling
  CHECK (rapport_op IS NULL
    OR ingesteld_op IS NOT NULL);
ALTER TABLE onderzoeken_onderzoek ADD CONSTRAINT onderzoek_status_bestaat
  CHECK (status = ANY (ARRAY['advies_gevraagd', 'advies_coid', 'besluit_bg', 'niet_instellen', 'ingesteld', 'lopend',
      'opgeschort', 'wederhoor', 'rapport_vastgesteld', 'besluit_genomen', 'gestaakt', 'gearchiveerd']));
GRANT SELECT, INSERT, UPDATE ON onderzoeken_onderzoek TO jid_web;
GRANT SELECT, INSERT ON onderzoeken_onderzoek TO jid_worker;

-- Table onderzoeken_onderzoeker
ALTER TABLE onderzoeken_onderzoeker ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON onderzoeken_onderzoeker FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON onderzoeken_onderzoeker FOR INSERT TO jid_web
  WITH CHECK (true AND app.mag_wijzigen(zaak_id));
CREATE POLICY verwijderen ON onderzoeken_onderzoeker FOR DELETE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY wijzigen ON onderzoeken_onderzoeker FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON onderzoeken_onderzoeker FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = onderzoeken_onderzoeker.zaak_id)));
CREATE CONSTRAINT TRIGGER datums_kloppen AFTER INSERT OR UPDATE ON onderzoeken_onderzoeker DEFERRABLE INITIALLY
  DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.datums_kloppen('onderzoeken_onderzoek', 'zaak_id', 'onafhankelijk_op<vandaag');
CREATE TRIGGER gesloten_vraagt_reden BEFORE INSERT OR DELETE OR UPDATE ON onderzoeken_onderzoeker
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON onderzoeken_onderzoeker
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
CREATE TRIGGER volg_velden AFTER UPDATE ON onderzoeken_onderzoeker
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
GRANT SELECT, INSERT, UPDATE, DELETE ON onderzoeken_onderzoeker TO jid_web;
GRANT SELECT, INSERT ON onderzoeken_onderzoeker TO jid_worker;
