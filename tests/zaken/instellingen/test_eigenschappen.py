"""Whatever the rows are, on every day exactly one set of norms holds, and it holds the rows of that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from zaken.instellingen.queries import reeks_van
from zaken.models.instellingen import DUUR, JA_NEE, STILSTAND, UREN, Norm, Normcode
from zaken.termijnen import geldige_normen
from zaken.termijnen.rekenen import Eenheid

DAGEN = st.dates(date(2000, 1, 1), date(2050, 1, 1))
EEN_DAG = timedelta(days=1)


def keten(code: Normcode, beginnen: Iterable[date], getallen: list[int]) -> list[Norm]:
    """The values of one norm, each closed the day before the next: what the services and the database allow."""
    van = [None, *sorted(beginnen)]
    tot = [*(dag - EEN_DAG for dag in sorted(beginnen)), None]
    eenheid = "ja_nee" if code in JA_NEE else "dagen" if code in DUUR else "maanden"
    return [
        Norm(code=code, getallen=[getal], eenheid=eenheid, geldig_van=a, geldig_tot=b)
        for a, b, getal in zip(van, tot, getallen, strict=False)
    ]


@st.composite
def rijen(draw) -> list[Norm]:
    alle: list[Norm] = []
    for code in sorted(set(Normcode) - UREN):
        beginnen = draw(st.sets(DAGEN, max_size=3))
        getal = st.integers(0, 1) if code in JA_NEE else st.integers(1, 99)
        alle += keten(code, beginnen, draw(st.lists(getal, min_size=4, max_size=4)))
    return draw(st.permutations(alle))


@given(alle=rijen(), willekeurig=DAGEN)
def test_op_elke_dag_gelden_precies_de_waarden_van_die_dag(alle, willekeurig):
    reeks = reeks_van(alle)
    grenzen = {rij.geldig_van for rij in alle if rij.geldig_van}
    for dag in {willekeurig, *grenzen, *(grens - EEN_DAG for grens in grenzen)}:
        normen = geldige_normen(reeks, op=dag)  # LookupError unless exactly one set holds
        stil = set()
        for rij in (rij for rij in alle if rij.geldt_op(dag)):
            if rij.code in STILSTAND:
                stil |= {rij.code.removeprefix("stilstand_")} if rij.getallen == [1] else set()
            elif rij.code in JA_NEE:
                assert getattr(normen, rij.code) is (rij.getallen == [1])
            elif rij.code in DUUR:
                duur = getattr(normen, rij.code)
                assert ([duur.aantal], duur.eenheid) == (rij.getallen, Eenheid.DAGEN)
            else:
                assert list(normen.nazorg_maanden) == rij.getallen
        assert normen.opschortbaar == stil


@given(alle=rijen())
def test_de_reeksen_sluiten_op_elkaar_aan(alle):
    reeks = reeks_van(alle)
    assert (reeks[0].geldig_van, reeks[-1].geldig_tot) == (None, None)
    for vorige, volgende in pairwise(reeks):
        assert vorige.geldig_tot + EEN_DAG == volgende.geldig_van
