"""After closing: no change without a reason."""

from django.db import migrations

from zaken.register.rijbeveiliging import gesloten, na_sluiting


class Migration(migrations.Migration):
    dependencies = [("onderzoeken", "0005_open_zaken"), ("zaken", "0072_na_sluiting")]
    operations = [
        migrations.RunSQL(gesloten("onderzoeken_onderzoek", soort="onderzoek", statussen=("gearchiveerd",))),
        migrations.RunSQL(na_sluiting("onderzoeken_onderzoek", sleutel="zaak_ptr_id", alleen_wijzigen=True)),
        migrations.RunSQL(na_sluiting("onderzoeken_onderzoeker")),
        migrations.RunSQL(na_sluiting("onderzoeken_gesprek")),
        migrations.RunSQL(na_sluiting("onderzoeken_conclusie")),
        migrations.RunSQL(na_sluiting("onderzoeken_aanbeveling")),
    ]
