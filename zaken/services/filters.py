"""Keeping filters of a list: for oneself, or for a team that one is a member of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from gebruikers.geheim import Doel, versleutel
from zaken.models import Bewaardfilter, Standaardfilter

from .databank import NietMogelijk

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker, Team

HOOGSTENS = 25
"""Own filters per register: more is no choice but a list to search in."""


def filters_van(gebruiker: Gebruiker, soort: str) -> list[Bewaardfilter]:
    """What `gebruiker` may use: own ones and those of the own teams, by name; each with `is_standaard`. One query."""
    standaard = Standaardfilter.objects.filter(gebruiker_id=gebruiker.pk, filter_id=OuterRef("pk"))
    gevonden = (
        Bewaardfilter.objects.filter(
            Q(eigenaar_id=gebruiker.pk) | Q(team_id__in=gebruiker.teams), soort=soort
        )
        .select_related("eigenaar", "team")
        .annotate(is_standaard=Exists(standaard))
    )
    return sorted(gevonden, key=lambda filter_: (filter_.naam.casefold(), filter_.pk))


def filter_met(pk: UUID, *, soort: str, gebruiker: Gebruiker) -> Bewaardfilter | None:
    """One that `gebruiker` may use; None for any other, existing or not."""
    return next((filter_ for filter_ in filters_van(gebruiker, soort) if filter_.pk == pk), None)


@transaction.atomic
def bewaar(
    *, soort: str, naam: str, criteria: Mapping[str, list[str]], team: Team | None, door: Gebruiker
) -> Bewaardfilter:
    """Keep checked criteria.

    Raises `NietMogelijk` for one too many, `ValidationError` for a name that is there already, `PermissionDenied` for a
    team of others.
    """
    _eis_eigen_team(team, door)
    if Bewaardfilter.objects.filter(eigenaar_id=door.pk, soort=soort).count() >= HOOGSTENS:
        raise NietMogelijk(
            _("U hebt al %(aantal)s filters bewaard. Verwijder er eerst een.") % {"aantal": HOOGSTENS}
        )
    _eis_nieuwe_naam(naam, soort, door)
    filter_ = Bewaardfilter(eigenaar=door, soort=soort, criteria=dict(criteria), team=team)
    filter_.naam_versleuteld = versleutel(naam, doel=Doel.FILTERNAAM)
    filter_.save(force_insert=True)
    return filter_


@transaction.atomic
def wijzig(*, filter_: Bewaardfilter, naam: str, team: Team | None, door: Gebruiker) -> None:
    """Another name or another team; only by its owner. Raises `ValidationError` as `bewaar`."""
    _eis_eigenaar(filter_, door)
    _eis_eigen_team(team, door)
    _eis_nieuwe_naam(naam, filter_.soort, door, behalve=filter_.pk)
    filter_.naam_versleuteld, filter_.team = versleutel(naam, doel=Doel.FILTERNAAM), team
    filter_.save(update_fields=["naam_versleuteld", "team"])


@transaction.atomic
def verwijder(*, filter_: Bewaardfilter, door: Gebruiker) -> None:
    """Also for the team it was shared with; only by its owner."""
    _eis_eigenaar(filter_, door)
    Bewaardfilter.objects.filter(pk=filter_.pk).delete()


@transaction.atomic
def zet_standaard(*, soort: str, filter_: Bewaardfilter | None, door: Gebruiker) -> None:
    """The list of `door` opens with this filter from now on; None: with everything."""
    Standaardfilter.objects.filter(gebruiker_id=door.pk, soort=soort).delete()
    if filter_ is not None:
        Standaardfilter(gebruiker=door, soort=soort, filter=filter_).save(force_insert=True)


def _eis_nieuwe_naam(naam: str, soort: str, door: Gebruiker, *, behalve: UUID | None = None) -> None:
    """Among those that `door` chooses from; capitals make no other name."""
    anders = (filter_ for filter_ in filters_van(door, soort) if filter_.pk != behalve)
    if naam.casefold() in {filter_.naam.casefold() for filter_ in anders}:
        raise ValidationError({"naam": [_("Deze naam bestaat al. Kies een andere naam.")]})


def _eis_eigenaar(filter_: Bewaardfilter, door: Gebruiker) -> None:
    if filter_.eigenaar_id != door.pk:
        raise PermissionDenied("filter van een ander")


def _eis_eigen_team(team: Team | None, door: Gebruiker) -> None:
    if team is not None and team.pk not in door.teams:
        raise PermissionDenied("team van een ander")
