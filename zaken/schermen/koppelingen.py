"""Linking zaken and ending it. A number that one may not know answers like one that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schermen.formulieren import Uitgelegd, noem_de_vraag
from zaken.models import Zaak, Zaakkoppeling
from zaken.services import koppelingen as diensten
from zaken.services.databank import NietMogelijk
from zaken.toegang import Recht, eis

from .actie import get_of_post, verstuurd, vraag
from .gemeen import haal_zaak, terug_naar

if TYPE_CHECKING:
    from typing import Any

    from gebruikers.models import Gebruiker
    from gebruikers.toegang import Verzoek
    from zaken.register import Register

Soort = Zaakkoppeling.Soort


class Koppelform(forms.Form):
    """Which zaak, what it is to this one, and why."""

    nummer = forms.CharField(
        label=gettext_lazy("Met welke zaak?"),
        help_text=gettext_lazy("Vul het nummer in, bijvoorbeeld M-2024-00627."),
        max_length=20,
    )
    soort = forms.ChoiceField(
        label=gettext_lazy("Wat hebben de zaken met elkaar te maken?"), widget=forms.RadioSelect
    )
    reden = forms.CharField(
        label=gettext_lazy("Waarom koppelt u ze?"), max_length=1_000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, data: Any, *, zaak: Zaak, lezer: Gebruiker) -> None:
        super().__init__(data)
        self._zaak, self._lezer = zaak, lezer
        uitleg = {
            Soort.AANLEIDING: _("De ene zaak leidde tot een onderzoek; de andere is dat onderzoek."),
            Soort.VERWANT: _("Ze gaan over dezelfde mensen of hetzelfde voorval."),
        }
        soort = self.fields["soort"]
        if isinstance(soort, forms.ChoiceField):
            soort.choices = [(een.value, Uitgelegd(str(een.label), uitleg=uitleg[een])) for een in uitleg]
        noem_de_vraag(self)

    def clean_nummer(self) -> Zaak:
        """Another zaak that the user sees, of whatever register."""
        nummer = self.cleaned_data["nummer"].strip().upper()
        gevonden = (
            Zaak.objects.zichtbaar_voor(self._lezer).exclude(pk=self._zaak.pk).filter(zaaknummer=nummer)
        )
        ander: Zaak | None = gevonden.first()
        if ander is None:
            raise ValidationError(
                _("Er is geen andere zaak met dit nummer die u kunt zien. Controleer het nummer.")
            )
        return ander


class Loskoppelform(forms.Form):
    """Why the link ends."""

    reden = forms.CharField(
        label=gettext_lazy("Waarom koppelt u ze los?"), max_length=1_000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        noem_de_vraag(self)


@get_of_post
def koppelen(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    zaak = haal_zaak(request, register, pk)
    eis(request.user, Recht.WIJZIGEN, zaak)
    form = Koppelform(verstuurd(request), zaak=zaak, lezer=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            diensten.koppel(
                zaak=zaak,
                ander=form.cleaned_data["nummer"],
                soort=Soort(form.cleaned_data["soort"]),
                reden=form.cleaned_data["reden"],
                door=request.user,
            )
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
        else:
            return terug_naar(request, register, zaak, _("De zaken zijn gekoppeld."))
    titel = _("Zaak koppelen")
    return vraag(request, register, zaak, titel=titel, knop=_("Koppelen"), sjabloon="koppelen", form=form)


@get_of_post
def loskoppelen(request: Verzoek, register: Register, pk: UUID, koppeling: UUID) -> HttpResponse:
    """404 for a link that is not there, or of which the user does not see the other end."""
    zaak = haal_zaak(request, register, pk)
    eis(request.user, Recht.WIJZIGEN, zaak)
    gevonden = diensten.verbanden(zaak, lezer=request.user)
    verband = next((een for een in gevonden if een.koppeling == koppeling), None)
    if verband is None:
        raise Http404
    form = Loskoppelform(verstuurd(request))
    if request.method == "POST" and form.is_valid():
        reden = form.cleaned_data["reden"]
        diensten.ontkoppel(zaak=zaak, koppeling_id=koppeling, reden=reden, door=request.user)
        return terug_naar(request, register, zaak, _("De zaken zijn niet meer gekoppeld."))
    titel = _("Loskoppelen")
    return vraag(
        request, register, zaak, titel=titel, knop=titel, sjabloon="loskoppelen", form=form, verband=verband
    )
