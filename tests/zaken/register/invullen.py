"""Good and bad answers for the forms of any register, made from their fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.timezone import localdate

from codelijsten.models import Code
from codelijsten.velden import Codekeuze, Codekeuzes
from schermen.formulieren import DatumWidget
from zaken.register import Register
from zaken.register.intake import Onderwerp
from zaken.schermen.intake.concept import Intake
from zaken.schermen.intake.rijen import RIJ, Getypt, RijenForm

ONZIN = ("x" * 25_000, "a\x00\x07\u202e", "31-13-2024", "1", "' OR 1=1 --", "٣", "9" * 5_000, "<script>")
ANDERS: dict[str, dict[str, Getypt]] = {}
"""Per soort and topic: answers that must be chosen with care, because topics must agree with each other."""


def volledig(register: Register) -> dict[str, Getypt]:
    """A whole draft with a good answer to every question, and one row of every kind."""
    inhoud: dict[str, Getypt] = {}
    for onderwerp in register.intake.onderwerpen:
        inhoud[onderwerp.code] = rijen_van(onderwerp)
        form = Intake(register, inhoud, vandaag=localdate()).open(onderwerp)
        for naam, veld in form.fields.items():
            inhoud[onderwerp.code] |= dict(_goed(naam, veld))
        inhoud[onderwerp.code] |= ANDERS.get(register.soort, {}).get(onderwerp.code, {})
    return inhoud


def rijen_van(onderwerp: Onderwerp) -> Getypt:
    """One row of every kind that can be added."""
    if not issubclass(onderwerp.form, RijenForm):
        return {}
    return {RIJ: [f"{nummer}-{soort}" for nummer, soort in enumerate(onderwerp.form.soorten, 1)]}


def met_onzin(form: forms.Form, onzin: str) -> dict[str, str]:
    """The same nonsense in every input of a form."""
    return {naam: onzin for veld in form.fields for naam in invoer(veld, form.fields[veld])}


def invoer(naam: str, veld: forms.Field) -> list[str]:
    """The names of the inputs of a field."""
    if isinstance(veld.widget, DatumWidget):
        return [f"{naam}_{deel}" for deel in veld.widget.delen]
    return [naam]


def vreemde_codes(veld: Codekeuze | Codekeuzes) -> list[str]:
    """What stands for a choice but is none here: the key of a row, and a code of another list."""
    eigen = Code.objects.van(veld.lijst)
    vreemd = Code.objects.exclude(lijst_id=veld.lijst).exclude(code__in=eigen.values("code"))
    return [str(eigen.values_list("pk", flat=True)[0]), vreemd.values_list("code", flat=True)[0]]


def _goed(naam: str, veld: forms.Field) -> Iterator[tuple[str, list[str]]]:
    match veld:
        case forms.Field(widget=DatumWidget()):
            yield from ((f"{naam}_{deel}", [tekst]) for deel, tekst in zip(
                DatumWidget.delen, ("15", "11", "2024"), strict=True
            ))  # fmt: skip
        case forms.MultipleChoiceField():
            yield naam, _opties(veld)[:1] if veld.required else []
        case forms.ChoiceField():
            yield naam, _opties(veld)[:1]
        case forms.BooleanField():
            yield naam, ["on"]
        case forms.IntegerField():
            yield naam, ["30"]
        case _:
            yield naam, ["Een voorbeeld zonder namen"]


def _opties(veld: Any) -> list[str]:
    """The values that can be chosen, without headings and without nothing."""
    plat = [
        deel
        for waarde, label in veld.choices
        for deel in (label if isinstance(label, list) else [(waarde, label)])
    ]
    return [str(waarde) for waarde, _label in plat if waarde != ""]
