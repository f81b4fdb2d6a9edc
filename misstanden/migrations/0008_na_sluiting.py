"""After closing: no change without a reason."""

from django.db import migrations

from zaken.register.rijbeveiliging import gesloten, na_sluiting


class Migration(migrations.Migration):
    dependencies = [("misstanden", "0007_open_zaken"), ("zaken", "0072_na_sluiting")]
    operations = [
        migrations.RunSQL(gesloten("misstanden_misstand", soort="misstand", statussen=("gesloten",))),
        # The last day of nazorg, which goes on after closing
        migrations.RunSQL(na_sluiting("misstanden_misstand", sleutel="zaak_ptr_id", vrij=("nazorg_gedaan_op",), alleen_wijzigen=True)),
        migrations.RunSQL(na_sluiting("misstanden_benadeling")),
        migrations.RunSQL(na_sluiting("misstanden_opschorting")),
        migrations.RunSQL(na_sluiting("misstanden_bekendmaking")),
    ]
