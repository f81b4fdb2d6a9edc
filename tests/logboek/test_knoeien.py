"""Somebody with every right in the database rewrites the log; the check sees it. Each kind, at a random place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from logboek import bron, zegels
from logboek.anker import Ankerstand
from logboek.controle import Wat
from tests.logboek.conftest import Verbinding, Verzegeld, kijk, schrijf

pytestmark = pytest.mark.databank
ZEGELS, PER_ZEGEL = 6, 7

Daad = Callable[[Verbinding, int, int], None]


def _rij(conn: Verbinding, zegel: int, plek: int) -> str:
    gevonden = conn.execute(
        "SELECT gebeurtenis_id::text FROM logboek_zegelregel WHERE zegel_id = %s AND plek = %s", [zegel, plek]
    ).fetchone()
    assert gevonden is not None
    return str(gevonden[0])


def _wijzig(veld: str, waarde: str) -> Daad:
    def doe(conn: Verbinding, zegel: int, plek: int) -> None:
        conn.execute(
            f"UPDATE logboek_gebeurtenis SET {veld} = {waarde} WHERE id = %s", [_rij(conn, zegel, plek)]
        )

    return doe


def _verwijder(conn: Verbinding, zegel: int, plek: int) -> None:
    conn.execute("DELETE FROM logboek_gebeurtenis WHERE id = %s", [_rij(conn, zegel, plek)])


def _verwijder_met_regel(conn: Verbinding, zegel: int, plek: int) -> None:
    id_ = _rij(conn, zegel, plek)
    conn.execute("DELETE FROM logboek_gebeurtenis WHERE id = %s", [id_])
    conn.execute("DELETE FROM logboek_zegelregel WHERE gebeurtenis_id = %s", [id_])


def _verwijder_zegel(conn: Verbinding, zegel: int, plek: int) -> None:
    conn.execute("DELETE FROM logboek_gebeurtenis WHERE id IN (SELECT gebeurtenis_id FROM logboek_zegelregel WHERE zegel_id = %s)", [zegel])  # fmt: skip
    conn.execute("DELETE FROM logboek_zegelregel WHERE zegel_id = %s", [zegel])
    conn.execute("DELETE FROM logboek_zegel WHERE nummer = %s", [zegel])


def _voeg_in(conn: Verbinding, zegel: int, plek: int) -> None:
    """An event with the moment of an old one, in no seal."""
    conn.execute(
        "INSERT INTO logboek_gebeurtenis SELECT %s, tijdstip, soort, 9, zaak_id, object_id, bijzonderheden"
        " FROM logboek_gebeurtenis WHERE id = %s",
        [uuid4(), _rij(conn, zegel, plek)],
    )


def _voeg_in_zegel(conn: Verbinding, zegel: int, plek: int) -> None:
    """The same, with a line in an old seal whose count is raised."""
    id_ = schrijf(conn, "ingezien")
    conn.execute("INSERT INTO logboek_zegelregel (gebeurtenis_id, zegel_id, plek, blad) SELECT %s::uuid, zegel_id, max(plek) + 1, sha256('x') FROM logboek_zegelregel WHERE zegel_id = %s GROUP BY zegel_id", [id_, zegel])  # fmt: skip
    conn.execute("UPDATE logboek_zegel SET aantal = aantal + 1 WHERE nummer = %s", [zegel])


def _verruil(conn: Verbinding, zegel: int, plek: int) -> None:
    """Two lines of one seal change places."""
    ander = (plek + 1) % PER_ZEGEL
    conn.execute("UPDATE logboek_zegelregel SET plek = 1000 WHERE zegel_id = %s AND plek = %s", [zegel, plek])
    conn.execute(
        "UPDATE logboek_zegelregel SET plek = %s WHERE zegel_id = %s AND plek = %s", [plek, zegel, ander]
    )
    conn.execute(
        "UPDATE logboek_zegelregel SET plek = %s WHERE zegel_id = %s AND plek = 1000", [ander, zegel]
    )


def _verruil_tijd(conn: Verbinding, zegel: int, plek: int) -> None:
    """Two events change moments."""
    een, ander = _rij(conn, zegel, plek), _rij(conn, zegel, (plek + 1) % PER_ZEGEL)
    conn.execute(
        "UPDATE logboek_gebeurtenis g SET tijdstip = (SELECT tijdstip FROM logboek_gebeurtenis"
        " WHERE id IN (%s, %s) AND id <> g.id) WHERE id IN (%s, %s)",
        [een, ander, een, ander],
    )


def _herverzegel(conn: Verbinding, vanaf: int) -> None:
    """What our own code would make of the rows as they stand: leaves, roots and chain, from one seal on."""
    with conn.cursor() as een, conn.cursor() as twee:
        alle, regels = list(bron.zegels(een)), list(bron.regels(twee))
    vorige = zegels.GEEN_VORIGE
    for zegel in alle:
        eigen = [regel for regel in regels if regel.zegel == zegel.nummer and regel.rij is not None]
        bladen = [zegels.blad(regel.rij or ()) for regel in eigen]
        nieuw = zegels.Zegel(zegel.nummer, 1, len(eigen), zegels.wortel(bladen), vorige, zegel.verzegeld_op)
        if zegel.nummer >= vanaf:
            conn.execute("DELETE FROM logboek_zegelregel WHERE zegel_id = %s", [zegel.nummer])
            conn.execute(
                "UPDATE logboek_zegel SET aantal = %s, wortel = %s, vorige = %s WHERE nummer = %s",
                [nieuw.aantal, nieuw.wortel, nieuw.vorige, nieuw.nummer],
            )
            for plek, (regel, blad) in enumerate(zip(eigen, bladen, strict=True)):
                conn.execute("INSERT INTO logboek_zegelregel (gebeurtenis_id, zegel_id, plek, blad) VALUES (%s, %s, %s, %s)", [regel.gebeurtenis, zegel.nummer, plek, blad])  # fmt: skip
        vorige = nieuw.kenmerk


DADEN: dict[str, tuple[Daad, set[Wat]]] = {
    "soort": (_wijzig("soort", "'gezocht'"), {Wat.GEWIJZIGD}),
    "wie": (_wijzig("door_id", "8"), {Wat.GEWIJZIGD}),
    "niemand": (_wijzig("door_id", "NULL"), {Wat.GEWIJZIGD}),
    "zaak": (_wijzig("zaak_id", "gen_random_uuid()"), {Wat.GEWIJZIGD}),
    "onderdeel": (_wijzig("object_id", "'x'"), {Wat.GEWIJZIGD}),
    "bijzonderheden": (_wijzig("bijzonderheden", "'{\"n\": 0}'"), {Wat.GEWIJZIGD}),
    "tijd": (_wijzig("tijdstip", "tijdstip + interval '1 microsecond'"), {Wat.GEWIJZIGD}),
    "verwijderd": (_verwijder, {Wat.VERWIJDERD}),
    "verwijderd met regel": (_verwijder_met_regel, {Wat.ZEGEL_ANDERS}),
    "ingevoegd in een zegel": (_voeg_in_zegel, {Wat.ZEGEL_ANDERS, Wat.GEWIJZIGD}),
    "verruild": (_verruil, {Wat.VERPLAATST, Wat.ZEGEL_ANDERS}),
    "tijd verruild": (_verruil_tijd, {Wat.GEWIJZIGD}),
    "zegel weg": (_verwijder_zegel, {Wat.ZEGEL_WEG}),
}
"""What is done, and what at least must be found."""


@pytest.fixture(scope="module")
def vol(kloon, tmp_path_factory):
    """Six sealed batches, for the whole module: every attempt is rolled back."""
    from datetime import UTC, datetime

    from logboek.anker import Bestandsanker
    from tests.hulp.databank import DATABANK

    with DATABANK.als_superuser(kloon) as eigenaar:
        eigenaar.execute("TRUNCATE logboek_gebeurtenis, logboek_zegelregel, logboek_zegel")
        anker = Bestandsanker(tmp_path_factory.mktemp("anker") / "anker")
        vol = Verzegeld(kloon, eigenaar, anker, datetime(2024, 12, 3, 9, tzinfo=UTC))
        for _ in range(ZEGELS):
            for nummer in range(PER_ZEGEL):
                vol.schrijf(op=vol.klok + timedelta(seconds=nummer), n=nummer + 1)
            vol.zegel(later=timedelta(hours=1))
        yield vol


plekken = given(
    wat=st.sampled_from(sorted(DADEN)), zegel=st.integers(1, ZEGELS), plek=st.integers(0, PER_ZEGEL - 1)
)
rustig = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


def alle_daden(functie):  # type: ignore[no-untyped-def]  # a decorator of tests
    """Each kind at least once, whatever hypothesis draws."""
    for naam in DADEN:
        functie = example(wat=naam, zegel=3, plek=2)(functie)
    return functie


def test_zonder_knoeien_klopt_alles(vol):
    uitslag = vol.controleer()
    assert (uitslag.zegels, uitslag.gebeurtenissen, uitslag.bevindingen) == (ZEGELS, ZEGELS * PER_ZEGEL, [])


@alle_daden
@rustig
@plekken
def test_knoeien_met_rijen_of_zegels_valt_op(vol, wat, zegel, plek):
    daad, verwacht = DADEN[wat]
    with vol.eigenaar.transaction(force_rollback=True):
        daad(vol.eigenaar, zegel, plek)
        gevonden = {bevinding.wat for bevinding in kijk(vol.eigenaar, vol.anker.stand()).bevindingen}
    assert verwacht <= gevonden


@alle_daden
@rustig
@plekken
def test_wie_ook_de_zegels_herschrijft_wordt_door_het_anker_gevonden(vol, wat, zegel, plek):
    """The anchor is what finds it: with an anchor that the forger wrote too, everything would fit again."""
    daad, _ = DADEN[wat]
    with vol.eigenaar.transaction(force_rollback=True):
        daad(vol.eigenaar, zegel, plek)
        _herverzegel(vol.eigenaar, zegel)
        met_anker = kijk(vol.eigenaar, vol.anker.stand())
        with vol.eigenaar.cursor() as cursor:
            vervalst = Ankerstand({z.nummer: z.kenmerk for z in bron.zegels(cursor)}, laatste=ZEGELS)
        zonder = kijk(vol.eigenaar, vervalst)
    assert {b.wat for b in met_anker.bevindingen} & {Wat.ZEGEL_ANDERS, Wat.ZEGEL_WEG}
    assert len(zonder.bevindingen) < len(met_anker.bevindingen)


@rustig
@given(zegel=st.integers(1, ZEGELS - 1), plek=st.integers(0, PER_ZEGEL - 1))
def test_een_gebeurtenis_van_vroeger_die_later_is_toegevoegd_valt_op(vol, zegel, plek):
    with vol.eigenaar.transaction(force_rollback=True):
        _voeg_in(vol.eigenaar, zegel, plek)
        assert [b.wat for b in kijk(vol.eigenaar, vol.anker.stand()).bevindingen] == [Wat.INGEVOEGD]


def test_ook_als_zij_daarna_gewoon_verzegeld_is(maak_verzegeld):
    verzegeld = maak_verzegeld()
    for _ in range(2):
        verzegeld.schrijf()
        verzegeld.zegel(later=timedelta(hours=1))
    verzegeld.schrijf("geweigerd", op=verzegeld.klok - timedelta(hours=1, minutes=30))
    verzegeld.schrijf()
    assert verzegeld.zegel() == 2
    assert [b.wat for b in verzegeld.controleer().bevindingen] == [Wat.INGEVOEGD]


def test_een_dag_met_casussen_is_geen_invoeging(maak_verzegeld):
    """Its moment is the midnight before it, on purpose."""
    verzegeld = maak_verzegeld()
    verzegeld.schrijf()
    verzegeld.zegel(later=timedelta(hours=8))
    verzegeld.schrijf("casus_dag", op=verzegeld.klok - timedelta(hours=18))
    verzegeld.zegel()
    assert verzegeld.controleer().klopt


def test_de_laatste_minuut_is_niet_te_zien(maak_verzegeld):
    """The limit that the documentation states: what was not sealed yet leaves no trace when it goes."""
    verzegeld = maak_verzegeld()
    verzegeld.schrijf()
    verzegeld.zegel()
    id_ = verzegeld.schrijf("geweigerd")
    verzegeld.eigenaar.execute("DELETE FROM logboek_gebeurtenis WHERE id = %s", [id_])
    assert verzegeld.controleer().klopt
