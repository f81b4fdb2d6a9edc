"""Checks that registers share, on changes laid over a zaak. Pure; each gives Dutch messages per changed field.

A rule is looked at only when a changed field takes part in it: an imported zaak with an old fault stays editable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _

from zaken.models import Persoon, Zaak, Zaakrij

if TYPE_CHECKING:
    from . import Register

ZAAKVOLGORDE = (
    ("ontvangen_defensie", "ontvangen_register"),
    ("ontvangen_defensie", "datum_afgehandeld"),
    ("datum_afgehandeld", "datum_gesloten"),
    ("voorval_van", "ontvangen_defensie"),
    ("voorval_van", "voorval_tot"),
)
"""Dates of every zaak: the first never lies after the second."""


GEDAAN = ("ontvangen_defensie", "ontvangen_register", "voorval_van", "datum_afgehandeld", "datum_gesloten")
"""Dates of every zaak of what has happened."""


def toekomstfouten(gegevens: Mapping[str, Any], velden: Iterable[str], *, vandaag: date) -> dict[str, str]:
    """Per field: what has happened did not happen after `vandaag`."""
    return {
        veld: _("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag.")
        for veld in velden
        if (dag := gegevens.get(veld)) is not None and dag > vandaag
    }


def volgordefouten(
    zaak: Zaak,
    gegevens: Mapping[str, Any],
    paren: Iterable[tuple[str, str]],
    *,
    rij: Zaakrij | None = None,
) -> dict[str, str]:
    """Per pair of date fields: the first may not lie after the second.

    `rij`: a row under the zaak, maybe a new one; what is no field of it is one of the zaak.
    """
    gevonden: dict[str, str] = {}
    for eerst, later in paren:
        if {eerst, later} & gegevens.keys() and (fout := _volgordefout(zaak, rij, gegevens, eerst, later)):
            gevonden.setdefault(*fout)
    return gevonden


def samenhangfouten(zaak: Zaak, gegevens: Mapping[str, Any], hoort_bij: Mapping[str, str]) -> dict[str, str]:
    """Per field that means nothing without another one: `{"besluit_op": "besluit"}`."""
    gevonden: dict[str, str] = {}
    for veld, ander in hoort_bij.items():
        raakt = {veld, ander} & gegevens.keys()
        if raakt and waarde(zaak, gegevens, veld) and not waarde(zaak, gegevens, ander):
            plek = ander if ander in gegevens else veld
            gevonden.setdefault(
                plek,
                _("Vul dit ook in. Of maak leeg: %(datum)s.") % {"datum": veldnaam(zaak, veld)},
            )
    return gevonden


def uitsluitfouten(
    zaak: Zaak, gegevens: Mapping[str, Any], paren: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Per pair of which one excludes the other, such as a day and why there is none: at the field that changed."""
    gevonden: dict[str, str] = {}
    for een, ander in paren:
        if {een, ander} & gegevens.keys() and all(waarde(zaak, gegevens, veld) for veld in (een, ander)):
            plek, rest = (ander, een) if ander in gegevens else (een, ander)
            gevonden[plek] = _("Vul een van de twee in. Maak dit leeg, of maak leeg: %(ander)s.") % {
                "ander": veldnaam(zaak, rest)
            }
    return gevonden


def persoonfouten(
    register: Register, anonimiteit: str, rol: str, gegevens: Mapping[str, Any]
) -> dict[str, str]:
    """What somebody in this role cannot have: a role of another register, a name when anonymous, an outcome."""
    gevonden: dict[str, str] = {}
    if rol not in register.persoonrollen:
        gevonden["rol"] = _("Deze rol bestaat hier niet. Kies een andere.")
    is_anoniem = rol == register.indiener and anonimiteit == "anoniem"
    if is_anoniem and gegevens.get("naam"):
        gevonden["naam"] = _(
            "De %(indiener)s is anoniem. Laat de naam leeg, of wijzig eerst wie dit meldt."
        ) % {"indiener": str(register.indiener.label).lower() if register.indiener else ""}
    if rol != Persoon.Rol.BETROKKENE and gegevens.get("uitkomst"):
        gevonden["uitkomst"] = _("Alleen een betrokkene krijgt een uitkomst. Laat dit leeg.")
    return gevonden


def waarde(zaak: Zaak | Zaakrij, gegevens: Mapping[str, Any], veld: str) -> Any:
    """What the field will hold."""
    return gegevens[veld] if veld in gegevens else getattr(zaak, veld)


def veldnaam(zaak: Zaak | Zaakrij, veld: str) -> str:
    return str(zaak._meta.get_field(veld).verbose_name)  # type: ignore[union-attr]  # fields of our own, no relation back


def _volgordefout(
    zaak: Zaak, rij: Zaakrij | None, gegevens: Mapping[str, Any], eerst: str, later: str
) -> tuple[str, str] | None:
    van = {
        veld: zaak if rij is None or veld not in {een.name for een in rij._meta.fields} else rij
        for veld in (eerst, later)
    }
    begin, eind = (waarde(van[veld], gegevens, veld) for veld in (eerst, later))
    if begin is None or eind is None or begin <= eind:
        return None
    if later in gegevens:
        return later, _("Vul een datum in op of na %(dag)s (%(naam)s).") % {
            "dag": _dag(begin),
            "naam": veldnaam(van[eerst], eerst),
        }
    return eerst, _("Vul een datum in op of voor %(dag)s (%(naam)s).") % {
        "dag": _dag(eind),
        "naam": veldnaam(van[later], later),
    }


def _dag(dag: date) -> str:
    return str(formats.date_format(dag, "DATE_FORMAT"))
