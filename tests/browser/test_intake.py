"""An adviser registers a melding, in a real browser: with and without JavaScript, and with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import keur, volg

Bladen = Callable[..., Page]
OPGESLAGEN = re.compile(r"De melding is opgeslagen: M-2024-\d{5}\.")


def begin(page: Page) -> None:
    page.goto("/meldingen/nieuw/")
    page.get_by_role("button", name="Begin een nieuwe melding").click()


def kop(page: Page, tekst: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(tekst)


def volgende(page: Page) -> None:
    page.get_by_role("button", name="Volgende stap").click()


def datum(page: Page, vraag: str, *delen: str) -> None:
    groep = page.get_by_role("group", name=vraag)
    for label, deel in zip(("Dag", "Maand", "Jaar"), delen, strict=True):
        groep.get_by_label(label).fill(deel)


def kies(page: Page, vraag: str, antwoord: str) -> None:
    page.get_by_role("group", name=vraag).get_by_label(antwoord, exact=True).check()


def ontvangst(page: Page) -> None:
    datum(page, "Wanneer kreeg Defensie de melding?", "21", "11", "2024")
    kies(page, "Bij wie kwam de melding binnen?", "COID")
    kies(page, "Wie meldt dit?", "Naam alleen bij ons bekend")


def personen(page: Page) -> None:
    page.get_by_label("Wat is de naam van de melder?").fill("Voorbeeld Melder")
    page.get_by_label("Over hoeveel personen gaat het?").fill("2")


def gebeurtenis(page: Page) -> None:
    page.get_by_label("Waar gaat de melding over, in één regel?").fill("Opmerkingen tijdens een oefening")
    datum(page, "Wanneer is het gebeurd?", "", "10", "2024")
    kies(page, "Waar is het gebeurd?", "Oefening")
    page.get_by_label("Om welk defensieonderdeel gaat het?").select_option("clas")
    page.get_by_label("Beschrijf wat er is gebeurd").fill("De betrokkene maakte opmerkingen.")


def categorie(page: Page) -> None:
    page.get_by_label("Ongewenste omgangsvormen", exact=True).check()
    page.get_by_label("Pesten", exact=True).check()


STAPPEN: tuple[tuple[str, Callable[[Page], None]], ...] = (
    ("Hoe kwam de melding binnen?", ontvangst),
    ("Om wie gaat het?", personen),
    ("Wat is er gebeurd?", gebeurtenis),
    ("Waar gaat het over?", categorie),
    ("Wat is er al gedaan?", lambda page: None),
    ("Wie mag dit niet zien?", lambda page: None),
)


def test_zonder_javascript_een_melding_vastleggen_van_begin_tot_opgeslagen(bladen: Bladen) -> None:
    page = bladen("adviseur", js=False)
    begin(page)
    for titel, vul_in in STAPPEN:
        kop(page, titel)
        vul_in(page)
        if titel == "Om wie gaat het?":
            page.get_by_role("button", name="Betrokkene toevoegen").click()
            page.get_by_role("group", name="Betrokkene 1").get_by_label(
                "Relatie tot de melder"
            ).select_option("collega")
        volgende(page)
    kop(page, "Controleer de melding")
    expect(page.get_by_text("Opmerkingen tijdens een oefening")).to_be_visible()
    sla_op(page)


def sla_op(page: Page) -> None:
    page.get_by_role("button", name="Melding opslaan").click()
    expect(page.get_by_text(OPGESLAGEN)).to_be_visible()
    kop(page, "Opmerkingen tijdens een oefening")


class Toetsen:
    """Somebody without a mouse: only keys, and where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def naar(self, doel: Locator) -> None:
        """Tab until the focus is on it, or on an answer in it."""
        expect(doel).to_have_count(1)
        gevonden = doel.element_handle()  # once: every look for a role walks the whole page
        for _keer in range(80):
            if gevonden.evaluate("e => e === document.activeElement || e.contains(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"niet te bereiken met Tab: {doel}")

    def druk(self, soort: Literal["link", "button"], naam: str | re.Pattern[str]) -> None:
        self.naar(self.page.get_by_role(soort, name=naam))
        self.page.keyboard.press("Enter")

    def typ(self, vraag: str, tekst: str) -> None:
        self.naar(self.page.get_by_label(vraag))
        self.page.keyboard.type(tekst)

    def datum(self, vraag: str, *delen: str) -> None:
        self.naar(self.page.get_by_role("group", name=vraag))
        for deel in delen:
            self.page.keyboard.type(deel)
            self.page.keyboard.press("Tab")

    def kies(self, vraag: str, antwoord: str) -> None:
        """An answer of a group of radio buttons: one stop of Tab, then the arrows."""
        self.naar(self.page.get_by_role("group", name=vraag))
        groep = self.page.get_by_role("group", name=vraag)
        doel = groep.get_by_role("radio", name=antwoord, exact=True).element_handle()
        self.page.keyboard.press("Space")
        for _keer in range(20):
            if doel.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"niet te kiezen met de pijltjes: {antwoord}")


