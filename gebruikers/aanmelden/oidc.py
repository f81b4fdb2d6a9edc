"""Signing in with the account of the organisation: OpenID Connect, code flow with PKCE (docs/adr/0015-aanmelden.md).

Authlib talks to the provider and checks the ID token: signature, issuer, audience, nonce, time. What the claims then
mean here is decided in this module, and nothing of them is stored but issuer and subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from gebruikers import queries
from gebruikers.fouten import in_woorden
from gebruikers.models import Gebruiker
from gebruikers.rollen import botsing
from gebruikers.services import roep_als_aanmelder

from .rollenkaart import rollenkaart

if TYPE_CHECKING:
    from authlib.integrations.django_client.apps import DjangoOAuth2App

ONDERTEKEND_MET = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a key that the provider alone holds; never `none`, never one made with our own secret."""
WACHTTIJD = 10
"""Seconds that the provider may take to answer."""
LAATSTE = 4_102_444_800
"""The year 2100, in seconds since 1970."""
LANGSTE_ONDERWERP = 255
"""Characters of a subject: what OpenID Connect allows, all of them ASCII."""
SPELING = timedelta(minutes=1)
"""How far the clocks of the provider and of this machine may differ."""


class AanmeldenGeweigerd(Exception):
    """The organisation vouched for somebody who does not get in; `reden` is a key of the page's texts."""

    def __init__(self, reden: str) -> None:
        super().__init__(reden)
        self.reden = reden


@dataclass(frozen=True)
class Bewijs:
    """What a checked ID token says, as far as it matters here."""

    issuer: str
    onderwerp: str
    email: str
    email_bevestigd: bool
    groepen: frozenset[str] | None
    """None when the token says nothing of groups, or roles stay with the beheerder."""
    aangemeld_op: datetime | None
    tweede_stap: bool


def begin(request: HttpRequest, terug: str, *, opnieuw: bool) -> HttpResponse:
    """Send the visitor to the organisation; `opnieuw` asks it to prove again who is there.

    Else a sign-in there may be as old as a session here may become; asking so makes the provider say how old it is.
    Raises `AanmeldenGeweigerd` when it does not answer.
    """
    extra: dict[str, Any] = {"max_age": settings.SESSIE_HOOGSTENS}
    if opnieuw:
        extra = {"prompt": "login", "max_age": 0}
    with _zonder_gevolg():
        return cast(HttpResponse, _provider().authorize_redirect(request, terug, **extra))


def lees_bewijs(request: HttpRequest) -> Bewijs:
    """What the organisation says about the visitor who came back.

    Raises `AanmeldenGeweigerd` when state, code, token or its signature is not right.
    """
    eisen = {
        "iss": {"essential": True, "value": settings.OIDC_ISSUER},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
    }
    with _zonder_gevolg():
        token = _provider().authorize_access_token(
            request, claims_options=eisen, leeway=int(SPELING.total_seconds())
        )
    claims: Mapping[str, Any] | None = token.get("userinfo")
    if not claims:
        raise AanmeldenGeweigerd("mislukt")
    return _bewijs(claims)


def gebruiker_bij(bewijs: Bewijs) -> Gebruiker:
    """The active account of this person: linked before, or with the same address that the organisation has checked.

    Raises `AanmeldenGeweigerd`. The first time, the account is linked; from then on its address plays no part.
    """
    pk = queries.oidc_gebruiker(bewijs.issuer, bewijs.onderwerp)
    if pk is None:
        return _koppel(bewijs)
    gebruiker = Gebruiker.objects.get(pk=pk)
    if not gebruiker.is_active:
        raise AanmeldenGeweigerd("niet_actief")
    return gebruiker


@transaction.atomic
def stel_rollen_gelijk(gebruiker: Gebruiker, bewijs: Bewijs) -> None:
    """Give exactly the roles that the groups stand for; does nothing when roles stay with the beheerder.

    Raises `AanmeldenGeweigerd` for roles that one person cannot have together, and when the token says nothing of
    groups: a setting that went wrong must not take everybody's roles, with all that they read.
    """
    if (kaart := rollenkaart()) is None:
        return
    if bewijs.groepen is None:
        raise AanmeldenGeweigerd("geen_groepen")
    rollen = kaart.rollen_voor(bewijs.groepen)
    if botsing(rollen):
        raise AanmeldenGeweigerd("rollen_gaan_niet_samen")
    with in_woorden():
        roep_als_aanmelder("app.zet_rollen_van_bron", sorted(rollen), wie=gebruiker)


