"""Reading a question, recognising a phrase, and showing where a text has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaken.zoeken.vraag import Deel, Zoekvraag

VERHAAL = "De oefening in Oirschot duurde lang. Een sergeant gaf toen opdracht om door te gaan."


def gemerkt(delen: list[Deel]) -> list[str]:
    return [deel.tekst for deel in delen if deel.raak]


def tekst_van(delen: list[Deel]) -> str:
    return "".join(deel.tekst for deel in delen)


@pytest.mark.parametrize(
    ("vraag", "frasen"),
    [
        ('"gaf toen opdracht"', (("gaf", "toen", "opdracht"),)),
        ("“gaf toen” sergeant", (("gaf", "toen"),)),
        ('half "open', ()),
        ('"oefening"', ()),  # one word is a word
        ('""', ()),
    ],
)
def test_een_woordgroep_staat_tussen_twee_aanhalingstekens(vraag, frasen):
    assert Zoekvraag.lees(vraag).frasen == frasen


@pytest.mark.parametrize(
    ("vraag", "staat_er"),
    [
        ('"sergeant gaf toen opdracht"', True),
        ('"Sergeant, GAF toen"', True),
        ('"gaf opdracht"', False),  # the words, not in this order
        ('"sergeanten gaf"', False),  # another form of the word
        ('"geant gaf"', False),  # half a word
        ('"duurde lang" "gaf toen"', True),
        ('"duurde lang" "gaf nooit"', False),
        ("oefening", True),
    ],
)
def test_een_woordgroep_staat_er_woord_voor_woord(vraag, staat_er):
    assert Zoekvraag.lees(vraag).heeft_frasen(["iets anders", VERHAAL]) is staat_er


def test_een_woordgroep_loopt_niet_over_twee_teksten_heen():
    assert not Zoekvraag.lees('"sergeant gaf"').heeft_frasen(["van de sergeant", "gaf opdracht"])


def test_elk_woord_dat_gevonden_is_wordt_gemerkt_in_welke_vorm_het_ook_staat():
    delen = Zoekvraag.lees("oefeningen opdrachten").merk(VERHAAL)
    assert gemerkt(delen) == ["oefening", "opdracht"]
    assert tekst_van(delen) == VERHAAL


@pytest.mark.parametrize("tekst", ["Een ideé van Zoë", "Een idee\u0301 van Zoe\u0308"])
def test_een_accent_hindert_het_merken_niet(tekst):
    assert len(gemerkt(Zoekvraag.lees("idee zoe").merk(tekst))) == 2


def test_een_fragment_toont_de_omgeving_van_de_woordgroep():
    lang = "Eerst kwam een sergeant langs. " + "Daarna niets. " * 30 + VERHAAL
    fragment = tekst_van(Zoekvraag.lees('"sergeant gaf"').fragment([lang]))
    assert "sergeant gaf toen" in fragment
    assert fragment.startswith("… ")
    assert len(fragment) < 250


def test_zonder_treffer_is_er_geen_fragment():
    assert Zoekvraag.lees("oefening").fragment(["niets van dat al", ""]) == []


def test_opmaak_in_een_tekst_blijft_tekst():
    """The pieces together are the text, and the template escapes each: there is nothing to inject into."""
    delen = Zoekvraag.lees("script").merk("<script>alert('x')</script><mark>")
    assert tekst_van(delen) == "<script>alert('x')</script><mark>"
    assert gemerkt(delen) == ["script", "script"]


@given(st.text(max_size=200), st.text(max_size=40))
def test_merken_verandert_geen_letter(tekst, vraag):
    gelezen = Zoekvraag.lees(vraag)
    assert tekst_van(gelezen.merk(tekst)) == tekst
    fragment = gelezen.fragment([tekst])
    assert tekst_van(fragment).strip("… ") in " ".join(tekst.split("\n"))
    assert bool(gemerkt(fragment)) == bool(gemerkt(gelezen.merk(tekst)))
