"""The form of somebody in a zaak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze, keuzelijsten
from zaken.models import Persoon, Zaak
from zaken.register.controles import persoonfouten

from .velden import gedaan_op, tekst
from .vergelijk import VergelijkForm

if TYPE_CHECKING:
    from zaken.register import Register


class PersoonForm(VergelijkForm):
    """Every field of a person; the role only when the person is new."""

    rol = forms.ChoiceField(label=gettext_lazy("Rol in %(deze_zaak)s"), widget=forms.RadioSelect)
    naam = tekst(
        Persoon,
        "naam",
        label=gettext_lazy("Naam"),
        help_text=gettext_lazy("Laat leeg als u de naam niet weet."),
    )
    contact = tekst(Persoon, "contact", rijen=3, label=gettext_lazy("Telefoon, e-mail of adres"))
    veilig_bereikbaar = tekst(
        Persoon,
        "veilig_bereikbaar",
        rijen=3,
        label=gettext_lazy("Hoe kunnen wij deze persoon veilig bereiken?"),
        help_text=gettext_lazy("Bijvoorbeeld: alleen privé bellen, na 18.00 uur, nooit op het werk."),
    )
    begeleider = tekst(Persoon, "begeleider", label=gettext_lazy("Gemachtigde of begeleider"))
    personeelscategorie = Codekeuze(
        lijst="personeelscategorie", label=gettext_lazy("Personeelscategorie"), required=False
    )
    ranggroep = Codekeuze(lijst="ranggroep", label=gettext_lazy("Rang- of schaalgroep"), required=False)
    relatie = Codekeuze(
        lijst="relatie",
        label=gettext_lazy("Relatie tot de ander"),
        help_text=gettext_lazy("Van wie het meldt tot over wie het gaat, of andersom."),
        required=False,
    )
    defensieonderdeel = Codekeuze(
        lijst="defensieonderdeel", label=gettext_lazy("Defensieonderdeel"), required=False
    )
    uitkomst = Codekeuze(
        lijst="uitkomst_betrokkene",
        label=gettext_lazy("Uitkomst voor deze persoon"),
        help_text=gettext_lazy("Alleen voor een betrokkene."),
        required=False,
    )
    geinformeerd_op = gedaan_op(label=gettext_lazy("Verteld dat wij gegevens bewaren, op"))
    uitstel_reden = tekst(
        Persoon, "uitstel_reden", rijen=3, label=gettext_lazy("Nog niet verteld? Schrijf waarom.")
    )
    indeling = [
        (
            gettext_lazy("Wie"),
            ["rol", "naam", "personeelscategorie", "ranggroep", "defensieonderdeel", "relatie"],
        ),
        (gettext_lazy("Contact"), ["contact", "veilig_bereikbaar", "begeleider"]),
        (gettext_lazy("Afspraken"), ["geinformeerd_op", "uitstel_reden", "uitkomst"]),
    ]

    def voor(self, register: Register, *, rol: str | None, anonimiteit: str) -> PersoonForm:
        """Fix the role of an existing person (None: it is asked), and say whether who handed it in is anonymous."""
        self._register, self._rol, self._anonimiteit = register, rol, anonimiteit
        if "rol" in self.fields:
            self.fields["rol"].choices = [(rol.value, rol.label) for rol in register.persoonrollen]  # type: ignore[attr-defined]  # a ChoiceField
        if rol:
            self.fields.pop("rol", None)
        if rol and rol != Persoon.Rol.BETROKKENE:
            self.fields.pop("uitkomst", None)
        return self

    def clean(self) -> dict[str, Any]:
        if rol := self._rol or self.cleaned_data.get("rol"):
            for veld, fout in persoonfouten(
                self._register, self._anonimiteit, rol, self.cleaned_data
            ).items():
                self.add_error(veld, fout)
        return self.cleaned_data


def persoonform(
    register: Register, zaak: Zaak, persoon: Persoon | None = None, data: Any = None
) -> PersoonForm:
    """For a new person, or for one that exists."""
    namen = [naam for naam in PersoonForm.base_fields if naam != "rol"]
    begin = {naam: getattr(persoon, naam) for naam in namen} if persoon else {}
    ook = [waarde.pk for waarde in begin.values() if hasattr(waarde, "lijst_id")]
    keuzes = keuzelijsten(PersoonForm.lijsten(), op=zaak.ontvangen_defensie, ook=ook)
    if persoon is None and data is not None:  # nothing to compare with yet: every question is asked
        data = data.copy()
        data.pop("velden", None)
    form = PersoonForm(data, begin=begin, keuzes=keuzes, register=register)
    return form.voor(register, rol=persoon.rol if persoon else None, anonimiteit=zaak.anonimiteit)
