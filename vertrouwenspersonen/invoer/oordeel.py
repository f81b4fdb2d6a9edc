"""Whether a table holds casussen and nothing else, judged before anything of it is stored.

Only what stands in the lists of codes gets through. A fault says where and why, and has no place for what stood
there: it is shown, and a screen, a log or a session must not repeat a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codelijsten.models import Code
from vertrouwenspersonen.kwartalen import Kwartaal
from vertrouwenspersonen.services import Gegevens, eis_gesprekken, eis_laatste_contact, strijdig
from vertrouwenspersonen.status import Status

from .herkenning import Soort, herken_kolom, herken_kop
from .keuzes import GeenKeuze, Keuzes
from .kolommen import KOLOMMEN, Kolom, zoek_kolom
from .tabel import Tabel

GENOEMD = 5
"""Rows that a fault names; of more it says how many."""


@dataclass(frozen=True)
class Eerder:
    """A casus that was kept elsewhere until now: the eight answers, and how it went on. No afloop: still open."""

    gegevens: Gegevens
    kwartaal_laatste_contact: Kwartaal
    voortzetting: bool
    afloop: Code | None
    doorverwezen_naar: tuple[Code, ...]


@dataclass(frozen=True)
class Fout:
    """What must be changed in the file: which column, which rows, why. Never what stands there."""

    kolom: str
    rijen: tuple[int, ...]
    uitleg: str

    def __str__(self) -> str:
        plek = _("Kolom %(kolom)s") % {"kolom": self.kolom}
        if self.rijen:
            plek += f", {_rijen_in_woorden(self.rijen)}"
        return f"{plek}: {self.uitleg}"


@dataclass(frozen=True)
class Beeld:
    """A row as it may be shown: per column the choice in words, or None where it is no choice."""

    rij: int
    woorden: Mapping[str, str | None]


@dataclass(frozen=True)
class Oordeel:
    """All casussen of a table, or what is wrong with it: one of both is empty."""

    casussen: tuple[Eerder, ...]
    fouten: tuple[Fout, ...]
    beeld: tuple[Beeld, ...]


def beoordeel(tabel: Tabel, keuzes: Keuzes, *, vandaag: date) -> Oordeel:
    """Judge every column and every cell."""
    kolommen = [zoek_kolom(kop) for kop in tabel.kop]
    fouten = [*_vreemde_kolommen(tabel, kolommen), *_ontbrekend(kolommen), *_dubbel(kolommen)]
    kop_klopt = not fouten
    lezing = _Lezing(keuzes, vandaag)
    for nummer, cellen in tabel.rijen:
        lezing.neem(
            nummer, {kolom: cel.strip() for kolom, cel in zip(kolommen, cellen, strict=False) if kolom}
        )
    fouten += lezing.fouten(alleen_vreemd=not kop_klopt)
    if fouten:
        return Oordeel((), tuple(fouten), tuple(lezing.beeld) if kop_klopt else ())
    return Oordeel(tuple(lezing.casussen), (), tuple(lezing.beeld))


class _Lezing:
    """Reads rows, and keeps by column what is no choice only until it has been recognised."""

    def __init__(self, keuzes: Keuzes, vandaag: date) -> None:
        self._keuzes = keuzes
        self._vandaag = vandaag
        self._vreemd: dict[Kolom, dict[int, str]] = defaultdict(dict)
        self._leeg: dict[Kolom, list[int]] = defaultdict(list)
        self._strijdig: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.casussen: list[Eerder] = []
        self.beeld: list[Beeld] = []

    def neem(self, rij: int, teksten: Mapping[Kolom, str]) -> None:
        waarden: dict[str, Any] = {}
        heel = True
        for (
            kolom
        ) in KOLOMMEN:  # the quarter of the first conversation comes first: it says which codes existed
            tekst = teksten.get(kolom, "")
            try:
                if tekst:
                    eerste = waarden.get("kwartaal_eerste_contact")
                    waarden[kolom.naam] = kolom.soort.lees(tekst, self._keuzes, eerste)
                elif kolom.verplicht:
                    self._leeg[kolom].append(rij)
                    heel = False
            except GeenKeuze:
                self._vreemd[kolom][rij] = tekst
                heel = False
        woorden = self._woorden(teksten, waarden)
        woorden |= dict.fromkeys(self._strijdig_in(rij, waarden))
        if heel:
            self._voeg_samen(waarden)
        self.beeld.append(Beeld(rij, woorden))

    def fouten(self, *, alleen_vreemd: bool) -> list[Fout]:
        """What is wrong so far; `alleen_vreemd`: the header is wrong too, so missing answers say nothing."""
        nu = Kwartaal.van(self._vandaag)
        fouten = [
            _geen_keuze(kolom, self._vreemd[kolom], kolom.soort.mag(self._keuzes, nu))
            for kolom in KOLOMMEN
            if self._vreemd[kolom]
        ]
        if alleen_vreemd:
            return fouten
        leeg = [Fout(kolom.naam, tuple(rijen), _("vul dit in.")) for kolom, rijen in self._leeg.items()]
        strijdig = [Fout(naam, tuple(rijen), uitleg) for (naam, uitleg), rijen in self._strijdig.items()]
        return [*fouten, *leeg, *strijdig]

    def _woorden(self, teksten: Mapping[Kolom, str], waarden: Mapping[str, Any]) -> dict[str, str | None]:
        return {
            kolom.naam: kolom.soort.woorden(waarden[kolom.naam]) if kolom.naam in waarden else None
            for kolom in KOLOMMEN
            if kolom.naam in waarden or teksten.get(kolom) or kolom.verplicht
        }

    def _strijdig_in(self, rij: int, waarden: Mapping[str, Any]) -> Iterable[str]:
        """The columns whose answers cannot be, of those that could be read; why is kept."""
        fouten = strijdig(waarden, vandaag=self._vandaag)
        eerste, laatste = waarden.get("kwartaal_eerste_contact"), waarden.get("kwartaal_laatste_contact")
        aantal, afloop, status = (waarden.get(naam) for naam in ("aantal_contacten", "afloop", "status"))
        try:
            if laatste is not None:
                eis_laatste_contact(laatste, eerste=eerste or laatste, vandaag=self._vandaag)
            if eerste is not None and laatste is not None and aantal is not None:
                eis_gesprekken(aantal, eerste=eerste, laatste=laatste)
        except ValidationError as fout:
            fouten |= {naam: teksten[0] for naam, teksten in fout.message_dict.items()}
        if status == Status.GESLOTEN and afloop is None and not self._is_vreemd(rij, "afloop"):
            fouten["afloop"] = _("Een gesloten casus heeft een afloop. Weet u die niet? Vul dan onbekend in.")
        if status == Status.OPEN and afloop is not None:
            fouten["status"] = _("Een open casus heeft geen afloop.")
        for naam, tekst in fouten.items():
            self._strijdig[naam, tekst].append(rij)
        return fouten

    def _is_vreemd(self, rij: int, naam: str) -> bool:
        return any(rij in rijen for kolom, rijen in self._vreemd.items() if kolom.naam == naam)

    def _voeg_samen(self, waarden: Mapping[str, Any]) -> None:
        """Keep the casus of a row of which every answer could be read."""
        gegevens = Gegevens(
            **{"neventhema": (), **{n: waarden[n] for n in Gegevens.__dataclass_fields__ if n in waarden}}
        )
        self.casussen.append(
            Eerder(
                gegevens,
                waarden.get("kwartaal_laatste_contact", gegevens.kwartaal_eerste_contact),
                waarden.get("voortzetting", False),
                waarden.get("afloop"),
                waarden.get("doorverwezen_naar", ()),
            )
        )


def _vreemde_kolommen(tabel: Tabel, kolommen: Sequence[Kolom | None]) -> list[Fout]:
    """Columns that are none of ours, by letter: a header may be a name."""
    fouten = []
    breedte = max([len(tabel.kop), *(len(cellen) for _rij, cellen in tabel.rijen)])
    for plek in range(breedte):
        if plek < len(kolommen) and kolommen[plek]:
            continue
        kop = tabel.kop[plek] if plek < len(tabel.kop) else ""
        waarden = [cellen[plek] for _rij, cellen in tabel.rijen if plek < len(cellen)]
        if kop.strip() or any(waarde.strip() for waarde in waarden):
            fouten.append(
                Fout(_letter(plek), (), _vreemd_in_woorden(herken_kolom(waarden) or herken_kop(kop)))
            )
    return fouten


def _ontbrekend(kolommen: Sequence[Kolom | None]) -> list[Fout]:
    return [
        Fout(kolom.naam, (), _("deze kolom ontbreekt, en moet erin."))
        for kolom in KOLOMMEN
        if kolom.verplicht and kolom not in kolommen
    ]


def _dubbel(kolommen: Sequence[Kolom | None]) -> list[Fout]:
    return [
        Fout(kolom.naam, (), _("deze kolom staat er meer dan één keer in."))
        for kolom in KOLOMMEN
        if kolommen.count(kolom) > 1
    ]


def _geen_keuze(kolom: Kolom, vreemd: Mapping[int, str], mag: str) -> Fout:
    soort = herken_kolom(vreemd.values())
    uitleg = _("dit kunnen wij niet lezen.") if soort is None else _lijkt(soort)
    return Fout(kolom.naam, tuple(vreemd), f"{uitleg} {mag}")


def _vreemd_in_woorden(soort: Soort | None) -> str:
    if soort is None:
        return _(
            "deze kolom hoort er niet in. Haal de kolom weg, of geef hem een naam uit de lijst hieronder."
        )
    weg = _("Haal de hele kolom weg.")
    return f"{_lijkt(soort)} {weg}"


def _lijkt(soort: Soort) -> str:
    return {
        Soort.MAIL: _("dit lijkt op e-mailadressen."),
        Soort.REKENING: _("dit lijkt op rekeningnummers."),
        Soort.TELEFOON: _("dit lijkt op telefoonnummers."),
        Soort.ADRES: _("dit lijkt op adressen of postcodes."),
        Soort.DATUM: _("dit lijkt op datums, zoals een geboortedatum of de dag van een gesprek."),
        Soort.NUMMER: _("dit lijkt op nummers van personen, zoals een BSN of personeelsnummer."),
        Soort.NAAM: _("dit lijkt op namen van personen."),
        Soort.TEKST: _("dit lijkt op vrije tekst."),
    }[soort]


def _rijen_in_woorden(rijen: Iterable[int]) -> str:
    alle = sorted(rijen)
    genoemd = ", ".join(str(rij) for rij in alle[:GENOEMD])
    meer = len(alle) - GENOEMD
    tekst = ngettext("rij %(rijen)s", "rijen %(rijen)s", len(alle)) % {"rijen": genoemd}
    return tekst + (" " + _("en nog %(meer)s") % {"meer": meer} if meer > 0 else "")


def _letter(plek: int) -> str:
    """The letter that a spreadsheet gives the column, counted from 0."""
    rest, letter = divmod(plek, 26)
    return (_letter(rest - 1) if rest else "") + chr(ord("A") + letter)
