"""Which texts of a zaak are searchable, and reading them: fields that say `zoekbaar=True`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from zaken.models import Zaak
from zaken.register import registers
from zaken.versleuteling.fouten import SleutelVernietigd
from zaken.versleuteling.velden import VersleuteldeTekst


@cache
def velden(model: type[models.Model]) -> tuple[str, ...]:
    """The searchable fields of a model, its parents' included."""
    return tuple(
        veld.name for veld in model._meta.fields if isinstance(veld, VersleuteldeTekst) and veld.zoekbaar
    )


@cache
def deelmodellen() -> tuple[type[models.Model], ...]:
    """Models under a zaak (by their key `zaak`) that hold searchable texts."""
    return tuple(
        model
        for model in apps.get_models()
        if not issubclass(model, Zaak)
        and velden(model)
        and any(veld.name == "zaak" for veld in model._meta.fields)
    )


def noemt(model: type[models.Model], namen: Iterable[str]) -> bool:
    """Whether a searchable field of the model is among these names."""
    return not set(velden(model)).isdisjoint(namen)


def eigen(instance: models.Model) -> Iterator[str]:
    """The texts in one row, under inheritance its parents' included; none when its key was destroyed.

    Decrypts each when it is asked for.
    """
    for naam in velden(type(instance)):
        try:
            tekst = getattr(instance, naam)
        except SleutelVernietigd:
            return
        if tekst:
            yield tekst


def van_delen(zaken: Sequence[Zaak]) -> dict[UUID, list[str]]:
    """The texts under zaken that were all fetched with `zichtbaar_voor`; one query per model."""
    rijen = lees_delen(zaken)
    return {zaak.pk: van_rijen(zaak, rijen[zaak.pk]) for zaak in zaken}


def lees_delen(zaken: Sequence[Zaak]) -> dict[UUID, list[Any]]:
    """The rows under these zaken, all of one kind, that hold searchable texts; nothing decrypted yet."""
    rijen: dict[UUID, list[Any]] = defaultdict(list)
    for model in deelmodellen():
        if not zaken or zaken[0].soort not in _soorten(model):
            continue  # rows of another register
        manager: Any = model._default_manager
        for rij in manager.van_alle(zaken):
            rijen[rij.zaak_id].append(rij)
    return rijen


@cache
def _soorten(model: type[models.Model]) -> frozenset[str]:
    """The kinds of zaak that can have rows of this model: those of its register, or all."""
    doel = model._meta.get_field("zaak").related_model
    eigen_soort = frozenset(register.soort for register in registers() if register.model is doel)
    return eigen_soort or frozenset(Zaak.Soort.values)


def van_rijen(zaak: Zaak, rijen: Iterable[Any]) -> list[str]:
    """The texts of rows under this zaak."""
    teksten: list[str] = []
    for rij in rijen:
        rij.zaak = zaak  # else each row fetches its zaak for the key
        teksten += eigen(rij)
    return teksten


def alle(zaak: Zaak) -> Iterator[str]:
    """Every searchable text of one zaak."""
    yield from eigen(zaak)
    yield from van_delen([zaak])[zaak.pk]
