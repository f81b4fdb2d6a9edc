"""Changes of accounts, roles and teams. Every one is a checked function of the database, which also logs it.

Raise `BeheerGeweigerd` (a rule, in words) or `PermissionDenied` (no beheerder). `door` must be the user of
this transaction. Mail goes to the outbox in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, transaction

from gebruikers.aanmelden.tweede_stap import STAPPEN, ZONDER_WACHTWOORD

from . import queries
from .beheer import uitnodigen
from .fouten import BeheerGeweigerd, in_woorden
from .models import Dichtheid, Gebruiker, Kleuren, Team
from .toegang import aanmelder


def nodig_uit(*, email: str, naam: str, rollen: Iterable[str], door: Gebruiker, basisadres: str) -> Gebruiker:
    """Make an account with these roles and mail a link to set a password.

    This and what else could take an account over is refused while a second person could agree (`vierogen`).
    """
    with in_woorden():
        pk = _roep(
            "app.maak_gebruiker", Gebruiker.dicht("email", email), Gebruiker.dicht("naam", naam), door=door
        )
        _roep("app.zet_rollen", pk, sorted(rollen), door=door)
    gebruiker = Gebruiker.objects.get(pk=pk)
    uitnodigen.stuur_wachtwoordmail(gebruiker, basisadres=basisadres)
    return gebruiker


def stuur_wachtwoordmail(*, gebruiker: Gebruiker, door: Gebruiker, basisadres: str) -> None:
    """Invite again, or help somebody who forgot the password."""
    with in_woorden():
        _roep("app.noteer_wachtwoordmail", gebruiker.pk, door=door)
    uitnodigen.stuur_wachtwoordmail(gebruiker, basisadres=basisadres)


def wijzig_gebruiker(*, gebruiker: Gebruiker, email: str, naam: str, door: Gebruiker) -> Gebruiker:
    """Change name and address; the old address is told. While nobody could agree; else it is asked."""
    oud_adres, oude_naam = gebruiker.email, gebruiker.naam
    with in_woorden():
        adres, wordt = Gebruiker.dicht("email", email), Gebruiker.dicht("naam", naam)
        _roep("app.wijzig_gebruiker", gebruiker.pk, adres, wordt, door=door)
    gewijzigd = Gebruiker.objects.get(pk=gebruiker.pk)
    uitnodigen.meld_nieuwe_gegevens(gewijzigd, oud_adres=oud_adres, oude_naam=oude_naam)
    return gewijzigd


def zet_rollen(*, gebruiker: Gebruiker, rollen: Iterable[str], door: Gebruiker) -> bool:
    """Replace the roles of somebody else; true when they changed. Without a zaakrol the memberships end."""
    with in_woorden(over=gebruiker.pk):
        return bool(_roep("app.zet_rollen", gebruiker.pk, sorted(rollen), door=door))


def deactiveer(*, gebruiker: Gebruiker, door: Gebruiker) -> None:
    """Close an account at once: each request asks whether it is active, and the password is gone for good.

    Sessions are not searched for: their rows are opaque. An open one belongs to nobody from the next request
    on, and stays dead after a later activation, because a session carries the hash of the old password.
    """
    with in_woorden(over=gebruiker.pk):
        _roep("app.deactiveer_gebruiker", gebruiker.pk, door=door)


def activeer(*, gebruiker: Gebruiker, door: Gebruiker, basisadres: str) -> None:
    """Open a closed account again, without roles and teams (giving those takes two), and mail a link for a password."""
    with in_woorden():
        _roep("app.activeer_gebruiker", gebruiker.pk, door=door)
    stuur_wachtwoordmail(gebruiker=Gebruiker.objects.get(pk=gebruiker.pk), door=door, basisadres=basisadres)


def wis_tweede_stap(*, gebruiker: Gebruiker, door: Gebruiker) -> None:
    """Take all second factors of somebody else away and end the sessions; the owner gets a mail.

    For a lost telephone or key. Whoever calls this has made sure who asked: with the password it opens the account.
    """
    with in_woorden():
        _roep("app.wis_tweede_factor", gebruiker.pk, door=door)
    uitnodigen.meld_wijziging(gebruiker, wat="gewist")


@transaction.atomic
def laat_aanmelden_zonder_wachtwoord(*, middel: Authenticator) -> None:
    """From now on this key, which asks for a PIN or finger, opens the account of its owner. The database logs it."""
    middel.data[ZONDER_WACHTWOORD] = True
    middel.save(update_fields=["data"])


@transaction.atomic
def hernoem_sleutel(*, middel: Authenticator, naam: str, door: Gebruiker) -> None:
    """Another name for a key of `door`, who gets a mail. The database logs it, without the name."""
    middel.data["name"] = naam
    middel.save(update_fields=["data"])
    uitnodigen.meld_wijziging(door, wat="hernoemd")


@transaction.atomic
def maak_organisatie_los(*, door: Gebruiker) -> None:
    """Unlink the account of `door` from that at the organisation. Raises `BeheerGeweigerd`: it is the only way in.

    The roles stay, so not where the organisation gives them; nor where nobody signs in but through it; nor where
    a second step is demanded and there is only that of the organisation.
    """
    if not settings.LOKALE_WACHTWOORDEN or settings.OIDC_ROLLEN:
        raise BeheerGeweigerd("enige_manier")
    if settings.TWEEDE_STAP_VERPLICHT and not queries.tweede_factoren(door) & STAPPEN:
        raise BeheerGeweigerd("eerst_tweede_stap")
    with in_woorden():
        los = _roep("app.maak_organisatie_los", door=door)
    if los:
        uitnodigen.meld_wijziging(door, wat="organisatie_los")


def maak_organisatie_los_van(*, gebruiker: Gebruiker, door: Gebruiker) -> None:
    """Unlink somebody else's account, end the sessions, mail the owner. While nobody could agree; else it is asked."""
    with in_woorden():
        _roep("app.maak_organisatie_los_van", gebruiker.pk, door=door)
    uitnodigen.meld_wijziging(gebruiker, wat="organisatie_los_door_beheer")


