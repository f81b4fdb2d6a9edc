"""Casussen with one conversation in two quarters: somebody moved the last one by hand, so there were at least two."""

from django.db import migrations

SQL = """
UPDATE vertrouwenspersonen_casus SET aantal_contacten = '2-3'
WHERE aantal_contacten = '1' AND kwartaal_laatste_contact <> kwartaal_eerste_contact;
"""


class Migration(migrations.Migration):
    dependencies = [("vertrouwenspersonen", "0006_zonder_statistiek")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
