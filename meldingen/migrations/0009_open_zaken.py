"""The index of what is still to be handled: the list of what nobody has skips closed zaken without reading them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0008_heropenen_vraagt_twee")]
    operations = [
        migrations.AddIndex(
            model_name="melding",
            index=models.Index(
                fields=["zaak_ptr"],
                condition=models.Q(
                    status__in=[
                        "afgehandeld",
                        "heropend",
                        "in_behandeling",
                        "in_beoordeling",
                        "in_onderzoek",
                        "nazorg",
                        "nieuw",
                        "opgeschort",
                        "wacht_op_besluit",
                    ]
                ),
                name="melding_open",
            ),
        ),
    ]
