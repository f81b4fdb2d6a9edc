"""To another register and back: the transition trigger asks for the zaak that goes with it."""

from django.db import migrations

from zaken.register.rijbeveiliging import bewaakte_overgangen

PAREN = [
    ("ontvangen", "wacht_op_aanvulling"),
    ("ontvangen", "beoordelen"),
    ("wacht_op_aanvulling", "beoordelen"),
    ("beoordelen", "niet_in_behandeling"),
    ("beoordelen", "informele_oplossing"),
    ("beoordelen", "in_behandeling"),
    ("beoordelen", "afgehandeld"),
    ("informele_oplossing", "in_behandeling"),
    ("informele_oplossing", "afgehandeld"),
    ("in_behandeling", "horen"),
    ("in_behandeling", "advies_uitgebracht"),
    ("in_behandeling", "oordeel"),
    ("horen", "advies_uitgebracht"),
    ("horen", "oordeel"),
    ("advies_uitgebracht", "oordeel"),
    ("oordeel", "afgehandeld"),
    ("niet_in_behandeling", "gesloten"),
    ("afgehandeld", "gesloten"),
    ("ontvangen", "ingetrokken"),
    ("wacht_op_aanvulling", "ingetrokken"),
    ("beoordelen", "ingetrokken"),
    ("informele_oplossing", "ingetrokken"),
    ("in_behandeling", "ingetrokken"),
    ("horen", "ingetrokken"),
    ("advies_uitgebracht", "ingetrokken"),
    ("oordeel", "ingetrokken"),
    ("beoordelen", "doorgeleid"),
    ("doorgeleid", "beoordelen"),
]
"""The transition table as it stood when this migration was written; a test compares it with `klachten.status`."""


class Migration(migrations.Migration):
    dependencies = [("klachten", "0005_doorgeleid"), ("zaken", "0037_doorgeleiden")]
    operations = [
        migrations.RunSQL(
            bewaakte_overgangen(soort="klacht", paren=PAREN, doorgeleid="doorgeleid", met_zaak=True)
        )
    ]
