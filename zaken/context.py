"""For whom a transaction runs: what `gebruikers.context` offers, under the name that this layer asks for."""

from gebruikers.context import begin, namens, open_verzoek, wis

__all__ = ["begin", "namens", "open_verzoek", "wis"]
