"""Ask a writer for the one zaak he writes in."""

from django.db import migrations

from zaken.register.rijbeveiliging import deelschrijfbeleid, zaakschrijfbeleid


class Migration(migrations.Migration):
    dependencies = [("onderzoeken", "0002_toegang"), ("zaken", "0025_schrijven_per_zaak")]
    operations = [
        migrations.RunSQL(zaakschrijfbeleid("onderzoeken_onderzoek", soort="onderzoek", begin="advies_gevraagd")),
        migrations.RunSQL(deelschrijfbeleid("onderzoeken_onderzoeker", wijzigen=True, verwijderen=True)),
        migrations.RunSQL(deelschrijfbeleid("onderzoeken_gesprek", wijzigen=True, verwijderen=True)),
        migrations.RunSQL(deelschrijfbeleid("onderzoeken_conclusie", wijzigen=True, verwijderen=True)),
        migrations.RunSQL(deelschrijfbeleid("onderzoeken_aanbeveling", wijzigen=True, verwijderen=True)),
    ]
