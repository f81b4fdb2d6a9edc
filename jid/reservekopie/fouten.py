"""The one exception of this package."""


class Kopiefout(Exception):
    """A backup cannot be made, read or put back; the message says in Dutch why and what to do."""
