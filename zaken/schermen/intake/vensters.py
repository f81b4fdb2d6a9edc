"""Two windows on one topic of a draft: what this one was drawn with, what it sends, and what stands there now.

An answer that only one of them changed is that one's; of an answer that both changed the user sees both texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict

from schermen.formulieren import in_woorden
from zaken.schermen.vergelijk import canoniek, vingerafdruk

from .onderwerpen import OnderwerpForm
from .rijen import RIJ, Getypt

_DATUMDEEL = re.compile(r"_(dag|maand|jaar)$")
_VAN_RIJ = re.compile(r"p([0-9]+)-")


@dataclass(frozen=True)
class Samengevoegd:
    """What a topic becomes. `strijdig`: the fields that both windows changed; of those `getypt` holds this window's."""

    getypt: Getypt
    strijdig: frozenset[str]


def afdrukken(getypt: Getypt) -> str:
    """For the page to carry: a fingerprint per answer, which repeats no text; an empty answer has none."""
    return " ".join(
        f"{veld}:{vingerafdruk(waarde)}"
        for veld, waarde in _waarden(getypt, _velden(getypt)).items()
        if waarde
    )


def beginstand(form: OnderwerpForm) -> Getypt:
    """What the page of a topic that was never kept sends when nobody answers anything."""
    vooraf = {naam: veld.initial for naam, veld in form.fields.items() if veld.initial}
    return {naam: ["on" if waarde is True else str(waarde)] for naam, waarde in vooraf.items()}


def is_onaangeroerd(geladen: str, daar: Getypt) -> bool:
    """Nobody changed this topic since the page with these fingerprints."""
    return set(geladen.split()) == set(afdrukken(daar).split())


def voeg_samen(*, geladen: str, mijn: Getypt, daar: Getypt) -> Samengevoegd:
    """Lay what this window changed over what stands there. A row removed there comes back if it was changed here."""
    basis = _lees(geladen)
    velden = _velden(mijn, daar)
    van_mij, van_daar = (_gewijzigd(_waarden(getypt, velden), basis) for getypt in (mijn, daar))
    gelijk = {
        veld for veld, waarde in _waarden(mijn, velden).items() if waarde == _waarden(daar, velden)[veld]
    }
    teruggehaald = _teruggehaald(mijn, daar, van_mij - gelijk)
    strijdig = (van_mij & van_daar - gelijk - {RIJ}) | {
        veld for veld in van_mij if _rijnummer(veld) in teruggehaald
    }
    samen: Getypt = {}
    for veld, namen in velden.items():
        is_mijn = veld in van_mij or _rijnummer(veld) in teruggehaald
        bron = mijn if is_mijn or veld not in van_daar else daar
        samen |= {naam: bron[naam] for naam in namen if naam in bron}
    _zet_rijen(samen, mijn, daar, teruggehaald, is_mijn=RIJ in van_mij)
    return Samengevoegd(samen, frozenset(strijdig))


def elders(form: OnderwerpForm, daar: Getypt, velden: Iterable[str]) -> dict[str, str]:
    """Per field of the form that is named what the other window has, in words; empty where it has nothing."""
    return {veld: _in_woorden(form, daar, veld) for veld in velden if veld in form.fields}


def _in_woorden(form: OnderwerpForm, daar: Getypt, naam: str) -> str:
    data = QueryDict(mutable=True)
    for invoer, waarden in daar.items():
        data.setlist(invoer, waarden)
    veld = form.fields[naam]
    try:
        return in_woorden(veld, veld.clean(veld.widget.value_from_datadict(data, {}, naam)))
    except ValidationError:
        namen = _velden(daar).get(naam, [])
        return " ".join(waarde for invoer in namen for waarde in daar[invoer]).strip()


def _velden(*getypten: Getypt) -> dict[str, list[str]]:
    """Per field the names of its inputs: the three boxes of a date are one answer."""
    velden: dict[str, list[str]] = {}
    for naam in dict.fromkeys(naam for getypt in getypten for naam in getypt):
        velden.setdefault(_DATUMDEEL.sub("", naam), []).append(naam)
    return velden


def _waarden(getypt: Getypt, velden: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Per field its answer as one text; empty when nothing was answered."""
    delen = {
        veld: [f"{naam}={tekst}" for naam in sorted(namen) if (tekst := canoniek(getypt.get(naam)))]
        for veld, namen in velden.items()
    }
    return {veld: "\n".join(teksten) for veld, teksten in delen.items()}


def _gewijzigd(waarden: Mapping[str, str], basis: Mapping[str, str]) -> set[str]:
    return {
        veld
        for veld, waarde in waarden.items()
        if (vingerafdruk(waarde) if waarde else None) != basis.get(veld)
    }


def _lees(geladen: str) -> dict[str, str]:
    paren = (paar.partition(":") for paar in geladen.split())
    return {veld: afdruk for veld, _scheiding, afdruk in paren}


def _rijnummer(naam: str) -> str:
    gevonden = _VAN_RIJ.match(naam)
    return gevonden[1] if gevonden else ""


def _per_nummer(getypt: Getypt) -> dict[str, str]:
    return {rij.partition("-")[0]: rij for rij in getypt.get(RIJ, [])}


def _teruggehaald(mijn: Getypt, daar: Getypt, gewijzigd: set[str]) -> set[str]:
    """The numbers of rows that are gone there and were changed here."""
    return (_per_nummer(mijn).keys() - _per_nummer(daar).keys()) & {_rijnummer(veld) for veld in gewijzigd}


def _zet_rijen(samen: Getypt, mijn: Getypt, daar: Getypt, teruggehaald: set[str], *, is_mijn: bool) -> None:
    """The rows that stand there, those that this page added itself, and those that come back; no answers of others."""
    van_mij = _per_nummer(mijn)
    extra = van_mij.keys() if is_mijn else teruggehaald
    rijen = {nummer: van_mij[nummer] for nummer in extra} | _per_nummer(daar)
    if RIJ in samen or rijen:
        samen[RIJ] = [rijen[nummer] for nummer in sorted(rijen, key=int)]
    for naam in [naam for naam in samen if (nummer := _rijnummer(naam)) and nummer not in rijen]:
        del samen[naam]
