"""Asking whether an account belongs to somebody who was named, in an intake and behind a person of a zaak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from zaken.herkennen import Herkend
from zaken.models import Uitsluiting
from zaken.services.toegang import Voorbehoud

from .woorden import RegisterForm

IEMAND_ANDERS = "iemand_anders"


def herkenveld(herkend: Herkend) -> forms.ChoiceField:
    """The question about one account; somebody involved is what is proposed, by standing first."""
    vraag = _("%(wie)s lijkt de gebruiker %(naam)s te zijn. Is dit dezelfde persoon?")
    return forms.ChoiceField(
        label=vraag % {"wie": herkend.wie, "naam": herkend.naam},
        choices=[
            (Uitsluiting.Grond.BETROKKEN.value, _("Ja. Deze gebruiker is zelf betrokken")),
            (
                Uitsluiting.Grond.LEIDINGGEVENDE.value,
                _("Nee, maar deze gebruiker is leidinggevende van een betrokkene"),
            ),
            (IEMAND_ANDERS, _("Nee, het is iemand anders")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies of %(naam)s dezelfde persoon is of iemand anders.") % {"naam": herkend.naam}
        },
    )


def voorbehouden(herkend: Iterable[Herkend], antwoorden: Mapping[str, Any]) -> list[Voorbehoud]:
    """Whom to exclude, from clean answers by the name of `herkenveld`: `account_<id>`."""
    gegeven = [(een.gebruiker_id, antwoorden[f"account_{een.gebruiker_id}"]) for een in herkend]
    return [Voorbehoud(pk, Uitsluiting.Grond(grond)) for pk, grond in gegeven if grond != IEMAND_ANDERS]


class HerkendForm(RegisterForm):
    """One question per account that matches a person of a zaak."""

    def __init__(self, data: Any = None, *, herkend: list[Herkend]) -> None:
        super().__init__(data)
        self.herkend = herkend
        self.fields |= {f"account_{een.gebruiker_id}": herkenveld(een) for een in herkend}

    @property
    def uitsluitingen(self) -> list[Voorbehoud]:
        """Of a valid form."""
        return voorbehouden(self.herkend, self.cleaned_data)
