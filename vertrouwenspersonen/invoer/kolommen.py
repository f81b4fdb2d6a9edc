"""The columns that a file with casussen may have, and what their cells may say. There is none for text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from codelijsten.models import Code
from vertrouwenspersonen import codes
from vertrouwenspersonen.kwartalen import Kwartaal
from vertrouwenspersonen.models import AantalContacten
from vertrouwenspersonen.status import Status
from zaken.invoer.codes import genormaliseerd

from .keuzes import GeenKeuze, Keuzes

_VORMEN_KWARTAAL = (
    r"(?P<jaar>20\d\d)[ -]?[kq](?P<nummer>[1-4])",
    r"[kq](?P<nummer>[1-4])[ -](?P<jaar>20\d\d)",
    r"(?P<nummer>[1-4])e kwartaal (?:van )?(?P<jaar>20\d\d)",
)


class Celsoort(Protocol):
    """How the cells of a column are read and shown."""

    def mag(self, keuzes: Keuzes, nu: Kwartaal) -> str:
        """What may stand in a cell, for people: whole sentences."""

    def lees(self, tekst: str, keuzes: Keuzes, in_: Kwartaal | None) -> Any:
        """The answer of a trimmed, not empty text. Raises `GeenKeuze`."""

    def code(self, waarde: Any) -> str:
        """The answer as this column reads it back; slugs, never a blank or a semicolon."""

    def woorden(self, waarde: Any) -> str:
        """The answer as a screen shows it."""


class Kwartaalcel:
    """A quarter. A day or a month is refused: it would say when somebody came."""

    def mag(self, keuzes: Keuzes, nu: Kwartaal) -> str:
        return _("Vul een kwartaal in, zoals %(kwartaal)s. Vul geen dag of maand in.") % {"kwartaal": nu}

    def lees(self, tekst: str, keuzes: Keuzes, in_: Kwartaal | None) -> Kwartaal:
        vorm = genormaliseerd(tekst)
        for patroon in _VORMEN_KWARTAAL:
            if gevonden := re.fullmatch(patroon, vorm, re.ASCII):
                return Kwartaal(int(gevonden["jaar"]), int(gevonden["nummer"]))
        raise GeenKeuze

    def code(self, waarde: Kwartaal) -> str:
        return str(waarde)

    def woorden(self, waarde: Kwartaal) -> str:
        return waarde.kort


@dataclass(frozen=True)
class Codecel:
    """One code of `lijst`."""

    lijst: str

    def mag(self, keuzes: Keuzes, nu: Kwartaal) -> str:
        return _("Kies uit: %(keuzes)s.") % {"keuzes": keuzes.in_woorden(self.lijst, in_=nu)}

    def lees(self, tekst: str, keuzes: Keuzes, in_: Kwartaal | None) -> Code:
        return keuzes.zoek(self.lijst, tekst, in_=in_)

    def code(self, waarde: Code) -> str:
        return waarde.code

    def woorden(self, waarde: Code) -> str:
        return waarde.opschrift


@dataclass(frozen=True)
class Codescel:
    """Codes of `lijst`, each once, with `|` or a comma between them."""

    lijst: str

    def mag(self, keuzes: Keuzes, nu: Kwartaal) -> str:
        return _("Kies er een of meer, met | ertussen: %(keuzes)s.") % {
            "keuzes": keuzes.in_woorden(self.lijst, in_=nu)
        }

    def lees(self, tekst: str, keuzes: Keuzes, in_: Kwartaal | None) -> tuple[Code, ...]:
        try:
            return (keuzes.zoek(self.lijst, tekst, in_=in_),)
        except GeenKeuze:
            delen = [deel for deel in re.split(r"[|,\n]", tekst) if deel.strip()]
        gevonden = [keuzes.zoek(self.lijst, deel, in_=in_) for deel in delen]
        if not gevonden:
            raise GeenKeuze
        return tuple(dict.fromkeys(gevonden))

    def code(self, waarde: Sequence[Code]) -> str:
        return "|".join(code.code for code in waarde)

    def woorden(self, waarde: Sequence[Code]) -> str:
        return ", ".join(code.opschrift for code in waarde)


class Contactencel:
    """A class, or a number of conversations, of which the class is kept."""

    def mag(self, keuzes: Keuzes, nu: Kwartaal) -> str:
        return _("Vul het aantal gesprekken in, zoals 5. Of kies: 1, 2-3, 4-6 of 7+.")

    def lees(self, tekst: str, keuzes: Keuzes, in_: Kwartaal | None) -> AantalContacten:
        vorm = genormaliseerd(tekst).replace(" ", "")
        if re.fullmatch(r"[1-9]\d?", vorm, re.ASCII):
            aantal = int(vorm)
            grenzen = (
                (1, AantalContacten.EEN),
                (3, AantalContacten.TWEE_OF_DRIE),
                (6, AantalContacten.VIER_TOT_ZES),
            )
            return next(
                (klasse for grens, klasse in grenzen if aantal <= grens), AantalContacten.ZEVEN_OF_MEER
            )
        for klasse, vormen in _CONTACTEN.items():
            if vorm in vormen:
                return klasse
        raise GeenKeuze

    def code(self, waarde: AantalContacten) -> str:
        return waarde.value

    def woorden(self, waarde: AantalContacten) -> str:
        return str(waarde.label)


_CONTACTEN = {
    AantalContacten.EEN: {"1", "een"},
    AantalContacten.TWEE_OF_DRIE: {"2-3", "2of3", "2t/m3"},
    AantalContacten.VIER_TOT_ZES: {"4-6", "4totenmet6", "4t/m6"},
    AantalContacten.ZEVEN_OF_MEER: {"7+", "7ofmeer", "meerdan6"},
}


class JaNee:
    def mag(self, keuzes: Keuzes, nu: Kwartaal) -> str:
        return _("Vul ja of nee in. Is de cel leeg? Dan lezen wij nee.")

    def lees(self, tekst: str, keuzes: Keuzes, in_: Kwartaal | None) -> bool:
        vorm = genormaliseerd(tekst)
        if vorm not in _JA_NEE:
            raise GeenKeuze
        return _JA_NEE[vorm]

    def code(self, waarde: bool) -> str:
        return "ja" if waarde else "nee"

    def woorden(self, waarde: bool) -> str:
        return _("Ja") if waarde else _("Nee")


_JA_NEE = {
    "ja": True,
    "j": True,
    "waar": True,
    "true": True,
    "nee": False,
    "n": False,
    "onwaar": False,
    "false": False,
}


class Statuscel:
    def mag(self, keuzes: Keuzes, nu: Kwartaal) -> str:
        return _("Vul open of gesloten in. Is de cel leeg? Dan is de casus gesloten als er een afloop staat.")

    def lees(self, tekst: str, keuzes: Keuzes, in_: Kwartaal | None) -> Status:
        try:
            return Status(genormaliseerd(tekst))
        except ValueError:
            raise GeenKeuze from None

    def code(self, waarde: Status) -> str:
        return waarde.value

    def woorden(self, waarde: Status) -> str:
        return str(waarde.label)


@dataclass(frozen=True)
class Kolom:
    """One column. `andere` are headers that mean the same."""

    naam: str
    soort: Celsoort
    andere: tuple[str, ...] = ()
    verplicht: bool = False


KOLOMMEN = (
    Kolom(
        "kwartaal_eerste_contact", Kwartaalcel(), ("kwartaal", "eerste gesprek", "periode"), verplicht=True
    ),
    Kolom("kwartaal_laatste_contact", Kwartaalcel(), ("laatste gesprek",)),
    Kolom("defensieonderdeel", Codecel(codes.DEFENSIEONDERDEEL), ("onderdeel",), verplicht=True),
    Kolom("personeelscategorie", Codecel(codes.PERSONEELSCATEGORIE), ("hulpvrager",), verplicht=True),
    Kolom("rol_hulpvrager", Codecel(codes.ROL_HULPVRAGER), ("rol",), verplicht=True),
    Kolom("hoofdthema", Codecel(codes.THEMA), ("thema",), verplicht=True),
    Kolom("neventhema", Codescel(codes.THEMA), ("neventhemas",)),
    Kolom(
        "aantal_contacten", Contactencel(), ("contacten", "gesprekken", "aantal gesprekken"), verplicht=True
    ),
    Kolom("acties", Codescel(codes.CASUSACTIE), ("actie",), verplicht=True),
    Kolom("doorverwezen_naar", Codescel(codes.DOORVERWIJZING), ("doorverwezen", "doorverwijzing")),
    Kolom("afloop", Codecel(codes.AFLOOP)),
    Kolom("voortzetting", JaNee()),
    Kolom("status", Statuscel()),
)
"""All that a file may hold, in the order of the screens."""


def _vorm(kop: str) -> str:
    return genormaliseerd(kop.replace("_", " ").replace("-", " "))


_OP_KOP: Mapping[str, Kolom] = {
    _vorm(naam): kolom for kolom in KOLOMMEN for naam in (kolom.naam, *kolom.andere)
}


def zoek_kolom(kop: str) -> Kolom | None:
    """The column that this header names."""
    return _OP_KOP.get(_vorm(kop))
