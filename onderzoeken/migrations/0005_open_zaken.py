"""The index of what is still to be handled: the list of what nobody has skips closed zaken without reading them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("onderzoeken", "0004_cijfers")]
    operations = [
        migrations.AddIndex(
            model_name="onderzoek",
            index=models.Index(
                fields=["zaak_ptr"],
                condition=models.Q(
                    status__in=[
                        "advies_coid",
                        "advies_gevraagd",
                        "besluit_bg",
                        "ingesteld",
                        "lopend",
                        "opgeschort",
                        "rapport_vastgesteld",
                        "wederhoor",
                    ]
                ),
                name="onderzoek_open",
            ),
        ),
    ]
