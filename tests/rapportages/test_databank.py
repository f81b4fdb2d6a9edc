"""Counting through the figures role, and what that role and the web role may not do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection, connections, transaction
from django.utils import timezone

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from rapportages import services
from rapportages.bron import RegisterBron
from rapportages.cellen import Cel
from rapportages.controles import Bevinding
from rapportages.invoer.cijfers import importeer_cijfers
from rapportages.models import GepubliceerdCijfer, Register
from rapportages.services import Jaarcijfers, gepubliceerde_cijfers, jaarcijfers
from rapportages.signalen import signalen
from rapportages.telregels import Telling
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.misstanden import maak_misstand
from tests.factories.vertrouwenspersonen import maak_casussen
from tests.factories.zaken import code, maak_melding, maak_statuswijziging
from tests.hulp import wie
from tests.hulp.opdracht import als_rol, geef_opdracht
from tests.rapportages.conftest import Cijferdatabank
from tests.rapportages.hulp import BESTAND, gepubliceerde_reeks
from vertrouwenspersonen.models import Casustelling
from zaken.models import Zaak

pytestmark = [pytest.mark.databank, pytest.mark.pg15]
VANDAAG = date(2026, 3, 1)


@contextmanager
def als_fabriek() -> Iterator[None]:
    """A committed transaction past row security."""
    with transaction.atomic(), wie.fabriek():
        yield


def geteld(jaar: int, vastgelegd_tot: date | None = None) -> Jaarcijfers:
    return jaarcijfers(jaar=jaar, vandaag=VANDAAG, vastgelegd_tot=vastgelegd_tot)


def test_de_registers_worden_geteld_op_jaar_van_ontvangst(databank: Cijferdatabank) -> None:
    tabel = geteld(2024).tabel("meldingen_hoofdcategorie")

    assert tabel.totaal == {2023: 2, 2024: 3}
    assert {rij.code: dict(rij.aantallen) for rij in tabel.rijen if any(rij.aantallen.values())} == {
        "financieel": {2023: 1, 2024: 0},
        "omgangsvormen": {2023: 1, 2024: 2},
        "overige": {2023: 0, 2024: 1},
    }


def test_de_rijen_zijn_de_codes_die_in_een_van_beide_jaren_golden(databank: Cijferdatabank) -> None:
    assert [rij.code for rij in geteld(2024).tabel("meldingen_hoofdcategorie").rijen] == [
        *("financieel", "positie", "informatie", "geweldsbevoegdheid", "omgangsvormen", "privesfeer"),
        *("dienstmiddelen", "interne_regels", "overige"),
    ]


def test_casussen_tellen_in_het_jaar_van_het_eerste_gesprek(databank: Cijferdatabank) -> None:
    tabel = geteld(2024).tabel("casussen")

    assert tabel.totaal == {2023: 4, 2024: 2}
    assert dict(tabel.rij("overig").aantallen) == {2023: 0, 2024: 2}  # type: ignore[union-attr]


def test_een_casus_die_na_de_telling_komt_verandert_geen_cijfer(databank: Cijferdatabank) -> None:
    nu = timezone.localdate()
    with als_fabriek():
        wie_vp = maak_gebruiker(Rol.VERTROUWENSPERSOON)
        for kwartaal in ("2022-K1", "2024-K4", "2025-K1", f"{nu.year}-K{(nu.month + 2) // 3}"):
            maak_casussen(wie_vp, 5, kwartaal_eerste_contact=kwartaal)

    cellen = RegisterBron().tel(
        Telling.CASUSSEN, jaren=range(2022, nu.year + 1), stand_op=nu, vastgelegd_tot=nu
    )

    assert sorted((cel.jaar, cel.code, cel.aantal) for cel in cellen) == [
        (2023, "pesten", 4),
        (2024, "overig", 2),
    ]
    assert geteld(2025).tabel("casussen").totaal == {2024: 2, 2025: None}
    assert "casus" not in geteld(2025).tekst


@pytest.mark.parametrize(
    ("vastgelegd_tot", "aantal"),
    [
        (date(2024, 12, 31), 3),  # the year ran, and three quarters were counted
        (date(2025, 1, 30), 10),  # not counted by then: what comes nearest
        (date(2025, 1, 31), 10),
        (date(2026, 1, 30), 10),
        (date(2026, 1, 31), 15),
    ],
)
def test_de_telling_is_die_van_de_dag_waarop_is_vastgelegd(
    databank: Cijferdatabank, vastgelegd_tot: date, aantal: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rapportages.bron.ALIAS", "default")  # it reads what is undone afterwards
    with als_rol("eigenaar", databank.naam), transaction.atomic():
        Casustelling.objects.all().delete()
        for kwartaal, dag, soort, hoeveel in (
            (3, date(2024, 11, 1), "tussenstand", 3),
            (4, date(2025, 2, 1), "jaartelling", 10),
            (4, date(2026, 2, 1), "herziening", 15),
        ):
            Casustelling(
                jaar=2024,
                tot_kwartaal=kwartaal,
                geteld_op=dag,
                soort=soort,
                versie=2,
                aantallen={"x": hoeveel},
            ).save()

        cellen = RegisterBron().tel(
            Telling.CASUSSEN,
            jaren=range(2024, 2025),
            stand_op=date(2024, 12, 31),
            vastgelegd_tot=vastgelegd_tot,
        )
        transaction.set_rollback(True)

    assert cellen == [Cel(2024, "x", "", aantal)]


def test_een_kwartaal_na_de_stand_telt_niet(databank: Cijferdatabank) -> None:
    def cellen(stand_op: date) -> Sequence[Cel]:
        return RegisterBron().tel(
            Telling.CASUSSEN, jaren=range(2024, 2025), stand_op=stand_op, vastgelegd_tot=VANDAAG
        )

    assert cellen(date(2024, 12, 30)) == []
    assert len(cellen(date(2024, 12, 31))) == 1


def test_de_jaren_van_een_register_zijn_die_met_iets_erin(databank: Cijferdatabank) -> None:
    assert RegisterBron().jaren(Register.MELDINGEN) == [2023, 2024]
    assert RegisterBron().jaren(Register.CASUSSEN) == [2023, 2024]


def test_tabel_6_en_7_hebben_het_totaal_van_tabel_1(databank: Cijferdatabank) -> None:
    cijfers = geteld(2024)

    assert (
        cijfers.tabel("meldingen_meldkanaal").totaal
        == cijfers.tabel("meldingen_uitkomst").totaal
        == cijfers.tabel("meldingen_hoofdcategorie").totaal
    )
    assert dict(cijfers.tabel("meldingen_meldkanaal").rij("onbekend").aantallen) == {2023: 2, 2024: 3}  # type: ignore[union-attr]


def test_de_uitkomst_is_die_van_de_standdatum(databank: Cijferdatabank) -> None:
    velden: dict[str, Any] = {
        "ontvangen_defensie": date(2019, 3, 1),
        "datum_registratie": datetime(2019, 3, 1, tzinfo=UTC),
    }
    with als_fabriek():
        vastgesteld = code("uitkomst_melding", "vastgesteld")
        for dag in (date(2019, 12, 31), date(2020, 1, 1)):
            maak_melding(status="afgehandeld", uitkomst=vastgesteld, datum_afgehandeld=dag, **velden)
        ingetrokken = maak_melding(status="ingetrokken", **velden)
        maak_melding(status="niet_in_behandeling", **velden)
        maak_statuswijziging(
            ingetrokken, van="in_behandeling", naar="ingetrokken", op=datetime(2020, 2, 1, tzinfo=UTC)
        )

    def rijen(jaar: int) -> dict[str, int | None]:
        tabel = geteld(jaar).tabel("meldingen_uitkomst")
        return {rij.code: rij.aantallen[2019] for rij in tabel.rijen if rij.aantallen[2019]}

    assert rijen(2019) == rijen(2020) == {"vastgesteld": 1, "niet_in_behandeling": 1, "nog_lopend": 2}


def test_een_vermoeden_telt_als_ontvangen_ook_als_het_er_na_beoordeling_geen_is(
    databank: Cijferdatabank,
) -> None:
    velden: dict[str, Any] = {
        "ontvangen_defensie": date(2023, 3, 1),
        "datum_registratie": datetime(2023, 3, 1, tzinfo=UTC),
    }
    with als_fabriek():
        maak_misstand(
            status="in_onderzoek", maatschappelijk_belang_toets="ja", inbreuk_unierecht="nee", **velden
        )
        maak_misstand(status="geherkwalificeerd", maatschappelijk_belang_toets="nee", **velden)
        maak_misstand(
            status="beoordeeld", maatschappelijk_belang_toets="nee", inbreuk_unierecht="nee", **velden
        )
        maak_misstand(status="bevestigd", **velden)

    tabel = geteld(2023).tabel("misstanden")

    assert tabel.totaal == {2022: None, 2023: 4}
    assert {rij.code: rij.aantallen[2023] for rij in tabel.rijen} == {
        "vermoeden": 1,
        "geen_vermoeden": 2,
        "niet_beoordeeld": 1,
    }


def test_het_commando_eindigt_met_een_fout_als_een_controle_niet_slaagt(
    databank: Cijferdatabank, monkeypatch: pytest.MonkeyPatch
) -> None:
    fout = Bevinding("meldingen_vijf_jaar", "De rijen zijn samen 371, het totaal is 271. Herstel dit eerst.")
    monkeypatch.setattr(services, "controleer", lambda *args, **opties: (fout,))
    uit = StringIO()

    with pytest.raises(CommandError, match=r"(?s)Deze cijfers kloppen niet\..*het totaal is 271") as gevangen:
        call_command("jaarcijfers", "2024", "--formaat", "json", stdout=uit)

    assert gevangen.value.returncode == 3
    assert json.loads(uit.getvalue())["bevindingen"] == [fout.tekst]


def test_een_melding_die_is_afgehandeld_zonder_uitkomst_krijgt_een_eigen_rij(
    databank: Cijferdatabank,
) -> None:
    with als_fabriek():
        maak_melding(
            ontvangen_defensie=date(2018, 2, 2),
            datum_registratie=datetime(2018, 2, 2, tzinfo=UTC),
            status="gesloten",
            datum_afgehandeld=date(2018, 3, 3),
        )

    cijfers = geteld(2018)

    rij = cijfers.tabel("meldingen_uitkomst").rij("onbekend")
    assert rij is not None
    assert (rij.label, rij.aantallen[2018]) == ("Uitkomst niet vastgelegd", 1)
    assert cijfers.bevindingen == ()
    assert "Uitkomst niet vastgelegd" in {signaal.kop for signaal in signalen(cijfers)}


def test_annuleren_verlaagt_tabel_1_met_een_en_laat_gepubliceerd_met_rust(databank: Cijferdatabank) -> None:
    gepubliceerd = [str(cijfer) for cijfer in gepubliceerde_cijfers()]
    with als_fabriek():
        melding = maak_melding(
            ontvangen_defensie=date(2024, 2, 2), datum_registratie=datetime(2024, 2, 2, tzinfo=UTC)
        )
    ervoor = geteld(2024).tabel("meldingen_hoofdcategorie").totaal[2024]

    with als_fabriek(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE zaken_zaak SET geannuleerd_op = now(), geannuleerd_door_id = %s WHERE id = %s",
            [databank.adviseur.pk, melding.pk],
        )

    assert geteld(2024).tabel("meldingen_hoofdcategorie").totaal[2024] == (ervoor or 0) - 1 == 3
    assert [str(cijfer) for cijfer in gepubliceerde_cijfers()] == gepubliceerd


def test_wat_na_de_vastlegdatum_is_geregistreerd_telt_niet(databank: Cijferdatabank) -> None:
    laat = datetime(2024, 12, 31, 22, 59, 59, tzinfo=UTC)  # 23.59.59 uur in Amsterdam
    with als_fabriek():
        for moment in (laat, laat.replace(hour=23, minute=0, second=0)):
            melding = maak_melding(
                ontvangen_defensie=date(2022, 5, 5), hoofdcategorie="positie", datum_registratie=moment
            )
        assert melding.zaaknummer

    rij = geteld(2022, date(2024, 12, 31)).tabel("meldingen_hoofdcategorie").rij("positie")
    later = geteld(2022, date(2025, 1, 1)).tabel("meldingen_hoofdcategorie").rij("positie")

    assert rij is not None
    assert later is not None
    assert (rij.aantallen[2022], later.aantallen[2022]) == (1, 2)


def test_de_reeks_in_de_databank_is_die_van_het_bestand(databank: Cijferdatabank) -> None:
    assert sorted(map(str, gepubliceerde_cijfers())) == sorted(map(str, gepubliceerde_reeks()))


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


def test_het_commando_geeft_de_json_van_een_jaar(databank: Cijferdatabank) -> None:
    uit = StringIO()
    call_command("jaarcijfers", "2023", "--formaat", "json", stdout=uit)

    als_json = json.loads(uit.getvalue())
    assert (als_json["jaar"], als_json["stand_op"], als_json["voorlopig"]) == (2023, "2023-12-31", True)
    assert als_json["tabellen"][0]["totaal"]["2023"] == 2
    assert als_json["tekst"].startswith("In 2023 waren er 2 meldingen.")


@pytest.mark.parametrize("formaat", ["json", "csv", "tekst"])
def test_een_uitvoer_van_het_commando_staat_in_het_logboek(databank: Cijferdatabank, formaat: str) -> None:
    call_command("jaarcijfers", "2024", "--formaat", formaat, stdout=StringIO())

    with als_fabriek():
        laatste = Gebeurtenis.objects.filter(soort="geexporteerd").order_by("tijdstip").last()
    assert laatste is not None
    assert laatste.bijzonderheden == {"wat": "jaarcijfers", "jaar": 2024, "formaat": formaat}


def test_het_commando_schrijft_een_werkboek_en_vraagt_daarvoor_een_bestand(
    databank: Cijferdatabank, tmp_path: Path
) -> None:
    pad = tmp_path / "jaarcijfers.xlsx"
    call_command("jaarcijfers", "2024", "--formaat", "xlsx", "--bestand", str(pad), stdout=StringIO())

    assert pad.read_bytes().startswith(b"PK")
    with pytest.raises(CommandError, match="Noem bij xlsx het bestand"):
        call_command("jaarcijfers", "2024", "--formaat", "xlsx", stdout=StringIO())


def test_het_commando_noemt_de_jaren_die_er_wel_zijn(databank: Cijferdatabank) -> None:
    with pytest.raises(CommandError, match=r"geen cijfers van 1999\. Wel van: 2024, 2023"):
        call_command("jaarcijfers", "1999", stdout=StringIO())


def test_evenveel_vragen_bij_een_en_bij_vijftig_meldingen(
    databank: Cijferdatabank, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(25, connection=connections["cijfers"]):  # type: ignore[attr-defined]
        geteld(2024)
    with als_fabriek():
        for _ in range(50):
            maak_melding(ontvangen_defensie=date(2024, 3, 3))
    with django_assert_num_queries(25, connection=connections["cijfers"]):  # type: ignore[attr-defined]
        geteld(2024)
    with als_fabriek():
        assert Zaak.objects.model._base_manager.count() > 50
