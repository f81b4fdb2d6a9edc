"""Every page that no other browser test looks at, role by role: accessible at both widths, nothing to scroll sideways.

Also the state after an empty form, what is empty, what is refused, and what is not there.
"""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import bewaar, toegankelijk, volg
from tests.browser.hulp import Keuring, deel, kies_collega, open_melding

Bladen = Callable[..., Page]
BREED, SMAL, SMALST = 1280, 390, 320
ONBEKEND = "/meldingen/00000000-0000-4000-8000-000000000000/"


def detail(page: Page, status: str) -> str:
    """Address of the user's newest melding with this status."""
    open_melding(page, status)
    return page.url


def deel_van(page: Page, patroon: str) -> str:
    """The first address on the page that holds `patroon`."""
    adres = page.locator(f"main a[href*='{patroon}']").first.get_attribute("href")
    assert adres
    return adres


def met_tellingen(page: Page) -> None:
    """The counts of the tabs come in a second request."""
    page.locator(".app-tellingen .nl-number-badge").first.wait_for()


def test_lijsten_en_werk_van_de_adviseur(bladen: Bladen) -> None:
    page = bladen("adviseur")
    keuring = Keuring(page, "adviseur")
    keuring.kijk("mijn-werk")
    page.goto(
        f"/meldingen/?tab=mijn&status=in_behandeling&status=nazorg&jaar={localdate().year}&termijn=te_laat"
    )
    met_tellingen(page)
    keuring.kijk("lijst-filters")
    page.goto("/meldingen/?sorteer=ontvangen")
    volg(page.get_by_role("link", name="Volgende"))
    met_tellingen(page)
    keuring.kijk("lijst-tweede-bladzijde")
    keuring.ga("lijst-leeg", "/meldingen/?q=bestaatniet")
    keuring.ga("lijst-fout", f"/meldingen/?q={'x' * 121}&jaar=1900", status=422)
    keuring.ga("mijn-account", "/mijn-account/")
    keuring.ga("weergave", "/mijn-account/weergave/")
    assert keuring.fouten == {}


PLAATSEN = """() => [...document.querySelectorAll('tbody tr, .app-tellingen a')].map(element => {
  const {y, width, height} = element.getBoundingClientRect()
  return [element.offsetLeft, y, width, height].map(Math.round)
})"""  # offsetLeft: the row of tabs may be scrolled sideways


def test_niets_verspringt_als_de_aantallen_komen(bladen: Bladen) -> None:
    page = bladen("adviseur", "")
    wachtend: list[Route] = []
    page.route("**/tellingen/**", lambda route: wachtend.append(route))
    for wijd in (BREED, SMAL, SMALST):
        page.set_viewport_size({"width": wijd, "height": 800})
        page.goto("/meldingen/?tab=team", wait_until="load")
        page.evaluate("document.fonts.ready")
        expect(page.locator(".app-tellingen .nl-number-badge")).to_have_count(0)
        voor = page.evaluate(PLAATSEN)
        assert len(voor) > 50
        wachtend.pop().continue_()
        met_tellingen(page)
        expect(page.locator(".app-tellingen .nl-number-badge")).to_have_count(5)
        assert page.evaluate(PLAATSEN) == voor, wijd
        bewaar(page, f"adviseur-lijst-{wijd}")


def test_een_melding_en_haar_wijzigingen(bladen: Bladen) -> None:
    page = bladen("adviseur", "")
    keuring = Keuring(page, "melding")
    melding = detail(page, "in_behandeling")
    for onderdeel in ("gegevens", "gebeurtenis"):
        keuring.ga(onderdeel, f"{melding}wijzigen/{onderdeel}/", leeg="Wijzigingen opslaan")
    keuring.ga("behandeling", f"{melding}wijzigen/behandeling/")
    page.get_by_role("group", name="Advies gegeven op").get_by_label("Dag").fill("31")
    page.get_by_role("button", name="Wijzigingen opslaan").click()
    expect(page.locator("#foutoverzicht")).to_be_focused()
    keuring.kijk("behandeling-fout")
    keuring.ga("afdrukken", f"{melding}afdrukken/")
    keuring.ga("notitie", f"{melding}notitie/", leeg="Notitie opslaan")
    keuring.ga("persoon-nieuw", f"{melding}persoon/", leeg="Persoon opslaan")
    page.get_by_label("Naam").fill("Voorbeeld Getuige")
    page.get_by_role("radio", name="Getuige").check()
    page.get_by_role("button", name="Persoon opslaan").click()
    expect(page.get_by_text("De persoon is toegevoegd.")).to_be_visible()
    verwijder = deel_van(page, "/verwijderen/")
    keuring.ga("persoon-verwijder", verwijder)
    keuring.ga("persoon-wijzig", verwijder.removesuffix("verwijderen/"))
    assert keuring.fouten == {}


