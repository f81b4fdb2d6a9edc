"""Search tokens: another form of a word gives the same token, another key another one."""

from __future__ import annotations

import sys
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaken.zoeken import woordtokens as zoektokens
from zaken.zoeken.vraag import Zoekvraag
from zaken.zoeken.woordtokens import STOPWOORDEN, stam, stammen, tokens

SLEUTEL = bytes(range(32))


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        ("vergaderingen", "vergadering"),
        ("Meldingen", "melding"),
        ("pesterijen", "pesten"),
        ("intimidaties", "intimidatie"),
        ("kazernes", "kazerne"),
        ("gedragingen", "gedraging"),
        ("INTIMIDATIE", "intimidatie"),
        ("coördinatie", "coordinatie"),
        ("financiële", "financiele"),
        ("privésfeer", "privesfeer"),
        ("Curaçao", "curacao"),
        ("foto's", "foto"),
        ("kazerne-terrein", "kazerne terrein"),
        ("ijsvrij", "ĳsvrij"),
        ("Ærøskøbing", "aeroskobing"),
        ("straße", "STRASSE"),
        ("M-2024-00627", "m 2024 00627"),
        ("snelle_auto", "snelle auto"),
    ],
)
def test_andere_schrijfwijze_geeft_dezelfde_tokens(een: str, ander: str) -> None:
    assert tokens(een, SLEUTEL) == tokens(ander, SLEUTEL) != []


@pytest.mark.parametrize(
    ("een", "ander"), [("melding", "klacht"), ("2024", "2023"), ("schip", "schap"), ("geweld", "wel")]
)
def test_andere_woorden_geven_andere_tokens(een: str, ander: str) -> None:
    assert not set(tokens(een, SLEUTEL)) & set(tokens(ander, SLEUTEL))


@pytest.mark.parametrize("tekst", ["", "   ", "De het een", "a, b & c!", "—…·", "\u0301"])
def test_zonder_zoekbaar_woord_zijn_er_geen_tokens(tekst: str) -> None:
    assert tokens(tekst, SLEUTEL) == []


def test_elk_stopwoord_valt_weg() -> None:
    assert stammen(" ".join(STOPWOORDEN)) == set()


def test_een_woord_telt_eenmaal_en_volgorde_maakt_niet_uit() -> None:
    assert tokens("pesten op de kazerne, pesten", SLEUTEL) == tokens("Kazerne: pesten", SLEUTEL)
    assert len(tokens("pesten op de kazerne, pesten", SLEUTEL)) == 2


@given(tekst=st.text())
def test_tokens_zijn_uniek_oplopend_en_passen_in_een_bigint(tekst: str) -> None:
    gevonden = tokens(tekst, SLEUTEL)
    assert gevonden == sorted(set(gevonden))
    assert all(-(2**63) <= token < 2**63 for token in gevonden)


@given(tekst=st.text(alphabet=st.characters(codec="latin-1")))
def test_hoofdletters_en_losse_accenten_maken_niet_uit(tekst: str) -> None:
    verwacht = tokens(tekst, SLEUTEL)
    assert tokens(unicodedata.normalize("NFD", tekst), SLEUTEL) == verwacht
    assert tokens(tekst.casefold(), SLEUTEL) == verwacht


@given(een=st.text(), ander=st.text())
def test_een_zoekvraag_vindt_elke_tekst_waar_hij_in_staat(een: str, ander: str) -> None:
    assert set(tokens(een, SLEUTEL)) <= set(tokens(f"{een} {ander}", SLEUTEL))


def test_een_andere_sleutel_geeft_andere_tokens() -> None:
    tekst = "Gesprek over omgangsvormen op de kazerne"
    assert not set(tokens(tekst, SLEUTEL)) & set(tokens(tekst, bytes(32)))


def test_opgeslagen_tokens_blijven_vindbaar() -> None:
    """Stored tokens depend on these; when this fails, make new tokens for every text and change this list."""
    stammen_nu = {woord: stam(woord) for woord in GOUDEN_STAMMEN}
    assert stammen_nu == GOUDEN_STAMMEN
    assert tokens("Meldingen over pesten", SLEUTEL) == GOUDEN_TOKENS


def test_geen_woord_van_een_tekst_blijft_in_het_geheugen() -> None:
    """What is remembered to save time are keyed hashes, and the stemmer forgets its last word."""
    woord = "zilverreigerachtigheden"
    assert tokens(f"over {woord}", SLEUTEL) == tokens(f"over {woord}", SLEUTEL) != []
    assert Zoekvraag.lees(woord).fragment([f"over {woord}"])
    bewaard = [*zoektokens._geheugen, *zoektokens._geheugen.values(), *vars(zoektokens._stemmer).values()]
    assert len(bewaard) > 3
    assert not [iets for iets in bewaard if isinstance(iets, str | bytes) and stam(woord)[:5] in str(iets)]


def test_threads_storen_elkaars_stammen_niet() -> None:
    woorden = [f"{letter}{begin}{eind}" for letter in "bdfgklmnprst" for begin in BEGINNEN for eind in EINDEN]
    alleen = [stam(woord) for woord in woorden]
    gewoon = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns in the middle of a word
    try:
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(stam, woorden)) == alleen
    finally:
        sys.setswitchinterval(gewoon)


def test_tienduizend_onderwerpen_gaan_in_een_paar_seconden() -> None:
    onderwerpen = [
        f"Melding {n} over ongewenste omgangsvormen tijdens oefening {n % 97}" for n in range(10_000)
    ]
    begin = time.perf_counter()
    for onderwerp in onderwerpen:
        tokens(onderwerp, SLEUTEL)
    assert time.perf_counter() - begin < 5  # measured 0.2 s; the margin is for a busy machine


BEGINNEN = ["andel", "ergader", "eld", "oon"]
EINDEN = [
    "",
    "en",
    "ing",
    "ingen",
    "er",
    "ers",
    "baar",
    "bare",
    "t",
    "de",
    "den",
    "end",
    "ende",
    "lijk",
    "lijke",
]
GOUDEN_STAMMEN = {
    "meldingen": "meld",
    "melding": "meld",
    "vergaderingen": "vergader",
    "gepest": "pes",
    "pesten": "pest",
    "intimidatie": "intimideer",
    "seksuele": "seksuel",
    "discriminatie": "discrimineer",
    "kazernes": "kazerne",
    "leidinggevenden": "leidinggeef",
    "coordinatie": "coordineer",
    "omgangsvormen": "omgangsvorm",
    "gedragingen": "draag",
    "betrokkenen": "betrokken",
    "klachten": "klacht",
    "geweld": "wel",
    "gestolen": "stool",
    "drugsgebruik": "drugsbruik",
    "schepen": "scheep",
    "oefeningen": "oefeen",
}
GOUDEN_TOKENS = [-5056459143652455634, 2139397109234667458]
