"""The main menu as data: which role sees which entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from gebruikers.rollen import ZAAKROLLEN, Rol


@dataclass(frozen=True)
class Menupunt:
    """One entry: route name, label, icon and the roles that see it."""

    route: str
    label: Any
    icoon: str
    rollen: frozenset[str]


@dataclass(frozen=True)
class Menuregel:
    """An entry ready to be drawn; `actief` is empty, `page` (this page) or `true` (a page below it)."""

    url: str
    label: str
    icoon: str
    actief: str


MENU: tuple[Menupunt, ...] = (
    Menupunt("mijn_werk", _("Mijn werk"), "inbox", ZAAKROLLEN),
    Menupunt(
        "meldingen:lijst", _("Meldingen"), "folders", frozenset({Rol.ADVISEUR, Rol.ONDERZOEKER, Rol.INTAKE})
    ),
    Menupunt("casussen:lijst", _("Casussen"), "messages", frozenset({Rol.VERTROUWENSPERSOON})),
    Menupunt(
        "jaarcijfers:overzicht", _("Jaarcijfers"), "chart-bar", frozenset({Rol.BELEID, Rol.COORDINATOR})
    ),
    Menupunt("gebruikers:lijst", _("Gebruikers"), "users", frozenset({Rol.BEHEERDER})),
    Menupunt("teams:lijst", _("Teams"), "users-group", frozenset({Rol.BEHEERDER})),
    Menupunt("codelijsten:lijst", _("Codelijsten"), "list-details", frozenset({Rol.BEHEERDER})),
    Menupunt("logboek:lijst", _("Logboek"), "history", frozenset({Rol.AUDITOR})),
)

VOETTEKST: tuple[tuple[str, Any], ...] = (
    ("toegankelijkheid", _("Toegankelijkheid")),
    ("sneltoetsen", _("Sneltoetsen")),
)


def menu_voor(rollen: frozenset[str], *, pad: str) -> list[Menuregel]:
    """The entries that these roles see, the one that `pad` lies in marked as active."""
    regels = [(_adres(punt.route), punt) for punt in MENU if punt.rollen & rollen]
    actief = max((url for url, _punt in regels if url and pad.startswith(url)), key=len, default="")
    return [
        Menuregel(
            url, str(punt.label), punt.icoon, "" if url != actief else ("page" if url == pad else "true")
        )
        for url, punt in regels
        if url
    ]


def _adres(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