def test_de_stappen_van_een_melding(bladen: Bladen) -> None:
    page = bladen("adviseur", "")
    keuring = Keuring(page, "stap")
    melding = detail(page, "in_behandeling")
    keuring.ga("opschorten", f"{melding}status/opgeschort/", leeg="Opschorten")
    keuring.ga("besluit", f"{melding}status/wacht_op_besluit/")
    keuring.ga("kan-niet", f"{melding}status/gesloten/", status=409)
    keuring.ga("annuleren", f"{melding}annuleren/", leeg="Melding annuleren")
    gesloten = detail(page, "gesloten")
    keuring.kijk("detail-gesloten")
    keuring.ga("heropenen", f"{gesloten}status/heropend/", leeg="Heropenen")
    assert keuring.fouten == {}


def test_wie_een_melding_ziet(bladen: Bladen) -> None:
    page = bladen("adviseur", "")
    keuring = Keuring(page, "toegang")
    melding = detail(page, "in_behandeling")
    keuring.ga("toewijzen", f"{melding}toewijzen/", leeg="Toewijzen")
    keuring.ga("delen", f"{melding}delen/", leeg="Delen")
    keuring.ga("uitsluiten", f"{melding}uitsluiten/", leeg="Uitsluiten")
    page.get_by_label("Wie mag deze melding nooit zien?").and_(page.locator("input")).click()
    expect(page.get_by_role("listbox")).to_be_visible()
    keuring.kijk("keuzelijst-open")
    page.goto(f"{melding}uitsluiten/")
    kies_collega(page, "Wie mag deze melding nooit zien?", "Klachtsecretaris (demo)")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Uitsluiten").click()
    expect(page.get_by_text("Klachtsecretaris (demo) kan de melding nooit meer zien.")).to_be_visible()
    deel(page, "Onderzoeker (demo)", dagen=5)
    keuring.kijk("detail-gedeeld")
    keuring.ga("beeindigen", deel_van(page, "/beeindigen/"))
    page.goto(melding)
    keuring.ga("opheffen", deel_van(page, "/opheffen/"))

    onderzoeker = bladen("onderzoeker", "")
    van_onderzoeker = Keuring(onderzoeker, "onderzoeker")
    van_onderzoeker.ga("detail-gedeeld", melding)
    van_onderzoeker.ga("mag-niet", f"{melding}wijzigen/gebeurtenis/", status=403)
    expect(onderzoeker.get_by_role("heading", level=1)).to_have_text("Dit mag niet met uw rol")
    van_onderzoeker.ga("niet-gevonden", ONBEKEND, status=404)
    assert keuring.fouten | van_onderzoeker.fouten == {}


