"""What the current user may know of roles, teams and colleagues, asked from the database's own functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db import connection
from django.utils.timezone import localdate

from .geheim import Doel, is_vast, lees_vast, versleutel_vast
from .volgorde import op_naam, plaats

if TYPE_CHECKING:
    from .models import Gebruiker


@dataclass(frozen=True)
class Toewijsbaar:
    """An active colleague who can hold a zaak."""

    gebruiker_id: int
    naam: str
    rollen: tuple[str, ...]


@dataclass(frozen=True)
class Lid:
    """One membership, as the beheerder or the team lead sees it."""

    team_id: int
    gebruiker_id: int
    is_teamleider: bool
    sinds: datetime


def rollen_van_huidige(gebruiker: Gebruiker) -> frozenset[str]:
    """Roles of `gebruiker`, who must be the user of this transaction; otherwise the database raises."""
    return frozenset(rij[0] for rij in _rijen("SELECT rol FROM app.rollen_van(%s) AS rol", gebruiker.pk))


def teams_van_huidige(gebruiker: Gebruiker) -> tuple[int, ...]:
    """Ids of the teams of `gebruiker`, who must be the user of this transaction."""
    return tuple(
        rij[0] for rij in _rijen("SELECT team FROM app.teams_van(%s) AS team ORDER BY team", gebruiker.pk)
    )


@dataclass(frozen=True)
class LopendeWaarneming:
    """Somebody works for somebody who is away."""

    voor_id: int
    voor: str
    waarnemer_id: int
    waarnemer: str
    reden: str
    verloopt_op: datetime
    teams: list[int] | None
    """The zaken of these teams; None: all that they handle."""
    teamnamen: list[str]

    @property
    def laatste_dag(self) -> date:
        """It ends at midnight."""
        return localdate(self.verloopt_op - timedelta(microseconds=1))

    def geldt_voor(self, team_id: int | None) -> bool:
        """Whether a zaak of this team (None: of no team) is part of it."""
        return self.teams is None or team_id in self.teams


def waarnemingen() -> list[LopendeWaarneming]:
    """Running substitutions that concern the current user: own, of a led team, all for a beheerder."""
    return [
        LopendeWaarneming(voor_id, _naam(voor), waarnemer_id, _naam(waarnemer), *rest)
        for voor_id, voor, waarnemer_id, waarnemer, *rest in _rijen("SELECT * FROM app.waarnemingen()")
    ]


@dataclass(frozen=True)
class ZonderLezer:
    """Somebody who can read nothing any more and holds the last grant of some zaken: how many."""

    gebruiker_id: int
    naam: str
    aantal: int


def zaken_zonder_lezer() -> list[ZonderLezer]:
    """Who left zaken that nobody reads; empty unless the current user is a beheerder."""
    gevonden = _rijen("SELECT gebruiker_id, naam, aantal FROM app.zaken_zonder_lezer() ORDER BY gebruiker_id")
    return op_naam(
        (ZonderLezer(pk, _naam(naam), aantal) for pk, naam, aantal in gevonden), lambda een: een.naam
    )


def aantal_zonder_lezer() -> int:
    """Zaken that nobody holds and nobody can read; 0 unless the current user is a beheerder."""
    ((aantal,),) = _rijen("SELECT app.aantal_zonder_lezer()")
    return int(aantal or 0)


def rollen_overzicht() -> dict[int, frozenset[str]]:
    """Roles per user id, of users who have any; empty unless the current user is a beheerder."""
    overzicht: dict[int, set[str]] = {}
    for gebruiker_id, rol in _rijen("SELECT gebruiker_id, rol FROM app.rollen_overzicht()"):
        overzicht.setdefault(gebruiker_id, set()).add(rol)
    return {gebruiker_id: frozenset(rollen) for gebruiker_id, rollen in overzicht.items()}


def leden_overzicht() -> list[Lid]:
    """All memberships for a beheerder, those of the led teams for a team lead, none for anybody else."""
    sql = "SELECT team_id, gebruiker_id, is_teamleider, sinds FROM app.leden_overzicht() ORDER BY 1, 2"
    return [Lid(*rij) for rij in _rijen(sql)]


def leidt_team() -> bool:
    """Whether the current user leads a team (or manages all of them)."""
    ((leidt,),) = _rijen("SELECT EXISTS (SELECT FROM app.leden_overzicht())")
    return bool(leidt)


def toewijsbaren() -> list[Toewijsbaar]:
    """Colleagues whom a zaak can be given to or shared with, by name; empty for who handles no zaken."""
    return op_naam_toewijsbaar(_rijen("SELECT gebruiker_id, naam, rollen FROM app.toewijsbaren()"))


@dataclass(frozen=True)
class VierOgen:
    """Whether what takes two needs a second person, and whether there is one for the current user now."""

    nodig: bool
    kan: bool


def vier_ogen() -> VierOgen:
    """For a beheerder or privacy officer; for anybody else neither."""
    ((nodig, kan),) = _rijen("SELECT nodig, kan FROM app.vier_ogen()") or [(False, False)]
    return VierOgen(bool(nodig), bool(kan))


def tweede_personen() -> list[int]:
    """Ids of who could agree with what the current user, a beheerder, asks; empty for anybody else."""
    return [rij[0] for rij in _rijen("SELECT wie FROM app.tweede_personen() AS wie ORDER BY wie")]


def toewijsbaren_buiten_coid() -> list[Toewijsbaar]:
    """Those of `toewijsbaren` who stand outside COID: the only ones a sealed zaak can be given to."""
    return op_naam_toewijsbaar(
        _rijen("SELECT gebruiker_id, naam, rollen FROM app.toewijsbaren_buiten_coid()")
    )


def op_naam_toewijsbaar(rijen: Iterable[tuple[int, str, list[str]]]) -> list[Toewijsbaar]:
    """Rows of one of the functions that give colleagues, opened, by name."""
    collegas = (Toewijsbaar(pk, _naam(naam), tuple(rollen)) for pk, naam, rollen in sorted(rijen))
    return op_naam(collegas, lambda een: een.naam)


@dataclass(frozen=True)
class Herzieningsstand:
    """When the grants of a team were gone through last, as the beheerder sees it."""

    team_id: int
    naam: str
    leiders: tuple[str, ...]
    laatste: datetime | None
    leden_kloppen: bool


def herzieningen() -> list[Herzieningsstand]:
    """Every active team that can own zaken and has members; empty unless the current user is a beheerder."""
    sql = "SELECT team_id, naam, leiders, laatste, leden_kloppen FROM app.herzieningen()"
    return [
        Herzieningsstand(pk, naam, tuple(sorted(map(_naam, leiders), key=plaats)), *rest)
        for pk, naam, leiders, *rest in _rijen(sql)
    ]


def tweede_factoren(gebruiker: Gebruiker) -> frozenset[str]:
    """Kinds of second factor that anybody has (allauth's words); never what they are."""
    ((soorten,),) = _rijen("SELECT app.tweede_factoren(%s)", gebruiker.pk)
    return frozenset(soorten)


def oidc_gebruiker(issuer: str, onderwerp: str) -> int | None:
    """Id of the account that this person of the organisation is linked to."""
    ((pk,),) = _rijen("SELECT app.oidc_gebruiker(%s, %s)", issuer, in_databank(onderwerp))
    return None if pk is None else int(pk)


def mijn_organisatieaccount() -> datetime | None:
    """Since when the account of the current user is linked to one of the organisation; None when it is not."""
    ((sinds,),) = _rijen("SELECT app.mijn_organisatieaccount()")
    return cast("datetime | None", sinds)


def organisatieaccount_van(gebruiker: Gebruiker) -> datetime | None:
    """As `mijn_organisatieaccount`, of anybody; None too unless the current user is a beheerder."""
    ((sinds,),) = _rijen("SELECT app.organisatieaccount_van(%s)", gebruiker.pk)
    return cast("datetime | None", sinds)


def oude_namen(wie: Iterable[int]) -> list[tuple[int, datetime, str]]:
    """Account, a name that it had, and until when; oldest first. For who is signed in (`gebruikers.namen`)."""
    gevonden = _rijen("SELECT gebruiker_id, tot, naam FROM app.oude_namen(%s)", list(wie))
    # What was logged before names were encrypted stands as it was written: seals guard it
    return [(pk, tot, _naam(naam) if is_vast(naam) else naam) for pk, tot, naam in gevonden]


def in_databank(onderwerp: str) -> str:
    """Who somebody is at the organisation, as the database holds it."""
    return versleutel_vast(onderwerp, doel=Doel.ONDERWERP)


def _naam(waarde: str) -> str:
    """The name of an account, out of a row that a function of schema `app` gave."""
    return lees_vast(waarde, doel=Doel.NAAM)


def _rijen(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
