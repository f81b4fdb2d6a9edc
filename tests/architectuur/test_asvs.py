"""The list of ASVS 5.0.0 is whole: every number of levels 1 and 2 once, each with one of the five answers."""

from __future__ import annotations

import re
from collections import Counter

from tests.hulp.databank import PROJECT

HOOGSTE = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4,
    "17.3": 2,
}  # fmt: skip
"""Section → how many of its requirements are of level 1 or 2; they come first in each section."""
REGEL = re.compile(r"^\| (\d[\d., -]*) \| ([^|]+) \| (ja|deels|nee|nvt|inst) \| ([^|]+) \|$", re.MULTILINE)


def _los(cel: str) -> list[str]:
    """`1.2.6-1.2.8, 1.3.1` → four numbers."""
    nummers = []
    for deel in cel.split(","):
        eerste, _, laatste = deel.strip().partition("-")
        paragraaf, begin = eerste.rsplit(".", 1)
        einde = laatste.rsplit(".", 1)[1] if laatste else begin
        nummers += [f"{paragraaf}.{nummer}" for nummer in range(int(begin), int(einde) + 1)]
    return nummers


def test_elk_nummer_staat_er_een_keer_met_een_antwoord():
    tekst = (PROJECT / "docs" / "asvs.md").read_text()
    regels = REGEL.findall(tekst)
    assert len(regels) == len(re.findall(r"^\| \d", tekst, re.MULTILINE))  # each line has the form
    genoemd = Counter(nummer for cel, *_ in regels for nummer in _los(cel))
    verwacht = [f"{paragraaf}.{n}" for paragraaf, hoogste in HOOGSTE.items() for n in range(1, hoogste + 1)]
    assert len(verwacht) == 253
    assert genoemd == Counter(verwacht)


def test_wat_niet_of_deels_is_gedaan_zegt_waarom():
    regels = REGEL.findall((PROJECT / "docs" / "asvs.md").read_text())
    assert [wat for _nr, wat, stand, uitleg in regels if stand != "ja" and len(uitleg) < 4] == []
