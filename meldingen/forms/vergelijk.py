from zaken.schermen.vergelijk import Groep, Verschil
from zaken.schermen.vergelijk import VergelijkForm as Vergelijkform

__all__ = ["Groep", "Vergelijkform", "Verschil"]
