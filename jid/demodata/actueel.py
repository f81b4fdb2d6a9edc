"""A few meldingen of the last months, seen from today, so that *Mijn werk* shows terms that are near and late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from meldingen.status import Status
from zaken.invoer.schrijver import Dossier

from .meldingen import Bronnen, maak
from .verloop import Verloop

EERSTE_JAAR = 2025
"""Nothing here is received earlier: the years 2020-2024 keep their published counts."""
ADVISEUR, ADVISEUR2 = 0, 1

_PAD = {
    Status.NIEUW: (Status.NIEUW,),
    Status.IN_BEOORDELING: (Status.NIEUW, Status.IN_BEOORDELING),
    Status.IN_BEHANDELING: (Status.NIEUW, Status.IN_BEOORDELING, Status.IN_BEHANDELING),
}
_NA_BEHANDELING = {
    Status.IN_ONDERZOEK: (Status.IN_ONDERZOEK,),
    Status.OPGESCHORT: (Status.OPGESCHORT,),
    Status.WACHT_OP_BESLUIT: (Status.WACHT_OP_BESLUIT,),
    Status.AFGEHANDELD: (Status.WACHT_OP_BESLUIT, Status.AFGEHANDELD),
    Status.NAZORG: (Status.WACHT_OP_BESLUIT, Status.AFGEHANDELD, Status.NAZORG),
}


@dataclass(frozen=True)
class Geval:
    """One melding; every number is days before today, a negative one lies ahead."""

    ontvangen: int
    categorie: str
    status: Status
    behandelaar: int | None = None
    data: dict[str, int] = field(default_factory=dict)


GEVALLEN = (
    Geval(1, "omgangsvormen", Status.NIEUW),
    Geval(3, "interne_regels", Status.NIEUW),
    Geval(5, "financieel", Status.NIEUW),
    Geval(9, "omgangsvormen", Status.NIEUW),
    Geval(6, "privesfeer", Status.IN_BEOORDELING),
    Geval(12, "informatie", Status.IN_BEOORDELING, data={"bevestigd_op": 8}),
    Geval(5, "omgangsvormen", Status.IN_BEHANDELING, ADVISEUR),
    Geval(24, "positie", Status.IN_BEHANDELING, ADVISEUR, {"bevestigd_op": 20}),
    Geval(90, "omgangsvormen", Status.IN_BEHANDELING, ADVISEUR, {"bevestigd_op": 87}),
    Geval(100, "dienstmiddelen", Status.IN_BEHANDELING, ADVISEUR, {"bevestigd_op": 96}),
    Geval(
        75,
        "interne_regels",
        Status.WACHT_OP_BESLUIT,
        ADVISEUR,
        {"bevestigd_op": 72, "teruggekoppeld_op": 40, "herinneren_op": -2},
    ),
    Geval(80, "omgangsvormen", Status.IN_ONDERZOEK, ADVISEUR, {"bevestigd_op": 78, "teruggekoppeld_op": 50}),
    Geval(
        60,
        "privesfeer",
        Status.OPGESCHORT,
        ADVISEUR,
        {"bevestigd_op": 58, "teruggekoppeld_op": 30, "herbeoordelen_op": -10},
    ),
    Geval(
        150,
        "omgangsvormen",
        Status.NAZORG,
        ADVISEUR,
        {"bevestigd_op": 148, "teruggekoppeld_op": 100, "datum_afgehandeld": 86},
    ),
    Geval(
        170,
        "overige",
        Status.NAZORG,
        ADVISEUR,
        {"bevestigd_op": 168, "teruggekoppeld_op": 120, "datum_afgehandeld": 95},
    ),
    Geval(18, "omgangsvormen", Status.IN_BEHANDELING, ADVISEUR2, {"bevestigd_op": 15}),
    Geval(95, "financieel", Status.IN_BEHANDELING, ADVISEUR2, {"bevestigd_op": 93}),
    Geval(
        110,
        "interne_regels",
        Status.AFGEHANDELD,
        ADVISEUR2,
        {"bevestigd_op": 108, "teruggekoppeld_op": 60, "datum_afgehandeld": 9},
    ),
)


def van_nu(willekeur: Random, *, vandaag: date, bronnen: Bronnen) -> Iterator[Dossier]:
    """The cases that fall in this year, in order of receipt: no whole year consists of a few of these."""
    eerste_dag = date(max(vandaag.year, EERSTE_JAAR), 1, 1)
    for geval in sorted(GEVALLEN, key=lambda geval: -geval.ontvangen):
        ontvangen = vandaag - timedelta(days=geval.ontvangen)
        if ontvangen >= eerste_dag:
            yield maak(
                willekeur,
                bronnen,
                ontvangen=ontvangen,
                categorie=geval.categorie,
                verloop=_verloop(geval, vandaag),
                vandaag=vandaag,
                behandelaar=geval.behandelaar,
            )


def _verloop(geval: Geval, vandaag: date) -> Verloop:
    """Steps spread evenly from receipt to the day of afhandeling, or to yesterday."""
    statussen = _PAD.get(geval.status) or (*_PAD[Status.IN_BEHANDELING], *_NA_BEHANDELING[geval.status])
    eind = geval.data.get("datum_afgehandeld", min(geval.ontvangen, 1))
    tot = statussen.index(Status.AFGEHANDELD) if Status.AFGEHANDELD in statussen else len(statussen) - 1
    dagen = [
        geval.ontvangen - round((geval.ontvangen - eind) * plek / max(tot, 1)) if plek <= tot else eind - 1
        for plek in range(len(statussen))
    ]
    data = {naam: vandaag - timedelta(days=dag) for naam, dag in geval.data.items()}
    verloop = Verloop([(s, vandaag - timedelta(days=d)) for s, d in zip(statussen, dagen, strict=True)], data)
    if Status.WACHT_OP_BESLUIT in statussen:
        verloop.codes = {"coid_advies": "gesprek_bemiddeling"}
        data["coid_advies_op"] = verloop.stappen[-1][1]
    if Status.AFGEHANDELD in statussen:
        verloop.codes |= {"besluit_bg": "gesprek_bemiddeling", "uitkomst": "zonder_vaststelling"}
        verloop.afdoeningen = ("gesprek",)
        data["coid_advies_op"] = data["besluit_bg_op"] = data["datum_afgehandeld"]
    return verloop
