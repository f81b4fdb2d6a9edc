"""An intake in progress: what was typed per topic, kept raw in the draft, and read only when it is asked for.

Everything lives in `Concept.inhoud`: per topic the names and texts of the inputs, unchanged, right or wrong.
Nothing of it is ever in a session, a cookie or a log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from codelijsten.models import Code
from gebruikers.models import Gebruiker
from schermen.formulieren import DatumWidget
from zaken.models import Concept, Persoon, Zaak

from .forms.intake import Bekend, Categorie, Gebeurtenis, Gedaan, Ontvangst, Stapform
from .forms.intake_personen import ROLLEN, Personen, Rij, lees_rijen
from .services import Persoonsgegevens

Getypt = dict[str, list[str]]
"""Names and texts of the inputs of one topic, as the browser sent them."""
RIJ = "rij"
VENSTER = "venster"
"""In the draft beside the topics: which page kept it last."""
LIJSTEN = (
    "meldkanaal", "bron", "personeelscategorie", "defensieonderdeel", "relatie",
    "locatiecontext", "hoofdcategorie", "subcategorie",
)  # fmt: skip


@dataclass(frozen=True)
class Stap:
    """One topic page."""

    code: str
    titel: Any
    uitleg: Any
    hulp: Any
    form: type[Stapform]


STAPPEN = (
    Stap(
        "ontvangst",
        _("Hoe kwam de melding binnen?"),
        _("Schrijf op wat u nu weet. U kunt later altijd informatie toevoegen."),
        _("De dag waarop Defensie de melding kreeg, bepaalt het jaar waarin zij meetelt en de termijnen."),
        Ontvangst,
    ),
    Stap(
        "personen",
        _("Om wie gaat het?"),
        _("Namen en contactgegevens staan alleen hier. Gebruik ze niet bij de andere stappen."),
        _("U hoeft geen namen van anderen te weten. U kunt personen ook later toevoegen."),
        Personen,
    ),
    Stap(
        "gebeurtenis",
        _("Wat is er gebeurd?"),
        _("Schrijf op wat u nu weet. U kunt later altijd informatie toevoegen."),
        _("Schrijf feiten op: wat is er gezegd of gedaan? Namen vult u in bij stap 2."),
        Gebeurtenis,
    ),
    Stap(
        "categorie",
        _("Waar gaat het over?"),
        _("Een melding telt mee bij één onderwerp. Daarbinnen kunt u meer kiezen."),
        _("Twijfelt u? Kies wat nu het beste past. De behandelaar kan dit later wijzigen."),
        Categorie,
    ),
    Stap(
        "gedaan",
        _("Wat is er al gedaan?"),
        _("Weet u iets nog niet? Laat het leeg en ga verder."),
        _("Bevestig de ontvangst binnen 7 dagen aan de melder."),
        Gedaan,
    ),
)
STAP_PER_CODE = {stap.code: stap for stap in STAPPEN}
CONTROLEREN = "controleren"


def zoek_concept(pk: UUID, gebruiker: Gebruiker, *, slot: bool = False) -> Concept | None:
    """The user's own draft of a melding, locked until the end of the transaction if `slot`; else None."""
    concepten = Concept.objects.van(gebruiker).select_related("sleutel")
    if slot:
        concepten = concepten.select_for_update(of=("self",))
    gevonden: Concept | None = concepten.filter(pk=pk, soort=Zaak.Soort.MELDING).first()
    return gevonden


