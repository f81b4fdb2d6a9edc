"""An intake as it stands on the screen: progress, the check page, and the list of drafts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from gebruikers.models import Gebruiker
from schermen.formulieren import Foutregel, foutregels, in_woorden
from zaken.models import Concept
from zaken.schermen.woorden import spreek, woorden

from .concept import CONTROLEREN, VERDER, Intake
from .onderwerpen import OnderwerpForm

if TYPE_CHECKING:
    from zaken.models import Zaak
    from zaken.register import Register
    from zaken.register.intake import Onderwerp

HOOGSTENS = 50
"""Drafts on one page, the last changed first."""


@dataclass(frozen=True)
class Voortgang:
    """One line of the steps beside the page: done, now or todo."""

    label: str
    url: str
    staat: str


@dataclass(frozen=True)
class Controledeel:
    """One topic on the check page. `ontbreekt` holds one line per answer that is missing or wrong."""

    anker: str
    titel: str
    wijzig_url: str
    regels: list[dict[str, Any]]
    ontbreekt: list[Foutregel] = field(default_factory=list)


@dataclass(frozen=True)
class Conceptregel:
    """One own draft on the start page."""

    regel: str
    gewijzigd_op: Any
    verder_url: str
    weg_url: str


def concept_url(register: Register, concept_id: UUID, code: str) -> str:
    """The address of a topic page or of the check page."""
    return register.url("concept", concept_id, code)


def voortgang(intake: Intake, concept_id: UUID, *, nu: str) -> list[Voortgang]:
    """All pages with their state; every one can be opened at any time."""

    def staat(onderwerp: Onderwerp) -> str:
        if onderwerp.code == nu:
            return "now"
        gezien = intake.is_bewaard(onderwerp)
        return "done" if gezien and intake.is_klaar(onderwerp) else "todo"

    paginas = [
        Voortgang(intake.titel(o), concept_url(intake.register, concept_id, o.code), staat(o))
        for o in intake.onderwerpen
    ]
    laatste = concept_url(intake.register, concept_id, CONTROLEREN)
    staat_nu = "now" if nu == CONTROLEREN else "todo"
    return [*paginas, Voortgang(_("Controleren en opslaan"), laatste, staat_nu)]


def controledelen(intake: Intake, concept_id: UUID) -> list[Controledeel]:
    """Every topic with its answers and what is missing, for the check page."""
    gevonden = []
    for onderwerp in intake.onderwerpen:
        url = f"{concept_url(intake.register, concept_id, onderwerp.code)}?naar={CONTROLEREN}"
        form = intake.formulieren[onderwerp.code]
        form.is_valid()
        ontbreekt = [Foutregel(regel.tekst, f"{url}#{regel.doel}") for regel in foutregels(form)]
        if not ontbreekt and not intake.is_klaar(onderwerp):
            ontbreekt = [Foutregel(_("Deze stap hebt u nog niet bekeken."), url)]
        gevonden.append(
            Controledeel(_anker(onderwerp), intake.titel(onderwerp), url, list(_regels(form)), ontbreekt)
        )
    return gevonden


def geweigerd(intake: Intake, fout: ValidationError) -> Iterator[Foutregel]:
    """What the service refused per field of the zaak, each with the topic that asks for it."""
    if not hasattr(fout, "error_dict"):
        yield from (Foutregel(tekst) for tekst in fout.messages)
        return
    for veld, boodschappen in fout.message_dict.items():
        gevonden = (o for o in intake.onderwerpen if veld in intake.formulieren[o.code].fields)
        onderwerp = next(gevonden, None)
        for tekst in boodschappen:
            if onderwerp:
                yield Foutregel(f"{intake.titel(onderwerp)} {tekst}", _anker(onderwerp))
            else:
                yield Foutregel(tekst)


def _anker(onderwerp: Onderwerp) -> str:
    return f"stap-{onderwerp.code}"


def _regels(form: OnderwerpForm) -> Iterator[dict[str, Any]]:
    for veld, waarde in form.antwoorden():
        meerregelig = isinstance(veld.field.widget, forms.Textarea)
        label = form.zeg(form.controlelabels.get(veld.name, veld.label))
        yield {"label": label, "waarde": in_woorden(veld.field, waarde), "meerregelig": meerregelig}
    for kaart in form.kaarten():
        bekend = [in_woorden(veld.field, form.cleaned_data.get(veld.name)) for veld in kaart.velden]
        yield {"label": kaart.titel, "waarde": " · ".join(filter(None, bekend)) or _("Niets bekend")}


def eigen_concepten(register: Register, gebruiker: Gebruiker, *, vandaag: date) -> list[Conceptregel]:
    """Drafts of this user for this register, the last changed first; one query."""
    concepten = (
        Concept.objects.van(gebruiker)
        .filter(soort=register.soort)
        .select_related("sleutel")
        .order_by("-gewijzigd_op")[:HOOGSTENS]
    )
    return [_conceptregel(register, concept, vandaag) for concept in concepten]


def _conceptregel(register: Register, concept: Concept, vandaag: date) -> Conceptregel:
    intake = Intake(register, concept.inhoud, vandaag=vandaag)
    return Conceptregel(
        intake.regel,
        concept.gewijzigd_op,
        concept_url(register, concept.pk, VERDER),
        register.url("concept_weggooien", concept.pk),
    )


def bewaard_om(concept: Concept) -> str:
    """14.32, in local time; empty when nothing was kept yet."""
    if not concept.volgnummer:
        return ""
    return formats.date_format(timezone.localtime(concept.gewijzigd_op), "TIME_FORMAT")


def opgeslagen(register: Register, zaak: Zaak, *, vandaag: date | None = None) -> str:
    """What the registrar reads after saving: the number and, with `vandaag`, what the register says comes next."""
    gelukt = spreek(_("%(de_zaak)s is opgeslagen: {nummer}."), woorden(register))
    verder = register.intake.na_opslaan(zaak, vandaag) if vandaag else ""
    return f"{gelukt.format(nummer=zaak.zaaknummer)} {verder}".strip()


def bevestig_uiterlijk(uiterlijk: date, *, vandaag: date) -> str:
    """For `Intakeopgave.na_opslaan`: by when the receipt is to be confirmed."""
    vorm = "MONTH_DAY_FORMAT" if uiterlijk.year == vandaag.year else "DATE_FORMAT"
    if uiterlijk < vandaag:
        zin = _("De ontvangst had uiterlijk %(datum)s bevestigd moeten zijn. Doe dat vandaag.")
    else:
        zin = _("Bevestig de ontvangst uiterlijk %(datum)s.")
    return zin % {"datum": formats.date_format(uiterlijk, vorm)}
