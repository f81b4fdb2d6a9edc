"""Notes, persons, annulling: what hangs under a zaak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from logboek import events as logboek
from zaken.models import Notitie, Persoon, Statuswijziging, Zaak
from zaken.toegang import Recht, eis

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker


@transaction.atomic
def voeg_notitie_toe(*, zaak: Zaak, tekst: str, door: Gebruiker) -> Notitie:
    """Append a note; notes are never changed, a correction is a new note."""
    eis(door, Recht.NOTEREN, zaak)
    notitie = Notitie(id=uuid4(), zaak=zaak, door=door, op=timezone.now(), tekst=tekst)
    notitie.save(force_insert=True)
    logboek.notitie_toegevoegd(zaak_id=zaak.pk, door=door, notitie=notitie.pk)
    return notitie


@transaction.atomic
def voeg_persoon_toe(*, zaak: Zaak, rol: Persoon.Rol, gegevens: dict[str, Any], door: Gebruiker) -> Persoon:
    """Add somebody in a role; `gegevens` are the other fields of `Persoon`."""
    eis(door, Recht.WIJZIGEN, zaak)
    hoogste = Persoon.objects.van(zaak).filter(rol=rol).aggregate(hoogste=Max("volgnummer"))["hoogste"]
    persoon = Persoon(id=uuid4(), zaak=zaak, rol=rol, volgnummer=(hoogste or 0) + 1, **gegevens)
    persoon.save(force_insert=True)
    logboek.persoon_toegevoegd(zaak_id=zaak.pk, door=door, persoon=persoon.pk)
    return persoon


@transaction.atomic
def wijzig_persoon(*, persoon: Persoon, gegevens: dict[str, Any], door: Gebruiker) -> None:
    """Change named fields of a person; the role and number stay."""
    eis(door, Recht.WIJZIGEN, persoon.zaak)
    for veld, waarde in gegevens.items():
        setattr(persoon, veld, waarde)
    persoon.save(update_fields=list(gegevens))
    logboek.persoon_gewijzigd(zaak_id=persoon.zaak_id, door=door, persoon=persoon.pk)


@transaction.atomic
def verwijder_persoon(*, persoon: Persoon, door: Gebruiker) -> None:
    """Remove somebody who was entered by mistake."""
    eis(door, Recht.WIJZIGEN, persoon.zaak)
    logboek.persoon_verwijderd(zaak_id=persoon.zaak_id, door=door, persoon=persoon.pk)
    Persoon.objects.van(persoon.zaak).filter(pk=persoon.pk).delete()


@transaction.atomic
def annuleer(*, zaak: Zaak, reden: str, door: Gebruiker) -> None:
    """Undo a mistaken registration: the number stays, annulled; the zaak counts nowhere and takes no action."""
    eis(door, Recht.ANNULEREN, zaak)
    zaak.geannuleerd_op = timezone.now()
    zaak.geannuleerd_door = door
    zaak.geannuleerd_reden = reden
    zaak.eerste_termijn = None
    zaak.versie = F("versie") + 1
    zaak.save(update_fields=["geannuleerd_op", "geannuleerd_door", "geannuleerd_reden", "eerste_termijn", "versie"])
    logboek.geannuleerd(zaak_id=zaak.pk, door=door)


def noteer_statuswijziging(*, zaak: Zaak, van: str, naar: str, toelichting: str, door: Gebruiker) -> UUID:
    """Keep one step with its encrypted explanation; returns the id that the log may hold."""
    wijziging = Statuswijziging(
        id=uuid4(), zaak=zaak, van=van, naar=naar, toelichting=toelichting, door=door, op=timezone.now()
    )
    wijziging.save(force_insert=True)
    logboek.status_gewijzigd(zaak_id=zaak.pk, door=door, wijziging=wijziging.pk, van=van, naar=naar)
    return wijziging.pk
