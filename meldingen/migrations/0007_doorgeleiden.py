"""To another register and back: the transition trigger asks for the zaak that goes with it."""

from django.db import migrations

from zaken.register.rijbeveiliging import bewaakte_overgangen

PAREN = [
    ("nieuw", "in_beoordeling"),
    ("in_beoordeling", "in_behandeling"),
    ("in_beoordeling", "niet_in_behandeling"),
    ("in_beoordeling", "doorgeleid"),
    ("in_beoordeling", "samengevoegd"),
    ("in_behandeling", "wacht_op_besluit"),
    ("in_behandeling", "in_onderzoek"),
    ("in_behandeling", "opgeschort"),
    ("in_behandeling", "ingetrokken"),
    ("in_onderzoek", "in_behandeling"),
    ("opgeschort", "in_behandeling"),
    ("wacht_op_besluit", "in_behandeling"),
    ("wacht_op_besluit", "afgehandeld"),
    ("afgehandeld", "nazorg"),
    ("afgehandeld", "heropend"),
    ("nazorg", "gesloten"),
    ("gesloten", "heropend"),
    ("heropend", "in_behandeling"),
    ("doorgeleid", "in_beoordeling"),
    ("samengevoegd", "in_beoordeling"),
]
"""The transition table as it stood when this migration was written; a test compares it with `meldingen.status`."""


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0006_cijfers"), ("zaken", "0037_doorgeleiden")]
    operations = [
        migrations.RunSQL(
            bewaakte_overgangen(soort="melding", paren=PAREN, doorgeleid="doorgeleid", met_zaak=True, samengevoegd="samengevoegd")
        )
    ]
