"""Rewrite the tables whose names and addresses were encrypted or deleted: what stood in them readable is gone from disk.

An update leaves the old row behind, and the planner keeps values of it (`pg_statistic`), until the table is vacuumed
and analysed. Tables of some hundreds of rows may wait for that for years. They are small: this takes no time.
"""

from django.db import migrations

TABELLEN = (
    "gebruikers_gebruiker",
    "gebruikers_oidcidentiteit",
    "gebruikers_voorstel",
    "account_emailaddress",
    "post_mail",
)


class Migration(migrations.Migration):
    atomic = False  # VACUUM takes no transaction
    dependencies = [
        ("gebruikers", "0038_vraag_te_lezen"),
        ("post", "0005_adres_versleuteld"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [migrations.RunSQL(f"VACUUM (FULL, ANALYZE) {tabel}") for tabel in TABELLEN]
