"""The index of what is still to be handled: the list of what nobody has skips closed zaken without reading them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("klachten", "0007_cijfers_terug")]
    operations = [
        migrations.AddIndex(
            model_name="klacht",
            index=models.Index(
                fields=["zaak_ptr"],
                condition=models.Q(
                    status__in=[
                        "advies_uitgebracht",
                        "afgehandeld",
                        "beoordelen",
                        "horen",
                        "in_behandeling",
                        "informele_oplossing",
                        "ontvangen",
                        "oordeel",
                        "wacht_op_aanvulling",
                    ]
                ),
                name="klacht_open",
            ),
        ),
    ]
