"""Who may see and do what with a zaak: the whole policy on one page.

Seeing: an active account with a zaakrol sees a zaak when its team owns the zaak and the zaak is not sealed, or when
a running personal grant says so; and never when it is excluded. The role says which actions are possible then.
An auditor or privacy officer reads a zaak by a running noodtoegang, and does nothing else with it.
The same definition stands as row level security: the policy `zien` of `zaken_zaak`, as migration `zaken/0045_een_zaak`
left it. `tests/zaken/toegang/test_wie_ziet_wat.py` holds both to a third, written plainly.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import BooleanField, Case, Exists, Func, OuterRef, Q, Value, When
from django.db.models.expressions import RawSQL

from gebruikers.models import Team
from gebruikers.queries import teams_van_huidige
from gebruikers.rollen import NOODROLLEN, ZAAKROLLEN, Rol

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

    from .models import Zaak


class Recht(StrEnum):
    """What can be asked of somebody who sees the zaak."""

    INTAKE = "intake"
    WIJZIGEN = "wijzigen"
    BEHANDELEN = "behandelen"
    TOEWIJZEN = "toewijzen"
    DELEN = "delen"
    UITSLUITEN = "uitsluiten"
    VERZEGELEN = "verzegelen"
    ONTZEGELEN = "ontzegelen"
    NOTEREN = "noteren"
    ANNULEREN = "annuleren"
    HEROPENEN = "heropenen"


@dataclass(frozen=True)
class Beleid:
    """Which roles may do what with one kind of zaak; seeing is another matter, only a grant or a team shows it."""

    registreert: frozenset[Rol]
    intake: frozenset[Rol]
    """The desk: assesses, assigns and annuls while nobody handles the zaak, or while its team owns it."""
    behandelt: frozenset[Rol]
    """May take on an unassigned zaak, and handle one of the own team."""
    behandelaar: frozenset[Rol]
    """May be made the behandelaar."""
    lezer: frozenset[Rol]
    """May be given access by sharing."""
    lijst: frozenset[Rol]
    """Has the list of the register; the others come to a shared zaak through Mijn werk."""
    team_leest_mee: bool
    """Whether a team of the behandelaar may own it after assigning; else no team but the desk ever reads it."""
    bureau: Team.Soort | None
    """Kind of team that owns a new zaak, until it is assigned; None: the registrar's own team of handlers."""


BELEID: dict[str, Beleid] = {
    "melding": Beleid(
        registreert=frozenset({Rol.ADVISEUR, Rol.INTAKE}),
        intake=frozenset({Rol.INTAKE}),
        behandelt=frozenset({Rol.ADVISEUR}),
        behandelaar=ZAAKROLLEN,
        lezer=ZAAKROLLEN,
        lijst=frozenset({Rol.ADVISEUR, Rol.ONDERZOEKER, Rol.INTAKE}),
        team_leest_mee=True,
        bureau=Team.Soort.INTAKE,
    ),
    "klacht": Beleid(
        registreert=frozenset({Rol.CKP, Rol.KLACHTSECRETARIS, Rol.INTAKE}),
        intake=frozenset({Rol.CKP}),
        behandelt=frozenset({Rol.KLACHTSECRETARIS}),
        behandelaar=frozenset({Rol.KLACHTSECRETARIS, Rol.CKP}),
        lezer=frozenset({Rol.KLACHTSECRETARIS, Rol.CKP, Rol.ADVISEUR, Rol.ONDERZOEKER}),
        lijst=frozenset({Rol.KLACHTSECRETARIS, Rol.CKP}),
        team_leest_mee=True,
        bureau=Team.Soort.KLACHTEN,
    ),
    "misstand": Beleid(
        registreert=frozenset({Rol.MISSTANDEN, Rol.INTAKE}),
        intake=frozenset({Rol.MISSTANDEN}),
        behandelt=frozenset({Rol.MISSTANDEN}),
        behandelaar=frozenset({Rol.MISSTANDEN}),
        lezer=frozenset({Rol.MISSTANDEN, Rol.ONDERZOEKER}),
        lijst=frozenset({Rol.MISSTANDEN}),
        team_leest_mee=False,
        bureau=Team.Soort.MISSTANDEN,
    ),
    "onderzoek": Beleid(
        registreert=frozenset({Rol.ADVISEUR, Rol.ONDERZOEKER}),
        intake=frozenset({Rol.ADVISEUR, Rol.ONDERZOEKER}),
        behandelt=frozenset({Rol.ADVISEUR, Rol.ONDERZOEKER}),
        behandelaar=frozenset({Rol.ADVISEUR, Rol.ONDERZOEKER}),
        lezer=frozenset({Rol.ADVISEUR, Rol.ONDERZOEKER, Rol.KLACHTSECRETARIS, Rol.MISSTANDEN}),
        lijst=frozenset({Rol.ADVISEUR, Rol.ONDERZOEKER}),
        team_leest_mee=True,
        bureau=None,
    ),
}
"""Per `Zaak.Soort`; the database says the same of who registers, handles and reads (`app.zaakbeleid`)."""

