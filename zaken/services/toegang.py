"""Granting, assigning, excluding: every change of who sees a zaak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from berichten.services import bericht, meld_meteen
from berichten.soorten import Soort
from gebruikers.models import Gebruiker
from logboek import events as logboek
from zaken.herkennen import genoemd, herken
from zaken.models import Persoon, Toekenning, Uitsluiting, Zaak
from zaken.toegang import BELEID, EIGENAAR_NA_TOEWIJZING, Recht, eis

from .databank import NietMogelijk, cijfer, lees, roep
from .inhoud import vergrendeld
from .vasteredenen import op_scherm

if TYPE_CHECKING:
    from gebruikers.models import Team


@dataclass(frozen=True)
class Voorbehoud:
    """An account that may never see a zaak, and why."""

    gebruiker_id: int
    grond: Uitsluiting.Grond


@dataclass(frozen=True)
class Lezer:
    """Somebody with a running personal grant, for the screen."""

    toekenning: UUID
    gebruiker_id: int
    naam: str
    reden: str
    verleend_door: str
    verleend_op: datetime
    verloopt_op: datetime | None

    @property
    def laatste_dag(self) -> date | None:
        """The last day of the grant: it mostly ends at midnight."""
        if self.verloopt_op is None:
            return None
        return timezone.localdate(self.verloopt_op - timedelta(microseconds=1))


@dataclass(frozen=True)
class Uitgeslotene:
    """Somebody who never sees the zaak, for the screen."""

    gebruiker_id: int
    naam: str
    grond: str
    op: datetime


@dataclass(frozen=True)
class Toegangslijst:
    """Who sees a zaak by a personal grant, and who never does."""

    lezers: list[Lezer]
    uitgeslotenen: list[Uitgeslotene]

    def lezer(self, toekenning: UUID) -> Lezer | None:
        return next((lezer for lezer in self.lezers if lezer.toekenning == toekenning), None)

    def uitgeslotene(self, gebruiker_id: int) -> Uitgeslotene | None:
        return next((u for u in self.uitgeslotenen if u.gebruiker_id == gebruiker_id), None)


@transaction.atomic
def wijs_toe(*, zaak: Zaak, behandelaar: Gebruiker, team: Team | None, reden: str, door: Gebruiker) -> None:
    """Make `behandelaar` the handler. A desk no longer owns the zaak then; `team`, one of theirs, may.

    Raises `NietMogelijk` for a team that takes zaken in, and for any team of a sealed zaak or of a misstand.
    """
    eis(door, Recht.TOEWIJZEN, vergrendeld(zaak, door=door))
    if team is not None and zaak.verzegeld:
        raise NietMogelijk(_("Deze zaak is verzegeld. Geen team mag meekijken. Kies een persoon."))
    if team is not None and team.soort != EIGENAAR_NA_TOEWIJZING:
        raise NietMogelijk(_("Dit team neemt zaken aan. Kies een team dat zaken behandelt."))
    if team is not None and not BELEID[zaak.soort].team_leest_mee:
        raise NietMogelijk(_("Bij zo'n zaak mag geen team meekijken. Kies een persoon."))
    # Before it happens: afterwards `door` may not see it any more
    logboek.toegewezen(zaak_id=zaak.pk, door=door, aan=behandelaar.pk)
    bericht(aan=behandelaar.pk, soort=Soort.TOEGEWEZEN, zaak_id=zaak.pk)
    toekenning = Toekenning(id=uuid4(), content_object=zaak)
    roep(
        "wijs_toe",
        zaak.pk,
        behandelaar.pk,
        team.pk if team else None,
        toekenning.pk,
        cijfer(toekenning, "reden", reden),
    )


@transaction.atomic
def verleen(
    *, zaak: Zaak, aan: Gebruiker, reden: str, verloopt_op: datetime | None, nu: datetime, door: Gebruiker
) -> None:
    """Share the zaak with one person: who, why, until when (None: until it is ended).

    Raises `NietMogelijk` for who has access of another kind: the behandelaar, and `door`.
    """
    vers = vergrendeld(zaak, door=door)
    eis(door, Recht.DELEN, vers)
    if verloopt_op is not None and verloopt_op <= nu:
        raise NietMogelijk(_("Kies een einddatum in de toekomst."))
    if aan.pk == vers.behandelaar_id:
        raise NietMogelijk(_("Dit is de behandelaar. Die heeft al toegang. Kies een ander."))
    if aan.pk == door.pk:
        raise NietMogelijk(_("U kunt uzelf geen toegang geven. Kies een ander."))
    toekenning = Toekenning(id=uuid4(), content_object=zaak)
    roep("verleen", toekenning.pk, zaak.pk, aan.pk, cijfer(toekenning, "reden", reden), verloopt_op)
    logboek.toegang_verleend(zaak_id=zaak.pk, door=door, aan=aan.pk)
    bericht(aan=aan.pk, soort=Soort.GEDEELD, zaak_id=zaak.pk)


@transaction.atomic
def beeindig(*, zaak: Zaak, toekenning: UUID, door: Gebruiker) -> None:
    """End a grant; refused for the behandelaar, and when nobody could read the zaak any more."""
    eis(door, Recht.DELEN, vergrendeld(zaak, door=door))
    lezer = toegangslijst(zaak).lezer(toekenning)
    if lezer is not None and lezer.gebruiker_id == zaak.behandelaar_id:
        raise NietMogelijk(_("Dit is de behandelaar. Wijs de zaak eerst toe aan een ander."))
    roep("beeindig", zaak.pk, toekenning)


@transaction.atomic
def sluit_uit(*, zaak: Zaak, gebruiker: Gebruiker, grond: Uitsluiting.Grond, door: Gebruiker) -> None:
    """Somebody involved never sees the zaak again; a running grant ends with it."""
    eis(door, Recht.UITSLUITEN, vergrendeld(zaak, door=door))
    zet_uitsluiting(zaak_id=zaak.pk, gebruiker_id=gebruiker.pk, grond=grond, door=door)


@transaction.atomic
def sluit_genoemden_uit(
    *, zaak: Zaak, persoon: Persoon, uitsluitingen: Iterable[Voorbehoud], door: Gebruiker
) -> None:
    """Exclude accounts that match `persoon`, for who may change the persons of the zaak; another account raises.

    Who enters a name must be able to say whose it is, also before the zaak has a behandelaar.
    """
    eis(door, Recht.WIJZIGEN, vergrendeld(zaak, door=door))
    mogelijk = {herkend.gebruiker_id for herkend in herken([genoemd(persoon)])}
    gekozen = list(uitsluitingen)
    if not mogelijk.issuperset(een.gebruiker_id for een in gekozen):
        raise PermissionDenied("niet genoemd")
    gekozen.sort(key=lambda een: een.gebruiker_id == door.pk)  # who excludes oneself does nothing afterwards
    for een in gekozen:
        zet_uitsluiting(zaak_id=zaak.pk, gebruiker_id=een.gebruiker_id, grond=een.grond, door=door)


def zet_uitsluiting(*, zaak_id: UUID, gebruiker_id: int, grond: Uitsluiting.Grond, door: Gebruiker) -> None:
    """Write and log one exclusion; the database asks only that `door` sees the zaak.

    Also in what is one event with it; was this the last reader there, the database tells the beheerders.
    """
    # Before it happens: who excludes oneself sees it no more
    logboek.uitgesloten(zaak_id=zaak_id, door=door, gebruiker=gebruiker_id)
    roep("sluit_uit", uuid4(), zaak_id, gebruiker_id, grond.value)
    meld_meteen()


@transaction.atomic
def hef_uitsluiting_op(*, zaak: Zaak, gebruiker: Gebruiker, door: Gebruiker) -> None:
    """Undo an exclusion that was a mistake; it gives no access back."""
    eis(door, Recht.UITSLUITEN, vergrendeld(zaak, door=door))
    roep("hef_uitsluiting_op", zaak.pk, gebruiker.pk)
    logboek.uitsluiting_opgeheven(zaak_id=zaak.pk, door=door, gebruiker=gebruiker.pk)


@transaction.atomic
def verzegel(*, zaak: Zaak, behandelaar: Gebruiker, reden: str, door: Gebruiker) -> None:
    """Hand the zaak over to a named behandelaar outside COID; nobody inside COID sees it any more, `door` neither.

    Raises `NietMogelijk` for a behandelaar inside COID, or one who is excluded.
    """
    vers = vergrendeld(zaak, door=door)
    eis(door, Recht.VERZEGELEN, vers)
    zet_zegel(zaak=vers, behandelaar_id=behandelaar.pk, reden=reden, door=door)


def zet_zegel(*, zaak: Zaak, behandelaar_id: int, reden: str, door: Gebruiker) -> None:
    """Seal and log; the database asks that `door` sees the zaak and that the behandelaar stands outside COID."""
    logboek.verzegeld(zaak_id=zaak.pk, door=door)
    logboek.toegewezen(zaak_id=zaak.pk, door=door, aan=behandelaar_id)  # afterwards `door` sees it no more
    toekenning = Toekenning(id=uuid4(), content_object=zaak)
    roep("verzegel", zaak.pk, behandelaar_id, toekenning.pk, cijfer(toekenning, "reden", reden))


def toegangslijst(zaak: Zaak) -> Toegangslijst:
    """Running grants and exclusions of a zaak that the current user sees, oldest first; one query."""
    lijst = Toegangslijst([], [])
    with connection.cursor() as cursor:
        cursor.execute(_TOEGANGSLIJST, [zaak.pk, zaak.pk])
        rijen = cursor.fetchall()
    for toekenning, gebruiker_id, wie, reden, gever, bij, op, verloopt_op in rijen:
        naam = Gebruiker.leesbaar("naam", wie)
        if toekenning is None:
            lijst.uitgeslotenen.append(
                Uitgeslotene(gebruiker_id, naam, str(Uitsluiting.Grond(bij).label), op)
            )
        else:
            voor, door = (Gebruiker.leesbaar("naam", een or "") for een in (bij, gever))
            tekst = lees(Toekenning(id=toekenning, content_object=zaak), "reden", reden) or zonder_reden(
                reden, voor
            )
            lijst.lezers.append(
                Lezer(toekenning, gebruiker_id, naam, op_scherm(tekst), door, op, verloopt_op)
            )
    return lijst


def leest(zaak: Zaak, gebruiker_id: int) -> bool:
    """Whether this colleague can read a zaak that the current user sees: by a grant or as a member of its team."""
    return bool(roep("leest", zaak.pk, gebruiker_id))


def zonder_reden(reden: bytes | memoryview | None, voor: str) -> str:
    """What stands for a reason: empty, it is not for the reader; None, many zaken at once; `voor`: who is away."""
    if reden is not None:
        return _("Toegang verleend")
    return _("Neemt waar voor %(naam)s") % {"naam": voor} if voor else _("Overgedragen")


_TOEGANGSLIJST = """
SELECT t.id, t.user_id, g.naam, t.reden, d.naam, w.naam, t.verleend_op, t.verloopt_op
FROM app.toekenningen_van_zaak(%s) t JOIN gebruikers_gebruiker g ON g.id = t.user_id
LEFT JOIN gebruikers_gebruiker d ON d.id = t.verleend_door_id
LEFT JOIN gebruikers_gebruiker w ON w.id = t.waarneming_voor_id
WHERE t.verloopt_op IS NULL OR t.verloopt_op > now()
UNION ALL
SELECT NULL, u.gebruiker_id, g.naam, NULL, NULL, u.grond, u.op, NULL
FROM app.uitsluitingen_van_zaak(%s) u JOIN gebruikers_gebruiker g ON g.id = u.gebruiker_id
ORDER BY 7, 2
"""


def laatste_wijziger(zaak: Zaak, *, persoon: UUID | None = None) -> str:
    """Name of who last changed the zaak (fields, status, behandelaar) or one person in it; empty when unknown."""
    pk = roep("laatste_wijziger", zaak.pk, str(persoon or ""))
    return str(Gebruiker.objects.get(pk=pk)) if pk else ""
