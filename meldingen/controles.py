"""What the dates and codes of a melding must agree on when some of them change. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zaken.register.controles import ZAAKVOLGORDE, samenhangfouten, uitsluitfouten, waarde

from .afronden import afdoeningfout, uitkomstfout

if TYPE_CHECKING:
    from codelijsten.models import Code

    from .models import Melding

VOLGORDE = (
    *ZAAKVOLGORDE,
    ("ontvangen_defensie", "bevestigd_op"),
    ("ontvangen_defensie", "coid_advies_op"),
    ("ontvangen_defensie", "besluit_bg_op"),
    ("ontvangen_defensie", "teruggekoppeld_op"),
    ("ontvangen_defensie", "nazorg_gedaan_op"),
    ("ontvangen_defensie", "herinneren_op"),
    ("bevestigd_op", "teruggekoppeld_op"),
    ("coid_advies_op", "besluit_bg_op"),
    ("coid_advies_op", "herinneren_op"),
)
"""The first never lies after the second."""

DATUM_VAN_KEUZE = {"coid_advies_op": "coid_advies", "besluit_bg_op": "besluit_bg"}
"""A date that means nothing without the choice it belongs to."""

SLUIT_UIT = (("teruggekoppeld_op", "geen_terugkoppeling_reden"),)
"""A day, and why there is none."""


def fouten(
    melding: Melding, gegevens: Mapping[str, Any], gekozen: Mapping[str, Collection[Code]]
) -> dict[str, str]:
    """Dutch messages per changed field for `gegevens` laid over `melding`; empty when they agree.

    `gekozen`: the codes that the fields with several answers will have.
    """
    gevonden = samenhangfouten(melding, gegevens, DATUM_VAN_KEUZE)
    gevonden = uitsluitfouten(melding, gegevens, SLUIT_UIT) | gevonden
    if (uitkomst := gegevens.get("uitkomst")) and (fout := uitkomstfout(melding.status, uitkomst)):
        gevonden["uitkomst"] = fout
    if "afdoeningen" in gegevens and (fout := afdoeningfout(melding.doorgeleid_naar, gekozen["afdoeningen"])):
        gevonden["afdoeningen"] = fout
    if {"hoofdcategorie", "subcategorieen"} & gegevens.keys():
        hoofd = waarde(melding, gegevens, "hoofdcategorie")
        vreemd = [s.opschrift for s in gekozen["subcategorieen"] if s.bovenliggend_id not in (None, hoofd.pk)]
        if vreemd:
            gevonden["subcategorieen"] = _(
                "Dit hoort niet bij %(hoofd)s: %(vreemd)s. Haal het weg of kies iets anders."
            ) % {
                "hoofd": hoofd.opschrift,
                "vreemd": ", ".join(vreemd),
            }
    return gevonden
