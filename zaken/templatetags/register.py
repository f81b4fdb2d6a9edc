"""Addresses and words of a register in the shared templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from zaken.register import Register

register = template.Library()


@register.simple_tag
def registeradres(van: Register, naam: str, *delen: object) -> str:
    """`{% registeradres register "detail" zaak.pk %}`: the address of a page of this register."""
    return van.url(naam, *delen)
