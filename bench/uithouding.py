"""Does it endure? `.venv/bin/python -m bench.uithouding [--kills N] [--zaad GETAL]` (Linux: reads /proc).

Starts the real application in a data folder of its own, lets users register over HTTP (`uithouding_gebruikers`),
and meanwhile ends one process after another with SIGKILL, at random moments. After each the application must be
healthy again within 30 seconds: by itself, or by one new start when the starter itself was killed. At the end every
row is recounted by SQL against what the users were told. Exits 1 when a promise was broken.

SIGKILL ends processes and leaves the machine's disk cache alone: this says nothing about a power cut, except that
PostgreSQL runs with fsync on.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.uithouding_gebruikers import Gebruiker, Melder, Vertrouwenspersoon
from bench.uithouding_natellen import bladzijden_heel, meet_stand, tel_na
from jid import processen
from jid.databank import Databank

PROJECT = Path(__file__).resolve().parents[1]
GRENS = 30.0
"""Seconds within which everything is healthy again."""
WACHTWOORD = "uithouding-van-de-demo"
ACCOUNTS: tuple[tuple[type[Gebruiker], str], ...] = (
    (Melder, "adviseur"),
    (Melder, "intake"),
    (Vertrouwenspersoon, "vertrouwenspersoon"),
    (Vertrouwenspersoon, "vertrouwenspersoon2"),
)
DOELEN = {
    "web: een werkproces": 22,
    "web: hoofdproces": 16,
    "worker": 12,
    "beat": 8,
    "PostgreSQL: hoofdproces": 14,
    "PostgreSQL: een verbinding": 14,
    "starter": 8,
    "starter en PostgreSQL": 3,
    "alles tegelijk": 3,
}
"""What is killed, and how often of a hundred times."""


class Toepassing:
    """`python -m jid.starter start` in a folder of its own, and where its processes are."""

    def __init__(self, map_: Path, **instellingen: str) -> None:
        self.map = map_
        self.instellingen = instellingen
        self.databank = Databank(map_ / "databank")
        self.uitvoer = map_.with_suffix(".uitvoer")
        self.poort = _vrije_poort()
        self.werkers = 0
        self._starter: subprocess.Popen[bytes] | None = None
        self._gelezen = 0

    @property
    def adres(self) -> str:
        return f"http://127.0.0.1:{self.poort}"

    def start(self) -> None:
        self._gelezen = self.uitvoer.stat().st_size if self.uitvoer.exists() else 0
        with self.uitvoer.open("ab") as uit:
            self._starter = subprocess.Popen(
                [sys.executable, "-m", "jid.starter", "start"],
                cwd=PROJECT,
                env=self._omgeving(),
                stdout=uit,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _omgeving(self) -> dict[str, str]:
        schoon = {k: v for k, v in os.environ.items() if not k.startswith(("JID_", "DATABASE_", "DJANGO_"))}
        eigen = {"JID_DATA": str(self.map), "PORT": str(self.poort), "JID_DEMO_WACHTWOORD": WACHTWOORD}
        return schoon | eigen | self.instellingen | {"PYTHONUNBUFFERED": "1"}

    def doet_een_taak(self) -> bool:
        """Send a job to the queue; does the worker take it within `GRENS`?"""
        opdracht = [sys.executable, "-m", "celery", "-A", "jid", "call", "zaken.ruim_concepten_op"]
        rol = {"JID_ROL": "worker"}
        verzonden = "SELECT last_value, is_called FROM pgmq.q_c_celery_msg_id_seq"
        with self.databank.als_superuser("jid") as conn:
            eerst = conn.execute(verzonden).fetchone()
        subprocess.run(opdracht, cwd=PROJECT, env=self._omgeving() | rol, check=True, capture_output=True)
        einde = time.monotonic() + GRENS
        with self.databank.als_superuser("jid") as conn:
            while time.monotonic() < einde:
                if conn.execute("SELECT count(*) FROM pgmq.q_c_celery").fetchone() == (0,):
                    return conn.execute(verzonden).fetchone() != eerst
                time.sleep(0.2)
        return False

    def accounts(self) -> dict[str, int]:
        """Number of every account by its address, which the database holds encrypted."""
        vraag = "import json; from gebruikers.models import Gebruiker as G; print(json.dumps(dict(G.objects.values_list('email', 'pk'))))"
        klaar = subprocess.run(
            [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", vraag],
            cwd=PROJECT,
            env=self._omgeving() | {"JID_ROL": "eigenaar"},
            check=True,
            capture_output=True,
            text=True,
        )
        gevonden: dict[str, int] = json.loads(klaar.stdout)
        return gevonden

    def dood_starter(self) -> None:
        assert self._starter is not None
        self._starter.kill()
        self._starter.wait()

    def stop(self) -> int:
        assert self._starter is not None
        self._starter.terminate()
        return self._starter.wait(60)

    def sinds_start(self) -> str:
        """What the starter said since it was started last."""
        with self.uitvoer.open("rb") as bestand:
            bestand.seek(self._gelezen)
            return bestand.read().decode(errors="replace")

    def is_gevallen(self) -> bool:
        return self._starter is not None and self._starter.poll() is not None

    def pid(self, naam: str) -> int | None:
        bestand = self.map / "processen" / f"{naam}.pid"
        if naam == "postgres":
            bestand = self.databank.cluster / "postmaster.pid"
        try:
            return int(bestand.read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def is_compleet(self) -> bool:
        """All processes are there, the starter said so, and the health page agrees."""
        if "Stop met Ctrl-C" not in self.sinds_start():
            return False
        for naam in ("web", "worker", "beat", "postgres"):
            pid = self.pid(naam)
            if pid is None or processen.zoek(pid) is None:
                return False
        return len(kinderen(self.pid("web"))) >= self.werkers and self.is_gezond()

    def is_gezond(self) -> bool:
        """The health page says so: of the present web server, not of what a killed one left behind."""
        web = self.pid("web")
        if "JID draait op" not in self.sinds_start() or web is None or processen.zoek(web) is None:
            return False
        verbinding = http.client.HTTPConnection("127.0.0.1", self.poort, timeout=5)
        try:
            verbinding.request("GET", "/gezond/klaar/")
            return verbinding.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            verbinding.close()

    def processen(self) -> list[int]:
        """Everything alive that carries our data folder in its environment or command."""
        teken = os.fsencode(self.map)
        gevonden = []
        for map_ in Path("/proc").glob("[0-9]*"):
            try:
                tekst = (map_ / "environ").read_bytes() + (map_ / "cmdline").read_bytes()
            except OSError:
                continue
            if teken in tekst and int(map_.name) != os.getpid() and processen.zoek(int(map_.name)):
                gevonden.append(int(map_.name))
        return gevonden


def kinderen(pid: int | None) -> list[int]:
    """Living children of a process."""
    try:
        tekst = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(kind) for kind in tekst.split() if processen.zoek(int(kind))]


@dataclass(frozen=True)
class Val:
    """One kill: of what, seconds until the new processes answered as healthy, and until all were there again.

    None when that never came.
    """

    doel: str
    gezond: float | None
    compleet: float | None


class Doder:
    """Chooses, kills, waits for recovery."""

    def __init__(self, toepassing: Toepassing, willekeur: random.Random) -> None:
        self.toepassing = toepassing
        self.willekeur = willekeur

    def dood(self, doel: str) -> Val:
        """Kill one target now and wait until everything is whole again."""
        starter_weg = doel.startswith("starter") or doel == "alles tegelijk"
        begin = time.monotonic()
        if starter_weg:
            self.toepassing.dood_starter()
        slachtoffers = self._slachtoffers(doel)
        for pid in slachtoffers:
            _kill(pid)
        if starter_weg:
            self.toepassing.start()
        gezond = None
        while time.monotonic() - begin < 4 * GRENS:
            time.sleep(0.1)
            if starter_weg and self.toepassing.is_gevallen():
                break
            if any(map(processen.zoek, slachtoffers)):
                continue
            if gezond is None and self.toepassing.is_gezond():
                gezond = time.monotonic() - begin
            if gezond is not None and self.toepassing.is_compleet():
                return Val(doel, gezond, time.monotonic() - begin)
        return Val(doel, gezond, None)

    def _slachtoffers(self, doel: str) -> list[int]:
        pid = self.toepassing.pid
        alle = [p for naam in ("web", "worker", "beat", "postgres") if (p := pid(naam))]
        keuze: dict[str, Callable[[], list[int]]] = {
            "web: een werkproces": lambda: self._een_van(kinderen(pid("web"))),
            "web: hoofdproces": lambda: [alle[0]],
            "worker": lambda: [alle[1]],
            "beat": lambda: [alle[2]],
            "PostgreSQL: hoofdproces": lambda: [alle[3]],
            "PostgreSQL: een verbinding": lambda: self._een_van(verbindingen(pid("postgres"))),
            "starter": list,
            "starter en PostgreSQL": lambda: [alle[3]],
            "alles tegelijk": lambda: [*alle, *kinderen(alle[0])],
        }
        return keuze[doel]()

    def _een_van(self, pids: list[int]) -> list[int]:
        return [self.willekeur.choice(pids)] if pids else []


def verbindingen(postmaster: int | None) -> list[int]:
    """Backends that serve the application: `postgres: jid_web jid [local] …`."""
    gevonden = [processen.zoek(pid) for pid in kinderen(postmaster)]
    return [p.pid for p in gevonden if p and ("jid_web" in p.opdracht or "jid_worker" in p.opdracht)]


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


# The run


def rooster(aantal: int, willekeur: random.Random) -> list[str]:
    """Which targets, in which order: for a hundred exactly the shares of `DOELEN`, for less a draw from them."""
    alle = [doel for doel, deel in DOELEN.items() for _ in range(deel)]
    gekozen = [alle[n % len(alle)] for n in range(aantal)] if aantal >= len(alle) else []
    gekozen = gekozen or willekeur.sample(alle, aantal)
    willekeur.shuffle(gekozen)
    return gekozen


def draai(toepassing: Toepassing, aantal: int, zaad: str) -> list[str]:
    """The whole test; gives what went wrong."""
    willekeur = random.Random(zaad)
    begin = time.monotonic()
    toepassing.start()
    while not toepassing.is_compleet():
        if toepassing.is_gevallen() or time.monotonic() - begin > 300:
            return [f"de toepassing start niet:\n{toepassing.sinds_start()}"]
        time.sleep(0.2)
    toepassing.werkers = len(kinderen(toepassing.pid("web")))
    print(
        f"Eerste start: {time.monotonic() - begin:.1f} s, {toepassing.werkers} werkprocessen. Zaad: {zaad}.",
        flush=True,
    )
    with toepassing.databank.als_superuser("jid") as conn:
        if (fsync := conn.execute("SHOW fsync").fetchone()) != ("on",):
            return [f"fsync staat op {fsync}: dit zegt niets"]
    eerst = meet_stand(toepassing.databank)
    genoeg = threading.Event()
    gebruikers = [
        soort(toepassing.adres, f"{naam}@demo.example", WACHTWOORD, genoeg, f"{zaad} {naam}")
        for soort, naam in ACCOUNTS
    ]
    for gebruiker in gebruikers:
        gebruiker.start()
    time.sleep(3)
    vallen = _dood_om_de_beurt(Doder(toepassing, willekeur), rooster(aantal, willekeur))
    afgehaakt = [gebruiker.email for gebruiker in gebruikers if not gebruiker.is_alive()]
    genoeg.set()
    for gebruiker in gebruikers:
        gebruiker.join()
    aantallen, fouten = tel_na(toepassing.databank, eerst, gebruikers, accounts=toepassing.accounts())
    fouten += [f"{email} hield voortijdig op" for email in afgehaakt]
    onleesbaar = [m for g in gebruikers if isinstance(g, Melder) for m in g.lees_alles_terug()]
    fouten += [f"melding {melding} toont haar onderwerp niet meer" for melding in onleesbaar]
    fouten += [f"{val.doel}: niet hersteld" for val in vallen if val.gezond is None or val.compleet is None]
    te_laat = [val for val in vallen if val.gezond and val.gezond > GRENS]
    fouten += [f"{val.doel}: pas na {val.gezond:.1f} s gezond" for val in te_laat]
    if not toepassing.doet_een_taak():
        fouten.append("de worker neemt geen taken meer aan")
    if code := toepassing.stop():
        fouten.append(f"stoppen gaf code {code}")
    if resten := toepassing.processen():
        fouten.append(f"na het stoppen draaien nog: {resten}")
    if not bladzijden_heel(toepassing.databank):
        fouten.append("pg_checksums vindt beschadigde bladzijden")
    afgebroken = sum((gebruiker.schrift.afgebroken for gebruiker in gebruikers), Counter[str]())
    antwoorden = sum((gebruiker.schrift.antwoorden for gebruiker in gebruikers), Counter[str]())
    aantallen |= {f"antwoorden met {status}": keer for status, keer in sorted(antwoorden.items())}
    _toon(vallen, aantallen, afgebroken, time.monotonic() - begin)
    return fouten


def _dood_om_de_beurt(doder: Doder, doelen: list[str]) -> list[Val]:
    vallen = []
    for nummer, doel in enumerate(doelen, start=1):
        time.sleep(doder.willekeur.uniform(0.2, 2.5))
        val = doder.dood(doel)
        vallen.append(val)
        if val.gezond is None or val.compleet is None:
            print(f"{nummer:>4}  {doel:<28} NIET hersteld", flush=True)
            break
        print(
            f"{nummer:>4}  {doel:<28} gezond {val.gezond:5.1f} s, compleet {val.compleet:5.1f} s", flush=True
        )
    return vallen


def _toon(vallen: list[Val], aantallen: Counter[str], afgebroken: Counter[str], duur: float) -> None:
    print(f"\n{'':<34} {'gezond (s)':^17} {'compleet (s)':^17}")
    print(f"{'kill -9 op':<28} {'keer':>5} {'mediaan':>8} {'langst':>8} {'mediaan':>8} {'langst':>8}")
    for doel in DOELEN:
        gezond = [val.gezond for val in vallen if val.doel == doel and val.gezond is not None]
        compleet = [val.compleet for val in vallen if val.doel == doel and val.compleet is not None]
        if gezond and compleet:
            cijfers = (statistics.median(gezond), max(gezond), statistics.median(compleet), max(compleet))
            print(f"{doel:<28} {len(gezond):>5} " + " ".join(f"{cijfer:>8.1f}" for cijfer in cijfers))
    print(f"{'samen':<28} {len(vallen):>5}\n")
    for wat, aantal in aantallen.items():
        print(f"{wat:<28} {aantal:>6}")
    print(f"{'formulieren afgebroken':<28} {afgebroken['schrijven']:>6}  (opnieuw verstuurd)")
    print(f"{'bladzijden afgebroken':<28} {afgebroken['lezen']:>6}\nDuur: {duur / 60:.1f} minuten.")


def _vrije_poort() -> int:
    with socket.socket() as proef:
        proef.bind(("127.0.0.1", 0))
        return int(proef.getsockname()[1])


def main() -> int:
    lezer = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    lezer.add_argument("--kills", type=int, default=100)
    lezer.add_argument("--zaad", default="1")
    lezer.add_argument("--bewaar", action="store_true", help="laat de gegevensmap staan")
    keuzes = lezer.parse_args()
    toepassing = Toepassing(Path(tempfile.mkdtemp(prefix="jid-uithouding-")))
    try:
        fouten = draai(toepassing, keuzes.kills, keuzes.zaad)
    finally:
        for pid in toepassing.processen():
            _kill(pid)
        if keuzes.bewaar:
            print(f"Gegevens: {toepassing.map}")
        else:
            shutil.rmtree(toepassing.map, ignore_errors=True)
            toepassing.uitvoer.unlink(missing_ok=True)
    print("\nOORDEEL:", "er ging iets MIS" if fouten else "niets kwijt, niets dubbel, steeds op tijd gezond")
    for fout in fouten:
        print(f"  - {fout}")
    return 1 if fouten else 0


if __name__ == "__main__":
    sys.exit(main())
