"""The topics of an intake as forms: shape only; what the law of a melding says is checked in the services.

A form is bound to what was typed. Every one of them knows `Bekend`: what the other topics already say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codelijsten.models import Code
from meldingen.models import Melding
from schermen.formulieren import Datumveld, DeelDatum, DeelDatumveld, Uitgelegd
from zaken.models import Zaak

from .intake_velden import Codekeuze, Codekeuzes, Keuzelijsten, Regel, Verhaal, kies

NA_ONTVANGST = gettext_lazy("Vul een datum in op of na de dag waarop Defensie de melding kreeg.")
VOOR_ONTVANGST = gettext_lazy("Vul een datum in op of voor de dag waarop Defensie de melding kreeg.")


@dataclass(frozen=True)
class Bekend:
    """What a topic may need of the others: receipt, whether the melder is anonymous, and the valid codes."""

    ontvangen: date | None
    is_anoniem: bool
    keuzes: Keuzelijsten


class Stapform(forms.Form):
    """One topic."""

    def __init__(self, *args: Any, bekend: Bekend, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bekend = bekend
        self._kies_codes()

    def _kies_codes(self) -> None:
        for veld in self.fields.values():
            if isinstance(veld, (Codekeuze, Codekeuzes)):
                veld.kies_uit(self.bekend.keuzes.get(veld.lijst, ()))

    @property
    def gegevens(self) -> dict[str, Any]:
        """Fields of `Melding` by name, of a valid form."""
        return dict(self.cleaned_data)

    def antwoorden(self) -> Iterator[tuple[BoundField, Any]]:
        """What was answered well, in the order of the questions."""
        for veld in self:
            if not veld.is_hidden and not veld.errors:
                yield veld, self.cleaned_data.get(veld.name)


class Ontvangst(Stapform):
    """How the melding came in."""

    ontvangen_defensie = Datumveld(
        label=gettext_lazy("Wanneer kreeg Defensie de melding?"),
        help_text=gettext_lazy("De eerste dag, ook als dat bij iemand anders was. Bijvoorbeeld 27 3 2024."),
        uiterlijk=localdate,
        error_messages={"required": gettext_lazy("Vul in wanneer Defensie de melding kreeg.")},
    )
    ontvangen_register = Datumveld(
        label=gettext_lazy("Wanneer kwam de melding bij ons?"),
        help_text=gettext_lazy("Vul dit alleen in als dat een andere dag was."),
        required=False,
        uiterlijk=localdate,
    )
    meldkanaal = Codekeuze(
        lijst="meldkanaal",
        label=gettext_lazy("Bij wie kwam de melding binnen?"),
        error_messages=kies(gettext_lazy("Kies bij wie de melding binnenkwam.")),
    )
    bron = Codekeuze(
        lijst="bron",
        label=gettext_lazy("Van wie komt de melding?"),
        required=False,
        error_messages=kies(gettext_lazy("Kies van wie de melding komt.")),
    )
    anonimiteit = forms.ChoiceField(
        label=gettext_lazy("Wie meldt dit?"),
        widget=forms.RadioSelect,
        error_messages=kies(gettext_lazy("Kies wie dit meldt.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        uitleg = {
            Zaak.Anonimiteit.VERTROUWELIJK: _("Wij geven de naam niet door, ook niet aan het bevoegd gezag."),
            Zaak.Anonimiteit.ANONIEM: _("Wij vragen en bewaren geen naam."),
        }
        self.fields["anonimiteit"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (waarde, Uitgelegd(str(label), uitleg=uitleg.get(Zaak.Anonimiteit(waarde), "")))
            for waarde, label in Zaak.Anonimiteit.choices
        ]

    def clean(self) -> dict[str, Any]:
        """The desk cannot have had it before Defensie."""
        gegevens = super().clean() or self.cleaned_data
        defensie, register = gegevens.get("ontvangen_defensie"), gegevens.get("ontvangen_register")
        if defensie and register and register < defensie:
            self.add_error("ontvangen_register", NA_ONTVANGST)
        return gegevens


class Gebeurtenis(Stapform):
    """What happened, when and where; no names."""

    onderwerp = Regel(
        label=gettext_lazy("Waar gaat de melding over, in één regel?"),
        help_text=gettext_lazy("Gebruik geen namen. Bijvoorbeeld: opmerkingen tijdens een oefening."),
        max_length=120,
        error_messages={"required": gettext_lazy("Vul in waar de melding over gaat.")},
    )
    voorval_van = DeelDatumveld(
        label=gettext_lazy("Wanneer is het gebeurd?"),
        help_text=gettext_lazy("Weet u alleen de maand? Laat de dag leeg. Weet u het niet? Laat alles leeg."),
        required=False,
        uiterlijk=localdate,
    )
    voorval_tot = DeelDatumveld(
        label=gettext_lazy("Tot wanneer?"),
        help_text=gettext_lazy("Vul dit alleen in als het langer duurde of vaker gebeurde."),
        required=False,
        uiterlijk=localdate,
    )
    locatiecontext = Codekeuze(
        lijst="locatiecontext",
        label=gettext_lazy("Waar is het gebeurd?"),
        error_messages=kies(gettext_lazy("Kies waar het is gebeurd.")),
    )
    defensieonderdeel = Codekeuze(
        lijst="defensieonderdeel",
        label=gettext_lazy("Om welk defensieonderdeel gaat het?"),
        help_text=gettext_lazy("Het onderdeel van de betrokkene. Weet u het niet? Kies Onbekend."),
        widget=forms.Select,
        error_messages=kies(gettext_lazy("Kies om welk defensieonderdeel het gaat.")),
    )
    eenheid = Regel(
        label=gettext_lazy("Welke eenheid?"),
        help_text=gettext_lazy("Komt nooit in cijfers of exports."),
        max_length=120,
        required=False,
    )
    omschrijving = Verhaal(
        label=gettext_lazy("Beschrijf wat er is gebeurd"),
        help_text=gettext_lazy(
            "Schrijf 'de melder', 'de betrokkene' of 'de getuige'. Gebruik geen namen. "
            "Zet hier geen staatsgeheime informatie in."
        ),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Beschrijf wat er is gebeurd.")},
    )

    def clean(self) -> dict[str, Any]:
        """A period has a beginning, is as precise at both ends, and began before Defensie was told."""
        gegevens = super().clean() or self.cleaned_data
        van, tot = gegevens.get("voorval_van"), gegevens.get("voorval_tot")
        if tot and not van and "voorval_van" not in self.errors:
            self.add_error("voorval_van", _("Vul ook in wanneer het begon."))
        if van and self.bekend.ontvangen and van.van > self.bekend.ontvangen:
            self.add_error("voorval_van", VOOR_ONTVANGST)
        if van and tot and van.nauwkeurigheid != tot.nauwkeurigheid:
            self.add_error("voorval_tot", _("Vul deze datum even precies in als de datum waarop het begon"))
        elif van and tot and tot.tot < van.van:
            self.add_error("voorval_tot", _("Vul een datum in die na het begin ligt."))
        return gegevens

    @property
    def gegevens(self) -> dict[str, Any]:
        """The two partial dates become first day, last day and their precision."""
        gegevens = super().gegevens
        van: DeelDatum | None = gegevens.pop("voorval_van")
        tot: DeelDatum | None = gegevens.pop("voorval_tot") or van
        if van is None or tot is None:
            onbekend = {"voorval_van": None, "voorval_tot": None, "voorval_precisie": Zaak.Precisie.ONBEKEND}
            return gegevens | onbekend
        return gegevens | {
            "voorval_van": van.van,
            "voorval_tot": tot.tot,
            "voorval_precisie": Zaak.Precisie(van.nauwkeurigheid),
        }


@dataclass(frozen=True)
class Verfijning:
    """One hoofdcategorie on the screen: its radio button and the check boxes below it."""

    keuze: Any
    waarde: str
    label: str
    vinkjes: list[Any]


class Categorie(Stapform):
    """Which hoofdcategorie, exactly one, and what belongs below it."""

    hoofdcategorie = Codekeuze(
        lijst="hoofdcategorie",
        label=gettext_lazy("Welk onderwerp past het beste?"),
        error_messages=kies(gettext_lazy("Kies waar de melding over gaat.")),
    )
    subcategorieen = Codekeuzes(
        lijst="subcategorie",
        label=gettext_lazy("Waar gaat het precies over?"),
        required=False,
        error_messages=kies(""),
    )

    def clean(self) -> dict[str, Any]:
        """A subcategorie stands below the chosen hoofdcategorie."""
        gegevens = super().clean() or self.cleaned_data
        hoofd: Code | None = gegevens.get("hoofdcategorie")
        for sub in gegevens.get("subcategorieen") or ():
            if hoofd and sub.bovenliggend_id != hoofd.pk:
                self.add_error(
                    "subcategorieen",
                    _("“%(sub)s” hoort niet bij “%(hoofd)s”. Haal dat vinkje weg of kies iets anders.")
                    % {"sub": sub.label, "hoofd": hoofd.label},
                )
        return gegevens

    def verfijningen(self) -> list[Verfijning]:
        """Every hoofdcategorie with its own check boxes, in printed order."""
        vinkjes: dict[int | None, list[Any]] = {}
        for rij, vinkje in zip(self.bekend.keuzes["subcategorie"], self["subcategorieen"], strict=True):
            vinkjes.setdefault(rij.bovenliggend_id, []).append(vinkje)
        return [
            Verfijning(keuze, rij.code, rij.label, vinkjes.get(rij.pk, []))
            for rij, keuze in zip(self.bekend.keuzes["hoofdcategorie"], self["hoofdcategorie"], strict=True)
        ]


class Gedaan(Stapform):
    """What the melder wants and what was done already."""

    wens_melder = Verhaal(
        label=gettext_lazy("Wat wil de melder bereiken?"),
        help_text=gettext_lazy("Gebruik geen namen."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    bevestigd_op = Datumveld(
        label=gettext_lazy("Wanneer hebt u de ontvangst bevestigd aan de melder?"),
        help_text=gettext_lazy("Nog niet gedaan? Laat dit leeg."),
        required=False,
        uiterlijk=localdate,
    )
    ordemaatregel = Verhaal(
        label=gettext_lazy("Welke ordemaatregel is genomen?"),
        help_text=gettext_lazy("Bijvoorbeeld: de betrokkene werkt tijdelijk elders. Gebruik geen namen."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    aangifte = forms.ChoiceField(
        label=gettext_lazy("Is er aangifte gedaan?"),
        choices=Melding.Aangifte.choices,
        widget=forms.RadioSelect,
        initial=Melding.Aangifte.ONBEKEND.value,
        error_messages=kies(gettext_lazy("Kies of er aangifte is gedaan.")),
    )
    afstemming_om = forms.BooleanField(
        label=gettext_lazy("Er is overlegd met het Openbaar Ministerie"), required=False
    )

    def clean_bevestigd_op(self) -> date | None:
        """Nobody confirms what is not there yet."""
        bevestigd: date | None = self.cleaned_data["bevestigd_op"]
        if bevestigd and self.bekend.ontvangen and bevestigd < self.bekend.ontvangen:
            raise forms.ValidationError(NA_ONTVANGST)
        return bevestigd
