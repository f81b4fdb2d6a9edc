"""A named job may know who somebody is, never the hash that opens the account."""

from django.db import migrations

SQL = """
REVOKE SELECT ON gebruikers_gebruiker FROM jid_worker;
GRANT SELECT (id, email, naam, is_active, taal, last_login, uitgenodigd_op) ON gebruikers_gebruiker TO jid_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0005_cache")]
    operations = [migrations.RunSQL(SQL)]
