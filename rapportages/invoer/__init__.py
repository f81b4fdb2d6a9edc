"""Reading the published series from a file."""
