"""Changing a closed zaak: only with a reason, which stands with the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from logboek import events as logboek
from zaken import zoeken
from zaken.models import Notitie, Zaak

from .databank import roep

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

REDEN = "reden_na_sluiting"
"""The field of the screen that asks for it."""


def is_ten_einde(zaak: Zaak, *, door: Gebruiker) -> bool:
    """Whether `zaak` is at its end now; it is held until the end of the transaction. Raises `Zaak.DoesNotExist`."""
    Zaak.objects.zichtbaar_voor(door).select_for_update(of=("self",), no_key=True).get(pk=zaak.pk)
    return bool(roep("is_gesloten", zaak.pk))


def eis_reden(zaak: Zaak, *, reden: str, door: Gebruiker) -> None:
    """Keep why `door` changes a locked zaak that is closed; nothing for one that is open.

    Raises `ValidationError` without a reason. The database asks the same in `app.gesloten_vraagt_reden`.
    """
    if not roep("is_gesloten", zaak.pk):
        return
    if not reden.strip():
        raise ValidationError({REDEN: [_("Schrijf waarom u dit na het sluiten nog wijzigt.")]})
    notitie = Notitie(id=uuid4(), zaak=zaak, door=door, op=timezone.now(), tekst=reden, na_sluiting=True)
    notitie.save(force_insert=True)
    zoeken.voeg_toe(zaak, reden)
    logboek.notitie_toegevoegd(zaak_id=zaak.pk, door=door, notitie=notitie.pk)
