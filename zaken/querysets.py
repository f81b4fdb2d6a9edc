"""The first wall: querysets that refuse to run until somebody has said for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef

from gebruikers.geslotendeur import GeslotenQuerySet

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

    from .models import Zaak


class SysteemQuerySet(GeslotenQuerySet[Any]):
    """What named jobs read for nobody in particular. Each place that does stands in `docs/toegang.md`."""

    def zonder_toegangsfilter(self, *, reden: str) -> Self:
        """For system code that says why; never in a view. Row security still applies to the role it runs as."""
        if not reden:
            raise ValueError("Zeg waarom het toegangsfilter niet geldt.")
        return self._geopend()


class ZaakQuerySet(SysteemQuerySet):
    """For `Zaak` and its children by inheritance."""

    def zichtbaar_voor(self, gebruiker: Gebruiker) -> Self:
        """Zaken that `gebruiker`, the user of this transaction, may see (`zaken/toegang.py`)."""
        from zaken import toegang

        return self._geopend().filter(toegang.mag_zien(gebruiker))


class ZaakdeelQuerySet(SysteemQuerySet):
    """For what hangs under a zaak: reached through a zaak that was itself reached through the door."""

    def van(self, zaak: Zaak) -> Self:
        """The parts of one zaak. `zaak` was fetched with `zichtbaar_voor`; row security checks it again."""
        return self._geopend().filter(zaak_id=zaak.pk)

    def van_alle(self, zaken: Sequence[Zaak]) -> Self:
        """The parts of several zaken that were all fetched with `zichtbaar_voor`."""
        return self._geopend().filter(zaak_id__in=[zaak.pk for zaak in zaken])


class ConceptQuerySet(SysteemQuerySet):
    """Drafts: nobody but the owner."""

    def van(self, gebruiker: Gebruiker) -> Self:
        return self._geopend().filter(eigenaar_id=gebruiker.pk)


class SignaalQuerySet(GeslotenQuerySet[Any]):
    """Signals that became no zaak: their desk, and who wrote them down."""

    def zichtbaar_voor(self, gebruiker: Gebruiker) -> Self:
        """Signals that `gebruiker`, the user of this transaction, may see (`zaken/toegang.py`)."""
        from zaken import toegang

        return self._geopend().filter(toegang.ziet_signaal(gebruiker))


class KoppelingQuerySet(GeslotenQuerySet[Any]):
    """Links between zaken: seen by who sees both, and by nobody else."""

    def zichtbaar_voor(self, gebruiker: Gebruiker) -> Self:
        """Links of which `gebruiker`, the user of this transaction, sees both zaken."""
        from .models import Zaak

        zaken = Zaak.objects.zichtbaar_voor(gebruiker)
        return self._geopend().filter(
            Exists(zaken.filter(pk=OuterRef("van_id"))), Exists(zaken.filter(pk=OuterRef("naar_id")))
        )
