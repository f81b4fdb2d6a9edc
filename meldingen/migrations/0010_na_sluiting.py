"""After closing: no change without a reason."""

from django.db import migrations

from zaken.register.rijbeveiliging import gesloten, na_sluiting


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0009_open_zaken"), ("zaken", "0072_na_sluiting")]
    operations = [
        migrations.RunSQL(gesloten("meldingen_melding", soort="melding", statussen=("gesloten",))),
        # The last day of nazorg, which goes on after closing
        migrations.RunSQL(na_sluiting("meldingen_melding", sleutel="zaak_ptr_id", vrij=("nazorg_gedaan_op",), alleen_wijzigen=True)),
        migrations.RunSQL(na_sluiting("meldingen_subcategorie")),
        migrations.RunSQL(na_sluiting("meldingen_afdoening")),
    ]
