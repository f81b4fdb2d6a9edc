"""Nazorg: each moment is answered by itself, by the day it was done or by why it is not needed; also after closing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _

from logboek import events as logboek
from zaken.models import Termijn, Zaak
from zaken.termijnen import Termijncode
from zaken.toegang import Recht, eis

from .databank import op_volgorde
from .termijnen import eerste_termijn
from .wijzigen import haal_voor_wijziging

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from zaken.register import Register


def nazorgmoment(zaak: Zaak, maanden: int) -> Termijn | None:
    """The moment so many months after the zaak was dealt with, open or answered; None when it lapsed or never was."""
    momenten = Termijn.objects.van(zaak).filter(code=Termijncode.NAZORG.value, kenmerk=str(maanden))
    moment = cast("Termijn | None", momenten.filter(Q(vervallen=False) | Q(niet_nodig__isnull=False)).first())
    if moment is not None:
        moment.zaak = zaak
    return moment


def is_nazorg_beantwoord(zaak: Zaak) -> bool:
    """Whether any moment was answered."""
    momenten = Termijn.objects.van(zaak).filter(code=Termijncode.NAZORG.value)
    return bool(momenten.filter(Q(voldaan_op__isnull=False) | Q(niet_nodig__isnull=False)).exists())


@transaction.atomic
def leg_nazorg_vast(
    *,
    register: Register,
    zaak_id: UUID,
    maanden: int,
    gedaan_op: date | None,
    niet_nodig: str,
    vandaag: date,
    door: Gebruiker,
) -> Zaak:
    """Answer one moment; both empty takes the answer back. A closed zaak asks no reason for it.

    Raises `ValidationError` per field, and `Termijn.DoesNotExist` when the moment lapsed.
    """
    zaak = haal_voor_wijziging(register, zaak_id, door=door)
    eis(door, Recht.WIJZIGEN, zaak)
    if (moment := nazorgmoment(zaak, maanden)) is None:
        raise Termijn.DoesNotExist
    if fouten := nazorgfouten(zaak, gedaan_op=gedaan_op, niet_nodig=niet_nodig, vandaag=vandaag):
        raise ValidationError({veld: [fout] for veld, fout in fouten.items()})
    moment.voldaan_op, moment.niet_nodig, moment.vervallen = gedaan_op, niet_nodig, bool(niet_nodig.strip())
    moment.save(update_fields=["voldaan_op", "niet_nodig", "vervallen"])
    rijen = list(Termijn.objects.van(zaak).defer("niet_nodig"))
    gedaan = [t.voldaan_op for t in rijen if t.code == Termijncode.NAZORG.value and t.voldaan_op]
    veld = register.regels.nazorgveld
    setattr(zaak, veld, max(gedaan, default=None))
    zaak.eerste_termijn = eerste_termijn(rijen)
    zaak.versie += 1
    with op_volgorde():
        zaak.save(update_fields=[veld, "eerste_termijn", "versie"])
    logboek.gewijzigd(zaak_id=zaak.pk, door=door, velden=[veld])
    return zaak


def nazorgfouten(zaak: Zaak, *, gedaan_op: date | None, niet_nodig: str, vandaag: date) -> dict[str, str]:
    """Dutch messages per field; empty when this can be."""
    if gedaan_op and niet_nodig.strip():
        return {"niet_nodig": _("Laat een van beide leeg: de nazorg is gedaan, of niet nodig.")}
    if gedaan_op and gedaan_op > vandaag:
        return {"gedaan_op": _("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag.")}
    if gedaan_op and zaak.datum_afgehandeld and gedaan_op < zaak.datum_afgehandeld:
        dag = formats.date_format(zaak.datum_afgehandeld, "DATE_FORMAT")
        return {"gedaan_op": _("Vul een datum in op of na %(dag)s (afgehandeld op).") % {"dag": dag}}
    return {}
