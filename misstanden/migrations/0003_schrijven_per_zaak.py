"""Ask a writer for the one zaak he writes in."""

from django.db import migrations

from zaken.register.rijbeveiliging import deelschrijfbeleid, zaakschrijfbeleid


class Migration(migrations.Migration):
    dependencies = [("misstanden", "0002_toegang"), ("zaken", "0025_schrijven_per_zaak")]
    operations = [
        migrations.RunSQL(zaakschrijfbeleid("misstanden_misstand", soort="misstand", begin="ontvangen")),
        migrations.RunSQL(deelschrijfbeleid("misstanden_benadeling", wijzigen=True, verwijderen=True)),
        migrations.RunSQL(deelschrijfbeleid("misstanden_bekendmaking", wijzigen=True, verwijderen=True)),
    ]
