"""Statuses of an onderzoek and which may follow which: data that a jurist can read.

The same table fills the buttons, feeds the database trigger and draws the diagram in the documentation.
The bevoegd gezag decides; the application writes down that it was asked, advised and decided.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaken.overgangen import Overgangen
from zaken.toegang import Recht


class Status(models.TextChoices):
    ADVIES_GEVRAAGD = "advies_gevraagd", _("Advies gevraagd")
    ADVIES_COID = "advies_coid", _("Advies COID")
    BESLUIT_BG = "besluit_bg", _("Besluit bevoegd gezag")
    NIET_INSTELLEN = "niet_instellen", _("Niet instellen")
    INGESTELD = "ingesteld", _("Ingesteld")
    LOPEND = "lopend", _("Lopend")
    OPGESCHORT = "opgeschort", _("Opgeschort (strafrechtelijk)")
    WEDERHOOR = "wederhoor", _("Wederhoor")
    RAPPORT_VASTGESTELD = "rapport_vastgesteld", _("Rapport vastgesteld")
    BESLUIT_GENOMEN = "besluit_genomen", _("Besluit genomen")
    GESTAAKT = "gestaakt", _("Gestaakt")
    GEARCHIVEERD = "gearchiveerd", _("Gearchiveerd")


VOOR_HET_BESLUIT = frozenset({Status.ADVIES_GEVRAAGD, Status.ADVIES_COID, Status.BESLUIT_BG})
"""Statuses in which there is no onderzoek yet."""

IN_ONDERZOEK = frozenset({Status.INGESTELD, Status.LOPEND, Status.OPGESCHORT, Status.WEDERHOOR})
"""Statuses in which the report is still to come; from each of them the onderzoek can be stopped for good."""

TE_BEHANDELEN = frozenset(
    {
        Status.ADVIES_GEVRAAGD,
        Status.ADVIES_COID,
        Status.BESLUIT_BG,
        Status.INGESTELD,
        Status.LOPEND,
        Status.OPGESCHORT,
        Status.WEDERHOOR,
        Status.RAPPORT_VASTGESTELD,
    }
)
"""Somebody still has work on it, or waits for another; a zaak in another status is given to nobody."""

OVERGANGEN: Overgangen = {
    (Status.ADVIES_GEVRAAGD, Status.ADVIES_COID): Recht.INTAKE,
    (Status.ADVIES_COID, Status.BESLUIT_BG): Recht.INTAKE,
    (Status.BESLUIT_BG, Status.NIET_INSTELLEN): Recht.INTAKE,
    (Status.BESLUIT_BG, Status.INGESTELD): Recht.INTAKE,
    (Status.INGESTELD, Status.LOPEND): Recht.BEHANDELEN,
    (Status.LOPEND, Status.OPGESCHORT): Recht.BEHANDELEN,
    (Status.OPGESCHORT, Status.LOPEND): Recht.BEHANDELEN,
    (Status.LOPEND, Status.WEDERHOOR): Recht.BEHANDELEN,
    (Status.WEDERHOOR, Status.RAPPORT_VASTGESTELD): Recht.BEHANDELEN,
    (Status.RAPPORT_VASTGESTELD, Status.BESLUIT_GENOMEN): Recht.BEHANDELEN,
    (Status.BESLUIT_GENOMEN, Status.GEARCHIVEERD): Recht.BEHANDELEN,
    (Status.NIET_INSTELLEN, Status.GEARCHIVEERD): Recht.INTAKE,
    (Status.GESTAAKT, Status.GEARCHIVEERD): Recht.BEHANDELEN,
    **{(status, Status.GESTAAKT): Recht.BEHANDELEN for status in Status if status in IN_ONDERZOEK},
}
