"""Known vulnerabilities in the packages of lock files: `scripts/keur_pakketten.py LOCK…`, with pip-audit and npm audit.

Ends with 0 when the sources of advisories were asked and know none, 1 when one knows some, 3 when one could not be
asked. Nothing is ever called free of known holes on the word of a source that is silent: each must first name those of
a version that has many.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

WACHTTIJD = 300
"""Seconds for one lock file, all packages together."""
GEVONDEN, NIET_GEVRAAGD = 1, 3


class NietGevraagd(Exception):
    """No answer that can be used; the message is the last line of what the program said."""


class Bron(NamedTuple):
    """Who knows the holes of one kind of lock file; `proef` is one with a release that has many."""

    naam: str
    bekende_gaten: Callable[[Path], list[str]]
    proef: str
    inhoud: str


def bekende_gaten_python(lock: Path) -> list[str]:
    """`package version: ids` for every pinned package with an advisory. Raises `NietGevraagd`."""
    opdracht = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--no-deps", "--disable-pip"]
    opdracht += ["--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    klaar = _vraag(opdracht, lock)
    try:
        pakketten: list[dict[str, Any]] = json.loads(klaar.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError) as fout:
        raise _zonder_antwoord(klaar) from fout
    if overgeslagen := [pakket["name"] for pakket in pakketten if "skip_reason" in pakket]:
        raise NietGevraagd(f"overgeslagen: {', '.join(sorted(overgeslagen))}")
    return [
        f"{pakket['name']} {pakket['version']}: {', '.join(gat['id'] for gat in pakket['vulns'])}"
        for pakket in pakketten
        if pakket["vulns"]
    ]


def bekende_gaten_npm(lock: Path) -> list[str]:
    """The same for a `package-lock.json`; asks the registry of npm, and installs nothing."""
    npm = shutil.which("npm")
    if npm is None:
        raise NietGevraagd("npm staat niet op deze machine")
    klaar = _vraag([npm, "audit", "--package-lock-only", "--json"], lock)
    try:
        gevonden: dict[str, dict[str, Any]] = json.loads(klaar.stdout)["vulnerabilities"]
    except (ValueError, KeyError, TypeError) as fout:
        raise _zonder_antwoord(klaar) from fout
    # a package that only leans on one with a hole has the name of that one here
    return [
        f"{naam} {gat['range']}: {gat['url']}"
        for naam, pakket in sorted(gevonden.items())
        for gat in pakket["via"]
        if isinstance(gat, dict)
    ]


def _vraag(opdracht: list[str], lock: Path) -> subprocess.CompletedProcess[str]:
    """pip-audit takes the file by its path, npm by the folder it stands in."""
    try:
        return subprocess.run(  # noqa: S603  # fixed words and a path of ours
            opdracht, cwd=lock.parent, capture_output=True, text=True, check=False, timeout=WACHTTIJD
        )
    except subprocess.TimeoutExpired as fout:
        raise NietGevraagd(f"geen antwoord binnen {WACHTTIJD} seconden") from fout


def _zonder_antwoord(klaar: subprocess.CompletedProcess[str]) -> NietGevraagd:
    """npm ends with the name of its own log file, which says nothing."""
    regels = [regel for regel in klaar.stderr.strip().splitlines() if "complete log" not in regel]
    return NietGevraagd((regels or ["geen antwoord"])[-1][:200])


PYTHON = Bron("pip-audit", bekende_gaten_python, "proef.txt", "django==3.2.0\n")
NPM = Bron(
    "npm audit",
    bekende_gaten_npm,
    "package-lock.json",
    json.dumps(
        {
            "name": "proef",
            "lockfileVersion": 3,
            "packages": {
                "": {"name": "proef", "dependencies": {"lodash": "4.17.4"}},
                "node_modules/lodash": {"version": "4.17.4"},
            },
        }
    ),
)


def antwoordt(bron: Bron) -> None:
    """Raise `NietGevraagd` unless the source knows the holes of its `proef`."""
    with tempfile.TemporaryDirectory() as map_:
        proef = Path(map_) / bron.proef
        proef.write_text(bron.inhoud)
        if not bron.bekende_gaten(proef):
            raise NietGevraagd(f"de bron kent geen gaten in een versie die er veel heeft ({bron.proef})")


def keur(bron: Bron, locks: list[Path]) -> int:
    """What one source says about these lock files, in words; the exit code for it."""
    namen = ", ".join(lock.name for lock in locks)
    try:
        antwoordt(bron)
        gaten = [f"{lock.name}: {gat}" for lock in locks for gat in bron.bekende_gaten(lock)]
    except NietGevraagd as fout:
        print(f"NIET GECONTROLEERD op bekende kwetsbaarheden ({bron.naam}: {namen}): {fout}.")  # noqa: T201  # a script
        return NIET_GEVRAAGD
    print("\n".join(gaten) or f"Geen bekende kwetsbaarheden in {namen}.")  # noqa: T201  # a script
    return GEVONDEN if gaten else 0


def main(locks: list[Path]) -> int:
    per_bron = {
        NPM: [lock for lock in locks if lock.name == NPM.proef],
        PYTHON: [lock for lock in locks if lock.name != NPM.proef],
    }
    codes = {keur(bron, gekozen) for bron, gekozen in per_bron.items() if gekozen}
    return next((code for code in (GEVONDEN, NIET_GEVRAAGD) if code in codes), 0)


if __name__ == "__main__":
    sys.exit(main([Path(lock).resolve() for lock in sys.argv[1:]]))
