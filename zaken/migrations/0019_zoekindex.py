"""The month and the round of rebuilding beside the search tokens, and hashes to look a person up by."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("zaken", "0018_vernietig_sleutel")]
    operations = [
        migrations.RemoveIndex(model_name="zoekindex", name="zoekindex_tokens"),
        migrations.AddField(model_name="zoekindex", name="maand", field=models.BigIntegerField(default=0)),
        migrations.AddField(model_name="zoekindex", name="ronde", field=models.IntegerField(default=0)),
        migrations.CreateModel(
            name="Persoonindex",
            fields=[
                ("persoon", models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True,
                                                 related_name="+", serialize=False, to="zaken.persoon")),
                ("tokens", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={
                "verbose_name": "persoonindex",
                "indexes": [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["tokens"], name="persoonindex_tokens")],
            },
        ),
    ]
