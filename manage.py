#!/usr/bin/env python
"""Run a management command as the database role it needs."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import AbstractContextManager, nullcontext

ROL_PER_COMMANDO = {
    "migrate": "eigenaar",
    "codelijsten": "eigenaar",
    "demodata": "eigenaar",
    "demoaccounts": "eigenaar",
    "eerste_beheerder": "eigenaar",
    "gelijkgestelde_dag": "eigenaar",
    "wis_tweede_stap": "eigenaar",
    "sleutels": "eigenaar",
    "roteer_sleutels": "eigenaar",
    "ruim_logboek": "eigenaar",
    "backup": "eigenaar",
    "herstel": "eigenaar",
    "oefen_herstel": "eigenaar",
    "importeer": "worker",
    "importeer casussen": "web",  # as their owner, under row security: no other role reaches a casus
    "ruim_op": "worker",
    "herbouw_zoekindex": "worker",
    "verzegel_logboek": "worker",
    "controleer_logboek": "worker",
    "verstuur_post": "worker",
    "tel_casussen": "worker",
    "jaarcijfers": "web",
    "verwerk_teruggekomen": "worker",
    "celery": "worker",
}
"""Which database role a command runs as; everything else runs as the web role."""

OVER_DE_SLEUTELS = {"migrate", "sleutels", "roteer_sleutels", "backup", "herstel", "oefen_herstel"}
"""These ask for the keys themselves, where and when they need them."""

ZONDER_DATABANK = {
    "oefen_herstel",
    "collectstatic",
    "compilemessages",
    "makemessages",
    "help",
    "--help",
    "--version",
}


def rol_van(woorden: list[str]) -> str:
    """The role for a command line; what a command does first may ask for another one than the rest of it."""
    return ROL_PER_COMMANDO.get(" ".join(woorden[:2])) or ROL_PER_COMMANDO.get(" ".join(woorden[:1]), "web")


def databank(commando: str) -> AbstractContextManager[object]:
    """The embedded server for the length of the command, unless an installation brings its own."""
    if commando in ZONDER_DATABANK or any(naam.startswith("DATABASE_URL") for naam in os.environ):
        return nullcontext()
    from pathlib import Path

    from jid.databank import standaard
    from zaken.versleuteling.sleutels import maak_sleutelbestand

    bron = standaard()
    if not os.environ.get("JID_SLEUTELBESTAND"):
        maak_sleutelbestand(Path(bron.map).parent / "hoofdsleutels")
    return bron.gebruik()


def main() -> None:
    gc.set_threshold(
        100_000, 20, 20
    )  # loading the models makes much that stays: collecting it is a fifth of the start
    commando = sys.argv[1] if len(sys.argv) > 1 else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jid.settings")
    os.environ.setdefault("JID_ROL", rol_van(sys.argv[1:]))
    import django
    from django.core.management import execute_from_command_line

    with databank(commando):
        if commando in ROL_PER_COMMANDO.keys() - OVER_DE_SLEUTELS:
            django.setup()
            from jid.controles import stop_zonder_passende_sleutels

            stop_zonder_passende_sleutels()
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