def test_wie_in_geen_team_zit_brengt_een_bestand(bladen: Bladen) -> None:
    lid = Keuring(bladen("intake", ""), "intake")
    lid.ga("inlezen-lid", "/inlezen/")
    expect(lid.page.get_by_label("Meldingen", exact=True)).to_have_count(0)
    expect(lid.page.get_by_text("U bent lid van dat team.")).to_have_count(1)
    page = bladen("invoer", "")
    keuring = Keuring(page, "invoer")
    for naam in ("mijn-werk", "berichten", "meldingen", "signalen"):  # nothing to do, and said so
        keuring.ga(f"leeg-{naam}", f"/{naam}/")
    keuring.ga("inlezen", "/inlezen/", leeg="Verder")
    kop = "Ref nr;Systeem;Datum ontvangst;hoofdcategorie;Onderwerp;Naam melder"
    goed = "\n".join(f"B-{n};mvv;15-11-2024;financieel;Declaraties in een ploeg;X" for n in range(60))
    fout = "B-1;mvv;31-12-2031;pesterij;;X"
    page.get_by_label("Meldingen").check()
    page.get_by_label("Bestand", exact=True).set_input_files(
        {"name": "mvv-november.csv", "mimeType": "text/csv", "buffer": f"{kop}\n{goed}\n{fout}".encode()}
    )
    page.get_by_role("button", name="Verder").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat staat er in elke kolom?")
    keuring.kijk("inlezen-kolommen")
    page.get_by_role("button", name="Controleer de rijen").click()
    expect(page.locator("#foutoverzicht")).to_be_focused()
    for kolom, keuze in (
        ("Ref nr", "Externe referentie"),
        ("Systeem", "Bronsysteem"),
        ("Naam melder", "Niet inlezen"),
    ):
        vak = page.get_by_label(kolom, exact=True)
        vak.fill(keuze)
        vak.press("ArrowDown")
        vak.press("Enter")
    page.get_by_role("button", name="Controleer de rijen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Controleer de rijen")
    page.get_by_role("link", name="Rijen met fouten").click()
    expect(page.get_by_role("row")).to_have_count(2)
    keuring.kijk("inlezen-fouten")
    assert keuring.fouten | lid.fouten == {}


def test_de_intake_beoordeelt(bladen: Bladen) -> None:
    page = bladen("intake")
    keuring = Keuring(page, "intake")
    keuring.kijk("mijn-werk")
    open_melding(page, "in_beoordeling", tab="team")
    melding = page.url
    keuring.kijk("detail")
    keuring.ga("in-behandeling", f"{melding}status/in_behandeling/")  # a behandelaar is still missing
    keuring.ga("niet", f"{melding}status/niet_in_behandeling/", leeg="Niet in behandeling nemen")
    keuring.ga("doorgeleiden-kies", f"{melding}doorgeleiden/")
    keuring.ga("doorgeleiden", f"{melding}doorgeleiden/?naar=misstand", leeg="Doorgeleiden")
    keuring.ga("koppelen", f"{melding}koppelen/", leeg="Koppelen")
    keuring.ga("wat-is-dit", "/wat-is-dit/", leeg="Verder")
    keuring.ga("signalen", "/signalen/")
    keuring.ga("signalen-afdrukken", "/signalen/afdrukken/")
    keuring.ga("lijst-afdrukken", "/meldingen/afdrukken/?jaar=2026")
    keuring.ga("samenvoegen", f"{melding}status/samengevoegd/", leeg="Samenvoegen")
    assert keuring.fouten == {}


def test_wat_de_beheerder_wijzigt(bladen: Bladen) -> None:
    beheerder = bladen("beheerder", "/beheer/gebruikers/?q=onderzoeker")
    beheer = Keuring(beheerder, "beheer")
    volg(beheerder.get_by_role("link", name="Onderzoeker (demo)"))
    gebruiker = beheerder.url
    beheer.ga("gebruiker-wijzigen", f"{gebruiker}wijzigen/", leeg="Opslaan")
    beheer.ga("gebruiker-rollen", f"{gebruiker}rollen/")
    beheerder.goto("/beheer/teams/")
    volg(beheerder.get_by_role("link", name="Team Onderzoek"))
    beheer.ga("team-wijzigen", f"{beheerder.url}wijzigen/", leeg="Opslaan")
    beheer.ga("team-nieuw", "/beheer/teams/nieuw/", leeg="Opslaan")
    beheer.ga("code-nieuw", "/beheer/codelijsten/meldkanaal/nieuw/", leeg="Code toevoegen")
    beheer.ga("zonder-lezer", reverse("zonder_lezer"))
    assert beheer.fouten == {}


