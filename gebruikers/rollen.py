"""The roles of the application (domain §1). A role says which actions are possible; only a grant shows a zaak."""

from __future__ import annotations

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
