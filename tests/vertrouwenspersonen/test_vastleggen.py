"""Registering a casus: what is asked, what is kept, and once whatever a browser does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gebruikers.models import Gebruiker
from tests.factories.vertrouwenspersonen import code, maak_casus
from vertrouwenspersonen.kwartalen import Kwartaal

from .conftest import Fabriek
from .hulp import NIEUW, antwoorden, tekst, van

Als = Callable[[Gebruiker], AbstractContextManager[Gebruiker]]
ClientVan = Callable[[Gebruiker], Client]
pytestmark = pytest.mark.django_db


def test_vastleggen_vraagt_precies_acht_dingen(client_van: ClientVan, vp: Gebruiker) -> None:
    formulier = client_van(vp).get(NIEUW, follow=True).context["form"]
    assert [veld.name for veld in formulier.visible_fields()] == [
        "kwartaal_eerste_contact",
        "defensieonderdeel",
        "personeelscategorie",
        "rol_hulpvrager",
        "hoofdthema",
        "neventhema",
        "aantal_contacten",
        "acties",
    ]


def test_vastleggen_begint_bij_dit_kwartaal_en_het_eigen_onderdeel(
    client_van: ClientVan, fabriek: Fabriek, vp: Gebruiker
) -> None:
    with fabriek():
        maak_casus(vp, defensieonderdeel=code("defensieonderdeel", "ckmar"))
        maak_casus(vp, defensieonderdeel=code("defensieonderdeel", "dosco"))
        maak_casus(vp, defensieonderdeel=code("defensieonderdeel", "dosco"))
    antwoord = client_van(vp).get(NIEUW, follow=True)
    begin = antwoord.context["form"].initial
    assert begin["kwartaal_eerste_contact"] == str(Kwartaal.van(timezone.localdate()))
    assert begin["defensieonderdeel"] == "dosco"
    assert "Noteer niets waaruit blijkt wie u sprak." in tekst(antwoord)


def test_vastleggen_slaat_op_en_biedt_de_volgende_aan(client_van: ClientVan, als: Als, vp: Gebruiker) -> None:
    antwoord = client_van(vp).post(NIEUW, antwoorden(), follow=True)
    (casus,) = van(vp, als)
    assert antwoord.redirect_chain == [(f"/casussen/{casus.pk}/opgeslagen/", 302)]
    pagina = tekst(antwoord)
    assert "De casus is opgeslagen. Alleen u kunt hem zien." in pagina
    assert f'href="{NIEUW}"' in pagina
    assert casus.hoofdthema.code == "pesten"
    assert casus.voortzetting is False


def test_tweemaal_klikken_legt_een_casus_vast(client_van: ClientVan, als: Als, vp: Gebruiker) -> None:
    client, invoer = client_van(vp), antwoorden()
    assert client.post(NIEUW, invoer).url == client.post(NIEUW, invoer).url  # type: ignore[attr-defined]  # redirects
    assert len(van(vp, als)) == 1


def test_terug_in_de_browser_en_anders_opslaan_leidt_naar_wijzigen(
    client_van: ClientVan, als: Als, vp: Gebruiker
) -> None:
    client, invoer = client_van(vp), antwoorden()
    client.post(NIEUW, invoer)
    antwoord = client.post(NIEUW, invoer | {"hoofdthema": "overig"}, follow=True)
    (casus,) = van(vp, als)
    assert antwoord.redirect_chain == [(f"/casussen/{casus.pk}/wijzig/", 302)]
    assert "U legde deze casus al vast. Wijzig hem hier als dat nodig is." in tekst(antwoord)
    assert casus.hoofdthema.code == "pesten"


@pytest.mark.parametrize("pad", [NIEUW, "/casussen/voortzetting/"])
def test_terug_naar_het_formulier_toont_de_casus_die_al_is_vastgelegd(
    pad: str, client_van: ClientVan, als: Als, vp: Gebruiker, andere_vp: Gebruiker
) -> None:
    """The key stands in the address, so *Back* asks for the same registration; the link begins another."""
    client = client_van(vp)
    formulier = client.get(pad, follow=True)
    ((adres_van_formulier, _code),) = formulier.redirect_chain
    sleutel = str(formulier.context["form"].initial["sleutel"])
    assert adres_van_formulier == f"{pad}?sleutel={sleutel}"
    client.post(adres_van_formulier, antwoorden(sleutel=sleutel))
    terug = client.get(adres_van_formulier, follow=True)
    (casus,) = van(vp, als)
    assert terug.redirect_chain == [(f"/casussen/{casus.pk}/", 302)]
    assert "U legde deze casus al vast. Wijzig hem als dat nodig is." in tekst(terug)
    assert client_van(andere_vp).get(adres_van_formulier).status_code == 200  # a form like any other
    for vreemd in ("geen-sleutel", "11111111-1111-1111-1111-111111111111"):
        naar = client.get(pad, {"sleutel": vreemd}).headers["Location"]
        assert naar.startswith(f"{pad}?sleutel=")
        assert vreemd not in naar
        assert sleutel not in naar


def test_een_leeg_formulier_zegt_bij_elke_vraag_wat_te_doen(
    client_van: ClientVan, als: Als, vp: Gebruiker
) -> None:
    antwoord = client_van(vp).post(NIEUW, {"sleutel": str(uuid4())})
    assert antwoord.status_code == 422
    assert antwoord.context["form"].errors == {
        "kwartaal_eerste_contact": ["Kies de periode van het eerste gesprek."],
        "defensieonderdeel": ["Kies het onderdeel van de hulpvrager."],
        "personeelscategorie": ["Kies wat de hulpvrager is, bijvoorbeeld militair of burger."],
        "rol_hulpvrager": ["Kies de rol van de hulpvrager."],
        "hoofdthema": ["Kies waar het vooral over ging."],
        "aantal_contacten": ["Kies hoeveel gesprekken u had."],
        "acties": ["Kies wat u hebt gedaan."],
    }
    assert "Er zijn 7 fouten gevonden" in tekst(antwoord)
    assert van(vp, als) == []


@pytest.mark.parametrize(
    ("invoer", "veld", "woorden"),
    [
        (
            {"neventhema": ["leiderschap", "overig", "discriminatie"]},
            "neventhema",
            "Kies niet meer dan 2 andere thema's.",
        ),
        ({"neventhema": ["pesten"]}, "neventhema", "Pesten is al het hoofdthema. Kies hier een ander thema."),
        ({"hoofdthema": "iets anders"}, "hoofdthema", "Kies uit de lijst waar het vooral over ging."),
        ({"acties": ["pesten"]}, "acties", "Kies uit de lijst wat u hebt gedaan."),
        (
            {"kwartaal_eerste_contact": "2098-K1"},
            "kwartaal_eerste_contact",
            "Kies de periode van het eerste gesprek uit de lijst.",
        ),
    ],
)
def test_een_fout_staat_in_woorden_bij_de_vraag(
    invoer: dict[str, Any], veld: str, woorden: str, client_van: ClientVan, als: Als, vp: Gebruiker
) -> None:
    antwoord = client_van(vp).post(NIEUW, antwoorden(**invoer))
    assert antwoord.context["form"].errors == {veld: [woorden]}
    assert tekst(antwoord).count(woorden) == 2  # in the summary and at the question
    assert van(vp, als) == []


@pytest.mark.parametrize("pad", [NIEUW, "/casussen/voortzetting/"])
def test_elk_kwartaal_dat_een_bestand_mag_noemen_is_te_kiezen_per_jaar_het_nieuwste_boven(
    pad: str, client_van: ClientVan, als: Als, vp: Gebruiker
) -> None:
    client = client_van(vp)
    groepen = client.get(pad, follow=True).context["form"].fields["kwartaal_eerste_contact"].choices
    nu = Kwartaal.van(timezone.localdate())
    codes = [code for _jaar, keuzes in groepen for code, _label in keuzes]
    assert [jaar for jaar, _keuzes in groepen] == [str(jaar) for jaar in range(nu.jaar, 1999, -1)]
    assert codes == sorted(codes, reverse=True)
    assert (codes[0], codes[-1]) == (str(nu), "2000-K1")
    client.post(pad, antwoorden(kwartaal_eerste_contact="2021-K2"))
    assert [casus.kwartaal_eerste_contact for casus in van(vp, als)] == ["2021-K2"]


def test_een_voortzetting_telt_niet_opnieuw_mee(client_van: ClientVan, als: Als, vp: Gebruiker) -> None:
    antwoord = client_van(vp).post("/casussen/voortzetting/", antwoorden(), follow=True)
    (casus,) = van(vp, als)
    assert casus.voortzetting is True
    detail = tekst(client_van(vp).get(reverse("casussen:detail", args=[casus.pk])))
    assert "Telt niet opnieuw mee: loopt door van een collega" in detail
    assert antwoord.status_code == 200
