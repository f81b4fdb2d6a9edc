"""To another register and back: the transition trigger asks for the zaak that goes with it."""

from django.db import migrations

from zaken.register.rijbeveiliging import bewaakte_overgangen

PAREN = [
    ("ontvangen", "bevestigd"),
    ("bevestigd", "beoordeeld"),
    ("beoordeeld", "in_onderzoek"),
    ("beoordeeld", "teruggekoppeld"),
    ("beoordeeld", "geherkwalificeerd"),
    ("in_onderzoek", "standpunt"),
    ("in_onderzoek", "teruggekoppeld"),
    ("in_onderzoek", "geherkwalificeerd"),
    ("standpunt", "teruggekoppeld"),
    ("teruggekoppeld", "nazorg"),
    ("nazorg", "gesloten"),
    ("ontvangen", "ingetrokken"),
    ("bevestigd", "ingetrokken"),
    ("beoordeeld", "ingetrokken"),
    ("in_onderzoek", "ingetrokken"),
    ("standpunt", "ingetrokken"),
    ("geherkwalificeerd", "beoordeeld"),
    ("geherkwalificeerd", "in_onderzoek"),
]
"""The transition table as it stood when this migration was written; a test compares it with `misstanden.status`."""


class Migration(migrations.Migration):
    dependencies = [("misstanden", "0003_schrijven_per_zaak"), ("zaken", "0037_doorgeleiden")]
    operations = [
        migrations.RunSQL(
            bewaakte_overgangen(soort="misstand", paren=PAREN, doorgeleid="geherkwalificeerd", met_zaak=False)
        )
    ]