def _koppel(bewijs: Bewijs) -> Gebruiker:
    if not (bewijs.email and bewijs.email_bevestigd):
        raise AanmeldenGeweigerd("adres_niet_bevestigd" if bewijs.email else "onbekend")
    gebruiker = Gebruiker.objects.filter(email=bewijs.email).first()
    if gebruiker is None:
        raise AanmeldenGeweigerd("onbekend")
    if not gebruiker.is_active:
        raise AanmeldenGeweigerd("niet_actief")
    if not roep_als_aanmelder(
        "app.koppel_oidc", bewijs.issuer, queries.in_databank(bewijs.onderwerp), wie=gebruiker
    ):
        raise AanmeldenGeweigerd("al_gekoppeld")
    return gebruiker


def _bewijs(claims: Mapping[str, Any]) -> Bewijs:
    kaart = rollenkaart()
    onderwerp = claims.get("sub")
    if not (isinstance(onderwerp, str) and 0 < len(onderwerp) <= LANGSTE_ONDERWERP):
        raise AanmeldenGeweigerd("mislukt")
    if not (onderwerp.isascii() and onderwerp.isprintable()):
        raise AanmeldenGeweigerd("mislukt")
    methoden = {*_teksten(claims.get("amr")), *_teksten(claims.get("acr"))}
    return Bewijs(
        issuer=str(claims["iss"]),
        onderwerp=onderwerp,
        email=_adres(claims.get("email")),
        email_bevestigd=claims.get("email_verified") is True,
        groepen=_groepen(claims.get(kaart.claim)) if kaart else None,
        aangemeld_op=_moment(claims.get("auth_time")),
        tweede_stap=bool(methoden & set(settings.OIDC_TWEEDE_STAP)),
    )


def _adres(waarde: Any) -> str:
    """An address; empty for what is none, or becomes that of another in small letters or capitals (`ı` is `I` then)."""
    if not isinstance(waarde, str) or not waarde.isprintable():
        return ""
    vormen = (vorm for teken in waarde if not teken.isascii() for vorm in (teken.lower(), teken.upper()))
    return "" if any(len(vorm) == 1 and vorm.isascii() for vorm in vormen) else waarde


def _groepen(waarde: Any) -> frozenset[str] | None:
    """None for what names no groups; a list without any text in it is broken, an empty one is not."""
    if not isinstance(waarde, (str, list)):
        return None
    groepen = _teksten(waarde)
    return groepen if groepen or not waarde else None


def _moment(waarde: Any) -> datetime | None:
    """A NumericDate of this century; anything else is no moment."""
    if not isinstance(waarde, (int, float)) or not 0 < waarde < LAATSTE:
        return None
    return datetime.fromtimestamp(waarde, tz=UTC)


def _teksten(waarde: Any) -> frozenset[str]:
    """A claim with one text or a list of texts; anything else says nothing."""
    if isinstance(waarde, str):
        return frozenset({waarde})
    return (
        frozenset(deel for deel in waarde if isinstance(deel, str))
        if isinstance(waarde, list)
        else frozenset()
    )


@contextmanager
def _zonder_gevolg() -> Iterator[None]:
    """What Authlib, its JOSE and requests raise, as a sign-in that failed.

    They are imported where they are used: it takes 0.2 s, and every command and worker would wait for it.
    """
    from authlib.integrations.base_client import OAuthError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        yield
    except (OAuthError, JoseError, RequestException) as fout:
        raise AanmeldenGeweigerd("mislukt") from fout


def _provider() -> DjangoOAuth2App:
    """The client for one sign-in: metadata and keys are fetched anew, so a changed key is never an old one."""
    from authlib.integrations.base_client import OAuthError
    from authlib.integrations.django_client import OAuth

    from .oidc_client import Organisatie

    oauth = OAuth()
    provider: DjangoOAuth2App = oauth.register(
        "jid",
        client_cls=Organisatie,
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        server_metadata_url=f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": WACHTTIJD,
        },
    )
    gegevens = provider.load_server_metadata()
    if gegevens.get("issuer") != settings.OIDC_ISSUER:  # OpenID Connect Discovery 4.3
        raise OAuthError("issuer", "De aanbieder noemt een andere naam dan JID_OIDC_ISSUER.")
    noemt = gegevens.get("id_token_signing_alg_values_supported") or ["RS256"]
    if not (kent := [alg for alg in noemt if alg in ONDERTEKEND_MET]):  # an empty list means any to Authlib
        raise OAuthError("alg", "De aanbieder ondertekent niet met een sleutel van zichzelf alleen.")
    gegevens["id_token_signing_alg_values_supported"] = kent
    return provider
