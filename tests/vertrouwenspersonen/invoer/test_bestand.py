"""Files as people save them, and as somebody makes them to get something past us."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vertrouwenspersonen.invoer.bestand import GeenTabel, lees
from vertrouwenspersonen.invoer.oordeel import Oordeel, beoordeel

from .hulp import GOED, VANDAAG, als_csv, als_xlsx, keuzes, rij, werkboek

if TYPE_CHECKING:
    import openpyxl

NAAM = "Jan Quispelaar"


def blad(boek: openpyxl.Workbook) -> openpyxl.worksheet.worksheet.Worksheet:
    return boek.worksheets[0]


def oordeel(inhoud: bytes) -> Oordeel:
    return beoordeel(lees(inhoud), keuzes(), vandaag=VANDAAG)


@pytest.mark.parametrize("maak", [
    lambda: als_csv(rij()),
    lambda: als_csv(rij()).replace(b";", b","),
    lambda: b"\xef\xbb\xbf" + als_csv(rij()),
    lambda: als_csv(rij(afloop="Hulpvrager beëindigde het contact")).decode().encode("cp1252"),
    lambda: als_csv(rij()).replace(b"\r\n", b"\n\n"),
    lambda: als_xlsx(werkboek(rij())),
    lambda: als_xlsx(werkboek({**GOED, "aantal_contacten": 5})),
], ids=["puntkomma", "komma", "bom", "cp1252", "lege regels", "xlsx", "xlsx met getal"])  # fmt: skip
def test_een_bestand_zoals_mensen_het_bewaren_wordt_gelezen(maak: Callable[[], bytes]) -> None:
    uit = oordeel(maak())
    assert ([str(fout) for fout in uit.fouten], len(uit.casussen)) == ([], 1)


def verborgen_blad(boek: openpyxl.Workbook) -> None:
    boek.create_sheet("Blad2").append([NAAM])
    boek.worksheets[1].sheet_state = "veryHidden"


def tweede_blad(boek: openpyxl.Workbook) -> None:
    boek.create_sheet(NAAM).append(["", "06-12345678"])


def verborgen_tabel(boek: openpyxl.Workbook) -> None:
    boek.create_sheet("leeg")
    blad(boek).sheet_state = "hidden"
    boek.active = 1


def opmerking(boek: openpyxl.Workbook) -> None:
    from openpyxl.comments import Comment

    blad(boek)["A2"].comment = Comment(NAAM, NAAM)


def formule(boek: openpyxl.Workbook) -> None:
    blad(boek)["E2"] = f'=IF("{NAAM}"="","","Pesten")'


@pytest.mark.parametrize(("voeg_toe", "woord"), [
    (verborgen_blad, "verborgen blad"), (tweede_blad, "meer dan één blad"), (verborgen_tabel, "verborgen blad"),
    (opmerking, "opmerking"), (formule, "formules"),
])  # fmt: skip
def test_een_werkboek_met_meer_dan_zijn_eigenaar_ziet_wordt_geweigerd(
    voeg_toe: Callable[[openpyxl.Workbook], None], woord: str
) -> None:
    boek = werkboek(rij())
    voeg_toe(boek)
    with pytest.raises(GeenTabel, match=woord) as fout:
        lees(als_xlsx(boek))
    assert "Quispelaar" not in str(fout.value)
    assert fout.value.__cause__ is None


def test_eigenschappen_van_een_werkboek_en_de_naam_van_een_blad_worden_niet_gelezen() -> None:
    boek = werkboek(rij())
    boek.properties.creator = boek.properties.lastModifiedBy = boek.properties.description = NAAM
    blad(boek).title = NAAM
    boek.create_sheet("leeg blad")
    tabel = lees(als_xlsx(boek))
    assert NAAM not in str([tabel.kop, tabel.rijen])
    assert beoordeel(tabel, keuzes(), vandaag=VANDAAG).fouten == ()


@pytest.mark.parametrize("cel", [date(1981, 3, 2), 612345678, True, 2.5])
def test_een_datum_of_getal_in_een_cel_wordt_geweigerd(cel: object) -> None:
    uit = oordeel(als_xlsx(werkboek({**GOED, "hoofdthema": cel})))
    assert [fout.kolom for fout in uit.fouten] == ["hoofdthema"]


def test_een_getal_dat_als_datum_is_opgemaakt_staat_in_geen_waarschuwing(
    recwarn: pytest.WarningsRecorder,
) -> None:
    boek = werkboek({**GOED, "hoofdthema": 612345678})
    blad(boek)["E2"].number_format = "dd-mm-yyyy"
    assert [fout.kolom for fout in oordeel(als_xlsx(boek)).fouten] == ["hoofdthema"]
    assert not recwarn.list


BLAD1 = "xl/worksheets/sheet1.xml"


def gewoon(maak: Callable[[bytes], bytes], **erbij: bytes) -> bytes:
    """A good workbook with another first sheet, and perhaps one part more."""
    return herschreven(als_xlsx(werkboek(rij())), BLAD1, maak, **erbij)


def herschreven(inhoud: bytes, deel: str, maak: Callable[[bytes], bytes], **erbij: bytes) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inhoud)) as oud, zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as nieuw:
        for naam in oud.namelist():
            nieuw.writestr(naam, maak(oud.read(naam)) if naam == deel else oud.read(naam))
        for naam, extra in erbij.items():
            nieuw.writestr(naam, extra)
    return uit.getvalue()


def test_een_blad_dat_kleiner_zegt_te_zijn_verbergt_geen_kolom() -> None:
    inhoud = als_xlsx(werkboek({**rij(), "extra": NAAM}, kop=[*rij(), "extra"]))
    kleiner = herschreven(inhoud, BLAD1, lambda xml: xml.replace(b'ref="A1:N2"', b'ref="A1:M2"'))
    assert kleiner != inhoud
    assert [fout.kolom for fout in oordeel(kleiner).fouten] == ["N"]


@pytest.mark.parametrize("maak", [
    lambda: gewoon(lambda xml: xml[: len(xml) // 2]),
    lambda: gewoon(lambda xml: xml.replace(b'<row r="2"', b'<row r="x"')),
    lambda: gewoon(lambda xml: xml + b" " * (21 << 20)),
    lambda: gewoon(lambda xml: xml, **{"xl/vbaProject.bin": b"x"}),
    lambda: als_xlsx(werkboek(rij()))[:-30],
    lambda: b"PK\x03\x04",
    lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x81\x8d" * 9,
    lambda: b"",
    lambda: b"\xff\xfea\x00",
    lambda: b'"',
    lambda: b"a;b\n" * 600,
    lambda: b"a" * (2 << 20),
    lambda: b";" * 100 + b"\n" + b"x;" * 100,
    lambda: b"a;b\n1;2\n" + b"x" * 501 + b";1\n",
], ids=["half", "onzin", "bom", "macro", "afgebroken", "alleen begin", "wachtwoord", "leeg", "utf-16", "aanhaling", "veel rijen",
        "groot", "veel kolommen", "lange cel"])  # fmt: skip
def test_wat_geen_tabel_is_wordt_geweigerd_in_woorden(maak: Callable[[], bytes]) -> None:
    inhoud = maak()
    with pytest.raises(GeenTabel) as fout:
        lees(inhoud)
    assert str(fout.value).endswith(".")
    assert fout.value.__cause__ is None


@settings(max_examples=60)
@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(str.encode)
    | st.binary(max_size=200).map(b"PK\x03\x04".__add__)
)
def test_willekeurige_bytes_zijn_geen_casussen(inhoud: bytes) -> None:
    with contextlib.suppress(GeenTabel):
        assert oordeel(inhoud).casussen == ()


def test_een_rij_ver_naar_onderen_wordt_in_woorden_geweigerd_en_niet_half_gelezen() -> None:
    """Also an empty one, and one outside the size that the sheet claims."""
    ver = gewoon(lambda xml: xml.replace(b"</sheetData>", b'<row r="1048576"/></sheetData>'))
    with pytest.raises(GeenTabel, match="Haal weg wat niet bij de tabel hoort"):
        oordeel(ver)


@pytest.mark.parametrize(
    "begin",
    [b"%PDF-1.7\n%\xe2\xe3\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"\xd0\xcf\x11\xe0\xa1\xb1"],
)
def test_wat_geen_tabel_is_wordt_als_geheel_geweigerd(begin: bytes) -> None:
    with pytest.raises(GeenTabel, match="Sla het op als CSV of als Excel-werkboek"):
        lees(begin + b"regel\n" * 50)
