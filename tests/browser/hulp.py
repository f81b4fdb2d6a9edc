"""What tests do in a browser on the way to what they look at."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from .conftest import gebreken_van

ZAAKNUMMER = re.compile(r"M-\d{4}-\d{5}")
LEEG = """velden => velden.filter(veld => veld.checkVisibility()).forEach(veld => {
  veld.value = ''
  veld.dispatchEvent(new Event('input', {bubbles: true}))
})"""


def open_melding(page: Page, status: str = "in_behandeling", *, tab: str = "mijn", met: str = "") -> str:
    """Open the newest melding of the user (or of the team) with this status, and `met` on its page; its number."""
    lijst = page.request.get(f"/meldingen/?tab={tab}&status={status}").text()
    adressen = re.findall(r"/meldingen/[0-9a-f-]{36}/(?=\")", lijst)
    page.goto(next(adres for adres in adressen if met in page.request.get(adres).text()))
    gevonden = ZAAKNUMMER.search(page.title())
    assert gevonden
    return gevonden.group()


def kies_collega(page: Page, vraag: str, naam: str) -> None:
    """Type a few letters, choose the one that is found."""
    page.get_by_label(vraag).and_(page.locator("input")).click()  # a plain select until the script is there
    page.keyboard.type(naam[:9])
    page.get_by_role("option", name=re.compile(re.escape(naam))).click()


def deel(page: Page, met: str, *, dagen: int | None = None) -> None:
    page.get_by_role("link", name="Delen", exact=True).click()
    kies_collega(page, "Met wie deelt u de melding?", met)
    page.get_by_label("Waarom heeft deze persoon de melding nodig?").fill("Leest mee met de behandeling")
    if dagen:
        dag = localdate() + timedelta(days=dagen)
        for label, waarde in (("Dag", dag.day), ("Maand", dag.month), ("Jaar", dag.year)):
            page.get_by_label(label, exact=True).fill(str(waarde))
    page.get_by_role("button", name="Delen").click()
    expect(page.get_by_text(f"{met} kan de melding nu zien.")).to_be_visible()


class Keuring:
    """Looks at page after page and tells everything that was wrong at once."""

    def __init__(self, page: Page, wie: str) -> None:
        self.page, self.wie = page, wie
        self.fouten: dict[str, list[str]] = {}

    def ga(self, naam: str, pad: str, *, status: int = 200, leeg: str = "") -> None:
        """Open a page and look at it; with `leeg` also press that button without an answer, and look again."""
        antwoord = self.page.goto(pad)
        assert antwoord
        assert antwoord.status == status, f"{naam}: {pad} antwoordt {antwoord.status}"
        self.kijk(naam)
        if leeg:
            self.stuur_leeg(naam, leeg)

    def stuur_leeg(self, naam: str, knop: str) -> None:
        """Empty every answer, press the button, look at the list of what is wrong."""
        formulier = self.page.locator("main form.app-form")
        formulier.locator("input[type=text], textarea").evaluate_all(LEEG)
        formulier.get_by_role("button", name=knop).click()
        expect(self.page.locator("#foutoverzicht")).to_be_focused()
        self.kijk(f"{naam}-fout")

    def kijk(self, naam: str) -> None:
        if gevonden := gebreken_van(self.page, f"{self.wie}-{naam}"):
            self.fouten[naam] = gevonden
