"""Fifty people for five minutes: python -m bench.belasting [--mensen 50] [--duur 300] [--adres http://…] [--documenteer]

Starts the application as `make start` does (web server with one worker process per core, worker, planner, embedded PostgreSQL
with fsync on) in a data folder of its own with demo data, gives all demo people the password of the demo, and lets Locust
work with it (`bench/locustfile.py`). Two people arrive per second; their arrival and signing in count along. Prints per
address how often, how many errors, and the median, 95th and 99th percentile in milliseconds. Locust runs on the same machine,
so it takes its part of the cores: the busy share of the machine is printed too. Everybody has an address of their own, as
behind a proxy (`X-Forwarded-For`): from one address no more than thirty people sign in per minute. Exits 1 when anything failed.
`--documenteer` puts the table in docs/metingen.md. The first time it installs Locust (requirements-bench.lock) in .venv-locust/.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from hashlib import sha256
from pathlib import Path

from bench.metingen import zet_in_document
from bench.uithouding import PROJECT, WACHTWOORD, Toepassing

PER_SECONDE = 2
OMGEVING = PROJECT / ".venv-locust"
_COLLEGAS = """
UPDATE gebruikers_gebruiker SET password = (SELECT password FROM gebruikers_gebruiker WHERE password NOT LIKE '!%' ORDER BY id LIMIT 1)
WHERE password LIKE '!%'
"""


def leg_locust_klaar() -> None:
    """Install Locust in an environment of its own: with it comes a plugin that every pytest beside it would load."""
    lock = PROJECT / "requirements-bench.lock"
    stempel, som = OMGEVING / "klaar", sha256(lock.read_bytes()).hexdigest()
    if stempel.exists() and stempel.read_text() == som:
        return
    print(f"Locust installeren in {OMGEVING.name} …", flush=True)
    venv.create(OMGEVING, with_pip=True, clear=True)
    pip = [OMGEVING / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
    stempel.write_text(som)


def start(toepassing: Toepassing) -> None:
    """Start and wait until everything is there; every demo person can then sign in."""
    toepassing.start()
    begin = time.monotonic()
    while not toepassing.is_compleet():
        if toepassing.is_gevallen() or time.monotonic() - begin > 300:
            raise SystemExit(f"de toepassing start niet:\n{toepassing.sinds_start()}")
        time.sleep(0.2)
    with toepassing.databank.als_superuser("jid") as conn:
        conn.execute(_COLLEGAS)


def laat_werken(adres: str, wachtwoord: str, *, mensen: int, duur: int, map_: Path) -> list[dict[str, str]]:
    """Run Locust; its figures per address. Its exit code says whether anything failed; the figures say what."""
    opdracht = [
        OMGEVING / "bin" / "python", "-m", "locust", "-f", str(PROJECT / "bench" / "locustfile.py"), "--headless", "--only-summary",
        "--users", str(mensen), "--spawn-rate", str(PER_SECONDE), "--run-time", f"{duur + mensen // PER_SECONDE}s",
        "--host", adres, "--csv", str(map_ / "locust"), "--stop-timeout", "20",
    ]  # fmt: skip
    omgeving = os.environ | {"JID_DEMO_WACHTWOORD": wachtwoord, "PYTHONPATH": str(PROJECT)}
    with (map_ / "uitvoer").open("wb") as uit:
        subprocess.run(opdracht, cwd=map_, env=omgeving, stdout=uit, stderr=subprocess.STDOUT, check=False)
    cijfers = map_ / "locust_stats.csv"
    if not cijfers.exists():
        raise SystemExit((map_ / "uitvoer").read_text()[-3000:])
    with cijfers.open() as bestand:
        return list(csv.DictReader(bestand))


def fouten_van(map_: Path) -> list[str]:
    """What failed, each with how often."""
    with (map_ / "locust_failures.csv").open() as bestand:
        return [
            f"{rij['Occurrences']} × {rij['Method']} {rij['Name']}: {rij['Error']}"
            for rij in csv.DictReader(bestand)
        ]


def bezet() -> tuple[int, int]:
    """Busy and all ticks of the machine so far (Linux)."""
    delen = [int(deel) for deel in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    rust = delen[3] + delen[4]
    return sum(delen[:8]) - rust, sum(delen[:8])


def tabel(rijen: list[dict[str, str]]) -> str:
    """Markdown, the most asked first and all together last."""
    per_adres = sorted(
        (rij for rij in rijen if rij["Name"] != "Aggregated"), key=lambda rij: -int(rij["Request Count"])
    )
    samen = [rij for rij in rijen if rij["Name"] == "Aggregated"]
    regels = [
        "| Request | Times | Errors | Median (ms) | p95 (ms) | p99 (ms) |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for rij in per_adres + samen:
        naam = f"{rij['Type']} `{rij['Name']}`" if rij["Type"] else "**Together**"
        regels.append(
            f"| {naam} | {rij['Request Count']} | {rij['Failure Count']} | {rij['50%']} | {rij['95%']} | {rij['99%']} |"
        )
    return "\n".join(regels)


def main() -> int:
    lezer = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    lezer.add_argument("--mensen", type=int, default=50)
    lezer.add_argument("--duur", type=int, default=300, help="seconds of work after the last one arrived")
    lezer.add_argument(
        "--adres", default="", help="a server that runs; its demo password in JID_DEMO_WACHTWOORD"
    )
    lezer.add_argument("--documenteer", action="store_true")
    opties = lezer.parse_args()
    leg_locust_klaar()
    map_ = Path(tempfile.mkdtemp(prefix="jid-belasting-"))
    toepassing = None if opties.adres else Toepassing(map_ / "data", JID_AANTAL_PROXYS="1")
    try:
        if toepassing:
            start(toepassing)
        adres = toepassing.adres if toepassing else opties.adres
        wachtwoord = WACHTWOORD if toepassing else os.environ["JID_DEMO_WACHTWOORD"]
        vooraf = bezet()
        rijen = laat_werken(adres, wachtwoord, mensen=opties.mensen, duur=opties.duur, map_=map_)
        druk, alles = (na - voor for na, voor in zip(bezet(), vooraf, strict=True))
        fouten = fouten_van(map_)
    finally:
        if toepassing:
            toepassing.stop()
        shutil.rmtree(map_, ignore_errors=True)
    kernen = os.cpu_count()
    tekst = (
        f"{opties.mensen} people, {opties.duur} seconds after the last one arrived, {kernen} cores of which "
        f"{100 * druk / alles:.0f}% was busy (Locust included).\n\n{tabel(rijen)}\n\n"
        + ("Errors:\n\n" + "\n".join(f"- {fout}" for fout in fouten) if fouten else "No errors.")
    )
    print(tekst)
    if opties.documenteer:
        zet_in_document("belasting", tekst)
    return 1 if fouten else 0


if __name__ == "__main__":
    sys.exit(main())
