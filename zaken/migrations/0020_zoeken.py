"""Search that reads no more than a page needs, whatever the word: see the SQL and docs/zoeken.md."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).with_name("sql") / "0020_zoeken.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("zaken", "0019_zoekindex")]
    operations = [migrations.RunSQL(SQL)]
