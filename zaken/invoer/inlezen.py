"""Taking in zaken of another system: all or nothing, the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop as _

from berichten.services import meld_meteen
from gebruikers.geheim import Doel, versleutel_vast
from gebruikers.models import Team
from inlezen.bestand import Bron, onderzoek
from inlezen.fouten import Foutenlijst, Zin, zin
from inlezen.soorten import Ontvangt
from logboek import events as logboek
from zaken.models import Invoer, Statuswijziging
from zaken.services.databank import roep
from zaken.services.registratie import intaketeam
from zaken.toegang import BELEID, CIJFERLEZERS, ziet_wat_binnenkomt

from .codes import Codeboek, genormaliseerd
from .controle import Lezer, Rij
from .kolommen import Invoeropgave, Kolom
from .schrijver import Dossier, Reeks, Schrijver, met_sleutel, neem_slot
from .waarden import Omgeving

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from zaken.register import Register

PORTIE = 1_000
"""Zaken in memory at once."""


class OnbekendTeam(Exception):
    """The team cannot own the zaken; `waarom` says why and what to do."""

    def __init__(self, waarom: Zin) -> None:
        super().__init__(waarom)
        self.waarom = waarom


@dataclass(frozen=True)
class Verslag:
    """What an import did, or with `proef` would do."""

    nieuw: int
    overgeslagen: int
    """Rows whose zaak is there already, in whatever register."""
    elders: int
    """How many of those another register holds: not for who brought the file on the screen."""
    reeksen: tuple[Reeks, ...]
    team: str
    proef: bool


Stap = Callable[[int], None]
"""Hears how many rows were read; may raise to stop, and then nothing is written."""


def _geen_stap(gedaan: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class _Werk:
    """One file for one register, and what reading its rows needs."""

    register: Register
    opgave: Invoeropgave
    bron: Bron
    kolommen: list[Kolom]
    omgeving: Omgeving

    def lezer(self, fouten: Foutenlijst) -> Lezer:
        return Lezer(self.opgave, self.kolommen, omgeving=self.omgeving, fouten=fouten)


def importeer(
    register: Register, bestand: Path, *, vandaag: date, team: str = "", proef: bool = False
) -> Verslag:
    """Take in every zaak of `bestand` or none: `neem_in` for a file on disk. Also raises `OSError`."""
    return neem_in(register, onderzoek(bestand), vandaag=vandaag, team=team, proef=proef)


@translation.override("nl")
def neem_in(
    register: Register,
    bron: Bron,
    *,
    vandaag: date,
    team: str = "",
    proef: bool = False,
    door: Gebruiker | None = None,
    stap: Stap = _geen_stap,
) -> Verslag:
    """Take in every zaak of `bron` or none; runs as the worker role.

    `team`: name or code of the team that owns the zaken, else the desk of the register. `proef`: nothing is written.
    `stap` hears how many rows were read. What it says is Dutch, as the files are.

    `door`: who brought it on the screen, and may not know what was there already: not by seeing what arrives (else
    `Ontvangt`), nor by a refusal, a number or the time that it takes (`Schrijver.oefen`). The team hears what is new.

    Raises `Invoerfout` with all faults, `OnbekendTeam`, and `NietMogelijk` without a desk. `LookupError` for a
    register that takes nothing in.
    """
    werk = _werk(register, bron, vandaag)
    _gecontroleerd(werk).eis_geen()
    with transaction.atomic():
        eigenaar = _team(register, team)
        if door is not None and (door.rollen & CIJFERLEZERS or ziet_wat_binnenkomt(door, eigenaar.pk)):
            raise Ontvangt
        neem_slot()
        bekend = _Bekend(werk)
        if proef:
            nieuw, overgeslagen = _tel(bekend, _goede_rijen(werk))
            return Verslag(nieuw, overgeslagen, bekend.elders, (), eigenaar.naam, proef=True)
        return _neem_over(werk, bekend, _goede_rijen(werk), eigenaar, door=door, stap=stap)


@translation.override("nl")
def controleer(register: Register, bron: Bron, *, vandaag: date) -> Foutenlijst:
    """What is wrong with the rows of `bron`, as far as they say it themselves; raises `Invoerfout` over the header."""
    return _gecontroleerd(_werk(register, bron, vandaag))


def _werk(register: Register, bron: Bron, vandaag: date) -> _Werk:
    if (opgave := register.invoer) is None:
        raise LookupError(register.adressen)
    eerste = next(bron.rijen(), None)
    kolommen = opgave.kies(eerste[1] if eerste else [])
    return _Werk(register, opgave, bron, kolommen, omgeving_van(opgave, vandaag))


def omgeving_van(opgave: Invoeropgave, vandaag: date) -> Omgeving:
    """What reading a row looks at: the code lists of now."""
    return Omgeving(Codeboek(opgave.lijsten()), vandaag)


def _gecontroleerd(werk: _Werk) -> Foutenlijst:
    """First pass: every row, and that no zaak stands in the file twice."""
    fouten = Foutenlijst()
    lezer = werk.lezer(fouten)
    gezien: dict[tuple[str, str], int] = {}
    for nummer, cellen in islice(werk.bron.rijen(), 1, None):
        rij = lezer.lees(nummer, cellen)
        if rij is None:
            continue
        eerder = gezien.setdefault(rij.herkomst, nummer) if rij.herkomst[1] else nummer
        if eerder != nummer:
            fouten.voeg_toe(
                nummer,
                "externe_referentie",
                rij.herkomst[1],
                zin(
                    _("één rij per %(zaak)s; rij %(rij)s is dezelfde"),
                    zaak=zin(str(werk.register.namen.enkelvoud)),
                    rij=eerder,
                ),
            )
    return fouten


def _goede_rijen(werk: _Werk) -> Iterator[list[Rij]]:
    """Second pass: portions of rows, all of which the first pass found right."""
    lezer = werk.lezer(fouten := Foutenlijst())
    stroom = (lezer.lees(nummer, cellen) for nummer, cellen in islice(werk.bron.rijen(), 1, None))
    while portie := [rij for rij in islice(stroom, PORTIE) if rij]:
        fouten.eis_geen()
        yield portie


class _Bekend:
    """Which rows are there already: by system and reference, or, without one, by file and row.

    A reference is of one zaak. Whoever holds it, in whatever register and whether or not the importer sees it: its row
    is skipped as any other, and no row is named.
    """

    def __init__(self, werk: _Werk) -> None:
        self._soort = werk.register.soort.value
        self.elders = 0
        """How many of them another register holds."""
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT z.invoer_regel FROM zaken_zaak z JOIN zaken_invoer i ON i.id = z.invoer_id
                   WHERE i.register = %s AND i.bestand_sha256 = %s AND z.externe_referentie = ''""",
                [werk.register.adressen, werk.bron.sha256],
            )
            self._regels = {regel for (regel,) in cursor.fetchall()}

    def splits(self, portie: list[Rij]) -> tuple[list[Rij], list[Rij]]:
        """Those that are new, and those that are there."""
        met = {_in_databank(rij.herkomst): rij.herkomst for rij in portie if rij.herkomst[1]}
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT z.bronsysteem, z.externe_referentie, z.soort = %s
                   FROM unnest(%s::text[], %s::text[]) AS r(bronsysteem, referentie)
                   JOIN zaken_zaak z ON z.bronsysteem = r.bronsysteem AND z.externe_referentie = r.referentie
                   WHERE z.externe_referentie <> ''""",
                [
                    self._soort,
                    [bronsysteem for bronsysteem, _referentie in met],
                    [referentie for _systeem, referentie in met],
                ],
            )
            bestaand = {met[systeem, referentie]: hier for systeem, referentie, hier in cursor.fetchall()}
        self.elders += list(bestaand.values()).count(False)
        delen: tuple[list[Rij], list[Rij]] = ([], [])
        for rij in portie:
            delen[rij.herkomst in bestaand if rij.herkomst[1] else rij.rij in self._regels].append(rij)
        return delen


def _in_databank(herkomst: tuple[str, str]) -> tuple[str, str]:
    """System and reference as the database holds them, which it can compare and not read."""
    systeem, referentie = herkomst
    return systeem, versleutel_vast(referentie, doel=Doel.REFERENTIE)


def _tel(bekend: _Bekend, porties: Iterator[list[Rij]]) -> tuple[int, int]:
    nieuw = totaal = 0
    for portie in porties:
        totaal += len(portie)
        nieuw += len(bekend.splits(portie)[0])
    return nieuw, totaal - nieuw


def _neem_over(
    werk: _Werk,
    bekend: _Bekend,
    porties: Iterator[list[Rij]],
    team: Team,
    *,
    door: Gebruiker | None,
    stap: Stap,
) -> Verslag:
    naam = werk.register.adressen
    nu, invoer = timezone.now(), Invoer(id=uuid4(), register=naam, bestand_sha256=werk.bron.sha256)
    nieuw = totaal = 0
    maak = partial(_dossier, werk.register, invoer=invoer, team=team, nu=nu)
    with Schrijver(werk.register) as schrijver, Schrijver(werk.register, oefent=True) as oefening:
        for portie in porties:
            nieuwe, bekende = bekend.splits(portie)
            totaal += len(portie)
            nieuw += len(nieuwe)
            schrijver.neem([maak(rij) for rij in nieuwe])
            if door is not None and bekende:
                oefening.neem([maak(rij, externe_referentie="") for rij in bekende])
            stap(totaal)
        if nieuw or door is not None:
            invoer.aantal = nieuw
            invoer.save(force_insert=True)
        oefening.oefen()
        reeksen = schrijver.zet_over()
    if door is not None:
        roep("meld_ingelezen", invoer.pk, team.pk)
        meld_meteen()
    logboek.geimporteerd(
        register=naam, aantal=nieuw, overgeslagen=totaal - nieuw, elders=bekend.elders, door=door
    )
    return Verslag(nieuw, totaal - nieuw, bekend.elders, tuple(reeksen), team.naam, proef=False)


def _dossier(
    register: Register, rij: Rij, *, invoer: Invoer, team: Team, nu: datetime, **anders: str
) -> Dossier:
    zaak = met_sleutel(
        register,
        uuid4(),
        team=team,
        datum_registratie=nu,
        invoer=invoer,
        invoer_regel=rij.rij,
        **{"status": str(register.beginstatus), **rij.velden, **anders},
    )
    begin = Statuswijziging(id=uuid4(), zaak=zaak, van="", naar=str(zaak.status), op=nu)
    keuzes = {register.regels.meervoudig[veld]: codes for veld, codes in rij.keuzes.items()}
    return Dossier(zaak, keuzes, statuswijzigingen=[begin])


def _team(register: Register, naam: str) -> Team:
    """The owner of the zaken: an active team in which somebody can read them."""
    if naam:
        gezocht = genormaliseerd(naam)
        team = next(
            (t for t in Team.objects.all() if gezocht in (genormaliseerd(t.naam), genormaliseerd(t.code))),
            None,
        )
        if team is None or not team.is_actief:
            actief = ", ".join(Team.objects.filter(is_actief=True).values_list("naam", flat=True))
            raise OnbekendTeam(
                zin(_("Er is geen actief team ‘%(naam)s’. Kies uit: %(teams)s."), naam=naam, teams=actief)
            )
        _eis_teamsoort(register, team)
    elif BELEID[register.soort].bureau is None:
        raise OnbekendTeam(zin(f"Noem het team dat de {register.namen.meer} krijgt: --team NAAM."))
    else:
        team = intaketeam(register.soort)
    if not roep("team_heeft_lezers", team.pk):
        raise OnbekendTeam(
            zin(
                _(
                    "In het team %(team)s kan niemand zaken lezen. Zet er eerst iemand in die zaken behandelt."
                ),
                team=team.naam,
            )
        )
    return team


def _eis_teamsoort(register: Register, team: Team) -> None:
    """A team that works with other zaken would read what it may not see."""
    soorten = register.invoer.teamsoorten if register.invoer else None
    if soorten is not None and team.soort not in soorten:
        raise OnbekendTeam(
            zin(
                _("Het team %(team)s kan geen %(zaken)s krijgen. Kies een ander team."),
                team=team.naam,
                zaken=zin(str(register.namen.meer)),
            )
        )
