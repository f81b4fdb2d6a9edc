"""Noodtoegang: opening a zaak without a grant, ending it, and reviewing it afterwards by somebody else.

Nobody learns for less than an opening, of which others are told, whether a number has a zaak (ADR 0033).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Count
from django.db.models.functions import ExtractYear

from berichten.services import meld_meteen
from gebruikers.models import Gebruiker
from logboek import events as logboek
from logboek.models import Leeswijze, Soort
from zaken.models import Datasleutel, Noodtoegang, Zaak
from zaken.toegang import heeft_noodrol

from .databank import NietMogelijk, cijfer, eis_huidige, roep

if TYPE_CHECKING:
    from django.db.models import QuerySet


TOON_OORDEEL = timedelta(days=90)
"""How long what was not justified stands apart; as long as a message."""


@dataclass(frozen=True)
class Jaarstand:
    """Noodtoegangen of one year: all, also of numbers that opened nothing, and those found not justified."""

    jaar: int
    aantal: int
    niet_terecht: int


def open_noodtoegang(*, zaaknummer: str, reden: str, uren: int, door: Gebruiker) -> Noodtoegang:
    """Show the zaak of this number to `door` for `uren` hours, for reading only; every other reviewer is told at once.

    The same for all that is written as a number: one that has no zaak for `door` (unknown, destroyed, excluded) leaves
    a noodtoegang that opens nothing. Raises `NietMogelijk` in words: not a number, too long, nobody to review, running
    already; each before the zaak is looked for. A refusal is logged too.
    """
    try:
        with transaction.atomic():
            return _open(zaaknummer=zaaknummer, reden=reden, uren=uren, door=door)
    except NietMogelijk:
        logboek.noodtoegang_geweigerd(door=door)
        raise


def _open(*, zaaknummer: str, reden: str, uren: int, door: Gebruiker) -> Noodtoegang:
    eis_huidige(door)
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    nieuw = Noodtoegang(id=uuid4(), sleutel=sleutel)
    roep("open_noodtoegang", nieuw.pk, zaaknummer, sleutel.pk, cijfer(nieuw, "reden", reden), uren)
    geopend = Noodtoegang.objects.get(pk=nieuw.pk)
    meld_meteen()  # the database left each a message
    return geopend


@transaction.atomic
def beeindig(*, noodtoegang: UUID, door: Gebruiker) -> None:
    """End it before its time: by who opened it, or by anybody who could review it."""
    eis_huidige(door)
    roep("beeindig_noodtoegang", noodtoegang)


@transaction.atomic
def beoordeel(
    *, noodtoegang: Noodtoegang, oordeel: Noodtoegang.Oordeel, toelichting: str, door: Gebruiker
) -> None:
    """Say afterwards whether it was justified. Never of oneself (`PermissionDenied`), and once.

    The database tells who opened it; that it was not justified, all others who keep watch too.
    """
    eis_huidige(door)
    roep(
        "beoordeel_noodtoegang",
        noodtoegang.pk,
        oordeel.value,
        cijfer(noodtoegang, "toelichting", toelichting),
    )
    meld_meteen()


def sluit_verlopen() -> int:
    """Log the end of what ran out; runs as the worker role. Returns how many."""
    return int(roep("sluit_verlopen_noodtoegangen"))


def alle() -> QuerySet[Noodtoegang]:
    """Every noodtoegang that the current user may know of, newest first; none without the role."""
    return Noodtoegang.objects.select_related("gebruiker", "beoordeeld_door")


def te_beoordelen(*, door: Gebruiker, nu: datetime) -> QuerySet[Noodtoegang]:
    """What waits for a review by `door`: of others, ended, the oldest first."""
    afgelopen = alle().filter(beoordeeld_op=None).exclude(gebruiker=door)
    return afgelopen.exclude(beeindigd_op=None, tot__gt=nu).order_by("geopend_op")


def niet_terecht(*, nu: datetime) -> QuerySet[Noodtoegang]:
    """What was found not justified in the last `TOON_OORDEEL`, the newest first, with the words of the reviewer."""
    gevonden = alle().filter(oordeel=Noodtoegang.Oordeel.NIET_TERECHT, beoordeeld_op__gt=nu - TOON_OORDEEL)
    return gevonden.select_related("sleutel").order_by("-beoordeeld_op", "pk")


def lopend(*, nu: datetime) -> QuerySet[Noodtoegang]:
    """What runs now, of everybody."""
    return alle().filter(beeindigd_op=None, tot__gt=nu)


def per_jaar() -> list[Jaarstand]:
    """How often per year, the last year first."""
    jaren = (
        Noodtoegang.objects.order_by()
        .values_list(ExtractYear("geopend_op"), "oordeel")
        .annotate(aantal=Count("pk"))
    )
    standen: dict[int, list[int]] = {}
    for jaar, oordeel, aantal in jaren:
        stand = standen.setdefault(jaar, [0, 0])
        stand[0] += aantal
        stand[1] += aantal if oordeel == Noodtoegang.Oordeel.NIET_TERECHT else 0
    return [Jaarstand(jaar, *standen[jaar]) for jaar in sorted(standen, reverse=True)]


def eigen_lopende(*, pk: UUID, lezer: Gebruiker, nu: datetime) -> Noodtoegang | None:
    """This noodtoegang, when `lezer` opened it and it still runs."""
    return lopend(nu=nu).filter(pk=pk, gebruiker=lezer).first()


def zaak_van(noodtoegang: Noodtoegang) -> Zaak | None:
    """The zaak that it opens to its reader now; None when it opens none."""
    zaak: Zaak | None = (
        Zaak.objects.zichtbaar_voor(noodtoegang.gebruiker).filter(pk=noodtoegang.zaak_id).first()
    )
    return zaak


def van_zaak(zaak: Zaak, *, lezer: Gebruiker, nu: datetime) -> Noodtoegang | None:
    """The noodtoegang by which `lezer` reads this zaak now; None for everybody with a grant. For the banner."""
    if not heeft_noodrol(lezer):
        return None
    return lopend(nu=nu).filter(zaak_id=zaak.pk, gebruiker=lezer).first()


def gelezen(noodtoegang: Noodtoegang) -> list[tuple[datetime, str]]:
    """What was opened with it, in order: moment and kind in words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tijdstip, soort, wijze FROM app.gelezen_met_noodtoegang(%s)", [noodtoegang.pk])
        rijen: list[tuple[datetime, str, str]] = cursor.fetchall()
    return [(op, _wat(soort, wijze)) for op, soort, wijze in rijen]


def hoogstens_uren() -> int:
    """The longest that a noodtoegang may last today: a setting of the beheerder."""
    return int(roep("noodtoegang_uren"))


def _wat(soort: str, wijze: str) -> str:
    if soort == Soort.INGEZIEN:
        return str(Leeswijze(wijze or Leeswijze.PAGINA).label)
    return str(Soort(soort).label)
