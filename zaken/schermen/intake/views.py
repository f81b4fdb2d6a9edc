"""Registering a zaak in topic pages, with a draft that only its owner sees. The address hands over the register."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gebruikers.toegang import Verzoek
from schermen.formulieren import Foutregel
from zaken.models import Concept, Zaak
from zaken.schermen.gemeen import terug_naar
from zaken.schermen.kwalificatie.forms import lees_kwalificatie
from zaken.schermen.woorden import spreek, woorden
from zaken.services.concepten import begin_concept, bewaar_concept, verwijder_concept
from zaken.services.databank import NietMogelijk
from zaken.services.registratie import registreer
from zaken.toegang import mag_kwalificeren, mag_registreren

from . import verzonden
from .bladzijden import noteer_vergelijking, pagina, toon_beide, toon_controle, toon_onderwerp
from .concept import CONTROLEREN, NIEMAND, VENSTER, VERDER, Intake, zoek_concept
from .overzicht import (
    bewaard_om,
    concept_url,
    controledelen,
    eigen_concepten,
    geweigerd,
    opgeslagen,
)
from .rijen import Getypt, RijenForm, verwijder_rij, voeg_rij_toe
from .toegang import TOEGANG, onderwerp_van, onderwerpen_van
from .vensters import afdrukken, is_onaangeroerd, voeg_samen

if TYPE_CHECKING:
    from zaken.register import Register
    from zaken.register.intake import Onderwerp

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_alleen_pagina = require_http_methods(["GET", "HEAD", "POST"])


@_alleen_pagina
def begin(request: Verzoek, register: Register) -> HttpResponse:
    """Own drafts and a button; only the button makes a draft."""
    _eis_registreerder(request, register)
    if request.method == "POST":
        concept = begin_concept(soort=register.soort, door=request.user)
        return redirect(concept_url(register, concept.pk, register.intake.onderwerpen[0].code))
    concepten = eigen_concepten(register, request.user, vandaag=localdate())
    return pagina(
        request,
        register,
        "begin.html",
        {
            "concepten": concepten,
            "totaal": len(onderwerpen_van(register)) + 1,
            "mag_kwalificeren": mag_kwalificeren(request.user),
        },
    )


@_alleen_pagina
def onderwerp(request: Verzoek, register: Register, pk: UUID, onderwerp: str) -> HttpResponse:
    """One topic, the check page, or the way to where it stopped."""
    _eis_registreerder(request, register)
    concept = zoek_concept(register, pk, request.user, slot=request.method == "POST")
    if concept is None:
        return _weg(request, register)
    if onderwerp == VERDER:
        return redirect(_verder_url(request, register, concept))
    if onderwerp == CONTROLEREN and request.method == "POST":
        return _dien_in(request, register, concept)
    if onderwerp == CONTROLEREN:
        return toon_controle(request, register, concept)
    if (dit := onderwerp_van(register, onderwerp)) is None:
        raise Http404
    if request.method == "POST":
        return _verwerk(request, register, concept, dit)
    intake = Intake(register, concept.inhoud, vandaag=localdate())
    toon_fouten = verzonden.terug_naar_controle(request) and intake.is_bewaard(dit)
    form = intake.ingevuld(dit) if toon_fouten else intake.open(dit)
    return toon_onderwerp(request, concept, dit, intake, form)


def bewaar(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Keep what stands on the screen, right or wrong; called by the page itself while somebody types.

    200 with the time, the number and what the page goes on from; 409 when something newer was kept; a draft
    that is not there: 410 when it became a zaak, else 404.
    """
    _eis_registreerder(request, register)
    concept = zoek_concept(register, pk, request.user, slot=True)
    if concept is None:
        status = 410 if _ontstane_zaak(request, register) else 404
        return JsonResponse({"fout": _("Dit concept bestaat niet meer.")}, status=status)
    if request.method != "POST":
        return JsonResponse({"fout": _("Verstuur het formulier.")}, status=405, headers={"Allow": "POST"})
    if (dit := onderwerp_van(register, request.POST.get("stap", ""))) is None:
        raise BadRequest("stap")
    getypt = Intake(register, concept.inhoud, vandaag=localdate()).lees_post(dit, request.POST)
    nummer = verzonden.getal(request, "volgnummer")
    velden = {dit.code: getypt, VENSTER: verzonden.venster(request)}
    bewaard = None
    daar = concept.inhoud.get(dit.code)
    is_mijn = not verzonden.kwam_een_ander_venster_voor(request, concept)
    if is_mijn or daar is None or is_onaangeroerd(verzonden.geladen(request), daar):
        bewaard = bewaar_concept(concept_id=pk, velden=velden, volgnummer=nummer, door=request.user)
    if bewaard is None or bewaard.inhoud.get(dit.code) != getypt:
        return JsonResponse({"fout": _("Er is al een nieuwere tekst bewaard.")}, status=409)
    if any(naam.startswith("account_") for naam in request.POST):  # answers about accounts: for names
        noteer_vergelijking(request, Intake(register, bewaard.inhoud, vandaag=localdate()))
    return JsonResponse(
        {
            "bewaard_om": bewaard_om(bewaard),
            "volgnummer": bewaard.volgnummer,
            "geladen": afdrukken(getypt),
        }
    )


