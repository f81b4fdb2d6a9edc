"""The columns that a file may have: names of fields, how they are read, what they mean (`docs/import.md`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Field
from django.utils.translation import gettext_noop as _

from inlezen.fouten import Foutenlijst, Zin, zin
from zaken.models import Zaak
from zaken.versleuteling.velden import VersleuteldeTekst

from .waarden import Codekeuze, Codekeuzes, Datum, Getal, Keuze, Soort, Tekst, Voorval

if TYPE_CHECKING:
    from .termijnrijen import Termijnrekening

Waarden = Mapping[str, Any]
"""What was read of one row, by name of column."""
Tegenspraak = Callable[[Waarden], list[tuple[str, Zin]]]
"""Column and what is allowed, for values that are right by themselves but not together."""


@dataclass(frozen=True)
class Kolom:
    """One column. `andere` are names that mean the same."""

    naam: str
    soort: Soort
    uitleg: str
    verplicht: bool = False
    andere: tuple[str, ...] = ()


@dataclass(frozen=True)
class Invoeropgave:
    """What a register takes in. Names of columns are names of fields of its model."""

    kolommen: Callable[[], tuple[Kolom, ...]]
    """All columns, in the order of the documentation."""
    standaard_onderwerp: Callable[[Waarden], str]
    """The subject of a row that has none: a neutral line."""
    standaard_status: str
    """The status of a row that has none."""
    met_afhandeling: Collection[str]
    """Statuses in which the day it was dealt with may be known."""
    met_sluiting: Collection[str]
    """Statuses in which the day it was closed may be known."""
    volgorde: Sequence[tuple[str, str]]
    """Pairs of dates: the first never lies after the second."""
    hoort_bij: Mapping[str, str] = field(default_factory=dict)
    """A column that means nothing without another one."""
    tegenspraken: tuple[Tegenspraak, ...] = ()
    """Rules of the register itself."""
    standaard: Mapping[str, Any] = field(default_factory=dict)
    """Values of fields for which the file has none."""
    teamsoorten: Collection[str] | None = None
    """Kinds of team that may own what is taken in; None: any team in which somebody can read zaken."""
    termijnen: Termijnrekening | None = None
    """A quicker way to the terms than that of the register, where many rows come at once."""

    def lijsten(self) -> set[str]:
        """The code lists that columns choose from."""
        return {k.soort.lijst for k in self.kolommen() if isinstance(k.soort, Codekeuze | Codekeuzes)}

    def kies(self, kop: Sequence[str]) -> list[Kolom]:
        """The column of each name in a header, in its order. Raises `Invoerfout` with all that is wrong."""
        kolommen = self.kolommen()
        namen = {naam: kolom for kolom in kolommen for naam in (kolom.naam, *kolom.andere)}
        fouten = Foutenlijst()
        gekozen: list[Kolom] = []
        for naam in (cel.strip().lower() for cel in kop):
            kolom = namen.get(naam)
            if kolom is None:
                fouten.voeg_toe(1, naam or "(leeg)", naam, zin(", ".join(namen)))
            elif kolom in gekozen:
                fouten.voeg_toe(1, naam, naam, zin(_("één keer een kolom %(kolom)s"), kolom=kolom.naam))
            else:
                gekozen.append(kolom)
        for kolom in kolommen:
            if kolom.verplicht and kolom not in gekozen:
                fouten.voeg_toe(1, kolom.naam, "(ontbreekt)", zin(_("deze kolom is verplicht")))
        fouten.eis_geen()
        return gekozen


def tekst(model: type[Zaak], naam: str) -> Tekst:
    """Limits of a text as the model has them."""
    veld = cast("Field[Any, Any]", model._meta.get_field(naam))
    if isinstance(veld, VersleuteldeTekst):
        return Tekst(veld.max_tekens or 0, veld.eenregelig)
    return Tekst(veld.max_length or 0, eenregelig=True)


def ontvangst() -> Kolom:
    """The day that sets the year; every register asks for it."""
    return Kolom(
        "ontvangen_defensie",
        Datum(),
        "Dag van ontvangst bij Defensie. Bepaalt het jaar in de cijfers en in het zaaknummer.",
        True,
        ("datum_ontvangst",),
    )


def herkomst(wat: str) -> tuple[Kolom, ...]:
    """Where a zaak comes from and by what it is known; `wat`: "de melding"."""
    return (
        Kolom("bronsysteem", Keuze(Zaak.Bronsysteem), f"Waar {wat} vandaan komt. Leeg: applicatie."),
        Kolom(
            "externe_referentie",
            tekst(Zaak, "externe_referentie"),
            f"Nummer in het bronsysteem. Hieraan is {wat} te herkennen bij een tweede keer.",
        ),
    )


def plaats() -> tuple[Kolom, ...]:
    """When and where it happened."""
    return (
        Kolom(
            "voorval_van", Voorval(eind=False), "Eerste dag van het voorval.", andere=("datum_voorval_van",)
        ),
        Kolom(
            "voorval_tot", Voorval(eind=True), "Laatste dag van het voorval.", andere=("datum_voorval_tot",)
        ),
        Kolom(
            "voorval_precisie",
            Keuze(Zaak.Precisie),
            "Hoe precies de datum bekend is. Leeg: volgt uit voorval_van.",
        ),
        Kolom("meldkanaal", Codekeuze("meldkanaal"), "Bij wie de melding binnenkwam."),
        Kolom("defensieonderdeel", Codekeuze("defensieonderdeel"), "Onderdeel van de betrokkene."),
        Kolom("eenheid", tekst(Zaak, "eenheid"), "Nooit in een export."),
        Kolom("locatiecontext", Codekeuze("locatiecontext"), "Waar het voorval was."),
    )


def rubricering() -> Kolom:
    return Kolom("rubricering", Keuze(Zaak.Rubricering), "Leeg: departementaal_vertrouwelijk.")


def aantal_betrokkenen() -> Kolom:
    return Kolom("aantal_betrokkenen", Getal(32_767), "Ook als namen niet bekend zijn.")
