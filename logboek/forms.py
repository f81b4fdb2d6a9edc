"""What an auditor filters the log on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gebruikers.models import Gebruiker
from gebruikers.volgorde import op_naam
from schermen.formulieren import Datumveld, Zoekkeuze

from .models import NIET_GESCHREVEN, Soort
from .queries import zaak_van_nummer

GEEN_ZAAK = UUID(int=0)
"""The key of no zaak."""


class LogboekFilterForm(forms.Form):
    """Kind of event, who did it, to which zaak, and from which day up to which day."""

    toon_niet_verplicht = False

    soort = forms.ChoiceField(label=gettext_lazy("Gebeurtenis"), required=False)
    door = forms.TypedChoiceField(
        label=gettext_lazy("Gebruiker"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=Zoekkeuze,
        error_messages={
            "invalid_choice": gettext_lazy("Deze naam staat niet in de lijst. Kies een naam uit de lijst.")
        },
    )
    zaak = forms.CharField(
        label=gettext_lazy("Zaak"),
        help_text=gettext_lazy("Het nummer, zoals M-2024-00627, of het kenmerk."),
        max_length=40,
        required=False,
    )
    van = Datumveld(label=gettext_lazy("Vanaf"), required=False)
    tot = Datumveld(label=gettext_lazy("Tot en met"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soorten = [keuze for keuze in Soort.choices if keuze[0] not in NIET_GESCHREVEN]
        gebruikers = op_naam(Gebruiker.objects.order_by("pk").values_list("pk", "naam"), lambda een: een[1])
        self.fields["soort"].choices = [("", _("Alle gebeurtenissen")), *soorten]  # type: ignore[attr-defined]  # a choice field
        self.fields["door"].choices = [("", _("Alle gebruikers")), *gebruikers]  # type: ignore[attr-defined]  # a choice field

    def clean_zaak(self) -> UUID | None:
        """The key of the zaak, by number or by the key itself; a zaak that was destroyed still has events.

        A number that no zaak has is a key that no event has: both find nothing, in the same words.
        """
        tekst = self.cleaned_data["zaak"].strip()
        if not tekst:
            return None
        try:
            return UUID(tekst)
        except ValueError:
            return zaak_van_nummer(tekst.upper()) or GEEN_ZAAK

    def clean(self) -> dict[str, Any]:
        """A period ends on or after the day it begins."""
        van, tot = self.cleaned_data.get("van"), self.cleaned_data.get("tot")
        if van and tot and tot < van:
            self.add_error("tot", _("Deze dag ligt voor de dag bij Vanaf. Kies een latere dag."))
        return self.cleaned_data

    def gekozen(self) -> dict[str, str | int]:
        """What was filtered on, as codes, ids and days: what the log says of looking at the log."""
        keuze = {naam: waarde for naam, waarde in self.cleaned_data.items() if waarde not in ("", None)}
        return {naam: waarde if isinstance(waarde, int) else str(waarde) for naam, waarde in keuze.items()}
