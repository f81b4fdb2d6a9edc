"""What somebody brought is the owner's alone; the worker takes it in and clears it away."""

from django.db import migrations

SQL = """
ALTER TABLE inlezen_inlezing ENABLE ROW LEVEL SECURITY;
ALTER TABLE inlezen_inlezingdeel ENABLE ROW LEVEL SECURITY;
ALTER TABLE inlezen_kolomkeuze ENABLE ROW LEVEL SECURITY;

CREATE POLICY zien ON inlezen_inlezing FOR SELECT TO jid_web USING (eigenaar_id = app.uid());
-- Who may bring what. Another kind of file adds a policy of its own.
CREATE POLICY zaken ON inlezen_inlezing FOR INSERT TO jid_web WITH CHECK (
  eigenaar_id = app.uid() AND klaar_op IS NULL AND uitkomst IS NULL AND opdracht_id IS NULL
  AND soort IN ('meldingen', 'klachten', 'misstanden', 'onderzoeken') AND app.heeft_rol('intake'));
CREATE POLICY wijzigen ON inlezen_inlezing FOR UPDATE TO jid_web
  USING (eigenaar_id = app.uid() AND klaar_op IS NULL) WITH CHECK (
  eigenaar_id = app.uid() AND (opdracht_id IS NULL OR EXISTS (
    SELECT FROM achtergrond_taakopdracht t WHERE t.id = opdracht_id AND t.eigenaar_id = app.uid())));
CREATE POLICY weghalen ON inlezen_inlezing FOR DELETE TO jid_web USING (eigenaar_id = app.uid() AND klaar_op IS NULL);
GRANT SELECT, INSERT, DELETE ON inlezen_inlezing TO jid_web;
GRANT UPDATE (keuze, fouten, aantal_fouten, opdracht_id) ON inlezen_inlezing TO jid_web;

CREATE POLICY zien ON inlezen_inlezingdeel FOR SELECT TO jid_web
  USING (EXISTS (SELECT FROM inlezen_inlezing i WHERE i.id = inlezing_id));
CREATE POLICY brengen ON inlezen_inlezingdeel FOR INSERT TO jid_web WITH CHECK (EXISTS (
  SELECT FROM inlezen_inlezing i WHERE i.id = inlezing_id AND i.eigenaar_id = app.uid() AND i.keuze = '' AND i.klaar_op IS NULL));
CREATE POLICY weghalen ON inlezen_inlezingdeel FOR DELETE TO jid_web USING (EXISTS (
  SELECT FROM inlezen_inlezing i WHERE i.id = inlezing_id AND i.eigenaar_id = app.uid()));
GRANT SELECT, INSERT, DELETE ON inlezen_inlezingdeel TO jid_web;

CREATE POLICY zien ON inlezen_kolomkeuze FOR SELECT TO jid_web USING (eigenaar_id = app.uid());
CREATE POLICY nieuw ON inlezen_kolomkeuze FOR INSERT TO jid_web WITH CHECK (eigenaar_id = app.uid());
CREATE POLICY wijzigen ON inlezen_kolomkeuze FOR UPDATE TO jid_web
  USING (eigenaar_id = app.uid()) WITH CHECK (eigenaar_id = app.uid());
GRANT SELECT, INSERT ON inlezen_kolomkeuze TO jid_web;
GRANT UPDATE (keuze, gebruikt_op) ON inlezen_kolomkeuze TO jid_web;

CREATE POLICY taken ON inlezen_inlezing TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON inlezen_inlezingdeel TO jid_worker USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE, DELETE ON inlezen_inlezing TO jid_worker;
GRANT SELECT, DELETE ON inlezen_inlezingdeel TO jid_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("inlezen", "0001_initial"), ("achtergrond", "0002_toegang"), ("gebruikers", "0017_open_verzoek")]
    operations = [migrations.RunSQL(SQL)]
