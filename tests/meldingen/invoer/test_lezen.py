"""What a file may look like, and what the message says when it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codelijsten.models import Code
from inlezen.bestand import onderzoek
from inlezen.fouten import LANGSTE_WAARDE, Foutenlijst, Invoerfout, ingekort, toonbaar
from meldingen.invoer import INVOER
from tests.meldingen.invoer.hulp import GOED, VANDAAG, bestand, fouten, rij, tekst
from zaken.invoer.codes import Codeboek
from zaken.invoer.controle import Lezer
from zaken.invoer.controle import Rij as Gelezen
from zaken.invoer.waarden import Omgeving, vormen

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


def gelezen(pad: Path) -> list[Gelezen]:
    """The rows as values; every row must be right."""
    bron = onderzoek(pad)
    alle = list(bron.rijen())
    lezer = Lezer(
        INVOER,
        INVOER.kies(alle[0][1]),
        omgeving=Omgeving(Codeboek(INVOER.lijsten()), VANDAAG),
        fouten=(lijst := Foutenlijst()),
    )
    uit = [lezer.lees(nummer, cellen) for nummer, cellen in alle[1:]]
    lijst.eis_geen()
    return [een for een in uit if een]


def code(lijst: str, waarde: str) -> int:
    return Code.objects.get(lijst_id=lijst, code=waarde).pk


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("teken", [",", ";"])
def test_codering_en_scheidingsteken_worden_herkend(tmp_path, codering, teken):
    pad = bestand(
        tmp_path, rij(onderwerp="Ruzie op de privésfeer, € 5; ‘echt’"), teken=teken, codering=codering
    )

    assert [een.velden["onderwerp"] for een in gelezen(pad)] == ["Ruzie op de privésfeer, € 5; ‘echt’"]


@pytest.mark.parametrize(
    "waarde",
    [
        "financieel",
        "FINANCIEEL",
        "Financiële schendingen",
        "financiele  SCHENDINGEN",
        " Financie\u0308le schendingen ",
    ],
)
def test_een_code_of_label_geldt_ongeacht_hoofdletters_en_accenten(tmp_path, waarde):
    [een] = gelezen(bestand(tmp_path, rij(hoofdcategorie=waarde)))

    assert een.velden["hoofdcategorie_id"] == code("hoofdcategorie", "financieel")


def test_een_label_geldt_ook_zonder_de_afkorting_erachter(tmp_path):
    [een] = gelezen(bestand(tmp_path, rij(defensieonderdeel="koninklijke landmacht")))

    assert een.velden["defensieonderdeel_id"] == code("defensieonderdeel", "clas")


def test_datum_ontvangst_en_namen_van_het_gegevenswoordenboek_worden_begrepen(tmp_path):
    pad = bestand(
        tmp_path,
        {
            "Datum_Ontvangst": "15-11-2024",
            "HOOFDCATEGORIE": "interne_regels",
            "subcategorie": "drugs|niet volgen van procedures of regels",
            "datum_voorval_van": "9-2024",
            "datum_voorval_tot": "2024-10",
            "afdoening": "gesprek",
        },
    )
    [een] = gelezen(pad)

    assert str(een.velden["ontvangen_defensie"]) == "2024-11-15"
    assert een.keuzes["subcategorieen"] == (
        code("subcategorie", "drugs"),
        code("subcategorie", "niet_volgen_van_regels"),
    )
    assert (str(een.velden["voorval_van"]), str(een.velden["voorval_tot"])) == ("2024-09-01", "2024-10-31")
    assert een.velden["voorval_precisie"] == "maand"
    assert een.keuzes["afdoeningen"] == (code("afdoening", "gesprek"),)


def test_een_datum_wordt_nooit_geschat(tmp_path):
    onbekend, jaar = gelezen(
        bestand(tmp_path, rij(voorval_van="onbekend"), rij(externe_referentie="A-2", voorval_van="2023"))
    )

    assert "voorval_van" not in onbekend.velden
    assert (str(jaar.velden["voorval_van"]), jaar.velden["voorval_precisie"]) == ("2023-01-01", "jaar")


def test_zonder_onderwerp_staat_er_het_label_van_de_hoofdcategorie(tmp_path):
    [een] = gelezen(bestand(tmp_path, rij(onderwerp="")))

    assert een.velden["onderwerp"] == "Ongewenste omgangsvormen"


@pytest.mark.parametrize(
    ("anders", "kolom", "toegestaan"),
    [
        ({"ontvangen_defensie": ""}, "ontvangen_defensie", "niet leeg"),
        ({"ontvangen_defensie": "31-2-2024"}, "ontvangen_defensie", "jjjj-mm-dd"),
        ({"ontvangen_defensie": "2025-03-02"}, "ontvangen_defensie", "niet in de toekomst"),
        ({"ontvangen_defensie": "0024-11-15"}, "ontvangen_defensie", "vanaf 1990"),
        ({"hoofdcategorie": "iets anders"}, "hoofdcategorie", "financieel, positie, informatie"),
        ({"hoofdcategorie": ""}, "hoofdcategorie", "niet leeg"),
        ({"hoofdcategorie": "dienstmiddelen_interne_regels"}, "hoofdcategorie", "geldig op 15-11-2024"),
        ({"hoofdcategorie": "overige", "ontvangen_defensie": "2020-12-31"}, "hoofdcategorie", "31-12-2020"),
        ({"defensieonderdeel": "dmo"}, "defensieonderdeel", "commit"),
        ({"onderwerp": "x" * 121}, "onderwerp", "hoogstens 120 tekens"),
        ({"onderwerp": "een\ntwee"}, "onderwerp", "één regel"),
        ({"omschrijving": "x" * 20_001}, "omschrijving", "hoogstens 20000 tekens"),
        ({"omschrijving": "half\0woord"}, "omschrijving", "NUL"),
        ({"externe_referentie": "x" * 81}, "externe_referentie", "hoogstens 80 tekens"),
        ({"bronsysteem": "excel"}, "bronsysteem", "applicatie, mvv, bps_kmar"),
        ({"anonimiteit": "misschien"}, "anonimiteit", "nee, vertrouwelijk, anoniem"),
        ({"status": "klaar"}, "status", "nieuw, in_beoordeling"),
        ({"aantal_betrokkenen": "twee"}, "aantal_betrokkenen", "heel getal"),
        ({"aantal_betrokkenen": "-1"}, "aantal_betrokkenen", "heel getal"),
        ({"aantal_betrokkenen": "99999"}, "aantal_betrokkenen", "32767"),
        ({"afstemming_om": "soms"}, "afstemming_om", "ja of nee"),
        ({"voorval_van": "2024-13"}, "voorval_van", "jaar (jjjj)"),
        ({"voorval_van": "2024-11-16"}, "voorval_van", "op of voor ontvangen_defensie (15-11-2024)"),
        ({"voorval_van": "2024-10-05", "voorval_tot": "2024-10-04"}, "voorval_tot", "op of na voorval_van"),
        ({"voorval_tot": "2024-10-04"}, "voorval_tot", "leeg, of vul ook voorval_van in"),
        ({"voorval_precisie": "maand"}, "voorval_precisie", "vul ook voorval_van in"),
        ({"voorval_van": "2024", "voorval_precisie": "dag"}, "voorval_precisie", "jaar of leeg"),
        ({"ontvangen_register": "2024-11-14"}, "ontvangen_register", "na ontvangen_defensie (15-11-2024)"),
        ({"bevestigd_op": "2024-11-01"}, "bevestigd_op", "op of na ontvangen_defensie"),
        ({"teruggekoppeld_op": "2024-11-01"}, "teruggekoppeld_op", "op of na ontvangen_defensie"),
        ({"coid_advies_op": "2024-12-01"}, "coid_advies_op", "vul ook coid_advies in"),
        ({"besluit_bg_op": "2024-12-01"}, "besluit_bg_op", "vul ook besluit_bg in"),
        ({"datum_afgehandeld": "2024-12-01"}, "datum_afgehandeld", "leeg bij de status nieuw"),
        ({"status": "nazorg", "datum_gesloten": "2024-12-01"}, "datum_gesloten", "leeg bij de status nazorg"),
        ({"status": "gesloten", "datum_afgehandeld": "2024-12-02", "datum_gesloten": "2024-12-01"},
         "datum_gesloten", "op of na datum_afgehandeld"),
        ({"doorgeleid_naar": "klacht"}, "doorgeleid_naar", "leeg bij de status nieuw"),
        ({"subcategorieen": "pesten|vermissing"}, "subcategorieen", "daar hoort niet bij: vermissing"),
        ({"subcategorieen": "pesten|zomaar"}, "subcategorieen", "seksuele_intimidatie"),
    ],
)  # fmt: skip
def test_een_fout_noemt_rij_kolom_waarde_en_wat_mag(tmp_path, anders, kolom, toegestaan):
    goed = dict.fromkeys(anders, "") | {"ontvangen_defensie": "1-1-2024", "hoofdcategorie": "financieel"}
    pad = bestand(tmp_path, rij(**goed), rij(**{"externe_referentie": "A-2"} | anders))

    [fout] = fouten(pad)

    assert (fout.rij, fout.kolom, fout.waarde) == (3, kolom, ingekort(anders[kolom], LANGSTE_WAARDE))
    assert toegestaan in str(fout.toegestaan)
    assert str(fout).startswith(f"rij 3, kolom {kolom}: ‘")


def test_alle_fouten_van_alle_rijen_staan_er_in_een_keer(tmp_path):
    pad = bestand(
        tmp_path,
        rij(hoofdcategorie="x", onderwerp="y" * 200),
        rij(externe_referentie="A-2"),
        rij(externe_referentie="A-3", ontvangen_defensie="z"),
    )

    assert [(fout.rij, fout.kolom) for fout in fouten(pad)] == [
        (2, "hoofdcategorie"), (2, "onderwerp"), (4, "ontvangen_defensie"),
    ]  # fmt: skip


def test_dezelfde_melding_twee_keer_in_het_bestand_is_een_fout(tmp_path):
    pad = bestand(tmp_path, rij(), rij(bronsysteem="bps_kmar"), rij(onderwerp="Nog eens"))

    [fout] = fouten(pad)

    assert (fout.rij, fout.kolom, fout.waarde, str(fout.toegestaan)) == (
        4, "externe_referentie", "A-1", "één rij per melding; rij 2 is dezelfde",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kop", "kolom", "toegestaan"),
    [
        ("hoofdcategorie", "ontvangen_defensie", "verplicht"),
        ("ontvangen_defensie", "hoofdcategorie", "verplicht"),
        ("ontvangen_defensie;hoofdcategorie;zaaknummer", "zaaknummer", "externe_referentie"),
        ("ontvangen_defensie;hoofdcategorie;bsn", "bsn", "ontvangen_defensie, datum_ontvangst"),
        ("ontvangen_defensie;hoofdcategorie;", "(leeg)", "externe_referentie"),
        ("ontvangen_defensie;hoofdcategorie;datum_ontvangst", "datum_ontvangst", "één keer"),
    ],
)
def test_een_onbekende_ontbrekende_of_dubbele_kolom_wordt_geweigerd(tmp_path, kop, kolom, toegestaan):
    pad = tmp_path / "kop.csv"
    pad.write_text(kop + "\n")

    [fout] = fouten(pad)

    assert (fout.rij, fout.kolom) == (1, kolom)
    assert toegestaan in str(fout.toegestaan)


def test_een_leeg_bestand_noemt_de_verplichte_kolommen(tmp_path):
    pad = tmp_path / "leeg.csv"
    pad.write_bytes(b"")

    assert [fout.kolom for fout in fouten(pad)] == ["ontvangen_defensie", "hoofdcategorie"]


@pytest.mark.parametrize(
    ("inhoud", "rij_", "toegestaan"),
    [
        (b"ontvangen_defensie;hoofdcategorie\n2024-01-01;over\x81ige\n", 2, "UTF-8 of Windows-1252"),
        (
            b"\xef\xbb\xbfontvangen_defensie;hoofdcategorie\n\n2024-01-01;priv\xe9sfeer\n",
            3,
            "UTF-8 of Windows-1252",
        ),
        ("ontvangen_defensie;hoofdcategorie\n".encode("utf-16"), 1, "UTF-8 of Windows-1252"),
        (b'ontvangen_defensie;hoofdcategorie\n2024-01-01;"over"ige\n', 2, "aanhalingstekens om de hele cel"),
        (b'ontvangen_defensie;hoofdcategorie\n2024-01-01;"overige\n', 2, "aanhalingstekens om de hele cel"),
        (
            b'ontvangen_defensie;hoofdcategorie\n2024-01-01;"' + b"x\n" * 70_000 + b'"',
            2,
            "hoogstens 131072 tekens in een cel",
        ),
        (b"ontvangen_defensie;hoofdcategorie\n" + b"x" * 1_100_000, 2, "tekens op een regel"),
        (b"ontvangen_defensie;hoofdcategorie\n2024-01-01;overige;\n", 2, "2 kolommen; deze rij heeft er 3"),
    ],
)
def test_wat_geen_csv_is_wordt_met_de_rij_geweigerd(tmp_path, inhoud, rij_, toegestaan):
    pad = tmp_path / "stuk.csv"
    pad.write_bytes(inhoud)

    [fout] = fouten(pad)

    assert fout.rij == rij_
    assert toegestaan in str(fout.toegestaan)


def test_een_pijp_of_map_is_geen_bestand(tmp_path):
    with pytest.raises(OSError):
        onderzoek(tmp_path)


def test_een_bestand_dat_tussendoor_verandert_wordt_geweigerd(tmp_path):
    pad = bestand(tmp_path, rij())
    bron = onderzoek(pad)
    pad.write_text(pad.read_text() + "\n")

    with pytest.raises(Invoerfout):
        next(bron.rijen())


def test_een_foutmelding_stuurt_de_terminal_niet_en_blijft_kort():
    assert toonbaar("a\x1b[31mb\u202ec\r\n") == "a�[31mb�c��"
    assert toonbaar("x" * 500) == "x" * 60 + "…"


def test_van_heel_veel_fouten_wordt_het_aantal_onthouden_en_niet_alles(tmp_path):
    pad = bestand(tmp_path, *(rij(externe_referentie=f"A-{n}", hoofdcategorie="x") for n in range(1_200)))

    with pytest.raises(Invoerfout) as gevangen:
        gelezen(pad)

    assert (len(gevangen.value.fouten), gevangen.value.aantal) == (1_000, 1_200)


CELLEN = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), max_codepoint=0xFFFF),
    min_size=1,
    max_size=120,
).filter(lambda t: t == t.strip() and t.strip())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), onderwerp=CELLEN, omschrijving=CELLEN, teken=st.sampled_from(";,"))
def test_volgorde_van_kolommen_en_aanhalingstekens_maken_niets_uit(
    tmp_path, data, onderwerp, omschrijving, teken
):
    een = rij(onderwerp=onderwerp, omschrijving=omschrijving + '\n"=1+1";,')
    kop = data.draw(st.permutations(list(een)))
    pad = tmp_path / "volgorde.csv"
    pad.write_bytes(tekst([een], teken=teken, kop=kop).encode())

    [uit] = gelezen(pad)

    assert (uit.velden["onderwerp"], uit.velden["omschrijving"]) == (een["onderwerp"], een["omschrijving"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    inhoud=st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass"))
)
def test_welke_bytes_dan_ook_geven_fouten_in_woorden(tmp_path, inhoud):
    kop = (";".join(GOED) + "\n").encode()
    pad = tmp_path / "wild.csv"
    pad.write_bytes(kop + inhoud)

    gevonden = fouten(pad) if inhoud.strip() else []

    assert all(str(fout).startswith("rij ") for fout in gevonden)


def test_elke_kolom_bestaat_maar_een_keer():
    namen = [naam for kolom in INVOER.kolommen() for naam in (kolom.naam, *kolom.andere)]

    assert len(namen) == len(set(namen))


def test_een_bestand_is_nederlands_ook_voor_wie_de_schermen_in_het_engels_heeft(tmp_path):
    vormen.cache_clear()
    with translation.override("en"):
        assert fouten(bestand(tmp_path, rij(status="In behandeling"))) == []
        [fout] = fouten(bestand(tmp_path, rij(), rij()))

    assert str(fout.toegestaan) == "één rij per melding; rij 2 is dezelfde"
