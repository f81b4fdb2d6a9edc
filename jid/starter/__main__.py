"""`python -m jid.starter start` and `python -m jid.starter leeg`; called by the Makefile."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from threading import Event

from jid.databank import DatabankFout
from jid.databank.slot import Slot
from jid.starter import inrichting
from jid.starter.fouten import Gestopt, StartFout
from jid.starter.kinderen import ruim_resten_op
from jid.starter.toezicht import RONDE, Toezicht
from jid.starter.werkmap import PROJECT, Werkmap
from jid.starter.zeg import zeg

_STANDAARDPOORT = "8000"
_KLAAR_BINNEN = 60.0
_VALLEN_BIJ_START = 3


def start(werkmap: Werkmap, stop: Event) -> int:
    """Everything up, until `stop`. Returns 0 after that, or at once when it runs already."""
    if os.environ.get("DATABASE_URL"):
        raise StartFout(
            "DATABASE_URL is gezet, maar `make start` gebruikt een eigen databank. Haal DATABASE_URL weg, "
            "of start de processen zelf zoals in docs/beheer/starten.md staat."
        )
    poort = lees_poort()
    werkmap.maak()
    slot = Slot(werkmap.slot)
    if not slot.probeer():
        zeg(_draait_al(werkmap))
        return 0
    werkmap.adresbestand.unlink(missing_ok=True)
    if resten := ruim_resten_op(werkmap):
        zeg(f"Een vorige keer is niet netjes gestopt. Opgeruimd: {', '.join(resten)}.")
    eis_vrije_poort(poort)
    zeg("Databank starten …")
    with werkmap.databank.gebruik() as databank:
        inrichting.richt_in(werkmap, stop)
        toezicht = Toezicht(werkmap, databank, poort)
        try:
            zeg("Toepassing starten …")
            toezicht.ronde()
            _wacht_tot_klaar(toezicht, stop)
            werkmap.adresbestand.write_text(_adres(poort))
            zeg(f"\nJID draait op {_adres(poort)}\n")
            toezicht.start_de_rest()
            toezicht.ronde()
            _toon_demoaccounts()
            zeg("\nStop met Ctrl-C.")
            while not stop.wait(RONDE):
                toezicht.ronde()
        finally:
            zeg("Stoppen …")
            toezicht.stop()
            werkmap.adresbestand.unlink(missing_ok=True)
    zeg("Gestopt. De gegevens zijn bewaard.")
    return 0


def leeg(werkmap: Werkmap) -> int:
    """Remove the data directory, after a question and never while something uses it."""
    if not werkmap.pad.exists():
        zeg(f"Er zijn geen gegevens: {werkmap.pad} bestaat niet.")
        return 0
    if not werkmap.is_van_ons():
        raise StartFout(f"{werkmap.pad} is niet door deze toepassing gemaakt en wordt niet verwijderd.")
    werkmap.maak()
    if not Slot(werkmap.slot).probeer():
        raise StartFout(
            f"{_draait_al(werkmap)} Stop de toepassing eerst (Ctrl-C) en probeer het dan opnieuw."
        )
    zeg(f"Dit verwijdert alle gegevens in {werkmap.pad}: zaken, casussen, accounts en sleutels.")
    zeg("Daarna zijn ze niet terug te halen. Typ ja om door te gaan: ", einde="")
    if sys.stdin.readline().strip().lower() != "ja":
        zeg("\nNiets verwijderd.")
        return 1
    ruim_resten_op(werkmap)
    werkmap.databank.stop()
    shutil.rmtree(werkmap.pad)
    zeg("Alle gegevens zijn verwijderd.")
    return 0


def lees_poort() -> int:
    """PORT, else 8000."""
    tekst = os.environ.get("PORT") or _STANDAARDPOORT
    if not tekst.isdigit() or not 1 <= int(tekst) <= 65535:
        raise StartFout(f"PORT={tekst} is geen poort. Kies een getal van 1 tot en met 65535.")
    return int(tekst)


def eis_vrije_poort(poort: int) -> None:
    with socket.socket() as proef:
        proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            proef.bind(("127.0.0.1", poort))
        except OSError as fout:
            raise StartFout(
                f"Poort {poort} is niet vrij ({fout.strerror}): een ander programma gebruikt hem, of u mag "
                f"hem niet gebruiken. Kies een andere, bijvoorbeeld: make start PORT={poort % 65535 + 1}"
            ) from fout


def _adres(poort: int) -> str:
    return f"http://127.0.0.1:{poort}"


def _draait_al(werkmap: Werkmap) -> str:
    if werkmap.adresbestand.exists():
        return f"JID draait al op {werkmap.adresbestand.read_text()}."
    return "JID wordt al gestart in een ander venster."


def _wacht_tot_klaar(toezicht: Toezicht, stop: Event) -> None:
    einde = time.monotonic() + _KLAAR_BINNEN
    while not toezicht.is_klaar():
        if stop.wait(0.1):
            raise Gestopt
        toezicht.ronde()
        if kind := toezicht.gevallen(_VALLEN_BIJ_START):
            raise StartFout(f"{kind.staart()}\n\n{kind.naam} start niet. Alles staat in {kind.log}.")
        if time.monotonic() > einde:
            raise StartFout(
                f"De toepassing is na {_KLAAR_BINNEN:.0f} seconden nog niet klaar. Kijk in de map logs."
            )


def _toon_demoaccounts() -> None:
    opdracht = [sys.executable, "manage.py", *inrichting.DEMOACCOUNTS]
    antwoord = subprocess.run(
        opdracht, cwd=PROJECT, capture_output=True, text=True, check=False, start_new_session=True
    )
    if antwoord.returncode:
        raise StartFout(f"{antwoord.stderr}\nDe demo-accounts opvragen is niet gelukt.")
    zeg(antwoord.stdout.rstrip())


def main() -> int:
    lezer = argparse.ArgumentParser(prog="jid.starter")
    lezer.add_argument("wat", choices=["start", "leeg"])
    wat = lezer.parse_args().wat
    werkmap = Werkmap.van_omgeving()
    stop = Event()
    try:
        if wat == "leeg":
            return leeg(werkmap)
        for signaal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signaal != signal.SIGHUP or signal.getsignal(signaal) is not signal.SIG_IGN:  # nohup
                signal.signal(signaal, lambda _nummer, _frame: stop.set())
        return start(werkmap, stop)
    except Gestopt:
        zeg("\nGestopt voordat alles klaar was. Start opnieuw om verder te gaan.")
        return 0
    except (StartFout, DatabankFout) as fout:
        print(fout, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
