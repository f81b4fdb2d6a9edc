"""Row security of the times in which a misstand stood still."""

from django.db import migrations

from zaken.register.rijbeveiliging import deelschrijfbeleid, deeltabel


class Migration(migrations.Migration):
    dependencies = [("misstanden", "0005_opschorting"), ("zaken", "0025_schrijven_per_zaak")]
    operations = [
        migrations.RunSQL(deeltabel("misstanden_opschorting", wijzigen=True, verwijderen=True)),
        migrations.RunSQL(deelschrijfbeleid("misstanden_opschorting", wijzigen=True, verwijderen=True)),
    ]
