from codelijsten.velden import Codekeuze, Codekeuzes, Keuzelijsten, keuzelijsten

__all__ = ["Codekeuze", "Codekeuzes", "Keuzelijsten", "keuzelijsten"]
