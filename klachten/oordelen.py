"""Whether the oordeel over the whole klacht can go with those over its parts. Pure, on codes of the list `oordeel`."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .models import Klacht, Klachtonderdeel

GEGROND, DEELS, GEEN = "gegrond", "deels_gegrond", "geen_oordeel"
ONGEGROND = frozenset({"ongegrond", "kennelijk_ongegrond"})


def tegenspraak(geheel: str, delen: Collection[str]) -> str:
    """In Dutch why `geheel` cannot be; empty when it can. `delen`: a code per part, empty where there is none yet.

    A part without oordeel (`geen_oordeel`) goes with everything. A code that a beheerder added is not judged. The
    database says the same (`app.oordeel_past`).
    """
    wel = {GEGROND, DEELS} & set(delen)
    niet = ONGEGROND & set(delen)
    open_ = "" in delen
    if geheel in ONGEGROND and wel:
        return _("Een deel van de klacht is gegrond. Dan is de hele klacht dat ook, of deels.")
    if geheel == GEGROND and (niet or DEELS in delen):
        return _("Niet elk deel van de klacht is gegrond. Kies Deels gegrond, of wijzig eerst de delen.")
    if geheel == DEELS and delen and not open_ and not wel:
        return _("Geen enkel deel van de klacht is gegrond. Dan is de hele klacht dat ook niet.")
    if geheel == DEELS and not open_ and set(delen) == {GEGROND}:
        return _("Elk deel van de klacht is gegrond. Kies Gegrond, of wijzig eerst de delen.")
    if geheel == GEEN and (wel or niet):
        return _(
            "Over een deel van de klacht is wel een oordeel gegeven. Kies dan ook een oordeel over het geheel."
        )
    return ""


def tegenspraak_van(klacht: Klacht, onderdelen: Collection[Klachtonderdeel]) -> str:
    """The same for a klacht with its parts, `oordeel` at hand; empty while the whole has none."""
    if klacht.oordeel is None:
        return ""
    return tegenspraak(klacht.oordeel.code, codes_van(onderdelen))


def codes_van(onderdelen: Collection[Klachtonderdeel]) -> list[str]:
    """A code per part, empty where there is none yet."""
    return [deel.oordeel.code if deel.oordeel else "" for deel in onderdelen]