class Intake:
    """A draft as topics. `inhoud` is that of the draft, or the same with a topic that was not kept yet."""

    def __init__(self, inhoud: Mapping[str, Any], *, vandaag: date) -> None:
        self.inhoud = inhoud
        self.vandaag = vandaag

    def is_bewaard(self, stap: Stap) -> bool:
        """Whether this topic was ever kept."""
        return stap.code in self.inhoud

    def getypt(self, stap: Stap) -> QueryDict:
        """What was typed, as a form takes it."""
        data = QueryDict(mutable=True)
        for naam, waarden in self.inhoud.get(stap.code, {}).items():
            data.setlist(naam, waarden)
        return data

    @property
    def onderwerp(self) -> str:
        """The line that the draft is known by; empty when it was not typed yet."""
        return " ".join(self.getypt(STAP_PER_CODE["gebeurtenis"]).get("onderwerp", "").split())[:120]

    @cached_property
    def bekend(self) -> Bekend:
        """What the topics need of each other; one query."""
        ontvangen = self._ontvangen()
        rijen = Code.objects.filter(lijst_id__in=LIJSTEN).geldig_op(ontvangen or self.vandaag)
        keuzes: dict[str, list[Code]] = {lijst: [] for lijst in LIJSTEN}
        for rij in rijen.order_by("lijst_id", "volgorde", "label"):
            keuzes[rij.lijst_id].append(rij)
        return Bekend(ontvangen, self._is_anoniem(), keuzes)

    def _ontvangen(self) -> date | None:
        veld = Ontvangst.base_fields["ontvangen_defensie"]
        getypt = self.getypt(STAP_PER_CODE["ontvangst"])
        try:
            datum: date = veld.clean(veld.widget.value_from_datadict(getypt, {}, "ontvangen_defensie"))
        except ValidationError:
            return None
        return datum

    def _is_anoniem(self) -> bool:
        return self.getypt(STAP_PER_CODE["ontvangst"]).get("anonimiteit") == Zaak.Anonimiteit.ANONIEM

    def ingevuld(self, stap: Stap) -> Stapform:
        """The form bound to what was typed: `is_valid()` says whether the topic is complete."""
        return self._form(stap, self.bekend, data=self.getypt(stap))

    def open(self, stap: Stap) -> Stapform:
        """The form with what was typed in it and nothing said about it yet."""
        form = self._form(stap, self.bekend)
        if self.is_bewaard(stap):
            getypt = self.getypt(stap)
            for naam, veld in form.fields.items():
                form.initial[naam] = veld.widget.value_from_datadict(getypt, {}, naam)
        return form

    def _form(self, stap: Stap, bekend: Bekend, **kwargs: Any) -> Stapform:
        if issubclass(stap.form, Personen):
            kwargs["rijen"] = lees_rijen(self.getypt(stap).getlist(RIJ))
        return stap.form(bekend=bekend, **kwargs)

    @cached_property
    def formulieren(self) -> dict[str, Stapform]:
        """Every topic bound to what was typed, by code."""
        return {stap.code: self.ingevuld(stap) for stap in STAPPEN}

    def is_klaar(self, stap: Stap) -> bool:
        """Kept, and nothing wrong or missing."""
        return self.is_bewaard(stap) and self.formulieren[stap.code].is_valid()

    @property
    def is_compleet(self) -> bool:
        """The melding can be registered."""
        return all(self.is_klaar(stap) for stap in STAPPEN)

    @property
    def gegevens(self) -> dict[str, Any]:
        """Fields of `Melding` by name, of a complete intake."""
        return {veld: waarde for form in self.formulieren.values() for veld, waarde in form.gegevens.items()}

    @property
    def personen(self) -> list[Persoonsgegevens]:
        """The people of a complete intake."""
        form = self.formulieren["personen"]
        assert isinstance(form, Personen)  # noqa: S101  # STAPPEN says so
        return form.personen

    def lees_post(self, stap: Stap, post: QueryDict) -> Getypt:
        """The inputs of this topic in a post, unchanged, and nothing else that was sent.

        Raises `BadRequest` for people that no page of ours sends.
        """
        zelf = Intake({**self.inhoud, stap.code: _alles(post)}, vandaag=self.vandaag)
        form = zelf._form(stap, Bekend(None, zelf._is_anoniem(), {}))
        namen = {RIJ} if isinstance(form, Personen) else set()
        for naam, veld in form.fields.items():
            delen = veld.widget.delen if isinstance(veld.widget, DatumWidget) else ()
            namen |= {naam, *(f"{naam}_{deel}" for deel in delen)}
        return {naam: waarden for naam, waarden in _alles(post).items() if naam in namen}


def _alles(post: QueryDict) -> Getypt:
    return {naam: [str(waarde) for waarde in waarden] for naam, waarden in post.lists()}


def voeg_rij_toe(getypt: Getypt, rol: str) -> Rij:
    """Add a person in a role; raises `BadRequest` for a role that cannot be added, or for one too many."""
    if rol not in ROLLEN:
        raise BadRequest("rol")
    bestaand = lees_rijen(getypt.get(RIJ, ()))
    rij = Rij(max((rij.nummer for rij in bestaand), default=0) + 1, Persoon.Rol(rol))
    _zet_rijen(getypt, [*bestaand, rij])
    return rij


def verwijder_rij(getypt: Getypt, nummer: str) -> None:
    """Take an added person out with everything typed about them; nothing happens when there is none."""
    bestaand = lees_rijen(getypt.get(RIJ, ()))
    for weg in [rij for rij in bestaand if str(rij.nummer) == nummer]:
        for naam in [naam for naam in getypt if naam.startswith(weg.prefix)]:
            del getypt[naam]
    _zet_rijen(getypt, [rij for rij in bestaand if str(rij.nummer) != nummer])


def _zet_rijen(getypt: Getypt, rijen: Iterable[Rij]) -> None:
    getypt[RIJ] = [str(rij) for rij in rijen]
    lees_rijen(getypt[RIJ])
