"""Registering a melding in topic pages, as the browser does it without JavaScript."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from gebruikers.models import Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.hulp.antwoord import kaal
from tests.meldingen.intake_hulp import GOED, STAPPEN, Invuller
from zaken.models import Concept, Datasleutel, Persoon

pytestmark = pytest.mark.databank


@pytest.fixture
def rolverdeling(fabriek):
    with fabriek():
        team = maak_team("intake", soort=Team.Soort.INTAKE)
        return {
            "adviseur": maak_gebruiker(Rol.ADVISEUR),
            "collega": maak_gebruiker(Rol.ADVISEUR),
            "intake": maak_gebruiker(Rol.INTAKE, teams=[team]),
            "onderzoeker": maak_gebruiker(Rol.ONDERZOEKER),
            "beheerder": maak_gebruiker(Rol.BEHEERDER),
        }


@pytest.fixture
def invuller(rolverdeling, client_van):
    return Invuller.begin(client_van(rolverdeling["adviseur"]))


def _meldingen():
    return list(Melding.objects.zonder_toegangsfilter(reden="test").order_by("zaaknummer"))


def _aantal_concepten():
    return Concept.objects.zonder_toegangsfilter(reden="test").count()


@pytest.mark.parametrize("rol", ["adviseur", "intake"])
def test_van_begin_tot_opgeslagen_staat_elk_antwoord_in_de_melding(rolverdeling, client_van, als, rol):
    invuller = Invuller.begin(client_van(rolverdeling[rol]))

    invuller.vul_alles_in()
    antwoord = invuller.dien_in()

    with als(rolverdeling[rol]) as wie:
        melding = Melding.objects.zichtbaar_voor(wie).select_related("sleutel").get()
        assert antwoord.url == reverse("meldingen:detail", args=[melding.pk])
        assert {
            "nummer": melding.zaaknummer,
            "door": melding.aangemaakt_door_id,
            "defensie": melding.ontvangen_defensie,
            "register": melding.ontvangen_register,
            "kanaal": melding.meldkanaal.code,
            "bron": melding.bron.code,
            "anonimiteit": melding.anonimiteit,
            "aantal": melding.aantal_betrokkenen,
            "onderwerp": melding.onderwerp,
            "voorval": (melding.voorval_van, melding.voorval_tot, melding.voorval_precisie),
            "locatie": melding.locatiecontext.code,
            "onderdeel": melding.defensieonderdeel.code,
            "eenheid": melding.eenheid,
            "omschrijving": melding.omschrijving,
            "hoofd": melding.hoofdcategorie.code,
            "sub": sorted(melding.subcategorieen.values_list("code", flat=True)),
            "wens": melding.wens_melder,
            "orde": melding.ordemaatregel,
            "aangifte": melding.aangifte,
            "om": melding.afstemming_om,
            "bevestigd": melding.bevestigd_op,
        } == {
            "nummer": "M-2024-00001",
            "door": wie.pk,
            "defensie": date(2024, 11, 15),
            "register": date(2024, 11, 18),
            "kanaal": "leidinggevende",
            "bron": "eigen_melding",
            "anonimiteit": "nee",
            "aantal": 2,
            "onderwerp": "Opmerkingen tijdens een oefening",
            "voorval": (date(2024, 10, 1), date(2024, 11, 30), "maand"),
            "locatie": "oefening",
            "onderdeel": "clas",
            "eenheid": "Eenheid A",
            "omschrijving": "De betrokkene maakte kwetsende opmerkingen.",
            "hoofd": "omgangsvormen",
            "sub": ["discriminatie", "pesten"],
            "wens": "Een gesprek.",
            "orde": "Andere ploeg.",
            "aangifte": "overwogen",
            "om": True,
            "bevestigd": None,
        }
        personen = [
            (p.rol, p.naam, p.contact, p.veilig_bereikbaar, p.relatie and p.relatie.code)
            for p in Persoon.objects.van(melding).select_related("relatie").order_by("rol", "volgnummer")
        ]
        assert personen == [
            ("betrokkene", "", "", "", "collega"),
            ("getuige", "Getuige Een", "", "", None),
            ("melder", "Melder Een", "melder@demo.example", "alleen per sms", None),
        ]
        assert not Concept.objects.van(wie).exists()


def test_na_het_opslaan_zegt_de_pagina_het_nummer_en_wat_er_nu_moet(invuller):
    invuller.vul_alles_in()

    antwoord = invuller.client.get(invuller.dien_in().url, follow=True)

    berichten = [str(bericht) for bericht in antwoord.wsgi_request._messages]
    assert berichten == [
        "De melding is opgeslagen: M-2024-00001. "
        "De ontvangst had uiterlijk 22 november 2024 bevestigd moeten zijn. Doe dat vandaag."
    ]


def test_twee_keer_versturen_geeft_een_melding(invuller, rolverdeling, fabriek):
    invuller.vul_alles_in()
    gegevens = invuller.verborgen("controleren")
    url = invuller.url("controleren")

    eerste = invuller.client.post(url, gegevens)
    tweede = invuller.client.post(url, gegevens)
    andere_stap = invuller.client.post(invuller.url("gedaan"), gegevens | GOED["gedaan"])

    with fabriek():
        (melding,) = _meldingen()
    naar_de_melding = reverse("meldingen:detail", args=[melding.pk])
    assert [eerste.url, tweede.url, andere_stap.url] == [naar_de_melding] * 3
    assert invuller.client.get(url).status_code == 404
    assert invuller.bewaar("gedaan", 99, sleutel=gegevens["sleutel"]).status_code == 410
    assert invuller.bewaar("gedaan", 99).status_code == 404


def test_de_beginpagina_maakt_niets_en_toont_wat_er_nog_ligt(invuller, rolverdeling, client_van, fabriek):
    invuller.vul_in("gebeurtenis", "_later", onderwerp="Mijn eigen concept")

    eigen = invuller.client.get(reverse("meldingen:nieuw"))
    ander = client_van(rolverdeling["collega"]).get(reverse("meldingen:nieuw"))

    assert "Is er nu gevaar? Bel 112 of de wacht." in eigen.content.decode()
    assert "Mijn eigen concept" in eigen.content.decode()
    assert invuller.url("verder") in eigen.content.decode()
    assert "Mijn eigen concept" not in ander.content.decode()
    with fabriek():
        assert _aantal_concepten() == 1


@pytest.mark.parametrize("rol", ["onderzoeker", "beheerder"])
def test_wie_niet_mag_registreren_ziet_de_pagina_niet(rolverdeling, client_van, fabriek, rol):
    client = client_van(rolverdeling[rol])

    antwoorden = [client.get(reverse("meldingen:nieuw")), client.post(reverse("meldingen:nieuw"))]

    assert [antwoord.status_code for antwoord in antwoorden] == [404, 404]
    with fabriek():
        assert _aantal_concepten() == 0


def test_andermans_concept_is_hetzelfde_als_een_dat_niet_bestaat(invuller, rolverdeling, client_van, fabriek):
    invuller.vul_in("gebeurtenis", onderwerp="zeepaardje")
    ander = client_van(rolverdeling["collega"])
    onbekend = "6a4d2a3c-0000-4000-8000-000000000000"
    routes = [
        *(("meldingen:concept", [stap]) for stap in (*STAPPEN, "controleren")),
        ("meldingen:concept_weggooien", []),
        ("meldingen:concept_bewaar", []),
    ]

    for naam, extra in routes:
        for methode in (ander.get, ander.post):
            gezien, echt_onbekend = (
                methode(reverse(naam, args=[pk, *extra])) for pk in (invuller.pk, onbekend)
            )
            assert (gezien.status_code, echt_onbekend.status_code) == (404, 404)
            assert kaal(gezien).replace(str(invuller.pk), onbekend) == kaal(echt_onbekend)
            assert b"zeepaardje" not in gezien.content
    with fabriek():
        assert _aantal_concepten() == 1


def test_weggooien_vraagt_het_eerst_en_vernietigt_dan_ook_de_sleutel(invuller, fabriek):
    url = reverse("meldingen:concept_weggooien", args=[invuller.pk])

    assert "niet ongedaan maken" in invuller.client.get(url).content.decode()
    with fabriek():
        assert (_aantal_concepten(), Datasleutel.objects.count()) == (1, 1)
    assert invuller.client.post(url).url == reverse("meldingen:nieuw")
    with fabriek():
        assert (_aantal_concepten(), Datasleutel.objects.count()) == (0, 0)
    assert invuller.client.post(url).status_code == 404


def test_elke_stap_is_altijd_te_openen_en_toont_wat_er_getypt_was(invuller):
    for stap in reversed(STAPPEN):
        assert invuller.vul_in(stap, "_vorige").status_code == 302

    teksten = {stap: invuller.client.get(invuller.url(stap)).content.decode() for stap in STAPPEN}

    for stap, velden in GOED.items():
        for waarde in velden.values():
            for deel in [waarde] if isinstance(waarde, str) else waarde:
                assert deel in teksten[stap], (stap, deel)


def test_een_stap_vol_fouten_is_toch_bewaard_en_zegt_wat_er_mis_is(invuller):
    antwoord = invuller.vul_in("ontvangst", ontvangen_defensie_maand="13", meldkanaal="")

    assert antwoord.status_code == 422
    assert "Er zijn 2 fouten gevonden" in antwoord.content.decode()
    assert "Vul een datum in die bestaat" in antwoord.content.decode()
    assert "Kies bij wie de melding binnenkwam." in antwoord.content.decode()
    assert 'value="13"' in invuller.client.get(invuller.url("ontvangst")).content.decode()


def test_onvolledig_opslaan_kan_en_de_controlepagina_noemt_wat_ontbreekt(invuller, fabriek):
    invuller.vul_in("gebeurtenis", "_later", onderwerp="", omschrijving="half")

    pagina = invuller.client.get(invuller.url("controleren")).content.decode()
    antwoord = invuller.dien_in()

    assert "Vul in waar de melding over gaat." in pagina
    assert f"{invuller.url('gebeurtenis')}?naar=controleren#id_onderwerp" in pagina
    assert antwoord.status_code == 422
    zin = "Hoe kwam de melding binnen? Vul in wanneer Defensie de melding kreeg."
    assert zin in antwoord.content.decode()
    with fabriek():
        assert (_meldingen(), _aantal_concepten()) == ([], 1)


def test_van_de_controlepagina_gaat_wijzigen_daar_weer_naar_terug(invuller):
    invuller.vul_alles_in()
    velden = invuller.verborgen("gedaan") | GOED["gedaan"] | {"_volgende": "1"}

    antwoord = invuller.client.post(f"{invuller.url('gedaan')}?naar=controleren", velden)

    assert antwoord.url == invuller.url("controleren")


def test_personen_gaan_er_een_voor_een_bij_en_af(invuller):
    erbij = invuller.vul_in("personen", voeg_toe="benadeelde")
    pagina = invuller.client.get(invuller.url("personen")).content.decode()
    assert erbij.url == f"{invuller.url('personen')}#rij-3"
    assert [naam in pagina for naam in ("Betrokkene 1", "Getuige 1", "Benadeelde 1")] == [True] * 3

    eraf = invuller.vul_in("personen", rij=["1-betrokkene", "2-getuige", "3-benadeelde"], verwijder="2")
    pagina = invuller.client.get(invuller.url("personen")).content.decode()
    assert eraf.status_code == 302
    assert "Getuige Een" not in pagina
    assert "Melder Een" in pagina


def test_een_anonieme_melder_heeft_geen_naam_ook_niet_als_die_er_al_stond(invuller, rolverdeling, als):
    invuller.vul_in("personen")
    invuller.vul_alles_in(ontvangst={"anonimiteit": "anoniem"})
    assert "Melder Een" not in invuller.client.get(invuller.url("controleren")).content.decode()

    invuller.dien_in()

    with als(rolverdeling["adviseur"]) as adviseur:
        melding = Melding.objects.zichtbaar_voor(adviseur).get()
        melder = Persoon.objects.van(melding).select_related("zaak__sleutel").get(rol="melder")
        assert (melding.anonimiteit, melder.naam) == ("anoniem", "")
        assert melder.veilig_bereikbaar == "alleen per sms"


def test_codes_zijn_die_van_de_dag_van_ontvangst(invuller):
    invuller.vul_in("ontvangst", ontvangen_defensie_jaar="2020", ontvangen_register_jaar="2020")
    toen = invuller.client.get(invuller.url("categorie")).content.decode()
    invuller.vul_in("ontvangst")
    nu = invuller.client.get(invuller.url("categorie")).content.decode()

    assert [c in toen for c in ('value="dienstmiddelen_interne_regels"', 'value="overige"')] == [True, False]
    assert [c in nu for c in ('value="dienstmiddelen_interne_regels"', 'value="overige"')] == [False, True]


def test_elk_onderwerp_en_elke_verfijning_staat_op_een_eigen_regel(invuller):
    html = invuller.client.get(invuller.url("categorie")).content.decode()

    keuzes = re.findall(r'<input type="(?:radio|checkbox)"', html)
    assert len(keuzes) > 9
    assert html.count("app-check__tekst") == len(keuzes)


def test_een_titel_zegt_een_keer_dat_er_een_fout_is_en_een_ongeziene_stap_is_niet_klaar(invuller):
    html = invuller.dien_in().content.decode()

    assert html.count("<title>Fout: Controleer") == 1
    assert "(klaar)" not in html


def test_zonder_intaketeam_wordt_niets_opgeslagen_en_blijft_het_concept(rolverdeling, client_van, fabriek):
    invuller = Invuller.begin(client_van(rolverdeling["adviseur"]))
    invuller.vul_alles_in()
    with fabriek():
        Team.objects.update(is_actief=False)

    antwoord = invuller.dien_in()

    assert antwoord.status_code == 409
    assert "Er is geen actief intaketeam." in antwoord.content.decode()
    with fabriek():
        assert (_meldingen(), _aantal_concepten()) == ([], 1)
