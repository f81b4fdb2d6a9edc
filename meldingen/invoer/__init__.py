"""Taking in meldingen from a file, and writing many of them at once."""