EIGENAAR_NA_TOEWIJZING = Team.Soort.BEHANDELING
"""A desk loses the zaak when it is assigned; only a team of handlers may own it afterwards."""


class IsToegekend(Func):
    """Whether a running grant of the transaction's user names this zaak: `IsToegekend("pk", gebruiker.pk)`.

    The planner chooses per query between one probe per row and the whole set at once.
    """

    template = (
        "EXISTS (SELECT FROM app.eigen_toekenningen t WHERE (t.zaak_id, t.gebruiker_id) = (%(expressions)s))"
    )
    output_field = BooleanField()


class HeeftNoodtoegang(Func):
    """Whether a running noodtoegang of the transaction's user names this zaak; used as `IsToegekend`."""

    template = (
        "EXISTS (SELECT FROM app.eigen_noodtoegangen n WHERE (n.zaak_id, n.gebruiker_id) = (%(expressions)s))"
    )
    output_field = BooleanField()


class LeestWatHetWas(Func):
    """Whether nothing that a signal once was is closed to the user of the transaction: `LeestWatHetWas("pk")`."""

    function = "app.leest_wat_het_was"
    output_field = BooleanField()


def voorwaarde(gebruiker: Gebruiker) -> Q:
    """The first wall's condition. The database refuses its functions for anybody but the user of the transaction.

    What refuses comes first: inside `mag_zien` the order stays, so a mix-up of actors is an error, not an empty list.
    """
    uitgesloten = Q(pk__in=RawSQL("SELECT app.uitsluitingen_van(%s)", [gebruiker.pk]))
    if heeft_noodrol(gebruiker):
        return ~uitgesloten & Q(HeeftNoodtoegang("pk", Value(gebruiker.pk)))
    heeft_zaakrol = Q() if gebruiker.rollen & ZAAKROLLEN else Q(pk__in=[])
    toegekend = Q(IsToegekend("pk", Value(gebruiker.pk)))
    van_team = Q(team_id__in=gebruiker.teams, verzegeld=False)
    return heeft_zaakrol & ~uitgesloten & (van_team | toegekend)


