"""The embedded PostgreSQL: one data directory, one socket, one server per directory.

Free of Django, so that the settings can ask for connection data before Django exists.
Why an own launcher: see docs/beheer/starten.md.
"""

from jid.databank.fouten import DatabankFout
from jid.databank.server import Databank, standaard

__all__ = ["Databank", "DatabankFout", "standaard"]
