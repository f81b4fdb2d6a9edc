"""Registering a zaak in topic pages: the draft, the shared topics, the check page."""
