"""What the register of meldingen tells the kernel (ADR 0011)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zaken.models import Zaak
from zaken.register import Namen, Register, meld_aan

from .models import Melding
from .status import OVERGANGEN, Status

REGISTER = meld_aan(
    Register(
        soort=Zaak.Soort.MELDING,
        model=Melding,
        namen=Namen(
            enkelvoud=_("melding"),
            meervoud=_("Meldingen"),
            met_lidwoord=_("de melding"),
            aanwijzend=_("deze melding"),
        ),
        adressen="meldingen",
        status=Status,
        overgangen=OVERGANGEN,
    )
)
