"""The forms of one row of an onderzoek."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze
from onderzoeken.models import Aanbeveling, Gesprek, Onderzoeker
from onderzoeken.models import Conclusie as Conclusierij
from schermen.formulieren import Datumveld
from zaken.schermen.rijform import RijForm
from zaken.schermen.velden import gedaan_op, tekst

from .intake import GEEN_NAMEN


class OnderzoekerForm(RijForm):
    """Who investigates, and whether they declared to be independent."""

    naam = tekst(Onderzoeker, "naam", label=gettext_lazy("Naam van de onderzoeker"))
    onafhankelijk_op = gedaan_op(
        label=gettext_lazy("Verklaarde onafhankelijk te zijn op"),
        help_text=gettext_lazy("Nodig voordat het onderzoek start."),
    )
    indeling = [(gettext_lazy("Onderzoeker"), ["naam", "onafhankelijk_op"])]


class GesprekForm(RijForm):
    """One verhoor or conversation."""

    gesprekssoort = Codekeuze(lijst="gesprekssoort", label=gettext_lazy("Wat voor gesprek was het?"))
    gehouden_op = gedaan_op(label=gettext_lazy("Gehouden op"), required=True)
    verslag = tekst(Gesprek, "verslag", label=gettext_lazy("Verslag"), help_text=GEEN_NAMEN, rijen=10)
    indeling = [(gettext_lazy("Gesprek"), ["gesprekssoort", "gehouden_op", "verslag"])]


class ConclusieForm(RijForm):
    """What was established about one betrokkene, or about all, in one hoofdcategorie."""

    betrokkene = forms.IntegerField(
        label=gettext_lazy("Nummer van de betrokkene"),
        help_text=gettext_lazy(
            "Bijvoorbeeld 2 voor Betrokkene 2. Gaat het niet over een persoon? Laat dit leeg."
        ),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput({"inputmode": "numeric", "class": "app-w4", "autocomplete": "off"}),
        error_messages={
            "invalid": gettext_lazy("Vul een heel getal in, bijvoorbeeld 2."),
            "min_value": gettext_lazy("Vul 1 of een hoger getal in."),
            "max_value": gettext_lazy("Vul een getal in tot en met 999."),
        },
    )
    hoofdcategorie = Codekeuze(lijst="hoofdcategorie", label=gettext_lazy("Hoofdcategorie"))
    conclusie = Codekeuze(lijst="onderzoeksconclusie", label=gettext_lazy("Wat is vastgesteld?"))
    toelichting = tekst(Conclusierij, "toelichting", label=gettext_lazy("Toelichting"), help_text=GEEN_NAMEN)
    indeling = [
        (gettext_lazy("Waarover"), ["betrokkene", "hoofdcategorie"]),
        (gettext_lazy("Conclusie"), ["conclusie", "toelichting"]),
    ]


class AanbevelingForm(RijForm):
    """One thing that the report advises to do."""

    omschrijving = tekst(
        Aanbeveling, "omschrijving", label=gettext_lazy("Wat beveelt het rapport aan?"), help_text=GEEN_NAMEN
    )
    eigenaar = tekst(
        Aanbeveling,
        "eigenaar",
        label=gettext_lazy("Wie voert dit uit?"),
        help_text=gettext_lazy("Alleen de functie, geen naam."),
    )
    uiterlijk_op = Datumveld(label=gettext_lazy("Uiterlijk op"), required=False)
    opvolging = Codekeuze(lijst="aanbeveling_opvolging", label=gettext_lazy("Hoe staat het ervoor?"))
    indeling = [
        (gettext_lazy("Aanbeveling"), ["omschrijving"]),
        (gettext_lazy("Opvolging"), ["eigenaar", "uiterlijk_op", "opvolging"]),
    ]
