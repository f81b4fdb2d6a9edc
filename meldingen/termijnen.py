"""The terms of a melding: the rules of `zaken.termijnen` applied to its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zaken.instellingen.queries import normen_op
from zaken.register.regels import Termijnstand
from zaken.termijnen import Termijncode, melding

from .status import MET_TERMIJNEN, Status

if TYPE_CHECKING:
    from .models import Melding

VOLDAAN = {
    Termijncode.MELDING_ONTVANGSTBEVESTIGING.value: "bevestigd_op",
    Termijncode.MELDING_TERUGKOPPELING.value: "teruggekoppeld_op",
}
"""Per term: the day on which it was met."""


def termijnen(zaak: Melding) -> Termijnstand:
    """The terms as they follow from its dates, by the norms of the day of receipt."""
    return Termijnstand(
        berekeningen=melding.termijnen(
            ontvangen_defensie=zaak.ontvangen_defensie,
            bevestigd_op=zaak.bevestigd_op,
            teruggekoppeld_op=zaak.teruggekoppeld_op,
            afgehandeld_op=zaak.datum_afgehandeld,
            nazorg_gedaan_op=zaak.nazorg_gedaan_op,
            normen=normen_op(zaak.ontvangen_defensie),
        ),
        is_klaar=zaak.status not in MET_TERMIJNEN | {Status.GESLOTEN},
        vervalt=_vervalt(zaak),
    )


def _vervalt(zaak: Melding) -> set[str]:
    """After closing only nazorg goes on, moment by moment, unless there is none."""
    vervalt = {Termijncode.NAZORG.value} if zaak.geen_nazorg_reden else set()
    if zaak.status == Status.GESLOTEN:
        vervalt |= {code.value for code in Termijncode} - {Termijncode.NAZORG.value}
    return vervalt
