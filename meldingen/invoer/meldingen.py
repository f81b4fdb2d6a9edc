"""Taking in meldingen of another system: all or nothing, the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from gebruikers.models import Team
from logboek import events as logboek
from meldingen.status import Status
from zaken.models import Invoer, Statuswijziging, Zaak
from zaken.services.databank import roep
from zaken.services.registratie import intaketeam

from .bestand import Bestand, onderzoek, rijen
from .codes import Codeboek, genormaliseerd
from .controle import Lezer, Rij
from .fouten import Foutenlijst
from .kolommen import Kolom, kies, lijsten
from .schrijver import Dossier, Reeks, Schrijver, met_sleutel, neem_slot
from .waarden import Omgeving

REGISTER = "meldingen"
PORTIE = 2_000
"""Meldingen in memory at once."""


class OnbekendTeam(Exception):
    """The team cannot own the zaken; the message says in Dutch why and what to do."""


@dataclass(frozen=True)
class Verslag:
    """What an import did, or with `proef` would do."""

    nieuw: int
    overgeslagen: int
    """Meldingen that an earlier import took in."""
    reeksen: tuple[Reeks, ...]
    team: str
    proef: bool


def importeer_meldingen(bestand: Path, *, vandaag: date, team: str = "", proef: bool = False) -> Verslag:
    """Take in every melding of `bestand` or none; runs as the worker role.

    `team`: name or code of the team that owns the zaken, else the intake team. `proef`: nothing is written.
    Raises `Invoerfout` with all faults, `OnbekendTeam`, `OSError` when the file cannot be read, and
    `NietMogelijk` without an intake team.
    """
    bron = onderzoek(bestand)
    kolommen, omgeving = _kop(bron), Omgeving(Codeboek(lijsten()), vandaag)
    _controleer(bron, kolommen, omgeving)
    with transaction.atomic():
        eigenaar = _team(team)
        neem_slot()
        bekend = _Bekend(bron)
        if proef:
            nieuw, overgeslagen = _tel(bekend, _goede_rijen(bron, kolommen, omgeving))
            return Verslag(nieuw, overgeslagen, (), eigenaar.naam, proef=True)
        return _neem_over(bron, bekend, _goede_rijen(bron, kolommen, omgeving), eigenaar)


def _kop(bron: Bestand) -> list[Kolom]:
    eerste = next(rijen(bron), None)
    return kies(eerste[1] if eerste else [])


def _controleer(bron: Bestand, kolommen: list[Kolom], omgeving: Omgeving) -> None:
    """First pass: every row, and that no melding stands in the file twice."""
    fouten = Foutenlijst()
    lezer = Lezer(kolommen, omgeving=omgeving, fouten=fouten)
    gezien: dict[tuple[str, str], int] = {}
    for nummer, cellen in islice(rijen(bron), 1, None):
        rij = lezer.lees(nummer, cellen)
        if rij is None or not rij.herkomst[1]:
            continue
        eerder = gezien.setdefault(rij.herkomst, nummer)
        if eerder != nummer:
            fouten.voeg_toe(
                nummer,
                "externe_referentie",
                rij.herkomst[1],
                f"één rij per melding; rij {eerder} is dezelfde",
            )
    fouten.eis_geen()


def _goede_rijen(bron: Bestand, kolommen: list[Kolom], omgeving: Omgeving) -> Iterator[list[Rij]]:
    """Second pass: portions of rows, all of which the first pass found right."""
    lezer = Lezer(kolommen, omgeving=omgeving, fouten=(fouten := Foutenlijst()))
    stroom = (lezer.lees(nummer, cellen) for nummer, cellen in islice(rijen(bron), 1, None))
    while portie := [rij for rij in islice(stroom, PORTIE) if rij]:
        fouten.eis_geen()
        yield portie


class _Bekend:
    """Which rows an earlier import took in: by system and reference, or, without one, by file and row."""

    def __init__(self, bron: Bestand) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT z.invoer_regel FROM zaken_zaak z JOIN zaken_invoer i ON i.id = z.invoer_id
                   WHERE i.register = %s AND i.bestand_sha256 = %s AND z.externe_referentie = ''""",
                [REGISTER, bron.sha256],
            )
            self._regels = {regel for (regel,) in cursor.fetchall()}

    def zonder_bekende(self, portie: list[Rij]) -> list[Rij]:
        met = [rij.herkomst for rij in portie if rij.herkomst[1]]
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT z.bronsysteem, z.externe_referentie
                   FROM unnest(%s::text[], %s::text[]) AS r(bronsysteem, referentie)
                   JOIN zaken_zaak z ON z.bronsysteem = r.bronsysteem AND z.externe_referentie = r.referentie
                   WHERE z.externe_referentie <> ''""",
                [[bronsysteem for bronsysteem, _ in met], [referentie for _, referentie in met]],
            )
            bestaand = set(cursor.fetchall())
        return [
            rij
            for rij in portie
            if (rij.herkomst not in bestaand if rij.herkomst[1] else rij.rij not in self._regels)
        ]


def _tel(bekend: _Bekend, porties: Iterator[list[Rij]]) -> tuple[int, int]:
    nieuw = totaal = 0
    for portie in porties:
        totaal += len(portie)
        nieuw += len(bekend.zonder_bekende(portie))
    return nieuw, totaal - nieuw


def _neem_over(bron: Bestand, bekend: _Bekend, porties: Iterator[list[Rij]], team: Team) -> Verslag:
    nu, invoer = timezone.now(), Invoer(id=uuid4(), register=REGISTER, bestand_sha256=bron.sha256)
    nieuw = totaal = 0
    with Schrijver() as schrijver:
        for portie in porties:
            rijen_ = bekend.zonder_bekende(portie)
            totaal += len(portie)
            nieuw += len(rijen_)
            schrijver.neem([_dossier(rij, invoer=invoer, team=team, nu=nu) for rij in rijen_])
        if nieuw:
            invoer.aantal = nieuw
            invoer.save(force_insert=True)
        reeksen = schrijver.zet_over()
    if nieuw:
        logboek.geimporteerd(register=REGISTER, aantal=nieuw, door=None)
    return Verslag(nieuw, totaal - nieuw, tuple(reeksen), team.naam, proef=False)


def _dossier(rij: Rij, *, invoer: Invoer, team: Team, nu: datetime) -> Dossier:
    pk: UUID = uuid4()
    melding = met_sleutel(
        pk, team=team, datum_registratie=nu, invoer=invoer, invoer_regel=rij.rij, **rij.velden
    )
    begin = Statuswijziging(
        id=uuid4(), zaak=melding, van="", naar=rij.velden.get("status", Status.NIEUW.value), op=nu
    )
    return Dossier(melding, rij.subcategorieen, rij.afdoeningen, statuswijzigingen=[begin])


def _team(naam: str) -> Team:
    """The owner of the zaken: an active team in which somebody can read them."""
    if naam:
        gezocht = genormaliseerd(naam)
        team = next(
            (t for t in Team.objects.all() if gezocht in (genormaliseerd(t.naam), genormaliseerd(t.code))),
            None,
        )
        if team is None or not team.is_actief:
            actief = ", ".join(Team.objects.filter(is_actief=True).values_list("naam", flat=True))
            raise OnbekendTeam(f"Er is geen actief team ‘{naam}’. Kies uit: {actief}.")
    else:
        team = intaketeam(Zaak.Soort.MELDING)
    if not roep("team_heeft_lezers", team.pk):
        raise OnbekendTeam(
            f"In het team {team.naam} kan niemand zaken lezen. Zet er eerst iemand in die zaken behandelt."
        )
    return team
