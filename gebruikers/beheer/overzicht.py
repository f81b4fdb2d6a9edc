"""What the beheerder reads: accounts with their roles and teams, put together from the checked functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gebruikers import queries
from gebruikers.models import Gebruiker, Team
from gebruikers.rollen import Rol, botsingen
from gebruikers.volgorde import kaal, op_naam


def open_uitnodiging() -> Q:
    """Accounts without a password yet; where passwords are not ours, accounts that never signed in."""
    if settings.LOKALE_WACHTWOORDEN:
        return Q(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return Q(is_active=True, last_login__isnull=True)


@dataclass(frozen=True)
class Beheerbeeld:
    """Roles per user id and names of active memberships, read once per request."""

    rollen: Mapping[int, frozenset[str]]
    leden: tuple[queries.Lid, ...]
    teamnamen: Mapping[int, str]

    @classmethod
    def lees(cls) -> Beheerbeeld:
        """For the current user, who sees this only as a beheerder."""
        return cls(
            rollen=queries.rollen_overzicht(),
            leden=tuple(queries.leden_overzicht()),
            teamnamen=dict(Team.objects.values_list("pk", "naam")),
        )

    def rolnamen(self, gebruiker_id: int) -> list[str]:
        """Labels of the roles of one user, in the order of `Rol`."""
        eigen = self.rollen.get(gebruiker_id, frozenset())
        return [str(rol.label) for rol in Rol if rol in eigen]

    def teams_van(self, gebruiker_id: int) -> list[tuple[int, str, bool]]:
        """Id, name and whether this user leads it, of each team."""
        return [
            (lid.team_id, self.teamnamen[lid.team_id], lid.is_teamleider)
            for lid in self.leden
            if lid.gebruiker_id == gebruiker_id
        ]

    def leden_van(self, team_id: int) -> dict[int, queries.Lid]:
        """Memberships of one team per user id."""
        return {lid.gebruiker_id: lid for lid in self.leden if lid.team_id == team_id}


def staat(gebruiker: Gebruiker) -> tuple[str, str]:
    """The state of an account in words, and its tone."""
    if not gebruiker.is_active:
        return _("Niet actief"), ""
    if not (gebruiker.has_usable_password() if settings.LOKALE_WACHTWOORDEN else gebruiker.last_login):
        return _("Uitnodiging open"), "warn"
    return _("Actief"), "ok"


def gefilterd(*, q: str, staat: str, rol: str, rollen: Mapping[int, frozenset[str]]) -> list[Gebruiker]:
    """Accounts by name. `q`: part of a name or address; `rol`: a role or `geen`; `staat`: as the filter form has it."""
    gebruikers = Gebruiker.objects.order_by("pk")
    if staat == "uitgenodigd":
        gebruikers = gebruikers.filter(open_uitnodiging())
    elif staat == "actief":
        gebruikers = gebruikers.filter(~open_uitnodiging(), is_active=True)
    elif staat == "niet_actief":
        gebruikers = gebruikers.filter(is_active=False)
    if rol == "geen":
        gebruikers = gebruikers.exclude(pk__in=list(rollen))
    elif rol:
        gebruikers = gebruikers.filter(pk__in=[pk for pk, eigen in rollen.items() if rol in eigen])
    woord = kaal(q)
    return op_naam(een for een in gebruikers if woord in kaal(een.naam) or woord in kaal(een.email))


def zonder_rol(rollen: Mapping[int, frozenset[str]]) -> list[Gebruiker]:
    """Active accounts that can do nothing yet, by name."""
    return op_naam(Gebruiker.objects.filter(is_active=True).exclude(pk__in=list(rollen)).order_by("pk"))


def botsing_in_woorden(rollen: Iterable[str]) -> list[str]:
    """Each two of these roles that do not go together since a later rule, as "X en Y"."""
    return [
        _("%(een)s en %(ander)s") % {"een": een.label, "ander": ander.label}
        for een, ander in botsingen(rollen)
    ]


def met_botsing(rollen: Mapping[int, frozenset[str]]) -> list[tuple[Gebruiker, list[str]]]:
    """Active accounts with roles that do not go together, by name: they had them before the rule."""
    botsend = {pk: woorden for pk, eigen in rollen.items() if (woorden := botsing_in_woorden(eigen))}
    gebruikers = Gebruiker.objects.filter(pk__in=botsend, is_active=True).order_by("pk")
    return [(gebruiker, botsend[gebruiker.pk]) for gebruiker in op_naam(gebruikers)]


def is_van_deze_maand(moment: datetime | None, *, vandaag: date) -> bool:
    """Whether something was done in the month of `vandaag`, in local time."""
    if moment is None:
        return False
    dag = localdate(moment)
    return (dag.year, dag.month) == (vandaag.year, vandaag.month)


def niet_nagelopen(
    standen: Iterable[queries.Herzieningsstand], *, vandaag: date
) -> list[queries.Herzieningsstand]:
    """The teams whose grants nobody went through this month."""
    return [stand for stand in standen if not is_van_deze_maand(stand.laatste, vandaag=vandaag)]


def zonder_leden(leden: tuple[queries.Lid, ...]) -> list[Team]:
    """Active teams in which nobody can sign in: their zaken would lie still."""
    actief = set(Gebruiker.objects.filter(is_active=True).values_list("pk", flat=True))
    bemand = {lid.team_id for lid in leden if lid.gebruiker_id in actief}
    return list(Team.objects.filter(is_actief=True).exclude(pk__in=bemand))
