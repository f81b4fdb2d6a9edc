"""The explanation of a term in English: every sentence that a rule can write is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zaken.termijnen import engels, klacht, melding, misstand, onderzoek
from zaken.termijnen.feestdagen import feestdagen
from zaken.termijnen.klacht import Verdaging
from zaken.termijnen.normen import MAG_STILSTAAN, Normen
from zaken.termijnen.rekenen import Periode
from zaken.termijnen.tuchtrecht import Tuchtgegevens, tuchtbeschuldiging

STILSTAAND = Normen(opschortbaar=MAG_STILSTAAN)


def _alle(dag: date):
    """Every rule in every form, for one day of receipt."""
    later, stil = dag + timedelta(days=30), [Periode(dag + timedelta(days=5), dag + timedelta(days=9))]
    for bevestigd in (None, dag + timedelta(days=4)):
        yield from melding.termijnen(
            ontvangen_defensie=dag,
            bevestigd_op=bevestigd,
            afgehandeld_op=later,
            opschortingen=stil,
            normen=STILSTAAND,
        )
        yield misstand.terugkoppeling(ontvangen=dag, bevestigd_op=bevestigd)
    yield misstand.ontvangstbevestiging(ontvangen=dag)
    yield misstand.bevindingen(ontvangen=dag, opschortingen=stil, normen=STILSTAAND)
    yield onderzoek.rapport(ingesteld_op=dag)
    for commissie in (False, True):
        yield klacht.ontvangstbevestiging(ontvangen=dag, via_commissie=commissie)
        yield klacht.oordeel_buiten_awb(ontvangen=dag, via_commissie=commissie)
        yield klacht.oordeel(ontvangen=dag, via_commissie=commissie)
    yield klacht.niet_in_behandeling(ontvangen=dag)
    verteld = {"klager_bericht_op": later, "aangeklaagde_bericht_op": later}
    for tot in (None, later, dag + timedelta(days=200)):
        yield klacht.oordeel(
            ontvangen=dag,
            verdagingen=[
                Verdaging(op=later),
                Verdaging(op=later, weken=2, **verteld),
                Verdaging(op=later + timedelta(days=1), weken=2, **verteld),
                Verdaging(op=dag + timedelta(days=300), **verteld),
            ],
            instemming_uitstel_tot=tot,
        )
    yield klacht.oordeel(
        ontvangen=dag,
        verdagingen=[Verdaging(op=later, weken=1, **verteld), Verdaging(op=later + timedelta(days=1), weken=1, **verteld)],
        normen=Normen(verdaging_eenmalig=False),
    )  # fmt: skip
    yield klacht.ombudsman(kennisgeving_op=dag)
    yield klacht.ombudsman(anders_geeindigd_op=dag)
    yield klacht.ombudsman(had_moeten_eindigen_op=dag)
    for meer in (
        {},
        {"artikel": 6, "ontdekt_op": later},
        {"voorgelegd_aan_om": True},
        {"beslissing_om_bekend_op": dag + timedelta(days=80)},
        {"operatie_met_commandant_elders": True, "artikel_49_lid_6": True},
        {"telt_niet_mee": tuple(stil)},
        {"laatste_dag_in_dienst": dag + timedelta(days=3)},
    ):
        berekening = tuchtbeschuldiging(gegevens=Tuchtgegevens(gedraging_op=dag, **meer))
        assert berekening
        yield berekening


def test_elke_zin_van_elke_regel_heeft_engels_en_elke_bron_ook():
    onbekend = set()
    for jaar in (2018, 2024):
        for n in range(366):
            for berekening in _alle(date(jaar, 1, 1) + timedelta(days=n)):
                onbekend |= {zin for zin, vertaald in engels.zinnen(berekening.waarom) if not vertaald}
                if engels.bron(berekening.bron) == berekening.bron:
                    onbekend.add(berekening.bron)
    assert sorted(onbekend)[:5] == []


def test_elke_feestdag_heeft_engels():
    for jaar in (2013, 2024):
        for dag, naam in feestdagen(jaar).items():
            zin = f"{dag.day} {engels.MAANDEN[dag.month - 1]} {jaar} is {naam}."
            assert all(vertaald for _zin, vertaald in engels.zinnen(zin)), naam


@pytest.mark.parametrize(
    ("nederlands", "verwacht"),
    [
        (
            "Ontvangen op 15 november 2024. Zes weken later is 27 december 2024. 27 december 2024 telt als feestdag. "
            "De laatste dag wordt 30 december 2024 (Algemene termijnenwet).",
            "Received on 15 November 2024. Six weeks later is 27 December 2024. 27 December 2024 counts as a holiday. "
            "The last day becomes 30 December 2024 (Algemene termijnenwet).",
        ),
        ("Een jaar later is 1 mei 2025.", "One year later is 1 May 2025."),
        ("Dit schreef een beheerder. En dit ook.", "Dit schreef een beheerder. En dit ook."),
        ("", ""),
    ],
)
def test_de_uitleg_leest_als_engels_en_wat_onbekend_is_blijft_staan(nederlands, verwacht):
    assert engels.waarom(nederlands) == verwacht
