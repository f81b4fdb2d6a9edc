"""The terms of a misstand: the rules of `zaken.termijnen` applied to its fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zaken.instellingen.queries import gelijkgestelde_dagen, normen_op
from zaken.register.regels import Termijnstand
from zaken.termijnen import Berekening, Termijncode, melding, misstand
from zaken.termijnen.rekenen import Periode

from .models import Opschorting
from .status import MET_TERMIJNEN, OPEN, Status

if TYPE_CHECKING:
    from zaken.termijnen import Normen

    from .models import Misstand

VOLDAAN = {
    Termijncode.MISSTAND_ONTVANGSTBEVESTIGING.value: "bevestigd_op",
    Termijncode.MISSTAND_TERUGKOPPELING.value: "terugkoppeling_op",
    Termijncode.MISSTAND_BEVINDINGEN.value: "bevindingen_op",
}
"""Per term: the day on which it was met."""


def termijnen(zaak: Misstand) -> Termijnstand:
    """The terms as they follow from its dates, by the norms of the day of receipt and the equated days of now.

    The internal findings and the feedback run side by side; the earlier of both leads in lists and Mijn werk.
    """
    return Termijnstand(
        berekeningen=list(_berekeningen(zaak)),
        is_klaar=zaak.status not in MET_TERMIJNEN | {Status.GESLOTEN},
        vervalt=_vervalt(zaak),
    )


def _berekeningen(zaak: Misstand) -> Iterator[Berekening]:
    normen, dagen = normen_op(zaak.ontvangen_defensie), gelijkgestelde_dagen()
    ontvangen = zaak.ontvangen_defensie
    yield misstand.ontvangstbevestiging(ontvangen=ontvangen, gelijkgestelde_dagen=dagen).met_voldaan_op(
        zaak.bevestigd_op
    )
    yield misstand.terugkoppeling(
        ontvangen=ontvangen, bevestigd_op=zaak.bevestigd_op, gelijkgestelde_dagen=dagen
    ).met_voldaan_op(zaak.terugkoppeling_op)
    yield misstand.bevindingen(
        ontvangen=ontvangen, opschortingen=_perioden(zaak) if _kan_stilstaan(normen) else (), normen=normen
    ).met_voldaan_op(zaak.bevindingen_op)
    if zaak.datum_afgehandeld:
        yield from melding.nazorgmomenten(
            afgehandeld_op=zaak.datum_afgehandeld, gedaan_op=zaak.nazorg_gedaan_op, normen=normen
        )


def _kan_stilstaan(normen: Normen) -> bool:
    return Termijncode.MISSTAND_BEVINDINGEN in normen.opschortbaar


def _perioden(zaak: Misstand) -> list[Periode]:
    """The times of opschorting that ended, both days included."""
    gedaan = Opschorting.objects.van(zaak).filter(tot__isnull=False)
    return [Periode(van, tot) for van, tot in gedaan.values_list("van", "tot")]


def _loopt(zaak: Misstand) -> bool:
    """While it stands still there is no date; it comes back, later, when it ends."""
    lopend: bool = Opschorting.objects.van(zaak).filter(tot=None).exists()
    return lopend


def _vervalt(zaak: Misstand) -> set[str]:
    """Who is anonymous may be out of reach; what was sent on is not investigated here."""
    vervalt = set()
    if zaak.status == Status.GESLOTEN:  # only nazorg goes on, moment by moment
        vervalt |= {code.value for code in Termijncode} - {Termijncode.NAZORG.value}
    if zaak.geen_bevestiging_reden and zaak.status != Status.ONTVANGEN:
        vervalt.add(Termijncode.MISSTAND_ONTVANGSTBEVESTIGING.value)
    if zaak.geen_terugkoppeling_reden:
        vervalt.add(Termijncode.MISSTAND_TERUGKOPPELING.value)
    is_elders = zaak.status not in OPEN or zaak.uitkomst == zaak.Uitkomst.DOORGEZONDEN
    if is_elders or (_kan_stilstaan(normen_op(zaak.ontvangen_defensie)) and _loopt(zaak)):
        vervalt.add(Termijncode.MISSTAND_BEVINDINGEN.value)
    if zaak.geen_nazorg_reden:
        vervalt.add(Termijncode.NAZORG.value)
    return vervalt
