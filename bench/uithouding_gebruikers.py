"""The users of `bench.uithouding`: they register over HTTP, note what they were told was saved, and try again.

A user whose request breaks off does what a person does: sends the same form again. So nothing that they began
may be there twice, and nothing that they were told is saved may be missing.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

Velden = dict[str, Any]

CASUS: Velden = {
    "defensieonderdeel": "clas", "personeelscategorie": "militair", "rol_hulpvrager": "benadeelde",
    "hoofdthema": "pesten", "aantal_contacten": "1", "acties": ["luisterend_oor"],
}  # fmt: skip
JAAR = 2024
INTAKE: dict[str, Velden] = {
    "ontvangst": {
        "ontvangen_defensie_dag": "15", "ontvangen_defensie_maand": "11", "ontvangen_defensie_jaar": str(JAAR),
        "ontvangen_register_dag": "18", "ontvangen_register_maand": "11", "ontvangen_register_jaar": str(JAAR),
        "meldkanaal": "leidinggevende", "bron": "eigen_melding", "anonimiteit": "nee",
    },
    "personen": {
        "naam": "Melder", "contact": "melder@demo.example", "veilig_bereikbaar": "", "personeelscategorie": "militair",
        "defensieonderdeel": "clas", "aantal_betrokkenen": "1", "rij": ["1-betrokkene"], "p1-naam": "",
        "p1-personeelscategorie": "militair", "p1-defensieonderdeel": "clas", "p1-relatie": "collega",
    },
    "gebeurtenis": {
        "voorval_van_dag": "", "voorval_van_maand": "10", "voorval_van_jaar": str(JAAR),
        "voorval_tot_dag": "", "voorval_tot_maand": "", "voorval_tot_jaar": "",
        "locatiecontext": "oefening", "defensieonderdeel": "clas", "eenheid": "", "omschrijving": "Wat er gebeurde.",
    },
    "categorie": {"hoofdcategorie": "omgangsvormen", "subcategorieen": ["pesten"]},
    "gedaan": {
        "wens_melder": "Een gesprek.", "bevestigd_op_dag": "", "bevestigd_op_maand": "", "bevestigd_op_jaar": "",
        "ordemaatregel": "", "aangifte": "overwogen",
    },
}  # fmt: skip
_GEDULD = 120.0
"""Seconds after which a user gives up on one form: the application is then broken."""


PERSONEN_PER_MELDING = 2
_VERBROKEN_SESSIE = 400
"""Django's answer when it could not keep the session; it says that of a lost database connection too."""


class Opgegeven(Exception):
    """The application gave an answer that no user can go on with."""


@dataclass
class Schrift:
    """What one user noted. An entry of `begonnen` that is not in its saved counterpart was never answered."""

    casussen_begonnen: set[str] = field(default_factory=set)
    casussen: set[str] = field(default_factory=set)
    meldingen_begonnen: dict[str, str] = field(default_factory=dict)
    """Key of the draft → subject."""
    meldingen: dict[str, str] = field(default_factory=dict)
    """Id of the melding → key of the draft it grew from."""
    notities_begonnen: set[tuple[str, str]] = field(default_factory=set)
    notities: set[tuple[str, str]] = field(default_factory=set)
    """Melding and the form's own key."""
    afgebroken: Counter[str] = field(default_factory=Counter)
    antwoorden: Counter[str] = field(default_factory=Counter)
    """How often the application itself said that it could not, by status."""
    fouten: list[str] = field(default_factory=list)


class Browser:
    """Cookies, the token of the last page, and redirects that are looked at before they are followed."""

    def __init__(self, adres: str) -> None:
        self.adres = adres
        koekjes = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(koekjes, _NietVolgen())
        self._token = ""

    def vraag(self, pad: str, velden: Velden | None = None) -> tuple[int, str, str]:
        """Status, address of a redirect, text. Raises OSError or HTTPException when the line breaks."""
        data = None
        if velden is not None:
            data = urllib.parse.urlencode({**velden, "csrfmiddlewaretoken": self._token}, doseq=True).encode()
        verzoek = urllib.request.Request(self.adres + pad, data, {"Referer": self.adres + pad})
        try:
            with self._opener.open(verzoek, timeout=20) as antwoord:
                status, naar, html = antwoord.status, "", antwoord.read().decode()
        except urllib.error.HTTPError as fout:
            status, naar, html = fout.code, fout.headers.get("Location", ""), fout.read().decode()
        if token := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html):
            self._token = token[1]
        return status, naar, html


