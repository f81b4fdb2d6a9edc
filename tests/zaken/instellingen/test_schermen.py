"""The pages of norms and equated days, as a beheerder uses them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.instellingen import maak_komende_dag, maak_komende_norm
from tests.hulp.vragen import aantal_vragen
from zaken.models import GelijkgesteldeDag, Norm, Normcode
from zaken.models.herinneringen import Termijnsoort
from zaken.services.herinneringen import geldende

pytestmark = [pytest.mark.databank, pytest.mark.django_db]

BEVESTIGING = Normcode.MELDING_ONTVANGSTBEVESTIGING
OVERZICHT = "termijnen:overzicht"
VRAGEN_OVERZICHT = 6


def datumvelden(naam: str, dag: date) -> dict[str, str]:
    return {f"{naam}_dag": str(dag.day), f"{naam}_maand": str(dag.month), f"{naam}_jaar": str(dag.year)}


def nieuw(scherm, code, vanaf=date(2031, 1, 1), **velden):
    adres = reverse("termijnen:norm_nieuw", args=[code])
    return scherm.post(adres, {"bron": "Besluit 2030/12"} | datumvelden("geldig_van", vanaf) | velden)


@pytest.fixture
def adressen(fabriek):
    with fabriek():
        norm, dag = maak_komende_norm(), maak_komende_dag()
    return [
        reverse(OVERZICHT),
        reverse("termijnen:norm", args=[norm.code]),
        reverse("termijnen:norm_nieuw", args=[norm.code]),
        reverse("termijnen:norm_aanpassen", args=[norm.code, norm.pk]),
        reverse("termijnen:norm_weghalen", args=[norm.code, norm.pk]),
        reverse("termijnen:dagen"),
        reverse("termijnen:dag_nieuw"),
        reverse("termijnen:dag_verwijderen", args=[dag.pk]),
    ]


def test_een_beheerder_ziet_elke_pagina(scherm, adressen):
    assert [scherm.get(adres).status_code for adres in adressen] == [200] * len(adressen)
    for code in Normcode:
        for pagina in ("termijnen:norm", "termijnen:norm_nieuw"):
            assert scherm.get(reverse(pagina, args=[code.value])).status_code == 200


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol != Rol.BEHEERDER])
def test_voor_ieder_ander_bestaan_deze_paginas_niet(rol, client_van, fabriek, adressen):
    with fabriek():
        client = client_van(maak_gebruiker(rol))
    for adres in adressen:
        assert (client.get(adres).status_code, client.post(adres).status_code) in {(404, 404), (404, 405)}, (
            adres
        )


def test_wie_niet_is_aangemeld_gaat_naar_aanmelden(adressen):
    for adres in adressen:
        assert Client().get(adres)["Location"].startswith(reverse("account_login"))


def test_een_code_die_niet_bestaat_is_een_404(scherm, fabriek):
    with fabriek():
        komend = maak_komende_norm(Normcode.ONDERZOEK_RAPPORT)
    geldend = Norm.objects.get(code=BEVESTIGING)
    for adres in (
        reverse("termijnen:norm", args=["bestaat_niet"]),
        reverse("termijnen:norm_nieuw", args=["bestaat_niet"]),
        reverse("termijnen:norm_aanpassen", args=[BEVESTIGING.value, komend.pk]),
        reverse("termijnen:norm_aanpassen", args=[BEVESTIGING.value, geldend.pk]),
        reverse("termijnen:norm_weghalen", args=[BEVESTIGING.value, komend.pk]),
        reverse("termijnen:norm_weghalen", args=[BEVESTIGING.value, geldend.pk]),
    ):
        assert scherm.get(adres).status_code == 404, adres


def test_het_overzicht_noemt_waarde_geldigheid_bron_en_wat_komt(scherm, fabriek, vandaag):
    with fabriek():
        norm = maak_komende_norm(BEVESTIGING)
    rijen = scherm.get(reverse(OVERZICHT)).context["in_gebruik"]
    teksten = [[cel["tekst"] for cel in rij["cellen"]] for rij in rijen]
    assert [regel[:2] for regel in teksten[:4]] == [
        ["Melding: ontvangst bevestigen", "7 dagen"],
        ["Melding: terugkoppeling aan de melder", "3 maanden"],
        ["Nazorg: contact na afhandeling", "3, 6 en 12 maanden"],
        ["Klacht: ontvangst bevestigen", "7 dagen"],
    ]
    assert teksten[1][2:] == ["Altijd", "Eigen norm, zoals bij een vermoeden van misstand"]
    assert teksten[0][2].startswith("Tot en met ")
    dag = f"{norm.geldig_van.day} "
    assert rijen[0]["cellen"][1]["sub"].startswith(f"vanaf {dag}")
    assert rijen[0]["cellen"][1]["sub"].endswith(": 7 dagen")


def test_het_overzicht_belooft_niet_meer_dan_er_gebeurt(scherm):
    pagina = scherm.get(reverse(OVERZICHT))
    assert "Die veranderen niet meteen, maar pas als iemand die zaak wijzigt." in pagina.text
    assert len(pagina.context["in_gebruik"]) + len(pagina.context["later"]) == len(Normcode)


def test_het_overzicht_stelt_altijd_evenveel_vragen(scherm, fabriek):
    adres = reverse(OVERZICHT)
    assert aantal_vragen(scherm, adres) == VRAGEN_OVERZICHT
    with fabriek():
        for dagen in (10, 20, 30):
            maak_komende_norm(over_dagen=dagen)
    assert aantal_vragen(scherm, adres) == VRAGEN_OVERZICHT


@pytest.mark.parametrize(
    ("code", "velden", "verwacht"),
    [
        (BEVESTIGING, {"aantal": "5", "eenheid": "dagen"}, "5 dagen"),
        (Normcode.ONDERZOEK_RAPPORT, {"aantal": "1", "eenheid": "weken"}, "1 week"),
        (Normcode.MELDING_TERUGKOPPELING, {"aantal": "1", "eenheid": "maanden"}, "1 maand"),
        (Normcode.NAZORG_MAANDEN, {"momenten": "1, 4 en 9"}, "1, 4 en 9 maanden"),
        (Normcode.NAZORG_MAANDEN, {"momenten": "6"}, "6 maanden"),
        (Normcode.VERDAGING_EENMALIG, {"geldt": "0"}, "Nee"),
        (Normcode.STILSTAND_ONDERZOEK_RAPPORT, {"geldt": "1"}, "Ja"),
    ],
)
def test_een_nieuwe_waarde_per_soort_norm(code, velden, verwacht, scherm):
    antwoord = nieuw(scherm, code.value, **velden)
    assert antwoord["Location"] == reverse("termijnen:norm", args=[code.value])
    norm = Norm.objects.get(code=code, geldig_tot=None)
    assert (norm.in_woorden, norm.bron, norm.geldig_van) == (verwacht, "Besluit 2030/12", date(2031, 1, 1))


@pytest.mark.parametrize(
    ("code", "velden", "fouten"),
    [
        (BEVESTIGING, {"aantal": "0", "eenheid": "dagen"}, ["aantal"]),
        (BEVESTIGING, {"aantal": "1000", "eenheid": "dagen"}, ["aantal"]),
        (BEVESTIGING, {"aantal": "2,5", "eenheid": "dagen"}, ["aantal"]),
        (BEVESTIGING, {"aantal": "5", "eenheid": "jaren"}, ["eenheid"]),
        (BEVESTIGING, {"aantal": "5", "eenheid": "dagen", "bron": " "}, ["bron"]),
        (BEVESTIGING, {"aantal": "5", "eenheid": "dagen", "geldig_van_dag": "32"}, ["geldig_van"]),
        (Normcode.NAZORG_MAANDEN, {"momenten": "6, 3"}, ["momenten"]),
        (Normcode.NAZORG_MAANDEN, {"momenten": "0, 3"}, ["momenten"]),
        (Normcode.NAZORG_MAANDEN, {"momenten": "3; 6"}, ["momenten"]),
        (Normcode.NAZORG_MAANDEN, {"momenten": "drie"}, ["momenten"]),
        (Normcode.VERDAGING_EENMALIG, {}, ["geldt"]),
    ],
    ids=str,
)
def test_een_verkeerde_invoer_staat_bij_haar_veld(code, velden, fouten, scherm):
    antwoord = nieuw(scherm, code.value, **velden)
    assert antwoord.status_code == 422
    assert list(antwoord.context["form"].errors) == fouten
    assert Norm.objects.filter(code=code).count() == 1


def test_een_overlap_staat_in_woorden_bij_de_datum(scherm):
    nieuw(scherm, BEVESTIGING.value, aantal="5", eenheid="dagen")
    antwoord = nieuw(scherm, BEVESTIGING.value, aantal="4", eenheid="dagen")
    assert antwoord.context["form"].errors == {
        "geldig_van": ["Vanaf 1 januari 2031 geldt al een andere waarde (5 dagen). Kies een latere dag."]
    }


@pytest.mark.parametrize(
    ("code", "velden"),
    [
        (BEVESTIGING, {"aantal": "5", "eenheid": "dagen"}),
        (Normcode.NAZORG_MAANDEN, {"momenten": "2, 8"}),
        (Normcode.VERDAGING_EENMALIG, {"geldt": "0"}),
    ],
)
def test_een_komende_waarde_staat_ingevuld_en_is_aan_te_passen(code, velden, scherm, fabriek, vandaag):
    with fabriek():
        norm = maak_komende_norm(code)
    adres = reverse("termijnen:norm_aanpassen", args=[code.value, norm.pk])
    leeg = scherm.get(adres)
    assert leeg.context["form"].initial["geldig_van"] == norm.geldig_van
    assert 'value="Testbesluit"' in leeg.text
    vanaf = vandaag + timedelta(days=3)
    velden |= {"bron": "Verbeterd", "kenmerk": norm.kenmerk}
    scherm.post(adres, datumvelden("geldig_van", vanaf) | velden)
    norm.refresh_from_db()
    assert (norm.bron, norm.geldig_van, norm.geldig_tot) == ("Verbeterd", vanaf, None)
    velden |= {"kenmerk": norm.kenmerk}
    fout = scherm.post(adres, datumvelden("geldig_van", vandaag) | velden)
    assert fout.context["form"].errors == {"geldig_van": ["Kies een dag na vandaag."]}


def test_wie_een_komende_waarde_als_tweede_opslaat_vergelijkt_eerst(scherm, fabriek, vandaag):
    with fabriek():
        norm = maak_komende_norm(BEVESTIGING)
    adres, vanaf = (
        reverse("termijnen:norm_aanpassen", args=[BEVESTIGING.value, norm.pk]),
        vandaag + timedelta(days=9),
    )
    oud = {"eenheid": "dagen", "kenmerk": norm.kenmerk} | datumvelden("geldig_van", vanaf)
    assert scherm.post(adres, oud | {"aantal": "5", "bron": "Eerst"}).status_code == 302

    botsing = scherm.post(adres, oud | {"aantal": "8", "bron": "Daarna"})

    assert botsing.status_code == 409
    assert "Iemand wijzigde deze waarde ook. Wat u invulde, is bewaard." in botsing.text
    assert [regel["waarde"] for regel in botsing.context["intussen"]][:2] == ["5 dagen", "Eerst"]
    norm.refresh_from_db()
    assert (norm.in_woorden, norm.bron) == ("5 dagen", "Eerst")
    assert 'value="Daarna"' in botsing.text
    vergeleken = oud | {"aantal": "8", "bron": "Daarna", "kenmerk": norm.kenmerk}
    assert scherm.post(adres, vergeleken).status_code == 302
    norm.refresh_from_db()
    assert (norm.in_woorden, norm.bron) == ("8 dagen", "Daarna")


def test_wie_een_herinnering_als_tweede_opslaat_vergelijkt_eerst(scherm, vandaag):
    adres = reverse("termijnen:herinnering", args=[Termijnsoort.MELDING_TERUGKOPPELING.value])
    oud = dict(scherm.get(adres).context["form"].initial)
    velden = {"kenmerk": oud["kenmerk"]} | datumvelden("geldig_van", vandaag)
    assert scherm.post(adres, velden | {"dagen": "3"}).status_code == 302

    botsing = scherm.post(adres, velden | {"dagen": "9"})

    assert botsing.status_code == 409
    assert "Iemand wijzigde deze herinnering ook." in botsing.text
    assert botsing.context["intussen"][0]["waarde"] == "3 dagen vooraf"
    nu = botsing.context["form"]["kenmerk"].value()
    assert scherm.post(adres, velden | {"dagen": "9", "kenmerk": nu}).status_code == 302
    assert geldende(op=vandaag)[Termijnsoort.MELDING_TERUGKOPPELING] == 9


def test_de_lijst_van_een_norm_zegt_wat_voorbij_is_geldt_en_komt(scherm, als, beheerder, fabriek, vandaag):
    with fabriek():
        maak_komende_norm(over_dagen=0)
        maak_komende_norm(over_dagen=5)
    rijen = scherm.get(reverse("termijnen:norm", args=["onderzoek_rapport"])).context["rijen"]
    assert [rij["cellen"][3]["badge"] for rij in rijen] == ["Komt nog", "Geldt nu", "Voorbij"]
    assert ["url" in rij["cellen"][0] for rij in rijen] == [True, False, False]


def test_alleen_een_komende_waarde_is_op_het_scherm_weg_te_halen(scherm, fabriek):
    with fabriek():
        maak_komende_norm(over_dagen=0)
        komend = maak_komende_norm(over_dagen=5)
    lijst, weg = (
        reverse("termijnen:norm", args=["onderzoek_rapport"]),
        reverse("termijnen:norm_weghalen", args=["onderzoek_rapport", komend.pk]),
    )
    acties = [rij["cellen"][4].get("url", "") for rij in scherm.get(lijst).context["rijen"]]
    assert acties == [weg, "", ""]
    assert scherm.post(weg, follow=True).redirect_chain == [(lijst, 302)]
    staten = [
        (rij["cellen"][1]["tekst"][:5], rij["cellen"][3]["badge"])
        for rij in scherm.get(lijst).context["rijen"]
    ]
    assert staten == [("Vanaf", "Geldt nu"), ("Tot e", "Voorbij")]
    assert scherm.post(weg).status_code == 404


def test_een_dag_toevoegen_vraagt_een_bron(scherm):
    adres, dag = reverse("termijnen:dag_nieuw"), date(2031, 5, 14)
    zonder = scherm.post(adres, datumvelden("dag", dag))
    assert zonder.context["form"].errors == {"bron": ["Vul de bron in."]}
    met = scherm.post(adres, datumvelden("dag", dag) | {"bron": "Besluit gelijkstelling 2020-2022"})
    assert met["Location"] == reverse("termijnen:dagen")
    assert GelijkgesteldeDag.objects.get(dag=dag).bron == "Besluit gelijkstelling 2020-2022"


def test_een_zondag_is_niet_gelijk_te_stellen(scherm):
    antwoord = scherm.post(
        reverse("termijnen:dag_nieuw"), datumvelden("dag", date(2027, 1, 3)) | {"bron": "Besluit"}
    )
    assert antwoord.context["form"].errors == {
        "dag": ["3 januari 2027 is een zondag. Die dag telt al niet mee."]
    }


def test_alleen_een_komende_dag_is_op_het_scherm_weg_te_halen(scherm, fabriek):
    with fabriek():
        morgen, nu = maak_komende_dag(over_dagen=1), maak_komende_dag(over_dagen=0)
    lijst = scherm.get(reverse("termijnen:dagen")).text
    assert reverse("termijnen:dag_verwijderen", args=[morgen.pk]) in lijst
    assert reverse("termijnen:dag_verwijderen", args=[nu.pk]) not in lijst
    assert scherm.post(reverse("termijnen:dag_verwijderen", args=[nu.pk])).status_code == 404
    scherm.post(reverse("termijnen:dag_verwijderen", args=[morgen.pk]))
    assert set(GelijkgesteldeDag.objects.filter(pk__in=[morgen.pk, nu.pk])) == {nu}


def test_de_beheerder_vindt_de_termijnen_in_het_menu(scherm):
    assert f'href="{reverse(OVERZICHT)}"' in scherm.get(reverse("beheer:start")).text
