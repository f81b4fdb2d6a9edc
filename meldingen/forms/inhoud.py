"""The parts of a melding that can be changed, one form per page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meldingen.models import Afdoening, Melding, Subcategorie
from schermen.formulieren import Datumveld, DeelDatum, DeelDatumveld
from zaken.models import Zaak
from zaken.versleuteling.velden import VersleuteldeTekst

from .codekeuze import Codekeuze, Codekeuzes, keuzelijsten
from .vergelijk import Vergelijkform


def tekst(veld: str, *, rijen: int = 4, **kwargs: Any) -> forms.CharField:
    """A text field with the limit of the model field."""
    modelveld = Melding._meta.get_field(veld)
    if not isinstance(modelveld, VersleuteldeTekst):
        raise TypeError(veld)
    widget: forms.Widget = forms.TextInput() if modelveld.eenregelig else forms.Textarea({"rows": rijen})
    return forms.CharField(
        required=not modelveld.blank, max_length=modelveld.max_tekens, widget=widget, **kwargs
    )


def gedaan_op(*, required: bool = False, **kwargs: Any) -> Datumveld:
    """A day that cannot lie in the future."""
    return Datumveld(uiterlijk=localdate, required=required, **kwargs)


class Gegevensform(Vergelijkform):
    """How the melding came in."""

    titel = gettext_lazy("Gegevens wijzigen")
    ontvangen_defensie = gedaan_op(
        required=True,
        label=gettext_lazy("Wanneer kreeg Defensie de melding?"),
        help_text=gettext_lazy(
            "De termijnen tellen vanaf deze dag. Het nummer van de melding verandert niet."
        ),
    )
    ontvangen_register = gedaan_op(label=gettext_lazy("Wanneer kwam de melding bij ons binnen?"))
    meldkanaal = Codekeuze(
        lijst="meldkanaal", label=gettext_lazy("Bij wie kwam de melding binnen?"), required=False
    )
    bron = Codekeuze(lijst="bron", label=gettext_lazy("Waar komt de melding vandaan?"), required=False)
    anonimiteit = forms.ChoiceField(
        label=gettext_lazy("Wie meldt dit?"), choices=Zaak.Anonimiteit.choices, widget=forms.RadioSelect
    )
    aantal_betrokkenen = forms.IntegerField(
        label=gettext_lazy("Over hoeveel personen gaat het?"),
        help_text=gettext_lazy("Het aantal mag bekend zijn zonder de namen."),
        min_value=0,
        max_value=9_999,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "app-w4"}),
    )
    rubricering = forms.ChoiceField(
        label=gettext_lazy("Rubricering"), choices=Zaak.Rubricering.choices, widget=forms.RadioSelect
    )
    indeling = [
        (gettext_lazy("Ontvangst"), ["ontvangen_defensie", "ontvangen_register", "meldkanaal", "bron"]),
        (gettext_lazy("Melder en betrokkenen"), ["anonimiteit", "aantal_betrokkenen"]),
        (gettext_lazy("Vertrouwelijkheid"), ["rubricering"]),
    ]


class Gebeurtenisform(Vergelijkform):
    """What happened."""

    titel = gettext_lazy("Gebeurtenis wijzigen")
    samen = (frozenset({"voorval_van", "voorval_tot"}),)
    onderwerp = tekst(
        "onderwerp", label=gettext_lazy("Onderwerp"), help_text=gettext_lazy("Een neutrale zin zonder namen.")
    )
    omschrijving = tekst(
        "omschrijving",
        rijen=12,
        label=gettext_lazy("Wat is er gebeurd?"),
        help_text=gettext_lazy(
            "Schrijf 'de melder', 'de betrokkene' of 'de getuige'. Gebruik geen namen. "
            "Zet hier geen staatsgeheime informatie in."
        ),
    )
    hoofdcategorie = Codekeuze(lijst="hoofdcategorie", label=gettext_lazy("Waar gaat het over?"))
    subcategorieen = Codekeuzes(
        lijst="subcategorie",
        label=gettext_lazy("Waar gaat het precies over?"),
        help_text=gettext_lazy("U kunt meer kiezen. Kies onder dezelfde hoofdcategorie."),
        required=False,
    )
    voorval_van = DeelDatumveld(
        label=gettext_lazy("Wanneer gebeurde het, of wanneer begon het?"),
        help_text=gettext_lazy("Weet u alleen de maand? Laat de dag leeg. Weet u niets? Laat alles leeg."),
        uiterlijk=localdate,
        required=False,
    )
    voorval_tot = DeelDatumveld(
        label=gettext_lazy("Tot wanneer duurde het?"),
        help_text=gettext_lazy("Alleen als het langer duurde."),
        uiterlijk=localdate,
        required=False,
    )
    locatiecontext = Codekeuze(
        lijst="locatiecontext", label=gettext_lazy("Waar gebeurde het?"), required=False
    )
    defensieonderdeel = Codekeuze(
        lijst="defensieonderdeel", label=gettext_lazy("Bij welk onderdeel gebeurde het?"), required=False
    )
    eenheid = tekst("eenheid", label=gettext_lazy("Eenheid"))
    indeling = [
        (gettext_lazy("Wat"), ["onderwerp", "omschrijving", "hoofdcategorie", "subcategorieen"]),
        (gettext_lazy("Wanneer"), ["voorval_van", "voorval_tot"]),
        (gettext_lazy("Waar"), ["locatiecontext", "defensieonderdeel", "eenheid"]),
    ]

    def clean(self) -> dict[str, Any]:
        van, tot = self.cleaned_data.get("voorval_van"), self.cleaned_data.get("voorval_tot")
        if tot and not van and "voorval_van" not in self.errors:
            self.add_error("voorval_van", _("Vul ook in wanneer het begon"))
        if van and tot and van.nauwkeurigheid != tot.nauwkeurigheid:
            self.add_error("voorval_tot", _("Vul deze datum even precies in als de datum waarop het begon"))
        return self.cleaned_data

    def naar_model(self, waarden: Mapping[str, Any]) -> dict[str, Any]:
        """The two partial dates become a range with a precision."""
        rest = {naam: waarde for naam, waarde in waarden.items() if not naam.startswith("voorval_")}
        van, tot = waarden.get("voorval_van"), waarden.get("voorval_tot")
        return rest | {
            "voorval_van": van.van if van else None,
            "voorval_tot": (tot or van).tot if van else None,
            "voorval_precisie": van.nauwkeurigheid if van else Zaak.Precisie.ONBEKEND.value,
        }


class Behandelingform(Vergelijkform):
    """What was done with it: contact with the melder, advice and decision, how it ended, nazorg."""

    titel = gettext_lazy("Behandeling wijzigen")
    toon_niet_verplicht: ClassVar[bool] = False
    bevestigd_op = gedaan_op(label=gettext_lazy("Ontvangst bevestigd aan de melder op"))
    wens_melder = tekst("wens_melder", label=gettext_lazy("Wat wil de melder bereiken?"))
    aangifte = forms.ChoiceField(
        label=gettext_lazy("Is er aangifte gedaan?"),
        choices=Melding.Aangifte.choices,
        widget=forms.RadioSelect,
    )
    afstemming_om = forms.BooleanField(label=gettext_lazy("Afgestemd met het OM"), required=False)
    ordemaatregel = tekst("ordemaatregel", label=gettext_lazy("Ordemaatregel"), rijen=3)
    bevoegd_gezag = tekst(
        "bevoegd_gezag",
        label=gettext_lazy("Functie van het bevoegd gezag"),
        help_text=gettext_lazy("Alleen de functie, geen naam."),
    )
    coid_advies = Codekeuze(lijst="coid_advies", label=gettext_lazy("Advies van COID"), required=False)
    coid_advies_op = gedaan_op(label=gettext_lazy("Advies gegeven op"))
    herinneren_op = Datumveld(label=gettext_lazy("Bevoegd gezag herinneren op"), required=False)
    besluit_bg = Codekeuze(
        lijst="besluit_bg", label=gettext_lazy("Besluit van het bevoegd gezag"), required=False
    )
    besluit_bg_op = gedaan_op(label=gettext_lazy("Besluit genomen op"))
    afwijking_reden = tekst(
        "afwijking_reden",
        label=gettext_lazy("Waarom wijkt het besluit af van het advies?"),
        help_text=gettext_lazy("Alleen als het besluit anders is dan het advies."),
    )
    afdoeningen = Codekeuzes(
        lijst="afdoening",
        label=gettext_lazy("Afdoening"),
        help_text=gettext_lazy("Wat is er met de melding gedaan? U kunt meer kiezen."),
        required=False,
    )
    uitkomst = Codekeuze(lijst="uitkomst_melding", label=gettext_lazy("Uitkomst"), required=False)
    teruggekoppeld_op = gedaan_op(label=gettext_lazy("Melder bericht gestuurd op"))
    geen_terugkoppeling_reden = tekst(
        "geen_terugkoppeling_reden", label=gettext_lazy("Geen bericht gestuurd? Schrijf waarom."), rijen=3
    )
    nazorg_gedaan_op = gedaan_op(label=gettext_lazy("Nazorg gedaan op"))
    geen_nazorg_reden = tekst(
        "geen_nazorg_reden", label=gettext_lazy("Geen nazorg? Schrijf waarom."), rijen=3
    )
    indeling = [
        (gettext_lazy("Melder"), ["bevestigd_op", "wens_melder"]),
        (gettext_lazy("Aangifte en ordemaatregel"), ["aangifte", "afstemming_om", "ordemaatregel"]),
        (
            gettext_lazy("Advies en besluit"),
            [
                "bevoegd_gezag",
                "coid_advies",
                "coid_advies_op",
                "herinneren_op",
                "besluit_bg",
                "besluit_bg_op",
                "afwijking_reden",
            ],
        ),
        (
            gettext_lazy("Afronding"),
            ["afdoeningen", "uitkomst", "teruggekoppeld_op", "geen_terugkoppeling_reden"],
        ),
        (gettext_lazy("Nazorg"), ["nazorg_gedaan_op", "geen_nazorg_reden"]),
    ]


ONDERDELEN: dict[str, type[Gegevensform] | type[Gebeurtenisform] | type[Behandelingform]] = {
    "gegevens": Gegevensform,
    "gebeurtenis": Gebeurtenisform,
    "behandeling": Behandelingform,
}
"""The parts by their name in the address."""


def onderdeelform(onderdeel: str, melding: Melding, data: Any = None) -> Vergelijkform:
    """The form of one part of `melding`; `KeyError` for a part that does not exist."""
    klasse = ONDERDELEN[onderdeel]
    begin = beginwaarden(klasse, melding)
    op = localdate() if klasse is Behandelingform else melding.ontvangen_defensie
    keuzes = keuzelijsten(klasse.lijsten(), op=op, ook=_code_ids(begin))
    return klasse(data, begin=begin, versie=melding.versie, keuzes=keuzes)


def beginwaarden(klasse: type[forms.Form], melding: Melding) -> dict[str, Any]:
    """What the fields of a part hold now."""
    waarden: dict[str, Any] = {}
    for naam in klasse.base_fields:
        match naam:
            case "subcategorieen":
                waarden[naam] = [rij.code for rij in Subcategorie.objects.van(melding).select_related("code")]
            case "afdoeningen":
                waarden[naam] = [rij.code for rij in Afdoening.objects.van(melding).select_related("code")]
            case "voorval_van":
                waarden[naam] = voorval(melding)[0]
            case "voorval_tot":
                waarden[naam] = voorval(melding)[1]
            case _:
                waarden[naam] = getattr(melding, naam)
    return waarden


def voorval(melding: Melding) -> tuple[DeelDatum | None, DeelDatum | None]:
    """When it happened, as precisely as it is known; the second only when it lasted longer."""
    van, tot = melding.voorval_van, melding.voorval_tot
    if van is None:
        return None, None
    begin = _deeldatum(van.year, van.month, van.day, melding.voorval_precisie)
    eind = _deeldatum(tot.year, tot.month, tot.day, melding.voorval_precisie) if tot else begin
    return begin, eind if eind != begin else None


def _deeldatum(jaar: int, maand: int, dag: int, precisie: str) -> DeelDatum:
    match precisie:
        case Zaak.Precisie.JAAR:
            return DeelDatum(jaar)
        case Zaak.Precisie.MAAND:
            return DeelDatum(jaar, maand)
        case _:
            return DeelDatum(jaar, maand, dag)


def _code_ids(waarden: Mapping[str, Any]) -> list[int]:
    delen = [
        deel for waarde in waarden.values() for deel in (waarde if isinstance(waarde, list) else [waarde])
    ]
    return [deel.pk for deel in delen if hasattr(deel, "lijst_id")]


def voeg_fouten_toe(form: forms.Form, fout: ValidationError) -> None:
    """What the service refused, at the fields that this page has; the rest above the form."""
    if not hasattr(fout, "error_dict"):
        form.add_error(None, fout)
        return
    for veld, boodschappen in fout.message_dict.items():
        for boodschap in boodschappen:
            form.add_error(veld if veld in form.fields else None, boodschap)
