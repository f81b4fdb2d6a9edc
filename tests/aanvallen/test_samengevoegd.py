"""Attacks on what was merged: the duplicate tells the same story, so what closes the one closes the other."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gebruikers.models import Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from meldingen.models import Melding
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_toekenning
from tests.factories.zaken import sluit_uit as sluit_uit_zonder_dienst
from tests.hulp.meldingen import wijzig_status
from zaken.models import Uitsluiting, Veldwijziging, Zaak, Zaakkoppeling
from zaken.services import ontzegelen
from zaken.services.databank import NietMogelijk
from zaken.services.toegang import sluit_uit, toegangslijst, verzegel

from .test_twee_helften import BETROKKEN, behandelt, vers, ziet

pytestmark = [pytest.mark.databank, pytest.mark.pg15]
RICHTINGEN = pytest.mark.parametrize(("hier", "daar"), [("dubbel", "over"), ("over", "dubbel")])


@pytest.fixture
def t(fabriek):
    """A melding and its duplicate, each with a behandelaar who sees that one alone, and two outside COID who may see both."""
    with fabriek():
        elders = maak_team(soort=Team.Soort.BUITEN_COID)
        s = SimpleNamespace(
            bij_over=maak_gebruiker(Rol.ADVISEUR, naam="Bij over"),
            bij_dubbel=maak_gebruiker(Rol.ADVISEUR, naam="Bij dubbel"),
            derde=maak_gebruiker(Rol.ADVISEUR, naam="Derde"),
            buiten=maak_gebruiker(Rol.ADVISEUR, teams=[elders], naam="Buiten"),
            tweede=maak_gebruiker(Rol.ADVISEUR, teams=[elders], naam="Tweede"),
        )
        begin = {"status": Status.IN_BEOORDELING}
        s.over = maak_zaak("melding", lezers=(s.bij_over, s.derde), behandelaar=s.bij_over, **begin)
        s.dubbel = maak_zaak("melding", lezers=(s.bij_dubbel, s.derde), behandelaar=s.bij_dubbel, **begin)
        return s


def voeg_samen(t):
    """Past the services, while nothing is sealed."""
    Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=t.dubbel.pk).update(samengevoegd_met=t.over.pk)
    alle = Melding.objects.zonder_toegangsfilter(reden="test")
    alle.filter(pk=t.dubbel.pk).update(status=Status.SAMENGEVOEGD)


def sluit(t, naam, behandelaar):
    """Sealed to somebody outside COID, past the services; both of them there see both zaken."""
    zaak = getattr(t, naam)
    Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(
        verzegeld=True, behandelaar=behandelaar
    )
    zaak.toekenningen.update(beeindigd_op=timezone.now())
    for een in (t.over, t.dubbel):
        maak_toekenning(een, behandelaar)


def stap(t, wie, naar, **gegevens):
    wijzig_status(
        zaak_id=t.dubbel.pk, naar=naar, toelichting="zelfde voorval", door=wie, gegevens=gegevens or None
    )


@pytest.mark.aanval("nood", gevonden=True)
@RICHTINGEN
def test_wie_een_van_twee_samengevoegde_verzegelt_laat_de_ander_niet_open(t, als, fabriek, hier, daar):
    """Whether they see the other or not; its readers are not told who did it, the log is."""
    with fabriek():
        voeg_samen(t)
    wie, ander = getattr(t, f"bij_{hier}"), getattr(t, f"bij_{daar}")
    with als(wie):
        verzegel(zaak=vers(getattr(t, hier), wie), behandelaar=t.buiten, reden="proef", door=wie)
    for lezer in (wie, ander, t.derde):
        assert ziet(als, lezer, t.over, t.dubbel) == [False, False]
    with als(t.buiten) as buiten:
        beide = [vers(zaak, buiten) for zaak in (t.over, t.dubbel)]
        assert [(z.verzegeld, z.team_id, z.behandelaar_id) for z in beide] == [(True, None, buiten.pk)] * 2
        assert not Veldwijziging.objects.van(getattr(t, daar)).filter(door=wie).exists()
    with fabriek():
        assert Gebeurtenis.objects.get(zaak_id=getattr(t, daar).pk, soort="verzegeld").door_id == wie.pk


@pytest.mark.aanval("nood", gevonden=True)
@RICHTINGEN
def test_wie_uit_een_van_twee_samengevoegde_is_uitgesloten_ziet_de_ander_niet(t, als, fabriek, hier, daar):
    with fabriek():
        voeg_samen(t)
    wie = getattr(t, f"bij_{hier}")
    with als(wie):
        sluit_uit(zaak=vers(getattr(t, hier), wie), gebruiker=t.derde, grond=BETROKKEN, door=wie)
    assert ziet(als, t.derde, t.over, t.dubbel) == [False, False]
    assert ziet(als, getattr(t, f"bij_{daar}"), getattr(t, daar)) == [True]


@pytest.mark.aanval("nood", gevonden=True)
@RICHTINGEN
def test_samenvoegen_met_een_verzegelde_zaak_verzegelt_de_andere(t, als, fabriek, hier, daar):
    """By whoever sees both, to the behandelaar of the sealed one; undoing it opens nothing."""
    with fabriek():
        sluit(t, hier, t.buiten)
        maak_toekenning(getattr(t, hier), t.tweede)
        maak_toekenning(getattr(t, daar), t.tweede)
        behandelt(t.dubbel, t.tweede)
        over_behandelaar = t.tweede if hier == "dubbel" else t.buiten
    with als(t.tweede) as wie:
        stap(t, wie, Status.SAMENGEVOEGD, samengevoegd_met=vers(t.over, wie))
        beide = [vers(zaak, wie) for zaak in (t.over, t.dubbel)]
        assert [(z.verzegeld, z.behandelaar_id) for z in beide] == [(True, over_behandelaar.pk)] * 2
    for lezer in (t.bij_over, t.bij_dubbel, t.derde):
        assert ziet(als, lezer, t.over, t.dubbel) == [False, False]
    with fabriek():
        behandelt(t.dubbel, t.tweede)
    with als(t.tweede) as wie:
        stap(t, wie, Status.IN_BEOORDELING)
        assert [vers(zaak, wie).verzegeld for zaak in (t.over, t.dubbel)] == [True, True]


@pytest.mark.aanval("tweede muur", gevonden=True)
def test_sql_voegt_een_verzegelde_zaak_niet_samen_met_een_die_open_blijft(t, als, fabriek):
    with fabriek():
        sluit(t, "over", t.buiten)
    with als(t.buiten), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE zaken_zaak SET samengevoegd_met_id = %s WHERE id = %s", [t.over.pk, t.dubbel.pk]
        )
    assert ziet(als, t.bij_dubbel, t.dubbel) == [False]


@pytest.mark.aanval("nood", gevonden=True)
@RICHTINGEN
def test_samenvoegen_maakt_van_een_uitsluiting_een_van_beide(t, als, fabriek, hier, daar):
    """And of what is one with the other too, which whoever merges does not see."""
    with fabriek():
        behandelt(t.dubbel, t.derde)
        sluit_uit_zonder_dienst(getattr(t, hier), getattr(t, f"bij_{daar}"))
        elders = maak_zaak("klacht", lezers=(getattr(t, f"bij_{daar}"), maak_gebruiker(Rol.CKP)))
        Zaakkoppeling(soort="doorgeleid", van=getattr(t, daar), naar=elders, op=timezone.now()).save(
            force_insert=True
        )
    with als(t.derde) as wie:
        stap(t, wie, Status.SAMENGEVOEGD, samengevoegd_met=vers(t.over, wie))
    assert ziet(als, getattr(t, f"bij_{daar}"), getattr(t, daar), elders) == [False, False]
    with fabriek():
        assert Uitsluiting.objects.count() == 3


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("gezien", [True, False])
def test_een_zaak_die_men_niet_ziet_weigert_samenvoegen_als_een_die_men_ziet(
    t, als, fabriek, client_van, gezien
):
    """Of the open one something went to a register where the behandelaar of the sealed one may not work."""
    with fabriek():
        sluit(t, "over", t.buiten)
        behandelt(t.dubbel, t.buiten)
        klacht = maak_zaak("klacht", lezers=(t.buiten,) if gezien else (maak_gebruiker(Rol.CKP),))
        Zaakkoppeling(soort="doorgeleid", van=t.dubbel, naar=klacht, op=timezone.now()).save(
            force_insert=True
        )
    adres = f"/meldingen/{t.dubbel.pk}/status/samengevoegd/"
    antwoord = client_van(t.buiten).post(
        adres, {"toelichting": "zelfde", "samengevoegd_met": t.over.zaaknummer}
    )
    assert antwoord.status_code == 422
    assert (
        "Wijs de verzegelde zaak eerst toe aan iemand die beide mag behandelen" in antwoord.content.decode()
    )
    assert klacht.zaaknummer not in antwoord.content.decode()
    with als(t.buiten) as wie:
        assert vers(t.dubbel, wie).samengevoegd_met_id is None


@pytest.mark.aanval("nood")
@pytest.mark.parametrize("vrager_ziet_dubbel", [True, False])
def test_ontzegelen_geldt_voor_de_samengevoegde_die_de_vrager_ook_kent(t, als, fabriek, vrager_ziet_dubbel):
    """Another seal is another decision; and reasons of the closed circle stay in it."""
    with fabriek():
        voeg_samen(t)
    with als(t.bij_dubbel) as door:
        verzegel(zaak=vers(t.dubbel, door), behandelaar=t.buiten, reden="besloten", door=door)
    with fabriek():
        maak_toekenning(t.over, t.tweede)
        if not vrager_ziet_dubbel:
            maak_toekenning(t.dubbel, t.tweede)
            behandelt(t.dubbel, t.tweede)
            t.dubbel.toekenningen.filter(user=t.buiten).update(beeindigd_op=timezone.now())
    with als(t.buiten) as door:
        vraag = ontzegelen.vraag_ontzegeling(zaak=vers(t.over, door), reden="vergissing", door=door)
    with als(t.tweede) as door:
        ontzegelen.beslis(zaak=vers(t.over, door), vraag=vraag, akkoord=True, door=door)
    with fabriek():
        alle = Zaak.objects.zonder_toegangsfilter(reden="test")
        assert alle.get(pk=t.over.pk).verzegeld is False
        assert alle.get(pk=t.dubbel.pk).verzegeld is not vrager_ziet_dubbel
    for lezer in (t.bij_over, t.bij_dubbel, t.derde):
        assert ziet(als, lezer, t.over, t.dubbel) == [False, False]
    if vrager_ziet_dubbel:
        with fabriek():
            maak_toekenning(t.dubbel, t.bij_dubbel)
        with als(t.bij_dubbel) as wie:
            lezers = toegangslijst(vers(t.dubbel, wie)).lezers
        assert {een.naam: een.reden for een in lezers} == {"Buiten": "Toegang verleend", "Bij dubbel": "test"}


@pytest.mark.aanval("tweede muur")
def test_niemand_vraagt_ontzegeling_zonder_te_zeggen_waarom(t, als, fabriek):
    """What goes along has no reason of its own, so the column may be empty; a question may not."""
    with fabriek():
        sluit(t, "over", t.buiten)
    geweigerd = pytest.raises(IntegrityError, match="zegt_waarom")
    with als(t.buiten), geweigerd, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT app.vraag_ontzegeling(gen_random_uuid(), %s, NULL)", [t.over.pk])


@pytest.mark.aanval("nood")
def test_wat_eerder_is_samengevoegd_wordt_alsnog_gesloten(t, als, fabriek):
    """What migration zaken/0053 mends: an exclusion and a seal of one of the two."""
    with fabriek(), connection.cursor() as cursor:
        voeg_samen(t)
        sluit_uit_zonder_dienst(t.dubbel, t.derde)
        sluit(t, "over", t.buiten)
        cursor.execute(import_module("zaken.migrations.0053_wat_samengevoegd_was").SQL)
    for lezer in (t.bij_over, t.bij_dubbel, t.derde):
        assert ziet(als, lezer, t.over, t.dubbel) == [False, False]
    assert ziet(als, t.buiten, t.over, t.dubbel) == [True, True]
    with fabriek():
        assert Uitsluiting.objects.filter(gebruiker=t.derde).count() == 2


@pytest.mark.aanval("nood")
def test_wie_niet_mag_wordt_bij_verzegelen_van_een_dubbele_geweigerd_zonder_te_zeggen_waarom(t, als, fabriek):
    with fabriek():
        voeg_samen(t)
        sluit_uit_zonder_dienst(t.dubbel, t.buiten)
    with als(t.bij_over) as wie:
        zaak = vers(t.over, wie)
        with pytest.raises(NietMogelijk) as gewoon:
            verzegel(zaak=zaak, behandelaar=t.bij_over, reden="proef", door=wie)
        with pytest.raises(NietMogelijk) as fout:
            verzegel(zaak=zaak, behandelaar=t.buiten, reden="proef", door=wie)
        assert str(fout.value) == str(gewoon.value)
