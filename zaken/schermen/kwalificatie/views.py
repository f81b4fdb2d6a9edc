"""Wat is dit?, and the list of what became no zaak."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gebruikers.aanmelden.herbevestigen import is_onlangs_bewezen, stuur_naar_herbevestigen
from gebruikers.toegang import Verzoek
from logboek import events as logboek
from schermen.sleutel import met_sleutel, sleutel_van
from schermen.templatetags.jid_ui import getal
from zaken.models import Concept, Signaal, Zaak
from zaken.register import register_van
from zaken.register.detail import datum, regel
from zaken.register.lijst import OP_PAPIER
from zaken.register.triage import in_woorden, te_doen
from zaken.schermen.actie import CONFLICT, ONGELDIG
from zaken.schermen.filter import adres, chips
from zaken.schermen.intake.overzicht import concept_url
from zaken.services import kwalificatie as diensten
from zaken.services.concepten import begin_concept, verwijder_concept
from zaken.services.databank import NietMogelijk
from zaken.toegang import mag_kwalificeren

from .filter import SignaalFilter, filter_op
from .forms import REGISTERS, KwalificatieForm, conceptinhoud, is_anoniem, uit_concept

if TYPE_CHECKING:
    from zaken.querysets import SignaalQuerySet

PER_BLADZIJDE = 50
_get_of_post = require_http_methods(["GET", "HEAD", "POST"])


class AnnuleerForm(forms.Form):
    """Why writing it down was a mistake."""

    reden = forms.CharField(
        label=gettext_lazy("Waarom was dit een vergissing?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Schrijf waarom u dit annuleert.")},
    )


@_get_of_post
def wat_is_dit(request: Verzoek) -> HttpResponse:
    """Ask first what cannot wait, then what it is; a choice leads to the intake of that register.

    `?signaal=` is one that may be a zaak after all, `?concept=` an own draft that may be something else: what they hold
    is filled in, and goes along. Of the draft one is left, in the register that was chosen, or none. `?sleutel=` is of
    this form: *Back* leads to what was written down with it.
    """
    _eis_kwalificeerder(request)
    sleutel = sleutel_van(request)
    if (
        request.method != "POST"
        and sleutel
        and (al := diensten.eerder_vastgelegd(sleutel, door=request.user))
    ):
        tekst = _("U legde dit al vast. Klopt het niet? Annuleer het dan, en leg het opnieuw vast.")
        messages.info(request, tekst)
        return redirect("signalen:detail", al.pk)
    signaal, eerder = _gevraagd(request), _eerder_concept(request)
    if request.method != "POST" and sleutel is None:
        return redirect(met_sleutel(request))
    begin: dict[str, Any] = {"inzending": sleutel} if sleutel else {}
    if signaal is not None:
        logboek.signaal_ingezien(signaal=signaal.pk, door=request.user)
        begin |= _van_signaal(signaal)
    elif eerder is not None:
        begin |= _van_concept(eerder)
    data = request.POST if request.method == "POST" else None
    form = KwalificatieForm(
        data,
        gebruiker=request.user,
        vandaag=localdate(),
        alleen_zaak=signaal is not None,
        is_anoniem=eerder is not None and is_anoniem(eerder.inhoud, Zaak.Soort(eerder.soort)),
        initial=begin,
    )
    status = ONGELDIG
    if data is not None and form.is_valid():
        try:
            return _leg_vast(request, form, signaal, eerder)
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
        except diensten.AlVastgelegd:
            form.nog_een_keer()
            status = CONFLICT
    context = {
        "form": form,
        "signaal": signaal,
        "eerder": eerder,
        "kruimels": [(reverse("signalen:lijst"), _("Adviesvragen en verwijzingen")), ("", _("Wat is dit?"))],
    }
    return render(request, "zaken/signalen/nieuw.html", context, status=status if form.errors else 200)


def _leg_vast(
    request: Verzoek, form: KwalificatieForm, signaal: Signaal | None, eerder: Concept | None
) -> HttpResponse:
    for tekst in te_doen(form.triage):
        messages.warning(request, tekst)
    if (soort := form.wordt_zaak) is not None:
        inhoud = conceptinhoud(form, soort, signaal, eerder)
        concept = begin_concept(soort=soort, door=request.user, inhoud=inhoud)
        _ruim_op(request, eerder)
        register = register_van(soort)
        return redirect(concept_url(register, concept.pk, register.intake.onderwerpen[0].code))
    nieuw = diensten.leg_signaal_vast(**form.signaalgegevens, door=request.user)
    _ruim_op(request, eerder)
    messages.success(request, _("Vastgelegd. Het telt niet mee als melding, klacht of misstand."))
    return redirect("signalen:detail", nieuw.pk)


def _signalen(request: Verzoek, filter_: SignaalFilter) -> SignaalQuerySet:
    """What this user sees and asked for, the newest receipt first, with all that a row shows."""
    signalen: SignaalQuerySet = Signaal.objects.zichtbaar_voor(request.user)
    signalen = filter_op(signalen, filter_, door=request.user)
    relaties = ("sleutel", "aard", "verwezen_naar", "aangemaakt_door")
    return signalen.select_related(*relaties).order_by("-ontvangen_op", "-id")


@require_safe
def lijst(request: Verzoek) -> HttpResponse:
    """Newest receipt first, narrowed by codes; a constant number of queries."""
    _eis_kwalificeerder(request)
    filter_ = SignaalFilter(request.GET)
    bladzijde = Paginator(_signalen(request, filter_), PER_BLADZIJDE).get_page(request.GET.get("pagina"))
    logboek.lijst_getoond(register="signalen", aantal=len(bladzijde.object_list), door=request.user)
    context = {
        "page_obj": bladzijde,
        "form": filter_,
        "chips": chips(filter_, request.GET) if filter_.is_valid() else [],
        "kolommen": [{"label": kop} for kop in _koppen()],
        "rijen": _rijen(bladzijde.object_list),
        "gefilterd": bool(request.GET),
        "afdruk_url": reverse("signalen:afdrukken") + adres(request.GET, pagina=None),
    }
    status = 200 if filter_.is_valid() else ONGELDIG
    return render(request, "zaken/signalen/lijst.html", context, status=status)


@require_safe
def afdrukken(request: Verzoek) -> HttpResponse:
    """The whole list on one page, for paper. It takes content out: proven again first, logged as an export."""
    _eis_kwalificeerder(request)
    filter_, terug_url = (
        SignaalFilter(request.GET),
        reverse("signalen:lijst") + adres(request.GET, pagina=None),
    )
    if not filter_.is_valid():
        return redirect(terug_url)  # the list says why
    if not is_onlangs_bewezen(request):
        return stuur_naar_herbevestigen(request)
    gevonden = list(_signalen(request, filter_)[: OP_PAPIER + 1])
    rijen = _rijen(gevonden[:OP_PAPIER])
    logboek.geexporteerd(
        wat="lijst", formaat="afdruk", register="signalen", aantal=len(rijen), door=request.user
    )
    return render(
        request,
        "zaken/signalen/afdruk.html",
        {
            "kolommen": [{"label": kop} for kop in _koppen()],
            "rijen": rijen,
            "chips": chips(filter_, request.GET),
            "terug_url": terug_url,
            "grens": getal(OP_PAPIER) if len(gevonden) > OP_PAPIER else "",
        },
    )


@_get_of_post
def detail(request: Verzoek, pk: UUID) -> HttpResponse:
    """One signal, and undoing it."""
    _eis_kwalificeerder(request)
    signaal = _haal(request, pk)
    data = request.POST if request.method == "POST" else None
    form, status = AnnuleerForm(data), 200
    if data is not None and form.is_valid():
        try:
            diensten.annuleer_signaal(signaal_id=pk, reden=form.cleaned_data["reden"], door=request.user)
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
            status = CONFLICT
        else:
            messages.success(request, _("Geannuleerd. Het telt nergens meer mee."))
            return redirect("signalen:detail", pk)
    elif data is not None:
        status = ONGELDIG
    logboek.signaal_ingezien(signaal=signaal.pk, door=request.user)
    context = {
        "signaal": signaal,
        "regels": _regels(signaal),
        "triage": [regel(vraag, antwoord) for vraag, antwoord in in_woorden(signaal.triage)],
        "werd": _werd(request, signaal),
        "form": form,
        "kruimels": [
            (reverse("signalen:lijst"), _("Adviesvragen en verwijzingen")),
            ("", str(signaal.get_soort_display())),
        ],
    }
    return render(request, "zaken/signalen/detail.html", context, status=status)


def _eis_kwalificeerder(request: Verzoek) -> None:
    """404 for who does not: the page does not exist for them."""
    if not mag_kwalificeren(request.user):
        raise Http404


def _haal(request: Verzoek, pk: UUID) -> Signaal:
    relaties = (
        "sleutel",
        "team",
        "aard",
        "verwezen_naar",
        "defensieonderdeel",
        "aangemaakt_door",
        "geannuleerd_door",
    )
    gevonden = Signaal.objects.zichtbaar_voor(request.user).select_related(*relaties)
    signaal: Signaal | None = gevonden.filter(pk=pk).first()
    if signaal is None:
        logboek.geweigerd(zaak_id=pk, door=request.user)
        raise Http404
    return signaal


def _gevraagd(request: Verzoek) -> Signaal | None:
    """The open signal in the address; 404 for another one."""
    if not (tekst := request.GET.get("signaal", "")):
        return None
    try:
        signaal = _haal(request, UUID(tekst))
    except ValueError:
        raise Http404 from None
    if not signaal.is_open:
        raise Http404
    return signaal


def _eerder_concept(request: Verzoek) -> Concept | None:
    """The own draft in the address; 404 for another one, whoever's it is."""
    if not (tekst := request.GET.get("concept", "")):
        return None
    try:
        pk = UUID(tekst)
    except ValueError:
        raise Http404 from None
    eigen = Concept.objects.van(request.user).select_related("sleutel")
    concept: Concept | None = eigen.filter(pk=pk, soort__in=REGISTERS).first()
    if concept is None:
        raise Http404
    return concept


