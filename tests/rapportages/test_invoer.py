"""Taking in the published series: all or nothing; an error names row, column, value and what is allowed."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from rapportages.invoer.cijfers import KOLOMMEN, importeer_cijfers
from rapportages.invoer.lezen import Invoerfout, lees
from rapportages.models import GepubliceerdCijfer
from tests.rapportages.hulp import BESTAND

KOP = ",".join(KOLOMMEN)
GOED = "2022,meldingen,hoofdcategorie,Financiële schendingen,24,2023-01-02,Jaarverslag,"


def bestand(tmp_path: Path, *regels: str, kop: str = KOP, codering: str = "utf-8") -> Path:
    pad = tmp_path / "cijfers.csv"
    pad.write_bytes("\r\n".join([kop, *regels, ""]).encode(codering))
    return pad


def fouten(pad: Path) -> list[tuple[int, str, str]]:
    """Row, column and value of every error; nothing reaches the database."""
    with pytest.raises(Invoerfout) as gevangen:
        importeer_cijfers(pad)
    return [(fout.rij, fout.kolom, fout.waarde) for fout in gevangen.value.fouten]


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("teken", [",", ";"])
def test_codering_en_scheidingsteken_worden_herkend(tmp_path: Path, codering: str, teken: str) -> None:
    pad = bestand(tmp_path, GOED.replace(",", teken), kop=KOP.replace(",", teken), codering=codering)

    regels = lees(pad, kolommen=KOLOMMEN)

    assert [(regel.rij, regel.waarden["label"], regel.waarden["aantal"]) for regel in regels] == [
        (2, "Financiële schendingen", "24")
    ]


def test_kolommen_mogen_in_een_andere_volgorde_en_lege_regels_tellen_niet(tmp_path: Path) -> None:
    omgekeerd = ",".join(reversed(KOLOMMEN))
    waarden = ",".join(reversed(GOED.split(",")))

    regels = lees(bestand(tmp_path, "", waarden, ",,,,,,,", kop=omgekeerd), kolommen=KOLOMMEN)

    assert [(regel.rij, regel.waarden["jaar"]) for regel in regels] == [(3, "2022")]


@pytest.mark.parametrize(
    ("regel", "kolom", "waarde", "toegestaan"),
    [
        ("22,meldingen,hoofdcategorie,A,1,,B,", "jaar", "22", "een jaar van 1990 tot en met 2100"),
        ("twee,meldingen,hoofdcategorie,A,1,,B,", "jaar", "twee", "een jaar van 1990 tot en met 2100"),
        ("2022,melding,hoofdcategorie,A,1,,B,", "register", "melding", "meldingen, misstanden, klachten"),
        (
            "2022,meldingen,onderdeel,A,1,,B,",
            "uitsplitsing",
            "onderdeel",
            "hoofdcategorie, subcategorie, thema",
        ),
        ("2022,meldingen,hoofdcategorie,,1,,B,", "label", "", "1 tot en met 160 tekens"),
        ("2022,meldingen,hoofdcategorie,A,-1,,B,", "aantal", "-1", "een heel getal van 0 of hoger"),
        ("2022,meldingen,hoofdcategorie,A,1.234,,B,", "aantal", "1.234", "zonder punt of komma"),
        ("2022,meldingen,hoofdcategorie,A,,,B,", "aantal", "", "een heel getal van 0 of hoger"),
        ("2022,meldingen,hoofdcategorie,A,٣,,B,", "aantal", "٣", "een heel getal van 0 of hoger"),
        ("2022,meldingen,hoofdcategorie,A,1,2023-02-30,B,", "peildatum", "2023-02-30", "jjjj-mm-dd"),
        ("2022,meldingen,hoofdcategorie,A,1,,,", "bron", "", "1 tot en met 160 tekens"),
    ],
)
def test_een_fout_noemt_rij_kolom_waarde_en_wat_mag(
    tmp_path: Path, regel: str, kolom: str, waarde: str, toegestaan: str
) -> None:
    with pytest.raises(Invoerfout) as gevangen:
        importeer_cijfers(bestand(tmp_path, GOED, regel))

    (fout,) = gevangen.value.fouten
    assert (fout.rij, fout.kolom, fout.waarde) == (3, kolom, waarde)
    assert toegestaan in str(fout.toegestaan)
    assert str(fout).startswith(f"rij 3, kolom {kolom}: ‘{waarde}’ kan niet. Toegestaan: ")


def test_alle_fouten_staan_er_in_een_keer(tmp_path: Path) -> None:
    pad = bestand(tmp_path, "1,x,hoofdcategorie,A,1,,B,", GOED, "2022,meldingen,hoofdcategorie,A,b,,B,")

    assert fouten(pad) == [(2, "jaar", "1"), (2, "register", "x"), (4, "aantal", "b")]


def test_een_dubbele_rij_wordt_geweigerd(tmp_path: Path) -> None:
    assert fouten(bestand(tmp_path, GOED, GOED)) == [(3, "label", "Financiële schendingen")]


def test_een_rij_met_te_veel_kolommen_wordt_geweigerd(tmp_path: Path) -> None:
    assert fouten(bestand(tmp_path, GOED + ",meer")) == [(2, "(alle)", "2022")]


def test_een_onbekende_en_een_ontbrekende_kolom_worden_genoemd(tmp_path: Path) -> None:
    pad = bestand(tmp_path, GOED, kop=KOP.replace("aantal", "hoeveel"))

    assert fouten(pad) == [(1, "hoeveel", "hoeveel"), (1, "aantal", "(ontbreekt)")]


def test_een_leeg_bestand_mist_elke_kolom(tmp_path: Path) -> None:
    leeg = tmp_path / "leeg.csv"
    leeg.touch()

    assert [kolom for _, kolom, _ in fouten(leeg)] == list(KOLOMMEN)


def test_een_onleesbare_codering_wordt_geweigerd(tmp_path: Path) -> None:
    pad = tmp_path / "vreemd.csv"
    pad.write_bytes(KOP.encode() + b"\n2022,\x81\n")

    assert fouten(pad) == [(2, "(alle)", "b'\\x81'")]


def test_het_commando_zegt_dat_er_niets_is_ingelezen(tmp_path: Path) -> None:
    pad = bestand(tmp_path, *[f"{jaar},x,hoofdcategorie,A,1,,B," for jaar in range(2000, 2060)])

    with pytest.raises(CommandError) as gevangen:
        call_command("importeer", "cijfers", str(pad))

    regels = str(gevangen.value).splitlines()
    assert (regels[0], len(regels), regels[-1]) == ("Er is niets ingelezen.", 52, "En nog 10 fouten.")


def test_het_commando_noemt_een_bestand_dat_er_niet_is(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is niet te lezen"):
        call_command("importeer", "cijfers", str(tmp_path / "weg.csv"))


@pytest.mark.databank
@pytest.mark.django_db
def test_een_fout_in_de_laatste_rij_neemt_niets_op(tmp_path: Path, fabriek: object) -> None:
    pad = bestand(tmp_path, GOED, "2022,meldingen,hoofdcategorie,A,x,,B,")

    with fabriek():  # type: ignore[operator]  # a fixture that returns a context manager
        with pytest.raises(Invoerfout):
            importeer_cijfers(pad)

        assert GepubliceerdCijfer.objects.count() == 0


@pytest.mark.databank
@pytest.mark.django_db
def test_twee_keer_hetzelfde_bestand_verandert_niets(fabriek: object) -> None:
    with fabriek():  # type: ignore[operator]  # a fixture without a type
        eerste, tweede = importeer_cijfers(BESTAND), importeer_cijfers(BESTAND)
        aantal = GepubliceerdCijfer.objects.count()

    regels = len(BESTAND.read_text().splitlines()) - 1
    assert (eerste.nieuw, eerste.gewijzigd, eerste.gelijk) == (regels, 0, 0)
    assert (tweede.nieuw, tweede.gewijzigd, tweede.gelijk) == (0, 0, regels)
    assert aantal == regels


@pytest.mark.databank
@pytest.mark.django_db
def test_een_verbeterde_rij_wordt_gewijzigd_en_blijft_dezelfde(tmp_path: Path, fabriek: object) -> None:
    with fabriek():  # type: ignore[operator]  # a fixture without a type
        importeer_cijfers(bestand(tmp_path, GOED))
        verslag = importeer_cijfers(bestand(tmp_path, GOED.replace(",24,", ",25,") + "circa"))
        (cijfer,) = GepubliceerdCijfer.objects.all()

    assert (verslag.nieuw, verslag.gewijzigd, verslag.gelijk) == (0, 1, 0)
    assert (cijfer.aantal, cijfer.is_circa) == (25, True)


@pytest.mark.databank
@pytest.mark.django_db
def test_het_commando_meldt_dat_271_is_gedrukt(fabriek: object) -> None:
    uit = StringIO()
    with fabriek():  # type: ignore[operator]  # a fixture without a type
        call_command("importeer", "cijfers", str(BESTAND), stdout=uit)
        gedrukt = list(
            GepubliceerdCijfer.objects.filter(jaar=2021, uitsplitsing="totaal gedrukt").values_list(
                "aantal", "bron"
            )
        )

    regels = uit.getvalue().splitlines()
    assert regels[0].startswith("Gepubliceerde cijfers: ")
    assert regels[1:] == [
        "Let op: Jaarverslag Defensie 2022 drukt voor 2021 het totaal 271 af. De rijen zijn samen 371. "
        "Nota Aanbieding JID 2024 noemt 371: dat klopt met de rijen."
    ]
    assert sorted(gedrukt) == [(271, "Jaarverslag Defensie 2022"), (371, "Nota Aanbieding JID 2024")]
