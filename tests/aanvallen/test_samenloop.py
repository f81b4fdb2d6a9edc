"""Attacks where two features meet: substitution and sharing, signals and seals, long work and exclusion."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from gebruikers import services as beheer
from gebruikers.models import Lidmaatschap, Team
from gebruikers.rollen import Rol
from logboek import events
from logboek.models import Soort
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_melding, sluit_uit
from tests.hulp.databank import DATABANK
from tests.hulp.wie import als as als_nu
from zaken.models import Signaal, Waarneming, Zaak, Zaakkoppeling
from zaken.services import overdracht
from zaken.services.databank import NietMogelijk
from zaken.services.kwalificatie import leg_signaal_vast
from zaken.services.toegang import verzegel
from zaken.toegang import Recht, mag

from .helften import ziet

pytestmark = pytest.mark.databank


@pytest.mark.aanval("rol", gevonden=True)
def test_waarnemen_geeft_geen_rechten_op_een_misstand_die_alleen_gedeeld_was(fabriek, als):
    with fabriek():
        behandelaar = maak_gebruiker(Rol.MISSTANDEN)
        waarnemer = maak_gebruiker(Rol.ONDERZOEKER)
        misstand = maak_zaak("misstand", lezers=(behandelaar, waarnemer), behandelaar=behandelaar)
        beheerder = maak_gebruiker(Rol.BEHEERDER)
    with als(beheerder):
        overdracht.stel_waarneming_in(
            voor=behandelaar,
            waarnemer=waarnemer,
            reden=next(iter(Waarneming.Reden)),
            verloopt_op=timezone.now() + timedelta(days=7),
            door=beheerder,
        )
    with als(waarnemer):
        zaak = Zaak.objects.zichtbaar_voor(waarnemer).get(pk=misstand.pk)
        assert waarnemer.neemt_waar_voor == {behandelaar.pk}
        mogelijk = {recht for recht in Recht if mag(waarnemer, recht, zaak)}
        assert (
            mogelijk & {Recht.BEHANDELEN, Recht.TOEWIJZEN, Recht.DELEN, Recht.UITSLUITEN, Recht.VERZEGELEN}
            == set()
        )


@pytest.mark.aanval("rol", gevonden=True)
def test_een_teamleider_bestemt_niet_wie_een_zaak_over_hemzelf_krijgt(fabriek, als):
    with fabriek():
        team = maak_team()
        van, vriend = (maak_gebruiker(Rol.ADVISEUR, teams=[team]) for _ in range(2))
        leider = maak_gebruiker(Rol.ADVISEUR)
        Lidmaatschap.objects.create(team=team, gebruiker=leider, is_teamleider=True)
        over_leider = maak_melding(lezers=(van,), behandelaar=van)
        sluit_uit(over_leider, leider)
    with als(leider):
        overdracht.draag_over(van=van, aan=vriend, reden=overdracht.Overdrachtsreden.ANDERS, door=leider)
    with als(vriend):
        assert not Zaak.objects.zichtbaar_voor(vriend).exists()
    with als(van):
        assert Zaak.objects.zichtbaar_voor(van).get().behandelaar_id == van.pk


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("hoe", ["uitgesloten", "verzegeld"])
def test_een_signaal_dat_een_zaak_werd_is_zo_dicht_als_die_zaak(fabriek, als, hoe):
    with fabriek():
        balie = maak_team(soort=Team.Soort.INTAKE)
        schrijver, collega = (maak_gebruiker(Rol.INTAKE, teams=[balie]) for _ in range(2))
        zaak = maak_melding(
            team=None if hoe == "verzegeld" else balie, lezers=(), verzegeld=hoe == "verzegeld"
        )
        if hoe == "uitgesloten":
            sluit_uit(zaak, collega)
    with als(schrijver):
        signaal = leg_signaal_vast(
            soort=Signaal.Soort.ADVIESVRAAG,
            ontvangen_op=date(2024, 11, 15),
            onderwerp="Merkwoord over een collega",
            reden="Merkwoord",
            triage={},
            door=schrijver,
        )
    with als(collega):
        assert Signaal.objects.zichtbaar_voor(collega).exists()
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("UPDATE zaken_signaal SET zaak_id = %s WHERE id = %s", [zaak.pk, signaal.pk])
    with als(collega), connection.cursor() as cursor:
        assert not Signaal.objects.zichtbaar_voor(collega).exists()
        cursor.execute("SELECT count(*) FROM zaken_signaal")
        assert cursor.fetchone() == (0,)


@pytest.mark.aanval("nood", gevonden=True)
def test_de_ene_helft_van_een_doorgeleid_paar_wordt_niet_verzegeld_terwijl_de_andere_open_blijft(
    fabriek, als
):
    with fabriek():
        buiten = maak_gebruiker(Rol.ADVISEUR, teams=[maak_team(soort=Team.Soort.BUITEN_COID)])
        behandelaar = maak_gebruiker(Rol.ADVISEUR)
        oud = maak_zaak("klacht", lezers=())
        nieuw = maak_melding(lezers=(behandelaar,), behandelaar=behandelaar)
        Zaakkoppeling(
            soort="doorgeleid", van=oud, naar=nieuw, van_status="beoordelen", op=timezone.now()
        ).save(force_insert=True)
    with als(behandelaar) as door, pytest.raises(NietMogelijk, match="kan hier niet gekozen worden"):
        verzegel(
            zaak=Zaak.objects.zichtbaar_voor(door).get(pk=nieuw.pk),
            behandelaar=buiten,
            reden="proef",
            door=door,
        )


@pytest.mark.aanval("rol", gevonden=True)
def test_wie_terugkomt_krijgt_zijn_oude_rollen_niet_vanzelf(fabriek, als):
    with fabriek():
        terug = maak_gebruiker(Rol.ADVISEUR, teams=[maak_team()], is_active=False)
        beheerder = maak_gebruiker(Rol.BEHEERDER)
    with als(beheerder):
        beheer.activeer(gebruiker=terug, door=beheerder, basisadres="https://jid.example")
    with als(terug):
        assert (terug.rollen, terug.teams) == (frozenset(), ())


@pytest.mark.aanval("uitvoer", gevonden=True)
def test_lang_werk_voor_een_uitgesloten_auditor_leest_het_logboek_van_die_zaak_niet(kloon):
    from django.db import transaction

    from tests.hulp.wie import fabriek as fabriek_nu

    with transaction.atomic(), fabriek_nu():
        auditor, lezer = maak_gebruiker(Rol.AUDITOR), maak_gebruiker(Rol.ADVISEUR)
        over_hem, ander = maak_melding(lezers=(lezer,)), maak_melding(lezers=(lezer,))
        sluit_uit(over_hem, auditor)
    with transaction.atomic(), als_nu(lezer):
        for zaak in (over_hem, ander):
            events.ingezien(zaak_id=zaak.pk, door=lezer)
            events.geweigerd(zaak_id=zaak.pk, door=lezer)
    gegevens = DATABANK.verbinding("jid_worker", kloon)
    with psycopg.connect(
        host=gegevens["HOST"],
        port=gegevens["PORT"],
        dbname=kloon,
        user="jid_worker",
        password=gegevens["PASSWORD"],
    ) as worker:
        alles = worker.execute(
            "SELECT count(*) FROM logboek_gebeurtenis WHERE soort = %s", [Soort.INGEZIEN]
        ).fetchone()
        worker.execute("SELECT app.begin(%s)", [auditor.pk])
        gezien = worker.execute(
            "SELECT soort, coalesce(zaak_id::text, object_id) FROM logboek_gebeurtenis WHERE soort = ANY (%s)",
            [[Soort.GEWEIGERD, Soort.INGEZIEN]],
        ).fetchall()
    verwacht = {(Soort.GEWEIGERD, str(ander.pk)), (Soort.INGEZIEN, str(ander.pk))}
    assert (alles, set(gezien)) == ((2,), verwacht)


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("hoe", ["andere", "beeindigen"])
def test_een_teamleider_beeindigt_niet_de_waarneming_die_een_beheerder_voor_alles_regelde(
    fabriek, als, client_van, hoe
):
    """What somebody handles for another team is no business of the lead, so the substitute does not lose it either."""
    with fabriek():
        team, ander = maak_team(soort=Team.Soort.BEHANDELING), maak_team(soort=Team.Soort.BEHANDELING)
        leider, weg, waarnemer, tweede = (maak_gebruiker(Rol.ADVISEUR, teams=[team]) for _ in range(4))
        team.lidmaatschappen.filter(gebruiker=leider).update(is_teamleider=True)
        zaak = maak_melding(lezers=(weg,), behandelaar=weg, team=ander)
        beheerder = maak_gebruiker(Rol.BEHEERDER)
    with als(beheerder), connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.stel_waarneming_in(%s, %s, %s, 'verlof', now() + interval '9 days')",
            [uuid4(), weg.pk, waarnemer.pk],
        )
    klant, adres = client_van(leider), reverse("waarneming", args=[weg.pk])
    assert "Alleen een beheerder wijzigt het" in klant.get(adres).text
    dag = localdate() + timedelta(5)
    gegevens = {"tot_en_met_dag": dag.day, "tot_en_met_maand": dag.month, "tot_en_met_jaar": dag.year}
    gegevens |= {"waarnemer": tweede.pk, "reden": "verlof"}
    if hoe == "beeindigen":
        adres, gegevens = reverse("waarneming_beeindigen", args=[weg.pk]), {}
    antwoord = klant.post(adres, gegevens, follow=True)
    assert "geldt niet alleen voor uw team" in antwoord.text
    assert [ziet(als, wie, zaak) for wie in (waarnemer, tweede, leider)] == [[True], [False], [False]]
