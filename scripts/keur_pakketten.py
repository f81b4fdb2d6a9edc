"""Known vulnerabilities in the packages of the lock files: `scripts/keur_pakketten.py LOCK…`, with pip-audit.

Ends with 0 when the source of advisories was asked and knows none, 1 when it knows some, 3 when it could not be asked.
Nothing is ever called free of known holes on the word of a source that is silent: it must first name those of a version
that has many.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PROEF = "django==3.2.0"
"""A release with dozens of advisories; a source that knows none of them knows nothing."""
WACHTTIJD = 300
"""Seconds for one lock file, all packages together."""
GEVONDEN, NIET_GEVRAAGD = 1, 3


class NietGevraagd(Exception):
    """No answer that can be used; the message is the last line of what pip-audit said."""


def bekende_gaten(lock: Path) -> list[str]:
    """`package version: ids` for every pinned package with an advisory. Raises `NietGevraagd`."""
    opdracht = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--no-deps", "--disable-pip"]
    opdracht += ["--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    try:
        klaar = subprocess.run(  # noqa: S603  # fixed words and a path of ours
            opdracht, capture_output=True, text=True, check=False, timeout=WACHTTIJD
        )
    except subprocess.TimeoutExpired as fout:
        raise NietGevraagd(f"geen antwoord binnen {WACHTTIJD} seconden") from fout
    try:
        pakketten: list[dict[str, Any]] = json.loads(klaar.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError) as fout:
        raise NietGevraagd((klaar.stderr.strip().splitlines() or ["geen antwoord"])[-1][:200]) from fout
    if overgeslagen := [pakket["name"] for pakket in pakketten if "skip_reason" in pakket]:
        raise NietGevraagd(f"overgeslagen: {', '.join(sorted(overgeslagen))}")
    return [
        f"{pakket['name']} {pakket['version']}: {', '.join(gat['id'] for gat in pakket['vulns'])}"
        for pakket in pakketten
        if pakket["vulns"]
    ]


def antwoordt_de_bron() -> None:
    """Raise `NietGevraagd` unless the source knows the holes of `PROEF`."""
    with tempfile.TemporaryDirectory() as map_:
        proef = Path(map_) / "proef.txt"
        proef.write_text(f"{PROEF}\n")
        if not bekende_gaten(proef):
            raise NietGevraagd(f"de bron kent geen gaten in {PROEF}")


def main(locks: list[Path]) -> int:
    try:
        antwoordt_de_bron()
        gaten = [f"{lock.name}: {gat}" for lock in locks for gat in bekende_gaten(lock)]
    except NietGevraagd as fout:
        print(f"NIET GECONTROLEERD op bekende kwetsbaarheden: {fout}.")  # noqa: T201  # a script
        return NIET_GEVRAAGD
    for gat in gaten:
        print(gat)  # noqa: T201  # a script
    if not gaten:
        print(f"Geen bekende kwetsbaarheden in {', '.join(lock.name for lock in locks)}.")  # noqa: T201  # a script
    return GEVONDEN if gaten else 0


if __name__ == "__main__":
    sys.exit(main([Path(lock) for lock in sys.argv[1:]]))
