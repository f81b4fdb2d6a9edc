"""Fictional meldingen and casussen, the same every time, whose counts are the published ones (docs/demodata.md)."""
