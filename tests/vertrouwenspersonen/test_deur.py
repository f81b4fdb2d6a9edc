"""The first wall with rows behind it: what the closed door of casussen does on a real table."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import DatabaseError
from django.shortcuts import get_object_or_404

from gebruikers.geslotendeur import GeenToegangsfilter
from gebruikers.models import Gebruiker, Roltoekenning
from tests.factories.vertrouwenspersonen import maak_casus
from vertrouwenspersonen.models import Casus

from .conftest import Fabriek

Als = Callable[[Gebruiker], AbstractContextManager[Gebruiker]]
pytestmark = pytest.mark.django_db


def test_ook_de_eigenaar_komt_niet_binnen_zonder_te_zeggen_voor_wie(
    als: Als, vp: Gebruiker, casus: Casus
) -> None:
    with als(vp):
        for weg in (
            lambda: list(Casus.objects.all()),
            lambda: Casus.objects.count(),
            lambda: get_object_or_404(Casus, pk=casus.pk),
            lambda: Casus.objects.filter(pk=casus.pk).update(voortzetting=True),
            lambda: Casus.objects.filter(pk=casus.pk).delete(),
            lambda: casus.refresh_from_db(),
            lambda: Casus._base_manager.get(pk=casus.pk),
        ):
            with pytest.raises(GeenToegangsfilter):
                weg()


def test_de_eerste_muur_staat_ook_waar_de_tweede_niet_kijkt(
    fabriek: Fabriek, als: Als, vp: Gebruiker, andere_vp: Gebruiker, casus: Casus
) -> None:
    with als(andere_vp):
        assert andere_vp.rollen
        with fabriek():  # row security is off here
            assert list(Casus.objects.zichtbaar_voor(andere_vp)) == []
    with als(vp):
        assert vp.rollen
        with fabriek():
            maak_casus(andere_vp)
            assert list(Casus.objects.zichtbaar_voor(vp)) == [casus]


def test_ook_de_eerste_muur_vraagt_de_rol(fabriek: Fabriek, als: Als, vp: Gebruiker, casus: Casus) -> None:
    with fabriek():
        Roltoekenning.objects.filter(gebruiker=vp).delete()
    with als(vp):
        assert not vp.rollen
        with fabriek():  # row security is off here
            assert list(Casus.objects.zichtbaar_voor(vp)) == []


def test_opslaan_verversen_en_verwijderen_van_een_eigen_casus_werken(als: Als, vp: Gebruiker) -> None:
    with als(vp):
        casus = maak_casus(vp)
        casus.voortzetting = True
        casus.save(update_fields=["voortzetting"])
        casus.voortzetting = False
        casus.refresh_from_db(from_queryset=Casus.objects.zichtbaar_voor(vp))
        assert casus.voortzetting is True
        assert casus.delete() == (1, {"vertrouwenspersonen.Casus": 1})


def test_opslaan_van_andermans_casus_raakt_geen_rij(als: Als, andere_vp: Gebruiker, casus: Casus) -> None:
    with als(andere_vp):
        casus.voortzetting = True
        with pytest.raises(DatabaseError, match="did not affect"):
            casus.save(update_fields=["voortzetting"])


def test_van_een_code_of_een_gebruiker_loopt_geen_weg_naar_casussen(vp: Gebruiker, casus: Casus) -> None:
    for model in (type(vp), type(casus.hoofdthema)):
        assert [rel for rel in model._meta.related_objects if rel.related_model is Casus] == []
