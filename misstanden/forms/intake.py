"""The topics of the intake of a misstand: what the kernel does not ask already, and what it asks otherwise."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze
from zaken.models import Zaak
from zaken.schermen.intake import onderwerpen
from zaken.schermen.intake.onderwerpen import BevestigingForm
from zaken.schermen.velden import gedaan_op

GEHEIM = (Zaak.Anonimiteit.VERTROUWELIJK, Zaak.Anonimiteit.ANONIEM)
"""The identity of the melder is secret by law (Wbk art. 1a): one of these, always."""


class OntvangstForm(onderwerpen.OntvangstForm):
    """How it came in, and what the melder is to Defensie."""

    anonimiteiten = GEHEIM
    field_order = ["ontvangen_defensie", "ontvangen_register", "meldkanaal", "melder_status", "anonimiteit"]
    melder_status = Codekeuze(
        lijst="melder_status",
        label=gettext_lazy("Wat heeft de melder met Defensie te maken?"),
        required=False,
        widget=forms.RadioSelect,
    )


class GedaanForm(BevestigingForm):
    """Whether the melder heard that it came in, agreed with the report of the talk, or reported elsewhere."""

    field_order = ["bevestigd_op", "verslag_akkoord_op", "extern_gemeld_bij"]
    verslag_akkoord_op = gedaan_op(
        label=gettext_lazy("Wanneer was de melder akkoord met het verslag van het gesprek?"),
        help_text=gettext_lazy("Alleen bij een mondelinge melding."),
    )
    extern_gemeld_bij = Codekeuze(
        lijst="extern_meldpunt",
        label=gettext_lazy("Waar heeft de melder dit ook gemeld, buiten Defensie?"),
        help_text=gettext_lazy("Nergens? Laat dit leeg."),
        required=False,
    )
