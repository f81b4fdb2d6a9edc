"""Django's own form rendering, with the classes and attributes that style sheets and screen readers need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.functional import cached_property
from django.utils.timezone import localdate

from schermen.formulieren.velden import Datumbasis, DatumWidget

_KLASSEN: tuple[tuple[type[forms.Widget], str], ...] = (
    # The first match counts, so a subclass stands before its parent.
    (forms.CheckboxSelectMultiple, "utrecht-checkbox utrecht-checkbox--html-input utrecht-form-field__input"),
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input utrecht-form-field__input"),
    (forms.CheckboxInput, "utrecht-checkbox utrecht-checkbox--html-input utrecht-form-field__input"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.FileInput, "app-file"),
    (forms.HiddenInput, ""),
    (Input, "utrecht-textbox utrecht-textbox--html-input"),
)


def eerste_invoer(veld: forms.Field, id_: str, *, deel: str = "dag") -> str:
    """The id of the input that a link to a field with this id brings the user to; of a date the box `deel`."""
    if isinstance(veld.widget, DatumWidget):
        return f"{id_}_{deel}"
    if isinstance(veld.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return f"{id_}_0"
    return id_


class Veld(BoundField):
    """A bound field that knows how it looks: classes, descriptions, counter, and where an error link goes."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes with our classes; `required` becomes `aria-required`: the server answers."""
        widget = widget or self.field.widget
        gebouwd: dict[str, Any] = dict(super().build_widget_attrs(attrs, widget))
        if widget.is_hidden:
            return gebouwd
        keuze_uit_meer = isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
        if gebouwd.pop("required", False) and not keuze_uit_meer and not widget.use_fieldset:
            gebouwd["aria-required"] = "true"
        if keuze_uit_meer:
            gebouwd.pop("aria-invalid", None)
        if klasse := self._klasse(widget):
            eigen = widget.attrs.get("class", "")
            gebouwd["class"] = f"{klasse} {eigen}".strip()
        if isinstance(widget, DatumWidget) and self.errors:
            gebouwd["foute-delen"] = self.foute_delen
        if isinstance(self.field, Datumbasis) and self.field.vraagt_om_verleden(vandaag := localdate()):
            gebouwd["vandaag"] = vandaag
        if getattr(widget, "input_type", "") == "search":
            gebouwd |= {"data-sneltoets": "Z", "aria-keyshortcuts": "Alt+Shift+Z", "autocomplete": "off"}
        if self.maximum:
            gebouwd |= {"maxlength": False, "data-max": self.maximum}
            gebouwd["aria-describedby"] = f"{gebouwd.get('aria-describedby', '')} {self.teller_id}".strip()
        return gebouwd

    def _klasse(self, widget: forms.Widget) -> str:
        for soort, klasse in _KLASSEN:
            if isinstance(widget, soort):
                stam = klasse.split(" ", 1)[0]
                return f"{klasse} {stam}--invalid" if self.errors and stam.startswith("utrecht") else klasse
        return ""

    @cached_property
    def maximum(self) -> int | None:
        """The most characters a text area takes: shown as a counter, not cut off by the browser."""
        if not isinstance(self.field.widget, forms.Textarea):
            return None
        grens = self.field.widget.attrs.get("maxlength")
        return int(grens) if grens else None

    @property
    def elders(self) -> str | None:
        """What the form says of this field by `elders`: the text of another window; None when there is none."""
        gevonden: str | None = getattr(self.form, "elders", {}).get(self.name)
        return gevonden

    @property
    def aria_describedby(self) -> str | None:
        """Django's, and the text of another window."""
        gevonden: str | None = super().aria_describedby
        if self.elders is None or gevonden is None:
            return gevonden
        return f"{gevonden} {self.auto_id}_elders".strip()

    @property
    def teller_id(self) -> str:
        """The id of the character counter."""
        return f"{self.auto_id}_teller"

    @property
    def foute_delen(self) -> tuple[str, ...]:
        """The boxes of a date that are wrong; empty means: all."""
        return tuple(deel for fout in self.errors.as_data() for deel in (fout.params or {}).get("delen", ()))

    @property
    def foutdoel(self) -> str:
        """The id of the input that an error link brings the user to."""
        invoer = eerste_invoer(self.field, self.auto_id, deel=next(iter(self.foute_delen), "dag"))
        return invoer if invoer != self.auto_id else str(self.id_for_label or self.auto_id)

    @property
    def niet_verplicht(self) -> bool:
        """Whether the label says "(niet verplicht)"; a form opts out by `toon_niet_verplicht = False`."""
        return (
            not self.field.required
            and not isinstance(self.field.widget, forms.CheckboxInput)
            and bool(getattr(self.form, "toon_niet_verplicht", True))
        )

    @property
    def soort(self) -> str:
        """The shape of the field in `formulieren/veld.html`: verborgen, vinkje, groep or gewoon."""
        if self.is_hidden:
            return "verborgen"
        if isinstance(self.field.widget, forms.CheckboxInput):
            return "vinkje"
        return "groep" if self.use_fieldset else "gewoon"


class Formulierweergave(TemplatesSetting):
    """`FORM_RENDERER`: every form and field is drawn from `templates/formulieren/`.

    Needs `django.forms` in `INSTALLED_APPS`.
    """

    form_template_name = "formulieren/formulier.html"
    field_template_name = "formulieren/veld.html"
    bound_field_class = Veld


@dataclass(frozen=True)
class Foutregel:
    """One line of the error summary; `doel` is the id of an input, or empty for the form as a whole."""

    tekst: str
    doel: str = ""


def foutregels(formulier: forms.BaseForm) -> Iterator[Foutregel]:
    """The errors of a form: first those of the whole form, then per field in the order of the fields.

    A message stands apart from its field here, so it comes after the question.
    """
    for fout in formulier.non_field_errors():
        yield Foutregel(str(fout))
    for veld in formulier:
        doel = "" if veld.is_hidden or not isinstance(veld, Veld) else veld.foutdoel
        for fout, oorzaak in zip(veld.errors, veld.errors.as_data(), strict=True):
            is_eigen = veld.is_hidden or oorzaak.code == "required"  # says itself what is asked
            yield Foutregel(str(fout) if is_eigen else _bij_vraag(str(veld.label), str(fout)), doel)


def _bij_vraag(label: str, fout: str) -> str:
    """`Advies gegeven op: vul een datum in`; as it is when it names the question already."""
    vraag = label.rstrip(":. ")
    if not vraag or vraag.casefold() in fout.casefold():
        return fout
    if vraag.endswith("?"):
        return f"{vraag} {fout}"
    eerste = fout.partition(" ")[0]
    klein = fout if len(eerste) > 1 and eerste.isupper() else fout[:1].lower() + fout[1:]
    return f"{vraag}: {klein}"
