"""The rows of a klacht: its parts."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaken.register.detail import Regel, regel
from zaken.register.rijen import Rijopgave

from .controles import onderdeelfouten, oordeel_let_op
from .forms.rijen import KlachtonderdeelForm
from .models import Klachtonderdeel
from .voorwaarden import ONDERDEEL


def _onderdeel(onderdeel: Klachtonderdeel) -> list[Regel]:
    return [
        regel(_("Gedraging"), onderdeel.gedraging),
        regel(_("Omschrijving"), onderdeel.omschrijving, meerregelig=True),
        regel(_("Advies"), onderdeel.advies),
        regel(_("Oordeel"), onderdeel.oordeel),
    ]


RIJEN = (
    Rijopgave(
        code=ONDERDEEL,
        model=Klachtonderdeel,
        form=KlachtonderdeelForm,
        kop=gettext_lazy("Klachtonderdelen"),
        naam=gettext_lazy("Klachtonderdeel"),
        regels=_onderdeel,
        leeg=gettext_lazy(
            "Er zijn nog geen klachtonderdelen. Voor het beoordelen is er ten minste een nodig."
        ),
        relaties=("gedraging", "advies", "oordeel"),
        fouten=onderdeelfouten,
        let_op=oordeel_let_op,
    ),
)
