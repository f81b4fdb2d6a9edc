"""The task queue in PostgreSQL: SQL-only install of pgmq, one queue, and rights for who sends and who works."""

from django.db import migrations
from pgmq.install import get_embedded_install_sql

RECHTEN = """
SELECT pgmq.create('c_celery');
REVOKE ALL ON SCHEMA pgmq FROM PUBLIC;
GRANT USAGE ON SCHEMA pgmq TO jid_web, jid_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA pgmq TO jid_web, jid_worker;
GRANT INSERT ON pgmq.q_c_celery TO jid_web, jid_worker;
GRANT UPDATE, DELETE ON pgmq.q_c_celery TO jid_worker;
GRANT INSERT ON pgmq.a_c_celery TO jid_worker;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA pgmq TO jid_web, jid_worker;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA pgmq FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgmq TO jid_web, jid_worker;
"""


def installeer(apps, schema_editor):
    """pgmq's own script holds dollar quoting and percent signs: sent as it is, without parameters."""
    with schema_editor.connection.cursor() as cursor:
        cursor.connection.execute(get_embedded_install_sql())


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0002_toegang")]
    operations = [migrations.RunPython(installeer), migrations.RunSQL(RECHTEN)]
