"""The second wall: row level security on every table of the kernel, and the functions that write what is closed."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


def lees(naam: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / naam).read_text())


class Migration(migrations.Migration):
    dependencies = [
        ("zaken", "0001_initial"),
        ("gebruikers", "0002_toegang"),
        ("codelijsten", "0002_toegang"),
        ("logboek", "0002_toegang"),
        ("guardian", "__first__"),
    ]
    operations = [lees("0002_waarheid.sql"), lees("0002_beleid.sql"), lees("0002_functies.sql"), lees("0002_zoeken.sql")]
