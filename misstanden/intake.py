"""The intake of a misstand: four topics, and what to do next."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zaken import termijnen
from zaken.instellingen.queries import gelijkgestelde_dagen
from zaken.register.intake import Intakeopgave, Onderwerp
from zaken.schermen.intake.onderwerpen import GebeurtenisForm
from zaken.schermen.intake.overzicht import bevestig_uiterlijk
from zaken.schermen.intake.personen import PersonenForm

from .forms.intake import GedaanForm, OntvangstForm
from .models import Misstand


def bevestig_de_ontvangst(misstand: Misstand, vandaag: date) -> str:
    """What the registrar reads behind the number, unless it was done already."""
    if misstand.bevestigd_op:
        return ""
    termijn = termijnen.misstand.ontvangstbevestiging(
        ontvangen=misstand.ontvangen_defensie, gelijkgestelde_dagen=gelijkgestelde_dagen()
    )
    return bevestig_uiterlijk(termijn.werkdatum, vandaag=vandaag)


INTAKE = Intakeopgave(
    onderwerpen=(
        Onderwerp(
            "ontvangst",
            _("Hoe kwam het vermoeden binnen?"),
            OntvangstForm,
            uitleg=_(
                "De identiteit van de melder is geheim volgens de wet. Alleen wie het vermoeden ontvangt of "
                "opvolgt, mag weten wie de melder is."
            ),
            hulp=_("De dag waarop Defensie het vermoeden kreeg, bepaalt de wettelijke termijnen."),
        ),
        Onderwerp(
            "personen",
            _("Om wie gaat het?"),
            PersonenForm,
            uitleg=_("Namen en contactgegevens staan alleen hier. Gebruik ze niet bij de andere stappen."),
            hulp=_("Personen kunt u ook later toevoegen."),
        ),
        Onderwerp(
            "gebeurtenis",
            _("Wat is er aan de hand?"),
            GebeurtenisForm,
            uitleg=_("Schrijf op wat u nu weet. U kunt later altijd informatie toevoegen."),
            hulp=_("Schrijf niets op waaruit iemand kan afleiden wie de melder is."),
        ),
        Onderwerp(
            "gedaan",
            _("Wat is er al gedaan?"),
            GedaanForm,
            uitleg=_("Weet u iets nog niet? Laat het leeg en ga verder."),
            hulp=_("Bevestig de ontvangst binnen 7 dagen aan de melder."),
        ),
    ),
    begin=_("Begin een nieuw vermoeden van een misstand"),
    na_opslaan=bevestig_de_ontvangst,
)
