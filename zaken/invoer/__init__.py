"""Taking in zaken of another system: one service for every register, CSV or XLSX, all or nothing (docs/import.md)."""
