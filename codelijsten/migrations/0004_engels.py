"""English beside the Dutch of lists and codes, for who works in English; empty: the Dutch is shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codelijsten", "0003_logboek")]
    operations = [
        migrations.AddField(
            model_name="codelijst",
            name="naam_en",
            field=models.CharField(blank=True, max_length=120, verbose_name="naam in het Engels"),
        ),
        migrations.AddField(
            model_name="codelijst",
            name="uitleg_en",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="uitleg in het Engels"
            ),
        ),
        migrations.AddField(
            model_name="code",
            name="label_en",
            field=models.CharField(
                blank=True, max_length=160, verbose_name="label in het Engels"
            ),
        ),
        migrations.AddField(
            model_name="code",
            name="toelichting_en",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="toelichting in het Engels"
            ),
        ),
    ]
