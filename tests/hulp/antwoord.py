"""What an answer says: compared without what differs by chance, and held against what every page promises."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jid.middleware import VASTE_KOPPEN

TOEVAL = re.compile(r'(csrfmiddlewaretoken" value="|"X-CSRFToken": ?")[^"]+|(?<=nonce=")[^"]+|\d\d\.\d\d uur')
WISSELEND = frozenset({"Set-Cookie", "Expires", "Date", "Content-Length"})
"""Headers that hold a token or a moment. `Content-Length` follows from the body, which is compared itself."""

KOPPEN = {
    "Cache-Control": "no-store, private",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    **VASTE_KOPPEN,
}
CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}


def kaal(antwoord: Any) -> str:
    """The body without tokens, and without the time at which it would be printed."""
    return TOEVAL.sub(r"\1", antwoord.content.decode())


def wat_een_vreemde_ziet(antwoord: Any) -> tuple[int, dict[str, str], list[str], str]:
    """Status, headers, names and properties of cookies, and body: equal for two answers that must tell nothing."""
    koppen = {naam: waarde for naam, waarde in antwoord.headers.items() if naam not in WISSELEND}
    koekjes = [
        f"{naam} {koekje['httponly']} {koekje['samesite']} {koekje['path']} {koekje['max-age']}"
        for naam, koekje in sorted(antwoord.cookies.items())
    ]
    return antwoord.status_code, koppen, koekjes, kaal(antwoord)


def csp_van(antwoord: Any) -> dict[str, str]:
    """The directives of the policy."""
    delen = (deel.split(maxsplit=1) for deel in antwoord.headers["Content-Security-Policy"].split(";"))
    return {deel[0]: " ".join(deel[1:]) for deel in delen}


def gebreken(antwoord: Any) -> list[str]:
    """What this answer lacks: headers, a strict policy, a page that needs no exception to it."""
    fout = [
        f"{kop}: {antwoord.headers.get(kop)}" for kop, w in KOPPEN.items() if antwoord.headers.get(kop) != w
    ]
    if csp_van(antwoord) != CSP:
        fout.append(f"CSP: {csp_van(antwoord)}")
    if antwoord.headers.get("Content-Type", "").startswith("text/html"):
        fout += in_de_bladzijde(antwoord.content.decode())
    return fout


VERDACHT = re.compile(
    r"""<(?:style|object|embed|base|iframe)\b|<script\b(?!\ src=")|[\s"'/](?:style|on\w+|hx-on[^\s=>]*)\s*=
    |(?:href|src|action|hx-get|hx-post)\s*=\s*(?:["']?\s*(?:javascript:|data:|https?:|//)|"[^"]*&(?!amp;)|'[^']*&(?!amp;)
        |[^\s"'>]*&(?!amp;))
    |target\s*=\s*["']?\s*_blank""",
    re.IGNORECASE | re.VERBOSE,
)
"""Where a page holds none of this, reading it tag by tag finds nothing either, and costs as much as asking for it."""


def in_de_bladzijde(html: str) -> list[str]:
    """What a strict policy blocks, or would have to allow, in this page."""
    if not VERDACHT.search(html):
        return []
    lezer = _Inline()
    lezer.feed(html)
    return lezer.gevonden


class _Inline(HTMLParser):
    """What a strict policy blocks, or would have to allow: scripts and styles in the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.gevonden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kenmerken = dict(attrs)
        if tag in {"style", "object", "embed", "base", "iframe"} or (
            tag == "script" and "src" not in kenmerken
        ):
            self.gevonden.append(f"<{tag}>")
        for naam, waarde in attrs:
            adres = (waarde or "").strip().lower()
            if naam == "style" or naam.startswith(("on", "hx-on")):
                self.gevonden.append(f"{tag} {naam}={waarde}")
            if tag == "img" and adres.startswith("data:image/"):  # the picture of a code for an app
                continue
            if naam in {"href", "src", "action", "formaction", "hx-get", "hx-post"} and adres.startswith(
                ("javascript:", "data:", "http:", "https:", "//")
            ):
                self.gevonden.append(f"{tag} {naam}={waarde}")
            if naam == "target" and adres == "_blank":
                self.gevonden.append(f"{tag} opens elsewhere")


VRAGEN: dict[str, Callable[[Client, str], Any]] = {
    "GET": lambda klant, adres: klant.get(adres),
    "HEAD": lambda klant, adres: klant.head(adres),
    "POST": lambda klant, adres: klant.post(adres),
    "POST met velden": lambda klant, adres: klant.post(adres, INGEVULD),
    "HTMX": lambda klant, adres: klant.get(adres, headers=HTMX),
    "HTMX POST": lambda klant, adres: klant.post(adres, INGEVULD, headers=HTMX),
    "met filter": lambda klant, adres: klant.get(adres, {"q": "woord", "pagina": "2", "next": "/meldingen/"}),
}
"""Every way of asking that a page may tell apart; one that none knows is refused first (tests/aanvallen/test_verzoeken.py)."""
HTMX = {"HX-Request": "true", "HX-Target": "inhoud", "HX-Current-URL": "http://testserver/mijn-werk/"}
INGEVULD = {"tekst": "x", "inzending": "1b4e28ba-2fa1-4d2b-9f4e-0242ac130003", "reden": "x", "toelichting": "x",
            "rol": "melder", "naam": "x", "versie": "1", "volgnummer": "1", "mijzelf": "1", "grond": "betrokken"}  # fmt: skip


GEWOON = ("GET", "POST met velden", "HTMX")


def vergelijk(klant: Client, vreemd: str, onbekend: str, manieren: Iterable[str]) -> list[str]:
    """The ways of asking in which these two addresses answer differently; also in the number of statements.

    The text of an address stands in its own answer (the form that goes there): that is taken out.
    """
    verschil = []
    for hoe in manieren:
        gezien = []
        for adres in (vreemd, onbekend):
            with CaptureQueriesContext(connection) as vragen:
                antwoord = VRAGEN[hoe](klant, adres)
            status, koppen, koekjes, inhoud = wat_een_vreemde_ziet(antwoord)
            koppen = {naam: waarde.replace(adres, "ADRES") for naam, waarde in koppen.items()}
            gezien.append((status, koppen, koekjes, inhoud.replace(adres, "ADRES"), len(vragen)))
        if gezien[0] != gezien[1] or gezien[0][0] not in {302, 404, 405}:
            verschil.append(f"{hoe}: {[g[0] for g in gezien]} {[g[4] for g in gezien]}")
    return verschil
