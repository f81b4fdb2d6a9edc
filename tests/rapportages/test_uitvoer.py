"""JSON, CSV and text: one result, no formula that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json

import pytest

from rapportages import uitvoer
from rapportages.cellen import Categorie
from rapportages.services import Jaarcijfers, jaarcijfers
from tests.rapportages.hulp import (
    GEPUBLICEERD,
    VANDAAG,
    VasteBron,
    casussen,
    gepubliceerde_reeks,
    meldingen,
)


def cijfers_2024() -> Jaarcijfers:
    bron = VasteBron(
        meldingen=meldingen(GEPUBLICEERD), casussen=casussen({2023: {"pesten": 3}, 2024: {"pesten": 4}})
    )
    return jaarcijfers(jaar=2024, vandaag=VANDAAG, bron=bron, reeks=gepubliceerde_reeks())


def regels(inhoud: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(inhoud), delimiter=";"))


def test_de_json_heeft_de_afgesproken_vorm() -> None:
    als_json = json.loads(json.dumps(uitvoer.als_json(cijfers_2024())))

    assert list(als_json) == [
        *("jaar", "stand_op", "vastgelegd_tot", "voorlopig", "tabellen", "tekst", "bevindingen")
    ]
    assert (als_json["jaar"], als_json["stand_op"], als_json["voorlopig"]) == (2024, "2024-12-31", True)
    tabel = als_json["tabellen"][0]
    assert list(tabel) == ["id", "nummer", "titel", "rijen", "totaal", "memo", "let_op", "regel"]
    assert tabel["id"] == "meldingen_hoofdcategorie"
    assert tabel["totaal"] == {"2023": 555, "2024": 627}
    assert tabel["regel"] == {"id": "meldingen_hoofdcategorie", "versie": 1}
    assert {"code": "omgangsvormen", "label": "Ongewenste omgangsvormen", "2023": 300, "2024": 327} in tabel[
        "rijen"
    ]
    assert [t["id"] for t in als_json["tabellen"]] == [
        *("meldingen_hoofdcategorie", "meldingen_vijf_jaar", "meldingen_meldkanaal", "meldingen_uitkomst"),
        *("klachten_verloop", "klachten_afgedaan", "klachten_termijn", "misstanden", "casussen"),
        "signalen",
    ]
    assert als_json["bevindingen"] == []
    assert als_json["tekst"].startswith(
        "In 2024 waren er 627 meldingen. Dat zijn er 72 meer dan in 2023 (+13,0%)."
    )


def test_de_csv_telt_op_tot_hetzelfde_totaal() -> None:
    rijen = [
        regel
        for regel in regels(uitvoer.als_csv(cijfers_2024()))
        if regel["tabel"] == "meldingen_hoofdcategorie" and regel["jaar"] == "2024"
    ]

    assert sum(int(regel["aantal"]) for regel in rijen if regel["soort"] == "geteld_rij") == 627
    assert [regel["aantal"] for regel in rijen if regel["soort"] == "geteld_totaal"] == ["627"]
    assert {regel["status"] for regel in rijen if regel["soort"].startswith("geteld")} == {"voorlopig"}


def test_de_csv_houdt_gepubliceerd_apart_en_merkt_het_totaal_van_2021() -> None:
    gepubliceerd = [
        regel
        for regel in regels(uitvoer.als_csv(cijfers_2024()))
        if regel["jaar"] == "2021" and regel["soort"].startswith("gepubliceerd")
    ]

    assert [(regel["aantal"], regel["soort"], regel["bron"]) for regel in gepubliceerd] == [
        ("271", "gepubliceerd_totaal_tegengesproken", "Jaarverslag Defensie 2022"),
        ("371", "gepubliceerd_totaal", "Nota Aanbieding JID 2024"),
    ]


def test_een_gedrukt_totaal_heeft_de_code_van_de_rij_waarvan_het_het_totaal_is() -> None:
    rijen = [r for r in regels(uitvoer.als_csv(cijfers_2024())) if r["jaar"] == "2024"]
    gedrukt = {
        (r["tabel"], r["code"], r["label"], r["aantal"])
        for r in rijen
        if r["soort"].startswith("gepubliceerd_totaal")
    }

    assert gedrukt == {
        ("meldingen_hoofdcategorie", "totaal", "Totaal", "627"),
        ("meldingen_vijf_jaar", "totaal", "Totaal", "627"),
        ("klachten_verloop", "ontvangen", "Ontvangen", "27"),
        ("misstanden", "totaal", "Totaal", "0"),
        ("casussen", "totaal", "Totaal", "900"),
    }
    geteld = [r for r in rijen if r["soort"] == "geteld_totaal" and r["tabel"] == "casussen"]
    assert [(r["code"], r["aantal"]) for r in geteld] == [("totaal", "4")]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_een_label_wordt_in_een_rekenblad_nooit_een_formule(begin: str) -> None:
    kwaad = f"{begin}HYPERLINK(A1)"
    bron = VasteBron(
        meldingen=meldingen({2024: {"kwaad": 1}}),
        lijsten={"hoofdcategorie": [Categorie("kwaad", kwaad)]},
    )

    inhoud = uitvoer.als_csv(jaarcijfers(jaar=2024, vandaag=VANDAAG, bron=bron, reeks=()))

    assert {regel["label"] for regel in regels(inhoud) if regel["code"] == "kwaad"} == {f"'{kwaad}"}


def test_de_tekst_toont_definitie_waarschuwing_en_tegenspraak() -> None:
    tekst = uitvoer.als_tekst(cijfers_2024())

    assert "Stand op 31-12-2024, vastgelegd tot en met 01-03-2026" in tekst
    assert "Voorlopig. Gebruik deze cijfers nog niet in brieven." in tekst
    assert "Elke melding telt één keer, in de ene hoofdcategorie die zij heeft." in tekst
    assert "Trendbreuk: sinds november 2021 registreren we anders." in tekst
    assert "het totaal 271 af. De rijen zijn samen 371." in tekst
    assert "Totaal                                                        555      627" in tekst
