"""A noodtoegang may be of a number that opens nothing: then it has no zaak, and runs once per number."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("zaken", "0099_zoek_binnen")]
    operations = [
        migrations.AlterField(
            model_name="noodtoegang",
            name="zaak",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="zaken.zaak",
            ),
        ),
        migrations.AddConstraint(
            model_name="noodtoegang",
            constraint=models.UniqueConstraint(
                condition=models.Q(("beeindigd_op__isnull", True), ("zaak__isnull", True)),
                fields=("gebruiker", "zaaknummer"),
                name="noodtoegang_een_lopende_zonder_zaak",
            ),
        ),
        migrations.AddConstraint(
            model_name="noodtoegang",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("zaak__isnull", False),
                    ("zaaknummer__regex", "^[A-Z]-[0-9]{4}-[0-9]{5,9}$"),
                    _connector="OR",
                ),
                name="noodtoegang_nummer_is_een_nummer",
            ),
        ),
    ]
