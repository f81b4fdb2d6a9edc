"""What an entry of the page of components is, and the form that the examples share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from schermen.formulieren import Datumveld, Regel, Uitgelegd, Verhaal, Zoekkeuze

TOESTANDEN = ("leeg", "laden", "fout", "offline", "conflict")
BALK = "De balk Verbinding staat erboven; wat er stond, blijft staan."
Inhoud = Mapping[str, Any] | Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class Voorbeeld:
    """One state of a component; `om` is what stands around it on a page."""

    titel: str
    inhoud: Inhoud
    om: str = "{}"


@dataclass(frozen=True)
class Component:
    """What it is for, examples, and how it shows the five states; one that is not named cannot occur."""

    waarvoor: str
    voorbeelden: tuple[Voorbeeld, ...]
    toestanden: Mapping[str, str] = field(default_factory=dict)


class Proefform(forms.Form):
    """Every kind of field once."""

    onderwerp = Regel(label="Waar gaat het over?", max_length=80, help_text="Een regel, zonder namen.")
    tekst = Verhaal(label="Wat is er gebeurd?", max_length=200, required=False)
    dag = Datumveld(label="Wanneer?", vanaf=lambda: date(2020, 1, 1), uiterlijk=lambda: date(2030, 1, 1))
    waar = forms.ChoiceField(
        label="Waar?",
        widget=forms.RadioSelect,
        choices=[("online", Uitgelegd("Online", uitleg="In een groep")), ("schip", "Op een schip")],
    )
    wie = forms.ChoiceField(
        label="Wie behandelt dit?",
        widget=Zoekkeuze,
        choices=[("", "Maak een keuze"), ("1", "Adviseur (demo)"), ("2", "Onderzoeker (demo)")],
    )
    akkoord = forms.BooleanField(label="De melder weet dit", required=False)


def met_fouten() -> dict[str, Any]:
    form = Proefform({"onderwerp": "", "tekst": "x" * 201, "dag_0": "31", "dag_1": "2", "dag_2": "2024"})
    form.is_valid()
    return {"form": form}
