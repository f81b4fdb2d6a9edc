"""The intake of a melding: five topics, and what to do next."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zaken import termijnen
from zaken.instellingen.queries import normen_op
from zaken.register.intake import Intakeopgave, Onderwerp
from zaken.schermen.intake.onderwerpen import GebeurtenisForm
from zaken.schermen.intake.overzicht import bevestig_uiterlijk
from zaken.schermen.intake.personen import PersonenForm

from .forms.intake import CategorieForm, GedaanForm, OntvangstForm
from .models import Melding


def bevestig_de_ontvangst(melding: Melding, vandaag: date) -> str:
    """What the registrar reads behind the number, unless it was done already."""
    if melding.bevestigd_op:
        return ""
    normen = normen_op(melding.ontvangen_defensie)
    termijn = termijnen.melding.ontvangstbevestiging(ontvangen=melding.ontvangen_defensie, normen=normen)
    return bevestig_uiterlijk(termijn.werkdatum, vandaag=vandaag)


INTAKE = Intakeopgave(
    onderwerpen=(
        Onderwerp(
            "ontvangst",
            _("Hoe kwam de melding binnen?"),
            OntvangstForm,
            uitleg=_("Schrijf op wat u nu weet. U kunt later altijd informatie toevoegen."),
            hulp=_(
                "De dag waarop Defensie de melding kreeg, bepaalt het jaar waarin zij meetelt en de termijnen."
            ),
        ),
        Onderwerp(
            "personen",
            _("Om wie gaat het?"),
            PersonenForm,
            uitleg=_("Namen en contactgegevens staan alleen hier. Gebruik ze niet bij de andere stappen."),
            hulp=_("U hoeft geen namen van anderen te weten. U kunt personen ook later toevoegen."),
        ),
        Onderwerp(
            "gebeurtenis",
            _("Wat is er gebeurd?"),
            GebeurtenisForm,
            uitleg=_("Schrijf op wat u nu weet. U kunt later altijd informatie toevoegen."),
            hulp=_("Schrijf feiten op: wat is er gezegd of gedaan? Namen vult u in bij stap 2."),
        ),
        Onderwerp(
            "categorie",
            _("Waar gaat het over?"),
            CategorieForm,
            uitleg=_("Een melding telt mee bij één onderwerp. Daarbinnen kunt u meer kiezen."),
            hulp=_("Twijfelt u? Kies wat nu het beste past. De behandelaar kan dit later wijzigen."),
        ),
        Onderwerp(
            "gedaan",
            _("Wat is er al gedaan?"),
            GedaanForm,
            uitleg=_("Weet u iets nog niet? Laat het leeg en ga verder."),
            hulp=_("Bevestig de ontvangst binnen 7 dagen aan de melder."),
        ),
    ),
    begin=_("Begin een nieuwe melding"),
    na_opslaan=bevestig_de_ontvangst,
)
