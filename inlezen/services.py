"""Bringing a file, choosing its columns, asking for the import, throwing it away: what its owner does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from achtergrond.models import Taakopdracht
from achtergrond.services import heeft_rol_nu, vraag_aan
from logboek import events as logboek

from . import koppelen
from .lezen import Gelezen
from .models import Inlezing, Inlezingdeel, Kolomkeuze
from .soorten import Invoersoort, soort_van
from .taak import HANDELING
from .tabel import PER_DEEL, Tabel

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

HOOGSTENS_OPEN = 5
DELEN_TEGELIJK = 20
"""Encrypted parts in memory at once, while a file is stored."""
GELDIG = timedelta(hours=24)
"""How long a file waits for its owner."""
BEWAAR = timedelta(days=30)
"""How long the numbers of an import stay to be seen; the log has them too."""
ONTHOUD = timedelta(days=365)
"""How long a choice of columns stays known after it was last used."""
OPEN = ("wacht", "bezig")


class NietNu(Exception):
    """It cannot be done now; the message says in Dutch why."""


class NietZelf(NietNu):
    """They would see what comes of it: somebody else must bring this file."""


def eis_plek(door: Gebruiker) -> None:
    """Raise `NietNu` when somebody has so many files waiting that another is not even read."""
    if Inlezing.objects.filter(eigenaar=door, klaar_op=None).count() >= HOOGSTENS_OPEN:
        raise NietNu(_("Er staan al 5 bestanden van u klaar. Lees er een in of gooi er een weg."))


def eis_ander(soort: Invoersoort, door: Gebruiker, bestemming: str = "") -> None:
    """Raise `NietZelf` when `door` would see what comes of the file; the worker asks it again."""
    if waarom := soort.belet(door, bestemming):
        raise NietZelf(waarom)


@transaction.atomic
def breng(*, soort: Invoersoort, gelezen: Gelezen, door: Gebruiker, nu: datetime, vandaag: date) -> Inlezing:
    """Keep the file, encrypted. Columns that are recognised, now or by an earlier choice, are chosen and checked.

    Raises `NietNu`, and `PermissionDenied` without a role.
    """
    _eis_rol(soort, door)
    eis_ander(soort, door)
    eis_plek(door)
    inlezing = Inlezing(
        id=uuid4(), eigenaar=door, soort=soort.code, aantal_rijen=len(gelezen.rijen), gebracht_op=nu
    )
    inlezing.zet("bestand", {"naam": gelezen.naam, "sha256": gelezen.sha256, "kop": gelezen.kop})
    inlezing.save(force_insert=True)
    _bewaar_delen(inlezing, gelezen.rijen)
    logboek.bestand_gebracht(soort=soort.code, aantal=inlezing.aantal_rijen, inlezing=inlezing.pk, door=door)
    if gekozen := _vanzelf(soort, gelezen.kop, door, vandaag=vandaag):
        _zet_kolommen(inlezing, soort, gekozen, vandaag=vandaag)
    return inlezing


@transaction.atomic
def kies_kolommen(*, inlezing_id: UUID, kolommen: Sequence[str], door: Gebruiker, vandaag: date) -> Inlezing:
    """Match the columns of the file, check every row, and remember the choice for files with the same headers.

    `kolommen`: per column of the file the name of a known one, or nothing. Raises `NietNu`, and `Invoerfout` when a
    column is chosen twice or one is missing.
    """
    inlezing = _wachtend(inlezing_id, door)
    soort, kop = soort_van(inlezing.soort), inlezing.feiten.kop
    eis_ander(soort, door)
    if len(kolommen) != len(kop):
        raise NietNu(_("Dit bestand heeft andere kolommen. Laad de pagina opnieuw."))
    _zet_kolommen(inlezing, soort, kolommen, vandaag=vandaag)
    _onthoud(soort, dict(zip(kop, kolommen, strict=True)), door=door, vandaag=vandaag)
    return inlezing


def voorgestelde_kolommen(inlezing: Inlezing, door: Gebruiker) -> list[str]:
    """What to show first: what was chosen, now or for the same headers before, else what the names say."""
    soort, kop = soort_van(inlezing.soort), inlezing.feiten.kop
    return inlezing.kolommen or _eerder(soort, kop, door) or koppelen.voorstel(kop, soort.kolommen())


@transaction.atomic
def lees_in(*, inlezing_id: UUID, bestemming: str, door: Gebruiker, nu: datetime) -> Taakopdracht:
    """Ask for the import of a file without faults; raises `NietNu`, or `TaakGeweigerd` when too much is running."""
    inlezing = _wachtend(inlezing_id, door)
    soort = soort_van(inlezing.soort)
    _eis_rol(soort, door)
    eis_ander(soort, door, bestemming)
    if not inlezing.kolommen or inlezing.aantal_fouten != 0:
        raise NietNu(_("Herstel eerst de fouten in het bestand, of kies andere kolommen."))
    if soort.bestemmingen is not None and bestemming not in dict(soort.bestemmingen(door)):
        raise NietNu(_("Kies het team dat ze krijgt."))
    inlezing.opdracht = vraag_aan(
        soort=HANDELING, invoer={"inlezing": str(inlezing.pk), "bestemming": bestemming}, door=door, nu=nu
    )
    inlezing.save(update_fields=["opdracht"])
    return inlezing.opdracht


@transaction.atomic
def gooi_weg(*, inlezing_id: UUID, door: Gebruiker) -> None:
    """The file is gone; raises `NietNu` while it is being taken in."""
    inlezing = _wachtend(inlezing_id, door)
    logboek.bestand_weggegooid(soort=inlezing.soort, inlezing=inlezing.pk, reden="weggegooid", door=door)
    inlezing.delete()


@transaction.atomic
def ruim_op(*, nu: datetime) -> int:
    """Throw away what was brought and never taken in, old results, and choices of columns that nobody used for long.

    As the worker. Returns how many files.
    """
    verlopen = Inlezing.objects.filter(klaar_op=None, gebracht_op__lt=nu - GELDIG).exclude(
        opdracht__staat__in=OPEN
    )
    aantal = 0
    for inlezing in verlopen.select_for_update(of=("self",)):
        logboek.bestand_weggegooid(soort=inlezing.soort, inlezing=inlezing.pk, reden="verlopen", door=None)
        inlezing.delete()
        aantal += 1
    Inlezing.objects.filter(klaar_op__lt=nu - BEWAAR).delete()
    Kolomkeuze.objects.filter(gebruikt_op__lt=timezone.localdate(nu) - ONTHOUD).delete()
    return aantal


def _bewaar_delen(inlezing: Inlezing, rijen: list[tuple[int, list[str]]]) -> None:
    delen = _delen(inlezing, rijen)
    while portie := list(islice(delen, DELEN_TEGELIJK)):
        Inlezingdeel.objects.bulk_create(portie)


def _delen(inlezing: Inlezing, rijen: list[tuple[int, list[str]]]) -> Iterator[Inlezingdeel]:
    for nummer, begin in enumerate(range(0, len(rijen), PER_DEEL)):
        eigen = rijen[begin : begin + PER_DEEL]
        deel = Inlezingdeel(id=uuid4(), inlezing=inlezing, nummer=nummer, eerste_rij=eigen[0][0])
        deel.zet_rijen(eigen)
        yield deel


def _zet_kolommen(inlezing: Inlezing, soort: Invoersoort, kolommen: Sequence[str], *, vandaag: date) -> None:
    inlezing.zet("keuze", list(kolommen))
    inlezing.zet_fouten(soort.keur(Tabel(inlezing), vandaag))
    inlezing.save(update_fields=["keuze", "fouten", "aantal_fouten"])


def _vanzelf(soort: Invoersoort, kop: Sequence[str], door: Gebruiker, *, vandaag: date) -> list[str]:
    """A choice that needs nobody: the earlier one, or every name recognised; empty when somebody must look.

    The earlier one counts as used today: it stays known.
    """
    eerder = _eerder(soort, kop, door)
    gekozen = eerder or koppelen.voorstel(kop, soort.kolommen())
    if koppelen.ontbrekend(gekozen, soort.kolommen()) or not (eerder or all(gekozen)):
        return []
    if eerder:
        _keuzes(soort, kop, door).update(gebruikt_op=vandaag)
    return gekozen


def _onthoud(soort: Invoersoort, per_kop: dict[str, str], *, door: Gebruiker, vandaag: date) -> None:
    """Keep the choice for files with these headers, in the one row for them; another tab may do so at once."""
    welke = {"eigenaar": door, "soort": soort.code, "koppen": koppelen.merk(per_kop)}
    nieuw = Kolomkeuze(id=uuid4(), gebruikt_op=vandaag, **welke)
    nieuw.zet_per_kop(per_kop)
    Kolomkeuze.objects.bulk_create([nieuw], ignore_conflicts=True)
    keuze = Kolomkeuze.objects.select_for_update().get(**welke)
    keuze.zet_per_kop(per_kop)  # bound to its row, which may be an earlier one
    keuze.gebruikt_op = vandaag
    keuze.save(update_fields=["keuze", "gebruikt_op"])


def _eerder(soort: Invoersoort, kop: Sequence[str], door: Gebruiker) -> list[str] | None:
    keuze = _keuzes(soort, kop, door).first()
    return koppelen.onthouden(kop, keuze.per_kop, soort.kolommen()) if keuze else None


def _keuzes(soort: Invoersoort, kop: Sequence[str], door: Gebruiker) -> QuerySet[Kolomkeuze]:
    """The choice for files with these headers: one, or none."""
    return Kolomkeuze.objects.filter(eigenaar=door, soort=soort.code, koppen=koppelen.merk(kop))


def _wachtend(pk: UUID, door: Gebruiker) -> Inlezing:
    """The own file, locked, while nobody takes it in; raises `NietNu`. Does not wait for the worker that holds it."""
    eigen = Inlezing.objects.filter(pk=pk, eigenaar=door)
    inlezing = eigen.select_for_update(skip_locked=True).first()
    if inlezing is not None and inlezing.klaar_op is not None:
        raise NietNu(_("Dit bestand is al ingelezen of weggegooid."))
    if inlezing is None or is_bezig(inlezing):
        raise NietNu(_("Dit bestand wordt nu ingelezen. Wacht tot het klaar is, of stop het eerst."))
    return inlezing


def is_bezig(inlezing: Inlezing) -> bool:
    """Whether a worker takes it in, or is about to; also while it is being stopped."""
    return inlezing.klaar_op is None and inlezing.opdracht is not None and inlezing.opdracht.staat in OPEN


def _eis_rol(soort: Invoersoort, door: Gebruiker) -> None:
    if not door.rollen & soort.rollen or not heeft_rol_nu(soort.rollen):
        raise PermissionDenied(soort.code)
