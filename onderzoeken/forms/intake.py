"""The topics of the intake of an onderzoek: what the kernel does not ask already, and what it asks otherwise."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze
from zaken.models import Persoon
from zaken.schermen.intake import onderwerpen, personen

GEEN_NAMEN = gettext_lazy(
    "Schrijf 'de betrokkene' of 'de getuige'. Gebruik geen namen. Zet hier geen staatsgeheime informatie in."
)


class AanvraagForm(onderwerpen.OntvangstForm):
    """Who asked for advice is the bevoegd gezag: an onderzoek has no channel and nobody who hands it in."""

    meldkanaal = None  # type: ignore[assignment]  # leaves the question out
    anonimiteit = None  # type: ignore[assignment]  # leaves the question out
    labels = {
        "ontvangen_defensie": gettext_lazy("Wanneer is om advies gevraagd?"),
        "ontvangen_register": gettext_lazy("Wanneer kwam de vraag bij ons?"),
    }
    help_texts = {"ontvangen_defensie": gettext_lazy("Bijvoorbeeld 27 3 2024.")}
    onderzoeksoort = Codekeuze(
        lijst="onderzoeksoort",
        label=gettext_lazy("Wat voor onderzoek wordt overwogen?"),
        help_text=gettext_lazy("Weet u dit nog niet? Laat het leeg."),
        widget=forms.RadioSelect,
        required=False,
    )


class GebeurtenisForm(onderwerpen.GebeurtenisForm):
    """What may have to be investigated."""

    labels = {
        "onderwerp": gettext_lazy("Waar gaat het onderzoek over, in één regel?"),
        "omschrijving": gettext_lazy("Beschrijf wat er onderzocht moet worden"),
    }
    help_texts = {"omschrijving": GEEN_NAMEN}


class PersonenForm(personen.PersonenForm):
    """Whom the onderzoek is about, and who may know something."""

    soorten = {rol.value: rol.label for rol in (Persoon.Rol.BETROKKENE, Persoon.Rol.GETUIGE)}

    @classmethod
    def rijvelden(cls, soort: str) -> dict[str, forms.Field]:
        """Without the relation to who handed it in: nobody does."""
        velden = super().rijvelden(soort)
        del velden["relatie"]
        return velden
