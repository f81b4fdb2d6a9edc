"""Who it is about: the melder, and others that are added one by one; names of others are never asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meldingen.services import Persoonsgegevens
from zaken.models import Persoon

from .intake import Stapform
from .intake_velden import Codekeuze, Regel, Verhaal, kies

ROLLEN = (Persoon.Rol.BETROKKENE, Persoon.Rol.GETUIGE, Persoon.Rol.BENADEELDE)
"""Roles that can be added; the melder is always there."""
HOOGSTENS = 30
"""People beside the melder in one intake; more can be added to the melding itself."""
_RIJ = re.compile(rf"([1-9][0-9]{{0,3}})-({'|'.join(ROLLEN)})")


@dataclass(frozen=True)
class Rij:
    """One added person: a number that never changes within the draft, and the role."""

    nummer: int
    rol: Persoon.Rol

    @classmethod
    def lees(cls, tekst: str) -> Rij:
        """The value of the hidden field `rij`; raises `BadRequest` for what no page of ours sends."""
        gevonden = _RIJ.fullmatch(tekst)
        if gevonden is None:
            raise BadRequest("rij")
        return cls(int(gevonden[1]), Persoon.Rol(gevonden[2]))

    def __str__(self) -> str:
        return f"{self.nummer}-{self.rol}"

    @property
    def prefix(self) -> str:
        return f"p{self.nummer}-"


def lees_rijen(teksten: Iterable[str]) -> list[Rij]:
    """The added persons of a post or a draft; raises `BadRequest`."""
    rijen = [Rij.lees(tekst) for tekst in teksten]
    if len(rijen) > HOOGSTENS or len({rij.nummer for rij in rijen}) < len(rijen):
        raise BadRequest("rij")
    return rijen


@dataclass(frozen=True)
class Kaart:
    """One added person on the screen."""

    rij: Rij
    titel: str
    velden: list[BoundField]


class Personen(Stapform):
    """The melder, how many it is about, and everybody who was added."""

    naam = Regel(
        label=gettext_lazy("Wat is de naam van de melder?"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Vul de naam van de melder in, of kies Anoniem bij stap 1.")
        },
    )
    contact = Verhaal(
        label=gettext_lazy("Wat zijn de contactgegevens van de melder?"),
        help_text=gettext_lazy("Bijvoorbeeld een telefoonnummer of een e-mailadres."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    veilig_bereikbaar = Verhaal(
        label=gettext_lazy("Hoe kunnen wij de melder veilig bereiken?"),
        help_text=gettext_lazy("Bijvoorbeeld: alleen per sms, na 18.00 uur. Bel of mail nooit op het werk."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    personeelscategorie = Codekeuze(
        lijst="personeelscategorie",
        label=gettext_lazy("Wat is de melder?"),
        required=False,
        widget=forms.Select,
        error_messages=kies(""),
    )
    defensieonderdeel = Codekeuze(
        lijst="defensieonderdeel",
        label=gettext_lazy("Bij welk onderdeel werkt de melder?"),
        required=False,
        widget=forms.Select,
        error_messages=kies(""),
    )
    aantal_betrokkenen = forms.IntegerField(
        label=gettext_lazy("Over hoeveel personen gaat het?"),
        help_text=gettext_lazy("Het aantal betrokkenen, ook als u hun namen niet weet."),
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "app-w4", "autocomplete": "off"}),
        error_messages={
            "invalid": gettext_lazy("Vul een heel getal in, bijvoorbeeld 2."),
            "min_value": gettext_lazy("Vul 0 of een hoger getal in."),
            "max_value": gettext_lazy("Vul een getal in tot en met 999."),
        },
    )

    MELDERVELDEN = ("naam", "contact", "veilig_bereikbaar", "personeelscategorie", "defensieonderdeel")

    def __init__(self, *args: Any, rijen: list[Rij], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rijen = rijen
        if self.bekend.is_anoniem:
            del self.fields["naam"]
        for rij in rijen:
            self.fields |= {f"{rij.prefix}{naam}": veld for naam, veld in _persoonsvelden().items()}
        self._kies_codes()

    def clean(self) -> dict[str, Any]:
        """As many as were described, or more."""
        gegevens = super().clean() or self.cleaned_data
        beschreven = sum(rij.rol == Persoon.Rol.BETROKKENE for rij in self.rijen)
        aantal = gegevens.get("aantal_betrokkenen")
        if aantal is not None and aantal < beschreven:
            self.add_error(
                "aantal_betrokkenen",
                _("U hebt %(beschreven)d betrokkenen toegevoegd. Vul dat getal of een hoger getal in.")
                % {"beschreven": beschreven},
            )
        return gegevens

    @property
    def gegevens(self) -> dict[str, Any]:
        """Of the melding itself only the number; the people are `personen`."""
        return {"aantal_betrokkenen": self.cleaned_data["aantal_betrokkenen"]}

    @property
    def personen(self) -> list[Persoonsgegevens]:
        """Everybody of a valid form; an anonymous melder only if something was said about them."""
        melder = {naam: self.cleaned_data[naam] for naam in self.MELDERVELDEN if naam in self.fields}
        gevonden = [Persoonsgegevens(Persoon.Rol.MELDER, melder)] if any(melder.values()) else []
        for rij in self.rijen:
            velden = {naam: self.cleaned_data[f"{rij.prefix}{naam}"] for naam in _persoonsvelden()}
            gevonden.append(Persoonsgegevens(rij.rol, velden))
        return gevonden

    def over_de_melder(self) -> list[BoundField]:
        """The questions about the melder."""
        return [self[naam] for naam in self.MELDERVELDEN if naam in self.fields]

    def kaarten(self) -> list[Kaart]:
        """The added people with their questions, numbered per role."""
        gezien: dict[Persoon.Rol, int] = {}
        kaarten = []
        for rij in self.rijen:
            gezien[rij.rol] = gezien.get(rij.rol, 0) + 1
            velden = [self[f"{rij.prefix}{naam}"] for naam in _persoonsvelden()]
            kaarten.append(Kaart(rij, f"{rij.rol.label} {gezien[rij.rol]}", velden))
        return kaarten

    @property
    def is_vol(self) -> bool:
        """Nobody can be added any more."""
        return len(self.rijen) >= HOOGSTENS

    def antwoorden(self) -> Iterator[tuple[BoundField, Any]]:
        """What was answered about the melder and the number; the others are `kaarten`."""
        eigen = {*self.MELDERVELDEN, "aantal_betrokkenen"}
        return (regel for regel in super().antwoorden() if regel[0].name in eigen)


def _persoonsvelden() -> dict[str, forms.Field]:
    """New fields about one added person, by name of the field of `Persoon`."""
    codes = {
        "personeelscategorie": _("Personeelscategorie"),
        "defensieonderdeel": _("Defensieonderdeel"),
        "relatie": _("Relatie tot de melder"),
    }
    velden: dict[str, forms.Field] = {"naam": Regel(label=_("Naam"), max_length=200, required=False)}
    for lijst, label in codes.items():
        velden[lijst] = Codekeuze(
            lijst=lijst, label=label, required=False, widget=forms.Select, error_messages=kies("")
        )
    return velden
