"""Ask a writer for the one zaak he writes in."""

from django.db import migrations

from zaken.register.rijbeveiliging import deelschrijfbeleid, zaakschrijfbeleid


class Migration(migrations.Migration):
    dependencies = [("klachten", "0002_toegang"), ("zaken", "0025_schrijven_per_zaak")]
    operations = [
        migrations.RunSQL(zaakschrijfbeleid("klachten_klacht", soort="klacht", begin="ontvangen")),
        migrations.RunSQL(deelschrijfbeleid("klachten_klachtonderdeel", wijzigen=True, verwijderen=True)),
    ]
