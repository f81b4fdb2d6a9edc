"""Content at rest: keys, cipher and model fields (docs/adr/0003-versleuteling.md)."""
