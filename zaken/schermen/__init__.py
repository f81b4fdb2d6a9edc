"""Lists, pages and forms that every register shares (ADR 0011)."""
