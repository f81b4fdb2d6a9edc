"""Statuses of a klacht and which may follow which: data that a jurist can read.

The same table fills the buttons, feeds the database trigger and draws the diagram in the documentation.
Verdaging is no status: a klacht that is postponed goes on. A klacht that is complete does not wait for an addition;
one that nobody has to hear (Awb 9:10), or that no commission advises on, skips that step: the guards say when.
`Doorgeleid` (ADR 0022): it turned out to be a melding or a misstand; it goes back to Beoordelen when that is undone.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaken.overgangen import Overgangen
from zaken.toegang import Recht


class Status(models.TextChoices):
    ONTVANGEN = "ontvangen", _("Ontvangen")
    WACHT_OP_AANVULLING = "wacht_op_aanvulling", _("Wacht op aanvulling")
    BEOORDELEN = "beoordelen", _("Beoordelen")
    NIET_IN_BEHANDELING = "niet_in_behandeling", _("Niet in behandeling")
    INFORMELE_OPLOSSING = "informele_oplossing", _("Informele oplossing")
    IN_BEHANDELING = "in_behandeling", _("In behandeling")
    HOREN = "horen", _("Horen")
    ADVIES_UITGEBRACHT = "advies_uitgebracht", _("Advies uitgebracht")
    OORDEEL = "oordeel", _("Oordeel")
    AFGEHANDELD = "afgehandeld", _("Afgehandeld")
    GESLOTEN = "gesloten", _("Gesloten")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")
    DOORGELEID = "doorgeleid", _("Doorgeleid")


OPEN = frozenset(
    {
        Status.ONTVANGEN,
        Status.WACHT_OP_AANVULLING,
        Status.BEOORDELEN,
        Status.INFORMELE_OPLOSSING,
        Status.IN_BEHANDELING,
        Status.HOREN,
        Status.ADVIES_UITGEBRACHT,
        Status.OORDEEL,
    }
)
"""Statuses in which the klager still waits; from each of them the klacht can be withdrawn."""

BIJ_DE_BALIE = frozenset({Status.ONTVANGEN, Status.WACHT_OP_AANVULLING, Status.BEOORDELEN})
"""Statuses in which the desk (CKP) still holds the klacht."""

TE_BEHANDELEN = frozenset(
    {
        Status.ONTVANGEN,
        Status.WACHT_OP_AANVULLING,
        Status.BEOORDELEN,
        Status.INFORMELE_OPLOSSING,
        Status.IN_BEHANDELING,
        Status.HOREN,
        Status.ADVIES_UITGEBRACHT,
        Status.OORDEEL,
        Status.AFGEHANDELD,
    }
)
"""Somebody still has work on it, or waits for another; a zaak in another status is given to nobody."""

OVERGANGEN: Overgangen = {
    (Status.ONTVANGEN, Status.WACHT_OP_AANVULLING): Recht.INTAKE,
    (Status.ONTVANGEN, Status.BEOORDELEN): Recht.INTAKE,
    (Status.WACHT_OP_AANVULLING, Status.BEOORDELEN): Recht.INTAKE,
    (Status.BEOORDELEN, Status.NIET_IN_BEHANDELING): Recht.INTAKE,
    (Status.BEOORDELEN, Status.INFORMELE_OPLOSSING): Recht.INTAKE,
    (Status.BEOORDELEN, Status.IN_BEHANDELING): Recht.INTAKE,
    (Status.BEOORDELEN, Status.AFGEHANDELD): Recht.INTAKE,
    (Status.BEOORDELEN, Status.DOORGELEID): Recht.INTAKE,
    (Status.DOORGELEID, Status.BEOORDELEN): Recht.INTAKE,
    (Status.INFORMELE_OPLOSSING, Status.IN_BEHANDELING): Recht.BEHANDELEN,
    (Status.INFORMELE_OPLOSSING, Status.AFGEHANDELD): Recht.BEHANDELEN,
    (Status.IN_BEHANDELING, Status.HOREN): Recht.BEHANDELEN,
    (Status.IN_BEHANDELING, Status.ADVIES_UITGEBRACHT): Recht.BEHANDELEN,
    (Status.IN_BEHANDELING, Status.OORDEEL): Recht.BEHANDELEN,
    (Status.HOREN, Status.ADVIES_UITGEBRACHT): Recht.BEHANDELEN,
    (Status.HOREN, Status.OORDEEL): Recht.BEHANDELEN,
    (Status.ADVIES_UITGEBRACHT, Status.OORDEEL): Recht.BEHANDELEN,
    (Status.OORDEEL, Status.AFGEHANDELD): Recht.BEHANDELEN,
    (Status.NIET_IN_BEHANDELING, Status.GESLOTEN): Recht.INTAKE,
    (Status.AFGEHANDELD, Status.GESLOTEN): Recht.BEHANDELEN,
    **{
        (status, Status.INGETROKKEN): Recht.INTAKE if status in BIJ_DE_BALIE else Recht.BEHANDELEN
        for status in Status
        if status in OPEN
    },
}
