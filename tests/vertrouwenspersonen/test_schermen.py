"""The screens, as a vertrouwenspersoon sees them; for everybody else they do not exist."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gebruikers.models import Gebruiker, Sessie
from logboek.models import Gebeurtenis
from tests.factories.vertrouwenspersonen import code, maak_casus
from tests.hulp.wie import inhoud_van
from vertrouwenspersonen.kwartalen import Kwartaal
from vertrouwenspersonen.models import Casus
from vertrouwenspersonen.urls import urlpatterns

from .conftest import Fabriek
from .hulp import NIEUW, antwoorden, tekst, van

Als = Callable[[Gebruiker], AbstractContextManager[Gebruiker]]
ClientVan = Callable[[Gebruiker], Client]
pytestmark = pytest.mark.django_db

ROUTES = [str(route.name) for route in urlpatterns]
ZONDER_CASUS = {"lijst", "nieuw", "voortzetting", "inlezen", "inlezen_bevestig"}


def adres(route: str, casus: Casus) -> str:
    return reverse(f"casussen:{route}", args=[] if route in ZONDER_CASUS else [casus.pk])


@pytest.mark.parametrize("route", [r for r in ROUTES if r != "inlezen_bevestig"])
def test_de_eigenaar_opent_elke_pagina_en_ziet_zijn_casus(
    route: str, fabriek: Fabriek, client_van: ClientVan, vp: Gebruiker
) -> None:
    with fabriek():
        velden = (
            {"status": "gesloten", "afloop": code("afloop_casus", "onbekend")} if route == "heropen" else {}
        )
        casus = maak_casus(vp, **velden)
    antwoord = client_van(vp).get(adres(route, casus), follow=True)
    assert antwoord.status_code == 200
    assert (casus.casusnummer in tekst(antwoord)) == (route not in ZONDER_CASUS - {"lijst"})


def test_voor_elke_andere_rol_bestaat_geen_enkele_pagina(
    request: pytest.FixtureRequest, client_van: ClientVan, buitenstaander: Gebruiker, casus: Casus
) -> None:
    """Every page is read or sent, in turn: over all roles both ways for each page."""
    client = client_van(buitenstaander)
    for beurt, route in enumerate(ROUTES, request.node.callspec.indices["buitenstaander"]):
        antwoord = (
            client.post(adres(route, casus), antwoorden()) if beurt % 2 else client.get(adres(route, casus))
        )
        assert antwoord.status_code == 404, route
        assert casus.casusnummer not in tekst(antwoord), route


@pytest.mark.parametrize("route", [r for r in ROUTES if r not in ZONDER_CASUS])
def test_voor_een_andere_vertrouwenspersoon_bestaat_de_casus_niet(
    route: str, client_van: ClientVan, andere_vp: Gebruiker, vp: Gebruiker, casus: Casus, als: Als
) -> None:
    client = client_van(andere_vp)
    alleen_lezen = route in {"detail", "opgeslagen"}
    gelezen, gestuurd = client.get(adres(route, casus)), client.post(adres(route, casus), antwoorden())
    assert (gelezen.status_code, gestuurd.status_code) == (404, 405 if alleen_lezen else 404)
    assert casus.casusnummer not in tekst(gelezen) + tekst(gestuurd)
    assert casus.casusnummer not in tekst(client.get("/casussen/"))
    assert van(vp, als) == [casus]


def test_wie_niet_is_aangemeld_gaat_naar_aanmelden(client: Client, casus: Casus) -> None:
    for route in ROUTES:
        assert client.get(adres(route, casus))["Location"].startswith(reverse("account_login")), route


def test_geen_enkel_formulier_heeft_een_tekstvak(client_van: ClientVan, vp: Gebruiker, casus: Casus) -> None:
    client = client_van(vp)
    for route in ("nieuw", "voortzetting", "wijzig", "sluit", "verwijder"):
        pagina = tekst(client.get(adres(route, casus), follow=True))
        assert 'method="post"' in pagina, route
        assert "<textarea" not in pagina
        assert 'type="text"' not in pagina


def test_detail_toont_alle_antwoorden_en_alleen_stappen_die_kunnen(
    client_van: ClientVan, fabriek: Fabriek, vp: Gebruiker
) -> None:
    with fabriek():
        open_ = maak_casus(vp, neventhema=[code("thema", "leiderschap").pk])
        dicht = maak_casus(
            vp,
            status="gesloten",
            afloop=code("afloop_casus", "opgelost"),
            doorverwezen_naar=[code("doorverwijzing", "bmw").pk],
        )
    client = client_van(vp)
    pagina = tekst(client.get(adres("detail", open_)))
    for woord in (
        "april tot en met juni 2024",
        "CLAS",
        "Militair",
        "Pesten",
        "Leiderschap",
        "Luisterend oor",
    ):
        assert woord in pagina
    assert (adres("sluit", open_) in pagina, adres("wijzig", open_) in pagina) == (True, True)
    assert adres("heropen", open_) not in pagina
    pagina = tekst(client.get(adres("detail", dicht)))
    for woord in ("Opgelost", "Bedrijfsmaatschappelijk werk"):
        assert woord in pagina
    assert (adres("sluit", dicht) in pagina, adres("wijzig", dicht) in pagina) == (False, False)
    assert adres("heropen", dicht) in pagina


def test_na_90_dagen_stelt_de_toepassing_voor_te_sluiten(
    client_van: ClientVan, fabriek: Fabriek, vp: Gebruiker
) -> None:
    nu = str(Kwartaal.van(timezone.localdate()))
    with fabriek():
        stil = maak_casus(vp, kwartaal_eerste_contact="2023-K1")
        loopt = maak_casus(
            vp,
            kwartaal_eerste_contact="2023-K1",
            kwartaal_laatste_contact=nu,
            aantal_contacten="2-3",
        )
    client = client_van(vp)
    vraag = "Al 90 dagen geen gesprek. Wilt u de casus sluiten?"
    assert vraag in tekst(client.get(adres("detail", stil)))
    assert vraag not in tekst(client.get(adres("detail", loopt)))
    lijst = client.get("/casussen/")
    assert "Bij 1 casus was er al 90 dagen geen gesprek. Wilt u hem sluiten?" in tekst(lijst)
    assert [c.pk for c in client.get("/casussen/?stil=1").context["lijst"].bladzijde.rijen] == [stil.pk]


def test_wijzigen_begint_met_wat_er_staat_en_slaat_op(
    client_van: ClientVan, als: Als, vp: Gebruiker, casus: Casus
) -> None:
    client = client_van(vp)
    formulier = client.get(adres("wijzig", casus)).context["form"]
    assert formulier.initial["hoofdthema"] == "pesten"
    assert formulier.initial["kwartaal_laatste_contact"] == "2024-K2"
    invoer = {naam: waarde for naam, waarde in formulier.initial.items() if waarde not in (False, None)}
    antwoord = client.post(adres("wijzig", casus), invoer | {"hoofdthema": "overig", "voortzetting": "on"})
    assert antwoord.url == adres("detail", casus)  # type: ignore[attr-defined]  # a redirect
    (nu,) = van(vp, als)
    assert (nu.hoofdthema.code, nu.voortzetting, nu.kwartaal_eerste_contact) == ("overig", True, "2024-K2")


def test_twee_vensters_overschrijven_elkaar_niet(
    client_van: ClientVan, als: Als, vp: Gebruiker, casus: Casus
) -> None:
    client = client_van(vp)
    begin = client.get(adres("wijzig", casus)).context["form"].initial
    invoer = {naam: waarde for naam, waarde in begin.items() if waarde not in (False, None)}
    client.post(adres("wijzig", casus), invoer | {"hoofdthema": "discriminatie"})
    antwoord = client.post(adres("wijzig", casus), invoer | {"hoofdthema": "overig"})
    pagina = tekst(antwoord)
    assert "U wijzigde deze casus ook in een ander venster." in pagina
    assert {"label": "Waar het vooral over ging", "waarde": "Discriminatie"} in antwoord.context["intussen"]
    assert antwoord.context["form"]["hoofdthema"].value() == "overig"
    assert van(vp, als)[0].hoofdthema.code == "discriminatie"
    vergeleken = invoer | {"hoofdthema": "overig", "kenmerk": antwoord.context["form"]["kenmerk"].value()}
    client.post(adres("wijzig", casus), vergeleken)
    assert van(vp, als)[0].hoofdthema.code == "overig"


def test_sluiten_en_heropenen(client_van: ClientVan, als: Als, vp: Gebruiker, casus: Casus) -> None:
    client = client_van(vp)
    leeg = client.post(adres("sluit", casus), {})
    assert leeg.context["form"].errors == {
        "afloop": ["Kies hoe het afliep."],
        "aantal_contacten": ["Kies hoeveel gesprekken u had."],
    }
    invoer = {"afloop": "opgelost", "aantal_contacten": "7+", "doorverwezen_naar": ["bmw", "hr"]}
    assert "De casus is gesloten." in tekst(client.post(adres("sluit", casus), invoer, follow=True))
    (dicht,) = van(vp, als)
    assert (dicht.status, dicht.aantal_contacten, len(dicht.doorverwezen_naar)) == ("gesloten", "7+", 2)
    assert "De casus is weer open." in tekst(client.post(adres("heropen", casus), follow=True))
    (open_,) = van(vp, als)
    assert (open_.status, open_.afloop) == ("open", None)


@pytest.mark.parametrize("route", ["wijzig", "sluit"])
def test_een_gesloten_casus_wordt_eerst_heropend(
    route: str, client_van: ClientVan, fabriek: Fabriek, vp: Gebruiker
) -> None:
    with fabriek():
        casus = maak_casus(vp, status="gesloten", afloop=code("afloop_casus", "onbekend"))
    antwoord = client_van(vp).post(adres(route, casus), antwoorden(), follow=True)
    assert antwoord.redirect_chain == [(adres("detail", casus), 302)]
    assert "Dat kan niet meer. Hieronder ziet u hoe de casus er nu voor staat." in tekst(antwoord)


def test_verwijderen_vraagt_eerst_en_laat_dan_niets_achter(
    client_van: ClientVan, als: Als, vp: Gebruiker, casus: Casus
) -> None:
    client = client_van(vp)
    assert "U kunt dit niet ongedaan maken." in tekst(client.get(adres("verwijder", casus)))
    assert van(vp, als) == [casus]
    assert "De casus is verwijderd." in tekst(client.post(adres("verwijder", casus), follow=True))
    assert van(vp, als) == []
    assert client.get(adres("detail", casus)).status_code == 404


def test_een_waarde_die_nu_niet_meer_geldt_blijft_te_wijzigen(
    client_van: ClientVan, fabriek: Fabriek, als: Als, vp: Gebruiker
) -> None:
    with fabriek():
        casus = maak_casus(
            vp, defensieonderdeel=code("defensieonderdeel", "dmo"), kwartaal_eerste_contact="2021-K1"
        )
    client = client_van(vp)
    formulier = client.get(adres("wijzig", casus)).context["form"]
    assert formulier.initial["defensieonderdeel"] == "dmo"
    invoer = {naam: waarde for naam, waarde in formulier.initial.items() if waarde not in (False, None)}
    assert client.post(adres("wijzig", casus), invoer).status_code == 302
    assert "dmo" not in [
        waarde
        for waarde, _ in client.get(NIEUW, follow=True).context["form"]["defensieonderdeel"].field.choices
    ]


def test_sessie_en_logboek_weten_niet_welke_casus(
    client_van: ClientVan, als: Als, fabriek: Fabriek, vp: Gebruiker
) -> None:
    client = client_van(vp)
    client.post(NIEUW, antwoorden(), follow=True)
    (casus,) = van(vp, als)
    client.get(adres("detail", casus))
    client.post(adres("sluit", casus), {"afloop": "opgelost", "aantal_contacten": "7+"}, follow=True)
    inhoud = [str(inhoud_van(sessie)) for sessie in Sessie.objects.all()]
    with fabriek():
        inhoud += [str(rij) for rij in Gebeurtenis.objects.values_list()]
    assert sum("casus_dag" in spoor for spoor in inhoud) == 1
    assert any("_auth_user_id" in spoor for spoor in inhoud)
    for spoor in inhoud:
        assert str(casus.pk) not in spoor
        assert casus.casusnummer not in spoor
        assert "pesten" not in spoor.lower()


def test_het_logboek_krijgt_zijn_regel_al_bij_het_openen_van_het_formulier(
    client_van: ClientVan, fabriek: Fabriek, vp: Gebruiker
) -> None:
    client_van(vp).get(NIEUW)
    with fabriek():
        assert Gebeurtenis.objects.filter(door_id=vp.pk, soort="casus_dag").count() == 1
