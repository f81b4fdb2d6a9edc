"""The pages that ask something about one zaak: form, question, comparison. Showing one is a read, so it is logged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from logboek import events as logboek
from logboek.models import Leeswijze

from .gemeen import kruimels

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.models import Zaak
    from zaken.register import Register

get_of_post = require_http_methods(["GET", "HEAD", "POST"])
ONGELDIG, CONFLICT = 422, 409


def verstuurd(request: Verzoek) -> Any:
    """What was posted, or None: the `data` of a form."""
    return request.POST if request.method == "POST" else None


def vraag(
    request: Verzoek,
    register: Register,
    zaak: Zaak,
    *,
    titel: str,
    sjabloon: str,
    form: Any = None,
    status: int | None = None,
    pagina: str = "",
    reden: Any = None,
    **meer: Any,
) -> HttpResponse:
    """A page below `templates/zaken/register/acties/`; 422 when the form has errors.

    `reden`: the question of `nasluiting`, for a change of a zaak that is closed.
    """
    logboek.ingezien(zaak_id=zaak.pk, door=request.user, wijze=Leeswijze.WIJZIGEN)
    context = {
        "register": register,
        "namen": register.namen,
        "zaak": zaak,
        "form": form,
        "na_sluiting": reden,
        "titel": titel,
        "kruimels": kruimels(request, register, zaak, pagina or titel),
        **meer,
    }
    if status is None:
        status = ONGELDIG if any(een is not None and een.errors for een in (form, reden)) else 200
    return render(request, f"zaken/register/acties/{sjabloon}.html", context, status=status)


def formulier(
    request: Verzoek,
    register: Register,
    zaak: Zaak,
    form: Any,
    *,
    titel: str,
    knop: str = "",
    reden: Any = None,
) -> HttpResponse:
    """The page of one form."""
    knop = knop or _("Wijzigingen opslaan")
    return vraag(
        request, register, zaak, titel=titel, sjabloon="formulier", form=form, knop=knop, reden=reden
    )


def vergelijk(
    request: Verzoek,
    register: Register,
    zaak: Zaak,
    form: Any,
    verschillen: Sequence[Any],
    *,
    titel: str,
    wie: str,
    reden: Any = None,
) -> HttpResponse:
    """Both texts of two people on one page; `wie` saved first."""
    return vraag(
        request,
        register,
        zaak,
        titel=titel,
        sjabloon="vergelijk",
        form=form,
        reden=reden,
        status=CONFLICT,
        pagina=_("Versies vergelijken"),
        verschillen=verschillen,
        wie=wie or _("Iemand"),
        zelf=wie == str(request.user),
    )
