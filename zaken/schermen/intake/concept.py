"""An intake in progress: what was typed per topic, kept raw in the draft, and read only when it is asked for.

Everything lives in `Concept.inhoud`: per topic the names and texts of the inputs, unchanged, right or wrong.
Nothing of it is ever in a session, a cookie or a log.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import QueryDict

from codelijsten.velden import Keuzelijsten, keuzelijsten
from gebruikers.models import Gebruiker
from zaken.herkennen import herken
from zaken.models import Concept, Zaak
from zaken.schermen.woorden import spreek, woorden

from .onderwerpen import Bekend, OnderwerpForm
from .rijen import RIJ, Getypt
from .toegang import TOEGANG, ToegangForm, onderwerpen_van

if TYPE_CHECKING:
    from zaken.herkennen import Genoemde, Herkend
    from zaken.register import Register
    from zaken.register.intake import Onderwerp
    from zaken.register.rijen import Rijgegevens
    from zaken.services.inhoud import Persoonsgegevens

VENSTER = "venster"
"""In the draft beside the topics: which page kept it last."""
NIEMAND = ""
"""As `VENSTER`: what was kept stands on no page, for it is the text of two."""
CONTROLEREN = "controleren"
"""The address of the check page, where a topic has its code."""
VERDER = "verder"
"""The address that leads to the first topic that is not finished; looked up when asked, not per line of a list."""

_OVER_ACCOUNT = re.compile(r"account_[0-9]{1,18}")
"""What an answer about a recognised account is called, of anybody."""


def zoek_concept(register: Register, pk: UUID, gebruiker: Gebruiker, *, slot: bool = False) -> Concept | None:
    """The user's own draft for this register, locked until the end of the transaction if `slot`; else None."""
    concepten = Concept.objects.van(gebruiker).select_related("sleutel")
    if slot:
        concepten = concepten.select_for_update(of=("self",))
    gevonden: Concept | None = concepten.filter(pk=pk, soort=register.soort).first()
    return gevonden


