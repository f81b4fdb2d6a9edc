"""An index of words per year of receipt, and the search that reads it: see the SQL and docs/zoeken.md."""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

SQL = (Path(__file__).with_name("sql") / "0043_zoeken_per_jaar.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("zaken", "0042_ontzegelen")]
    operations = [
        migrations.RunSQL(SQL),
        migrations.RemoveIndex(model_name="zoekindex", name="zoekindex_tokens"),
        migrations.AddIndex(
            model_name="zoekindex",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    "tokens",
                    "maand",
                    function="app.zoektermen",
                    output_field=django.contrib.postgres.fields.ArrayField(models.BigIntegerField()),
                ),
                fastupdate=False,
                name="zoekindex_tokens",
            ),
        ),
        migrations.RunSQL("ALTER INDEX zoekindex_tokens ALTER COLUMN 1 SET STATISTICS 400", ""),
        migrations.RunSQL("ANALYZE zaken_zoekindex", ""),  # the planner asks how frequent a word is
    ]
