"""The explanation of a term in English. Terms are stored with their Dutch explanation; this reads it back.

One pattern per sentence that the rules write. A sentence that is not known stays Dutch; a test asks every rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from zaken.termijnen.taal import MAANDEN, TELWOORDEN

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_UNITS = {
    "dag": "day", "dagen": "days", "week": "week", "weken": "weeks",
    "maand": "month", "maanden": "months", "jaar": "years",
}  # fmt: skip
_DAYS = {
    "een zaterdag": "a Saturday",
    "een zondag": "a Sunday",
    "Nieuwjaarsdag": "New Year's Day",
    "Goede Vrijdag": "Good Friday",
    "Tweede Paasdag": "Easter Monday",
    "Koningsdag": "King's Day",
    "Koninginnedag": "Queen's Day",
    "Bevrijdingsdag": "Liberation Day",
    "Hemelvaartsdag": "Ascension Day",
    "Tweede Pinksterdag": "Whit Monday",
    "Eerste Kerstdag": "Christmas Day",
    "Tweede Kerstdag": "Boxing Day",
}
_BEGINNINGS = {
    "Ontvangen": "Received",
    "Ontvangst bevestigd": "Receipt confirmed",
    "Onderzoek ingesteld": "Investigation ordered",
    "Afgehandeld": "Settled",
    "De klager kreeg bericht van het oordeel": "The complainant was told the finding",
    "De behandeling eindigde": "The procedure ended",
    "De behandeling moest klaar zijn": "The procedure should have ended",
    "De gedraging was": "The conduct was",
    "De gedraging is ontdekt": "The conduct was discovered",
}
_SOURCES = {
    "Eigen norm": "Our own norm",
    "Eigen norm, zoals bij een vermoeden van misstand": "Our own norm, as for suspected wrongdoing",
    "Eigen norm, naar een oudere regel van Defensie": "Our own norm, after an older rule of Defence",
    "Eigen norm: Awb 9:6 noemt geen aantal dagen": "Our own norm: Awb 9:6 names no number of days",
    "Eigen norm: Awb 9:2 noemt geen termijn": "Our own norm: Awb 9:2 names no term",
    "Eigen norm: een opschorting stopt deze termijn niet": "Our own norm: a suspension does not stop this term",
    "Eigen lezing van Awb 9:11, tweede lid": "Our own reading of Awb 9:11(2)",
    "Eigen keuze: een halve werkdag": "Our own choice: half a working day",
    "Eigen norm (zoals bij een vermoeden van misstand)": "Our own norm (as for suspected wrongdoing)",
    "Eigen norm (naar een oudere regel van Defensie)": "Our own norm (after an older rule of Defence)",
    "Eigen norm (Awb 9:6 noemt geen aantal dagen)": "Our own norm (Awb 9:6 names no number of days)",
    "Eigen norm (Awb 9:2 noemt geen termijn)": "Our own norm (Awb 9:2 names no term)",
    "Wbk, artikel 2, tweede lid": "Wbk, article 2(2)",
    "Awb 9:8, derde lid": "Awb 9:8(3)",
    "Awb 9:11, eerste lid": "Awb 9:11(1)",
    "Awb 9:11, eerste en tweede lid": "Awb 9:11(1) and (2)",
    "Awb 9:11, derde lid": "Awb 9:11(3)",
    "Awb 9:24, eerste lid": "Awb 9:24(1)",
    "WMT, artikel 53": "WMT, article 53",
}
_D = rf"(\d{{1,2}} (?:{'|'.join(MAANDEN)}) \d{{4}})"
_N = r"([\d.]+ dag(?:en)?)"
_FIXED = {
    "De ontvangst is nog niet bevestigd. Daarom tellen eerst de dagen voor de bevestiging.": (
        "Receipt has not been confirmed yet. So the days for the confirmation count first."
    ),
    "Dan telt de laatste dag van de maand.": "Then the last day of the month counts.",
    "In de termijn zitten te weinig werkdagen.": "The term holds too few working days.",
    "Dit is een eigen norm. Die schuift niet op voor weekend of feestdag.": (
        "This is our own norm. It does not move for a weekend or holiday."
    ),
    "Een commissie adviseert over de klacht.": "A committee advises on the complaint.",
    "Noem de commissie in de bevestiging (Awb 9:15).": "Name the committee in the confirmation (Awb 9:15).",
    "Dat is niet later, dus de datum blijft.": "That is not later, so the date stays.",
    "De zaak ligt bij het Openbaar Ministerie. De termijn begint na de beslissing.": (
        "The case is with the Public Prosecution Service. The term begins after its decision."
    ),
    "De termijn is 21 dagen langer (WMT, artikel 49, zesde lid).": (
        "The term is 21 days longer (WMT, article 49(6))."
    ),
    "Dit is een indicatie. De commandant beslist.": "This is an indication. The commander decides.",
}
_NOT_COUNTED = {
    "de klager en de aangeklaagde moeten allebei bericht krijgen": (
        "the complainant and the person complained about must both be told"
    ),
    "de termijn was al voorbij": "the term was already over",
    "verdagen kan een keer": "postponing is possible once",
}

Pattern = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _one_of(words: dict[str, str]) -> str:
    return "(" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


_PATTERNS: tuple[Pattern, ...] = (
    *(
        (re.compile(re.escape(dutch)), lambda _m, english=english: english)
        for dutch, english in _FIXED.items()
    ),
    (re.compile(rf"{_one_of(_BEGINNINGS)} op {_D}\."), lambda m: f"{_BEGINNINGS[m[1]]} on {_date(m[2])}."),
    (
        re.compile(rf"De commandant kent de beslissing van het OM sinds {_D}\."),
        lambda m: (
            f"The commander has known the decision of the Public Prosecution Service since {_date(m[1])}."
        ),
    ),
    (re.compile(rf"(\S+ \w+) later is {_D}\."), lambda m: f"{_duration(m[1])} later is {_date(m[2])}."),
    (re.compile(rf"{_D} bestaat niet\."), lambda m: f"{_date(m[1])} does not exist."),
    (re.compile(rf"{_D} is {_one_of(_DAYS)}\."), lambda m: f"{_date(m[1])} is {_DAYS[m[2]]}."),
    (re.compile(rf"{_D} telt als feestdag\."), lambda m: f"{_date(m[1])} counts as a holiday."),
    (
        re.compile(rf"De laatste dag wordt {_D} \(Algemene termijnenwet(, artikel 2)?\)\."),
        lambda m: (
            f"The last day becomes {_date(m[1])} (Algemene termijnenwet{', article 2' if m[2] else ''})."
        ),
    ),
    (re.compile(rf"De laatste dag wordt {_D}\."), lambda m: f"The last day becomes {_date(m[1])}."),
    (
        re.compile(rf"Werk met {_D}: dan bent u zeker op tijd\."),
        lambda m: f"Work with {_date(m[1])}: then you are certainly in time.",
    ),
    (re.compile(rf"De termijn stond stil: {_N}\."), lambda m: f"The term stood still: {_duration(m[1])}."),
    (
        re.compile(rf"De behandeling is verdaagd op {_D}(?: en {_D})*\."),
        lambda m: f"The procedure was postponed on {_dates(m[0])}.",
    ),
    (
        re.compile(rf"De verdaging van {_D} telt niet: {_one_of(_NOT_COUNTED)}\."),
        lambda m: f"The postponement of {_date(m[1])} does not count: {_NOT_COUNTED[m[2]]}.",
    ),
    (
        re.compile(rf"De klager stemde schriftelijk in met uitstel tot en met {_D}\."),
        lambda m: f"The complainant agreed in writing to a delay until {_date(m[1])}.",
    ),
    (
        re.compile(rf"Verlof, ziekte en afwezigheid tellen niet mee: {_N}\."),
        lambda m: f"Leave, sickness and absence do not count: {_duration(m[1])}.",
    ),
    (
        re.compile(rf"Later dan {_N} na de gedraging kan niet: {_D}\."),
        lambda m: f"Later than {_duration(m[1])} after the conduct is not possible: {_date(m[2])}.",
    ),
    (
        re.compile(rf"De laatste dag in werkelijke dienst is {_D}\."),
        lambda m: f"The last day of active service is {_date(m[1])}.",
    ),
)


def waarom(nederlands: str) -> str:
    """The whole explanation; sentences that no rule writes stay as they are."""
    return " ".join(engels or zin for zin, engels in zinnen(nederlands))


def bron(nederlands: str) -> str:
    """The source of a term, or of a norm as every installation starts with it."""
    return _SOURCES.get(nederlands, nederlands)


def zinnen(nederlands: str) -> Iterator[tuple[str, str]]:
    """Each sentence with its English, which is empty for one that is not known."""
    rest = nederlands.strip()
    while rest:
        for patroon, maak in _PATTERNS:
            if gevonden := patroon.match(rest):
                yield gevonden[0], maak(gevonden)
                rest = rest[gevonden.end() :].lstrip()
                break
        else:
            zin, punt, rest = rest.partition(". ")
            yield f"{zin}{punt.strip()}", ""
            rest = rest.lstrip()


def _date(dutch: str) -> str:
    day, month, year = dutch.split(" ")
    return f"{day} {_MONTHS[MAANDEN.index(month)]} {year}"


def _dates(zin: str) -> str:
    return " and ".join(_date(dag) for dag in re.findall(_D, zin))


def _duration(dutch: str) -> str:
    """Zes weken, 21 dagen, een jaar."""
    number, unit = dutch.split(" ")
    lower = number.lower()
    if lower not in TELWOORDEN:
        return f"{number.replace('.', ',')} {_UNITS[unit]}"
    english = _NUMBERS[TELWOORDEN.index(lower)]
    english = english.capitalize() if number[0].isupper() else english
    return f"{english} {'year' if unit == 'jaar' and lower == 'een' else _UNITS[unit]}"
