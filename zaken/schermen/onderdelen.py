"""The parts of a zaak that can be changed, one form per page; what registers share of them.

A register declares its parts in `Register.onderdelen`, by their name in the address. Their fields are fields of its
model by name; a field with several codes is a many-to-many field.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import ManyToManyField
from django.utils.translation import gettext_lazy

from codelijsten.models import Code
from codelijsten.velden import Codekeuze, keuzelijsten
from zaken.models import Zaak
from zaken.register import register_van

from .velden import gedaan_op, tekst
from .vergelijk import VergelijkForm
from .voorval import Voorvalvelden, naar_zaak, uit_zaak

if TYPE_CHECKING:
    from zaken.register import Register


class OnderdeelForm(VergelijkForm):
    """One part. `indeling`: headings and the fields below each."""

    titel: ClassVar[Any] = ""
    codes_van_vandaag: ClassVar[bool] = False
    """Choose from the codes that are valid today instead of those of the day of receipt."""

    @classmethod
    def voor(cls, zaak: Zaak, data: Any = None, *, vandaag: date) -> Self:
        """The form of this part of `zaak`; a code that was chosen before and closed since can stay."""
        begin = cls.beginwaarden(zaak)
        op = vandaag if cls.codes_van_vandaag else zaak.ontvangen_defensie
        keuzes = keuzelijsten(cls.lijsten(), op=op, ook=_code_ids(begin))
        return cls(data, begin=begin, versie=zaak.versie, keuzes=keuzes, register=register_van(zaak.soort))

    def spreek(self, register: Register) -> None:
        """As every form, and what the intake asks cannot be emptied here; an imported zaak may never have had it."""
        for naam, boodschap in _vraagt_intake(register).items():
            veld = self.fields.get(naam)
            if veld is not None and not veld.required and self.initial.get(naam):
                veld.required, veld.error_messages["required"] = True, boodschap
        super().spreek(register)

    @classmethod
    def beginwaarden(cls, zaak: Zaak) -> dict[str, Any]:
        """What the fields hold now; one query per field with several codes."""
        return {naam: cls._beginwaarde(zaak, naam) for naam in cls.base_fields}

    @classmethod
    def _beginwaarde(cls, zaak: Zaak, naam: str) -> Any:
        veld = zaak._meta.get_field(naam)
        if isinstance(veld, ManyToManyField):
            koppeling: Any = veld.remote_field.through
            return [rij.code for rij in koppeling.objects.van(zaak).select_related("code")]
        return getattr(zaak, naam)


class GegevensForm(OnderdeelForm):
    """How it came in."""

    titel = gettext_lazy("Gegevens wijzigen")
    ontvangen_defensie = gedaan_op(
        required=True,
        label=gettext_lazy("Wanneer kreeg Defensie %(de_zaak)s?"),
        help_text=gettext_lazy(
            "De termijnen tellen vanaf deze dag. Het nummer van %(de_zaak)s verandert niet."
        ),
    )
    ontvangen_register = gedaan_op(label=gettext_lazy("Wanneer kwam %(de_zaak)s bij ons binnen?"))
    meldkanaal = Codekeuze(
        lijst="meldkanaal", label=gettext_lazy("Bij wie kwam %(de_zaak)s binnen?"), required=False
    )
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
        (gettext_lazy("Ontvangst"), ["ontvangen_defensie", "ontvangen_register", "meldkanaal"]),
        (gettext_lazy("Wie"), ["anonimiteit", "aantal_betrokkenen"]),
        (gettext_lazy("Vertrouwelijkheid"), ["rubricering"]),
    ]


class GebeurtenisForm(Voorvalvelden, OnderdeelForm):
    """What happened, when and where."""

    titel = gettext_lazy("Gebeurtenis wijzigen")
    samen = (frozenset({"voorval_van", "voorval_tot"}),)
    onderwerp = tekst(
        Zaak,
        "onderwerp",
        label=gettext_lazy("Onderwerp"),
        help_text=gettext_lazy("Een neutrale zin zonder namen."),
    )
    omschrijving = tekst(
        Zaak,
        "omschrijving",
        rijen=12,
        label=gettext_lazy("Wat is er gebeurd?"),
        help_text=gettext_lazy(
            "Schrijf '%(de_indiener)s', '%(de_betrokkene)s' of 'de getuige'. Gebruik geen namen. "
            "Zet hier geen staatsgeheime informatie in."
        ),
    )
    locatiecontext = Codekeuze(
        lijst="locatiecontext", label=gettext_lazy("Waar gebeurde het?"), required=False
    )
    defensieonderdeel = Codekeuze(
        lijst="defensieonderdeel", label=gettext_lazy("Om welk defensieonderdeel gaat het?"), required=False
    )
    eenheid = tekst(Zaak, "eenheid", label=gettext_lazy("Eenheid"))
    indeling = [
        (gettext_lazy("Wat"), ["onderwerp", "omschrijving"]),
        (gettext_lazy("Wanneer"), ["voorval_van", "voorval_tot"]),
        (gettext_lazy("Waar"), ["locatiecontext", "defensieonderdeel", "eenheid"]),
    ]

    @classmethod
    def beginwaarden(cls, zaak: Zaak) -> dict[str, Any]:
        """When it happened as partial dates."""
        van, tot = uit_zaak(zaak)
        return super().beginwaarden(zaak) | {"voorval_van": van, "voorval_tot": tot}

    def naar_model(self, waarden: Mapping[str, Any]) -> dict[str, Any]:
        """The two partial dates become a range with a precision."""
        return naar_zaak(dict(waarden))


def _vraagt_intake(register: Register) -> dict[str, Any]:
    """The questions that the intake of this register must have an answer to, with what it says when there is none."""
    velden = [
        veld for onderwerp in register.intake.onderwerpen for veld in onderwerp.form.base_fields.items()
    ]
    return {naam: veld.error_messages["required"] for naam, veld in velden if veld.required}


def voeg_fouten_toe(form: forms.Form, fout: ValidationError) -> None:
    """What the service refused, at the fields that this page has; the rest above the form."""
    if not hasattr(fout, "error_dict"):
        form.add_error(None, fout)
        return
    for veld, boodschappen in fout.message_dict.items():
        for boodschap in boodschappen:
            form.add_error(veld if veld in form.fields else None, boodschap)


def _code_ids(waarden: Mapping[str, Any]) -> list[int]:
    delen = [
        deel for waarde in waarden.values() for deel in (waarde if isinstance(waarde, list) else [waarde])
    ]
    return [deel.pk for deel in delen if isinstance(deel, Code)]
