"""The roles of the application. A role says which actions are possible; only a grant shows a zaak."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rol(models.TextChoices):
    ADVISEUR = "adviseur", _("COID-adviseur")
    ONDERZOEKER = "onderzoeker", _("COID-onderzoeker")
    INTAKE = "intake", _("Intake")
    KLACHTSECRETARIS = "klachtsecretaris", _("Klachtsecretaris")
    CKP = "ckp", _("CKP-medewerker")
    MISSTANDEN = "misstanden", _("Behandelaar misstanden")
    VERTROUWENSPERSOON = "vertrouwenspersoon", _("Vertrouwenspersoon")
    COORDINATOR = "coordinator", _("Coördinator vertrouwenspersonen")
    BELEID = "beleid", _("Beleidsmedewerker")
    BEHEERDER = "beheerder", _("Functioneel beheerder")
    PRIVACY = "privacy", _("Privacy officer")
    ARCHIVARIS = "archivaris", _("Archivaris")
    AUDITOR = "auditor", _("Auditor")


ZAAKROLLEN = frozenset(
    {Rol.ADVISEUR, Rol.ONDERZOEKER, Rol.INTAKE, Rol.KLACHTSECRETARIS, Rol.CKP, Rol.MISSTANDEN}
)
"""Roles that can hold a grant on a zaak at all."""

NOODROLLEN = frozenset({Rol.AUDITOR, Rol.PRIVACY})
"""Roles that may open a zaak by noodtoegang, and review that of another."""

UITLEG = {
    Rol.ADVISEUR: _("Legt meldingen vast, adviseert en behandelt."),
    Rol.ONDERZOEKER: _("Doet integriteitsonderzoek in zaken die gedeeld zijn."),
    Rol.INTAKE: _("Neemt meldingen aan en wijst ze toe."),
    Rol.KLACHTSECRETARIS: _("Behandelt klachten voor de commissie."),
    Rol.CKP: _("Neemt klachten aan bij het Centraal Klachtencoördinatiepunt."),
    Rol.MISSTANDEN: _("Behandelt vermoedens van misstanden."),
    Rol.VERTROUWENSPERSOON: _("Legt eigen casussen vast. Niemand anders ziet die."),
    Rol.COORDINATOR: _("Ziet aantallen van casussen, nooit een casus."),
    Rol.BELEID: _("Ziet jaarcijfers, nooit een zaak."),
    Rol.BEHEERDER: _("Beheert gebruikers, teams en codelijsten. Ziet geen zaken."),
    Rol.PRIVACY: _("Ziet toe op persoonsgegevens en op noodtoegang."),
    Rol.ARCHIVARIS: _("Gaat over bewaren en vernietigen."),
    Rol.AUDITOR: _("Leest het logboek en ziet toe op noodtoegang."),
}
"""What a role is for, in one sentence, beside its checkbox."""

ONVERENIGBAAR: dict[Rol, frozenset[Rol]] = {
    Rol.BEHEERDER: ZAAKROLLEN | {Rol.VERTROUWENSPERSOON, Rol.PRIVACY, Rol.ARCHIVARIS, Rol.AUDITOR},
    Rol.AUDITOR: ZAAKROLLEN | {Rol.VERTROUWENSPERSOON},
    Rol.PRIVACY: ZAAKROLLEN | {Rol.VERTROUWENSPERSOON},
    Rol.VERTROUWENSPERSOON: ZAAKROLLEN | {Rol.COORDINATOR, Rol.BELEID},
}
"""Roles that one person cannot have together: who manages does not read, who checks does not handle, casussen and
zaken do not meet in one person, and who fills the counts of casussen does not read them. The database says the
same (`app.rollen_gaan_samen`)."""


def botsingen(rollen: Iterable[str]) -> list[tuple[Rol, Rol]]:
    """Every two of `rollen` that one person cannot have together."""
    gekozen = {Rol(rol) for rol in rollen}
    return [
        (rol, ander)
        for rol, andere in ONVERENIGBAAR.items()
        if rol in gekozen
        for ander in sorted(gekozen & andere)
    ]


def botsing(rollen: Iterable[str]) -> tuple[Rol, Rol] | None:
    """The first of `botsingen`, or None."""
    return next(iter(botsingen(rollen)), None)
