"""`manage.py importeer cijfers|meldingen BESTAND`: one importer per kind of file, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rapportages.invoer.cijfers import importeer_cijfers
from rapportages.invoer.lezen import Invoerfout

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


IMPORTEURS: dict[str, Importeur] = {
    "cijfers": Importeur("Gepubliceerde jaarcijfers (docs/cijfers.md).", _geen_opties, _cijfers),
}


class Command(BaseCommand):
    help = "Leest een CSV-bestand in: alles of niets."

    def add_arguments(self, parser: CommandParser) -> None:
        wat = parser.add_subparsers(dest="wat", required=True, metavar="|".join(IMPORTEURS))
        for naam, importeur in IMPORTEURS.items():
            deel = wat.add_parser(naam, help=importeur.uitleg)
            deel.add_argument("bestand", type=Path)
            importeur.opties(deel)

    def handle(self, *args: Any, **opties: Any) -> None:
        bestand: Path = opties["bestand"]
        try:
            regels = IMPORTEURS[opties["wat"]].voer_uit(bestand, opties)
        except OSError as fout:
            raise CommandError(f"Het bestand {bestand} is niet te lezen: {fout.strerror}.") from fout
        except Invoerfout as fout:
            getoond = [str(regel) for regel in fout.fouten[:MEESTE_FOUTEN]]
            if len(fout.fouten) > MEESTE_FOUTEN:
                getoond.append(f"En nog {len(fout.fouten) - MEESTE_FOUTEN} fouten.")
            raise CommandError("\n".join(["Er is niets ingelezen.", *getoond])) from fout
        for regel in regels:
            self.stdout.write(regel)
