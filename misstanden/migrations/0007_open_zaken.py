"""The index of what is still to be handled: the list of what nobody has skips closed zaken without reading them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("misstanden", "0006_opschorting_toegang")]
    operations = [
        migrations.AddIndex(
            model_name="misstand",
            index=models.Index(
                fields=["zaak_ptr"],
                condition=models.Q(
                    status__in=[
                        "beoordeeld",
                        "bevestigd",
                        "in_onderzoek",
                        "nazorg",
                        "ontvangen",
                        "standpunt",
                        "teruggekoppeld",
                    ]
                ),
                name="misstand_open",
            ),
        ),
    ]
