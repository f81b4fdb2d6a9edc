"""Attacks on what was merged: the duplicate tells the same story, so what closes the one closes the other."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_toekenning
from tests.factories.zaken import sluit_uit as sluit_uit_zonder_dienst
from tests.hulp.meldingen import wijzig_status
from zaken.models import (
    Uitsluiting,
    Veldwijziging,
    Zaak,
    Zaakkoppeling,
)
from zaken.services import ontzegelen
from zaken.services.databank import NietMogelijk
from zaken.services.toegang import sluit_uit, toegangslijst, verzegel

from .helften import BETROKKEN, behandelt, vers, verzegel_zonder_dienst, voeg_samen, ziet

pytestmark = [pytest.mark.databank, pytest.mark.pg15]
RICHTINGEN = pytest.mark.parametrize(("hier", "daar"), [("dubbel", "over"), ("over", "dubbel")])


def stap(duo, wie, naar, **gegevens):
    wijzig_status(
        zaak_id=duo.dubbel.pk, naar=naar, toelichting="zelfde voorval", door=wie, gegevens=gegevens or None
    )


@pytest.mark.aanval("nood", gevonden=True)
@RICHTINGEN
def test_wie_een_van_twee_samengevoegde_verzegelt_laat_de_ander_niet_open(duo, als, fabriek, hier, daar):
    """Whether they see the other or not; its readers are not told who did it, the log is."""
    with fabriek():
        voeg_samen(duo)
    wie, ander = getattr(duo, f"bij_{hier}"), getattr(duo, f"bij_{daar}")
    with als(wie):
        verzegel(zaak=vers(getattr(duo, hier), wie), behandelaar=duo.buiten, reden="proef", door=wie)
    for lezer in (wie, ander, duo.derde):
        assert ziet(als, lezer, duo.over, duo.dubbel) == [False, False]
    with als(duo.buiten) as buiten:
        beide = [vers(zaak, buiten) for zaak in (duo.over, duo.dubbel)]
        assert [(z.verzegeld, z.team_id, z.behandelaar_id) for z in beide] == [(True, None, buiten.pk)] * 2
        assert not Veldwijziging.objects.van(getattr(duo, daar)).filter(door=wie).exists()
    with fabriek():
        assert Gebeurtenis.objects.get(zaak_id=getattr(duo, daar).pk, soort="verzegeld").door_id == wie.pk


@pytest.mark.aanval("nood", gevonden=True)
@RICHTINGEN
def test_wie_uit_een_van_twee_samengevoegde_is_uitgesloten_ziet_de_ander_niet(duo, als, fabriek, hier, daar):
    with fabriek():
        voeg_samen(duo)
    wie = getattr(duo, f"bij_{hier}")
    with als(wie):
        sluit_uit(zaak=vers(getattr(duo, hier), wie), gebruiker=duo.derde, grond=BETROKKEN, door=wie)
    assert ziet(als, duo.derde, duo.over, duo.dubbel) == [False, False]
    assert ziet(als, getattr(duo, f"bij_{daar}"), getattr(duo, daar)) == [True]


@pytest.mark.aanval("nood", gevonden=True)
@RICHTINGEN
def test_samenvoegen_met_een_verzegelde_zaak_verzegelt_de_andere(duo, als, fabriek, hier, daar):
    """By whoever sees both, to the behandelaar of the sealed one; undoing it opens nothing."""
    with fabriek():
        verzegel_zonder_dienst(duo, hier, duo.buiten)
        maak_toekenning(getattr(duo, hier), duo.tweede)
        maak_toekenning(getattr(duo, daar), duo.tweede)
        behandelt(duo.dubbel, duo.tweede)
        behandelt(duo.over, duo.tweede)
    with als(duo.tweede) as wie:
        stap(duo, wie, Status.SAMENGEVOEGD, samengevoegd_met=vers(duo.over, wie))
        beide = [vers(zaak, wie) for zaak in (duo.over, duo.dubbel)]
        assert [(z.verzegeld, z.behandelaar_id) for z in beide] == [(True, duo.tweede.pk)] * 2
    for lezer in (duo.bij_over, duo.bij_dubbel, duo.derde):
        assert ziet(als, lezer, duo.over, duo.dubbel) == [False, False]
    with fabriek():
        behandelt(duo.dubbel, duo.tweede)
    with als(duo.tweede) as wie:
        stap(duo, wie, Status.IN_BEOORDELING)
        assert [vers(zaak, wie).verzegeld for zaak in (duo.over, duo.dubbel)] == [True, True]


@pytest.mark.aanval("tweede muur", gevonden=True)
def test_sql_voegt_een_verzegelde_zaak_niet_samen_met_een_die_open_blijft(duo, als, fabriek):
    with fabriek():
        verzegel_zonder_dienst(duo, "over", duo.buiten)
    with als(duo.buiten), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE zaken_zaak SET samengevoegd_met_id = %s WHERE id = %s", [duo.over.pk, duo.dubbel.pk]
        )
    assert ziet(als, duo.bij_dubbel, duo.dubbel) == [False]


@pytest.mark.aanval("nood", gevonden=True)
@RICHTINGEN
def test_samenvoegen_maakt_van_een_uitsluiting_een_van_beide(duo, als, fabriek, hier, daar):
    """And of what is one with the other too, which whoever merges does not see."""
    with fabriek():
        behandelt(duo.dubbel, duo.derde)
        behandelt(duo.over, duo.derde)
        sluit_uit_zonder_dienst(getattr(duo, hier), getattr(duo, f"bij_{daar}"))
        elders = maak_zaak("klacht", lezers=(getattr(duo, f"bij_{daar}"), maak_gebruiker(Rol.CKP)))
        Zaakkoppeling(soort="doorgeleid", van=getattr(duo, daar), naar=elders, op=timezone.now()).save(
            force_insert=True
        )
    with als(duo.derde) as wie:
        stap(duo, wie, Status.SAMENGEVOEGD, samengevoegd_met=vers(duo.over, wie))
    assert ziet(als, getattr(duo, f"bij_{daar}"), getattr(duo, daar), elders) == [False, False]
    with fabriek():
        assert Uitsluiting.objects.count() == 3


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("gezien", [True, False])
def test_een_zaak_die_men_niet_ziet_weigert_samenvoegen_als_een_die_men_ziet(
    duo, als, fabriek, client_van, gezien
):
    """Of the open one something went to a register where the behandelaar of the sealed one may not work."""
    with fabriek():
        verzegel_zonder_dienst(duo, "over", duo.buiten)
        behandelt(duo.dubbel, duo.buiten)
        klacht = maak_zaak("klacht", lezers=(duo.buiten,) if gezien else (maak_gebruiker(Rol.CKP),))
        Zaakkoppeling(soort="doorgeleid", van=duo.dubbel, naar=klacht, op=timezone.now()).save(
            force_insert=True
        )
    adres = f"/meldingen/{duo.dubbel.pk}/status/samengevoegd/"
    antwoord = client_van(duo.buiten).post(
        adres, {"toelichting": "zelfde", "samengevoegd_met": duo.over.zaaknummer}
    )
    assert antwoord.status_code == 422
    assert (
        "Wijs de verzegelde zaak eerst toe aan iemand die beide mag behandelen" in antwoord.content.decode()
    )
    assert klacht.zaaknummer not in antwoord.content.decode()
    with als(duo.buiten) as wie:
        assert vers(duo.dubbel, wie).samengevoegd_met_id is None


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("wie_ziet_dubbel", [{"buiten", "tweede"}, {"buiten"}, {"tweede"}])
def test_ontzegelen_geldt_voor_de_samengevoegde_die_wie_vraagt_en_wie_akkoord_geeft_beide_kennen(
    duo, als, fabriek, client_van, wie_ziet_dubbel
):
    """Another seal is another decision, nobody agrees about what they never saw; reasons of the closed circle stay in it."""
    gaat_mee = len(wie_ziet_dubbel) == 2
    with fabriek():
        voeg_samen(duo)
    with als(duo.bij_dubbel) as door:
        verzegel(zaak=vers(duo.dubbel, door), behandelaar=duo.buiten, reden="besloten", door=door)
    with fabriek():
        maak_toekenning(duo.over, duo.tweede)
        if "tweede" in wie_ziet_dubbel:
            maak_toekenning(duo.dubbel, duo.tweede)
        if "buiten" not in wie_ziet_dubbel:
            behandelt(duo.dubbel, duo.tweede)
            duo.dubbel.toekenningen.filter(user=duo.buiten).update(beeindigd_op=timezone.now())
    with als(duo.buiten) as door:
        vraag = ontzegelen.vraag_ontzegeling(zaak=vers(duo.over, door), reden="vergissing", door=door)
    blad = client_van(duo.tweede).get(reverse("meldingen:ontzegelen", args=[duo.over.pk])).content.decode()
    assert (f"Ook de verzegeling van {duo.dubbel.zaaknummer} gaat eraf" in blad) is gaat_mee
    with als(duo.tweede) as door:
        ontzegelen.beslis(zaak=vers(duo.over, door), vraag=vraag, akkoord=True, door=door)
    with fabriek():
        alle = Zaak.objects.zonder_toegangsfilter(reden="test")
        assert alle.get(pk=duo.over.pk).verzegeld is False
        assert alle.get(pk=duo.dubbel.pk).verzegeld is not gaat_mee
    for lezer in (duo.bij_over, duo.bij_dubbel, duo.derde):
        assert ziet(als, lezer, duo.over, duo.dubbel) == [False, False]
    if gaat_mee:
        with fabriek():
            maak_toekenning(duo.dubbel, duo.bij_dubbel)
        with als(duo.bij_dubbel) as wie:
            lezers = toegangslijst(vers(duo.dubbel, wie)).lezers
        redenen = {een.naam: een.reden for een in lezers}
        assert redenen == {"Buiten": "Toegang verleend", "Tweede": "test", "Bij dubbel": "test"}


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("hoe", ["scherm", "dienst", "sql"])
def test_wie_alleen_meeleest_voegt_er_geen_lokmelding_mee_samen(duo, als, fabriek, client_van, hoe):
    """Once merged, excluding and sealing in his own would have held there too, where he may do neither."""
    with fabriek():
        lezer = maak_gebruiker(Rol.ADVISEUR)
        maak_toekenning(duo.over, lezer)
        lok = maak_zaak("melding", lezers=(lezer,), behandelaar=lezer, status=Status.IN_BEOORDELING)
    if hoe == "scherm":
        velden = {"toelichting": "zelfde", "samengevoegd_met": duo.over.zaaknummer}
        adres = reverse("meldingen:status", args=[lok.pk, Status.SAMENGEVOEGD])
        antwoord = client_van(lezer).post(adres, velden)
        assert antwoord.status_code == 422
        assert "de melding met dit nummer alleen lezen" in antwoord.content.decode()
    elif hoe == "dienst":
        with als(lezer), pytest.raises(PermissionDenied):
            wijzig_status(
                zaak_id=lok.pk, naar=Status.SAMENGEVOEGD, toelichting="zelfde", door=lezer,
                gegevens={"samengevoegd_met": vers(duo.over, lezer)},
            )  # fmt: skip
    else:
        opdracht = "UPDATE zaken_zaak SET samengevoegd_met_id = %s WHERE id = %s"
        geweigerd = pytest.raises(DatabaseError, match="zaak not visible")
        with als(lezer), geweigerd, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht, [duo.over.pk, lok.pk])
    with als(lezer):
        assert vers(lok, lezer).samengevoegd_met_id is None


@pytest.mark.aanval("tweede muur")
def test_niemand_vraagt_ontzegeling_zonder_te_zeggen_waarom(duo, als, fabriek):
    """What goes along has no reason of its own, so the column may be empty; a question may not."""
    with fabriek():
        verzegel_zonder_dienst(duo, "over", duo.buiten)
    geweigerd = pytest.raises(IntegrityError, match="zegt_waarom")
    with als(duo.buiten), geweigerd, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT app.vraag_ontzegeling(gen_random_uuid(), %s, NULL)", [duo.over.pk])


@pytest.mark.aanval("nood")
def test_wat_eerder_is_samengevoegd_wordt_alsnog_gesloten(duo, als, fabriek):
    """What migration zaken/0053 mends: an exclusion and a seal of one of the two."""
    with fabriek(), connection.cursor() as cursor:
        voeg_samen(duo)
        sluit_uit_zonder_dienst(duo.dubbel, duo.derde)
        verzegel_zonder_dienst(duo, "over", duo.buiten)
        cursor.execute(import_module("zaken.migrations.0053_wat_samengevoegd_was").SQL)
    for lezer in (duo.bij_over, duo.bij_dubbel, duo.derde):
        assert ziet(als, lezer, duo.over, duo.dubbel) == [False, False]
    assert ziet(als, duo.buiten, duo.over, duo.dubbel) == [True, True]
    with fabriek():
        assert Uitsluiting.objects.filter(gebruiker=duo.derde).count() == 2


@pytest.mark.aanval("nood")
def test_wie_niet_mag_wordt_bij_verzegelen_van_een_dubbele_geweigerd_zonder_te_zeggen_waarom(
    duo, als, fabriek
):
    with fabriek():
        voeg_samen(duo)
        sluit_uit_zonder_dienst(duo.dubbel, duo.buiten)
    with als(duo.bij_over) as wie:
        zaak = vers(duo.over, wie)
        with pytest.raises(NietMogelijk) as gewoon:
            verzegel(zaak=zaak, behandelaar=duo.bij_over, reden="proef", door=wie)
        with pytest.raises(NietMogelijk) as fout:
            verzegel(zaak=zaak, behandelaar=duo.buiten, reden="proef", door=wie)
        assert str(fout.value) == str(gewoon.value)
