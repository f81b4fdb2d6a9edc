"""That the log was cleared is said by the command that did it, not by a request."""

from django.db import migrations

SQL = """
CREATE POLICY opgeruimd_door_een_taak ON logboek_gebeurtenis AS RESTRICTIVE FOR INSERT TO jid_web
  WITH CHECK (soort <> 'logboek_opgeruimd');
"""


class Migration(migrations.Migration):
    dependencies = [("logboek", "0008_akkoord")]
    operations = [migrations.RunSQL(SQL, "DROP POLICY opgeruimd_door_een_taak ON logboek_gebeurtenis;")]
