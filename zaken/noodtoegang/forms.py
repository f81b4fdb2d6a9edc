"""What is asked before a zaak opens, and what a reviewer answers: shape only."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zaken.models import Noodtoegang
from zaken.register import registers

LANG_GENOEG = 20
"""Characters of a reason that says something."""


class NoodtoegangForm(forms.Form):
    """Which number, why, and how long: from one hour up to what the beheerder set."""

    zaaknummer = forms.CharField(
        label=gettext_lazy("Zaaknummer"),
        help_text=gettext_lazy(
            "Bijvoorbeeld M-2024-00627. Controleer het nummer goed. "
            "Ook als er geen zaak opengaat, krijgen de anderen bericht en lezen zij uw reden."
        ),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "class": "app-w20"}),
        error_messages={"required": gettext_lazy("Vul het zaaknummer in.")},
    )
    reden = forms.CharField(
        label=gettext_lazy("Waarom moet u deze zaak nu lezen?"),
        help_text=gettext_lazy("Wie uw noodtoegang beoordeelt, leest dit. Gebruik geen namen."),
        max_length=1_000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Schrijf waarom u deze zaak moet lezen.")},
    )
    uren = forms.TypedChoiceField(label=gettext_lazy("Hoelang hebt u nodig?"), coerce=int)

    def __init__(self, *args: Any, hoogstens: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuzes = [
            (uur, ngettext("%(uur)s uur", "%(uur)s uur", uur) % {"uur": uur})
            for uur in range(1, hoogstens + 1)
        ]
        self.fields["uren"].choices = keuzes  # type: ignore[attr-defined]  # a choice field

    def clean_zaaknummer(self) -> str:
        """As numbers are written. Whether there is such a zaak is nobody's business yet."""
        nummer = str(self.cleaned_data["zaaknummer"]).strip().upper()
        letters = "".join(register.lijst.letter for register in registers())
        if not re.fullmatch(rf"[{letters}]-[0-9]{{4}}-[0-9]{{5,9}}", nummer):
            raise ValidationError(_("Een zaaknummer ziet eruit als M-2024-00627. Controleer het nummer."))
        return nummer

    def clean_reden(self) -> str:
        """More than a word: somebody else has to judge it."""
        reden = str(self.cleaned_data["reden"]).strip()
        if len(reden) < LANG_GENOEG:
            raise ValidationError(_("Schrijf een reden die een ander kan beoordelen, van minstens een zin."))
        return reden


class OordeelForm(forms.Form):
    """Whether it was justified; why not, when it was not."""

    oordeel = forms.ChoiceField(
        label=gettext_lazy("Wat vindt u van deze noodtoegang?"),
        choices=Noodtoegang.Oordeel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies een oordeel.")},
    )
    toelichting = forms.CharField(
        label=gettext_lazy("Toelichting"),
        help_text=gettext_lazy(
            "Vul dit in als u de noodtoegang niet terecht vindt. Wie de noodtoegang opende, leest het. "
            "Gebruik geen namen."
        ),
        max_length=1_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        schoon: dict[str, Any] = self.cleaned_data
        niet_terecht = schoon.get("oordeel") == Noodtoegang.Oordeel.NIET_TERECHT
        if niet_terecht and not schoon.get("toelichting", "").strip():
            self.add_error("toelichting", _("Schrijf waarom u de noodtoegang niet terecht vindt."))
        return schoon