@_alleen_pagina
def gooi_weg(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Ask, then throw a draft and its key away."""
    _eis_registreerder(request, register)
    concept = zoek_concept(register, pk, request.user, slot=request.method == "POST")
    if concept is None:
        return _weg(request, register)
    if request.method == "POST":
        verwijder_concept(concept_id=pk, door=request.user)
        messages.success(request, _("Het concept is weggegooid."))
        return redirect(register.url("nieuw"))
    regel = Intake(register, concept.inhoud, vandaag=localdate()).regel
    return pagina(request, register, "weggooien.html", {"regel": regel, "concept": concept})


def _eis_registreerder(request: Verzoek, register: Register) -> None:
    """404 for who may not register here: the page does not exist for them."""
    if not mag_registreren(request.user, register.soort):
        raise Http404


def _weg(request: Verzoek, register: Register) -> HttpResponse:
    """The draft is not there for this user: the zaak that it became, or 404 whatever the reason."""
    if zaak := _ontstane_zaak(request, register):
        tekst = spreek(_("%(de_zaak)s was al opgeslagen: {nummer}."), woorden(register))
        messages.info(request, tekst.format(nummer=zaak.zaaknummer))
        return redirect(register.url("detail", zaak.pk))
    return pagina(request, register, "weg.html", {}, status=404)


def _ontstane_zaak(request: Verzoek, register: Register) -> Zaak | None:
    """The zaak that grew from the draft of this page: it took over the draft's key."""
    sleutel = request.POST.get("sleutel", "")
    if not _UUID.fullmatch(sleutel):
        return None
    zaken = Zaak.objects.zichtbaar_voor(request.user).filter(sleutel_id=sleutel, soort=register.soort)
    return cast("Zaak | None", zaken.first())


def _verder_url(request: Verzoek, register: Register, concept: Concept) -> str:
    """The first topic that is not finished; else the check page. Says what is wrong where every topic was seen."""
    intake = Intake(register, concept.inhoud, vandaag=localdate())
    noteer_vergelijking(request, intake)
    if (dit := intake.eerste_open) is None:
        return concept_url(register, concept.pk, CONTROLEREN)
    url = concept_url(register, concept.pk, dit.code)
    return f"{url}?naar={CONTROLEREN}" if intake.is_gezien else url


def _verwerk(request: Verzoek, register: Register, concept: Concept, dit: Onderwerp) -> HttpResponse:
    """Keep what was typed first, then do what the button says."""
    nummer = verzonden.getal(request, "volgnummer")
    intake = Intake(register, concept.inhoud, vandaag=localdate())
    getypt = intake.lees_post(dit, request.POST)
    venster, daar = verzonden.venster(request), concept.inhoud.get(dit.code)
    if daar is not None and verzonden.kwam_een_ander_venster_voor(request, concept):
        samen = voeg_samen(geladen=verzonden.geladen(request), mijn=getypt, daar=daar)
        is_anders = samen.getypt != getypt
        if samen.strijdig or (is_anders and "verwijder" in request.POST):
            return toon_beide(request, concept, dit, intake.met(dit, samen.getypt), samen.strijdig)
        getypt, venster = samen.getypt, NIEMAND if is_anders else venster
    anker = _pas_rijen_aan(request, dit, getypt)
    bewaard = bewaar_concept(
        concept_id=concept.pk,
        velden={dit.code: getypt, VENSTER: venster},
        volgnummer=max(nummer, concept.volgnummer) + 1,
        door=request.user,
    )
    if bewaard is None:
        return _weg(request, register)
    return _ga_verder(request, register, bewaard, dit, anker)


def _pas_rijen_aan(request: Verzoek, dit: Onderwerp, getypt: Getypt) -> str:
    """Add or remove a row when a button says so; the place on the page to return to, or nothing."""
    if not issubclass(dit.form, RijenForm):
        return ""
    if soort := request.POST.get("voeg_toe"):
        return f"rij-{voeg_rij_toe(dit.form, getypt, soort).nummer}"
    if nummer := request.POST.get("verwijder"):
        verwijder_rij(dit.form, getypt, nummer)
        return "rijen"
    return ""


def _ga_verder(
    request: Verzoek, register: Register, concept: Concept, dit: Onderwerp, anker: str
) -> HttpResponse:
    if anker:
        return redirect(f"{request.get_full_path()}#{anker}")
    if "_later" in request.POST:
        tekst = _("Concept bewaard om %(tijd)s uur. Alleen u ziet het.") % {"tijd": bewaard_om(concept)}
        messages.success(request, tekst)
        return redirect(register.url("nieuw"))
    codes = [*(onderwerp.code for onderwerp in onderwerpen_van(register)), CONTROLEREN]
    index = codes.index(dit.code)
    if "_vorige" in request.POST:
        return redirect(concept_url(register, concept.pk, codes[max(index - 1, 0)]))
    intake = Intake(register, concept.inhoud, vandaag=localdate())
    form = intake.ingevuld(dit)
    if not form.is_valid():
        return toon_onderwerp(request, concept, dit, intake, form, status=422)
    if dit is TOEGANG:
        noteer_vergelijking(request, intake)
    volgende = CONTROLEREN if verzonden.terug_naar_controle(request) else codes[index + 1]
    return redirect(concept_url(register, concept.pk, volgende))


def _dien_in(request: Verzoek, register: Register, concept: Concept) -> HttpResponse:
    """Check every topic again and register; the draft dies with it, so there is never a second zaak."""
    if verzonden.getal(request, "volgnummer") != concept.volgnummer:
        tekst = spreek(
            _("Dit concept is intussen gewijzigd. Controleer %(de_zaak)s opnieuw."), woorden(register)
        )
        return toon_controle(request, register, concept, fouten=[Foutregel(tekst)], status=409)
    vandaag = localdate()
    intake = Intake(register, concept.inhoud, vandaag=vandaag)
    if not intake.is_compleet:
        delen = controledelen(intake, concept.pk)
        fouten = [
            Foutregel(f"{deel.titel} {regel.tekst}", deel.anker) for deel in delen for regel in deel.ontbreekt
        ]
        return toon_controle(request, register, concept, fouten=fouten, status=422)
    try:
        zaak = registreer(
            register=register,
            gegevens=intake.gegevens,
            personen=intake.personen,
            rijen=intake.zaakrijen,
            uitsluitingen=intake.toegang.uitsluitingen,
            verzegeld_voor=intake.toegang.verzegeld,
            concept=concept,
            kwalificatie=lees_kwalificatie(concept.inhoud),
            vandaag=vandaag,
            door=request.user,
        )
    except NietMogelijk as fout:
        return toon_controle(request, register, concept, fouten=[Foutregel(str(fout))], status=409)
    except ValidationError as fout:
        return toon_controle(request, register, concept, fouten=list(geweigerd(intake, fout)), status=422)
    if intake.toegang.verzegeld:
        return terug_naar(request, register, zaak, opgeslagen(register, zaak))
    messages.success(request, opgeslagen(register, zaak, vandaag=vandaag))
    return redirect(register.url("detail", zaak.pk))
