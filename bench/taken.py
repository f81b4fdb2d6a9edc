"""What the five most frequent jobs cost: python -m bench.taken [--keer 5] [--adres http://…] [--documenteer] [--schermen MAP]

A real Chromium does each job from the landing page of the role to the confirmation, at 1280 px with mouse and keyboard,
the casus at 390 px with a thumb. Counted are fields, keys, clicks or taps, choices in lists and page loads; measured is
the time without anybody thinking (median of `--keer` runs, after one to warm up). The estimate for a person adds the keystroke-level model of
Card, Moran and Newell (1980) to that time; its operators stand in `MODEL`. Without `--adres` it starts a server of its own
on demo data. Each run registers a melding, a klacht and a casus. `--documenteer` puts the table in docs/metingen.md.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bench.metingen import zet_in_document
from tests.hulp import chromium

MODEL = {"K": 0.28, "P": 1.10, "B": 0.20, "H": 0.40, "M": 1.35}
"""Seconds: a key (average typist), pointing, pressing and letting go, hand from mouse to keys or back, making up one's mind.

A tap is P without B: the thumb points and presses at once. A list costs opening it and choosing: two clicks. M is counted once
per question and once per button. Reading a page and thinking of what to write are not in the model.
"""
BREED, SMAL = (1280, 800), (390, 844)
ZAAKNUMMER = re.compile(r"M-\d{4}-\d{5}")


@dataclass
class Meter:
    """Does what a person does, and counts it. `duim`: taps instead of mouse and keys."""

    page: Page
    duim: bool = False
    velden: dict[str, int] = field(default_factory=dict)
    """Keys per field of text, by its question."""
    kliks: int = 0
    keuzes: int = 0
    """Choices in a list that opens, counted apart from clicks."""
    toetsen: int = 0
    """Keys outside the text of a field: Enter, Tab."""
    wissels: int = 0
    """How often the hand went from mouse to keys or back."""
    besluiten: int = 0
    bladzijden: int = 0
    seconden: float = 0.0
    _hand: str = "muis"

    def klik(self, doel: Locator) -> None:
        """Click a link, a button or an answer."""
        self._neem("muis")
        self.kliks += 1
        self.besluiten += 1
        if self.duim:
            doel.tap()
        else:
            doel.click()

    def kies(self, vraag: str, antwoord: str) -> None:
        """An answer of a group, by its visible text."""
        groep = self.page.get_by_role("group", name=vraag)
        self.klik(groep.get_by_text(antwoord, exact=True).first)

    def lijst(self, vraag: str, antwoord: str) -> None:
        """An answer in a list that opens."""
        self._neem("muis")
        self.keuzes += 1
        self.besluiten += 1
        self.page.get_by_label(vraag).select_option(label=antwoord)

    def typ(self, doel: Locator, tekst: str, vraag: str) -> None:
        """Click the field and type."""
        self.klik(doel)
        self.tik_in(vraag, tekst)

    def tik_in(self, vraag: str, tekst: str) -> None:
        """Type in the field that has the focus."""
        self._neem("toetsen")
        self.velden[vraag] = self.velden.get(vraag, 0) + len(tekst)
        self.page.keyboard.type(tekst)

    def toets(self, toets: str) -> None:
        self._neem("toetsen")
        self.toetsen += 1
        self.page.keyboard.press(toets)

    def datum(self, vraag: str, *delen: str) -> None:
        """Three fields in a row: a click in the first, Tab to the next."""
        groep = self.page.get_by_role("group", name=vraag)
        self.klik(groep.get_by_label("Dag"))
        for nummer, deel in enumerate(delen):
            if nummer:
                self.toets("Tab")
            self.tik_in(vraag, deel)

    def knop(self, naam: str) -> None:
        self.klik(self.page.get_by_role("button", name=naam, exact=True))

    def link(self, naam: str | re.Pattern[str]) -> None:
        self.klik(self.page.get_by_role("link", name=naam, exact=isinstance(naam, str)).first)

    def kop(self, tekst: str) -> None:
        """Wait for the page; a person reads its heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(tekst)

    def _neem(self, hand: str) -> None:
        if not self.duim and hand != self._hand:
            self.wissels += 1
        self._hand = hand

    @property
    def geschat(self) -> float:
        """Seconds for a person who knows what to write: the model, and the measured time of the machine."""
        toetsen = sum(self.velden.values()) + self.toetsen
        per_klik = MODEL["P"] + (0 if self.duim else MODEL["B"])
        wijzen = (self.kliks + 2 * self.keuzes) * per_klik
        return (
            toetsen * MODEL["K"]
            + wijzen
            + self.wissels * MODEL["H"]
            + self.besluiten * MODEL["M"]
            + self.seconden
        )


