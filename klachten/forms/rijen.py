"""The form of what hangs under a klacht: its parts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze
from klachten.models import Klachtonderdeel
from zaken.schermen.rijform import RijForm
from zaken.schermen.velden import tekst


class KlachtonderdeelForm(RijForm):
    """One part of a klacht."""

    gedraging = Codekeuze(lijst="gedraging", label=gettext_lazy("Om welk gedrag gaat het?"), required=False)
    omschrijving = tekst(
        Klachtonderdeel,
        "omschrijving",
        label=gettext_lazy("Omschrijf dit deel van de klacht"),
        help_text=gettext_lazy("Gebruik geen namen."),
    )
    advies = Codekeuze(lijst="oordeel", label=gettext_lazy("Wat adviseert de commissie?"), required=False)
    oordeel = Codekeuze(lijst="oordeel", label=gettext_lazy("Oordeel over dit deel"), required=False)
    indeling = [
        (gettext_lazy("Waar gaat het over?"), ["gedraging", "omschrijving"]),
        (gettext_lazy("Advies en oordeel"), ["advies", "oordeel"]),
    ]
