"""Ask a writer for the one zaak he writes in."""

from django.db import migrations

from zaken.register.rijbeveiliging import deelschrijfbeleid, zaakschrijfbeleid


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0004_geschiedenis"), ("zaken", "0025_schrijven_per_zaak")]
    operations = [
        migrations.RunSQL(zaakschrijfbeleid("meldingen_melding", soort="melding", begin="nieuw")),
        migrations.RunSQL(deelschrijfbeleid("meldingen_subcategorie", verwijderen=True)),
        migrations.RunSQL(deelschrijfbeleid("meldingen_afdoening", verwijderen=True)),
    ]
