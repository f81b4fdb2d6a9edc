from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("zaken", "0070_uitsluiten_haalt_niets_terug")]
    operations = [
        migrations.AddField(
            model_name="notitie",
            name="na_sluiting",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                verbose_name="reden van een wijziging na sluiting",
            ),
        ),
    ]
