"""Forms of the screens: rendering in NL Design System markup, and the fields and widgets Django lacks.

Imports nothing of this project, so that every app may use it.
"""

from schermen.formulieren.datums import DatumInvoer, DatumOngeldig, DeelDatum, lees_datum, lees_deeldatum
from schermen.formulieren.velden import Datumveld, DatumWidget, DeelDatumveld, Uitgelegd, Zoekkeuze
from schermen.formulieren.weergave import Formulierweergave, Foutregel, Veld, foutregels

__all__ = [
    "DatumInvoer",
    "DatumOngeldig",
    "DatumWidget",
    "Datumveld",
    "DeelDatum",
    "DeelDatumveld",
    "Formulierweergave",
    "Foutregel",
    "Uitgelegd",
    "Veld",
    "Zoekkeuze",
    "foutregels",
    "lees_datum",
    "lees_deeldatum",
]
