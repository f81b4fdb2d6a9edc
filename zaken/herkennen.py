"""Does somebody who was named have an account here? Such a person may never see the zaak.

Exact, after normalising: a whole name in any order of its words, or an e-mail address. Parts of a name match nothing,
and nothing can be listed. The names are compared here and not in SQL, so that none stands in a list of processes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gebruikers.models import Gebruiker
from zaken.zoeken.personen import adressen, kenmerken

if TYPE_CHECKING:
    from zaken.models import Persoon


_TUSSEN_HAAKJES = re.compile(r"\([^()]*\)")
"""What an account adds to a name, such as a unit or a calling name: "Jansen (DOSCO)"."""


@dataclass(frozen=True)
class Genoemde:
    """Somebody as typed: who it is in words ("Betrokkene 1"), and what an account can be recognised by."""

    wie: str
    naam: str = ""
    contact: str = ""
    begeleider: str = ""

    @property
    def kenmerken(self) -> set[str]:
        """Names and addresses, normalised; numbers are no part of an account."""
        gevonden = kenmerken(self.naam, self.contact) | kenmerken(self.begeleider, self.begeleider)
        return {een for een in gevonden if not een.startswith("nummer|")}

    @property
    def namen(self) -> list[str]:
        """The names alone, each whole."""
        return sorted(kenmerken(self.naam, "") | kenmerken(self.begeleider, ""))


@dataclass(frozen=True)
class Herkend:
    """An active account that matches somebody who was named."""

    gebruiker_id: int
    naam: str
    wie: str


def herken(genoemden: Iterable[Genoemde]) -> list[Herkend]:
    """The active accounts that match, each once, in the order of the named; at most one query.

    Two accounts of the same name both match: whoever marks one too many undoes it on the page of the zaak.
    """
    bekend = [een for een in genoemden if een.kenmerken]
    if not bekend:
        return []
    op_naam: dict[str, list[tuple[int, str]]] = {}
    op_adres: dict[str, list[tuple[int, str]]] = {}
    accounts = Gebruiker.objects.filter(is_active=True).order_by("pk")
    for pk, naam, email in accounts.values_list("pk", "naam", "email"):
        for kenmerk in kenmerken(naam, "") | kenmerken(_TUSSEN_HAAKJES.sub(" ", naam), ""):
            op_naam.setdefault(kenmerk, []).append((pk, naam))
        for adres in adressen(email):
            op_adres.setdefault(adres, []).append((pk, naam))
    gevonden: dict[int, Herkend] = {}
    for een in bekend:
        passend = [account for kenmerk in een.namen for account in op_naam.get(kenmerk, ())]
        for veld in (een.contact, een.begeleider):
            passend += [account for adres in adressen(veld) for account in op_adres.get(adres, ())]
        for pk, naam in passend:
            gevonden.setdefault(pk, Herkend(pk, naam, een.wie))
    return list(gevonden.values())


def genoemd(persoon: Persoon) -> Genoemde:
    """A person in a zaak."""
    return Genoemde(str(persoon.get_rol_display()), persoon.naam, persoon.contact, persoon.begeleider)
