"""The case kernel: what melding, klacht, misstand and onderzoek share."""

from .concepten import Concept
from .filters import Bewaardfilter, Standaardfilter
from .herinneringen import Herinnering, Herinnerronde
from .instellingen import GelijkgesteldeDag, Norm, Normcode, Normeenheid
from .koppelingen import Zaakkoppeling
from .kwalificatie import Kwalificatie, Signaal
from .meerkeuze import Meerkeuze
from .noodtoegang import Noodtoegang
from .ontzegeling import Ontzegeling
from .personen import Persoon, Persoonindex
from .rij import Zaakrij
from .sleutels import Datasleutel, Sleutelversie
from .toegang import Herziening, Toekenning, Uitsluiting, Waarneming
from .verloop import Notitie, Statuswijziging, Termijn, Veldwijziging
from .zaak import Invoer, Nummerreeks, Zaak, Zoekindex

__all__ = [
    "Bewaardfilter",
    "Concept",
    "Datasleutel",
    "GelijkgesteldeDag",
    "Herinnering",
    "Herinnerronde",
    "Herziening",
    "Invoer",
    "Kwalificatie",
    "Meerkeuze",
    "Noodtoegang",
    "Norm",
    "Normcode",
    "Normeenheid",
    "Notitie",
    "Nummerreeks",
    "Ontzegeling",
    "Persoon",
    "Persoonindex",
    "Signaal",
    "Sleutelversie",
    "Standaardfilter",
    "Statuswijziging",
    "Termijn",
    "Toekenning",
    "Uitsluiting",
    "Veldwijziging",
    "Waarneming",
    "Zaak",
    "Zaakkoppeling",
    "Zaakrij",
    "Zoekindex",
]
