"""The last topic of every intake: who may never see the zaak, and whether it must leave COID altogether.

The kit adds it behind the topics of the register (`onderwerpen_van`). It may be skipped unless somebody who was named
has an account here: then the intaker says whether that is the same person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gebruikers.queries import toewijsbaren_buiten_coid
from schermen.formulieren import Regel, Zoekkeuze
from zaken.herkennen import Genoemde, Herkend, herken
from zaken.models import Uitsluiting
from zaken.register.intake import Onderwerp
from zaken.register.rijen import Rijgegevens
from zaken.schermen.herkennen import herkenveld, voorbehouden
from zaken.services.toegang import Voorbehoud
from zaken.toegang import BELEID
from zaken.zoeken.personen import adressen

from .onderwerpen import OnderwerpForm
from .rijen import RijenForm

if TYPE_CHECKING:
    from zaken.register import Register


class ToegangForm(RijenForm):
    """Per recognised account whether it is the same person; others by exact name or address; sealing."""

    sjabloon = "zaken/register/intake/toegang.html"
    soorten: ClassVar[Mapping[str, Any]] = {"collega": gettext_lazy("Collega")}
    rijen_kop = gettext_lazy("Wie mag dit nog meer nooit zien?")
    rijen_hulp = gettext_lazy(
        "Voeg elke gebruiker van deze toepassing toe die zelf betrokken is of leiding geeft aan een betrokkene."
    )
    rijen_icoon = "user-off"
    controlelabels = {"verzegelen": gettext_lazy("Gaat %(de_zaak)s over iemand van COID of MID?")}

    verzegelen = forms.BooleanField(
        label=gettext_lazy("Ja, %(de_zaak)s gaat over iemand van COID of MID"),
        help_text=gettext_lazy(
            "Dan gaat %(de_zaak)s meteen verzegeld naar één behandelaar buiten COID. "
            "Geen team ziet %(de_zaak)s, en u na het opslaan ook niet meer."
        ),
        required=False,
    )
    verzegeld_voor = forms.ChoiceField(
        label=gettext_lazy("Wie buiten COID gaat %(de_zaak)s behandelen?"),
        help_text=gettext_lazy("Alleen nodig als u hierboven Ja kiest."),
        required=False,
        widget=Zoekkeuze,
    )

    def voeg_velden_toe(self, rijen: Sequence[str]) -> None:
        """One question per account that matches somebody who was named."""
        self.herkend: Sequence[Herkend] = self.bekend.herkend
        self.fields |= {f"account_{een.gebruiker_id}": herkenveld(een) for een in self.herkend}
        self.fields["verzegeld_voor"].choices = lambda: self._buiten_coid  # type: ignore[attr-defined]  # a choice field
        super().voeg_velden_toe(rijen)

    @cached_property
    def _buiten_coid(self) -> list[tuple[str, str]]:
        rollen = BELEID[self.bekend.register.soort].behandelaar
        kiesbaar = [een for een in toewijsbaren_buiten_coid() if not rollen.isdisjoint(een.rollen)]
        return [("", _("Maak een keuze")), *((str(een.gebruiker_id), een.naam) for een in kiesbaar)]

    @classmethod
    def rijvelden(cls, soort: str) -> dict[str, forms.Field]:
        """Who, typed in full, and why."""
        return {
            "wie": Regel(
                label=gettext_lazy("Naam of e-mailadres"),
                help_text=gettext_lazy(
                    "Vul de hele naam in, of het e-mailadres waarmee deze persoon zich aanmeldt."
                ),
                max_length=254,
                error_messages={"required": gettext_lazy("Vul de naam of het e-mailadres in.")},
            ),
            "grond": forms.ChoiceField(
                label=gettext_lazy("Waarom?"),
                choices=Uitsluiting.Grond.choices,
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Kies waarom deze persoon de zaak niet mag zien.")},
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Every typed person is exactly one account, and a sealed zaak has somebody to go to."""
        gegevens = super().clean() or self.cleaned_data
        self._getypt: list[Voorbehoud] = []
        for rij in self.rijen:
            wie, grond = gegevens.get(f"{rij.prefix}wie"), gegevens.get(f"{rij.prefix}grond")
            if wie and grond:
                self._zoek(f"{rij.prefix}wie", wie, Uitsluiting.Grond(grond))
        if (
            gegevens.get("verzegelen")
            and not gegevens.get("verzegeld_voor")
            and "verzegeld_voor" not in self.errors
        ):
            tekst = _("Kies wie %(de_zaak)s gaat behandelen.")
            if len(self._buiten_coid) == 1:
                tekst = _("Er is nog niemand buiten COID die dit kan behandelen. Vraag de beheerder.")
            self.add_error("verzegeld_voor", self.zeg(tekst))
        return gegevens

    def _zoek(self, veld: str, wie: str, grond: Uitsluiting.Grond) -> None:
        gevonden = herken([Genoemde("", wie), *(Genoemde("", contact=adres) for adres in adressen(wie))])
        if not gevonden:
            tekst = _(
                "Wij vinden geen gebruiker met precies deze naam of dit e-mailadres. Klopt het? "
                "Dan heeft deze persoon geen account. Verwijder dan deze regel."
            )
            self.add_error(veld, tekst)
        elif len(gevonden) > 1:
            self.add_error(veld, _("Meer gebruikers heten zo. Vul het e-mailadres in."))
        else:
            self._getypt.append(Voorbehoud(gevonden[0].gebruiker_id, grond))

    @property
    def aantal_getypt(self) -> int:
        """How many colleagues were typed here."""
        return sum(bool(self.data.get(f"{rij.prefix}wie")) for rij in self.rijen)

    @property
    def aantal_gevonden(self) -> int:
        """How many of those have an account."""
        self.full_clean()
        return len(self._getypt)

    def antwoorden(self) -> Iterator[tuple[BoundField, Any]]:
        """What was said of each account, and whether it is sealed; for whom only then."""
        dicht = self.cleaned_data.get("verzegelen")
        eigen = {"verzegelen", *(["verzegeld_voor"] if dicht else [])}
        eigen |= {f"account_{een.gebruiker_id}" for een in self.herkend}
        return (regel for regel in OnderwerpForm.antwoorden(self) if regel[0].name in eigen)

    def herkende(self) -> list[BoundField]:
        """The questions about accounts that match."""
        return [self[f"account_{een.gebruiker_id}"] for een in self.herkend]

    def over_verzegelen(self) -> list[BoundField]:
        """The questions about COID and MID."""
        return [self["verzegelen"], self["verzegeld_voor"]]

    @property
    def gegevens(self) -> dict[str, Any]:
        """Nothing here is a field of the zaak."""
        return {}

    @property
    def zaakrijen(self) -> list[Rijgegevens]:
        """None: these rows are colleagues."""
        return []

    @property
    def uitsluitingen(self) -> list[Voorbehoud]:
        """Of a valid form: whom to exclude, each once; who is involved is never called a line manager alone."""
        alle = [*self._getypt, *voorbehouden(self.herkend, self.cleaned_data)]
        per_gebruiker = {een.gebruiker_id: een for een in alle}
        betrokken = {een.gebruiker_id: een for een in alle if een.grond == Uitsluiting.Grond.BETROKKEN}
        return list((per_gebruiker | betrokken).values())

    @property
    def verzegeld(self) -> int | None:
        """Of a valid form: the behandelaar outside COID, or None when the zaak is not sealed."""
        return int(self.cleaned_data["verzegeld_voor"]) if self.cleaned_data["verzegelen"] else None


TOEGANG = Onderwerp(
    "toegang",
    gettext_lazy("Wie mag dit niet zien?"),
    ToegangForm,
    uitleg=gettext_lazy("Wie betrokken is, mag %(de_zaak)s nooit zien. Ook niet via een team."),
    hulp=gettext_lazy(
        "Is niemand hier gebruiker en gaat het niet over COID of MID? Dan kunt u meteen verder. "
        "De behandelaar kan ook later iemand uitsluiten."
    ),
    mag_leeg=True,
)


def onderwerpen_van(register: Register) -> tuple[Onderwerp, ...]:
    """The topics of the register, and the one that every intake ends with."""
    return (*register.intake.onderwerpen, TOEGANG)


def onderwerp_van(register: Register, code: str) -> Onderwerp | None:
    """The topic with this code."""
    return next((onderwerp for onderwerp in onderwerpen_van(register) if onderwerp.code == code), None)
