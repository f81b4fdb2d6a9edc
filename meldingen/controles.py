"""What the dates and codes of a melding must agree on when some of them change (domain §3). Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _

from .status import Status
from .voorwaarden import Stand, ontbreekt

if TYPE_CHECKING:
    from codelijsten.models import Code

    from .models import Melding

VOLGORDE = (
    ("ontvangen_defensie", "ontvangen_register"),
    ("ontvangen_defensie", "bevestigd_op"),
    ("ontvangen_defensie", "coid_advies_op"),
    ("ontvangen_defensie", "besluit_bg_op"),
    ("ontvangen_defensie", "teruggekoppeld_op"),
    ("ontvangen_defensie", "nazorg_gedaan_op"),
    ("ontvangen_defensie", "datum_afgehandeld"),
    ("voorval_van", "ontvangen_defensie"),
    ("voorval_van", "voorval_tot"),
)
"""The first never lies after the second."""

DATUM_VAN_KEUZE = {"coid_advies_op": "coid_advies", "besluit_bg_op": "besluit_bg"}
"""A date that means nothing without the choice it belongs to."""

BLIJFT_NODIG = {
    Status.WACHT_OP_BESLUIT: (Status.WACHT_OP_BESLUIT,),
    Status.AFGEHANDELD: (Status.AFGEHANDELD,),
    Status.NAZORG: (Status.AFGEHANDELD,),
    Status.GESLOTEN: (Status.AFGEHANDELD, Status.GESLOTEN),
}
"""What was asked to get here may not be emptied afterwards."""


def fouten(
    melding: Melding, gegevens: Mapping[str, Any], *, subcategorieen: Collection[Code]
) -> dict[str, str]:
    """Dutch messages per changed field for `gegevens` laid over `melding`; empty when they agree.

    Looks only at rules that a changed field takes part in: an imported zaak with an old fault stays editable.
    `subcategorieen` are those that the melding will have.
    """
    gevonden: dict[str, str] = {}
    for eerst, later in VOLGORDE:
        if {eerst, later} & gegevens.keys() and (fout := _volgordefout(melding, gegevens, eerst, later)):
            gevonden.setdefault(*fout)
    for datum, keuze in DATUM_VAN_KEUZE.items():
        if (
            {datum, keuze} & gegevens.keys()
            and _waarde(melding, gegevens, datum)
            and not _waarde(melding, gegevens, keuze)
        ):
            veld = keuze if keuze in gegevens else datum
            gevonden.setdefault(
                veld, _("Vul dit ook in, of laat de datum leeg: %(datum)s") % {"datum": _naam(melding, datum)}
            )
    if {"hoofdcategorie", "subcategorieen"} & gegevens.keys():
        hoofd = _waarde(melding, gegevens, "hoofdcategorie")
        if vreemd := [s.label for s in subcategorieen if s.bovenliggend_id not in (None, hoofd.pk)]:
            gevonden["subcategorieen"] = _("Dit hoort niet bij %(hoofd)s: %(vreemd)s") % {
                "hoofd": hoofd.label,
                "vreemd": ", ".join(vreemd),
            }
    return gevonden


def blijft_over(melding: Melding, ander: Melding | None) -> bool:
    """Whether `melding` may be merged into `ander`: of merged meldingen exactly one counts."""
    return (
        ander is not None
        and ander.pk != melding.pk
        and not ander.is_geannuleerd
        and ander.status != Status.SAMENGEVOEGD
    )


def blijvend_nodig(melding: Melding, stand: Stand) -> list[str]:
    """What the present status needs and is empty, in Dutch."""
    return [
        wat
        for stap in BLIJFT_NODIG.get(Status(melding.status), ())
        for wat in ontbreekt(melding, stap, stand)
    ]


def _volgordefout(
    melding: Melding, gegevens: Mapping[str, Any], eerst: str, later: str
) -> tuple[str, str] | None:
    begin, eind = _waarde(melding, gegevens, eerst), _waarde(melding, gegevens, later)
    if begin is None or eind is None or begin <= eind:
        return None
    if later in gegevens:
        return later, _("Vul een datum in op of na %(dag)s (%(naam)s)") % {
            "dag": _dag(begin),
            "naam": _naam(melding, eerst),
        }
    return eerst, _("Vul een datum in op of voor %(dag)s (%(naam)s)") % {
        "dag": _dag(eind),
        "naam": _naam(melding, later),
    }


def _waarde(melding: Melding, gegevens: Mapping[str, Any], veld: str) -> Any:
    return gegevens[veld] if veld in gegevens else getattr(melding, veld)


def _naam(melding: Melding, veld: str) -> str:
    return str(melding._meta.get_field(veld).verbose_name)  # type: ignore[union-attr]  # fields of our own, no relation back


def _dag(dag: date) -> str:
    return str(formats.date_format(dag, "DATE_FORMAT"))
