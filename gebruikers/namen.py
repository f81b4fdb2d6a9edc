"""What somebody was called when something happened: a name that changed later does not rewrite who did it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from . import queries
from .models import Gebruiker


@dataclass(frozen=True)
class Namen:
    """Names of some accounts, now and before."""

    nu: dict[int, str]
    vroeger: dict[int, list[tuple[datetime, str]]]
    """Per account that changed its name: each name and the moment that ended it, oldest first."""

    @classmethod
    def lees(cls, wie: Iterable[int]) -> Namen:
        """Two queries, for who is signed in."""
        nu = dict(Gebruiker.objects.filter(pk__in=set(wie)).values_list("pk", "naam"))
        vroeger: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
        for gebruiker, tot, naam in queries.oude_namen(nu):
            vroeger[gebruiker].append((tot, naam))
        return cls(nu, dict(vroeger))

    def op(self, moment: datetime) -> dict[int, str]:
        """Account → its name at that moment, with the one of now where that is another."""
        toen = {}
        for wie, oude in self.vroeger.items():
            naam = next((naam for tot, naam in oude if moment < tot), self.nu[wie])
            if naam != self.nu[wie]:
                toen[wie] = _("%(toen)s (nu: %(nu)s)") % {"toen": naam, "nu": self.nu[wie]}
        return self.nu | toen if toen else self.nu
