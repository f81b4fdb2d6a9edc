"""The demo accounts, and that production will not have them."""

from __future__ import annotations

import stat
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.urls import reverse

from gebruikers import controles, demo
from gebruikers.models import Gebruiker, Lidmaatschap, Roltoekenning, Team
from gebruikers.rollen import Rol, botsing

pytestmark = pytest.mark.django_db

NAMEN = [
    "adviseur",
    "adviseur2",
    "onderzoeker",
    "intake",
    "invoer",
    "klachtsecretaris",
    "misstanden",
    "vertrouwenspersoon",
    "vertrouwenspersoon2",
    "coordinator",
    "beleid",
    "beheerder",
    "beheerder2",
    "privacy",
    "archivaris",
    "auditor",
    "buitencoid",
    "buitencoid2",
]


@pytest.fixture
def zet_klaar(fabriek, settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.delenv("JID_DEMO_WACHTWOORD", raising=False)

    def doe() -> str:
        with fabriek():
            return demo.zet_klaar()

    return doe


def test_er_is_een_account_per_rol_met_een_wachtwoord(zet_klaar, tmp_path, client):
    geheim = zet_klaar()
    assert list(Gebruiker.objects.order_by("pk").values_list("email", flat=True)) == [
        f"{naam}@demo.example" for naam in NAMEN
    ]
    assert stat.S_IMODE((tmp_path / "demo-wachtwoord").stat().st_mode) == 0o600
    for naam in ("adviseur", "auditor"):
        client.post(reverse("account_login"), {"login": f"{naam}@demo.example", "password": geheim})
        assert client.get(reverse("mijn_account")).status_code == 200
        client.post(reverse("account_logout"))


def test_opnieuw_klaarzetten_verandert_niets_aan_wat_er_is(zet_klaar, fabriek):
    geheim = zet_klaar()
    with fabriek():
        intake = Gebruiker.objects.get(email="intake@demo.example")
        Roltoekenning.objects.filter(gebruiker=intake).update(rol=Rol.BELEID)
        Lidmaatschap.objects.filter(gebruiker=intake).delete()
    assert zet_klaar() == geheim
    with fabriek():
        assert list(Roltoekenning.objects.filter(gebruiker=intake).values_list("rol", flat=True)) == [
            Rol.BELEID
        ]
        assert not Lidmaatschap.objects.filter(gebruiker=intake).exists()
        assert Team.objects.count() == len(demo.TEAMS)


def test_een_gekozen_wachtwoord_geldt_voor_alle_accounts(zet_klaar, monkeypatch):
    zet_klaar()
    monkeypatch.setenv("JID_DEMO_WACHTWOORD", "gekozen-voor-de-demo")
    assert zet_klaar() == "gekozen-voor-de-demo"
    assert {
        gebruiker.check_password("gekozen-voor-de-demo") for gebruiker in Gebruiker.objects.all()[:3]
    } == {True}


def test_demo_accounts_houden_zich_aan_de_regels(zet_klaar, fabriek):
    zet_klaar()
    with fabriek():
        for gebruiker in Gebruiker.objects.all():
            rollen = set(gebruiker.roltoekenningen.values_list("rol", flat=True))
            assert len(rollen) == 1
            assert botsing(rollen) is None
            assert gebruiker.naam.endswith("(demo)")


def test_er_is_een_intaketeam():
    assert [code for code, _naam, soort in demo.TEAMS if soort == Team.Soort.INTAKE] == ["intake"]


def test_het_commando_toont_alle_accounts_en_het_wachtwoord(zet_klaar, fabriek):
    geheim = zet_klaar()
    uit = StringIO()
    with fabriek():
        call_command("demoaccounts", stdout=uit)
    for naam in NAMEN:
        assert f"{naam}@demo.example" in uit.getvalue()
    assert geheim in uit.getvalue()


def test_in_productie_maakt_het_commando_niets(settings, fabriek):
    settings.PRODUCTIE = True
    with fabriek():
        with pytest.raises(CommandError, match="niet in productie"):
            call_command("demoaccounts")
        assert Gebruiker.objects.count() == 0


def test_productie_start_niet_met_een_demo_account(zet_klaar, settings, fabriek):
    controles.eis_geen_demoaccounts()
    settings.PRODUCTIE = True
    controles.eis_geen_demoaccounts()
    zet_klaar()
    with fabriek():
        Gebruiker.objects.update(is_active=False)
    with pytest.raises(ImproperlyConfigured, match="18 demo-accounts"):
        controles.eis_geen_demoaccounts()
