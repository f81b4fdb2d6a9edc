"""Drafts: made, grown and thrown away by their owner alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from zaken.models import Concept, Datasleutel, Zaak
from zaken.toegang import eis_registreren

from .databank import eis_huidige, roep

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker


@transaction.atomic
def begin_concept(*, soort: Zaak.Soort, door: Gebruiker, inhoud: dict[str, Any] | None = None) -> Concept:
    """A new draft with its own data key: empty, or with `inhoud` in it already."""
    eis_registreren(door, soort)
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    concept = Concept(
        id=uuid4(),
        eigenaar=door,
        soort=soort,
        sleutel=sleutel,
        gewijzigd_op=timezone.now(),
        inhoud=inhoud or {"_": ""},
    )
    concept.save(force_insert=True)
    return concept


@transaction.atomic
def bewaar_concept(
    *, concept_id: UUID, velden: dict[str, Any], volgnummer: int, door: Gebruiker
) -> Concept | None:
    """Merge `velden` into the draft; None when it is gone. A late save (lower `volgnummer`) changes nothing."""
    concept: Concept | None = (
        Concept.objects.van(door)
        .select_related("sleutel")
        .select_for_update(of=("self",))
        .filter(pk=concept_id)
        .first()
    )
    if concept is None:
        return None
    if volgnummer > concept.volgnummer:
        concept.inhoud = concept.inhoud | velden
        concept.volgnummer = volgnummer
        concept.gewijzigd_op = timezone.now()
        concept.save(update_fields=["inhoud", "volgnummer", "gewijzigd_op"])
    return concept


@transaction.atomic
def verwijder_concept(*, concept_id: UUID, door: Gebruiker) -> bool:
    """Throw a draft of `door` and its key away; False when it was not there."""
    eis_huidige(door)
    return bool(roep("verwijder_concept", concept_id))
