"""Attacks on what was merged: the duplicate tells the same story, so what closes the one closes the other."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from berichten.models import Bericht
from gebruikers.models import Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from meldingen.models import Melding
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_koppeling, maak_toekenning
from tests.factories.zaken import sluit_uit as sluit_uit_zonder_dienst
from tests.hulp.meldingen import wijzig_status
from zaken.models import (
    Notitie,
    Persoon,
    Statuswijziging,
    Termijn,
    Uitsluiting,
    Veldwijziging,
    Zaak,
    Zaakkoppeling,
)
from zaken.services import ontzegelen
from zaken.services.databank import NietMogelijk
from zaken.services.inhoud import annuleer
from zaken.services.toegang import laatste_wijziger, sluit_uit, toegangslijst, verzegel

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
        behandelt(t.over, t.tweede)
    with als(t.tweede) as wie:
        stap(t, wie, Status.SAMENGEVOEGD, samengevoegd_met=vers(t.over, wie))
        beide = [vers(zaak, wie) for zaak in (t.over, t.dubbel)]
        assert [(z.verzegeld, z.behandelaar_id) for z in beide] == [(True, t.tweede.pk)] * 2
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
        behandelt(t.over, t.derde)
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


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("wie_ziet_dubbel", [{"buiten", "tweede"}, {"buiten"}, {"tweede"}])
def test_ontzegelen_geldt_voor_de_samengevoegde_die_wie_vraagt_en_wie_akkoord_geeft_beide_kennen(
    t, als, fabriek, client_van, wie_ziet_dubbel
):
    """Another seal is another decision, nobody agrees about what they never saw; reasons of the closed circle stay in it."""
    gaat_mee = len(wie_ziet_dubbel) == 2
    with fabriek():
        voeg_samen(t)
    with als(t.bij_dubbel) as door:
        verzegel(zaak=vers(t.dubbel, door), behandelaar=t.buiten, reden="besloten", door=door)
    with fabriek():
        maak_toekenning(t.over, t.tweede)
        if "tweede" in wie_ziet_dubbel:
            maak_toekenning(t.dubbel, t.tweede)
        if "buiten" not in wie_ziet_dubbel:
            behandelt(t.dubbel, t.tweede)
            t.dubbel.toekenningen.filter(user=t.buiten).update(beeindigd_op=timezone.now())
    with als(t.buiten) as door:
        vraag = ontzegelen.vraag_ontzegeling(zaak=vers(t.over, door), reden="vergissing", door=door)
    blad = client_van(t.tweede).get(reverse("meldingen:ontzegelen", args=[t.over.pk])).content.decode()
    assert (f"Ook de verzegeling van {t.dubbel.zaaknummer} gaat eraf" in blad) is gaat_mee
    with als(t.tweede) as door:
        ontzegelen.beslis(zaak=vers(t.over, door), vraag=vraag, akkoord=True, door=door)
    with fabriek():
        alle = Zaak.objects.zonder_toegangsfilter(reden="test")
        assert alle.get(pk=t.over.pk).verzegeld is False
        assert alle.get(pk=t.dubbel.pk).verzegeld is not gaat_mee
    for lezer in (t.bij_over, t.bij_dubbel, t.derde):
        assert ziet(als, lezer, t.over, t.dubbel) == [False, False]
    if gaat_mee:
        with fabriek():
            maak_toekenning(t.dubbel, t.bij_dubbel)
        with als(t.bij_dubbel) as wie:
            lezers = toegangslijst(vers(t.dubbel, wie)).lezers
        redenen = {een.naam: een.reden for een in lezers}
        assert redenen == {"Buiten": "Toegang verleend", "Tweede": "test", "Bij dubbel": "test"}


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("hoe", ["scherm", "dienst", "sql"])
def test_wie_alleen_meeleest_voegt_er_geen_lokmelding_mee_samen(t, als, fabriek, client_van, hoe):
    """Once merged, excluding and sealing in his own would have held there too, where he may do neither."""
    with fabriek():
        lezer = maak_gebruiker(Rol.ADVISEUR)
        maak_toekenning(t.over, lezer)
        lok = maak_zaak("melding", lezers=(lezer,), behandelaar=lezer, status=Status.IN_BEOORDELING)
    if hoe == "scherm":
        velden = {"toelichting": "zelfde", "samengevoegd_met": t.over.zaaknummer}
        adres = reverse("meldingen:status", args=[lok.pk, Status.SAMENGEVOEGD])
        antwoord = client_van(lezer).post(adres, velden)
        assert antwoord.status_code == 422
        assert "de melding met dit nummer alleen lezen" in antwoord.content.decode()
    elif hoe == "dienst":
        with als(lezer), pytest.raises(PermissionDenied):
            wijzig_status(
                zaak_id=lok.pk, naar=Status.SAMENGEVOEGD, toelichting="zelfde", door=lezer,
                gegevens={"samengevoegd_met": vers(t.over, lezer)},
            )  # fmt: skip
    else:
        opdracht = "UPDATE zaken_zaak SET samengevoegd_met_id = %s WHERE id = %s"
        geweigerd = pytest.raises(DatabaseError, match="zaak not visible")
        with als(lezer), geweigerd, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht, [t.over.pk, lok.pk])
    with als(lezer):
        assert vers(lok, lezer).samengevoegd_met_id is None


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


@pytest.fixture
def half_open(t, fabriek, als):
    """The duplicate is sealed by a seal of its own, which stays; the other is open again, for its own readers."""
    with fabriek():
        alle = Zaak.objects.zonder_toegangsfilter(reden="test")
        alle.filter(pk=t.dubbel.pk).update(
            zaaknummer="M-2024-77777",
            externe_referentie="dubbelmerk",
            eerste_termijn=localdate() + timedelta(2),
        )
        dag = localdate() + timedelta(2)
        Termijn(
            id=uuid4(), zaak=t.dubbel, code="proef", naam="proef", kale_datum=dag, datum=dag, werkdatum=dag,
            bron="proef", waarom="proef",
        ).save(force_insert=True)  # fmt: skip
        Bericht.objects.create(aan=t.derde, soort="gedeeld", zaak_id=t.dubbel.pk, op=timezone.now())
        voeg_samen(t)
        maak_koppeling(t.over, t.dubbel)
    with als(t.bij_dubbel) as door:
        verzegel(zaak=vers(t.dubbel, door), behandelaar=t.buiten, reden="proef", door=door)
    with fabriek():
        alle.filter(pk=t.over.pk).update(verzegeld=False, behandelaar=t.derde, team=maak_team())
        maak_toekenning(t.over, t.derde)
    return t


@pytest.mark.aanval("bestaan")
def test_een_verzegelde_dubbele_staat_nergens_voor_wie_de_andere_leest(half_open, client_van):
    """Pages of the other zaak and of what lists zaken: not its number, its link, nor its count."""
    t, lezer = half_open, client_van(half_open.derde)
    adressen = [reverse(f"meldingen:{naam}", args=[t.over.pk]) for naam in (
        "detail", "geschiedenis", "toegang", "lezers", "afdrukken", "koppelen", "verzegelen", "uitsluiten", "annuleer")]  # fmt: skip
    adressen += [reverse("mijn_werk"), reverse("berichten:lijst"), reverse("meldingen:lijst_afdrukken")]
    adressen += [
        f"{reverse('meldingen:lijst')}?tab=alle&q={q}" for q in ("M-2024-77777", "77777", "dubbelmerk")
    ]
    for adres in adressen:
        antwoord = lezer.get(adres)
        tekst = antwoord.content.decode().replace("q=M-2024-77777", "").replace('value="M-2024-77777"', "")
        assert antwoord.status_code == 200, adres
        assert (str(t.dubbel.pk) in tekst, f">{'M-2024-77777'}<" in tekst) == (False, False), adres
    lijst = lezer.get(reverse("meldingen:lijst"), {"tab": "alle"}).content.decode()
    assert (t.over.zaaknummer in lijst, "M-2024-77777" in lijst) == (True, False)
    beide = client_van(half_open.buiten)  # who sees both finds it on the same pages
    assert str(t.dubbel.pk) in beide.get(adressen[0]).content.decode()
    assert str(t.dubbel.pk) in beide.get(f"{reverse('meldingen:lijst')}?tab=alle&q=M-2024-77777").url
    tellingen = lezer.get(reverse("meldingen:tellingen"), headers={"HX-Request": "true"}).content.decode()
    assert re.findall(r"\((\d+)\)", tellingen) == ["1", "0", "0", "0", "0"]  # the first: his own
    vreemd, niemand = (
        lezer.post(
            reverse("meldingen:koppelen", args=[t.over.pk]),
            {"nummer": nummer, "soort": "verwant", "reden": "x"},
        )
        for nummer in ("M-2024-77777", "M-2024-77778")
    )
    assert (vreemd.status_code, niemand.status_code) == (422, 422)
    assert "Er is geen andere zaak met dit nummer" in vreemd.content.decode()


@pytest.mark.aanval("mail")
def test_van_een_verzegelde_dubbele_gaat_geen_herinnering_of_mail_naar_wie_haar_kende(
    half_open, als, fabriek
):
    """Made before the seal or after it: who reads the other one only, is told and mailed nothing."""
    t = half_open
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT app.herinner(%s, %s::text[], %s::int[])", [localdate(), ["proef"], [7]])
        naar = set(Bericht.objects.filter(zaak_id=t.dubbel.pk, soort="termijn").values_list("aan", flat=True))
    assert naar == {t.buiten.pk}
    for wie in (t.derde, t.bij_dubbel, t.bij_over):
        with als(wie), connection.cursor() as cursor:
            assert not Bericht.objects.filter(zaak_id=t.dubbel.pk).exists()
            cursor.execute(
                "SELECT count(*) FROM berichten_bericht WHERE zaak_id IS NULL OR app.ziet_zaak(zaak_id)"
            )
            assert cursor.fetchone() == (0,)


@pytest.mark.aanval("tweede muur")
def test_de_wenk_een_zaak_opent_niets_hoe_hij_ook_wordt_vervalst(half_open, als):
    """It chooses a way to the truth: for a list, a count, a look-up and a search, whatever it says."""
    t = half_open
    vragen = (
        "SELECT array_agg(id ORDER BY id) FROM zaken_zaak",
        "SELECT count(*) FROM zaken_zaak WHERE soort = 'melding'",
        "SELECT array_agg(zaak_ptr_id ORDER BY 1) FROM meldingen_melding",
        f"SELECT count(*) FROM zaken_zaak WHERE id = '{t.dubbel.pk}'",
        "SELECT count(*) FROM zaken_zaakkoppeling",
        "SELECT array_agg(z ORDER BY z) FROM app.zoek_zaken('melding', '{}', '{}', 'ontvangen_defensie', true, NULL, NULL, 50) z",
    )
    for wie, ziet_over, ziet_dubbel in ((t.derde, 1, 0), (t.buiten, 1, 1), (t.bij_dubbel, 0, 0)):
        with als(wie), connection.cursor() as cursor:
            gezien = []
            for waarde in ("", "ja", "onzin", str(t.dubbel.pk), "ja'; --", "{}", "t"):
                cursor.execute("SELECT set_config('app.een_zaak', %s, true)", [waarde])
                gezien.append([])
                for vraag in vragen:
                    cursor.execute(vraag)
                    gezien[-1] += cursor.fetchall()
            assert all(een == gezien[0] for een in gezien), wie
            assert gezien[1][1] == (ziet_over + ziet_dubbel,)
            assert gezien[1][3] == (ziet_dubbel,)


@pytest.mark.aanval("race")
def test_wat_open_stond_terwijl_een_ander_de_dubbele_verzegelde_schrijft_niets_meer(
    t, als, fabriek, client_van
):
    """Each form of a zaak whose duplicate somebody else seals meanwhile; nothing of what was typed is kept."""
    with fabriek():
        voeg_samen(t)
    lezer, marker = client_van(t.derde), "Getyptvoorhetzegel"
    formulieren = {
        "notitie": {"tekst": marker},
        "persoon_nieuw": {"rol": "getuige", "naam": marker},
        "toewijzen": {"mijzelf": "1"},
        "delen": {"gebruiker": t.bij_over.pk, "reden": marker},
        "annuleer": {"reden": marker},
        "uitsluiten": {"gebruiker": t.bij_over.pk, "grond": "betrokken"},
        "koppelen": {"nummer": t.dubbel.zaaknummer, "soort": "verwant", "reden": marker},
        "afgedrukt": {},
    }
    assert lezer.get(reverse("meldingen:notitie", args=[t.over.pk])).status_code == 200
    with als(t.bij_dubbel) as door:
        verzegel(zaak=vers(t.dubbel, door), behandelaar=t.buiten, reden="proef", door=door)
    with fabriek():
        voor = Zaak.objects.zonder_toegangsfilter(reden="test").values().get(pk=t.over.pk)
    for naam, velden in formulieren.items():
        for kop in ({}, {"HX-Request": "true"}):
            antwoord = lezer.post(reverse(f"meldingen:{naam}", args=[t.over.pk]), velden, headers=kop)
            assert antwoord.status_code == 404, naam
            assert marker not in antwoord.content.decode()
    with fabriek():
        assert Zaak.objects.zonder_toegangsfilter(reden="test").values().get(pk=t.over.pk) == voor
        for model in (Notitie, Persoon):
            assert not model.objects.zonder_toegangsfilter(reden="test").filter(zaak_id=t.over.pk).exists()


@pytest.mark.aanval("bestaan", gevonden=True)
@pytest.mark.parametrize("uitgesloten", [False, True])
def test_annuleren_met_sql_laat_in_de_dubbele_die_men_niet_ziet_niemand_binnen(t, als, fabriek, uitgesloten):
    """It goes on where it was, and its readers are not told by whom; nothing of it is read, given away or closed."""
    with fabriek():
        voeg_samen(t)
        if uitgesloten:
            sluit_uit_zonder_dienst(t.dubbel, t.bij_over)
        vriend = maak_gebruiker(Rol.ADVISEUR, naam="Vriend")
    d = t.dubbel.pk
    with als(t.bij_over), connection.cursor() as cursor:
        annuleer = (
            "UPDATE zaken_zaak SET geannuleerd_op = now(), geannuleerd_door_id = app.uid() WHERE id = %s"
        )
        cursor.execute(annuleer, [t.over.pk])
        assert cursor.rowcount == 1
        cursor.execute("SELECT id FROM zaken_zaak UNION ALL SELECT zaak_id FROM zaken_statuswijziging")
        assert (d,) not in cursor.fetchall()
        for poging in (
            f"app.verleen(gen_random_uuid(), '{d}', {vriend.pk}, NULL, NULL)",
            f"app.wijs_toe('{d}', {vriend.pk}, NULL, gen_random_uuid(), NULL)",
            f"app.sluit_uit(gen_random_uuid(), '{d}', {t.bij_dubbel.pk}, 'betrokken')",
            f"app.verzegel('{d}', {t.buiten.pk}, gen_random_uuid(), NULL)",
        ):
            with pytest.raises(DatabaseError, match="zaak not visible"), transaction.atomic():
                cursor.execute(f"SELECT {poging}")
    assert [ziet(als, wie, t.dubbel) for wie in (t.bij_over, vriend, t.bij_dubbel)] == [
        [False],
        [False],
        [True],
    ]
    with als(t.bij_dubbel) as wie:
        terug = Melding.objects.zichtbaar_voor(wie).get(pk=d)
        assert (terug.status, terug.samengevoegd_met_id) == (Status.IN_BEOORDELING, None)
        assert Statuswijziging.objects.van(terug).get().door is None
        assert not Veldwijziging.objects.van(terug).filter(door=t.bij_over).exists()
        assert laatste_wijziger(terug) != str(t.bij_over)
    with fabriek():
        assert Uitsluiting.objects.filter(zaak_id=d, gebruiker=t.bij_over).exists() is uitgesloten
        assert not t.dubbel.toekenningen.filter(user=t.bij_over).exists()


@pytest.mark.aanval("bestaan", gevonden=True)
def test_annuleren_noemt_de_lezers_van_de_dubbele_niet_wie_dat_deed(t, als, fabriek, client_van):
    with fabriek():
        voeg_samen(t)
    with als(t.bij_over) as door:
        annuleer(zaak=vers(t.over, door), reden="vergissing", door=door)
    klant = client_van(t.bij_dubbel)
    for blad in ("detail", "geschiedenis", "toegang"):
        antwoord = klant.get(reverse(f"meldingen:{blad}", args=[t.dubbel.pk])).content.decode()
        assert "Bij over" not in antwoord, blad
        assert blad != "detail" or "De zaak waarmee deze was samengevoegd, is geannuleerd." in antwoord
