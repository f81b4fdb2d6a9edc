"""Files that leave the application: who gets them, after how long, and what is in them."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from gebruikers.aanmelden.sessies import BEWEZEN_OP
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker

pytestmark = [pytest.mark.databank, pytest.mark.django_db(databases=["default", "cijfers"])]
KWAAD = (
    '=HYPERLINK("https://kwaad.example";"klik")',
    "@SUM(1)",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "\t=1",
    "\uff1d1+1",
)


def _lang_geleden(klant) -> None:
    sessie = klant.session
    sessie[BEWEZEN_OP] = time.time() - 3 * settings.HERBEVESTIG_MINUTEN * 60
    sessie.save()


@pytest.mark.aanval("uitvoer", gevonden=True)
@pytest.mark.parametrize(("rol", "adres"), [
    (Rol.AUDITOR, "logboek:uitvoer"), (Rol.AUDITOR, "taken:ophalen"), (Rol.BELEID, "jaarcijfers:csv"), (Rol.BELEID, "jaarcijfers:xlsx"),
    (Rol.ADVISEUR, "meldingen:lijst_afdrukken"), (Rol.INTAKE, "signalen:afdrukken"),
])  # fmt: skip
def test_wie_een_open_sessie_vindt_neemt_geen_uitvoer_mee(client_van, fabriek, rol, adres):
    with fabriek():
        wie = maak_gebruiker(rol)
    klant = client_van(wie)
    _lang_geleden(klant)
    taak = adres == "taken:ophalen"
    antwoord = klant.post(reverse(adres, args=[uuid4()])) if taak else klant.get(reverse(adres))
    assert antwoord.status_code == 302
    assert antwoord.headers["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.aanval("uitvoer")
@pytest.mark.parametrize("rol", [rol for rol in Rol if rol not in {Rol.AUDITOR, Rol.BELEID}])
def test_geen_andere_rol_krijgt_een_bestand(client_van, fabriek, rol):
    with fabriek():
        klant = client_van(maak_gebruiker(rol))
    for naam in ("jaarcijfers:csv", "jaarcijfers:xlsx", "logboek:uitvoer"):
        antwoord = klant.get(reverse(naam))
        assert antwoord.status_code == 404, naam
        assert "Content-Disposition" not in antwoord.headers


@pytest.mark.aanval("uitvoer")
@pytest.mark.parametrize("kwaad", KWAAD)
def test_een_kwaadaardige_naam_wordt_in_geen_uitvoer_een_formule(client_van, fabriek, kwaad):
    """The name of an account stands in the log; labels of the figures: tests/rapportages/test_uitvoer.py."""
    with fabriek():
        wie = maak_gebruiker(Rol.AUDITOR, naam=kwaad)
        beleid = maak_gebruiker(Rol.BELEID)
    klant = client_van(wie)
    klant.get(reverse("logboek:lijst"))
    bestanden = [klant.get(reverse("logboek:uitvoer")), client_van(beleid).get(reverse("jaarcijfers:csv"))]
    assert kwaad in next(
        csv.reader([bestanden[0].content.decode("utf-8-sig").split("\r\n")[1]], delimiter=";")
    )[7].lstrip("'")
    for antwoord in bestanden:
        assert antwoord.status_code == 200
        tekst = antwoord.content.decode("utf-8-sig")
        cellen = [cel for rij in csv.reader(io.StringIO(tekst, newline=""), delimiter=";") for cel in rij]
        assert [cel for cel in cellen if cel.strip().startswith(("=", "+", "@", "\uff1d"))] == []
        assert [cel for cel in cellen if cel.startswith("-") and not cel[1:].isdigit()] == []
    boek = zipfile.ZipFile(io.BytesIO(client_van(beleid).get(reverse("jaarcijfers:xlsx")).content))
    bladen = [boek.read(naam).decode() for naam in boek.namelist() if naam.startswith("xl/worksheets/sheet")]
    assert bladen
    assert [blad for blad in bladen if "<f>" in blad] == []


@pytest.mark.aanval("uitvoer")
def test_elke_uitvoer_staat_in_het_logboek_voor_het_bestand_weg_is(client_van, fabriek):
    with fabriek():
        beleid, auditor = maak_gebruiker(Rol.BELEID), maak_gebruiker(Rol.AUDITOR)
    for wie, naam, soort in (
        (beleid, "jaarcijfers:csv", "geexporteerd"), (beleid, "jaarcijfers:xlsx", "geexporteerd"),
        (auditor, "logboek:uitvoer", "logboek_geexporteerd"),
    ):  # fmt: skip
        with fabriek():
            voor = Gebeurtenis.objects.filter(soort=soort, door_id=wie.pk).count()
        assert "attachment" in client_van(wie).get(reverse(naam)).headers["Content-Disposition"]
        with fabriek():
            assert Gebeurtenis.objects.filter(soort=soort, door_id=wie.pk).count() == voor + 1, naam


@pytest.mark.aanval("uitvoer")
def test_een_bestand_mag_nergens_bewaard_worden_en_opent_niet_in_de_bladzijde(client_van, fabriek):
    with fabriek():
        beleid = maak_gebruiker(Rol.BELEID)
    for naam in ("jaarcijfers:csv", "jaarcijfers:xlsx"):
        koppen = client_van(beleid).get(reverse(naam)).headers
        assert koppen["Cache-Control"] == "no-store, private"
        assert koppen["X-Content-Type-Options"] == "nosniff"
        assert koppen["Content-Disposition"].startswith("attachment; ")
        assert timedelta(seconds=settings.SESSIE_HOOGSTENS) <= timedelta(hours=12)
