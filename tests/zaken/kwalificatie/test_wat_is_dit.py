"""Wat is dit? What was answered goes along to the register, or stays as a signal that is counted apart."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.zaken.register.invullen import volledig
from zaken.models import Concept, Kwalificatie, Signaal, Zaak
from zaken.register import register_van
from zaken.register.triage import TRIAGE
from zaken.schermen.intake.concept import CONTROLEREN
from zaken.schermen.kwalificatie.forms import neem_over
from zaken.services.concepten import begin_concept, bewaar_concept
from zaken.services.databank import NietMogelijk
from zaken.services.inhoud import annuleer
from zaken.services.kwalificatie import annuleer_signaal

from .conftest import GEHEIM, antwoorden

pytestmark = pytest.mark.databank
NIEUW = "/wat-is-dit/"


def _dien_in(als, client, wie, soort):
    """Fill the rest of the draft in and register it."""
    register = register_van(soort)
    with als(wie):
        concept = Concept.objects.van(wie).select_related("sleutel").get()
        rest = {code: velden for code, velden in volledig(register).items() if code not in concept.inhoud}
        begonnen = {
            code: volledig(register)[code] | concept.inhoud[code]
            for code in volledig(register)
            if code in concept.inhoud
        }
        bewaard = bewaar_concept(concept_id=concept.pk, velden=rest | begonnen, volgnummer=1, door=wie)
        assert bewaard is not None
    antwoord = client.post(register.url("concept", concept.pk, CONTROLEREN), {"volgnummer": "1"})
    assert antwoord.status_code == 302, antwoord.content.decode()[:500]
    with als(wie):
        return (
            register.model.objects.zichtbaar_voor(wie).select_related("sleutel").latest("datum_registratie")
        )


@pytest.mark.parametrize("soort", ["melding", "klacht", "misstand"])
def test_wat_een_zaak_wordt_gaat_door_naar_de_intake_en_wordt_daar_niet_opnieuw_gevraagd(
    soort, balie, client_van, als
):
    client, register = client_van(balie.intake), register_van(soort)
    antwoord = client.post(NIEUW, antwoorden(soort))
    assert antwoord.status_code == 302
    with als(balie.intake):
        concept = Concept.objects.van(balie.intake).select_related("sleutel").get()
        assert concept.soort == soort
        assert not Signaal.objects.zichtbaar_voor(balie.intake).exists()
    assert antwoord.url == register.url("concept", concept.pk, register.intake.onderwerpen[0].code)
    assert 'value="2024"' in client.get(antwoord.url).content.decode()
    gebeurtenis = client.get(register.url("concept", concept.pk, "gebeurtenis")).content.decode()
    assert f"{GEHEIM} onderwerp" in gebeurtenis
    assert f"{GEHEIM} omschrijving" in gebeurtenis

    zaak = _dien_in(als, client, balie.intake, soort)
    with als(balie.intake):
        [kwalificatie] = Kwalificatie.objects.van(zaak).select_related("zaak__sleutel")
        assert (kwalificatie.soort, kwalificatie.door_id) == (soort, balie.intake.pk)
        assert kwalificatie.reden == f"{GEHEIM} reden"
        assert kwalificatie.triage == {vraag.code: "nee" for vraag in TRIAGE}
        assert zaak.onderwerp == f"{GEHEIM} onderwerp"


@pytest.mark.parametrize("soort", ["adviesvraag", "hoort_elders"])
def test_wat_geen_zaak_is_wordt_een_signaal_met_zo_min_mogelijk_tekst(soort, balie, client_van, als, fabriek):
    client = client_van(balie.intake)
    antwoord = client.post(NIEUW, antwoorden(soort, triage_gevaar="ja"), follow=True)
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 200
    assert "Bel 112 of de wacht. Doe dat eerst." in tekst
    assert f"{GEHEIM} reden" in tekst
    assert f"{GEHEIM} omschrijving" not in tekst
    with als(balie.intake):
        [signaal] = Signaal.objects.zichtbaar_voor(balie.intake).select_related("sleutel", "aard")
        assert (signaal.soort, signaal.team_id) == (soort, balie.teams["intake"].pk)
        assert signaal.triage["gevaar"] == "ja"
        assert (signaal.aard.code if signaal.aard else None) == (
            "datalek" if soort == "hoort_elders" else None
        )
    with fabriek():
        assert not Zaak.objects.zonder_toegangsfilter(reden="test").exists()
        assert not Concept.objects.zonder_toegangsfilter(reden="test").exists()


def test_twee_keer_versturen_is_een_adviesvraag(balie, client_van, als):
    client = client_van(balie.intake)
    sleutel = client.get(NIEUW, follow=True).context["form"]["inzending"].value()
    vraag = antwoorden("adviesvraag", inzending=str(sleutel))
    assert client.post(NIEUW, vraag).url == client.post(NIEUW, vraag).url
    client.post(NIEUW, antwoorden("adviesvraag"))  # another form
    with als(balie.intake):
        assert Signaal.objects.zichtbaar_voor(balie.intake).count() == 2


def test_terug_na_vastleggen_brengt_bij_wat_is_vastgelegd(balie, client_van, als):
    client = client_van(balie.intake)
    adres = client.get(NIEUW).url
    form = client.get(adres).context["form"]
    vraag = antwoorden("adviesvraag", inzending=str(form["inzending"].value()))
    vastgelegd = client.post(adres, vraag).url

    terug = client.get(adres, follow=True)  # what the browser asks after Back

    assert terug.redirect_chain == [(vastgelegd, 302)]
    assert "U legde dit al vast." in terug.text
    assert client_van(balie.collega).get(adres).status_code == 200  # the key is of one person
    with als(balie.intake):
        assert Signaal.objects.zichtbaar_voor(balie.intake).count() == 1


def test_wat_een_tweede_keer_anders_wordt_verstuurd_gaat_niet_verloren(balie, client_van, als):
    """The browser kept the page: other words under the same key are not thrown away, and not taken for the first."""
    client = client_van(balie.intake)
    adres = client.get(NIEUW).url
    eerst = antwoorden("adviesvraag", inzending=adres.rpartition("=")[2])
    client.post(adres, eerst)

    anders = client.post(adres, eerst | {"reden": "Een andere kwartel"})

    assert anders.status_code == 409
    assert "U legde met dit formulier al iets vast." in anders.text
    assert "Een andere kwartel" in anders.text
    opnieuw = eerst | {
        "reden": "Een andere kwartel",
        "inzending": str(anders.context["form"]["inzending"].value()),
    }
    assert client.post(adres, opnieuw).status_code == 302
    with als(balie.intake):
        signalen = Signaal.objects.zichtbaar_voor(balie.intake).select_related("sleutel")
        assert {een.reden for een in signalen} == {f"{GEHEIM} reden", "Een andere kwartel"}


def test_elke_vraag_wil_een_antwoord_en_elders_zegt_wat_en_waarheen(balie, client_van):
    client = client_van(balie.intake)
    leeg = client.post(NIEUW, {})
    assert leeg.status_code == 422
    vragen = {f"triage_{vraag.code}" for vraag in TRIAGE}
    assert set(leeg.context["form"].errors) == vragen | {"ontvangen_op", "onderwerp", "soort", "reden"}
    elders = client.post(NIEUW, antwoorden("hoort_elders", aard="", verwezen_naar=""))
    assert set(elders.context["form"].errors) == {"aard", "verwezen_naar"}
    advies = client.post(NIEUW, antwoorden("adviesvraag", aard="datalek"))
    assert set(advies.context["form"].errors) == {"aard"}


def test_wie_een_klacht_niet_vastlegt_hoort_wie_dat_wel_doet(balie, client_van):
    client = client_van(balie.adviseur)
    tekst = client.get(NIEUW, follow=True).content.decode()
    assert "Is het een klacht? Dan legt het CKP of de intake die vast." in tekst
    assert client.post(NIEUW, antwoorden("klacht")).status_code == 422
    assert "Een klacht kan niet anoniem." in client_van(balie.ckp).get(NIEUW, follow=True).content.decode()


def test_een_signaal_dat_toch_een_zaak_is_telt_alleen_daar_en_komt_terug_na_annuleren(
    balie, client_van, als, fabriek
):
    client = client_van(balie.intake)
    client.post(NIEUW, antwoorden("adviesvraag"))
    with als(balie.intake):
        signaal = Signaal.objects.zichtbaar_voor(balie.intake).get()
    adres = f"{NIEUW}?signaal={signaal.pk}"
    pagina = client.get(adres, follow=True).content.decode()
    assert f"{GEHEIM} onderwerp" in pagina
    assert 'value="adviesvraag"' not in pagina
    assert client.post(adres, antwoorden("melding")).status_code == 302

    zaak = _dien_in(als, client, balie.intake, "melding")
    assert zaak.zaaknummer in client.get(reverse("signalen:detail", args=[signaal.pk])).content.decode()
    assert _geteld(fabriek) == []
    assert client.get(adres).status_code == 404
    with als(balie.intake):
        annuleer(zaak=zaak, reden="vergissing", door=balie.intake)
    assert _geteld(fabriek) == [("adviesvraag", None)]


def test_annuleren_telt_nergens_meer_en_kan_een_keer(balie, client_van, als, fabriek):
    client = client_van(balie.intake)
    client.post(NIEUW, antwoorden("hoort_elders"))
    with als(balie.intake):
        signaal = Signaal.objects.zichtbaar_voor(balie.intake).get()
    assert _geteld(fabriek) == [("hoort_elders", "datalek")]
    adres = reverse("signalen:detail", args=[signaal.pk])
    assert client.post(adres, {"reden": ""}).status_code == 422
    assert client.post(adres, {"reden": f"{GEHEIM} dubbel"}).status_code == 302
    assert _geteld(fabriek) == []
    assert client.post(adres, {"reden": "nog eens"}).status_code == 409
    assert f"{GEHEIM} dubbel" in client.get(adres, follow=True).content.decode()
    with als(balie.intake), pytest.raises(NietMogelijk):
        annuleer_signaal(signaal_id=balie_onbekend(), reden="x", door=balie.intake)


def balie_onbekend():
    from uuid import uuid4

    return uuid4()


def _geteld(fabriek):
    """What figures count from; read as the owner, for the figures role sees committed rows only."""
    from django.db import connection

    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT soort, aard FROM app.cijfers_signalen ORDER BY 1, 2")
        return cursor.fetchall()


def uit_melding_naar_klacht(inhoud):
    return neem_over(inhoud, Zaak.Soort.MELDING, Zaak.Soort.KLACHT)


def test_een_concept_dat_iets_anders_blijkt_gaat_mee_en_er_blijft_er_een(balie, client_van, als, fabriek):
    client = client_van(balie.intake)
    with als(balie.intake):
        inhoud = volledig(register_van("melding"))
        eerder = begin_concept(soort=Zaak.Soort.MELDING, door=balie.intake, inhoud=inhoud)
    onderwerp = client.get(register_van("melding").url("concept", eerder.pk, "gebeurtenis")).content.decode()
    adres = f"{NIEUW}?concept={eerder.pk}"
    assert adres in onderwerp
    pagina = client.get(adres, follow=True).content.decode()
    assert "Een voorbeeld zonder namen" in pagina
    assert (
        client.post(adres, antwoorden("misstand", onderwerp="Een voorbeeld zonder namen")).status_code == 302
    )
    with als(balie.intake):
        [concept] = Concept.objects.van(balie.intake).select_related("sleutel")
        assert (concept.soort, concept.pk == eerder.pk) == ("misstand", False)
        assert concept.inhoud["personen"]["naam"] == inhoud["personen"]["naam"]
        assert concept.inhoud["gebeurtenis"]["onderwerp"] == ["Een voorbeeld zonder namen"]
        assert concept.inhoud["gebeurtenis"]["locatiecontext"] == inhoud["gebeurtenis"]["locatiecontext"]
        assert "hoofdcategorie" not in str(concept.inhoud)
        assert concept.inhoud["personen"]["rij"] == inhoud["personen"]["rij"]
    personen = register_van("misstand").url("concept", concept.pk, "personen")
    assert client.get(personen).status_code == 200
    assert client.get(adres).status_code == 404
    naar_klacht = uit_melding_naar_klacht(inhoud)["personen"]
    assert any(rij.endswith("-aangeklaagde") for rij in naar_klacht["rij"])
    assert not any(rij.endswith("-betrokkene") for rij in naar_klacht["rij"])
    anders = f"{NIEUW}?concept={concept.pk}"
    assert client_van(balie.collega).get(anders).status_code == 404
    assert client.post(anders, antwoorden("adviesvraag")).status_code == 302
    with fabriek():
        assert not Concept.objects.zonder_toegangsfilter(reden="test").exists()


def test_een_anonieme_melding_wordt_geen_klacht_en_dat_staat_bij_de_keuze(balie, client_van, als):
    with als(balie.intake):
        inhoud = volledig(register_van("melding"))
        inhoud["ontvangst"] |= {"anonimiteit": ["anoniem"]}
        concept = begin_concept(soort=Zaak.Soort.MELDING, door=balie.intake, inhoud=inhoud)
    antwoord = client_van(balie.intake).post(f"{NIEUW}?concept={concept.pk}", antwoorden("klacht"))
    assert antwoord.status_code == 422
    assert "een klacht kan niet anoniem" in str(antwoord.context["form"].errors["soort"])
    with als(balie.intake):
        assert [over.pk for over in Concept.objects.van(balie.intake)] == [concept.pk]
