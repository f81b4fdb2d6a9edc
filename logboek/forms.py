"""What an auditor filters the log on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gebruikers.models import Gebruiker
from schermen.formulieren import Datumveld, Zoekkeuze

from .models import Soort


class LogboekFilterForm(forms.Form):
    """Kind of event, who did it, and from which day up to which day."""

    toon_niet_verplicht = False

    soort = forms.ChoiceField(label=gettext_lazy("Gebeurtenis"), required=False)
    door = forms.TypedChoiceField(
        label=gettext_lazy("Gebruiker"), required=False, coerce=int, empty_value=None, widget=Zoekkeuze
    )
    van = Datumveld(label=gettext_lazy("Vanaf"), required=False)
    tot = Datumveld(label=gettext_lazy("Tot en met"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soorten: list[tuple[str, Any]] = [("", _("Alle gebeurtenissen")), *Soort.choices]
        gebruikers = Gebruiker.objects.order_by(Lower("naam"), "pk").values_list("pk", "naam")
        self.fields["soort"].choices = soorten  # type: ignore[attr-defined]  # a choice field
        self.fields["door"].choices = [("", _("Alle gebruikers")), *gebruikers]  # type: ignore[attr-defined]  # a choice field
