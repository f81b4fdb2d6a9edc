"""The forms of a casus: shape only; what the law of a casus says is checked in the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from codelijsten.velden import Codekeuze, Codekeuzes, Keuzelijsten, kies_codes
from schermen.formulieren import Versieform

from . import codes
from .kwartalen import Kwartaal, alle_kwartalen
from .models import AantalContacten, Casus
from .services import Gegevens


class Kwartaalkeuze(forms.TypedChoiceField):
    """A quarter, in words; gives a `Kwartaal`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=Kwartaal.lees, **kwargs)

    def kies_uit(self, kwartalen: Sequence[Kwartaal]) -> None:
        """Offer these, in their order, under a heading for each year."""
        self.choices = [
            (str(jaar), [(str(kwartaal), kwartaal.label) for kwartaal in van_jaar])
            for jaar, van_jaar in groupby(kwartalen, key=lambda kwartaal: kwartaal.jaar)
        ]


class Casusvragen(forms.Form):
    """The eight questions of a registration."""

    kwartaal_eerste_contact = Kwartaalkeuze(
        label=_("In welke periode was het eerste gesprek?"),
        error_messages={
            "required": _("Kies de periode van het eerste gesprek."),
            "invalid_choice": _("Kies de periode van het eerste gesprek uit de lijst."),
        },
    )
    defensieonderdeel = Codekeuze(
        lijst=codes.DEFENSIEONDERDEEL,
        leeg=_("Kies een onderdeel"),
        label=_("Bij welk onderdeel hoort de hulpvrager?"),
        error_messages={
            "required": _("Kies het onderdeel van de hulpvrager."),
            "invalid_choice": _("Kies het onderdeel van de hulpvrager uit de lijst."),
        },
    )
    personeelscategorie = Codekeuze(
        lijst=codes.PERSONEELSCATEGORIE,
        widget=forms.RadioSelect,
        label=_("Wat is de hulpvrager?"),
        error_messages={
            "required": _("Kies wat de hulpvrager is, bijvoorbeeld militair of burger."),
            "invalid_choice": _("Kies uit de lijst wat de hulpvrager is."),
        },
    )
    rol_hulpvrager = Codekeuze(
        lijst=codes.ROL_HULPVRAGER,
        widget=forms.RadioSelect,
        label=_("In welke rol kwam de hulpvrager?"),
        error_messages={
            "required": _("Kies de rol van de hulpvrager."),
            "invalid_choice": _("Kies de rol van de hulpvrager uit de lijst."),
        },
    )
    hoofdthema = Codekeuze(
        lijst=codes.THEMA,
        widget=forms.RadioSelect,
        label=_("Waar ging het vooral over?"),
        error_messages={
            "required": _("Kies waar het vooral over ging."),
            "invalid_choice": _("Kies uit de lijst waar het vooral over ging."),
        },
    )
    neventhema = Codekeuzes(
        lijst=codes.THEMA,
        label=_("Waar ging het nog meer over?"),
        help_text=_("Kies er niet meer dan 2."),
        required=False,
        error_messages={"invalid_choice": _("Kies andere thema's uit de lijst.")},
    )
    aantal_contacten = forms.TypedChoiceField(
        label=_("Hoeveel gesprekken had u?"),
        choices=AantalContacten.choices,
        coerce=AantalContacten,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies hoeveel gesprekken u had."),
            "invalid_choice": _("Kies uit de lijst hoeveel gesprekken u had."),
        },
    )
    acties = Codekeuzes(
        lijst=codes.CASUSACTIE,
        label=_("Wat hebt u gedaan?"),
        help_text=_("U kunt meer kiezen."),
        error_messages={
            "required": _("Kies wat u hebt gedaan."),
            "invalid_choice": _("Kies uit de lijst wat u hebt gedaan."),
        },
    )

    def __init__(self, *args: Any, keuzes: Keuzelijsten, vandaag: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kwartalen = alle_kwartalen(tot_en_met=Kwartaal.van(vandaag))
        self._veld("kwartaal_eerste_contact").kies_uit(self._kwartalen)
        kies_codes(self.fields.values(), keuzes)

    @property
    def gegevens(self) -> Gegevens:
        """The answers of a valid form."""
        return Gegevens(**{naam: self.cleaned_data[naam] for naam in Gegevens.__dataclass_fields__})

    def _veld(self, naam: str) -> Any:
        return self.fields[naam]


class CasusForm(Casusvragen):
    """A new casus; `sleutel` makes that a second click is the same registration."""

    sleutel = forms.UUIDField(widget=forms.HiddenInput)


class WijzigForm(Casusvragen, Versieform):
    """The same questions about a stored casus, and when the last conversation was."""

    kwartaal_laatste_contact = Kwartaalkeuze(
        label=_("In welke periode was het laatste gesprek?"),
        error_messages={
            "required": _("Kies de periode van het laatste gesprek."),
            "invalid_choice": _("Kies de periode van het laatste gesprek uit de lijst."),
        },
    )
    voortzetting = forms.BooleanField(
        label=_("Deze casus loopt door van een collega"),
        help_text=_("Dan telt de casus niet opnieuw mee in de jaarcijfers."),
        required=False,
    )

    field_order = ["kwartaal_eerste_contact", "kwartaal_laatste_contact"]

    def __init__(self, *args: Any, casus: Casus, keuzes: Keuzelijsten, vandaag: date, **kwargs: Any) -> None:
        kwargs["initial"] = _beginwaarden(casus, keuzes)
        super().__init__(*args, keuzes=keuzes, vandaag=vandaag, **kwargs)
        self._veld("kwartaal_laatste_contact").kies_uit(self._kwartalen)

    @property
    def wijziging(self) -> dict[str, Any]:
        """The answers of a valid form, as `services.wijzig` takes them."""
        los = {
            naam: self.cleaned_data[naam] for naam in ("kwartaal_laatste_contact", "voortzetting", "kenmerk")
        }
        return {"gegevens": self.gegevens, **los}


class SluitForm(forms.Form):
    """What is asked when a casus closes."""

    afloop = Codekeuze(
        lijst=codes.AFLOOP,
        widget=forms.RadioSelect,
        label=_("Hoe liep het af?"),
        error_messages={
            "required": _("Kies hoe het afliep."),
            "invalid_choice": _("Kies uit de lijst hoe het afliep."),
        },
    )
    aantal_contacten = forms.TypedChoiceField(
        label=_("Hoeveel gesprekken had u in totaal?"),
        choices=AantalContacten.choices,
        coerce=AantalContacten,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies hoeveel gesprekken u had."),
            "invalid_choice": _("Kies uit de lijst hoeveel gesprekken u had."),
        },
    )
    doorverwezen_naar = Codekeuzes(
        lijst=codes.DOORVERWIJZING,
        label=_("Naar wie hebt u doorverwezen?"),
        help_text=_("U kunt meer kiezen."),
        required=False,
        error_messages={"invalid_choice": _("Kies uit de lijst naar wie u doorverwees.")},
    )

    def __init__(self, *args: Any, casus: Casus, keuzes: Keuzelijsten, **kwargs: Any) -> None:
        gekozen = [c.code for c in keuzes[codes.DOORVERWIJZING] if c.pk in casus.doorverwezen_naar]
        kwargs["initial"] = {"aantal_contacten": casus.aantal_contacten, "doorverwezen_naar": gekozen}
        super().__init__(*args, **kwargs)
        kies_codes(self.fields.values(), keuzes)


