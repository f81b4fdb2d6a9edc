"""Mijn werk: what somebody must do now, from what they see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zaken.models import Termijn, Zaak

from . import toon
from .models import Melding
from .status import OPEN, Status
from .toon import Termijnregel

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from gebruikers.models import Gebruiker

HOOGSTENS = 200
"""Rows looked at; whoever has more work than this needs the list, not a page of cards."""

WACHT = {Status.WACHT_OP_BESLUIT, Status.OPGESCHORT, Status.IN_ONDERZOEK}
NAZORG = {Status.AFGEHANDELD, Status.NAZORG}


@dataclass(frozen=True)
class Kaart:
    """One melding on the page, with the term that comes first and what it asks."""

    melding: Melding
    toon: str
    termijn: Termijnregel | None
    actie: str
    uitleg: tuple[str, ...]
    herinnering: bool = False


@dataclass
class Rubriek:
    """A heading with its cards."""

    kop: _StrPromise
    leeg: _StrPromise
    kaarten: list[Kaart] = field(default_factory=list)


def rubrieken(gebruiker: Gebruiker, *, vandaag: date) -> list[Rubriek]:
    """Te laat, vandaag doen, wacht op een ander, nazorg, overig; three queries whatever the number."""
    meldingen = _mijn_werk(gebruiker)
    eerste = _eerste_termijnen(meldingen)
    te_laat = Rubriek(_("Te laat"), _("Niets is te laat."))
    nu = Rubriek(_("Vandaag doen"), _("Vandaag hoeft u niets te doen."))
    wacht = Rubriek(_("Wacht op een ander"), _("U wacht op niemand."))
    nazorg = Rubriek(_("Nazorg"), _("Geen nazorg om te doen."))
    overig = Rubriek(_("Later"), _("Verder staat er niets open."))
    for melding in meldingen:
        kaart = _kaart(melding, eerste.get(melding.pk), vandaag=vandaag)
        rubriek = _rubriek(melding, kaart, te_laat=te_laat, nu=nu, wacht=wacht, nazorg=nazorg, overig=overig)
        rubriek.kaarten.append(kaart)
    return [te_laat, nu, wacht, nazorg, overig]


def _rubriek(
    melding: Melding,
    kaart: Kaart,
    *,
    te_laat: Rubriek,
    nu: Rubriek,
    wacht: Rubriek,
    nazorg: Rubriek,
    overig: Rubriek,
) -> Rubriek:
    """Where a melding belongs: what is late comes before what it waits for."""
    if kaart.herinnering and melding.status not in NAZORG:
        return nu
    staat = kaart.termijn.staat if kaart.termijn else ""
    if staat == "late":
        return te_laat
    if melding.status in NAZORG:
        return nazorg
    if melding.status in WACHT:
        return wacht
    if staat == "soon" or melding.status in {Status.NIEUW, Status.IN_BEOORDELING}:
        return nu
    return overig


def _mijn_werk(gebruiker: Gebruiker) -> list[Melding]:
    """What is mine, and what nobody has; two queries, for one with an OR finds no index in a large team."""
    basis = (
        Melding.objects.zichtbaar_voor(gebruiker)
        .filter(soort=Zaak.Soort.MELDING, geannuleerd_op=None, status__in=OPEN | NAZORG)
        .select_related("sleutel")
        .order_by("eerste_termijn", "ontvangen_defensie", "id")
    )
    van_mij = basis.filter(behandelaar_id=gebruiker.pk)[:HOOGSTENS]
    van_niemand = basis.filter(behandelaar_id=None)[:HOOGSTENS]
    return sorted([*van_mij, *van_niemand], key=_volgorde)[:HOOGSTENS]


def _volgorde(melding: Melding) -> tuple[date, date, UUID]:
    """As the queries sort: the first term first, without a term last."""
    return (melding.eerste_termijn or date.max, melding.ontvangen_defensie, melding.pk)


def _eerste_termijnen(meldingen: list[Melding]) -> dict[object, Termijn]:
    """The first open term of each."""
    eerste: dict[object, Termijn] = {}
    for termijn in Termijn.objects.van_alle(meldingen).filter(
        voldaan_op=None, vervallen=False, is_indicatie=False
    ):
        eerste.setdefault(termijn.zaak_id, termijn)
    return eerste


def _herinnering(melding: Melding, *, vandaag: date) -> str:
    """What somebody asked to be reminded of, once that day has come; else empty."""
    if (
        melding.status == Status.WACHT_OP_BESLUIT
        and melding.herinneren_op
        and melding.herinneren_op <= vandaag
    ):
        return str(_("Herinner het bevoegd gezag"))
    if (
        melding.status == Status.OPGESCHORT
        and melding.herbeoordelen_op
        and melding.herbeoordelen_op <= vandaag
    ):
        return str(_("Bekijk deze melding opnieuw"))
    return ""


def _kaart(melding: Melding, termijn: Termijn | None, *, vandaag: date) -> Kaart:
    herinnering = _herinnering(melding, vandaag=vandaag)
    return Kaart(
        herinnering=bool(herinnering),
        melding=melding,
        toon=toon.toon(melding),
        termijn=toon.termijnregel(melding.eerste_termijn, vandaag=vandaag),
        actie=herinnering or (termijn.naam if termijn else ""),
        uitleg=(termijn.waarom,) if termijn else (),
    )
