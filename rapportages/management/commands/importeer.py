"""`manage.py importeer cijfers|meldingen|… BESTAND`: one importer per kind of file, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from rapportages.invoer.cijfers import importeer_cijfers
from rapportages.invoer.lezen import Invoerfout
from vertrouwenspersonen.invoer import opdracht as casussen
from vertrouwenspersonen.invoer.bestand import MEESTE_BYTES, GeenTabel
from vertrouwenspersonen.tellen import volgende_jaartelling
from zaken.invoer.inlezen import OnbekendTeam, Verslag, importeer
from zaken.register import Register, registers
from zaken.services.databank import NietMogelijk

MEESTE_FOUTEN = 50
"""More errors than this are counted, not printed."""


@dataclass(frozen=True)
class Importeur:
    """What can be imported: its options and what it does with a file; it returns lines to print."""

    uitleg: str
    opties: Callable[[CommandParser], None]
    voer_uit: Callable[[Path, dict[str, Any]], list[str]]


def _geen_opties(parser: CommandParser) -> None:
    """A file and nothing else."""


def _cijfers(bestand: Path, opties: dict[str, Any]) -> list[str]:
    verslag = importeer_cijfers(bestand)
    telling = f"{verslag.nieuw} nieuw, {verslag.gewijzigd} gewijzigd, {verslag.gelijk} gelijk"
    return [f"Gepubliceerde cijfers: {telling}.", *(f"Let op: {fout.tekst}" for fout in verslag.tegenspraken)]


def _zaakopties(parser: CommandParser) -> None:
    parser.add_argument(
        "--team",
        default="",
        metavar="NAAM",
        help="Team dat de zaken krijgt; anders de balie van het register.",
    )
    parser.add_argument("--proef", action="store_true", help="Controleer alles en schrijf niets.")


def _zaken(register: Register) -> Callable[[Path, dict[str, Any]], list[str]]:
    """What `importeer` does with a file for this register."""

    def voer_uit(bestand: Path, opties: dict[str, Any]) -> list[str]:
        try:
            verslag = importeer(
                register, bestand, vandaag=localdate(), team=opties["team"], proef=opties["proef"]
            )
        except (OnbekendTeam, NietMogelijk) as fout:
            raise CommandError(f"Er is niets ingelezen. {fout}") from fout
        return _in_woorden(register, verslag)

    return voer_uit


def _casusopties(parser: CommandParser) -> None:
    parser.add_argument(
        "--eigenaar", required=True, metavar="E-MAIL", help="De vertrouwenspersoon van wie de casussen zijn."
    )
    parser.add_argument(
        "--ook-gelijke", action="store_true", help="Ook rijen die gelijk zijn aan een casus die er al is."
    )
    parser.add_argument("--proef", action="store_true", help="Controleer alles en schrijf niets.")


def _casussen(bestand: Path, opties: dict[str, Any]) -> list[str]:
    with bestand.open("rb") as stroom:
        inhoud = stroom.read(MEESTE_BYTES + 1)
    try:
        verslag = casussen.importeer(
            inhoud,
            eigenaar=opties["eigenaar"],
            vandaag=localdate(),
            proef=opties["proef"],
            ook_gelijke=opties["ook_gelijke"],
        )
    except casussen.GeenEigenaar:
        raise CommandError(
            "Er is niets ingelezen. Er is geen vertrouwenspersoon met dit e-mailadres."
        ) from None
    except GeenTabel as fout:
        raise CommandError(f"Er is niets ingelezen. {fout}") from None
    except casussen.Afgekeurd as fout:
        raise CommandError("\n".join(["Er is niets ingelezen.", *map(str, fout.fouten)])) from None
    if verslag.proef:
        regels = [f"Proef: er is niets ingelezen. Nieuw in dit bestand: {verslag.nieuw}."]
    else:
        regels = [f"Ingelezen: {verslag.nieuw}. Alleen de eigenaar kan ze zien."]
    if verslag.overgeslagen:
        regels.append(f"Overgeslagen: {verslag.overgeslagen}, precies gelijk aan een casus die er al is.")
    if verslag.nieuw and not verslag.proef:
        regels.append(_wanneer(vandaag=localdate()))
    return regels


def _wanneer(*, vandaag: date) -> str:
    """When they count; this command cannot count them, for it signs in as the web role does."""
    return (
        "De jaarcijfers veranderen op zijn vroegst op "
        f"{volgende_jaartelling(vandaag=vandaag):%d-%m-%Y}. Tel jaren die nog nooit zijn geteld meteen met "
        "manage.py tel_casussen --nieuw (docs/cijfers.md)."
    )


def _in_woorden(register: Register, verslag: Verslag) -> list[str]:
    def aantal(hoeveel: int) -> str:
        return f"{hoeveel} {register.namen.enkelvoud if hoeveel == 1 else register.namen.meer}"

    if verslag.proef:
        regels = [f"Proef: er is niets ingelezen. Nieuw in dit bestand: {aantal(verslag.nieuw)}."]
    elif verslag.nieuw:
        regels = [f"Ingelezen: {aantal(verslag.nieuw)}, voor het team {verslag.team}."]
        regels += [f"  {r.jaar}: {r.eerste} tot en met {r.laatste} ({r.aantal})" for r in verslag.reeksen]
    else:
        regels = [f"Er is niets ingelezen: dit bestand bevat geen nieuwe {register.namen.meer}."]
    if verslag.overgeslagen:
        regels.append(f"Overgeslagen: {aantal(verslag.overgeslagen)}, al eerder ingelezen.")
    if verslag.elders:
        regels.append(f"Waarvan onder een zaak in een ander register: {verslag.elders}.")
    return regels


def _importeurs() -> dict[str, Importeur]:
    """Published figures, and every register that takes something in."""
    uit = {"cijfers": Importeur("Gepubliceerde jaarcijfers (docs/cijfers.md).", _geen_opties, _cijfers)}
    uit["casussen"] = Importeur(
        "Casussen van een vertrouwenspersoon (docs/import.md).", _casusopties, _casussen
    )
    for register in registers():
        if register.invoer is not None:
            uitleg = f"{register.namen.meervoud} uit een ander systeem (docs/import.md)."
            uit[register.adressen] = Importeur(uitleg, _zaakopties, _zaken(register))
    return uit


class Command(BaseCommand):
    help = "Leest een bestand in: alles of niets."

    def add_arguments(self, parser: CommandParser) -> None:
        importeurs = _importeurs()
        wat = parser.add_subparsers(dest="wat", required=True, metavar="|".join(importeurs))
        for naam, importeur in importeurs.items():
            deel = wat.add_parser(naam, help=importeur.uitleg)
            deel.add_argument("bestand", type=Path)
            importeur.opties(deel)

    def handle(self, *args: Any, **opties: Any) -> None:
        bestand: Path = opties["bestand"]
        try:
            regels = _importeurs()[opties["wat"]].voer_uit(bestand, opties)
        except OSError as fout:
            raise CommandError(f"Het bestand {bestand} is niet te lezen: {fout.strerror}.") from fout
        except Invoerfout as fout:
            getoond = [str(regel) for regel in fout.fouten[:MEESTE_FOUTEN]]
            if fout.aantal > len(getoond):
                getoond.append(f"En nog {fout.aantal - len(getoond)} fouten.")
            raise CommandError("\n".join(["Er is niets ingelezen.", *getoond])) from fout
        for regel in regels:
            self.stdout.write(regel)
