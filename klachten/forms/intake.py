"""The topics of the intake of a klacht: what the kernel does not ask already, and what it asks otherwise."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze
from klachten.models import Klacht, Klachtonderdeel
from klachten.voorwaarden import ONDERDEEL
from zaken.models import Persoon, Zaak
from zaken.schermen.intake import onderwerpen, personen
from zaken.schermen.intake.onderwerpen import BevestigingForm
from zaken.schermen.intake.rijen import RijenForm
from zaken.schermen.velden import tekst


class OntvangstForm(onderwerpen.OntvangstForm):
    """How the klacht came in; it is never anonymous (Awb 9:4, 9:9)."""

    anonimiteiten = (Zaak.Anonimiteit.NEE, Zaak.Anonimiteit.VERTROUWELIJK)
    geheimhouding = {
        Zaak.Anonimiteit.VERTROUWELIJK: gettext_lazy(
            "Alleen de aangeklaagde en wie de klacht behandelt, kennen de naam."
        ),
    }
    field_order = [
        "ontvangen_defensie", "ontvangen_register", "meldkanaal", "vorm", "ondertekend", "jegens_klager",
        "anonimiteit",
    ]  # fmt: skip
    anonimiteit = forms.ChoiceField(
        label=gettext_lazy("Wie klaagt?"),
        help_text=gettext_lazy("Een klacht kan niet anoniem."),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wie klaagt.")},
    )
    vorm = forms.ChoiceField(
        label=gettext_lazy("Hoe is de klacht gedaan?"),
        choices=Klacht.Vorm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe de klacht is gedaan.")},
    )
    ondertekend = forms.BooleanField(label=gettext_lazy("De klacht is ondertekend"), required=False)
    jegens_klager = forms.BooleanField(
        label=gettext_lazy("De klacht gaat over gedrag tegenover de klager zelf"),
        help_text=gettext_lazy("Alleen dan gelden de wettelijke termijnen van een schriftelijke klacht."),
        required=False,
        initial=True,
    )


class PersonenForm(personen.PersonenForm):
    """The klager, and about whom the klacht is."""

    soorten = {rol.value: rol.label for rol in (Persoon.Rol.AANGEKLAAGDE, Persoon.Rol.GETUIGE)}
    over_wie = Persoon.Rol.AANGEKLAAGDE


class OnderdelenForm(RijenForm):
    """What the klacht is about, part by part; each part gets its own oordeel."""

    soorten = {ONDERDEEL: gettext_lazy("Klachtonderdeel")}
    rijen_kop = gettext_lazy("Uit welke delen bestaat de klacht?")
    rijen_hulp = gettext_lazy("Elk deel krijgt later een eigen oordeel. Een deel is genoeg om te beginnen.")
    rijen_icoon = "list"
    klachtsoort = Codekeuze(
        lijst="klachtsoort",
        label=gettext_lazy("Wat voor klacht is het?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wat voor klacht het is.")},
    )

    @classmethod
    def rijvelden(cls, soort: str) -> dict[str, forms.Field]:
        """By name of the field of `Klachtonderdeel`."""
        return {
            "gedraging": Codekeuze(
                lijst="gedraging", label=gettext_lazy("Om welk gedrag gaat het?"), required=False
            ),
            "omschrijving": tekst(
                Klachtonderdeel,
                "omschrijving",
                rijen=3,
                required=True,
                label=gettext_lazy("Omschrijf dit deel van de klacht"),
                help_text=gettext_lazy("Gebruik geen namen."),
                error_messages={"required": gettext_lazy("Omschrijf dit deel van de klacht.")},
            ),
        }


class GedaanForm(BevestigingForm):
    """Whether a commission advises, and whether the klager heard that the klacht came in."""

    field_order = ["via_commissie", "bevestigd_op"]
    via_commissie = forms.BooleanField(
        label=gettext_lazy("Een commissie adviseert over deze klacht"),
        help_text=gettext_lazy(
            "Dan is de termijn voor het oordeel tien weken. Noem de commissie in de bevestiging."
        ),
        required=False,
    )
