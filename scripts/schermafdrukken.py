"""The pictures of the README: `scripts/schermafdrukken.py [ADRES]`, against a demo that runs (`make start`).

One picture per role in `docs/schermen/`, 1280 by 800. With `pngquant` on the path they are made small as well. The
password is that of `make start`: `JID_DEMO_WACHTWOORD`, else the file in the data folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from tests.hulp import chromium  # noqa: E402  # the project is on the path from here

MAP = PROJECT / "docs/schermen"
BLADEN: dict[str, str] = {
    "adviseur": "/mijn-werk/",
    "onderzoeker": "/onderzoeken/",
    "intake": "/wat-is-dit/",
    "klachtsecretaris": "/klachten/",
    "misstanden": "/misstanden/?",
    "vertrouwenspersoon": "/casussen/nieuw/",
    "coordinator": "/jaarcijfers/casussen/",
    "beleid": "/jaarcijfers/?jaar=2024",
    "beheerder": "/beheer/codelijsten/hoofdcategorie/",
    "privacy": "/noodtoegang/",
    "archivaris": "/bewaren/",
    "auditor": "/logboek/",
}
"""Per demo account the page that shows best what the role does. A `?` alone at the end: the first one of that list."""


def wachtwoord() -> str:
    """Of the demo accounts."""
    if gekozen := os.environ.get("JID_DEMO_WACHTWOORD"):
        return gekozen
    data = Path(os.environ.get("JID_DATA", PROJECT / ".jid"))
    return (data / "demo-wachtwoord").read_text().strip()


def main(adres: str) -> None:
    """Take them all; a page that is not there stops it."""
    with sync_playwright() as spel:
        browser = spel.chromium.launch(
            executable_path=chromium.pad(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for wie, bladzijde in BLADEN.items():
            _neem(browser, adres.rstrip("/"), wie, bladzijde)
        browser.close()
    _maak_klein()


def _neem(browser: Browser, adres: str, wie: str, bladzijde: str) -> None:
    context = browser.new_context(
        base_url=adres,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        viewport={"width": 1280, "height": 800},
        color_scheme="light",
    )
    page = context.new_page()
    page.goto("/aanmelden/")
    page.get_by_label("E-mailadres").fill(f"{wie}@demo.example")
    page.get_by_label("Wachtwoord", exact=True).fill(wachtwoord())
    page.get_by_role("button", name="Aanmelden").click()
    _ga(page, bladzijde)
    page.screenshot(path=MAP / f"{wie}.png")
    context.close()


def _ga(page: Page, bladzijde: str) -> None:
    antwoord = page.goto(bladzijde.removesuffix("?"))
    if bladzijde.endswith("?"):
        page.locator("a.app-zaak").first.click()
        page.wait_for_load_state("networkidle")
    elif antwoord is None or not antwoord.ok:
        raise SystemExit(f"{bladzijde}: {antwoord.status if antwoord else 'geen antwoord'}")
    page.wait_for_load_state("networkidle")


def _maak_klein() -> None:
    """A palette of 128 colours: a third of the bytes and nothing to be seen of it."""
    beelden = sorted(MAP.glob("*.png"))
    if pngquant := shutil.which("pngquant"):
        for beeld in beelden:
            subprocess.run([pngquant, "128", "--strip", "--force", "--ext", ".png", str(beeld)], check=True)  # noqa: S603  # our own files
    totaal = sum(beeld.stat().st_size for beeld in beelden)
    print(f"{len(beelden)} beelden, samen {totaal / 1_000_000:.1f} MB")  # noqa: T201  # the answer of the command


if __name__ == "__main__":
    gevraagd = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    if not re.match(r"https?://", gevraagd):
        raise SystemExit("Noem het adres met http:// ervoor.")
    main(gevraagd)
