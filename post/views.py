"""Mail that did not arrive, for the beheerder: to whom, what for, and why. Never what was in it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gebruikers.beheer.uitnodigen import mailmap
from gebruikers.fouten import BeheerGeweigerd
from gebruikers.rollen import Rol
from gebruikers.toegang import Verzoek, vereist_rol

from . import queries, services


@require_safe
@vereist_rol(Rol.BEHEERDER)
def lijst(request: Verzoek) -> HttpResponse:
    """Failures first, then what waits for another try."""
    inhoud = {
        "tellingen": queries.tellingen(),
        "mislukt": queries.mislukt(nu=timezone.now()),
        "wacht": queries.wacht_op_nieuwe_poging(),
        "mailmap": mailmap(),
    }
    return render(request, "post/lijst.html", inhoud)


@require_POST
@vereist_rol(Rol.BEHEERDER)
def opnieuw(request: Verzoek, pk: UUID) -> HttpResponse:
    """Send a failed mail again."""
    try:
        services.opnieuw(mail_id=pk, door=request.user)
    except BeheerGeweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, _("De mail wordt opnieuw verstuurd."))
    return redirect("post:lijst")
