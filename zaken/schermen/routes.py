"""The addresses that every register has. Each view receives its register from the address."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from zaken.register import Register

from . import lijst
from .intake import views as intake


def routes(register: Register) -> list[URLPattern]:
    """For the `urlpatterns` of a register app, beside what is its own."""
    gegeven = {"register": register}
    return [*_lijst(gegeven), *_intake(gegeven)]


def _lijst(register: dict[str, Any]) -> list[URLPattern]:
    return [
        path("", lijst.Zaaklijst.as_view(), register, name="lijst"),
        path("tellingen/", lijst.tellingen, register, name="tellingen"),
    ]


def _intake(register: dict[str, Any]) -> list[URLPattern]:
    return [
        path("nieuw/", intake.begin, register, name="nieuw"),
        path("concept/<uuid:pk>/bewaar/", intake.bewaar, register, name="concept_bewaar"),
        path("concept/<uuid:pk>/weggooien/", intake.gooi_weg, register, name="concept_weggooien"),
        path("concept/<uuid:pk>/<slug:onderwerp>/", intake.onderwerp, register, name="concept"),
    ]
