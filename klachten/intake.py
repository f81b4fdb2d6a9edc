"""The intake of a klacht: five topics, and what to do next."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zaken import termijnen
from zaken.instellingen.queries import normen_op
from zaken.register.intake import Intakeopgave, Onderwerp
from zaken.schermen.intake.onderwerpen import GebeurtenisForm
from zaken.schermen.intake.overzicht import bevestig_uiterlijk

from .forms.intake import GedaanForm, OnderdelenForm, OntvangstForm, PersonenForm
from .models import Klacht


def bevestig_de_ontvangst(klacht: Klacht, vandaag: date) -> str:
    """What the registrar reads behind the number, unless it was done already."""
    if klacht.bevestigd_op:
        return ""
    normen = normen_op(klacht.ontvangen_defensie)
    termijn = termijnen.klacht.ontvangstbevestiging(ontvangen=klacht.ontvangen_defensie, normen=normen)
    return bevestig_uiterlijk(termijn.werkdatum, vandaag=vandaag)


INTAKE = Intakeopgave(
    onderwerpen=(
        Onderwerp(
            "ontvangst",
            _("Hoe kwam de klacht binnen?"),
            OntvangstForm,
            uitleg=_(
                "Een klacht kan niet anoniem. De aangeklaagde krijgt een kopie van de klacht en de bijlagen. "
                "Wil de klager dat niet? Bespreek dan of dit een melding kan zijn."
            ),
            hulp=_("De dag waarop Defensie de klacht kreeg, bepaalt de wettelijke termijnen."),
        ),
        Onderwerp(
            "personen",
            _("Wie klaagt, en over wie?"),
            PersonenForm,
            uitleg=_("Namen en contactgegevens staan alleen hier. Gebruik ze niet bij de andere stappen."),
            hulp=_("Personen kunt u ook later toevoegen."),
        ),
        Onderwerp(
            "gebeurtenis",
            _("Wat is er gebeurd?"),
            GebeurtenisForm,
            uitleg=_("Schrijf op wat u nu weet. U kunt later altijd informatie toevoegen."),
            hulp=_("Schrijf feiten op: wat is er gezegd of gedaan? Namen vult u in bij stap 2."),
        ),
        Onderwerp(
            "onderdelen",
            _("Waar gaat de klacht over?"),
            OnderdelenForm,
            uitleg=_("Over elk deel komt een eigen oordeel."),
            hulp=_("Twijfelt u? Een deel is genoeg. De behandelaar kan delen toevoegen."),
        ),
        Onderwerp(
            "gedaan",
            _("Wat is er al gedaan?"),
            GedaanForm,
            uitleg=_("Weet u iets nog niet? Laat het leeg en ga verder."),
            hulp=_("Bevestig de ontvangst binnen 7 dagen aan de klager."),
        ),
    ),
    begin=_("Begin een nieuwe klacht"),
    na_opslaan=bevestig_de_ontvangst,
)
