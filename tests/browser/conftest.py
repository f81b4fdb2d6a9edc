"""A real Chromium against the real application with demo data; any console message fails the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from gebruikers.models import Gebruiker
from tests.hulp import databank
from tests.hulp.server import server
from tests.hulp.wie import sessie as maak_sessie

WACHTWOORD = "demo-wachtwoord-voor-tests"
AXE = Axe().axe_script
REGELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium on the path, else the one that Playwright brought; nothing that phones home."""
    pad = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    vlaggen = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--lang=nl",
    ]  # fmt: skip
    extra = {"executable_path": pad} if pad else {}
    return {**browser_type_launch_args, "args": vlaggen, "env": {**os.environ, "LANGUAGE": "nl"}, **extra}


@pytest.fixture(scope="module")
def demokloon() -> Iterator[str]:
    """The name of this module's own clone of the demo data."""
    with databank.kloon(databank.demosjabloon()) as naam:
        yield naam


@pytest.fixture(scope="module")
def adres(demokloon: str) -> Iterator[str]:
    """The base address of a server on `demokloon`."""
    with server(demokloon) as basis:
        yield basis


@pytest.fixture
def bladen(browser: Browser, adres: str, demokloon: str) -> Iterator[Callable[..., Page]]:
    """`bladen("adviseur", breedte=390)` — the start page of a demo account; console messages are failures.

    Each page has a session of its own, put in the database: signing in through the form is `meld_aan`.
    """
    contexten: list[BrowserContext] = []
    meldingen: list[str] = []

    def open_(wie: str | None = None, *, breedte: int = 1280, js: bool = True, **meer: Any) -> Page:
        context = browser.new_context(
            base_url=adres, locale="nl-NL", timezone_id="Europe/Amsterdam", java_script_enabled=js,
            viewport={"width": breedte, "height": 800}, **meer,
        )  # fmt: skip
        contexten.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda m: meldingen.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: meldingen.append(f"pageerror: {e}"))
        if wie:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": _sessie(demokloon, wie), "url": adres}]
            )
            page.goto("/")
        return page

    yield open_
    for context in contexten:
        context.close()
    # A refused form or a page that is not there is itself reported by the browser; that is not a fault of the page
    assert [m for m in meldingen if "Failed to load resource" not in m] == []


def _sessie(database: str, wie: str) -> str:
    """The key of a new session of this demo account."""
    with databank.DATABANK.beheer(database) as conn:
        rij = conn.execute(
            "SELECT id, password FROM gebruikers_gebruiker WHERE email = %s", [f"{wie}@demo.example"]
        ).fetchone()
        assert rij
        sleutel, sessie = maak_sessie(Gebruiker(pk=rij[0], password=rij[1]))
        conn.execute(
            "INSERT INTO gebruikers_sessie (session_key, session_data, expire_date, gebruiker_id, begonnen_op, apparaat)"
            " VALUES (%s, %s, %s, %s, %s, '')",
            [sessie.session_key, sessie.session_data, sessie.expire_date, rij[0], sessie.begonnen_op],
        )
    return sleutel


def meld_aan(page: Page, wie: str) -> None:
    page.goto("/aanmelden/")
    page.get_by_label("E-mailadres").fill(f"{wie}@demo.example")
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(lambda url: "/aanmelden/" not in url)


def toegankelijk(page: Page) -> list[str]:
    """axe's violations (WCAG 2.0-2.2 A and AA, best practice), each with where."""
    opties = {"runOnly": {"type": "tag", "values": REGELS}, "resultTypes": ["violations"]}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    fouten = page.evaluate("opties => axe.run(opties).then(uitslag => uitslag.violations)", opties)
    return [f"{fout['id']}: {[knoop['target'] for knoop in fout['nodes']][:3]}" for fout in fouten]


def breedte(page: Page) -> int:
    """How wide the page is: more than the window means sideways scrolling."""
    return int(page.evaluate("document.documentElement.scrollWidth"))


def bewaar(page: Page, naam: str) -> None:
    """A picture to look at, when `JID_SCHERMEN` names a folder."""
    if map_ := os.environ.get("JID_SCHERMEN"):
        page.screenshot(path=Path(map_) / f"{naam}.png", full_page=True)
