"""Every way into a closed model that Django offers, on models without a table: SQL is as far as it gets."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, Self

import pytest
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.test.utils import isolate_apps

from gebruikers.geslotendeur import GeenToegangsfilter, GeslotenQuerySet


class Deur(GeslotenQuerySet[Any]):
    def open(self) -> Self:
        return self._geopend()


class Modellen:
    """A closed model, a closed child of it, and a model that Django leaves open."""

    def __init__(self) -> None:
        class Dicht(models.Model):  # noqa: DJ008  # never shown
            n = models.IntegerField()
            objects = Deur.as_manager()

            class Meta:
                app_label = "gebruikers"
                base_manager_name = "objects"

        class Kind(models.Model):  # noqa: DJ008  # never shown
            dicht = models.ForeignKey(Dicht, on_delete=models.CASCADE, related_name="kinderen")
            n = models.IntegerField()
            objects = Deur.as_manager()

            class Meta:
                app_label = "gebruikers"
                base_manager_name = "objects"

        class Gewoon(models.Model):  # noqa: DJ008  # never shown
            n = models.IntegerField()

            class Meta:
                app_label = "gebruikers"

        self.Dicht: Any = Dicht
        self.Kind: Any = Kind
        self.Gewoon: Any = Gewoon


@pytest.fixture
def m() -> Iterator[Modellen]:
    with isolate_apps("gebruikers"):
        yield Modellen()


def sql(qs: Any) -> str:
    return str(qs.query)


DICHT: dict[str, Callable[[Modellen], object]] = {
    "all": lambda m: list(m.Dicht.objects.all()),
    "filter": lambda m: list(m.Dicht.objects.filter(n=1)),
    "leeg_filter_in_een_of": lambda m: list(m.Dicht.objects.filter(Q(pk__in=[]) | Q(n=1))),
    "count": lambda m: m.Dicht.objects.count(),
    "exists": lambda m: m.Dicht.objects.filter(n=1).exists(),
    "contains": lambda m: m.Dicht.objects.contains(m.Dicht(pk=1)),
    "aggregate": lambda m: m.Dicht.objects.aggregate(Sum("n")),
    "aggregate_over_deelvraag": lambda m: m.Dicht.objects.distinct().aggregate(Sum("n")),
    "values": lambda m: list(m.Dicht.objects.values("n")),
    "only": lambda m: list(m.Dicht.objects.only("n")),
    "defer": lambda m: list(m.Dicht.objects.defer("n")),
    "iterator": lambda m: list(m.Dicht.objects.iterator()),
    "in_bulk": lambda m: m.Dicht.objects.in_bulk([1]),
    "explain": lambda m: m.Dicht.objects.explain(),
    "get": lambda m: m.Dicht.objects.get(pk=1),
    "get_or_create": lambda m: m.Dicht.objects.get_or_create(pk=1),
    "get_object_or_404_op_model": lambda m: get_object_or_404(m.Dicht, pk=1),
    "kopie": lambda m: list(copy.deepcopy(m.Dicht.objects.filter(n=1))),
    "of": lambda m: sql(m.Dicht.objects.open() | m.Dicht.objects.filter(n=1)),
    "omgekeerde_of": lambda m: sql(m.Dicht.objects.filter(n=1) | m.Dicht.objects.open()),
    "en": lambda m: sql(m.Dicht.objects.all() & m.Dicht.objects.open()),
    "of_uitsluitend": lambda m: sql(m.Dicht.objects.open() ^ m.Dicht.objects.all()),
    "of_na_niets": lambda m: sql(m.Dicht.objects.none() | m.Dicht.objects.filter(n=1)),
    "of_na_een_stuk": lambda m: sql(m.Dicht.objects.open()[:3] | m.Dicht.objects.open()),
    "union": lambda m: sql(m.Dicht.objects.open().union(m.Dicht.objects.all())),
    "omgekeerde_union": lambda m: sql(m.Dicht.objects.all().union(m.Dicht.objects.open())),
    "intersection": lambda m: sql(m.Dicht.objects.open().intersection(m.Dicht.objects.all())),
    "difference": lambda m: sql(m.Dicht.objects.open().difference(m.Dicht.objects.all())),
    "union_na_niets": lambda m: sql(m.Dicht.objects.none().union(m.Dicht.objects.all())),
    "deelvraag_in_geopende": lambda m: sql(m.Dicht.objects.open().filter(pk__in=m.Dicht.objects.all())),
    "deelvraag_in_gewoon_model": lambda m: sql(m.Gewoon.objects.filter(n__in=m.Dicht.objects.values("n"))),
    "exists_in_geopende": lambda m: sql(
        m.Dicht.objects.open().filter(Exists(m.Kind.objects.filter(dicht=OuterRef("pk"))))
    ),
    "exists_in_gewoon_model": lambda m: sql(
        m.Gewoon.objects.filter(Exists(m.Dicht.objects.filter(n=OuterRef("n"))))
    ),
    "subquery_als_kolom": lambda m: sql(
        m.Dicht.objects.open().annotate(x=Subquery(m.Kind.objects.values("n")[:1]))
    ),
    "deelvraag_in_deelvraag": lambda m: sql(
        m.Dicht.objects.open().filter(
            pk__in=m.Kind.objects.open().filter(pk__in=m.Kind.objects.all()).values("dicht")
        )
    ),
    "deelvraag_in_uitsluiten": lambda m: sql(
        m.Dicht.objects.open().exclude(kinderen__in=m.Kind.objects.all())
    ),
    "waarde_in_uitsluiten": lambda m: sql(
        m.Dicht.objects.open().exclude(kinderen__n__in=m.Kind.objects.values("n"))
    ),
    "uitsluiten": lambda m: sql(m.Dicht.objects.exclude(kinderen__n=1)),
    "update": lambda m: m.Dicht.objects.update(n=1),
    "update_na_filter": lambda m: m.Dicht.objects.filter(pk=1).update(n=1),
    "delete": lambda m: m.Dicht.objects.filter(pk=1).delete(),
    "raw_delete": lambda m: m.Dicht.objects.filter(pk=1)._raw_delete("default"),
    "update_zonder_sleutel": lambda m: m.Dicht.objects.filter(n=1)._update([]),
    "update_met_sleutel_als_kolom": lambda m: m.Dicht.objects.filter(pk=F("n"))._update([]),
    "update_buiten_sleutel": lambda m: m.Dicht.objects.exclude(pk=1)._update([]),
    "voorwaartse_sleutel": lambda m: m.Kind(dicht_id=1).dicht,
    "achterwaartse_sleutel": lambda m: list(m.Dicht(pk=1).kinderen.all()),
    "refresh_from_db": lambda m: m.Dicht(pk=1).refresh_from_db(),
    "uitgestelde_kolom": lambda m: m.Dicht.from_db("default", ["id"], [1]).n,
}


@pytest.mark.parametrize("weg", DICHT.values(), ids=DICHT)
def test_een_gesloten_vraag_komt_niet_bij_de_databank(weg: Callable[[Modellen], object], m: Modellen) -> None:
    with pytest.raises(GeenToegangsfilter):
        weg(m)


OPEN: dict[str, Callable[[Modellen], object]] = {
    "all": lambda m: sql(m.Dicht.objects.open()),
    "filter_vooraf": lambda m: sql(m.Dicht.objects.filter(n=1).open()),
    "values": lambda m: sql(m.Dicht.objects.open().values("n").annotate(Count("pk"))),
    "only": lambda m: sql(m.Dicht.objects.open().only("n")),
    "of": lambda m: sql(m.Dicht.objects.open().filter(n=1) | m.Dicht.objects.open().filter(n=2)),
    "en": lambda m: sql(m.Dicht.objects.open().filter(n=1) & m.Dicht.objects.open()),
    "union": lambda m: sql(m.Dicht.objects.open().union(m.Dicht.objects.open().filter(n=2))),
    "uitsluiten": lambda m: sql(m.Dicht.objects.open().exclude(kinderen__n=1)),
    "uitsluiten_vooraf": lambda m: sql(m.Dicht.objects.exclude(kinderen__n=1).open()),
    "uitsluiten_met_geopende": lambda m: sql(
        m.Dicht.objects.open().exclude(kinderen__in=m.Kind.objects.open().filter(n=2))
    ),
    "deelvraag": lambda m: sql(m.Dicht.objects.open().filter(pk__in=m.Kind.objects.open().values("dicht"))),
    "exists": lambda m: sql(
        m.Dicht.objects.open().filter(Exists(m.Kind.objects.open().filter(dicht=OuterRef("pk"))))
    ),
}


@pytest.mark.parametrize("weg", OPEN.values(), ids=OPEN)
def test_een_geopende_vraag_werkt_als_elke_andere(weg: Callable[[Modellen], object], m: Modellen) -> None:
    assert "SELECT" in str(weg(m))


def test_openen_geldt_voor_de_kopie_en_niet_voor_het_origineel(m: Modellen) -> None:
    dicht = m.Dicht.objects.filter(n=1)
    dicht.open()
    with pytest.raises(GeenToegangsfilter):
        sql(dicht)


def test_niets_vragen_mag_altijd(m: Modellen) -> None:
    assert list(m.Dicht.objects.none()) == []
    assert m.Dicht.objects.none().count() == 0
    with pytest.raises(Http404):
        get_object_or_404(m.Dicht.objects.none(), pk=1)


def test_de_uitzondering_zegt_wat_te_doen(m: Modellen) -> None:
    with pytest.raises(GeenToegangsfilter, match=r"gebruikers\.Dicht: vraag rijen op met zichtbaar_voor"):
        list(m.Dicht.objects.all())
