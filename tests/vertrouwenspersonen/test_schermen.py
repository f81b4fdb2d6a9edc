"""The screens, as a vertrouwenspersoon sees them; for everybody else they do not exist."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from typing import Any
from uuid import uuid4

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

Als = Callable[[Gebruiker], AbstractContextManager[Gebruiker]]
ClientVan = Callable[[Gebruiker], Client]
pytestmark = pytest.mark.django_db

NIEUW = "/casussen/nieuw/"


def antwoorden(**anders: Any) -> dict[str, Any]:
    """A filled-in registration, as a browser sends it."""
    return {
        "sleutel": str(uuid4()),
        "kwartaal_eerste_contact": str(Kwartaal.van(timezone.localdate()).vorige()),
        "defensieonderdeel": "clas",
        "personeelscategorie": "militair",
        "rol_hulpvrager": "benadeelde",
        "hoofdthema": "pesten",
        "neventhema": ["leiderschap"],
        "aantal_contacten": "2-3",
        "acties": ["luisterend_oor", "advies"],
    } | anders


def van(vp: Gebruiker, als: Als) -> list[Casus]:
    with als(vp):
        return list(Casus.objects.zichtbaar_voor(vp).select_related("hoofdthema", "afloop"))


def tekst(antwoord: Any) -> str:
    return unescape(antwoord.content.decode())


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


def test_geen_enkel_formulier_heeft_een_tekstvak(client_van: ClientVan, vp: Gebruiker, casus: Casus) -> None:
    client = client_van(vp)
    for route in ("nieuw", "voortzetting", "wijzig", "sluit", "verwijder"):
        pagina = tekst(client.get(adres(route, casus), follow=True))
        assert 'method="post"' in pagina, route
        assert "<textarea" not in pagina
        assert 'type="text"' not in pagina


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


def test_een_voortzetting_telt_niet_opnieuw_mee(client_van: ClientVan, als: Als, vp: Gebruiker) -> None:
    antwoord = client_van(vp).post("/casussen/voortzetting/", antwoorden(), follow=True)
    (casus,) = van(vp, als)
    assert casus.voortzetting is True
    detail = tekst(client_van(vp).get(adres("detail", casus)))
    assert "Telt niet opnieuw mee: loopt door van een collega" in detail
    assert antwoord.status_code == 200


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
