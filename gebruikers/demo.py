"""One fictional account per role, for trying things out; never in production."""

from __future__ import annotations

import os
import secrets
import string
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from .models import Gebruiker, Lidmaatschap, Roltoekenning, Team
from .rollen import Rol

TEAMS = (
    ("intake", "Intake COID/MID", Team.Soort.INTAKE),
    ("behandelteam-noord", "Behandelteam Noord", Team.Soort.BEHANDELING),
    ("behandelteam-zuid", "Behandelteam Zuid", Team.Soort.BEHANDELING),
    ("onderzoek", "Team Onderzoek", Team.Soort.BEHANDELING),
    ("klachten", "Secretariaat Klachten", Team.Soort.KLACHTEN),
    ("misstanden", "Team Misstanden", Team.Soort.MISSTANDEN),
    ("buiten-coid", "Behandelaars buiten COID", Team.Soort.BUITEN_COID),
)


@dataclass(frozen=True)
class Demoaccount:
    """One account; `team` is the code of its team, or empty."""

    naam: str
    weergave: str
    rol: Rol
    team: str = ""
    is_teamleider: bool = False

    @property
    def email(self) -> str:
        """`naam@demo.example`."""
        return f"{self.naam}@{settings.DEMO_DOMEIN}"


ACCOUNTS = (
    Demoaccount("adviseur", "Adviseur Een (demo)", Rol.ADVISEUR, "behandelteam-noord", is_teamleider=True),
    Demoaccount("adviseur2", "Adviseur Twee (demo)", Rol.ADVISEUR, "behandelteam-zuid", is_teamleider=True),
    Demoaccount("onderzoeker", "Onderzoeker (demo)", Rol.ONDERZOEKER, "onderzoek"),
    Demoaccount("intake", "Intake (demo)", Rol.INTAKE, "intake", is_teamleider=True),
    Demoaccount("invoer", "Invoer (demo)", Rol.INTAKE),  # in no team: who brings a file does not receive it
    Demoaccount("klachtsecretaris", "Klachtsecretaris (demo)", Rol.KLACHTSECRETARIS, "klachten"),
    Demoaccount("misstanden", "Behandelaar Misstanden (demo)", Rol.MISSTANDEN, "misstanden"),
    Demoaccount("vertrouwenspersoon", "Vertrouwenspersoon Een (demo)", Rol.VERTROUWENSPERSOON),
    Demoaccount("vertrouwenspersoon2", "Vertrouwenspersoon Twee (demo)", Rol.VERTROUWENSPERSOON),
    Demoaccount("coordinator", "Coördinator (demo)", Rol.COORDINATOR),
    Demoaccount("beleid", "Beleidsmedewerker (demo)", Rol.BELEID),
    Demoaccount("beheerder", "Beheerder Een (demo)", Rol.BEHEERDER),
    Demoaccount("beheerder2", "Beheerder Twee (demo)", Rol.BEHEERDER),
    Demoaccount("privacy", "Privacy Officer (demo)", Rol.PRIVACY),
    Demoaccount("archivaris", "Archivaris (demo)", Rol.ARCHIVARIS),
    Demoaccount("auditor", "Auditor (demo)", Rol.AUDITOR),
    Demoaccount("buitencoid", "Behandelaar buiten COID (demo)", Rol.ADVISEUR, "buiten-coid"),
    Demoaccount("buitencoid2", "Klachten buiten COID (demo)", Rol.KLACHTSECRETARIS, "buiten-coid"),
)

_TEKENS = sorted(set(string.ascii_lowercase + string.digits) - set("il1o0"))


def wachtwoord() -> str:
    """The one demo password: `JID_DEMO_WACHTWOORD`, else made once and kept in the data folder."""
    if gekozen := os.environ.get("JID_DEMO_WACHTWOORD"):
        return gekozen
    bestand = Path(settings.DATA) / "demo-wachtwoord"
    if not bestand.exists():
        blokken = ("".join(secrets.choice(_TEKENS) for _ in range(4)) for _ in range(4))
        with os.fdopen(os.open(bestand, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as uit:
            uit.write("-".join(blokken))
    return bestand.read_text().strip()


@transaction.atomic
def zet_klaar() -> str:
    """Make the accounts and teams that are missing; returns the password, which opens all of them.

    Runs as the owner. Roles and memberships of accounts that exist stay as they are.
    """
    geheim = wachtwoord()
    teams = {code: _team(code, naam, soort) for code, naam, soort in TEAMS}
    bestaand = {gebruiker.email: gebruiker for gebruiker in demoaccounts()}
    eerste = bestaand.get(ACCOUNTS[0].email)
    if eerste and eerste.check_password(geheim):
        versleuteld = eerste.password
    else:
        versleuteld = make_password(geheim)
        onze = [account.email for account in ACCOUNTS]
        Gebruiker.objects.filter(email__in=onze).update(password=versleuteld)
    for account in ACCOUNTS:
        if account.email not in bestaand:
            _maak(account, versleuteld, teams)
    return geheim


def demoaccounts() -> list[Gebruiker]:
    """All accounts at the demo domain, made here or not."""
    domein = f"@{settings.DEMO_DOMEIN}".lower()
    return [gebruiker for gebruiker in Gebruiker.objects.all() if gebruiker.email.endswith(domein)]


def _team(code: str, naam: str, soort: Team.Soort) -> Team:
    team, _nieuw = Team.objects.get_or_create(code=code, defaults={"naam": naam, "soort": soort})
    return team


def _maak(account: Demoaccount, versleuteld: str, teams: dict[str, Team]) -> None:
    gebruiker = Gebruiker.objects.create(email=account.email, naam=account.weergave, password=versleuteld)
    Roltoekenning.objects.create(gebruiker=gebruiker, rol=account.rol)
    if account.team:
        Lidmaatschap.objects.create(
            team=teams[account.team], gebruiker=gebruiker, is_teamleider=account.is_teamleider
        )
