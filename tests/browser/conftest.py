"""A real Chromium against the real application with demo data; any console message fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Error, Locator, Page

from gebruikers.models import Gebruiker
from tests.hulp import chromium, databank
from tests.hulp.server import server
from tests.hulp.wie import in_databank
from tests.hulp.wie import sessie as maak_sessie

WACHTWOORD = "demo-wachtwoord-voor-tests"
AXE = Axe().axe_script
REGELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIES = {
    "runOnly": {"type": "tag", "values": REGELS},
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},
    "checks": {"color-contrast": {"options": {"ignorePseudo": True}}},
}
"""Without reading the style sheets anew, which only experimental rules ask; contrast also of text over the background
of a `::before`, of which axe else looks for one under every word, to say that it cannot tell."""

INSPECTIES: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()
NOG_MEER_RIJEN = "tbody tr:nth-child(n+13)"
"""The same again, at a second per look: contrast is measured letter by letter."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return chromium.start(browser_type_launch_args)


@pytest.fixture(scope="session")
def _database() -> Iterator[str]:
    """The name of the database that the server of this process serves, file after file."""
    with databank.kloon(databank.demosjabloon()) as naam:
        yield naam


@pytest.fixture(scope="module")
def demokloon(_database: str) -> str:
    """The name of this module's own clone of the demo data: the one of the module before is gone."""
    databank.kloon_opnieuw(databank.demosjabloon(), _database)
    return _database


@pytest.fixture(scope="session")
def _adres(_database: str) -> Iterator[str]:
    with server(_database) as basis:
        yield basis


@pytest.fixture(scope="module")
def adres(demokloon: str, _adres: str) -> str:
    """The base address of a server on `demokloon`."""
    return _adres


@pytest.fixture(scope="session")
def voorraad(browser: Browser) -> Iterator[Callable[[bool], list[Page]]]:
    """Pages that no test uses now, with or without JavaScript: a new one costs most of a second, a used one little."""
    vrij: dict[bool, list[Page]] = {True: [], False: []}
    yield vrij.__getitem__
    for page in vrij[True] + vrij[False]:
        page.context.close()


@pytest.fixture
def bladen(
    browser: Browser, adres: str, demokloon: str, voorraad: Callable[[bool], list[Page]]
) -> Iterator[Callable[..., Page]]:
    """`bladen("adviseur", breedte=390)` — the start page of a demo account, or another; console messages are failures.

    Each page has cookies and a session of its own; the session is put in the database, not asked through the form.
    """
    geleend: list[tuple[bool, Page]] = []
    meldingen: list[str] = []

    def bericht(gezegd: ConsoleMessage) -> None:
        meldingen.append(f"{gezegd.type}: {gezegd.text}")

    def storing(fout: Error) -> None:
        meldingen.append(f"pageerror: {fout}")

    def open_(
        wie: str | None = None,
        pad: str = "/",
        *,
        breedte: int = 1280,
        js: bool = True,
    ) -> Page:
        page = voorraad(js).pop() if voorraad(js) else _nieuw(browser, adres, js=js)
        geleend.append((js, page))
        page.set_viewport_size({"width": breedte, "height": 800})
        page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
        page.on("console", bericht)
        page.on("pageerror", storing)
        if wie:
            page.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": sessie_van(demokloon, wie), "url": adres}]
            )
        if wie and pad:
            page.goto(pad)
        return page

    yield open_
    for js, page in geleend:
        page.remove_listener("console", bericht)
        page.remove_listener("pageerror", storing)
        if not page.is_closed():
            _maak_schoon(page, js=js)
            voorraad(js).append(page)
    # A refused form or a page that is not there is itself reported by the browser; that is not a fault of the page
    assert [m for m in meldingen if "Failed to load resource" not in m] == []


