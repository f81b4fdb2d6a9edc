"""Noodtoegang abused: expired, of another, forged, stretched, judged by oneself, for writing, for a casus, by the involved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.noodtoegang import maak_noodtoegang
from tests.factories.vertrouwenspersonen import maak_casus
from tests.factories.zaken import sluit_uit
from zaken.models import Datasleutel, Noodtoegang, Zaak
from zaken.services import noodtoegang as services
from zaken.services.databank import NietMogelijk, roep

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]
TEKST = b"\x01" + b"0" * 40
GEWEIGERD = r"row-level security|permission denied"


@dataclass
class Nood:
    auditor: Gebruiker
    privacy: Gebruiker


@pytest.fixture
def nood(fabriek) -> Nood:
    with fabriek():
        return Nood(maak_gebruiker(Rol.AUDITOR, naam="N. Ood"), maak_gebruiker(Rol.PRIVACY, naam="P. Rivacy"))


def zaken(wie: Gebruiker) -> list[object]:
    """By both walls: the ORM, and raw SQL."""
    orm = {zaak.pk for zaak in Zaak.objects.zichtbaar_voor(wie)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM zaken_zaak")
        rauw = {rij[0] for rij in cursor.fetchall()}
    assert orm == rauw
    return sorted(rauw)


@pytest.mark.aanval("nood")
@pytest.mark.parametrize(
    "velden",
    [
        {"geopend_op": -26, "tot": -2},  # expired
        {"geopend_op": 1, "tot": 5},  # not begun
        {"geopend_op": -1, "tot": 3, "beeindigd": True},
    ],
)
def test_een_noodtoegang_die_niet_loopt_toont_niets(toneel, nood, als, fabriek, velden):
    nu = timezone.now()
    beeindigd = {"beeindigd_op": nu} if velden.get("beeindigd") else {}
    with fabriek():
        maak_noodtoegang(
            toneel.doel,
            nood.auditor,
            geopend_op=nu + timedelta(hours=velden["geopend_op"]),
            tot=nu + timedelta(hours=velden["tot"]),
            **beeindigd,
        )
    with als(nood.auditor):
        assert zaken(nood.auditor) == []


@pytest.mark.aanval("nood")
def test_de_noodtoegang_van_een_ander_toont_mij_niets(toneel, nood, als, fabriek):
    with fabriek():
        rij = maak_noodtoegang(toneel.doel, nood.auditor)
        maak_noodtoegang(
            toneel.mijn, toneel.aanvaller
        )  # somebody with a zaakrol, by a row that cannot be made
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=toneel.doel.pk).update(
            gebruikers=[toneel.aanvaller.pk, nood.privacy.pk, nood.auditor.pk]
        )
    with als(nood.auditor):
        assert zaken(nood.auditor) == [toneel.doel.pk]
    with als(nood.privacy) as privacy:
        assert zaken(privacy) == []
    with als(toneel.aanvaller) as aanvaller:
        assert zaken(aanvaller) == [toneel.mijn.pk]
        assert not Noodtoegang.objects.filter(pk=rij.pk).exists()
        with pytest.raises(PermissionDenied):
            services.beeindig(noodtoegang=rij.pk, door=aanvaller)


@pytest.mark.aanval("nood")
@pytest.mark.parametrize(
    "opdracht",
    [
        "INSERT INTO zaken_noodtoegang (id, zaak_id, zaaknummer, gebruiker_id, sleutel_id, reden, geopend_op, tot, gemeld_aan, oordeel)"
        " VALUES (gen_random_uuid(), %(zaak)s, 'M-1', app.uid(), gen_random_uuid(), '\\x01', now(), now() + interval '1 hour', '{1}', '')",
        "UPDATE zaken_noodtoegang SET tot = tot + interval '10 hours'",
        "UPDATE zaken_noodtoegang SET beoordeeld_door_id = app.uid(), beoordeeld_op = now(), oordeel = 'terecht'",
        "UPDATE zaken_noodtoegang SET zaak_id = %(zaak)s",
        "DELETE FROM zaken_noodtoegang",
        "INSERT INTO app.eigen_noodtoegangen VALUES (gen_random_uuid(), %(zaak)s, app.uid())",
        "SELECT app._sluit_verlopen_noodtoegangen(NULL)",
        "SELECT app.sluit_verlopen_noodtoegangen()",
        "SELECT app._neem_noodtoegang(gen_random_uuid())",
        "SELECT app.noteer_zaak('noodtoegang_beoordeeld', %(zaak)s, '', '{}')",
    ],
)
def test_de_webrol_verzint_verlengt_en_wist_geen_noodtoegang(toneel, nood, als, fabriek, opdracht):
    with fabriek():
        maak_noodtoegang(toneel.doel, nood.auditor)
    with (
        als(nood.auditor),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(opdracht, {"zaak": toneel.mijn.pk})


@pytest.mark.aanval("nood")
@pytest.mark.parametrize("uren", [0, -5, 5, 25, 100_000, None])
def test_de_functie_geeft_niet_meer_uren_dan_mag(toneel, nood, als, uren):
    with als(nood.auditor):
        sleutel = Datasleutel.nieuw()
        sleutel.save(force_insert=True)
        with pytest.raises(NietMogelijk):
            roep("open_noodtoegang", uuid4(), toneel.doel.zaaknummer, sleutel.pk, TEKST, uren)
        assert zaken(nood.auditor) == []


@pytest.mark.aanval("nood")
@pytest.mark.parametrize("wie", ["aanvaller", "eigenaar", "uitgeslotene", "onderzoeker", "beheerder"])
def test_wie_zaken_behandelt_of_beheert_opent_niets_met_noodtoegang(toneel, nood, als, wie):
    with als(getattr(toneel, wie)) as gebruiker, pytest.raises((PermissionDenied, ProgrammingError)):
        services.open_noodtoegang(zaaknummer=toneel.doel.zaaknummer, reden="x" * 30, uren=1, door=gebruiker)


@pytest.mark.aanval("nood")
def test_een_auditor_die_ook_zaken_behandelt_heeft_geen_noodtoegang(toneel, als, fabriek):
    """Roles that do not go together: a row from before that rule, or by the hand of an owner."""
    with fabriek():
        dubbel = maak_gebruiker(Rol.PRIVACY, Rol.ADVISEUR)
        maak_noodtoegang(toneel.doel, dubbel)
    with als(dubbel):
        assert zaken(dubbel) == []


@pytest.mark.aanval("nood")
def test_een_uitgesloten_auditor_ziet_niets_ook_al_loopt_zijn_noodtoegang(toneel, nood, als, fabriek, sql):
    with fabriek():
        rij = maak_noodtoegang(toneel.doel, nood.auditor)
        sluit_uit(toneel.doel, nood.auditor)
        sql("INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, zaak_id, object_id, bijzonderheden)"
            " VALUES (gen_random_uuid(), now(), 'ingezien', %s, '', '{}')", toneel.doel.pk)  # fmt: skip
    with als(nood.auditor):
        assert zaken(nood.auditor) == []
        assert not Noodtoegang.objects.exists()
        assert sql("SELECT count(*) FROM logboek_gebeurtenis WHERE zaak_id = %s", toneel.doel.pk) == [(0,)]
        assert sql("SELECT app.zaak_van_nummer(%s)", toneel.doel.zaaknummer) == [(None,)]
        assert sql("SELECT * FROM app.zaaknummers(%s)", [toneel.doel.pk]) == []
        assert sql("SELECT * FROM app.gelezen_met_noodtoegang(%s)", rij.pk) == []
        with pytest.raises(DatabaseError, match=GEWEIGERD):
            sql("INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)"
                " VALUES (gen_random_uuid(), now(), 'ingezien', app.uid(), %s, '', '{}')", toneel.doel.pk)  # fmt: skip
        with pytest.raises(PermissionDenied):
            services.beeindig(noodtoegang=rij.pk, door=nood.auditor)


@pytest.mark.aanval("nood")
@pytest.mark.parametrize("uitgesloten", [True, False])
def test_wie_betrokken_is_beoordeelt_niet(toneel, nood, als, fabriek, uitgesloten):
    eerder = timezone.now() - timedelta(days=1)
    with fabriek():
        rij = maak_noodtoegang(toneel.doel, nood.auditor, geopend_op=eerder)
        if uitgesloten:
            sluit_uit(toneel.doel, nood.privacy)
    wie = nood.privacy if uitgesloten else nood.auditor
    with als(wie), pytest.raises(PermissionDenied):
        services.beoordeel(noodtoegang=rij, oordeel=Noodtoegang.Oordeel.TERECHT, toelichting="", door=wie)


@pytest.mark.aanval("nood")
@pytest.mark.parametrize("methode", ["nummer", "sleutel"])
def test_een_casus_gaat_nooit_open(nood, als, fabriek, sql, methode):
    with fabriek():
        casus = maak_casus(maak_gebruiker(Rol.VERTROUWENSPERSOON))
    nummer = casus.casusnummer if methode == "nummer" else str(casus.pk)
    with als(nood.auditor), pytest.raises(NietMogelijk, match="Een zaaknummer ziet eruit als"):
        services.open_noodtoegang(zaaknummer=nummer, reden="x" * 30, uren=1, door=nood.auditor)
    with fabriek(), pytest.raises(AttributeError):
        maak_noodtoegang(casus, nood.auditor)  # it has no zaaknummer
    with als(nood.auditor):
        assert sql("SELECT count(*) FROM vertrouwenspersonen_casus") == [(0,)]


@pytest.mark.aanval("nood")
@pytest.mark.parametrize(
    "opdracht",
    [
        "INSERT INTO zaken_notitie (id, zaak_id, tekst, door_id, op) VALUES (gen_random_uuid(), %(zaak)s, %(tekst)s, app.uid(), now())",
        "INSERT INTO zaken_persoon (id, zaak_id, rol, volgnummer) VALUES (gen_random_uuid(), %(zaak)s, 'melder', 9)",
        "INSERT INTO zaken_statuswijziging (id, zaak_id, van, naar, door_id, op)"
        " VALUES (gen_random_uuid(), %(zaak)s, '', 'gesloten', app.uid(), now())",
        "INSERT INTO zaken_termijn (id, zaak_id, code, kenmerk, naam, kale_datum, datum, werkdatum, bron, waarom,"
        " is_indicatie, vervallen) VALUES (gen_random_uuid(), %(zaak)s, 'x', '', '', now(), now(), now(), '', '', false, false)",
        "INSERT INTO meldingen_afdoening (zaak_id, code_id) SELECT %(zaak)s, min(id) FROM codelijsten_code",
        "INSERT INTO zaken_concept (id, eigenaar_id, soort, sleutel_id, inhoud, volgnummer, gewijzigd_op)"
        " SELECT gen_random_uuid(), app.uid(), 'melding', sleutel_id, %(tekst)s, 0, now() FROM zaken_zaak WHERE id = %(zaak)s",
        "INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)"
        " VALUES (gen_random_uuid(), now(), 'gewijzigd', app.uid(), %(zaak)s, '', '{}')",
        "INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)"
        " VALUES (gen_random_uuid(), now(), 'noodtoegang_beoordeeld', app.uid(), NULL, '', '{}')",
    ],
)  # fmt: skip
def test_met_noodtoegang_komt_er_niets_bij(toneel, nood, als, fabriek, opdracht):
    with fabriek():
        maak_noodtoegang(toneel.doel, nood.auditor)
    with (
        als(nood.auditor),
        pytest.raises(DatabaseError, match=GEWEIGERD),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(opdracht, {"zaak": toneel.doel.pk, "tekst": TEKST})


@pytest.mark.aanval("nood")
@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE zaken_zaak SET versie = versie + 1",
        "UPDATE meldingen_melding SET aangifte = 'ja'",
        "UPDATE zaken_persoon SET volgnummer = 8",
        "UPDATE zaken_termijn SET vervallen = true",
        "DELETE FROM zaken_persoon",
        "DELETE FROM meldingen_afdoening",
    ],
)
def test_met_noodtoegang_verandert_er_niets(toneel, nood, als, fabriek, sql, opdracht):
    with fabriek():
        maak_noodtoegang(toneel.doel, nood.auditor)
    with als(nood.auditor):
        assert sql("SELECT count(*) FROM zaken_persoon") == [(1,)]
        assert sql(opdracht) == [(0,)]
        assert sql("SELECT id FROM zaken_zaak FOR UPDATE") == []


@pytest.mark.aanval("nood")
@pytest.mark.parametrize(
    ("functie", "waarden"),
    [
        ("verleen", lambda t: (uuid4(), t.doel.pk, t.aanvaller.pk, TEKST, None)),
        ("wijs_toe", lambda t: (t.doel.pk, t.aanvaller.pk, None, uuid4(), TEKST)),
        ("sluit_uit", lambda t: (uuid4(), t.doel.pk, t.eigenaar.pk, "betrokken")),
        ("hef_uitsluiting_op", lambda t: (t.doel.pk, t.uitgeslotene.pk)),
        ("verzegel", lambda t: (t.doel.pk, t.aanvaller.pk, uuid4(), TEKST)),
        ("zet_zoektokens", lambda t: (t.doel.pk, [1])),
        ("beeindig", lambda t: (t.doel.pk, t.doel_toekenning.pk)),
    ],
)
def test_met_noodtoegang_weigert_elke_functie(toneel, nood, als, fabriek, functie, waarden):
    with fabriek():
        maak_noodtoegang(toneel.doel, nood.auditor)
    with als(nood.auditor), pytest.raises(PermissionDenied):
        roep(functie, *waarden(toneel))


@pytest.mark.aanval("nood")
def test_de_sleutel_van_de_zaak_is_geen_sleutel_van_een_noodtoegang(toneel, nood, als):
    """Else the row would open the zaak long after it ended."""
    with als(nood.auditor), pytest.raises(PermissionDenied):
        roep("open_noodtoegang", uuid4(), toneel.doel.zaaknummer, toneel.doel.sleutel_id, TEKST, 1)


@pytest.mark.aanval("nood")
def test_na_afloop_is_de_sleutel_van_de_zaak_weer_dicht_en_die_van_de_reden_niet(
    toneel, nood, als, fabriek, sql
):
    with fabriek():
        rij = maak_noodtoegang(toneel.doel, nood.auditor, geopend_op=timezone.now() - timedelta(days=1))
    with als(nood.privacy):
        assert sql("SELECT id FROM zaken_datasleutel") == [(rij.sleutel_id,)]
    with als(toneel.aanvaller):
        assert sql("SELECT count(*) FROM zaken_datasleutel WHERE id = %s", rij.sleutel_id) == [(0,)]
        with pytest.raises(DatabaseError, match=GEWEIGERD):  # a draft that points at it would
            sql(
                "INSERT INTO zaken_concept (id, eigenaar_id, soort, sleutel_id, inhoud, volgnummer, gewijzigd_op)"
                " VALUES (gen_random_uuid(), app.uid(), 'melding', %s, %s, 0, now())",
                rij.sleutel_id,
                TEKST,
            )


@pytest.mark.aanval("log")
def test_lezen_met_noodtoegang_is_in_het_logboek_niet_te_verbloemen(toneel, nood, als, fabriek, sql):
    with fabriek():
        rij = maak_noodtoegang(toneel.doel, nood.auditor)
    with als(nood.auditor):
        sql("INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)"
            " VALUES (gen_random_uuid(), '2001-01-01', 'ingezien', app.uid(), %s, '', '{\"noodtoegang\": \"geen\"}')",
            toneel.doel.pk)  # fmt: skip
        (gevonden,) = sql("SELECT bijzonderheden ->> 'noodtoegang', tijdstip > now() - interval '1 hour'"
                          " FROM logboek_gebeurtenis WHERE soort = 'ingezien' AND zaak_id = %s", toneel.doel.pk)  # fmt: skip
    assert gevonden == (str(rij.pk), True)


@pytest.mark.aanval("nood")
def test_zoeken_vindt_met_noodtoegang_niets(toneel, nood, als, fabriek, sql):
    with fabriek():
        sql("UPDATE zaken_zoekindex SET tokens = '{7}'")
        maak_noodtoegang(toneel.doel, nood.auditor)
    with als(nood.auditor):
        assert (
            sql("SELECT app.zoek_zaken('melding', '{7}', '{}', 'ontvangen_defensie', true, NULL, NULL, 10)")
            == []
        )
        assert sql("SELECT app.zoek_personen('{7}')") == []
