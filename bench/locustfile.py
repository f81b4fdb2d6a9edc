"""Fifty people at work, for Locust; `python -m bench.belasting` starts it. Knows HTTP and HTML only, no Django.

Thirty handle zaken, fifteen are vertrouwenspersonen, five look at figures. Everybody signs in through the form, sends the token of
the page, asks what the page itself asks for (the counts of the tabs), and follows redirects as a browser does. An answer is good
when it is the page that was expected, by its status and a word on it; everything else counts as an error.
"""

from __future__ import annotations

import itertools
import os
import random
import re
from datetime import date
from typing import Any

from locust import HttpUser, between, task
from locust.exception import StopUser

from bench.uithouding_gebruikers import CASUS, INTAKE, verborgen

WACHTWOORD = os.environ["JID_DEMO_WACHTWOORD"]
ZAAK = re.compile(r'href="(/meldingen/[0-9a-f-]{36}/)"')
EEN_CASUS = re.compile(r'href="(/casussen/[0-9a-f-]{36}/)"')
NOTITIE = re.compile(r'<form[^>]*action="(/meldingen/[0-9a-f-]{36}/notitie/)".*?</form>', re.DOTALL)
NUMMER = re.compile(r"[MC]-[0-9A-Z]{4}-[0-9A-Z]{4,5}")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LIJSTVRAGEN = (
    "", "?tab=mijn", "?tab=team", "?tab=mijn&status=in_behandeling", "?tab=alle&jaar=2024", "?tab=team&termijn=te_laat",
    "?tab=alle&sorteer=termijn", "?tab=alle&onderdeel=clas&jaar=2023",
)  # fmt: skip
ZOEKWOORDEN = ("oefening", "pesten", "opmerkingen", "kazerne", '"sociale media"', "commandant", "schip")
_nummers = itertools.count()


class Mens(HttpUser):
    """Signs in once, then works with pauses of two to eight seconds."""

    abstract = True
    wait_time = between(2, 8)
    accounts: itertools.cycle[str]

    def on_start(self) -> None:
        self.token = ""
        nummer = next(_nummers)
        self.willekeur = random.Random(nummer)
        self.client.headers["X-Forwarded-For"] = f"10.0.{nummer // 250}.{nummer % 250 + 1}"
        self.lees("/aanmelden/", "Aanmelden")
        naar = self.stuur(
            "/aanmelden/", {"login": f"{next(self.accounts)}@demo.example", "password": WACHTWOORD}, "/"
        )
        if not naar:
            raise StopUser
        self.lees(naar, "<h1", naam="startpagina na aanmelden")

    def lees(self, pad: str, woord: str, *, naam: str = "", koppen: dict[str, str] | None = None) -> str:
        """A page that says `woord`; empty when it does not."""
        with self.client.get(pad, name=naam or _naam(pad), headers=koppen, catch_response=True) as antwoord:
            tekst = antwoord.text or ""
            if antwoord.status_code != 200 or woord not in tekst:
                antwoord.failure(f"{antwoord.status_code}, zonder {woord!r}")
                return ""
        if token := TOKEN.search(tekst):
            self.token = token[1]
        return tekst

    def stuur(self, pad: str, velden: dict[str, Any], verwacht: str, *, naam: str = "") -> str:
        """Send a form; the address it leads to when that contains `verwacht`, else empty."""
        velden = {**velden, "csrfmiddlewaretoken": self.token}
        naam = naam or f"{_naam(pad)} (versturen)"
        with self.client.post(pad, velden, name=naam, allow_redirects=False, catch_response=True) as antwoord:
            naar: str = antwoord.headers.get("Location", "")
            if antwoord.status_code != 302 or verwacht not in naar:
                antwoord.failure(f"{antwoord.status_code} naar {naar!r}")
                return ""
        return naar


def _naam(pad: str) -> str:
    """The address without what differs: keys, and the question."""
    kaal = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", pad.partition("?")[0])
    kaal = re.sub(r"/concept/…/(?!controleren|bewaar)[a-z]+/", "/concept/…/onderwerp/", kaal)
    return f"{kaal}?…" if "?" in pad else kaal


