"""Wat is dit? The first questions about a signal, and the signals that became no zaak."""
