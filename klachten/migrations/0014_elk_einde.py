"""After any end a change asks a reason, not after closing alone (ADR 0031)."""

from django.db import migrations

from zaken.register.rijbeveiliging import gesloten

EINDES = ("gesloten", "ingetrokken", "doorgeleid")


class Migration(migrations.Migration):
    dependencies = [("klachten", "0013_uitleg_van_functies")]
    operations = [migrations.RunSQL(gesloten("klachten_klacht", soort="klacht", statussen=EINDES))]
