"""Between two moments: a page that was open, an export that runs, a clock that was moved, a browser after sign-out."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gebruikers.aanmelden.herbevestigen import is_vers
from gebruikers.aanmelden.sessies import AANGEMELD_OP, BEWEZEN_OP
from gebruikers.models import Gebruiker, Sessie, Team
from gebruikers.rollen import Rol
from logboek import uitvoer
from meldingen.models import Melding
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding, maak_toekenning, sluit_uit
from zaken.models import Notitie, Toekenning
from zaken.schermen import stapel

from .conftest import GEHEIM
from .hulp import adres

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


OPEN_VENSTER = [
    ("notitie", (), {"tekst": "x"}),
    ("wijzig", ("gegevens",), {}),
    ("persoon_nieuw", (), {"rol": "melder", "naam": "x"}),
    ("status", ("in_behandeling",), {"toelichting": "x"}),
    ("toewijzen", (), {}),
    ("delen", (), {}),
    ("uitsluiten", (), {"mijzelf": "1"}),
    ("annuleer", (), {"reden": "x"}),
    ("afgedrukt", (), {}),
    ("lezers", (), {}),
    ("geschiedenis", (), {}),
]


@pytest.mark.aanval("race")
@pytest.mark.parametrize(("naam", "delen", "data"), OPEN_VENSTER, ids=[naam for naam, *_ in OPEN_VENSTER])
def test_wie_wordt_uitgesloten_terwijl_de_pagina_open_staat_doet_daar_niets_meer(toneel, client_van, fabriek, naam, delen, data):  # fmt: skip
    klant = client_van(toneel.eigenaar)
    pad = adres(naam, toneel.doel.pk, *delen)
    klant.get(pad)
    with fabriek():
        sluit_uit(toneel.doel, toneel.eigenaar)
        voor = Notitie.objects.zonder_toegangsfilter(reden="test").filter(zaak=toneel.doel).count()
    verborgen = {"inzending": str(uuid4()), "versie": str(toneel.doel.versie)}
    for antwoord in (
        klant.post(pad, data | verborgen),
        klant.get(pad),
        klant.get(pad, headers={"HX-Request": "true"}),
    ):
        assert antwoord.status_code in {404, 405}
        assert GEHEIM not in antwoord.content.decode()
    with fabriek():
        assert Notitie.objects.zonder_toegangsfilter(reden="test").filter(zaak=toneel.doel).count() == voor


@pytest.mark.aanval("htmx")
def test_een_uitsluiting_na_het_openen_laat_ook_het_deel_van_htmx_niets_tonen(toneel, client_van, fabriek):
    klant = client_van(toneel.eigenaar)
    lijst = klant.get(adres("lijst")).content.decode()
    assert toneel.doel.zaaknummer in lijst
    with fabriek():
        sluit_uit(toneel.doel, toneel.eigenaar)
    for pad in (adres("lijst"), adres("tellingen"), reverse("mijn_werk")):
        assert toneel.doel.zaaknummer not in klant.get(pad, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.aanval("uitvoer")
def test_een_account_dat_sluit_tijdens_een_uitvoer_krijgt_haar_niet(toneel, client_van, fabriek, monkeypatch):
    """The file is made in one transaction; who is closed while it is made has no log to read any more."""
    echt = uitvoer._rijen

    def sluit_eerst(ids):
        with fabriek():
            Gebruiker.objects.filter(pk=toneel.auditor.pk).update(is_active=False)
        return echt(ids)

    klant = client_van(toneel.auditor)
    klant.raise_request_exception = False
    klant.get(reverse("logboek:lijst"))
    monkeypatch.setattr(uitvoer, "_rijen", sluit_eerst)
    antwoord = klant.get(reverse("logboek:uitvoer"))
    assert antwoord.status_code >= 400
    assert "attachment" not in antwoord.headers.get("Content-Disposition", "")


@pytest.mark.aanval("klok")
@pytest.mark.parametrize(
    "verschil", [timedelta(hours=1), timedelta(days=400), -timedelta(hours=1), -timedelta(days=400)]
)
def test_een_verzette_klok_maakt_een_oud_bewijs_niet_vers(toneel, rf, verschil):
    verzoek = rf.get("/")
    nu = timezone.now()
    verzoek.session = {BEWEZEN_OP: (nu + verschil).timestamp()}
    assert is_vers(verzoek, nu=nu) is False


@pytest.mark.aanval("klok")
@pytest.mark.parametrize("waarde", ["nu", None, "9" * 30, True, float("nan"), float("inf"), -1])
def test_een_onzinnig_bewijs_is_geen_bewijs(toneel, rf, waarde):
    verzoek = rf.get("/")
    verzoek.session = {BEWEZEN_OP: waarde}
    assert is_vers(verzoek, nu=timezone.now()) is False


@pytest.mark.aanval("klok")
def test_een_toegang_die_nog_moet_beginnen_of_voorbij_is_opent_niets(toneel, client_van, fabriek):
    with fabriek():
        ander = maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_melding(lezers=(toneel.eigenaar,), behandelaar=toneel.eigenaar)
        toegang = maak_toekenning(zaak, ander)
    klant = client_van(ander)
    assert klant.get(adres("detail", zaak.pk)).status_code == 200
    with fabriek():
        Toekenning.objects.filter(pk=toegang.pk).update(
            verleend_op=timezone.now() - timedelta(days=1), verloopt_op=timezone.now() - timedelta(seconds=1)
        )
    assert klant.get(adres("detail", zaak.pk)).status_code == 404


@pytest.mark.aanval("klok")
def test_een_sessie_uit_de_toekomst_leeft_niet_langer(toneel, client_van, fabriek, settings):
    """After the clock was set back a session seems to begin later; it still ends with its rest."""
    klant = client_van(toneel.eigenaar)
    with fabriek():
        Sessie.objects.filter(gebruiker=toneel.eigenaar).update(
            begonnen_op=timezone.now() + timedelta(days=30), expire_date=timezone.now() - timedelta(seconds=1)
        )
    assert klant.get(reverse("mijn_account")).status_code == 302


@pytest.mark.aanval("sessie")
def test_de_webrol_verlengt_het_leven_van_een_sessie_niet_met_een_gewoon_verzoek(toneel, client_van, fabriek):
    klant = client_van(toneel.eigenaar)
    klant.get(reverse("mijn_account"))
    sessie = klant.session
    assert sessie[AANGEMELD_OP] <= timezone.now().timestamp()
    begin = sessie[AANGEMELD_OP]
    klant.post(reverse("sessie_verlengen"))
    assert klant.session[AANGEMELD_OP] == begin


@pytest.mark.aanval("cache")
@pytest.mark.parametrize("pad", ["lijst", "detail", "wijzig"])
def test_na_afmelden_geeft_geen_adres_de_pagina_nog_en_niets_mocht_bewaard_worden(toneel, client_van, pad):
    klant = client_van(toneel.eigenaar)
    delen = {"lijst": (), "detail": (toneel.doel.pk,), "wijzig": (toneel.doel.pk, "gegevens")}[pad]
    bladzijde = klant.get(adres(pad, *delen))
    assert bladzijde.status_code == 200
    assert bladzijde.headers["Cache-Control"] == "no-store, private"
    assert not {"ETag", "Last-Modified"} & set(bladzijde.headers)
    klant.post(reverse("account_logout"))
    for koppen in ({}, {"If-None-Match": "*"}, {"If-Modified-Since": "Wed, 21 Oct 2099 07:28:00 GMT"}):
        antwoord = klant.get(adres(pad, *delen), headers=koppen)
        assert antwoord.status_code == 302
        assert toneel.doel.zaaknummer not in antwoord.content.decode()


@pytest.mark.aanval("cache")
def test_afmelden_vraagt_de_browser_in_productie_om_zijn_bladzijden_te_wissen(toneel, client_van, settings):
    settings.PRODUCTIE = True
    antwoord = client_van(toneel.eigenaar).post(reverse("account_logout"))
    assert antwoord.headers["Clear-Site-Data"] == '"cache"'


@pytest.mark.aanval("sessie")
def test_een_klant_zonder_sessie_maakt_er_geen_door_te_kijken(db, settings):
    """Reading as nobody leaves no row behind that could be filled later (session fixation)."""
    klant = Client()
    paden = {"/": 302, "/aanmelden/": 200, "/toegankelijkheid/": 200, "/bestaat-niet/": 404}
    assert {pad: klant.get(pad).status_code for pad in paden} == paden
    assert settings.SESSION_COOKIE_NAME not in klant.cookies
    assert not Sessie.objects.exists()


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("hoe", ["uitgesloten", "verzegeld"])
def test_de_uitslag_van_een_stapel_noemt_geen_zaak_die_intussen_dicht_is(
    fabriek, client_van, monkeypatch, hoe
):
    """Excluded: from that moment on. Sealed, which the page cannot know: after a while it names only what is seen."""
    with fabriek():
        team = maak_team(soort=Team.Soort.INTAKE)
        ik, b = (
            maak_gebruiker(Rol.INTAKE, teams=[team]),
            maak_gebruiker(Rol.ADVISEUR, naam="Nieuwe Behandelaar"),
        )
        zaak = maak_melding(team=team, behandelaar=None)
    klant = client_van(ik)
    post = {"zaak": str(zaak.pk), "behandelaar": b.pk, "team": "", "reden": "proef"}
    uitslag = klant.post(reverse("meldingen:stapel"), post).url
    assert zaak.zaaknummer in klant.get(uitslag).text
    with fabriek():
        if hoe == "uitgesloten":
            sluit_uit(zaak, ik)
        else:
            Melding.objects.zonder_toegangsfilter(reden="proef").filter(pk=zaak.pk).update(verzegeld=True)
            monkeypatch.setattr(stapel, "NOEM_SECONDEN", 0)
    antwoord = klant.get(uitslag).text
    assert zaak.zaaknummer not in antwoord
    assert "Nieuwe Behandelaar" not in antwoord
    assert "1 gekozen zaak bestaat niet of u hebt er geen toegang toe." in antwoord


@pytest.mark.aanval("route", gevonden=True)
def test_een_getypt_woord_gaat_niet_van_het_ene_adres_naar_het_andere(toneel, client_van):
    """The print asks to prove oneself anew, and says where to come back: without the person that was typed."""
    klant = client_van(toneel.eigenaar)
    sessie = klant.session
    sessie[BEWEZEN_OP] = (timezone.now() - timedelta(hours=8)).timestamp()
    sessie.save()
    hier = klant.get(reverse("meldingen:lijst_afdrukken"), {"persoon": "Jansen"})
    daar = klant.get(hier["Location"])
    assert ("zoek=" in hier["Location"], "bevestig" in daar["Location"]) == (True, True)
    assert "Jansen" not in hier["Location"] + daar["Location"]