class Behandelaar(Mens):
    """COID and the intake: mostly reading lists and zaken, sometimes a note, now and then a whole melding."""

    weight = 30
    accounts = itertools.cycle(
        ["adviseur", "adviseur2", "intake", *(f"adviseur{n:02}" for n in range(3, 11))]
    )

    def on_start(self) -> None:
        self.zaken: list[str] = []
        self.nummers: list[str] = []
        super().on_start()

    @task(4)
    def mijn_werk(self) -> None:
        self.lees("/mijn-werk/", "Mijn werk")

    @task(6)
    def lijst(self) -> None:
        self._lijst(self.willekeur.choice(LIJSTVRAGEN))

    @task(3)
    def zoek(self) -> None:
        """By number as often as by words."""
        wat = self.willekeur.choice(self.nummers or ["M-2024-00100"])
        if self.willekeur.random() < 0.5:
            wat = self.willekeur.choice(ZOEKWOORDEN)
        self._lijst(f"?tab=alle&q={wat}", naam="/meldingen/?q=…")

    @task(8)
    def zaak(self) -> None:
        self._open()

    @task(3)
    def notitie(self) -> None:
        """On the page of a zaak that may be changed."""
        pagina = self._open()
        formulier = NOTITIE.search(pagina)
        if formulier is None:
            return
        velden = verborgen(formulier[0]) | {"tekst": "Gesproken met de melder. Vervolgafspraak gemaakt."}
        if naar := self.stuur(formulier[1], velden, "/meldingen/"):
            self.lees(naar, "De notitie is opgeslagen", naam="/meldingen/…/ na een notitie")

    @task(1)
    def melding(self) -> None:
        """All topics, with one autosave on each as somebody types, and the check page."""
        self.lees("/meldingen/nieuw/", "Begin een nieuwe melding")
        naar = self.stuur("/meldingen/nieuw/", {}, "/meldingen/concept/")
        if not naar:
            return
        concept = naar.rsplit("/", 2)[0]
        for stap, velden in INTAKE.items():
            pagina = self.lees(f"{concept}/{stap}/", "Volgende stap")
            extra = {"onderwerp": "Opmerkingen tijdens een oefening"} if stap == "gebeurtenis" else {}
            alles = verborgen(pagina) | velden | extra
            self._bewaar(f"{concept}/bewaar/", alles | {"stap": stap})
            self._wacht()
            if not self.stuur(f"{concept}/{stap}/", alles | {"_volgende": "1"}, f"{concept}/"):
                return
        einde = verborgen(self.lees(f"{concept}/controleren/", "Melding opslaan"))
        if naar := self.stuur(f"{concept}/controleren/", einde, "/meldingen/"):
            self.lees(naar, "De melding is opgeslagen", naam="/meldingen/…/ na opslaan")

    def _bewaar(self, pad: str, velden: dict[str, Any]) -> None:
        """What the page sends by itself while somebody types; the page keeps its number, so 409 is a fair answer."""
        velden = {
            **velden,
            "volgnummer": str(int(velden.get("volgnummer", 0)) + 1),
            "csrfmiddlewaretoken": self.token,
        }
        with self.client.post(
            pad, velden, name="/meldingen/concept/…/bewaar/", catch_response=True
        ) as antwoord:
            if antwoord.status_code in {200, 409}:
                antwoord.success()
            else:
                antwoord.failure(str(antwoord.status_code))

    def _wacht(self) -> None:
        """Answering a topic takes a while."""
        import gevent

        gevent.sleep(self.willekeur.uniform(1, 4))

    def _lijst(self, vraag: str, *, naam: str = "") -> None:
        pagina = self.lees(f"/meldingen/{vraag}", "Meldingen", naam=naam)
        if tellingen := re.search(r'data-hx-get="([^"]+)"', pagina):
            self.lees(tellingen[1].replace("&amp;", "&"), "", koppen={"HX-Request": "true"})
        if gevonden := ZAAK.findall(pagina):
            self.zaken, self.nummers = gevonden, NUMMER.findall(pagina)

    def _open(self) -> str:
        if not self.zaken:
            self._lijst("?tab=mijn")
        return self.lees(self.willekeur.choice(self.zaken), 'id="verloop-kop"') if self.zaken else ""


class Vertrouwenspersoon(Mens):
    """Looks at the own casussen, and registers one now and then."""

    weight = 15
    accounts = itertools.cycle(
        ["vertrouwenspersoon", "vertrouwenspersoon2", *(f"vp{n:02}" for n in range(3, 33))]
    )

    @task(4)
    def lijst(self) -> None:
        self.casussen = EEN_CASUS.findall(self.lees("/casussen/", "Mijn casussen"))

    @task(4)
    def casus(self) -> None:
        if gevonden := getattr(self, "casussen", []):
            self.lees(self.willekeur.choice(gevonden), "C-")

    @task(2)
    def nieuw(self) -> None:
        vandaag = date.today()
        pagina = self.lees("/casussen/nieuw/", "Casus vastleggen")
        velden = (
            verborgen(pagina)
            | CASUS
            | {"kwartaal_eerste_contact": f"{vandaag.year}-K{(vandaag.month + 2) // 3}"}
        )
        if naar := self.stuur("/casussen/nieuw/", velden, "/opgeslagen/"):
            self.lees(naar, "De casus is opgeslagen")


class Beleid(Mens):
    """Figures: the page of today, a year with its charts, and a file."""

    weight = 5
    accounts = itertools.cycle(["beleid"])

    @task(2)
    def vandaag(self) -> None:
        self.lees("/jaarcijfers/vandaag/", "<h1")

    @task(5)
    def jaar(self) -> None:
        self.lees(f"/jaarcijfers/?jaar={self.willekeur.randrange(2020, 2025)}", "Jaarcijfers")

    @task(1)
    def bestand(self) -> None:
        self.lees(
            f"/jaarcijfers/csv/?jaar={self.willekeur.randrange(2020, 2025)}", "", naam="/jaarcijfers/csv/?…"
        )
