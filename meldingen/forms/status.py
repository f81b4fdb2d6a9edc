"""What one step of the transition table asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meldingen.controles import blijft_over
from meldingen.models import Melding
from meldingen.status import Status
from meldingen.voorwaarden import TOELICHTING_VERPLICHT
from schermen.formulieren import Datumveld

from .boodschappen import noem_de_vraag


def _morgen() -> Any:
    return localdate() + timedelta(days=1)


STAPVELDEN: dict[str, tuple[str, Callable[[], forms.Field]]] = {
    Status.OPGESCHORT: (
        "herbeoordelen_op",
        lambda: Datumveld(
            label=_("Wanneer kijkt u opnieuw?"), help_text=_("Kies een dag na vandaag."), vanaf=_morgen
        ),
    ),
    Status.DOORGELEID: (
        "doorgeleid_naar",
        lambda: forms.ChoiceField(
            label=_("Waarnaar geleidt u de melding door?"),
            choices=Melding.Doorgeleid.choices,
            widget=forms.RadioSelect,
        ),
    ),
    Status.SAMENGEVOEGD: (
        "samengevoegd_met",
        lambda: forms.CharField(
            label=_("Met welke melding voegt u samen?"),
            help_text=_("Vul het nummer in, bijvoorbeeld M-2024-00627. Die melding blijft over."),
            max_length=20,
        ),
    ),
}
"""The field of the melding that a step fills itself."""


class Statusform(forms.Form):
    """The explanation and, for some steps, one field more. `vanuit` is the status that the user saw."""

    toelichting = forms.CharField(
        label=gettext_lazy("Toelichting"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Schrijf een toelichting")},
    )
    vanuit = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, melding: Melding, naar: Status, zoek: Callable[[str], Melding | None]
    ) -> None:
        super().__init__(data, initial={"vanuit": melding.status})
        self._melding, self._naar, self._zoek = melding, naar, zoek
        self.fields["toelichting"].required = naar in TOELICHTING_VERPLICHT
        if stap := STAPVELDEN.get(naar):
            self.fields = {stap[0]: stap[1](), **self.fields}
        noem_de_vraag(self)

    def clean_samengevoegd_met(self) -> Melding:
        """The other melding, which the user sees and which still counts itself."""
        ander = self._zoek(self.cleaned_data["samengevoegd_met"].strip().upper())
        if ander is None or not blijft_over(self._melding, ander):
            raise ValidationError(
                _("Er is geen andere lopende melding met dit nummer die u kunt zien. Controleer het nummer.")
            )
        return ander

    @property
    def gegevens(self) -> dict[str, Any]:
        """The field that the step fills, or nothing."""
        stap = STAPVELDEN.get(self._naar)
        return {stap[0]: self.cleaned_data[stap[0]]} if stap else {}
