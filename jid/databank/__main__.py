"""`python -m jid.databank PROGRAM …`: run psql, pg_dump or another program on the database of this machine.

The server is up for as long as the program runs. The program finds it through the PG… variables; the role is
the owner, or the one that JID_PG_ROL names.
"""

from __future__ import annotations

import os
import subprocess
import sys

from jid.databank import DatabankFout, programmas, rollen, standaard


def main(programma: str, *argumenten: str) -> int:
    databank = standaard()
    eigen = programmas.zoek_map() / programma
    with databank.gebruik():
        gegevens = databank.verbinding(os.environ.get("JID_PG_ROL") or rollen.EIGENAAR)
        omgeving = os.environ | {
            "PGHOST": gegevens["HOST"],
            "PGPORT": gegevens["PORT"],
            "PGUSER": gegevens["USER"],
            "PGPASSWORD": gegevens["PASSWORD"],
            "PGDATABASE": gegevens["NAME"],
        }
        opdracht = [str(eigen) if eigen.exists() else programma, *argumenten]
        return subprocess.run(opdracht, env=omgeving, check=False).returncode


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Gebruik: python -m jid.databank PROGRAMMA [ARGUMENT …]")
    try:
        sys.exit(main(*sys.argv[1:]))
    except (DatabankFout, FileNotFoundError) as fout:
        sys.exit(str(fout))
