"""Who is away has a substitute, for as long as it was arranged."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from gebruikers import services as beheer
from gebruikers.fouten import BeheerGeweigerd
from gebruikers.models import Roltoekenning
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from meldingen.models import Melding
from tests.factories.zaken import maak_melding, maak_toekenning
from zaken.models import Uitsluiting, Waarneming, Zaak
from zaken.services import overdracht as diensten
from zaken.services.databank import NietMogelijk
from zaken.services.toegang import sluit_uit as sluit_uit_met_recht
from zaken.services.toegang import toegangslijst, wijs_toe
from zaken.toegang import Recht, mag

from .opvolging import waarneem, ziet

pytestmark = pytest.mark.databank


@pytest.mark.parametrize(("door", "namens"), [("leider", False), ("beheerder", True)])
def test_de_waarneming_van_een_teamleider_geldt_alleen_voor_het_team(t, als, fabriek, door, namens):
    with fabriek():
        maak_toekenning(t.eigen, t.aan)  # shared to read
    waarneem(als, t, door=getattr(t, door))
    with als(t.aan):
        eigen = Zaak.objects.zichtbaar_voor(t.aan).get(pk=t.eigen.pk)
        assert mag(t.aan, Recht.BEHANDELEN, eigen) is namens


def test_een_zaak_die_het_team_van_de_waarneming_verlaat_verlaat_de_waarnemer(t, als):
    assert waarneem(als, t, door=t.leider) == 1
    assert ziet(als, t.aan) == {t.van_team.pk}
    with als(t.van):
        zaak = Melding.objects.zichtbaar_voor(t.van).select_related("sleutel").get(pk=t.van_team.pk)
        wijs_toe(zaak=zaak, behandelaar=t.van, team=None, reden="proef", door=t.van)
    assert ziet(als, t.aan) == set()


def test_een_waarnemer_ziet_en_doet_wat_de_behandelaar_kan_tot_het_afloopt(t, als, fabriek):
    voor = ziet(als, t.van)
    assert waarneem(als, t) == 2
    assert ziet(als, t.aan) == {t.van_team.pk, t.eigen.pk}
    assert ziet(als, t.van) == voor
    with als(t.aan):
        zaak = Melding.objects.zichtbaar_voor(t.aan).select_related("sleutel").get(pk=t.eigen.pk)
        assert mag(t.aan, Recht.BEHANDELEN, zaak)
        assert "Neemt waar voor Vertrekt" in {lezer.reden for lezer in toegangslijst(zaak).lezers}
    with fabriek():
        gisteren = timezone.now() - timedelta(days=1)
        Waarneming.objects.update(ingesteld_op=gisteren - timedelta(days=1), verloopt_op=gisteren)
        for waarneming in Waarneming.objects.all():
            waarneming.toekenningen.update(verleend_op=gisteren - timedelta(days=1), verloopt_op=gisteren)
    assert ziet(als, t.aan) == {t.van_team.pk}


def test_wat_er_bij_komt_ziet_de_waarnemer_ook_en_wat_weggaat_niet_meer(t, als, fabriek):
    waarneem(als, t)
    with fabriek():
        nieuw = maak_melding(lezers=(t.leider,), behandelaar=t.leider)
    with als(t.leider):
        wijs_toe(zaak=nieuw, behandelaar=t.van, team=None, reden="proef", door=t.leider)
    assert nieuw.pk in ziet(als, t.aan)
    with als(t.van):
        wijs_toe(zaak=nieuw, behandelaar=t.leider, team=None, reden="proef", door=t.van)
    assert nieuw.pk not in ziet(als, t.aan)


def test_uitsluiten_wint_van_waarnemen(t, als, fabriek):
    waarneem(als, t)
    assert t.eigen.pk in ziet(als, t.aan)
    with als(t.van):
        sluit_uit_met_recht(zaak=t.eigen, gebruiker=t.aan, grond=Uitsluiting.Grond.LEIDINGGEVENDE, door=t.van)
    assert t.eigen.pk not in ziet(als, t.aan)
    waarneem(als, t)
    assert t.eigen.pk not in ziet(als, t.aan)


@pytest.mark.parametrize("door", ["van", "aan", "leider", "beheerder"])
def test_wie_terug_is_of_het_regelde_beeindigt_de_waarneming(t, als, client_van, door):
    waarneem(als, t, door=t.leider if door == "leider" else None)
    adres = reverse("waarneming_beeindigen", args=[t.van.pk])
    assert client_van(t.buiten).post(adres).status_code == 404
    assert client_van(getattr(t, door)).post(adres).status_code == 302
    assert ziet(als, t.aan) == {t.van_team.pk}


@pytest.mark.parametrize("dagen", [-1, 400])
def test_een_waarneming_eindigt_in_de_toekomst_en_binnen_een_jaar(t, als, dagen):
    with pytest.raises(NietMogelijk):
        waarneem(als, t, dagen=dagen)


def test_een_waarnemer_is_geen_lezer_voor_goed(t, als, fabriek):
    """The grant of a substitute ends: it does not keep a zaak readable."""
    waarneem(als, t)
    with als(t.beheerder), pytest.raises(BeheerGeweigerd, match="enige"):
        beheer.deactiveer(gebruiker=t.van, door=t.beheerder)


def test_het_formulier_van_de_teamleider_regelt_een_waarneming(t, client_van):
    client = client_van(t.leider)
    over_een_week = timezone.localdate() + timedelta(days=7)
    antwoord = client.post(
        reverse("waarneming", args=[t.van.pk]),
        {"waarnemer": t.aan.pk, "reden": "ziekte", "tot_en_met": over_een_week.strftime("%d-%m-%Y")},
        follow=True,
    ).content.decode()
    assert "Opvolger neemt nu waar voor Vertrekt." in antwoord
    assert "1 zaak" not in antwoord
    assert "U neemt waar voor Vertrekt" in client_van(t.aan).get(reverse("mijn_werk")).content.decode()
    werk = client_van(t.aan).get(reverse("mijn_werk")).content.decode()
    assert f"Dit geldt alleen voor de zaken van {t.team.naam}." in werk
    assert t.van_team.zaaknummer in werk
    assert t.eigen.zaaknummer not in werk


@pytest.mark.parametrize(
    ("wie", "over"),
    [("leider", {"van_team"}), ("van", set()), ("beheerder", {"van_team", "eigen", "laatste"})],
)
def test_een_waarneming_van_voor_de_teams_geldt_alleen_nog_voor_die_van_de_teamleider(
    t, als, fabriek, wie, over
):
    """What migration zaken/0049 mends: who set it is no beheerder, and it covered everything."""
    with fabriek():
        Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=t.laatste.pk).update(behandelaar=t.van)
    with als(t.beheerder):
        diensten.stel_waarneming_in(
            voor=t.van,
            waarnemer=t.aan,
            reden=Waarneming.Reden.VERLOF,
            verloopt_op=timezone.now() + timedelta(days=7),
            door=t.beheerder,
        )
    assert ziet(als, t.aan) == {t.van_team.pk, t.eigen.pk, t.laatste.pk}
    with fabriek(), connection.cursor() as cursor:
        Waarneming.objects.update(ingesteld_door=getattr(t, wie))
        cursor.execute(import_module("zaken.migrations.0049_waarnemingen_van_teams").SQL)
        assert (Waarneming.objects.get().beeindigd_op is not None) is (wie == "van")
    # the successor is in the team, and so sees what is of the team
    assert ziet(als, t.aan) == {t.van_team.pk} | {getattr(t, naam).pk for naam in over}


@pytest.mark.parametrize(
    ("wie", "van", "rol_nu", "over"),
    [
        ("leider", ["adviseur"], Rol.BEHEERDER, {"van_team"}),
        ("beheerder", ["beheerder"], None, {"van_team", "eigen", "laatste"}),
    ],
)
def test_een_waarneming_geldt_voor_wat_de_insteller_toen_was(t, als, fabriek, wie, van, rol_nu, over):
    """What migration zaken/0056 mends: 0049 asked what the setter is now."""
    insteller = getattr(t, wie)
    with fabriek():
        Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=t.laatste.pk).update(behandelaar=t.van)
    with als(t.beheerder):
        diensten.stel_waarneming_in(
            voor=t.van,
            waarnemer=t.aan,
            reden=Waarneming.Reden.VERLOF,
            verloopt_op=timezone.now() + timedelta(days=7),
            door=t.beheerder,
        )
    with fabriek(), connection.cursor() as cursor:
        Waarneming.objects.update(ingesteld_door=insteller)
        Roltoekenning.objects.filter(gebruiker=insteller, rol=Rol.BEHEERDER).delete()
        if rol_nu:
            Roltoekenning.objects.create(gebruiker=insteller, rol=rol_nu)
        Gebeurtenis.objects.create(
            soort="rollen_gewijzigd", object_id=str(insteller.pk), bijzonderheden={"van": van}
        )
        for naam in ("0049_waarnemingen_van_teams", "0056_waarnemingen_van_wie_toen"):
            cursor.execute(import_module(f"zaken.migrations.{naam}").SQL)
    assert ziet(als, t.aan) == {t.van_team.pk} | {getattr(t, naam).pk for naam in over}
