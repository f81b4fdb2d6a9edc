"""A beheerder changes norms and equated days; what has begun stays as it was."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.instellingen import maak_komende_dag, maak_komende_norm
from zaken.instellingen.queries import gelijkgestelde_dagen, normen_op
from zaken.models import GelijkgesteldeDag, Norm, Normcode, Normeenheid
from zaken.models.herinneringen import Termijnsoort
from zaken.services import instellingen as services
from zaken.services.herinneringen import zet_herinnering
from zaken.services.instellingen import Normwaarde
from zaken.termijnen import STANDAARDNORMEN
from zaken.termijnen.feestdagen import GELIJKSTELLINGEN
from zaken.termijnen.rekenen import aantal_dagen

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]

BEVESTIGING = Normcode.MELDING_ONTVANGSTBEVESTIGING
VIJF_DAGEN = Normwaarde((5,), Normeenheid.DAGEN, "Besluit van het afdelingshoofd, 2026/1")
EEN_DAG = timedelta(days=1)
NIET_BEHEERDER = [rol for rol in Rol if rol != Rol.BEHEERDER]


def stel_in(door, *, vanaf, waarde=VIJF_DAGEN, code=BEVESTIGING, vandaag=date(2026, 1, 1)):
    return services.voeg_norm_toe(code=code, waarde=waarde, geldig_van=vanaf, vandaag=vandaag, door=door)


def waarden(code=BEVESTIGING):
    return [(norm.in_woorden, norm.geldig_van, norm.geldig_tot) for norm in Norm.objects.filter(code=code)]


def test_een_nieuwe_installatie_heeft_de_meegeleverde_normen_en_dagen():
    assert normen_op(date(2024, 11, 15)) == STANDAARDNORMEN
    assert {(rij.dag, rij.bron) for rij in GelijkgesteldeDag.objects.all()} == {
        (rij.dag, rij.bron) for rij in GELIJKSTELLINGEN
    }


def test_een_nieuwe_waarde_sluit_de_oude_de_dag_ervoor(als, beheerder):
    with als(beheerder):
        stel_in(beheerder, vanaf=date(2127, 1, 1))
    assert waarden() == [("7 dagen", None, date(2126, 12, 31)), ("5 dagen", date(2127, 1, 1), None)]
    assert normen_op(date(2126, 12, 31)).melding_ontvangstbevestiging == aantal_dagen(7)
    assert normen_op(date(2127, 1, 1)).melding_ontvangstbevestiging == aantal_dagen(5)


@pytest.mark.parametrize("te_vroeg", [date(2127, 1, 1), date(2126, 12, 31)])
def test_een_waarde_die_overlapt_wordt_bij_het_veld_geweigerd(te_vroeg, als, beheerder):
    with als(beheerder):
        stel_in(beheerder, vanaf=date(2127, 1, 1))
        with pytest.raises(ValidationError) as fout:
            stel_in(beheerder, vanaf=te_vroeg)
    assert fout.value.message_dict == {
        "geldig_van": ["Vanaf 1 januari 2127 geldt al een andere waarde (5 dagen). Kies een latere dag."]
    }
    assert len(waarden()) == 2


def test_een_komende_waarde_is_nog_aan_te_passen_en_verschuift_de_vorige(als, beheerder, vandaag):
    with als(beheerder):
        norm = stel_in(beheerder, vanaf=vandaag + timedelta(days=30))
        for dagen in (40, 20):
            vanaf = vandaag + timedelta(days=dagen)
            drie = Normwaarde((3,), Normeenheid.DAGEN, "Verbeterd besluit")
            services.pas_komende_norm_aan(
                norm_id=norm.pk,
                waarde=drie,
                geldig_van=vanaf,
                kenmerk=Norm.objects.get(pk=norm.pk).kenmerk,
                vandaag=vandaag,
                door=beheerder,
            )
            assert waarden() == [("7 dagen", None, vanaf - EEN_DAG), ("3 dagen", vanaf, None)]


def test_een_komende_waarde_begint_na_vandaag_en_na_de_vorige(als, beheerder, vandaag):
    with als(beheerder):
        stel_in(beheerder, vanaf=vandaag + timedelta(days=10))
        laatste = stel_in(beheerder, vanaf=vandaag + timedelta(days=20))
        for dagen, melding in ((0, "Kies een dag na vandaag."), (10, "Kies een latere dag.")):
            with pytest.raises(ValidationError, match=melding):
                services.pas_komende_norm_aan(
                    norm_id=laatste.pk,
                    waarde=VIJF_DAGEN,
                    geldig_van=vandaag + timedelta(days=dagen),
                    kenmerk=laatste.kenmerk,
                    vandaag=vandaag,
                    door=beheerder,
                )


def test_wat_al_geldt_of_een_opvolger_heeft_is_niet_aan_te_passen(als, beheerder, vandaag):
    morgen = vandaag + EEN_DAG
    with als(beheerder):
        begonnen = stel_in(beheerder, vanaf=vandaag)
        komend = stel_in(beheerder, vanaf=morgen)
        stel_in(beheerder, vanaf=morgen + EEN_DAG)
        for norm in (begonnen, komend):
            with pytest.raises(Norm.DoesNotExist):
                services.pas_komende_norm_aan(
                    norm_id=norm.pk,
                    waarde=VIJF_DAGEN,
                    geldig_van=morgen,
                    kenmerk=norm.kenmerk,
                    vandaag=vandaag,
                    door=beheerder,
                )


@pytest.mark.parametrize(
    "anders",
    [
        {"getallen": [8]},
        {"eenheid": "weken"},
        {"bron": "Ander besluit"},
        {"geldig_van": date(2020, 1, 1)},
        {"code": "misstand_bevindingen"},
    ],
    ids=str,
)
def test_de_databank_verandert_geen_waarde_die_is_begonnen(anders, fabriek):
    norm = Norm.objects.get(code=BEVESTIGING)
    with fabriek(), pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Norm.objects.filter(pk=norm.pk).update(**anders)
    assert waarden() == [("7 dagen", None, None)]


@pytest.mark.parametrize(
    "velden",
    [
        {"code": "misstand_bevindingen", "getallen": [0], "eenheid": "weken"},
        {"code": "misstand_bevindingen", "getallen": [], "eenheid": "weken"},
        {"code": "misstand_bevindingen", "getallen": [3, 6], "eenheid": "weken"},
        {"code": "misstand_bevindingen", "getallen": [1], "eenheid": "ja_nee"},
        {"code": "misstand_bevindingen", "getallen": [1], "eenheid": "jaren"},
        {"code": "verdaging_eenmalig", "getallen": [2], "eenheid": "ja_nee"},
        {"code": "verdaging_eenmalig", "getallen": [1], "eenheid": "dagen"},
        {"code": "nazorg_maanden", "getallen": [], "eenheid": "maanden"},
        {"code": "nazorg_maanden", "getallen": [0, 3], "eenheid": "maanden"},
        {"code": "nazorg_maanden", "getallen": [6, 3], "eenheid": "maanden"},
        {"code": "nazorg_maanden", "getallen": [3, 3], "eenheid": "maanden"},
        {"code": "nazorg_maanden", "getallen": [3], "eenheid": "weken"},
        {"code": "bestaat_niet", "getallen": [3], "eenheid": "weken"},
        {"code": "misstand_bevindingen", "getallen": [3], "eenheid": "weken", "bron": ""},
        {
            "code": "misstand_bevindingen",
            "getallen": [3],
            "eenheid": "weken",
            "geldig_tot": date(2026, 12, 31),
        },
    ],
    ids=str,
)
def test_de_databank_weigert_een_waarde_die_niet_past(velden, fabriek):
    with fabriek():
        Norm.objects.filter(code=velden["code"]).update(geldig_tot=date(2026, 12, 31))
        with pytest.raises(IntegrityError), transaction.atomic():
            Norm.objects.create(**({"bron": "Besluit", "geldig_van": date(2027, 1, 1)} | velden))


@pytest.mark.parametrize("vanaf", [None, date(2020, 1, 1)])
def test_de_databank_kent_op_elke_dag_een_waarde(vanaf, fabriek):
    with fabriek(), pytest.raises(IntegrityError, match="norm_een_waarde_per_dag"), transaction.atomic():
        Norm.objects.create(code=BEVESTIGING, getallen=[5], eenheid="dagen", bron="Besluit", geldig_van=vanaf)


def test_een_norm_verdwijnt_nooit_ook_geen_komende(als, beheerder, fabriek):
    with fabriek():
        komend = maak_komende_norm()
    with als(beheerder), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Norm.objects.filter(pk=komend.pk).delete()


def test_een_komende_waarde_gaat_weg_en_de_vorige_geldt_weer_zonder_einde(als, beheerder, fabriek, vandaag):
    voor = waarden()
    with als(beheerder):
        stel_in(beheerder, vanaf=vandaag + EEN_DAG)
        tussen = Norm.objects.get(code=BEVESTIGING, geldig_tot=None)
        stel_in(beheerder, vanaf=vandaag + 5 * EEN_DAG)
        laatste = Norm.objects.get(code=BEVESTIGING, geldig_tot=None)
        with pytest.raises(Norm.DoesNotExist):  # another one follows it
            services.haal_komende_norm_weg(norm_id=tussen.pk, vandaag=vandaag, door=beheerder)
        for norm in (laatste, tussen):
            services.haal_komende_norm_weg(norm_id=norm.pk, vandaag=vandaag, door=beheerder)
        assert waarden() == voor
        (begonnen,) = Norm.objects.filter(code=BEVESTIGING)
        with pytest.raises(Norm.DoesNotExist):
            services.haal_komende_norm_weg(norm_id=begonnen.pk, vandaag=vandaag, door=beheerder)
        with pytest.raises(IntegrityError, match="before it begins"), transaction.atomic():
            services.roep("haal_komende_norm_weg", begonnen.pk)
    with fabriek():
        komend, adviseur = maak_komende_norm(), maak_gebruiker(Rol.ADVISEUR)
    with als(adviseur):
        with pytest.raises(PermissionDenied):
            services.haal_komende_norm_weg(norm_id=komend.pk, vandaag=vandaag, door=adviseur)
        with pytest.raises(ProgrammingError, match="only a beheerder"), transaction.atomic():
            services.roep("haal_komende_norm_weg", komend.pk)


def test_een_dag_zonder_norm_valt_op(fabriek):
    with fabriek():
        Norm.objects.filter(code=BEVESTIGING).update(geldig_tot=date(2026, 12, 31))
    with pytest.raises(LookupError, match="Op 2027-01-01 gelden 12 waarden"):
        normen_op(date(2024, 11, 15))


def test_een_gelijkgestelde_dag_toevoegen(als, beheerder, vandaag):
    dag = date(2031, 5, 14)
    with als(beheerder):
        services.voeg_dag_toe(dag=dag, bron="Besluit 2031", vandaag=vandaag, door=beheerder)
    assert dag in gelijkgestelde_dagen()


def test_een_voorbije_dag_komt_er_alleen_op_de_server_bij(fabriek):
    with fabriek():
        call_command("gelijkgestelde_dag", "2021-05-14", bron="Besluit 2020-2022", stdout=StringIO())
        with pytest.raises(CommandError, match="staat al in de lijst"):
            call_command("gelijkgestelde_dag", "2021-05-14", bron="Besluit 2020-2022")
        gebeurtenis = Gebeurtenis.objects.get(soort="termijnregel_gewijzigd")
    assert (gebeurtenis.door_id, gebeurtenis.bijzonderheden) == (None, {"dag": "2021-05-14"})
    assert date(2021, 5, 14) in gelijkgestelde_dagen()


@pytest.mark.parametrize(
    ("dag", "melding"),
    [
        (date(2024, 12, 27), "Deze dag staat al in de lijst. Kies een andere dag."),
        (date(2027, 1, 2), "2 januari 2027 is een zaterdag. Die dag telt al niet mee."),
        (date(2027, 4, 27), "27 april 2027 is Koningsdag. Die dag telt al niet mee."),
    ],
)
def test_een_dag_die_al_niet_meetelt_wordt_bij_het_veld_geweigerd(dag, melding, als, beheerder):
    with als(beheerder), pytest.raises(ValidationError) as fout:
        services.voeg_dag_toe(dag=dag, bron="Besluit", vandaag=date(2024, 1, 1), door=beheerder)
    assert fout.value.message_dict == {"dag": [melding]}


def test_alleen_een_dag_die_nog_komt_is_weg_te_halen(als, beheerder, fabriek, vandaag):
    with fabriek():
        morgen, nu = maak_komende_dag(over_dagen=1), maak_komende_dag(over_dagen=0)
    with als(beheerder):
        services.verwijder_dag(dag_id=morgen.pk, vandaag=vandaag, door=beheerder)
        with pytest.raises(GelijkgesteldeDag.DoesNotExist):
            services.verwijder_dag(dag_id=nu.pk, vandaag=vandaag, door=beheerder)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM zaken_gelijkgesteldedag WHERE dag <= %s", [vandaag])
            assert cursor.rowcount == 0
    assert morgen.dag not in gelijkgestelde_dagen()
    assert nu.dag in gelijkgestelde_dagen()


def test_een_gelijkgestelde_dag_verandert_niet(als, beheerder):
    with als(beheerder), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        GelijkgesteldeDag.objects.update(bron="Ander besluit")


def test_elke_wijziging_staat_in_het_logboek(als, beheerder, fabriek, vandaag):
    vanaf, dag = vandaag + timedelta(days=7), date(2031, 5, 14)
    with fabriek():
        weg = maak_komende_dag()
    with als(beheerder):
        norm = stel_in(beheerder, vanaf=vanaf)
        services.pas_komende_norm_aan(
            norm_id=norm.pk,
            waarde=VIJF_DAGEN,
            geldig_van=vanaf + EEN_DAG,
            kenmerk=norm.kenmerk,
            vandaag=vandaag,
            door=beheerder,
        )
        services.voeg_dag_toe(dag=dag, bron="Besluit", vandaag=vandaag, door=beheerder)
        services.verwijder_dag(dag_id=weg.pk, vandaag=vandaag, door=beheerder)
    with fabriek():
        gebeurtenissen = Gebeurtenis.objects.filter(soort="termijnregel_gewijzigd").order_by("tijdstip")
        assert [(g.door_id, g.object_id, g.bijzonderheden["dag"]) for g in gebeurtenissen] == [
            (beheerder.pk, BEVESTIGING, vanaf.isoformat()),
            (beheerder.pk, BEVESTIGING, (vanaf + EEN_DAG).isoformat()),
            (beheerder.pk, "gelijkgestelde_dag", dag.isoformat()),
            (beheerder.pk, "gelijkgestelde_dag", weg.dag.isoformat()),
        ]


@pytest.mark.parametrize("rol", NIET_BEHEERDER)
def test_wie_geen_beheerder_is_verandert_niets(rol, als, fabriek, vandaag):
    with fabriek():
        wie, komend, dag = maak_gebruiker(rol), maak_komende_norm(), maak_komende_dag()
    vanaf = vandaag + timedelta(days=60)
    with als(wie):
        for dienst in (
            lambda: stel_in(wie, vanaf=vanaf),
            lambda: services.pas_komende_norm_aan(
                norm_id=komend.pk,
                waarde=VIJF_DAGEN,
                geldig_van=vanaf,
                kenmerk=komend.kenmerk,
                vandaag=vandaag,
                door=wie,
            ),
            lambda: services.voeg_dag_toe(dag=date(2031, 5, 14), bron="Besluit", vandaag=vandaag, door=wie),
            lambda: services.verwijder_dag(dag_id=dag.pk, vandaag=vandaag, door=wie),
            lambda: zet_herinnering(
                code=Termijnsoort.MELDING_TERUGKOPPELING,
                dagen=3,
                geldig_van=vanaf,
                kenmerk="-",
                vandaag=vandaag,
                door=wie,
            ),
        ):
            with pytest.raises(PermissionDenied):
                dienst()


@pytest.mark.parametrize("rol", NIET_BEHEERDER)
def test_ook_de_databank_laat_alleen_een_beheerder_schrijven(rol, als, fabriek):
    with fabriek():
        wie, komend, dag = maak_gebruiker(rol), maak_komende_norm(), maak_komende_dag()
    with als(wie):
        assert Norm.objects.filter(pk=komend.pk).update(bron="Gekaapt") == 0
        assert GelijkgesteldeDag.objects.filter(pk=dag.pk).delete() == (0, {})
        for nieuw in (
            Norm(code=BEVESTIGING, getallen=[1], eenheid="dagen", bron="Gekaapt"),
            GelijkgesteldeDag(dag=date(2021, 5, 14), bron="Gekaapt"),
        ):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                nieuw.save(force_insert=True)
    assert not Norm.objects.filter(bron="Gekaapt").exists()
    assert GelijkgesteldeDag.objects.filter(pk=dag.pk).exists()
