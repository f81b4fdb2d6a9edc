"""Changing the parts of a melding."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from logboek.models import Gebeurtenis, Soort
from meldingen.models import Afdoening, Subcategorie
from meldingen.status import Status
from tests.factories.zaken import code, maak_melding
from tests.hulp.meldingen import vers
from zaken.models import Zaak
from zaken.schermen.voorval import uit_zaak

from .conftest import GEHEIM
from .hulp import actie, datumdelen, ingevuld, wijzigadres

pytestmark = pytest.mark.databank


# The three parts


def test_opslaan_zonder_wijziging_verandert_niets(client_van, fabriek, rollen, melding):
    client = client_van(rollen.behandelaar)
    for onderdeel in ("gegevens", "gebeurtenis", "behandeling"):
        antwoord = client.post(
            wijzigadres(melding, onderdeel), ingevuld(client, wijzigadres(melding, onderdeel))
        )
        assert antwoord.status_code == 302, antwoord.content.decode()
    assert vers(melding, fabriek).versie == melding.versie
    with fabriek():
        assert not Gebeurtenis.objects.filter(soort=Soort.GEWIJZIGD).exists()


def test_de_gegevens_van_ontvangst_wijzigen(client_van, fabriek, rollen, melding):
    client, adres = client_van(rollen.behandelaar), wijzigadres(melding, "gegevens")
    gegevens = ingevuld(client, adres, meldkanaal="mid", bron="derde", anonimiteit="vertrouwelijk")
    gegevens |= {"aantal_betrokkenen": "14", "rubricering": "ongerubriceerd"}
    gegevens |= datumdelen("ontvangen_defensie", date(2024, 11, 10)) | datumdelen(
        "ontvangen_register", date(2024, 11, 12)
    )
    assert client.post(adres, gegevens).status_code == 302
    nu = vers(melding, fabriek)
    assert (nu.ontvangen_defensie, nu.ontvangen_register, nu.aantal_betrokkenen) == (
        date(2024, 11, 10), date(2024, 11, 12), 14,
    )  # fmt: skip
    assert (nu.meldkanaal, nu.bron) == (code("meldkanaal", "mid"), code("bron", "derde"))
    assert (nu.anonimiteit, nu.rubricering) == ("vertrouwelijk", "ongerubriceerd")
    assert nu.zaaknummer == melding.zaaknummer
    assert nu.eerste_termijn == date(2024, 11, 17)
    with fabriek():
        (gelogd,) = Gebeurtenis.objects.filter(soort=Soort.GEWIJZIGD).values_list("bijzonderheden", flat=True)
    assert gelogd == {
        "velden": [
            "aantal_betrokkenen", "anonimiteit", "bron", "meldkanaal", "ontvangen_defensie", "ontvangen_register", "rubricering",
        ]
    }  # fmt: skip


def test_de_gebeurtenis_wijzigen(client_van, fabriek, rollen, melding):
    client, adres = client_van(rollen.behandelaar), wijzigadres(melding, "gebeurtenis")
    gegevens = ingevuld(
        client, adres, onderwerp="Nieuw onderwerp", omschrijving="Eerste\r\nregel", hoofdcategorie="interne_regels",
        subcategorieen=["drugs"], locatiecontext="schip", defensieonderdeel="czsk", eenheid="",
        voorval_van_maand="3", voorval_van_jaar="2024", voorval_tot_maand="5", voorval_tot_jaar="2024",
    )  # fmt: skip
    assert client.post(adres, gegevens).status_code == 302
    nu = vers(melding, fabriek)
    assert (nu.onderwerp, nu.omschrijving, nu.eenheid) == ("Nieuw onderwerp", "Eerste\r\nregel", "")
    assert (nu.voorval_van, nu.voorval_tot, nu.voorval_precisie) == (
        date(2024, 3, 1),
        date(2024, 5, 31),
        "maand",
    )
    assert (nu.hoofdcategorie, nu.locatiecontext) == (
        code("hoofdcategorie", "interne_regels"),
        code("locatiecontext", "schip"),
    )
    with fabriek():
        assert [rij.code.code for rij in Subcategorie.objects.van(nu).select_related("code")] == ["drugs"]
    tekst = client.get(actie(melding, "detail")).content.decode()
    assert "maart 2024 tot en met mei 2024" in tekst
    terug = client.get(adres).context["form"]
    assert (str(terug.initial["voorval_van"]), str(terug.initial["voorval_tot"])) == (
        "maart 2024",
        "mei 2024",
    )


def test_de_datum_van_het_voorval_mag_onbekend_blijven(client_van, fabriek, rollen, melding):
    client, adres = client_van(rollen.behandelaar), wijzigadres(melding, "gebeurtenis")
    client.post(adres, ingevuld(client, adres, voorval_van_jaar="2023"))
    assert (vers(melding, fabriek).voorval_tot, vers(melding, fabriek).voorval_precisie) == (
        date(2023, 12, 31),
        "jaar",
    )
    client.post(adres, ingevuld(client, adres, voorval_van_jaar=""))
    nu = vers(melding, fabriek)
    assert (nu.voorval_van, nu.voorval_tot, nu.voorval_precisie) == (None, None, Zaak.Precisie.ONBEKEND)


def test_de_behandeling_wijzigen(client_van, fabriek, rollen, melding):
    client, adres = client_van(rollen.behandelaar), wijzigadres(melding, "behandeling")
    gegevens = ingevuld(
        client, adres, aangifte="ja", afstemming_om="on", coid_advies="onderzoek", besluit_bg="geen_onderzoek",
        afdoeningen=["gesprek", "bemiddeling"], uitkomst="zonder_vaststelling", bevoegd_gezag="commandant",
        geen_terugkoppeling_reden="", geen_nazorg_reden="",
    )  # fmt: skip
    for veld, dag in {
        "bevestigd_op": 18, "coid_advies_op": 19, "besluit_bg_op": 20, "teruggekoppeld_op": 21,
    }.items():  # fmt: skip
        gegevens |= datumdelen(veld, date(2024, 11, dag))
    gegevens |= datumdelen("herinneren_op", timezone.localdate() + timedelta(days=30))
    assert client.post(adres, gegevens).status_code == 302
    nu = vers(melding, fabriek)
    assert [nu.bevestigd_op.day, nu.coid_advies_op.day, nu.besluit_bg_op.day, nu.teruggekoppeld_op.day] == [
        18,
        19,
        20,
        21,
    ]
    assert (nu.aangifte, nu.afstemming_om, nu.bevoegd_gezag, nu.geen_nazorg_reden) == (
        "ja",
        True,
        "commandant",
        "",
    )
    with fabriek():
        codes = {rij.code.code for rij in Afdoening.objects.van(nu).select_related("code")}
    assert codes == {"gesprek", "bemiddeling"}
    client.post(adres, ingevuld(client, adres, afstemming_om=""))
    assert vers(melding, fabriek).afstemming_om is False


@pytest.mark.parametrize(("begin", "eind", "woorden"), [
    (("", "3", "2024"), ("20", "3", "2024"), ("maart 2024", "20 maart 2024")), (("", "", "2023"), ("", "3", "2024"), ("2023", "maart 2024")),
    (("5", "3", "2024"), ("", "4", "2024"), ("5 maart 2024", "april 2024")), (("5", "3", "2024"), ("", "3", "2024"), ("5 maart 2024", "maart 2024")),
])  # fmt: skip
def test_begin_en_einde_blijven_zo_precies_als_zij_bekend_zijn(
    begin, eind, woorden, client_van, fabriek, rollen, melding
):
    client, adres = client_van(rollen.behandelaar), wijzigadres(melding, "gebeurtenis")
    delen = {
        f"voorval_{kant}_{deel}": waarde
        for kant, waarden in (("van", begin), ("tot", eind))
        for deel, waarde in zip(("dag", "maand", "jaar"), waarden, strict=True)
    }
    client.post(adres, ingevuld(client, adres, **delen))
    assert tuple(map(str, uit_zaak(vers(melding, fabriek)))) == woorden


NIET_GOED = [
    ("behandeling", datumdelen("bevestigd_op", date(2024, 11, 14)), "op of na 15 november 2024 (ontvangen door Defensie)"),
    ("behandeling", datumdelen("teruggekoppeld_op", date(2024, 1, 1)), "op of na 15 november 2024"),
    ("behandeling", datumdelen("coid_advies_op", date(2024, 12, 1)), "Vul dit ook in. Of maak leeg: advies gegeven op"),
    ("gegevens", datumdelen("ontvangen_register", date(2024, 11, 1)), "op of na 15 november 2024"),
    ("gegevens", datumdelen("ontvangen_defensie", date(2999, 1, 1)), "op of voor"),
    ("gegevens", {"ontvangen_defensie_dag": "", "ontvangen_defensie_maand": "", "ontvangen_defensie_jaar": ""}, "Vul een datum in"),
    ("gegevens", {"aantal_betrokkenen": "-1"}, "0"),
    ("gegevens", {"anonimiteit": "onzin"}, "Kies uit de lijst: Wie meldt dit?"),
    ("gebeurtenis", {"onderwerp": ""}, "Vul in: Onderwerp"),
    ("gebeurtenis", {"hoofdcategorie": ""}, "Beantwoord de vraag: Waar gaat het over?"),
    ("gebeurtenis", {"subcategorieen": ["drugs"]}, "Dit hoort niet bij Ongewenste omgangsvormen: Drugsgebruik"),
    ("gebeurtenis", {"voorval_tot_jaar": "2024"}, "Vul ook in wanneer het begon"),
    ("gebeurtenis", {"voorval_van_maand": "4", "voorval_van_jaar": "2024", "voorval_tot_jaar": "2024", "voorval_tot_maand": "3"}, "die na het begin ligt"),
    ("gebeurtenis", {"voorval_van_jaar": "2024", "voorval_tot_jaar": "2023"}, "die na het begin ligt"),
    ("gebeurtenis", datumdelen("voorval_van", date(2024, 12, 1)), "op of voor 15 november 2024 (ontvangen door Defensie)"),
]  # fmt: skip


@pytest.mark.parametrize("onderdeel", ["gegevens", "gebeurtenis", "behandeling"])
def test_wat_niet_klopt_staat_in_woorden_bij_het_veld(onderdeel, client_van, fabriek, rollen, melding):
    client, adres = client_van(rollen.behandelaar), wijzigadres(melding, onderdeel)
    goed = ingevuld(client, adres)
    gevallen = [(anders, boodschap) for waar, anders, boodschap in NIET_GOED if waar == onderdeel]
    assert len(gevallen) > 2
    for anders, boodschap in gevallen:
        antwoord = client.post(adres, goed | anders)
        assert antwoord.status_code == 422, boodschap
        fouten = [str(f) for lijst in antwoord.context["form"].errors.values() for f in lijst]
        assert [f for f in fouten if boodschap in f], fouten
        assert "__all__" not in antwoord.context["form"].errors
    assert vers(melding, fabriek).versie == melding.versie


def test_een_ontvangst_na_de_bevestiging_wordt_geweigerd_bij_de_ontvangst(
    client_van, fabriek, rollen, melding
):
    with fabriek():
        melding.bevestigd_op = date(2024, 11, 18)
        melding.save(update_fields=["bevestigd_op"])
    client, adres = client_van(rollen.behandelaar), wijzigadres(melding, "gegevens")
    antwoord = client.post(
        adres, ingevuld(client, adres, **datumdelen("ontvangen_defensie", date(2024, 11, 20)))
    )
    assert antwoord.context["form"].errors == {
        "ontvangen_defensie": ["Vul een datum in op of voor 18 november 2024 (ontvangst bevestigd op)."]
    }


def test_wat_de_status_nodig_heeft_kan_niet_meer_leeg(client_van, fabriek, rollen):
    with fabriek():
        melding = maak_melding(
            lezers=(rollen.behandelaar,), behandelaar=rollen.behandelaar, status=Status.AFGEHANDELD,
            besluit_bg=code("besluit_bg", "onderzoek"), uitkomst=code("uitkomst_melding", "vastgesteld"),
        )  # fmt: skip
        Afdoening.objects.create(zaak=melding, code=code("afdoening", "gesprek"))
    client, adres = client_van(rollen.behandelaar), wijzigadres(melding, "behandeling")
    antwoord = client.post(adres, ingevuld(client, adres, uitkomst="", afdoeningen=[]))
    assert antwoord.status_code == 422
    assert "Bij deze status mag dit niet leeg zijn: uitkomst, afdoening." in antwoord.content.decode()


# Two people at once


def test_twee_browsers_allebei_de_teksten_op_het_scherm_en_niets_kwijt(client_van, fabriek, rollen, melding):
    een, ander = client_van(rollen.behandelaar), client_van(rollen.collega)
    adres = wijzigadres(melding, "gebeurtenis")
    van_een, van_ander = ingevuld(een, adres), ingevuld(ander, adres)
    assert ander.post(adres, van_ander | {"omschrijving": "tekst van de collega"}).status_code == 302
    conflict = een.post(
        adres, van_een | {"omschrijving": "tekst van de behandelaar", "eenheid": "mijn eenheid"}
    )
    pagina = conflict.content.decode()
    assert conflict.status_code == 409
    assert "M. Jansen wijzigde deze zaak ook. Uw tekst is bewaard. Vergelijk de versies." in pagina
    assert "tekst van de collega" in pagina
    assert "tekst van de behandelaar" in pagina
    assert vers(melding, fabriek).omschrijving == "tekst van de collega"
    assert {(v.veld.name, v.kies, v.botst) for v in conflict.context["verschillen"]} == {
        ("omschrijving", "mijn", True), ("eenheid", "mijn", False),
    }  # fmt: skip
    assert 'name="keuze-omschrijving"' in pagina
    assert 'name="keuze-eenheid"' not in pagina

    opnieuw = dict(conflict.context["form"].verborgen) | {
        "omschrijving": "samen geschreven tekst", "keuze-omschrijving": "mijn",
        "eenheid": "mijn eenheid",
    }  # fmt: skip
    assert een.post(adres, opnieuw).status_code == 302
    nu = vers(melding, fabriek)
    assert (nu.omschrijving, nu.eenheid) == ("samen geschreven tekst", "mijn eenheid")
    assert nu.onderwerp == f"onderwerp {GEHEIM}"
    assert nu.hoofdcategorie == code("hoofdcategorie", "omgangsvormen")


def test_wat_alleen_een_van_beiden_wijzigde_blijft_staan(client_van, fabriek, rollen, melding):
    een, ander = client_van(rollen.behandelaar), client_van(rollen.collega)
    adres = wijzigadres(melding, "behandeling")
    van_een, van_ander = ingevuld(een, adres), ingevuld(ander, adres)
    ander.post(adres, van_ander | {"aangifte": "ja", "afdoeningen": ["gesprek"]})
    assert een.post(adres, van_een | {"ordemaatregel": "niet meer samen op dienst"}).status_code == 302
    nu = vers(melding, fabriek)
    assert (nu.aangifte, nu.ordemaatregel) == ("ja", "niet meer samen op dienst")
    with fabriek():
        assert [rij.code.code for rij in Afdoening.objects.van(nu).select_related("code")] == ["gesprek"]


def test_begin_en_einde_horen_bij_elkaar_als_twee_ze_wijzigen(client_van, fabriek, rollen, melding):
    een, ander = client_van(rollen.behandelaar), client_van(rollen.collega)
    adres = wijzigadres(melding, "gebeurtenis")
    begin = ingevuld(een, adres, voorval_van_jaar="2023", voorval_tot_jaar="2024")
    een.post(adres, begin)
    van_een, van_ander = ingevuld(een, adres), ingevuld(ander, adres)
    ander.post(adres, van_ander | {"voorval_van_jaar": "2022"})
    conflict = een.post(adres, van_een | {"voorval_tot_jaar": "2023"})
    assert [(v.veld.name, v.botst) for v in conflict.context["verschillen"]] == [
        ("voorval_van", True), ("voorval_tot", True),
    ]  # fmt: skip


def test_een_wijziging_elders_in_de_zaak_is_geen_conflict(client_van, fabriek, rollen, melding):
    een, ander = client_van(rollen.behandelaar), client_van(rollen.collega)
    adres = wijzigadres(melding, "gebeurtenis")
    van_een = ingevuld(een, adres)
    elders = wijzigadres(melding, "gegevens")
    assert ander.post(elders, ingevuld(ander, elders, aantal_betrokkenen="3")).status_code == 302
    assert een.post(adres, van_een | {"eenheid": "andere eenheid"}).status_code == 302
    nu = vers(melding, fabriek)
    assert (nu.eenheid, nu.aantal_betrokkenen) == ("andere eenheid", 3)


def test_zonder_bekende_versie_wordt_er_altijd_vergeleken(client_van, fabriek, rollen, melding):
    client, adres = client_van(rollen.behandelaar), wijzigadres(melding, "gebeurtenis")
    gegevens = ingevuld(client, adres, omschrijving="mijn tekst")
    for versie, basis in (
        ("", ""),
        ("0", "x"),
        ("99999999999999999999", ":::"),
        ("abc", "omschrijving:"),
        ("-1", ""),
    ):
        antwoord = client.post(adres, gegevens | {"basisversie": versie, "basis": basis})
        assert antwoord.status_code == 409, versie
        assert "mijn tekst" in antwoord.content.decode()
        assert f"omschrijving {GEHEIM}" in antwoord.content.decode()
    assert vers(melding, fabriek).versie == melding.versie
