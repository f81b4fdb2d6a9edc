"""What was kept for ten years goes, and everything else still proves itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gebruikers.models import Gebruiker, Roltoekenning
from gebruikers.rollen import Rol
from logboek import events, nakijken
from logboek.anker import Ankerstand, Opgeruimd
from logboek.controle import Wat, na_jaren
from logboek.opruimen import maak_plan, ruim_op
from logboek.zegels import tekst
from tests.hulp.opdracht import als_rol
from tests.logboek.conftest import Verzegeld, kijk

pytestmark = pytest.mark.databank
NU = datetime.now(UTC)
BEGIN = NU - timedelta(days=3700)
"""More than ten years ago, and less than eleven."""


@pytest.fixture
def oud(verzegeld: Verzegeld) -> Verzegeld:
    """Seals 1 to 3 of the three days after `BEGIN`, seal 4 of yesterday."""
    verzegeld.klok = BEGIN
    for nummer in range(3):
        for _ in range(4):
            verzegeld.schrijf(n=nummer)
        verzegeld.zegel(later=timedelta(days=1))
    verzegeld.klok = NU - timedelta(days=1)
    verzegeld.schrijf(n=9)
    verzegeld.zegel()
    return verzegeld


def ruim(log: Verzegeld, *, nu: datetime = NU, jaren: int = 10) -> int:
    with als_rol("eigenaar", log.database):
        return ruim_op(maak_plan(nu=nu, jaren=jaren), nu=nu, anker=log.anker, archivaris=7)


def test_een_plan_noemt_alleen_hele_zegels_die_oud_genoeg_zijn(oud):
    with als_rol("eigenaar", oud.database):
        plan = maak_plan(nu=NU, jaren=10)
        assert (plan.tot, plan.gebeurtenissen) == (3, 12)
        assert maak_plan(nu=NU, jaren=11).gebeurtenissen == 0
        daarvoor = datetime.fromisoformat(na_jaren(tekst(BEGIN + timedelta(days=2, hours=12)), 10))
        op_de_dag = maak_plan(nu=daarvoor, jaren=10)
        assert (op_de_dag.tot, op_de_dag.gebeurtenissen) == (2, 8)


def test_na_het_opruimen_klopt_alles_en_staat_het_in_het_logboek(oud):
    assert ruim(oud) == 12
    oud.klok = datetime.now(UTC)
    oud.zegel()
    uitslag = oud.controleer()
    assert (uitslag.bevindingen, uitslag.opgeruimd, uitslag.zegels) == ([], 12, 5)
    assert "Opgeruimd na de bewaartermijn, volgens het anker: 12 gebeurtenissen." in list(
        nakijken.in_woorden(uitslag, hoogstens=5)
    )
    gelogd = oud.eigenaar.execute("SELECT object_id, bijzonderheden FROM logboek_gebeurtenis WHERE soort = 'logboek_opgeruimd'")  # fmt: skip
    assert gelogd.fetchall() == [("3", {"aantal": 12, "jaren": 10, "archivaris": 7})]
    assert ruim(oud) == 0


def test_zonder_regel_in_het_anker_valt_opruimen_op(oud):
    """Somebody with every right in the database, who cannot write the anchor."""
    zonder = oud.anker.stand()
    ruim(oud)
    gevonden = kijk(oud.eigenaar, zonder).bevindingen
    assert {bevinding.wat for bevinding in gevonden} == {Wat.ZEGEL_ANDERS}
    assert len(gevonden) == 3


@pytest.mark.parametrize(
    "opgeruimd",
    [
        Opgeruimd(4, 10, tekst(NU)),  # seal 4 is a day old
        Opgeruimd(4, 0, tekst(NU)),
        Opgeruimd(4, 10, tekst(NU + timedelta(days=4000))),  # a day that must still come
    ],
)
def test_een_vervalste_regel_in_het_anker_dekt_geen_jonge_gebeurtenissen(oud, opgeruimd):
    oud.anker.noteer_opruiming(opgeruimd)
    with oud.eigenaar.transaction(force_rollback=True):
        oud.eigenaar.execute("DELETE FROM logboek_gebeurtenis g USING logboek_zegelregel r WHERE r.gebeurtenis_id = g.id AND r.zegel_id = 4")  # fmt: skip
        oud.eigenaar.execute("DELETE FROM logboek_zegelregel WHERE zegel_id = 4")
        assert not kijk(oud.eigenaar, oud.anker.stand()).klopt


def test_een_oude_gebeurtenis_komt_niet_ongezien_terug(oud):
    ruim(oud)
    oud.klok = datetime.now(UTC)
    oud.zegel()
    oud.schrijf(op=BEGIN)
    assert {bevinding.wat for bevinding in oud.controleer().bevindingen} == {Wat.INGEVOEGD}


def test_een_half_opgeruimd_zegel_valt_op(oud):
    ruim(oud)
    with oud.eigenaar.transaction(force_rollback=True):
        oud.eigenaar.execute("DELETE FROM logboek_gebeurtenis WHERE (bijzonderheden ->> 'n') = '9'")
        assert {b.wat for b in kijk(oud.eigenaar, oud.anker.stand()).bevindingen} == {Wat.VERWIJDERD}


def test_na_jaren_telt_een_schrikkeldag_niet_te_kort():
    assert na_jaren("2024-02-29T12:00:00.000000Z", 10) == "2034-03-01T12:00:00.000000Z"
    assert na_jaren("2024-12-03T12:00:00.000000Z", 10) == "2034-12-03T12:00:00.000000Z"


def test_een_anker_zonder_opruiming_zegt_niets():
    assert Ankerstand().opgeruimd == []


@pytest.mark.parametrize(
    ("opties", "woorden"),
    [
        ({"jaren": 4}, "Korter dan 5 jaar"),
        ({"uitvoeren": True}, "Noem met --archivaris"),
        ({"uitvoeren": True, "archivaris": "niemand@demo.example"}, "Noem met --archivaris"),
    ],
)
def test_de_opdracht_doet_niets_zonder_archivaris(oud, opties, woorden):
    with als_rol("eigenaar", oud.database), pytest.raises(CommandError, match=woorden):
        call_command("ruim_logboek", stdout=StringIO(), **{"jaren": 10, **opties})


def test_de_opdracht_is_eerst_een_droge_loop_en_eist_een_controle(oud, monkeypatch):
    uit = StringIO()
    monkeypatch.setattr("logboek.management.commands.ruim_logboek.standaardanker", lambda: oud.anker)
    archivaris = {"uitvoeren": True, "archivaris": "archivaris@demo.example"}
    with als_rol("eigenaar", oud.database):
        call_command("ruim_logboek", stdout=uit)
        assert "12 gebeurtenissen tot en met zegel 3" in uit.getvalue()
        assert "Er is niets verwijderd." in uit.getvalue()
        call_command("ruim_logboek", jaren=11, stdout=uit)
        assert "Niets is langer dan 11 jaar geleden verzegeld." in uit.getvalue()
        wie = Gebruiker.objects.create(email=archivaris["archivaris"], naam="Archivaris")
        Roltoekenning.objects.create(gebruiker=wie, rol=Rol.ARCHIVARIS)
        with pytest.raises(CommandError, match="Draai eerst"):
            call_command("ruim_logboek", stdout=uit, **archivaris)
        events.logboek_gecontroleerd(zegels=4, bevindingen=0)
        call_command("ruim_logboek", stdout=uit, **archivaris)
    assert "12 gebeurtenissen verwijderd." in uit.getvalue()
    oud.klok = datetime.now(UTC)
    oud.zegel()
    assert oud.controleer().klopt
