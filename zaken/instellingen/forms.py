"""What a beheerder types about norms and equated days: shape only."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schermen.formulieren import Datumveld, Versieform
from zaken.models.instellingen import DUREN, JA_NEE, MOMENTEN, UREN, Norm, Normcode, Normeenheid
from zaken.services.instellingen import Normwaarde

HOOGSTENS = 999
_GETAL = gettext_lazy("Vul een heel getal in van 1 tot en met 999.")


class _NormForm(Versieform):
    """The source and the first day; what the value looks like is up to the kind of norm."""

    bron = forms.CharField(
        label=gettext_lazy("Bron"),
        max_length=200,
        help_text=gettext_lazy("In welk besluit of welke regeling staat dit?"),
        error_messages={"required": gettext_lazy("Vul de bron in.")},
    )
    geldig_van = Datumveld(
        label=gettext_lazy("Geldig vanaf"),
        help_text=gettext_lazy(
            "Vandaag of later. De waarde geldt voor zaken die Defensie vanaf deze dag ontvangt."
        ),
        error_messages={"required": gettext_lazy("Vul de eerste dag in.")},
    )
    field_order = ("aantal", "eenheid", "momenten", "geldt", "bron", "geldig_van")


class DuurForm(_NormForm):
    """A number of days, weeks or months."""

    aantal = forms.IntegerField(
        label=gettext_lazy("Aantal"),
        min_value=1,
        max_value=HOOGSTENS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "app-w4"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _GETAL),
    )
    eenheid = forms.ChoiceField(
        label=gettext_lazy("Eenheid"),
        choices=[(eenheid.value, eenheid.label) for eenheid in DUREN],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies dagen, weken of maanden.")},
    )

    def waarde(self) -> Normwaarde:
        """The duration that was typed; call after `is_valid`."""
        schoon = self.cleaned_data
        return Normwaarde((schoon["aantal"],), Normeenheid(schoon["eenheid"]), schoon["bron"])


class MomentenForm(_NormForm):
    """Rising numbers of months."""

    momenten = forms.CharField(
        label=gettext_lazy("Maanden na de afhandeling"),
        max_length=60,
        help_text=gettext_lazy("Van vroeg naar laat, met komma's ertussen. Bijvoorbeeld: 3, 6, 12."),
        error_messages={"required": gettext_lazy("Vul ten minste 1 moment in.")},
    )

    def clean_momenten(self) -> tuple[int, ...]:
        """Numbers from 1 to 999, each later than the one before."""
        delen = re.split(r"\s*(?:,|\ben\b|\s)\s*", self.cleaned_data["momenten"].strip())
        if not all(re.fullmatch(r"[1-9][0-9]{0,2}", deel) for deel in delen):
            raise ValidationError(
                _("Vul alleen hele getallen in, van 1 tot en met 999, met komma's ertussen.")
            )
        getallen = tuple(int(deel) for deel in delen)
        if list(getallen) != sorted(set(getallen)):
            raise ValidationError(_("Zet de maanden van vroeg naar laat, elke maand één keer."))
        return getallen

    def waarde(self) -> Normwaarde:
        """The moments that were typed; call after `is_valid`."""
        return Normwaarde(self.cleaned_data["momenten"], Normeenheid.MAANDEN, self.cleaned_data["bron"])


class JaNeeForm(_NormForm):
    """Whether a norm holds."""

    geldt = forms.TypedChoiceField(
        label=gettext_lazy("Geldt dit?"),
        choices=[("1", gettext_lazy("Ja")), ("0", gettext_lazy("Nee"))],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies ja of nee.")},
    )

    def waarde(self) -> Normwaarde:
        """The answer; call after `is_valid`."""
        return Normwaarde((self.cleaned_data["geldt"],), Normeenheid.JA_NEE, self.cleaned_data["bron"])


class UrenForm(_NormForm):
    """A number of hours."""

    aantal = forms.IntegerField(
        label=gettext_lazy("Aantal uren"),
        min_value=1,
        max_value=24,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "app-w4"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            gettext_lazy("Vul een heel getal in van 1 tot en met 24."),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["geldig_van"].help_text = _("De waarde geldt voor noodtoegang die vanaf deze dag begint.")

    def waarde(self) -> Normwaarde:
        """The hours that were typed; call after `is_valid`."""
        return Normwaarde((self.cleaned_data["aantal"],), Normeenheid.UREN, self.cleaned_data["bron"])


NormForm = DuurForm | MomentenForm | JaNeeForm | UrenForm
_FORMULIEREN: tuple[tuple[frozenset[Normcode], type[NormForm]], ...] = (
    (JA_NEE, JaNeeForm),
    (MOMENTEN, MomentenForm),
    (UREN, UrenForm),
)


def normform(code: Normcode, gegevens: Any, *, norm: Norm | None = None) -> NormForm:
    """The form for this kind of norm; filled with `norm` when that is to be changed, else for a value that is added."""
    klasse = next((klasse for codes, klasse in _FORMULIEREN if code in codes), DuurForm)
    begin: dict[str, Any] = {}
    if norm is not None:
        begin = {"bron": norm.bron, "geldig_van": norm.geldig_van, "eenheid": norm.eenheid}
        begin |= {"aantal": norm.getallen[0], "geldt": norm.getallen[0]}
        begin["momenten"] = ", ".join(str(getal) for getal in norm.getallen)
        begin["kenmerk"] = norm.kenmerk
    form = klasse(gegevens, initial=begin)
    if norm is None:
        del form.fields["kenmerk"]
    return form


class DagForm(forms.Form):
    """A day and the decree that equates it."""

    dag = Datumveld(
        label=gettext_lazy("Dag"),
        help_text=gettext_lazy("Vandaag of later. Als de dag er is, kunt u hem niet meer weghalen."),
        error_messages={"required": gettext_lazy("Vul de dag in.")},
    )
    bron = forms.CharField(
        label=gettext_lazy("Bron"),
        max_length=200,
        help_text=gettext_lazy("Het koninklijk besluit, met datum of nummer."),
        error_messages={"required": gettext_lazy("Vul de bron in.")},
    )
