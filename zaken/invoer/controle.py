"""One row of a file as a zaak-to-be, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from codelijsten.models import Code
from inlezen.fouten import Foutenlijst, Ongeldig, Zin, zin
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
            toegestaan = zin(
                _("%(n)s kolommen; deze rij heeft er %(er)s"), n=len(self._kolommen), er=len(cellen)
            )
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
                    raise Ongeldig(zin(_("tekst zonder onzichtbare tekens (NUL)")))
                if tekst:
                    waarden[kolom.naam] = kolom.soort.lees(tekst, omgeving)
                elif kolom.verplicht:
                    raise Ongeldig(zin(_("%(wat)s; niet leeg"), wat=kolom.soort.uitleg))
            except Ongeldig as fout:
                self._fouten.voeg_toe(rij, kolom.naam, tekst, fout.toegestaan)
            if kolom.naam == "ontvangen_defensie":
                omgeving = replace(omgeving, op=waarden.get("ontvangen_defensie"))
        return waarden


def tegenspraken(opgave: Invoeropgave, waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    """Column and what is allowed, for values that are right by themselves but not together."""
    fouten = [*_volgorde(opgave, waarden), *_hoort_bij(opgave, waarden), *_bij_status(opgave, waarden)]
    return fouten + [fout for regel in (_voorval, *opgave.tegenspraken) for fout in regel(waarden)]


def _volgorde(opgave: Invoeropgave, waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    fout: list[tuple[str, Zin]] = []
    for eerst, later in opgave.volgorde:
        if eerst not in waarden or later not in waarden:
            continue
        begin, eind = _dag(waarden[eerst]), _dag(waarden[later])
        if begin is None or eind is None or begin <= eind:
            continue
        if later == "ontvangen_defensie":
            fout.append((eerst, _grens(_("een dag op of voor %(kolom)s (%(dag)s)"), later, eind)))
        else:
            fout.append((later, _grens(_("een dag op of na %(kolom)s (%(dag)s)"), eerst, begin)))
    return fout


def _grens(tekst: str, kolom: str, dag: date) -> Zin:
    return zin(tekst, kolom=kolom, dag=f"{dag:%d-%m-%Y}")


def leeg_tenzij(kolom: str) -> Zin:
    """What is allowed in a column that means nothing without another one."""
    return zin(_("leeg, of vul ook %(kolom)s in"), kolom=kolom)


def leeg_bij(status: str) -> Zin:
    """What is allowed in a column that this status does not have."""
    return zin(_("leeg bij de status %(status)s"), status=status)


def _hoort_bij(opgave: Invoeropgave, waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    return [
        (kolom, leeg_tenzij(ander))
        for kolom, ander in opgave.hoort_bij.items()
        if kolom in waarden and ander not in waarden
    ]


def _bij_status(opgave: Invoeropgave, waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    status = waarden.get("status", opgave.standaard_status)
    return [
        (kolom, leeg_bij(status))
        for kolom, statussen in (
            ("datum_afgehandeld", opgave.met_afhandeling),
            ("datum_gesloten", opgave.met_sluiting),
        )
        if kolom in waarden and status not in statussen
    ]


def _voorval(waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    van, tot, precisie = (waarden.get(f"voorval_{deel}") for deel in ("van", "tot", "precisie"))
    if van is None:
        fout = [("voorval_tot", leeg_tenzij("voorval_van"))] if tot else []
        if precisie not in (None, Zaak.Precisie.ONBEKEND):
            fout.append(("voorval_precisie", zin(_("onbekend of leeg, of vul ook voorval_van in"))))
        return fout
    if precisie is not None and not _past(precisie, van):
        zo_precies = zin(_("%(precisie)s of leeg: zo precies is voorval_van"), precisie=van.precisie.value)
        return [("voorval_precisie", zo_precies)]
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
