"""How many meldingen and casussen a year gets.

Meldingen of 2020, 2021 and 2022 are those of the published tables (departmental annual reports of Defensie 2020
and 2022); 2020 has dienstmiddelen and interne regels as one row, as printed. Of 2023 and 2024 only the totals 555
and 627 are public (nota Aanbieding JID 2024): their division over categories is ours, in the proportions of 2022.
Casussen: about 900 a year are public; the exact numbers and their division are ours.
Public are also 27 klachten in 2024, and 1 and 0 vermoedens van misstanden in 2023 and 2024 (same nota).
"""

from __future__ import annotations

from collections.abc import Mapping

MELDINGEN: Mapping[int, Mapping[str, int]] = {
    2020: {
        "financieel": 29,
        "positie": 14,
        "informatie": 19,
        "geweldsbevoegdheid": 0,
        "omgangsvormen": 82,
        "privesfeer": 107,
        "dienstmiddelen_interne_regels": 63,
    },
    2021: {
        "financieel": 28,
        "positie": 14,
        "informatie": 16,
        "geweldsbevoegdheid": 0,
        "omgangsvormen": 92,
        "privesfeer": 83,
        "dienstmiddelen": 81,
        "interne_regels": 55,
        "overige": 2,
    },
    2022: {
        "financieel": 24,
        "positie": 25,
        "informatie": 15,
        "geweldsbevoegdheid": 0,
        "omgangsvormen": 281,
        "privesfeer": 151,
        "dienstmiddelen": 30,
        "interne_regels": 121,
        "overige": 20,
    },
    2023: {
        "financieel": 26,
        "positie": 24,
        "informatie": 18,
        "geweldsbevoegdheid": 1,
        "omgangsvormen": 228,
        "privesfeer": 118,
        "dienstmiddelen": 32,
        "interne_regels": 92,
        "overige": 16,
    },
    2024: {
        "financieel": 28,
        "positie": 27,
        "informatie": 21,
        "geweldsbevoegdheid": 2,
        "omgangsvormen": 265,
        "privesfeer": 129,
        "dienstmiddelen": 34,
        "interne_regels": 103,
        "overige": 18,
    },
}
"""Meldingen per year and hoofdcategorie."""

CASUSSEN: Mapping[int, int] = {2022: 893, 2023: 907, 2024: 901}
"""Casussen that count, per year of the first contact."""
VOORTZETTINGEN_PER_JAAR = 12
"""Casussen taken over from a colleague: they are there, and counted nowhere."""

KLACHTEN: Mapping[int, int] = {2022: 21, 2023: 24, 2024: 27}
"""Klachten per year of receipt."""
MISSTANDEN: Mapping[int, int] = {2022: 2, 2023: 1, 2024: 0}
"""Received as vermoeden van een misstand, per year."""
ONDERZOEKEN: Mapping[int, int] = {2022: 11, 2023: 10, 2024: 12}
"""Requests for advice about an onderzoek, per year."""
ADVIESVRAGEN: Mapping[int, int] = {2022: 34, 2023: 41, 2024: 46}
HOORT_ELDERS: Mapping[int, int] = {2022: 18, 2023: 15, 2024: 21}
"""Signals that became no zaak, per year of receipt."""
