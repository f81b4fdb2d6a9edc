"""One moment of nazorg: done, or not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logboek import events as logboek
from zaken.models import Termijn
from zaken.register.toon import termijnnaam
from zaken.services.nazorg import leg_nazorg_vast, nazorgmoment
from zaken.toegang import Recht, eis

from .actie import formulier, get_of_post, verstuurd
from .gemeen import haal_zaak, terug_naar
from .onderdelen import voeg_fouten_toe
from .velden import gedaan_op, tekst
from .woorden import RegisterForm

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.register import Register


class NazorgForm(RegisterForm):
    """Both empty: it is still to be done."""

    gedaan_op = gedaan_op(
        label=gettext_lazy("Wanneer was de nazorg?"),
        help_text=gettext_lazy("Nog niet gedaan? Laat dit leeg. Dan blijft de termijn staan."),
    )
    niet_nodig = tekst(
        Termijn,
        "niet_nodig",
        rijen=3,
        label=gettext_lazy("Niet nodig? Schrijf waarom."),
        help_text=gettext_lazy("Dit geldt alleen voor dit moment. Gebruik geen namen."),
    )


@get_of_post
def nazorg(request: Verzoek, register: Register, pk: UUID, maanden: int) -> HttpResponse:
    """404 for a moment that lapsed or never was."""
    zaak = haal_zaak(request, register, pk)
    eis(request.user, Recht.WIJZIGEN, zaak)
    if (moment := nazorgmoment(zaak, maanden)) is None:
        logboek.geweigerd(zaak_id=pk, door=request.user)
        raise Http404
    titel = termijnnaam(moment.naam)
    begin = {"gedaan_op": moment.voldaan_op, "niet_nodig": moment.niet_nodig}
    form = NazorgForm(verstuurd(request), initial=begin)
    form.spreek(register)
    if request.method == "POST" and form.is_valid():
        try:
            leg_nazorg_vast(
                register=register,
                zaak_id=pk,
                maanden=maanden,
                **form.cleaned_data,
                vandaag=localdate(),
                door=request.user,
            )
        except ValidationError as fout:
            voeg_fouten_toe(form, fout)
        except Termijn.DoesNotExist:
            raise Http404 from None
        else:
            return terug_naar(request, register, zaak, _("%(moment)s is vastgelegd.") % {"moment": titel})
    return formulier(request, register, zaak, form, titel=titel, knop=_("Opslaan"))