def test_een_melding_vastleggen_met_alleen_het_toetsenbord(bladen: Bladen) -> None:
    page = bladen("intake")
    toetsen = Toetsen(page)
    toetsen.druk("link", "Nieuwe melding")
    toetsen.druk("button", "Begin een nieuwe melding")
    kop(page, "Hoe kwam de melding binnen?")
    toetsen.druk("button", "Volgende stap")
    expect(page.get_by_role("alert")).to_be_focused()
    toetsen.druk("link", "Vul in wanneer Defensie de melding kreeg.")
    toetsen.datum("Wanneer kreeg Defensie de melding?", "21", "11", "2024")
    toetsen.kies("Bij wie kwam de melding binnen?", "COID")
    toetsen.kies("Wie meldt dit?", "Naam alleen bij ons bekend")
    toetsen.druk("button", "Volgende stap")

    kop(page, "Om wie gaat het?")
    toetsen.typ("Wat is de naam van de melder?", "Voorbeeld Melder")
    toetsen.druk("button", "Betrokkene toevoegen")
    expect(page.get_by_role("group", name="Betrokkene 1")).to_be_visible()
    toetsen.naar(page.get_by_label("Relatie tot de melder"))
    page.keyboard.type("Col")
    expect(page.get_by_label("Relatie tot de melder")).to_have_value("collega")
    toetsen.druk("button", "Volgende stap")

    kop(page, "Wat is er gebeurd?")
    toetsen.typ("Waar gaat de melding over, in één regel?", "Opmerkingen in de kantine")
    toetsen.kies("Waar is het gebeurd?", "Oefening")
    toetsen.naar(page.get_by_label("Om welk defensieonderdeel gaat het?"))
    page.keyboard.press("ArrowDown")
    toetsen.typ("Beschrijf wat er is gebeurd", "De betrokkene maakte opmerkingen.")
    toetsen.druk("button", "Volgende stap")

    kop(page, "Waar gaat het over?")
    toetsen.kies("Welk onderwerp past het beste?", "Ongewenste omgangsvormen")
    toetsen.naar(page.get_by_label("Pesten", exact=True))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # in any answer: goes on
    kop(page, "Wat is er al gedaan?")
    toetsen.druk("button", "Volgende stap")
    kop(page, "Wie mag dit niet zien?")
    toetsen.druk("button", "Volgende stap")

    kop(page, "Controleer de melding")
    expect(page.get_by_text("Nog te doen")).to_have_count(0)
    toetsen.druk("button", "Melding opslaan")
    expect(page.get_by_text(OPGESLAGEN)).to_be_visible()
    kop(page, "Opmerkingen in de kantine")


def test_het_concept_overleeft_de_browser(bladen: Bladen) -> None:
    page = bladen("adviseur2")
    begin(page)
    page.get_by_role("link", name="Wat is er gebeurd?").click()
    page.get_by_label("Waar gaat de melding over, in één regel?").fill("Nog niet af")
    expect(
        page.get_by_text(re.compile(r"Concept bewaard om \d\d\.\d\d uur\. Alleen u ziet het\."))
    ).to_be_visible()
    page.context.close()

    later = bladen("adviseur2", "/meldingen/nieuw/")
    keur(later, "intake-begin")
    later.get_by_role("link", name=re.compile("Verdergaan.*Nog niet af")).click()
    later.get_by_role("link", name="Wat is er gebeurd?").click()
    expect(later.get_by_label("Waar gaat de melding over, in één regel?")).to_have_value("Nog niet af")

    later.goto("/meldingen/nieuw/")
    volg(later.get_by_role("link", name=re.compile("Weggooien.*Nog niet af")))
    keur(later, "intake-weggooien")
    later.get_by_role("button", name="Concept weggooien").click()
    expect(later.get_by_text("Nog niet af")).to_have_count(0)


