"""Who the database lets in, and what they may before the first migration."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from jid.databank import Databank
from tests.hulp.databank import leg_cluster_klaar
from tests.jid.databank.conftest import SNEL, verbind

pytestmark = [pytest.mark.databank, pytest.mark.pg15]

ROLLEN = ["jid_cijfers", "jid_eigenaar", "jid_web", "jid_worker"]
MERKTEKEN = "zwaluwstaart"


@pytest.fixture(scope="module")
def draaiend() -> Iterator[Databank]:
    """One server for this module: each test makes its own tables and databases."""
    map_ = Path(tempfile.mkdtemp(prefix="jid-"))
    leg_cluster_klaar(map_)
    databank = Databank(map_, instellingen=SNEL)
    with databank.gebruik():
        yield databank
    shutil.rmtree(map_)


def test_geen_rol_heeft_bijzondere_rechten(draaiend: Databank) -> None:
    with draaiend.als_superuser() as conn:
        rijen = conn.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication, "
            "rolinherit FROM pg_roles WHERE rolname = ANY(%s) ORDER BY 1",
            [ROLLEN],
        ).fetchall()
    assert rijen == [
        ("jid_cijfers", False, True),
        ("jid_eigenaar", False, True),
        ("jid_web", False, False),
        ("jid_worker", False, True),
    ]


def test_alleen_de_eigenaar_maakt_tabellen(draaiend: Databank) -> None:
    with verbind(draaiend, "jid_eigenaar") as conn:
        conn.execute("CREATE TABLE van_eigenaar (id int)")
    for rol in ("jid_web", "jid_worker", "jid_cijfers"):
        with verbind(draaiend, rol) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("CREATE TABLE van_mij (id int)")
        with verbind(draaiend, rol) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("SELECT * FROM van_eigenaar")
        with verbind(draaiend, rol) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("CREATE SCHEMA van_mij")


def test_de_webrol_maakt_ook_geen_tijdelijke_tabel_en_de_worker_wel(draaiend: Databank) -> None:
    with verbind(draaiend, "jid_web") as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("CREATE TEMPORARY TABLE even (id int)")
    with verbind(draaiend, "jid_worker") as conn:
        conn.execute("CREATE TEMPORARY TABLE even (id int)")


def test_de_webrol_kan_geen_andere_rol_worden(draaiend: Databank) -> None:
    for rol in ("jid_eigenaar", "jid_worker", "postgres"):
        with verbind(draaiend, "jid_web") as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute(f"SET ROLE {rol}")


@pytest.mark.parametrize("database", ["postgres", "template1"])
def test_onze_rollen_komen_niet_in_andere_databases(draaiend: Databank, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        verbind(draaiend, "jid_web", database)


@pytest.mark.parametrize("rol", ["jid_web", "postgres"])
@pytest.mark.parametrize("wachtwoord", [None, "geraden"])
def test_zonder_het_wachtwoord_komt_niemand_binnen(
    draaiend: Databank, rol: str, wachtwoord: str | None
) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(draaiend.socketmap), port=5432, dbname="jid", user=rol, password=wachtwoord)


def test_er_is_geen_netwerkpoort(draaiend: Databank) -> None:
    with draaiend.als_superuser() as conn:
        assert conn.execute("SHOW listen_addresses").fetchone() == ("",)


def test_wachtwoorden_zijn_alleen_voor_de_gebruiker_zelf(draaiend: Databank) -> None:
    geheim = draaiend.map / "geheim"
    assert geheim.stat().st_mode & 0o777 == 0o700
    bestanden = [geheim / rol for rol in (*ROLLEN, "postgres")]
    assert {bestand.stat().st_mode & 0o777 for bestand in bestanden} == {0o600}
    assert len({bestand.read_text() for bestand in bestanden}) == 5
    for map_ in (draaiend.map, draaiend.socketmap, draaiend.cluster):
        assert map_.stat().st_mode & 0o777 == 0o700


def test_hoofdletters_volgen_unicode_op_elke_machine(draaiend: Databank) -> None:
    with verbind(draaiend, "jid_web") as conn:
        assert conn.execute("SELECT lower('ÉÏŠ')").fetchone() == ("éïš",)
        assert conn.execute("SELECT public.unaccent('ÉÏŠ')").fetchone() == ("EIS",)


@pytest.mark.usefixtures("cluster_klaar")
def test_een_verloren_wachtwoord_herstelt_zich(databank: Databank) -> None:
    with databank.gebruik():
        pass
    (databank.map / "geheim" / "jid_web").unlink()
    with databank.gebruik(), verbind(databank, "jid_web") as conn:
        assert conn.execute("SELECT current_user").fetchone() == ("jid_web",)


def test_klaarzetten_zet_een_verbogen_rol_weer_recht(draaiend: Databank) -> None:
    with draaiend.als_superuser() as conn:
        conn.execute("ALTER ROLE jid_web SUPERUSER BYPASSRLS INHERIT")
    draaiend.rollen_klaarzetten()
    with draaiend.als_superuser() as conn:
        rij = conn.execute(
            "SELECT rolsuper, rolbypassrls, rolinherit FROM pg_roles WHERE rolname = 'jid_web'"
        ).fetchone()
    assert rij == (False, False, False)


def test_verbinding_start_niets(databank: Databank) -> None:
    gegevens = databank.verbinding("jid_web", "ander")
    assert (gegevens["NAME"], gegevens["USER"], gegevens["HOST"]) == ("ander", "jid_web", str(databank.map))
    assert not databank.cluster.exists()


def test_een_kopie_heeft_de_gegevens_en_de_beperkingen_van_het_sjabloon(draaiend: Databank) -> None:
    draaiend.maak_database("sjabloon")
    with verbind(draaiend, "jid_eigenaar", "sjabloon") as conn:
        conn.execute("CREATE TABLE proef AS SELECT 42 AS getal")
    draaiend.maak_database("kopie", sjabloon="sjabloon")
    with verbind(draaiend, "jid_eigenaar", "kopie") as conn:
        assert conn.execute("SELECT getal FROM proef").fetchall() == [(42,)]
    with verbind(draaiend, "jid_web", "kopie") as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("CREATE TABLE van_mij (id int)")
    draaiend.verwijder_database("kopie")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        verbind(draaiend, "jid_web", "kopie")


def test_de_testrol_geldt_pas_na_een_uitdrukkelijke_overstap(draaiend: Databank) -> None:
    draaiend.rol_erbij("jid_fabriek", bypassrls=True)
    with verbind(draaiend, "jid_eigenaar") as conn:
        conn.execute("CREATE TABLE dicht (id int)")
        conn.execute("ALTER TABLE dicht ENABLE ROW LEVEL SECURITY")
    with verbind(draaiend, "jid_web") as conn:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("SELECT * FROM dicht")
        conn.execute("SET ROLE jid_fabriek")
        conn.execute("INSERT INTO dicht VALUES (1)")
        assert conn.execute("SELECT * FROM dicht").fetchall() == [(1,)]


def _laat_sterven(databank: Databank, opdracht: str) -> None:
    """Kill -9 the server process that is executing this statement."""

    def voer_uit() -> None:
        with suppress(psycopg.OperationalError), verbind(databank, "jid_eigenaar") as conn:
            conn.execute(opdracht)

    draad = threading.Thread(target=voer_uit)
    draad.start()
    einde = time.monotonic() + 10
    while time.monotonic() < einde:
        with databank.als_superuser() as conn:
            rij = conn.execute(
                "SELECT pid FROM pg_stat_activity WHERE query = %s AND state = 'active'", [opdracht]
            ).fetchone()
        if rij:
            os.kill(rij[0], signal.SIGKILL)
            break
        time.sleep(0.05)
    draad.join(10)
    while not databank.draait():  # a stop in the middle of the recovery takes half a minute
        assert time.monotonic() < einde
        time.sleep(0.05)


def test_het_logboek_van_de_server_bevat_geen_inhoud(draaiend: Databank) -> None:
    with verbind(draaiend, "jid_eigenaar") as conn:
        conn.execute("CREATE TABLE met_inhoud (tekst text PRIMARY KEY, getal int CHECK (getal > 0))")
        conn.execute("INSERT INTO met_inhoud VALUES (%s, 1)", [MERKTEKEN])
        for waarde, getal in ((MERKTEKEN, 1), (f"{MERKTEKEN}2", -1), (f"{MERKTEKEN}3", "geen getal")):
            with pytest.raises(psycopg.Error, match=MERKTEKEN if getal != "geen getal" else "geen getal"):
                conn.execute("INSERT INTO met_inhoud VALUES (%s, %s)", [waarde, getal])
        with pytest.raises(psycopg.Error):
            conn.execute(f"DO $$ BEGIN RAISE WARNING '{MERKTEKEN}'; RAISE EXCEPTION '{MERKTEKEN}'; END $$")
    _laat_sterven(draaiend, f"SELECT pg_sleep(30), '{MERKTEKEN}'")
    einde = time.monotonic() + 10
    while "terminated by signal 9" not in (logboek := draaiend.log.read_text()):
        assert time.monotonic() < einde
        time.sleep(0.05)
    assert MERKTEKEN not in logboek
    assert "geen getal" not in logboek
