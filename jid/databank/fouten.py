"""The one exception of this package."""


class DatabankFout(Exception):
    """The database cannot be made, started or reached; the message says in Dutch what to do about it."""
