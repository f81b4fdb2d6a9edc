"""Opening a zaak without a grant: who, how long, who is told, what is logged, who judges it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from berichten.models import Bericht
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis, Soort
from meldingen.models import Melding
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.noodtoegang import maak_noodtoegang
from tests.factories.zaken import sluit_uit
from zaken.models import Noodtoegang, Zaak
from zaken.services import noodtoegang as services
from zaken.services.databank import NietMogelijk
from zaken.services.lezers import lezingen

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]
REDEN = "Er is een klacht dat deze zaak te lang blijft liggen."
OORDEEL = Noodtoegang.Oordeel


def open_(toneel, door, *, nummer="", uren=2):
    nummer = nummer or toneel.melding.zaaknummer
    return services.open_noodtoegang(zaaknummer=nummer, reden=REDEN, uren=uren, door=door)


def ziet(gebruiker):
    return {zaak.zaaknummer for zaak in Zaak.objects.zichtbaar_voor(gebruiker)}


def test_noodtoegang_toont_een_zaak_en_geen_andere(toneel, als):
    for wie in (toneel.auditor, toneel.privacy):
        with als(wie):
            assert ziet(wie) == set()
            open_(toneel, wie)
            assert ziet(wie) == {toneel.melding.zaaknummer}
            assert Melding.objects.zichtbaar_voor(wie).get().onderwerp == "Merkwoord onderwerp"
    with als(toneel.tweede):
        assert ziet(toneel.tweede) == set()


def test_de_anderen_krijgen_meteen_bericht(toneel, als, fabriek):
    with fabriek():
        maak_gebruiker(Rol.AUDITOR, is_active=False)
        betrokken = maak_gebruiker(Rol.PRIVACY)
        sluit_uit(toneel.melding, betrokken)
    with als(toneel.auditor):
        geopend = open_(toneel, toneel.auditor)
    assert geopend.gemeld_aan == [toneel.tweede.pk, toneel.privacy.pk]
    with fabriek():  # who is missing would stand there as excluded
        (gebeurtenis,) = Gebeurtenis.objects.filter(soort=Soort.NOODTOEGANG_GEOPEND)
        assert set(gebeurtenis.bijzonderheden) == {"tot"}
    with fabriek():
        gemeld = Bericht.objects.values_list("aan_id", "soort", "zaak_id", "object_id")
        assert set(gemeld) == {
            (wie.pk, "noodtoegang", None, geopend.pk) for wie in (toneel.tweede, toneel.privacy)
        }
    with als(toneel.tweede):
        assert [n.pk for n in services.lopend(nu=timezone.now())] == [geopend.pk]


def test_zonder_tweede_persoon_gaat_er_niets_open(als, fabriek, toneel):
    with fabriek():
        for wie in (toneel.tweede, toneel.privacy):
            wie.is_active = False
            wie.save(update_fields=["is_active"])
    with als(toneel.auditor):
        with pytest.raises(NietMogelijk, match="niemand die uw noodtoegang kan beoordelen"):
            open_(toneel, toneel.auditor)
        assert ziet(toneel.auditor) == set()


@pytest.mark.parametrize(
    "nummer", ["", "M-1", "m-1999-00001", "M-1999-00001 ", "C-2345-6789", "K-1999-1234567890"]
)
def test_wat_geen_nummer_is_opent_niets(toneel, als, fabriek, nummer):
    with als(toneel.auditor), pytest.raises(NietMogelijk, match="Een zaaknummer ziet eruit als"):
        services.open_noodtoegang(zaaknummer=nummer, reden=REDEN, uren=1, door=toneel.auditor)
    with fabriek():
        geweigerd = Gebeurtenis.objects.filter(soort=Soort.GEWEIGERD)
        assert set(geweigerd.values_list("door_id", "zaak_id", "object_id")) == {
            (toneel.auditor.pk, None, "noodtoegang")
        }


def test_de_duur_is_begrensd_door_de_instelling_van_de_beheerder(toneel, als):
    with als(toneel.auditor):
        assert services.hoogstens_uren() == 4
        for uren in (0, -1, 5, 10_000):
            with pytest.raises(NietMogelijk):
                open_(toneel, toneel.auditor, uren=uren)
        geopend = open_(toneel, toneel.auditor, uren=4)
        assert geopend.tot - geopend.geopend_op == timedelta(hours=4)
        with pytest.raises(NietMogelijk, match="loopt al"):
            open_(toneel, toneel.auditor)


def test_na_de_eindtijd_ziet_de_lezer_niets_en_noteert_de_worker_het_einde(toneel, als, fabriek):
    gisteren = timezone.now() - timedelta(days=1)
    with fabriek():
        voorbij = maak_noodtoegang(toneel.melding, toneel.auditor, geopend_op=gisteren)
    with als(toneel.auditor):
        assert ziet(toneel.auditor) == set()
    with fabriek():
        assert services.sluit_verlopen() == 1
        assert services.sluit_verlopen() == 0
        einde = Gebeurtenis.objects.get(soort=Soort.NOODTOEGANG_BEEINDIGD)
        voorbij.refresh_from_db()
        assert (einde.door_id, einde.zaak_id, einde.object_id) == (None, toneel.melding.pk, str(voorbij.pk))
        assert (voorbij.beeindigd_op, voorbij.beeindigd_door_id) == (voorbij.tot, None)


def test_beeindigen_werkt_meteen_door_de_lezer_of_een_ander(toneel, als, fabriek):
    for wie in (toneel.auditor, toneel.privacy):
        with als(toneel.auditor):
            geopend = open_(toneel, toneel.auditor)
        with als(wie):
            services.beeindig(noodtoegang=geopend.pk, door=wie)
            with pytest.raises(NietMogelijk):
                services.beeindig(noodtoegang=geopend.pk, door=wie)
        with als(toneel.auditor):
            assert ziet(toneel.auditor) == set()
    with fabriek():
        eindes = Gebeurtenis.objects.filter(soort=Soort.NOODTOEGANG_BEEINDIGD)
        assert {einde.door_id for einde in eindes} == {toneel.auditor.pk, toneel.privacy.pk}


def test_een_ander_beoordeelt_achteraf_een_keer_en_nooit_zichzelf(toneel, als, fabriek):
    with als(toneel.auditor):
        geopend = open_(toneel, toneel.auditor)
    with als(toneel.tweede), pytest.raises(NietMogelijk):  # it still runs
        services.beoordeel(noodtoegang=geopend, oordeel=OORDEEL.TERECHT, toelichting="", door=toneel.tweede)
    with als(toneel.auditor):
        services.beeindig(noodtoegang=geopend.pk, door=toneel.auditor)
        with pytest.raises(PermissionDenied):
            services.beoordeel(
                noodtoegang=geopend, oordeel=OORDEEL.TERECHT, toelichting="", door=toneel.auditor
            )
        assert not services.te_beoordelen(door=toneel.auditor, nu=timezone.now()).exists()
    with als(toneel.privacy):
        (deze,) = services.te_beoordelen(door=toneel.privacy, nu=timezone.now())
        assert deze.reden == REDEN
        services.beoordeel(
            noodtoegang=deze, oordeel=OORDEEL.NIET_TERECHT, toelichting="Geen haast", door=toneel.privacy
        )
        with pytest.raises(NietMogelijk):
            services.beoordeel(noodtoegang=deze, oordeel=OORDEEL.TERECHT, toelichting="", door=toneel.privacy)
    with als(toneel.tweede):
        deze = services.alle().get()
        assert (deze.oordeel, deze.beoordeeld_door, deze.toelichting) == (
            "niet_terecht",
            toneel.privacy,
            "Geen haast",
        )
        (stand,) = services.per_jaar()
        assert (stand.aantal, stand.niet_terecht) == (1, 1)
    with fabriek():
        oordeel = Gebeurtenis.objects.get(soort=Soort.NOODTOEGANG_BEOORDEELD)
        assert (oordeel.door_id, oordeel.bijzonderheden) == (toneel.privacy.pk, {"oordeel": "niet_terecht"})


@pytest.mark.parametrize("oordeel", list(OORDEEL))
def test_wie_opende_hoort_het_oordeel_en_de_anderen_als_het_niet_terecht_was(toneel, als, fabriek, oordeel):
    with fabriek():
        betrokken = maak_gebruiker(Rol.AUDITOR)
        maak_gebruiker(Rol.PRIVACY, is_active=False)
    with als(toneel.auditor):
        geopend = open_(toneel, toneel.auditor)
        services.beeindig(noodtoegang=geopend.pk, door=toneel.auditor)
    with fabriek():
        sluit_uit(toneel.melding, betrokken)
        Bericht.objects.all()._raw_delete("default")
    with als(toneel.privacy):
        services.beoordeel(noodtoegang=geopend, oordeel=oordeel, toelichting=REDEN, door=toneel.privacy)
    with fabriek():
        gemeld = set(Bericht.objects.values_list("aan_id", "soort", "zaak_id", "object_id"))
    if oordeel == OORDEEL.TERECHT:
        assert gemeld == {(toneel.auditor.pk, "noodtoegang_beoordeeld", None, geopend.pk)}
    else:
        assert gemeld == {
            (wie.pk, "noodtoegang_niet_terecht", None, geopend.pk) for wie in (toneel.auditor, toneel.tweede)
        }


def test_lezen_staat_in_het_logboek_als_noodtoegang_en_de_behandelaar_ziet_het(toneel, als, client_van):
    with als(toneel.auditor):
        geopend = open_(toneel, toneel.auditor)
    client = client_van(toneel.auditor)
    adres = f"/meldingen/{toneel.melding.pk}/"
    pagina = client.get(adres)
    assert pagina.status_code == 200
    assert "U leest met noodtoegang" in pagina.content.decode()
    assert client.get(f"{adres}geschiedenis/").status_code == 200
    assert client.post(f"{adres}afgedrukt/").status_code == 204
    with als(toneel.tweede):
        assert [wat for _op, wat in services.gelezen(geopend)] == [
            "Pagina van de zaak",
            "Geschiedenis van de zaak",
            "Zaak afgedrukt",
        ]
    with als(toneel.behandelaar):
        gevonden, _volgende = lezingen(zaak=toneel.melding, door=toneel.behandelaar)
    assert [(lezing.wie, lezing.wat) for lezing in gevonden] == [
        ("A. Uditor", "Zaak afgedrukt"),
        ("A. Uditor", "Met noodtoegang"),
        ("A. Uditor", "Met noodtoegang"),
        ("A. Uditor", "Noodtoegang geopend"),
    ]


def test_de_hint_volgt_de_lopende_noodtoegangen(toneel, als, fabriek):
    def hint():
        with fabriek(), connection.cursor() as cursor:
            cursor.execute("SELECT gebruikers FROM zaken_zaak WHERE id = %s", [toneel.melding.pk])
            return cursor.fetchone()[0]

    with als(toneel.auditor):
        geopend = open_(toneel, toneel.auditor)
        assert hint() == sorted([toneel.behandelaar.pk, toneel.auditor.pk])
        services.beeindig(noodtoegang=geopend.pk, door=toneel.auditor)
    assert hint() == [toneel.behandelaar.pk]
