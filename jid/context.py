"""What every page of the layout needs: menu, user, how they want it, end of the session, links at the foot."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from berichten.queries import aantal_ongelezen
from gebruikers.rollen import Rol
from jid.menu import VOETTEKST, Menuregel, menu_voor


def basis(request: HttpRequest) -> dict[str, Any]:
    """Context processor of `templates/basis.html`; menu, role and unread messages are looked up when a template asks.

    An anonymous visitor gets the links at the foot, and whether what is here was made up, and nothing else.
    """
    algemeen = {
        "voettekst": [(reverse(route), str(label)) for route, label in VOETTEKST],
        "is_demo": settings.OMGEVING == "ontwikkeling",
    }
    gebruiker = request.user if hasattr(request, "user") else None
    if gebruiker is None or not gebruiker.is_authenticated:
        return algemeen

    def menu() -> list[Menuregel]:
        return menu_voor(gebruiker.rollen, pad=request.path)

    def rol() -> str:
        return " · ".join(str(Rol(waarde).label) for waarde in Rol.values if waarde in gebruiker.rollen)

    return algemeen | {
        "menu": SimpleLazyObject(menu),
        "opgehaald_op": timezone.now(),
        "gebruiker_naam": gebruiker.naam,
        "gebruiker_rol": SimpleLazyObject(rol),
        "weergave": {
            "kleuren": gebruiker.kleuren,
            "dichtheid": gebruiker.dichtheid,
            "sneltoetsen": gebruiker.sneltoetsen,
        },
        "berichten_url": reverse("berichten:lijst"),
        "ongelezen": SimpleLazyObject(lambda: aantal_ongelezen(gebruiker)),
        "account_url": reverse("mijn_account"),
        "uitlog_url": reverse("account_logout"),
        "sessie_url": reverse("sessie_verlengen"),
        "sessie_seconden": settings.SESSION_COOKIE_AGE,
    }
