"""What a beheerder types: shape only, the rules are in the services and the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gebruikers.models import Dichtheid, Gebruiker, Kleuren, Team
from gebruikers.rollen import UITLEG, Rol, botsing
from schermen.formulieren import Uitgelegd, Zoekkeuze

Keuzes = list[tuple[str, Any]]
VUL_NAAM_IN = {"required": gettext_lazy("Vul de naam in.")}
GEEN_PERSONEN = gettext_lazy("Gebruik geen namen van personen.")
"""The name of a team stands readable in the database, for it is shown to everybody (docs/toegang.md)."""


def rolkeuzes() -> Keuzes:
    """All roles with what they are for, in the order of `Rol`."""
    return [(rol.value, Uitgelegd(str(rol.label), uitleg=str(UITLEG[rol]))) for rol in Rol]


class RollenVeld(forms.MultipleChoiceField):
    """Roles as checkboxes; refuses two that one person cannot have together, and names them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=rolkeuzes, label=gettext_lazy("Rollen"), required=False, **kwargs)

    def validate(self, value: list[str]) -> None:
        """Choices exist, and go together."""
        super().validate(value)
        if paar := botsing(value):
            namen = {"een": paar[0].label, "ander": paar[1].label}
            raise forms.ValidationError(
                _("%(een)s en %(ander)s gaan niet samen bij één persoon. Kies een van beide.") % namen,
                code="gaan_niet_samen",
            )


def _dichtheden() -> Keuzes:
    """Both with what they mean; a function, for such a label is translated when it is made."""
    uitleg = {
        Dichtheid.RUIM: _("Meer ruimte tussen de regels."),
        Dichtheid.COMPACT: _("Meer regels op een scherm."),
    }
    return [(keuze.value, Uitgelegd(str(keuze.label), uitleg=uitleg[keuze])) for keuze in Dichtheid]


class WeergaveForm(forms.Form):
    """How somebody wants the screens. The language is asked where there is one to choose."""

    toon_niet_verplicht = False

    taal = forms.ChoiceField(
        label=gettext_lazy("Taal"),
        help_text=gettext_lazy("Bestanden met jaarcijfers blijven in het Nederlands."),
        widget=forms.RadioSelect,
    )
    kleuren = forms.ChoiceField(
        label=gettext_lazy("Kleuren"), choices=Kleuren.choices, widget=forms.RadioSelect
    )
    dichtheid = forms.ChoiceField(
        label=gettext_lazy("Hoeveel past er op een scherm?"),
        choices=_dichtheden,
        widget=forms.RadioSelect,
    )
    sneltoetsen = forms.BooleanField(
        label=gettext_lazy("Sneltoetsen gebruiken"),
        help_text=gettext_lazy("Zet dit uit als een sneltoets botst met een ander programma."),
        required=False,
    )

    def __init__(self, data: Any = None, *, gebruiker: Gebruiker) -> None:
        namen = ("taal", "kleuren", "dichtheid", "sneltoetsen")
        nu = {naam: getattr(gebruiker, naam) for naam in namen} | {"taal": get_language()}
        super().__init__(data, initial=nu)
        self.fields["taal"].choices = settings.LANGUAGES  # type: ignore[attr-defined]  # a ChoiceField
        if len(settings.LANGUAGES) == 1:
            del self.fields["taal"]


class GebruikerForm(forms.Form):
    """Name and address of an account."""

    naam = forms.CharField(
        label=gettext_lazy("Naam"),
        max_length=120,
        help_text=gettext_lazy("Zo staat de gebruiker in lijsten en keuzes."),
        error_messages=VUL_NAAM_IN,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mailadres"),
        max_length=254,
        help_text=gettext_lazy("Hiermee meldt de gebruiker zich aan."),
        error_messages={"required": gettext_lazy("Vul het e-mailadres in.")},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


class UitnodigForm(GebruikerForm):
    """A new account with its first roles."""

    rollen = RollenVeld()


class RollenForm(forms.Form):
    """The roles of somebody else."""

    toon_niet_verplicht = False

    rollen = RollenVeld()


class WeigerForm(forms.Form):
    """Why somebody does not agree."""

    toon_niet_verplicht = False

    reden = forms.CharField(
        label=gettext_lazy("Waarom weigert u?"),
        help_text=gettext_lazy("Wie dit vroeg, leest het. Andere beheerders en privacy officers ook."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Schrijf waarom u weigert.")},
    )


class GebruikersFilterForm(forms.Form):
    """Search and filters of the list of users; nothing typed shows everybody who is active."""

    STATEN = (
        ("actief", gettext_lazy("Actief")),
        ("uitgenodigd", gettext_lazy("Uitnodiging open")),
        ("niet_actief", gettext_lazy("Niet actief")),
        ("alle", gettext_lazy("Alle")),
    )
    toon_niet_verplicht = False

    q = forms.CharField(
        label=gettext_lazy("Zoeken"),
        help_text=gettext_lazy("Deel van naam of e-mailadres"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    staat = forms.ChoiceField(
        label=gettext_lazy("Account"),
        choices=STATEN,
        required=False,
        initial="actief",
        widget=forms.RadioSelect,
    )
    rol = forms.ChoiceField(label=gettext_lazy("Rol"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zonder: Keuzes = [("", _("Alle rollen")), ("geen", _("Zonder rol"))]
        self.fields["rol"].choices = [*zonder, *Rol.choices]  # type: ignore[attr-defined]  # a choice field


class TeamForm(forms.Form):
    """A new team."""

    naam = forms.CharField(
        label=gettext_lazy("Naam"),
        max_length=120,
        help_text=GEEN_PERSONEN,
        error_messages=VUL_NAAM_IN,
    )
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy(
            "Kleine letters zonder spaties, bijvoorbeeld behandelteam-noord. Blijft altijd zo."
        ),
        error_messages={
            "required": gettext_lazy("Vul de code in."),
            "invalid": gettext_lazy("Gebruik alleen letters, cijfers en streepjes, zonder spaties."),
        },
    )
    soort = forms.ChoiceField(
        label=gettext_lazy("Soort"),
        choices=Team.Soort.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies een soort.")},
    )


class TeamWijzigForm(forms.Form):
    """Name and state of a team."""

    naam = forms.CharField(
        label=gettext_lazy("Naam"),
        max_length=120,
        help_text=GEEN_PERSONEN,
        error_messages=VUL_NAAM_IN,
    )
    is_actief = forms.BooleanField(
        label=gettext_lazy("Actief"),
        help_text=gettext_lazy("Een team zonder leden kunt u sluiten."),
        required=False,
    )


class LidForm(forms.Form):
    """A new member of a team, chosen from who may hold a zaak."""

    gebruiker = forms.TypedChoiceField(
        label=gettext_lazy("Gebruiker"),
        coerce=int,
        help_text=gettext_lazy(
            "Staat iemand er niet bij? Alleen wie een rol heeft die zaken behandelt, kan lid zijn."
        ),
        widget=Zoekkeuze,
        error_messages={
            "required": gettext_lazy("Kies een gebruiker."),
            "invalid_choice": gettext_lazy("Deze naam staat niet in de lijst. Kies een naam uit de lijst."),
        },
    )
    is_teamleider = forms.BooleanField(label=gettext_lazy("Teamleider"), required=False)

    def __init__(self, *args: Any, kandidaten: Iterable[Gebruiker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuzes: Keuzes = [("", _("Kies een gebruiker"))]
        keuzes += [(str(kandidaat.pk), kandidaat.naam) for kandidaat in kandidaten]
        self.fields["gebruiker"].choices = keuzes  # type: ignore[attr-defined]  # a choice field
