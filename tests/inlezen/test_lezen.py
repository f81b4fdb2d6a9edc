"""What somebody brings: a table, or words about what it is instead. Nothing here asks a database."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from contextlib import suppress
from typing import Any

import openpyxl
import pytest

from inlezen.fouten import Fout, Foutenlijst, Invoerfout, zin
from inlezen.koppelen import merk, ontbrekend, onthouden, voorstel
from inlezen.lezen import lees, schone_naam
from inlezen.models import Inlezing
from inlezen.soorten import Doelkolom
from inlezen.werkboek import Grenzen, keur


def werkboek(*rijen: list[Any], samengevoegd: str = "") -> bytes:
    boek, uit = openpyxl.Workbook(), io.BytesIO()
    blad = boek.active
    assert blad is not None
    for rij in rijen:
        blad.append(rij)
    if samengevoegd:
        blad.merge_cells(samengevoegd)
    boek.save(uit)
    return uit.getvalue()


GOED = werkboek(["a", "b"], ["1", "2"])


def vervangen(inhoud: bytes, deel: str, nieuw: bytes) -> bytes:
    """A workbook with another content of one part."""
    uit = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inhoud)) as oud, zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as pak:
        for naam in oud.namelist():
            pak.writestr(naam, nieuw if naam == deel else oud.read(naam))
    return uit.getvalue()


def een_tekst_in_elke_cel(tekst: str) -> bytes:
    """A workbook that stores a text once, and shows it in 100 columns and 3 rows."""
    kop = "".join(f'<c t="str"><v>k{n}</v></c>' for n in range(100))
    rijen = f"<row>{kop}</row>" + ("<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>") * 3
    naamruimte = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    blad = f"<worksheet {naamruimte}><sheetData>{rijen}</sheetData></worksheet>"
    soort = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    uit = io.BytesIO(vervangen(GOED, BLAD, blad.encode()))
    with zipfile.ZipFile(uit) as pak:
        soorten = pak.read("[Content_Types].xml").decode()
    deel = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{soort}"/></Types>'
    uit = io.BytesIO(
        vervangen(uit.getvalue(), "[Content_Types].xml", soorten.replace("</Types>", deel).encode())
    )
    with zipfile.ZipFile(uit, "a", zipfile.ZIP_DEFLATED) as pak:
        pak.writestr("xl/sharedStrings.xml", f"<sst {naamruimte}><si><t>{tekst}</t></si></sst>")
    return uit.getvalue()


BLAD = "xl/worksheets/sheet1.xml"
LACH = b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 500 + b'">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 100) for letter in b"bcde"
) + b"]><worksheet><sheetData><row><c><v>&e;</v></c></row></sheetData></worksheet>"  # fmt: skip


@pytest.mark.parametrize(
    ("naam", "inhoud", "woorden"),
    [
        ("leeg.csv", b"", "dit bestand is leeg"),
        ("leeg.csv", b"\xef\xbb\xbf\n \n", "dit bestand is leeg"),
        ("kop.csv", b"a;b\n", "onder de kopregel staat niets"),
        ("een.csv", b"a\n1\n", "dit bestand heeft er 1"),
        ("dubbel.csv", b"a;A\n1;2\n", "elke naam één keer"),
        ("naamloos.csv", b"a;\n1;2\n", "een naam boven elke kolom"),
        ("breed.csv", b"a;b\n1;2;3\n", "2 kolommen, zoals de kopregel"),
        ("utf16.csv", "a;b\n1;2\n".encode("utf-16"), "UTF-8 of Windows-1252"),
        ("bytes.csv", b"a;b\n\x81\x8d;2\n", "UTF-8 of Windows-1252"),
        ("nul.csv", b"a;b\n1\x00;2\n", "onzichtbare tekens"),
        ("open.csv", b'a;b\n"1;2\n', "aanhalingstekens om de hele cel"),
        ("lang.csv", b"a;b\n1;" + b"x" * 140_000 + b"\n", "hoogstens 131072 tekens in een cel"),
        ("veel.csv", b"a;b\n" + b"1;2\n" * 1_000_000, "hoogstens 10000 rijen"),
        ("kolommen.csv", b";".join(b"k%d" % n for n in range(300)) + b"\n" + b"1;" * 299 + b"1\n", "hoogstens 200 kolommen"),
        ("cellen.csv", b"k" + b";k".join(b"%d" % n for n in range(150)) + b"\n" + (b"1;" * 149 + b"1\n") * 1_700, "hoogstens 250000 cellen"),
        ("tekens.xlsx", een_tekst_in_elke_cel("woord" * 20_000), "hoogstens 20 miljoen tekens"),
        ("naam.exe", b"a;b\n1;2\n", ".csv of .xlsx"),
        ("oud.xls", b"\xd0\xcf\x11\xe0", ".csv of .xlsx"),
        ("oud.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 50, "oud Excelbestand"),
        ("doc.csv", b"%PDF-1.7", "dit is een PDF"),
        ("tekst.xlsx", b"a;b\n1;2\n", "wat zijn naam zegt"),
        ("boek.csv", GOED, "wat zijn naam zegt"),
        ("kapot.xlsx", b"PK\x03\x04 kapot", "een werkboek"),
        ("half.xlsx", GOED[: len(GOED) // 2], "een werkboek"),
        ("zip.xlsx", vervangen(GOED, BLAD, b"<worksheet><sheetData><row>"), "een werkboek"),
        ("bom.xlsx", vervangen(GOED, "xl/styles.xml", b" " * 30_000_000), "te groot"),
        ("dtd.xlsx", vervangen(GOED, BLAD, "<!DOCTYPE x [<!ENTITY a '<c/>'>]><worksheet/>".encode("utf-16")), "een werkboek"),
        ("lach.xlsx", vervangen(GOED, BLAD, LACH), "een werkboek"),
        ("samen.xlsx", werkboek(["a", "b", "c"], [1, 2, 3], samengevoegd="A1:B1"), "samengevoegde cellen"),
        ("breed.xlsx", werkboek([f"k{n}" for n in range(300)], [1]), "hoogstens 200 kolommen"),
    ],
    ids=lambda waarde: waarde if isinstance(waarde, str) and "." in waarde[-5:] else "",
)  # fmt: skip
def test_wat_geen_tabel_is_wordt_in_woorden_geweigerd(naam: str, inhoud: bytes, woorden: str) -> None:
    with pytest.raises(Invoerfout) as gevangen:
        lees(naam, inhoud)
    assert woorden in " / ".join(str(fout.toegestaan) for fout in gevangen.value.fouten)


@pytest.mark.parametrize(
    ("deel", "inhoud"),
    [
        (BLAD, b"<c/>" * 1_000),
        ("xl/sharedStrings.xml", b"<si/>" * 1_000),
        ("zomaar.bin", b"<a" + b" b=''" * 1_000),
    ],
    ids=["cellen", "teksten", "attributen"],
)
def test_een_deel_met_te_veel_erin_wordt_niet_ontleed(deel: str, inhoud: bytes) -> None:
    grenzen = Grenzen(kolommen=2, laatste_rij=2, uitgepakt=1 << 20, merken=1_000)
    keur(io.BytesIO(GOED), grenzen)
    pak = io.BytesIO(GOED)
    with zipfile.ZipFile(pak, "a") as erbij, warnings.catch_warnings(action="ignore"):
        erbij.writestr(deel, inhoud)  # of two parts with one name openpyxl takes the last
    with pytest.raises(Invoerfout, match="te groot"):
        keur(pak, grenzen)


def test_een_verre_laatste_rij_houdt_niemand_op() -> None:
    boek, uit = openpyxl.Workbook(), io.BytesIO()
    blad = boek.active
    assert blad is not None
    blad.append(["a", "b"])
    blad.cell(row=1_048_576, column=1, value="ver")
    blad.cell(row=1_048_576, column=16_384, value="weg")
    boek.save(uit)
    with pytest.raises(Invoerfout, match="geen rij na rij 20000"):
        lees("ver.xlsx", uit.getvalue())


def test_een_blad_dat_zich_kleiner_noemt_verliest_geen_rijen() -> None:
    boek = werkboek(["a", "b"], ["een", "1"], ["twee", "2"])
    blad = zipfile.ZipFile(io.BytesIO(boek)).read("xl/worksheets/sheet1.xml")
    kleiner = re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1:A2"', blad)
    assert kleiner != blad
    gelezen = lees("b.xlsx", vervangen(boek, "xl/worksheets/sheet1.xml", kleiner))
    assert [cellen for _nummer, cellen in gelezen.rijen] == [["een", "1"], ["twee", "2"]]


def test_een_verminkt_werkboek_geeft_woorden_en_nooit_een_crash() -> None:
    """Bytes changed at random, in the zip and in the parts: a table or an `Invoerfout`, nothing else."""
    worp = random.Random(7)  # the same file at every run
    for _ in range(120):
        inhoud = bytearray(GOED)
        for _ in range(worp.randint(1, 6)):
            inhoud[worp.randrange(4, len(inhoud))] = worp.randrange(256)
        _lees_of_woorden(bytes(inhoud))
    with zipfile.ZipFile(io.BytesIO(GOED)) as pak:
        delen = {naam: pak.read(naam) for naam in pak.namelist()}
    for naam, deel in delen.items():
        for nieuw in (
            b"",
            b"<a/>",
            deel[: len(deel) // 2],
            deel.replace(b"1", b"x"),
            deel.replace(b"r=", b"s="),
        ):
            _lees_of_woorden(vervangen(GOED, naam, nieuw))


def _lees_of_woorden(inhoud: bytes) -> None:
    with suppress(Invoerfout):
        lees("proef.xlsx", inhoud)


def test_een_gewoon_bestand_komt_er_heel_uit() -> None:
    csv = lees("b.csv", "naam ;ontvangen\ncafé;=1+1\n\n x;\n".encode("cp1252"))
    assert (csv.kop, csv.rijen) == (["naam", "ontvangen"], [(2, ["café", "=1+1"]), (4, [" x", ""])])
    boek = lees("b.xlsx", werkboek(["a", "b", None], [3, "=1+1", None], [True, None, None]))
    assert (boek.kop, boek.rijen) == (["a", "b"], [(2, ["3", ""]), (3, ["ja", ""])])


@pytest.mark.parametrize(
    ("naam", "schoon"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("..\\..\\x.csv", "x.csv"),
        ("a\x00\u202egpj.csv\n", "agpj.csv"),
        ("", "bestand"),
        ("x" * 300 + ".csv", "x" * 95 + "….csv"),
    ],
)
def test_de_naam_van_een_bestand_is_een_naam_zonder_map_en_zonder_wat_niemand_ziet(
    naam: str, schoon: str
) -> None:
    assert schone_naam(naam) == schoon


KOLOMMEN = (
    Doelkolom("ontvangen_defensie", "Ontvangen door Defensie", "datum", True, ("datum_ontvangst",)),
    Doelkolom("locatiecontext", "Locatie", "code"),
)


def test_een_kolom_wordt_herkend_aan_naam_andere_naam_en_label_en_hoogstens_een_keer() -> None:
    kop = ["Datum ontvangst", "LOCATIE", "locatiecontext", "Naam melder"]
    assert voorstel(kop, KOLOMMEN) == ["ontvangen_defensie", "locatiecontext", "", ""]
    assert [k.naam for k in ontbrekend(["locatiecontext"], KOLOMMEN)] == ["ontvangen_defensie"]


def test_wat_onthouden_is_geldt_voor_dezelfde_koppen_in_elke_volgorde_en_zolang_de_kolom_bestaat() -> None:
    keuze = {"A": "locatiecontext", "B": ""}
    assert merk(["A", "B"]) == merk(["B", "A"]) != merk(["A", "C"])
    assert onthouden(["B", "A"], keuze, KOLOMMEN) == ["", "locatiecontext"]
    assert onthouden(["A", "B"], {"A": "weg", "B": ""}, KOLOMMEN) is None


def test_van_een_foute_waarde_blijft_alleen_het_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    gevonden, bewaard = Foutenlijst(), []
    gevonden.voeg_toe(2, "a", "x" * 5_000, zin("iets korters"))
    monkeypatch.setattr(Inlezing, "zet", lambda _zelf, _veld, waarde: bewaard.extend(waarde))
    Inlezing().zet_fouten(Foutenlijst([*gevonden.fouten, Fout(3, "b", "y" * 5_000, zin(""))], 2))
    assert [waarde for _rij, _kolom, waarde, _uitleg in bewaard] == ["x" * 200 + "…", "y" * 200 + "…"]
