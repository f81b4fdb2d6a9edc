"""What every page of the layout needs: menu, who is signed in, when the session ends, links at the foot."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from gebruikers.rollen import Rol
from jid.menu import VOETTEKST, Menuregel, menu_voor


def basis(request: HttpRequest) -> dict[str, Any]:
    """Context processor of `templates/basis.html`; menu and role are looked up when a template asks.

    An anonymous visitor gets the links at the foot and nothing else.
    """
    algemeen = {"voettekst": _adressen(VOETTEKST)}
    gebruiker = request.user if hasattr(request, "user") else None
    if gebruiker is None or not gebruiker.is_authenticated:
        return algemeen

    def menu() -> list[Menuregel]:
        return menu_voor(gebruiker.rollen, pad=request.path)

    def rol() -> str:
        return " · ".join(str(Rol(waarde).label) for waarde in Rol.values if waarde in gebruiker.rollen)

    return algemeen | {
        "menu": SimpleLazyObject(menu),
        "gebruiker_naam": gebruiker.naam,
        "gebruiker_rol": SimpleLazyObject(rol),
        "uitlog_url": _adres("account_logout"),
        "wachtwoord_url": _adres("account_change_password"),
        "sessie_url": _adres("sessie_verlengen"),
        "sessie_seconden": settings.SESSION_COOKIE_AGE,
    }


def _adressen(punten: tuple[tuple[str, Any], ...]) -> list[tuple[str, str]]:
    return [(url, str(label)) for naam, label in punten if (url := _adres(naam))]


def _adres(naam: str) -> str:
    """The address of a route, or nothing where the installation does not have it."""
    try:
        return reverse(naam)
    except NoReverseMatch:
        return ""