def _van_concept(concept: Concept) -> dict[str, Any]:
    return uit_concept(concept.inhoud, Zaak.Soort(concept.soort))


def _ruim_op(request: Verzoek, eerder: Concept | None) -> None:
    """The draft went on as something else."""
    if eerder is not None:
        verwijder_concept(concept_id=eerder.pk, door=request.user)


def _van_signaal(signaal: Signaal) -> dict[str, Any]:
    velden = ("ontvangen_op", "onderwerp", "defensieonderdeel")
    return {veld: getattr(signaal, veld) for veld in velden} | {
        f"triage_{code}": antwoord for code, antwoord in signaal.triage.items()
    }


def _koppen() -> list[str]:
    return [_("Onderwerp"), _("Wat is het?"), _("Ontvangen"), _("Verwezen naar"), _("Vastgelegd door")]


def _rijen(signalen: Iterable[Signaal]) -> list[dict[str, Any]]:
    koppen = _koppen()

    def cellen(signaal: Signaal) -> list[dict[str, Any]]:
        delen = [
            {"tekst": signaal.onderwerp, "url": reverse("signalen:detail", args=[signaal.pk])},
            {"tekst": _soort(signaal), "sub": _staat(signaal)},
            {"tekst": datum(signaal.ontvangen_op)},
            {"tekst": str(signaal.verwezen_naar or _("Niemand"))},
            {"tekst": signaal.aangemaakt_door.naam},
        ]
        return [{"kolom": kop, **deel} for kop, deel in zip(koppen, delen, strict=True)]

    return [{"cellen": cellen(signaal)} for signaal in signalen]