def leg_melding_vast(m: Meter) -> None:
    """An adviser, from Mijn werk; everything that must be answered, a description of one sentence, one betrokkene."""
    m.link("Nieuwe melding")
    m.knop("Begin een nieuwe melding")
    m.kop("Hoe kwam de melding binnen?")
    m.datum("Wanneer kreeg Defensie de melding?", "21", "11", "2024")
    m.kies("Bij wie kwam de melding binnen?", "Leidinggevende")
    m.kies("Wie meldt dit?", "Naam bekend")
    m.knop("Volgende stap")
    m.kop("Om wie gaat het?")
    m.typ(m.page.get_by_label("Wat is de naam van de melder?"), "J. Voorbeeld", "naam")
    m.typ(m.page.get_by_label("Over hoeveel personen gaat het?"), "1", "aantal")
    m.knop("Volgende stap")
    gebeurtenis(m, "Waar gaat de melding over, in één regel?", "Wat is er gebeurd?")
    m.kop("Waar gaat het over?")
    m.klik(m.page.get_by_text("Ongewenste omgangsvormen", exact=True).first)
    m.klik(m.page.get_by_text("Pesten", exact=True).first)
    m.knop("Volgende stap")
    m.kop("Wat is er al gedaan?")
    m.knop("Volgende stap")
    m.kop("Wie mag dit niet zien?")
    m.knop("Volgende stap")
    m.kop("Controleer de melding")
    m.knop("Melding opslaan")
    expect(m.page.get_by_text(re.compile("De melding is opgeslagen: M-"))).to_be_visible()


def gebeurtenis(m: Meter, regel: str, kop: str) -> None:
    """The topic that registers share."""
    m.kop(kop)
    m.typ(m.page.get_by_label(regel), "Opmerkingen tijdens een oefening", "onderwerp")
    groep = m.page.get_by_role("group", name="Wanneer is het gebeurd?")
    m.klik(groep.get_by_label("Maand"))
    m.tik_in("voorval", "10")
    m.toets("Tab")
    m.tik_in("voorval", "2024")
    m.kies("Waar is het gebeurd?", "Oefening")
    m.lijst("Om welk defensieonderdeel gaat het?", "Koninklijke Landmacht (CLAS)")
    tekst = "De betrokkene maakte tijdens de oefening opmerkingen over de melder."
    m.typ(m.page.get_by_label("Beschrijf wat er is gebeurd"), tekst, "omschrijving")
    m.knop("Volgende stap")


def registreer_klacht(m: Meter) -> None:
    """The secretary of klachten, from Mijn werk; a written klacht in one part."""
    m.link("Nieuwe klacht")
    m.knop("Begin een nieuwe klacht")
    m.kop("Hoe kwam de klacht binnen?")
    m.datum("Wanneer kreeg Defensie de klacht?", "21", "11", "2024")
    m.kies("Bij wie kwam de klacht binnen?", "Leidinggevende")
    m.kies("Hoe is de klacht gedaan?", "Schriftelijk")
    m.klik(m.page.get_by_text("De klacht is ondertekend", exact=True).first)
    m.kies("Wie meldt dit?", "Naam bekend")
    m.knop("Volgende stap")
    m.kop("Wie klaagt, en over wie?")
    m.typ(m.page.get_by_label("Wat is de naam van de klager?"), "J. Voorbeeld", "naam")
    m.knop("Volgende stap")
    gebeurtenis(m, "Waar gaat de klacht over, in één regel?", "Wat is er gebeurd?")
    m.kop("Waar gaat de klacht over?")
    m.kies("Wat voor klacht is het?", "Ongewenst gedrag")
    m.knop("Volgende stap")
    m.kop("Wat is er al gedaan?")
    m.knop("Volgende stap")
    m.kop("Wie mag dit niet zien?")
    m.knop("Volgende stap")
    m.kop("Controleer de klacht")
    m.knop("Klacht opslaan")
    expect(m.page.get_by_text(re.compile("De klacht is opgeslagen: K-"))).to_be_visible()


