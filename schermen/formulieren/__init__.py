"""Forms of the screens: rendering in NL Design System markup, and the fields and widgets Django lacks.

Imports nothing of this project, so that every app may use it.
"""

from schermen.formulieren.antwoorden import in_woorden
from schermen.formulieren.datums import DatumInvoer, DatumOngeldig, DeelDatum, lees_datum, lees_deeldatum
from schermen.formulieren.teksten import Regel, Verhaal, noem_de_vraag
from schermen.formulieren.velden import Datumveld, DatumWidget, DeelDatumveld, Uitgelegd, Zoekkeuze
from schermen.formulieren.versie import Versieform
from schermen.formulieren.weergave import Formulierweergave, Foutregel, Veld, eerste_invoer, foutregels

__all__ = [
    "DatumInvoer",
    "DatumOngeldig",
    "DatumWidget",
    "Datumveld",
    "DeelDatum",
    "DeelDatumveld",
    "Formulierweergave",
    "Foutregel",
    "Regel",
    "Uitgelegd",
    "Veld",
    "Verhaal",
    "Versieform",
    "Zoekkeuze",
    "eerste_invoer",
    "foutregels",
    "in_woorden",
    "lees_datum",
    "lees_deeldatum",
    "noem_de_vraag",
]
