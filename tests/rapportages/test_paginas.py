"""The pages: policy staff see them, everybody else a page that does not exist; a download is logged."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from rapportages import services, werkboek
from rapportages.controles import Bevinding
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.klachten import maak_klacht
from tests.factories.zaken import maak_melding
from tests.hulp import wie
from tests.rapportages.conftest import Cijferdatabank

pytestmark = pytest.mark.databank
ROUTES = ("jaarcijfers:overzicht", "jaarcijfers:vandaag", "jaarcijfers:csv", "jaarcijfers:xlsx")


client = wie.aangemeld


def pagina(databank: Cijferdatabank, route: str, **vraag: str) -> str:
    """The text of a page as policy staff read it: no tags, single spaces."""
    antwoord = client(databank.beleid).get(reverse(route), vraag)
    assert antwoord.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", antwoord.content.decode()).split())


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("rol", [rol for rol in Rol if rol != Rol.BELEID])
def test_wie_geen_beleid_heeft_ziet_een_pagina_die_niet_bestaat(
    databank: Cijferdatabank, route: str, rol: Rol
) -> None:
    with transaction.atomic(), wie.fabriek():
        buitenstaander = maak_gebruiker(rol)

    antwoord = client(buitenstaander).get(reverse(route))

    assert antwoord.status_code == 404
    tekst = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", antwoord.content.decode())
    assert not re.search(r"\b627\b", tekst)


@pytest.mark.parametrize("route", ROUTES)
def test_wie_niet_is_aangemeld_gaat_naar_het_aanmelden(databank: Cijferdatabank, route: str) -> None:
    antwoord = Client().get(reverse(route))

    assert antwoord.status_code == 302
    assert antwoord["Location"].startswith(reverse("account_login"))


def test_beleid_ziet_kaarten_tekst_tabellen_en_definities(databank: Cijferdatabank) -> None:
    tekst = pagina(databank, "jaarcijfers:overzicht", jaar="2024")

    for verwacht in (
        "Jaarcijfers 2024",
        "Stand op 31 december 2024, vastgelegd tot en met",
        "Voorlopig. Gebruik deze cijfers nog niet in brieven.",
        "In 2024 waren er 3 meldingen. Dat is er 1 meer dan in 2023.",
        "Elke melding telt één keer, in de ene hoofdcategorie die zij heeft.",
        "meldingen_hoofdcategorie, versie 1",
        "Elke casus telt één keer, in het jaar van het eerste gesprek",
        "Totaal 2 3 +1",
        "Totaal 4 2 −2",
    ):
        assert verwacht in tekst


def test_beleid_ziet_geteld_naast_gepubliceerd_en_dat_271_niet_klopt(databank: Cijferdatabank) -> None:
    tekst = pagina(databank, "jaarcijfers:overzicht", jaar="2024")

    assert "het totaal 271 af. De rijen zijn samen 371. Nota Aanbieding JID 2024 noemt 371" in tekst
    assert "2024 meldingen Nota Aanbieding JID 2024 627 3 −624" in tekst
    assert "2021 meldingen Jaarverslag Defensie 2022 271 onbekend klopt niet" in tekst
    assert "2024 casussen Nota Aanbieding JID 2024 circa 900 2 – niet vergeleken" in tekst


def test_van_een_jaar_zonder_casussen_zegt_de_pagina_dat_in_plaats_van_een_lege_tabel(
    databank: Cijferdatabank,
) -> None:
    with transaction.atomic(), wie.fabriek():
        maak_melding(ontvangen_defensie=date(2022, 2, 2))

    tekst = pagina(databank, "jaarcijfers:overzicht", jaar="2022")

    assert "Over 2022 zijn hier geen casussen geteld." in tekst
    assert "Van 2021 is hier niets vastgelegd. Onbekend is niet 0." in tekst


def test_er_is_geen_uitsplitsing_naar_defensieonderdeel(databank: Cijferdatabank) -> None:
    assert "CLAS" not in pagina(databank, "jaarcijfers:overzicht", jaar="2024")


def test_zonder_keuze_komt_het_laatste_hele_jaar_met_meldingen(databank: Cijferdatabank) -> None:
    with transaction.atomic(), wie.fabriek():
        maak_melding(ontvangen_defensie=timezone.localdate())

    for route in ("jaarcijfers:overzicht", "jaarcijfers:vandaag"):
        tekst = pagina(databank, route)
        assert "Over 2025" in tekst, route
        assert "staan in de registers geen meldingen. 2024 is het laatste hele jaar" in tekst, route
    assert "Jaarcijfers 2024 Stand op" in pagina(databank, "jaarcijfers:overzicht")
    assert "is nog niet voorbij" in pagina(
        databank, "jaarcijfers:overzicht", jaar=str(timezone.localdate().year)
    )


def test_een_jaar_zonder_meldingen_binnen_het_register_blijft_gekozen(databank: Cijferdatabank) -> None:
    with transaction.atomic(), wie.fabriek():
        maak_melding(ontvangen_defensie=timezone.localdate())

    antwoord = client(databank.beleid).get(reverse("jaarcijfers:overzicht"), {"jaar": "2025"})

    tekst = antwoord.content.decode()
    assert '<option value="2025" selected>2025 (geen meldingen)</option>' in tekst
    assert "Over 2025 staan in de registers geen meldingen." in tekst
    assert "Over 2025 is er niets te tellen of te vergelijken." in tekst
    assert "minder dan in 2024" not in tekst


@pytest.mark.parametrize("jaar", ["1999", "2999", "24", "2024x", "٢٠٢٤", "-2024", "2024 "])
def test_een_jaar_dat_niet_kan_is_een_pagina_die_niet_bestaat(databank: Cijferdatabank, jaar: str) -> None:
    antwoord = client(databank.beleid).get(reverse("jaarcijfers:overzicht"), {"jaar": jaar})

    assert antwoord.status_code == 404


def test_vandaag_zegt_wat_er_te_doen_is(databank: Cijferdatabank) -> None:
    tekst = pagina(databank, "jaarcijfers:vandaag")

    for verwacht in (
        "Wat moet u nu doen?",
        "Geteld is anders dan gepubliceerd",
        "Nota Aanbieding JID 2024 noemt voor 2024 627 meldingen. Geteld zijn er nu 3.",
        "Gedrukt totaal klopt niet",
        "Jaarcijfers 2024 zijn voorlopig",
    ):
        assert verwacht in tekst


def test_de_csv_is_dezelfde_telling_en_staat_in_het_logboek(databank: Cijferdatabank) -> None:
    antwoord = client(databank.beleid).get(reverse("jaarcijfers:csv"), {"jaar": "2024"})

    assert antwoord["Content-Type"] == "text/csv; charset=utf-8"
    assert antwoord["Content-Disposition"] == 'attachment; filename="jaarcijfers-2024.csv"'
    regels = list(csv.DictReader(io.StringIO(antwoord.content.decode("utf-8-sig")), delimiter=";"))
    totalen = {
        (regel["tabel"], regel["jaar"]): regel["aantal"]
        for regel in regels
        if regel["soort"] == "geteld_totaal"
    }
    assert totalen["meldingen_hoofdcategorie", "2024"] == "3"
    assert totalen["casussen", "2023"] == "4"
    with transaction.atomic(), wie.fabriek():
        laatste = Gebeurtenis.objects.filter(soort="geexporteerd").order_by("tijdstip").last()
    assert laatste is not None
    assert laatste.door_id == databank.beleid.pk
    assert laatste.bijzonderheden == {"wat": "jaarcijfers", "jaar": 2024, "formaat": "csv"}


def test_een_bestand_heeft_een_bom_en_geen_pagina_heeft_stijl_of_script_in_de_tekst(
    databank: Cijferdatabank,
) -> None:
    ingelogd = client(databank.beleid)

    assert ingelogd.get(reverse("jaarcijfers:csv")).content.startswith(b"\xef\xbb\xbf")
    for route in ("jaarcijfers:overzicht", "jaarcijfers:vandaag"):
        inhoud = ingelogd.get(reverse(route)).content.decode()
        assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son[a-z]+=", inhoud)


def test_het_werkboek_is_dezelfde_telling_en_staat_in_het_logboek(databank: Cijferdatabank) -> None:
    antwoord = client(databank.beleid).get(reverse("jaarcijfers:xlsx"), {"jaar": "2024"})

    assert antwoord["Content-Type"] == werkboek.MIME
    assert antwoord["Content-Disposition"] == 'attachment; filename="jaarcijfers-2024.xlsx"'
    blad = openpyxl.load_workbook(io.BytesIO(antwoord.content))["Meldingen naar hoofdcategorie"]
    assert ("Totaal", 2, 3) in {rij[:3] for rij in blad.iter_rows(values_only=True)}
    with transaction.atomic(), wie.fabriek():
        laatste = Gebeurtenis.objects.filter(soort="geexporteerd").order_by("tijdstip").last()
    assert laatste is not None
    assert laatste.bijzonderheden == {"wat": "jaarcijfers", "jaar": 2024, "formaat": "xlsx"}


def test_een_controle_die_niet_slaagt_staat_boven_de_cijfers_en_in_elk_bestand(
    databank: Cijferdatabank, monkeypatch: pytest.MonkeyPatch
) -> None:
    fout = Bevinding("meldingen_vijf_jaar", "De rijen zijn samen 371, het totaal is 271. Herstel dit eerst.")
    monkeypatch.setattr(services, "controleer", lambda *args, **opties: (fout,))

    tekst = pagina(databank, "jaarcijfers:overzicht", jaar="2024")
    csv_ = (
        client(databank.beleid).get(reverse("jaarcijfers:csv"), {"jaar": "2024"}).content.decode("utf-8-sig")
    )

    waarschuwing = tekst.index("Deze cijfers kloppen niet. Gebruik ze niet.")
    assert waarschuwing < tekst.index(fout.tekst) < tekst.index("In het kort")
    assert fout.tekst in pagina(databank, "jaarcijfers:vandaag")
    statussen = {regel["status"] for regel in csv.DictReader(io.StringIO(csv_), delimiter=";")}
    assert statussen == {"voorlopig, controle niet geslaagd", "gepubliceerd"}


def test_beleid_ziet_de_delen_van_tabel_11_en_tabel_12(databank: Cijferdatabank) -> None:
    with transaction.atomic(), wie.fabriek():
        maak_klacht(ontvangen_defensie=date(2024, 12, 1))

    tekst = pagina(databank, "jaarcijfers:overzicht", jaar="2024")

    assert "Open op 31 december – niet bekend of geen rij" not in tekst
    assert "Klachten waarover de ombudsman in het jaar bericht gaf: 0. Niet in het totaal." in tekst
    assert "Defensie ontving 1 klacht. Hoeveel het er in 2023 waren, is niet bekend." in tekst
    assert "Over 2024 zijn hier geen vermoedens van misstanden vastgelegd." in tekst


def test_een_jaar_waarin_alleen_oude_klachten_zijn_afgedaan_heeft_cijfers(databank: Cijferdatabank) -> None:
    with transaction.atomic(), wie.fabriek():
        for dag in (date(2025, 1, 28), date(2025, 2, 28)):
            maak_klacht(
                ontvangen_defensie=date(2024, 12, 1),
                datum_registratie=datetime(2024, 12, 2, 9, tzinfo=UTC),
                status="afgehandeld",
                datum_afgehandeld=dag,
            )

    tekst = pagina(databank, "jaarcijfers:overzicht", jaar="2025")
    regels = client(databank.beleid).get(reverse("jaarcijfers:csv"), {"jaar": "2025"}).text.splitlines()

    assert "Over 2025 zijn geen meldingen vastgelegd. Defensie ontving geen klachten." in tekst
    assert "Er zijn 2 klachten afgedaan." in tekst
    assert "Over 2025 is er niets te tellen" not in tekst
    assert [regel.split(";")[4:6] for regel in regels if "klachten_afgedaan;totaal" in regel] == [
        ["2024", "0"],
        ["2025", "2"],
    ]


def test_wie_in_het_engels_werkt_leest_engels_en_krijgt_nederlandse_bestanden(
    databank: Cijferdatabank,
) -> None:
    with transaction.atomic(), wie.fabriek():
        engels = maak_gebruiker(Rol.BELEID)
        engels.taal = "en"
        engels.save(update_fields=["taal"])
    bladzijde = client(engels).get(reverse("jaarcijfers:overzicht"), {"jaar": "2024"}).text
    bestanden = [
        client(lezer).get(reverse("jaarcijfers:csv"), {"jaar": "2024"}).content
        for lezer in (databank.beleid, engels)
    ]

    for woorden in ("Reports by main category", "Inappropriate behaviour", "Every report counts once"):
        assert woorden in bladzijde
    assert '<p class="nl-paragraph" lang="nl">In 2024 waren er 3 meldingen.' in bladzijde
    assert "That is why they are in Dutch." in bladzijde
    assert bestanden[0] == bestanden[1]