class Intake:
    """A draft as topics. `inhoud` is that of the draft, or the same with a topic that was not kept yet."""

    def __init__(self, register: Register, inhoud: Mapping[str, Any], *, vandaag: date) -> None:
        self.register = register
        self.onderwerpen = onderwerpen_van(register)
        self.inhoud = inhoud
        self.vandaag = vandaag

    def met(self, onderwerp: Onderwerp, getypt: Getypt) -> Intake:
        """The same intake with another text in one topic."""
        return Intake(self.register, {**self.inhoud, onderwerp.code: getypt}, vandaag=self.vandaag)

    def titel(self, onderwerp: Onderwerp) -> str:
        """The title in the words of the register."""
        return spreek(onderwerp.titel, woorden(self.register))

    def is_bewaard(self, onderwerp: Onderwerp) -> bool:
        """Whether this topic was ever kept."""
        return onderwerp.code in self.inhoud

    def getypt(self, onderwerp: Onderwerp) -> QueryDict:
        """What was typed, as a form takes it."""
        data = QueryDict(mutable=True)
        for naam, waarden in self.inhoud.get(onderwerp.code, {}).items():
            data.setlist(naam, waarden)
        return data

    @property
    def regel(self) -> str:
        """The line that the draft is known by; empty when it was not typed yet."""
        return " ".join(self._antwoord("onderwerp").get("onderwerp", "").split())[:120]

    @cached_property
    def bekend(self) -> Bekend:
        """What the topics need of each other; one query."""
        ontvangen = self._ontvangen()
        lijsten = set[str]().union(*(onderwerp.form.lijsten() for onderwerp in self.onderwerpen))
        keuzes = keuzelijsten(sorted(lijsten), op=ontvangen or self.vandaag)
        return self._bekend(ontvangen, keuzes)

    def _bekend(self, ontvangen: date | None, keuzes: Keuzelijsten) -> Bekend:
        anoniem = [
            nummer
            for nummer, onderwerp in enumerate(self.onderwerpen, 1)
            if "anonimiteit" in onderwerp.form.base_fields
            and Zaak.Anonimiteit.ANONIEM in getattr(onderwerp.form, "anonimiteiten", ())
        ]
        is_anoniem = self._antwoord("anonimiteit").get("anonimiteit") == Zaak.Anonimiteit.ANONIEM
        return Bekend(self.register, ontvangen, is_anoniem, next(iter(anoniem), 0), keuzes)

    def _antwoord(self, veld: str) -> QueryDict:
        """What was typed in the topic that asks for this field."""
        gevonden = (onderwerp for onderwerp in self.onderwerpen if veld in onderwerp.form.base_fields)
        onderwerp = next(gevonden, None)
        return self.getypt(onderwerp) if onderwerp else QueryDict()

    def _ontvangen(self) -> date | None:
        naam = "ontvangen_defensie"
        veld = next(o.form.base_fields[naam] for o in self.onderwerpen if naam in o.form.base_fields)
        try:
            datum: date | None = veld.clean(veld.widget.value_from_datadict(self._antwoord(naam), {}, naam))
        except ValidationError:
            return None
        return datum

    def ingevuld(self, onderwerp: Onderwerp) -> OnderwerpForm:
        """The form bound to what was typed: `is_valid()` says whether the topic is complete."""
        return self._form(onderwerp, self.bekend, data=self.getypt(onderwerp))

    def open(self, onderwerp: Onderwerp) -> OnderwerpForm:
        """The form with what was typed in it and nothing said about it yet."""
        form = self._form(onderwerp, self.bekend)
        if self.is_bewaard(onderwerp):
            getypt = self.getypt(onderwerp)
            for naam, veld in form.fields.items():
                form.initial[naam] = veld.widget.value_from_datadict(getypt, {}, naam)
        return form

    def _form(self, onderwerp: Onderwerp, bekend: Bekend, **kwargs: Any) -> OnderwerpForm:
        rijen = self.getypt(onderwerp).getlist(RIJ)
        if onderwerp is TOEGANG:
            bekend = replace(bekend, herkend=self.herkend)
        return onderwerp.form(bekend=bekend, rijen=rijen, **kwargs)

    @cached_property
    def genoemden(self) -> list[Genoemde]:
        """Everybody who was named in the topics."""
        forms = [
            self.ingevuld(onderwerp)
            for onderwerp in self.register.intake.onderwerpen
            if self.is_bewaard(onderwerp)
        ]
        for form in forms:
            form.is_valid()
        return [genoemde for form in forms for genoemde in form.genoemden]

    @cached_property
    def herkend(self) -> list[Herkend]:
        """The accounts that match somebody who was named."""
        return herken(self.genoemden)

    @cached_property
    def formulieren(self) -> dict[str, OnderwerpForm]:
        """Every topic bound to what was typed, by code."""
        return {onderwerp.code: self.ingevuld(onderwerp) for onderwerp in self.onderwerpen}

    def is_klaar(self, onderwerp: Onderwerp) -> bool:
        """Kept, unless it may be passed by, and nothing wrong or missing."""
        gezien = self.is_bewaard(onderwerp) or onderwerp.mag_leeg
        return gezien and self.formulieren[onderwerp.code].is_valid()

    @property
    def eerste_open(self) -> Onderwerp | None:
        """The first topic that is not finished, also one with something wrong; None when there is none."""
        return next((onderwerp for onderwerp in self.onderwerpen if not self.is_klaar(onderwerp)), None)

    @property
    def is_gezien(self) -> bool:
        """Every topic was kept, or may be passed by."""
        return all(self.is_bewaard(onderwerp) or onderwerp.mag_leeg for onderwerp in self.onderwerpen)

    @property
    def is_compleet(self) -> bool:
        """The zaak can be registered."""
        return self.eerste_open is None

    @property
    def gegevens(self) -> dict[str, Any]:
        """Fields of the zaak by name, of a complete intake."""
        return {veld: waarde for form in self.formulieren.values() for veld, waarde in form.gegevens.items()}

    @property
    def personen(self) -> list[Persoonsgegevens]:
        """The people of a complete intake."""
        return [persoon for form in self.formulieren.values() for persoon in form.personen]

    @property
    def zaakrijen(self) -> list[Rijgegevens]:
        """The rows of the register of a complete intake."""
        return [rij for form in self.formulieren.values() for rij in form.zaakrijen]

    @property
    def toegang(self) -> ToegangForm:
        """Who may not see it, of a complete intake."""
        return cast(ToegangForm, self.formulieren[TOEGANG.code])

    def lees_post(self, onderwerp: Onderwerp, post: QueryDict) -> Getypt:
        """The inputs of this topic in a post, unchanged, and nothing else that was sent.

        An answer about an account is kept whether the names in the draft recognise it or not: what is kept tells nobody
        who has one. Raises `BadRequest` for rows that no page of ours sends.
        """
        alles = {naam: [str(waarde) for waarde in waarden] for naam, waarden in post.lists()}
        zelf = self.met(onderwerp, alles)
        form = zelf._form(onderwerp, zelf._bekend(None, {}))
        namen = form.namen
        if onderwerp.code == TOEGANG.code:
            namen = namen | {naam for naam in alles if _OVER_ACCOUNT.fullmatch(naam)}
        return {naam: waarden for naam, waarden in alles.items() if naam in namen}
