"""What was closed to somebody stays so by another way: a signal of before, a file of before, a message of before."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from achtergrond import uitvoeren
from achtergrond.models import Resultaatdeel, Taakopdracht
from berichten.models import Bericht
from berichten.soorten import Soort
from gebruikers.models import Team
from gebruikers.rollen import Rol
from logboek import events
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import code, maak_melding
from tests.factories.zaken import sluit_uit as sluit_uit_zonder_dienst
from tests.hulp.meldingen import registreer
from tests.hulp.opdracht import als_rol
from tests.hulp.wie import aangemeld
from tests.hulp.wie import als as als_nu
from tests.hulp.wie import fabriek as fabriek_nu
from zaken.models import Signaal
from zaken.services.databank import NietMogelijk
from zaken.services.kwalificatie import Kwalificatiegegevens, leg_signaal_vast
from zaken.services.toegang import sluit_uit

from .helften import BETROKKEN, vers, ziet

pytestmark = pytest.mark.databank


@pytest.mark.aanval("eerste muur", gevonden=True)
@pytest.mark.parametrize("hoe", ["uitgesloten", "verzegeld", "gewoon"])
def test_een_signaal_gaat_na_annuleren_niet_open_voor_wie_de_zaak_niet_las(
    fabriek, als, client_van, sql, hoe
):
    with fabriek():
        intake = maak_team(soort=Team.Soort.INTAKE)
        x, schrijver = (maak_gebruiker(Rol.INTAKE, teams=[intake]) for _nummer in range(2))
        buiten = maak_gebruiker(Rol.ADVISEUR, teams=[maak_team(soort=Team.Soort.BUITEN_COID)])
    with als(schrijver) as door:
        signaal = _signaal(door)
    with fabriek():
        zaak = maak_melding(
            lezers=(buiten,), behandelaar=buiten, status=Status.IN_BEOORDELING, verzegeld=hoe == "verzegeld"
        )
        sql("UPDATE zaken_signaal SET zaak_id = %s WHERE id = %s", zaak.pk, signaal.pk)
        if hoe == "uitgesloten":
            sluit_uit_zonder_dienst(zaak, x)
    annuleer = reverse("meldingen:annuleer", args=[zaak.pk])
    assert client_van(buiten).post(annuleer, {"reden": "dubbel"}).status_code == 302
    open_ = hoe == "gewoon"
    antwoord = client_van(x).get(reverse("signalen:detail", args=[signaal.pk]))
    assert (antwoord.status_code, "kwartelslag" in antwoord.content.decode()) == (
        200 if open_ else 404,
        open_,
    )
    with als(x), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM zaken_signaal")
        assert cursor.fetchone() == (int(open_),)


@pytest.fixture
def balie(fabriek, als):
    """A signal of the intake, `schrijver` who wrote it down, `x` of the same desk, `buiten` outside COID."""
    with fabriek():
        intake = maak_team(soort=Team.Soort.INTAKE)
        x, schrijver = (maak_gebruiker(Rol.INTAKE, teams=[intake]) for _nummer in range(2))
        buiten = maak_gebruiker(
            Rol.INTAKE, Rol.ADVISEUR, teams=[maak_team(soort=Team.Soort.BUITEN_COID)], naam="Buiten"
        )
    with als(schrijver) as door:
        signaal = _signaal(door)
    return SimpleNamespace(intake=intake, x=x, schrijver=schrijver, buiten=buiten, signaal=signaal)


def _signaal(door):
    return leg_signaal_vast(
        soort=Signaal.Soort.ADVIESVRAAG, ontvangen_op=localdate(), onderwerp="kwartelslag", reden="reden",
        triage={}, door=door,
    )  # fmt: skip


def _wordt_melding(als, wie, signaal, **rest):
    gegevens = {
        "ontvangen_defensie": localdate(), "onderwerp": "kwartelslag weer",
        "hoofdcategorie": code("hoofdcategorie", "omgangsvormen"),
    }  # fmt: skip
    with als(wie) as door:
        wat = Kwalificatiegegevens(reden="toch", signaal=signaal.pk)
        return registreer(gegevens=gegevens, kwalificatie=wat, door=door, **rest)


def _annuleer(client, zaak):
    adres = reverse("meldingen:annuleer", args=[zaak.pk])
    assert client.post(adres, {"reden": "vergissing"}).status_code == 302


def _leest_signaal(client, signaal):
    antwoord = client.get(reverse("signalen:detail", args=[signaal.pk]))
    gelezen = "kwartelslag" in antwoord.content.decode()
    assert (antwoord.status_code == 200) is gelezen
    return gelezen


@pytest.mark.aanval("eerste muur", gevonden=True)
def test_wie_uitgesloten_was_blijft_dat_als_een_signaal_weer_een_zaak_wordt(balie, als, client_van):
    """Excluded from the first zaak: closed to X are also the next one of the same signal, and the signal ever after."""
    eerste = _wordt_melding(als, balie.schrijver, balie.signaal)
    with als(balie.schrijver) as door:
        sluit_uit(zaak=vers(eerste, door), gebruiker=balie.x, grond=BETROKKEN, door=door)
    klant, x = client_van(balie.schrijver), client_van(balie.x)
    _annuleer(klant, eerste)
    for _keer in range(2):
        assert (_leest_signaal(klant, balie.signaal), _leest_signaal(x, balie.signaal)) == (True, False)
        weer = _wordt_melding(als, balie.schrijver, balie.signaal)
        assert x.get(reverse("meldingen:detail", args=[weer.pk])).status_code == 404
        _annuleer(klant, weer)
    assert not _leest_signaal(x, balie.signaal)


@pytest.mark.aanval("eerste muur", gevonden=True)
@pytest.mark.parametrize("hoe", ["uitgesloten", "verzegeld"])
def test_een_signaal_sluit_ook_als_wat_het_was_pas_na_het_annuleren_sluit(
    balie, als, fabriek, client_van, hoe
):
    """Through what it was merged with: an exclusion and a seal reach an annulled duplicate, and so its signal."""
    dubbel = _wordt_melding(als, balie.schrijver, balie.signaal)
    with fabriek():
        over = maak_melding(team=balie.intake, status=Status.IN_BEOORDELING)
    klant = client_van(balie.schrijver)
    for naar, meer in (
        (Status.IN_BEOORDELING, {}),
        (Status.SAMENGEVOEGD, {"samengevoegd_met": over.zaaknummer}),
    ):
        stap = reverse("meldingen:status", args=[dubbel.pk, naar])
        assert klant.post(stap, {"toelichting": "zelfde", **meer}).status_code == 302
    _annuleer(klant, dubbel)
    assert _leest_signaal(client_van(balie.x), balie.signaal)
    adres, gegevens = {
        "uitgesloten": ("uitsluiten", {"gebruiker": balie.x.pk, "grond": "betrokken"}),
        "verzegeld": ("verzegelen", {"behandelaar": balie.buiten.pk, "reden": "r"}),
    }[hoe]
    assert klant.post(reverse(f"meldingen:{adres}", args=[over.pk]), gegevens).status_code == 302
    assert not _leest_signaal(client_van(balie.x), balie.signaal)
    with als(balie.x), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM zaken_signaal")
        assert cursor.fetchone() == (0,)


@pytest.mark.aanval("eerste muur")
def test_wat_verzegeld_was_wordt_niet_weer_een_zaak_van_een_bureau(balie, als, client_van):
    """Who still reads the signal, outside COID, makes it a sealed zaak once more or none."""
    with als(balie.buiten) as door:
        signaal = _signaal(door)
    zaak = _wordt_melding(als, balie.buiten, signaal, verzegeld_voor=balie.buiten.pk)
    _annuleer(client_van(balie.buiten), zaak)
    assert _leest_signaal(client_van(balie.buiten), signaal)
    with pytest.raises(NietMogelijk, match="Verzegel ook deze zaak"):
        _wordt_melding(als, balie.buiten, signaal)
    weer = _wordt_melding(als, balie.buiten, signaal, verzegeld_voor=balie.buiten.pk)
    assert ziet(als, balie.schrijver, weer) == [False]


@pytest.mark.aanval("uitvoer", gevonden=True)
def test_een_bestand_van_voor_een_uitsluiting_wordt_daarna_niet_opgehaald(kloon, monkeypatch):
    """And it looks as any that expired: the page of the file, the list and fetching it say the same."""
    monkeypatch.setattr("logboek.uitvoer.HOOGSTENS", 0)
    monkeypatch.setattr("celery.current_app.send_task", lambda *args, **rest: None)
    with transaction.atomic(), fabriek_nu():
        auditor, _ander = maak_gebruiker(Rol.AUDITOR), maak_gebruiker(Rol.AUDITOR)
        lezer = maak_gebruiker(Rol.ADVISEUR, naam="Lezer Een")
        zaak = maak_melding(lezers=(lezer,), behandelaar=lezer)
    with transaction.atomic(), als_nu(lezer):
        events.ingezien(zaak_id=zaak.pk, door=lezer)
    client = aangemeld(auditor)
    client.post(reverse("logboek:uitvoer"))
    with transaction.atomic(), fabriek_nu():
        opdracht = Taakopdracht.objects.get()
    with als_rol("worker", kloon):
        assert uitvoeren.voer_uit(opdracht_id=opdracht.pk, klok=timezone.now)
    with transaction.atomic(), als_nu(auditor):
        assert Resultaatdeel.objects.exists()
    with transaction.atomic(), als_nu(lezer) as door:
        sluit_uit(zaak=vers(zaak, door), gebruiker=auditor, grond=BETROKKEN, door=door)
    for adres in (reverse("taken:taak", args=[opdracht.pk]), reverse("taken:lijst")):
        pagina = client.get(adres).content.decode()
        assert "Het bestand is verlopen" in pagina
        assert "U kunt het bestand" not in pagina
    antwoord = client.post(reverse("taken:ophalen", args=[opdracht.pk]), follow=True)
    assert "Vraag het opnieuw aan" in antwoord.content.decode()
    assert "Content-Disposition" not in antwoord.headers
    with transaction.atomic(), als_nu(auditor):
        assert not Resultaatdeel.objects.exists()


@pytest.mark.aanval("tweede muur", gevonden=True)
@pytest.mark.parametrize("soort", [soort.value for soort in Soort])
def test_niemand_zegt_zelf_wat_de_databank_zegt(fabriek, als, sql, soort):
    """An unread message of before keeps the next of its kind away; so those kinds come from the database alone."""
    with fabriek():
        beheerder, wie = maak_gebruiker(Rol.BEHEERDER), maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_melding(lezers=(wie,), behandelaar=wie)
    gewoon = soort in {Soort.TOEGEWEZEN, Soort.GEDEELD, Soort.ONTZEGELING_GEVRAAGD}
    for over in (None, zaak.pk):
        with als(wie), transaction.atomic():
            if gewoon and over:
                sql("SELECT app.bericht(gen_random_uuid(), %s, %s, %s, NULL)", beheerder.pk, soort, over)
            else:
                with pytest.raises(DatabaseError) as fout, transaction.atomic():
                    sql("SELECT app.bericht(gen_random_uuid(), %s, %s, %s, NULL)", beheerder.pk, soort, over)
                assert fout.value.__cause__.sqlstate == "JID01"
    with fabriek():
        assert Bericht.objects.count() == int(gewoon)
