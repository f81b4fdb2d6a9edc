"""What a register declares about going to another register, and the law of what goes along. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from zaken.models import Persoon, Uitsluiting, Zaak

if TYPE_CHECKING:
    from django import forms

    from gebruikers.models import Gebruiker

    from . import Register

CODEVELDEN = ("ontvangen_register", "meldkanaal", "locatiecontext", "defensieonderdeel", "aantal_betrokkenen")
"""Go along always: codes and numbers that name nobody, beside the first receipt and when it happened."""
VOORVAL = ("voorval_van", "voorval_tot", "voorval_precisie", "voorval_tot_precisie")
TEKSTEN = ("omschrijving", "eenheid")
"""Texts that go along when they are chosen; the line that the new zaak is known by is written anew."""


def _niets(zaak: Any, naar: str) -> dict[str, Any]:
    return {}


def _wordt_niet_vastgelegd(zaak: Any, naar: Zaak.Soort, vandaag: date, door: Gebruiker) -> None:
    return None


@dataclass(frozen=True)
class Doorgeleidopgave:
    """How zaken of this register go elsewhere and come back, and what is asked of those that come here."""

    status: str
    """Of the zaak that went. The transition table says from where, and back to where."""
    naar: tuple[Zaak.Soort, ...]
    vraagt: Callable[[], dict[str, forms.Field]] = dict
    """Fields of this register that a zaak that comes here cannot do without, by name."""
    heen: Callable[[Any, str], Mapping[str, Any]] = _niets
    """Fields of the zaak that goes: the zaak, and to where."""
    terug: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the zaak that comes back."""
    identiteit: Callable[[Any, Zaak.Soort, date, Gebruiker], None] = _wordt_niet_vastgelegd
    """What must be written down when who handed it in goes along: the zaak, to where, today, by whom."""
    is_geheim: bool = False
    """Who handed it in is secret by law: nothing that may tell goes along without a confirmation."""


@dataclass(frozen=True)
class Overdracht:
    """What somebody chose to carry over. `akkoord`: the indiener agrees, or nothing in it tells who that is.

    `herkend`: per account that matches somebody in the zaak why it may never see either zaak; None: somebody else.
    `behandelaar`: of a sealed zaak who outside COID handles the new one.
    """

    naar: Zaak.Soort
    onderwerp: str
    reden: str
    teksten: frozenset[str] = frozenset()
    personen: frozenset[UUID] = frozenset()
    eigen: Mapping[str, Any] = field(default_factory=dict)
    akkoord: bool = False
    herkend: Mapping[int, Uitsluiting.Grond | None] = field(default_factory=dict)
    behandelaar: int | None = None


def nieuwe_rol(van: Register, naar: Register, rol: str) -> Persoon.Rol | None:
    """What somebody in this role is in the other register; None for who has no place there."""
    if rol == van.indiener:
        return naar.indiener
    over_wie = {Persoon.Rol.BETROKKENE, Persoon.Rol.AANGEKLAAGDE}
    kandidaten = [Persoon.Rol(rol), *(over_wie if rol in over_wie else ())]
    return next((een for een in kandidaten if een in naar.persoonrollen), None)


def anonimiteit_in(naar: Zaak.Soort, was: str) -> str:
    """A misstand is secret from its first moment; elsewhere it stays as it was."""
    if naar == Zaak.Soort.MISSTAND and was == Zaak.Anonimiteit.NEE:
        return str(Zaak.Anonimiteit.VERTROUWELIJK)
    return was


def vraagt_akkoord(
    van: Register, zaak: Zaak, naar: str, *, teksten: Collection[str], met_indiener: bool
) -> bool:
    """Whether this cannot go without somebody saying that it may.

    A klacht is the klager's own: never without them (Awb 9:4, 9:9). Who is secret or known to us only goes nowhere by
    itself, except into the register that keeps it secret too.
    """
    opgave = van.doorgeleiding
    if naar == Zaak.Soort.KLACHT:
        return True
    if opgave is not None and opgave.is_geheim:
        return bool(teksten) or met_indiener
    is_open = zaak.anonimiteit == Zaak.Anonimiteit.NEE
    return met_indiener and not is_open and naar != Zaak.Soort.MISSTAND


def overdrachtfouten(
    van: Register, zaak: Zaak, overdracht: Overdracht, personen: Collection[Persoon]
) -> dict[str, str]:
    """Dutch messages per field; empty when this may go. `personen`: those of the zaak that were chosen."""
    opgave = van.doorgeleiding
    fouten: dict[str, str] = {}
    if opgave is None or overdracht.naar not in opgave.naar:
        return {"naar": _("Kies een register uit de lijst.")}
    if overdracht.naar == Zaak.Soort.KLACHT and zaak.anonimiteit == Zaak.Anonimiteit.ANONIEM:
        fouten["naar"] = _(
            "Een klacht kan niet anoniem. Wil de melder toch een klacht? Leg dan eerst vast wie het is."
        )
    met_indiener = any(persoon.rol == van.indiener for persoon in personen)
    moet = vraagt_akkoord(van, zaak, overdracht.naar, teksten=overdracht.teksten, met_indiener=met_indiener)
    if moet and not overdracht.akkoord:
        fouten["akkoord"] = zonder_akkoord(overdracht.naar)
    return fouten


def zonder_akkoord(naar: str) -> str:
    """What to do when `vraagt_akkoord` and nobody said that it may."""
    if naar == Zaak.Soort.KLACHT:
        return _("Zet hier een vinkje. Zonder dit kan het geen klacht worden.")
    return _("Zet hier een vinkje, of neem minder mee. Zonder dit kan het niet.")
