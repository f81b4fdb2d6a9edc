"""The preview says of no row that it is known: of a zaak that its owner does not see, that told more than the import."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inlezen", "0005_keur_opnieuw")]
    operations = [
        migrations.RemoveConstraint("inlezing", "inlezing_klaar_is_leeg"),
        migrations.RemoveField("inlezing", "herkomst"),
        migrations.AddConstraint(
            "inlezing",
            models.CheckConstraint(
                condition=models.Q(("klaar_op", None), ("uitkomst", None))
                | models.Q(("bestand", ""), ("fouten", ""), ("keuze", "")),
                name="inlezing_klaar_is_leeg",
            ),
        ),
    ]
