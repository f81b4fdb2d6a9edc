"""A real Chromium against the real application with demo data; any console message fails the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.hulp import databank
from tests.hulp.server import server

WACHTWOORD = "demo-wachtwoord-voor-tests"
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
def adres() -> Iterator[str]:
    """The base address of a server on this module's own clone of the demo data."""
    with databank.kloon(databank.demosjabloon()) as naam, server(naam) as basis:
        yield basis


@pytest.fixture
def bladen(browser: Browser, adres: str) -> Iterator[Callable[..., Page]]:
    """`bladen("adviseur", breedte=390)` — a page signed in as a demo account; console messages are failures."""
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
            meld_aan(page, wie)
        return page

    yield open_
    for context in contexten:
        context.close()
    # A refused form or a page that is not there is itself reported by the browser; that is not a fault of the page
    assert [m for m in meldingen if "Failed to load resource" not in m] == []


def meld_aan(page: Page, wie: str) -> None:
    page.goto("/aanmelden/")
    page.get_by_label("E-mailadres").fill(f"{wie}@demo.example")
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(lambda url: "/aanmelden/" not in url)


def toegankelijk(page: Page) -> list[str]:
    """axe's violations (WCAG 2.0-2.2 A and AA, best practice), each with where."""
    opties = {"runOnly": {"type": "tag", "values": REGELS}, "resultTypes": ["violations"]}
    uitslag = Axe().run(page, options=opties)
    return [
        f"{fout['id']}: {[knoop['target'] for knoop in fout['nodes']][:3]}"
        for fout in uitslag.response["violations"]
    ]


def breedte(page: Page) -> int:
    """How wide the page is: more than the window means sideways scrolling."""
    return int(page.evaluate("document.documentElement.scrollWidth"))


def bewaar(page: Page, naam: str) -> None:
    """A picture to look at, when `JID_SCHERMEN` names a folder."""
    if map_ := os.environ.get("JID_SCHERMEN"):
        page.screenshot(path=Path(map_) / f"{naam}.png", full_page=True)
