"""The parts of an onderzoek that can be changed, one form per page."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze
from onderzoeken.models import Onderzoek
from zaken.schermen import onderdelen
from zaken.schermen.onderdelen import OnderdeelForm
from zaken.schermen.velden import gedaan_op, tekst

from .intake import GEEN_NAMEN


class GegevensForm(onderdelen.GegevensForm):
    """When advice was asked, what about."""

    meldkanaal = None  # type: ignore[assignment]  # leaves the question out
    anonimiteit = None  # type: ignore[assignment]  # leaves the question out
    labels = {
        "ontvangen_defensie": gettext_lazy("Wanneer is om advies gevraagd?"),
        "ontvangen_register": gettext_lazy("Wanneer kwam de vraag bij ons?"),
    }
    help_texts = {"ontvangen_defensie": gettext_lazy("Het nummer van het onderzoek verandert niet.")}
    onderzoeksoort = Codekeuze(
        lijst="onderzoeksoort", label=gettext_lazy("Wat voor onderzoek is het?"), required=False
    )
    uitvoerder = forms.ChoiceField(
        label=gettext_lazy("Wie voert het onderzoek uit?"),
        choices=[("", gettext_lazy("Nog niet bekend")), *Onderzoek.Uitvoerder.choices],
        required=False,
    )
    indeling = [
        (gettext_lazy("Vraag om advies"), ["ontvangen_defensie", "ontvangen_register"]),
        (gettext_lazy("Het onderzoek"), ["onderzoeksoort", "uitvoerder", "aantal_betrokkenen"]),
        (gettext_lazy("Vertrouwelijkheid"), ["rubricering"]),
    ]


class GebeurtenisForm(onderdelen.GebeurtenisForm):
    """What is investigated, when and where it happened."""

    labels = {"omschrijving": gettext_lazy("Wat moet er onderzocht worden?")}
    help_texts = {"omschrijving": GEEN_NAMEN}


class AdviesForm(OnderdeelForm):
    """What COID advised, and when the bevoegd gezag decided."""

    titel = gettext_lazy("Advies en besluit wijzigen")
    toon_niet_verplicht: ClassVar[bool] = False
    codes_van_vandaag = True
    coid_advies = Codekeuze(lijst="coid_advies", label=gettext_lazy("Wat adviseert COID?"), required=False)
    coid_advies_op = gedaan_op(label=gettext_lazy("Advies gegeven op"))
    besluit_bg_op = gedaan_op(label=gettext_lazy("Het bevoegd gezag besloot op"))
    indeling = [
        (gettext_lazy("Advies van COID"), ["coid_advies", "coid_advies_op"]),
        (gettext_lazy("Besluit"), ["besluit_bg_op"]),
    ]


class InstellingForm(OnderdeelForm):
    """The order to investigate."""

    titel = gettext_lazy("Instelling wijzigen")
    toon_niet_verplicht: ClassVar[bool] = False
    instellingsbeschikking = tekst(
        Onderzoek,
        "instellingsbeschikking",
        label=gettext_lazy("Kenmerk van de instellingsbeschikking"),
        help_text=gettext_lazy("Gebruik geen namen."),
    )
    opdracht = tekst(
        Onderzoek, "opdracht", label=gettext_lazy("Wat is de opdracht?"), help_text=GEEN_NAMEN, rijen=8
    )
    ingesteld_op = gedaan_op(
        label=gettext_lazy("Ingesteld op"), help_text=gettext_lazy("De termijn van het rapport begint hier.")
    )
    indeling = [(gettext_lazy("Instelling"), ["instellingsbeschikking", "opdracht", "ingesteld_op"])]


class UitkomstForm(OnderdeelForm):
    """Wederhoor, report, decision."""

    titel = gettext_lazy("Wederhoor en rapport wijzigen")
    toon_niet_verplicht: ClassVar[bool] = False
    wederhoor_op = gedaan_op(label=gettext_lazy("Wederhoor op"))
    rapport_op = gedaan_op(label=gettext_lazy("Rapport vastgesteld op"))
    besluit_op = gedaan_op(label=gettext_lazy("Het bevoegd gezag besloot na het rapport op"))
    indeling = [(gettext_lazy("Wederhoor en rapport"), ["wederhoor_op", "rapport_op", "besluit_op"])]


ONDERDELEN: dict[str, type[OnderdeelForm]] = {
    "gegevens": GegevensForm,
    "gebeurtenis": GebeurtenisForm,
    "advies": AdviesForm,
    "instelling": InstellingForm,
    "uitkomst": UitkomstForm,
}
"""The parts by their name in the address."""
