"""The end of what happened may be known more precisely than its beginning, or less: never force an estimate."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("zaken", "0086_mee_verzegeld_is_niet_gewijzigd")]
    operations = [
        migrations.AddField(
            model_name="zaak",
            name="voorval_tot_precisie",
            field=models.CharField(
                blank=True,
                choices=[
                    ("dag", "Dag bekend"),
                    ("maand", "Maand bekend"),
                    ("jaar", "Jaar bekend"),
                    ("onbekend", "Onbekend"),
                ],
                db_default="",
                default="",
                max_length=10,
                verbose_name="hoe precies is de einddatum",
            ),
        ),
        migrations.AddConstraint(
            model_name="zaak",
            constraint=models.CheckConstraint(
                condition=Q(voorval_tot_precisie="")
                | (Q(voorval_tot__isnull=False) & Q(voorval_tot_precisie__in=["dag", "maand", "jaar"])),
                name="zaak_einde_precisie_klopt",
            ),
        ),
        migrations.RunSQL("GRANT UPDATE (voorval_tot_precisie) ON zaken_zaak TO jid_web", migrations.RunSQL.noop),
    ]
