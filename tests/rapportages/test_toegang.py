"""Which database role reads what is counted and what was published, and which may change it."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from gebruikers.models import Gebruiker
from logboek.models import Gebeurtenis
from rapportages.invoer.cijfers import importeer_cijfers
from rapportages.models import GepubliceerdCijfer
from tests.hulp import wie
from tests.hulp.opdracht import geef_opdracht
from tests.rapportages.conftest import Cijferdatabank, als_fabriek
from tests.rapportages.hulp import BESTAND, gepubliceerde_reeks

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


@pytest.mark.parametrize(
    "tabel",
    [
        *("zaken_zaak", "meldingen_melding", "vertrouwenspersonen_casus", "gebruikers_gebruiker"),
        *("logboek_gebeurtenis", "zaken_persoon", "zaken_datasleutel", "gebruikers_sessie"),
    ],
)
def test_de_cijferrol_leest_geen_enkele_zaak_casus_of_persoon(databank: Cijferdatabank, tabel: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        connections["cijfers"].cursor() as cursor,
    ):
        cursor.execute(f"SELECT 1 FROM {tabel}")


@pytest.mark.parametrize(
    "view",
    [
        *("app.cijfers_meldingen", "app.cijfers_casussen", "app.cijfers_klachten", "app.cijfers_misstanden"),
        *("app.cijfers_klachtperioden", "app.cijfers_onderzoeken", "app.cijfers_signalen"),
        "app.cijfers_geannuleerd",
    ],
)
def test_de_webrol_leest_de_getelde_gegevens_niet(databank: Cijferdatabank, view: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {view}")


def test_alleen_beleid_ziet_de_gepubliceerde_reeks(databank: Cijferdatabank) -> None:
    def ziet(gebruiker: Gebruiker) -> int:
        with transaction.atomic(), wie.als(gebruiker):
            return GepubliceerdCijfer.objects.count()

    assert (ziet(databank.beleid), ziet(databank.adviseur)) == (len(gepubliceerde_reeks()), 0)


@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE rapportages_gepubliceerdcijfer SET aantal = 371 WHERE aantal = 271",
        "DELETE FROM rapportages_gepubliceerdcijfer",
        "INSERT INTO rapportages_gepubliceerdcijfer (jaar) VALUES (2021)",
    ],
)
@pytest.mark.parametrize("alias", ["default", "cijfers"])
def test_niemand_herstelt_een_gepubliceerd_cijfer_met_de_hand(
    databank: Cijferdatabank, opdracht: str, alias: str
) -> None:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        if alias == "default":
            cursor.execute("SELECT app.begin(%s)", [databank.beleid.pk])
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(opdracht)
        transaction.set_rollback(True, using=alias)


def test_de_invoer_draait_als_worker_en_laat_een_spoor_na(databank: Cijferdatabank) -> None:
    assert geef_opdracht(databank.naam, "importeer", "cijfers", str(BESTAND), rol="worker").returncode == 0

    with als_fabriek():
        laatste = Gebeurtenis.objects.filter(soort="geimporteerd").order_by("tijdstip").last()
        assert laatste is not None
        assert (laatste.door_id, laatste.bijzonderheden) == (
            None,
            {"register": "gepubliceerde_cijfers", "aantal": 0},
        )
        assert GepubliceerdCijfer.objects.count() == len(gepubliceerde_reeks())


def test_de_webrol_kan_niets_invoeren(databank: Cijferdatabank) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        importeer_cijfers(BESTAND)
