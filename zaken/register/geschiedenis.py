"""What changed in a zaak, as differences that somebody can read: "Status: Nieuw → In beoordeling"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gebruikers.models import Gebruiker
from schermen.templatetags.jid_ui import datum, datumtijd
from zaken.models import Persoon, Veldwijziging, Zaak

PER_BLADZIJDE = 100
"""Changed fields on one page."""


@dataclass(frozen=True)
class Wijziging:
    """What one person changed in one go: one line per field."""

    op: datetime
    wie: str
    regels: list[str]


@dataclass(frozen=True)
class Geschiedenis:
    """A page of changes, newest first, and from where the next page goes on."""

    wijzigingen: list[Wijziging]
    volgende: int | None


def geschiedenis(zaak: Zaak, *, lezer: Gebruiker, na: int | None = None) -> Geschiedenis:
    """What changed in `zaak`, which `lezer` was found to see. A constant number of queries."""
    gevonden = Veldwijziging.objects.van(zaak).select_related("door").order_by("-id")
    if na is not None:
        gevonden = gevonden.filter(id__lt=na)
    rijen = list(gevonden[: PER_BLADZIJDE + 1])
    volgende = rijen[PER_BLADZIJDE - 1].pk if len(rijen) > PER_BLADZIJDE else None
    rijen = rijen[:PER_BLADZIJDE]
    woorden = _Woorden(zaak, rijen, lezer)
    return Geschiedenis(
        [
            Wijziging(op, str(door or _("De toepassing")), woorden.regels(list(groep)[::-1]))
            for (op, door), groep in groupby(rijen, key=lambda rij: (rij.op, rij.door))
        ],
        volgende,
    )


class _Woorden:
    """The words for these changes, looked up once for all of them."""

    def __init__(self, zaak: Zaak, rijen: list[Veldwijziging], lezer: Gebruiker) -> None:
        self._labels = _labels(rijen, lezer)
        self._personen = _personen(zaak, rijen)

    def regels(self, rijen: list[Veldwijziging]) -> list[str]:
        """One line per field; of a person that came or went one line in all."""
        regels = [self._regel(rij) for rij in rijen]
        return list(dict.fromkeys(regels))

    def _regel(self, rij: Veldwijziging) -> str:
        persoon = self._personen.get(rij.rij, _("Persoon")) if rij.tabel == Persoon._meta.db_table else ""
        if rij.soort != Veldwijziging.Soort.GEWIJZIGD:
            wat = persoon or f"{capfirst(_naam(rij.tabel))}: {self._waarde(rij, rij.oud or rij.nieuw)}"
            toegevoegd = rij.soort == Veldwijziging.Soort.TOEGEVOEGD
            return (_("%(wat)s toegevoegd") if toegevoegd else _("%(wat)s verwijderd")) % {"wat": wat}
        veld = _veld(rij.tabel, rij.veld)
        naam = capfirst(str(veld.verbose_name)) if veld is not None else rij.veld
        naam = f"{persoon}, {naam[:1].lower()}{naam[1:]}" if persoon else naam
        if rij.versleuteld:
            return _("%(veld)s: gewijzigd") % {"veld": naam}
        return f"{naam}: {self._waarde(rij, rij.oud)} → {self._waarde(rij, rij.nieuw)}"

    def _waarde(self, rij: Veldwijziging, waarde: str | None) -> str:
        if waarde is None or waarde == "":
            return _("leeg")
        veld = _veld(rij.tabel, rij.veld)
        if isinstance(veld, models.ForeignKey):
            return self._labels.get((veld.related_model, waarde), _("onbekend"))
        return _tekst(veld, waarde)


def _tekst(veld: models.Field[Any, Any] | None, waarde: str) -> str:
    """A stored value that is no reference, as a reader says it."""
    if veld is not None and veld.flatchoices:
        return str(dict(veld.flatchoices).get(waarde, waarde))
    match veld:
        case models.BooleanField():
            return _("ja") if waarde == "true" else _("nee")
        case models.DateTimeField():
            return datumtijd(datetime.fromisoformat(waarde))
        case models.DateField():
            return datum(date.fromisoformat(waarde))
        case _:
            return waarde


def _labels(rijen: Iterable[Veldwijziging], lezer: Gebruiker) -> dict[tuple[Any, str], str]:
    """How rows that are pointed at are called; a zaak only when `lezer` sees it."""
    sleutels: dict[Any, set[str]] = defaultdict(set)
    for rij in rijen:
        veld = _veld(rij.tabel, rij.veld)
        if isinstance(veld, models.ForeignKey):
            sleutels[veld.related_model] |= {waarde for waarde in (rij.oud, rij.nieuw) if waarde}
    labels: dict[tuple[Any, str], str] = {}
    for model, pks in sleutels.items():
        if issubclass(model, Zaak):
            gevonden = Zaak.objects.zichtbaar_voor(lezer).filter(pk__in=pks)
            labels |= {(model, pk): _("een zaak die u niet ziet") for pk in pks}
        else:
            gevonden = model._default_manager.filter(pk__in=pks)
        labels |= {(model, str(ding.pk)): str(ding) for ding in gevonden}
    return labels


def _personen(zaak: Zaak, rijen: Iterable[Veldwijziging]) -> dict[str, str]:
    """Role and number of persons, by key; of who was removed from what was kept of them."""
    eigen = [rij for rij in rijen if rij.tabel == Persoon._meta.db_table]
    if not eigen:
        return {}
    weg: dict[str, dict[str, str]] = defaultdict(dict)
    for rij in eigen:
        if rij.soort != Veldwijziging.Soort.GEWIJZIGD and rij.veld in {"rol", "volgnummer"}:
            weg[rij.rij][rij.veld] = rij.oud or rij.nieuw or ""
    namen = {
        pk: f"{Persoon.Rol(delen['rol']).label} {delen.get('volgnummer', '')}".strip()
        for pk, delen in weg.items()
        if "rol" in delen
    }
    return namen | {str(persoon.pk): str(persoon) for persoon in Persoon.objects.van(zaak)}


@cache
def _modellen() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def _naam(tabel: str) -> str:
    model = _modellen().get(tabel)
    return str(model._meta.verbose_name) if model else tabel


def _veld(tabel: str, kolom: str) -> models.Field[Any, Any] | None:
    """The field behind a column; None for one that is gone since."""
    model = _modellen().get(tabel)
    velden = model._meta.local_concrete_fields if model else ()
    return next((veld for veld in velden if veld.column == kolom), None)