def vind_zaak(m: Meter) -> None:
    """An adviser types a whole zaaknummer, which opens its zaak."""
    nummer = ZAAKNUMMER.search(m.page.content())
    assert nummer, "geen zaaknummer op Mijn werk"
    m.link("Meldingen")
    m.kop("Meldingen")
    zoek = m.page.get_by_role("searchbox").first
    m.typ(zoek, nummer.group(), "zoeken")
    m.toets("Enter")
    expect(m.page).to_have_title(re.compile(nummer.group()))


def wijs_toe(m: Meter) -> None:
    """The desk, from Mijn werk: open a new melding and give it to an adviser."""
    m.link(ZAAKNUMMER)
    m.link("Toewijzen")
    m.kop("Melding toewijzen")
    m.klik(m.page.get_by_label("Wie gaat de melding behandelen?").and_(m.page.locator("input")))
    m.tik_in("behandelaar", "adv")
    m.klik(m.page.get_by_role("option", name=re.compile("Adviseur 0")).first)
    m.knop("Toewijzen")
    expect(m.page.get_by_text(re.compile("De melding is toegewezen aan"))).to_be_visible()


def leg_casus_vast(m: Meter) -> None:
    """A vertrouwenspersoon with a phone, from Mijn casussen: every question that must be answered."""
    m.link("Casus vastleggen")
    m.kop("Casus vastleggen")
    m.lijst("Bij welk onderdeel hoort de hulpvrager?", "Koninklijke Landmacht (CLAS)")
    m.kies("Wat is de hulpvrager?", "Militair")
    m.kies("In welke rol kwam de hulpvrager?", "Omstander of getuige")
    m.kies("Waar ging het vooral over?", "Pesten")
    m.kies("Hoeveel gesprekken had u?", "2 of 3")
    m.kies("Wat hebt u gedaan?", "Luisterend oor")
    m.knop("Casus opslaan")
    expect(m.page.get_by_text("De casus is opgeslagen. Alleen u kunt hem zien.")).to_be_visible()


@dataclass(frozen=True)
class Taak:
    """A job: who does it, where it begins, how."""

    naam: str
    wie: str
    begin: str
    doe: Callable[[Meter], None]
    duim: bool = False


TAKEN = (
    Taak("Log a melding", "adviseur", "/mijn-werk/", leg_melding_vast),
    Taak("Register a klacht", "klachtsecretaris", "/mijn-werk/", registreer_klacht),
    Taak("Find a zaak", "adviseur", "/mijn-werk/", vind_zaak),
    Taak("Assign a melding", "intake", "/mijn-werk/", wijs_toe),
    Taak("Register a casus", "vertrouwenspersoon", "/casussen/", leg_casus_vast, duim=True),
)