class _NietVolgen(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Gebruiker(threading.Thread):
    """One signed-in person who keeps working until told to stop; finishes what was begun."""

    def __init__(self, adres: str, email: str, wachtwoord: str, stop: threading.Event, zaad: str) -> None:
        super().__init__(name=email, daemon=True)
        self.email = email
        self.schrift = Schrift()
        self._browser = Browser(adres)
        self._wachtwoord = wachtwoord
        self._stop_teken = stop
        self._willekeur = random.Random(zaad)

    def run(self) -> None:
        try:
            self.meld_aan()
            while not self._stop_teken.is_set():
                self.werk()
        except Opgegeven as fout:
            self.schrift.fouten.append(f"{self.email}: {fout}")

    def werk(self) -> None:
        raise NotImplementedError

    def meld_aan(self) -> None:
        """Sign in, again if need be; a session survives every kill, so this happens once."""
        self.lees("/aanmelden/")
        self.verstuur(
            "/aanmelden/", {"login": self.email, "password": self._wachtwoord}, verwacht=r"/(?!aanmelden).*"
        )

    def lees(self, pad: str) -> str:
        return self._volhouden(pad, None, "")[1]

    def verstuur(self, pad: str, velden: Velden, *, verwacht: str) -> str:
        """Send a form until it is answered by a redirect to an address that matches `verwacht`; gives that."""
        time.sleep(self._willekeur.uniform(0.0, 0.1))
        return self._volhouden(pad, velden, verwacht)[0]

    def _volhouden(self, pad: str, velden: Velden | None, verwacht: str) -> tuple[str, str]:
        einde = time.monotonic() + _GEDULD
        laatste = ""
        while time.monotonic() < einde:
            try:
                status, naar, html = self._browser.vraag(pad, velden)
            except (OSError, http.client.HTTPException) as fout:
                laatste = type(fout).__name__
            else:
                if status < 500 and status != _VERBROKEN_SESSIE:
                    return self._beoordeel(pad, velden, verwacht, status, naar, html)
                laatste = str(status)
                self.schrift.antwoorden[laatste] += 1
            self.schrift.afgebroken["lezen" if velden is None else "schrijven"] += 1
            time.sleep(self._willekeur.uniform(0.1, 0.3))
        raise Opgegeven(f"{pad}: {_GEDULD:.0f} s lang geen antwoord, het laatst {laatste}")

    def _beoordeel(
        self, pad: str, velden: Velden | None, verwacht: str, status: int, naar: str, html: str
    ) -> tuple[str, str]:
        if velden is None and status == 200:
            return "", html
        if velden is not None and status == 302 and re.fullmatch(verwacht, naar):
            return naar, html
        raise Opgegeven(f"{'GET' if velden is None else 'POST'} {pad}: {status} {naar} {_foutregel(html)}")


class Vertrouwenspersoon(Gebruiker):
    """Registers one casus after another."""

    def werk(self) -> None:
        vandaag = date.today()
        sleutel = str(uuid4())
        self.lees(f"/casussen/nieuw/?sleutel={sleutel}")
        velden = CASUS | {
            "sleutel": sleutel,
            "kwartaal_eerste_contact": f"{vandaag.year}-K{(vandaag.month + 2) // 3}",
        }
        self.schrift.casussen_begonnen.add(sleutel)
        naar = self.verstuur("/casussen/nieuw/", velden, verwacht=r"/casussen/[0-9a-f-]{36}/opgeslagen/")
        self.schrift.casussen.add(naar.split("/")[2])


class Melder(Gebruiker):
    """Registers a melding through the topic pages, then writes notes in it and in earlier ones."""

    def werk(self) -> None:
        self.lees("/meldingen/nieuw/")
        onderwerp = f"Volhouder {self._willekeur.randrange(16**8):08x}"
        naar = self.verstuur("/meldingen/nieuw/", {}, verwacht=r"/meldingen/concept/[0-9a-f-]{36}/ontvangst/")
        concept = naar.rsplit("/", 2)[0]
        for stap, velden in INTAKE.items():
            extra = {"onderwerp": onderwerp} if stap == "gebeurtenis" else {}
            pagina = verborgen(self.lees(f"{concept}/{stap}/")) | {"_volgende": "1"}
            self.verstuur(f"{concept}/{stap}/", pagina | velden | extra, verwacht=f"{concept}/[a-z]+/")
        einde = verborgen(self.lees(f"{concept}/controleren/"))
        self.schrift.meldingen_begonnen[einde["sleutel"]] = onderwerp
        naar = self.verstuur(f"{concept}/controleren/", einde, verwacht=r"/meldingen/[0-9a-f-]{36}/")
        self.schrift.meldingen[naar.split("/")[2]] = einde["sleutel"]
        for _ in range(self._willekeur.randrange(1, 4)):
            self.noteer(self._willekeur.choice(list(self.schrift.meldingen)))

    def noteer(self, melding: str) -> None:
        pad = f"/meldingen/{melding}/notitie/"
        inzending = verborgen(self.lees(pad))["inzending"]
        self.schrift.notities_begonnen.add((melding, inzending))
        velden = {"tekst": "Gesproken met de melder.", "inzending": inzending}
        self.verstuur(pad, velden, verwacht=f"/meldingen/{melding}/")
        self.schrift.notities.add((melding, inzending))

    def lees_alles_terug(self) -> list[str]:
        """The own meldingen whose page does not show the subject that was typed: their key or text is gone."""
        onderwerpen = self.schrift.meldingen_begonnen
        return [
            melding
            for melding, sleutel in self.schrift.meldingen.items()
            if onderwerpen[sleutel] not in self.lees(f"/meldingen/{melding}/")
        ]


def verborgen(html: str) -> dict[str, str]:
    """The hidden inputs of a page, in whichever order their attributes stand."""
    velden = {}
    for invoer in re.findall(r"<input[^>]*>", html):
        attributen = dict(re.findall(r'([a-z]+)="([^"]*)"', invoer))
        if attributen.get("type") == "hidden" and "name" in attributen:
            velden[attributen["name"]] = attributen.get("value", "")
    return velden


def _foutregel(html: str) -> str:
    """What the page itself says is wrong, in short."""
    tekst = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(head|script|style|svg|nav).*?</\1>", " ", html))
    return " ".join(tekst.split())[:300]
