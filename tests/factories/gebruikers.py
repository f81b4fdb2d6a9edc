"""The cast: accounts, teams, roles. Call inside `with fabriek():`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password

from gebruikers.models import Gebruiker, Lidmaatschap, Roltoekenning, Team
from gebruikers.rollen import Rol

_nummers = count(1)
WACHTWOORD = "een-lang-testwachtwoord"


@cache
def _hash() -> str:
    """Hashed once: Argon2 is slow on purpose."""
    return make_password(WACHTWOORD)


def maak_gebruiker(
    *rollen: Rol, naam: str = "", teams: Iterable[Team] = (), is_active: bool = True
) -> Gebruiker:
    """An account with roles and memberships, able to sign in with `WACHTWOORD`."""
    nummer = next(_nummers)
    gebruiker = Gebruiker.objects.create(
        email=f"gebruiker{nummer}@demo.example",
        naam=naam or f"Testgebruiker {nummer}",
        is_active=is_active,
        password=_hash(),
    )
    Roltoekenning.objects.bulk_create(Roltoekenning(gebruiker=gebruiker, rol=rol) for rol in rollen)
    Lidmaatschap.objects.bulk_create(Lidmaatschap(gebruiker=gebruiker, team=team) for team in teams)
    return gebruiker


def maak_team(code: str = "", *, soort: str = Team.Soort.BEHANDELING) -> Team:
    nummer = next(_nummers)
    return Team.objects.create(code=code or f"team-{nummer}", naam=f"Team {code or nummer}", soort=soort)
