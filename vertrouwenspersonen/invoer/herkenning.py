"""What a text looks like when it is no code: a name, an address, a number. Only to say so; never to let it in.

What comes in is decided by the lists of codes alone. So a mistake here makes a worse sentence and no leak, and
seeing a person where there is none is the better mistake.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum

LANGSTE = 60
"""Characters; what is longer is text, and only its beginning is looked at."""
MEESTE_WOORDEN = 6
"""Of a name; what has more is text."""


class Soort(Enum):
    """Kinds of content that no casus may hold, the most telling first."""

    MAIL = "mail"
    REKENING = "rekening"
    TELEFOON = "telefoon"
    ADRES = "adres"
    DATUM = "datum"
    NUMMER = "nummer"
    NAAM = "naam"
    TEKST = "tekst"


_MAAND = r"(?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?"
_STRAAT = r"(?:straat|str\.|laan|weg|plein|kade|gracht|dijk|singel|hof|dreef|steeg|pad|markt|postbus)"
_PATRONEN: Sequence[tuple[Soort, re.Pattern[str]]] = tuple(
    (soort, re.compile(patroon, re.IGNORECASE))
    for soort, patroon in (
        (Soort.MAIL, r"\S@\S"),
        (Soort.REKENING, r"\b[a-z]{2}\d{2} ?(?:[a-z0-9]{4} ?){2,7}[a-z0-9]{0,4}\b"),
        (Soort.DATUM, r"\b\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)?\d{2}\b"),
        (Soort.DATUM, r"\b(?:19|20)\d{2}[-/.]\d{1,2}(?:[-/.]\d{1,2})?\b"),
        (Soort.DATUM, rf"\b\d{{1,2}}[- ]{_MAAND}(?:[- ](?:19|20|')?\d{{2}})?(?![a-z0-9])"),
        (Soort.TELEFOON, r"(?:\+|\b00)[1-9](?:[ .()-]{0,2}\d){8,12}"),
        (Soort.TELEFOON, r"(?<!\d)0(?:[ .()-]{0,2}\d){9}(?!\d)"),
        (Soort.ADRES, r"\b[1-9]\d{3} ?[a-z]{2}\b"),
        (Soort.ADRES, rf"{_STRAAT},? ?\d"),
        (Soort.NUMMER, r"\d(?:[ .-]?\d){4}"),
        (Soort.NUMMER, r"\b[a-z]{1,4}[ .-]?\d{4}"),
    )
)
_TITELS = frozenset(
    (
        *(
            "dhr",
            "heer",
            "meneer",
            "mevr",
            "mevrouw",
            "mw",
            "mej",
            "drs",
            "ir",
            "ing",
            "mr",
            "dr",
            "prof",
            "sld",
        ),
        *(
            "kpl",
            "sgt",
            "sm",
            "smi",
            "aoo",
            "aooi",
            "adj",
            "kap",
            "maj",
            "lkol",
            "kol",
            "lt",
            "elnt",
            "tlnt",
            "ltz",
        ),
        *(
            "klt",
            "bgen",
            "gen",
            "soldaat",
            "korporaal",
            "sergeant",
            "kapitein",
            "majoor",
            "kolonel",
            "luitenant",
        ),
    )
)
_TUSSEN = frozenset(
    (
        *(
            "van",
            "de",
            "der",
            "den",
            "ter",
            "ten",
            "te",
            "het",
            "'t",
            "op",
            "in",
            "aan",
            "bij",
            "voor",
            "uit",
        ),
        *("von", "zu", "du", "da", "la", "le", "el", "al", "ben", "bin", "ibn", "abu"),
    )
)
_KOPPEN: Sequence[tuple[Soort, re.Pattern[str]]] = tuple(
    (soort, re.compile(patroon))
    for soort, patroon in (
        (Soort.MAIL, r"mail"),
        (Soort.REKENING, r"iban|rekening"),
        (Soort.TELEFOON, r"telefoon|\btel\b|mobiel|bereikbaar"),
        (Soort.DATUM, r"datum|geboorte|\bdag\b|leeftijd|tijdstip"),
        (Soort.ADRES, r"adres|postcode|woonplaats|straat"),
        (Soort.NUMMER, r"nummer|\bnr\b|\bbsn\b|\bid\b|kenmerk|dossier"),
        (Soort.NAAM, r"naam|namen|\bwie\b|persoon|melder|contactpersoon"),
        (Soort.TEKST, r"opmerking|toelichting|notitie|omschrijving|beschrijving|verslag|tekst|uitleg"),
    )
)


def herken(tekst: str) -> Soort | None:
    """What `tekst` looks like; None when nothing stands out."""
    kort = _vlak(tekst)
    for soort, patroon in _PATRONEN:
        if patroon.search(kort):
            return soort
    woorden = kort.split()
    if len(woorden) <= MEESTE_WOORDEN and len(kort) <= LANGSTE and _is_naam(kort, woorden):
        return Soort.NAAM
    is_lang = len(tekst) > LANGSTE or len(woorden) >= MEESTE_WOORDEN
    return Soort.TEKST if is_lang or re.search(r"[a-z]{2}[.?!](?: |$)", kort) else None


def herken_kolom(waarden: Iterable[str]) -> Soort | None:
    """What these values of one column, none of them a code, look like together.

    A single word with a capital may be a first name or a mistyped code; many different ones are names.
    """
    verschillend = {_vlak(waarde) for waarde in waarden} - {""}
    soorten = Counter(soort for waarde in verschillend if (soort := herken(waarde)))
    if soorten:
        return min(soorten, key=lambda soort: (-soorten[soort], list(Soort).index(soort)))
    losse = sum(
        re.fullmatch(r"[^\W\d_]{2,}", waarde) is not None and waarde[0].isupper() for waarde in verschillend
    )
    return Soort.NAAM if losse >= 3 and losse * 2 > len(verschillend) else None


def herken_kop(kop: str) -> Soort | None:
    """What a column with this header, which is none of ours, seems to hold; the header may be a name itself."""
    kort = _vlak(kop)
    return next((soort for soort, patroon in _KOPPEN if patroon.search(kort.casefold())), None) or herken(kop)


def _vlak(tekst: str) -> str:
    """The beginning of `tekst` on one line, without what is not seen, in ordinary letters and digits."""
    gewoon = unicodedata.normalize("NFKC", tekst[: LANGSTE + 1])
    zichtbaar = "".join(teken if unicodedata.category(teken) != "Cf" else "" for teken in gewoon)
    return " ".join(zichtbaar.replace("_", " ").split())


def _is_naam(kort: str, woorden: Sequence[str]) -> bool:
    if any(teken.isdigit() for teken in kort) or not any(teken.isalpha() for teken in kort):
        return False
    kaal = [woord.strip(".,()'\"").casefold() for woord in woorden]
    if len(woorden) > 1 and kaal[0] in _TITELS:
        return True
    if re.search(r"(?:^| |,)(?:[^\W\d_]\. ?)+(?= ?[^\W\d_])", kort):  # initials: J.A. Jansen, Jansen, J. A.
        return len(kort) > 3
    namen = [woord for woord, plat in zip(woorden, kaal, strict=True) if plat and plat not in _TUSSEN]
    tussen = len(woorden) - len(namen)
    if (
        len(namen) == 2 and tussen and {"van", "der", "den"} & {*kaal[1:-1]}
    ):  # jan van dijk, also without capitals
        return all(_is_woord(naam) for naam in namen)
    hoofdletters = all(naam.lstrip("'\"(")[:1].isupper() and _is_woord(naam) for naam in namen)
    return hoofdletters and (len(namen) >= 2 or (len(namen) == 1 and tussen > 0))


def _is_woord(tekst: str) -> bool:
    return (
        re.fullmatch(r"[^\W\d_][^\W\d_'’.\-]*(?:['’.\-][^\W\d_'’.\-]+)*[,.)]?", tekst.lstrip("'\"("))
        is not None
    )
