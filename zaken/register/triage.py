"""What is asked of every signal before anything else, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Antwoord(models.TextChoices):
    JA = "ja", _("Ja")
    NEE = "nee", _("Nee")
    ONBEKEND = "onbekend", _("Weet ik niet")


@dataclass(frozen=True)
class Triagevraag:
    """One question, and what to do when the answer is yes. The code stands in stored answers: it never changes."""

    code: str
    vraag: Any
    bij_ja: Any


TRIAGE: tuple[Triagevraag, ...] = (
    Triagevraag("gevaar", _("Is er nu gevaar?"), _("Bel 112 of de wacht. Doe dat eerst.")),
    Triagevraag(
        "minderjarige",
        _("Is iemand jonger dan 18 jaar erbij betrokken?"),
        _("Overleg vandaag met een collega wie er nog meer moet weten dat dit speelt."),
    ),
    Triagevraag(
        "suicide",
        _("Praat iemand over niet meer willen leven?"),
        _(
            "Bel bij direct gevaar 112. Wijs anders op 113 en op de bedrijfsarts, en laat diegene niet alleen."
        ),
    ),
    Triagevraag(
        "bewijs",
        _("Is er bewijs dat kan verdwijnen?"),
        _("Leg vandaag vast wat veilig bewaard moet worden, en wie dat doet."),
    ),
    Triagevraag(
        "aangifteplicht",
        _("Kan dit een misdrijf zijn waarvan Defensie aangifte moet doen?"),
        _("Overleg met een jurist over aangifte (artikel 162 van het Wetboek van Strafvordering)."),
    ),
)


def in_woorden(antwoorden: dict[str, str]) -> list[tuple[str, str]]:
    """Question and answer, in the order in which they are asked; what was not asked is left out."""
    return [
        (str(vraag.vraag), str(Antwoord(antwoorden[vraag.code]).label))
        for vraag in TRIAGE
        if antwoorden.get(vraag.code) in Antwoord.values
    ]


def te_doen(antwoorden: dict[str, str]) -> list[str]:
    """What a yes asks for, first things first."""
    return [str(vraag.bij_ja) for vraag in TRIAGE if antwoorden.get(vraag.code) == Antwoord.JA]
