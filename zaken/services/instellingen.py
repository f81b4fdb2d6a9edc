"""Changing norms and equated days. Nothing that has begun is changed or removed: terms were computed with it.

A beheerder sets what begins today or later: what a published year counted as in time does not change by one person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from logboek import events as logboek
from zaken.models import GelijkgesteldeDag, Norm, Normcode, Normeenheid
from zaken.services.databank import roep
from zaken.termijnen.feestdagen import waarom_geen_werkdag

EEN_DAG = timedelta(days=1)


@dataclass(frozen=True)
class Normwaarde:
    """The value of a norm: `getallen` as in `Norm`, and where it was decided."""

    getallen: tuple[int, ...]
    eenheid: Normeenheid
    bron: str


class TussentijdsGewijzigd(Exception):
    """The value was changed after the form was opened; `norm` is what is stored now."""

    def __init__(self, norm: Norm) -> None:
        super().__init__(norm.pk)
        self.norm = norm


@transaction.atomic
def voeg_norm_toe(
    *, code: Normcode, waarde: Normwaarde, geldig_van: date, vandaag: date, door: Gebruiker
) -> Norm:
    """A new value from `geldig_van` on; the last one ends the day before and stays.

    Raises `ValidationError` at `geldig_van` when it is past or the last value does not begin earlier,
    `PermissionDenied` without the role.
    """
    _eis_beheerder(door)
    if geldig_van < vandaag:
        raise ValidationError({"geldig_van": _("Kies vandaag of een latere dag.")})
    laatste = _vergrendel(code)[-1]
    _eis_na(laatste, geldig_van)
    laatste.geldig_tot = geldig_van - EEN_DAG
    laatste.save(update_fields=["geldig_tot"])
    norm = Norm(code=code, geldig_van=geldig_van)
    _neem_over(norm, waarde)
    norm.save(force_insert=True)
    logboek.termijnregel_gewijzigd(regel=norm.code, dag=geldig_van, door=door)
    return norm


@transaction.atomic
def pas_komende_norm_aan(
    *, norm_id: int, waarde: Normwaarde, geldig_van: date, kenmerk: str, vandaag: date, door: Gebruiker
) -> Norm:
    """Change value and first day of the last value while it has not begun; the one before ends the day before.

    `kenmerk` is that of the version the form was filled in on. Raises `TussentijdsGewijzigd`, as `voeg_norm_toe`, and
    `Norm.DoesNotExist` when the value began or another one follows it.
    """
    _eis_beheerder(door)
    rijen = _vergrendel(Norm.objects.get(pk=norm_id).code)
    norm = rijen[-1]
    if norm.pk != norm_id or not norm.geldig_van or norm.geldig_van <= vandaag:
        raise Norm.DoesNotExist
    if norm.kenmerk != kenmerk:
        raise TussentijdsGewijzigd(norm)
    if geldig_van <= vandaag:
        raise ValidationError({"geldig_van": _("Kies een dag na vandaag.")})
    voorganger = rijen[-2]
    _eis_na(voorganger, geldig_van)
    voorganger.geldig_tot = geldig_van - EEN_DAG
    norm.geldig_van = geldig_van
    _neem_over(norm, waarde)
    Norm.objects.bulk_update([voorganger, norm], ["getallen", "eenheid", "bron", "geldig_van", "geldig_tot"])
    logboek.termijnregel_gewijzigd(regel=norm.code, dag=geldig_van, door=door)
    return norm


@transaction.atomic
def haal_komende_norm_weg(*, norm_id: int, vandaag: date, door: Gebruiker) -> None:
    """Take the last value back while it has not begun; the one before goes on.

    Raises `Norm.DoesNotExist` when the value began or another one follows it, `PermissionDenied` without the role.
    """
    _eis_beheerder(door)
    norm = _vergrendel(Norm.objects.get(pk=norm_id).code)[-1]
    if norm.pk != norm_id or not norm.geldig_van or norm.geldig_van <= vandaag:
        raise Norm.DoesNotExist
    roep("haal_komende_norm_weg", norm_id)
    logboek.termijnregel_gewijzigd(regel=norm.code, dag=norm.geldig_van, door=door)


@transaction.atomic
def voeg_dag_toe(*, dag: date, bron: str, vandaag: date, door: Gebruiker) -> GelijkgesteldeDag:
    """Equate `dag` with a holiday. Raises `ValidationError` at `dag` when it is past, or no working day already."""
    _eis_beheerder(door)
    if dag < vandaag:
        uitleg = _(
            "Deze dag is voorbij en verandert de cijfers van toen. "
            "Vraag de technisch beheerder om de dag toe te voegen."
        )
        raise ValidationError({"dag": uitleg})
    return _stel_gelijk(dag=dag, bron=bron, door=door)


@transaction.atomic
def voeg_voorbije_dag_toe(*, dag: date, bron: str) -> GelijkgesteldeDag:
    """As `voeg_dag_toe`, whatever the day: for `manage.py gelijkgestelde_dag`, as the owner of the database."""
    return _stel_gelijk(dag=dag, bron=bron, door=None)


def _stel_gelijk(*, dag: date, bron: str, door: Gebruiker | None) -> GelijkgesteldeDag:
    if GelijkgesteldeDag.objects.filter(dag=dag).exists():
        raise ValidationError({"dag": _("Deze dag staat al in de lijst. Kies een andere dag.")})
    if waarom := waarom_geen_werkdag(dag, gelijkgestelde_dagen=()):
        uitleg = _("%(dag)s %(waarom)s. Die dag telt al niet mee.")
        raise ValidationError({"dag": uitleg % {"dag": date_format(dag), "waarom": waarom}})
    nieuw = GelijkgesteldeDag(dag=dag, bron=bron)
    nieuw.save(force_insert=True)
    logboek.termijnregel_gewijzigd(regel="gelijkgestelde_dag", dag=dag, door=door)
    return nieuw


@transaction.atomic
def verwijder_dag(*, dag_id: int, vandaag: date, door: Gebruiker) -> None:
    """Remove a day that is still to come; `GelijkgesteldeDag.DoesNotExist` when it is not."""
    _eis_beheerder(door)
    gelijkgesteld = GelijkgesteldeDag.objects.get(pk=dag_id, dag__gt=vandaag)
    gelijkgesteld.delete()
    logboek.termijnregel_gewijzigd(regel="gelijkgestelde_dag", dag=gelijkgesteld.dag, door=door)


def _eis_beheerder(door: Gebruiker) -> None:
    if not door.heeft_rol(Rol.BEHEERDER):
        raise PermissionDenied


def _vergrendel(code: str) -> list[Norm]:
    """All values of one norm, the oldest first, as they stand once nobody else changes them."""
    list(Norm.objects.filter(code=code).select_for_update())
    return list(Norm.objects.filter(code=code))  # a second look: who held the lock may have added one


def _eis_na(vorige: Norm, geldig_van: date) -> None:
    if vorige.geldig_van and geldig_van <= vorige.geldig_van:
        uitleg = _("Vanaf %(dag)s geldt al een andere waarde (%(waarde)s). Kies een latere dag.")
        raise ValidationError(
            {"geldig_van": uitleg % {"dag": date_format(vorige.geldig_van), "waarde": vorige.in_woorden}}
        )


def _neem_over(norm: Norm, waarde: Normwaarde) -> None:
    norm.getallen, norm.eenheid, norm.bron = list(waarde.getallen), waarde.eenheid, waarde.bron
