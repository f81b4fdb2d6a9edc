"""Wrong answers: said in words at the field, never a crash, never a melding."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gebruikers.models import Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.register import REGISTER
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.meldingen.intake_hulp import GOED, Invuller
from zaken.schermen.intake.concept import Intake

pytestmark = pytest.mark.databank
TOEKOMST = localdate() + timedelta(days=2)  # also when midnight falls in the run
NIET_EERDER = "Vul een datum in op of na de dag waarop Defensie de melding kreeg."
VOORAF = "Vul een datum in op of voor de dag waarop Defensie de melding kreeg."
LIJST = "Kies uit de lijst: "
NUL = "Haal de onleesbare tekens uit deze tekst."


def _datum(veld, dag, maand, jaar):
    return {f"{veld}_dag": str(dag), f"{veld}_maand": str(maand), f"{veld}_jaar": str(jaar)}


def _toekomst(veld):
    return _datum(veld, TOEKOMST.day, TOEKOMST.month, TOEKOMST.year)


FOUT = [
    ("ontvangst", _datum("ontvangen_defensie", "", "", ""), "Vul in wanneer Defensie de melding kreeg."),
    ("ontvangst", _datum("ontvangen_defensie", 30, 2, 2024), "Vul een datum in die bestaat"),
    ("ontvangst", _datum("ontvangen_defensie", 1, "", 2024), "Vul ook de maand in"),
    ("ontvangst", _datum("ontvangen_defensie", 1, 1, "9" * 5000), "Vul een datum in die bestaat"),
    ("ontvangst", _datum("ontvangen_defensie", "1\x00", 1, 2024), "Vul een datum in die bestaat"),
    ("ontvangst", _datum("ontvangen_defensie", 1, 1, 1024), "Vul een datum in op of na 1 januari 1900"),
    ("ontvangst", _toekomst("ontvangen_defensie"), "Vul een datum in op of voor"),
    ("ontvangst", _toekomst("ontvangen_register"), "Vul een datum in op of voor"),
    ("ontvangst", _datum("ontvangen_register", 14, 11, 2024), NIET_EERDER),
    ("ontvangst", {"meldkanaal": ""}, "Kies bij wie de melding binnenkwam."),
    ("ontvangst", {"meldkanaal": "bestaat_niet"}, LIJST),
    ("ontvangst", {"meldkanaal": "x" * 100_000}, LIJST),
    ("ontvangst", {"bron": "pesten"}, LIJST),
    ("ontvangst", {"anonimiteit": ""}, "Kies wie dit meldt."),
    ("ontvangst", {"anonimiteit": "misschien"}, LIJST),
    ("personen", {"naam": ""}, "Vul de naam van de melder in, of kies Anoniem bij stap 1."),
    ("personen", {"naam": "x" * 201}, "Gebruik niet meer dan 200 tekens."),
    ("personen", {"naam": "a\x00b"}, NUL),
    ("personen", {"contact": "x" * 501}, "Gebruik niet meer dan 500 tekens."),
    ("personen", {"veilig_bereikbaar": "x" * 501}, "Gebruik niet meer dan 500 tekens."),
    ("personen", {"personeelscategorie": "x"}, LIJST),
    ("personen", {"defensieonderdeel": "clrs"}, LIJST),
    ("personen", {"aantal_betrokkenen": "twee"}, "Vul een heel getal in, bijvoorbeeld 2."),
    ("personen", {"aantal_betrokkenen": "-1"}, "Vul 0 of een hoger getal in."),
    ("personen", {"aantal_betrokkenen": "1000"}, "Vul een getal in tot en met 999."),
    ("personen", {"aantal_betrokkenen": "9" * 10_000}, "Vul een heel getal in, bijvoorbeeld 2."),
    ("personen", {"aantal_betrokkenen": "0"}, "U hebt 1 betrokkenen toegevoegd."),
    ("personen", {"p1-naam": "x" * 201}, "Gebruik niet meer dan 200 tekens."),
    ("personen", {"p1-personeelscategorie": "x"}, LIJST),
    ("personen", {"p1-defensieonderdeel": "x"}, LIJST),
    ("personen", {"p2-relatie": "x"}, LIJST),
    ("gebeurtenis", {"onderwerp": ""}, "Vul in waar de melding over gaat."),
    ("gebeurtenis", {"onderwerp": " \n\t "}, "Vul in waar de melding over gaat."),
    ("gebeurtenis", {"onderwerp": "x" * 121}, "Gebruik niet meer dan 120 tekens."),
    ("gebeurtenis", {"onderwerp": "a\x00b"}, NUL),
    ("gebeurtenis", {"omschrijving": ""}, "Beschrijf wat er is gebeurd."),
    ("gebeurtenis", {"omschrijving": "x" * 20_001}, "Gebruik niet meer dan 20.000 tekens."),
    ("gebeurtenis", {"omschrijving": "a\x00b"}, NUL),
    ("gebeurtenis", {"eenheid": "x" * 121}, "Gebruik niet meer dan 120 tekens."),
    ("gebeurtenis", _toekomst("voorval_van"), "Vul een datum in op of voor"),
    ("gebeurtenis", _toekomst("voorval_tot"), "Vul een datum in op of voor"),
    ("gebeurtenis", _datum("voorval_tot", "", 9, 2024), "Vul een datum in die na het begin ligt."),
    ("gebeurtenis", _datum("voorval_tot", 30, 9, 2024), "Vul een datum in die na het begin ligt."),
    ("gebeurtenis", _datum("voorval_van", "", 12, 2024), VOORAF),
    ("gebeurtenis", _datum("voorval_van", 16, 11, 2024), VOORAF),
    ("gebeurtenis", _datum("voorval_van", "", "", ""), "Vul ook in wanneer het begon."),
    ("gebeurtenis", _datum("voorval_van", 3, "", 2024), "Vul ook de maand in"),
    ("gebeurtenis", _datum("voorval_van", 31, 4, 2024), "Vul een datum in die bestaat"),
    ("gebeurtenis", {"locatiecontext": ""}, "Kies waar het is gebeurd."),
    ("gebeurtenis", {"locatiecontext": "x"}, LIJST),
    ("gebeurtenis", {"defensieonderdeel": ""}, "Kies om welk defensieonderdeel het gaat."),
    ("gebeurtenis", {"defensieonderdeel": "dmo"}, LIJST),
    ("categorie", {"hoofdcategorie": ""}, "Kies waar de melding over gaat."),
    ("categorie", {"hoofdcategorie": "dienstmiddelen_interne_regels"}, LIJST),
    ("categorie", {"subcategorieen": ["pesten", "drugs"]}, "hoort niet bij “Ongewenste omgangsvormen”"),
    ("categorie", {"subcategorieen": ["bestaat_niet"]}, LIJST),
    ("gedaan", {"wens_melder": "x" * 2_001}, "Gebruik niet meer dan 2.000 tekens."),
    ("gedaan", {"ordemaatregel": "x" * 501}, "Gebruik niet meer dan 500 tekens."),
    ("gedaan", _toekomst("bevestigd_op"), "Vul een datum in op of voor"),
    ("gedaan", _datum("bevestigd_op", 14, 11, 2024), NIET_EERDER),
    ("gedaan", {"aangifte": ""}, "Kies of er aangifte is gedaan."),
    ("gedaan", {"aangifte": "x"}, LIJST),
]


ALLES_GOED = {
    stap: {naam: waarde if isinstance(waarde, list) else [waarde] for naam, waarde in velden.items()}
    for stap, velden in GOED.items()
}


@pytest.fixture
def adviseur(fabriek):
    with fabriek():
        maak_team("intake", soort=Team.Soort.INTAKE)
        return maak_gebruiker(Rol.ADVISEUR)


@pytest.fixture
def invuller(adviseur, client_van):
    return Invuller.begin(client_van(adviseur))


def _aantal_meldingen():
    return Melding.objects.zonder_toegangsfilter(reden="test").count()


@pytest.mark.parametrize(("stap", "anders", "woorden"), FOUT)
def test_een_fout_antwoord_wordt_in_woorden_gezegd(stap, anders, woorden, db):
    """By the topic itself; that its page and the check page show what it says: below."""
    getypt = {
        naam: waarde if isinstance(waarde, list) else [waarde]
        for naam, waarde in (GOED[stap] | anders).items()
    }
    intake = Intake(REGISTER, ALLES_GOED | {stap: getypt}, vandaag=localdate())
    onderwerp = next(een for een in REGISTER.intake.onderwerpen if een.code == stap)

    fouten = intake.ingevuld(onderwerp).errors

    assert woorden in " ".join(map(str, chain(*fouten.values())))


def test_na_een_verkeerd_vinkje_staan_alleen_de_groepen_met_een_vinkje_open(db):
    getypt = {"hoofdcategorie": ["omgangsvormen"], "subcategorieen": ["pesten", "drugs"]}
    intake = Intake(REGISTER, ALLES_GOED | {"categorie": getypt}, vandaag=localdate())
    onderwerp = next(een for een in REGISTER.intake.onderwerpen if een.code == "categorie")
    open_ = {een.waarde for een in intake.ingevuld(onderwerp).verfijningen() if een.blijft_open}
    assert open_ == {"omgangsvormen", "interne_regels"}


def test_zonder_fout_antwoord_is_er_niets_te_zeggen(db):
    intake = Intake(REGISTER, ALLES_GOED, vandaag=localdate())
    assert [intake.ingevuld(onderwerp).errors for onderwerp in REGISTER.intake.onderwerpen] == [{}] * 5


@pytest.mark.parametrize(("stap", "anders", "woorden"), FOUT[::6])
def test_een_fout_antwoord_staat_bij_de_stap_en_bij_het_indienen_en_geeft_geen_melding(
    invuller, adviseur, als, fabriek, stap, anders, woorden
):
    with als(adviseur):
        invuller.leg_alles_klaar(adviseur)

    pagina = {"volgnummer": "1", "basis": "1", "venster": "a"}
    bij_de_stap = invuller.client.post(invuller.url(stap), GOED[stap] | anders | pagina)
    bij_het_indienen = invuller.client.post(invuller.url("controleren"), {"volgnummer": "2"})

    assert (bij_de_stap.status_code, bij_het_indienen.status_code) == (422, 422)
    assert woorden in bij_de_stap.content.decode()
    assert woorden.casefold() in bij_het_indienen.content.decode().casefold()  # there after its question
    with fabriek():
        assert _aantal_meldingen() == 0


@pytest.mark.parametrize("rij", ["1-melder", "x", "0-getuige", "1-getuige\x00", "99999-getuige", "1-GETUIGE"])
def test_een_persoon_die_geen_pagina_stuurt_is_een_verzoek_dat_niet_kan(invuller, rij):
    assert invuller.vul_in("personen", rij=[rij]).status_code == 400
    assert invuller.bewaar("personen", 50, rij=[rij]).status_code == 400


def test_meer_dan_dertig_personen_kan_later_pas(invuller):
    vol = [f"{nummer}-getuige" for nummer in range(1, 31)]

    assert invuller.vul_in("personen", rij=vol).status_code == 302
    assert "toevoegen</span>" not in invuller.client.get(invuller.url("personen")).content.decode()
    assert invuller.vul_in("personen", rij=vol, voeg_toe="getuige").status_code == 400
    assert invuller.vul_in("personen", rij=["1-getuige"], voeg_toe="melder").status_code == 400


def test_een_code_die_op_de_nieuwe_ontvangstdag_niet_bestond_moet_opnieuw_gekozen(invuller):
    invuller.vul_alles_in(categorie={"hoofdcategorie": "overige", "subcategorieen": []})
    invuller.vul_in("ontvangst", ontvangen_defensie_jaar="2020")

    antwoord = invuller.dien_in()

    assert antwoord.status_code == 422
    assert f"Waar gaat het over? {LIJST}" in antwoord.content.decode()


VELDEN = [(stap, naam) for stap, velden in GOED.items() for naam in velden if naam != "rij"]
ONZIN = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="\x00\x07\u202e\ufeff\U0001f600é'\"<>&%\\;--", max_size=40),
    st.integers().map(str),
    st.sampled_from(["9" * 4_301, "1e400", "nan", "٣", "{{ x }}", "' OR 1=1 --", "<script>", "x" * 50_000]),
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plek=st.sampled_from(VELDEN), waarde=ONZIN)
def test_wat_er_ook_getypt_wordt_het_antwoord_is_verder_of_een_fout_in_woorden(invuller, plek, waarde):
    stap, naam = plek

    antwoord = invuller.vul_in(stap, **{naam: waarde})

    assert antwoord.status_code in {302, 422}
    assert invuller.client.get(invuller.url("controleren")).status_code == 200


def test_wat_de_dienst_weigert_staat_in_woorden_op_de_controlepagina(invuller, adviseur, als, monkeypatch):
    """A rule that no form knows: the draft stays, and the topic that asks for it is named."""
    regels = {"voorval_van": "Deze dag kan niet.", "versie": "Dit kan niet."}
    streng = replace(REGISTER.regels, fouten=lambda *args: regels)
    monkeypatch.setitem(REGISTER.__dict__, "regels", streng)
    with als(adviseur):
        invuller.leg_alles_klaar(adviseur)

    antwoord = invuller.dien_in()

    assert antwoord.status_code == 422
    assert [(regel.tekst, regel.doel) for regel in antwoord.context["fouten"]] == [
        ("Wat is er gebeurd? Deze dag kan niet.", "stap-gebeurtenis"),
        ("Dit kan niet.", ""),
    ]
    monkeypatch.undo()
    assert invuller.dien_in().status_code == 302
