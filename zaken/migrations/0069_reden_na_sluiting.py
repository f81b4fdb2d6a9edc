from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("zaken", "0068_wie_er_nog_leest")]
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
