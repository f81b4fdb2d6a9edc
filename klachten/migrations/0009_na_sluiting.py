"""After closing: no change without a reason."""

from django.db import migrations

from zaken.register.rijbeveiliging import gesloten, na_sluiting


class Migration(migrations.Migration):
    dependencies = [("klachten", "0008_open_zaken"), ("zaken", "0072_na_sluiting")]
    operations = [
        migrations.RunSQL(gesloten("klachten_klacht", soort="klacht", statussen=("gesloten",))),
        migrations.RunSQL(na_sluiting("klachten_klacht", sleutel="zaak_ptr_id", alleen_wijzigen=True)),
        migrations.RunSQL(na_sluiting("klachten_klachtonderdeel")),
    ]
