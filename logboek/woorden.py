"""Codes of the log in the words of the screens: an event keeps codes and names of fields, for those are stable."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gebruikers.fouten import REDENEN, VERTELT
from gebruikers.models import Voorstel

from .models import Leeswijze

Woord = str | Promise


def woord(code: str, *, van: str = "") -> str:
    """The label of `code` on the screens; `code` itself where no choice has it, or choices disagree.

    `van`: the name in `bijzonderheden`; a list or a page has a code that no model knows.
    """
    if eigen := _eigen(van).get(code):
        return str(eigen)
    return _enig(_keuzes().get(code, ()), anders=code)


def _eigen(naam: str) -> dict[str, Woord]:
    """Codes that mean something under this name alone."""
    if naam == "wijze":
        return {een.value: een.label for een in Leeswijze}
    if naam == "bij":
        return {"tweede_stap": _("tweede stap"), "opnieuw": _("opnieuw bewijzen")}
    if naam == "handeling":
        return {een.value: een.label for een in Voorstel.Handeling}
    if naam == "reden":
        return {reden: REDENEN[reden] for reden in VERTELT}
    if naam != "register":
        return {}
    return {
        "casussen": _("Casussen"),
        "demodata": _("Demogegevens"),
        "gepubliceerde_cijfers": _("Gepubliceerde cijfers"),
        "klachten": _("Klachten"),
        "meldingen": _("Meldingen"),
        "mijn_werk": _("Mijn werk"),
        "misstanden": _("Misstanden"),
        "onderzoeken": _("Onderzoeken"),
        "signalen": _("Adviesvragen en verwijzingen"),
    }


def veld(naam: str) -> str:
    """What the screens call this field; all ways where models disagree and none is its name, else its name."""
    manieren = {str(een) for een in _velden().get(naam, ())}
    return naam if naam in manieren else " / ".join(sorted(manieren)) or naam


def kenmerk(naam: str) -> str:
    """What a name in `bijzonderheden` means."""
    return {
        "aan": _("aan"),
        "aantal": _("aantal"),
        "archivaris": _("archivaris"),
        "bevestigd": _("bevestigd"),
        "beeindigd": _("beëindigd"),
        "bij": _("bij"),
        "dag": _("dag"),
        "gebruiker": _("over"),
        "gegeven": _("gegeven"),
        "gemeld_aan": _("gemeld aan"),
        "gevraagd_door": _("gevraagd door"),
        "handeling": _("handeling"),
        "is_actief": _("actief"),
        "lid": _("lid erbij"),
        "lid_af": _("lid eraf"),
        "mee": _("mee verzegeld"),
        "naam": _("naam"),
        "naam_was": _("naam was"),
        "naar": _("naar"),
        "niet_gegeven": _("niet gegeven"),
        "nieuw": _("nieuw"),
        "noodtoegang": _("noodtoegang"),
        "oordeel": _("oordeel"),
        "op_door": _("gefilterd op gebruiker"),
        "op_soort": _("gefilterd op gebeurtenis"),
        "reden": _("reden"),
        "register": _("register"),
        "rollen": _("rollen"),
        "team": _("team"),
        "te_veel": _("geweigerd door een grens"),
        "teamleider": _("teamleider"),
        "tot": _("tot"),
        "van": _("van"),
        "velden": _("velden"),
        "waarnemer": _("waarnemer"),
        "waarneming": _("waarneming"),
        "wat": _("wat"),
        "wijze": _("hoe"),
        "zaaknummer": _("zaaknummer"),
    }.get(naam, naam.replace("_", " "))


def _enig(woorden: tuple[Woord, ...], *, anders: str) -> str:
    labels = {str(een) for een in woorden}
    return labels.pop() if len(labels) == 1 else anders


@cache
def _keuzes() -> dict[str, tuple[Woord, ...]]:
    gevonden: defaultdict[str, list[Woord]] = defaultdict(list)
    for model in apps.get_models():
        for een in model._meta.get_fields():
            for code, label in getattr(een, "flatchoices", ()):
                gevonden[str(code)].append(label)
    return {code: tuple(labels) for code, labels in gevonden.items()}


@cache
def _velden() -> dict[str, tuple[Woord, ...]]:
    gevonden: defaultdict[str, list[Woord]] = defaultdict(list)
    for model in apps.get_models():
        for een in model._meta.concrete_fields:
            gevonden[een.name].append(een.verbose_name)
    return {naam: tuple(namen) for naam, namen in gevonden.items()}
