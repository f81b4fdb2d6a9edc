"""The counts are the published ones: in the registers, and as the year figures show them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import connection, transaction

from jid.demodata.aantallen import CASUSSEN, MELDINGEN, VOORTZETTINGEN_PER_JAAR
from meldingen.models import Melding
from rapportages.bron import RegisterBron
from rapportages.gepubliceerd import code_bij, totalen
from rapportages.models import GepubliceerdCijfer, Register, Uitsplitsing
from rapportages.services import gepubliceerde_cijfers, jaarcijfers
from tests.hulp import wie
from vertrouwenspersonen.models import Casus

pytestmark = pytest.mark.databank


def _gepubliceerd(jaar: int) -> list[GepubliceerdCijfer]:
    return [c for c in gepubliceerde_cijfers() if (c.jaar, c.register) == (jaar, Register.MELDINGEN)]


def _geteld(jaar: int) -> dict[str, int]:
    with transaction.atomic(), wie.fabriek():
        meldingen = Melding.objects.zonder_toegangsfilter(reden="test").filter(ontvangen_defensie__year=jaar)
        return dict(Counter(meldingen.values_list("hoofdcategorie__code", flat=True)))


@pytest.mark.parametrize("jaar", [2020, 2021, 2022])
def test_elke_gedrukte_rij_is_precies_geteld(demo, jaar):
    categorieen = RegisterBron().categorieen("hoofdcategorie")
    gedrukt = {
        code_bij(cijfer.label, categorieen): cijfer.aantal
        for cijfer in _gepubliceerd(jaar)
        if cijfer.uitsplitsing == Uitsplitsing.HOOFDCATEGORIE
    }

    assert {code: aantal for code, aantal in gedrukt.items() if aantal} == _geteld(jaar)
    assert gedrukt == MELDINGEN[jaar]


def test_2020_heeft_dienstmiddelen_en_interne_regels_als_een_rij(demo):
    assert _geteld(2020)["dienstmiddelen_interne_regels"] == 63


@pytest.mark.parametrize("jaar", list(MELDINGEN))
def test_het_totaal_is_het_gepubliceerde_totaal_dat_klopt(demo, jaar):
    [aantal] = {
        cijfer.aantal for cijfer in totalen(_gepubliceerd(jaar), jaar=jaar, register=Register.MELDINGEN)
    }

    assert sum(_geteld(jaar).values()) == aantal


def test_de_jaarcijfers_tonen_de_gepubliceerde_reeks(demo):
    cijfers = jaarcijfers(jaar=2024, vandaag=date.today())  # noqa: DTZ011  # the demo data end today

    assert cijfers.tabel("meldingen_vijf_jaar").totaal == {
        2020: 314,
        2021: 371,
        2022: 667,
        2023: 555,
        2024: 627,
    }
    assert cijfers.tabel("casussen").totaal == {2023: CASUSSEN[2023], 2024: CASUSSEN[2024]}
    assert cijfers.bevindingen == ()


def test_wat_op_31_januari_was_vastgelegd_is_al_het_hele_jaar(demo):
    cijfers = jaarcijfers(jaar=2022, vandaag=date(2023, 1, 31), vastgelegd_tot=date(2023, 1, 31))

    assert cijfers.tabel("meldingen_hoofdcategorie").totaal == {2021: 371, 2022: 667}


def test_casussen_zijn_er_ongeveer_negenhonderd_per_jaar_in_elk_kwartaal(demo):
    with transaction.atomic(), wie.fabriek(), connection.cursor() as cursor:
        cursor.execute(
            """SELECT left(kwartaal_eerste_contact, 4)::int, count(*) FILTER (WHERE NOT voortzetting), count(*),
                 count(DISTINCT kwartaal_eerste_contact)
               FROM vertrouwenspersonen_casus WHERE kwartaal_eerste_contact < '2025' GROUP BY 1 ORDER BY 1"""
        )
        per_jaar = cursor.fetchall()

    assert per_jaar == [(jaar, n, n + VOORTZETTINGEN_PER_JAAR, 4) for jaar, n in CASUSSEN.items()]
    assert {abs(n - 900) <= 10 for n in CASUSSEN.values()} == {True}
    assert Casus._meta.db_table == "vertrouwenspersonen_casus"
