"""The parts of a melding that can be changed: what the kernel does not ask already, one form per page."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze, Codekeuzes
from meldingen.models import Melding
from schermen.formulieren import Datumveld
from zaken.schermen import onderdelen
from zaken.schermen.onderdelen import OnderdeelForm
from zaken.schermen.velden import gedaan_op, tekst


class GegevensForm(onderdelen.GegevensForm):
    """How the melding came in, and from whom."""

    bron = Codekeuze(lijst="bron", label=gettext_lazy("Waar komt de melding vandaan?"), required=False)
    indeling = [
        (gettext_lazy("Ontvangst"), ["ontvangen_defensie", "ontvangen_register", "meldkanaal", "bron"]),
        (gettext_lazy("Melder en betrokkenen"), ["anonimiteit", "aantal_betrokkenen"]),
        (gettext_lazy("Vertrouwelijkheid"), ["rubricering"]),
    ]


class GebeurtenisForm(onderdelen.GebeurtenisForm):
    """What happened, and in which categories it counts."""

    hoofdcategorie = Codekeuze(lijst="hoofdcategorie", label=gettext_lazy("Waar gaat het over?"))
    subcategorieen = Codekeuzes(
        lijst="subcategorie",
        label=gettext_lazy("Waar gaat het precies over?"),
        help_text=gettext_lazy("U kunt meer kiezen. Kies onder dezelfde hoofdcategorie."),
        required=False,
    )
    indeling = [
        (gettext_lazy("Wat"), ["onderwerp", "omschrijving", "hoofdcategorie", "subcategorieen"]),
        (gettext_lazy("Wanneer"), ["voorval_van", "voorval_tot"]),
        (gettext_lazy("Waar"), ["locatiecontext", "defensieonderdeel", "eenheid"]),
    ]


class BehandelingForm(OnderdeelForm):
    """What was done with it: contact with the melder, advice and decision, how it ended, nazorg."""

    titel = gettext_lazy("Behandeling wijzigen")
    toon_niet_verplicht: ClassVar[bool] = False
    codes_van_vandaag = True
    bevestigd_op = gedaan_op(label=gettext_lazy("Ontvangst bevestigd aan de melder op"))
    wens_melder = tekst(Melding, "wens_melder", label=gettext_lazy("Wat wil de melder bereiken?"))
    aangifte = forms.ChoiceField(
        label=gettext_lazy("Is er aangifte gedaan?"),
        choices=Melding.Aangifte.choices,
        widget=forms.RadioSelect,
    )
    afstemming_om = forms.BooleanField(label=gettext_lazy("Afgestemd met het OM"), required=False)
    ordemaatregel = tekst(Melding, "ordemaatregel", label=gettext_lazy("Ordemaatregel"), rijen=3)
    bevoegd_gezag = tekst(
        Melding,
        "bevoegd_gezag",
        label=gettext_lazy("Functie van het bevoegd gezag"),
        help_text=gettext_lazy("Alleen de functie, geen naam."),
    )
    coid_advies = Codekeuze(lijst="coid_advies", label=gettext_lazy("Advies van COID"), required=False)
    coid_advies_op = gedaan_op(label=gettext_lazy("Advies gegeven op"))
    herinneren_op = Datumveld(label=gettext_lazy("Bevoegd gezag herinneren op"), required=False)
    besluit_bg = Codekeuze(
        lijst="besluit_bg", label=gettext_lazy("Besluit van het bevoegd gezag"), required=False
    )
    besluit_bg_op = gedaan_op(label=gettext_lazy("Besluit genomen op"))
    afwijking_reden = tekst(
        Melding,
        "afwijking_reden",
        label=gettext_lazy("Waarom wijkt het besluit af van het advies?"),
        help_text=gettext_lazy("Alleen als het besluit anders is dan het advies."),
    )
    afdoeningen = Codekeuzes(
        lijst="afdoening",
        label=gettext_lazy("Afdoening"),
        help_text=gettext_lazy("Wat is er met de melding gedaan? U kunt meer kiezen."),
        required=False,
    )
    uitkomst = Codekeuze(lijst="uitkomst_melding", label=gettext_lazy("Uitkomst"), required=False)
    teruggekoppeld_op = gedaan_op(label=gettext_lazy("Melder bericht gestuurd op"))
    geen_terugkoppeling_reden = tekst(
        Melding,
        "geen_terugkoppeling_reden",
        label=gettext_lazy("Geen bericht gestuurd? Schrijf waarom."),
        rijen=3,
    )
    geen_nazorg_reden = tekst(
        Melding,
        "geen_nazorg_reden",
        label=gettext_lazy("Geen nazorg? Schrijf waarom."),
        help_text=gettext_lazy(
            "Dan vervallen alle momenten die nog open zijn. Eén moment legt u vast bij Termijnen."
        ),
        rijen=3,
    )
    indeling = [
        (gettext_lazy("Melder"), ["bevestigd_op", "wens_melder"]),
        (gettext_lazy("Aangifte en ordemaatregel"), ["aangifte", "afstemming_om", "ordemaatregel"]),
        (
            gettext_lazy("Advies en besluit"),
            [
                "bevoegd_gezag",
                "coid_advies",
                "coid_advies_op",
                "herinneren_op",
                "besluit_bg",
                "besluit_bg_op",
                "afwijking_reden",
            ],
        ),
        (
            gettext_lazy("Afronding"),
            ["afdoeningen", "uitkomst", "teruggekoppeld_op", "geen_terugkoppeling_reden"],
        ),
        (gettext_lazy("Nazorg"), ["geen_nazorg_reden"]),
    ]


ONDERDELEN: dict[str, type[OnderdeelForm]] = {
    "gegevens": GegevensForm,
    "gebeurtenis": GebeurtenisForm,
    "behandeling": BehandelingForm,
}
"""The parts by their name in the address."""
