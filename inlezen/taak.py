"""The import itself, as long work: all rows and the end of the file in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from achtergrond.services import heeft_rol_nu
from achtergrond.soorten import Handeling, Invoer, Stap, Taakfout, meld_aan
from achtergrond.uitvoeren import GEEN_RECHT
from gebruikers.rollen import Rol
from logboek import events as logboek

from .fouten import HELE_RIJ, Fout, Foutenlijst, Invoerfout
from .models import Inlezing
from .soorten import Geweigerd, Ontvangt, soort_van
from .tabel import Tabel

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

FOUTEN = "fouten_in_bestand"
ONTVANGT = "ontvangt_zelf"


class Afgekeurd(Taakfout):
    """The rows were refused when they were to be written; nothing was."""

    def __init__(self, gevonden: Foutenlijst) -> None:
        super().__init__(FOUTEN)
        self.gevonden = gevonden


def doe(invoer: Invoer, door: Gebruiker, stap: Stap) -> None:
    """Take in the file and forget what was in it."""
    inlezing = _open(invoer, door)
    if inlezing is None or not inlezing.kolommen:
        raise Taakfout(FOUTEN)
    soort, totaal = soort_van(inlezing.soort), inlezing.aantal_rijen
    if not heeft_rol_nu(soort.rollen):
        raise Taakfout(GEEN_RECHT)
    stap(gedaan=0, totaal=totaal)
    nu = timezone.now()
    try:
        inlezing.bestemming = soort.neem_in(
            Tabel(inlezing), timezone.localdate(nu), invoer["bestemming"], door, _per_rij(stap, totaal)
        )
    except Invoerfout as fout:
        raise Afgekeurd(Foutenlijst(fout.fouten, fout.aantal)) from fout
    except Geweigerd as fout:
        raise Afgekeurd(Foutenlijst([Fout(1, HELE_RIJ, "", fout.waarom)], 1)) from fout
    except Ontvangt as fout:
        raise Taakfout(ONTVANGT) from fout
    vergeet(inlezing, nu=nu)


def breek_af(invoer: Invoer, door: Gebruiker, fout: Taakfout | None) -> None:
    """What the owner stopped is thrown away; what was refused stays, to show why."""
    inlezing = _open(invoer, door)
    if inlezing is None:
        return
    if isinstance(fout, Afgekeurd):
        inlezing.zet_fouten(fout.gevonden)
        inlezing.save(update_fields=["fouten", "aantal_fouten"])
    elif fout is None or fout.code == GEEN_RECHT:
        logboek.bestand_weggegooid(soort=inlezing.soort, inlezing=inlezing.pk, reden="gestopt", door=door)
        vergeet(inlezing, nu=timezone.now())


def vergeet(inlezing: Inlezing, *, nu: datetime) -> None:
    """Nothing of what was in the file is left; the row says that it ended, and which team it was for."""
    inlezing.delen.all().delete()
    inlezing.bestand = inlezing.keuze = inlezing.fouten = ""
    inlezing.klaar_op = nu
    inlezing.save(update_fields=["bestand", "keuze", "fouten", "klaar_op", "bestemming"])


def _open(invoer: Invoer, door: Gebruiker) -> Inlezing | None:
    """The file of whoever asked for the work, locked, until it ended."""
    eigen = Inlezing.objects.filter(pk=UUID(invoer["inlezing"]), eigenaar=door, klaar_op=None)
    return eigen.select_for_update().first()


def _per_rij(stap: Stap, totaal: int) -> Callable[[int], None]:
    def gedaan(aantal: int) -> None:
        stap(gedaan=min(aantal, totaal), totaal=totaal)

    return gedaan


HANDELING = meld_aan(
    Handeling(
        code="inlezen",
        naam=_("Bestand inlezen"),
        rollen=frozenset({Rol.INTAKE}),
        doe=doe,
        bij_afbreken=breek_af,
        adres=lambda invoer: reverse("inlezen:inlezing", args=[invoer["inlezing"]]),
        fouten={
            FOUTEN: _(
                "Er is niets ingelezen: in het bestand staan fouten. Bekijk ze en kies een nieuw bestand."
            ),
            ONTVANGT: _(
                "Er is niets ingelezen: u zou zelf zien wat er binnenkomt. "
                "Laat een ander met de rol Intake het bestand inlezen."
            ),
        },
    )
)
