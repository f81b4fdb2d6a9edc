"""What the coördinator sees: counts that point at nobody, of years that are over."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from gebruikers.rollen import Rol
from rapportages import casusstand
from rapportages.cellen import Categorie, Cel
from rapportages.models import Register
from rapportages.services import jaarcijfers
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp import wie
from tests.rapportages.conftest import Cijferdatabank
from tests.rapportages.hulp import VANDAAG, VasteBron, meldingen

THEMAS = (
    Categorie("pesten", "Pesten"),
    Categorie("leiderschap", "Leiderschap"),
    Categorie("overig", "Overig"),
)


def jaar(per_thema: dict[str, int]) -> casusstand.Jaar:
    cellen = [Cel(2025, code, "", aantal) for code, aantal in per_thema.items()]
    return casusstand.stand(cellen, THEMAS, jaren=range(2025, 2026))[0]


def test_genoeg_in_elk_thema_dan_staan_de_themas_er_van_veel_naar_weinig():
    gezien = jaar({"leiderschap": 5, "pesten": 9})
    assert gezien.aantal == 14
    assert [(thema.categorie.code, thema.aantal) for thema in gezien.themas] == [
        ("pesten", 9),
        ("leiderschap", 5),
        ("overig", 0),
    ]


@pytest.mark.parametrize(
    "per_thema",
    [
        {"pesten": 9, "overig": 4},  # 4 alone could be worked out from the total
        {"pesten": 9, "overig": 1, "leiderschap": 20},
        {"pesten": 9},  # all in one: the zeros would say what every conversation was about
        {"pesten": 9, "": 6},
    ],
)
def test_een_klein_thema_houdt_alle_themas_van_dat_jaar_tegen(per_thema):
    gezien = jaar(per_thema)
    assert (gezien.aantal, gezien.themas) == (sum(per_thema.values()), ())


def test_een_klein_totaal_staat_er_niet_en_nul_wel():
    assert (jaar({"pesten": 4}).aantal, jaar({}).aantal) == (None, 0)


class Teller:
    """Counts what stands in `aantallen` per (year, quarter, theme), of quarters that are over: as the view does."""

    def __init__(self, aantallen: dict[tuple[int, int, str], int]) -> None:
        self.aantallen = aantallen

    def jaren(self, register):
        return sorted({jaar for jaar, _kwartaal, _thema in self.aantallen})

    def tel(self, telling, *, jaren, stand_op, vastgelegd_tot):
        voorbij = casusstand.kwartaal_voorbij(vandaag=min(stand_op + timedelta(days=1), vastgelegd_tot))
        return [
            Cel(jaar, thema, "", aantal)
            for (jaar, kwartaal, thema), aantal in self.aantallen.items()
            if jaar in jaren and (jaar, kwartaal) <= (voorbij.jaar, voorbij.nummer)
        ]

    def categorieen(self, lijst):
        return THEMAS


KWARTALEN = st.dictionaries(
    st.tuples(
        st.sampled_from([2024, 2025]), st.integers(1, 4), st.sampled_from([een.code for een in THEMAS])
    ),
    st.integers(1, 12),
    min_size=1,
)
DAGEN = [date(jaar, maand, 1) for jaar in (2024, 2025, 2026) for maand in range(1, 13)]


@given(aantallen=KWARTALEN)
@settings(max_examples=60)
def test_ook_wie_elke_dag_kijkt_en_aftrekt_vindt_geen_groep_van_een_tot_vier(aantallen):
    """Of nested groups a reader knows the difference: of one day and another, of the total and some themes."""
    gezien: dict[int, set[tuple[int | None, ...]]] = {}
    for dag in DAGEN:
        for jaar in casusstand.lees(vandaag=dag, bron=Teller(aantallen)):
            gezien.setdefault(jaar.jaar, set()).add((jaar.aantal, *(thema.aantal for thema in jaar.themas)))
    for standen in gezien.values():
        totalen = {stand[0] for stand in standen} - {None}
        delen = {sum(k) for _totaal, *themas in standen for n in range(1, 4) for k in combinations(themas, n)}
        groepen = totalen | delen | {abs(een - ander) for een in totalen for ander in totalen | delen}
        assert not groepen & {1, 2, 3, 4}


@given(
    per_jaar=st.dictionaries(st.integers(2021, 2025), st.sampled_from([0, 1, 4, 5, 30])),
    met_meldingen=st.sets(st.integers(2021, 2025)),
)
@settings(max_examples=40)
def test_de_coordinator_en_beleid_krijgen_van_elk_jaar_hetzelfde_antwoord(
    per_jaar: dict[int, int], met_meldingen: set[int]
) -> None:
    """Counted and none is 0, never counted is unknown, whatever other registers hold."""
    bron = VasteBron(
        casussen=[Cel(jaar, "pesten" if aantal else "", "", aantal) for jaar, aantal in per_jaar.items()],
        meldingen=meldingen({jaar: {"overige": 1} for jaar in met_meldingen}),
    )
    bij_coordinator = {jaar.jaar: jaar.aantal for jaar in casusstand.lees(vandaag=VANDAAG, bron=bron)}
    jaren = bron.jaren(Register.MELDINGEN), bron.jaren(Register.CASUSSEN)
    for jaar in range(min((een[0] for een in jaren if een), default=2026), 2026):
        bij_beleid = jaarcijfers(jaar=jaar, vandaag=VANDAAG, bron=bron, reeks=()).tabel("casussen")
        assert (bij_beleid.totaal[jaar] is not None) == (jaar in bij_coordinator)
        assert bij_coordinator.get(jaar) in (bij_beleid.totaal[jaar], None)


@pytest.mark.parametrize(
    ("vandaag", "laatste"),
    [
        (date(2026, 1, 31), 2024),
        (date(2026, 2, 1), 2025),
        (date(2026, 12, 31), 2025),
        (date(2024, 2, 1), 2023),
    ],
)
def test_een_jaar_staat_er_vanaf_februari_erna(vandaag, laatste):
    assert casusstand.laatste_jaar(vandaag=vandaag) == laatste


@pytest.mark.parametrize(
    ("vandaag", "voorbij", "nu", "navraag"),
    [
        (date(2026, 1, 1), (2025, 4, date(2025, 12, 31)), (2026, 1, date(2026, 3, 31)), True),
        (date(2026, 3, 31), (2025, 4, date(2025, 12, 31)), (2026, 1, date(2026, 3, 31)), False),
        (date(2026, 10, 31), (2026, 3, date(2026, 9, 30)), (2026, 4, date(2026, 12, 31)), True),
        (date(2026, 11, 1), (2026, 3, date(2026, 9, 30)), (2026, 4, date(2026, 12, 31)), False),
    ],
)
def test_een_maand_lang_na_een_kwartaal_is_er_iets_na_te_vragen(vandaag, voorbij, nu, navraag):
    assert casusstand.kwartaal_voorbij(vandaag=vandaag) == casusstand.Kwartaaleinde(*voorbij)
    assert casusstand.kwartaal_nu(vandaag=vandaag) == casusstand.Kwartaaleinde(*nu)
    assert casusstand.is_navraag(vandaag=vandaag) is navraag


@pytest.mark.databank
def test_de_coordinator_ziet_een_x_voor_kleine_aantallen_en_geen_thema(databank: Cijferdatabank) -> None:
    with transaction.atomic(), wie.fabriek():
        coordinator = maak_gebruiker(Rol.COORDINATOR)
    antwoord = wie.aangemeld(coordinator).get(reverse("jaarcijfers:casussen"))
    assert [[cel["tekst"] for cel in rij["cellen"]][:2] for rij in antwoord.context["rijen"]][-2:] == [
        ["2024", "x"],  # 2
        ["2023", "x"],  # 4
    ]
    assert antwoord.context["themas"] == []
