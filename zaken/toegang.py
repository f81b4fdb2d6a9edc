"""Who may see and do what with a zaak: the whole policy on one page.

Seeing: an active account with a zaakrol sees a zaak when its team owns the zaak and the zaak is not sealed, or when
a running personal grant says so; and never when it is excluded. The role says which actions are possible then.
The same definition stands, as row level security, in the migrations `zaken/0002_toegang` and `0007_aanscherping`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, Q, When
from django.db.models.expressions import RawSQL

from gebruikers.rollen import ZAAKROLLEN, Rol

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

    from .models import Zaak


class Recht(StrEnum):
    """What can be asked of somebody who sees the zaak."""

    INTAKE = "intake"
    WIJZIGEN = "wijzigen"
    BEHANDELEN = "behandelen"
    TOEWIJZEN = "toewijzen"
    DELEN = "delen"
    UITSLUITEN = "uitsluiten"
    NOTEREN = "noteren"
    ANNULEREN = "annuleren"
    HEROPENEN = "heropenen"


def voorwaarde(gebruiker: Gebruiker) -> Q:
    """The first wall's condition. The database refuses its functions for anybody but the user of the transaction."""
    heeft_zaakrol = Q() if gebruiker.rollen & ZAAKROLLEN else Q(pk__in=[])
    toegekend = Q(pk__in=RawSQL("SELECT app.zaken_van(%s)", [gebruiker.pk]))
    van_team = Q(team_id__in=gebruiker.teams, verzegeld=False)
    uitgesloten = Q(pk__in=RawSQL("SELECT app.uitsluitingen_van(%s)", [gebruiker.pk]))
    return heeft_zaakrol & (toegekend | van_team) & ~uitgesloten


def mag_zien(gebruiker: Gebruiker) -> Case:
    """`voorwaarde`, opaque to the planner: row security drives the query, this verifies each row.

    In the open form both walls multiply their estimates and the planner picks nested loops.
    """
    return Case(When(voorwaarde(gebruiker), then=True), default=False, output_field=BooleanField())


REGISTREERT: dict[str, frozenset[Rol]] = {
    "melding": frozenset({Rol.ADVISEUR, Rol.INTAKE}),
}
"""Per kind of zaak: the roles that may start a new one."""


def mag_registreren(gebruiker: Gebruiker, soort: str = "melding") -> bool:
    """Who may start a new zaak of this kind."""
    return bool(gebruiker.rollen & REGISTREERT.get(soort, frozenset()))


def eis_registreren(gebruiker: Gebruiker, soort: str = "melding") -> None:
    """Raise `PermissionDenied` unless `mag_registreren`."""
    if not mag_registreren(gebruiker, soort):
        raise PermissionDenied("registreren")


def mag(gebruiker: Gebruiker, recht: Recht, zaak: Zaak) -> bool:
    """Whether `gebruiker`, who sees `zaak`, may do `recht`. An annulled zaak takes no action at all."""
    if zaak.is_geannuleerd or not gebruiker.rollen & ZAAKROLLEN:
        return False
    is_behandelaar = zaak.behandelaar_id == gebruiker.pk
    in_team = zaak.team_id in gebruiker.teams and not zaak.verzegeld
    is_intake = gebruiker.heeft_rol(Rol.INTAKE) and (in_team or zaak.behandelaar_id is None)
    neemt_op = gebruiker.heeft_rol(Rol.ADVISEUR) and zaak.behandelaar_id is None
    van_team = in_team and gebruiker.heeft_rol(Rol.ADVISEUR)
    behandelt = is_behandelaar or van_team
    match recht:
        case Recht.NOTEREN:
            return True
        case Recht.BEHANDELEN:
            return behandelt
        case Recht.INTAKE | Recht.TOEWIJZEN | Recht.WIJZIGEN | Recht.DELEN | Recht.UITSLUITEN:
            return is_intake or neemt_op or behandelt
        case Recht.ANNULEREN:
            vergiste_zich = zaak.aangemaakt_door_id == gebruiker.pk and zaak.behandelaar_id is None
            return is_intake or behandelt or vergiste_zich
        case Recht.HEROPENEN:
            return gebruiker.heeft_rol(Rol.ADVISEUR, Rol.INTAKE)


def eis(gebruiker: Gebruiker, recht: Recht, zaak: Zaak) -> None:
    """Raise `PermissionDenied` (403: seen, but not permitted) unless `mag`."""
    if not mag(gebruiker, recht, zaak):
        raise PermissionDenied(recht.value)
