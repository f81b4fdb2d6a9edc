"""A message to the melder excludes why there was none; `meldingen.controles` says it in words."""

from django.db import migrations

from zaken.register.rijbeveiliging import tegenspraken

PAAR = ("teruggekoppeld_op", "geen_terugkoppeling_reden")
REGELS = ((PAAR, f"num_nonnulls(NEW.{PAAR[0]}, NEW.{PAAR[1]}) = 2"),)


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0012_uitkomst_bij_stap")]
    operations = [
        migrations.RunSQL(
            tegenspraken("meldingen_melding", soort="melding", regels=REGELS, naam="bericht_of_reden")
        )
    ]
