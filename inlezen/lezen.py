"""From the bytes that somebody brought to rows that can be kept, or what is wrong in words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext_noop as _

from .bestand import LANGSTE_CEL, onderzoek_inhoud
from .fouten import HELE_RIJ, Fout, Invoerfout, Zin, zin
from .werkboek import MERKEN_PER_CEL, Grenzen, is_werkboek

MEESTE_RIJEN = 10_000
MEESTE_CELLEN = 250_000
"""Reading a workbook takes 20 µs for each, while somebody waits."""
GRENZEN = Grenzen(
    kolommen=200,
    laatste_rij=2 * MEESTE_RIJEN,
    uitgepakt=64 << 20,
    merken=MERKEN_PER_CEL * MEESTE_CELLEN,
)
MEESTE_TEKENS = 20_000_000
"""A workbook stores a text once, however many cells show it: its bytes say nothing about how much it is."""
LANGSTE_NAAM = 100
LANGSTE_KOP = 200
UITGANGEN = (".csv", ".txt", ".xlsx")

_ANDERE = {
    b"\xd0\xcf\x11\xe0": _(
        "een werkboek van nu (XLSX); dit is een oud Excelbestand. Sla het op als .xlsx of .csv"
    ),
    b"%PDF": _("een CSV- of XLSX-bestand; dit is een PDF"),
    b"{\\rt": _("een CSV- of XLSX-bestand; dit is een document"),
}


@dataclass(frozen=True)
class Gelezen:
    """A table as it was brought: every row is as wide as the header."""

    naam: str
    sha256: str
    kop: list[str]
    rijen: list[tuple[int, list[str]]]


def lees(naam: str, inhoud: bytes) -> Gelezen:
    """Read all of it. Raises `Invoerfout` in words for everything that is no table, or too much of one."""
    naam = schone_naam(naam)
    _eis_soort(naam, inhoud)
    bestand = onderzoek_inhoud(inhoud, GRENZEN)
    stroom = bestand.rijen()
    eerste = next(stroom, None)
    if eerste is None:
        raise _fout(1, zin(_("een bestand met een kopregel en rijen; dit bestand is leeg")))
    kop = [" ".join(cel.split()) for cel in eerste[1]]
    rijen: list[tuple[int, list[str]]] = []
    tekens = sum(map(len, kop))
    for nummer, cellen in stroom:
        if len(rijen) == MEESTE_RIJEN:
            raise _fout(
                nummer, zin(_("hoogstens %(n)s rijen; verdeel ze over meer bestanden"), n=MEESTE_RIJEN)
            )
        if (len(rijen) + 1) * len(kop) > MEESTE_CELLEN:
            raise _fout(
                nummer,
                zin(_("hoogstens %(n)s cellen; verdeel de rijen over meer bestanden"), n=MEESTE_CELLEN),
            )
        tekens += sum(map(len, cellen))
        if tekens > MEESTE_TEKENS:
            raise _fout(
                nummer,
                zin(
                    _("hoogstens %(n)s miljoen tekens; verdeel de rijen over meer bestanden"),
                    n=MEESTE_TEKENS // 1_000_000,
                ),
            )
        rijen.append((nummer, _even_breed(nummer, cellen, len(kop))))
    if not rijen:
        raise _fout(eerste[0], zin(_("een bestand met rijen; onder de kopregel staat niets")))
    kop, rijen = _zonder_lege_kolommen(kop, rijen)
    _keur_kop(eerste[0], kop)
    return Gelezen(naam, bestand.sha256, kop, rijen)


def schone_naam(naam: str) -> str:
    """The name without folders and without anything that is not seen, and not too long."""
    laatste = PurePath(naam.replace("\\", "/")).name
    zichtbaar = "".join(t for t in laatste if t == " " or unicodedata.category(t)[0] not in "CZ").strip()
    if len(zichtbaar) > LANGSTE_NAAM:
        uitgang = PurePath(zichtbaar).suffix[:10]
        zichtbaar = zichtbaar[: LANGSTE_NAAM - len(uitgang) - 1] + "…" + uitgang
    return zichtbaar or "bestand"


def _eis_soort(naam: str, inhoud: bytes) -> None:
    uitgang = PurePath(naam).suffix.lower()
    if uitgang not in UITGANGEN:
        raise _fout(1, zin(_("een bestand met een naam die eindigt op .csv of .xlsx")), naam)
    if not inhoud.strip():
        raise _fout(1, zin(_("een bestand met een kopregel en rijen; dit bestand is leeg")))
    for begin, toegestaan in _ANDERE.items():
        if inhoud.startswith(begin):
            raise _fout(1, zin(toegestaan))
    if is_werkboek(inhoud[:4]) != (uitgang == ".xlsx"):
        raise _fout(
            1,
            zin(_("een bestand dat is wat zijn naam zegt: .xlsx voor een werkboek, .csv voor tekst")),
            naam,
        )


def _even_breed(nummer: int, cellen: list[str], breedte: int) -> list[str]:
    """The cells; empty ones at the end do not count."""
    while len(cellen) > breedte and not cellen[-1].strip():
        cellen.pop()
    if len(cellen) != breedte:
        tekst = _("%(n)s kolommen, zoals de kopregel; deze rij heeft er %(er)s")
        raise _fout(nummer, zin(tekst, n=breedte, er=len(cellen)))
    for cel in cellen:
        if "\0" in cel:
            raise _fout(nummer, zin(_("tekst zonder onzichtbare tekens (NUL)")))
        if len(cel) > LANGSTE_CEL:
            raise _fout(nummer, zin(_("hoogstens %(n)s tekens in een cel"), n=LANGSTE_CEL))
    return cellen


def _zonder_lege_kolommen(
    kop: list[str], rijen: list[tuple[int, list[str]]]
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Columns without a name and without a value are no columns."""
    houd = [i for i, naam in enumerate(kop) if naam or any(cellen[i].strip() for _nummer, cellen in rijen)]
    if len(houd) == len(kop):
        return kop, rijen
    return [kop[i] for i in houd], [(nummer, [cellen[i] for i in houd]) for nummer, cellen in rijen]


def _keur_kop(rij: int, kop: list[str]) -> None:
    if len(kop) < 2:
        raise _fout(rij, zin(_("ten minste 2 kolommen, met ; of , ertussen; dit bestand heeft er 1")))
    if len(kop) > GRENZEN.kolommen:
        raise _fout(rij, zin(_("hoogstens %(n)s kolommen"), n=GRENZEN.kolommen))
    fouten: list[Fout] = []
    for nummer, naam in enumerate(kop, 1):
        if not naam:
            toegestaan = zin(_("een naam boven elke kolom; haal samengevoegde cellen weg"))
            fouten.append(Fout(rij, str(nummer), "", toegestaan))
        elif "\0" in naam or len(naam) > LANGSTE_KOP:
            toegestaan = zin(_("een naam van hoogstens %(n)s tekens"), n=LANGSTE_KOP)
            fouten.append(Fout(rij, str(nummer), naam, toegestaan))
        elif naam.casefold() in {eerder.casefold() for eerder in kop[: nummer - 1]}:
            fouten.append(Fout(rij, naam, naam, zin(_("elke naam één keer boven een kolom"))))
    if fouten:
        raise Invoerfout(fouten)


def _fout(rij: int, toegestaan: Zin, waarde: str = "") -> Invoerfout:
    return Invoerfout([Fout(rij, HELE_RIJ, waarde, toegestaan)])
