"""Drawing the pages of the intake: a topic, two texts side by side, the check page, and the frame round them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from logboek import events as logboek
from zaken.models import Zaak
from zaken.schermen.gemeen import lijstadres, lijstkruimel
from zaken.schermen.kwalificatie.forms import anders_url
from zaken.schermen.woorden import spreek, woorden
from zaken.services.databank import NietMogelijk
from zaken.services.registratie import eerste_eigenaar

from . import verzonden
from .concept import CONTROLEREN, Intake
from .overzicht import bewaard_om, controledelen, voortgang
from .toegang import TOEGANG
from .vensters import afdrukken, beginstand, elders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from gebruikers.toegang import Verzoek
    from schermen.formulieren import Foutregel
    from zaken.models import Concept
    from zaken.register import Register
    from zaken.register.intake import Onderwerp

    from .onderwerpen import OnderwerpForm


def toon_onderwerp(
    request: Verzoek,
    concept: Concept,
    dit: Onderwerp,
    intake: Intake,
    form: OnderwerpForm,
    *,
    is_botsing: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page of one topic with `form`, under a new name of its own (`venster`), so that two windows differ."""
    bij = woorden(intake.register)
    stond = concept.inhoud.get(dit.code)
    if dit is TOEGANG or intake.is_bewaard(
        TOEGANG
    ):  # then the steps beside the page say whether it is finished
        noteer_vergelijking(request, intake)
    context = _context(concept, intake, nu=dit.code) | {
        "form": form,
        "is_botsing": is_botsing,
        "geladen": afdrukken(beginstand(form) if stond is None else stond),
        "code": dit.code,
        "titel": intake.titel(dit),
        "uitleg": spreek(dit.uitleg, bij),
        "hulp": spreek(dit.hulp, bij),
        "venster": secrets.token_urlsafe(9),
        "naar_controle": verzonden.terug_naar_controle(request),
        "anders_url": anders_url(request.user, concept),
    }
    return pagina(request, intake.register, form.sjabloon, context, status=status)


def toon_beide(
    request: Verzoek, concept: Concept, dit: Onderwerp, samen: Intake, strijdig: Iterable[str]
) -> HttpResponse:
    """Nothing is kept yet: the page with both texts of what two windows changed. Sending it is choosing."""
    form = samen.open(dit)
    form.elders = elders(form, concept.inhoud[dit.code], strijdig)
    return toon_onderwerp(request, concept, dit, samen, form, is_botsing=True, status=409)


def toon_controle(
    request: Verzoek,
    register: Register,
    concept: Concept,
    *,
    fouten: list[Foutregel] | None = None,
    status: int = 200,
) -> HttpResponse:
    """All answers on one page, with what still misses; `fouten` are links to where it must be mended."""
    intake = Intake(register, concept.inhoud, vandaag=localdate())
    noteer_vergelijking(request, intake)
    context = _context(concept, intake, nu=CONTROLEREN) | {
        "delen": controledelen(intake, concept.pk),
        "fouten": fouten,
    }
    return pagina(request, register, "controleren.html", context, status=status)


def pagina(
    request: Verzoek, register: Register, sjabloon: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the intake with the words and the way back of its register."""
    lijst_url = lijstadres(request.user, register)
    eigen = {
        "register": register,
        "nieuw": str(register.namen.nieuw),
        "de_zaak": str(register.namen.met_lidwoord),
        "balie": SimpleLazyObject(lambda: _balie(request, register)),
        "nieuw_url": register.url("nieuw"),
        "lijst_url": lijst_url,
        "kruimels": [lijstkruimel(request.user, register), ("", str(register.namen.nieuw))],
    }
    pad = sjabloon if "/" in sjabloon else f"zaken/register/intake/{sjabloon}"
    return render(request, pad, eigen | context, status=status)


def noteer_vergelijking(request: Verzoek, intake: Intake) -> None:
    """Who looks for accounts by typing names leaves a trace: how many names, how many accounts.

    Called wherever the answer may tell, also by where it leads.
    """
    genoemd = sum(bool(een.kenmerken) for een in intake.genoemden) + intake.toegang.aantal_getypt
    if genoemd:
        gevonden = len(intake.herkend) + intake.toegang.aantal_gevonden
        soort = intake.register.soort
        logboek.accounts_vergeleken(register=soort, genoemd=genoemd, gevonden=gevonden, door=request.user)


def _context(concept: Concept, intake: Intake, *, nu: str) -> dict[str, Any]:
    codes = [*(onderwerp.code for onderwerp in intake.onderwerpen), CONTROLEREN]
    return {
        "concept": concept,
        "stappen": voortgang(intake, concept.pk, nu=nu),
        "nummer": codes.index(nu) + 1,
        "totaal": len(codes),
        "bewaard_om": bewaard_om(concept),
        "bewaar_url": intake.register.url("concept_bewaar", concept.pk),
    }


def _balie(request: Verzoek, register: Register) -> str:
    """The name of the team that will read the new zaak too; empty without one."""
    try:
        team = eerste_eigenaar(Zaak.Soort(register.soort), door=request.user)
    except NietMogelijk:  # said when it is saved
        return ""
    return team.naam if team else ""
