"""Who it is about: who handed it in, and others that are added one by one; their names are never asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze
from zaken.herkennen import Genoemde
from zaken.models import Persoon
from zaken.register.rijen import Rijgegevens
from zaken.schermen.velden import tekst
from zaken.services.inhoud import Persoonsgegevens

from .rijen import RijenForm


class PersonenForm(RijenForm):
    """Who handed it in (`Register.indiener`), how many it is about, and everybody who was added."""

    sjabloon = "zaken/register/intake/personen.html"
    soorten = {
        rol.value: rol.label for rol in (Persoon.Rol.BETROKKENE, Persoon.Rol.GETUIGE, Persoon.Rol.BENADEELDE)
    }
    over_wie: ClassVar[Persoon.Rol] = Persoon.Rol.BETROKKENE
    """The role that `aantal_betrokkenen` counts."""
    rijen_kop = gettext_lazy("Wie zijn er nog meer bij betrokken?")
    rijen_hulp = gettext_lazy("Voeg personen een voor een toe. Namen zijn niet verplicht.")
    rijen_icoon = "user-plus"
    vol = gettext_lazy("Meer personen voegt u toe nadat %(de_zaak)s is opgeslagen.")
    INDIENERVELDEN: ClassVar[Sequence[str]] = (
        "naam", "contact", "veilig_bereikbaar", "personeelscategorie", "defensieonderdeel",
    )  # fmt: skip

    naam = tekst(
        Persoon,
        "naam",
        required=True,
        label=gettext_lazy("Wat is de naam van %(de_indiener)s?"),
        error_messages={"required": gettext_lazy("Vul de naam van %(de_indiener)s in.")},
    )
    contact = tekst(
        Persoon,
        "contact",
        rijen=3,
        label=gettext_lazy("Wat zijn de contactgegevens van %(de_indiener)s?"),
        help_text=gettext_lazy("Bijvoorbeeld een telefoonnummer of een e-mailadres."),
    )
    veilig_bereikbaar = tekst(
        Persoon,
        "veilig_bereikbaar",
        rijen=3,
        label=gettext_lazy("Hoe kunnen wij %(de_indiener)s veilig bereiken?"),
        help_text=gettext_lazy("Bijvoorbeeld: alleen per sms, na 18.00 uur. Bel of mail nooit op het werk."),
    )
    personeelscategorie = Codekeuze(
        lijst="personeelscategorie",
        label=gettext_lazy("Bij welke groep personeel hoort %(de_indiener)s?"),
        required=False,
    )
    defensieonderdeel = Codekeuze(
        lijst="defensieonderdeel",
        label=gettext_lazy("Bij welk onderdeel werkt %(de_indiener)s?"),
        required=False,
    )
    aantal_betrokkenen = forms.IntegerField(
        label=gettext_lazy("Over hoeveel personen gaat het?"),
        help_text=gettext_lazy("Het aantal %(betrokkenen)s, ook als u hun namen niet weet."),
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

    @classmethod
    def rijvelden(cls, soort: str) -> dict[str, forms.Field]:
        """By name of the field of `Persoon`."""
        codes = {
            "personeelscategorie": gettext_lazy("Personeelscategorie"),
            "defensieonderdeel": gettext_lazy("Defensieonderdeel"),
            "relatie": gettext_lazy("Relatie tot %(de_indiener)s"),
        }
        return {
            "naam": tekst(Persoon, "naam", label=gettext_lazy("Naam")),
            **{lijst: Codekeuze(lijst=lijst, label=label, required=False) for lijst, label in codes.items()},
        }

    def voeg_velden_toe(self, rijen: Sequence[str]) -> None:
        """Nothing is asked about an indiener that the register does not have, nor the name of one who is anonymous."""
        if self.bekend.register.indiener is None:
            for naam in self.INDIENERVELDEN:
                self.fields.pop(naam, None)
        if self.bekend.is_anoniem:
            self.fields.pop("naam", None)
        elif self.bekend.stap_anoniem and "naam" in self.fields:
            tekst = _("Vul de naam van %%(de_indiener)s in, of kies Anoniem bij stap %(stap)d.")
            self.fields["naam"].error_messages["required"] = tekst % {"stap": self.bekend.stap_anoniem}
        super().voeg_velden_toe(rijen)

    def clean(self) -> dict[str, Any]:
        """As many as were described, or more."""
        gegevens = super().clean() or self.cleaned_data
        beschreven = sum(rij.soort == self.over_wie for rij in self.rijen)
        aantal = gegevens.get("aantal_betrokkenen")
        if aantal is not None and aantal < beschreven:
            tekst = self.zeg(
                _("U hebt {beschreven} %(betrokkenen)s toegevoegd. Vul dat getal of een hoger getal in.")
            )
            self.add_error("aantal_betrokkenen", tekst.format(beschreven=beschreven))
        return gegevens

    @property
    def gegevens(self) -> dict[str, Any]:
        """Of the zaak itself what is not about a person."""
        gegevens = super().gegevens
        return {naam: waarde for naam, waarde in gegevens.items() if naam not in self.INDIENERVELDEN}

    @property
    def personen(self) -> list[Persoonsgegevens]:
        """Everybody; an anonymous indiener only if something was said about them."""
        indiener = {naam: self.cleaned_data[naam] for naam in self.INDIENERVELDEN if naam in self.fields}
        gevonden = []
        if self.bekend.register.indiener and any(indiener.values()):
            gevonden.append(Persoonsgegevens(self.bekend.register.indiener, indiener))
        return gevonden + [Persoonsgegevens(Persoon.Rol(soort), velden) for soort, velden in self.van_rijen()]

    @property
    def genoemden(self) -> list[Genoemde]:
        """Who handed it in, and everybody who was added; needs `is_valid()` to have been asked, whatever it said."""
        bekend, indiener = self.cleaned_data, self.bekend.register.indiener
        gevonden = []
        if indiener:
            gevonden.append(Genoemde(str(indiener.label), bekend.get("naam", ""), bekend.get("contact", "")))
        return gevonden + [
            Genoemde(kaart.titel, bekend.get(f"{rij.prefix}naam", ""))
            for rij, kaart in zip(self.rijen, self.kaarten(), strict=True)
        ]

    @property
    def zaakrijen(self) -> list[Rijgegevens]:
        """None: these rows are people."""
        return []

    @property
    def anoniem_tekst(self) -> str:
        """Said above the questions about somebody who is anonymous."""
        if not (self.bekend.is_anoniem and self.bekend.register.indiener):
            return ""
        return self.zeg(_("%(de_indiener)s is anoniem. Vraag niet naar een naam."))

    def over_de_indiener(self) -> list[BoundField]:
        """The questions about who handed it in."""
        return [self[naam] for naam in self.INDIENERVELDEN if naam in self.fields]

    def over_de_zaak(self) -> list[BoundField]:
        """The other questions."""
        return [veld for veld in self.eigen_velden() if veld.name not in self.INDIENERVELDEN]
