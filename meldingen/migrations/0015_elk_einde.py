"""After any end a change asks a reason, not after closing alone (ADR 0031)."""

from django.db import migrations

from zaken.register.rijbeveiliging import gesloten

EINDES = ("gesloten", "niet_in_behandeling", "doorgeleid", "samengevoegd", "ingetrokken")


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0014_uitleg_van_functies")]
    operations = [migrations.RunSQL(gesloten("meldingen_melding", soort="melding", statussen=EINDES))]
