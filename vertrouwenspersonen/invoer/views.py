"""The pages on which a vertrouwenspersoon takes in an earlier registration: choose, look, confirm.

Between the pages nothing is kept on the server: no file, no row, no name of a file.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from gebruikers.begrenzing import te_veel_bestanden
from gebruikers.rollen import Rol
from gebruikers.toegang import Verzoek, vereist_rol
from inlezen.ontvangst import neemt_bestand
from logboek import events as logboek

from . import weergave
from .bestand import GeenTabel, lees
from .forms import BestandForm, BevestigForm
from .keuzes import Keuzes
from .oordeel import Oordeel, beoordeel
from .overnemen import eerste_gelijke, neem_over, zijn_nieuw
from .pakket import pak_in, pak_uit
from .tabel import Tabel

ONGELDIG = 422
alleen_vertrouwenspersoon = vereist_rol(Rol.VERTROUWENSPERSOON)


@neemt_bestand
@alleen_vertrouwenspersoon
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def inlezen(request: Verzoek) -> HttpResponse:
    """Choose a file; when all of it is right, look at what it says before anything is stored."""
    logboek.casus_dag(door=request.user)
    if request.method == "POST" and (teveel := te_veel_bestanden(request)):
        return teveel
    keuzes = Keuzes.van_casussen()
    form = BestandForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            tabel = lees(form.cleaned_data["bestand"].read())
        except GeenTabel as fout:
            form.add_error("bestand", str(fout))
        else:
            return _na_oordeel(request, tabel, keuzes)
    return _kies(request, form, keuzes)


@alleen_vertrouwenspersoon
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def bevestig(request: Verzoek) -> HttpResponse:
    """Store what the page before showed; it is judged once more."""
    form = BevestigForm(request.POST)
    try:
        sleutels, tabel = pak_uit(form.cleaned_data["casussen"] if form.is_valid() else "")
    except ValueError:
        return _opnieuw(request)
    vandaag = timezone.localdate()
    oordeel = beoordeel(tabel, Keuzes.van_casussen(), vandaag=vandaag)
    if oordeel.fouten:  # a code was closed meanwhile, or somebody wrote another page
        return _opnieuw(request)
    try:
        nieuw = neem_over(
            casussen=dict(zip(sleutels, oordeel.casussen, strict=True)),
            door=request.user,
            vandaag=vandaag,
            ook_gelijke=form.cleaned_data["ook_gelijke"],
        )
    except ValidationError:
        return _opnieuw(request)
    if nieuw:
        messages.success(request, _("De casussen zijn opgeslagen. Alleen u kunt ze zien."))
        if any(een.gegevens.kwartaal_eerste_contact.jaar < vandaag.year for een in oordeel.casussen):
            messages.info(request, weergave.wanneer_geteld(vandaag=vandaag))
    else:
        messages.info(request, _("Er is niets nieuws opgeslagen. U had deze casussen al."))
    return redirect("casussen:lijst")


def _na_oordeel(request: Verzoek, tabel: Tabel, keuzes: Keuzes) -> HttpResponse:
    oordeel = beoordeel(tabel, keuzes, vandaag=timezone.localdate())
    if oordeel.fouten:
        return _kies(request, BestandForm(), keuzes, oordeel)
    nieuw = zijn_nieuw(oordeel.casussen, door=request.user)
    dubbel = eerste_gelijke(oordeel.casussen, door=request.user)
    pakket = pak_in({uuid4(): eerder for eerder in oordeel.casussen})
    context = {
        "form": BevestigForm(initial={"casussen": pakket}),
        "aantal": len(nieuw),
        "gelijk": nieuw.count(False),
        "dubbel": len(dubbel) - dubbel.count(None),
        "kolommen": weergave.rijkolommen(),
        "rijen": weergave.rijen(oordeel.beeld, nieuw, dubbel),
        "kruimels": _kruimels(_("Controleren"), (reverse("casussen:inlezen"), _("Casussen inlezen"))),
    }
    return render(request, "vertrouwenspersonen/inlezen_controle.html", context)


def _kies(
    request: Verzoek, form: BestandForm, keuzes: Keuzes, oordeel: Oordeel | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "uitleg": weergave.kolomuitleg(keuzes, vandaag=timezone.localdate()),
        "kruimels": _kruimels(_("Casussen inlezen")),
    }
    if oordeel is not None:  # with faults
        context |= {
            "fouten": [{"tekst": str(fout)} for fout in oordeel.fouten],
            "kolommen": weergave.rijkolommen(),
            "rijen": weergave.rijen(oordeel.beeld),
        }
    status = ONGELDIG if form.errors or oordeel is not None else 200
    return render(request, "vertrouwenspersonen/inlezen.html", context, status=status)


def _opnieuw(request: Verzoek) -> HttpResponse:
    messages.warning(request, _("Er is niets opgeslagen. Kies het bestand opnieuw."))
    return redirect("casussen:inlezen")


def _kruimels(pagina: str, *tussen: tuple[str, str]) -> list[tuple[str, str]]:
    return [(reverse("casussen:lijst"), _("Mijn casussen")), *tussen, ("", pagina)]
