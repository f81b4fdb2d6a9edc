-- Misstanden
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- The legal steps of a misstand (misstanden/status.py), and what must go with a step.
CREATE OR REPLACE FUNCTION app.misstand_overgang()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NEW.status = OLD.status THEN RETURN NEW; END IF;
  IF (OLD.status, NEW.status) NOT IN (('ontvangen', 'bevestigd'), ('bevestigd', 'beoordeeld'), ('beoordeeld', 'in_onderzoek'), ('beoordeeld', 'teruggekoppeld'), ('beoordeeld', 'geherkwalificeerd'), ('in_onderzoek', 'standpunt'), ('in_onderzoek', 'teruggekoppeld'), ('in_onderzoek', 'geherkwalificeerd'), ('standpunt', 'teruggekoppeld'), ('teruggekoppeld', 'nazorg'), ('nazorg', 'gesloten'), ('ontvangen', 'ingetrokken'), ('bevestigd', 'ingetrokken'), ('beoordeeld', 'ingetrokken'), ('in_onderzoek', 'ingetrokken'), ('standpunt', 'ingetrokken'), ('geherkwalificeerd', 'beoordeeld'), ('geherkwalificeerd', 'in_onderzoek')) THEN
    RAISE EXCEPTION 'no such transition: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.zaak_ptr_id AND z.geannuleerd_op IS NOT NULL) THEN
    RAISE EXCEPTION 'an annulled zaak does not move' USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.status = 'geherkwalificeerd' AND NOT app.komt_nu_terug(NEW.zaak_ptr_id)) THEN
    RAISE EXCEPTION 'a zaak goes with this step: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $function$;

-- Whether a misstand is closed, for app.is_gesloten.
CREATE OR REPLACE FUNCTION app.misstand_gesloten(p_zaak uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT x.status IN ('geherkwalificeerd', 'gesloten', 'ingetrokken') FROM misstanden_misstand x WHERE x.zaak_ptr_id = p_zaak $function$;
GRANT EXECUTE ON FUNCTION app.misstand_gesloten(uuid) TO jid_web, jid_worker;

-- What cannot go together on a misstand: a date and the reason why not, its uitkomst and its status.
CREATE OR REPLACE FUNCTION app.misstand_tegenspraken()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT row_security_active('zaken_zaak') THEN RETURN NULL; END IF;
  IF (NEW.bevestigd_op, NEW.geen_bevestiging_reden) IS DISTINCT FROM (OLD.bevestigd_op, OLD.geen_bevestiging_reden)
     AND (num_nonnulls(NEW.bevestigd_op, NEW.geen_bevestiging_reden) = 2) THEN
    RAISE EXCEPTION 'contradiction: bevestigd_op, geen_bevestiging_reden' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.terugkoppeling_op, NEW.geen_terugkoppeling_reden) IS DISTINCT FROM (OLD.terugkoppeling_op, OLD.geen_terugkoppeling_reden)
     AND (num_nonnulls(NEW.terugkoppeling_op, NEW.geen_terugkoppeling_reden) = 2) THEN
    RAISE EXCEPTION 'contradiction: terugkoppeling_op, geen_terugkoppeling_reden' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.uitkomst, NEW.doorgezonden_aan_id) IS DISTINCT FROM (OLD.uitkomst, OLD.doorgezonden_aan_id)
     AND (NEW.doorgezonden_aan_id IS NOT NULL AND NEW.uitkomst <> 'doorgezonden') THEN
    RAISE EXCEPTION 'contradiction: uitkomst, doorgezonden_aan_id' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.uitkomst) IS DISTINCT FROM (OLD.uitkomst)
     AND (TG_OP = 'UPDATE' AND ((NEW.uitkomst = 'ingetrokken') <> (NEW.status = 'ingetrokken') OR (NEW.uitkomst = 'geen_vermoeden') <> (NEW.status = 'geherkwalificeerd'))) THEN
    RAISE EXCEPTION 'contradiction: uitkomst' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $function$;

-- The identity of who reports a misstand is secret by law (Wbk art. 1a).
CREATE OR REPLACE FUNCTION app.misstand_is_geheim()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  NEW.anonimiteit := 'vertrouwelijk';
  RETURN NEW;
END $function$;

