"""How a fictional melding went: which step on which day, up to the day that the data stop. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from meldingen.status import Status

UITKOMSTEN = {
    "vastgesteld": 34,
    "niet_vastgesteld": 16,
    "niet_vast_te_stellen": 12,
    "zonder_vaststelling": 24,
    "geen_schending": 9,
    "overgedragen": 5,
}
ADVIEZEN = {"gesprek_bemiddeling": 45, "geen_onderzoek": 25, "onderzoek": 20, "overdracht_kmar": 10}
AFDOENINGEN = {
    "gesprek_bemiddeling": ("gesprek", "bemiddeling", "teaminterventie"),
    "geen_onderzoek": ("geen_actie", "gesprek"),
    "onderzoek": ("onderzoek",),
    "overdracht_kmar": ("overdracht_kmar_om",),
}


@dataclass
class Verloop:
    """Steps with their days, in order, and what was filled in on the way (fields of `Melding`, codes by value)."""

    stappen: list[tuple[Status, date]]
    data: dict[str, date] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    afdoeningen: tuple[str, ...] = ()
    wijkt_af: bool = False
    zonder_nazorg: bool = False

    @property
    def status(self) -> Status:
        return self.stappen[-1][0]

    @property
    def heeft_behandelaar(self) -> bool:
        return any(status == Status.IN_BEHANDELING for status, _ in self.stappen)

    def dag_van(self, status: Status) -> date | None:
        """The last day on which the melding came in `status`."""
        return next((dag for stap, dag in reversed(self.stappen) if stap == status), None)


def verzin(willekeur: Random, *, ontvangen: date, stand: date) -> Verloop:
    """A course that could be, as it was known on `stand`: later days have not happened yet."""
    verloop = Verloop([(Status.NIEUW, ontvangen)])
    dag = _stap(verloop, Status.IN_BEOORDELING, ontvangen + _dagen(willekeur, 0, 5))
    verloop.data["bevestigd_op"] = ontvangen + _dagen(
        willekeur, *((1, 6) if willekeur.random() < 0.92 else (8, 14))
    )
    lot = willekeur.random()
    if lot < 0.02:
        _stap(verloop, Status.NIET_IN_BEHANDELING, dag + _dagen(willekeur, 1, 9))
    else:
        dag = _stap(verloop, Status.IN_BEHANDELING, dag + _dagen(willekeur, 1, 9))
        verloop.data["teruggekoppeld_op"] = ontvangen + _dagen(willekeur, 15, 30)
        if lot < 0.05:
            _stap(verloop, Status.INGETROKKEN, dag + _dagen(willekeur, 3, 60))
        else:
            _behandel(willekeur, verloop, dag)
    return _tot(verloop, stand)


def _behandel(willekeur: Random, verloop: Verloop, dag: date) -> None:
    advies = kies(willekeur, ADVIEZEN)
    verloop.codes["coid_advies"] = advies
    verloop.data["coid_advies_op"] = dag + _dagen(willekeur, 5, 14)
    if advies == "onderzoek":
        dag = _stap(verloop, Status.IN_ONDERZOEK, dag + _dagen(willekeur, 15, 30))
        dag = _stap(verloop, Status.IN_BEHANDELING, dag + _dagen(willekeur, 60, 200))
    elif willekeur.random() < 0.03:
        dag = _stap(verloop, Status.OPGESCHORT, dag + _dagen(willekeur, 15, 30))
        dag = _stap(verloop, Status.IN_BEHANDELING, dag + _dagen(willekeur, 60, 300))
    dag = _stap(verloop, Status.WACHT_OP_BESLUIT, dag + _dagen(willekeur, 15, 50))
    dag = _stap(verloop, Status.AFGEHANDELD, dag + _dagen(willekeur, 10, 60))
    verloop.wijkt_af = advies != "gesprek_bemiddeling" and willekeur.random() < 0.1
    besluit = "gesprek_bemiddeling" if verloop.wijkt_af else advies
    verloop.codes |= {"besluit_bg": besluit, "uitkomst": kies(willekeur, UITKOMSTEN)}
    verloop.data |= {"besluit_bg_op": dag - timedelta(days=3), "datum_afgehandeld": dag}
    keuze = AFDOENINGEN[besluit]
    verloop.afdoeningen = _afdoeningen(keuze, willekeur.choice(keuze))
    dag = _stap(verloop, Status.NAZORG, dag + _dagen(willekeur, 1, 14))
    verloop.zonder_nazorg = willekeur.random() < 0.6
    dag = _stap(
        verloop,
        Status.GESLOTEN,
        dag + _dagen(willekeur, *((10, 60) if verloop.zonder_nazorg else (120, 380))),
    )
    verloop.data["datum_gesloten"] = dag
    if not verloop.zonder_nazorg:
        verloop.data["nazorg_gedaan_op"] = dag - timedelta(days=5)


def _afdoeningen(keuze: tuple[str, ...], ander: str) -> tuple[str, ...]:
    """The usual one and `ander`; no action is not done beside something else."""
    return (ander,) if keuze[0] == "geen_actie" else tuple(dict.fromkeys((keuze[0], ander)))


_BIJ_STAP = {
    "coid_advies": "coid_advies_op",
    "besluit_bg": "besluit_bg_op",
    "uitkomst": "datum_afgehandeld",
}


def _tot(verloop: Verloop, stand: date) -> Verloop:
    """Take away what happened after `stand`."""
    verloop.stappen = [(status, dag) for status, dag in verloop.stappen if dag <= stand]
    gedaan = {naam: dag for naam, dag in verloop.data.items() if dag <= stand}
    verloop.codes = {naam: code for naam, code in verloop.codes.items() if _BIJ_STAP[naam] in gedaan}
    if "datum_afgehandeld" not in gedaan:
        verloop.afdoeningen, verloop.wijkt_af = (), False
        gedaan.pop("besluit_bg_op", None)
        verloop.codes.pop("besluit_bg", None)
    verloop.zonder_nazorg = verloop.zonder_nazorg and verloop.status == Status.GESLOTEN
    verloop.data = gedaan
    if verloop.status == Status.WACHT_OP_BESLUIT:
        verloop.data["herinneren_op"] = verloop.stappen[-1][1] + timedelta(days=28)
    if verloop.status == Status.OPGESCHORT:
        verloop.data["herbeoordelen_op"] = verloop.stappen[-1][1] + timedelta(days=90)
    return verloop


def kies(willekeur: Random, gewichten: dict[str, int]) -> str:
    """One of the keys, by weight."""
    return willekeur.choices(list(gewichten), list(gewichten.values()))[0]


def _stap(verloop: Verloop, status: Status, dag: date) -> date:
    verloop.stappen.append((status, dag))
    return dag


def _dagen(willekeur: Random, minstens: int, hoogstens: int) -> timedelta:
    return timedelta(days=willekeur.randint(minstens, hoogstens))