def _soort(signaal: Signaal) -> str:
    return str(signaal.aard or signaal.get_soort_display())


def _staat(signaal: Signaal) -> str:
    if signaal.is_geannuleerd:
        return _("Geannuleerd")
    return _("Afgesloten") if signaal.zaak_id else ""


def _regels(signaal: Signaal) -> list[dict[str, Any]]:
    regels = [
        regel(_("Wat is het?"), signaal.get_soort_display()),
        regel(_("Wat het wel is"), signaal.aard),
        regel(_("Ontvangen door Defensie"), signaal.ontvangen_op),
        regel(_("Onderdeel"), signaal.defensieonderdeel),
        regel(_("Verwezen naar"), signaal.verwezen_naar),
        regel(_("Waarom is het dit?"), signaal.reden, meerregelig=True),
        regel(_("Vastgelegd door"), signaal.aangemaakt_door),
        regel(_("Balie"), signaal.team),
    ]
    if signaal.is_geannuleerd:
        regels += [
            regel(_("Geannuleerd door"), signaal.geannuleerd_door),
            regel(_("Waarom geannuleerd"), signaal.geannuleerd_reden, meerregelig=True),
        ]
    return [een for een in regels if een["waarde"]]


def _werd(request: Verzoek, signaal: Signaal) -> Zaak | None:
    """The zaak that it became, for who sees that one."""
    if signaal.zaak_id is None:
        return None
    gevonden: Zaak | None = Zaak.objects.zichtbaar_voor(request.user).filter(pk=signaal.zaak_id).first()
    return gevonden
