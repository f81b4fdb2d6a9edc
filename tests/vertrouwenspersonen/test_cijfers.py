"""Figures of casussen: counted at fixed moments, many together, and then they stand."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, connections, transaction
from django.utils import timezone

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from rapportages import casusstand
from rapportages.telregels import CASUSSEN
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.vertrouwenspersonen import code, maak_casussen
from tests.hulp.databank import DATABANK
from tests.hulp.opdracht import als_rol, geef_opdracht
from vertrouwenspersonen.models import Casus, Casustelling
from vertrouwenspersonen.tellen import Uitkomst, tel, tel_nieuwe_jaren, tel_opnieuw, volgende_jaartelling

pytestmark = [pytest.mark.databank, pytest.mark.pg15]

FEBRUARI_2024, FEBRUARI_2025, FEBRUARI_2026 = (date(jaar, 2, 1) for jaar in (2024, 2025, 2026))


@pytest.fixture
def vp(kloon: str) -> Iterator[Gebruiker]:
    """A vertrouwenspersoon in an installation without casussen, in a transaction of the owner that is undone."""
    with als_rol("eigenaar", kloon), transaction.atomic():
        yield maak_gebruiker(Rol.VERTROUWENSPERSOON)
        transaction.set_rollback(True)


def leg_vast(
    vp: Gebruiker, aantal: int, kwartaal: str, thema: str = "pesten", **velden: object
) -> list[Casus]:
    return maak_casussen(
        vp, aantal, kwartaal_eerste_contact=kwartaal, hoofdthema=code("thema", thema), **velden
    )


def verwijder(casus: Casus) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM vertrouwenspersonen_casus WHERE id = %s", [casus.pk])


def tellingen(jaar: int) -> list[tuple[str, dict[str, int]]]:
    """Every count of this year, the last one last."""
    van_jaar = Casustelling.objects.filter(jaar=jaar).order_by("pk")
    return list(van_jaar.values_list("soort", "aantallen"))


def test_een_geteld_jaar_staat_en_wat_later_komt_komt_in_een_keer_op_1_februari(vp: Gebruiker) -> None:
    eerste = leg_vast(vp, 6, "2023-K1")
    leg_vast(vp, 3, "2023-K2", thema="overig")
    leg_vast(vp, 2, "2023-K2", voortzetting=True)
    assert tel(vandaag=date(2024, 1, 31)) == [2022]
    assert tel(vandaag=FEBRUARI_2024) == [2022, 2023]
    geteld = ("jaartelling", {"pesten": 6, "overig": 3})
    assert tellingen(2023) == [geteld]

    leg_vast(vp, 7, "2023-K4")
    verwijder(eerste[0])
    for dag in (FEBRUARI_2024, date(2024, 3, 1), date(2025, 1, 31)):
        assert tel(vandaag=dag) == []
        assert tellingen(2023) == [geteld]

    tel(vandaag=FEBRUARI_2025)
    herzien = ("herziening", {"pesten": 12, "overig": 3})
    assert tellingen(2023) == [geteld, herzien]

    leg_vast(vp, 20, "2023-K4")
    tel(vandaag=FEBRUARI_2026)
    assert tellingen(2023) == [geteld, herzien]


def test_minder_dan_vijf_casussen_verschil_komt_er_niet_in(vp: Gebruiker) -> None:
    leg_vast(vp, 6, "2023-K1")
    tel(vandaag=FEBRUARI_2024)
    leg_vast(vp, 4, "2023-K1", thema="overig")

    tel(vandaag=FEBRUARI_2025)

    assert [aantallen for *_, aantallen in tellingen(2023)] == [{"pesten": 6}, {"pesten": 6}]


def test_opnieuw_tellen_met_een_opdracht_kan_niet_voor_minder_dan_vijf_en_staat_in_het_logboek(
    vp: Gebruiker,
) -> None:
    leg_vast(vp, 6, "2023-K1")
    assert tel_opnieuw(jaar=2023, vandaag=FEBRUARI_2024) is Uitkomst.NOG_NIET
    tel(vandaag=FEBRUARI_2024)
    leg_vast(vp, 4, "2023-K1", thema="overig")
    assert tel_opnieuw(jaar=2023, vandaag=FEBRUARI_2024) is Uitkomst.TE_WEINIG
    leg_vast(vp, 1, "2023-K1", thema="overig")
    assert tel_opnieuw(jaar=2023, vandaag=FEBRUARI_2024) is Uitkomst.GETELD
    assert tellingen(2023)[-1] == ("bij_hand", {"pesten": 6, "overig": 5})

    gebeurtenis = Gebeurtenis.objects.get(soort="casussen_geteld", bijzonderheden__telling="bij_hand")
    assert (gebeurtenis.object_id, gebeurtenis.door_id) == ("2023", None)
    assert timezone.localtime(gebeurtenis.tijdstip).strftime("%H:%M:%S.%f") == "00:00:00.000000"


def test_van_een_jaar_dat_loopt_telt_niets_dus_ook_niet_wat_er_van_overblijft(vp: Gebruiker) -> None:
    """A quarter that is over stays uncounted: the rest of its year would follow by subtraction."""
    for kwartaal in range(1, 5):
        leg_vast(vp, 5, f"2025-K{kwartaal}")
    tel(vandaag=FEBRUARI_2025)
    for dag in (date(2025, 5, 1), date(2025, 8, 1), date(2025, 11, 1), date(2026, 1, 31)):
        assert tel(vandaag=dag) == []
    assert tellingen(2025) == []
    tel(vandaag=FEBRUARI_2026)
    assert tellingen(2025) == [("jaartelling", {"pesten": 20})]


def test_wie_lang_uit_stond_telt_daarna_in_een_keer_alles(vp: Gebruiker) -> None:
    leg_vast(vp, 5, "2021-K3")
    assert tel(vandaag=date(2024, 6, 9)) == [2021, 2022, 2023]
    assert tellingen(2021) == [("jaartelling", {"pesten": 5})]
    assert tellingen(2022) == [("jaartelling", {})]


def test_wat_in_een_keer_binnenkomt_in_een_jaar_dat_nooit_is_geteld_telt_meteen(vp: Gebruiker) -> None:
    vandaag = timezone.localdate()
    laatste = casusstand.laatste_jaar(vandaag=vandaag)
    leg_vast(vp, 5, f"{laatste - 2}-K1")
    leg_vast(vp, 4, f"{laatste - 1}-K1")
    assert tel_nieuwe_jaren(vandaag=vandaag) == [
        laatste - 2
    ]  # the last one is empty, the other waits for its turn
    assert (tellingen(laatste - 1), tellingen(laatste)) == ([], [("jaartelling", {})])

    leg_vast(vp, 8, f"{laatste - 2}-K1")
    leg_vast(vp, 6, f"{laatste}-K1")
    assert tel_nieuwe_jaren(vandaag=vandaag) == [laatste]
    assert tellingen(laatste - 2) == [("jaartelling", {"pesten": 5})]
    assert tellingen(laatste)[-1] == ("bij_hand", {"pesten": 6})


def test_een_dag_die_nog_komt_wordt_niet_geteld(vp: Gebruiker) -> None:
    with pytest.raises(DatabaseError, match="when the day is there"):
        tel(vandaag=timezone.localdate(datetime.now(UTC) + timedelta(days=1)))


def test_de_telling_noemt_de_versie_van_de_telregel(vp: Gebruiker) -> None:
    tel(vandaag=FEBRUARI_2024)
    assert set(Casustelling.objects.values_list("versie", "geteld_op")) == {(CASUSSEN.versie, FEBRUARI_2024)}


def test_een_telling_verandert_niet_en_gaat_niet_twee_keer(vp: Gebruiker) -> None:
    tel(vandaag=FEBRUARI_2024)
    for velden in ({"soort": "jaartelling"}, {"soort": "tussenstand"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Casustelling.objects.create(jaar=2023, geteld_op=FEBRUARI_2024, versie=3, aantallen={}, **velden)


@pytest.mark.parametrize(
    ("vandaag", "dag"),
    [
        (date(2026, 1, 31), FEBRUARI_2026),
        (FEBRUARI_2026, date(2027, 2, 1)),
        (date(2026, 11, 22), date(2027, 2, 1)),
    ],
)
def test_de_volgende_jaartelling_is_op_1_februari(vandaag: date, dag: date) -> None:
    assert volgende_jaartelling(vandaag=vandaag) == dag


def _aangemeld(rol: str, database: str) -> psycopg.Connection[tuple[object, ...]]:
    bij = DATABANK.verbinding(rol, database)
    return psycopg.connect(
        host=bij["HOST"], port=bij["PORT"], dbname=bij["NAME"], user=bij["USER"], password=bij["PASSWORD"]
    )


def test_twee_werkers_tegelijk_tellen_een_keer(kloon: str) -> None:
    vraag = "SELECT app.tel_casussen('2024-02-01')"
    with (
        closing(_aangemeld("jid_worker", kloon)) as een,
        closing(_aangemeld("jid_worker", kloon)) as ander,
        ThreadPoolExecutor(1) as draad,
    ):
        assert een.execute(vraag).fetchall() == [(2023,)]
        wacht = draad.submit(lambda: ander.execute(vraag).fetchall())
        een.commit()
        assert wacht.result(timeout=20) == []


@pytest.mark.parametrize("rol", ["jid_web", "jid_worker", "jid_cijfers"])
@pytest.mark.parametrize(
    "opdracht",
    [
        "SELECT 1 FROM vertrouwenspersonen_casustelling",
        "INSERT INTO vertrouwenspersonen_casustelling DEFAULT VALUES",
        "UPDATE vertrouwenspersonen_casustelling SET aantallen = '{}'",
        "DELETE FROM vertrouwenspersonen_casustelling",
        "SELECT app._casussen_per_thema(2023)",
        "SELECT app._tel_casusjaar(2023, 'bij_hand', '2024-02-01')",
    ],
)
def test_geen_rol_komt_aan_de_aantallen_of_telt_op_eigen_moment(kloon: str, rol: str, opdracht: str) -> None:
    with (
        closing(_aangemeld(rol, kloon)) as verbinding,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        verbinding.execute(opdracht)


@pytest.mark.parametrize(
    "opdracht",
    ["SELECT app.tel_casussen('2024-02-01')", "SELECT app.tel_casusjaar_opnieuw(2023, '2024-02-01')"],
)
def test_alleen_de_werker_telt(kloon: str, opdracht: str) -> None:
    for alias in ("default", "cijfers"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            connections[alias].cursor() as cursor,
        ):
            cursor.execute(opdracht)
        connections[alias].close()


def test_de_cijferrol_ziet_per_telling_alleen_deze_kolommen(kloon: str) -> None:
    with closing(_aangemeld("jid_cijfers", kloon)) as verbinding:
        kolommen = verbinding.execute(
            "SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = 'app.cijfers_casussen'::regclass AND attnum > 0 ORDER BY attnum"
        ).fetchall()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            verbinding.execute("SELECT count(*) FROM vertrouwenspersonen_casus")
    assert kolommen == [
        ("telling", "bigint"),
        ("jaar", "integer"),
        ("geteld_op", "date"),
        ("hoofdthema", "text"),
        ("aantal", "integer"),
    ]


def test_de_opdracht_zegt_wat_er_geteld_is(kloon: str) -> None:
    laatste = casusstand.laatste_jaar(vandaag=timezone.localdate())
    assert str(laatste) in geef_opdracht(kloon, "tel_casussen", rol="worker").stdout
    assert (
        geef_opdracht(kloon, "tel_casussen", rol="worker").stdout == "Geteld: niets, alles was al geteld.\n"
    )
    assert (
        "zijn minder dan 5 casussen anders"
        in geef_opdracht(kloon, "tel_casussen", str(laatste), rol="worker").stderr
    )
    assert "1999 is nog niet geteld" in geef_opdracht(kloon, "tel_casussen", "1999", rol="worker").stderr
