"""The table behind `CACHES`: counts of failed sign-ins, shared by all web processes.

Made here and not by `createcachetable`, which the web role may not run. Unlogged: it holds nothing that must
survive a crash. Without row security (docs/toegang.md): a count belongs to an address, not to a user, and the
visitor whose tries are counted is not known yet.
"""

from django.db import migrations

SQL = """
CREATE UNLOGGED TABLE jid_cache (
  cache_key varchar(255) PRIMARY KEY,
  value text NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX jid_cache_expires ON jid_cache (expires);
GRANT SELECT, INSERT, UPDATE, DELETE ON jid_cache TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0004_aanmelden_begrensd")]
    operations = [migrations.RunSQL(SQL)]
