-- Kept filters
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Table zaken_bewaardfilter
ALTER TABLE zaken_bewaardfilter ENABLE ROW LEVEL SECURITY;
CREATE POLICY toevoegen ON zaken_bewaardfilter FOR INSERT TO jid_web
  WITH CHECK (eigenaar_id = ((SELECT app.uid())) AND (team_id IS NULL OR (team_id IN (SELECT app.mijn_teams()))));
CREATE POLICY verwijderen ON zaken_bewaardfilter FOR DELETE TO jid_web
  USING (eigenaar_id = ((SELECT app.uid())));
CREATE POLICY wijzigen ON zaken_bewaardfilter FOR UPDATE TO jid_web
  USING (eigenaar_id = ((SELECT app.uid())))
  WITH CHECK (eigenaar_id = ((SELECT app.uid())) AND (team_id IS NULL OR (team_id IN (SELECT app.mijn_teams()))));
CREATE POLICY zien ON zaken_bewaardfilter FOR SELECT TO jid_web
  USING (eigenaar_id = ((SELECT app.uid())) OR (team_id IN (SELECT app.mijn_teams())));
ALTER TABLE zaken_bewaardfilter ADD CONSTRAINT filter_is_te_lezen
  CHECK (jsonb_typeof(criteria) = 'object'
      AND length(criteria::text) <= 100000
      AND NOT criteria @? 'strict $.*?(@.type() != "array")'::jsonpath
      AND NOT criteria @? 'strict $.*[*]?(@.type() != "string")'::jsonpath) NOT VALID;
GRANT SELECT, INSERT, UPDATE (naam_versleuteld, team_id), DELETE ON zaken_bewaardfilter TO jid_web;

-- Table zaken_standaardfilter
ALTER TABLE zaken_standaardfilter ENABLE ROW LEVEL SECURITY;
CREATE POLICY toevoegen ON zaken_standaardfilter FOR INSERT TO jid_web
  WITH CHECK (gebruiker_id = ((SELECT app.uid()))
      AND (EXISTS (SELECT FROM zaken_bewaardfilter f WHERE f.id = zaken_standaardfilter.filter_id
          AND f.soort::text = zaken_standaardfilter.soort::text)));
CREATE POLICY verwijderen ON zaken_standaardfilter FOR DELETE TO jid_web
  USING (gebruiker_id = ((SELECT app.uid())));
CREATE POLICY zien ON zaken_standaardfilter FOR SELECT TO jid_web
  USING (gebruiker_id = ((SELECT app.uid())));
GRANT SELECT, INSERT, DELETE ON zaken_standaardfilter TO jid_web;
