"""The monthly review: a team lead confirms or ends the grants on the zaken of the team."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from gebruikers.beheer.overzicht import is_van_deze_maand
from gebruikers.models import Gebruiker
from gebruikers.volgorde import op_naam
from logboek import events as logboek
from zaken.models import Zaak

from .databank import eis_huidige, rijen


@dataclass(frozen=True)
class Lezersgroep:
    """Somebody with grants on zaken of the team: how many, since when, and the first of those zaken."""

    gebruiker_id: int
    naam: str
    is_lid: bool
    aantal: int
    sinds: datetime
    zaken: tuple[Zaak, ...]


@dataclass(frozen=True)
class GeleidTeam:
    """A team that the current user leads."""

    team_id: int
    naam: str
    laatste: datetime | None

    def is_nagelopen(self, vandaag: date) -> bool:
        """Whether that was done in the month of `vandaag`."""
        return is_van_deze_maand(self.laatste, vandaag=vandaag)


def geleide_teams() -> list[GeleidTeam]:
    """The active teams that the current user leads; one query."""
    gevonden = rijen("SELECT team_id, naam, laatste FROM app.mijn_geleide_teams() ORDER BY lower(naam)")
    return [GeleidTeam(*rij) for rij in gevonden]


def lezers_van_team(team_id: int, *, lezer: Gebruiker) -> list[Lezersgroep]:
    """Who has grants on the zaken of the team, for `lezer` who leads it; two queries."""
    gevonden = rijen("SELECT * FROM app.te_herzien(%s)", team_id)
    pks = {pk for *_rest, zaken in gevonden for pk in zaken}
    zichtbaar = {
        zaak.pk: zaak
        for zaak in Zaak.objects.zichtbaar_voor(lezer).filter(pk__in=pks).only("id", "soort", "zaaknummer")
    }
    groepen = (
        Lezersgroep(
            pk, Gebruiker.leesbaar("naam", naam), is_lid, aantal, sinds,
            tuple(zichtbaar[z] for z in zaken if z in zichtbaar),
        )
        for pk, naam, is_lid, aantal, sinds, zaken in sorted(gevonden)
    )  # fmt: skip
    return op_naam(groepen, lambda groep: groep.naam)


@transaction.atomic
def herzie(*, team_id: int, beeindig: Collection[int], leden_kloppen: bool, door: Gebruiker) -> int:
    """End the grants of the people in `beeindig`, confirm the others; how many ended.

    Raises `PermissionDenied` for who does not lead the team.
    """
    bevestigd = sum(groep.aantal for groep in lezers_van_team(team_id, lezer=door))
    eis_huidige(door)
    beeindigd: list[tuple[UUID, int]] = rijen(
        "SELECT zaak, gebruiker FROM app.herzie_team(%s, %s, %s, %s::bigint[])",
        uuid4(), team_id, leden_kloppen, sorted(beeindig),
    )  # fmt: skip
    logboek.toegang_herzien(
        door=door, team=team_id, bevestigd=bevestigd - len(beeindigd), beeindigd=len(beeindigd)
    )
    return len(beeindigd)