def _nieuw(browser: Browser, adres: str, *, js: bool) -> Page:
    context = browser.new_context(
        base_url=adres, locale="nl-NL", timezone_id="Europe/Amsterdam", java_script_enabled=js
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


def _maak_schoon(page: Page, *, js: bool) -> None:
    """Nothing of this user stays behind for the next."""
    for ander in page.context.pages:
        if ander is not page:
            ander.close()
    if js and page.url.startswith("http"):
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.goto("about:blank")
    page.unroute_all(behavior="ignoreErrors")
    page.context.clear_cookies()


def sessie_van(database: str, wie: str) -> str:
    """The key of a new session of this demo account."""
    with databank.DATABANK.als_superuser(database) as conn:
        rij = conn.execute(
            "SELECT id, password FROM gebruikers_gebruiker WHERE email = %s",
            [in_databank("email", f"{wie}@demo.example")],
        ).fetchone()
        assert rij
        sleutel, sessie = maak_sessie(Gebruiker(pk=rij[0], password=rij[1]))
        conn.execute(
            "INSERT INTO gebruikers_sessie (session_key, session_data, expire_date, gebruiker_id, begonnen_op, apparaat)"
            " VALUES (%s, %s, %s, %s, %s, '')",
            [sessie.session_key, sessie.session_data, sessie.expire_date, rij[0], sessie.begonnen_op],
        )
    return sleutel


def volg(waar: Locator) -> None:
    """Click, and be on the next page: the click alone returns while the old page may still stand there."""
    with waar.page.expect_navigation():
        waar.click()


def _laad_axe(page: Page) -> None:
    """Half a megabyte, straight to the browser. The inspector stays: without it a key that it plays ends too."""
    if page not in INSPECTIES:
        INSPECTIES[page] = page.context.new_cdp_session(page)
    INSPECTIES[page].send("Runtime.evaluate", {"expression": AXE})


def toegankelijk(page: Page) -> list[str]:
    """axe's violations (WCAG 2.0-2.2 A and AA, best practice), each with where; of a long table the first twelve rows."""
    if not page.evaluate("'axe' in window"):
        _laad_axe(page)
    fouten = page.evaluate(
        "([buiten, opties]) => axe.run({exclude: [[buiten]]}, opties).then(uitslag => uitslag.violations)",
        [NOG_MEER_RIJEN, OPTIES],
    )
    return [f"{fout['id']}: {[knoop['target'] for knoop in fout['nodes']][:3]}" for fout in fouten]


def breedte(page: Page) -> int:
    """How wide the page is: more than the window means sideways scrolling."""
    return int(page.evaluate("document.documentElement.scrollWidth"))


def bewaar(page: Page, naam: str) -> None:
    """A picture to look at, when `JID_SCHERMEN` names a folder."""
    if map_ := os.environ.get("JID_SCHERMEN"):
        page.screenshot(path=Path(map_) / f"{naam}.png", full_page=True)


HERSCHIKT = "new Promise(klaar => requestAnimationFrame(() => requestAnimationFrame(klaar)))"
"""The page has drawn itself at its new width, and heard of it: boxes that scroll now take the focus."""


def gebreken_van(page: Page, naam: str) -> list[str]:
    """Everything in one visit, unfolded: axe wide and narrow, and nothing to scroll sideways, at 320 px neither."""
    page.evaluate("document.querySelectorAll('details').forEach(deel => { deel.open = true })")
    gevonden = []
    for wijd in (1280, 390, 320):
        page.set_viewport_size({"width": wijd, "height": 800})
        page.evaluate(HERSCHIKT)
        if wijd > 320:
            gevonden += [f"{wijd}: {fout}" for fout in toegankelijk(page)]
        if (gemeten := breedte(page)) > wijd:
            gevonden.append(f"{gemeten} px breed bij {wijd}")
        bewaar(page, f"{naam}-{wijd}")
    page.set_viewport_size({"width": 1280, "height": 800})
    return gevonden


def keur(page: Page, naam: str) -> None:
    """The same, and it must be nothing."""
    assert gebreken_van(page, naam) == []
