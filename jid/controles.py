"""What must hold before production serves anybody: settings, key file, database logins, accounts.

`eis_productie()` runs at the birth of a web process (`jid/wsgi.py`). The same findings are system checks, so
that `manage.py check --database default --database cijfers` says them without starting anything. Outside
production nothing is asked: the embedded database makes its own roles and keys.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import dj_database_url
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as Databankfout
from django.db import connections

from gebruikers.aanmelden.rollenkaart import OngeldigeRollenkaart, rollenkaart
from gebruikers.aanmelden.wachtwoorden import keur_lijst
from gebruikers.controles import aantal_botsende_accounts, eis_geen_demoaccounts
from jid import omgeving
from zaken.versleuteling.fouten import OngeldigSleutelbestand, SleutelbestandPastNiet
from zaken.versleuteling.kluis import eis_sleutels
from zaken.versleuteling.sleutels import Bestandskluis

KORTSTE_GEHEIM = 50
"""Characters; the same bound as Django's security.W009, which only warns."""
DATABANKVARIABELEN = ("DATABASE_URL", "DATABASE_URL_WORKER", "DATABASE_URL_EIGENAAR", "DATABASE_URL_CIJFERS")
CONTACT = re.compile(r"mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\+[0-9-]+", re.ASCII)
VEILIGE_KOEKJES = (
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_HTTPONLY",
)

# Membership counts as being: who may SET ROLE to an owner owns. Temporary and system tables do not count.
_LOGIN = """
SELECT session_user,
  EXISTS (SELECT FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb)
          AND pg_has_role(session_user, r.oid, 'MEMBER')),
  EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND pg_has_role(session_user, c.relowner, 'MEMBER'))
"""


def eis_productie() -> None:
    """Raise `ImproperlyConfigured` with every finding, in Dutch; leaves no connection for a fork to share."""
    if not settings.PRODUCTIE:
        return
    try:
        bevindingen = [*keur_instellingen(), *keur_statisch(), *keur_databank(connections)]
    finally:
        connections.close_all()
    if bevindingen:
        regels = "\n".join(f"- {bevinding.msg}" for bevinding in bevindingen)
        raise ImproperlyConfigured(f"Productie start zo niet:\n{regels}\nZie docs/installeren.md.")


def eis_passende_sleutels() -> None:
    """In every environment: no process on a key file of another database. Raises `ImproperlyConfigured` in words.

    A database that does not answer is left to the health check.
    """
    try:
        for bevinding in keur_sleutels():
            raise ImproperlyConfigured(f"{bevinding.msg}\nZie docs/beheer/sleutels.md.")
    except Databankfout:
        return
    finally:
        connections.close_all()


def stop_zonder_passende_sleutels() -> None:
    """The same for a process that is no web process: it ends in words before it writes anything.

    Also without a file, which checks of production say only to who lets them run.
    """
    try:
        eis_sleutels()
    except OngeldigSleutelbestand as fout:
        raise SystemExit(f"{fout}\nZie docs/beheer/sleutels.md.") from None
    except Databankfout:
        return
    finally:
        connections.close_all()


@register(Tags.security)
def controleer_instellingen(**_: Any) -> list[CheckMessage]:
    """The part that asks no database; runs with every command of a production installation."""
    return list(keur_instellingen()) if settings.PRODUCTIE else []


