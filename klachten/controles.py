"""What the dates and choices of a klacht must agree on when some of them change (Awb chapter 9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zaken.models import Zaak
from zaken.register.controles import ZAAKVOLGORDE, samenhangfouten, waarde

from .einde import VELDEN, buiten_stap, dubbel, zonder_horen
from .models import Klachtonderdeel
from .oordelen import codes_van, tegenspraak, tegenspraak_van

if TYPE_CHECKING:
    from codelijsten.models import Code

    from .models import Klacht

NA_ONTVANGST = (
    "bevestigd_op",
    "aanvulling_gevraagd_op",
    "afschrift_aangeklaagde_op",
    "hoorzitting_op",
    "advies_op",
    "oordeel_op",
    "kennisgeving_op",
    "verdaagd_op",
    "instemming_uitstel_op",
    "niet_in_behandeling_bericht_op",
    "ombudsman_oordeel_op",
)
"""Never in the future, never before receipt."""
GEDAAN = (*NA_ONTVANGST, "verdaagd_klager_op", "verdaagd_aangeklaagde_op")
"""Dates of what has happened."""
VOLGORDE = (
    *ZAAKVOLGORDE,
    *(("ontvangen_defensie", veld) for veld in NA_ONTVANGST),
    ("hoorzitting_op", "advies_op"),
    ("hoorzitting_op", "oordeel_op"),
    ("bevestigd_op", "oordeel_op"),
    ("advies_op", "oordeel_op"),
    ("oordeel_op", "kennisgeving_op"),
    ("verdaagd_op", "oordeel_op"),
    ("verdaagd_op", "verdaagd_klager_op"),
    ("verdaagd_op", "verdaagd_aangeklaagde_op"),
    ("instemming_uitstel_op", "instemming_uitstel_tot"),
    ("kennisgeving_op", "ombudsman_oordeel_op"),
)
"""The first never lies after the second."""

HOORT_BIJ = {
    "oordeel_op": "oordeel",
    "advies_op": "advies",
    "verdaagd_op": "verdaagd_weken",
    "verdaagd_weken": "verdaagd_op",
    "verdaagd_klager_op": "verdaagd_op",
    "verdaagd_aangeklaagde_op": "verdaagd_op",
    "instemming_uitstel_tot": "instemming_uitstel_op",
    "instemming_uitstel_op": "instemming_uitstel_tot",
}
"""What means nothing without the other."""


def fouten(
    klacht: Klacht, gegevens: Mapping[str, Any], gekozen: Mapping[str, Collection[Code]]
) -> dict[str, str]:
    """Dutch messages per changed field for `gegevens` laid over `klacht`; empty when they agree.

    Reads the parts when the oordeel over the whole changes.
    """
    gevonden = samenhangfouten(klacht, gegevens, HOORT_BIJ)
    if gegevens.get("anonimiteit") == Zaak.Anonimiteit.ANONIEM:
        gevonden["anonimiteit"] = _(
            "Een klacht kan niet anoniem. De aangeklaagde krijgt een kopie van de klacht en de bijlagen."
        )
    if (oordeel := gegevens.get("oordeel")) is not None:
        delen = codes_van(Klachtonderdeel.objects.van(klacht).select_related("oordeel"))
        if fout := tegenspraak(oordeel.code, delen):
            gevonden.setdefault("oordeel", fout)
    gevonden = _eindefouten(klacht, gegevens) | gevonden
    if gegevens.get("verdaagd_op") and not waarde(klacht, gegevens, "verdaagd_reden"):
        gevonden.setdefault("verdaagd_reden", _("Schrijf waarom u verdaagt."))
    if gegevens.get("advies_op") and not waarde(klacht, gegevens, "via_commissie"):
        gevonden.setdefault("advies_op", _("Geef eerst aan dat een commissie adviseert."))
    return gevonden


def _eindefouten(klacht: Klacht, gegevens: Mapping[str, Any]) -> dict[str, str]:
    """A klacht ends in one way, said at the fields that would name a second one."""
    gevonden: dict[str, str] = {}
    if set(VELDEN) & gegevens.keys():
        dubbele = dubbel({veld: waarde(klacht, gegevens, veld) for veld in VELDEN})
        gevonden = {veld if veld in gegevens else "oordeel": fout for veld, fout in dubbele.items()}
    if "afsluitgrond" in gegevens and (fout := buiten_stap(klacht.status, gegevens["afsluitgrond"])):
        gevonden["afsluitgrond"] = fout
    if {"oordeel", "afzien_horen_grond"} & gegevens.keys():
        oordeel, afgezien = (waarde(klacht, gegevens, veld) for veld in ("oordeel", "afzien_horen_grond"))
        if oordeel and afgezien and (fout := zonder_horen(oordeel.code, afgezien.code)):
            gevonden.setdefault("oordeel" if "oordeel" in gegevens else "afzien_horen_grond", fout)
    return gevonden


def onderdeelfouten(
    klacht: Klacht, onderdeel: Klachtonderdeel | None, gegevens: Mapping[str, Any]
) -> dict[str, str]:
    """A part of a klacht names the gedraging or describes it."""
    waarden = {
        veld: gegevens[veld] if veld in gegevens else getattr(onderdeel, veld, None)
        for veld in ("gedraging", "omschrijving")
    }
    if any(waarden.values()):
        return {}
    return {"omschrijving": _("Kies een gedraging of schrijf waar dit deel over gaat.")}


def oordeel_let_op(klacht: Klacht) -> str:
    """After a part changed: whether the oordeel over the whole must follow. Empty when it need not."""
    return tegenspraak_van(klacht, Klachtonderdeel.objects.van(klacht).select_related("oordeel"))
