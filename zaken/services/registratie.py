"""Opening a zaak: number, key, first grants, search tokens, in one transaction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gebruikers.models import Team
from logboek import events as logboek
from zaken import toegang
from zaken.models import Concept, Datasleutel, Toekenning, Zaak
from zaken.zoeken import zet_zoektokens

from .databank import NietMogelijk, cijfer, roep

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker


def intaketeam(soort: Zaak.Soort) -> Team:
    """The desk that new zaken of this kind land at; raises `NietMogelijk` when the beheerder has none active."""
    bureau = toegang.BELEID[soort].bureau
    team = Team.objects.filter(soort=bureau, is_actief=True).order_by("id").first()
    if team is None:
        raise NietMogelijk(_("Er is geen actief intaketeam. Vraag de beheerder om er een te maken."))
    return team


def eerste_eigenaar(soort: Zaak.Soort, *, door: Gebruiker) -> Team | None:
    """The team that owns a new zaak: the desk, or for a kind without one the first team of handlers of `door`."""
    if toegang.BELEID[soort].bureau is not None:
        return intaketeam(soort)
    eigen = Team.objects.filter(pk__in=door.teams, soort=toegang.EIGENAAR_NA_TOEWIJZING, is_actief=True)
    return eigen.order_by("id").first()


@transaction.atomic
def open_zaak(
    *,
    soort: Zaak.Soort,
    ontvangen_defensie: date,
    onderwerp: str,
    door: Gebruiker,
    concept: Concept | None = None,
) -> Zaak:
    """Register a zaak of `soort` and give it with its zaaknummer; `concept`, when given, dies and leaves its key.

    The registrar and the desk of its kind (`eerste_eigenaar`) see it. Raises `PermissionDenied`.
    """
    toegang.eis_registreren(door, soort)
    sleutel = concept.sleutel if concept else _nieuwe_sleutel()
    zaak = Zaak(
        id=uuid4(),
        soort=soort,
        sleutel=sleutel,
        ontvangen_defensie=ontvangen_defensie,
        datum_registratie=timezone.now(),
        team=eerste_eigenaar(soort, door=door),
        aangemaakt_door=door,
        gebruikers=[door.pk],
    )
    zaak.onderwerp = onderwerp
    toekenning = Toekenning(id=uuid4(), content_object=zaak)
    zaak.zaaknummer = roep(
        "open_zaak",
        zaak.pk,
        soort.value,
        sleutel.pk,
        ontvangen_defensie,
        cijfer(zaak, "onderwerp", onderwerp),
        zaak.team_id,
        toekenning.pk,
        cijfer(toekenning, "reden", _("Geregistreerd")),
        concept.pk if concept else None,
    )
    zaak._state.adding = False
    zet_zoektokens(zaak, onderwerp)
    logboek.geregistreerd(zaak_id=zaak.pk, door=door, zaaknummer=zaak.zaaknummer)
    return zaak


def _nieuwe_sleutel() -> Datasleutel:
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    return sleutel
