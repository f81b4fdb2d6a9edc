"""After any end a change asks a reason, not after closing alone (ADR 0031)."""

from django.db import migrations

from zaken.register.rijbeveiliging import gesloten

EINDES = ("gesloten", "geherkwalificeerd", "ingetrokken")


class Migration(migrations.Migration):
    dependencies = [("misstanden", "0011_uitleg_van_functies")]
    operations = [migrations.RunSQL(gesloten("misstanden_misstand", soort="misstand", statussen=EINDES))]
