"""Form fields and widgets that Django lacks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from schermen.formulieren.datums import DatumInvoer, DatumOngeldig, DeelDatum, lees_datum, lees_deeldatum

Grens = date | Callable[[], date] | None
VROEGSTE = date(1900, 1, 1)
LAATSTE = date(2999, 12, 31)
"""No field takes a later day: what computes with a day may add to it."""


class Uitgelegd(str):
    """A choice label with an explanation below it or a count beside it, for radio buttons and check boxes."""

    uitleg: str
    aantal: str

    def __new__(cls, label: str, *, uitleg: str = "", aantal: str = "") -> Uitgelegd:
        zelf = super().__new__(cls, label)
        zelf.uitleg = uitleg
        zelf.aantal = aantal
        return zelf


class Zoekkeuze(forms.Select):
    """A select that becomes a combo box to type in when there is JavaScript; for long lists.

    A text that is no choice is sent with a question mark in front, refused as any unknown choice, and stands in the box
    again (static/js/combobox.js).
    """

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-combobox": "", **(attrs or {})}, choices)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds what was typed and is no choice."""
        if isinstance(value, str) and value.startswith("?"):
            attrs = {**(attrs or {}), "data-getypt": value[1:]}
        return super().get_context(name, value, attrs)


class DatumWidget(forms.Widget):
    """Three boxes: day, month, year. Keeps what was typed, also when it is no date."""

    template_name = "formulieren/datum.html"
    use_fieldset = True
    delen = DatumInvoer._fields

    def format_value(self, value: Any) -> DatumInvoer:
        """The texts for the boxes, of a `date`, a `DeelDatum` or an earlier input."""
        if isinstance(value, DatumInvoer):
            return value
        if isinstance(value, date):
            value = DeelDatum.uit_datum(value)
        if isinstance(value, DeelDatum):
            return DatumInvoer(str(value.dag or ""), str(value.maand or ""), str(value.jaar))
        return DatumInvoer()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds `widget.delen`: one entry per box; only the wrong boxes are marked as invalid.

        And `widget.vandaag`: the day that a button fills in, where the field says so.
        """
        attrs = dict(attrs or {})
        vandaag = attrs.pop("vandaag", None)
        fout = attrs.pop("aria-invalid", None) is not None
        foute_delen = attrs.pop("foute-delen", None) or self.delen
        context = super().get_context(name, value, attrs)
        id_ = context["widget"]["attrs"].get("id", name)
        labels = {
            "dag": pgettext("datumvak", "Dag"),
            "maand": pgettext("datumvak", "Maand"),
            "jaar": pgettext("datumvak", "Jaar"),
        }
        context["widget"]["vandaag"] = vandaag
        context["widget"]["delen"] = [
            {
                "id": f"{id_}_{deel}",
                "naam": f"{name}_{deel}",
                "label": labels[deel],
                "waarde": tekst,
                "breedte": 4 if deel == "jaar" else 2,
                "fout": fout and deel in foute_delen,
            }
            for deel, tekst in zip(self.delen, self.format_value(value), strict=True)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> DatumInvoer:
        """The three texts; a single value under the plain name (an API, a link) counts as a pasted date."""
        delen = DatumInvoer(*(str(data.get(f"{name}_{deel}") or "") for deel in self.delen))
        heel = data.get(name)
        return DatumInvoer(dag=str(heel)) if delen.is_leeg and heel else delen

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """True when neither a box nor the plain name was sent."""
        return name not in data and not any(f"{name}_{deel}" in data for deel in self.delen)

    def id_for_label(self, id_: str) -> str:
        """None of the boxes: the legend names the group."""
        return ""


class Datumbasis(ABC, forms.Field):
    """What the full and the partial date share: empty values, limits and messages at the right box."""

    widget = DatumWidget
    default_error_messages = {"required": gettext_lazy("Vul een datum in.")}

    def __init__(self, *, vanaf: Grens = VROEGSTE, uiterlijk: Grens = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.vanaf = vanaf
        self.uiterlijk = uiterlijk

    def to_python(self, value: Any) -> Any:
        """None for empty input; raises `ValidationError` naming the wrong boxes in `params["delen"]`."""
        if value is None or value == "":
            return None
        if isinstance(value, str):
            value = DatumInvoer(dag=value)
        if not isinstance(value, DatumInvoer):
            return value
        if value.is_leeg:
            return None
        try:
            return self.lees(value)
        except DatumOngeldig as fout:
            raise ValidationError(fout.melding, code=fout.code, params={"delen": fout.delen}) from fout

    @abstractmethod
    def lees(self, invoer: DatumInvoer) -> Any:
        """The value for non-empty input; raises `DatumOngeldig`."""

    def vraagt_om_verleden(self, vandaag: date) -> bool:
        """Whether today is an answer that is likely: it has a last day, and today is not out of its limits."""
        vanaf, uiterlijk = _dag(self.vanaf), _dag(self.uiterlijk)
        return uiterlijk is not None and (vanaf or vandaag) <= vandaag <= uiterlijk

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares dates, not texts: 03 and 3 are the same day."""
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True

    def _controleer_grenzen(self, van: date, tot: date) -> None:
        vanaf, uiterlijk = _dag(self.vanaf), _dag(self.uiterlijk)
        if vanaf is not None and tot < vanaf:
            melding = _("Vul een datum in op of na %(grens)s.")
            raise ValidationError(
                melding, code="te_vroeg", params={"grens": formats.date_format(vanaf), "delen": ("jaar",)}
            )
        uiterlijk = uiterlijk or LAATSTE
        if van > uiterlijk:
            raise ValidationError(
                _("Vul een datum in op of voor %(grens)s."),
                code="te_laat",
                params={"grens": formats.date_format(uiterlijk), "delen": ()},
            )


def _dag(grens: Grens) -> date | None:
    return grens() if callable(grens) else grens


class Datumveld(Datumbasis):
    """A whole date. `uiterlijk` and `vanaf` are dates, or callables for a limit that moves such as today."""

    def lees(self, invoer: DatumInvoer) -> date:
        """The date that was typed."""
        return lees_datum(invoer)

    def validate(self, value: Any) -> None:
        """Required, and within the limits."""
        super().validate(value)
        if value is not None:
            self._controleer_grenzen(value, value)


class DeelDatumveld(Datumbasis):
    """A date known to the day, the month or the year; gives a `DeelDatum`, or None when nothing was typed."""

    def lees(self, invoer: DatumInvoer) -> DeelDatum:
        """The partial date that was typed."""
        return lees_deeldatum(invoer)

    def to_python(self, value: Any) -> DeelDatum | None:
        """As a whole date; a `date` (of a model instance) counts as known to the day."""
        gelezen = super().to_python(value)
        return DeelDatum.uit_datum(gelezen) if isinstance(gelezen, date) else gelezen

    def validate(self, value: Any) -> None:
        """Required, and at least one possible day within the limits."""
        super().validate(value)
        if value is not None:
            self._controleer_grenzen(value.van, value.tot)
