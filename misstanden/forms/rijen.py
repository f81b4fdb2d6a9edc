"""The forms of what hangs under a misstand: benadeling, to whom the melder was named, and opschorting."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze
from misstanden.models import Bekendmaking, Benadeling, Opschorting
from zaken.schermen.rijform import RijForm
from zaken.schermen.velden import gedaan_op, tekst


class BenadelingForm(RijForm):
    """What was done to the melder."""

    vorm = Codekeuze(lijst="benadeling", label=gettext_lazy("Wat is er met de melder gedaan?"))
    bekend_op = gedaan_op(label=gettext_lazy("Wanneer werd dit bij ons bekend?"), required=True)
    toelichting = tekst(
        Benadeling,
        "toelichting",
        label=gettext_lazy("Toelichting"),
        help_text=gettext_lazy("Gebruik geen namen."),
    )
    indeling = [(gettext_lazy("Benadeling"), ["vorm", "bekend_op", "toelichting"])]


class OpschortingForm(RijForm):
    """From when, until when, and why."""

    van = gedaan_op(label=gettext_lazy("Vanaf welke dag is het opgeschort?"), required=True)
    tot = gedaan_op(
        label=gettext_lazy("Tot en met welke dag?"),
        help_text=gettext_lazy("Loopt het nog? Laat dit leeg."),
    )
    reden = tekst(
        Opschorting,
        "reden",
        label=gettext_lazy("Waarom?"),
        help_text=gettext_lazy("De termijnen van de wet lopen door. Gebruik geen namen."),
    )
    indeling = [(gettext_lazy("Opschorting"), ["van", "tot", "reden"])]


class BekendmakingForm(RijForm):
    """To whom, when, on what ground, and what the melder was told first."""

    aan = tekst(
        Bekendmaking,
        "aan",
        label=gettext_lazy("Aan wie is de identiteit bekendgemaakt?"),
        help_text=gettext_lazy("Alleen de organisatie of functie, geen naam."),
    )
    op = gedaan_op(label=gettext_lazy("Wanneer?"), required=True)
    grond = forms.ChoiceField(
        label=gettext_lazy("Op welke grond?"), choices=Bekendmaking.Grond.choices, widget=forms.RadioSelect
    )
    vooraf_bericht_op = gedaan_op(label=gettext_lazy("Wanneer kreeg de melder bericht vooraf?"))
    vooraf_bericht = tekst(
        Bekendmaking,
        "vooraf_bericht",
        label=gettext_lazy("Welke redenen stonden in het bericht vooraf?"),
        help_text=gettext_lazy("Altijd bij een wettelijke plicht. Geen bericht vooraf? Schrijf waarom niet."),
    )
    indeling = [
        (gettext_lazy("Bekendmaking"), ["aan", "op", "grond"]),
        (gettext_lazy("Bericht vooraf aan de melder"), ["vooraf_bericht_op", "vooraf_bericht"]),
    ]
