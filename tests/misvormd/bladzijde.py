"""What a browser would send from a page: the fields of its own form, filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random

from tests.factories.gebruikers import WACHTWOORD

from .vervormen import Veld

GEWOON = {"_dag": "15", "_maand": "11", "_jaar": "2024"}
"""Parts of a date, by the end of their name."""


@dataclass
class _Invoer:
    naam: str
    soort: str
    waarden: list[str] = field(default_factory=list)
    """What can be chosen, or what stands in it."""


@dataclass
class _Formulier:
    naar: str
    invoer: dict[str, _Invoer] = field(default_factory=dict)


class _Lezer(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.formulieren: list[_Formulier] = []
        self._nu: _Formulier | None = None
        self._keuze: _Invoer | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kenmerk = {naam: waarde or "" for naam, waarde in attrs}
        if tag == "form":
            self._nu = _Formulier(kenmerk.get("action", ""))
            if kenmerk.get("method", "").lower() == "post":
                self.formulieren.append(self._nu)
        elif tag == "option" and self._keuze:
            self._keuze.waarden.append(kenmerk.get("value", ""))
        elif self._nu and kenmerk.get("name") and tag in {"input", "select", "textarea", "button"}:
            soort = tag if tag != "input" else kenmerk.get("type", "text")
            een = self._nu.invoer.setdefault(kenmerk["name"], _Invoer(kenmerk["name"], soort))
            if "value" in kenmerk:
                een.waarden.append(kenmerk["value"])
            if tag == "select":
                self._keuze = een

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._nu = None
        elif tag == "select":
            self._keuze = None


def velden_van(html: str, url: str, kies: Random) -> tuple[Veld, ...]:
    """The form of this page that goes to `url`, with a plausible answer in every field; empty when it has none."""
    lezer = _Lezer()
    lezer.feed(html)
    eigen = [f for f in lezer.formulieren if f.naar in {"", url} or f.naar.partition("?")[0] == url]
    if not eigen:
        return ()
    grootste = max(eigen, key=lambda formulier: len(formulier.invoer))
    return tuple(
        veld
        for een in grootste.invoer.values()
        if een.naam != "csrfmiddlewaretoken"
        for veld in _antwoord(een, kies)
    )


def _antwoord(een: _Invoer, kies: Random) -> list[Veld]:
    gekozen = [waarde for waarde in een.waarden if waarde]
    match een.soort:
        case "hidden":
            return [(een.naam, waarde) for waarde in een.waarden]
        case "select" | "radio":
            return [(een.naam, kies.choice(gekozen))] if gekozen else []
        case "checkbox":
            return [(een.naam, waarde) for waarde in gekozen or ["on"] if kies.random() < 0.5]
        case "button" | "submit":
            return [(een.naam, kies.choice(gekozen or [""]))] if kies.random() < 0.3 else []
        case "password":
            return [(een.naam, WACHTWOORD)]
        case "email":
            return [(een.naam, "iemand@demo.example")]
    if gekozen:
        return [(een.naam, gekozen[0])]
    datum = next((waarde for einde, waarde in GEWOON.items() if een.naam.endswith(einde)), "")
    return [(een.naam, datum or ("1" if "aantal" in een.naam else "Een voorbeeld zonder namen"))]
