"""Names and addresses of accounts: encrypted the same way each time, in order, and never asked otherwise."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldError
from hypothesis import given
from hypothesis import strategies as st

from gebruikers.geheim import Doel, GeheimOnleesbaar, is_vast, ontsleutel_vast, versleutel_vast
from gebruikers.models import Gebruiker, OidcIdentiteit
from gebruikers.rollen import Rol
from gebruikers.volgorde import op_naam
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.wie import fabriek

NAMEN = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=150)


pytestmark = pytest.mark.django_db


@given(naam=NAMEN)
def test_dezelfde_naam_is_dezelfde_waarde_en_komt_terug(naam):
    dicht = versleutel_vast(naam, doel=Doel.NAAM)
    assert dicht == versleutel_vast(naam, doel=Doel.NAAM) == dicht.lower()
    assert ontsleutel_vast(dicht, doel=Doel.NAAM) == naam
    assert is_vast(dicht) is bool(naam)


def test_bijna_elke_naam_is_even_lang():
    assert len({len(versleutel_vast("x" * lengte, doel=Doel.NAAM)) for lengte in range(1, 33)}) == 1


@pytest.mark.parametrize("hoe", ["ander doel", "een teken anders", "korter", "leesbaar", "geen hex"])
def test_wat_zo_niet_gemaakt_is_opent_niet(hoe):
    dicht = versleutel_vast("Naam", doel=Doel.NAAM)
    fout = {
        "ander doel": versleutel_vast("Naam", doel=Doel.ADRES),
        "een teken anders": dicht[:-1] + ("0" if dicht[-1] != "0" else "1"),
        "korter": dicht[:-40],
        "leesbaar": "Naam",
        "geen hex": "v1.Naam",
    }[hoe]
    with pytest.raises(GeheimOnleesbaar):
        ontsleutel_vast(fout, doel=Doel.NAAM)


@pytest.mark.parametrize(
    "vraag",
    [
        lambda: Gebruiker.objects.order_by("naam"),
        lambda: Gebruiker.objects.order_by("-email"),
        lambda: OidcIdentiteit.objects.order_by("gebruiker__naam"),
        lambda: Gebruiker.objects.filter(naam__icontains="a"),
        lambda: Gebruiker.objects.filter(email__iexact="a@demo.example"),
        lambda: Gebruiker.objects.filter(naam__gt="a"),
        lambda: Gebruiker.objects.filter(naam__regex="a"),
    ],
)
def test_de_databank_weigert_wat_zij_niet_kan_weten(vraag):
    with pytest.raises(FieldError):
        list(vraag())


def test_gelijk_zijn_kan_zij_wel_zeggen_hoe_een_adres_ook_is_getypt():
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR, naam="Éénbreed (demo)")
        assert Gebruiker.objects.get(email=wie.email.upper()) == wie
        assert Gebruiker.objects.get_by_natural_key(wie.email.title()) == wie
        assert Gebruiker.objects.filter(naam__in=["Éénbreed (demo)", "x"]).get() == wie
        assert not Gebruiker.objects.filter(naam="éénbreed (demo)").exists()
        assert OidcIdentiteit.objects.filter(gebruiker__naam=wie.naam).count() == 0
        assert Gebruiker.objects.values_list("naam", "email").get(pk=wie.pk) == (wie.naam, wie.email)


def test_namen_staan_op_volgorde_zonder_hoofdletters_en_accenten():
    assert op_naam(["Zus", "étienne", "Erik", "erik", "Änne", "Anna", "de Boer"]) == [
        "Anna", "Änne", "de Boer", "Erik", "erik", "étienne", "Zus",
    ]  # fmt: skip
