"""Assign many zaken at once: for the desk, and for who leads a team."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from gebruikers.queries import leidt_team, toewijsbaren
from gebruikers.toegang import Verzoek, eis_rol, vereist_herbevestiging
from logboek import events as logboek
from schermen.formulieren import Regel
from zaken.models import Zaak
from zaken.register import lijst
from zaken.services import toegang as diensten
from zaken.services.databank import NietMogelijk
from zaken.toegang import BELEID, eigen_uitsluitingen, rollen_van

from .actie import ONGELDIG, get_of_post, verstuurd
from .filter import adres
from .toegangsforms import Toewijsform, gebruiker_met

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from zaken.register import Register


NOEM_SECONDEN = 15 * 60
"""How long the outcome names what the user sees no more: time to write down what was given away."""
VRAAG_HOOGSTENS = 2_000
"""Characters of an address that are taken back to the list."""


class Stapelform(Toewijsform):
    """The same questions as for one zaak; for many the reason is asked."""

    labels = {
        "behandelaar": gettext_lazy("Wie gaat deze zaken behandelen?"),
        "reden": gettext_lazy("Waarom deze persoon?"),
    }
    help_texts = {
        "team": gettext_lazy(
            "Alle leden van dat team zien deze zaken dan. Kies alleen een team waar de behandelaar in zit."
        )
    }

    reden = Regel(
        label="",
        max_length=300,
        error_messages={"required": gettext_lazy("Schrijf waarom deze persoon de zaken krijgt.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )


@dataclass(frozen=True)
class Uitkomst:
    """What became of one zaak of the stack; its number too, for whoever gave it away sees the zaak no more."""

    zaak: UUID
    nummer: str
    gelukt: bool
    tekst: str


def mag_stapelen(gebruiker: Gebruiker, register: Register) -> bool:
    """Who assigns work: the desk of the register, and who leads a team. Each zaak is asked for its own right too."""
    if not gebruiker.rollen & rollen_van(register.soort):
        return False
    return bool(gebruiker.rollen & BELEID[register.soort].intake) or leidt_team()


def stapelkeuze(register: Register, gebruiker: Gebruiker) -> dict[str, Any]:
    """For the list: where the chosen zaken go; empty for who assigns no stacks."""
    return {"stapel_url": register.url("stapel") if mag_stapelen(gebruiker, register) else ""}


@get_of_post
@vereist_herbevestiging
def toewijzen(request: HttpRequest, register: Register) -> HttpResponse:
    """Asks who and why for the zaken in the address; then on to what became of each."""
    verzoek = _eis_stapelen(request, register)
    gevraagd = _gevraagd(verzoek)
    if not gevraagd:
        messages.info(request, _("Zet eerst een vinkje bij de zaken die u wilt toewijzen."))
        return redirect(_lijstadres(verzoek, register))
    zaken = _zichtbaar(register, verzoek.user, gevraagd)
    onbekend = len(gevraagd) - len(zaken)
    collegas = [c for c in toewijsbaren() if not BELEID[register.soort].behandelaar.isdisjoint(c.rollen)]
    form = Stapelform(
        verstuurd(verzoek),
        register=register,
        collegas=collegas,
        met_team=BELEID[register.soort].team_leest_mee,
    )
    if request.method == "POST" and form.is_valid():
        gezien = {zaak.pk for zaak in zaken}
        for pk in gevraagd:
            if pk not in gezien:
                logboek.geweigerd(zaak_id=pk, door=verzoek.user)
        uitkomsten = _wijs_toe(zaken, form.cleaned_data, door=verzoek.user)
        bewaard = {
            "uitkomsten": [astuple(u) for u in uitkomsten],
            "onbekend": onbekend,
            "op": timezone.now().timestamp(),
        }
        verzoek.session[_sessienaam(register)] = json.loads(json.dumps(bewaard, default=str))
        return redirect(
            f"{register.url('stapel_uitslag')}?{urlencode({'terug': _terug(verzoek).urlencode()})}"
        )
    logboek.lijst_getoond(register=register.adressen, aantal=len(zaken), door=verzoek.user)
    context = {
        **_gemeen(verzoek, register, _("Zaken toewijzen")),
        "terug": _terug(verzoek).urlencode(),
        "form": form,
        "zaken": zaken,
        "gevraagd": gevraagd,
        "onbekend": _onbekend(onbekend),
    }
    status = ONGELDIG if form.errors else 200
    return render(request, "zaken/register/stapel/formulier.html", context, status=status)


@require_safe
def uitslag(request: HttpRequest, register: Register) -> HttpResponse:
    """What became of each zaak of the last stack, until the next one or signing out: this page can be read again.

    Never of one that the user is excluded from by now; after a while only of those still seen: one may be sealed.
    """
    verzoek = _eis_stapelen(request, register)
    bewaard = verzoek.session.get(_sessienaam(register))
    if bewaard is None:
        return redirect(_lijstadres(verzoek, register))
    uitkomsten = [Uitkomst(UUID(pk), *rest) for pk, *rest in bewaard["uitkomsten"]]
    is_net = timezone.now().timestamp() - bewaard.get("op", 0) < NOEM_SECONDEN
    return _uitslag(verzoek, register, uitkomsten, bewaard["onbekend"], is_net=is_net)


def _sessienaam(register: Register) -> str:
    return f"stapel_{register.adressen}"


def _eis_stapelen(request: HttpRequest, register: Register) -> Verzoek:
    eis_rol(request.user, *rollen_van(register.soort))
    verzoek = cast(Verzoek, request)
    if not mag_stapelen(verzoek.user, register):
        raise Http404
    return verzoek


def _gevraagd(request: Verzoek) -> list[UUID]:
    """The ids that were chosen, once each, at most one page of them; what is no id names no zaak."""
    bron = request.POST if request.method == "POST" else request.GET
    gevraagd: dict[UUID, None] = {}
    for tekst in bron.getlist("zaak")[: lijst.PER_BLADZIJDE]:
        try:
            gevraagd[UUID(tekst)] = None
        except ValueError:
            continue
    return list(gevraagd)


def _zichtbaar(register: Register, gebruiker: Gebruiker, pks: list[UUID]) -> list[Zaak]:
    """The zaken among these that the user sees, in the order of the list."""
    zaken = (
        lijst.zichtbaar(register, gebruiker).filter(pk__in=pks).select_related(*lijst.ALTIJD_ERBIJ, "team")
    )
    return sorted(zaken, key=lambda zaak: pks.index(zaak.pk))


def _wijs_toe(zaken: list[Zaak], gegevens: dict[str, Any], *, door: Gebruiker) -> list[Uitkomst]:
    """Each by the service of one zaak, which checks and logs it; one that fails leaves the others as they are."""
    behandelaar = gebruiker_met(gegevens["behandelaar"])
    uitkomsten = []
    for zaak in zaken:
        try:
            diensten.wijs_toe(
                zaak=zaak,
                behandelaar=behandelaar,
                team=gegevens.get("team"),
                reden=gegevens["reden"],
                door=door,
            )
        except NietMogelijk as fout:
            uitkomsten.append(_uitkomst(zaak, False, str(fout)))
        except PermissionDenied:
            uitkomsten.append(_uitkomst(zaak, False, _("U mag deze zaak niet toewijzen.")))
        except Zaak.DoesNotExist:  # somebody else was first, and took the sight of it away
            uitkomsten.append(_uitkomst(zaak, False, _("U ziet deze zaak niet meer.")))
        else:
            tekst = _("Toegewezen aan %(naam)s.") % {"naam": behandelaar}
            uitkomsten.append(_uitkomst(zaak, True, tekst))
    return uitkomsten


def _uitkomst(zaak: Zaak, gelukt: bool, tekst: str) -> Uitkomst:
    return Uitkomst(zaak.pk, zaak.zaaknummer, gelukt, tekst)


def _uitslag(
    request: Verzoek, register: Register, alle: list[Uitkomst], onbekend: int, *, is_net: bool
) -> HttpResponse:
    """Every zaak with its outcome; its onderwerp and a link where the user still sees it."""
    nog = {z.pk: z for z in _zichtbaar(register, request.user, [u.zaak for u in alle])}
    dicht = eigen_uitsluitingen(request.user)
    uitkomsten = [u for u in alle if u.zaak in nog or (is_net and u.zaak not in dicht)]
    onbekend += len(alle) - len(uitkomsten)
    logboek.lijst_getoond(register=register.adressen, aantal=len(nog), door=request.user)
    kop, wat = _("Zaak"), _("Wat er gebeurde")
    rijen = [
        {
            "cellen": [
                {
                    "kolom": kop,
                    "tekst": uitkomst.nummer,
                    "sub": nog[uitkomst.zaak].onderwerp if uitkomst.zaak in nog else "",
                    "url": register.url("detail", uitkomst.zaak) if uitkomst.zaak in nog else "",
                },
                {
                    "kolom": _("Uitkomst"),
                    "badge": _("Toegewezen") if uitkomst.gelukt else _("Niet gelukt"),
                    "toon": "ok" if uitkomst.gelukt else "danger",
                },
                {"kolom": wat, "tekst": uitkomst.tekst},
            ]
        }
        for uitkomst in uitkomsten
    ]
    gelukt = sum(uitkomst.gelukt for uitkomst in uitkomsten)
    mislukt = len(uitkomsten) - gelukt + onbekend
    context = {
        **_gemeen(request, register, _("Zaken toegewezen")),
        "rijen": rijen,
        "kolommen": [{"label": kop}, {"label": _("Uitkomst")}, {"label": wat}],
        "samenvatting": _samenvatting(gelukt, mislukt),
        "toon": "success" if not mislukt else "warning",
        "onbekend": _onbekend(onbekend),
    }
    return render(request, "zaken/register/stapel/uitslag.html", context)


def _samenvatting(gelukt: int, mislukt: int) -> str:
    goed = ngettext("%(n)s zaak is toegewezen.", "%(n)s zaken zijn toegewezen.", gelukt) % {"n": gelukt}
    if not mislukt:
        return goed
    mis = ngettext(
        "%(n)s zaak niet: zie hieronder waarom.", "%(n)s zaken niet: zie hieronder waarom.", mislukt
    )
    return f"{goed} {mis % {'n': mislukt}}"


def _onbekend(aantal: int) -> str:
    """One sentence for what does not exist and what the user does not see: it may not tell which."""
    if not aantal:
        return ""
    tekst = ngettext(
        "%(n)s gekozen zaak bestaat niet of u hebt er geen toegang toe.",
        "%(n)s gekozen zaken bestaan niet of u hebt er geen toegang toe.",
        aantal,
    )
    return tekst % {"n": aantal}


def _terug(request: Verzoek) -> QueryDict:
    """The tab and filters of the list that the zaken were chosen in."""
    bron = request.POST if request.method == "POST" else request.GET
    return QueryDict(bron.get("terug", "")[:VRAAG_HOOGSTENS])


def _lijstadres(request: Verzoek, register: Register) -> str:
    vraag = _terug(request)
    return f"{register.url('lijst')}{adres(vraag, tab=vraag.get('tab', lijst.Tab.ALLE.value))}"


def _gemeen(request: Verzoek, register: Register, titel: str) -> dict[str, Any]:
    lijst_url = _lijstadres(request, register)
    return {
        "titel": titel,
        "register": register,
        "namen": register.namen,
        "lijst_url": lijst_url,
        "kruimels": [(lijst_url, str(register.namen.meervoud)), ("", titel)],
    }