-- Table misstanden_bekendmaking
ALTER TABLE misstanden_bekendmaking ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON misstanden_bekendmaking FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON misstanden_bekendmaking FOR INSERT TO jid_web
  WITH CHECK (true AND app.mag_wijzigen(zaak_id));
CREATE POLICY verwijderen ON misstanden_bekendmaking FOR DELETE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY wijzigen ON misstanden_bekendmaking FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON misstanden_bekendmaking FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = misstanden_bekendmaking.zaak_id)));
CREATE CONSTRAINT TRIGGER datums_kloppen AFTER INSERT OR UPDATE ON misstanden_bekendmaking DEFERRABLE INITIALLY
  DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.datums_kloppen('misstanden_misstand', 'zaak_id', 'ontvangen_defensie<op',
    'ontvangen_defensie<vooraf_bericht_op', 'vooraf_bericht_op<op', 'op<vandaag', 'vooraf_bericht_op<vandaag');
CREATE TRIGGER gesloten_vraagt_reden BEFORE INSERT OR DELETE OR UPDATE ON misstanden_bekendmaking
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON misstanden_bekendmaking
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
CREATE TRIGGER volg_velden AFTER UPDATE ON misstanden_bekendmaking
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
ALTER TABLE misstanden_bekendmaking ADD CONSTRAINT bekendmaking_bericht_vooraf
  CHECK (vooraf_bericht_op IS NULL
    OR vooraf_bericht_op <= op);
ALTER TABLE misstanden_bekendmaking ADD CONSTRAINT bekendmaking_grond_bestaat
  CHECK (grond = ANY (ARRAY['toestemming', 'wettelijke_plicht']));
ALTER TABLE misstanden_bekendmaking ADD CONSTRAINT bekendmaking_plicht_met_redenen
  CHECK (grond = 'toestemming'
    OR vooraf_bericht IS NOT NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON misstanden_bekendmaking TO jid_web;
GRANT SELECT, INSERT ON misstanden_bekendmaking TO jid_worker;

-- Table misstanden_benadeling
ALTER TABLE misstanden_benadeling ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON misstanden_benadeling FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON misstanden_benadeling FOR INSERT TO jid_web
  WITH CHECK (true AND app.mag_wijzigen(zaak_id));
CREATE POLICY verwijderen ON misstanden_benadeling FOR DELETE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY wijzigen ON misstanden_benadeling FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON misstanden_benadeling FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = misstanden_benadeling.zaak_id)));
CREATE CONSTRAINT TRIGGER datums_kloppen AFTER INSERT OR UPDATE ON misstanden_benadeling DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.datums_kloppen('misstanden_misstand', 'zaak_id', 'ontvangen_defensie<bekend_op',
    'bekend_op<vandaag');
CREATE TRIGGER gesloten_vraagt_reden BEFORE INSERT OR DELETE OR UPDATE ON misstanden_benadeling
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON misstanden_benadeling
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
CREATE TRIGGER volg_velden AFTER UPDATE ON misstanden_benadeling
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
GRANT SELECT, INSERT, UPDATE, DELETE ON misstanden_benadeling TO jid_web;
GRANT SELECT, INSERT ON misstanden_benadeling TO jid_worker;

-- Table misstanden_misstand
ALTER TABLE misstanden_misstand ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON misstanden_misstand FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON misstanden_misstand FOR INSERT TO jid_web
  WITH CHECK (status = 'ontvangen'
      AND app.mag_wijzigen(zaak_ptr_id)
      AND (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = misstanden_misstand.zaak_ptr_id
          AND z.soort = 'misstand')));
CREATE POLICY wijzigen ON misstanden_misstand FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_ptr_id));
CREATE POLICY zien ON misstanden_misstand FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = misstanden_misstand.zaak_ptr_id)));
CREATE CONSTRAINT TRIGGER datums_kloppen AFTER INSERT OR UPDATE ON misstanden_misstand DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.datums_kloppen('misstanden_misstand', 'zaak_ptr_id', 'ontvangen_defensie<ontvangen_register',
    'ontvangen_defensie<datum_afgehandeld', 'datum_afgehandeld<datum_gesloten', 'voorval_van<ontvangen_defensie',
    'voorval_van<voorval_tot', 'ontvangen_defensie<bevestigd_op', 'ontvangen_defensie<verslag_akkoord_op',
    'ontvangen_defensie<bevindingen_op', 'ontvangen_defensie<terugkoppeling_op',
    'ontvangen_defensie<navraag_benadeling_op', 'ontvangen_defensie<nazorg_gedaan_op', 'bevestigd_op<bevindingen_op',
    'bevestigd_op<terugkoppeling_op', 'ontvangen_defensie<vandaag', 'ontvangen_register<vandaag',
    'voorval_van<vandaag', 'datum_afgehandeld<vandaag', 'datum_gesloten<vandaag', 'bevestigd_op<vandaag',
    'verslag_akkoord_op<vandaag', 'bevindingen_op<vandaag', 'terugkoppeling_op<vandaag',
    'navraag_benadeling_op<vandaag', 'nazorg_gedaan_op<vandaag');
