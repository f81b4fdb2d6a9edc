"""Mijn werk: what somebody must do now, from what they see, across all registers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from gebruikers.models import Gebruiker
from zaken.models import Termijn, Zaak
from zaken.toegang import BELEID

from . import Register, Woord, registers
from .toon import Termijnregel, termijnnaam, termijnregel, waarom

HOOGSTENS = 200
"""Zaken shown; whoever has more work than this needs the list, and is told so."""
BEKEKEN = 500
"""Zaken without a term and without a behandelaar that are looked at, per register."""
_GEEN_HERINNERING, _EEN_TWEEDE, _WACHT_OP_TWEEDE = -1, -2, -3


@dataclass(frozen=True)
class Herinnering:
    """What somebody asked to be reminded of, as a condition on the zaak: "the status is … and the day has come"."""

    wanneer: Callable[[date], Q]
    actie: Woord


@dataclass(frozen=True)
class Tweede:
    """A status from which another one goes on than who brought the zaak there."""

    status: str
    actie: Woord
    """For the other one."""
    wacht: Woord
    """For who brought it there: how another one comes to it."""


@dataclass(frozen=True)
class Werkopgave:
    """What the statuses of one register mean for the work of a day. A status in none of these asks for nothing."""

    nieuw: frozenset[str]
    """Somebody must look at it: today when it has no term yet."""
    loopt: frozenset[str]
    """Open, and done by its term."""
    wacht: frozenset[str]
    """Somebody else is at work."""
    nazorg: frozenset[str]
    herinneringen: tuple[Herinnering, ...] = ()
    tweede: Tweede | None = None

    @property
    def open(self) -> frozenset[str]:
        return self.nieuw | self.loopt | self.wacht | self.nazorg


@dataclass(frozen=True)
class Taak:
    """One zaak that asks for something, before it is fetched: enough to sort and to choose by."""

    zaak_id: UUID
    register: Register
    status: str
    eerste_termijn: date | None
    ontvangen: date
    herinnering: str

    @property
    def volgorde(self) -> tuple[date, date, UUID]:
        """The first term first, without a term last."""
        return (self.eerste_termijn or date.max, self.ontvangen, self.zaak_id)


@dataclass(frozen=True)
class Kaart:
    """One zaak on the page, with the term that comes first and what it asks."""

    zaak: Zaak
    register: Register
    url: str
    status: str
    toon: str
    termijn: Termijnregel | None
    actie: str
    uitleg: tuple[str, ...]


@dataclass
class Rubriek:
    """A heading with its cards."""

    kop: Woord
    leeg: Woord
    kaarten: list[Kaart] = field(default_factory=list)


@dataclass(frozen=True)
class Vraag:
    """Somebody asks to take the seal off a zaak: a decision for another one who works with it."""

    zaak: Zaak
    wie: str
    op: datetime
    url: str


@dataclass(frozen=True)
class Werk:
    """The page: what to decide, its rubrieken, and whether there may be more than it shows."""

    vragen: list[Vraag]
    rubrieken: list[Rubriek]
    is_er_meer: bool

    @property
    def aantal(self) -> int:
        return len(self.vragen) + sum(len(rubriek.kaarten) for rubriek in self.rubrieken)


def mijn_werk(gebruiker: Gebruiker, *, vandaag: date) -> Werk:
    """Te beslissen, te laat, vandaag doen, binnenkort, wacht op een ander, nazorg, later.

    Three queries, whatever the number of zaken.
    """
    taken, is_er_meer = _taken(gebruiker, vandaag=vandaag)
    getoond = sorted(taken, key=lambda taak: taak.volgorde)[:HOOGSTENS]
    zaken, gevraagd = _zaken(gebruiker, getoond)
    eerste = _eerste_termijnen(list(zaken.values()))
    rubrieken = {
        "late": Rubriek(_("Te laat"), _("Niets is te laat.")),
        "nu": Rubriek(_("Vandaag doen"), _("Vandaag hoeft u niets te doen.")),
        "binnenkort": Rubriek(_("Binnenkort"), _("Er komt niets aan.")),
        "wacht": Rubriek(_("Wacht op een ander"), _("U wacht op niemand.")),
        "nazorg": Rubriek(_("Nazorg"), _("Geen nazorg om te doen.")),
        "later": Rubriek(_("Later"), _("Verder staat er niets open.")),
    }
    zichtbaar = [taak for taak in getoond if taak.zaak_id in zaken]
    urls = _urls(zichtbaar)
    for taak in zichtbaar:
        regel = termijnregel(taak.eerste_termijn, vandaag=vandaag)
        kaart = _kaart(taak, zaken[taak.zaak_id], eerste.get(taak.zaak_id), regel, url=urls[taak.zaak_id])
        rubrieken[_rubriek(taak, regel)].kaarten.append(kaart)
    return Werk(_vragen(gevraagd), list(rubrieken.values()), is_er_meer=is_er_meer)


def _rubriek(taak: Taak, termijn: Termijnregel | None) -> str:
    """Where a zaak belongs: what is late comes before all else, so that the list counts the same."""
    werk = taak.register.werk
    staat = termijn.staat if termijn else ""
    if staat == "late":
        return "late"
    if taak.herinnering and taak.status not in werk.nazorg:
        return "nu"
    if taak.status in werk.nazorg | taak.register.stappen.gesloten:
        return "nazorg"
    if taak.status in werk.wacht:
        return "wacht"
    if termijn and termijn.is_vandaag:
        return "nu"
    if taak.status in werk.nieuw:
        return "binnenkort" if termijn else "nu"
    return "binnenkort" if staat == "soon" else "later"


def _taken(gebruiker: Gebruiker, *, vandaag: date) -> tuple[list[Taak], bool]:
    """What is mine and what nobody has, of every register, in one query; and whether something was left out.

    Each branch has its own order and limit, so that each finds its index: a single condition with an OR does not.
    Zaken without a term are mostly closed, and the status is not in that index: so only the newest are looked at.
    """
    bekend = registers()
    if not bekend:
        return [], False
    takken = [tak for register in bekend for tak in _takken(register, gebruiker, vandaag=vandaag)]
    per_soort = {register.soort.value: register for register in bekend}
    rijen = list(takken[0].union(*takken[1:], all=True))
    taken = [
        Taak(pk, per_soort[soort], status, eerste, ontvangen, _woorden(per_soort[soort], nummer))
        for pk, soort, status, eerste, ontvangen, nummer, _deel in rijen
        if status in per_soort[soort].werk.open or eerste is not None
    ]
    gezien = Counter(rij[-1] for rij in rijen)
    return taken, len(taken) > HOOGSTENS or any(gezien[f"{soort} zonder"] > BEKEKEN for soort in per_soort)


def _takken(register: Register, gebruiker: Gebruiker, *, vandaag: date) -> list[Any]:
    """Mine, also closed ones with nazorg to do; nobody's with a term, the first first; without one, the newest first.

    Each gives one more than fits, so that the page knows whether there is more.
    """
    herinneringen = [
        When(herinnering.wanneer(vandaag), then=Value(nummer))
        for nummer, herinnering in enumerate(register.werk.herinneringen)
    ]
    zelf, ander = _stap_van(gebruiker)
    tweede = register.werk.tweede
    if tweede:
        herinneringen += [
            When(zelf, status=tweede.status, then=Value(_WACHT_OP_TWEEDE)),
            When(ander, status=tweede.status, then=Value(_EEN_TWEEDE)),
        ]
    alles = (
        register.model.objects.zichtbaar_voor(gebruiker)
        .filter(soort=register.soort, geannuleerd_op=None)
        .alias(bracht_hier=_laatste_stap(register, gebruiker))
        .annotate(
            herinnering=Case(*herinneringen, default=Value(_GEEN_HERINNERING), output_field=IntegerField())
        )
    )
    open_ = alles.filter(status__in=sorted(register.werk.open))
    voor_wie = [gebruiker.pk, *sorted(gebruiker.neemt_waar_voor)]
    op_termijn = ("eerste_termijn", "ontvangen_defensie", "id")
    delen = {
        "mijn": open_.filter(behandelaar_id__in=voor_wie).order_by(*op_termijn)[: HOOGSTENS + 1],
        "met": open_.filter(behandelaar_id=None, eerste_termijn__isnull=False).order_by(*op_termijn)[
            : HOOGSTENS + 1
        ],
        "zonder": alles.filter(behandelaar_id=None, eerste_termijn=None).order_by(
            "-ontvangen_defensie", "-id"
        )[: BEKEKEN + 1],
    }
    beleid = BELEID[register.soort]
    if tweede and gebruiker.rollen & (beleid.intake | beleid.behandelt):
        van_een_ander = open_.filter(ander, status=tweede.status, behandelaar_id__isnull=False)
        delen["tweede"] = van_een_ander.exclude(behandelaar_id__in=voor_wie).order_by(*op_termijn)[
            : HOOGSTENS + 1
        ]
    if register.regels.nazorgveld:  # nazorg goes on after closing
        gesloten = alles.filter(status__in=sorted(register.stappen.gesloten), eerste_termijn__isnull=False)
        delen["na"] = gesloten.filter(behandelaar_id__in=voor_wie).order_by(*op_termijn)[: HOOGSTENS + 1]
    return [
        deel.values_list(
            "id",
            "soort",
            "status",
            "eerste_termijn",
            "ontvangen_defensie",
            "herinnering",
            Value(f"{register.soort.value} {naam}"),
        )
        for naam, deel in delen.items()
    ]


def _laatste_stap(register: Register, gebruiker: Gebruiker) -> Subquery:
    """Who brought the zaak to the status of `Werkopgave.tweede`, the last time."""
    status = register.werk.tweede.status if register.werk.tweede else ""
    stappen = register.model.objects.zichtbaar_voor(gebruiker).filter(
        pk=OuterRef("pk"), statuswijzigingen__naar=status
    )
    return Subquery(stappen.order_by("-statuswijzigingen__op").values("statuswijzigingen__door_id")[:1])


def _stap_van(gebruiker: Gebruiker) -> tuple[Q, Q]:
    """Whether `gebruiker` took that step, and whether somebody else did."""
    zelf = Q(bracht_hier=gebruiker.pk)
    return zelf, Q(bracht_hier__isnull=False) & ~zelf


def _woorden(register: Register, nummer: int) -> str:
    if (tweede := register.werk.tweede) and nummer in (_EEN_TWEEDE, _WACHT_OP_TWEEDE):
        return str(tweede.actie if nummer == _EEN_TWEEDE else tweede.wacht)
    return "" if nummer == _GEEN_HERINNERING else str(register.werk.herinneringen[nummer].actie)


def _zaken(gebruiker: Gebruiker, taken: list[Taak]) -> tuple[dict[UUID, Zaak], list[Any]]:
    """The zaken themselves, once more through the door; and those of which somebody else asks to take the seal off.

    Whoever handles zaken and sees it, decides (`Recht.NOTEREN`). The oldest question first, with `vrager`.
    """
    alle = Zaak.objects.zichtbaar_voor(gebruiker).select_related("sleutel")
    werk = alle.filter(pk__in=[taak.zaak_id for taak in taken]).annotate(
        vrager=Value(None, output_field=CharField()), gevraagd_op=Value(None, output_field=DateTimeField())
    )
    gevraagd = (
        alle.filter(verzegeld=True, geannuleerd_op=None)
        .alias(
            open_vraag=FilteredRelation("ontzegelingen", condition=Q(ontzegelingen__besluit="")),
            vrager_id=F("open_vraag__gevraagd_door_id"),
        )
        .filter(vrager_id__isnull=False)
        .exclude(vrager_id=gebruiker.pk)
        .annotate(vrager=F("open_vraag__gevraagd_door__naam"), gevraagd_op=F("open_vraag__gevraagd_op"))
    )
    rijen = list(werk.union(gevraagd, all=True))
    open_vragen = sorted((zaak for zaak in rijen if zaak.vrager), key=lambda zaak: zaak.gevraagd_op)
    return {zaak.pk: zaak for zaak in rijen if not zaak.vrager}, open_vragen


def _vragen(zaken: list[Any]) -> list[Vraag]:
    per_soort = {register.soort.value: register for register in registers()}
    return [
        Vraag(
            zaak,
            Gebruiker.leesbaar("naam", zaak.vrager),  # a union does not open it
            zaak.gevraagd_op,
            per_soort[zaak.soort].url("ontzegelen", zaak.pk),
        )
        for zaak in zaken
    ]


def _eerste_termijnen(zaken: list[Zaak]) -> dict[object, Termijn]:
    """The first open term of each."""
    eerste: dict[object, Termijn] = {}
    for termijn in Termijn.objects.van_alle(zaken).filter(
        voldaan_op=None, vervallen=False, is_indicatie=False
    ):
        eerste.setdefault(termijn.zaak_id, termijn)
    return eerste


def _urls(taken: list[Taak]) -> dict[UUID, str]:
    """The page of each zaak, one look-up per register."""
    per_register: dict[str, list[Taak]] = {}
    for taak in taken:
        per_register.setdefault(taak.register.soort, []).append(taak)
    urls: dict[UUID, str] = {}
    for eigen in per_register.values():
        pks = [taak.zaak_id for taak in eigen]
        urls |= zip(pks, eigen[0].register.urls("detail", pks), strict=True)
    return urls


def _kaart(taak: Taak, zaak: Zaak, termijn: Termijn | None, regel: Termijnregel | None, *, url: str) -> Kaart:
    register = taak.register
    return Kaart(
        zaak=zaak,
        register=register,
        url=url,
        status=str(register.status(taak.status).label),
        toon=register.tonen.get(taak.status, ""),
        termijn=regel,
        actie=taak.herinnering or (termijnnaam(termijn.naam) if termijn else ""),
        uitleg=(waarom(termijn.waarom),) if termijn else (),
    )
