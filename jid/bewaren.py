"""How long what is kept, as the archivaris reads it. What goes by itself has the term of the code that removes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from achtergrond.uitvoeren import GELDIG as BEWAAR_BESTAND
from berichten.mailen import BEWAAR as BEWAAR_BERICHT
from inlezen.services import BEWAAR as BEWAAR_INLEZING
from inlezen.services import GELDIG as BEWAAR_GEBRACHT
from inlezen.services import ONTHOUD as ONTHOUD_KOLOMMEN
from logboek.opruimen import BEWAARJAREN as BEWAAR_LOGBOEK
from zaken.services.opruimen import BEWAARTERMIJN_CONCEPT

_VOORSTEL_ZAKEN = 10
_VOORSTEL_KLACHTEN = 5
"""Years after closing: our own proposal, for the selectielijst for these dossiers is not public."""


class Staat(Enum):
    """Who decides, and whether it happens."""

    VOORSTEL = (_("Voorstel"), "warn")
    NA_BEVESTIGING = (_("Na uw akkoord"), "info")
    VANZELF = (_("Gaat vanzelf"), "ok")

    @property
    def label(self) -> Any:
        return self.value[0]

    @property
    def toon(self) -> str:
        return self.value[1]


@dataclass(frozen=True)
class Bewaarregel:
    """One row: what, how long, and what happens then."""

    wat: str
    hoelang: str
    daarna: str
    staat: Staat
    uitleg: str = ""


def regels() -> Iterator[Bewaarregel]:
    """What waits for a decision first, then what goes by itself."""
    nog_niet = gettext("Niets. Vernietigen kan nog niet.")
    na_sluiten = gettext("%(jaren)s jaar na sluiten")
    for wat, jaren in (
        (gettext("Meldingen en onderzoeken"), _VOORSTEL_ZAKEN),
        (gettext("Vermoedens van misstanden"), _VOORSTEL_ZAKEN),
        (gettext("Klachten"), _VOORSTEL_KLACHTEN),
    ):
        yield Bewaarregel(wat, na_sluiten % {"jaren": jaren}, nog_niet, Staat.VOORSTEL)
    yield Bewaarregel(
        gettext("Casussen van vertrouwenspersonen"),
        gettext("Nog niet bepaald"),
        nog_niet,
        Staat.VOORSTEL,
        gettext("Een casus heeft geen namen en geen vrije tekst."),
    )
    yield Bewaarregel(
        gettext("Logboek"),
        gettext("%(jaren)s jaar") % {"jaren": BEWAAR_LOGBOEK},
        gettext("De technisch beheerder ruimt het op. Daarvoor is uw bevestiging nodig."),
        Staat.NA_BEVESTIGING,
        gettext("Wie deed wat en wanneer. Zonder inhoud van zaken."),
    )
    na_wijziging, dagen = gettext("%(dagen)s dagen na de laatste wijziging"), gettext("%(dagen)s dagen")
    uren, uur = gettext("%(uren)s uur"), timedelta(hours=1)
    for wat, hoelang in (
        (gettext("Concepten"), na_wijziging % {"dagen": BEWAARTERMIJN_CONCEPT.days}),
        (gettext("Berichten in het systeem"), dagen % {"dagen": BEWAAR_BERICHT.days}),
        (
            gettext("Bestanden die op de achtergrond zijn gemaakt"),
            uren % {"uren": BEWAAR_BESTAND // uur},
        ),
        (
            gettext("Bestanden die iemand heeft toegevoegd en niet inleest"),
            uren % {"uren": BEWAAR_GEBRACHT // uur},
        ),
        (
            gettext("Hoeveel er is ingelezen, en wanneer"),
            dagen % {"dagen": BEWAAR_INLEZING.days},
        ),
        (
            gettext("Welke kolommen iemand koos bij het inlezen"),
            gettext("%(dagen)s dagen na het laatste gebruik") % {"dagen": ONTHOUD_KOLOMMEN.days},
        ),
    ):
        yield Bewaarregel(wat, hoelang, gettext("Het systeem verwijdert ze."), Staat.VANZELF)
