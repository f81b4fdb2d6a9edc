"""Published figures: read by policy staff and the figures role, written by imports only, never deleted."""

from django.db import migrations

SQL = """
ALTER TABLE rapportages_gepubliceerdcijfer ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON rapportages_gepubliceerdcijfer TO jid_web, jid_cijfers;
GRANT SELECT, INSERT, UPDATE ON rapportages_gepubliceerdcijfer TO jid_worker;
GRANT USAGE ON SEQUENCE rapportages_gepubliceerdcijfer_id_seq TO jid_worker;
CREATE POLICY beleid_leest ON rapportages_gepubliceerdcijfer FOR SELECT TO jid_web
  USING ((SELECT app.heeft_rol('beleid')));
CREATE POLICY cijfers_leest ON rapportages_gepubliceerdcijfer FOR SELECT TO jid_cijfers USING (true);
CREATE POLICY invoer_leest ON rapportages_gepubliceerdcijfer FOR SELECT TO jid_worker USING (true);
CREATE POLICY invoer_voegt_toe ON rapportages_gepubliceerdcijfer FOR INSERT TO jid_worker WITH CHECK (true);
CREATE POLICY invoer_wijzigt ON rapportages_gepubliceerdcijfer FOR UPDATE TO jid_worker
  USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("rapportages", "0001_initial"), ("gebruikers", "0002_toegang")]
    operations = [migrations.RunSQL(SQL)]
