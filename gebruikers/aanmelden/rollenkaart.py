"""Which group at the organisation gives which role here: a file of the installation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gebruikers.rollen import Rol


class OngeldigeRollenkaart(Exception):
    """The file that maps claims to roles cannot be used; the message says why."""


@dataclass(frozen=True)
class Rollenkaart:
    """Which claim holds the groups of a person, and which group gives which role."""

    claim: str
    rollen: Mapping[str, Rol]

    @classmethod
    def lees(cls, pad: Path) -> Rollenkaart:
        """From JSON: `{"claim": "groups", "rollen": {"jid-adviseurs": "adviseur"}}`; raises `OngeldigeRollenkaart`."""
        try:
            inhoud = json.loads(pad.read_text())
            return cls(
                claim=str(inhoud["claim"]),
                rollen={str(groep): Rol(rol) for groep, rol in inhoud["rollen"].items()},
            )
        except OSError as fout:
            raise OngeldigeRollenkaart(f"{pad} is niet te lezen.") from fout
        except (ValueError, KeyError, TypeError, AttributeError) as fout:
            raise OngeldigeRollenkaart(
                f"{pad} is geen geldige rollenkaart: verwacht claim en rollen, en alleen rollen die bestaan."
            ) from fout

    def rollen_voor(self, groepen: frozenset[str]) -> frozenset[Rol]:
        """Roles of who is in these groups; a group that is not on the map gives none."""
        return frozenset(rol for groep, rol in self.rollen.items() if groep in groepen)


def rollenkaart() -> Rollenkaart | None:
    """The map of this installation; None when roles stay with the beheerder."""
    return Rollenkaart.lees(Path(settings.OIDC_ROLLEN)) if settings.OIDC_ROLLEN else None
