"""The English catalogue is complete and used: a text that is added in Dutch gets its English in the same change.

`scripts/vertalingen.py bijwerken` collects what is new; then fill `locale/en/LC_MESSAGES/django.po` and run `… maak`.
"""

from __future__ import annotations

from gettext import translation
from html.parser import HTMLParser
from pathlib import Path

import allauth
import django
import pytest
from django.contrib import auth
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from codelijsten.models import Code, Codelijst
from gebruikers.models import Gebruiker, Team
from scripts import vertalingen
from tests.hulp.routes import ROUTES
from tests.hulp.toneel import opgebouwd as opgebouwd
from tests.hulp.toneel import toneel as toneel  # the fixtures, asked for by name
from tests.hulp.wie import aangemeld, fabriek

BIBLIOTHEKEN = tuple(Path(pakket.__file__).parent / "locale" for pakket in (auth, allauth))
"""Whose messages our screens show too: passwords and signing in."""
NEDERLANDS = {"componenten", "inlezen:kolommen", "casussen:inlezen"}
"""A page that no user has, and what may stand in a file, in the words that files use."""
CODEVELDEN = ("label", "label_en", "toelichting", "toelichting_en")
LIJSTVELDEN = ("naam", "naam_en", "uitleg", "uitleg_en")
HETZELFDE = {"", "Nederlands"}
"""The head of the catalogue, and names that stay as they are."""


def test_elke_tekst_is_in_het_engels_vertaald() -> None:
    assert vertalingen.fouten() == []


def test_het_gebruikte_bestand_hoort_bij_de_vertalingen() -> None:
    assert vertalingen.MO.read_bytes() == vertalingen.als_mo(vertalingen.lees())
    assert vertalingen.NL_MO.read_bytes() == vertalingen.als_mo(vertalingen.lees_django())


def test_wat_django_zelf_zegt_staat_er_in_onze_woorden() -> None:
    eigen = {bericht.id for bericht in vertalingen.lees_django() if bericht.id}
    mappen = (Path(django.__file__).parent / "conf/locale", *BIBLIOTHEKEN)
    kent: set[str] = set()
    for map_ in mappen:
        kent |= translation("django", map_, ["nl"])._catalog.keys()  # type: ignore[attr-defined]  # what gettext read
    assert [vraag for vraag in eigen if isinstance(vraag, str) and vraag not in kent] == []
    with override("nl"):
        assert gettext("This field is required.") == "Vul dit in, of maak een keuze."
        assert gettext("Incorrect password.").startswith("Dit wachtwoord klopt niet.")


class _Teksten(HTMLParser):
    """What a page says: its texts, and the names of its parts."""

    def __init__(self) -> None:
        super().__init__()
        self.gezegd: set[str] = set()
        self.taal = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        waarden = dict(attrs)
        self.taal = self.taal or (waarden.get("lang") or "")
        self.gezegd |= {waarde for naam in ("aria-label", "title") if (waarde := waarden.get(naam))}

    def handle_data(self, data: str) -> None:
        self.gezegd.add(" ".join(data.split()))


@pytest.mark.databank
@pytest.mark.django_db(databases=["default", "cijfers"])
def test_in_het_engels_blijft_geen_nederlandse_tekst_staan(toneel) -> None:
    """A text that has an English one but was put in words too early, or not at all; a code whose Dutch is shown."""
    engels = {
        str(bericht.id): bericht.string for bericht in vertalingen.lees() if isinstance(bericht.id, str)
    }
    nederlands = {nl for nl, en in engels.items() if nl != en} - set(engels.values()) - HETZELFDE
    with fabriek():
        Gebruiker.objects.update(taal="en")
        nederlands |= {
            nl
            for model, velden in ((Code, CODEVELDEN), (Codelijst, LIJSTVELDEN))
            for rij in model.objects.values_list(*velden)
            for nl, en in zip(rij[::2], rij[1::2], strict=True)
            if nl != en
        }
        engelse = {en for rij in Code.objects.values_list("code", "label_en", "toelichting_en") for en in rij}
        nederlands -= engelse | HETZELFDE
        teams = set(Team.objects.values_list("naam", flat=True))
    klanten: dict[str, Client] = {}
    over: dict[str, set[str]] = {}
    for naam, route in ROUTES.items():
        if route.alleen_post or route.status != 200 or naam in NEDERLANDS:
            continue
        wie = "behandelaar" if route.van == "*" else route.van
        if wie not in klanten:
            klanten[wie] = aangemeld(toneel.wie[wie]) if wie else Client(headers={"accept-language": "en"})
        antwoord = klanten[wie].get(reverse(naam, kwargs=route.kwargs(toneel)))
        if not antwoord.headers.get("Content-Type", "").startswith("text/html"):
            continue
        lezer = _Teksten()
        lezer.feed(antwoord.content.decode())
        assert lezer.taal in {"en", ""}, naam
        gevonden = lezer.gezegd & (nederlands - teams)
        if gevonden and not naam.startswith("codelijsten:"):  # the beheerder keeps both
            over[naam] = gevonden
    assert sorted(over.items()) == []
