"""Noodtoegang as an oracle: does this number exist, am I in it, is a colleague? And what opens nothing, used as if it did."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.noodtoegang import ONBEKEND, maak_noodtoegang
from tests.factories.zaken import sluit_uit
from tests.hulp.antwoord import kaal
from zaken.models import Datasleutel, Noodtoegang, Zaak
from zaken.services import noodtoegang as services
from zaken.services.databank import NietMogelijk, roep

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]
TEKST = b"\x01" + b"0" * 40
REDEN = "Er is een klacht dat deze zaak te lang blijft liggen."
NIEUW = reverse("noodtoegang:nieuw")


@dataclass
class Nood:
    auditor: Gebruiker
    privacy: Gebruiker
    derde: Gebruiker


@pytest.fixture
def nood(toneel, fabriek) -> Nood:
    """`toneel` has an auditor too; three of them keep watch with the opener."""
    with fabriek():
        return Nood(maak_gebruiker(Rol.AUDITOR), maak_gebruiker(Rol.PRIVACY), toneel.auditor)


def open_(wie: Gebruiker, nummer: str) -> Noodtoegang:
    return services.open_noodtoegang(zaaknummer=nummer, reden=REDEN, uren=1, door=wie)


def uitslag(wie: Gebruiker, als, nummer: str, *, sleutel: UUID | None = None, uren: object = 1) -> str:
    """What the function itself says; undone."""
    with als(wie), transaction.atomic():
        eigen = Datasleutel.nieuw()
        eigen.save(force_insert=True)
        try:
            gezegd = str(roep("open_noodtoegang", uuid4(), nummer, sleutel or eigen.pk, TEKST, uren))
        except (NietMogelijk, PermissionDenied) as fout:
            gezegd = f"{type(fout).__name__} {fout}"
        transaction.set_rollback(True)
    return gezegd


@pytest.mark.aanval("bestaan", gevonden=True)
def test_openen_verraadt_niet_of_een_nummer_bestaat(toneel, nood, client_van):
    """It said "no such number" to one, and opened the other."""
    klant, antwoorden = client_van(nood.auditor), []
    for nummer in (toneel.doel.zaaknummer, toneel.doel.zaaknummer[:-1] + "x", ONBEKEND):
        antwoord = klant.post(NIEUW, {"zaaknummer": nummer, "reden": REDEN, "uren": "1"})
        antwoorden.append((antwoord.status_code, kaal(antwoord)))
    assert [status for status, _tekst in antwoorden] == [302, 422, 302]
    assert antwoorden[0] == antwoorden[2]


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("geval", ["te lang", "geen uren", "sleutel van een ander", "niemand", "loopt al"])
def test_geen_weigering_verraadt_een_nummer(toneel, nood, als, fabriek, geval):
    """Every one is said before the zaak is looked for: for one that exists, is unknown, or from which one is excluded."""
    over = {
        "te lang": {"uren": 5},
        "geen uren": {"uren": None},
        "sleutel van een ander": {"sleutel": toneel.doel.sleutel_id},
    }
    with fabriek():
        sluit_uit(toneel.mijn, nood.auditor)
        if geval == "niemand":
            Gebruiker.objects.filter(pk__in=[nood.privacy.pk, nood.derde.pk]).update(is_active=False)
    nummers = (toneel.doel.zaaknummer, toneel.mijn.zaaknummer, ONBEKEND)
    if geval == "loopt al":
        with als(nood.auditor):
            for nummer in nummers:
                open_(nood.auditor, nummer)
    gezegd = {uitslag(nood.auditor, als, nummer, **over.get(geval, {})) for nummer in nummers}
    assert len(gezegd) == 1
    assert gezegd.pop().startswith(("NietMogelijk", "PermissionDenied"))


@pytest.mark.aanval("bestaan", gevonden=True)
def test_wie_bericht_krijgt_verraadt_niet_welke_toezichthouder_betrokken_is(
    toneel, nood, als, fabriek, client_van, sql
):
    """The page and the log named whom it was told to: who was missing is excluded, and the number exists."""
    with fabriek():
        sluit_uit(toneel.doel, nood.privacy)
    klant, bladen = client_van(nood.auditor), []
    for nummer in (toneel.doel.zaaknummer, ONBEKEND):
        adres = klant.post(NIEUW, {"zaaknummer": nummer, "reden": REDEN, "uren": "1"}).headers["Location"]
        for lezer in (klant, client_van(nood.derde)):
            bladen.append(kaal(lezer.get(adres)))
    assert not any(nood.privacy.naam in blad for blad in bladen)
    with als(nood.auditor):
        gebeurtenissen = sql(
            "SELECT bijzonderheden - 'tot' FROM logboek_gebeurtenis WHERE soort = 'noodtoegang_geopend'"
        )
    assert gebeurtenissen == [("{}",)] * 2


@pytest.mark.aanval("nood", gevonden=True)
def test_zonder_toezichthouders_die_mogen_oordelen_gaat_een_zaak_niet_open_en_dat_blijft_geheim(
    toneel, nood, als, fabriek
):
    """It said that nobody could judge: so the number exists, and all others are involved."""
    with fabriek():
        for wie in (nood.privacy, nood.derde):
            sluit_uit(toneel.doel, wie)
    with als(nood.auditor):
        rij = open_(nood.auditor, toneel.doel.zaaknummer)
        assert (rij.zaak_id, set(rij.gemeld_aan)) == (None, {nood.privacy.pk, nood.derde.pk})
        assert not Zaak.objects.zichtbaar_voor(nood.auditor).exists()
    with als(nood.privacy):
        assert [n.pk for n in services.alle()] == [rij.pk]


@pytest.mark.aanval("nood")
def test_wat_niets_opent_verbergt_zich_voor_niemand_die_toezicht_houdt(toneel, nood, als, fabriek):
    """`NOT (NULL IN (…))` is not true: whoever is excluded from anything would miss it, and could not end or judge it."""
    with fabriek():
        for wie in (nood.auditor, nood.privacy):
            sluit_uit(toneel.doel, wie)
    with als(nood.auditor):
        rij = open_(nood.auditor, ONBEKEND)
        assert [n.pk for n in services.alle()] == [rij.pk]
    with als(nood.privacy):
        services.beeindig(noodtoegang=rij.pk, door=nood.privacy)
        services.beoordeel(
            noodtoegang=rij, oordeel=Noodtoegang.Oordeel.TERECHT, toelichting="", door=nood.privacy
        )
    with als(toneel.aanvaller):
        assert not Noodtoegang.objects.exists()


@pytest.mark.aanval("nood")
def test_de_uitgesloten_tweede_ziet_een_echte_opening_niet_en_een_van_niets_wel(toneel, nood, als, fabriek):
    with fabriek():
        sluit_uit(toneel.doel, nood.privacy)
    with als(nood.auditor):
        echt, niets = (open_(nood.auditor, nummer) for nummer in (toneel.doel.zaaknummer, ONBEKEND))
    with als(nood.privacy):
        assert [n.pk for n in services.alle()] == [niets.pk]
        assert [stand.aantal for stand in services.per_jaar()] == [1]
        with pytest.raises(PermissionDenied):
            services.beeindig(noodtoegang=echt.pk, door=nood.privacy)


@pytest.mark.aanval("nood")
def test_een_rij_zonder_zaak_toont_geen_enkele_zaak(toneel, nood, als, fabriek, sql):
    """In raw SQL too; also when a zaak with that number comes later."""
    with als(nood.auditor):
        rij = open_(nood.auditor, ONBEKEND)
    with fabriek():
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=toneel.doel.pk).update(
            zaaknummer=ONBEKEND, gebruikers=[nood.auditor.pk]
        )
    with als(nood.auditor):
        assert sql("SELECT * FROM app.eigen_noodtoegangen") == []
        for tabel in ("zaken_zaak", "meldingen_melding", "zaken_persoon", "zaken_notitie"):
            assert sql(f"SELECT count(*) FROM {tabel}") == [(0,)], tabel
        assert sql("SELECT * FROM app.gelezen_met_noodtoegang(%s)", rij.pk) == []
        assert sql("SELECT app.heeft_eigen_rij(%s)", toneel.doel.pk) == [(False,)]


@pytest.mark.aanval("nood")
def test_wat_getypt_werd_blijft_alleen_staan_als_het_een_nummer_is(toneel, nood, als, fabriek):
    """A name in the field of the number would stand in the list of all others, and in every dump."""
    with als(nood.auditor):
        for tekst in ("Kolonel Jansen", "M-2024-00627 Jansen", "M-2024-00627\n"):
            with pytest.raises(NietMogelijk, match="Een zaaknummer ziet eruit als"):
                open_(nood.auditor, tekst)
    with fabriek(), pytest.raises(IntegrityError), transaction.atomic():
        maak_noodtoegang(None, nood.auditor, zaaknummer="Kolonel Jansen")


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("soort", ["echt", "niets"])
def test_een_noodtoegang_van_een_ander_leidt_niet_naar_de_zaak(toneel, nood, als, client_van, soort):
    """Not for who judges it, nor for who handles the zaak; and not for the opener once it is over."""
    with als(nood.auditor):
        rij = open_(nood.auditor, toneel.doel.zaaknummer if soort == "echt" else ONBEKEND)
    weg, nergens = (reverse("noodtoegang:zaak", args=[pk]) for pk in (rij.pk, uuid4()))
    vragers = [nood.privacy, nood.derde, toneel.eigenaar, toneel.beheerder]
    with als(nood.auditor):
        services.beeindig(noodtoegang=rij.pk, door=nood.auditor)
    for wie in [*vragers, nood.auditor]:
        klant = client_van(wie)
        vreemd, onbekend = klant.get(weg), klant.get(nergens)
        assert (vreemd.status_code, kaal(vreemd)) == (404, kaal(onbekend))


@pytest.mark.aanval("nood")
def test_wie_is_uitgesloten_en_een_nummer_probeert_laat_bij_de_zaak_geen_spoor(
    toneel, nood, als, fabriek, sql
):
    with fabriek():
        sluit_uit(toneel.doel, nood.auditor)
        voor = sql(
            "SELECT count(*), max(versie) FROM zaken_zaak, logboek_gebeurtenis WHERE zaak_id = zaken_zaak.id"
        )
    with als(nood.auditor):
        rij = open_(nood.auditor, toneel.doel.zaaknummer)
        services.beeindig(noodtoegang=rij.pk, door=nood.auditor)
    with als(nood.derde):
        services.beoordeel(
            noodtoegang=rij, oordeel=Noodtoegang.Oordeel.TERECHT, toelichting="", door=nood.derde
        )
    with fabriek():
        na = sql(
            "SELECT count(*), max(versie) FROM zaken_zaak, logboek_gebeurtenis WHERE zaak_id = zaken_zaak.id"
        )
        assert na == voor
        hint = sql(
            "SELECT %s = ANY (gebruikers) FROM zaken_zaak WHERE id = %s", nood.auditor.pk, toneel.doel.pk
        )
        assert hint == [(False,)]
    with als(toneel.eigenaar):
        assert sql("SELECT count(*) FROM app.lezers_van_zaak(%s, NULL, NULL, 50)", toneel.doel.pk) == [(0,)]
        gehad = sql("SELECT gebruiker_id FROM app.toegang_van_zaak(%s)", toneel.doel.pk)
        assert nood.auditor.pk not in {wie for (wie,) in gehad}
