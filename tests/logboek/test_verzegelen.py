"""Sealing by the worker: what is in, what waits, and that nothing is sealed on top of a rewritten log."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from django.core.management import CommandError, call_command

from logboek.anker import Ankerfout
from logboek.verzegelen import ga_verder_na_herstel
from tests.hulp.databank import DATABANK
from tests.hulp.opdracht import als_rol
from tests.logboek.conftest import schrijf

pytestmark = pytest.mark.databank


def test_wat_vastgelegd_is_wordt_een_keer_verzegeld_en_klopt(verzegeld):
    for _ in range(5):
        verzegeld.schrijf()
    assert [verzegeld.zegel(), verzegeld.zegel()] == [5, 0]
    verzegeld.schrijf("geweigerd", ergens="<é>", aantal=3, lijst=[1, None, True])
    assert verzegeld.zegel() == 1
    uitslag = verzegeld.controleer()
    assert (uitslag.zegels, uitslag.gebeurtenissen, uitslag.onverzegeld, uitslag.bevindingen) == (2, 6, 0, [])
    assert verzegeld.anker.stand().laatste == 2


def test_een_grote_achterstand_wordt_in_stukken_verzegeld(verzegeld, monkeypatch):
    monkeypatch.setattr("logboek.verzegelen.PER_ZEGEL", 4)
    begin = verzegeld.klok - timedelta(days=90)
    for dag in range(10):
        verzegeld.schrijf(op=begin + timedelta(days=dag))
    assert verzegeld.zegel() == 10
    uitslag = verzegeld.controleer()
    assert (uitslag.zegels, uitslag.bevindingen) == (3, [])


def test_een_transactie_die_nog_loopt_houdt_het_verzegelen_niet_op_maar_wacht_zelf(verzegeld):
    """Everything of transactions that began later waits with it: a batch never skips over a running one."""
    verzegeld.schrijf()
    with DATABANK.als_superuser(verzegeld.database) as ander, ander.transaction():
        laat = schrijf(ander, "ingezien", op=verzegeld.klok)
        verzegeld.schrijf()
        assert verzegeld.zegel() == 1
        assert verzegeld.zegel() == 0
    assert verzegeld.zegel() == 2
    assert verzegeld.controleer().bevindingen == []
    assert verzegeld.eigenaar.execute(
        "SELECT zegel_id FROM logboek_zegelregel WHERE gebeurtenis_id = %s", [laat]
    ).fetchone() == (2,)


def test_twee_werkers_tegelijk_verzegelen_alles_een_keer(verzegeld):
    for _ in range(200):
        verzegeld.schrijf()

    def werk() -> None:
        from django.db import connection

        try:
            for _ in range(3):
                verzegel(nu=verzegeld.klok + timedelta(minutes=1), anker=verzegeld.anker)
        finally:
            connection.close()

    from logboek.verzegelen import verzegel

    with als_rol("worker", verzegeld.database):
        werkers = [Thread(target=werk) for _ in range(3)]
        for werker in werkers:
            werker.start()
        for werker in werkers:
            werker.join()
    uitslag = verzegeld.controleer()
    assert (uitslag.gebeurtenissen, uitslag.onverzegeld, uitslag.bevindingen) == (200, 0, [])
    assert uitslag.niet_verankerd == 0


def test_een_zegel_dat_door_een_crash_niet_verankerd_is_komt_er_later_bij(verzegeld, monkeypatch):
    verzegeld.schrijf()
    with monkeypatch.context() as m:
        m.setattr("logboek.verzegelen.veranker", lambda *_, **__: 0)
        verzegeld.zegel()
    assert verzegeld.controleer().niet_verankerd == 1
    verzegeld.zegel()
    assert verzegeld.anker.stand().laatste == 1


def test_een_anker_dat_weg_is_wordt_niet_stil_opnieuw_gemaakt(verzegeld):
    verzegeld.schrijf()
    verzegeld.zegel()
    verzegeld.anker.pad.unlink()
    with pytest.raises(Ankerfout, match="weg"):
        verzegeld.zegel()
    assert not verzegeld.anker.bestaat()


def test_op_een_herschreven_logboek_komt_geen_nieuw_zegel(verzegeld):
    verzegeld.schrijf()
    verzegeld.zegel()
    verzegeld.eigenaar.execute("UPDATE logboek_zegel SET wortel = sha256('anders')")
    verzegeld.schrijf()
    with pytest.raises(Ankerfout, match="herschreven"):
        verzegeld.zegel()


def test_na_een_teruggezette_reservekopie_gaat_het_pas_verder_als_iemand_het_meldt(verzegeld):
    for _ in range(4):
        verzegeld.schrijf()
        verzegeld.zegel()
    verzegeld.eigenaar.execute("DELETE FROM logboek_zegelregel WHERE zegel_id > 2")
    verzegeld.eigenaar.execute("DELETE FROM logboek_zegel WHERE nummer > 2")
    verzegeld.eigenaar.execute(
        "DELETE FROM logboek_gebeurtenis WHERE id NOT IN (SELECT gebeurtenis_id FROM logboek_zegelregel)"
    )
    with pytest.raises(Ankerfout, match="reservekopie"):
        verzegeld.zegel()
    with als_rol("worker", verzegeld.database):
        verloren = ga_verder_na_herstel(nu=verzegeld.klok, anker=verzegeld.anker)
    assert verloren is not None
    assert (verloren.na, verloren.tot) == (2, 4)
    verzegeld.schrijf()
    assert verzegeld.zegel() == 1
    uitslag = verzegeld.controleer()
    assert (uitslag.verloren, uitslag.bevindingen) == (2, [])
    assert verzegeld.anker.stand().laatste == 5


@pytest.mark.parametrize("rol", ["jid_web", "jid_worker", "jid_cijfers"])
@pytest.mark.parametrize("tabel", ["logboek_gebeurtenis", "logboek_zegel", "logboek_zegelregel"])
def test_geen_rol_van_de_toepassing_wijzigt_of_wist_een_zegel(verzegeld, rol, tabel):
    verzegeld.schrijf()
    verzegeld.zegel()
    kolom = {"logboek_gebeurtenis": "soort = ''", "logboek_zegel": "aantal = 9"}.get(tabel, "plek = 9")
    gegevens = DATABANK.verbinding(rol, verzegeld.database)
    with psycopg.connect(
        host=gegevens["HOST"],
        dbname=gegevens["NAME"],
        user=rol,
        password=gegevens["PASSWORD"],
        autocommit=True,
    ) as conn:
        for opdracht in (f"UPDATE {tabel} SET {kolom}", f"DELETE FROM {tabel}", f"TRUNCATE {tabel} CASCADE"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(opdracht)
    assert verzegeld.controleer().klopt


def test_de_opdracht_zegt_in_woorden_en_met_een_code_wat_er_is(verzegeld, tmp_path, capsys):
    for _ in range(3):
        verzegeld.schrijf()
    verzegeld.zegel(later=timedelta(seconds=1))

    def opdracht(anker: Path) -> int:
        with als_rol("worker", verzegeld.database):
            try:
                call_command("controleer_logboek", anker=anker)
            except CommandError as fout:
                return fout.returncode
        return 0

    assert opdracht(verzegeld.anker.pad) == 0
    assert "3 gebeurtenissen in 1 zegels nagekeken." in capsys.readouterr().out
    verzegeld.eigenaar.execute("UPDATE logboek_gebeurtenis SET door_id = 8 WHERE soort = 'ingezien'")
    assert opdracht(verzegeld.anker.pad) == 1
    assert "GEWIJZIGD: zegel 1, plek 0" in capsys.readouterr().out
    assert opdracht(tmp_path / "weg") == 2
    laatste = verzegeld.eigenaar.execute(
        "SELECT bijzonderheden FROM logboek_gebeurtenis WHERE soort = 'logboek_gecontroleerd' ORDER BY tijdstip"
    ).fetchall()
    assert [rij[0]["bevindingen"] for rij in laatste] == [0, 3]
