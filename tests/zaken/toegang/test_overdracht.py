"""Who leaves hands over, who is away has a substitute, and no zaak is left without a reader."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from gebruikers import services as beheer
from gebruikers.fouten import BeheerGeweigerd
from gebruikers.models import Gebruiker, Lidmaatschap, Roltoekenning, Team
from gebruikers.queries import aantal_zonder_lezer, zaken_zonder_lezer
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis, Soort
from meldingen.models import Melding
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.klachten import maak_klacht
from tests.factories.zaken import maak_melding, maak_toekenning, sluit_uit
from zaken.models import Waarneming, Zaak
from zaken.services import overdracht as diensten
from zaken.services.databank import NietMogelijk
from zaken.services.overdracht import Overdrachtsreden, Stand
from zaken.services.toegang import sluit_uit as sluit_uit_met_recht
from zaken.services.toegang import toegangslijst, wijs_toe
from zaken.toegang import Recht, mag

pytestmark = pytest.mark.databank


@pytest.fixture
def t(fabriek):
    """Somebody with a zaak of the team, one of their own, a klacht the successor may not have, and one shared."""
    with fabriek():
        team = maak_team()
        s = SimpleNamespace(
            team=team,
            van=maak_gebruiker(Rol.ADVISEUR, teams=[team], naam="Vertrekt"),
            aan=maak_gebruiker(Rol.ADVISEUR, teams=[team], naam="Opvolger"),
            leider=maak_gebruiker(Rol.ADVISEUR, naam="Leider"),
            buiten=maak_gebruiker(Rol.KLACHTSECRETARIS, naam="Buiten"),
            beheerder=maak_gebruiker(Rol.BEHEERDER, naam="Beheerder"),
        )
        Lidmaatschap.objects.create(team=team, gebruiker=s.leider, is_teamleider=True)
        s.van_team = maak_melding(team=team, lezers=(s.van,), behandelaar=s.van)
        s.eigen = maak_melding(lezers=(s.van,), behandelaar=s.van)
        s.verboden = maak_melding(lezers=(s.van,), behandelaar=s.van)
        sluit_uit(s.verboden, s.aan)
        s.gedeeld = maak_melding(lezers=(s.van, s.leider), behandelaar=s.leider)
        s.laatste = maak_melding(lezers=(s.van,))
    return s


def _ziet(als, wie):
    with als(wie):
        return set(Zaak.objects.zichtbaar_voor(wie).values_list("pk", flat=True))


def _draag_over(als, t, *, door, aan=None):
    with als(door):
        return diensten.draag_over(van=t.van, aan=aan or t.aan, reden=Overdrachtsreden.VERTREK, door=door)


def test_alles_gaat_over_behalve_wat_de_opvolger_niet_mag_zien(t, als, fabriek):
    uitkomst = _draag_over(als, t, door=t.beheerder)
    assert uitkomst == 3
    assert _ziet(als, t.aan) == {t.van_team.pk, t.eigen.pk, t.laatste.pk}
    assert _ziet(als, t.van) == {t.van_team.pk, t.verboden.pk}  # the team's, and what nobody took
    assert _ziet(als, t.beheerder) == set()
    with als(t.aan):
        vers = Melding.objects.zichtbaar_voor(t.aan).select_related("sleutel").get(pk=t.eigen.pk)
        assert vers.behandelaar_id == t.aan.pk
        assert [(z.naam, z.reden) for z in toegangslijst(vers).lezers] == [("Opvolger", "Overgedragen")]
    with fabriek():
        gelogd = Gebeurtenis.objects.filter(soort=Soort.OVERGEDRAGEN).values_list("door_id", "bijzonderheden")
        assert list(gelogd) == [(t.beheerder.pk, {"van": t.van.pk, "aan": t.aan.pk, "reden": "vertrek"})] * 3


def test_een_opvolger_met_een_andere_rol_krijgt_alleen_wat_bij_die_rol_past(t, als, fabriek):
    with fabriek():
        klacht = maak_klacht(lezers=(t.van,), behandelaar=t.van)
    assert klacht.pk in _ziet(als, t.van)
    assert klacht.pk not in _ziet(als, t.aan)
    _draag_over(als, t, door=t.beheerder)
    assert klacht.pk not in _ziet(als, t.aan)
    assert klacht.pk in _ziet(als, t.van)


def test_een_verzegelde_zaak_gaat_alleen_naar_buiten_coid(t, als, fabriek):
    with fabriek():
        elders = maak_team(soort=Team.Soort.BUITEN_COID)
        een, twee = (maak_gebruiker(Rol.ADVISEUR, teams=[elders]) for _ in range(2))
        zaak = maak_melding(lezers=(een,), behandelaar=een, verzegeld=True)
    with als(t.beheerder) as door:
        binnen = diensten.draag_over(van=een, aan=t.aan, reden=Overdrachtsreden.VERTREK, door=door)
        assert (binnen, _ziet(als, t.aan) & {zaak.pk}) == (0, set())
        assert diensten.draag_over(van=een, aan=twee, reden=Overdrachtsreden.VERTREK, door=door) == 1
    assert _ziet(als, twee) == {zaak.pk}
    assert _ziet(als, een) == set()


def test_een_teamleider_draagt_over_binnen_het_eigen_team_en_niet_aan_zichzelf(t, als):
    with als(t.leider):
        assert [een.naam for een in diensten.opvolgers(t.van)] == ["Opvolger"]
        assert diensten.stand(t.van) is None
    for aan in (t.leider, t.buiten):
        with pytest.raises(PermissionDenied):
            _draag_over(als, t, door=t.leider, aan=aan)
    assert _draag_over(als, t, door=t.leider) == 1  # of the team; the others are no business of the lead
    assert _ziet(als, t.aan) == {t.van_team.pk}
    assert _ziet(als, t.van) == {t.van_team.pk, t.eigen.pk, t.verboden.pk, t.gedeeld.pk, t.laatste.pk}


def test_een_teamleider_verplaatst_niets_van_een_ander_team(t, als, fabriek):
    with fabriek():
        ander = maak_team()
        for wie in (t.van, t.aan):
            Lidmaatschap.objects.create(team=ander, gebruiker=wie)
        elders = maak_melding(team=ander, lezers=(t.van,), behandelaar=t.van)
    assert _draag_over(als, t, door=t.leider) == 1
    with als(t.van):
        assert Zaak.objects.zichtbaar_voor(t.van).get(pk=elders.pk).behandelaar_id == t.van.pk


@pytest.mark.parametrize(("door", "namens"), [("leider", False), ("beheerder", True)])
def test_de_waarneming_van_een_teamleider_geldt_alleen_voor_het_team(t, als, fabriek, door, namens):
    with fabriek():
        maak_toekenning(t.eigen, t.aan)  # shared to read
    _waarneem(als, t, door=getattr(t, door))
    with als(t.aan):
        eigen = Zaak.objects.zichtbaar_voor(t.aan).get(pk=t.eigen.pk)
        assert mag(t.aan, Recht.BEHANDELEN, eigen) is namens


def test_een_zaak_die_het_team_van_de_waarneming_verlaat_verlaat_de_waarnemer(t, als):
    assert _waarneem(als, t, door=t.leider) == 1
    assert _ziet(als, t.aan) == {t.van_team.pk}
    with als(t.van):
        zaak = Melding.objects.zichtbaar_voor(t.van).select_related("sleutel").get(pk=t.van_team.pk)
        wijs_toe(zaak=zaak, behandelaar=t.van, team=None, reden="proef", door=t.van)
    assert _ziet(als, t.aan) == set()


@pytest.mark.parametrize("wie", ["van", "aan", "buiten"])
def test_wie_geen_team_leidt_draagt_niets_over(t, als, client_van, wie):
    gebruiker = getattr(t, wie)
    with pytest.raises(PermissionDenied):
        _draag_over(als, t, door=gebruiker)
    client = client_van(gebruiker)
    for naam in ("overdragen", "waarneming"):
        assert client.get(reverse(naam, args=[t.van.pk])).status_code == 404
        assert client.post(reverse(naam, args=[t.van.pk]), {"aan": t.aan.pk}).status_code == 404


def test_de_beheerder_draagt_niet_aan_zichzelf_over_en_ziet_alleen_aantallen(t, als, client_van):
    with pytest.raises(PermissionDenied):
        _draag_over(als, t, door=t.beheerder, aan=t.beheerder)
    with als(t.beheerder):
        assert diensten.stand(t.van) == Stand(behandelt=3, enige_lezer=3)
    client, adres = client_van(t.beheerder), reverse("overdragen", args=[t.van.pk])
    pagina = client.get(adres).content.decode()
    assert "behandelt 3 zaken" in pagina
    assert t.eigen.zaaknummer not in pagina
    antwoord = client.post(adres, {"aan": t.aan.pk, "reden": "vertrek"}, follow=True).content.decode()
    assert "3 zaken van Vertrekt zijn nu van Opvolger." in antwoord
    assert "naar deze collega" not in antwoord
    assert "Er is niets over te dragen." not in pagina
    leeg = client.get(reverse("overdragen", args=[t.buiten.pk])).content.decode()
    assert "Er is niets over te dragen." in leeg


# Substitution


def _waarneem(als, t, *, door=None, dagen=7):
    door = door or t.beheerder
    with als(door):
        return diensten.stel_waarneming_in(
            voor=t.van,
            waarnemer=t.aan,
            reden=Waarneming.Reden.VERLOF,
            verloopt_op=timezone.now() + timedelta(days=dagen),
            door=door,
        )


def test_een_waarnemer_ziet_en_doet_wat_de_behandelaar_kan_tot_het_afloopt(t, als, fabriek):
    voor = _ziet(als, t.van)
    assert _waarneem(als, t) == 2
    assert _ziet(als, t.aan) == {t.van_team.pk, t.eigen.pk}
    assert _ziet(als, t.van) == voor
    with als(t.aan):
        zaak = Melding.objects.zichtbaar_voor(t.aan).select_related("sleutel").get(pk=t.eigen.pk)
        assert mag(t.aan, Recht.BEHANDELEN, zaak)
        assert "Neemt waar voor Vertrekt" in {lezer.reden for lezer in toegangslijst(zaak).lezers}
    with fabriek():
        gisteren = timezone.now() - timedelta(days=1)
        Waarneming.objects.update(ingesteld_op=gisteren - timedelta(days=1), verloopt_op=gisteren)
        for waarneming in Waarneming.objects.all():
            waarneming.toekenningen.update(verleend_op=gisteren - timedelta(days=1), verloopt_op=gisteren)
    assert _ziet(als, t.aan) == {t.van_team.pk}


def test_wat_er_bij_komt_ziet_de_waarnemer_ook_en_wat_weggaat_niet_meer(t, als, fabriek):
    _waarneem(als, t)
    with fabriek():
        nieuw = maak_melding(lezers=(t.leider,), behandelaar=t.leider)
    with als(t.leider):
        wijs_toe(zaak=nieuw, behandelaar=t.van, team=None, reden="proef", door=t.leider)
    assert nieuw.pk in _ziet(als, t.aan)
    with als(t.van):
        wijs_toe(zaak=nieuw, behandelaar=t.leider, team=None, reden="proef", door=t.van)
    assert nieuw.pk not in _ziet(als, t.aan)


def test_uitsluiten_wint_van_waarnemen(t, als, fabriek):
    _waarneem(als, t)
    assert t.eigen.pk in _ziet(als, t.aan)
    with als(t.van):
        from zaken.models import Uitsluiting

        sluit_uit_met_recht(zaak=t.eigen, gebruiker=t.aan, grond=Uitsluiting.Grond.LEIDINGGEVENDE, door=t.van)
    assert t.eigen.pk not in _ziet(als, t.aan)
    _waarneem(als, t)
    assert t.eigen.pk not in _ziet(als, t.aan)


@pytest.mark.parametrize("door", ["van", "aan", "leider", "beheerder"])
def test_wie_terug_is_of_het_regelde_beeindigt_de_waarneming(t, als, client_van, door):
    _waarneem(als, t, door=t.leider if door == "leider" else None)
    adres = reverse("waarneming_beeindigen", args=[t.van.pk])
    assert client_van(t.buiten).post(adres).status_code == 404
    assert client_van(getattr(t, door)).post(adres).status_code == 302
    assert _ziet(als, t.aan) == {t.van_team.pk}


@pytest.mark.parametrize("dagen", [-1, 400])
def test_een_waarneming_eindigt_in_de_toekomst_en_binnen_een_jaar(t, als, dagen):
    with pytest.raises(NietMogelijk):
        _waarneem(als, t, dagen=dagen)


def test_een_waarnemer_is_geen_lezer_voor_goed(t, als, fabriek):
    """The grant of a substitute ends: it does not keep a zaak readable."""
    _waarneem(als, t)
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


# Nobody is left without a reader


def test_een_account_met_de_laatste_toegang_gaat_pas_dicht_na_overdragen(t, als, fabriek):
    with als(t.beheerder) as door:
        for doe in (
            lambda: beheer.deactiveer(gebruiker=t.van, door=door),
            lambda: beheer.zet_rollen(gebruiker=t.van, rollen=["beleid"], door=door),
            lambda: beheer.zet_rollen(gebruiker=t.van, rollen=[], door=door),
        ):
            with pytest.raises(BeheerGeweigerd, match="enige"):
                doe()
        assert Gebruiker.objects.get(pk=t.van.pk).is_active
        beheer.zet_rollen(gebruiker=t.van, rollen=["onderzoeker"], door=door)  # still reads
    _draag_over(als, t, door=t.beheerder)
    with als(t.beheerder) as door:
        with pytest.raises(BeheerGeweigerd):
            beheer.deactiveer(gebruiker=t.van, door=door)  # what the successor may not have
        diensten.draag_over(van=t.van, aan=t.leider, reden=Overdrachtsreden.VERTREK, door=door)
        beheer.deactiveer(gebruiker=t.van, door=door)
        assert zaken_zonder_lezer() == []


def test_het_laatste_lid_blijft_in_een_team_met_zaken(t, als, fabriek):
    with fabriek():
        team = maak_team()
        enig = maak_gebruiker(Rol.ADVISEUR, teams=[team])
        maak_melding(team=team)
    with als(t.beheerder) as door:
        for doe in (
            lambda: beheer.beeindig_lidmaatschap(team=team, gebruiker=enig, door=door),
            lambda: beheer.deactiveer(gebruiker=enig, door=door),
        ):
            with pytest.raises(BeheerGeweigerd, match="enige"):
                doe()
        beheer.zet_lidmaatschap(team=team, gebruiker=t.aan, is_teamleider=False, door=door)
        beheer.beeindig_lidmaatschap(team=team, gebruiker=enig, door=door)


def test_wie_uitgesloten_is_telt_niet_als_lezer_van_het_team(t, als, fabriek):
    with fabriek():
        team = maak_team()
        een, twee = (maak_gebruiker(Rol.ADVISEUR, teams=[team]) for _ in range(2))
        sluit_uit(maak_melding(team=team), twee)
        maak_melding(team=team)
    with als(t.beheerder) as door:
        beheer.beeindig_lidmaatschap(team=team, gebruiker=twee, door=door)
        beheer.zet_lidmaatschap(team=team, gebruiker=twee, is_teamleider=False, door=door)
        with pytest.raises(BeheerGeweigerd, match="enige"):
            beheer.beeindig_lidmaatschap(team=team, gebruiker=een, door=door)


def test_wat_de_organisatie_afneemt_wordt_afgenomen_en_staat_bij_de_beheerder(t, als, fabriek, client_van):
    with fabriek():
        t.van.roltoekenningen.all().delete()
    with als(t.beheerder):
        assert [(een.naam, een.aantal) for een in zaken_zonder_lezer()] == [("Vertrekt", 3)]
    pagina = client_van(t.beheerder).get(reverse("beheer:start")).content.decode()
    assert "Zaken die niemand kan lezen" in pagina
    assert t.eigen.zaaknummer not in pagina
    with als(t.leider):
        assert zaken_zonder_lezer() == []


def test_wat_niemand_heeft_staat_bij_de_beheerder_hoe_dat_ook_kwam(t, als, fabriek):
    with fabriek():
        maak_melding()
    with als(t.beheerder) as door:
        assert (aantal_zonder_lezer(), diensten.geef_lezer(aan=t.aan, door=door)) == (1, 1)
        assert aantal_zonder_lezer() == 0


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
    assert _ziet(als, t.aan) == {t.van_team.pk, t.eigen.pk, t.laatste.pk}
    with fabriek(), connection.cursor() as cursor:
        Waarneming.objects.update(ingesteld_door=getattr(t, wie))
        cursor.execute(import_module("zaken.migrations.0049_waarnemingen_van_teams").SQL)
        assert (Waarneming.objects.get().beeindigd_op is not None) is (wie == "van")
    # the successor is in the team, and so sees what is of the team
    assert _ziet(als, t.aan) == {t.van_team.pk} | {getattr(t, naam).pk for naam in over}


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
    assert _ziet(als, t.aan) == {t.van_team.pk} | {getattr(t, naam).pk for naam in over}
