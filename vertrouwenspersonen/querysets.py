"""The only door to casussen: the own ones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from gebruikers.geslotendeur import GeslotenQuerySet
from gebruikers.rollen import Rol

from .kwartalen import Kwartaal, zonder_gesprek_sinds
from .status import Status

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

    from .models import Casus  # noqa: F401  # named in a string below


class CasusQuerySet(GeslotenQuerySet["Casus"]):
    """Closed until `zichtbaar_voor` opens it. There is no other way in, for no role and no purpose."""

    def zichtbaar_voor(self, gebruiker: Gebruiker) -> Self:
        """The casussen of `gebruiker`, who must be the user of this transaction and a vertrouwenspersoon."""
        if not gebruiker.heeft_rol(Rol.VERTROUWENSPERSOON):
            return self.none()
        return self._geopend().filter(vertrouwenspersoon=gebruiker)

    def met_status(self, status: Status) -> Self:
        return self.filter(status=status)

    def uit_kwartaal(self, kwartaal: Kwartaal) -> Self:
        """With the first conversation in `kwartaal`."""
        return self.filter(kwartaal_eerste_contact=str(kwartaal))

    def zonder_gesprek(self, *, vandaag: date) -> Self:
        """Open, and certainly without a conversation in the last 90 days."""
        return self.filter(zonder_gesprek(vandaag))


def zonder_gesprek(vandaag: date) -> Q:
    """The condition behind the proposal to close."""
    return Q(status=Status.OPEN, kwartaal_laatste_contact__lte=str(zonder_gesprek_sinds(vandaag)))
