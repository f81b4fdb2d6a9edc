"""A source in memory and the published file, for tests that need no database."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rapportages import klachtverloop
from rapportages.cellen import Categorie, Cel
from rapportages.klachtverloop import Klachtperiode, Termijnkader
from rapportages.models import GepubliceerdCijfer, Register
from rapportages.services import Jaarcijfers, jaarcijfers
from rapportages.telregels import Telling
from zaken.termijnen import GELIJKGESTELDE_DAGEN, STANDAARDNORMEN

BESTAND = Path(__file__).resolve().parents[2] / "rapportages" / "gegevens" / "gepubliceerde-jaarcijfers.csv"
VANDAAG = date(2026, 3, 1)

HOOFDCATEGORIEEN = (
    Categorie("financieel", "Financiële schendingen"),
    Categorie("positie", "Misbruik positie, bevoegdheden en belangenverstrengeling"),
    Categorie("informatie", "Lekken en misbruik van informatie"),
    Categorie("geweldsbevoegdheid", "Misbruik van geweldsbevoegdheid"),
    Categorie("omgangsvormen", "Ongewenste omgangsvormen"),
    Categorie("privesfeer", "Misdragingen in de privésfeer"),
    Categorie(
        "dienstmiddelen_interne_regels",
        "Oneigenlijk gebruik van dienstmiddelen/overschrijding interne regels",
        geldig_tot=date(2020, 12, 31),
    ),
    Categorie("dienstmiddelen", "Oneigenlijk gebruik van dienstmiddelen", geldig_van=date(2021, 1, 1)),
    Categorie("interne_regels", "Overschrijding interne regels", geldig_van=date(2021, 1, 1)),
    Categorie("overige", "Overige", geldig_van=date(2021, 1, 1)),
)
THEMAS = (
    Categorie("pesten", "Pesten"),
    Categorie("leiderschap", "Leiderschap"),
    Categorie("overig", "Overig"),
)

GEPUBLICEERD: Mapping[int, Mapping[str, int]] = {
    2020: {
        "financieel": 29,
        "positie": 14,
        "informatie": 19,
        "geweldsbevoegdheid": 0,
        "omgangsvormen": 82,
        "privesfeer": 107,
        "dienstmiddelen_interne_regels": 63,
    },
    2021: {
        "financieel": 28,
        "positie": 14,
        "informatie": 16,
        "geweldsbevoegdheid": 0,
        "omgangsvormen": 92,
        "privesfeer": 83,
        "dienstmiddelen": 81,
        "interne_regels": 55,
        "overige": 2,
    },
    2022: {
        "financieel": 24,
        "positie": 25,
        "informatie": 15,
        "geweldsbevoegdheid": 0,
        "omgangsvormen": 281,
        "privesfeer": 151,
        "dienstmiddelen": 30,
        "interne_regels": 121,
        "overige": 20,
    },
    2023: {"omgangsvormen": 300, "privesfeer": 255},
    2024: {"omgangsvormen": 327, "privesfeer": 300},
}
"""Counts per year that add up to the published totals 314, 371, 667, 555 and 627."""


UITKOMSTEN = (
    Categorie("vastgesteld", "Schending vastgesteld"),
    Categorie("ingetrokken", "Ingetrokken"),
    Categorie("niet_in_behandeling", "Niet in behandeling"),
    Categorie("doorgeleid", "Doorgeleid"),
)
OORDELEN = (
    Categorie("gegrond", "Gegrond"),
    Categorie("ongegrond", "Ongegrond"),
)
KADER = Termijnkader((STANDAARDNORMEN,), GELIJKGESTELDE_DAGEN)
LIJSTEN: Mapping[str, Sequence[Categorie]] = {
    "hoofdcategorie": HOOFDCATEGORIEEN,
    "thema": THEMAS,
    "meldkanaal": (Categorie("coid", "COID"),),
    "uitkomst_melding": UITKOMSTEN,
    "oordeel": OORDELEN,
    "hoort_elders": (Categorie("datalek", "Datalek"),),
}


@dataclass
class VasteBron:
    """A `Bron` of written cells; the register holds the years of its cells. A closed melding was vastgesteld."""

    meldingen: Sequence[Cel] = ()
    casussen: Sequence[Cel] = ()
    misstanden: Sequence[Cel] = ()
    klachten: Sequence[Klachtperiode] = ()
    signalen: Sequence[Cel] = ()
    lijsten: Mapping[str, Sequence[Categorie]] = field(default_factory=dict)
    weg: Mapping[tuple[Register, int], int] = field(default_factory=dict)

    def jaren(self, register: Register) -> Sequence[int]:
        if register == Register.KLACHTEN:
            return sorted({periode.ontvangen.year for periode in self.klachten})
        cellen = {
            Register.MELDINGEN: self.meldingen,
            Register.CASUSSEN: self.casussen,
            Register.MISSTANDEN: self.misstanden,
            Register.SIGNALEN: self.signalen,
        }[register]
        return sorted({cel.jaar for cel in cellen if cel.aantal or register != Register.CASUSSEN})

    def tel(self, telling: Telling, *, jaren: range, stand_op: date, vastgelegd_tot: date) -> Sequence[Cel]:
        perioden = list(
            klachtverloop.zoals_bekend(self.klachten, stand_op=stand_op, vastgelegd_tot=vastgelegd_tot)
        )
        match telling:
            case Telling.KLACHTEN_VERLOOP:
                return klachtverloop.tel_verloop(perioden, jaren=jaren, stand_op=stand_op)
            case Telling.KLACHTEN_AFGEDAAN:
                return klachtverloop.tel_afgedaan(perioden, jaren=jaren)
            case Telling.KLACHTEN_TERMIJN:
                return klachtverloop.tel_termijnen(perioden, jaren=jaren, stand_op=stand_op, kader=KADER)
            case Telling.CASUSSEN:
                cellen = self.casussen
            case Telling.SIGNALEN:
                cellen = self.signalen
            case Telling.MISSTANDEN:
                cellen = self.misstanden
            case Telling.MELDKANAAL:
                cellen = [cel._replace(code="coid") for cel in self.meldingen]
            case Telling.UITKOMST:
                cellen = [cel._replace(code=_uitkomst(cel.status)) for cel in self.meldingen]
            case _:
                cellen = self.meldingen
        return [cel for cel in cellen if cel.jaar in jaren]

    def geannuleerd(self, *, vastgelegd_tot: date) -> Mapping[tuple[Register, int], int]:
        return self.weg

    def categorieen(self, lijst: str) -> Sequence[Categorie]:
        return {**LIJSTEN, **self.lijsten}[lijst]


def _uitkomst(status: str) -> str:
    if status in ("ingetrokken", "niet_in_behandeling"):
        return status
    return "vastgesteld" if status == "gesloten" else "nog_lopend"


def meldingen(per_jaar: Mapping[int, Mapping[str, int]], status: str = "gesloten") -> list[Cel]:
    """Cells of `{year: {code: count}}`."""
    return [Cel(jaar, code, status, aantal) for jaar, rij in per_jaar.items() for code, aantal in rij.items()]


def casussen(per_jaar: Mapping[int, Mapping[str, int]]) -> list[Cel]:
    return meldingen(per_jaar, status="")


def van_jaar(vorig: int, nu: int, *, jaar: int = 2024) -> Jaarcijfers:
    """Figures of `jaar` with these two totals, in one category."""
    cellen = meldingen({jaar - 1: {"omgangsvormen": vorig}, jaar: {"omgangsvormen": nu}})
    return jaarcijfers(jaar=jaar, vandaag=VANDAAG, bron=VasteBron(meldingen=cellen), reeks=())


def gepubliceerde_reeks() -> list[GepubliceerdCijfer]:
    """The published file as unsaved rows, read apart from the importer."""
    with BESTAND.open(encoding="utf-8", newline="") as bestand:
        return [
            GepubliceerdCijfer(
                jaar=int(rij["jaar"]),
                register=rij["register"],
                uitsplitsing=rij["uitsplitsing"],
                label=rij["label"],
                aantal=int(rij["aantal"]),
                bron=rij["bron"],
                opmerking=rij["opmerking"],
                is_circa=rij["opmerking"] == "circa",
            )
            for rij in csv.DictReader(bestand)
        ]
