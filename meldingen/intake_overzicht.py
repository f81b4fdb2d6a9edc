"""An intake as it stands on the screen: progress, the check page, and the list of drafts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from gebruikers.models import Gebruiker
from meldingen.models import Melding
from schermen.formulieren import DeelDatum, Foutregel, foutregels
from zaken import termijnen
from zaken.instellingen.queries import normen_op
from zaken.models import Concept, Zaak

from .forms.intake import Stapform
from .forms.intake_personen import Personen
from .intake import CONTROLEREN, STAPPEN, Intake, Stap

HOOGSTENS = 50
"""Drafts on one page, the last changed first."""


@dataclass(frozen=True)
class Voortgang:
    """One line of the steps beside the page: done, now or todo."""

    label: str
    url: str
    staat: str


@dataclass(frozen=True)
class Onderwerp:
    """One topic on the check page. `ontbreekt` holds one line per answer that is missing or wrong."""

    anker: str
    titel: str
    wijzig_url: str
    regels: list[dict[str, Any]]
    ontbreekt: list[Foutregel] = field(default_factory=list)


@dataclass(frozen=True)
class Conceptregel:
    """One own draft on the start page."""

    pk: UUID
    onderwerp: str
    gewijzigd_op: Any
    verder_url: str


def stap_url(concept_id: UUID, stap: str) -> str:
    """The address of a topic page or of the check page."""
    return reverse("meldingen:concept", args=[concept_id, stap])


def voortgang(intake: Intake, concept_id: UUID, *, nu: str) -> list[Voortgang]:
    """All steps with their state; every one can be opened at any time."""

    def staat(stap: Stap) -> str:
        if stap.code == nu:
            return "now"
        return "done" if intake.is_klaar(stap) else "todo"

    stappen = [Voortgang(str(stap.titel), stap_url(concept_id, stap.code), staat(stap)) for stap in STAPPEN]
    laatste = "now" if nu == CONTROLEREN else "todo"
    return [*stappen, Voortgang(_("Controleren en opslaan"), stap_url(concept_id, CONTROLEREN), laatste)]


def onderwerpen(intake: Intake, concept_id: UUID) -> list[Onderwerp]:
    """Every topic with its answers and what is missing, for the check page."""
    gevonden = []
    for stap in STAPPEN:
        url = f"{stap_url(concept_id, stap.code)}?naar={CONTROLEREN}"
        form = intake.formulieren[stap.code]
        form.is_valid()
        ontbreekt = [Foutregel(regel.tekst, f"{url}#{regel.doel}") for regel in foutregels(form)]
        if not ontbreekt and not intake.is_bewaard(stap):
            ontbreekt = [Foutregel(_("Deze stap hebt u nog niet bekeken."), url)]
        gevonden.append(Onderwerp(f"stap-{stap.code}", str(stap.titel), url, list(_regels(form)), ontbreekt))
    return gevonden


def geweigerd(intake: Intake, fout: ValidationError) -> Iterator[Foutregel]:
    """What the service refused per field of the melding, each with the topic that asks for it."""
    for veld, boodschappen in fout.message_dict.items():
        stap = next((stap for stap in STAPPEN if veld in intake.formulieren[stap.code].fields), None)
        for tekst in boodschappen:
            yield Foutregel(f"{stap.titel} {tekst}", f"stap-{stap.code}") if stap else Foutregel(tekst)


def _regels(form: Stapform) -> Iterator[dict[str, Any]]:
    for veld, waarde in form.antwoorden():
        meerregelig = isinstance(veld.field.widget, forms.Textarea)
        yield {"label": veld.label, "waarde": in_woorden(veld, waarde), "meerregelig": meerregelig}
    if isinstance(form, Personen):
        for kaart in form.kaarten():
            bekend = [in_woorden(veld, form.cleaned_data.get(veld.name)) for veld in kaart.velden]
            yield {"label": kaart.titel, "waarde": " · ".join(filter(None, bekend)) or _("Niets bekend")}


def in_woorden(veld: BoundField, waarde: Any) -> str:
    """A clean answer as the check page says it; empty when there is none."""
    match waarde:
        case None | "":
            return ""
        case bool():
            return _("Ja") if waarde else _("Nee")
        case list():
            return ", ".join(str(deel) for deel in waarde)
        case DeelDatum():
            return waarde.tekst()
        case date():
            return formats.date_format(waarde, "DATE_FORMAT")
        case str() if isinstance(veld.field, forms.ChoiceField):
            return str(dict(veld.field.choices)[waarde])  # type: ignore[arg-type]  # flat choices
        case _:
            return str(waarde)


def eigen_concepten(gebruiker: Gebruiker, *, vandaag: date) -> list[Conceptregel]:
    """Drafts of this user, the last changed first; one query."""
    concepten = (
        Concept.objects.van(gebruiker)
        .filter(soort=Zaak.Soort.MELDING)
        .select_related("sleutel")
        .order_by("-gewijzigd_op")[:HOOGSTENS]
    )
    return [_conceptregel(concept, vandaag) for concept in concepten]


def _conceptregel(concept: Concept, vandaag: date) -> Conceptregel:
    intake = Intake(concept.inhoud, vandaag=vandaag)
    verder = next((stap.code for stap in STAPPEN if not intake.is_bewaard(stap)), CONTROLEREN)
    return Conceptregel(concept.pk, intake.onderwerp, concept.gewijzigd_op, stap_url(concept.pk, verder))


def bewaard_om(concept: Concept) -> str:
    """14.32, in local time; empty when nothing was kept yet."""
    if not concept.volgnummer:
        return ""
    return formats.date_format(timezone.localtime(concept.gewijzigd_op), "TIME_FORMAT")


def opgeslagen(melding: Melding, *, vandaag: date) -> str:
    """What the registrar reads after saving: the number, and what to do before when."""
    gelukt = _("De melding is opgeslagen: %(nummer)s.") % {"nummer": melding.zaaknummer}
    if melding.bevestigd_op:
        return gelukt
    normen = normen_op(melding.ontvangen_defensie)
    bevestiging = termijnen.melding.ontvangstbevestiging(ontvangen=melding.ontvangen_defensie, normen=normen)
    uiterlijk = bevestiging.werkdatum
    vorm = "MONTH_DAY_FORMAT" if uiterlijk.year == vandaag.year else "DATE_FORMAT"
    datum = formats.date_format(uiterlijk, vorm)
    if uiterlijk < vandaag:
        zin = _("De ontvangst had uiterlijk %(datum)s bevestigd moeten zijn. Doe dat vandaag.")
    else:
        zin = _("Bevestig de ontvangst uiterlijk %(datum)s.")
    return f"{gelukt} {zin % {'datum': datum}}"
