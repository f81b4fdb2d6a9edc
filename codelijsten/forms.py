"""What a beheerder types about a code: shape only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schermen.formulieren import Datumveld, Versieform

from .models import Code, Codelijst

if TYPE_CHECKING:
    _Codeveld = forms.ModelChoiceField[Code]
else:
    _Codeveld = forms.ModelChoiceField  # generic for the type checker only

LEEG_IS_NEDERLANDS = gettext_lazy("Laat leeg: dan staat het Nederlandse label er ook in het Engels.")
VUL_LABEL_IN = {"required": gettext_lazy("Vul het label in.")}
CODEVORM = RegexValidator(
    r"^[a-z][a-z0-9_]*$", gettext_lazy("Gebruik kleine letters, cijfers en _, en begin met een letter.")
)


class CodeKeuze(_Codeveld):
    """A code of the same list, shown with its value."""

    def label_from_instance(self, obj: Any) -> str:
        """Label and value, because two rows may have had one label."""
        return f"{obj.opschrift} ({obj.code})"


class NieuweCodeForm(forms.Form):
    """A new row."""

    label = forms.CharField(
        label=gettext_lazy("Label"),
        max_length=160,
        help_text=gettext_lazy("Zo staat de code op het scherm."),
        error_messages=VUL_LABEL_IN,
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        required=False,
        validators=[CODEVORM],
        help_text=gettext_lazy("Blijft altijd zo. Laat leeg: dan maken wij de code van het label."),
    )
    bovenliggend = CodeKeuze(
        label=gettext_lazy("Hoort bij"),
        queryset=Code.objects.none(),
        empty_label=gettext_lazy("Kies een code"),
        error_messages={"required": gettext_lazy("Kies waar de code bij hoort.")},
    )
    toelichting = forms.CharField(label=gettext_lazy("Toelichting"), max_length=300, required=False)
    label_en = forms.CharField(
        label=gettext_lazy("Label in het Engels"),
        max_length=160,
        required=False,
        help_text=LEEG_IS_NEDERLANDS,
    )
    toelichting_en = forms.CharField(
        label=gettext_lazy("Toelichting in het Engels"), max_length=300, required=False
    )
    geldig_van = Datumveld(
        label=gettext_lazy("Geldig vanaf"), help_text=gettext_lazy("Laat leeg: altijd al."), required=False
    )

    def __init__(self, *args: Any, lijst: Codelijst, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boven = _bovenliggende(lijst)
        if boven.exists():
            self.fields["bovenliggend"].queryset = boven  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["bovenliggend"]

    def clean(self) -> dict[str, Any]:
        """A code made from the label when none was typed."""
        super().clean()
        if "code" in self.cleaned_data and not self.cleaned_data["code"] and self.cleaned_data.get("label"):
            gemaakt = slugify(self.cleaned_data["label"]).replace("-", "_")[:60]
            if gemaakt[:1].isalpha():
                self.cleaned_data["code"] = gemaakt
            else:
                self.add_error("code", _("Vul een code in: van dit label is er geen te maken."))
        return self.cleaned_data


class Wijzigform(Versieform):
    """Changes a row that exists."""

    def __init__(self, data: Any = None, *, code: Code, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial | {"kenmerk": code.kenmerk})
        self.fields["opvolger"].queryset = _anderen(code)  # type: ignore[attr-defined]  # a choice field


class CodeForm(Wijzigform):
    """What may change of a row: everything but its value."""

    label = forms.CharField(
        label=gettext_lazy("Label"),
        max_length=160,
        help_text=gettext_lazy(
            "Een ander label vraagt het akkoord van een tweede persoon: het geldt voor alle jaren."
        ),
        error_messages=VUL_LABEL_IN,
    )
    toelichting = forms.CharField(label=gettext_lazy("Toelichting"), max_length=300, required=False)
    label_en = forms.CharField(
        label=gettext_lazy("Label in het Engels"),
        max_length=160,
        required=False,
        help_text=LEEG_IS_NEDERLANDS,
    )
    toelichting_en = forms.CharField(
        label=gettext_lazy("Toelichting in het Engels"), max_length=300, required=False
    )
    geldig_van = Datumveld(
        label=gettext_lazy("Geldig vanaf"), help_text=gettext_lazy("Laat leeg: altijd al."), required=False
    )
    geldig_tot = Datumveld(
        label=gettext_lazy("Geldig tot en met"),
        help_text=gettext_lazy("Laat leeg: zonder einde."),
        required=False,
    )
    opvolger = CodeKeuze(
        label=gettext_lazy("Opvolger"),
        queryset=Code.objects.none(),
        required=False,
        empty_label=gettext_lazy("Geen opvolger"),
    )


class SluitForm(Wijzigform):
    """The last day, and what comes after."""

    geldig_tot = Datumveld(
        label=gettext_lazy("Laatste dag"),
        help_text=gettext_lazy("Op deze dag is de code nog te kiezen, daarna niet meer."),
    )
    opvolger = CodeKeuze(
        label=gettext_lazy("Opvolger"),
        queryset=Code.objects.none(),
        required=False,
        empty_label=gettext_lazy("Geen opvolger"),
    )


def _anderen(code: Code) -> QuerySet[Code]:
    return Code.objects.van(code.lijst_id).exclude(pk=code.pk)


def _bovenliggende(lijst: Codelijst) -> QuerySet[Code]:
    """Codes that the rows of this list belong to: those of the list that its first row points at."""
    boven = Code.objects.van(lijst.code).filter(bovenliggend__isnull=False).values("bovenliggend__lijst")[:1]
    return Code.objects.filter(lijst__in=boven)
