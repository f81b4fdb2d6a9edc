"""The main menu as data: which role sees which entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gebruikers.rollen import NOODROLLEN, ZAAKROLLEN, Rol
from zaken.register import Register, registers
from zaken.toegang import IMPORTEERDERS, KWALIFICEERDERS, rollen_van


@dataclass(frozen=True)
class Menupunt:
    """One entry: route name, label, icon and the roles that see it; `sneltoets` goes with Alt+Shift."""

    route: str
    label: Any
    icoon: str
    rollen: frozenset[str]
    sneltoets: str = ""


@dataclass(frozen=True)
class Menuregel:
    """An entry ready to be drawn; `actief` is empty, `page` (this page) or `true` (a page below it)."""

    url: str
    label: str
    icoon: str
    actief: str
    sneltoets: str = ""


BEHEER = frozenset({Rol.BEHEERDER})
MIJN_WERK = Menupunt("mijn_werk", _("Mijn werk"), "inbox", ZAAKROLLEN, sneltoets="W")
INTAKE: tuple[Menupunt, ...] = (
    Menupunt("signalen:nieuw", _("Wat is dit?"), "help-circle", KWALIFICEERDERS),
    Menupunt("signalen:lijst", _("Adviesvragen"), "messages", KWALIFICEERDERS),
    Menupunt("inlezen:lijst", _("Inlezen"), "cloud-up", IMPORTEERDERS),
)
OVERIG: tuple[Menupunt, ...] = (
    Menupunt("casussen:lijst", _("Casussen"), "messages", frozenset({Rol.VERTROUWENSPERSOON}), sneltoets="C"),
    Menupunt("jaarcijfers:vandaag", _("Vandaag"), "list-check", frozenset({Rol.BELEID})),
    Menupunt("jaarcijfers:overzicht", _("Jaarcijfers"), "chart-bar", frozenset({Rol.BELEID}), sneltoets="J"),
    Menupunt("jaarcijfers:casussen", _("Aantallen"), "chart-bar", frozenset({Rol.COORDINATOR})),
    Menupunt("bewaren", pgettext_lazy("menu", "Bewaren"), "archive", frozenset({Rol.ARCHIVARIS})),
    Menupunt("beheer:start", _("Beheer"), "settings", BEHEER, sneltoets="B"),
    Menupunt("beheer:gebruikers", _("Gebruikers"), "users", BEHEER),
    Menupunt("beheer:teams", _("Teams"), "users-group", BEHEER),
    Menupunt("codelijsten:lijst", _("Codelijsten"), "list-details", BEHEER),
    Menupunt("termijnen:overzicht", _("Termijnen"), "calendar-time", BEHEER),
    Menupunt("akkoord:lijst", _("Akkoord"), "clipboard-check", BEHEER | {Rol.PRIVACY}),
    Menupunt("noodtoegang:lijst", _("Noodtoegang"), "lifebuoy", NOODROLLEN),
    Menupunt("post:lijst", _("Mail"), "mail", BEHEER),
    Menupunt("logboek:lijst", _("Logboek"), "history", frozenset({Rol.AUDITOR}), sneltoets="L"),
)

VOETTEKST: tuple[tuple[str, Any], ...] = (
    ("hulp", _("Hulp")),
    ("toegankelijkheid", _("Toegankelijkheid")),
    ("sneltoetsen", _("Sneltoetsen")),
)


def menu() -> tuple[Menupunt, ...]:
    """Every entry there is: Mijn werk, the lists of the registers, and the rest."""
    return (MIJN_WERK, *(_lijst(register) for register in registers()), *INTAKE, *OVERIG)


def _lijst(register: Register) -> Menupunt:
    opgave = register.lijst
    return Menupunt(
        f"{register.adressen}:lijst",
        register.namen.meervoud,
        opgave.icoon,
        rollen_van(register.soort),
        opgave.sneltoets,
    )


OVERAL: tuple[tuple[str, Any], ...] = (
    ("N", _("Nieuw vastleggen")),
    ("Z", _("Zoeken")),
    ("H", _("Hulp")),
)
"""Keys that stand in pages, not in the menu."""


def toetsen_voor(rollen: frozenset[str]) -> list[tuple[str, str]]:
    """Every key with what it does, for these roles."""
    eigen = [(punt.sneltoets, punt.label) for punt in menu() if punt.sneltoets and punt.rollen & rollen]
    return [(letter, str(wat)) for letter, wat in (*eigen, *OVERAL)]


def menu_voor(rollen: frozenset[str], *, pad: str) -> list[Menuregel]:
    """The entries that these roles see, the one that `pad` lies in marked as active."""
    regels = [(reverse(punt.route), punt) for punt in menu() if punt.rollen & rollen]
    actief = max((url for url, _punt in regels if pad.startswith(url)), key=len, default="")

    def staat(url: str) -> str:
        if url != actief:
            return ""
        return "page" if url == pad else "true"

    return [Menuregel(url, str(punt.label), punt.icoon, staat(url), punt.sneltoets) for url, punt in regels]
