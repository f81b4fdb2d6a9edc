"""Long work: its owner alone sees it, it is done once, stopped when asked, and its file is fetched once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from achtergrond import services, soorten, uitvoeren
from achtergrond.models import Resultaatdeel, Taakopdracht
from achtergrond.soorten import Invoer, Taakfout, Taaksoort, Voortgang
from gebruikers.models import Roltoekenning
from gebruikers.rollen import Rol
from logboek.achtergrond_uitvoer import UITVOER
from tests.factories.berichten import maak_taak
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.wie import fabriek as als_fabriek

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
MERK = "Zeldzaammerkwoord"


@pytest.fixture
def auditor(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.AUDITOR)


@pytest.fixture
def proef(monkeypatch):
    """A kind of work that a test writes itself."""

    def maak(stappen):
        soort = Taaksoort(
            code="proef", naam="Proef", rollen=frozenset({Rol.AUDITOR}), maak=stappen, bestandsnaam=lambda dag: "proef.txt",
            inhoudstype="text/plain", bij_ophalen=lambda *_: None, fouten={"mis": "Het ging mis."},
        )  # fmt: skip
        monkeypatch.setitem(soorten._soorten, "proef", soort)
        return soort

    return maak


def _doe(opdracht: Taakopdracht) -> bool:
    with als_fabriek():
        return uitvoeren.voer_uit(opdracht_id=opdracht.pk, klok=timezone.now)


def _nu(opdracht: Taakopdracht) -> Taakopdracht:
    with als_fabriek():
        return Taakopdracht.objects.get(pk=opdracht.pk)


def drie_delen(invoer: Invoer, voortgang: Voortgang) -> Iterator[str]:
    voortgang.totaal = 3
    for nummer in range(3):
        voortgang.gedaan = nummer + 1
        yield f"deel {nummer}\n"


def test_een_taak_wordt_gedaan_en_het_bestand_een_keer_opgehaald(fabriek, client_van, auditor, proef):
    proef(drie_delen)
    with fabriek():
        opdracht = maak_taak(auditor, soort="proef", invoer={"zoek": MERK})
    client, adres = client_van(auditor), reverse("taken:taak", args=[opdracht.pk])
    assert "Wacht op een vrije plek" in client.get(adres).content.decode()
    assert [_doe(opdracht), _doe(opdracht)] == [True, False]
    gedaan = _nu(opdracht)
    assert (gedaan.staat, gedaan.gedaan, gedaan.totaal, gedaan.poging) == ("klaar", 3, 3, 1)
    assert MERK not in str(vars(gedaan))
    with fabriek():
        assert not any("deel" in deel for deel in Resultaatdeel.objects.values_list("inhoud", flat=True))
    assert "Bestand ophalen" in client.get(adres).content.decode()
    ophalen = reverse("taken:ophalen", args=[opdracht.pk])
    antwoord = client.post(ophalen)
    assert b"".join(antwoord.streaming_content).decode() == "deel 0\ndeel 1\ndeel 2\n"
    assert antwoord.headers["Content-Disposition"] == 'attachment; filename="proef.txt"'
    assert "Dit bestand is er niet meer" in client.post(ophalen, follow=True).content.decode()
    with fabriek():
        assert not Resultaatdeel.objects.exists()


def test_voor_het_ophalen_bewijst_men_wie_men_is(fabriek, client_van, auditor, proef, settings):
    proef(drie_delen)
    with fabriek():
        opdracht = maak_taak(auditor, soort="proef", delen=("inhoud",))
    settings.HERBEVESTIG_MINUTEN = -1
    antwoord = client_van(auditor).post(reverse("taken:ophalen", args=[opdracht.pk]))
    assert antwoord["Location"].startswith(reverse("account_reauthenticate"))
    assert _nu(opdracht).opgehaald_op is None


def test_een_ander_ziet_van_een_taak_niets(fabriek, als, client_van, auditor, proef):
    proef(drie_delen)
    with fabriek():
        ander = maak_gebruiker(Rol.AUDITOR)
        opdracht = maak_taak(auditor, soort="proef", delen=("inhoud",))
    client = client_van(ander)
    for naam in ("taak", "annuleren", "ophalen"):
        methode = client.get if naam == "taak" else client.post
        assert methode(reverse(f"taken:{naam}", args=[opdracht.pk])).status_code == 404
    assert "U hebt geen taken." in client.get(reverse("taken:lijst")).content.decode()
    with als(ander):
        assert not Taakopdracht.objects.exists()
        assert not Resultaatdeel.objects.exists()


@pytest.mark.pg15
@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE achtergrond_taakopdracht SET staat = 'klaar'",
        "UPDATE achtergrond_taakopdracht SET invoer = ''",
        "DELETE FROM achtergrond_taakopdracht",
        "INSERT INTO achtergrond_resultaatdeel (opdracht_id, nummer, inhoud) SELECT id, 9, '' FROM achtergrond_taakopdracht",
        "INSERT INTO achtergrond_taakopdracht (id, eigenaar_id, soort, invoer, staat, poging, gedaan, foutcode, gevraagd_op,"
        " hartslag) SELECT gen_random_uuid(), eigenaar_id + 1, soort, invoer, 'wacht', 0, 0, '', now(), now()"
        " FROM achtergrond_taakopdracht",
    ],
)
def test_de_webrol_doet_het_werk_niet_zelf(fabriek, als, auditor, opdracht):
    with fabriek():
        maak_taak(auditor, delen=("inhoud",))
    with (
        als(auditor),
        pytest.raises(DatabaseError) as fout,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(opdracht)
    assert fout.value.__cause__.sqlstate == "42501"


def test_wie_stopt_voor_het_begint_krijgt_geen_bestand(fabriek, client_van, auditor, proef):
    proef(drie_delen)
    with fabriek():
        opdracht = maak_taak(auditor, soort="proef")
    client = client_van(auditor)
    antwoord = client.post(reverse("taken:annuleren", args=[opdracht.pk]), follow=True)
    assert "Gestopt" in antwoord.content.decode()
    assert _doe(opdracht) is False
    assert _nu(opdracht).staat == "geannuleerd"


def test_stoppen_onderweg_gooit_weg_wat_er_al_is(fabriek, auditor, proef):
    def onderweg(invoer: Invoer, voortgang: Voortgang) -> Iterator[str]:
        yield "een"
        Taakopdracht.objects.update(annuleren_op=timezone.now())
        yield "twee"

    proef(onderweg)
    with fabriek():
        opdracht = maak_taak(auditor, soort="proef")
    assert _doe(opdracht) is False
    assert _nu(opdracht).staat == "geannuleerd"
    with fabriek():
        assert not Resultaatdeel.objects.exists()


def test_wie_intussen_het_recht_verloor_krijgt_niets(fabriek, client_van, auditor, proef):
    proef(drie_delen)
    with fabriek():
        wacht, klaar = maak_taak(auditor, soort="proef"), maak_taak(auditor, soort="proef", delen=("inhoud",))
        Roltoekenning.objects.filter(gebruiker=auditor).delete()
    _doe(wacht)
    assert (_nu(wacht).staat, _nu(wacht).foutcode) == ("mislukt", uitvoeren.GEEN_RECHT)
    antwoord = client_van(auditor).post(reverse("taken:ophalen", args=[klaar.pk]), follow=True)
    assert "U mag dit bestand niet meer ophalen." in antwoord.content.decode()


def test_een_fout_van_het_werk_staat_in_woorden_op_het_scherm(fabriek, client_van, auditor, proef):
    def mis(invoer: Invoer, voortgang: Voortgang) -> Iterator[str]:
        yield "een"
        raise Taakfout("mis")

    proef(mis)
    with fabriek():
        opdracht = maak_taak(auditor, soort="proef")
    _doe(opdracht)
    assert (
        "Het ging mis." in client_van(auditor).get(reverse("taken:taak", args=[opdracht.pk])).content.decode()
    )


def test_werk_dat_de_worker_steeds_omgooit_houdt_op(fabriek, auditor, proef):
    def klap(invoer: Invoer, voortgang: Voortgang) -> Iterator[str]:
        yield "een"
        raise ZeroDivisionError

    proef(klap)
    with fabriek():
        opdracht = maak_taak(auditor, soort="proef")
    for _ in range(uitvoeren.HOOGSTENS_POGINGEN):
        with pytest.raises(ZeroDivisionError):
            _doe(opdracht)
    assert _doe(opdracht) is False
    assert (_nu(opdracht).staat, _nu(opdracht).foutcode) == ("mislukt", uitvoeren.TE_VAAK)


def test_wat_een_eerdere_worker_nog_schrijft_telt_niet(fabriek, auditor, proef):
    def ingehaald(invoer: Invoer, voortgang: Voortgang) -> Iterator[str]:
        yield "oud"
        Taakopdracht.objects.update(poging=2)  # another worker began
        yield "nog ouder"

    proef(ingehaald)
    with fabriek():
        opdracht = maak_taak(auditor, soort="proef")
    assert _doe(opdracht) is False
    assert (_nu(opdracht).staat, _nu(opdracht).poging) == ("bezig", 2)
    with fabriek():
        assert Resultaatdeel.objects.count() == 1


def test_stille_taken_gaan_opnieuw_naar_de_wachtrij(fabriek, auditor, monkeypatch):
    gestuurd = []
    monkeypatch.setattr("celery.current_app.send_task", lambda *a, **k: gestuurd.append(a))
    nu = timezone.now()
    with fabriek():
        stil = maak_taak(auditor, hartslag=nu - uitvoeren.STIL - timedelta(seconds=1))
        maak_taak(auditor)
        maak_taak(auditor, delen=("x",), hartslag=nu - timedelta(days=1))
        assert [uitvoeren.hervat(nu=nu) for _ in range(2)] == [1, 0]
    assert gestuurd == [(services.TAAK, [str(stil.pk)])]


def test_verlopen_bestanden_en_oude_taken_verdwijnen(fabriek, client_van, auditor):
    nu = timezone.now()
    with fabriek():
        verlopen = maak_taak(auditor, delen=("x",), verloopt_op=nu - timedelta(seconds=1))
        oud = maak_taak(auditor, staat="mislukt", gevraagd_op=nu - uitvoeren.BEWAAR - timedelta(hours=1))
    client = client_van(auditor)
    assert "verlopen" in client.get(reverse("taken:taak", args=[verlopen.pk])).content.decode()
    with fabriek():
        uitvoeren.ruim_op(nu=nu)
        assert not Resultaatdeel.objects.exists()
        assert not Taakopdracht.objects.filter(pk=oud.pk).exists()


def test_zonder_script_vernieuwt_een_link_de_stand_en_met_htmx_alleen_het_deel(fabriek, client_van, auditor):
    with fabriek():
        opdracht = maak_taak(auditor, staat="bezig", poging=1, gedaan=1200, totaal=5000)
    client, adres = client_van(auditor), reverse("taken:taak", args=[opdracht.pk])
    heel = client.get(adres).content.decode()
    deel = client.get(adres, headers={"HX-Request": "true"}).content.decode()
    assert f'href="{adres}">Stand vernieuwen' in heel
    for tekst in (heel, deel):
        assert "Bezig: 1.200 van 5.000." in tekst
        assert 'value="1200" max="5000"' in tekst
    assert "<html" not in deel


def test_drie_taken_tegelijk_zijn_genoeg(fabriek, als, auditor):
    with fabriek():
        for _ in range(3):
            maak_taak(auditor)
    with als(auditor), pytest.raises(services.TaakGeweigerd):
        services.vraag_aan(soort=UITVOER, invoer={}, door=auditor, nu=timezone.now())
