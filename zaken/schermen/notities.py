"""A note in a zaak, and undoing a registration: one question each."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaken.services import inhoud as diensten
from zaken.services.databank import NietMogelijk
from zaken.toegang import Recht, eis

from .actie import formulier, get_of_post, verstuurd, vraag
from .gemeen import haal_zaak, terug_naar
from .woorden import RegisterForm

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.register import Register


class NotitieForm(forms.Form):
    """`inzending` is made when the form is shown: sent twice, it stays one note."""

    tekst = forms.CharField(
        label=gettext_lazy("Notitie"),
        help_text=gettext_lazy("Een notitie kunt u niet meer wijzigen. Gebruik zo min mogelijk namen."),
        max_length=10_000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Schrijf een notitie.")},
    )
    inzending = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class AnnuleerForm(RegisterForm):
    """Why a registration was a mistake."""

    reden = forms.CharField(
        label=gettext_lazy("Waarom was deze registratie een vergissing?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Schrijf waarom u %(de_zaak)s annuleert.")},
    )


@get_of_post
def notitie(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    zaak = haal_zaak(request, register, pk)
    eis(request.user, Recht.NOTEREN, zaak)
    form = NotitieForm(verstuurd(request))
    if request.method == "POST" and form.is_valid():
        diensten.voeg_notitie_toe(zaak=zaak, door=request.user, **form.cleaned_data)
        return terug_naar(request, register, zaak, _("De notitie is opgeslagen."))
    titel, knop = _("Notitie toevoegen"), _("Notitie opslaan")
    return formulier(request, register, zaak, form, titel=titel, knop=knop)


@get_of_post
def annuleer(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    zaak = haal_zaak(request, register, pk)
    eis(request.user, Recht.ANNULEREN, zaak)
    form = AnnuleerForm(verstuurd(request))
    form.spreek(register)
    if request.method == "POST" and form.is_valid():
        try:
            diensten.annuleer(zaak=zaak, reden=form.cleaned_data["reden"], door=request.user)
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
        else:
            tekst = _("%(de_zaak)s is geannuleerd. Het nummer blijft bestaan.")
            return terug_naar(
                request, register, zaak, tekst % {"de_zaak": capfirst(register.namen.met_lidwoord)}
            )
    titel = capfirst(_("%(zaak)s annuleren") % {"zaak": register.namen.enkelvoud})
    return vraag(request, register, zaak, titel=titel, sjabloon="annuleer", form=form)
