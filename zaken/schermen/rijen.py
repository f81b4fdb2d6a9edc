"""A row of a register under a zaak: add, change, remove. The address names which kind."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from logboek import events as logboek
from schermen.sleutel import sleutel_van
from zaken.models import Zaak, Zaakrij
from zaken.services import rijen as diensten
from zaken.services.databank import NietMogelijk
from zaken.services.inhoud import is_zo
from zaken.services.toegang import laatste_wijziger
from zaken.services.wijzigen import haal_voor_wijziging
from zaken.toegang import Recht, eis

from .actie import formulier, get_of_post, vergelijk, verstuurd, vraag
from .gemeen import haal_zaak, terug_naar
from .nasluiting import gegeven, is_geldig, vraag_reden
from .onderdelen import voeg_fouten_toe

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.register import Register
    from zaken.register.rijen import Rijopgave

    from .rijform import RijForm
    from .vergelijk import Verschil


@get_of_post
def rij_nieuw(request: Verzoek, register: Register, pk: UUID, soort: str) -> HttpResponse:
    """Add one; *Back* leads to the zaak and not to a second one, other answers under the same key are another row."""
    opgave = _opgave(register, soort)
    zaak = _te_wijzigen(request, register, opgave, pk)
    sleutel = sleutel_van(request)
    al = diensten.toegevoegde_rij(opgave, zaak, sleutel, door=request.user) if sleutel else None
    if al is not None and request.method != "POST":
        messages.info(
            request, _zeg(_("%(naam)s is al toegevoegd. Wijzig de gegevens als dat nodig is."), opgave)
        )
        return redirect(register.url("detail", pk))
    form = opgave.form.voor(register, zaak, data=verstuurd(request))
    reden = vraag_reden(request, register, zaak)
    if request.method == "POST" and is_geldig(form, reden):
        gegevens = form.naar_model(form.cleaned_data)
        try:
            diensten.voeg_rij_toe(
                register=register,
                opgave=opgave,
                zaak_id=pk,
                gegevens=gegevens,
                door=request.user,
                reden=gegeven(reden),
                inzending=sleutel if al is None or is_zo(al, gegevens) else None,
            )
        except ValidationError as fout:
            voeg_fouten_toe(form, fout)
        else:
            return _terug(request, register, opgave, zaak, _zeg(_("%(naam)s is toegevoegd."), opgave))
    titel, knop = _zeg(_("%(naam)s toevoegen"), opgave), _zeg(_("%(naam)s opslaan"), opgave)
    return formulier(request, register, zaak, form, titel=titel, knop=knop, reden=reden)


@get_of_post
def rij_wijzig(request: Verzoek, register: Register, pk: UUID, soort: str, rij: UUID) -> HttpResponse:
    """The zaak is locked while the row is compared with what the user started from: nobody's text is lost."""
    opgave = _opgave(register, soort)
    zaak = _te_wijzigen(request, register, opgave, pk)
    if request.method == "POST":
        haal_voor_wijziging(register, pk, door=request.user)
    gevonden = _rij(request, opgave, zaak, rij)
    if gevonden is None:
        raise Http404
    form = opgave.form.voor(register, zaak, gevonden, verstuurd(request))
    reden = vraag_reden(request, register, zaak)
    titel = _zeg(_("%(naam)s wijzigen"), opgave)
    if request.method == "POST" and is_geldig(form, reden):
        if verschillen := _verschillen(form, gevonden):
            wie = laatste_wijziger(zaak)
            return vergelijk(request, register, zaak, form, verschillen, titel=titel, wie=wie, reden=reden)
        if _bewaar(request, register, opgave, form, gevonden, reden=gegeven(reden)):
            return _terug(request, register, opgave, zaak, _zeg(_("%(naam)s is gewijzigd."), opgave))
    return formulier(request, register, zaak, form, titel=titel, reden=reden)


@get_of_post
def rij_verwijder(request: Verzoek, register: Register, pk: UUID, soort: str, rij: UUID) -> HttpResponse:
    opgave = _opgave(register, soort)
    zaak = _te_wijzigen(request, register, opgave, pk)
    reden = vraag_reden(request, register, zaak)
    if request.method == "POST" and (reden is None or reden.is_valid()):
        try:
            weg = diensten.verwijder_rij(
                register=register,
                opgave=opgave,
                zaak_id=pk,
                rij_id=rij,
                vandaag=localdate(),
                door=request.user,
                reden=gegeven(reden),
            )
        except NietMogelijk as fout:
            messages.error(request, str(fout))
            return redirect(register.url("detail", pk))
        if weg:
            return _terug(request, register, opgave, zaak, _zeg(_("%(naam)s is verwijderd."), opgave))
        messages.info(request, _zeg(_("%(naam)s was al verwijderd."), opgave))
        return redirect(register.url("detail", pk))
    gevonden = _rij(request, opgave, zaak, rij)
    if gevonden is None:
        raise Http404
    titel = _zeg(_("%(naam)s verwijderen"), opgave)
    regels = opgave.regels(gevonden)
    return vraag(request, register, zaak, titel=titel, sjabloon="rij_verwijder", regels=regels, reden=reden)


def _opgave(register: Register, soort: str) -> Rijopgave:
    gevonden = register.rijopgave(soort)
    if gevonden is None:
        raise Http404
    return gevonden


def _te_wijzigen(request: Verzoek, register: Register, opgave: Rijopgave, pk: UUID) -> Zaak:
    zaak = haal_zaak(request, register, pk)
    eis(request.user, Recht.WIJZIGEN, zaak)
    if diensten.staat_vast(register, opgave, zaak):
        raise PermissionDenied(opgave.code)
    return zaak


def _rij(request: Verzoek, opgave: Rijopgave, zaak: Zaak, pk: UUID) -> Zaakrij | None:
    """The row, or None: logged the same whether it never was or belongs to another zaak."""
    try:
        return diensten.haal_rij(opgave, zaak, pk)
    except opgave.model.DoesNotExist:
        logboek.geweigerd(zaak_id=pk, door=request.user)
        return None


def _verschillen(form: RijForm, rij: Zaakrij) -> list[Verschil]:
    nu = form.beginwaarden(rij)
    botst = "basis" in form.data and form.botst(nu)
    return form.verschillen(nu, versie=0) if botst else []


def _bewaar(
    request: Verzoek, register: Register, opgave: Rijopgave, form: RijForm, rij: Zaakrij, *, reden: str
) -> bool:
    """Save what changed; False when it was refused, with the reason at the field."""
    gegevens = form.gegevens(form.beginwaarden(rij))
    if not gegevens:
        return True
    try:
        diensten.wijzig_rij(
            register=register,
            opgave=opgave,
            zaak_id=rij.zaak.pk,
            rij_id=rij.pk,
            gegevens=gegevens,
            door=request.user,
            reden=reden,
        )
    except ValidationError as fout:
        voeg_fouten_toe(form, fout)
        return False
    return True


def _terug(request: Verzoek, register: Register, opgave: Rijopgave, zaak: Zaak, tekst: str) -> HttpResponse:
    if let_op := opgave.let_op(zaak):
        messages.warning(request, let_op)
    return terug_naar(request, register, zaak, tekst)


def _zeg(zin: str, opgave: Rijopgave) -> str:
    naam = str(opgave.naam)
    return capfirst(zin % {"naam": naam[:1].lower() + naam[1:]})
