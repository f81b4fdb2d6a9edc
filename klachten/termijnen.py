"""The terms of a klacht: the rules of `zaken.termijnen` applied to its fields."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from zaken.instellingen.queries import gelijkgestelde_dagen, normen_op
from zaken.register.regels import Termijnstand
from zaken.termijnen import Berekening, Termijncode, klacht

from .status import OPEN, Status

if TYPE_CHECKING:
    from zaken.termijnen import Normen

    from .models import Klacht

VOLDAAN = {
    Termijncode.KLACHT_ONTVANGSTBEVESTIGING.value: "bevestigd_op",
    Termijncode.KLACHT_NIET_IN_BEHANDELING.value: "niet_in_behandeling_bericht_op",
    Termijncode.KLACHT_OORDEEL.value: "kennisgeving_op",
}
"""Per term: the day on which it was met."""


def termijnen(zaak: Klacht) -> Termijnstand:
    """The terms as they follow from its dates, by the norms of the day of receipt and the equated days of now."""
    return Termijnstand(
        berekeningen=list(_berekeningen(zaak, normen_op(zaak.ontvangen_defensie))),
        is_klaar=zaak.status not in OPEN and zaak.status != Status.NIET_IN_BEHANDELING,
        vervalt=_vervalt(zaak),
    )


def _berekeningen(zaak: Klacht, normen: Normen) -> Iterator[Berekening]:
    dagen = gelijkgestelde_dagen()
    ontvangen = zaak.ontvangen_defensie
    yield klacht.ontvangstbevestiging(
        ontvangen=ontvangen, via_commissie=zaak.via_commissie, normen=normen
    ).met_voldaan_op(zaak.bevestigd_op)
    if bindt_awb(zaak):
        yield klacht.niet_in_behandeling(ontvangen=ontvangen, gelijkgestelde_dagen=dagen).met_voldaan_op(
            zaak.niet_in_behandeling_bericht_op
        )
        oordeel = klacht.oordeel(
            ontvangen=ontvangen,
            via_commissie=zaak.via_commissie,
            verdagingen=_verdagingen(zaak),
            instemming_uitstel_tot=zaak.instemming_uitstel_tot,
            normen=normen,
            gelijkgestelde_dagen=dagen,
        )
    else:
        oordeel = klacht.oordeel_buiten_awb(
            ontvangen=ontvangen, via_commissie=zaak.via_commissie, normen=normen
        )
    yield oordeel.met_voldaan_op(zaak.kennisgeving_op)


def naar_ombudsman_tot(zaak: Klacht) -> date | None:
    """The last day on which the klager can go to the ombudsman (Awb 9:24); None before the kennisgeving.

    A term of the klager, not of ours: it is told, and asks for nothing.
    """
    return klacht.ombudsman(kennisgeving_op=zaak.kennisgeving_op).datum if zaak.kennisgeving_op else None


def bindt_awb(zaak: Klacht) -> bool:
    """Whether Awb 9:5-9:12 bind: a written klacht about conduct towards the klager; else Awb 9:2."""
    return zaak.jegens_klager and zaak.vorm == zaak.Vorm.SCHRIFTELIJK


def _verdagingen(zaak: Klacht) -> list[klacht.Verdaging]:
    if zaak.verdaagd_op is None or zaak.verdaagd_weken is None:
        return []
    return [
        klacht.Verdaging(
            op=zaak.verdaagd_op,
            klager_bericht_op=zaak.verdaagd_klager_op,
            aangeklaagde_bericht_op=zaak.verdaagd_aangeklaagde_op,
            weken=zaak.verdaagd_weken,
        )
    ]


def _vervalt(zaak: Klacht) -> set[str]:
    """The notice of Awb 9:8 asks for nothing once the klacht was taken up; the oordeel for nothing once refused."""
    if zaak.status == Status.NIET_IN_BEHANDELING:
        return {Termijncode.KLACHT_OORDEEL.value}
    if zaak.status in {Status.ONTVANGEN, Status.WACHT_OP_AANVULLING, Status.BEOORDELEN}:
        return set()
    return {Termijncode.KLACHT_NIET_IN_BEHANDELING.value}
