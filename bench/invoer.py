"""Wall time and memory of `importeer meldingen` as the worker role. Run: python -m bench.invoer [ROWS]"""

from __future__ import annotations

import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
RIJEN = 100_000
CATEGORIEEN = (
    "financieel",
    "Lekken en misbruik van informatie",
    "ongewenste omgangsvormen",
    "privesfeer",
    "overige",
)
ONDERDELEN = ("clas", "CZSK", "Bestuursstaf", "ckmar", "dosco")
STATUSSEN = ("Nieuw", "in_behandeling", "gesloten", "gesloten")
KOP = (
    "externe_referentie",
    "bronsysteem",
    "datum_ontvangst",
    "hoofdcategorie",
    "defensieonderdeel",
    "meldkanaal",
    "locatiecontext",
    "onderwerp",
    "omschrijving",
    "status",
    "bevestigd_op",
    "teruggekoppeld_op",
    "datum_afgehandeld",
    "datum_gesloten",
)
ZIN = "De melder beschrijft wat er volgens hem gebeurde en vraagt wat de organisatie daaraan kan doen. "


def schrijf(pad: Path, rijen: int) -> None:
    """A file as another system would export it: four years, mixed statuses, 900 characters of text."""
    willekeur = random.Random(1)
    with pad.open("w", encoding="utf-8-sig", newline="") as stroom:
        uit = csv.writer(stroom, delimiter=";")
        uit.writerow(KOP)
        for nummer in range(rijen):
            dag = date(2021, 1, 1) + timedelta(days=willekeur.randrange(1460))
            status = willekeur.choice(STATUSSEN)
            dicht = status == "gesloten"
            uit.writerow(
                (
                    f"MVV-{nummer:07}",
                    "mvv",
                    dag.strftime("%d-%m-%Y"),
                    willekeur.choice(CATEGORIEEN),
                    willekeur.choice(ONDERDELEN),
                    "Leidinggevende",
                    "Kazerne of vestiging",
                    f"Voorval {nummer} tijdens de oefening in het najaar",
                    ZIN * 9,
                    status,
                    dag + timedelta(days=3),
                    dag + timedelta(days=60),
                    dag + timedelta(days=90) if dicht else "",
                    dag + timedelta(days=200) if dicht else "",
                )
            )


def manage_py(*woorden: str, map_: Path) -> tuple[float, int, str]:
    """Seconds, greatest resident memory in MB and output of one management command."""
    omgeving = {
        naam: waarde for naam, waarde in os.environ.items() if not naam.startswith(("DATABASE_URL", "JID_"))
    }
    omgeving |= {"JID_DATA": str(map_)}
    uitvoer = map_ / "uitvoer"
    begin = time.perf_counter()
    with uitvoer.open("w") as stroom:
        proces = subprocess.Popen(
            [sys.executable, "manage.py", *woorden],
            cwd=PROJECT,
            env=omgeving,
            stdout=stroom,
            stderr=subprocess.STDOUT,
        )
        _, code, gebruik = os.wait4(proces.pid, 0)
    proces.returncode = os.waitstatus_to_exitcode(code)
    duur = time.perf_counter() - begin
    if proces.returncode:
        raise SystemExit(f"{woorden}:\n{uitvoer.read_text()}")
    factor = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return duur, gebruik.ru_maxrss // factor, uitvoer.read_text()


def main() -> None:
    rijen = int(sys.argv[1]) if len(sys.argv) > 1 else RIJEN
    from jid.databank import Databank

    map_ = Path(tempfile.mkdtemp(prefix="jid-bench-"))
    try:
        with Databank(map_ / "databank").gebruik():
            for commando in ("migrate", "codelijsten", "demoaccounts"):
                manage_py(commando, map_=map_)
            bestand = map_ / "meldingen.csv"
            schrijf(bestand, rijen)
            print(f"{rijen:,} rijen, {bestand.stat().st_size / 1e6:.0f} MB")
            for wat, opties in (("proef", ["--proef"]), ("inlezen", []), ("nog een keer", [])):
                duur, geheugen, uitvoer = manage_py(
                    "importeer", "meldingen", str(bestand), *opties, map_=map_
                )
                print(f"{wat:<14} {duur:6.1f} s  {geheugen:4} MB\n{uitvoer}")
    finally:
        shutil.rmtree(map_, ignore_errors=True)


if __name__ == "__main__":
    main()
