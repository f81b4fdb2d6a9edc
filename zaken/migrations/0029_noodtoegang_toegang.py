"""Who sees by noodtoegang, who opens, ends and reviews it."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).with_name("sql") / "0029_noodtoegang.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("zaken", "0028_noodtoegang"), ("gebruikers", "0012_privacy_behandelt_niet")]
    operations = [migrations.RunSQL(SQL)]