def beeindig_sessie(*, sleutelhash: str, door: Gebruiker) -> bool:
    """End one of the own sessions; true when it was there."""
    return bool(_roep("app.beeindig_sessies", sleutelhash, None, door=door))


def beeindig_andere_sessies(*, behalve: str, door: Gebruiker) -> int:
    """End all own sessions but the one whose hash is `behalve`; how many there were."""
    return int(_roep("app.beeindig_sessies", None, behalve, door=door))


def beeindig_sessies_van(*, gebruiker: Gebruiker, door: Gebruiker) -> int:
    """Sign somebody else out everywhere, now; how many sessions there were. The account stays open."""
    with in_woorden():
        return int(_roep("app.beeindig_sessies_van", gebruiker.pk, door=door))


def maak_team(*, code: str, naam: str, soort: Team.Soort, door: Gebruiker) -> Team:
    """A new, empty team; its code and kind stay."""
    with in_woorden():
        return Team.objects.get(pk=_roep("app.maak_team", code, naam, soort, door=door))


def wijzig_team(*, team: Team, naam: str, is_actief: bool, door: Gebruiker) -> None:
    """Rename a team, close it (when it has no members) or open it again."""
    with in_woorden():
        _roep("app.wijzig_team", team.pk, naam, is_actief, door=door)


def zet_lidmaatschap(*, team: Team, gebruiker: Gebruiker, is_teamleider: bool, door: Gebruiker) -> None:
    """Put somebody else with a zaakrol in a team, or change who leads it."""
    with in_woorden(over=gebruiker.pk):
        _roep("app.zet_lidmaatschap", team.pk, gebruiker.pk, is_teamleider, door=door)


def beeindig_lidmaatschap(*, team: Team, gebruiker: Gebruiker, door: Gebruiker) -> None:
    """Take somebody out of a team; nothing happens when they are not in it."""
    with in_woorden(over=gebruiker.pk):
        _roep("app.beeindig_lidmaatschap", team.pk, gebruiker.pk, door=door)


def zet_weergave(
    *, gebruiker: Gebruiker, taal: str, kleuren: Kleuren, dichtheid: Dichtheid, sneltoetsen: bool
) -> None:
    """How the screens look, and the language of screens and mail, for oneself."""
    Gebruiker.objects.filter(pk=gebruiker.pk).update(
        taal=taal, kleuren=kleuren, dichtheid=dichtheid, sneltoetsen=sneltoetsen
    )


def roep_als_aanmelder(functie: str, *parameters: Any, wie: Gebruiker) -> Any:
    """Call a function of schema `app` for `wie`, who is being signed in; its first parameter is their id."""
    plaatsen = ", ".join(["%s"] * (len(parameters) + 1))
    with aanmelder(wie), connection.cursor() as cursor:
        cursor.execute(f"SELECT {functie}({plaatsen})", [wie.pk, *parameters])  # names from this app
        return cursor.fetchone()[0]


def _roep(functie: str, *parameters: Any, door: Gebruiker) -> Any:
    """Call a function of schema `app` for `door`, who must be the user of this transaction."""
    plaatsen = ", ".join(["%s"] * len(parameters))
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.eis_huidige(%s)", [door.pk])
        cursor.execute(f"SELECT {functie}({plaatsen})", parameters)  # names from this module
        return cursor.fetchone()[0]
