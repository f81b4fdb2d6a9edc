"""The intake of an onderzoek: three topics, and what to do next."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaken.register.intake import Intakeopgave, Onderwerp

from .forms.intake import AanvraagForm, GebeurtenisForm, PersonenForm
from .models import Onderzoek


def geef_advies(onderzoek: Onderzoek, vandaag: date) -> str:
    """What the registrar reads behind the number, unless it was done already."""
    return "" if onderzoek.coid_advies_op else _("Geef nu het bevoegd gezag advies.")


INTAKE = Intakeopgave(
    onderwerpen=(
        Onderwerp(
            "aanvraag",
            gettext_lazy("Wanneer is om advies gevraagd?"),
            AanvraagForm,
            uitleg=gettext_lazy("Het bevoegd gezag besluit over een onderzoek. COID geeft advies."),
            hulp=gettext_lazy("Het nummer krijgt het jaar van deze dag."),
        ),
        Onderwerp(
            "personen",
            gettext_lazy("Over wie gaat het?"),
            PersonenForm,
            uitleg=gettext_lazy("Namen staan alleen hier. Gebruik ze niet bij de andere stappen."),
            hulp=gettext_lazy("Personen kunt u ook later toevoegen."),
        ),
        Onderwerp(
            "gebeurtenis",
            gettext_lazy("Wat moet er onderzocht worden?"),
            GebeurtenisForm,
            uitleg=gettext_lazy("Schrijf op wat u nu weet. U kunt later altijd informatie toevoegen."),
            hulp=gettext_lazy("Schrijf feiten op: wat is er gezegd of gedaan? Namen vult u in bij stap 2."),
        ),
    ),
    begin=gettext_lazy("Begin een nieuw onderzoek"),
    na_opslaan=geef_advies,
)
