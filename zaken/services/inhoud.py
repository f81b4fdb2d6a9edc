"""Notes, persons, annulling: what hangs under a zaak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from logboek import events as logboek
from zaken import zoeken
from zaken.models import Notitie, Persoon, Statuswijziging, Zaak, Zaakrij
from zaken.register import register_van
from zaken.register.controles import persoonfouten
from zaken.toegang import Recht, eis
from zaken.zoeken import personen as personenzoeken

from .databank import NietMogelijk, in_woorden, roep
from .nasluiting import eis_reden

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker


@dataclass(frozen=True)
class Persoonsgegevens:
    """One person of an intake: the role and the other fields of `Persoon`."""

    rol: Persoon.Rol
    velden: dict[str, Any] = field(default_factory=dict)


def eenmalig(zaak: Zaak, inzending: UUID | None, *, door: Gebruiker) -> UUID:
    """The key of what one form adds: the same when `door` sends it twice; a random one without `inzending`."""
    return uuid5(zaak.pk, f"{door.pk} {inzending}") if inzending else uuid4()


def is_zo(rij: Persoon | Zaakrij, gegevens: Mapping[str, Any]) -> bool:
    """Whether these fields of `rij` hold this already."""
    return all(getattr(rij, veld) == waarde for veld, waarde in gegevens.items())


def vergrendeld(zaak: Zaak, *, door: Gebruiker) -> Zaak:
    """The zaak as it stands now, its row locked until the end of the transaction."""
    return cast(
        Zaak, Zaak.objects.zichtbaar_voor(door).select_for_update(of=("self",), no_key=True).get(pk=zaak.pk)
    )


@transaction.atomic
def voeg_notitie_toe(*, zaak: Zaak, tekst: str, door: Gebruiker, inzending: UUID | None = None) -> Notitie:
    """Append a note; notes are never changed, a correction is a new note.

    With `inzending`, made when the form was shown, sending the form twice keeps one note.
    """
    eis(door, Recht.NOTEREN, vergrendeld(zaak, door=door))
    pk = eenmalig(zaak, inzending, door=door)
    if inzending and (eerder := Notitie.objects.van(zaak).filter(pk=pk).first()):
        return cast(Notitie, eerder)
    notitie = Notitie(id=pk, zaak=zaak, door=door, op=timezone.now(), tekst=tekst)
    notitie.save(force_insert=True)
    zoeken.voeg_toe(zaak, tekst)
    logboek.notitie_toegevoegd(zaak_id=zaak.pk, door=door, notitie=notitie.pk)
    return notitie


def vergrendelde_persoon(zaak: Zaak, pk: UUID, *, door: Gebruiker) -> Persoon | None:
    """Somebody in the zaak as it stands now, both rows locked, the zaak first; None when there is no such person."""
    vergrendeld(zaak, door=door)
    persoon: Persoon | None = Persoon.objects.van(zaak).select_for_update(of=("self",)).filter(pk=pk).first()
    if persoon is not None:
        persoon.zaak = zaak
    return persoon


@transaction.atomic
def voeg_persoon_toe(
    *,
    zaak: Zaak,
    rol: Persoon.Rol,
    gegevens: dict[str, Any],
    door: Gebruiker,
    reden: str = "",
    inzending: UUID | None = None,
) -> Persoon:
    """Add somebody in a role; `gegevens` are the other fields of `Persoon`.

    With `inzending`, the key of the form, sending the form twice keeps one.
    `reden`, here and below: why, asked when the zaak is closed.
    Raises `ValidationError` per field for what contradicts the role (`register.controles.persoonfouten`).
    """
    nu = vergrendeld(zaak, door=door)
    eis(door, Recht.WIJZIGEN, nu)
    if inzending and (eerder := toegevoegde_persoon(zaak, inzending, door=door)):
        return eerder
    _eis_kloppend(nu, rol, gegevens)
    eis_reden(zaak, reden=reden, door=door)
    hoogste = Persoon.objects.van(zaak).filter(rol=rol).aggregate(hoogste=Max("volgnummer"))["hoogste"]
    pk = eenmalig(zaak, inzending, door=door)
    persoon = Persoon(id=pk, zaak=zaak, rol=rol, volgnummer=(hoogste or 0) + 1, **gegevens)
    persoon.save(force_insert=True)
    personenzoeken.werk_bij(persoon)
    logboek.persoon_toegevoegd(zaak_id=zaak.pk, door=door, persoon=persoon.pk)
    return persoon


def toegevoegde_persoon(zaak: Zaak, inzending: UUID, *, door: Gebruiker) -> Persoon | None:
    """Whom `door` added with the form that carried this key, if it was sent and they are still there."""
    persoon: Persoon | None = (
        Persoon.objects.van(zaak).filter(pk=eenmalig(zaak, inzending, door=door)).first()
    )
    if persoon is not None:
        persoon.zaak = zaak
    return persoon


@transaction.atomic
def wijzig_persoon(
    *, zaak: Zaak, persoon_id: UUID, gegevens: dict[str, Any], door: Gebruiker, reden: str = ""
) -> None:
    """Change named fields of a person; the role and number stay.

    Raises as `voeg_persoon_toe`, and `Persoon.DoesNotExist`.
    """
    nu = vergrendeld(zaak, door=door)
    eis(door, Recht.WIJZIGEN, nu)
    persoon = _persoon(zaak, persoon_id, door=door)
    _eis_kloppend(nu, Persoon.Rol(persoon.rol), gegevens)
    eis_reden(zaak, reden=reden, door=door)
    for veld, waarde in gegevens.items():
        setattr(persoon, veld, waarde)
    persoon.save(update_fields=list(gegevens))
    personenzoeken.werk_bij(persoon)
    logboek.persoon_gewijzigd(zaak_id=zaak.pk, door=door, persoon=persoon.pk)


@transaction.atomic
def verwijder_persoon(*, zaak: Zaak, persoon_id: UUID, door: Gebruiker, reden: str = "") -> None:
    """Remove somebody who was entered by mistake; raises `Persoon.DoesNotExist` when that was done already.

    Raises `NietMogelijk` while a row of the register is about this person (`Rijopgave.betrokkene`).
    """
    eis(door, Recht.WIJZIGEN, vergrendeld(zaak, door=door))
    persoon = _persoon(zaak, persoon_id, door=door)
    _eis_niet_genoemd(zaak, persoon)
    eis_reden(zaak, reden=reden, door=door)
    logboek.persoon_verwijderd(zaak_id=zaak.pk, door=door, persoon=persoon.pk)
    Persoon.objects.van(zaak).filter(pk=persoon.pk).delete()


def _persoon(zaak: Zaak, pk: UUID, *, door: Gebruiker) -> Persoon:
    if (persoon := vergrendelde_persoon(zaak, pk, door=door)) is None:
        raise Persoon.DoesNotExist
    return persoon


def _eis_niet_genoemd(zaak: Zaak, persoon: Persoon) -> None:
    if persoon.rol != Persoon.Rol.BETROKKENE:
        return
    for opgave in register_van(zaak.soort).rijen:
        if not opgave.betrokkene:
            continue
        rijen_over = opgave.model.objects.van(zaak).filter(**{opgave.betrokkene: persoon.volgnummer})
        if (rij := rijen_over.first()) is not None:
            naam = f"{opgave.naam} {rij.volgnummer}"
            raise NietMogelijk(
                _("%(rij)s gaat over deze persoon. Wijzig of verwijder eerst die rij.") % {"rij": naam}
            )


def _eis_kloppend(zaak: Zaak, rol: Persoon.Rol, gegevens: dict[str, Any]) -> None:
    if fouten := persoonfouten(register_van(zaak.soort), zaak.anonimiteit, rol, gegevens):
        raise ValidationError({veld: [fout] for veld, fout in fouten.items()})


@transaction.atomic
def annuleer(*, zaak: Zaak, reden: str, door: Gebruiker) -> None:
    """Undo a mistaken registration: the number stays, annulled; the zaak counts nowhere and takes no action.

    Came it from another register, then the zaak there goes on where it was, whether `door` sees that one or not; so
    does what was merged into it and `door` does not see. Raises `NietMogelijk` when one that `door` does see was merged
    into this one, or this one went to another register: of those exactly one counts.
    """
    eis(door, Recht.ANNULEREN, vergrendeld(zaak, door=door))
    if Zaak.objects.zichtbaar_voor(door).filter(samengevoegd_met_id=zaak.pk, geannuleerd_op=None).exists():
        raise NietMogelijk(_("Een andere zaak is hiermee samengevoegd. Daarom kunt u deze niet annuleren."))
    if roep("is_doorgeleid", zaak.pk):
        raise NietMogelijk(
            _(
                "Deze zaak is doorgeleid naar een ander register. Annuleer eerst de zaak daar, dan komt deze terug."
            )
        )
    oude_id: UUID | None = roep("open_terugweg", zaak.pk)
    zaak.geannuleerd_op = timezone.now()
    zaak.geannuleerd_door = door
    zaak.geannuleerd_reden = reden
    zaak.eerste_termijn = None
    zaak.versie = F("versie") + 1
    velden = ["geannuleerd_op", "geannuleerd_door", "geannuleerd_reden", "eerste_termijn", "versie"]
    with in_woorden():
        zaak.save(
            update_fields=velden
        )  # and what `door` does not see goes back (`app.annuleren_laat_niets_los`)
    zoeken.voeg_toe(zaak, reden)
    logboek.geannuleerd(zaak_id=zaak.pk, door=door)
    if oude_id is not None:
        from .doorgeleiden import zet_terug  # it stands on this module

        zet_terug(zaak_id=zaak.pk, oude_id=oude_id, reden=reden, door=door)


def noteer_statuswijziging(*, zaak: Zaak, van: str, naar: str, toelichting: str, door: Gebruiker) -> UUID:
    """Keep one step with its encrypted explanation; returns the id that the log may hold."""
    wijziging = Statuswijziging(
        id=uuid4(), zaak=zaak, van=van, naar=naar, toelichting=toelichting, door=door, op=timezone.now()
    )
    wijziging.save(force_insert=True)
    zoeken.voeg_toe(zaak, toelichting)
    logboek.status_gewijzigd(zaak_id=zaak.pk, door=door, wijziging=wijziging.pk, van=van, naar=naar)
    return wijziging.pk
