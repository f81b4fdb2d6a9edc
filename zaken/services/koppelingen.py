"""Links between zaken: made, ended and shown only by and to who sees both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from logboek import events as logboek
from zaken.models import Zaak, Zaakkoppeling
from zaken.register import register_van
from zaken.toegang import Recht, eis

from .databank import NietMogelijk
from .inhoud import vergrendeld

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from zaken.querysets import KoppelingQuerySet

Soort = Zaakkoppeling.Soort
SAMENGEVOEGD = "samengevoegd"


@dataclass(frozen=True)
class Verband:
    """Another zaak as the page of this one names it. `koppeling`: what can be ended there; None for what cannot."""

    zaaknummer: str
    url: str
    woorden: str
    op: datetime
    koppeling: UUID | None


@transaction.atomic
def koppel(*, zaak: Zaak, ander: Zaak, soort: Soort, reden: str, door: Gebruiker) -> Zaakkoppeling:
    """Link two zaken that `door` sees; the right to change one of them is enough.

    Of an aanleiding exactly one is an onderzoek; it stands first. Raises `PermissionDenied`, `Zaak.DoesNotExist`, or
    `NietMogelijk`: the same zaak, a link that is there, an aanleiding without onderzoek.
    """
    hier, daar = vergrendeld(zaak, door=door), _ziet(ander.pk, door=door)
    eis(door, Recht.WIJZIGEN, hier)
    if hier.pk == daar.pk:
        raise NietMogelijk(_("Dit is dezelfde zaak. Vul een ander nummer in."))
    van, naar = _in_volgorde(hier, daar, soort)
    koppeling = Zaakkoppeling(
        id=uuid4(), soort=soort, van=van, naar=naar, door=door, op=timezone.now(), reden=reden
    )
    try:
        with transaction.atomic():
            koppeling.save(force_insert=True)
    except IntegrityError:
        raise NietMogelijk(_("Deze zaken zijn al gekoppeld. Vul een ander nummer in.")) from None
    for pk in (van.pk, naar.pk):
        logboek.gekoppeld(zaak_id=pk, koppeling=koppeling.pk, soort=soort.value, door=door)
    return koppeling


@transaction.atomic
def ontkoppel(*, zaak: Zaak, koppeling_id: UUID, reden: str, door: Gebruiker) -> None:
    """End a link of `zaak`; it stays as history. Raises `Zaakkoppeling.DoesNotExist` when it was ended already."""
    eis(door, Recht.WIJZIGEN, vergrendeld(zaak, door=door))
    koppeling: Zaakkoppeling = (
        lopende(zaak, lezer=door)
        .exclude(soort=Soort.DOORGELEID)
        .select_for_update(of=("self",))
        .select_related("van__sleutel")
        .get(pk=koppeling_id)
    )
    koppeling.beeindigd_op = timezone.now()
    koppeling.beeindigd_door = door
    koppeling.beeindigd_reden = reden
    koppeling.save(update_fields=["beeindigd_op", "beeindigd_door", "beeindigd_reden"])
    for pk in (koppeling.van_id, koppeling.naar_id):
        logboek.ontkoppeld(zaak_id=pk, koppeling=koppeling.pk, soort=koppeling.soort, door=door)


def lopende(zaak: Zaak, *, lezer: Gebruiker) -> KoppelingQuerySet:
    """Links of `zaak` that did not end, of which `lezer` sees the other end too."""
    alle = Zaakkoppeling.objects.zichtbaar_voor(lezer)
    return alle.filter(Q(van_id=zaak.pk) | Q(naar_id=zaak.pk), beeindigd_op=None)


def verbanden(zaak: Zaak, *, lezer: Gebruiker) -> list[Verband]:
    """What other zaken are to this one, of those that `lezer` sees, the newest first; one query."""
    velden = (
        "pk", "soort", "van_id", "van__soort", "van__zaaknummer", "naar_id", "naar__soort", "naar__zaaknummer", "op",
    )  # fmt: skip
    samengevoegd = (
        Zaak.objects.zichtbaar_voor(lezer)
        .filter(samengevoegd_met_id=zaak.pk, geannuleerd_op=None)
        .values_list(
            "pk", Value(SAMENGEVOEGD), "pk", "soort", "zaaknummer",
            Value(zaak.pk), F("soort"), F("zaaknummer"), F("datum_registratie"),
        )
    )  # fmt: skip
    rijen = lopende(zaak, lezer=lezer).values_list(*velden).union(samengevoegd, all=True)
    gevonden = [_verband(zaak, rij) for rij in rijen]
    return sorted(gevonden, key=lambda verband: verband.op, reverse=True)


def _verband(zaak: Zaak, rij: tuple[Any, ...]) -> Verband:
    pk, soort, van, van_soort, van_nummer, naar, naar_soort, naar_nummer, op = rij
    is_van = van == zaak.pk
    ander, ander_soort, nummer = (naar, naar_soort, naar_nummer) if is_van else (van, van_soort, van_nummer)
    return Verband(
        zaaknummer=nummer,
        url=register_van(ander_soort).url("detail", ander),
        woorden=_woorden(soort, is_van=is_van),
        op=op,
        koppeling=pk if soort in {Soort.AANLEIDING, Soort.VERWANT} else None,
    )


def _woorden(soort: str, *, is_van: bool) -> str:
    """What the other zaak is to this one."""
    match soort:
        case Soort.DOORGELEID:
            return _("Hierheen doorgeleid") if is_van else _("Hiervandaan gekomen")
        case Soort.AANLEIDING:
            return _("Aanleiding van dit onderzoek") if is_van else _("Onderzoek naar aanleiding hiervan")
        case Soort.VERWANT:
            return _("Verwant")
        case _:
            return _("Hiermee samengevoegd")


def _ziet(pk: UUID, *, door: Gebruiker) -> Zaak:
    return cast(Zaak, Zaak.objects.zichtbaar_voor(door).get(pk=pk))


def _in_volgorde(hier: Zaak, daar: Zaak, soort: Soort) -> tuple[Zaak, Zaak]:
    """An onderzoek before what led to it; what is only related in a fixed order, so that it is linked once."""
    if soort == Soort.AANLEIDING:
        eerst = [zaak for zaak in (hier, daar) if zaak.soort == Zaak.Soort.ONDERZOEK]
        if len(eerst) != 1:
            raise NietMogelijk(
                _(
                    "Een aanleiding hoort bij een onderzoek. Kies Verwant, of vul het nummer van een onderzoek in."
                )
            )
        return eerst[0], daar if eerst[0] is hier else hier
    return (hier, daar) if hier.pk < daar.pk else (daar, hier)
