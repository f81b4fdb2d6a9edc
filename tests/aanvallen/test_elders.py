"""What is done in one zaak of an event, and works in another: nobody gains by it, nobody is kept from watching in silence."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
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
from tests.factories.zaken import maak_melding
from tests.factories.zaken import sluit_uit as sluit_uit_zonder_dienst
from zaken.models import Termijn, Zaakkoppeling
from zaken.services import noodtoegang
from zaken.services.toegang import hef_uitsluiting_op, sluit_uit, wijs_toe

from .helften import BETROKKEN, behandelt, vers, ziet

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


def _noem_betrokken(klant, zaak, wie):
    """Over HTTP: a person with the address of a colleague, and the answer that it is them."""
    nieuw = reverse("meldingen:persoon_nieuw", args=[zaak.pk])
    vergelijk = klant.post(nieuw, {"rol": "getuige", "naam": "Naam", "contact": wie.email}).url
    return klant.post(vergelijk, {f"account_{wie.pk}": "betrokken"})


@pytest.mark.aanval("nood", gevonden=True)
def test_wie_behandelt_maakt_noodtoegang_niet_onmogelijk(fabriek, als, client_van):
    """It takes two: one who opens, one who is told. The only privacy officer may be involved, while two auditors are left."""
    with fabriek():
        een, twee = maak_gebruiker(Rol.AUDITOR), maak_gebruiker(Rol.AUDITOR)
        privacy, b = maak_gebruiker(Rol.PRIVACY), maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_melding(lezers=(b,), behandelaar=b, status=Status.IN_BEHANDELING)
    klant = client_van(b)
    assert _noem_betrokken(klant, zaak, privacy).status_code == 302
    antwoord = _noem_betrokken(klant, zaak, een)
    assert "toezicht houden op deze zaak" in antwoord.content.decode()
    with als(twee) as door:
        noodtoegang.open_noodtoegang(zaaknummer=zaak.zaaknummer, reden="proef", uren=1, door=door)


@pytest.fixture
def omweg(fabriek, als):
    """O and its duplicate, by one behandelaar, who then assigned O to a colleague and sees it no more."""
    with fabriek():
        een, twee = maak_gebruiker(Rol.AUDITOR), maak_gebruiker(Rol.AUDITOR)
        beheerder = maak_gebruiker(Rol.BEHEERDER)
        b, c = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ADVISEUR)
        over = maak_melding(lezers=(b,), behandelaar=b, status=Status.IN_BEHANDELING)
        dubbel = maak_melding(lezers=(b,), behandelaar=b, status=Status.SAMENGEVOEGD, samengevoegd_met=over)
    with als(b) as door:
        wijs_toe(zaak=vers(over, door), behandelaar=c, team=None, reden="voor jou", door=door)
    return SimpleNamespace(een=een, twee=twee, beheerder=beheerder, b=b, over=over, dubbel=dubbel)


@pytest.mark.aanval("log", gevonden=True)
def test_een_zaak_verdwijnt_niet_in_stilte_voor_alle_auditors(omweg, fabriek, als):
    """One after the other, through the duplicate; in the zaak itself it would be refused, which here would tell of it."""
    with als(omweg.b) as door:
        sluit_uit(zaak=vers(omweg.dubbel, door), gebruiker=omweg.een, grond=BETROKKEN, door=door)
        hef_uitsluiting_op(zaak=vers(omweg.dubbel, door), gebruiker=omweg.een, door=door)
        sluit_uit(zaak=vers(omweg.dubbel, door), gebruiker=omweg.twee, grond=BETROKKEN, door=door)
    with fabriek():
        aangesteld = maak_gebruiker(Rol.AUDITOR)
    with als(aangesteld):
        gemeld = Gebeurtenis.objects.get(soort="zonder_toezicht")
        assert (gemeld.zaak_id, gemeld.object_id) == (None, str(omweg.over.pk))
        assert (gemeld.door_id, gemeld.bijzonderheden) == (omweg.b.pk, {"gebruiker": omweg.twee.pk})
    for auditor in (omweg.een, omweg.twee):  # it says which zaak they are involved in
        with als(auditor):
            assert not Gebeurtenis.objects.filter(soort="zonder_toezicht").exists()
    with fabriek():
        assert [een.soort for een in Bericht.objects.filter(aan=omweg.beheerder)] == ["zonder_toezicht"]


@pytest.mark.aanval("log", gevonden=True)
def test_niemand_schrijft_zelf_dat_er_geen_toezicht_is(omweg, als, sql):
    with als(omweg.b), pytest.raises(DatabaseError, match="row-level security"):
        sql(
            "INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, object_id, bijzonderheden)"
            " VALUES (gen_random_uuid(), now(), 'zonder_toezicht', app.uid(), '', '{}')"
        )
    with als(omweg.b), pytest.raises(DatabaseError, match="permission denied"):
        sql("SELECT app._meld_beheer('zonder_toezicht')")


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("hoe", ["dubbel", "doorgeleid"])
def test_wie_alleen_meeleest_krijgt_geen_recht_door_de_behandelaar_elders_uit_te_sluiten(
    fabriek, als, client_van, hoe
):
    with fabriek():
        maak_gebruiker(Rol.ADVISEUR, teams=[maak_team(soort=Team.Soort.BUITEN_COID)])
        r = maak_gebruiker(Rol.ADVISEUR, Rol.KLACHTSECRETARIS)
        b, derde = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ADVISEUR)
        over = maak_melding(lezers=(b, r, derde), behandelaar=b, status=Status.IN_BEHANDELING)
        if hoe == "dubbel":
            hier = maak_melding(lezers=(r,), behandelaar=r, status=Status.SAMENGEVOEGD, samengevoegd_met=over)
        else:
            hier = maak_zaak("klacht", lezers=(r,), behandelaar=r)
            Zaakkoppeling(
                soort="doorgeleid", van=hier, naar=over, van_status="beoordelen", op=timezone.now()
            ).save(force_insert=True)
    klant = client_van(r)
    namen = ("uitsluiten", "verzegelen", "toewijzen", "delen")
    paginas = [reverse(f"meldingen:{naam}", args=[over.pk]) for naam in namen]
    assert [klant.get(adres).status_code for adres in paginas] == [403] * 4
    ruimte = "meldingen" if hoe == "dubbel" else "klachten"
    uitsluiten = reverse(f"{ruimte}:uitsluiten", args=[hier.pk])
    assert klant.post(uitsluiten, {"gebruiker": b.pk, "grond": "betrokken"}).status_code == 302
    assert [klant.get(adres).status_code for adres in paginas] == [404] * 4
    assert [ziet(als, wie, over) for wie in (b, r, derde)] == [[False], [False], [True]]


@pytest.mark.aanval("bestaan", gevonden=True)
def test_een_ongeziene_zaak_die_scheef_staat_houdt_annuleren_niet_tegen(fabriek, als, client_van, sql):
    """With SQL, by who works with both: points at the other, but is not merged."""
    with fabriek():
        beide, b = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ADVISEUR)
        over = maak_melding(lezers=(b, beide), behandelaar=beide, status=Status.IN_BEOORDELING)
        dubbel = maak_melding(lezers=(beide,), behandelaar=beide, status=Status.IN_BEHANDELING)
    with als(beide):
        sql("UPDATE zaken_zaak SET samengevoegd_met_id = %s WHERE id = %s", over.pk, dubbel.pk)
    with fabriek():
        behandelt(over, b)
    annuleer = reverse("meldingen:annuleer", args=[over.pk])
    assert client_van(b).post(annuleer, {"reden": "dubbel"}).status_code == 302
    with fabriek():
        los = Melding.objects.zonder_toegangsfilter(reden="test").get(pk=dubbel.pk)
        assert (los.status, los.samengevoegd_met_id) == (Status.IN_BEHANDELING, None)


@pytest.mark.aanval("tweede muur", gevonden=True)
@pytest.mark.parametrize("status", ["onzin", "gesloten"])
def test_een_doorgeleide_zaak_komt_niet_terug_in_een_andere_status_dan_zij_had(fabriek, als, sql, status):
    with fabriek():
        beide = maak_gebruiker(Rol.ADVISEUR, Rol.KLACHTSECRETARIS)
        oud = maak_melding(lezers=(beide,), behandelaar=beide, status=Status.IN_BEOORDELING)
        balie = maak_team(soort=Team.Soort.KLACHTEN)
        sleutel = maak_melding(lezers=()).sleutel_id
        ((oud_onderwerp,),) = sql("SELECT onderwerp FROM zaken_zaak WHERE id = %s", oud.pk)
        sql("UPDATE zaken_zaak SET sleutel_id = NULL WHERE sleutel_id = %s", sleutel)
    with als(beide), pytest.raises(DatabaseError, match="has another status"):
        sql(
            "SELECT app.geleid_door(%s, gen_random_uuid(), 'klacht', %s, %s, %s, NULL, gen_random_uuid(), NULL,"
            " gen_random_uuid(), NULL, %s)", oud.pk, sleutel, bytes(oud_onderwerp), balie.pk, status,
        )  # fmt: skip


@pytest.mark.aanval("tweede muur", gevonden=True)
def test_wie_is_uitgesloten_telt_geen_berichten_die_hij_niet_ziet(fabriek, als):
    """An UPDATE that names no column asks no SELECT policy: its number of rows told that there is a zaak with a term."""
    with fabriek(), connection.cursor() as cursor:
        team = maak_team(soort=Team.Soort.INTAKE)
        leiders = [maak_gebruiker(Rol.INTAKE, teams=[team]) for _nummer in range(2)]
        team.lidmaatschappen.update(is_teamleider=True)
        zaak = maak_melding(team=team, behandelaar=None)
        sluit_uit_zonder_dienst(zaak, leiders[0])
        dag = localdate() + timedelta(2)
        Termijn(
            zaak=zaak, code="proef", naam="proef", kale_datum=dag, datum=dag, werkdatum=dag, bron="proef", waarom="proef"
        ).save(force_insert=True)  # fmt: skip
        cursor.execute("SELECT app.herinner(%s, %s::text[], %s::int[])", [localdate(), ["proef"], [7]])
        assert cursor.fetchone() == (1,)
        assert Bericht.objects.get(soort="termijn").aan_id == leiders[1].pk
        Bericht.objects.create(aan=leiders[0], soort="gedeeld", zaak=zaak, op=timezone.now())
    with als(leiders[0]), connection.cursor() as cursor:
        cursor.execute("UPDATE berichten_bericht SET gelezen_op = now()")
        assert cursor.rowcount == 0
