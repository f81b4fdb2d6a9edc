"""A browser page that the test itself answers: real layout, script and styles, no server and no database."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route

from tests.hulp import chromium

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop running

ADRES = "http://jid.test"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
STIJLBLAD = re.compile(r'<link rel="stylesheet"[^>]*>')
SOORTEN = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
Antwoord = Callable[[Route], None]


def met_status(status: int) -> Antwoord:
    """An answer that is nothing but its status."""
    return lambda route: route.fulfill(status=status, body="")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return chromium.start(browser_type_launch_args)


@dataclass
class Nagespeeld:
    """A page in the browser, the requests it made, and how the test wants each address answered."""

    page: Page
    antwoorden: dict[str, Antwoord] = field(default_factory=dict)
    verstuurd: list[tuple[str, str]] = field(default_factory=list)
    meldingen: list[str] = field(default_factory=list)
    html: str = ""

    def open(self, inhoud: str, *, opmaak: bool = False, **context: Any) -> Page:
        """Show `inhoud` inside the layout, with the components of the project at hand; style sheets only when asked."""
        sjabloon = (
            '{% extends "basis.html" %}{% load jid_ui %}{% block titel %}Proef{% endblock %}'
            "{% block inhoud %}<h1>Proef</h1>" + inhoud + "{% endblock %}"
        )
        html = engines["django"].from_string(sjabloon).render(context)
        self.html = html if opmaak else STIJLBLAD.sub("", html)
        self.page.goto(f"{ADRES}/")
        return self.page

    def verstuurd_naar(self, pad: str) -> list[str]:
        """The bodies that were sent to this address, in order."""
        return [inhoud for adres, inhoud in self.verstuurd if adres == pad]

    def antwoord(self, route: Route) -> None:
        """Static files from disk, addresses of the test as it says, else the page itself."""
        pad = urlsplit(route.request.url).path
        if pad.startswith("/static/"):
            bestand = Path(str(finders.find(pad.removeprefix("/static/"))))
            route.fulfill(path=bestand, content_type=SOORTEN.get(bestand.suffix, "text/plain"))
            return
        if route.request.method == "POST":
            self.verstuurd.append((pad, route.request.post_data or ""))
        if eigen := self.antwoorden.get(pad):
            eigen(route)
            return
        route.fulfill(
            body=self.html,
            content_type="text/html; charset=utf-8",
            headers={"content-security-policy": CSP, "cache-control": "no-store"},
        )


@pytest.fixture(scope="module")
def bladzijde(browser: Browser) -> Iterator[Page]:
    """One page for all tests of a module: a new one costs most of a second."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture
def nagespeeld(bladzijde: Page) -> Iterator[Nagespeeld]:
    """The page under test; any console message or script error fails the test, unless it was expected."""
    with _speel_na(bladzijde) as proef:
        yield proef


@pytest.fixture(scope="module")
def bladzijde_met_klok(browser: Browser) -> Iterator[Page]:
    """One page with a clock that only goes on: later in one test is later in the next."""
    with browser.new_context() as context:
        page = context.new_page()
        page.clock.install()
        yield page


@pytest.fixture
def nagespeeld_met_klok(bladzijde_met_klok: Page) -> Iterator[Nagespeeld]:
    """The same, with a clock that the test moves."""
    with _speel_na(bladzijde_met_klok) as proef:
        yield proef


@contextmanager
def _speel_na(bladzijde: Page) -> Iterator[Nagespeeld]:
    proef = Nagespeeld(bladzijde)

    def bericht(gezegd: ConsoleMessage) -> None:
        proef.meldingen.append(gezegd.text)

    def storing(fout: Error) -> None:
        proef.meldingen.append(str(fout))

    bladzijde.set_viewport_size({"width": 1280, "height": 720})
    bladzijde.on("console", bericht)
    bladzijde.on("pageerror", storing)
    bladzijde.route("**/*", proef.antwoord)
    yield proef
    bladzijde.remove_listener("console", bericht)
    bladzijde.remove_listener("pageerror", storing)
    if bladzijde.url.startswith("http"):
        bladzijde.evaluate("localStorage.clear(); sessionStorage.clear()")
    bladzijde.goto("about:blank")
    bladzijde.unroute_all(behavior="ignoreErrors")
    bladzijde.context.clear_cookies()
    assert [tekst for tekst in proef.meldingen if "Failed to load resource" not in tekst] == []
