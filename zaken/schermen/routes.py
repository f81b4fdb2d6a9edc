"""The addresses that every register has. Each view receives its register from the address."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from zaken.register import Register

from . import lijst


def routes(register: Register) -> list[URLPattern]:
    """For the `urlpatterns` of a register app, beside what is its own."""
    return [
        *_lijst({"register": register}),
    ]


def _lijst(register: dict[str, Any]) -> list[URLPattern]:
    return [
        path("", lijst.Zaaklijst.as_view(), register, name="lijst"),
        path("tellingen/", lijst.tellingen, register, name="tellingen"),
    ]
