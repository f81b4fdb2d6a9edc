"""One step of a register's transition table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from zaken import zoeken
from zaken.models import Zaak
from zaken.overgangen import OngeldigeOvergang, OnvoldaanVoorwaarde, vereist_recht
from zaken.toegang import Recht, eis
from zaken.zoeken import teksten as zoekteksten

from .databank import in_woorden, op_volgorde
from .inhoud import noteer_statuswijziging
from .wijzigen import gekozen_codes, stand_van, vergrendel, ververs_termijnen

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from zaken.register import Register


@transaction.atomic
def wijzig_status(
    *,
    register: Register,
    zaak_id: UUID,
    naar: str,
    toelichting: str,
    vandaag: date,
    door: Gebruiker,
    gegevens: Mapping[str, Any] | None = None,
    vanuit: str | None = None,
) -> Zaak:
    """Take one step of the transition table; `gegevens` is the field that the step itself asks for, if any.

    `vanuit`: the status that the user saw; another one by now makes the step an `OngeldigeOvergang`.
    Raises `OngeldigeOvergang`, `PermissionDenied`, or `OnvoldaanVoorwaarde` naming what to fill in first.
    Samenvoegen asks for a zaak of the register that counts itself and where `door` may exclude and seal, since who is
    excluded from one is then from both, and a seal of one is of both: `NietMogelijk` when its behandelaar may not have
    the other. Both rows stay locked.
    """
    velden = dict(gegevens or {})
    _eis_eigen_veld(register, naar, velden)
    zaak, hoofd = _vergrendel(register, zaak_id, samen_met=velden.get("samengevoegd_met"), door=door)
    van = register.status_van(zaak)
    eis(door, vereist_recht(register.overgangen, van=van, naar=naar), zaak)
    _eis_gewone_stap(register, van=van, naar=naar, vanuit=vanuit)
    if van == register.stappen.samenvoegen:
        velden["samengevoegd_met"] = None
    zet_op(zaak, velden)
    gekozen = gekozen_codes(register, zaak)
    stand = stand_van(register, zaak, gekozen=gekozen, toelichting=toelichting, vandaag=vandaag, door=door)
    if mist := register.stappen.ontbreekt(zaak, naar, stand):
        raise OnvoldaanVoorwaarde(mist)
    if naar == register.stappen.samenvoegen:
        _eis_samen_te_voegen(register, zaak, hoofd, door=door)
    velden |= {"status": naar, "versie": zaak.versie + 1, **register.stappen.data(naar, vandaag)}
    zet_op(zaak, velden)
    with in_woorden(), op_volgorde():
        zaak.save(update_fields=list(velden))
    if zoekteksten.noemt(register.model, velden):
        zoeken.werk_bij(zaak)
    noteer_statuswijziging(zaak=zaak, van=van, naar=naar, toelichting=toelichting, door=door)
    ververs_termijnen(register, zaak)
    return zaak


def blijft_over(register: Register, zaak: Zaak, ander: Zaak | None) -> bool:
    """Whether `zaak` may be merged into `ander`: of merged zaken exactly one counts."""
    return (
        ander is not None
        and ander.pk != zaak.pk
        and not ander.is_geannuleerd
        and register.status_van(ander) != register.stappen.samenvoegen
    )


def _vergrendel(
    register: Register, zaak_id: UUID, *, samen_met: Zaak | None, door: Gebruiker
) -> tuple[Zaak, Zaak | None]:
    """The zaak, and the one that it is merged into as far as `door` sees that; both locked. Raises `DoesNotExist`."""
    rijen = vergrendel(register, zaak_id, *([samen_met.pk] if samen_met else []), door=door)
    if (zaak := rijen.get(zaak_id)) is None:
        raise register.model.DoesNotExist
    return zaak, rijen.get(samen_met.pk) if samen_met else None


def _eis_gewone_stap(register: Register, *, van: str, naar: str, vanuit: str | None) -> None:
    """The status is still the one that was seen, and no other service takes this step."""
    if vanuit not in (None, van):
        raise OngeldigeOvergang(f"{vanuit} → {naar}")
    if (van, naar) in register.stappen.eigen_weg:
        raise OngeldigeOvergang(f"{van} → {naar}: zaken.services.doorgeleiden")


def _eis_samen_te_voegen(register: Register, zaak: Zaak, hoofd: Zaak | None, *, door: Gebruiker) -> None:
    """There is one left that counts, and `door` may exclude and seal there."""
    if hoofd is None or not blijft_over(register, zaak, hoofd):
        raise OnvoldaanVoorwaarde([_("een andere lopende zaak die u kunt zien")])
    eis(door, Recht.UITSLUITEN, hoofd)


def _eis_eigen_veld(register: Register, naar: str, velden: Mapping[str, Any]) -> None:
    """A step writes the field it asks for, and no other."""
    eigen = register.stappen.velden.get(naar)
    toegestaan = {eigen[0]} if eigen else set()
    if vreemd := velden.keys() - toegestaan:
        raise ValueError(f"{naar}: {sorted(vreemd)}")


def zet_op(zaak: Zaak, velden: Mapping[str, Any]) -> None:
    """Put values on the zaak by field name; saves nothing."""
    for veld, waarde in velden.items():
        setattr(zaak, veld, waarde)