class LijstFilter(forms.Form):
    """The filter of the list: one quarter, or all."""

    toon_niet_verplicht = False
    kwartaal = forms.ChoiceField(label=_("Eerste gesprek"), required=False)

    def __init__(self, *args: Any, kwartalen: Sequence[Kwartaal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld: Any = self.fields["kwartaal"]
        veld.choices = [("", _("Alle periodes")), *((str(kwartaal), kwartaal.kort) for kwartaal in kwartalen)]


def _beginwaarden(casus: Casus, keuzes: Keuzelijsten) -> dict[str, Any]:
    """What is stored, in the terms of the form."""
    per_id = {code.pk: code.code for rijen in keuzes.values() for code in rijen}
    return {
        "kwartaal_eerste_contact": casus.kwartaal_eerste_contact,
        "kwartaal_laatste_contact": casus.kwartaal_laatste_contact,
        "defensieonderdeel": per_id[casus.defensieonderdeel_id],
        "personeelscategorie": per_id[casus.personeelscategorie_id],
        "rol_hulpvrager": per_id[casus.rol_hulpvrager_id],
        "hoofdthema": per_id[casus.hoofdthema_id],
        "neventhema": [per_id[pk] for pk in casus.neventhema],
        "aantal_contacten": casus.aantal_contacten,
        "acties": [per_id[pk] for pk in casus.acties],
        "voortzetting": casus.voortzetting,
        "kenmerk": casus.kenmerk,
    }
