"""Who is told what, who reads it, and what the database refuses."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht, Voorkeur
from berichten.queries import aantal_ongelezen, eigen
from berichten.services import bericht
from berichten.soorten import Soort
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding, maak_toekenning, sluit_uit
from zaken.models import Toekenning
from zaken.services import toegang

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
LIJST = "/berichten/"


@pytest.fixture
def spelers(fabriek):
    with fabriek():
        return [maak_gebruiker(Rol.ADVISEUR) for _ in range(3)]


@pytest.fixture
def melding(fabriek, spelers):
    """A zaak of the first; the second is going to be told, the third stays outside."""
    with fabriek():
        return maak_melding(lezers=(spelers[0],), behandelaar=spelers[0], onderwerp="Merkwoord onderwerp")


@pytest.fixture
def gedeeld(als, fabriek, spelers, melding):
    """The message that the second got because the zaak was shared."""
    van, aan, _ = spelers
    with als(van):
        toegang.verleen(
            zaak=melding, aan=aan, reden="Merkwoord reden", verloopt_op=None, nu=timezone.now(), door=van
        )
    with fabriek():
        return Bericht.objects.get(aan=aan)


def _sql(opdracht: str, *waarden: object) -> list[tuple[object, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opdracht, waarden)
        return cursor.fetchall() if cursor.description else []


def test_wie_een_zaak_krijgt_of_mag_lezen_krijgt_een_bericht_zonder_inhoud(
    als, fabriek, spelers, melding, gedeeld
):
    van, aan, ander = spelers
    with als(van):
        toegang.wijs_toe(zaak=melding, behandelaar=ander, team=None, reden="Merkwoord", door=van)
    with fabriek():
        rijen = _sql("SELECT aan_id, soort, zaak_id, to_jsonb(b)::text FROM berichten_bericht b ORDER BY op")
    assert [rij[:3] for rij in rijen] == [
        (aan.pk, "gedeeld", melding.pk),
        (ander.pk, "toegewezen", melding.pk),
    ]
    assert not any("Merkwoord" in rij[3] or melding.zaaknummer in rij[3] for rij in rijen)


def test_wie_een_zaak_zelf_oppakt_krijgt_geen_bericht(als, fabriek):
    with fabriek():
        team = maak_team()
        lid = maak_gebruiker(Rol.ADVISEUR, teams=[team])
        zaak = maak_melding(team=team)
    with als(lid):
        toegang.wijs_toe(zaak=zaak, behandelaar=lid, team=team, reden="pak op", door=lid)
    with fabriek():
        assert not Bericht.objects.exists()


@pytest.mark.pg15
def test_alleen_wie_het_aangaat_leest_het_bericht(als, spelers, gedeeld):
    van, aan, ander = spelers
    with als(aan):
        assert _sql("SELECT id FROM berichten_bericht") == [(gedeeld.pk,)]
    for wie in (van, ander):
        with als(wie):
            assert _sql("SELECT id FROM berichten_bericht") == []
            assert _sql("UPDATE berichten_bericht SET gelezen_op = now() RETURNING id") == []
    assert _sql("SELECT id FROM berichten_bericht") == []


@pytest.mark.pg15
def test_een_bericht_verdwijnt_met_de_toegang_tot_de_zaak(als, fabriek, spelers, melding, gedeeld):
    aan = spelers[1]
    with als(aan):
        assert aantal_ongelezen(aan) == 1
    with fabriek():
        Toekenning.objects.filter(user=aan).update(beeindigd_op=timezone.now(), beeindigd_door=spelers[0])
    with als(aan):
        assert (eigen(aan), aantal_ongelezen(aan)) == ([], 0)
        assert _sql("UPDATE berichten_bericht SET gelezen_op = now() RETURNING id") == []
    with fabriek():
        maak_toekenning(melding, aan)
        sluit_uit(melding, aan)
    with als(aan):
        assert eigen(aan) == []


@pytest.mark.pg15
@pytest.mark.parametrize(
    "opdracht",
    [
        "INSERT INTO berichten_bericht (id, aan_id, soort, op) VALUES (gen_random_uuid(), {aan}, 'gedeeld', now())",
        "UPDATE berichten_bericht SET aan_id = {ander}",
        "UPDATE berichten_bericht SET soort = 'x'",
        "DELETE FROM berichten_bericht",
        "INSERT INTO berichten_voorkeur (gebruiker_id, mail) VALUES ({ander}, 'geen')",
        "SELECT * FROM berichten_overzicht",
        "SELECT app.herinner('2026-01-01', ARRAY['nazorg'], ARRAY[9])",
    ],
)
def test_de_webrol_schrijft_geen_berichten_en_geen_voorkeur_van_een_ander(als, spelers, gedeeld, opdracht):
    _, aan, ander = spelers
    with als(aan), pytest.raises(DatabaseError) as fout:
        _sql(opdracht.format(aan=aan.pk, ander=ander.pk))
    assert fout.value.__cause__.sqlstate == "42501"


@pytest.mark.pg15
def test_wie_de_zaak_niet_ziet_kan_er_niemand_iets_over_melden(als, fabriek, spelers, melding):
    _, aan, ander = spelers
    for zaak in (melding.pk, uuid4()):
        with als(ander), pytest.raises(DatabaseError) as fout:
            bericht(aan=aan.pk, soort=Soort.GEDEELD, zaak_id=zaak)
        assert fout.value.__cause__.sqlstate == "JID01"


def test_een_gesloten_account_krijgt_niets(als, fabriek, spelers, melding):
    with fabriek():
        weg = maak_gebruiker(Rol.ADVISEUR, is_active=False)
    with als(spelers[0]):
        bericht(aan=weg.pk, soort=Soort.GEDEELD, zaak_id=melding.pk)
    with fabriek():
        assert not Bericht.objects.exists()


def test_de_bladzijde_toont_nummer_en_aantal_alleen_aan_wie_het_aangaat(
    client_van, spelers, melding, gedeeld
):
    client = client_van(spelers[1])
    tekst = client.get(LIJST).content.decode()
    assert "(1 nieuw bericht)" in tekst
    assert melding.zaaknummer in tekst
    assert "Merkwoord" not in tekst
    ander = client_van(spelers[2]).get(LIJST).content.decode()
    assert melding.zaaknummer not in ander
    assert "U hebt geen berichten." in ander


def test_openen_leest_het_bericht_en_brengt_naar_de_zaak(client_van, fabriek, spelers, melding, gedeeld):
    adres = reverse("berichten:openen", args=[gedeeld.pk])
    assert client_van(spelers[2]).get(adres).status_code == 404
    client = client_van(spelers[1])
    antwoord = client.get(adres, follow=True)
    assert [doel for doel, _ in antwoord.redirect_chain] == [
        reverse("zaak", args=[melding.pk]),
        reverse("meldingen:detail", args=[melding.pk]),
    ]
    assert antwoord.status_code == 200
    assert "nieuw bericht" not in client.get(LIJST).content.decode()


def test_het_adres_van_een_zaak_verraadt_niets_aan_een_ander(client_van, spelers, melding):
    client = client_van(spelers[2])
    antwoorden = [client.get(reverse("zaak", args=[pk])) for pk in (melding.pk, uuid4())]
    assert [antwoord.status_code for antwoord in antwoorden] == [404, 404]


def test_alles_als_gelezen_markeren_raakt_alleen_eigen_berichten(
    als, client_van, fabriek, spelers, melding, gedeeld
):
    van, aan, ander = spelers
    with als(van):
        bericht(aan=ander.pk, soort=Soort.GEDEELD, zaak_id=melding.pk)
    assert client_van(aan).post(reverse("berichten:alles_gelezen")).status_code == 302
    with fabriek():
        assert list(Bericht.objects.filter(gelezen_op=None).values_list("aan", flat=True)) == [ander.pk]


def test_iedereen_kiest_zelf_wanneer_er_mail_komt(client_van, fabriek, spelers):
    client, adres = client_van(spelers[0]), reverse("berichten:instellingen")
    assert client.post(adres, {"mail": "altijd"}).status_code == 422
    for keuze in ("direct", "geen"):
        assert client.post(adres, {"mail": keuze}).status_code == 302
    with fabriek():
        assert list(Voorkeur.objects.values_list("gebruiker", "mail")) == [(spelers[0].pk, "geen")]
