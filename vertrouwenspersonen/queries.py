"""Reading the own casussen: one page of the list, the counts around it, the answers in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gebruikers.models import Gebruiker

from . import codes
from .kwartalen import Kwartaal
from .models import Casus
from .querysets import CasusQuerySet, zonder_gesprek
from .status import Status

PER_BLADZIJDE = 25
_METEEN_ERBIJ = (
    "defensieonderdeel",
    "personeelscategorie",
    "rol_hulpvrager",
    "hoofdthema",
    "afloop",
)


@dataclass(frozen=True)
class Cursor:
    """A place in the list: newest quarter first, within a quarter by the random key, never by time."""

    kwartaal: Kwartaal
    casus_id: UUID

    @classmethod
    def lees(cls, tekst: str) -> Cursor:
        """The place that `str()` wrote; `ValueError` for anything else."""
        kwartaal, _punt, casus_id = tekst.partition(".")
        return cls(Kwartaal.lees(kwartaal), UUID(casus_id))

    @classmethod
    def bij(cls, casus: Casus) -> Cursor:
        """The place of this casus."""
        return cls(casus.eerste_kwartaal, casus.pk)

    def erna(self) -> Q:
        """The rows below this place."""
        kwartaal = str(self.kwartaal)
        return Q(kwartaal_eerste_contact__lt=kwartaal) | Q(
            kwartaal_eerste_contact=kwartaal, pk__gt=self.casus_id
        )

    def ervoor(self) -> Q:
        """The rows above this place."""
        kwartaal = str(self.kwartaal)
        return Q(kwartaal_eerste_contact__gt=kwartaal) | Q(
            kwartaal_eerste_contact=kwartaal, pk__lt=self.casus_id
        )

    def __str__(self) -> str:
        return f"{self.kwartaal}.{self.casus_id}"


@dataclass(frozen=True)
class Bladzijde:
    """Some rows, and the places to go on from; None at an end of the list.

    `eerste`: the place of the first row in the whole list, from 1; `totaal`: how many rows that has.
    """

    rijen: list[Casus]
    vorige: Cursor | None
    volgende: Cursor | None
    eerste: int
    totaal: int


@dataclass(frozen=True)
class Tellingen:
    """How many own casussen there are, and in which quarters."""

    per_status: dict[Status, int]
    zonder_gesprek: int
    kwartalen: list[Kwartaal]


def bladzijde(
    qs: CasusQuerySet, *, na: Cursor | None = None, voor: Cursor | None = None, grootte: int = PER_BLADZIJDE
) -> Bladzijde:
    """The rows of an opened queryset after `na`, or those before `voor`; two queries, one when there are none."""
    alle = qs
    qs = qs.select_related("defensieonderdeel", "hoofdthema", "afloop")
    if voor is not None:
        rijen = list(qs.filter(voor.ervoor()).order_by("kwartaal_eerste_contact", "-pk")[: grootte + 1])
        meer_terug, meer_vooruit = len(rijen) > grootte, True
        rijen = rijen[:grootte][::-1]
    else:
        rijen = list(
            (qs.filter(na.erna()) if na else qs).order_by("-kwartaal_eerste_contact", "pk")[: grootte + 1]
        )
        meer_terug, meer_vooruit = na is not None, len(rijen) > grootte
        rijen = rijen[:grootte]
    if not rijen:
        return Bladzijde([], None, None, eerste=0, totaal=0)
    begin = Cursor.bij(rijen[0])
    geteld = alle.aggregate(totaal=Count("pk"), ervoor=Count("pk", filter=begin.ervoor()))
    return Bladzijde(
        rijen,
        vorige=begin if meer_terug else None,
        volgende=Cursor.bij(rijen[-1]) if meer_vooruit else None,
        eerste=geteld["ervoor"] + 1,
        totaal=geteld["totaal"],
    )


def tellingen(gebruiker: Gebruiker, *, vandaag: date) -> Tellingen:
    """Counts of all own casussen, in one query."""
    groepen = (
        Casus.objects.zichtbaar_voor(gebruiker)
        .values_list("kwartaal_eerste_contact", "status")
        .annotate(aantal=Count("pk"), stil=Count("pk", filter=zonder_gesprek(vandaag)))
    )
    per_status = {Status.OPEN: 0, Status.GESLOTEN: 0}
    stille = 0
    kwartalen = set()
    for kwartaal, status, aantal, stil in groepen:
        per_status[Status(status)] += aantal
        stille += stil
        kwartalen.add(Kwartaal.lees(kwartaal))
    return Tellingen(per_status, stille, sorted(kwartalen, reverse=True))


def gewoonlijk_onderdeel(gebruiker: Gebruiker) -> str:
    """The code of the onderdeel most own casussen are about, or ""; which one was last is not known."""
    meeste = (
        Casus.objects.zichtbaar_voor(gebruiker)
        .values_list("defensieonderdeel__code")
        .annotate(aantal=Count("pk"))
        .order_by("-aantal", "defensieonderdeel__code")
        .first()
    )
    return str(meeste[0]) if meeste else ""


def met_codes(gebruiker: Gebruiker) -> CasusQuerySet:
    """The own casussen with their single codes at hand."""
    return Casus.objects.zichtbaar_voor(gebruiker).select_related(*_METEEN_ERBIJ)


def in_woorden(casus: Casus) -> list[dict[str, Any]]:
    """The answers of a casus as lines of a definition list; one query for the labels."""
    labels = codes.labels({*casus.neventhema, *casus.acties, *casus.doorverwezen_naar})

    def opsomming(ids: list[int]) -> str:
        return ", ".join(labels[pk] for pk in ids)

    regels = [
        (_("Eerste gesprek"), casus.eerste_kwartaal.label),
        (_("Laatste gesprek"), casus.laatste_kwartaal.label),
        (_("Onderdeel"), casus.defensieonderdeel.opschrift),
        (_("Hulpvrager"), casus.personeelscategorie.opschrift),
        (_("Rol"), casus.rol_hulpvrager.opschrift),
        (_("Waar het vooral over ging"), casus.hoofdthema.opschrift),
        (_("Waar het nog meer over ging"), opsomming(casus.neventhema) or _("Niets anders")),
        (_("Gesprekken"), casus.get_aantal_contacten_display()),
        (_("Wat u hebt gedaan"), opsomming(casus.acties)),
        (_("Doorverwezen naar"), opsomming(casus.doorverwezen_naar) or _("Niemand")),
    ]
    if casus.afloop:
        regels.append((_("Afloop"), casus.afloop.opschrift))
    if casus.voortzetting:
        regels.append((_("Jaarcijfers"), _("Telt niet opnieuw mee: loopt door van een collega")))
    return [{"label": label, "waarde": waarde} for label, waarde in regels]


def aantal_in_woorden(aantal: int) -> str:
    """ "1 casus", "12 casussen"."""
    return ngettext("%(aantal)s casus", "%(aantal)s casussen", aantal) % {"aantal": aantal}
