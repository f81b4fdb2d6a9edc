"""Counting rules: one frozen declarative object per table, and the breaks in the series."""

from .regels import CASUSSEN, MELDINGEN_HOOFDCATEGORIE, MELDINGEN_VIJF_JAAR, TELREGELS
from .trendbreuken import TRENDBREUKEN, trendbreuken_bij
from .vormen import Eenheid, Telregel, Trendbreuk

__all__ = [
    "CASUSSEN",
    "MELDINGEN_HOOFDCATEGORIE",
    "MELDINGEN_VIJF_JAAR",
    "TELREGELS",
    "TRENDBREUKEN",
    "Eenheid",
    "Telregel",
    "Trendbreuk",
    "trendbreuken_bij",
]
