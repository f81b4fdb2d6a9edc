"""Counting through the figures role."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from gebruikers.rollen import Rol
from rapportages.bron import RegisterBron
from rapportages.cellen import Cel
from rapportages.models import Register
from rapportages.services import gepubliceerde_cijfers
from rapportages.signalen import signalen
from rapportages.telregels import Telling
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.misstanden import maak_misstand
from tests.factories.vertrouwenspersonen import maak_casussen
from tests.factories.zaken import code, maak_melding, maak_statuswijziging
from tests.hulp.opdracht import als_rol
from tests.rapportages.conftest import Cijferdatabank, als_fabriek, geteld
from tests.rapportages.hulp import VANDAAG, gepubliceerde_reeks
from vertrouwenspersonen.models import Casustelling
from zaken.models import Zaak

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


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
        for dag, soort, hoeveel in (
            (date(2025, 2, 1), "jaartelling", 10),
            (date(2026, 2, 1), "herziening", 15),
        ):
            Casustelling(
                jaar=2024,
                geteld_op=dag,
                soort=soort,
                versie=3,
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


def test_een_jaar_dat_op_de_standdatum_niet_voorbij_is_telt_niet(databank: Cijferdatabank) -> None:
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


def test_evenveel_vragen_bij_een_en_bij_vijftig_meldingen(
    databank: Cijferdatabank, django_assert_num_queries: Callable[..., object]
) -> None:
    cijfers = connections["cijfers"]
    with django_assert_num_queries(26, connection=cijfers):  # type: ignore[attr-defined]  # a fixture without types
        geteld(2024)
    with als_fabriek():
        for _ in range(50):
            maak_melding(ontvangen_defensie=date(2024, 3, 3))
    cijfers = connections["cijfers"]
    with django_assert_num_queries(26, connection=cijfers):  # type: ignore[attr-defined]  # a fixture without types
        geteld(2024)
    with als_fabriek():
        assert Zaak.objects.model._base_manager.count() > 50