def eigen_uitsluitingen(gebruiker: Gebruiker) -> frozenset[UUID]:
    """The zaken that the user of this transaction is excluded from; an error for anybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.uitsluitingen_van(%s)", [gebruiker.pk])
        return frozenset(zaak for (zaak,) in cursor.fetchall())


def heeft_noodrol(gebruiker: Gebruiker) -> bool:
    """Who may open a zaak by noodtoegang and reviews that of another; never somebody who handles zaken.

    The database says the same (`app.heeft_noodrol`).
    """
    return bool(gebruiker.rollen & NOODROLLEN) and not gebruiker.rollen & ZAAKROLLEN


def mag_zien(gebruiker: Gebruiker) -> Case:
    """`voorwaarde`, opaque to the planner: row security drives the query, this verifies each row.

    In the open form both walls multiply their estimates and the planner picks nested loops.
    """
    return Case(When(voorwaarde(gebruiker), then=True), default=False, output_field=BooleanField())


def mag_registreren(gebruiker: Gebruiker, soort: str) -> bool:
    """Who may start a new zaak of this kind."""
    return bool(gebruiker.rollen & BELEID[soort].registreert)


IMPORTEERDERS = frozenset({Rol.INTAKE})
"""Who brings a file of another system, for every register; never a beheerder. The policy on `inlezen_inlezing` says the
same. Who gets the zaken, the register says, and who brings them is not one of those (`ziet_wat_binnenkomt`)."""

CIJFERLEZERS = frozenset({Rol.BELEID})
"""Who reads the figures of today, also of a register that they do not see: before and after a file these tell how many
of its rows were new."""


def ziet_wat_binnenkomt(gebruiker: Gebruiker, team_id: int) -> bool:
    """Whether the user of this transaction reads in this team now; a new zaak has no grants, so nobody else sees it."""
    return team_id in teams_van_huidige(gebruiker)


PERSONENZOEKERS = frozenset({Rol.ADVISEUR, Rol.INTAKE, Rol.KLACHTSECRETARIS, Rol.CKP, Rol.MISSTANDEN})
"""Who handles zaken must know whether somebody stands in another one; who reads what was shared need not."""


def mag_personen_zoeken(gebruiker: Gebruiker) -> bool:
    """Who may look somebody up exactly, in the zaken that they see; `app.zoek_personen` asks the same."""
    return bool(gebruiker.rollen & PERSONENZOEKERS)


def eis_registreren(gebruiker: Gebruiker, soort: str) -> None:
    """Raise `PermissionDenied` unless `mag_registreren`."""
    if not mag_registreren(gebruiker, soort):
        raise PermissionDenied("registreren")


KWALIFICEERDERS = frozenset().union(
    *(BELEID[soort].registreert for soort in ("melding", "klacht", "misstand"))
)
"""Who answers "Wat is dit?": the roles that register something with us. The database says the same."""

BALIES = frozenset({Team.Soort.INTAKE, Team.Soort.KLACHTEN, Team.Soort.MISSTANDEN})
"""Teams that keep what is no zaak: adviesvragen and what belongs elsewhere."""


def mag_kwalificeren(gebruiker: Gebruiker) -> bool:
    """Who may say what a signal is, and sees those of the own desk."""
    return bool(gebruiker.rollen & KWALIFICEERDERS)


def ziet_signaal(gebruiker: Gebruiker) -> Q:
    """The first wall of `Signaal`: the desk that keeps it and who wrote it down, if they see what became of it."""
    if not mag_kwalificeren(gebruiker):
        return Q(pk__in=[])
    from zaken.models import Zaak

    zaken = Zaak.objects.zichtbaar_voor(gebruiker)
    als_de_zaak = Q(zaak=None) | Q(Exists(zaken.filter(pk=OuterRef("zaak_id"))))
    als_wat_het_was = Q(was_zaken=[]) | Q(LeestWatHetWas("pk"))
    eigen = Q(team_id__in=gebruiker.teams) | Q(aangemaakt_door_id=gebruiker.pk)
    return eigen & als_de_zaak & als_wat_het_was


def rollen_van(soort: str) -> frozenset[Rol]:
    """The roles that have the list of this register."""
    return BELEID[soort].lijst


def mag(gebruiker: Gebruiker, recht: Recht, zaak: Zaak) -> bool:
    """Whether `gebruiker`, who sees `zaak`, may do `recht`. An annulled zaak takes no action at all."""
    if zaak.is_geannuleerd or not gebruiker.rollen & ZAAKROLLEN:
        return False
    beleid, rollen = BELEID[zaak.soort], gebruiker.rollen
    is_vrij = zaak.behandelaar_id is None
    in_team = zaak.team_id in gebruiker.teams and not zaak.verzegeld
    is_intake = bool(rollen & beleid.intake) and (in_team or is_vrij)
    neemt_op = bool(rollen & beleid.behandelt) and is_vrij
    behandelt = bool(rollen & beleid.behandelaar) and (
        zaak.behandelaar_id == gebruiker.pk
        or (in_team and bool(rollen & beleid.behandelt))
        or (
            zaak.behandelaar_id is not None
            and gebruiker.neemt_waar(voor_id=zaak.behandelaar_id, team_id=zaak.team_id)
        )
    )
    # Also who registers for the desk of another
    vult_aan = zaak.aangemaakt_door_id == gebruiker.pk and is_vrij
    match recht:
        case Recht.NOTEREN:
            return True
        case Recht.BEHANDELEN:
            return behandelt
        case Recht.INTAKE | Recht.TOEWIJZEN | Recht.DELEN | Recht.UITSLUITEN:
            return is_intake or neemt_op or behandelt
        case Recht.VERZEGELEN:
            return not zaak.verzegeld and (is_intake or neemt_op or behandelt)
        case Recht.ONTZEGELEN:
            return zaak.verzegeld and behandelt
        case Recht.WIJZIGEN:
            return is_intake or neemt_op or behandelt or vult_aan
        case Recht.ANNULEREN:
            return is_intake or behandelt or vult_aan
        case Recht.HEROPENEN:
            return bool(rollen & (beleid.intake | beleid.behandelt))


def mag_lezers_zien(gebruiker: Gebruiker, zaak: Zaak) -> bool:
    """Whether `gebruiker`, who sees `zaak`, may know who read it: the behandelaar, of an annulled zaak too.

    The database says the same (`app.lezers_van_zaak`).
    """
    return zaak.behandelaar_id == gebruiker.pk


def eis(gebruiker: Gebruiker, recht: Recht, zaak: Zaak) -> None:
    """Raise `PermissionDenied` (403: seen, but not permitted) unless `mag`."""
    if not mag(gebruiker, recht, zaak):
        raise PermissionDenied(recht.value)
