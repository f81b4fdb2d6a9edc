"""The two forms of taking in a file: the file itself, and what was made of it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class BestandForm(forms.Form):
    """Which file."""

    toon_niet_verplicht = False
    bestand = forms.FileField(
        label=_("Welk bestand wilt u inlezen?"),
        help_text=_("CSV of Excel (XLSX), hoogstens 500 rijen en 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": _("Kies een bestand."),
            "missing": _("Kies een bestand."),
            "invalid": _("Kies een bestand."),
            "empty": _("Dit bestand is leeg. Kies een ander bestand."),
        },
    )


class BevestigForm(forms.Form):
    """Codes and keys that the page before wrote; never text of the file."""

    toon_niet_verplicht = False
    casussen = forms.CharField(widget=forms.HiddenInput)
    ook_gelijke = forms.BooleanField(
        label=_("Sla ook de rijen op die gelijk zijn aan een casus die u al hebt"),
        help_text=_("Kies dit alleen als het andere gesprekken waren."),
        required=False,
    )
