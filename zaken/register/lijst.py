"""The list of a register: tabs, filters, sorting and paging by key. Reading only; what differs is declared."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F, Q, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from zaken.models import Zaak
from zaken.querysets import ZaakQuerySet
from zaken.zoeken import Plek, Zoekopdracht
from zaken.zoeken.personen import zaken_met

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

    from . import Register, Woord

PER_BLADZIJDE = 50
OP_PAPIER = 1_000
"""Zaken on one print; who needs more needs a filter."""
TELLEN_TOT = 1_000
"""Counts above this show as "1.000+": an exact one over half a million rows takes 0.6 s."""
VRIJ_TELLEN_TOT = 200
"""The same for what nobody has: to find the open ones, the closed ones that nobody has are passed by."""
BINNENKORT = timedelta(days=5)
ALTIJD_ERBIJ = ("sleutel", "defensieonderdeel", "behandelaar")


@dataclass(frozen=True)
class Kolom:
    """A column of its own: its head, and what a row says there. Columns that every list has are not declared."""

    kop: Woord
    tekst: Callable[[Any], object]


@dataclass(frozen=True)
class Keuzefilter:
    """A filter of its own: one choice from a code list or, without `codelijst`, from the choices of `veld`."""

    naam: str
    label: Woord
    alle: Woord
    """How "no choice" reads: "Alle categorieën"."""
    veld: str
    codelijst: str = ""


@dataclass(frozen=True)
class Lijstopgave:
    """What the list of one register has of its own."""

    letter: str
    """First letter of its zaaknummers: `M`."""
    icoon: str
    leeg: Woord
    """Under "Hier staat nog niets": what would stand here."""
    sneltoets: str = ""
    """With Alt+Shift, from the menu; no letter twice."""
    kolommen: tuple[Kolom, ...] = ()
    filters: tuple[Keuzefilter, ...] = ()
    erbij: tuple[str, ...] = ()
    """`select_related` of what the columns read."""


class Tab(TextChoices):
    MIJN = "mijn", _("Mijn %(meervoud)s")
    TEAM = "team", _("Mijn team")
    NIET_TOEGEWEZEN = "niet-toegewezen", _("Niet toegewezen")
    ALLE = "alle", _("Alle die u ziet")

    @classmethod
    def lees(cls, tekst: str | None) -> Tab:
        """From an address; all of them for what is no tab."""
        return cls(tekst) if tekst in cls.values else cls.ALLE


class Volgorde(TextChoices):
    NIEUWSTE = "-ontvangen", _("nieuwste eerst")
    OUDSTE = "ontvangen", _("oudste eerst")
    TERMIJN = "termijn", _("eerste termijn eerst")
    TERMIJN_LAATSTE = "-termijn", _("laatste termijn eerst")

    @classmethod
    def lees(cls, tekst: str | None) -> Volgorde:
        """From an address; the newest first for what is no order."""
        return cls(tekst) if tekst in cls.values else cls.NIEUWSTE


class Termijnfilter(TextChoices):
    ALLE = "", _("Alle termijnen")
    TE_LAAT = "te_laat", _("Te laat")
    BINNENKORT = "binnenkort", _("Binnen 5 dagen")


_VELD = {
    Volgorde.NIEUWSTE: ("ontvangen_defensie", True),
    Volgorde.OUDSTE: ("ontvangen_defensie", False),
    Volgorde.TERMIJN: ("eerste_termijn", False),
    Volgorde.TERMIJN_LAATSTE: ("eerste_termijn", True),
}


@dataclass(frozen=True)
class Bladgrens:
    """Where a page begins: the sorting date and the id of the row beside it."""

    dag: date
    id: UUID

    @classmethod
    def lees(cls, tekst: str) -> Bladgrens | None:
        """From the address; None for what this application never wrote."""
        dag, _scheiding, pk = tekst.partition("_")
        try:
            return cls(date.fromisoformat(dag), UUID(pk))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.dag.isoformat()}_{self.id}"


@dataclass(frozen=True)
class Bladzijde:
    """The zaken of one page and the keys of its neighbours."""

    rijen: list[Any]
    vorige: Bladgrens | None
    volgende: Bladgrens | None


def tab_van(register: Register, zaken: ZaakQuerySet, tab: Tab, gebruiker: Gebruiker) -> ZaakQuerySet:
    """The rows of one tab, of an opened queryset of `Zaak` or a child of it; of the child when the status counts."""
    match tab:
        case Tab.MIJN:
            return zaken.filter(behandelaar_id=gebruiker.pk)
        case Tab.TEAM:
            return zaken.filter(team_id__in=gebruiker.teams)
        case Tab.NIET_TOEGEWEZEN:
            te_behandelen = sorted(register.werk.open)  # an index of the register has these and no others
            return zaken.filter(behandelaar_id=None, geannuleerd_op=None, status__in=te_behandelen)
        case Tab.ALLE:
            return zaken


def filter_op(
    register: Register, zaken: ZaakQuerySet, gekozen: dict[str, Any], *, vandaag: date
) -> ZaakQuerySet:
    """Narrow zaken of this register by the clean data of `Filterform`."""
    voorwaarden = Q(soort=register.soort)
    if not gekozen.get("geannuleerd"):
        voorwaarden &= Q(geannuleerd_op=None)
    if gekozen.get("status"):
        voorwaarden &= Q(status__in=gekozen["status"])
    if jaar := gekozen.get("jaar"):
        voorwaarden &= Q(ontvangen_defensie__gte=date(jaar, 1, 1), ontvangen_defensie__lte=date(jaar, 12, 31))
    if gekozen.get("onderdeel"):
        voorwaarden &= Q(defensieonderdeel=gekozen["onderdeel"])
    for eigen in register.lijst.filters:
        if waarde := gekozen.get(eigen.naam):
            voorwaarden &= Q(**{eigen.veld: waarde})
    if persoon := gekozen.get("persoon"):
        voorwaarden &= Q(pk__in=zaken_met(persoon))
    gevonden = op_termijn(zaken.filter(voorwaarden), gekozen.get("termijn", ""), vandaag=vandaag)
    return op_nummer(register, gevonden, gekozen.get("q", ""))


def op_termijn(zaken: ZaakQuerySet, keuze: str, *, vandaag: date) -> ZaakQuerySet:
    """What is late, or due within `BINNENKORT`; everything for another choice."""
    match keuze:
        case Termijnfilter.TE_LAAT:
            return zaken.filter(eerste_termijn__lt=vandaag)
        case Termijnfilter.BINNENKORT:
            return zaken.filter(eerste_termijn__gte=vandaag, eerste_termijn__lte=vandaag + BINNENKORT)
    return zaken


def op_nummer(register: Register, zaken: ZaakQuerySet, tekst: str) -> ZaakQuerySet:
    """By (the beginning of) a number, if that is what was typed; words are another matter (`register.zoek`)."""
    if not (nummer := lees_nummer(register, tekst)):
        return zaken
    jaar, volg = nummer.groups()
    begin = f"{register.lijst.letter}-{jaar}-{volg or ''}"
    if volg is not None and len(volg) == len("00001"):
        return zaken.filter(zaaknummer=begin)
    # Between two bounds: under row security LIKE finds no index, for it could tell of rows one does not see
    return zaken.filter(zaaknummer__gte=begin, zaaknummer__lt=f"{begin}:")  # ":" comes just after "9"


def lees_nummer(register: Register, tekst: str) -> re.Match[str] | None:
    """Year and (the beginning of) the sequence number: "M-2024-00017", "m-2024-1", "2024"."""
    return re.match(
        rf"(?:{register.lijst.letter}-?)?(\d{{4}})(?:-(\d{{0,5}}))?$", tekst.strip(), re.IGNORECASE
    )


def heel_nummer(register: Register, tekst: str) -> str:
    """The one zaaknummer that `tekst` is, of whatever register; without a letter of this one. Empty when it is none."""
    gelezen = re.fullmatch(r"(?:([A-Z])-?)?([0-9]{4})-([0-9]{5,9})", tekst.strip().upper())
    if gelezen is None:
        return ""
    letter, jaar, volg = gelezen.groups()
    return f"{letter or register.lijst.letter}-{jaar}-{volg}"


def bladzijde(
    register: Register,
    zaken: ZaakQuerySet,
    volgorde: Volgorde,
    *,
    na: Bladgrens | None,
    voor: Bladgrens | None,
    zoek: Zoekopdracht | None = None,
    op_nummer: bool = False,
    hoogstens: int | None = None,
) -> Bladzijde:
    """One page by key: after `na`, else before `voor`, else the first; of the hits of `zoek` when that is given.

    `hoogstens`: rows, `PER_BLADZIJDE` unless told.
    `op_nummer`: the beginning of a number was asked. Those zaken are found by their number and then sorted; the planner
    would read the list by date until it met them.
    """
    hoogstens = hoogstens or PER_BLADZIJDE
    veld, aflopend = _VELD[volgorde]
    terug = voor is not None and na is None
    grens = voor if terug else na
    omlaag = aflopend != terug
    if veld == "eerste_termijn":
        zaken = zaken.filter(eerste_termijn__isnull=False)
    if zoek:
        plek = Plek(grens.dag, grens.id) if grens else None
        zaken = zaken.filter(pk__in=zoek.eerste(veld=veld, omlaag=omlaag, na=plek, aantal=hoogstens + 1))
    if grens:
        zaken = zaken.filter(_voorbij(veld, grens, omlaag=omlaag))
    dag, pk = (Coalesce(veld, veld) if op_nummer else F(veld)), F("id")
    volgorde_ = [dag.desc(), pk.desc()] if omlaag else [dag.asc(), pk.asc()]
    rijen = list(
        zaken.select_related(*ALTIJD_ERBIJ, *register.lijst.erbij).order_by(*volgorde_)[: hoogstens + 1]
    )
    er_is_meer = len(rijen) > hoogstens
    rijen = rijen[:hoogstens]
    if terug:
        rijen.reverse()
    if not rijen:
        return Bladzijde([], None, None)
    begin = Bladgrens(getattr(rijen[0], veld), rijen[0].pk)
    eind = Bladgrens(getattr(rijen[-1], veld), rijen[-1].pk)
    heeft_vorige = er_is_meer if terug else na is not None
    heeft_volgende = True if terug else er_is_meer
    return Bladzijde(rijen, begin if heeft_vorige else None, eind if heeft_volgende else None)


def _voorbij(veld: str, grens: Bladgrens, *, omlaag: bool) -> Q:
    """Rows past `grens`; the first condition bounds the index range, the second orders within one day."""
    kleiner = "lt" if omlaag else "gt"
    return Q(**{f"{veld}__{kleiner}e": grens.dag}) & (
        Q(**{f"{veld}__{kleiner}": grens.dag}) | Q(**{f"id__{kleiner}": grens.id})
    )


def tel(zaken: ZaakQuerySet, *, tot: int) -> int:
    """Rows, counted to just above `tot`."""
    return zaken.order_by().values("pk")[: tot + 1].count()


def zichtbare_zaken(register: Register, gebruiker: Gebruiker) -> ZaakQuerySet:
    """What counts of this register, on the parent table: cheaper to count than the child."""
    return Zaak.objects.zichtbaar_voor(gebruiker).filter(soort=register.soort, geannuleerd_op=None)


def niet_toegewezen(register: Register, gebruiker: Gebruiker) -> ZaakQuerySet:
    """What nobody has and somebody must take: counted on the child, where the status stands."""
    zaken = zichtbaar(register, gebruiker).filter(soort=register.soort)
    return tab_van(register, zaken, Tab.NIET_TOEGEWEZEN, gebruiker)


def zichtbaar(register: Register, gebruiker: Gebruiker) -> ZaakQuerySet:
    """The zaken of this register that `gebruiker` sees, with their status."""
    zaken: ZaakQuerySet = register.model.objects.zichtbaar_voor(gebruiker)
    return zaken
