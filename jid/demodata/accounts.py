"""Colleagues of the demo accounts, so that work and casussen spread over more people. Nobody signs in as one."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from gebruikers.demo import zet_klaar
from gebruikers.models import Gebruiker, Lidmaatschap, Roltoekenning, Team
from gebruikers.rollen import Rol

VERTROUWENSPERSONEN = range(3, 33)
ADVISEURS = range(3, 11)
BEHANDELTEAMS = ("behandelteam-noord", "behandelteam-zuid")


@dataclass(frozen=True)
class Rolverdeling:
    """Who does what in the demo data. The first of `adviseurs` and of `vertrouwenspersonen` are demo accounts."""

    intaketeam: Team
    intake: Gebruiker
    onderzoeker: Gebruiker
    adviseurs: tuple[tuple[Gebruiker, Team], ...]
    vertrouwenspersonen: tuple[Gebruiker, ...]


def verdeel_rollen() -> Rolverdeling:
    """Make the demo accounts and their colleagues where they are missing; runs as the owner."""
    zet_klaar()
    teams = {team.code: team for team in Team.objects.all()}
    behandelteams = [teams[code] for code in BEHANDELTEAMS]
    adviseurs = [
        (_demo("adviseur"), behandelteams[0]),
        (_demo("adviseur2"), behandelteams[1]),
        *(
            (
                _collega(f"adviseur{n:02}", f"Adviseur {n:02} (demo)", Rol.ADVISEUR, behandelteams[n % 2]),
                behandelteams[n % 2],
            )
            for n in ADVISEURS
        ),
    ]
    return Rolverdeling(
        intaketeam=teams["intake"],
        intake=_demo("intake"),
        onderzoeker=_demo("onderzoeker"),
        adviseurs=tuple(adviseurs),
        vertrouwenspersonen=(
            _demo("vertrouwenspersoon"),
            _demo("vertrouwenspersoon2"),
            *(
                _collega(f"vp{n:02}", f"VP {n:02} (demo)", Rol.VERTROUWENSPERSOON)
                for n in VERTROUWENSPERSONEN
            ),
        ),
    )


def _demo(naam: str) -> Gebruiker:
    return Gebruiker.objects.get(email=f"{naam}@{settings.DEMO_DOMEIN}")


def _collega(naam: str, weergave: str, rol: Rol, team: Team | None = None) -> Gebruiker:
    gebruiker, nieuw = Gebruiker.objects.get_or_create(
        email=f"{naam}@{settings.DEMO_DOMEIN}", defaults={"naam": weergave, "password": make_password(None)}
    )
    if nieuw:
        Roltoekenning.objects.create(gebruiker=gebruiker, rol=rol)
        if team:
            Lidmaatschap.objects.create(team=team, gebruiker=gebruiker)
    return gebruiker
