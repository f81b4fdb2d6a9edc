"""One row of a file as a zaak-to-be, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from codelijsten.models import Code
from inlezen.fouten import Foutenlijst, Ongeldig
from zaken.models import Zaak

from .kolommen import Invoeropgave, Kolom
from .waarden import Omgeving, Voorvaldatum


@dataclass(frozen=True)
class Rij:
    """A row in order. `velden` are attributes of the model; several answers stand apart, as ids of codes per field."""

    rij: int
    velden: Mapping[str, Any]
    keuzes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def herkomst(self) -> tuple[str, str]:
        """What an imported zaak is recognised by; the second is empty when the file gives no reference."""
        bronsysteem = self.velden.get("bronsysteem", Zaak.Bronsysteem.APPLICATIE.value)
        return bronsysteem, self.velden.get("externe_referentie", "")


class Lezer:
    """Reads rows under one header; keeps what is wrong in `fouten`."""

    def __init__(
        self, opgave: Invoeropgave, kolommen: Sequence[Kolom], *, omgeving: Omgeving, fouten: Foutenlijst
    ) -> None:
        self._opgave = opgave
        self._kolommen = kolommen
        self._omgeving = omgeving
        self._fouten = fouten
        # The day of receipt first: it says which codes are valid
        self._volgorde = sorted(kolommen, key=lambda kolom: kolom.naam != "ontvangen_defensie")

    def lees(self, rij: int, cellen: list[str]) -> Rij | None:
        """The row, or None after adding its faults."""
        eerder = self._fouten.aantal
        waarden = self.waarden(rij, cellen)
        return None if self._fouten.aantal > eerder else _als_rij(self._opgave, rij, waarden)

    def waarden(self, rij: int, cellen: list[str]) -> dict[str, Any]:
        """What could be read, by name of column; adds the faults of the row."""
        eerder = self._fouten.aantal
        if len(cellen) != len(self._kolommen):
            toegestaan = f"{len(self._kolommen)} kolommen; deze rij heeft er {len(cellen)}"
            self._fouten.voeg_toe(rij, "(alle)", cellen[0], toegestaan)
            return {}
        teksten = {kolom.naam: cel.strip() for kolom, cel in zip(self._kolommen, cellen, strict=True)}
        waarden = self._waarden(rij, teksten)
        if self._fouten.aantal == eerder:
            for kolom, toegestaan in tegenspraken(self._opgave, waarden):
                self._fouten.voeg_toe(rij, kolom, teksten.get(kolom, ""), toegestaan)
        return waarden

    def _waarden(self, rij: int, teksten: Mapping[str, str]) -> dict[str, Any]:
        omgeving, waarden = self._omgeving, dict[str, Any]()
        for kolom in self._volgorde:
            tekst = teksten[kolom.naam]
            try:
                if "\0" in tekst:
                    raise Ongeldig("tekst zonder onzichtbare tekens (NUL)")
                if tekst:
                    waarden[kolom.naam] = kolom.soort.lees(tekst, omgeving)
                elif kolom.verplicht:
                    raise Ongeldig(f"{kolom.soort.uitleg}; niet leeg")
            except Ongeldig as fout:
                self._fouten.voeg_toe(rij, kolom.naam, tekst, str(fout))
            if kolom.naam == "ontvangen_defensie":
                omgeving = replace(omgeving, op=waarden.get("ontvangen_defensie"))
        return waarden


def tegenspraken(opgave: Invoeropgave, waarden: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Column and what is allowed, for values that are right by themselves but not together."""
    fouten = [*_volgorde(opgave, waarden), *_hoort_bij(opgave, waarden), *_bij_status(opgave, waarden)]
    return fouten + [fout for regel in (_voorval, *opgave.tegenspraken) for fout in regel(waarden)]


def _volgorde(opgave: Invoeropgave, waarden: Mapping[str, Any]) -> list[tuple[str, str]]:
    fout: list[tuple[str, str]] = []
    for eerst, later in (*opgave.volgorde, ("datum_afgehandeld", "datum_gesloten")):
        if eerst not in waarden or later not in waarden:
            continue
        begin, eind = _dag(waarden[eerst]), _dag(waarden[later])
        if begin is None or eind is None or begin <= eind:
            continue
        if later == "ontvangen_defensie":
            fout.append((eerst, f"een dag op of voor {later} ({eind:%d-%m-%Y})"))
        else:
            fout.append((later, f"een dag op of na {eerst} ({begin:%d-%m-%Y})"))
    return fout


def _hoort_bij(opgave: Invoeropgave, waarden: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (kolom, f"leeg, of vul ook {ander} in")
        for kolom, ander in opgave.hoort_bij.items()
        if kolom in waarden and ander not in waarden
    ]


def _bij_status(opgave: Invoeropgave, waarden: Mapping[str, Any]) -> list[tuple[str, str]]:
    status = waarden.get("status", opgave.standaard_status)
    return [
        (kolom, f"leeg bij de status {status}")
        for kolom, statussen in (
            ("datum_afgehandeld", opgave.met_afhandeling),
            ("datum_gesloten", opgave.met_sluiting),
        )
        if kolom in waarden and status not in statussen
    ]


def _voorval(waarden: Mapping[str, Any]) -> list[tuple[str, str]]:
    van, tot, precisie = (waarden.get(f"voorval_{deel}") for deel in ("van", "tot", "precisie"))
    if van is None:
        fout = [("voorval_tot", "leeg, of vul ook voorval_van in")] if tot else []
        if precisie not in (None, Zaak.Precisie.ONBEKEND):
            fout.append(("voorval_precisie", "onbekend of leeg, of vul ook voorval_van in"))
        return fout
    if precisie is not None and not _past(precisie, van):
        return [("voorval_precisie", f"{van.precisie.value} of leeg: zo precies is voorval_van")]
    return []


def _past(precisie: str, van: Voorvaldatum) -> bool:
    """Whether the precision fits: somebody may give a whole day and say that only the month is sure."""
    is_hele_dag = van.precisie == Zaak.Precisie.DAG
    return precisie == van.precisie or (is_hele_dag and precisie != Zaak.Precisie.ONBEKEND)


def _dag(waarde: date | Voorvaldatum | None) -> date | None:
    return waarde.dag if isinstance(waarde, Voorvaldatum) else waarde


def _als_rij(opgave: Invoeropgave, rij: int, waarden: dict[str, Any]) -> Rij:
    velden: dict[str, Any] = dict(opgave.standaard)
    for naam, waarde in waarden.items():
        if isinstance(waarde, Code):
            velden[f"{naam}_id"] = waarde.pk
        elif isinstance(waarde, Voorvaldatum):
            velden[naam] = waarde.dag
        elif not isinstance(waarde, list) and waarde is not None:
            velden[naam] = waarde
    van: Voorvaldatum | None = waarden.get("voorval_van")
    if van:
        velden.setdefault("voorval_precisie", van.precisie.value)
    velden.setdefault("onderwerp", opgave.standaard_onderwerp(waarden))
    keuzes = {naam: tuple(code.pk for code in w) for naam, w in waarden.items() if isinstance(w, list)}
    return Rij(rij, velden, keuzes)
