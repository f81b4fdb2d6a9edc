"""Registering a melding in topic pages, with a draft that only its owner sees."""

from __future__ import annotations

import re
import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gebruikers.models import Gebruiker
from meldingen import services
from meldingen.forms.intake import Stapform
from meldingen.forms.intake_personen import ROLLEN
from meldingen.intake import (
    CONTROLEREN,
    STAP_PER_CODE,
    STAPPEN,
    VENSTER,
    Getypt,
    Intake,
    Stap,
    verwijder_rij,
    voeg_rij_toe,
    zoek_concept,
)
from meldingen.intake_overzicht import (
    bewaard_om,
    eigen_concepten,
    geweigerd,
    onderwerpen,
    opgeslagen,
    stap_url,
    voortgang,
)
from meldingen.models import Melding
from schermen.formulieren import Foutregel
from zaken.models import Concept, Zaak
from zaken.services.concepten import begin_concept, bewaar_concept, verwijder_concept
from zaken.services.databank import NietMogelijk
from zaken.toegang import mag_registreren

from .gemeen import huidige

_NUMMER = re.compile(r"[0-9]{1,9}")
_VENSTER = re.compile(r"[A-Za-z0-9_-]{1,32}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_alleen_pagina = require_http_methods(["GET", "HEAD", "POST"])


@_alleen_pagina
def begin(request: HttpRequest) -> HttpResponse:
    """Own drafts and a button; only the button makes a draft."""
    gebruiker = _registreerder(request)
    if request.method == "POST":
        concept = begin_concept(soort=Zaak.Soort.MELDING, door=gebruiker)
        return redirect("meldingen:concept", concept.pk, STAPPEN[0].code)
    concepten = eigen_concepten(gebruiker, vandaag=localdate())
    return render(request, "meldingen/intake/begin.html", {"concepten": concepten, "kruimels": _kruimels()})


@_alleen_pagina
def stap(request: HttpRequest, pk: UUID, stap: str) -> HttpResponse:
    """One topic, or the check page."""
    gebruiker = _registreerder(request)
    concept = zoek_concept(pk, gebruiker, slot=request.method == "POST")
    if concept is None:
        return _weg(request, gebruiker)
    if stap == CONTROLEREN and request.method == "POST":
        return _dien_in(request, concept, gebruiker)
    if stap == CONTROLEREN:
        return _controleer(request, concept)
    if (onderwerp := STAP_PER_CODE.get(stap)) is None:
        raise Http404
    if request.method == "POST":
        return _verwerk(request, concept, onderwerp, gebruiker)
    intake = Intake(concept.inhoud, vandaag=localdate())
    toon_fouten = _terug_naar_controle(request) and intake.is_bewaard(onderwerp)
    form = intake.ingevuld(onderwerp) if toon_fouten else intake.open(onderwerp)
    return _toon(request, concept, onderwerp, intake, form)


def bewaar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what stands on the screen, right or wrong; called by the page itself while somebody types.

    200 with the time and the number; 409 when something newer was kept; a draft that is not there: 410 when
    it became a melding, else 404.
    """
    gebruiker = _registreerder(request)
    concept = zoek_concept(pk, gebruiker, slot=True)
    if concept is None:
        status = 410 if _ontstane_melding(request, gebruiker) else 404
        return JsonResponse({"fout": _("Dit concept bestaat niet meer.")}, status=status)
    if request.method != "POST":
        return JsonResponse({"fout": _("Verstuur het formulier.")}, status=405, headers={"Allow": "POST"})
    if (onderwerp := STAP_PER_CODE.get(request.POST.get("stap", ""))) is None:
        raise BadRequest("stap")
    getypt = Intake(concept.inhoud, vandaag=localdate()).lees_post(onderwerp, request.POST)
    nummer, velden = _getal(request, "volgnummer"), {onderwerp.code: getypt, VENSTER: _venster(request)}
    bewaard = None
    if not _kwam_een_ander_venster_voor(request, concept):
        bewaard = bewaar_concept(concept_id=pk, velden=velden, volgnummer=nummer, door=gebruiker)
    if bewaard is None or bewaard.inhoud.get(onderwerp.code) != getypt:
        return JsonResponse({"fout": _("Er is al een nieuwere tekst bewaard.")}, status=409)
    return JsonResponse({"bewaard_om": bewaard_om(bewaard), "volgnummer": bewaard.volgnummer})


@_alleen_pagina
def gooi_weg(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then throw a draft and its key away."""
    gebruiker = _registreerder(request)
    concept = zoek_concept(pk, gebruiker, slot=request.method == "POST")
    if concept is None:
        return _weg(request, gebruiker)
    if request.method == "POST":
        verwijder_concept(concept_id=pk, door=gebruiker)
        messages.success(request, _("Het concept is weggegooid."))
        return redirect("meldingen:nieuw")
    onderwerp = Intake(concept.inhoud, vandaag=localdate()).onderwerp
    context = {"onderwerp": onderwerp, "concept": concept, "kruimels": _kruimels()}
    return render(request, "meldingen/intake/weggooien.html", context)


def _registreerder(request: HttpRequest) -> Gebruiker:
    gebruiker = huidige(request)
    if not mag_registreren(gebruiker):
        raise Http404
    return gebruiker


def _weg(request: HttpRequest, gebruiker: Gebruiker) -> HttpResponse:
    """The draft is not there for this user: the melding that it became, or 404 whatever the reason."""
    if melding := _ontstane_melding(request, gebruiker):
        tekst = _("Deze melding was al opgeslagen: %(nummer)s.") % {"nummer": melding.zaaknummer}
        messages.info(request, tekst)
        return redirect("meldingen:detail", melding.pk)
    return render(request, "meldingen/intake/weg.html", {"kruimels": _kruimels()}, status=404)


def _ontstane_melding(request: HttpRequest, gebruiker: Gebruiker) -> Melding | None:
    """The melding that grew from the draft of this page: it took over the draft's key."""
    sleutel = request.POST.get("sleutel", "")
    if not _UUID.fullmatch(sleutel):
        return None
    gevonden: Melding | None = Melding.objects.zichtbaar_voor(gebruiker).filter(sleutel_id=sleutel).first()
    return gevonden


def _getal(request: HttpRequest, naam: str) -> int:
    """A hidden number of the page; raises `BadRequest` for what no page of ours sends."""
    tekst = request.POST.get(naam, "")
    if not _NUMMER.fullmatch(tekst):
        raise BadRequest(naam)
    return int(tekst)


def _venster(request: HttpRequest) -> str:
    """The name that this page got when it was drawn; raises `BadRequest` for what no page of ours sends."""
    tekst = request.POST.get("venster", "")
    if not _VENSTER.fullmatch(tekst):
        raise BadRequest("venster")
    return tekst


def _kwam_een_ander_venster_voor(request: HttpRequest, concept: Concept) -> bool:
    """Somebody kept the draft since this page was drawn, and it was not this page itself."""
    is_nieuwer = _getal(request, "basis") != concept.volgnummer
    return is_nieuwer and concept.inhoud.get(VENSTER) != _venster(request)


def _terug_naar_controle(request: HttpRequest) -> bool:
    return request.GET.get("naar") == CONTROLEREN


def _verwerk(request: HttpRequest, concept: Concept, onderwerp: Stap, gebruiker: Gebruiker) -> HttpResponse:
    """Keep what was typed first, then do what the button says."""
    nummer, vandaag = _getal(request, "volgnummer"), localdate()
    getypt = Intake(concept.inhoud, vandaag=vandaag).lees_post(onderwerp, request.POST)
    if _kwam_een_ander_venster_voor(request, concept) and getypt != concept.inhoud.get(onderwerp.code):
        intake = Intake({**concept.inhoud, onderwerp.code: getypt}, vandaag=vandaag)
        fout = Foutregel(_("U wijzigde dit concept ook in een ander venster. Sla op om dit te bewaren."))
        return _toon(request, concept, onderwerp, intake, intake.open(onderwerp), fouten=[fout], status=409)
    anker = _pas_personen_aan(request, getypt)
    bewaard = bewaar_concept(
        concept_id=concept.pk,
        velden={onderwerp.code: getypt, VENSTER: _venster(request)},
        volgnummer=max(nummer, concept.volgnummer) + 1,
        door=gebruiker,
    )
    if bewaard is None:
        return _weg(request, gebruiker)
    return _ga_verder(request, bewaard, onderwerp, anker)


def _pas_personen_aan(request: HttpRequest, getypt: Getypt) -> str:
    """Add or remove a person when a button says so; the place on the page to return to, or nothing."""
    if rol := request.POST.get("voeg_toe"):
        return f"persoon-{voeg_rij_toe(getypt, rol).nummer}"
    if nummer := request.POST.get("verwijder"):
        verwijder_rij(getypt, nummer)
        return "anderen"
    return ""


def _ga_verder(request: HttpRequest, concept: Concept, onderwerp: Stap, anker: str) -> HttpResponse:
    index = STAPPEN.index(onderwerp)
    if anker:
        return redirect(f"{request.get_full_path()}#{anker}")
    if "_later" in request.POST:
        tekst = _("Concept bewaard om %(tijd)s uur. Alleen u ziet het.") % {"tijd": bewaard_om(concept)}
        messages.success(request, tekst)
        return redirect("meldingen:nieuw")
    if "_vorige" in request.POST:
        return redirect(stap_url(concept.pk, STAPPEN[max(index - 1, 0)].code))
    intake = Intake(concept.inhoud, vandaag=localdate())
    form = intake.ingevuld(onderwerp)
    if not form.is_valid():
        return _toon(request, concept, onderwerp, intake, form, status=422)
    volgende = [*(stap.code for stap in STAPPEN), CONTROLEREN][index + 1]
    return redirect(stap_url(concept.pk, CONTROLEREN if _terug_naar_controle(request) else volgende))


def _toon(
    request: HttpRequest,
    concept: Concept,
    onderwerp: Stap,
    intake: Intake,
    form: Stapform,
    *,
    fouten: list[Foutregel] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _context(concept, intake, nu=onderwerp.code) | {
        "form": form,
        "fouten": fouten,
        "onderwerp": onderwerp,
        "venster": secrets.token_urlsafe(9),
        "naar_controle": _terug_naar_controle(request),
        "rollen": [(rol.value, rol.label) for rol in ROLLEN],
    }
    return render(request, f"meldingen/intake/{onderwerp.code}.html", context, status=status)


def _controleer(
    request: HttpRequest, concept: Concept, *, fouten: list[Foutregel] | None = None, status: int = 200
) -> HttpResponse:
    intake = Intake(concept.inhoud, vandaag=localdate())
    lijst = onderwerpen(intake, concept.pk)
    context = _context(concept, intake, nu=CONTROLEREN) | {"onderwerpen": lijst, "fouten": fouten}
    return render(request, "meldingen/intake/controleren.html", context, status=status)


def _dien_in(request: HttpRequest, concept: Concept, gebruiker: Gebruiker) -> HttpResponse:
    """Check every topic again and register; the draft dies with it, so there is never a second melding."""
    if _getal(request, "volgnummer") != concept.volgnummer:
        fout = Foutregel(_("Dit concept is intussen gewijzigd. Controleer de melding opnieuw."))
        return _controleer(request, concept, fouten=[fout], status=409)
    vandaag = localdate()
    intake = Intake(concept.inhoud, vandaag=vandaag)
    if not intake.is_compleet:
        lijst = onderwerpen(intake, concept.pk)
        fouten = [Foutregel(f"{o.titel} {regel.tekst}", o.anker) for o in lijst for regel in o.ontbreekt]
        return _controleer(request, concept, fouten=fouten, status=422)
    try:
        melding = services.registreer(
            gegevens=intake.gegevens, personen=intake.personen, concept=concept, door=gebruiker
        )
    except NietMogelijk as fout:
        return _controleer(request, concept, fouten=[Foutregel(str(fout))], status=409)
    except ValidationError as fout:
        return _controleer(request, concept, fouten=list(geweigerd(intake, fout)), status=422)
    messages.success(request, opgeslagen(melding, vandaag=vandaag))
    return redirect("meldingen:detail", melding.pk)


def _context(concept: Concept, intake: Intake, *, nu: str) -> dict[str, Any]:
    codes = [*(stap.code for stap in STAPPEN), CONTROLEREN]
    return {
        "concept": concept,
        "kruimels": _kruimels(),
        "stappen": voortgang(intake, concept.pk, nu=nu),
        "nummer": codes.index(nu) + 1,
        "totaal": len(codes),
        "bewaard_om": bewaard_om(concept),
    }


def _kruimels() -> list[tuple[str, str]]:
    return [(reverse("meldingen:lijst"), _("Meldingen")), ("", _("Nieuwe melding"))]
