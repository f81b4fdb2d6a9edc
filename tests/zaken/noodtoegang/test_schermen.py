"""The pages of noodtoegang, by the auditor and the privacy officer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gebruikers.aanmelden.sessies import BEWEZEN_OP
from tests.factories.noodtoegang import maak_noodtoegang
from tests.hulp.vragen import aantal_vragen

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
LIJST, NIEUW = reverse("noodtoegang:lijst"), reverse("noodtoegang:nieuw")
REDEN = "Er is een klacht dat deze zaak te lang blijft liggen."


def tekst(antwoord):
    return antwoord.content.decode()


def test_van_nummer_naar_zaak_naar_einde_naar_oordeel(toneel, client_van):
    auditor, privacy = client_van(toneel.auditor), client_van(toneel.privacy)
    assert auditor.get("/").url == LIJST
    leeg = auditor.get(f"{NIEUW}?zaak={toneel.melding.zaaknummer}")
    assert f'value="{toneel.melding.zaaknummer}"' in tekst(leeg)
    antwoord = auditor.post(
        NIEUW, {"zaaknummer": toneel.melding.zaaknummer.lower(), "reden": REDEN, "uren": "2"}, follow=True
    )
    assert "Merkwoord onderwerp" not in tekst(antwoord)
    assert "Er is nog niets gelezen." in tekst(antwoord)
    deze = antwoord.context["deze"]
    adres = reverse("noodtoegang:detail", args=[deze.pk])
    assert antwoord.redirect_chain == [(adres, 302)]
    zaak = reverse("noodtoegang:zaak", args=[deze.pk])
    assert f'href="{zaak}"' in tekst(antwoord)
    assert "zodra die is afgelopen" in tekst(antwoord)
    assert "Merkwoord onderwerp" in tekst(auditor.get(zaak, follow=True))
    assert f'href="{zaak}"' not in tekst(privacy.get(adres))
    assert "Pagina van de zaak" in tekst(privacy.get(adres))
    assert "U kunt dit beoordelen zodra" in tekst(privacy.get(adres))
    assert privacy.post(adres, {"oordeel": "terecht"}, follow=True).status_code == 200
    assert auditor.post(reverse("noodtoegang:beeindigen", args=[deze.pk])).status_code == 302
    assert auditor.get(f"/meldingen/{toneel.melding.pk}/").status_code == 404
    afgelopen = tekst(auditor.get(adres))
    assert "Uw noodtoegang is afgelopen. Een ander beoordeelt" in afgelopen
    assert "zodra die is afgelopen" not in afgelopen
    assert toneel.melding.zaaknummer in tekst(privacy.get(LIJST))
    zonder_reden = privacy.post(adres, {"oordeel": "niet_terecht"})
    assert (zonder_reden.status_code, "Schrijf waarom" in tekst(zonder_reden)) == (422, True)
    assert "Uw oordeel is opgeslagen" in tekst(privacy.post(adres, {"oordeel": "terecht"}, follow=True))
    assert "Terecht gebruikt" in tekst(auditor.get(adres))


def test_openen_vraagt_opnieuw_om_het_wachtwoord(toneel, client_van):
    client = client_van(toneel.auditor)
    sessie = client.session
    sessie[BEWEZEN_OP] = (timezone.now() - timedelta(hours=2)).timestamp()
    sessie.save()
    for antwoord in (client.get(NIEUW), client.post(NIEUW, {"zaaknummer": toneel.melding.zaaknummer})):
        assert antwoord.status_code == 302
        assert antwoord.url.startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize(
    ("gegevens", "fout"),
    [
        ({"zaaknummer": "", "reden": REDEN, "uren": "2"}, "Vul het zaaknummer in."),
        ({"zaaknummer": "M-1", "reden": "even kijken", "uren": "2"}, "van minstens een zin"),
        ({"zaaknummer": "M-1999-9999", "reden": REDEN, "uren": "2"}, "Een zaaknummer ziet eruit als"),
        ({"zaaknummer": "C-1999-99999", "reden": REDEN, "uren": "2"}, "Een zaaknummer ziet eruit als"),
        ({"zaaknummer": "M-1999-99999x", "reden": REDEN, "uren": "2"}, "Een zaaknummer ziet eruit als"),
        ({"zaaknummer": "M-1999-٩٩٩٩٩", "reden": REDEN, "uren": "2"}, "Een zaaknummer ziet eruit als"),
        (
            {"zaaknummer": "M-1999-99999", "reden": REDEN, "uren": "9"},
            "Kies uit de lijst. “9” staat er niet in.",
        ),
    ],
)
def test_een_fout_staat_bij_de_vraag(toneel, client_van, gegevens, fout):
    antwoord = client_van(toneel.auditor).post(NIEUW, gegevens)
    assert antwoord.status_code == 422
    assert fout in tekst(antwoord)


def test_met_noodtoegang_is_elke_handeling_verboden(toneel, client_van, fabriek):
    with fabriek():
        maak_noodtoegang(toneel.melding, toneel.auditor, gemeld_aan=(toneel.tweede,))
    client = client_van(toneel.auditor)
    basis = f"/meldingen/{toneel.melding.pk}/"
    assert client.get(basis).status_code == 200
    for deel in ("lezers/", "notitie/", "persoon/", "toewijzen/", "delen/", "uitsluiten/", "annuleren/",
                 "wijzigen/behandeling/", "status/in_beoordeling/"):  # fmt: skip
        assert client.get(f"{basis}{deel}").status_code == 403, deel
        assert client.post(f"{basis}{deel}", {"tekst": "x"}).status_code in {403, 405}, deel
    for lijst in ("/mijn-werk/", "/meldingen/", "/meldingen/nieuw/"):
        assert client.get(lijst).status_code in {403, 404}, lijst


def test_een_uitgeslotene_weet_van_geen_noodtoegang(toneel, client_van, fabriek):
    from tests.factories.zaken import sluit_uit

    with fabriek():
        rij = maak_noodtoegang(toneel.melding, toneel.auditor, gemeld_aan=(toneel.privacy,))
        sluit_uit(toneel.melding, toneel.tweede)
    client = client_van(toneel.tweede)
    assert toneel.melding.zaaknummer not in tekst(client.get(LIJST))
    assert client.get(reverse("noodtoegang:detail", args=[rij.pk])).status_code == 404
    assert client.post(reverse("noodtoegang:beeindigen", args=[rij.pk])).status_code == 404


def test_wat_niet_terecht_was_staat_met_de_woorden_op_de_lijst_van_wie_het_opende_en_van_de_anderen(
    toneel, client_van, fabriek
):
    from tests.factories.zaken import sluit_uit

    with fabriek():
        rij = maak_noodtoegang(
            toneel.melding, toneel.auditor, gemeld_aan=(toneel.privacy,), beeindigd_op=timezone.now()
        )
        sluit_uit(toneel.melding, toneel.tweede)
    oordeel = {"oordeel": "niet_terecht", "toelichting": "Merkwoord <b>geen haast</b>"}
    client_van(toneel.privacy).post(reverse("noodtoegang:detail", args=[rij.pk]), oordeel)
    woorden = "P. Rivacy schreef: Merkwoord &lt;b&gt;geen haast&lt;/b&gt;"
    assert f"Dit was uw noodtoegang. {woorden}" in tekst(client_van(toneel.auditor).get(LIJST))
    ander = tekst(client_van(toneel.privacy).get(LIJST))
    assert (woorden in ander, "Dit was uw noodtoegang." in ander) == (True, False)
    assert "Merkwoord" not in tekst(client_van(toneel.tweede).get(LIJST))
    with fabriek():
        type(rij).objects.filter(pk=rij.pk).update(beoordeeld_op=timezone.now() - timedelta(days=91))
    assert "Merkwoord" not in tekst(client_van(toneel.auditor).get(LIJST))


def test_de_lijst_kost_altijd_evenveel_vragen(toneel, client_van, fabriek):
    client = client_van(toneel.privacy)
    metingen = []
    for _ronde in range(3):
        with fabriek():
            for melding in (toneel.melding, toneel.ander):
                maak_noodtoegang(
                    melding,
                    toneel.auditor,
                    beeindigd_op=timezone.now(),
                    gemeld_aan=(toneel.privacy,),
                    oordeel="niet_terecht",
                    beoordeeld_op=timezone.now(),
                    beoordeeld_door=toneel.tweede,
                )
        metingen.append(aantal_vragen(client, LIJST))
    assert len(set(metingen)) == 1, metingen
