"""The topics of an intake as forms, and those that registers share: shape only; the services check the law.

A form is bound to what was typed. Every one of them knows `Bekend`: what the other topics already say. A register
composes its intake of these, subclasses them with other words or fields, and adds its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze, Keuzelijsten
from schermen.formulieren import DatumWidget, Uitgelegd
from zaken.models import Zaak
from zaken.schermen.velden import gedaan_op, tekst
from zaken.schermen.voorval import Voorvalvelden, naar_zaak
from zaken.schermen.woorden import RegisterForm

if TYPE_CHECKING:
    from zaken.herkennen import Genoemde, Herkend
    from zaken.register import Register
    from zaken.register.rijen import Rijgegevens
    from zaken.services.inhoud import Persoonsgegevens

NA_ONTVANGST = gettext_lazy("Vul een datum in op of na de dag waarop Defensie %(de_zaak)s kreeg.")
VOOR_ONTVANGST = gettext_lazy("Vul een datum in op of voor de dag waarop Defensie %(de_zaak)s kreeg.")


@dataclass(frozen=True)
class Bekend:
    """What a topic may need of the others.

    Receipt; whether it is anonymous; which step (from 1) lets it be so, 0 for none; the codes valid at receipt; and
    for the topic about access, which accounts match somebody who was named.
    """

    register: Register
    ontvangen: date | None
    is_anoniem: bool
    stap_anoniem: int
    keuzes: Keuzelijsten
    herkend: Sequence[Herkend] = ()


@dataclass(frozen=True)
class Kaart:
    """Questions about one thing of several, such as an added person."""

    nummer: int
    waarde: str
    titel: str
    velden: list[BoundField]


class OnderwerpForm(RegisterForm):
    """One topic. A draft is kept as it was typed, so a changed field name forgets an answer and nothing more."""

    sjabloon: ClassVar[str] = "zaken/register/intake/onderwerp.html"
    """The page; one of its own extends this one."""
    controlelabels: ClassVar[Mapping[str, Any]] = {}
    """How the check page asks what the page itself asks in two parts."""
    elders: Mapping[str, str] = {}
    """Per field what stands in another window of the same user, where both changed it."""

    def __init__(self, *args: Any, bekend: Bekend, rijen: Sequence[str] = (), **kwargs: Any) -> None:
        """`rijen`: the rows in the draft, for a topic with rows."""
        super().__init__(*args, **kwargs)
        self.bekend = bekend
        self.voeg_velden_toe(rijen)
        self.kies_codes(bekend.keuzes)
        self.spreek(bekend.register)

    def voeg_velden_toe(self, rijen: Sequence[str]) -> None:
        """Questions that depend on the draft."""

    @property
    def namen(self) -> set[str]:
        """The names of the inputs of this topic; nothing else of a post is kept."""
        namen = set(self.fields)
        for naam, veld in self.fields.items():
            if isinstance(veld.widget, DatumWidget):
                namen |= {f"{naam}_{deel}" for deel in veld.widget.delen}
        return namen

    @property
    def gegevens(self) -> dict[str, Any]:
        """Fields of the zaak by name, of a valid form."""
        return dict(self.cleaned_data)

    @property
    def personen(self) -> list[Persoonsgegevens]:
        """The people of a valid form."""
        return []

    @property
    def genoemden(self) -> list[Genoemde]:
        """Everybody who was named so far, also in a form that is not complete yet."""
        return []

    @property
    def zaakrijen(self) -> list[Rijgegevens]:
        """The rows of the register (`Register.rijen`) of a valid form."""
        return []

    def eigen_velden(self) -> list[BoundField]:
        """The questions that are not about a row."""
        return list(self)

    @property
    def toe_te_voegen(self) -> list[tuple[str, Any]]:
        """The kinds of row that can be added, value and label; none for a topic without rows."""
        return []

    def antwoorden(self) -> Iterator[tuple[BoundField, Any]]:
        """What was answered well, in the order of the questions."""
        for veld in self:
            if not veld.is_hidden and not veld.errors:
                yield veld, self.cleaned_data.get(veld.name)

    def kaarten(self) -> list[Kaart]:
        """The rows of a topic with rows."""
        return []


class OntvangstForm(OnderwerpForm):
    """How it came in. `anonimiteiten`: what may be chosen; a klacht is never anonymous."""

    anonimiteiten: ClassVar[Sequence[Zaak.Anonimiteit]] = tuple(Zaak.Anonimiteit)
    geheimhouding: ClassVar[Mapping[str, Any]] = {
        Zaak.Anonimiteit.VERTROUWELIJK: gettext_lazy(
            "Wij geven de naam niet door, ook niet aan het bevoegd gezag."
        ),
        Zaak.Anonimiteit.ANONIEM: gettext_lazy(
            "Wij vragen en bewaren geen naam. Een klacht kan dit dan niet worden."
        ),
    }
    """What secrecy means, per answer."""

    ontvangen_defensie = gedaan_op(
        label=gettext_lazy("Wanneer kreeg Defensie %(de_zaak)s?"),
        help_text=gettext_lazy("De eerste dag, ook als dat bij iemand anders was. Bijvoorbeeld 27 3 2024."),
        required=True,
        error_messages={"required": gettext_lazy("Vul in wanneer Defensie %(de_zaak)s kreeg.")},
    )
    ontvangen_register = gedaan_op(
        label=gettext_lazy("Wanneer kwam %(de_zaak)s bij ons?"),
        help_text=gettext_lazy("Vul dit alleen in als dat een andere dag was."),
    )
    meldkanaal = Codekeuze(
        lijst="meldkanaal",
        label=gettext_lazy("Bij wie kwam %(de_zaak)s binnen?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies bij wie %(de_zaak)s binnenkwam.")},
    )
    anonimiteit = forms.ChoiceField(
        label=gettext_lazy("Wie meldt dit?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wie dit meldt.")},
    )

    def voeg_velden_toe(self, rijen: Sequence[str]) -> None:
        """What secrecy means, below each answer."""
        veld = self.fields.get("anonimiteit")
        if isinstance(veld, forms.ChoiceField):
            veld.choices = [
                (keuze.value, Uitgelegd(str(keuze.label), uitleg=str(self.geheimhouding.get(keuze, ""))))
                for keuze in self.anonimiteiten
            ]

    def clean(self) -> dict[str, Any]:
        """The desk cannot have had it before Defensie."""
        gegevens = super().clean() or self.cleaned_data
        defensie, register = gegevens.get("ontvangen_defensie"), gegevens.get("ontvangen_register")
        if defensie and register and register < defensie:
            self.add_error("ontvangen_register", self.zeg(NA_ONTVANGST))
        return gegevens


class GebeurtenisForm(Voorvalvelden, OnderwerpForm):
    """What happened, when and where; no names."""

    field_order = [
        "onderwerp", "voorval_van", "voorval_tot", "locatiecontext", "defensieonderdeel", "eenheid", "omschrijving",
    ]  # fmt: skip

    onderwerp = tekst(
        Zaak,
        "onderwerp",
        label=gettext_lazy("Waar gaat %(de_zaak)s over, in één regel?"),
        help_text=gettext_lazy("Gebruik geen namen. Bijvoorbeeld: opmerkingen tijdens een oefening."),
        error_messages={"required": gettext_lazy("Vul in waar %(de_zaak)s over gaat.")},
    )
    locatiecontext = Codekeuze(
        lijst="locatiecontext",
        label=gettext_lazy("Waar is het gebeurd?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies waar het is gebeurd.")},
    )
    defensieonderdeel = Codekeuze(
        lijst="defensieonderdeel",
        label=gettext_lazy("Om welk defensieonderdeel gaat het?"),
        help_text=gettext_lazy("Het onderdeel van %(de_betrokkene)s. Weet u het niet? Kies Onbekend."),
        error_messages={"required": gettext_lazy("Kies om welk defensieonderdeel het gaat.")},
    )
    eenheid = tekst(
        Zaak,
        "eenheid",
        label=gettext_lazy("Welke eenheid?"),
        help_text=gettext_lazy("Komt nooit in cijfers of exports."),
    )
    omschrijving = tekst(
        Zaak,
        "omschrijving",
        rijen=8,
        required=True,
        label=gettext_lazy("Beschrijf wat er is gebeurd"),
        help_text=gettext_lazy(
            "Schrijf '%(de_indiener)s', '%(de_betrokkene)s' of 'de getuige'. Gebruik geen namen. "
            "Zet hier geen staatsgeheime informatie in."
        ),
        error_messages={"required": gettext_lazy("Beschrijf wat er is gebeurd.")},
    )

    def clean(self) -> dict[str, Any]:
        """It began before Defensie was told."""
        gegevens = super().clean()
        van = gegevens.get("voorval_van")
        if van and self.bekend.ontvangen and van.van > self.bekend.ontvangen:
            self.add_error("voorval_van", self.zeg(VOOR_ONTVANGST))
        return gegevens

    @property
    def gegevens(self) -> dict[str, Any]:
        """The two partial dates become first day, last day and their precision."""
        return naar_zaak(super().gegevens)


class BevestigingForm(OnderwerpForm):
    """Base of a topic that asks when the receipt was confirmed."""

    bevestigd_op = gedaan_op(
        label=gettext_lazy("Wanneer hebt u de ontvangst bevestigd aan %(de_indiener)s?"),
        help_text=gettext_lazy("Nog niet gedaan? Laat dit leeg."),
    )

    def clean_bevestigd_op(self) -> date | None:
        """Nobody confirms what is not there yet."""
        bevestigd: date | None = self.cleaned_data["bevestigd_op"]
        if bevestigd and self.bekend.ontvangen and bevestigd < self.bekend.ontvangen:
            raise forms.ValidationError(self.zeg(NA_ONTVANGST))
        return bevestigd
