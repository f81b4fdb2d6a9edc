"""Rows of a register under a zaak: add, change, remove. Lock, right, law, named save, terms, log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from logboek import events as logboek
from zaken import zoeken
from zaken.models import Persoon, Zaak, Zaakrij
from zaken.register.controles import volgordefouten
from zaken.toegang import Recht, eis
from zaken.zoeken import teksten as zoekteksten

from .databank import NietMogelijk, op_volgorde
from .inhoud import eenmalig
from .nasluiting import eis_reden
from .wijzigen import gekozen_codes, haal_voor_wijziging, stand_van, ververs_termijnen

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from zaken.register import Register
    from zaken.register.rijen import Rijopgave


@transaction.atomic
def voeg_rij_toe(
    *,
    register: Register,
    opgave: Rijopgave,
    zaak_id: UUID,
    gegevens: Mapping[str, Any],
    door: Gebruiker,
    reden: str = "",
    inzending: UUID | None = None,
) -> Zaakrij:
    """Add a row from clean form data; raises `ValidationError` per field when it contradicts the zaak.

    `reden`, here and below: why, asked when the zaak is closed. With `inzending`, the key of the form, sending the form
    twice keeps one.
    """
    zaak = _te_wijzigen(register, opgave, zaak_id, door=door, reden=reden)
    if inzending and (eerder := toegevoegde_rij(opgave, zaak, inzending, door=door)):
        return eerder
    _eis_kloppend(register, opgave, zaak, None, gegevens)
    hoogste = opgave.model.objects.van(zaak).aggregate(hoogste=Max("volgnummer"))["hoogste"]
    rij = opgave.model(id=eenmalig(zaak, inzending, door=door), volgnummer=(hoogste or 0) + 1)
    rij.zaak = zaak
    _zet(rij, gegevens)
    with op_volgorde():
        rij.save(force_insert=True)
    _na_wijziging(register, opgave, zaak, door=door)
    return rij


@transaction.atomic
def wijzig_rij(
    *,
    register: Register,
    opgave: Rijopgave,
    zaak_id: UUID,
    rij_id: UUID,
    gegevens: Mapping[str, Any],
    door: Gebruiker,
    reden: str = "",
) -> Zaakrij:
    """Change named fields of a row; raises `DoesNotExist` when it was removed meanwhile."""
    zaak = _te_wijzigen(register, opgave, zaak_id, door=door, reden=reden)
    rij = haal_rij(opgave, zaak, rij_id)
    _eis_kloppend(register, opgave, zaak, rij, gegevens)
    _zet(rij, gegevens)
    with op_volgorde():
        rij.save(update_fields=list(gegevens))
    _na_wijziging(register, opgave, zaak, door=door)
    return rij


@transaction.atomic
def verwijder_rij(
    *,
    register: Register,
    opgave: Rijopgave,
    zaak_id: UUID,
    rij_id: UUID,
    vandaag: date,
    door: Gebruiker,
    reden: str = "",
) -> bool:
    """Remove a row that was entered by mistake; False when it was gone already.

    Raises `NietMogelijk` when the status of the zaak cannot do without it.
    """
    zaak = _te_wijzigen(register, opgave, zaak_id, door=door, reden=reden)
    ontbrak = _ontbreekt(register, zaak, vandaag=vandaag, door=door)
    weg, _per_model = opgave.model.objects.van(zaak).filter(pk=rij_id).delete()
    if weg:
        if verloren := [
            w for w in _ontbreekt(register, zaak, vandaag=vandaag, door=door) if w not in ontbrak
        ]:
            raise NietMogelijk(
                _("Bij deze status mag dit niet leeg zijn: %(wat)s.") % {"wat": ", ".join(verloren)}
            )
        _na_wijziging(register, opgave, zaak, door=door)
    return bool(weg)


def haal_rij(opgave: Rijopgave, zaak: Zaak, rij_id: UUID) -> Zaakrij:
    """A row of a zaak that was fetched through the door; else `DoesNotExist` of its model."""
    rij = cast(Zaakrij, opgave.model.objects.van(zaak).select_related(*opgave.relaties).get(pk=rij_id))
    rij.zaak = zaak
    return rij


def toegevoegde_rij(opgave: Rijopgave, zaak: Zaak, inzending: UUID, *, door: Gebruiker) -> Zaakrij | None:
    """What `door` added with the form that carried this key, if it was sent and is still there."""
    try:
        return haal_rij(opgave, zaak, eenmalig(zaak, inzending, door=door))
    except opgave.model.DoesNotExist:
        return None


def staat_vast(register: Register, opgave: Rijopgave, zaak: Any) -> bool:
    """Whether rows of this kind no longer change, with `zaak` as the register's own model."""
    return register.status_van(zaak) in opgave.vast_bij


def _ontbreekt(register: Register, zaak: Zaak, *, vandaag: date, door: Gebruiker) -> list[str]:
    """What the status of the zaak needs and is empty."""
    gekozen = gekozen_codes(register, zaak)
    stand = stand_van(register, zaak, gekozen=gekozen, toelichting="", vandaag=vandaag, door=door)
    return register.stappen.blijvend_nodig(zaak, register.status_van(zaak), stand)


def _te_wijzigen(
    register: Register, opgave: Rijopgave, zaak_id: UUID, *, door: Gebruiker, reden: str
) -> Zaak:
    """The zaak, locked: rows of one zaak are changed one after the other."""
    zaak = haal_voor_wijziging(register, zaak_id, door=door)
    eis(door, Recht.WIJZIGEN, zaak)
    if staat_vast(register, opgave, zaak):
        raise PermissionDenied(opgave.code)
    eis_reden(zaak, reden=reden, door=door)
    return zaak


def _eis_kloppend(
    register: Register, opgave: Rijopgave, zaak: Zaak, rij: Zaakrij | None, gegevens: Mapping[str, Any]
) -> None:
    volgorde = volgordefouten(zaak, gegevens, opgave.volgorde, rij=rij or opgave.model())
    eigen = opgave.fouten(zaak, rij, gegevens) | volgorde
    if fouten := _betrokkenefout(register, opgave, zaak, gegevens) or eigen:
        raise ValidationError({veld: [fout] for veld, fout in fouten.items()})


def _betrokkenefout(
    register: Register, opgave: Rijopgave, zaak: Zaak, gegevens: Mapping[str, Any]
) -> dict[str, str]:
    """A row is about a betrokkene of this zaak. An imported row with an old fault stays editable."""
    nummer = gegevens.get(opgave.betrokkene)
    betrokkenen = Persoon.objects.van(zaak).filter(rol=Persoon.Rol.BETROKKENE, volgnummer=nummer)
    if nummer is None or betrokkenen.exists():
        return {}
    tekst = _("%(deze_zaak)s heeft geen betrokkene %(nummer)s. Voeg eerst de betrokkene toe.") % {
        "deze_zaak": capfirst(str(register.namen.aanwijzend)),
        "nummer": nummer,
    }
    return {opgave.betrokkene: tekst}


def _zet(rij: Zaakrij, gegevens: Mapping[str, Any]) -> None:
    for veld, waarde in gegevens.items():
        setattr(rij, veld, waarde)


def _na_wijziging(register: Register, opgave: Rijopgave, zaak: Zaak, *, door: Gebruiker) -> None:
    if zoekteksten.velden(opgave.model):
        zoeken.werk_bij(zaak)
    ververs_termijnen(register, zaak)
    logboek.gewijzigd(zaak_id=zaak.pk, door=door, velden=[opgave.code])
