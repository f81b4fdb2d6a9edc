"""All rows of a register under one zaak in one query, whatever the number of kinds: each row comes as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import JSONObject

from zaken.versleuteling.velden import Cijfertekst, VersleuteldVeld

if TYPE_CHECKING:
    from zaken.models import Zaak, Zaakrij

    from . import Register
    from .rijen import Rijopgave


def rijen_van(register: Register, zaak: Zaak) -> dict[str, list[Zaakrij]]:
    """Per kind of row (`Rijopgave.code`): its rows in order, with `relaties` at hand; `zaak` opens their texts."""
    per_code: dict[str, list[Zaakrij]] = {opgave.code: [] for opgave in register.rijen}
    if not register.rijen:
        return per_code
    vragen = [_vraag(opgave, zaak) for opgave in register.rijen]
    for code, rij, relaties in vragen[0].union(*vragen[1:], all=True):
        opgave = next(opgave for opgave in register.rijen if opgave.code == code)
        per_code[code].append(_rij(opgave, zaak, rij, relaties))
    return {code: sorted(rijen, key=lambda rij: rij.volgnummer) for code, rijen in per_code.items()}


def _vraag(opgave: Rijopgave, zaak: Zaak) -> Any:
    tabel = opgave.model._meta.db_table
    namen = [f"{relatie}__{veld.attname}" for relatie in opgave.relaties for veld in _velden(opgave, relatie)]
    return opgave.model.objects.van(zaak).values_list(
        Value(opgave.code),
        Func(template=f'to_jsonb("{tabel}")', output_field=models.JSONField()),
        JSONObject(volgnummer=F("volgnummer"), **{naam: F(naam) for naam in namen}),
    )


def _rij(opgave: Rijopgave, zaak: Zaak, kolommen: Mapping[str, Any], relaties: Mapping[str, Any]) -> Zaakrij:
    velden = opgave.model._meta.concrete_fields
    rij: Zaakrij = opgave.model.from_db(
        zaak._state.db or "default",
        [veld.attname for veld in velden],
        [_waarde(veld, kolommen[str(veld.column)]) for veld in velden],
    )
    rij.zaak = zaak
    for relatie in opgave.relaties:
        doel = {veld: relaties[f"{relatie}__{veld.attname}"] for veld in _velden(opgave, relatie)}
        model = _model(opgave, relatie)
        ander = model(**{veld.attname: _waarde(veld, waarde) for veld, waarde in doel.items()})
        setattr(rij, relatie, ander if ander.pk is not None else None)
    return rij


def _model(opgave: Rijopgave, relatie: str) -> Any:
    return opgave.model._meta.get_field(relatie).related_model


def _velden(opgave: Rijopgave, relatie: str) -> Any:
    return _model(opgave, relatie)._meta.concrete_fields


def _waarde(veld: Any, waarde: Any) -> Any:
    """From JSON; a bytea column is hexadecimal there."""
    if waarde is None:
        return None
    if isinstance(veld, VersleuteldVeld):
        return Cijfertekst(bytes.fromhex(waarde.removeprefix("\\x")))
    return veld.to_python(waarde)