@register(Tags.database)
def controleer_databank(*, databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The part that asks the database; Django runs it for `check --database …` and `migrate`."""
    if not settings.PRODUCTIE:
        return []
    return [*keur_databank(databases or ()), *keur_rollen(databases or ())]


def keur_instellingen() -> Iterator[CheckMessage]:
    """What the settings of this process must not be."""
    if settings.DEBUG:
        yield _fout("DEBUG staat aan. Foutpagina's tonen dan wat mensen typten. Zet DEBUG uit.", 1)
    if "*" in list(settings.ALLOWED_HOSTS or ()):
        yield _fout("ALLOWED_HOSTS laat iedere naam toe. Noem de namen van deze installatie.", 2)
    if open_adressen := [
        adres for adres in settings.CSRF_TRUSTED_ORIGINS if not adres.startswith("https://")
    ]:
        yield _fout(f"CSRF_TRUSTED_ORIGINS noemt {', '.join(open_adressen)}. Gebruik alleen https://.", 3)
    if onveilig := [naam for naam in VEILIGE_KOEKJES if not getattr(settings, naam)]:
        yield _fout(f"Cookies zijn niet beschermd: zet {', '.join(onveilig)} aan.", 4)
    if not settings.SECURE_SSL_REDIRECT:
        yield _fout("Verkeer zonder TLS wordt niet doorgestuurd: zet SECURE_SSL_REDIRECT aan.", 5)
    if len(settings.SECRET_KEY) < KORTSTE_GEHEIM:
        yield _fout(f"SECRET_KEY is te kort. Gebruik minstens {KORTSTE_GEHEIM} willekeurige tekens.", 6)
    yield from keur_contact(settings.BEVEILIGINGSCONTACT)
    yield from keur_sleutelbestand(settings.SLEUTELBESTAND)
    yield from keur_gebruikersnamen()
    yield from keur_aanmelden()


def keur_contact(contacten: list[str]) -> Iterator[CheckMessage]:
    """A finder of a leak can reach somebody."""
    if not contacten or not all(CONTACT.fullmatch(contact) for contact in contacten):
        yield _fout(
            "JID_BEVEILIGINGSCONTACT ontbreekt of klopt niet. Noem wie een lek meldt bij u kan bereiken: "
            "mailto:naam@organisatie.example, https://… of tel:+31….",
            19,
        )


def keur_sleutelbestand(pad: Path) -> Iterator[CheckMessage]:
    """The key file is there, ours alone, and holds keys."""
    try:
        Bestandskluis(pad)
    except OngeldigSleutelbestand as fout:
        yield _fout(str(fout), 7)


def keur_aanmelden() -> Iterator[CheckMessage]:
    """There is one way in, with a second step behind it, and it works."""
    if settings.OIDC_ISSUER and settings.LOKALE_WACHTWOORDEN:
        yield _fout(
            "JID_OIDC_ISSUER en JID_LOKALE_WACHTWOORDEN staan beide aan. Met het account van de organisatie "
            "zijn er geen eigen wachtwoorden: zet JID_LOKALE_WACHTWOORDEN uit.",
            15,
        )
    if not settings.OIDC_ISSUER and not settings.LOKALE_WACHTWOORDEN:
        yield _fout(
            "Niemand kan zich aanmelden: zet JID_OIDC_ISSUER, of zet JID_LOKALE_WACHTWOORDEN aan.", 16
        )
    if not settings.TWEEDE_STAP_VERPLICHT:
        yield _fout("JID_TWEEDE_STAP_VERPLICHT staat uit. In productie heeft iedereen een tweede stap.", 17)
    if settings.OIDC_ISSUER:
        yield from _keur_oidc()
    if settings.WACHTWOORDLIJST and (mis := keur_lijst(settings.WACHTWOORDLIJST)):
        yield _fout(f"JID_WACHTWOORDLIJST: {mis}", 20)


def _keur_oidc() -> Iterator[CheckMessage]:
    if not settings.OIDC_ISSUER.startswith("https://"):
        yield _fout("JID_OIDC_ISSUER moet met https:// beginnen.", 18)
    if not (settings.OIDC_CLIENT_ID and settings.OIDC_CLIENT_SECRET):
        yield _fout("Zet JID_OIDC_CLIENT_ID en JID_OIDC_CLIENT_SECRET (of JID_OIDC_CLIENT_SECRET_FILE).", 18)
    try:
        rollenkaart()
    except OngeldigeRollenkaart as fout:
        yield _fout(f"JID_OIDC_ROLLEN: {fout}", 18)


def keur_statisch() -> Iterator[CheckMessage]:
    """Without the manifest of the static files every page is an error."""
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield _fout(
            f"Bestanden voor de browser ontbreken in {settings.STATIC_ROOT}: voer collectstatic uit.", 13
        )


def keur_sleutels() -> Iterator[CheckMessage]:
    """The key file is the one that this database was written with. What is wrong with the file alone is E007."""
    try:
        eis_sleutels()
    except SleutelbestandPastNiet as fout:
        yield _fout(str(fout), 14)
    except OngeldigSleutelbestand as fout:
        if not settings.PRODUCTIE:  # there `keur_instellingen` said it
            yield _fout(str(fout), 7)


def keur_gebruikersnamen() -> Iterator[CheckMessage]:
    """Each database address that this process knows signs in as another role."""
    namen = {variabele: url_gebruiker(variabele) for variabele in DATABANKVARIABELEN}
    for naam, aantal in Counter(naam for naam in namen.values() if naam).items():
        if aantal > 1:
            dezelfde = " en ".join(variabele for variabele, ander in namen.items() if ander == naam)
            yield _fout(f"{dezelfde} melden zich aan als dezelfde rol ({naam}). Geef elk een eigen rol.", 8)


def url_gebruiker(variabele: str) -> str:
    """The role in the database address of this variable (or the file it names); empty when there is none."""
    url = omgeving.waarde(variabele)
    return str(dj_database_url.parse(url).get("USER") or "") if url else ""


def keur_databank(aliassen: Iterable[str]) -> Iterator[CheckMessage]:
    """What the logins of this process may not be, and that nobody signs in with a demo account."""
    for alias in aliassen:
        if alias == "default" and settings.ROL == "eigenaar":
            continue  # migrates, and never serves a request
        try:
            yield from _keur_login(alias)
            if alias == "default":
                yield from _keur_accounts()
                yield from keur_sleutels()
        except Databankfout as fout:  # its text may hold an address: the type is enough to act on
            yield _fout(f"De databank ({alias}) antwoordt niet of mist tabellen: {type(fout).__name__}.", 9)


def keur_rollen(aliassen: Iterable[str]) -> Iterator[CheckMessage]:
    """What a beheerder must mend; the installation starts with it, and the screens say who."""
    if settings.ROL != "web" or "default" not in aliassen:
        return
    try:
        aantal = aantal_botsende_accounts()
    except Databankfout:  # E009 said it
        return
    if aantal:
        yield Warning(
            f"Er zijn {aantal} gebruikers met rollen die niet samengaan. De beheerder ziet bij Te doen wie.",
            id="jid.W001",
        )


def _keur_login(alias: str) -> Iterator[CheckMessage]:
    with connections[alias].cursor() as cursor:
        cursor.execute(_LOGIN)
        rol, is_almachtig, bezit = cursor.fetchone()
    if is_almachtig:
        yield _fout(
            f"De databankrol {rol} ({alias}) is superuser, of mag rijbeveiliging passeren of rollen of "
            "databanken maken. Gebruik een rol zonder rechten van zichzelf.",
            10,
        )
    if bezit:
        yield _fout(
            f"De databankrol {rol} ({alias}) bezit tabellen; rijbeveiliging geldt niet voor een eigenaar. "
            "Gebruik jid_eigenaar alleen om te migreren.",
            11,
        )


def _keur_accounts() -> Iterator[CheckMessage]:
    try:
        eis_geen_demoaccounts()
    except ImproperlyConfigured as fout:
        yield _fout(str(fout), 12)


def _fout(tekst: str, nummer: int) -> Error:
    return Error(tekst, id=f"jid.E{nummer:03}")
