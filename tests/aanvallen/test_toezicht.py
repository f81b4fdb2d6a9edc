"""Attacks on who is left to look: everybody who keeps watch, or a whole desk, called involved."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from gebruikers.models import Lidmaatschap, Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from meldingen.models import Melding
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_melding
from tests.factories.zaken import sluit_uit as sluit_uit_zonder_dienst
from zaken.herkennen import Genoemde, herken
from zaken.models import Uitsluiting
from zaken.services.databank import NietMogelijk, in_woorden, roep
from zaken.services.toegang import hef_uitsluiting_op, sluit_uit

from .helften import BETROKKEN, behandelt, vers, voeg_samen, ziet

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


@pytest.fixture
def wacht(fabriek):
    """Who keeps watch; somebody who has an account and never signed in does not."""
    with fabriek():
        maak_gebruiker(Rol.AUDITOR, is_active=False)
        return SimpleNamespace(
            auditors=[maak_gebruiker(Rol.AUDITOR) for _ in range(2)], privacy=maak_gebruiker(Rol.PRIVACY)
        )


@pytest.mark.aanval("nood", gevonden=True)
def test_wie_een_zaak_behandelt_verbergt_haar_niet_voor_iedereen_die_toezicht_houdt(
    duo, wacht, als, fabriek, client_van
):
    """A person is entered with all their addresses, and one after the other they are called involved."""
    klant = client_van(duo.bij_over)
    wie = [*wacht.auditors, wacht.privacy]
    adres = klant.post(
        reverse("meldingen:persoon_nieuw", args=[duo.over.pk]),
        {"rol": "getuige", "naam": "Mail Lijst", "contact": " ".join(een.email for een in wie)},
    ).url
    assert klant.post(adres, {f"account_{een.pk}": "betrokken" for een in wie}).status_code == 422
    een, ander = wacht.auditors
    with als(duo.bij_over) as door:
        sluit_uit(zaak=vers(duo.over, door), gebruiker=een, grond=BETROKKEN, door=door)
        with pytest.raises(NietMogelijk, match="toezicht"):
            sluit_uit(zaak=vers(duo.over, door), gebruiker=ander, grond=BETROKKEN, door=door)
        with pytest.raises(NietMogelijk, match="toezicht"):
            roep("sluit_uit", uuid4(), duo.over.pk, ander.pk, BETROKKEN.value)
    for een, leest in zip(wacht.auditors, (False, True), strict=True):
        with als(een):
            assert Gebeurtenis.objects.filter(zaak_id=duo.over.pk).exists() == leest
            assert Gebeurtenis.objects.filter(zaak_id=duo.over.pk, soort="uitgesloten").exists() == leest
    antwoord = klant.post(
        reverse("meldingen:uitsluiten", args=[duo.over.pk]),
        {"gebruiker": wacht.auditors[1].pk, "grond": "betrokken"},
    )
    assert antwoord.status_code == 422


@pytest.mark.aanval("nood", gevonden=True)
def test_ook_samenvoegen_of_een_andere_zaak_van_het_voorval_laat_iemand_die_toezicht_houdt(
    duo, wacht, als, fabriek
):
    een, ander = wacht.auditors
    with fabriek():
        sluit_uit_zonder_dienst(duo.over, een)
        sluit_uit_zonder_dienst(duo.dubbel, ander)
        behandelt(duo.over, duo.derde)
    with als(duo.derde), pytest.raises(NietMogelijk, match="toezicht"), in_woorden():
        Melding.objects.zichtbaar_voor(duo.derde).filter(pk=duo.dubbel.pk).update(
            samengevoegd_met=duo.over.pk
        )
    with fabriek():
        Uitsluiting.objects.filter(zaak=duo.dubbel.pk).delete()
        voeg_samen(duo)
    with als(duo.derde) as door:
        hef_uitsluiting_op(zaak=vers(duo.over, door), gebruiker=een, door=door)
        with pytest.raises(NietMogelijk, match="toezicht"):
            sluit_uit(zaak=vers(duo.over, door), gebruiker=ander, grond=BETROKKEN, door=door)


@pytest.mark.aanval("rol", gevonden=True)
def test_wie_registreerde_houdt_de_balie_niet_uit_haar_zaak(fabriek, als, client_van):
    """Who may only complete what was registered for the desk names each of the desk as a person, one by one."""
    with fabriek():
        balie = maak_team(soort=Team.Soort.KLACHTEN)
        mensen = [maak_gebruiker(Rol.CKP, teams=[balie]) for _ in range(2)]
        ik = maak_gebruiker(Rol.INTAKE, naam="Registreerder")
        zaak = maak_zaak("klacht", team=balie, lezers=(ik,), aangemaakt_door=ik, behandelaar=None)
    klant = client_van(ik)
    for een, status in zip(mensen, (302, 422), strict=True):
        velden = {"rol": "getuige", "naam": "Naam", "contact": een.email}
        adres = klant.post(reverse("klachten:persoon_nieuw", args=[zaak.pk]), velden).url
        antwoord = klant.post(adres, {f"account_{een.pk}": "betrokken"})
        assert antwoord.status_code == status
    assert "Dan kan niemand van het team deze zaak nog lezen." in antwoord.content.decode()
    assert [ziet(als, een, zaak) for een in mensen] == [[False], [True]]
    with als(mensen[1]) as door:  # of the desk itself
        sluit_uit(zaak=vers(zaak, door), gebruiker=door, grond=BETROKKEN, door=door)


@pytest.mark.aanval("nood", gevonden=True)
def test_wie_probeert_aan_wie_een_zaak_kan_die_niemand_leest_staat_in_het_logboek(fabriek, als, client_van):
    """A beheerder chooses a colleague only to hear whether it goes: who is excluded does not get it."""
    with fabriek():
        elders = maak_team(soort=Team.Soort.BUITEN_COID)
        betrokken, ander = (maak_gebruiker(Rol.ADVISEUR, teams=[elders]) for _ in range(2))
        zaak = maak_melding(lezers=(), verzegeld=True)
        sluit_uit_zonder_dienst(zaak, betrokken)
        beheerder = maak_gebruiker(Rol.BEHEERDER)
    klant, adres = client_van(beheerder), reverse("zonder_lezer")
    for een, gegeven in ((betrokken, 0), (ander, 1)):
        antwoord = klant.post(adres, {"aan": een.pk}, follow=True).content.decode()
        assert f"heeft {gegeven} za" in antwoord
        with fabriek():
            keuze = Gebeurtenis.objects.filter(soort="lezer_gekozen").latest("tijdstip")
        assert (keuze.door_id, keuze.object_id, keuze.zaak_id) == (beheerder.pk, str(een.pk), None)
        assert keuze.bijzonderheden == {"gegeven": gegeven, "niet_gegeven": 1 - gegeven}
    assert ziet(als, ander, zaak) == [True]
    with als(beheerder), pytest.raises(DatabaseError, match="row-level security"):
        Gebeurtenis.objects.create(soort="lezer_gekozen", door_id=beheerder.pk, object_id=str(ander.pk))


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("route", ["overdragen", "waarneming"])
@pytest.mark.parametrize("rol", ["beheerder", "leider"])
def test_wie_probeert_aan_wie_een_zaak_kan_hoort_niet_wat_bleef_en_staat_in_het_logboek(
    fabriek, als, client_van, route, rol
):
    """The number that could not go told who is excluded; so did that there was one."""
    with fabriek():
        team = maak_team()
        van, betrokken, ander = (maak_gebruiker(Rol.ADVISEUR, teams=[team]) for _ in range(3))
        sluit_uit_zonder_dienst(maak_melding(team=team, lezers=(van,), behandelaar=van), betrokken)
        door = maak_gebruiker(Rol.BEHEERDER if rol == "beheerder" else Rol.ADVISEUR)
        if rol == "leider":
            Lidmaatschap.objects.create(team=team, gebruiker=door, is_teamleider=True)
    klant, adres = client_van(door), reverse(route, args=[van.pk])
    straks = timezone.localdate() + timedelta(days=7)
    rest = {
        "tot_en_met": straks.strftime("%d-%m-%Y"),
        "reden": "verlof" if route == "waarneming" else "vertrek",
    }
    veld = "waarnemer" if route == "waarneming" else "aan"
    for een, gegeven in ((betrokken, 0), (ander, 1)):
        antwoord = klant.post(adres, {veld: een.pk, **rest}, follow=True).content.decode()
        assert "naar deze collega" not in antwoord
        with fabriek():
            keuze = Gebeurtenis.objects.filter(soort="opvolger_gekozen").latest("tijdstip")
        assert (keuze.door_id, keuze.object_id, keuze.zaak_id) == (door.pk, str(een.pk), None)
        assert keuze.bijzonderheden == {"van": van.pk, "gegeven": gegeven, "niet_gegeven": 1 - gegeven}
    with als(door), pytest.raises(DatabaseError, match="row-level security"):
        Gebeurtenis.objects.create(soort="opvolger_gekozen", door_id=door.pk, object_id=str(ander.pk))


@pytest.mark.aanval("nood", gevonden=True)
def test_het_adres_van_een_ander_verbergt_de_betrokkene_niet(fabriek, als):
    with fabriek():
        een, ander = (maak_gebruiker(Rol.ADVISEUR) for _ in range(2))
    lijst = f"via {een.email}, zelf: {ander.email}"
    with als(een):
        assert [wie.gebruiker_id for wie in herken([Genoemde("Betrokkene", contact=lijst)])] == [
            een.pk,
            ander.pk,
        ]


@pytest.mark.aanval("bestaan", gevonden=True)
@pytest.mark.parametrize("ongezien", [True, False])
def test_of_er_een_ongeziene_dubbele_is_zegt_geen_weigering(duo, wacht, als, fabriek, ongezien):
    """One auditor is excluded and that is lifted, here only; then the other is."""
    een, ander = wacht.auditors
    if ongezien:
        with fabriek():
            voeg_samen(duo)
    with als(duo.bij_over) as door:
        sluit_uit(zaak=vers(duo.over, door), gebruiker=een, grond=BETROKKEN, door=door)
        hef_uitsluiting_op(zaak=vers(duo.over, door), gebruiker=een, door=door)
        sluit_uit(zaak=vers(duo.over, door), gebruiker=ander, grond=BETROKKEN, door=door)
    with fabriek():
        assert Uitsluiting.objects.get(zaak=duo.over.pk).gebruiker_id == ander.pk


@pytest.mark.aanval("nood")
def test_ook_de_enige_die_toezicht_houdt_kan_betrokken_zijn(duo, als, fabriek):
    with fabriek():
        auditor = maak_gebruiker(Rol.AUDITOR)
    with als(duo.bij_over) as door:
        sluit_uit(zaak=vers(duo.over, door), gebruiker=auditor, grond=BETROKKEN, door=door)
    with als(auditor):
        assert not Gebeurtenis.objects.filter(zaak_id=duo.over.pk).exists()


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("hoe", ["rol", "account"])
def test_een_beheerder_alleen_neemt_het_toezicht_niet_weg_en_de_anderen_horen_wie_gaat(
    toneel, client_van, fabriek, hoe
):
    """The first auditor may go, the privacy officer hears of it; the last one stays."""
    with fabriek():
        tweede, privacy = maak_gebruiker(Rol.AUDITOR), maak_gebruiker(Rol.PRIVACY)
        uitgenodigd = maak_gebruiker(Rol.AUDITOR)
        uitgenodigd.set_unusable_password()
        uitgenodigd.save()
    beheer = client_van(toneel.beheerder)

    def weg(wie):
        naam = {"rol": "beheer:gebruiker_rollen", "account": "beheer:gebruiker_deactiveren"}[hoe]
        return beheer.post(reverse(naam, args=[wie.pk]), follow=True).text

    assert "Zorg eerst voor" not in weg(toneel.auditor)
    with fabriek():
        gemeld = set(Bericht.objects.filter(soort="toezicht_weg").values_list("aan_id", flat=True))
        assert gemeld == {tweede.pk, privacy.pk}
    assert "Daarna is er geen auditor meer" in weg(tweede)
    assert client_van(tweede).get(reverse("logboek:lijst")).status_code == 200
    with fabriek():
        (bericht,) = Bericht.objects.filter(aan=privacy)
    open_ = client_van(privacy)
    assert "is dat niet meer" in open_.get(reverse("berichten:lijst")).text
    assert open_.get(reverse("berichten:openen", args=[bericht.pk]), follow=True).status_code == 200


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("hoe", ["team", "rollen", "deactiveren"])
def test_een_beheerder_hoort_niet_zonder_spoor_wie_een_verzegelde_zaak_heeft(
    toneel, client_van, fabriek, hoe
):
    """The refusal must say why; who asked that way stands in the log with whom it was about."""
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR, teams=[maak_team(soort=Team.Soort.BUITEN_COID)])
        maak_melding(verzegeld=True, behandelaar=wie, lezers=(wie,), team=None)
    beheer = client_van(toneel.beheerder)
    adres_, post = {
        "team": (reverse("beheer:team", args=[toneel.team.pk]), {"gebruiker": wie.pk}),
        "rollen": (reverse("beheer:gebruiker_rollen", args=[wie.pk]), {}),
        "deactiveren": (reverse("beheer:gebruiker_deactiveren", args=[wie.pk]), {}),
    }[hoe]
    reden = "heeft_verzegelde_zaken" if hoe == "team" else "enige_lezer"
    assert beheer.post(adres_, post, follow=True).status_code in {200, 422}
    with fabriek():
        (gelogd,) = Gebeurtenis.objects.filter(soort="geweigerd")
    assert (gelogd.door_id, gelogd.object_id) == (toneel.beheerder.pk, str(wie.pk))
    assert gelogd.bijzonderheden == {"reden": reden}
    spoor = client_van(toneel.auditor).get(reverse("logboek:lijst"), {"soort": "geweigerd"}).text
    assert f"over: {wie.naam}; reden: Deze gebruiker" in spoor


@pytest.mark.aanval("nood", gevonden=True)
def test_ook_wie_akkoord_geeft_hoort_dat_niet_zonder_spoor(toneel, client_van, fabriek):
    with fabriek():
        tweede = maak_gebruiker(Rol.PRIVACY)
        wie = maak_gebruiker(Rol.ADVISEUR, teams=[maak_team(soort=Team.Soort.BUITEN_COID)])
        maak_melding(verzegeld=True, behandelaar=wie, lezers=(wie,), team=None)
    rollen = reverse("beheer:gebruiker_rollen", args=[wie.pk])
    vraag = client_van(toneel.beheerder).post(rollen, {"rollen": ["beleid"]})["Location"]
    antwoord = client_van(tweede).post(vraag, {"besluit": "akkoord"}, follow=True)
    assert "de enige die een of meer zaken kan lezen" in antwoord.text
    with fabriek():
        (gelogd,) = Gebeurtenis.objects.filter(soort="geweigerd")
    assert (gelogd.door_id, gelogd.object_id) == (tweede.pk, str(wie.pk))
    assert gelogd.bijzonderheden == {"reden": "enige_lezer"}
