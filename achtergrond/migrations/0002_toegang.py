"""An order and its file are the owner's alone; the worker does the work."""

from django.db import migrations

SQL = """
ALTER TABLE achtergrond_taakopdracht ENABLE ROW LEVEL SECURITY;
ALTER TABLE achtergrond_resultaatdeel ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON achtergrond_taakopdracht FOR SELECT TO jid_web USING (eigenaar_id = app.uid());
CREATE POLICY vragen ON achtergrond_taakopdracht FOR INSERT TO jid_web WITH CHECK (
  eigenaar_id = app.uid() AND staat = 'wacht' AND poging = 0 AND klaar_op IS NULL AND opgehaald_op IS NULL);
CREATE POLICY wijzigen ON achtergrond_taakopdracht FOR UPDATE TO jid_web USING (eigenaar_id = app.uid());
GRANT SELECT, INSERT ON achtergrond_taakopdracht TO jid_web;
GRANT UPDATE (annuleren_op, opgehaald_op) ON achtergrond_taakopdracht TO jid_web;

CREATE POLICY zien ON achtergrond_resultaatdeel FOR SELECT TO jid_web
  USING (EXISTS (SELECT FROM achtergrond_taakopdracht t WHERE t.id = opdracht_id AND t.staat = 'klaar'));
CREATE POLICY weghalen ON achtergrond_resultaatdeel FOR DELETE TO jid_web
  USING (EXISTS (SELECT FROM achtergrond_taakopdracht t WHERE t.id = opdracht_id AND t.opgehaald_op IS NOT NULL));
GRANT SELECT, DELETE ON achtergrond_resultaatdeel TO jid_web;

CREATE POLICY taken ON achtergrond_taakopdracht TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON achtergrond_resultaatdeel TO jid_worker USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE, DELETE ON achtergrond_taakopdracht TO jid_worker;
GRANT SELECT, INSERT, DELETE ON achtergrond_resultaatdeel TO jid_worker;
-- For the export of the log, in the context of the auditor who asked: the function asks for that role itself.
GRANT EXECUTE ON FUNCTION app.zaaknummers(uuid[]) TO jid_worker;
GRANT USAGE ON SEQUENCE achtergrond_resultaatdeel_id_seq TO jid_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("achtergrond", "0001_initial"), ("gebruikers", "0011_oidc"), ("zaken", "0013_logboek_lezen")]
    operations = [migrations.RunSQL(SQL)]