CREATE TRIGGER gesloten_vraagt_reden BEFORE UPDATE ON misstanden_misstand
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_ptr_id', '{nazorg_gedaan_op}');
CREATE TRIGGER misstand_overgang BEFORE UPDATE OF status ON misstanden_misstand
  FOR EACH ROW
  EXECUTE FUNCTION app.misstand_overgang();
CREATE TRIGGER tegenspraken AFTER INSERT OR UPDATE ON misstanden_misstand
  FOR EACH ROW
  EXECUTE FUNCTION app.misstand_tegenspraken();
CREATE TRIGGER volg_velden AFTER UPDATE ON misstanden_misstand
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_ptr_id', 'zaak_ptr_id', '{}');
ALTER TABLE misstanden_misstand ADD CONSTRAINT misstand_ontvanger_is_niet_opvolger
  CHECK (ontvanger_id IS NULL
    OR opvolger_id IS NULL
    OR NOT (ontvanger_id = opvolger_id
        AND ontvanger_id IS NOT NULL
        AND opvolger_id IS NOT NULL));
ALTER TABLE misstanden_misstand ADD CONSTRAINT misstand_status_bestaat
  CHECK (status = ANY (ARRAY['ontvangen', 'bevestigd', 'beoordeeld', 'in_onderzoek', 'standpunt', 'teruggekoppeld',
      'nazorg', 'gesloten', 'geherkwalificeerd', 'ingetrokken']));
ALTER TABLE misstanden_misstand ADD CONSTRAINT misstand_toets_bestaat
  CHECK ((maatschappelijk_belang_toets = ANY (ARRAY['', 'ja', 'nee']))
      AND (inbreuk_unierecht = ANY (ARRAY['', 'ja', 'nee'])));
ALTER TABLE misstanden_misstand ADD CONSTRAINT misstand_uitkomst_bestaat
  CHECK (uitkomst = ANY (ARRAY['', 'vastgesteld', 'niet_vastgesteld', 'geen_vermoeden', 'ingetrokken',
      'doorgezonden']));
GRANT SELECT, INSERT, UPDATE ON misstanden_misstand TO jid_web;
GRANT SELECT, INSERT ON misstanden_misstand TO jid_worker;

-- Table misstanden_opschorting
ALTER TABLE misstanden_opschorting ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON misstanden_opschorting FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON misstanden_opschorting FOR INSERT TO jid_web
  WITH CHECK (true AND app.mag_wijzigen(zaak_id));
CREATE POLICY verwijderen ON misstanden_opschorting FOR DELETE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY wijzigen ON misstanden_opschorting FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON misstanden_opschorting FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = misstanden_opschorting.zaak_id)));
CREATE CONSTRAINT TRIGGER datums_kloppen AFTER INSERT OR UPDATE ON misstanden_opschorting DEFERRABLE INITIALLY
  DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.datums_kloppen('misstanden_misstand', 'zaak_id', 'ontvangen_defensie<van', 'van<tot',
    'van<vandaag', 'tot<vandaag');
CREATE TRIGGER gesloten_vraagt_reden BEFORE INSERT OR DELETE OR UPDATE ON misstanden_opschorting
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('zaak_id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON misstanden_opschorting
  FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
CREATE TRIGGER volg_velden AFTER UPDATE ON misstanden_opschorting
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
ALTER TABLE misstanden_opschorting ADD CONSTRAINT opschorting_loopt_vooruit CHECK (tot IS NULL OR tot >= van);
GRANT SELECT, INSERT, UPDATE, DELETE ON misstanden_opschorting TO jid_web;
GRANT SELECT, INSERT ON misstanden_opschorting TO jid_worker;
