"""One index on tokens and month together, made after the months are there."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("zaken", "0021_zoekmaand_vullen")]
    operations = [
        migrations.AddIndex(
            model_name="zoekindex",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    "tokens",
                    "maand",
                    function="array_append",
                    output_field=django.contrib.postgres.fields.ArrayField(models.BigIntegerField()),
                ),
                fastupdate=False,
                name="zoekindex_tokens",
            ),
        ),
        migrations.RunSQL("ANALYZE zaken_zoekindex", ""),  # the function asks how frequent a word is
    ]
