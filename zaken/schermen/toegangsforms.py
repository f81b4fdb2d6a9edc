"""Who gets to see a zaak, and who never does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _

from gebruikers.models import Gebruiker, Team
from gebruikers.queries import Toewijsbaar
from gebruikers.rollen import Rol
from schermen.formulieren import Datumveld, Zoekkeuze
from zaken.models import Uitsluiting
from zaken.toegang import EIGENAAR_NA_TOEWIJZING

from .woorden import RegisterForm

if TYPE_CHECKING:
    from zaken.register import Register


class Gebruikerkeuze(forms.TypedChoiceField):
    """One colleague; gives the id. Filled by `kies_uit`."""

    widget = Zoekkeuze

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)

    def kies_uit(self, collegas: Iterable[Toewijsbaar], *, bij: Mapping[int, str] | None = None) -> None:
        """`bij`: a remark behind some names."""
        opmerkingen = bij or {}
        self.choices = [("", _("Maak een keuze"))] + [
            (collega.gebruiker_id, _naam(collega, opmerkingen.get(collega.gebruiker_id, "")))
            for collega in collegas
        ]


def _naam(collega: Toewijsbaar, opmerking: str) -> str:
    rollen = ", ".join(str(Rol(rol).label) for rol in collega.rollen)
    return f"{collega.naam} ({rollen})" + (f", {opmerking}" if opmerking else "")


class Toewijsform(RegisterForm):
    """Who becomes the behandelaar, and whether a team of theirs owns the zaak."""

    behandelaar = Gebruikerkeuze(label=_("Wie gaat %(de_zaak)s behandelen?"))
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=_("Mag een team van de behandelaar meekijken?"),
        help_text=_(
            "Alle leden van dat team zien %(de_zaak)s dan. Kies alleen een team waar de behandelaar in zit."
        ),
        empty_label=_("Nee, alleen de behandelaar"),
        required=False,
    )
    reden = forms.CharField(label=_("Waarom deze persoon?"), max_length=300, required=False)

    def __init__(
        self, data: Any = None, *, register: Register, collegas: Iterable[Toewijsbaar], met_team: bool = True
    ) -> None:
        """Without `met_team` no team can be chosen: the zaak is sealed."""
        super().__init__(data)
        self.fields["behandelaar"].kies_uit(collegas)  # type: ignore[attr-defined]  # our own field
        if not met_team:
            del self.fields["team"]
            self.spreek(register)
            return
        teams = Team.objects.filter(is_actief=True, soort=EIGENAAR_NA_TOEWIJZING)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]  # a ModelChoiceField
        self.spreek(register)


class Verzegelform(RegisterForm):
    """Who outside COID becomes the behandelaar."""

    behandelaar = Gebruikerkeuze(
        label=_("Wie buiten COID gaat %(de_zaak)s behandelen?"),
        help_text=_("Alleen deze persoon ziet %(de_zaak)s daarna, en wie buiten COID al toegang had."),
    )
    reden = forms.CharField(label=_("Waarom deze persoon?"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, register: Register, collegas: Iterable[Toewijsbaar]) -> None:
        super().__init__(data)
        self.fields["behandelaar"].kies_uit(collegas)  # type: ignore[attr-defined]  # our own field
        self.spreek(register)


class Deelform(RegisterForm):
    """Who, why, until when."""

    aan = Gebruikerkeuze(label=_("Met wie deelt u %(de_zaak)s?"))
    reden = forms.CharField(
        label=_("Waarom heeft deze persoon %(de_zaak)s nodig?"),
        help_text=_("Wie %(de_zaak)s mag zien, ziet ook deze reden."),
        max_length=300,
    )
    tot_en_met = Datumveld(
        label=_("Tot en met welke dag?"),
        help_text=_("Laat leeg als u nog geen einddatum weet. U kunt de toegang altijd beëindigen."),
        vanaf=localdate,
        uiterlijk=lambda: localdate() + timedelta(days=3_660),
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        register: Register,
        collegas: Iterable[Toewijsbaar],
        al_lezer: Mapping[int, str],
        aan: str = "",
    ) -> None:
        """`aan`: who is meant, by id; nobody unless one of `collegas`."""
        super().__init__(data, initial={"aan": aan})
        self.fields["aan"].kies_uit(collegas, bij=al_lezer)  # type: ignore[attr-defined]  # our own field
        self.spreek(register)

    @property
    def verloopt_op(self) -> datetime | None:
        """The midnight after the last day."""
        dag: date | None = self.cleaned_data["tot_en_met"]
        return make_aware(datetime.combine(dag + timedelta(days=1), time.min)) if dag else None


class Uitsluitform(RegisterForm):
    """Who is involved, and how."""

    gebruiker = Gebruikerkeuze(label=_("Wie mag %(deze_zaak)s nooit zien?"))
    grond = forms.ChoiceField(label=_("Waarom?"), choices=Uitsluiting.Grond.choices, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, register: Register, collegas: Iterable[Toewijsbaar]) -> None:
        super().__init__(data)
        self.fields["gebruiker"].kies_uit(collegas)  # type: ignore[attr-defined]  # our own field
        self.spreek(register)


def gebruiker_met(pk: int) -> Gebruiker:
    """The chosen colleague."""
    return Gebruiker.objects.get(pk=pk)
