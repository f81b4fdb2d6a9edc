"""The parts of a klacht that can be changed, one form per page; and the form of one klachtonderdeel."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze
from klachten.models import Klacht
from schermen.formulieren import Datumveld
from zaken.models import Zaak
from zaken.schermen import onderdelen
from zaken.schermen.onderdelen import OnderdeelForm
from zaken.schermen.velden import gedaan_op, tekst


class GegevensForm(onderdelen.GegevensForm):
    """How the klacht came in, and from whom."""

    anonimiteit = forms.ChoiceField(
        label=gettext_lazy("Wie klaagt?"),
        help_text=gettext_lazy("Een klacht kan niet anoniem."),
        choices=[
            (keuze.value, keuze.label) for keuze in (Zaak.Anonimiteit.NEE, Zaak.Anonimiteit.VERTROUWELIJK)
        ],
        widget=forms.RadioSelect,
    )
    vorm = forms.ChoiceField(
        label=gettext_lazy("Hoe is de klacht gedaan?"), choices=Klacht.Vorm.choices, widget=forms.RadioSelect
    )
    ondertekend = forms.BooleanField(label=gettext_lazy("De klacht is ondertekend"), required=False)
    jegens_klager = forms.BooleanField(
        label=gettext_lazy("De klacht gaat over gedrag tegenover de klager zelf"), required=False
    )
    klachtsoort = Codekeuze(
        lijst="klachtsoort", label=gettext_lazy("Wat voor klacht is het?"), required=False
    )
    indeling = [
        (gettext_lazy("Ontvangst"), ["ontvangen_defensie", "ontvangen_register", "meldkanaal"]),
        (gettext_lazy("De klacht"), ["klachtsoort", "vorm", "ondertekend", "jegens_klager"]),
        (gettext_lazy("Wie"), ["anonimiteit", "aantal_betrokkenen"]),
        (gettext_lazy("Vertrouwelijkheid"), ["rubricering"]),
    ]


class BehandelingForm(OnderdeelForm):
    """Confirmation, copy to the aangeklaagde, hearing, advice."""

    titel = gettext_lazy("Behandeling wijzigen")
    toon_niet_verplicht: ClassVar[bool] = False
    codes_van_vandaag = True
    bevestigd_op = gedaan_op(label=gettext_lazy("Ontvangst bevestigd aan de klager op"))
    aanvulling_gevraagd_op = gedaan_op(label=gettext_lazy("Aanvulling gevraagd op"))
    behandelaar_niet_betrokken = forms.BooleanField(
        label=gettext_lazy("De behandelaar was niet betrokken bij de gedraging"), required=False
    )
    afschrift_aangeklaagde_op = gedaan_op(
        label=gettext_lazy("Kopie van de klacht naar de aangeklaagde gestuurd op")
    )
    via_commissie = forms.BooleanField(
        label=gettext_lazy("Een commissie adviseert over deze klacht"), required=False
    )
    hoorzitting_op = gedaan_op(label=gettext_lazy("Gehoord op"))
    afzien_horen_grond = Codekeuze(
        lijst="afzien_horen",
        label=gettext_lazy("Niet gehoord? Kies waarom."),
        help_text=gettext_lazy(
            "Dit gaat alleen over de klager. Adviseert een commissie? Dan beslist zij dit."
        ),
        required=False,
    )
    advies = tekst(Klacht, "advies", label=gettext_lazy("Advies van de commissie"), rijen=8)
    advies_op = gedaan_op(label=gettext_lazy("Advies uitgebracht op"))
    indeling = [
        (gettext_lazy("Begin"), ["bevestigd_op", "aanvulling_gevraagd_op", "behandelaar_niet_betrokken"]),
        (
            gettext_lazy("Horen"),
            ["afschrift_aangeklaagde_op", "hoorzitting_op", "afzien_horen_grond"],
        ),
        (gettext_lazy("Advies"), ["via_commissie", "advies", "advies_op"]),
    ]


class UitstelForm(OnderdeelForm):
    """Verdaging (Awb 9:11 lid 2) and further postponement with written consent (lid 3)."""

    titel = gettext_lazy("Uitstel wijzigen")
    verdaagd_op = gedaan_op(
        label=gettext_lazy("Verdaagd op"),
        help_text=gettext_lazy(
            "Verdagen kan één keer, voor het einde van de termijn en met hoogstens vier weken."
        ),
    )
    verdaagd_weken = forms.TypedChoiceField(
        label=gettext_lazy("Met hoeveel weken?"),
        choices=[("", gettext_lazy("Niet verdaagd")), *((week, str(week)) for week in range(1, 5))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    verdaagd_reden = tekst(Klacht, "verdaagd_reden", label=gettext_lazy("Waarom verdaagt u?"), rijen=3)
    verdaagd_klager_op = gedaan_op(label=gettext_lazy("Klager schriftelijk bericht gestuurd op"))
    verdaagd_aangeklaagde_op = gedaan_op(label=gettext_lazy("Aangeklaagde schriftelijk bericht gestuurd op"))
    instemming_uitstel_op = gedaan_op(label=gettext_lazy("Klager stemde schriftelijk in met meer uitstel op"))
    instemming_uitstel_tot = Datumveld(label=gettext_lazy("Uitstel tot en met"), required=False)
    indeling = [
        (
            gettext_lazy("Verdagen"),
            [
                "verdaagd_op",
                "verdaagd_weken",
                "verdaagd_reden",
                "verdaagd_klager_op",
                "verdaagd_aangeklaagde_op",
            ],
        ),
        (gettext_lazy("Instemming van de klager"), ["instemming_uitstel_op", "instemming_uitstel_tot"]),
    ]


class AfrondingForm(OnderdeelForm):
    """The oordeel, what follows from it, what the klager was told; or how it ended without one."""

    titel = gettext_lazy("Afronding wijzigen")
    toon_niet_verplicht: ClassVar[bool] = False
    codes_van_vandaag = True
    oordeel = Codekeuze(lijst="oordeel", label=gettext_lazy("Oordeel over de hele klacht"), required=False)
    oordeel_op = gedaan_op(label=gettext_lazy("Oordeel gegeven op"))
    afwijking_advies_reden = tekst(
        Klacht,
        "afwijking_advies_reden",
        label=gettext_lazy("Waarom wijkt het oordeel af van het advies?"),
        help_text=gettext_lazy("Alleen als het oordeel over een deel anders is dan het advies."),
    )
    conclusies = tekst(
        Klacht, "conclusies", label=gettext_lazy("Welke conclusies volgen uit het oordeel?"), rijen=6
    )
    opvolging = tekst(Klacht, "opvolging", label=gettext_lazy("Wat gebeurt er met de conclusies?"))
    kennisgeving_op = gedaan_op(label=gettext_lazy("Klager bericht gestuurd op"))
    ombudsman_vermeld = forms.BooleanField(
        label=gettext_lazy("In het bericht staat dat de klager naar de ombudsman kan"), required=False
    )
    ombudsman_oordeel_op = gedaan_op(label=gettext_lazy("Bericht van de ombudsman op"))
    ombudsman_oordeel = tekst(Klacht, "ombudsman_oordeel", label=gettext_lazy("Wat vond de ombudsman?"))
    afsluitgrond = forms.ChoiceField(
        label=gettext_lazy("Geen oordeel? Kies hoe de klacht eindigde."),
        choices=[("", gettext_lazy("Met een oordeel, of nog niet geëindigd")), *Klacht.Afsluitgrond.choices],
        required=False,
    )
    niet_in_behandeling_grond = Codekeuze(
        lijst="niet_in_behandeling", label=gettext_lazy("Waarom niet in behandeling?"), required=False
    )
    niet_in_behandeling_bericht_op = gedaan_op(
        label=gettext_lazy("Klager bericht gestuurd dat de klacht niet in behandeling komt op")
    )
    doorgezonden_naar = tekst(
        Klacht,
        "doorgezonden_naar",
        label=gettext_lazy("Waarnaar is de klacht doorgezonden?"),
        help_text=gettext_lazy("Alleen de organisatie of functie, geen naam."),
    )
    indeling = [
        (
            gettext_lazy("Oordeel"),
            ["oordeel", "oordeel_op", "afwijking_advies_reden", "conclusies", "opvolging"],
        ),
        (gettext_lazy("Bericht aan de klager"), ["kennisgeving_op", "ombudsman_vermeld"]),
        (
            gettext_lazy("Geëindigd zonder oordeel"),
            [
                "afsluitgrond",
                "niet_in_behandeling_grond",
                "niet_in_behandeling_bericht_op",
                "doorgezonden_naar",
            ],
        ),
        (gettext_lazy("Ombudsman"), ["ombudsman_oordeel_op", "ombudsman_oordeel"]),
    ]


ONDERDELEN: dict[str, type[OnderdeelForm]] = {
    "gegevens": GegevensForm,
    "gebeurtenis": onderdelen.GebeurtenisForm,
    "behandeling": BehandelingForm,
    "uitstel": UitstelForm,
    "afronding": AfrondingForm,
}
"""The parts by their name in the address."""
