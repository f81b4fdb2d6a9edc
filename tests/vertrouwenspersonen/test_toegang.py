"""Nobody but its owner: the second wall, asked in plain SQL as the web login."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gebruikers.models import Gebruiker, Roltoekenning
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.vertrouwenspersonen import maak_casus
from vertrouwenspersonen.models import Casus

from .conftest import Fabriek

Als = Callable[[Gebruiker], AbstractContextManager[Gebruiker]]
TABEL = "vertrouwenspersonen_casus"
pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]


def zichtbaar() -> set[object]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {TABEL}")
        return {rij[0] for rij in cursor.fetchall()}


def geraakt(sql: str, *parameters: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def test_de_eigenaar_ziet_wijzigt_en_verwijdert_zijn_casus(als: Als, vp: Gebruiker, casus: Casus) -> None:
    with als(vp):
        assert zichtbaar() == {casus.pk}
        assert geraakt(f"UPDATE {TABEL} SET aantal_contacten = '7+'") == 1
        assert geraakt(f"DELETE FROM {TABEL}") == 1
        assert zichtbaar() == set()


def test_geen_andere_rol_ziet_wijzigt_of_verwijdert_een_casus(
    als: Als, buitenstaander: Gebruiker, vp: Gebruiker, casus: Casus
) -> None:
    with als(buitenstaander):
        assert zichtbaar() == set()
        assert geraakt(f"UPDATE {TABEL} SET aantal_contacten = '7+'") == 0
        assert geraakt(f"DELETE FROM {TABEL}") == 0
        assert list(Casus.objects.zichtbaar_voor(buitenstaander)) == []
    with als(vp):
        assert zichtbaar() == {casus.pk}


def test_een_andere_vertrouwenspersoon_ziet_wijzigt_of_verwijdert_hem_niet(
    als: Als, andere_vp: Gebruiker, vp: Gebruiker, casus: Casus
) -> None:
    with als(andere_vp):
        assert zichtbaar() == set()
        assert geraakt(f"UPDATE {TABEL} SET aantal_contacten = '7+'") == 0
        assert geraakt(f"DELETE FROM {TABEL}") == 0
        assert list(Casus.objects.zichtbaar_voor(andere_vp)) == []
    with als(vp):
        assert zichtbaar() == {casus.pk}


def test_wie_niet_is_aangemeld_ziet_niets(casus: Casus) -> None:
    assert zichtbaar() == set()
    assert geraakt(f"DELETE FROM {TABEL}") == 0


def test_niemand_legt_een_casus_vast_op_naam_van_een_ander(
    als: Als, vp: Gebruiker, andere_vp: Gebruiker
) -> None:
    with als(andere_vp), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        maak_casus(vp)


def test_zonder_de_rol_legt_niemand_een_casus_vast(als: Als, buitenstaander: Gebruiker) -> None:
    with (
        als(buitenstaander),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        maak_casus(buitenstaander)


@pytest.mark.parametrize("kolom", ["id", "casusnummer", "vertrouwenspersoon_id"])
def test_een_casus_wisselt_niet_van_hand(kolom: str, als: Als, vp: Gebruiker, casus: Casus) -> None:
    with als(vp), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        geraakt(f"UPDATE {TABEL} SET {kolom} = {kolom}")


def test_de_webrol_leegt_de_tabel_niet(als: Als, vp: Gebruiker) -> None:
    with als(vp), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        geraakt(f"TRUNCATE {TABEL}")


def test_de_webrol_leest_de_tellingen_niet(als: Als, vp: Gebruiker, casus: Casus) -> None:
    with als(vp), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        geraakt("SELECT * FROM app.cijfers_casussen")


def test_wie_de_rol_verliest_ziet_zijn_casussen_niet_meer(
    als: Als, fabriek: Fabriek, vp: Gebruiker, casus: Casus
) -> None:
    with fabriek():
        Roltoekenning.objects.filter(gebruiker=vp).delete()
    with als(vp):
        assert zichtbaar() == set()
        assert list(Casus.objects.zichtbaar_voor(vp)) == []


def test_wie_niet_meer_actief_is_ziet_niets(als: Als, fabriek: Fabriek, vp: Gebruiker, casus: Casus) -> None:
    with fabriek():
        Gebruiker.objects.filter(pk=vp.pk).update(is_active=False)
    with als(vp):
        assert zichtbaar() == set()


def test_een_verzonnen_team_in_de_context_opent_niets(als: Als, andere_vp: Gebruiker, casus: Casus) -> None:
    with als(andere_vp), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.teams', '{1,2,3}', true)")
        assert zichtbaar() == set()


STAPPEN = st.lists(
    st.tuples(
        st.sampled_from(
            ["vastleggen", "verwijderen", "rol_eraf", "rol_erbij", "inactief", "actief", "poging"]
        ),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stappen=STAPPEN)
def test_na_elke_reeks_stappen_ziet_ieder_precies_zijn_eigen_casussen(
    stappen: list[tuple[str, int, int]], als: Als, fabriek: Fabriek
) -> None:
    punt = transaction.savepoint()
    with fabriek():
        mensen = [maak_gebruiker(Rol.VERTROUWENSPERSOON, Rol.ARCHIVARIS) for _ in range(3)]
    eigen: list[set[object]] = [set(), set(), set()]
    mag = [True, True, True]
    actief = [True, True, True]
    for stap, wie, ander in stappen:
        _zet(stap, wie, ander, mensen, eigen, mag, actief, als, fabriek)
    for nummer, mens in enumerate(mensen):
        with als(mens):
            verwacht = eigen[nummer] if mag[nummer] and actief[nummer] else set()
            assert zichtbaar() == verwacht
            assert set(Casus.objects.zichtbaar_voor(mens).values_list("pk", flat=True)) == verwacht
    transaction.savepoint_rollback(punt)


def _zet(
    stap: str,
    wie: int,
    ander: int,
    mensen: list[Gebruiker],
    eigen: list[set[object]],
    mag: list[bool],
    actief: list[bool],
    als: Als,
    fabriek: Fabriek,
) -> None:
    """One step, in the database and in the plain written definition beside it."""
    mens = mensen[wie]
    if stap in {"vastleggen", "rol_eraf", "rol_erbij", "inactief", "actief"}:
        with fabriek():
            _stap_van_buiten(stap, wie, mens, eigen, mag, actief)
        return
    with als(mens):
        if stap == "verwijderen":
            geraakt(f"DELETE FROM {TABEL}")
            if mag[wie] and actief[wie]:
                eigen[wie] = set()
        else:
            raak = geraakt(
                f"UPDATE {TABEL} SET aantal_contacten = '7+' WHERE vertrouwenspersoon_id = %s",
                mensen[ander].pk,
            )
            assert raak == (len(eigen[wie]) if ander == wie and mag[wie] and actief[wie] else 0)


def _stap_van_buiten(
    stap: str, wie: int, mens: Gebruiker, eigen: list[set[object]], mag: list[bool], actief: list[bool]
) -> None:
    if stap == "vastleggen":
        eigen[wie] |= {maak_casus(mens).pk}
    elif stap == "rol_eraf":
        Roltoekenning.objects.filter(gebruiker=mens, rol=Rol.VERTROUWENSPERSOON).delete()
        mag[wie] = False
    elif stap == "rol_erbij":
        Roltoekenning.objects.get_or_create(gebruiker=mens, rol=Rol.VERTROUWENSPERSOON)
        mag[wie] = True
    else:
        actief[wie] = stap == "actief"
        Gebruiker.objects.filter(pk=mens.pk).update(is_active=actief[wie])
