from zaken.schermen.vergelijk import Groep, Vergelijkform, Verschil

__all__ = ["Groep", "Vergelijkform", "Verschil"]
