"""Attacks on a zaak that was taken elsewhere: who works with one half learns nothing of the other, and is kept out of both."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from gebruikers.models import Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import sluit_uit as sluit_uit_zonder_dienst
from tests.hulp.doorgeleiden import VANUIT, leid_door, maak, overdracht
from zaken.models import Uitsluiting, Veldwijziging, Zaak, Zaakkoppeling
from zaken.register import register_van
from zaken.services.databank import NietMogelijk
from zaken.services.inhoud import annuleer
from zaken.services.toegang import sluit_uit, verzegel
from zaken.services.toegangsspoor import toegangsperioden

from .helften import BETROKKEN, behandelt, vers, ziet

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize(("wie", "hier", "daar"), [("van", "oud", "nieuw"), ("naar", "nieuw", "oud")])
def test_wie_uit_een_helft_uitgesloten_wordt_ziet_ook_de_andere_niet_meer(
    paar, als, fabriek, wie, hier, daar
):
    """And who excludes stands in the log of the other half, but nowhere that its readers look."""
    uitsluiter, hier, daar = getattr(paar, wie), getattr(paar, hier), getattr(paar, daar)
    with als(uitsluiter):
        sluit_uit(zaak=vers(hier, uitsluiter), gebruiker=paar.beide, grond=BETROKKEN, door=uitsluiter)
    assert ziet(als, paar.beide, hier, daar) == [False, False]
    lezer = paar.naar if uitsluiter is paar.van else paar.van
    with als(lezer):
        zaak = vers(daar, lezer)
        spoor = [een for een in toegangsperioden(zaak, nu=timezone.now()) if een.wie == "Beide"]
        assert [(een.tot is None, uitsluiter.naam in een.einde) for een in spoor] == [(False, False)]
        assert not Veldwijziging.objects.van(zaak).filter(door=uitsluiter).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM app.uitsluitingen_van_zaak(%s)", [zaak.pk])
            ((over, *verder),) = cursor.fetchall()
        assert over == paar.beide.pk
        assert uitsluiter.pk not in verder
    with fabriek():
        assert Gebeurtenis.objects.get(zaak_id=daar.pk, soort="uitgesloten").door_id == uitsluiter.pk


@pytest.mark.aanval("nood", gevonden=True)
def test_de_laatste_lezer_van_de_andere_helft_raakt_die_kwijt_aan_de_balie(paar, als, fabriek):
    with fabriek():
        paar.nieuw.toekenningen.filter(user=paar.naar).update(beeindigd_op=timezone.now())
        behandelt(paar.nieuw, paar.beide)
    with als(paar.van):
        sluit_uit(zaak=vers(paar.oud, paar.van), gebruiker=paar.beide, grond=BETROKKEN, door=paar.van)
    assert ziet(als, paar.beide, paar.oud, paar.nieuw) == [False, False]
    with als(paar.aan_de_balie) as balie:
        zaak = vers(paar.nieuw, balie)
        assert (zaak.team_id, zaak.behandelaar_id) == (paar.balie.pk, None)


@pytest.mark.aanval("nood", gevonden=True)
def test_wie_een_klacht_registreerde_haalt_de_melding_die_zij_werd_niet_naar_de_eigen_balie(
    fabriek, als, client_van
):
    """Who may not exclude names its only reader as a person of the klacht: that one loses it, nobody gets it."""
    with fabriek():
        intake, ckp = maak_team(soort=Team.Soort.INTAKE), maak_team(soort=Team.Soort.KLACHTEN)
        maak_gebruiker(Rol.CKP, teams=[ckp])
        intaker, enige = maak_gebruiker(Rol.INTAKE, teams=[intake]), maak_gebruiker(Rol.ADVISEUR)
        klacht = maak_zaak("klacht", team=ckp, lezers=(intaker,), aangemaakt_door=intaker)
        melding = maak_zaak("melding", lezers=(enige,), behandelaar=enige)
        Zaakkoppeling(
            soort="doorgeleid", van=klacht, naar=melding, van_status="beoordelen", op=timezone.now()
        ).save(force_insert=True)
        beheerder = maak_gebruiker(Rol.BEHEERDER)
    met = client_van(intaker)
    persoon = {"rol": "getuige", "naam": "Naam", "contact": enige.email}
    vraag = met.post(reverse("klachten:persoon_nieuw", args=[klacht.pk]), persoon)["Location"]
    assert met.post(vraag, {f"account_{enige.pk}": "betrokken"}).status_code == 302
    assert ziet(als, enige, klacht, melding) == [False, False]
    assert ziet(als, intaker, klacht, melding) == [True, False]
    with als(beheerder), connection.cursor() as cursor:
        cursor.execute("SELECT app.aantal_zonder_lezer()")
        assert cursor.fetchone() == (1,)


@pytest.mark.aanval("bestaan", gevonden=True)
def test_annuleren_verraadt_wie_uitgesloten_is_niet_dat_er_een_andere_helft_is(balies, als, fabriek):
    """It is done as for everybody, and the exclusion holds on."""
    with fabriek():
        zaak = maak(balies, "melding")
        sluit_uit_zonder_dienst(zaak, balies.misstand)
        maak_gebruiker(Rol.MISSTANDEN, teams=[balies.teams["misstand"]])  # reads it
    nieuw = leid_door(balies, zaak, "melding", overdracht("misstand"), als)
    with fabriek():  # taken off here, it holds there
        Uitsluiting.objects.filter(zaak_id=nieuw.pk).delete()
    with als(balies.misstand) as uitgesloten, connection.cursor() as cursor:
        annuleer(zaak=vers(nieuw, uitgesloten), reden="hoort hier niet", door=uitgesloten)
        assert not Zaak.objects.zichtbaar_voor(uitgesloten).filter(pk=zaak.pk).exists()
        cursor.execute("SELECT app.mijn_uitsluitingen(), app.mag_wijzigen(%s)", [zaak.pk])
        assert cursor.fetchall() == [(zaak.pk, False)]
    with als(balies.melding) as collega:
        assert register_van("melding").model.objects.zichtbaar_voor(collega).get(pk=zaak.pk).status == VANUIT["melding"]  # fmt: skip


@pytest.mark.aanval("bestaan", gevonden=True)
def test_verzegelen_verraadt_de_andere_helft_niet_en_laat_haar_niet_open(paar, als):
    """Who may not handle the other half is refused as anybody who cannot be chosen; who may, gets both, sealed."""
    with als(paar.naar):
        zaak = vers(paar.nieuw, paar.naar)
        zaken = {"zaak": zaak, "reden": "proef", "door": paar.naar}
        with pytest.raises(NietMogelijk) as gewoon:
            verzegel(behandelaar=paar.van, **zaken)
    with als(paar.van):
        zaak = vers(paar.oud, paar.van)
        with pytest.raises(NietMogelijk) as fout:
            verzegel(zaak=zaak, behandelaar=paar.adviseur_buiten, reden="proef", door=paar.van)
        assert str(fout.value) == str(gewoon.value)
        verzegel(zaak=zaak, behandelaar=paar.buiten, reden="proef", door=paar.van)
    for wie in (paar.van, paar.naar, paar.beide, paar.aan_de_balie):
        assert ziet(als, wie, paar.oud, paar.nieuw) == [False, False]
    with als(paar.buiten) as buiten:
        helften = [vers(helft, buiten) for helft in (paar.oud, paar.nieuw)]
        assert [(z.verzegeld, z.team_id, z.behandelaar_id) for z in helften] == [(True, None, buiten.pk)] * 2
        perioden = [een for helft in helften for een in toegangsperioden(helft, nu=timezone.now())]
        assert {een.einde for een in perioden if een.wie == "Naar"} == {"Zaak verzegeld"}


@pytest.mark.aanval("nood")
def test_wie_beide_helften_ziet_hoort_waarom_iemand_niet_gekozen_kan_worden(paar, als, fabriek):
    with fabriek():
        behandelt(paar.oud, paar.beide)
    with (
        als(paar.beide) as wie,
        pytest.raises(NietMogelijk, match="Een andere zaak over hetzelfde voorval wordt ook verzegeld"),
    ):
        verzegel(zaak=vers(paar.oud, wie), behandelaar=paar.adviseur_buiten, reden="proef", door=wie)


@pytest.mark.aanval("nood")
def test_een_geannuleerde_helft_wordt_mee_verzegeld(paar, als, fabriek):
    """It holds the same texts, and nobody could seal it afterwards; its new behandelaar may have another role."""
    with fabriek():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE zaken_zaakkoppeling SET beeindigd_op = now(), beeindigd_door_id = %s", [paar.naar.pk]
            )
        type(paar.nieuw).objects.zonder_toegangsfilter(reden="test").filter(pk=paar.nieuw.pk).update(
            geannuleerd_op=timezone.now(), geannuleerd_door=paar.naar
        )
    with als(paar.van):
        verzegel(
            zaak=vers(paar.oud, paar.van), behandelaar=paar.adviseur_buiten, reden="proef", door=paar.van
        )
    for wie in (paar.van, paar.naar, paar.beide, paar.aan_de_balie):
        assert ziet(als, wie, paar.oud, paar.nieuw) == [False, False]


@pytest.mark.aanval("nood")
def test_wie_uit_de_andere_helft_is_uitgesloten_kan_de_eigen_verzegelen(paar, als, fabriek):
    """Nobody would have been good enough, and that would have told why."""
    with fabriek():
        sluit_uit_zonder_dienst(paar.nieuw, paar.van)
    with als(paar.van):
        verzegel(zaak=vers(paar.oud, paar.van), behandelaar=paar.buiten, reden="proef", door=paar.van)
    assert ziet(als, paar.buiten, paar.oud, paar.nieuw) == [True, True]


@pytest.mark.aanval("nood")
def test_uitsluiten_en_verzegelen_bereiken_de_derde_helft(paar, als, fabriek):
    with fabriek():
        derde = maak_zaak("melding", lezers=(paar.naar,))
        Zaakkoppeling(
            soort="doorgeleid", van=paar.nieuw, naar=derde, van_status="ingediend", op=timezone.now()
        ).save(force_insert=True)
    with als(paar.van):
        sluit_uit(zaak=vers(paar.oud, paar.van), gebruiker=paar.beide, grond=BETROKKEN, door=paar.van)
    with fabriek():
        assert Uitsluiting.objects.filter(gebruiker=paar.beide).count() == 3
    with als(paar.van):
        verzegel(zaak=vers(paar.oud, paar.van), behandelaar=paar.buiten, reden="proef", door=paar.van)
    assert ziet(als, paar.buiten, paar.oud, paar.nieuw, derde) == [True, True, True]
    assert ziet(als, paar.naar, paar.oud, paar.nieuw, derde) == [False, False, False]


@pytest.mark.aanval("nood", gevonden=True)
def test_wie_van_de_andere_helft_de_laatste_lezer_is_leest_die_toch_niet_meer(
    laatste, als, fabriek, client_van
):
    """No desk takes a sealed one: nobody reads it, a beheerder is told at once, and whoever excluded is not."""
    met = client_van(laatste.adviseur_buiten)
    adres = register_van("melding").url("uitsluiten", laatste.oud.pk)
    antwoord = met.post(adres, {"gebruiker": laatste.buiten.pk, "grond": "betrokken"}, follow=True)
    assert "nooit meer zien" in antwoord.content.decode()
    assert ziet(als, laatste.buiten, laatste.oud, laatste.nieuw) == [False, False]
    with fabriek():
        assert Gebeurtenis.objects.filter(zaak_id=laatste.nieuw.pk, soort="zonder_lezer").count() == 1
        berichten = Bericht.objects.exclude(soort="toegewezen").values_list("aan", "soort", "zaak")
        assert list(berichten) == [(laatste.beheerder.pk, "zonder_lezer", None)]
    beheer = client_van(laatste.beheerder)
    start = beheer.get(reverse("beheer:start")).content.decode()
    assert "Er is 1 zaak die niemand kan lezen." in start
    assert "Buiten" not in start
    with als(laatste.beheerder):
        (bericht,) = Bericht.objects.all()
    kies = beheer.get(reverse("berichten:openen", args=[bericht.pk]), follow=True).content.decode()
    assert "Kies wie de zaak krijgt." in kies
    assert laatste.nieuw.zaaknummer not in kies
    for wie, gekregen in (
        (laatste.adviseur_buiten, False),
        (laatste.buiten, False),
        (laatste.opvolger, True),
    ):
        beheer.post(reverse("zonder_lezer"), {"aan": wie.pk})
        assert ziet(als, wie, laatste.nieuw) == [gekregen]
    with als(laatste.opvolger) as wie:
        nieuw = vers(laatste.nieuw, wie)
        assert (nieuw.verzegeld, nieuw.behandelaar_id) == (True, wie.pk)
    assert "zaak die niemand kan lezen" not in beheer.get(reverse("beheer:start")).content.decode()


@pytest.mark.aanval("tweede muur")
@pytest.mark.parametrize("wie", ["buiten", "adviseur_buiten"])
def test_alleen_een_beheerder_geeft_weg_wat_niemand_leest_en_nooit_aan_zichzelf(laatste, als, wie):
    with als(laatste.adviseur_buiten) as door:
        sluit_uit(zaak=vers(laatste.oud, door), gebruiker=laatste.buiten, grond=BETROKKEN, door=door)
    with als(getattr(laatste, wie)), connection.cursor() as cursor:
        cursor.execute("SELECT app.aantal_zonder_lezer()")
        assert cursor.fetchone() == (None,)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("SELECT * FROM app.geef_lezer(%s)", [laatste.opvolger.pk])
    geweigerd = pytest.raises(DatabaseError)
    with als(laatste.beheerder) as zelf, geweigerd, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.geef_lezer(%s)", [zelf.pk])
    assert ziet(als, laatste.opvolger, laatste.nieuw) == [False]


@pytest.mark.aanval("nood")
@pytest.mark.parametrize("opgeheven", [False, True])
def test_wie_eerder_de_laatste_lezer_bleef_wordt_alsnog_uitgesloten(laatste, fabriek, als, opgeheven):
    """What migration zaken/0055 mends; not where somebody took the exclusion off again."""
    with fabriek(), connection.cursor() as cursor:
        sluit_uit_zonder_dienst(laatste.oud, laatste.buiten)
        if opgeheven:
            Gebeurtenis.objects.create(
                soort="uitsluiting_opgeheven",
                zaak_id=laatste.nieuw.pk,
                bijzonderheden={"gebruiker": laatste.buiten.pk},
            )
        toen = import_module("zaken.migrations.0055_alsnog_uitgesloten").SQL
        cursor.execute(
            toen.replace("app._andere_helften(u.zaak_id)", "app._andere_van_groep(u.zaak_id, true, NULL)")
        )
    assert ziet(als, laatste.buiten, laatste.nieuw) == [opgeheven]


@pytest.mark.aanval("bestaan", gevonden=True)
@pytest.mark.parametrize("uitgesloten", [False, True])
def test_annuleren_met_sql_laat_in_de_helft_die_men_niet_ziet_niemand_binnen(
    balies, als, fabriek, uitgesloten
):
    """The old one goes back, by nobody for its readers; not for a moment does who annuls read it or give it away."""
    with fabriek():
        oud = maak(balies, "melding")
        vriend = maak_gebruiker(Rol.ADVISEUR)
    nieuw = leid_door(balies, oud, "melding", overdracht("misstand"), als)
    if uitgesloten:
        with fabriek():
            sluit_uit_zonder_dienst(oud, balies.misstand)
    with als(balies.misstand), connection.cursor() as cursor:
        cursor.execute("SELECT app.open_terugweg(%s)", [nieuw.pk])
        assert cursor.fetchall() == [(None,)]
        weg = "UPDATE zaken_zaak SET geannuleerd_op = now(), geannuleerd_door_id = app.uid() WHERE id = %s"
        cursor.execute(weg, [nieuw.pk])
        assert cursor.rowcount == 1
        cursor.execute("SELECT id FROM zaken_zaak UNION ALL SELECT zaak_id FROM zaken_statuswijziging")
        assert (oud.pk,) not in cursor.fetchall()
        geef = f"SELECT app.verleen(gen_random_uuid(), '{oud.pk}', {vriend.pk}, NULL, NULL)"
        with pytest.raises(DatabaseError, match="zaak not visible"), transaction.atomic():
            cursor.execute(geef)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert [ziet(als, wie, oud) for wie in (balies.misstand, vriend, balies.melding)] == [
        [False],
        [False],
        [True],
    ]
    with als(balies.melding) as wie:
        terug = register_van("melding").model.objects.zichtbaar_voor(wie).get(pk=oud.pk)
        assert terug.status == VANUIT["melding"]
        assert not Veldwijziging.objects.van(terug).filter(door=balies.misstand).exists()
    with fabriek():
        assert Uitsluiting.objects.filter(zaak=oud, gebruiker=balies.misstand).exists() is uitgesloten
        assert not oud.toekenningen.filter(user=balies.misstand).exists()
