"""Topics with rows that are added one by one: persons, parts of a klacht."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import BadRequest
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy

from codelijsten.velden import lijsten_van
from zaken.register.rijen import Rijgegevens

from .onderwerpen import Kaart, OnderwerpForm

Getypt = dict[str, list[str]]
"""Names and texts of the inputs of one topic, as the browser sent them."""
RIJ = "rij"
"""The hidden input that stands once for each row."""
_RIJ = re.compile(r"([1-9][0-9]{0,3})-([a-z_]{1,30})")


@dataclass(frozen=True)
class Rij:
    """One added row: a number that never changes within the draft, and what kind it is."""

    nummer: int
    soort: str

    def __str__(self) -> str:
        return f"{self.nummer}-{self.soort}"

    @property
    def prefix(self) -> str:
        return f"p{self.nummer}-"


class RijenForm(OnderwerpForm):
    """Base of a topic with rows. A subclass says which kinds can be added and what is asked of each."""

    soorten: ClassVar[Mapping[str, Any]] = {}
    """What can be added: value and label."""
    hoogstens: ClassVar[int] = 30
    rijen_kop: ClassVar[Any] = ""
    rijen_hulp: ClassVar[Any] = ""
    rijen_icoon: ClassVar[str] = "plus"
    vol: ClassVar[Any] = gettext_lazy("Meer voegt u toe nadat %(de_zaak)s is opgeslagen.")

    @classmethod
    def rijvelden(cls, soort: str) -> dict[str, forms.Field]:
        """New fields about one row, by name."""
        raise NotImplementedError

    @classmethod
    def lijsten(cls) -> set[str]:
        """Also those that the rows ask from."""
        return super().lijsten().union(*(lijsten_van(cls.rijvelden(soort).values()) for soort in cls.soorten))

    @classmethod
    def lees_rijen(cls, teksten: Iterable[str]) -> list[Rij]:
        """The rows of a post or a draft; raises `BadRequest` for what no page of ours sends."""
        rijen = [cls._lees_rij(tekst) for tekst in teksten]
        if len(rijen) > cls.hoogstens or len({rij.nummer for rij in rijen}) < len(rijen):
            raise BadRequest(RIJ)
        return rijen

    @classmethod
    def _lees_rij(cls, tekst: str) -> Rij:
        gevonden = _RIJ.fullmatch(tekst)
        if gevonden is None or gevonden[2] not in cls.soorten:
            raise BadRequest(RIJ)
        return Rij(int(gevonden[1]), gevonden[2])

    def voeg_velden_toe(self, rijen: Sequence[str]) -> None:
        """The questions of every row, each under the prefix of its row."""
        self.rijen = self.lees_rijen(rijen)
        for rij in self.rijen:
            self.fields |= {f"{rij.prefix}{naam}": veld for naam, veld in self.rijvelden(rij.soort).items()}

    @property
    def namen(self) -> set[str]:
        return super().namen | {RIJ}

    @property
    def is_vol(self) -> bool:
        """Nothing can be added any more."""
        return len(self.rijen) >= self.hoogstens

    @property
    def vol_tekst(self) -> str:
        """What to do with one more."""
        return self.zeg(self.vol)

    @property
    def toe_te_voegen(self) -> list[tuple[str, Any]]:
        """The kinds, value and label, with a button each."""
        return list(self.soorten.items())

    def eigen_velden(self) -> list[BoundField]:
        """The questions that are not about a row."""
        return [veld for veld in self if veld.name in self.base_fields]

    def kaarten(self) -> list[Kaart]:
        """The rows with their questions, numbered per kind."""
        gezien: dict[str, int] = {}
        kaarten = []
        for rij in self.rijen:
            gezien[rij.soort] = gezien.get(rij.soort, 0) + 1
            velden = [self[f"{rij.prefix}{naam}"] for naam in self.rijvelden(rij.soort)]
            titel = f"{self.soorten[rij.soort]} {gezien[rij.soort]}"
            kaarten.append(Kaart(rij.nummer, str(rij), titel, velden))
        return kaarten

    def antwoorden(self) -> Iterator[tuple[BoundField, Any]]:
        """Those of the topic itself; the rows are `kaarten`."""
        return (regel for regel in super().antwoorden() if regel[0].name in self.base_fields)

    @property
    def gegevens(self) -> dict[str, Any]:
        """Without the answers about the rows."""
        return {naam: waarde for naam, waarde in super().gegevens.items() if naam in self.base_fields}

    def van_rijen(self) -> list[tuple[str, dict[str, Any]]]:
        """The rows of a valid form: what kind, and the answers by name."""
        return [(rij.soort, self.van_rij(rij)) for rij in self.rijen]

    @property
    def zaakrijen(self) -> list[Rijgegevens]:
        """What can be added are kinds of row of the register (`Rijopgave.code`), unless a subclass says otherwise."""
        return [Rijgegevens(soort, velden) for soort, velden in self.van_rijen()]

    def van_rij(self, rij: Rij) -> dict[str, Any]:
        """The answers about one row of a valid form, by name."""
        return {naam: self.cleaned_data[f"{rij.prefix}{naam}"] for naam in self.rijvelden(rij.soort)}


def voeg_rij_toe(form: type[RijenForm], getypt: Getypt, soort: str) -> Rij:
    """Add a row; raises `BadRequest` for a kind that cannot be added, or for one too many."""
    if soort not in form.soorten:
        raise BadRequest("soort")
    bestaand = form.lees_rijen(getypt.get(RIJ, ()))
    rij = Rij(max((rij.nummer for rij in bestaand), default=0) + 1, soort)
    _zet_rijen(form, getypt, [*bestaand, rij])
    return rij


def verwijder_rij(form: type[RijenForm], getypt: Getypt, nummer: str) -> None:
    """Take a row out with everything typed about it; nothing happens when there is none."""
    bestaand = form.lees_rijen(getypt.get(RIJ, ()))
    for weg in [rij for rij in bestaand if str(rij.nummer) == nummer]:
        for naam in [naam for naam in getypt if naam.startswith(weg.prefix)]:
            del getypt[naam]
    _zet_rijen(form, getypt, [rij for rij in bestaand if str(rij.nummer) != nummer])


def _zet_rijen(form: type[RijenForm], getypt: Getypt, rijen: Iterable[Rij]) -> None:
    getypt[RIJ] = [str(rij) for rij in rijen]
    form.lees_rijen(getypt[RIJ])
