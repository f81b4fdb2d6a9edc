"""The page of one melding: what it shows to whom, what it costs, what it leaves in the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from logboek.models import Gebeurtenis, Soort
from meldingen.stappen import STAPPEN
from meldingen.status import OVERGANGEN, Status
from tests.factories.zaken import maak_melding, sluit_uit
from zaken.models import Invoer, Notitie, Persoon, Termijn, Zaak
from zaken.services.termijnen import ververs
from zaken.termijnen import melding as regels

from .conftest import GEHEIM, PERSOONSVELDEN, TEKSTVELDEN, maak_persoon

pytestmark = pytest.mark.databank


def adres(melding):
    return reverse("meldingen:detail", args=[melding.pk])


def test_wie_de_melding_ziet_leest_alles(client_van, rollen, melding):
    tekst = client_van(rollen.onderzoeker).get(adres(melding)).content.decode()
    for veld in (*TEKSTVELDEN, *PERSOONSVELDEN, "notitie"):
        assert f"{veld} {GEHEIM}" in tekst, veld
    assert melding.zaaknummer in tekst
    assert "Koninklijke Landmacht (CLAS)" in tekst
    assert "Departementaal vertrouwelijk" in tekst


def test_een_buitenstaander_krijgt_niets_te_zien(client_van, rollen, melding):
    for gebruiker in rollen.buiten:
        antwoord = client_van(gebruiker).get(adres(melding))
        assert antwoord.status_code == 404
        assert GEHEIM not in antwoord.content.decode()
        assert melding.zaaknummer not in antwoord.content.decode()


def test_wie_is_uitgesloten_ziet_de_melding_ook_via_het_team_niet(client_van, fabriek, rollen, melding):
    assert client_van(rollen.collega).get(adres(melding)).status_code == 200
    with fabriek():
        sluit_uit(melding, rollen.collega)
    assert client_van(rollen.collega).get(adres(melding)).status_code == 404


def test_een_keer_kijken_is_een_keer_ingezien_in_het_logboek(client_van, fabriek, rollen, melding):
    client_van(rollen.onderzoeker).get(adres(melding))
    client_van(rollen.buitenstaander).get(adres(melding))
    with fabriek():
        gelogd = Gebeurtenis.objects.exclude(soort=Soort.AANGEMELD)
        rijen = list(gelogd.values_list("soort", "door_id", "zaak_id", "object_id"))
    assert sorted(rijen) == sorted(
        [
            (Soort.INGEZIEN, rollen.onderzoeker.pk, melding.pk, ""),
            (Soort.GEWEIGERD, rollen.buitenstaander.pk, None, str(melding.pk)),
        ]
    )


@pytest.mark.parametrize("aantal", [1, 3, 50])
def test_het_aantal_vragen_aan_de_databank_blijft_gelijk(aantal, client_van, fabriek, rollen, melding):
    with fabriek():
        for nummer in range(2, aantal + 1):
            maak_persoon(melding, Persoon.Rol.BETROKKENE, nummer)
            Notitie.objects.create(zaak=melding, tekst="nog een", door=rollen.behandelaar, op=timezone.now())
        melding.invoer = Invoer.objects.create(register="melding", bestand_sha256="0" * 64, aantal=1)
        melding.save(update_fields=["invoer"])
    client = client_van(rollen.behandelaar)
    with CaptureQueriesContext(
        connection,
    ) as vragen:
        assert client.get(adres(melding)).status_code == 200
    echt = [v["sql"] for v in vragen if not v["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    laatste_wis = [sql for sql in echt if sql == "SELECT app.begin(NULL)"]
    assert len(echt) - len(laatste_wis) == 14, "\n".join(echt)


def test_alleen_stappen_die_de_lezer_mag_zetten_staan_er(client_van, rollen, melding):
    pagina = client_van(rollen.behandelaar).get(adres(melding)).context
    assert [stap.naar for stap in pagina["stappen"]] == [
        "in_onderzoek",
        "opgeschort",
        "ingetrokken",
        "wacht_op_besluit",
    ]
    assert client_van(rollen.onderzoeker).get(adres(melding)).context["stappen"] == []


def test_een_stap_die_nog_niet_kan_zegt_wat_eerst_moet(client_van, fabriek, rollen, melding):
    with fabriek():
        melding.bevoegd_gezag = ""
        melding.save(update_fields=["bevoegd_gezag"])
    antwoord = client_van(rollen.behandelaar).get(adres(melding))
    (stap,) = [stap for stap in antwoord.context["stappen"] if stap.ontbreekt]
    assert stap.ontbreekt == "advies van COID, functie van het bevoegd gezag"
    deel = reverse("meldingen:wijzig", args=[melding.pk, "behandeling"])
    assert stap.invul_url == f"{deel}#id_coid_advies"
    assert "Vul eerst in: advies van COID, functie van het bevoegd gezag." in antwoord.content.decode()


def test_wie_alleen_mag_lezen_krijgt_geen_knoppen_behalve_een_notitie(client_van, rollen, melding):
    tekst = client_van(rollen.onderzoeker).get(adres(melding)).content.decode()
    for naam in ("toewijzen", "delen", "uitsluiten", "annuleer", "persoon_nieuw"):
        assert reverse(f"meldingen:{naam}", args=[melding.pk]) not in tekst, naam
    assert "wijzigen/gegevens" not in tekst
    assert reverse("meldingen:notitie", args=[melding.pk]) in tekst


def test_termijnen_staan_er_met_de_reden_van_de_datum(client_van, als, rollen, melding):
    vandaag = timezone.localdate()
    with als(rollen.behandelaar):
        berekend = regels.termijnen(ontvangen_defensie=vandaag - timedelta(days=10))
        berekend += regels.termijnen(ontvangen_defensie=vandaag, bevestigd_op=vandaag)[:0]
        ververs(zaak=melding, berekeningen=berekend)
    antwoord = client_van(rollen.behandelaar).get(adres(melding))
    tekst = antwoord.content.decode()
    assert "3 dagen te laat" in tekst
    assert "Waarom deze datum?" in tekst
    assert "Dit is een eigen norm. Die schuift niet op voor weekend of feestdag." in tekst
    eerste = antwoord.context["blad"].identiteit["feiten"][-1]
    assert (eerste["waarde"], eerste["staat"]) == ("3 dagen te laat", "late")
    vastleggen = f'href="{reverse("meldingen:wijzig", args=[melding.pk, "behandeling"])}#id_bevestigd_op_dag"'
    assert vastleggen in tekst
    assert vastleggen not in client_van(rollen.onderzoeker).get(adres(melding)).content.decode()
    assert eerste["sub"].startswith("Ontvangst bevestigen, uiterlijk ")


def test_een_gehaalde_termijn_zegt_of_het_op_tijd_was(client_van, fabriek, rollen, melding):
    with fabriek():
        for nummer, gedaan in enumerate([date(2024, 11, 22), date(2024, 11, 23)]):
            Termijn.objects.create(
                zaak=melding,
                code="nazorg",
                kenmerk=str(nummer),
                naam="Nazorg",
                kale_datum=date(2024, 11, 22),
                datum=date(2024, 11, 22),
                werkdatum=date(2024, 11, 22),
                bron="Eigen norm",
                waarom="Daarom.",
                voldaan_op=gedaan,
            )
    kaarten = client_van(rollen.behandelaar).get(adres(melding)).context["blad"].termijnkaarten
    assert [kaart.afloop for kaart in kaarten] == [
        "Gedaan op 22 november 2024, op tijd",
        "Gedaan op 23 november 2024, te laat",
    ]


def test_een_geannuleerde_melding_staat_er_met_reden_en_zonder_knoppen(client_van, fabriek, rollen, melding):
    with fabriek():
        melding.geannuleerd_op = timezone.now()
        melding.geannuleerd_door = rollen.collega
        melding.geannuleerd_reden = "dubbel ingevoerd"
        melding.save(update_fields=["geannuleerd_op", "geannuleerd_door", "geannuleerd_reden"])
    antwoord = client_van(rollen.behandelaar).get(adres(melding))
    tekst = antwoord.content.decode()
    assert "Deze melding is geannuleerd" in tekst
    assert "dubbel ingevoerd" in tekst
    assert "M. Jansen" in tekst
    assert antwoord.context["stappen"] == []
    assert antwoord.context["blad"].identiteit["status"] == "Geannuleerd"
    for naam in ("toewijzen", "delen", "notitie", "annuleer"):
        assert reverse(f"meldingen:{naam}", args=[melding.pk]) not in tekst, naam


def test_een_ingelezen_melding_noemt_haar_herkomst(client_van, fabriek, rollen):
    with fabriek():
        invoer = Invoer.objects.create(
            register="melding",
            bestand_sha256="0" * 64,
            aantal=2,
            uitgevoerd_op=datetime(2025, 1, 2, 12, tzinfo=UTC),
        )
        melding = maak_melding(
            team=rollen.team,
            bronsysteem=Zaak.Bronsysteem.MVV,
            externe_referentie="MVV-77",
            invoer=invoer,
            invoer_regel=12,
        )
    tekst = client_van(rollen.collega).get(adres(melding)).content.decode()
    assert "Ingelezen uit: Melding Voorvallen (MVV). Nummer daar: MVV-77." in tekst
    assert "Ingelezen op 2 januari 2025, regel 12 van het bestand." in tekst


def test_het_verloop_toont_het_nieuwste_eerst(client_van, rollen, melding):
    client = client_van(rollen.behandelaar)
    stap = reverse("meldingen:status", args=[melding.pk, "in_onderzoek"])
    client.post(stap, {"toelichting": "er is een opdracht"})
    momenten = client.get(adres(melding)).context["momenten"]
    assert (momenten[0].kop, momenten[0].wie, momenten[0].tekst) == (
        "Status: In onderzoek", "A. Behandelaar", "er is een opdracht",
    )  # fmt: skip
    assert [moment.op for moment in momenten] == sorted((m.op for m in momenten), reverse=True)
    assert {"Notitie", "Geregistreerd", "Toegewezen aan A. Behandelaar", "Toegang voor O. Onderzoeker"} < {
        moment.kop for moment in momenten
    }


def test_elke_stap_van_de_tabel_heeft_een_naam():
    assert set(STAPPEN.namen) == {(Status(van), Status(naar)) for van, naar in OVERGANGEN}


def test_alleen_kijken_mag_met_get(client_van, rollen, melding):
    assert client_van(rollen.behandelaar).post(adres(melding)).status_code == 405
