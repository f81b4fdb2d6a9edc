"""Screens of the auditor and the privacy officer: opening a zaak in an emergency, and looking on."""