def test_twee_vensters_verliezen_geen_tekst(bladen: Bladen) -> None:
    page = bladen("adviseur")
    begin(page)
    page.goto(page.url.replace("ontvangst", "gebeurtenis"))
    tweede = page.context.new_page()
    tweede.goto(page.url)
    onderwerp = "Waar gaat de melding over, in één regel?"
    page.get_by_label(onderwerp).fill("uit het eerste venster")
    expect(page.get_by_text("Concept bewaard om")).to_be_visible()

    tweede.get_by_label(onderwerp).fill("uit het tweede venster")

    expect(tweede.get_by_text("Uw tekst hier is niet bewaard.")).to_be_visible()
    tweede.once("dialog", lambda vraag: vraag.accept())
    tweede.get_by_role("button", name="Volgende stap").click()
    kop_botsing = tweede.get_by_role("alert", name="U wijzigde dit concept ook in een ander venster")
    expect(kop_botsing).to_be_focused()
    expect(tweede.get_by_label(onderwerp)).to_have_value("uit het tweede venster")
    expect(tweede.get_by_label(onderwerp)).to_have_accessible_description(
        re.compile("In uw andere venster staat: uit het eerste venster")
    )
    expect(tweede.get_by_text("Concept bewaard om")).to_have_count(0)
    keur(tweede, "intake-gebeurtenis-botsing")


def test_een_melding_vastleggen_langs_elke_fout(bladen: Bladen) -> None:
    """From beginning to saved with JavaScript; every page on the way is accessible, also with what is wrong on it."""
    page = bladen("adviseur")
    begin(page)
    for titel, vul_in in STAPPEN[:-2]:
        kop(page, titel)
        keur(page, f"intake-{page.url.split('/')[-2]}")
        volgende(page)
        expect(page.get_by_role("alert")).to_be_focused()
        keur(page, f"intake-{page.url.split('/')[-2]}-fout")
        vul_in(page)
        if titel == "Om wie gaat het?":
            page.get_by_role("button", name="Getuige toevoegen").click()
            expect(page.get_by_role("group", name="Getuige 1")).to_be_visible()
            keur(page, "intake-personen-rij")
        volgende(page)
    kop(page, "Wat is er al gedaan?")
    keur(page, "intake-gedaan")
    page.goto(page.url.replace("gedaan", "toegang"))
    page.get_by_role("button", name="Collega toevoegen").click()
    page.get_by_label("Naam of e-mailadres").fill("Behandelaar Misstanden (demo)")
    page.get_by_label("Ja, de melding gaat over iemand van COID of MID").check()
    keur(page, "intake-toegang")
    volgende(page)
    expect(page.get_by_role("alert")).to_be_focused()
    keur(page, "intake-toegang-fout")
    page.goto(page.url.replace("toegang", "controleren"))
    keur(page, "intake-controleren-onvolledig")
    page.get_by_role("button", name="Melding opslaan").click()
    expect(page.get_by_role("alert")).to_be_focused()
    keur(page, "intake-controleren-fout")
    concept = page.url
    page.goto(re.sub(r"concept/[0-9a-f-]+", "concept/6a4d2a3c-0000-4000-8000-000000000000", concept))
    kop(page, "Dit concept bestaat niet meer")
    keur(page, "intake-weg")
    page.goto(concept.replace("controleren", "gedaan"))
    volgende(page)
    kop(page, "Wie mag dit niet zien?")
    page.get_by_role("group", name="Waarom?").get_by_role("radio").first.check()
    page.get_by_label("Ja, de melding gaat over iemand van COID of MID").uncheck()
    volgende(page)
    sla_op(page)