def test_filters_bewaren_en_zaken_uitdelen(bladen: Bladen) -> None:
    page = bladen("intake", "/meldingen/?tab=team&termijn=te_laat")
    keuring = Keuring(page, "lijst")
    volg(page.get_by_role("link", name="Deze filters bewaren"))
    keuring.kijk("filter-nieuw")
    keuring.stuur_leeg("filter-nieuw", "Bewaren")
    page.get_by_label("Hoe noemt u deze filters?").fill("Te laat bij de intake")
    page.get_by_label("Wie mag deze filters ook gebruiken?").select_option(index=1)
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("link", name="Te laat bij de intake")).to_have_attribute("aria-current", "true")
    page.goto("/meldingen/filters/")
    keuring.kijk("filters")
    keuring.ga("filter-verwijderen", deel_van(page, "/verwijderen/"))
    page.goto("/meldingen/?tab=team")
    met_tellingen(page)
    page.get_by_label("Alles op deze pagina").check()
    keuring.kijk("lijst-gekozen")
    page.get_by_label("Alles op deze pagina").uncheck()
    for vak in page.locator("input[name=zaak]").all()[:2]:
        vak.check()
    volg(page.get_by_role("button", name="Gekozen zaken toewijzen"))
    keuring.kijk("stapel")
    keuring.stuur_leeg("stapel", "Toewijzen")
    kies_collega(page, "Wie gaat deze zaken behandelen?", "Onderzoeker (demo)")
    page.get_by_label("Waarom deze persoon?").fill("Verdeling van de week")
    page.get_by_role("button", name="Toewijzen").click()
    expect(page.get_by_text("2 zaken zijn toegewezen.")).to_be_visible()
    keuring.kijk("stapel-uitslag")
    keuring.ga("componenten", "/componenten/")
    assert keuring.fouten == {}


def test_compact_en_donker_door_het_account(bladen: Bladen) -> None:
    page = bladen("adviseur", "/mijn-account/weergave/")
    page.get_by_role("radio", name="Donker").check()
    page.get_by_role("radio", name="Compact").check()
    volg(page.get_by_role("button", name="Weergave opslaan"))
    keuring = Keuring(page, "compact-donker")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 21, 29)"
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    page.emulate_media(media="screen")
    keuring.ga("lijst", "/meldingen/?tab=team")
    page.goto("/mijn-account/weergave/")
    page.get_by_role("radio", name="Zoals mijn computer").check()
    page.get_by_role("radio", name="Ruim").check()
    volg(page.get_by_role("button", name="Weergave opslaan"))
    assert keuring.fouten == {}


def test_paginas_voor_iedereen(bladen: Bladen) -> None:
    page = bladen()
    keuring = Keuring(page, "bezoeker")
    for naam in ("toegankelijkheid", "sneltoetsen", "hulp"):
        keuring.ga(naam, f"/{naam}/")
    page.goto("/aanmelden/")
    page.get_by_label("E-mailadres").fill("niemand@demo.example")
    page.get_by_label("Wachtwoord").fill("niet het wachtwoord")
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    keuring.kijk("verkeerd-wachtwoord")
    page.goto("/aanmelden/")
    page.context.clear_cookies()
    page.get_by_label("E-mailadres").fill("niemand@demo.example")
    page.get_by_label("Wachtwoord").fill("niet het wachtwoord")
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze pagina is verlopen")
    keuring.kijk("verlopen")
    assert keuring.fouten == {}


def test_de_vraag_of_u_er_nog_bent(bladen: Bladen) -> None:
    page = bladen("adviseur")
    page.evaluate("document.getElementById('sessie').showModal()")
    keuring = Keuring(page, "sessie")
    keuring.kijk("dialoog")
    assert keuring.fouten == {}


def test_vijf_paginas_donker_en_met_eigen_kleuren(bladen: Bladen) -> None:
    page = bladen("adviseur", "")
    melding = detail(page, "in_behandeling")
    fouten = {}

    def kijk() -> None:
        for naam, kleuren, eigen in (("donker", "dark", "none"), ("contrast", "light", "active")):
            page.emulate_media(color_scheme=kleuren, forced_colors=eigen)  # type: ignore[arg-type]  # literals
            fouten[f"{page.url}-{naam}"] = toegankelijk(page)
            bewaar(page, f"{naam}-{len(fouten)}")

    for pad in (
        "/mijn-werk/",
        "/meldingen/?tab=mijn&termijn=te_laat",
        melding,
        f"{melding}wijzigen/behandeling/",
    ):
        page.goto(pad)
        kijk()
    page.goto(f"{melding}delen/")
    page.get_by_role("button", name="Delen").click()
    expect(page.locator("#foutoverzicht")).to_be_focused()
    kijk()
    assert {pad: gevonden for pad, gevonden in fouten.items() if gevonden} == {}
