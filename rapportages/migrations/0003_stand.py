"""A published figure may be a state at the end of the year: klachten that were still open."""

from django.db import migrations, models

UITSPLITSINGEN = [
    ("hoofdcategorie", "Hoofdcategorie"),
    ("subcategorie", "Subcategorie"),
    ("thema", "Thema"),
    ("rapportagegroep", "Rapportagegroep"),
    ("totaal gedrukt", "Totaal zoals gedrukt"),
    ("stand", "Stand aan het eind van het jaar"),
]


class Migration(migrations.Migration):
    dependencies = [("rapportages", "0002_toegang")]
    operations = [
        migrations.AlterField(
            model_name="gepubliceerdcijfer",
            name="uitsplitsing",
            field=models.CharField(choices=UITSPLITSINGEN, max_length=20, verbose_name="uitsplitsing"),
        ),
        migrations.RemoveConstraint(model_name="gepubliceerdcijfer", name="gepubliceerd_uitsplitsing"),
        migrations.AddConstraint(
            model_name="gepubliceerdcijfer",
            constraint=models.CheckConstraint(
                condition=models.Q(uitsplitsing__in=[code for code, _ in UITSPLITSINGEN]),
                name="gepubliceerd_uitsplitsing",
            ),
        ),
    ]
