"""What is asked about a file: the file itself, its columns, who gets what is in it. Shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schermen.formulieren import Zoekkeuze, noem_de_vraag

from . import koppelen
from .lezen import MEESTE_RIJEN
from .ontvangst import GROOTSTE
from .soorten import Doelkolom, Invoersoort

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

NIET = "-"
"""The choice not to take a column in; it must be made, so that nothing disappears unnoticed."""


class BestandForm(forms.Form):
    """Which kind of file, and the file."""

    soort = forms.ChoiceField(
        label=gettext_lazy("Wat staat erin?"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Kies iets wat u mag inlezen.")},
    )
    bestand = forms.FileField(
        label=gettext_lazy("Bestand"),
        allow_empty_file=True,  # said in our own words
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Kies een bestand van hoogstens 10 MB."),
            "invalid": gettext_lazy("Kies een bestand van hoogstens 10 MB."),
            "max_length": gettext_lazy("Geef het bestand een kortere naam."),
        },
    )

    def __init__(self, data: Any = None, files: Any = None, *, soorten: Sequence[Invoersoort]) -> None:
        super().__init__(data, files)
        soort = cast(forms.ChoiceField, self.fields["soort"])
        soort.choices = [(een.code, str(een.naam)) for een in soorten]
        if len(soorten) == 1:
            soort.initial = soorten[0].code
        self.fields["bestand"].help_text = _(
            "CSV of Excel (.xlsx), met een kopregel. Hoogstens %(mb)s MB en %(rijen)s rijen. "
            "Zet er geen namen van personen in."
        ) % {"mb": GROOTSTE >> 20, "rijen": number_format(MEESTE_RIJEN, force_grouping=True)}
        noem_de_vraag(self)

    @property
    def gekozen(self) -> UploadedFile[bytes]:
        bestand: UploadedFile[bytes] = self.cleaned_data["bestand"]
        return bestand


class KolommenForm(forms.Form):
    """Per column of the file: which known column it is, or that it is not taken in."""

    toon_niet_verplicht = False

    def __init__(
        self,
        data: Any = None,
        *,
        kop: Sequence[str],
        voorbeelden: Sequence[Sequence[str]],
        kolommen: Sequence[Doelkolom],
        begin: Sequence[str],
        is_gekozen: bool,
    ) -> None:
        """`begin`: what to show; `is_gekozen`: nothing in it means not taken in, instead of not known."""
        super().__init__(data)
        self._kolommen, self._kop = kolommen, kop
        keuzes = [
            ("", _("Kies een gegeven")),
            (NIET, _("Niet inlezen")),
            *((k.naam, f"{k.label} *" if k.verplicht else k.label) for k in kolommen),
        ]
        for nummer, naam in enumerate(kop):
            self.fields[f"kolom_{nummer}"] = forms.ChoiceField(
                label=naam,
                choices=keuzes,
                initial=begin[nummer] or (NIET if is_gekozen else ""),
                widget=Zoekkeuze,
                help_text=_("Bijvoorbeeld: %(waarden)s") % {"waarden": " · ".join(voorbeelden[nummer])}
                if voorbeelden[nummer]
                else _("Deze kolom is leeg."),
                error_messages={
                    "required": _("Kies wat er in de kolom “%(kolom)s” staat, of kies: Niet inlezen.")
                    % {"kolom": naam}
                },
            )
        noem_de_vraag(self)

    def clean(self) -> dict[str, Any]:
        """Each known column once, and those that must be there."""
        gegevens = super().clean() or self.cleaned_data
        gezien: dict[str, str] = {}
        for nummer, naam in enumerate(self._kop):
            gekozen = gegevens.get(f"kolom_{nummer}", "")
            if gekozen in ("", NIET):
                continue
            if gekozen in gezien:
                self.add_error(
                    f"kolom_{nummer}",
                    _("U koos dit ook al bij de kolom “%(kolom)s”. Kies elk gegeven één keer.")
                    % {"kolom": gezien[gekozen]},
                )
            gezien.setdefault(gekozen, naam)
        for kolom in koppelen.ontbrekend(gezien, self._kolommen):
            self.add_error(
                None,
                _("Kies bij een van de kolommen: %(gegeven)s. Dit gegeven is verplicht.")
                % {"gegeven": kolom.label},
            )
        return gegevens

    @property
    def gekozen(self) -> list[str]:
        """Per column the name of a known one, or nothing; of a valid form."""
        keuzes = [self.cleaned_data[f"kolom_{nummer}"] for nummer in range(len(self._kop))]
        return ["" if keuze == NIET else keuze for keuze in keuzes]


class InleesForm(forms.Form):
    """Who gets what is in the file, where that must be chosen."""

    bestemming = forms.ChoiceField(
        label=gettext_lazy("Welk team krijgt ze?"),
        error_messages={"required": gettext_lazy("Kies het team dat ze krijgt.")},
    )

    def __init__(self, data: Any = None, *, soort: Invoersoort, door: Gebruiker) -> None:
        super().__init__(data)
        if soort.bestemmingen is None:
            del self.fields["bestemming"]
            return
        veld = cast(forms.ChoiceField, self.fields["bestemming"])
        veld.choices = [("", _("Kies een team")), *soort.bestemmingen(door)]
        noem_de_vraag(self)

    @property
    def gekozen(self) -> str:
        """Of a valid form; nothing where nothing is chosen."""
        return str(self.cleaned_data.get("bestemming", ""))
