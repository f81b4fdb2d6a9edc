-- Long work, and bringing a file
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- A file that stands ready expires when its owner is excluded from any zaak; taking the exclusion off does not bring it back.
CREATE OR REPLACE FUNCTION app.bestanden_verlopen()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  UPDATE achtergrond_taakopdracht SET verloopt_op = least(verloopt_op, now())
  WHERE eigenaar_id = NEW.gebruiker_id AND staat = 'klaar' AND opgehaald_op IS NULL;
  RETURN NULL;
END $function$;

-- A file whose owner was excluded while it was made has expired when it is ready.
CREATE OR REPLACE FUNCTION app.klaar_na_uitsluiting()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.gebruiker_id = NEW.eigenaar_id AND u.op >= NEW.gevraagd_op) THEN
    NEW.verloopt_op := NEW.klaar_op;
  END IF;
  RETURN NEW;
END $function$;

-- Table achtergrond_resultaatdeel
ALTER TABLE achtergrond_resultaatdeel ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON achtergrond_resultaatdeel FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY weghalen ON achtergrond_resultaatdeel FOR DELETE TO jid_web
  USING ((EXISTS (SELECT FROM achtergrond_taakopdracht t WHERE t.id = achtergrond_resultaatdeel.opdracht_id
          AND t.opgehaald_op IS NOT NULL)));
CREATE POLICY zien ON achtergrond_resultaatdeel FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM achtergrond_taakopdracht t WHERE t.id = achtergrond_resultaatdeel.opdracht_id
          AND t.staat = 'klaar'
          AND NOT app.uitgesloten_sinds(t.gevraagd_op))));
GRANT SELECT, DELETE ON achtergrond_resultaatdeel TO jid_web;
GRANT SELECT, INSERT, DELETE ON achtergrond_resultaatdeel TO jid_worker;

-- Table achtergrond_taakopdracht
ALTER TABLE achtergrond_taakopdracht ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON achtergrond_taakopdracht FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY vragen ON achtergrond_taakopdracht FOR INSERT TO jid_web
  WITH CHECK (eigenaar_id = app.uid() AND staat = 'wacht' AND poging = 0 AND klaar_op IS NULL AND opgehaald_op IS NULL);
CREATE POLICY wijzigen ON achtergrond_taakopdracht FOR UPDATE TO jid_web
  USING (eigenaar_id = app.uid());
CREATE POLICY zien ON achtergrond_taakopdracht FOR SELECT TO jid_web
  USING (eigenaar_id = app.uid());
CREATE TRIGGER klaar_na_uitsluiting BEFORE UPDATE OF staat ON achtergrond_taakopdracht
  FOR EACH ROW WHEN (new.staat = 'klaar'
      AND old.staat <> 'klaar')
  EXECUTE FUNCTION app.klaar_na_uitsluiting();
ALTER TABLE achtergrond_taakopdracht ADD CONSTRAINT taakopdracht_klaar_verloopt
  CHECK (NOT staat = 'klaar'
    OR klaar_op IS NOT NULL
      AND verloopt_op IS NOT NULL);
ALTER TABLE achtergrond_taakopdracht ADD CONSTRAINT taakopdracht_staat_bestaat
  CHECK (staat = ANY (ARRAY['wacht', 'bezig', 'klaar', 'mislukt', 'geannuleerd']));
GRANT SELECT, INSERT, UPDATE (annuleren_op, opgehaald_op) ON achtergrond_taakopdracht TO jid_web;
GRANT SELECT, UPDATE, DELETE ON achtergrond_taakopdracht TO jid_worker;

-- Table inlezen_inlezing
ALTER TABLE inlezen_inlezing ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON inlezen_inlezing FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY weghalen ON inlezen_inlezing FOR DELETE TO jid_web
  USING (eigenaar_id = app.uid() AND klaar_op IS NULL);
CREATE POLICY wijzigen ON inlezen_inlezing FOR UPDATE TO jid_web
  USING (eigenaar_id = app.uid() AND klaar_op IS NULL)
  WITH CHECK (eigenaar_id = app.uid()
      AND (opdracht_id IS NULL
      OR (EXISTS (SELECT FROM achtergrond_taakopdracht t WHERE t.id = inlezen_inlezing.opdracht_id AND t.eigenaar_id =
          app.uid()))));
CREATE POLICY zaken ON inlezen_inlezing FOR INSERT TO jid_web
  WITH CHECK (eigenaar_id = app.uid()
      AND klaar_op IS NULL
      AND bestemming = ''
      AND opdracht_id IS NULL
      AND (soort = ANY (ARRAY['meldingen', 'klachten', 'misstanden', 'onderzoeken']))
      AND app.heeft_rol(VARIADIC ARRAY['intake']));
CREATE POLICY zien ON inlezen_inlezing FOR SELECT TO jid_web
  USING (eigenaar_id = app.uid());
ALTER TABLE inlezen_inlezing ADD CONSTRAINT inlezing_klaar_is_leeg
  CHECK (bestemming = ''
      AND klaar_op IS NULL
    OR bestand = ''
      AND fouten = ''
      AND keuze = '');
GRANT SELECT, INSERT, UPDATE (aantal_fouten, fouten, keuze, opdracht_id), DELETE ON inlezen_inlezing TO jid_web;
GRANT SELECT, UPDATE, DELETE ON inlezen_inlezing TO jid_worker;

-- Table inlezen_inlezingdeel
ALTER TABLE inlezen_inlezingdeel ENABLE ROW LEVEL SECURITY;
CREATE POLICY brengen ON inlezen_inlezingdeel FOR INSERT TO jid_web
  WITH CHECK ((EXISTS (SELECT FROM inlezen_inlezing i WHERE i.id = inlezen_inlezingdeel.inlezing_id
          AND i.eigenaar_id = app.uid()
          AND i.keuze = ''
          AND i.klaar_op IS NULL)));
CREATE POLICY taken ON inlezen_inlezingdeel FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY weghalen ON inlezen_inlezingdeel FOR DELETE TO jid_web
  USING ((EXISTS (SELECT FROM inlezen_inlezing i WHERE i.id = inlezen_inlezingdeel.inlezing_id
          AND i.eigenaar_id = app.uid())));
CREATE POLICY zien ON inlezen_inlezingdeel FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM inlezen_inlezing i WHERE i.id = inlezen_inlezingdeel.inlezing_id)));
GRANT SELECT, INSERT, DELETE ON inlezen_inlezingdeel TO jid_web;
GRANT SELECT, DELETE ON inlezen_inlezingdeel TO jid_worker;

-- Table inlezen_kolomkeuze
ALTER TABLE inlezen_kolomkeuze ENABLE ROW LEVEL SECURITY;
CREATE POLICY nieuw ON inlezen_kolomkeuze FOR INSERT TO jid_web
  WITH CHECK (eigenaar_id = app.uid());
CREATE POLICY taken ON inlezen_kolomkeuze FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (false);
CREATE POLICY wijzigen ON inlezen_kolomkeuze FOR UPDATE TO jid_web
  USING (eigenaar_id = app.uid())
  WITH CHECK (eigenaar_id = app.uid());
CREATE POLICY zien ON inlezen_kolomkeuze FOR SELECT TO jid_web
  USING (eigenaar_id = app.uid());
GRANT SELECT, INSERT, UPDATE (gebruikt_op, keuze) ON inlezen_kolomkeuze TO jid_web;
GRANT SELECT (gebruikt_op, id), DELETE ON inlezen_kolomkeuze TO jid_worker;
