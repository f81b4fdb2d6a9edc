"""Files with casussen, and codes without a database."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from codelijsten.models import Code
from tests.hulp.databank import PROJECT
from vertrouwenspersonen.invoer.herkenning import Soort
from vertrouwenspersonen.invoer.keuzes import Keuzes
from vertrouwenspersonen.invoer.oordeel import Oordeel, beoordeel
from vertrouwenspersonen.invoer.tabel import Tabel

if TYPE_CHECKING:
    import openpyxl

VANDAAG = date(2024, 11, 21)
GOED: Mapping[str, str] = {
    "kwartaal_eerste_contact": "2024-K3",
    "defensieonderdeel": "Koninklijke Landmacht",
    "personeelscategorie": "burger",
    "rol_hulpvrager": "Betrokkene of benadeelde",
    "hoofdthema": "Pesten",
    "neventhema": "leiderschap|Werkdruk of gezondheid",
    "aantal_contacten": "5",
    "acties": "Luisterend oor|advies",
    "doorverwezen_naar": "bedrijfsarts",
    "afloop": "Opgelost",
    "voortzetting": "nee",
    "kwartaal_laatste_contact": "4e kwartaal 2024",
    "status": "Gesloten",
}
_VOOR = ("Jan", "Fatima", "Özlem", "Marie-Claire", "J.A.", "Kpl.", "Dhr. P.", "Wouter")
_TUSSEN = ("", "van ", "van der ", "el ", "de ")
_ACHTER = ("Quispelaar", "Xhofstra", "Vreugdenhil", "O'Quigley", "Yıldırımoğlu", "Zwartendijk-Blok")
NAMEN = st.one_of(
    st.builds("{} {}{}".format, *map(st.sampled_from, (_VOOR, _TUSSEN, _ACHTER))),
    st.builds("{}, {}".format, *map(st.sampled_from, (_ACHTER, _VOOR))),
)
PERSOONLIJK: Mapping[Soort, st.SearchStrategy[str]] = {
    Soort.NAAM: NAMEN,
    Soort.MAIL: st.builds("{}{}@mindef.example".format, st.sampled_from(_ACHTER), st.integers(0, 99)),
    Soort.REKENING: st.builds("NL{:02d}{}QXYZ{}{:010d}".format, st.integers(2, 98), st.just(" "), st.just(" "), st.integers(0)).map(
        lambda t: t[:22]
    ),
    Soort.TELEFOON: st.builds("{}{:08d}".format, st.sampled_from(["06-", "06 ", "+31 6 ", "00316"]), st.integers(10**7, 10**8 - 1)),
    Soort.ADRES: st.builds("{} {}".format, st.sampled_from(["Quispelstraat", "Xhoflaan", "Postbus"]), st.integers(1, 999))
    | st.builds("{}{}QX".format, st.integers(3000, 9999), st.sampled_from(["", " "])),
    Soort.DATUM: st.dates(date(1940, 1, 1), date(2026, 1, 1)).flatmap(
        lambda dag: st.sampled_from([f"{dag:%d-%m-%Y}", f"{dag:%Y-%m-%d}", f"{dag.day}/{dag.month}/{dag:%y}", f"{dag:%Y-%m}"])
    ),
    Soort.NUMMER: st.integers(10**6, 9 * 10**8).map(str),
    Soort.TEKST: st.sampled_from(["Xhofde heeft gisteren weer de halve quispel verteld wat er was", "Zij huilde. Morgen xhofbellen."]),
}  # fmt: skip


@cache
def keuzes() -> Keuzes:
    """The codes as they are delivered."""
    with (PROJECT / "codelijsten/gegevens/codes.csv").open(encoding="utf-8", newline="") as bestand:
        return Keuzes(
            Code(
                pk=plek,
                lijst_id=rij["lijst"],
                code=rij["code"],
                label=rij["label"],
                label_en=rij["label_en"],
                geldig_van=date.fromisoformat(rij["geldig_van"]) if rij["geldig_van"] else None,
                geldig_tot=date.fromisoformat(rij["geldig_tot"]) if rij["geldig_tot"] else None,
            )
            for plek, rij in enumerate(csv.DictReader(bestand, delimiter=";"), 1)
        )


def rij(**anders: str) -> dict[str, str]:
    return dict(GOED) | anders


def tabel(*rijen: Mapping[str, str], kop: Sequence[str] = tuple(GOED)) -> Tabel:
    return Tabel(tuple(kop), tuple((plek, tuple(een.values())) for plek, een in enumerate(rijen, 2)))


def oordeel(*rijen: Mapping[str, str], kop: Sequence[str] = tuple(GOED)) -> Oordeel:
    return beoordeel(tabel(*rijen, kop=kop), keuzes(), vandaag=VANDAAG)


def als_csv(*rijen: Mapping[str, str], kop: Sequence[str] = tuple(GOED)) -> bytes:
    uit = io.StringIO()
    csv.writer(uit, delimiter=";").writerows([kop, *(een.values() for een in rijen)])
    return uit.getvalue().encode()


def werkboek(*rijen: Mapping[str, Any], kop: Sequence[str] = tuple(GOED)) -> openpyxl.Workbook:
    import openpyxl  # large: only where a workbook is made

    boek = openpyxl.Workbook()
    blad = boek.active
    assert blad is not None
    for een in (kop, *(list(een.values()) for een in rijen)):
        blad.append(een)
    return boek


def als_xlsx(boek: openpyxl.Workbook) -> bytes:
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()
