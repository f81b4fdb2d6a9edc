"""The worker clears away choices that nobody uses any more; it cannot read what was chosen."""

from django.db import migrations

SQL = """
CREATE POLICY taken ON inlezen_kolomkeuze TO jid_worker USING (true) WITH CHECK (false);
GRANT SELECT (id, gebruikt_op), DELETE ON inlezen_kolomkeuze TO jid_worker;
"""
TERUG = """
REVOKE SELECT (id, gebruikt_op), DELETE ON inlezen_kolomkeuze FROM jid_worker;
DROP POLICY taken ON inlezen_kolomkeuze;
"""


class Migration(migrations.Migration):
    dependencies = [("inlezen", "0002_toegang")]
    operations = [migrations.RunSQL(SQL, TERUG)]
