"""The workbook: a sheet per table that says what it counts, on which days, and that it is provisional."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from rapportages import werkboek
from rapportages.cellen import Categorie
from rapportages.controles import Bevinding
from rapportages.services import Jaarcijfers, jaarcijfers
from tests.rapportages.hulp import (
    GEPUBLICEERD,
    VANDAAG,
    VasteBron,
    casussen,
    gepubliceerde_reeks,
    meldingen,
)


def cijfers_2024(**lijsten: list[Categorie]) -> Jaarcijfers:
    bron = VasteBron(
        meldingen=meldingen(GEPUBLICEERD),
        casussen=casussen({2023: {"pesten": 3}, 2024: {"pesten": 4}}),
        lijsten=lijsten,
    )
    return jaarcijfers(jaar=2024, vandaag=VANDAAG, bron=bron, reeks=gepubliceerde_reeks())


def bladen(cijfers: Jaarcijfers) -> dict[str, list[tuple[object, ...]]]:
    """Rows of values per sheet."""
    boek = openpyxl.load_workbook(io.BytesIO(werkboek.als_xlsx(cijfers)))
    return {blad.title: list(blad.iter_rows(values_only=True)) for blad in boek.worksheets}


def test_elke_tabel_heeft_een_blad_met_definitie_data_en_voorlopig() -> None:
    cijfers = cijfers_2024()

    per_blad = bladen(cijfers)

    assert {"Klachten van 1 januari tot en…", "Klachten hoe zij zijn afgedaan"} <= set(per_blad)
    assert list(per_blad) == ["Overzicht", *map(werkboek.bladnaam, cijfers.tabellen), "Gepubliceerd"]
    for tabel in cijfers.tabellen:
        eerste = [rij[0] for rij in per_blad[werkboek.bladnaam(tabel)]]
        assert eerste[:4] == [
            f"{tabel.regel.nummer}. {tabel.regel.titel}",
            werkboek.VOORLOPIG,
            "Stand op 31-12-2024",
            "Vastgelegd tot en met 01-03-2026",
        ]
        assert tabel.regel.definitie in eerste
        assert f"Telregel: {tabel.regel.id}, versie {tabel.regel.versie}" in eerste


def test_de_getallen_zijn_getallen_en_tellen_op_tot_het_totaal() -> None:
    rijen = bladen(cijfers_2024())["Meldingen naar hoofdcategorie"]
    kop = next(nummer for nummer, rij in enumerate(rijen) if rij[0] == "Categorie")
    totaal = next(nummer for nummer, rij in enumerate(rijen) if rij[0] == "Totaal")

    assert rijen[kop][:5] == ("Categorie", 2023, 2024, "Verschil", "In %")
    assert rijen[totaal][:5] == ("Totaal", 555, 627, 72, 0.13)
    assert sum(int(str(rij[2] or 0)) for rij in rijen[kop + 1 : totaal]) == 627


def test_een_gedrukt_totaal_van_klachten_staat_bij_ontvangen() -> None:
    [rij] = [r for r in bladen(cijfers_2024())["Gepubliceerd"] if r[2] == 27]

    assert str(rij[0]).endswith(": Ontvangen")
    assert rij[7] == "ontvangen"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_een_label_is_nooit_een_formule(begin: str) -> None:
    cijfers = cijfers_2024(hoofdcategorie=[Categorie("omgangsvormen", f"{begin}HYPERLINK(A1)")])
    boek = openpyxl.load_workbook(io.BytesIO(werkboek.als_xlsx(cijfers)))

    cellen = [cel for blad in boek.worksheets for rij in blad.iter_rows() for cel in rij]

    assert not [cel.coordinate for cel in cellen if cel.data_type == "f" or cel.hyperlink]
    assert f"'{begin}HYPERLINK(A1)" in {cel.value for cel in cellen}


def test_cijfers_die_niet_kloppen_zeggen_dat_op_elk_blad() -> None:
    fout = replace(cijfers_2024(), bevindingen=(Bevinding("tekst", "De tekst noemt 3. Herstel dit eerst."),))

    per_blad = bladen(fout)

    assert {werkboek.KLOPT_NIET in {rij[0] for rij in rijen} for rijen in per_blad.values()} == {True}
    assert "De tekst noemt 3. Herstel dit eerst." in {rij[0] for rij in per_blad["Overzicht"]}


def test_hetzelfde_werkboek_komt_uit_dezelfde_cijfers() -> None:
    assert werkboek.als_xlsx(cijfers_2024()) == werkboek.als_xlsx(cijfers_2024())
