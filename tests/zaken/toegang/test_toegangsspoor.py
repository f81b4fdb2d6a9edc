"""Every end of access stands in the trail of the zaak, whatever ended it; and a page shows who had access, and why no longer."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from gebruikers.models import Lidmaatschap, Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis, Soort
from meldingen.models import Melding
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding, maak_toekenning
from zaken.models import Toekenning, Uitsluiting, Waarneming
from zaken.services import overdracht
from zaken.services import toegang as diensten
from zaken.services.herziening import herzie
from zaken.services.toegangsspoor import toegangsperioden

pytestmark = pytest.mark.databank


@pytest.fixture
def t(fabriek):
    with fabriek():
        team = maak_team()
        s = SimpleNamespace(
            team=team,
            behandelaar=maak_gebruiker(Rol.ADVISEUR, teams=[team], naam="Behandelaar"),
            collega=maak_gebruiker(Rol.ADVISEUR, teams=[team], naam="Collega"),
            lezer=maak_gebruiker(Rol.ONDERZOEKER, naam="Lezer"),
            leider=maak_gebruiker(Rol.ADVISEUR, naam="Leider"),
            buiten=maak_gebruiker(
                Rol.ADVISEUR, teams=[maak_team(soort=Team.Soort.BUITEN_COID)], naam="Buiten"
            ),
            beheerder=maak_gebruiker(Rol.BEHEERDER),
        )
        Lidmaatschap.objects.create(team=team, gebruiker=s.leider, is_teamleider=True)
        s.zaak = maak_melding(team=team, lezers=(s.behandelaar, s.lezer), behandelaar=s.behandelaar)
    return s


def _vers(t, wie):
    return Melding.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=t.zaak.pk)


def _verzegel(t, als):
    with als(t.behandelaar) as door:
        diensten.verzegel(zaak=_vers(t, door), behandelaar=t.buiten, reden="proef", door=door)


def _wijs_toe(t, als):
    with als(t.behandelaar) as door:
        diensten.wijs_toe(zaak=_vers(t, door), behandelaar=t.collega, team=t.team, reden="proef", door=door)


def _draag_over(t, als):
    reden = overdracht.Overdrachtsreden.VERTREK
    with als(t.beheerder) as door:
        overdracht.draag_over(van=t.behandelaar, aan=t.collega, reden=reden, door=door)


def _sluit_uit(t, als):
    with als(t.behandelaar) as door:
        grond = Uitsluiting.Grond.BETROKKEN
        diensten.sluit_uit(zaak=_vers(t, door), gebruiker=t.lezer, grond=grond, door=door)


def _herzie(t, als):
    with als(t.leider) as door:
        herzie(team_id=t.team.pk, beeindig=[t.lezer.pk], leden_kloppen=True, door=door)


def _beeindig(t, als):
    with als(t.behandelaar) as door:
        zaak = _vers(t, door)
        ((toekenning),) = (
            een.toekenning for een in diensten.toegangslijst(zaak).lezers if een.naam == "Lezer"
        )
        diensten.beeindig(zaak=zaak, toekenning=toekenning, door=door)


def _waarneming_voorbij(t, als):
    with als(t.beheerder) as door:
        overdracht.stel_waarneming_in(
            voor=t.behandelaar, waarnemer=t.collega, reden=Waarneming.Reden.VERLOF,
            verloopt_op=timezone.now() + timedelta(days=7), door=door,
        )  # fmt: skip
        overdracht.beeindig_waarneming(voor=t.behandelaar, door=door)


@pytest.mark.parametrize(
    ("doe", "einde", "van"),
    [
        (_verzegel, "verzegeld", {"behandelaar", "lezer"}),
        (_wijs_toe, "toegewezen", {"behandelaar"}),
        (_draag_over, "overgedragen", {"behandelaar"}),
        (_sluit_uit, "uitgesloten", {"lezer"}),
        (_herzie, "herzien", {"lezer"}),
        (_beeindig, "beeindigd", {"lezer"}),
        (_waarneming_voorbij, "waarneming", {"collega"}),
    ],
)
def test_wat_toegang_beeindigt_staat_bij_de_zaak_met_wie_en_waardoor(t, als, fabriek, doe, einde, van):
    doe(t, als)
    with fabriek():
        gelogd = Gebeurtenis.objects.filter(
            soort=Soort.TOEGANG_BEEINDIGD, zaak_id=t.zaak.pk, bijzonderheden__has_key="van"
        ).values_list("bijzonderheden", flat=True)
        assert sorted(gelogd, key=str) == sorted(
            ({"van": getattr(t, wie).pk, "einde": einde} for wie in van), key=str
        )
        assert set(
            Toekenning.objects.exclude(beeindigd_op=None)
            .exclude(einde="vervangen")
            .values_list("einde", flat=True)
        ) == {einde}


def test_het_team_dat_de_zaak_kwijtraakt_staat_ook_bij_de_zaak(t, als, fabriek):
    _verzegel(t, als)
    with fabriek():
        gelogd = Gebeurtenis.objects.filter(
            soort=Soort.TOEGANG_BEEINDIGD, zaak_id=t.zaak.pk, bijzonderheden__has_key="team"
        )
        assert [een.bijzonderheden for een in gelogd] == [{"team": t.team.pk}]


def test_niemand_schrijft_zelf_in_het_logboek_dat_toegang_eindigde(t, als):
    with als(t.behandelaar) as door, pytest.raises(DatabaseError), transaction.atomic():
        Gebeurtenis(soort=Soort.TOEGANG_BEEINDIGD, door_id=door.pk, zaak_id=t.zaak.pk).save(force_insert=True)


def test_de_bladzijde_toont_iedereen_die_de_zaak_kon_zien(t, als, fabriek, client_van):
    with fabriek():
        gisteren = timezone.now() - timedelta(days=1)
        verlopen = maak_toekenning(t.zaak, t.collega, verloopt_op=timezone.now() + timedelta(days=1))
        Toekenning.objects.filter(pk=verlopen.pk).update(
            verleend_op=gisteren - timedelta(days=1), verloopt_op=gisteren
        )
        Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=t.zaak.pk).update(
            datum_registratie=gisteren - timedelta(days=9)
        )
    _verzegel(t, als)
    with als(t.buiten) as wie:
        perioden = toegangsperioden(_vers(t, wie), nu=timezone.now())
    gezien = {(een.wie, een.einde, een.tot is None) for een in perioden}
    assert gezien == {
        ("Buiten", "", True),
        ("Behandelaar", "Zaak verzegeld, door Behandelaar", False),
        ("Lezer", "Zaak verzegeld, door Behandelaar", False),
        ("Collega", "Verlopen", False),
        (f"Alle leden van {t.team.naam}", "Door Behandelaar", False),
    }
    adres = reverse("meldingen:toegang", args=[t.zaak.pk])
    pagina = client_van(t.buiten).get(adres).content.decode()
    assert "Zaak verzegeld, door Behandelaar" in pagina
    assert client_van(t.lezer).get(adres).status_code == 404


def test_waarom_het_eindigde_en_waarom_het_er_was_leest_alleen_de_behandelaar(t, als, fabriek):
    _sluit_uit(t, als)
    with fabriek():
        Uitsluiting.objects.all().delete()
        maak_toekenning(t.zaak, t.lezer)
    gezien = {}
    for wie in (t.behandelaar, t.collega, t.lezer):
        with als(wie):
            perioden = toegangsperioden(_vers(t, wie), nu=timezone.now())
        gezien[wie] = [(een.waarom, een.einde) for een in perioden if een.wie == "Lezer"]
    nu = ("test", "")
    assert gezien[t.collega] == gezien[t.lezer] == [nu, ("Toegang verleend", "Beëindigd, door Behandelaar")]
    assert gezien[t.behandelaar] == [nu, ("test", "Uitgesloten, door Behandelaar")]
