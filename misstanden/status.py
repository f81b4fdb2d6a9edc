"""Statuses of a vermoeden van een misstand and which may follow which: data that a jurist can read.

The same table fills the buttons, feeds the database trigger and draws the diagram in the documentation. What is sent
on to an authority is not investigated here, so it goes to Teruggekoppeld at once: the guards say when. What went to
another register by Geherkwalificeerd goes back where it was when that is undone (ADR 0022).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaken.overgangen import Overgangen
from zaken.toegang import Recht


class Status(models.TextChoices):
    ONTVANGEN = "ontvangen", _("Ontvangen")
    BEVESTIGD = "bevestigd", _("Bevestigd")
    BEOORDEELD = "beoordeeld", _("Beoordeeld")
    IN_ONDERZOEK = "in_onderzoek", _("In onderzoek")
    STANDPUNT = "standpunt", _("Standpunt")
    TERUGGEKOPPELD = "teruggekoppeld", _("Teruggekoppeld")
    NAZORG = "nazorg", _("Nazorg")
    GESLOTEN = "gesloten", _("Gesloten")
    GEHERKWALIFICEERD = "geherkwalificeerd", _("Geherkwalificeerd")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")


OPEN = frozenset(
    {Status.ONTVANGEN, Status.BEVESTIGD, Status.BEOORDEELD, Status.IN_ONDERZOEK, Status.STANDPUNT}
)
"""Statuses in which the melder still waits; from each of them the misstand can be withdrawn."""

MET_TERMIJNEN = OPEN | {Status.TERUGGEKOPPELD, Status.NAZORG}
"""Statuses that still ask something of us."""

BIJ_DE_BALIE = frozenset({Status.ONTVANGEN, Status.BEVESTIGD})
"""Statuses in which the desk still holds it."""

TE_BEHANDELEN = frozenset(
    {
        Status.ONTVANGEN,
        Status.BEVESTIGD,
        Status.BEOORDEELD,
        Status.IN_ONDERZOEK,
        Status.STANDPUNT,
        Status.TERUGGEKOPPELD,
        Status.NAZORG,
    }
)
"""Somebody still has work on it, or waits for another; a zaak in another status is given to nobody."""

OVERGANGEN: Overgangen = {
    (Status.ONTVANGEN, Status.BEVESTIGD): Recht.INTAKE,
    (Status.BEVESTIGD, Status.BEOORDEELD): Recht.INTAKE,
    (Status.BEOORDEELD, Status.IN_ONDERZOEK): Recht.BEHANDELEN,
    (Status.BEOORDEELD, Status.TERUGGEKOPPELD): Recht.BEHANDELEN,
    (Status.BEOORDEELD, Status.GEHERKWALIFICEERD): Recht.BEHANDELEN,
    (Status.IN_ONDERZOEK, Status.STANDPUNT): Recht.BEHANDELEN,
    (Status.IN_ONDERZOEK, Status.TERUGGEKOPPELD): Recht.BEHANDELEN,
    (Status.IN_ONDERZOEK, Status.GEHERKWALIFICEERD): Recht.BEHANDELEN,
    (Status.GEHERKWALIFICEERD, Status.BEOORDEELD): Recht.BEHANDELEN,
    (Status.GEHERKWALIFICEERD, Status.IN_ONDERZOEK): Recht.BEHANDELEN,
    (Status.STANDPUNT, Status.TERUGGEKOPPELD): Recht.BEHANDELEN,
    (Status.TERUGGEKOPPELD, Status.NAZORG): Recht.BEHANDELEN,
    (Status.NAZORG, Status.GESLOTEN): Recht.BEHANDELEN,
    **{
        (status, Status.INGETROKKEN): Recht.INTAKE if status in BIJ_DE_BALIE else Recht.BEHANDELEN
        for status in Status
        if status in OPEN
    },
}
