"""Changing one part of a zaak."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zaken.models import Zaak
from zaken.services import wijzigen as diensten
from zaken.services.toegang import laatste_wijziger
from zaken.toegang import Recht, eis

from .actie import formulier, get_of_post, vergelijk, verstuurd
from .gemeen import haal_zaak, terug_naar
from .nasluiting import gegeven, is_geldig, vraag_reden
from .onderdelen import OnderdeelForm, voeg_fouten_toe

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.register import Register

    from .vergelijk import Verschil


@get_of_post
def wijzig(request: Verzoek, register: Register, pk: UUID, onderdeel: str) -> HttpResponse:
    """Change one part; when somebody else saved in between, both texts come on screen and nothing is lost."""
    zaak = haal_zaak(request, register, pk)
    eis(request.user, Recht.WIJZIGEN, zaak)
    if (klasse := register.onderdelen.get(onderdeel)) is None:
        raise Http404
    form = klasse.voor(zaak, verstuurd(request), vandaag=localdate())
    reden = vraag_reden(request, register, zaak)
    titel = str(klasse.titel)
    if request.method == "POST" and is_geldig(form, reden):
        if verschillen := _bewaar(request, register, form, zaak, reden=gegeven(reden)):
            wie = laatste_wijziger(zaak)
            return vergelijk(request, register, zaak, form, verschillen, titel=titel, wie=wie, reden=reden)
        if form.is_valid():
            tekst = _("%(de_zaak)s is gewijzigd.") % {"de_zaak": capfirst(register.namen.met_lidwoord)}
            return terug_naar(request, register, zaak, tekst)
    return formulier(request, register, zaak, form, titel=titel, reden=reden)


def _bewaar(
    request: Verzoek, register: Register, form: OnderdeelForm, zaak: Zaak, *, reden: str
) -> list[Verschil]:
    """Save what changed, or give the differences when somebody else was first; refusals land in the form."""
    nu = form.beginwaarden(zaak)
    versie = form.basisversie if form.botst(nu) else zaak.versie
    gegevens = form.gegevens(nu)
    if not gegevens:
        return []
    try:
        diensten.wijzig(
            register=register,
            zaak_id=zaak.pk,
            gegevens=gegevens,
            basisversie=versie,
            vandaag=localdate(),
            door=request.user,
            reden=reden,
        )
    except diensten.VersieConflict as conflict:
        if not form.botst(form.beginwaarden(conflict.huidig)):  # another part, or another field, a moment ago
            return _bewaar(request, register, form, conflict.huidig, reden=reden)
        return form.verschillen(form.beginwaarden(conflict.huidig), versie=conflict.huidig.versie)
    except ValidationError as fout:
        voeg_fouten_toe(form, fout)
    return []