def meet(browser: Browser, adres: str, taak: Taak, keer: int, schermen: Path | None) -> Meter:
    """The job `keer` times by one person in one browser; the counts of the last, the median of the times."""
    breedte, hoogte = SMAL if taak.duim else BREED
    context = browser.new_context(
        base_url=adres, locale="nl-NL", timezone_id="Europe/Amsterdam", has_touch=taak.duim,
        viewport={"width": breedte, "height": hoogte},
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/aanmelden/")
    page.get_by_label("E-mailadres").fill(f"{taak.wie}@demo.example")
    page.get_by_label("Wachtwoord").fill(os.environ["JID_DEMO_WACHTWOORD"])
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(lambda url: "/aanmelden/" not in url)
    tijden = []
    for _keer in range(keer + 1):  # the first warms caches of server and browser
        page.goto(taak.begin, wait_until="networkidle")
        meter = Meter(page, duim=taak.duim)
        with _bladzijden(page, meter):
            begin = time.perf_counter()
            try:
                taak.doe(meter)
            except BaseException:
                if schermen:
                    page.screenshot(path=schermen / f"{taak.doe.__name__}-fout.png", full_page=True)
                raise
            tijden.append(time.perf_counter() - begin)
    if schermen:
        page.screenshot(path=schermen / f"{taak.doe.__name__}.png", full_page=True)
    context.close()
    meter.seconden = statistics.median(tijden[1:])
    return meter


@contextmanager
def _bladzijden(page: Page, meter: Meter) -> Iterator[None]:
    def tel(_page: Page) -> None:
        meter.bladzijden += 1

    page.on("domcontentloaded", tel)
    yield
    page.remove_listener("domcontentloaded", tel)


def tabel(gemeten: list[tuple[Taak, Meter]]) -> str:
    """Markdown."""
    regels = [
        "| Job | Who, how | Fields | Keys | Clicks or taps | Lists | Pages | Machine (s) | Person (s) |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for taak, m in gemeten:
        hoe = f"{taak.wie}, {SMAL[0] if taak.duim else BREED[0]} px{', thumb' if taak.duim else ''}"
        toetsen = sum(m.velden.values()) + m.toetsen
        regels.append(
            f"| {taak.naam} | {hoe} | {len(m.velden)} | {toetsen} | {m.kliks} | {m.keuzes} | {m.bladzijden} "
            f"| {m.seconden:.1f} | {m.geschat:.0f} |"
        )
    regels += ["", "Keys per field:", ""]
    for taak, m in gemeten:
        velden = ", ".join(f"{naam} {aantal}" for naam, aantal in m.velden.items()) or "none"
        regels.append(f"- {taak.naam}: {velden}; Tab and Enter {m.toetsen}")
    return "\n".join(regels)


@contextmanager
def _eigen_server() -> Iterator[str]:
    """A server on demo data that goes when the block ends."""
    import tests.omgeving
    from jid.databank import Databank

    os.environ["DJANGO_SETTINGS_MODULE"] = "jid.settings"
    import django

    django.setup()
    from tests.hulp import databank
    from tests.hulp.server import server
    from zaken.versleuteling.sleutels import maak_sleutelbestand

    maak_sleutelbestand(tests.omgeving.MAP / "hoofdsleutels")
    try:
        with databank.kloon(databank.demosjabloon()) as naam, server(naam) as adres:
            yield adres
    finally:
        for map_ in tests.omgeving.WORTEL.glob("*/databank"):
            Databank(map_).stop()
        shutil.rmtree(tests.omgeving.WORTEL, ignore_errors=True)


@contextmanager
def _gegeven(adres: str) -> Iterator[str]:
    yield adres


def main() -> None:
    lezer = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    lezer.add_argument("--keer", type=int, default=5)
    lezer.add_argument(
        "--adres", default="", help="a server with demo data; its password in JID_DEMO_WACHTWOORD"
    )
    lezer.add_argument("--alleen", default="", help="only jobs whose name matches this expression")
    lezer.add_argument("--documenteer", action="store_true")
    lezer.add_argument("--schermen", type=Path, help="pictures of where each job ended")
    opties = lezer.parse_args()
    vlaggen = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
        "--lang=nl",
    ]
    gemeten = []
    druk = f"{os.getloadavg()[0]:.1f} processes wanted one of {os.cpu_count()} cores before it began"
    with _gegeven(opties.adres) if opties.adres else _eigen_server() as adres, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium.pad(), args=vlaggen)
        for taak in TAKEN:
            if re.search(opties.alleen, taak.naam):
                gemeten.append((taak, meet(browser, adres, taak, opties.keer, opties.schermen)))
                print(tabel(gemeten[-1:]), flush=True)
        browser.close()
    uitslag = f"Median of {opties.keer}; {druk}.\n\n{tabel(gemeten)}"
    print(f"\n{uitslag}")
    if opties.documenteer:
        zet_in_document("taken", uitslag)


if __name__ == "__main__":
    main()
