"""The parts of a misstand that can be changed, one form per page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze
from gebruikers.models import Gebruiker
from gebruikers.queries import toewijsbaren
from gebruikers.rollen import Rol
from gebruikers.volgorde import op_naam
from misstanden.models import Misstand
from zaken.models import Zaak
from zaken.schermen import onderdelen
from zaken.schermen.onderdelen import OnderdeelForm
from zaken.schermen.velden import gedaan_op, tekst
from zaken.toegang import BELEID

from .intake import GEHEIM

BETROKKEN_ROLLEN = frozenset({Rol.MISSTANDEN, Rol.INTAKE})
"""Who can have received a misstand."""


class GegevensForm(onderdelen.GegevensForm):
    """How it came in, and from whom."""

    anonimiteit = forms.ChoiceField(
        label=gettext_lazy("Identiteit van de melder"),
        help_text=gettext_lazy("De identiteit van de melder is geheim volgens de wet."),
        choices=[(keuze.value, keuze.label) for keuze in GEHEIM],
        widget=forms.RadioSelect,
    )
    melder_status = Codekeuze(
        lijst="melder_status",
        label=gettext_lazy("Wat heeft de melder met Defensie te maken?"),
        required=False,
    )
    extern_gemeld_bij = Codekeuze(
        lijst="extern_meldpunt",
        label=gettext_lazy("Waar heeft de melder dit ook gemeld, buiten Defensie?"),
        help_text=gettext_lazy("Nergens? Laat dit leeg."),
        required=False,
    )
    indeling = [
        (gettext_lazy("Ontvangst"), ["ontvangen_defensie", "ontvangen_register", "meldkanaal"]),
        (
            gettext_lazy("Wie"),
            ["anonimiteit", "melder_status", "extern_gemeld_bij", "aantal_betrokkenen"],
        ),
        (gettext_lazy("Vertrouwelijkheid"), ["rubricering"]),
    ]


def _antwoord(**kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[("", gettext_lazy("Nog niet beoordeeld")), *Misstand.Antwoord.choices],
        widget=forms.RadioSelect,
        required=False,
        **kwargs,
    )


if TYPE_CHECKING:
    _Keuzen = ModelChoiceIterator[Gebruiker]
    _Keuzeveld = forms.ModelChoiceField[Gebruiker]
else:
    _Keuzen, _Keuzeveld = ModelChoiceIterator, forms.ModelChoiceField  # generic for the type checker only


class _OpNaam(_Keuzen):
    """Colleagues by name, which the database holds encrypted."""

    def __iter__(self) -> Iterator[Any]:
        leeg, *collegas = super().__iter__()
        yield from (leeg, *op_naam(collegas, lambda keuze: str(keuze[1])))


class _Collega(_Keuzeveld):
    iterator = _OpNaam


class BeoordelingForm(OnderdeelForm):
    """Confirmation, who received and who follows up, and the test of the law."""

    titel = gettext_lazy("Bevestiging en beoordeling wijzigen")
    toon_niet_verplicht: ClassVar[bool] = False
    bevestigd_op = gedaan_op(label=gettext_lazy("Ontvangst bevestigd aan de melder op"))
    geen_bevestiging_reden = tekst(
        Misstand,
        "geen_bevestiging_reden",
        label=gettext_lazy("Kan een anonieme melder geen bevestiging krijgen? Schrijf waarom."),
        rijen=2,
    )
    verslag_akkoord_op = gedaan_op(label=gettext_lazy("Melder akkoord met het verslag van het gesprek op"))
    ontvanger = _Collega(
        Gebruiker.objects.none(),
        label=gettext_lazy("Wie ontving het vermoeden?"),
        empty_label=gettext_lazy("Maak een keuze"),
        required=False,
    )
    opvolger = _Collega(
        Gebruiker.objects.none(),
        label=gettext_lazy("Wie volgt het vermoeden op?"),
        help_text=gettext_lazy("Dit is een ander dan de ontvanger. Geef deze persoon daarna toegang."),
        empty_label=gettext_lazy("Maak een keuze"),
        required=False,
    )
    maatschappelijk_belang_toets = _antwoord(
        label=gettext_lazy("Is het maatschappelijk belang in het geding?"),
    )
    inbreuk_unierecht = _antwoord(label=gettext_lazy("Is er (mogelijk) inbreuk op het Unierecht?"))
    toets_toelichting = tekst(
        Misstand, "toets_toelichting", label=gettext_lazy("Leg de beoordeling uit"), rijen=6
    )
    indeling = [
        (gettext_lazy("Bevestiging"), ["bevestigd_op", "geen_bevestiging_reden", "verslag_akkoord_op"]),
        (gettext_lazy("Ontvanger en opvolger"), ["ontvanger", "opvolger"]),
        (
            gettext_lazy("Beoordeling"),
            ["maatschappelijk_belang_toets", "inbreuk_unierecht", "toets_toelichting"],
        ),
    ]

    def __init__(self, *args: Any, begin: Any, **kwargs: Any) -> None:
        """Colleagues of the desk, and who was chosen before."""
        super().__init__(*args, begin=begin, **kwargs)
        mogelijk = {
            "ontvanger": BETROKKEN_ROLLEN,
            "opvolger": BELEID[Zaak.Soort.MISSTAND].behandelaar,  # who follows up must be able to read it
        }
        alle = toewijsbaren()
        for naam in mogelijk.keys() & self.fields.keys():
            collegas = {c.gebruiker_id for c in alle if mogelijk[naam].intersection(c.rollen)}
            eerder = {begin[naam].pk} if begin.get(naam) else set()
            veld: Any = self.fields[naam]
            veld.queryset = Gebruiker.objects.filter(pk__in=collegas | eerder)


class AfrondingForm(OnderdeelForm):
    """The findings, the standpunt, what the melder was told, and the nazorg."""

    titel = gettext_lazy("Standpunt en afronding wijzigen")
    toon_niet_verplicht: ClassVar[bool] = False
    codes_van_vandaag = True
    bevindingen_op = gedaan_op(label=gettext_lazy("Bevindingen van het onderzoek klaar op"))
    standpunt = tekst(Misstand, "standpunt", label=gettext_lazy("Standpunt"), rijen=8)
    uitkomst = forms.ChoiceField(
        label=gettext_lazy("Uitkomst"),
        choices=[("", gettext_lazy("Nog geen uitkomst")), *Misstand.Uitkomst.choices],
        required=False,
    )
    doorgezonden_aan = Codekeuze(
        lijst="extern_meldpunt",
        label=gettext_lazy("Aan welke autoriteit is het doorgezonden?"),
        required=False,
    )
    terugkoppeling_op = gedaan_op(label=gettext_lazy("Melder bericht gestuurd op"))
    geen_terugkoppeling_reden = tekst(
        Misstand,
        "geen_terugkoppeling_reden",
        label=gettext_lazy("Geen bericht gestuurd? Schrijf waarom."),
        rijen=3,
    )
    navraag_benadeling_op = gedaan_op(
        label=gettext_lazy("De melder gevraagd naar benadeling op"),
        help_text=gettext_lazy("Zegt de melder dat er iets is? Leg dat vast bij Benadeling van de melder."),
    )
    geen_nazorg_reden = tekst(
        Misstand,
        "geen_nazorg_reden",
        label=gettext_lazy("Geen nazorg? Schrijf waarom."),
        help_text=gettext_lazy(
            "Dan vervallen alle momenten die nog open zijn. Eén moment legt u vast bij Termijnen."
        ),
        rijen=3,
    )
    indeling = [
        (gettext_lazy("Standpunt"), ["bevindingen_op", "standpunt", "uitkomst", "doorgezonden_aan"]),
        (gettext_lazy("Bericht aan de melder"), ["terugkoppeling_op", "geen_terugkoppeling_reden"]),
        (
            gettext_lazy("Nazorg"),
            ["navraag_benadeling_op", "geen_nazorg_reden"],
        ),
    ]


ONDERDELEN: dict[str, type[OnderdeelForm]] = {
    "gegevens": GegevensForm,
    "gebeurtenis": onderdelen.GebeurtenisForm,
    "beoordeling": BeoordelingForm,
    "afronding": AfrondingForm,
}
"""The parts by their name in the address."""
