"""Statuses of a melding and which may follow which: data that a jurist can read.

The same table fills the buttons, feeds the database trigger and draws the diagram in the documentation.
`Wacht op besluit` may also go back to `In behandeling`: the decision may be to investigate (ADR 0004). `Doorgeleid` and
`Samengevoegd` go back where they came from when that is undone (ADR 0022).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaken.overgangen import Overgangen
from zaken.toegang import Recht


class Status(models.TextChoices):
    NIEUW = "nieuw", _("Nieuw")
    IN_BEOORDELING = "in_beoordeling", _("In beoordeling")
    IN_BEHANDELING = "in_behandeling", _("In behandeling")
    IN_ONDERZOEK = "in_onderzoek", _("In onderzoek")
    OPGESCHORT = "opgeschort", _("Opgeschort")
    WACHT_OP_BESLUIT = "wacht_op_besluit", _("Wacht op besluit bevoegd gezag")
    AFGEHANDELD = "afgehandeld", _("Afgehandeld")
    NAZORG = "nazorg", _("Nazorg")
    GESLOTEN = "gesloten", _("Gesloten")
    HEROPEND = "heropend", _("Heropend")
    NIET_IN_BEHANDELING = "niet_in_behandeling", _("Niet in behandeling")
    DOORGELEID = "doorgeleid", _("Doorgeleid")
    SAMENGEVOEGD = "samengevoegd", _("Samengevoegd")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")


TE_BEHANDELEN = frozenset(
    {
        Status.NIEUW,
        Status.IN_BEOORDELING,
        Status.IN_BEHANDELING,
        Status.IN_ONDERZOEK,
        Status.OPGESCHORT,
        Status.WACHT_OP_BESLUIT,
        Status.AFGEHANDELD,
        Status.NAZORG,
        Status.HEROPEND,
    }
)
"""Somebody still has work on it, or waits for another; a zaak in another status is given to nobody."""

OVERGANGEN: Overgangen = {
    (Status.NIEUW, Status.IN_BEOORDELING): Recht.INTAKE,
    (Status.IN_BEOORDELING, Status.IN_BEHANDELING): Recht.INTAKE,
    (Status.IN_BEOORDELING, Status.NIET_IN_BEHANDELING): Recht.INTAKE,
    (Status.IN_BEOORDELING, Status.DOORGELEID): Recht.INTAKE,
    (Status.IN_BEOORDELING, Status.SAMENGEVOEGD): Recht.INTAKE,
    (Status.DOORGELEID, Status.IN_BEOORDELING): Recht.INTAKE,
    (Status.SAMENGEVOEGD, Status.IN_BEOORDELING): Recht.INTAKE,
    (Status.IN_BEHANDELING, Status.WACHT_OP_BESLUIT): Recht.BEHANDELEN,
    (Status.IN_BEHANDELING, Status.IN_ONDERZOEK): Recht.BEHANDELEN,
    (Status.IN_BEHANDELING, Status.OPGESCHORT): Recht.BEHANDELEN,
    (Status.IN_BEHANDELING, Status.INGETROKKEN): Recht.BEHANDELEN,
    (Status.IN_ONDERZOEK, Status.IN_BEHANDELING): Recht.BEHANDELEN,
    (Status.OPGESCHORT, Status.IN_BEHANDELING): Recht.BEHANDELEN,
    (Status.WACHT_OP_BESLUIT, Status.AFGEHANDELD): Recht.BEHANDELEN,
    (Status.WACHT_OP_BESLUIT, Status.IN_BEHANDELING): Recht.BEHANDELEN,
    (Status.AFGEHANDELD, Status.NAZORG): Recht.BEHANDELEN,
    (Status.AFGEHANDELD, Status.HEROPEND): Recht.HEROPENEN,
    (Status.NAZORG, Status.GESLOTEN): Recht.BEHANDELEN,
    (Status.GESLOTEN, Status.HEROPEND): Recht.HEROPENEN,
    (Status.HEROPEND, Status.IN_BEHANDELING): Recht.HEROPENEN,
}

OPEN = frozenset(
    {
        Status.NIEUW,
        Status.IN_BEOORDELING,
        Status.IN_BEHANDELING,
        Status.IN_ONDERZOEK,
        Status.OPGESCHORT,
        Status.WACHT_OP_BESLUIT,
        Status.HEROPEND,
    }
)
"""Statuses in which there is still work before the melding is afgehandeld."""

MET_TERMIJNEN = OPEN | {Status.AFGEHANDELD, Status.NAZORG}
"""Statuses in which a term still asks for something."""
