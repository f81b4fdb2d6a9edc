"""The lists every installation starts with."""

from __future__ import annotations

from datetime import date

import pytest

from codelijsten.laden import laad, lees_codes
from codelijsten.models import Code, Codelijst

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]

LIJSTEN = [
    "defensieonderdeel",
    "hoofdcategorie",
    "subcategorie",
    "meldkanaal",
    "locatiecontext",
    "personeelscategorie",
    "relatie",
    "ranggroep",
    "bron",
    "bronsysteem",
    "coid_advies",
    "besluit_bg",
    "afdoening",
    "uitkomst_melding",
    "uitkomst_betrokkene",
    "rapportagegroep",
    "thema",
    "casusactie",
    "doorverwijzing",
    "rol_hulpvrager",
    "afloop_casus",
]


@pytest.fixture
def opnieuw(fabriek):
    def laden():
        with fabriek():
            return laad()

    return laden


@pytest.mark.parametrize("lijst", LIJSTEN)
def test_elke_lijst_heeft_codes(lijst):
    assert Code.objects.van(lijst).geldig_op(date(2024, 7, 1)).count() >= 3


def test_opnieuw_laden_verandert_niets(opnieuw):
    voor = list(Code.objects.order_by("pk").values())
    telling = opnieuw()
    assert (telling.lijsten, telling.codes, telling.aangevuld) == (0, 0, 0)
    assert list(Code.objects.order_by("pk").values()) == voor


def test_wat_de_beheerder_aanpaste_blijft(opnieuw, fabriek):
    clsk = Code.objects.van("defensieonderdeel").filter(code="clsk")
    with fabriek():
        clsk.update(label="Luchtmacht", geldig_tot=date(2025, 5, 31))
        Code.objects.van("bron").filter(code="extern").delete()
    assert opnieuw().codes == 1
    assert clsk.get().label == "Luchtmacht"
    assert clsk.get().geldig_tot == date(2025, 5, 31)


def test_elke_lijst_en_elke_code_heeft_engels():
    assert not Codelijst.objects.filter(naam_en="").exists()
    assert not Codelijst.objects.exclude(uitleg="").filter(uitleg_en="").exists()
    zonder = [regel for regel in lees_codes() if not regel.label_en]
    assert zonder == []
    assert [regel for regel in lees_codes() if regel.toelichting and not regel.toelichting_en] == []


def test_engels_komt_erbij_waar_het_nederlands_nog_van_ons_is(opnieuw, fabriek):
    codes = Code.objects.van("meldkanaal")
    with fabriek():
        codes.filter(code__in=("kmar", "igk")).update(label_en="")
        codes.filter(code="igk").update(label="Inspecteur")
        Codelijst.objects.filter(pk="meldkanaal").update(naam_en="")
    assert opnieuw().aangevuld == 1
    assert dict(codes.filter(code__in=("kmar", "igk")).values_list("code", "label_en")) == {
        "kmar": "Royal Netherlands Marechaussee",
        "igk": "",
    }
    assert Codelijst.objects.get(pk="meldkanaal").naam_en == "Reporting channel"


def test_codes_zijn_kleine_letters_en_labels_hebben_een_hoofdletter_of_cijfer():
    for regel in lees_codes():
        assert regel.code.isascii(), regel
        assert regel.code.islower(), regel
        assert regel.code.replace("_", "").isalnum(), regel
        assert not regel.label[0].islower(), regel


@pytest.mark.parametrize(
    ("dag", "geldig", "niet_geldig"),
    [
        (date(2023, 4, 25), {"dmo", "clsk"}, {"commit", "clrs"}),
        (date(2023, 4, 26), {"commit", "clsk"}, {"dmo", "clrs"}),
        (date(2025, 6, 30), {"commit", "clsk"}, {"dmo", "clrs"}),
        (date(2025, 7, 1), {"commit", "clrs"}, {"dmo", "clsk"}),
    ],
)
def test_een_onderdeel_heet_zoals_het_op_die_dag_heette(dag, geldig, niet_geldig):
    codes = set(Code.objects.van("defensieonderdeel").geldig_op(dag).values_list("code", flat=True))
    assert geldig <= codes
    assert not niet_geldig & codes
    assert {"bs", "czsk", "clas", "ckmar", "dosco"} <= codes


def test_opvolgers_sluiten_aan():
    paren = [(code.code, code.opvolger.code) for code in Code.objects.exclude(opvolger=None).order_by("code")]
    assert paren == [("clsk", "clrs"), ("dmo", "commit")]
    for code in Code.objects.exclude(opvolger=None).select_related("opvolger"):
        assert (code.opvolger.geldig_van - code.geldig_tot).days == 1


@pytest.mark.parametrize(
    ("dag", "verwacht"),
    [
        (
            date(2020, 12, 31),
            "financieel positie informatie geweldsbevoegdheid omgangsvormen privesfeer"
            " dienstmiddelen_interne_regels",
        ),
        (
            date(2021, 1, 1),
            "financieel positie informatie geweldsbevoegdheid omgangsvormen privesfeer"
            " dienstmiddelen interne_regels overige",
        ),
    ],
)
def test_de_hoofdcategorieen_van_een_jaar_staan_in_de_gedrukte_volgorde(dag, verwacht):
    assert (
        list(Code.objects.van("hoofdcategorie").geldig_op(dag).values_list("code", flat=True))
        == verwacht.split()
    )


def test_elke_subcategorie_hoort_bij_een_hoofdcategorie():
    boven = set(Code.objects.van("subcategorie").values_list("bovenliggend__lijst", flat=True))
    assert boven == {"hoofdcategorie"}
