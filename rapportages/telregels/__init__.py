"""Counting rules: one frozen declarative object per table, and the breaks in the series."""

from .klachten import KLACHTEN_AFGEDAAN, KLACHTEN_TERMIJN, KLACHTEN_VERLOOP
from .meldingen import (
    MELDINGEN_HOOFDCATEGORIE,
    MELDINGEN_MELDKANAAL,
    MELDINGEN_UITKOMST,
    MELDINGEN_VIJF_JAAR,
)
from .overige import CASUSSEN, MISSTANDEN, SIGNALEN
from .trendbreuken import TRENDBREUKEN, trendbreuken_bij
from .vormen import Eenheid, Memo, Telling, Telregel, Trendbreuk, VasteRij

TELREGELS: tuple[Telregel, ...] = (
    MELDINGEN_HOOFDCATEGORIE,
    MELDINGEN_VIJF_JAAR,
    MELDINGEN_MELDKANAAL,
    MELDINGEN_UITKOMST,
    KLACHTEN_VERLOOP,
    KLACHTEN_AFGEDAAN,
    KLACHTEN_TERMIJN,
    MISSTANDEN,
    CASUSSEN,
    SIGNALEN,
)
"""The counting rules in force, in printed order."""

__all__ = [
    "CASUSSEN",
    "KLACHTEN_AFGEDAAN",
    "KLACHTEN_TERMIJN",
    "KLACHTEN_VERLOOP",
    "MELDINGEN_HOOFDCATEGORIE",
    "MELDINGEN_MELDKANAAL",
    "MELDINGEN_UITKOMST",
    "MELDINGEN_VIJF_JAAR",
    "MISSTANDEN",
    "SIGNALEN",
    "TELREGELS",
    "TRENDBREUKEN",
    "Eenheid",
    "Memo",
    "Telling",
    "Telregel",
    "Trendbreuk",
    "VasteRij",
    "trendbreuken_bij",
]
