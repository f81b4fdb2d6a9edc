"""Deadlines of all registers as pure functions: no clock, no database, no Django.

One module per register (`melding`, `misstand`, `klacht`, `onderzoek`, `tuchtrecht`), one function per
rule; each gives a `Berekening` with the date, its source and the reason in Dutch. `feestdagen` knows the
working days, `rekenen` the arithmetic, `normen` the choices that a beheerder may change. See
`docs/termijnen.md`.
"""

from zaken.termijnen import klacht, melding, misstand, onderzoek, tuchtrecht
from zaken.termijnen.berekening import Berekening, Soort, Termijncode, vroegste
from zaken.termijnen.feestdagen import GELIJKGESTELDE_DAGEN, eerstvolgende_werkdag, is_werkdag
from zaken.termijnen.normen import STANDAARDNORMEN, Normen, geldige_normen
from zaken.termijnen.rekenen import Periode
from zaken.termijnen.taal import in_woorden
from zaken.termijnen.tuchtrecht import Tuchtgegevens

__all__ = [
    "GELIJKGESTELDE_DAGEN",
    "STANDAARDNORMEN",
    "Berekening",
    "Normen",
    "Periode",
    "Soort",
    "Termijncode",
    "Tuchtgegevens",
    "eerstvolgende_werkdag",
    "geldige_normen",
    "in_woorden",
    "is_werkdag",
    "klacht",
    "melding",
    "misstand",
    "onderzoek",
    "tuchtrecht",
    "vroegste",
]
