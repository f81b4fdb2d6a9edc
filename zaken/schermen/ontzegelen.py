"""The seal of a zaak was a mistake: ask to take it off, and agree with who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gebruikers.toegang import vereist_herbevestiging
from zaken.services import ontzegelen as diensten
from zaken.services.databank import NietMogelijk
from zaken.services.toegang import toegangslijst
from zaken.toegang import Recht, eis

from .actie import get_of_post, verstuurd, vraag
from .gemeen import haal_zaak, terug_naar
from .woorden import RegisterForm

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.models import Ontzegeling, Zaak
    from zaken.register import Register


class Ontzegelform(RegisterForm):
    """Why the seal was a mistake."""

    reden = forms.CharField(
        label=gettext_lazy("Waarom hoeft %(de_zaak)s niet verzegeld te zijn?"),
        help_text=gettext_lazy("Wie %(de_zaak)s mag zien, leest dit ook."),
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Schrijf waarom.")},
    )

    def __init__(self, data: Any = None, *, register: Register) -> None:
        super().__init__(data)
        self.spreek(register)


class Weigerform(RegisterForm):
    """Why somebody does not agree."""

    toon_niet_verplicht = False

    reden = forms.CharField(
        label=gettext_lazy("Waarom weigert u?"),
        help_text=gettext_lazy("Wie %(de_zaak)s mag zien, leest dit ook."),
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Schrijf waarom u weigert.")},
    )

    def __init__(self, data: Any = None, *, register: Register) -> None:
        super().__init__(data)
        self.spreek(register)


@get_of_post
@vereist_herbevestiging
def ontzegelen(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Ask; or, when somebody asked, decide. For who works with the sealed zaak; 403 when it is not sealed."""
    zaak = haal_zaak(request, register, pk)
    gevraagd = diensten.open_vraag(zaak) if zaak.verzegeld else None
    if gevraagd is not None:
        eis(request.user, Recht.NOTEREN, zaak)
        return _beslis(request, register, zaak, gevraagd)
    if "besluit" in request.POST:
        return _is_al_besloten(request, register, zaak)
    eis(request.user, Recht.ONTZEGELEN, zaak)
    form = Ontzegelform(verstuurd(request), register=register)
    if request.method == "POST" and form.is_valid():
        try:
            diensten.vraag_ontzegeling(zaak=zaak, reden=form.cleaned_data["reden"], door=request.user)
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
        else:
            tekst = _("Gevraagd. De verzegeling gaat eraf zodra een ander akkoord is.")
            return terug_naar(request, register, zaak, tekst)
    ander = any(lezer.gebruiker_id != request.user.pk for lezer in toegangslijst(zaak).lezers)
    return vraag(
        request, register, zaak,
        titel=_("Verzegeling opheffen"), knop=_("Akkoord vragen"), sjabloon="ontzegelen", form=form, is_er_iemand=ander,
        ook=", ".join(diensten.gaat_mee(zaak, vrager_id=request.user.pk)),
    )  # fmt: skip


def _beslis(request: Verzoek, register: Register, zaak: Zaak, gevraagd: Ontzegeling) -> HttpResponse:
    is_eigen = gevraagd.gevraagd_door_id == request.user.pk
    besluit = request.POST.get("besluit")
    weigert = besluit == "nee" and not is_eigen
    form = Weigerform(verstuurd(request) if weigert else None, register=register)
    if besluit in {"akkoord", "nee"}:
        if request.POST.get("vraag") != str(gevraagd.pk):
            return _is_al_besloten(request, register, zaak)
        if not weigert or form.is_valid():
            reden = form.cleaned_data["reden"] if weigert else ""
            akkoord = besluit == "akkoord"
            try:
                diensten.beslis(zaak=zaak, vraag=gevraagd.pk, akkoord=akkoord, reden=reden, door=request.user)
            except NietMogelijk as fout:
                messages.error(request, str(fout))
                return redirect(register.url("ontzegelen", zaak.pk))
            return terug_naar(request, register, zaak, _uitkomst(akkoord=akkoord, is_eigen=is_eigen))
    return vraag(
        request, register, zaak,
        titel=_("Verzegeling opheffen"), sjabloon="ontzegelen_besluit", form=form, gevraagd=gevraagd, is_eigen=is_eigen,
        ook=", ".join(diensten.gaat_mee(zaak, vrager_id=gevraagd.gevraagd_door_id)),
    )  # fmt: skip


def _is_al_besloten(request: Verzoek, register: Register, zaak: Zaak) -> HttpResponse:
    """An old page: what it showed is not open any more, and nobody decides on a reason that they did not read."""
    messages.info(request, _("Hierover is al besloten."))
    return redirect(register.url("detail", zaak.pk))


def _uitkomst(*, akkoord: bool, is_eigen: bool) -> str:
    if akkoord:
        return _("De verzegeling is opgeheven. Niemand kreeg daardoor toegang terug.")
    return _("Uw vraag is ingetrokken.") if is_eigen else _("U weigerde. De zaak blijft verzegeld.")
