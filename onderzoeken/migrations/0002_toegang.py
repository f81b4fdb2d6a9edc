"""Row security of the register, its history and its transition trigger."""

from django.db import migrations

from zaken.register.rijbeveiliging import deeltabel, overgangen, zaaktabel

PAREN = [
    ("advies_gevraagd", "advies_coid"),
    ("advies_coid", "besluit_bg"),
    ("besluit_bg", "niet_instellen"),
    ("besluit_bg", "ingesteld"),
    ("ingesteld", "lopend"),
    ("lopend", "opgeschort"),
    ("opgeschort", "lopend"),
    ("lopend", "wederhoor"),
    ("wederhoor", "rapport_vastgesteld"),
    ("rapport_vastgesteld", "besluit_genomen"),
    ("besluit_genomen", "gearchiveerd"),
    ("niet_instellen", "gearchiveerd"),
    ("gestaakt", "gearchiveerd"),
    ("ingesteld", "gestaakt"),
    ("lopend", "gestaakt"),
    ("opgeschort", "gestaakt"),
    ("wederhoor", "gestaakt"),
]
"""The transition table as it stood when this migration was written; a test compares it with `onderzoeken.status`."""

RIJTABELLEN = ("onderzoeker", "gesprek", "conclusie", "aanbeveling")


class Migration(migrations.Migration):
    dependencies = [("onderzoeken", "0001_initial"), ("zaken", "0017_veldwijzigingen_volgen")]
    operations = [
        migrations.RunSQL(zaaktabel("onderzoeken_onderzoek", soort="onderzoek", begin="advies_gevraagd")),
        *(
            migrations.RunSQL(deeltabel(f"onderzoeken_{naam}", wijzigen=True, verwijderen=True))
            for naam in RIJTABELLEN
        ),
        migrations.RunSQL(overgangen("onderzoeken_onderzoek", soort="onderzoek", paren=PAREN)),
    ]
