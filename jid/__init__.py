"""Wiring only: settings, addresses, the task queue, the embedded database."""
