"""What somebody searches for stands in no address: not of a page, a link, a form, or an answer that sends on."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import parse_qs, unquote_plus, urlsplit

import pytest
from django.http import QueryDict
from django.utils.timezone import now

from gebruikers.geheim import Doel, versleutel
from gebruikers.models import Team
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from zaken.schermen.lijst import Zaaklijst
from zaken.schermen.zoekwoorden import GELDIG, verberg
from zaken.toegang import BELEID

pytestmark = pytest.mark.databank

WOORD, PERSOON = "kwartelmerk", "Jansen Merkpersoon"
ADRESSEN = {"href", "src", "action", "formaction", "hx-get", "data-hx-get", "hx-post", "data-hx-post"}


class _Adressen(HTMLParser):
    """Every address in a page, and what its forms would put in one without anybody typing."""

    def __init__(self, tekst: str) -> None:
        super().__init__()
        self.gevonden: list[str] = []
        self.met_get = False
        self.feed(tekst)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kenmerken = dict(attrs)
        if tag == "form":
            self.met_get = kenmerken.get("method", "get") == "get"
        self.gevonden += [waarde for naam, waarde in attrs if naam in ADRESSEN and waarde]
        if tag in {"input", "select", "textarea"} and (self.met_get or kenmerken.get("type") == "hidden"):
            self.gevonden.append(f"{kenmerken.get('name')}={kenmerken.get('value')}")


def zonder_woorden(antwoord):
    """This answer, after a look at all its addresses."""
    pagina = antwoord.text if antwoord.headers["Content-Type"].startswith("text/html") else ""
    for adres in (
        *_Adressen(pagina).gevonden,
        antwoord.headers.get("Location", ""),
        *antwoord.headers.values(),
    ):
        assert not any(woord in unquote_plus(adres).lower() for woord in (WOORD, "merkpersoon")), adres
        assert not parse_qs(urlsplit(adres).query).keys() & {"q", "persoon"}, adres
    return antwoord


def nummers(antwoord):
    return sorted(rij["nummer"] for rij in antwoord.context["rijen"])


@pytest.fixture
def bureau(register, fabriek):
    """Somebody of the desk with three zaken, of which two have the word; and a colleague."""
    beleid = BELEID[register.soort]
    rol = min(beleid.intake & beleid.lijst)
    with fabriek():
        team = maak_team("bureau", soort=beleid.bureau or Team.Soort.BEHANDELING)
        zaken = [maak_zaak(register.soort, team=team, onderwerp=f"Een {WOORD}") for _n in range(2)]
        maak_zaak(register.soort, team=team, onderwerp="Iets anders")
        lid, collega = (maak_gebruiker(rol, teams=[team]) for _n in range(2))
        return SimpleNamespace(lid=lid, collega=collega, nummers=sorted(zaak.zaaknummer for zaak in zaken))


def test_wat_iemand_zoekt_staat_in_geen_enkel_adres(register, bureau, client_van, monkeypatch):
    client, url = client_van(bureau.lid), register.url("lijst")
    status = register.status.values[0]
    naar = zonder_woorden(
        client.post(url, {"q": WOORD, "tab": "team", "sorteer": "ontvangen", "persoon": ""})
    )
    assert naar.status_code == 303
    vraag = parse_qs(urlsplit(naar.url).query)
    assert (vraag.keys(), vraag["tab"]) == ({"tab", "sorteer", "zoek"}, ["team"])
    monkeypatch.setattr(Zaaklijst, "hoogstens", 1)
    eerste = zonder_woorden(client.get(naar.url))
    assert f'value="{WOORD}"' in eerste.text
    assert f">{WOORD}</mark>" in eerste.text
    tweede = zonder_woorden(client.get(f"{url}{eerste.context['volgende']}"))
    assert sorted(nummers(eerste) + nummers(tweede)) == bureau.nummers
    assert nummers(client.get(f"{url}{tweede.context['vorige']}")) == nummers(eerste)
    monkeypatch.undo()

    lijst = client.get(naar.url)
    for kolom in lijst.context["kolommen"]:
        if kolom.get("url"):
            assert set(nummers(zonder_woorden(client.get(f"{url}{kolom['url']}")))) <= set(bureau.nummers)
    assert nummers(zonder_woorden(client.get(lijst.context["afdruk_url"]))) == bureau.nummers
    zonder_woorden(client.get(lijst.context["tellingen_url"]))
    [chip] = lijst.context["chips"]
    assert chip["label"] == f"Zoeken: {WOORD}"
    assert len(nummers(client.get(f"{url}{chip['url']}"))) == 3
    zaak = next(rij["zaak"].pk for rij in lijst.context["rijen"])
    stapel = zonder_woorden(
        client.get(register.url("stapel"), {"zaak": zaak, "terug": lijst.context["stapel_terug"]})
    )
    assert nummers(zonder_woorden(client.get(stapel.context["lijst_url"]))) == bureau.nummers

    samen = {"q": WOORD, "persoon": PERSOON, "status": status}
    for antwoord in (
        client.get(client.post(url, samen).url),
        client.get(url, samen),
    ):  # and an address of somebody's own
        chips = zonder_woorden(antwoord).context["chips"]
        over = {chip["label"].partition(":")[0]: client.get(f"{url}{chip['url']}") for chip in chips}
        assert over.keys() == {"Zoeken", "Persoon", "Status"}
        assert over["Zoeken"].context["form"]["persoon"].value() == PERSOON
        assert not over["Zoeken"].context["form"]["q"].value()
        assert nummers(over["Persoon"]) == nummers(client.get(url, {"q": WOORD, "status": status}))
        bewaart = parse_qs(urlsplit(antwoord.context["bewaar_url"]).query)
        assert bewaart.keys() <= {"status", "tab", "sorteer"}


def test_een_heel_nummer_opent_de_zaak_zonder_dat_het_in_een_adres_staat(register, bureau, client_van):
    client = client_van(bureau.lid)
    naar = client.post(register.url("lijst"), {"q": bureau.nummers[0]})
    assert bureau.nummers[0] not in naar.url
    zaak = client.get(naar.url)
    assert zaak.status_code == 302
    assert bureau.nummers[0] in client.get(zaak.url).text


def test_een_filter_dat_niet_kan_gaat_niet_in_een_adres(register, bureau, client_van):
    antwoord = client_van(bureau.lid).post(
        register.url("lijst"), {"q": f"{WOORD} {'x' * 120}", "jaar": "1900"}
    )
    assert (antwoord.status_code, set(antwoord.context["form"].errors)) == (422, {"q", "jaar"})
    assert f'value="{WOORD} xxx' in zonder_woorden(antwoord).text


def test_wie_een_zoekvraag_niet_kan_openen_zoekt_opnieuw(register, bureau, client_van):
    def gemaakt(door, *, oud=timedelta()):
        return verberg(QueryDict(f"q={WOORD}"), gebruiker=door, nu=now() - oud)["zoek"]

    client, url = client_van(bureau.lid), register.url("lijst")
    for wat, zoek in {
        "te oud": gemaakt(bureau.lid, oud=GELDIG + timedelta(minutes=1)),
        "van een ander": gemaakt(bureau.collega),
        "met een ander doel": versleutel('{"op":9999999999}', doel=Doel.TAAK, bij=str(bureau.lid.pk)),
        "veranderd": gemaakt(bureau.lid)[:-4] + "AAAA",
        "geen": "1.\x00é",
    }.items():
        antwoord = client.get(url, {"zoek": zoek, "tab": "alle"})
        assert (antwoord.status_code, nummers(antwoord)) == (422, []), wat
        assert "Zoek opnieuw: " in antwoord.context["form"].errors["q"][0], wat
        assert WOORD not in antwoord.text, wat
    afdruk = client.get(register.url("lijst_afdrukken"), {"zoek": zoek})
    assert client.get(afdruk.url).status_code == 422


def test_een_zoekvraag_is_na_een_dag_min_een_minuut_nog_te_openen(bureau, register, client_van):
    toen = now() - GELDIG + timedelta(minutes=1)
    zoek = verberg(QueryDict(f"q={WOORD}"), gebruiker=bureau.lid, nu=toen)["zoek"]
    assert nummers(client_van(bureau.lid).get(register.url("lijst"), {"zoek": zoek})) == bureau.nummers
