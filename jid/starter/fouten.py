"""How a start ends when it does not succeed."""


class StartFout(Exception):
    """The start cannot go on; the message says in Dutch why and what to do."""


class Gestopt(Exception):
    """The user asked to stop while something was still being prepared."""
