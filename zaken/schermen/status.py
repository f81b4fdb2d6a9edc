"""One step of a register's transition table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gebruikers.aanmelden.herbevestigen import is_onlangs_bewezen, stuur_naar_herbevestigen
from zaken.models import Zaak
from zaken.overgangen import OngeldigeOvergang, OnvoldaanVoorwaarde, vereist_recht
from zaken.services.databank import NietMogelijk
from zaken.services.status import blijft_over
from zaken.services.status import wijzig_status as dienst
from zaken.toegang import Recht, eis, mag

from .actie import CONFLICT, get_of_post, verstuurd, vraag
from .gemeen import haal_zaak, terug_naar
from .onderdelen import voeg_fouten_toe
from .verloop import stapnaam, vervolgstappen
from .woorden import RegisterForm
from .zaakblad import Zaakblad

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.register import Register


class Statusform(RegisterForm):
    """The explanation and, for some steps, one field more. `vanuit` is the status that the user saw."""

    toelichting = forms.CharField(
        label=gettext_lazy("Toelichting"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Schrijf een toelichting.")},
    )
    vanuit = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, request: Verzoek, register: Register, zaak: Zaak, naar: str) -> None:
        super().__init__(verstuurd(request), initial={"vanuit": register.status_van(zaak).value})
        self._register, self._zaak, self._lezer = register, zaak, request.user
        stappen, stap = register.stappen, (register.status_van(zaak), naar)
        self.fields["toelichting"].required = (
            naar in stappen.toelichting_verplicht or stap in stappen.stap_met_toelichting
        )
        self._stapveld = register.stappen.velden.get(naar)
        if self._stapveld:
            self.fields = {self._stapveld[0]: self._stapveld[1](), **self.fields}
        self.spreek(register)

    def clean_samengevoegd_met(self) -> Zaak:
        """The other zaak, which the user works with and which still counts itself."""
        nummer = self.cleaned_data["samengevoegd_met"].strip().upper()
        zichtbaar = self._register.model.objects.zichtbaar_voor(self._lezer)
        ander: Zaak | None = zichtbaar.filter(zaaknummer=nummer).first()
        if ander is None or not blijft_over(self._register, self._zaak, ander):
            raise ValidationError(
                _("Er is geen andere lopende %(zaak)s met dit nummer die u kunt zien. Controleer het nummer.")
                % {"zaak": self._register.namen.enkelvoud}
            )
        if not mag(self._lezer, Recht.UITSLUITEN, ander):
            raise ValidationError(
                _(
                    "U kunt %(de_zaak)s met dit nummer alleen lezen, dus niet samenvoegen. Overleg met de behandelaar."
                )
                % {"de_zaak": self._register.namen.met_lidwoord}
            )
        return ander

    @property
    def gegevens(self) -> dict[str, Any]:
        """The field that the step fills, or nothing."""
        return {self._stapveld[0]: self.cleaned_data[self._stapveld[0]]} if self._stapveld else {}


@get_of_post
def wijzig_status(request: Verzoek, register: Register, pk: UUID, naar: str) -> HttpResponse:
    """Ask, then take the step. A late or double click answers 409 in words, an unmet condition 422.

    Merging with a sealed zaak hands the other over, and what is excluded goes along: that asks for a proof first.
    """
    if naar == register.stappen.samenvoegen and not is_onlangs_bewezen(request):
        return stuur_naar_herbevestigen(request)
    zaak = haal_zaak(request, register, pk)
    if naar not in register.status.values:
        raise Http404
    try:
        eis(request.user, vereist_recht(register.overgangen, van=register.status_van(zaak), naar=naar), zaak)
        if (register.status_van(zaak), naar) in register.stappen.eigen_weg:
            return _eigen_weg(request, register, zaak, naar)
        form = Statusform(request, register, zaak, naar)
        if request.method == "POST" and form.is_valid():
            dienst(
                register=register,
                zaak_id=zaak.pk,
                naar=naar,
                toelichting=form.cleaned_data["toelichting"],
                gegevens=form.gegevens,
                vanuit=form.cleaned_data["vanuit"] or None,
                vandaag=localdate(),
                door=request.user,
            )
            tekst = _("De status is nu: %(status)s.") % {"status": register.status(naar).label}
            return terug_naar(request, register, zaak, tekst)
    except OngeldigeOvergang:
        return _kan_niet_meer(request, register, zaak, naar)
    except OnvoldaanVoorwaarde as fout:
        form.add_error(None, _("Vul eerst in: %(wat)s.") % {"wat": ", ".join(fout.ontbreekt)})
    except NietMogelijk as fout:
        form.add_error(None, str(fout))
    except ValidationError as fout:
        voeg_fouten_toe(form, fout)
    return _vraag(request, register, zaak, naar, form)


def _eigen_weg(request: Verzoek, register: Register, zaak: Zaak, naar: str) -> HttpResponse:
    """A step that goes with another zaak: its own page asks it, or undoing takes it."""
    if register.doorgeleiding is not None and naar == register.doorgeleiding.status:
        return redirect(register.url("doorgeleiden", zaak.pk))
    return _kan_niet_meer(request, register, zaak, naar)


def _vraag(request: Verzoek, register: Register, zaak: Zaak, naar: str, form: Statusform) -> HttpResponse:
    blad = Zaakblad(register, zaak, lezer=request.user, vandaag=localdate())
    van = register.status_van(zaak)
    return vraag(
        request,
        register,
        zaak,
        titel=stapnaam(register, van, naar),
        sjabloon="status",
        form=form,
        van=van.label,
        naar=register.status(naar).label,
        uitleg=register.stappen.uitleg.get(naar, ""),
        stap=next(stap for stap in vervolgstappen(blad) if stap.naar == naar),
    )


def _kan_niet_meer(request: Verzoek, register: Register, zaak: Zaak, naar: str) -> HttpResponse:
    """The table does not know this step from where the zaak is now."""
    nu = register.status_van(register.model.objects.zichtbaar_voor(request.user).get(pk=zaak.pk))
    return vraag(
        request,
        register,
        zaak,
        titel=_("Deze stap kan niet meer"),
        sjabloon="status_kan_niet",
        status=CONFLICT,
        nu=nu.label,
        naar=register.status(naar).label,
        al_gezet=nu == naar,
    )
