"""Addresses and words of a register in the shared templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from zaken.register import register_van, toon

if TYPE_CHECKING:
    from zaken.models import Zaak
    from zaken.register import Register

register = template.Library()


@register.simple_tag
def zaakadres(zaak: Zaak) -> str:
    """`{% zaakadres zaak as url %}`: the page of a zaak of whatever register."""
    return register_van(zaak.soort).url("detail", zaak.pk)


@register.simple_tag
def registeradres(van: Register, naam: str, *delen: object) -> str:
    """`{% registeradres register "detail" zaak.pk %}`: the address of a page of this register."""
    return van.url(naam, *delen)


@register.filter
def termijnnaam(opgeslagen: str) -> str:
    """`{{ termijn.naam|termijnnaam }}`: in the language of the screen."""
    return toon.termijnnaam(opgeslagen)
