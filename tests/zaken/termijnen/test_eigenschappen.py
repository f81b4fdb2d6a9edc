"""What holds for every date, whatever the calendar."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from zaken.termijnen import (
    Berekening,
    Periode,
    Soort,
    Tuchtgegevens,
    is_werkdag,
    klacht,
    melding,
    misstand,
    onderzoek,
    tuchtrecht,
)
from zaken.termijnen.klacht import Verdaging
from zaken.termijnen.rekenen import plus_maanden, verlengd, werkdagen_tussen, zonder_dagen

# No time limit per example: the machine may be busy.
eigenschap = settings(deadline=None, max_examples=200)
Regel = Callable[[date], Berekening]

dagen = st.dates(date(2000, 1, 1), date(2099, 12, 31))
gelijkgesteld = st.frozensets(st.dates(date(2024, 1, 1), date(2025, 12, 31)), max_size=12)
perioden = st.lists(
    st.builds(
        lambda van, lengte: Periode(van, van + timedelta(days=lengte)),
        st.dates(date(2024, 1, 1), date(2024, 12, 31)),
        st.integers(0, 40),
    ),
    max_size=4,
)


def _verdaagd(ontvangen: date) -> Berekening:
    op = ontvangen + timedelta(weeks=5)
    return klacht.oordeel(
        ontvangen=ontvangen,
        via_commissie=True,
        verdagingen=[Verdaging(op=op, klager_bericht_op=op, aangeklaagde_bericht_op=op)],
    )


WETTELIJK: list[Regel] = [
    lambda dag: misstand.ontvangstbevestiging(ontvangen=dag),
    lambda dag: misstand.terugkoppeling(ontvangen=dag),
    lambda dag: misstand.terugkoppeling(ontvangen=dag, bevestigd_op=dag),
    lambda dag: klacht.niet_in_behandeling(ontvangen=dag),
    lambda dag: klacht.oordeel(ontvangen=dag),
    lambda dag: klacht.oordeel(ontvangen=dag, via_commissie=True),
    _verdaagd,
]
EIGEN: list[Regel] = [
    lambda dag: melding.ontvangstbevestiging(ontvangen=dag),
    lambda dag: melding.terugkoppeling(ontvangen=dag),
    lambda dag: melding.terugkoppeling(ontvangen=dag, bevestigd_op=dag),
    lambda dag: misstand.bevindingen(ontvangen=dag),
    lambda dag: klacht.ontvangstbevestiging(ontvangen=dag),
    lambda dag: klacht.oordeel_buiten_awb(ontvangen=dag),
    lambda dag: onderzoek.rapport(ingesteld_op=dag),
    lambda dag: onderzoek.nazorg(afgehandeld_op=dag)[0],
]
JAREN: list[Regel] = [lambda dag: klacht.ombudsman(kennisgeving_op=dag)]


@eigenschap
@given(st.sampled_from(WETTELIJK), dagen)
def test_een_verschoven_datum_is_een_werkdag_en_hooguit_vijf_dagen_later(regel: Regel, dag: date) -> None:
    berekening = regel(dag)

    assert berekening.rolt
    assert is_werkdag(berekening.datum)
    assert 0 <= (berekening.datum - berekening.kale_datum).days <= 5


@eigenschap
@given(st.sampled_from(WETTELIJK), dagen)
def test_tussen_de_kale_en_de_verschoven_datum_ligt_geen_werkdag(regel: Regel, dag: date) -> None:
    berekening = regel(dag)
    tussen = (
        berekening.kale_datum + timedelta(days=n)
        for n in range((berekening.datum - berekening.kale_datum).days)
    )

    assert not any(is_werkdag(dag) for dag in tussen)


@eigenschap
@given(st.sampled_from(EIGEN), dagen)
def test_een_eigen_norm_schuift_nooit_op(regel: Regel, dag: date) -> None:
    berekening = regel(dag)

    assert berekening.soort is Soort.KEUZE
    assert not berekening.rolt
    assert berekening.datum == berekening.kale_datum == berekening.werkdatum


@eigenschap
@given(dagen)
def test_een_termijn_in_jaren_schuift_nooit_op(dag: date) -> None:
    berekening = klacht.ombudsman(kennisgeving_op=dag)

    assert berekening.datum == berekening.kale_datum


@eigenschap
@given(st.sampled_from(WETTELIJK + EIGEN + JAREN), dagen, st.integers(0, 400))
def test_later_ontvangen_is_nooit_eerder_klaar(regel: Regel, dag: date, later: int) -> None:
    vroeg, laat = regel(dag), regel(dag + timedelta(days=later))

    assert vroeg.kale_datum <= laat.kale_datum
    assert vroeg.datum <= laat.datum
    assert vroeg.werkdatum <= laat.werkdatum


@eigenschap
@given(st.sampled_from(WETTELIJK + EIGEN + JAREN), dagen)
def test_elke_uitleg_noemt_begin_en_datum(regel: Regel, dag: date) -> None:
    berekening = regel(dag)

    assert berekening.begin < berekening.werkdatum <= berekening.datum
    for genoemd in (berekening.begin, berekening.kale_datum, berekening.datum):
        assert f"{genoemd.day} " in berekening.waarom
        assert str(genoemd.year) in berekening.waarom
    assert berekening.kort.endswith(".")
    assert "  " not in berekening.waarom


@eigenschap
@given(dagen, st.integers(-60, 200))
def test_met_commissie_is_het_oordeel_nooit_eerder(dag: date, na: int) -> None:
    op = dag + timedelta(days=na)
    verdaging = [Verdaging(op=op, klager_bericht_op=op, aangeklaagde_bericht_op=op)]

    zonder = klacht.oordeel(ontvangen=dag, verdagingen=verdaging)
    met = klacht.oordeel(ontvangen=dag, via_commissie=True, verdagingen=verdaging)

    assert met.datum >= zonder.datum


@eigenschap
@given(dagen, st.integers(-60, 200), st.booleans())
def test_verdagen_geeft_vier_weken_of_niets(dag: date, na: int, via_commissie: bool) -> None:
    op = dag + timedelta(days=na)
    verdaging = Verdaging(op=op, klager_bericht_op=op, aangeklaagde_bericht_op=op)

    gewoon = klacht.oordeel(ontvangen=dag, via_commissie=via_commissie)
    verdaagd = klacht.oordeel(ontvangen=dag, via_commissie=via_commissie, verdagingen=[verdaging])

    verschil = timedelta(weeks=4) if op <= gewoon.datum else timedelta(0)
    assert verdaagd.kale_datum == gewoon.kale_datum + verschil


@eigenschap
@given(dagen, dagen)
def test_instemming_verkort_nooit(dag: date, tot: date) -> None:
    berekening = klacht.oordeel(ontvangen=dag, instemming_uitstel_tot=tot)

    assert berekening.datum == max(klacht.oordeel(ontvangen=dag).datum, tot)


@eigenschap
@given(dagen, st.integers(0, 30))
def test_terugkoppeling_valt_op_dezelfde_dag_of_op_het_eind_van_de_maand(dag: date, na: int) -> None:
    bevestigd_op = dag + timedelta(days=na)
    datum = misstand.terugkoppeling(ontvangen=dag, bevestigd_op=bevestigd_op).werkdatum

    maanden = (datum.year - bevestigd_op.year) * 12 + datum.month - bevestigd_op.month
    laatste_van_de_maand = (datum + timedelta(days=1)).day == 1
    assert maanden == 3
    assert datum.day == bevestigd_op.day or (laatste_van_de_maand and datum.day < bevestigd_op.day)


@eigenschap
@given(dagen, st.integers(0, 30), st.integers(0, 30))
def test_maanden_optellen_is_nooit_later_in_stukken_dan_ineens(dag: date, een: int, twee: int) -> None:
    assert plus_maanden(plus_maanden(dag, een), twee) <= plus_maanden(dag, een + twee)


@eigenschap
@given(st.dates(date(2024, 1, 1), date(2025, 10, 1)), st.integers(1, 90), gelijkgesteld)
def test_de_wet_geeft_de_eerste_werkdag_met_genoeg_werkdagen(
    dag: date, duur: int, vrij: frozenset[date]
) -> None:
    """Against the plain reading of articles 1 and 2: try every day from the plain date on."""
    kaal = dag + timedelta(days=duur)

    def voldoet(eind: date) -> bool:
        genoeg = duur < 3 or werkdagen_tussen(dag, eind, gelijkgestelde_dagen=vrij) >= 2
        return is_werkdag(eind, gelijkgestelde_dagen=vrij) and genoeg

    eerste = next(eind for n in range(60) if voldoet(eind := kaal + timedelta(days=n)))
    assert verlengd(dag, kaal, gelijkgestelde_dagen=vrij) == eerste


@eigenschap
@given(st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.integers(1, 60), perioden)
def test_overgeslagen_dagen_tellen_precies_niet_mee(begin: date, duur: int, stil: list[Periode]) -> None:
    datum = zonder_dagen(begin, begin + timedelta(days=duur), stil)
    verstreken = [begin + timedelta(days=n) for n in range(1, (datum - begin).days + 1)]
    geteld = [dag for dag in verstreken if not any(periode.van <= dag <= periode.tot for periode in stil)]

    assert len(geteld) == duur
    assert geteld[-1] == datum


@eigenschap
@given(
    gedraging=st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    ontdekt_na=st.none() | st.integers(0, 100),
    om_na=st.none() | st.integers(0, 100),
    uit_dienst_na=st.none() | st.integers(0, 100),
    artikel=st.sampled_from([None, 6, 7, 39]),
    voorgelegd=st.booleans(),
    operatie=st.booleans(),
    langer=st.booleans(),
    afwezig=perioden,
)
def test_een_tuchtbeschuldiging_komt_nooit_na_het_uiterste_einde(
    gedraging: date,
    ontdekt_na: int | None,
    om_na: int | None,
    uit_dienst_na: int | None,
    artikel: int | None,
    voorgelegd: bool,
    operatie: bool,
    langer: bool,
    afwezig: list[Periode],
) -> None:
    def na(aantal: int | None) -> date | None:
        return None if aantal is None else gedraging + timedelta(days=aantal)

    gegevens = Tuchtgegevens(
        gedraging_op=gedraging,
        artikel=artikel,
        ontdekt_op=na(ontdekt_na),
        voorgelegd_aan_om=voorgelegd,
        beslissing_om_bekend_op=na(om_na),
        operatie_met_commandant_elders=operatie,
        artikel_49_lid_6=langer,
        telt_niet_mee=tuple(afwezig),
        laatste_dag_in_dienst=na(uit_dienst_na),
    )
    berekening = tuchtrecht.tuchtbeschuldiging(gegevens=gegevens)

    assert berekening is not None
    assert berekening.indicatie
    assert not berekening.is_verschoven
    assert berekening.datum <= gedraging + timedelta(days=90 if voorgelegd or om_na is not None else 60)
    assert uit_dienst_na is None or berekening.datum <= gedraging + timedelta(days=uit_dienst_na)
    assert berekening.zinnen[-1] == "Dit is een indicatie. De commandant beslist."
