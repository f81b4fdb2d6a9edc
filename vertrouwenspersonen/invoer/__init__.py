"""Taking in the own casussen of an earlier registration: coded answers or nothing (docs/adr/0027)."""
