"""How long keys and backups take in an installation of its own. Run: python -m bench.sleutelbeheer [AANTAL …]

Backup, rehearsal and restore of the demo data, then rotation of 20,000 and 1,000,000 data keys, all by the commands
themselves. With numbers: rotation of so many alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

PROJECT = Path(__file__).resolve().parents[1]


class Installatie:
    """A data directory with a database, the demo data in it, and the commands that one gives there."""

    def __init__(self, map_: Path) -> None:
        self.map = map_
        self.omgeving = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "JID_"))}
        self.omgeving |= {"JID_DATA": str(map_), "JID_OMGEVING": "ontwikkeling"}

    def manage_py(self, *woorden: str) -> float:
        """Run a command to its end; gives its seconds."""
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "manage.py", *woorden],
            cwd=PROJECT,
            env=self.omgeving,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return time.perf_counter() - begin

    def vul(self, aantal: int) -> None:
        """`aantal` data keys under the current key, and no other."""
        from jid.databank import Databank
        from zaken.versleuteling.sleutels import Bestandskluis, nieuwe_datasleutel

        kluis = Bestandskluis(self.map / "hoofdsleutels")
        databank = Databank(self.map / "databank")
        with databank.gebruik(), databank.als_superuser("jid") as conn:
            conn.execute("TRUNCATE zaken_datasleutel CASCADE")
            with (
                conn.cursor() as cursor,
                cursor.copy("COPY zaken_datasleutel (id, ingepakt, hoofdsleutel_id) FROM STDIN") as kopie,
            ):
                for _ in range(aantal):
                    sleutel = kluis.wikkel(nieuwe_datasleutel())
                    kopie.write_row((uuid4(), sleutel.ingepakt, sleutel.hoofdsleutel_id))
            conn.execute("VACUUM ANALYZE zaken_datasleutel")


def zeg(wat: str, seconden: float, per: int = 0) -> None:
    print(
        f"{wat:<60} {seconden:8.1f} s" + (f" {seconden / per * 1e6:8.1f} µs per stuk" if per else ""),
        flush=True,
    )


def main(aantallen: list[int]) -> None:
    with TemporaryDirectory(prefix="jid-bench-") as map_:
        installatie = Installatie(Path(map_) / "jid")
        zeg("tabellen", installatie.manage_py("migrate"))
        if not aantallen:
            meet_kopie(installatie, Path(map_) / "kopie")
        leeg = installatie.manage_py("sleutels")
        zeg("een opdracht die niets doet (starten van server en Django)", leeg)
        for aantal in aantallen or [20_000, 1_000_000]:
            installatie.vul(aantal)
            duur = installatie.manage_py("roteer_sleutels") - leeg
            zeg(f"roteer_sleutels, {aantal:,} datasleutels", duur, aantal)
            zeg("  --ruim-op", installatie.manage_py("roteer_sleutels", "--ruim-op") - leeg)


def meet_kopie(installatie: Installatie, kopie: Path) -> None:
    zeg(
        "codelijsten en demogegevens",
        sum(map(installatie.manage_py, ("codelijsten", "demoaccounts", "demodata"))),
    )
    zeg("backup van de demogegevens", installatie.manage_py("backup", str(kopie)))
    print(f"  {sum(pad.stat().st_size for pad in kopie.iterdir()) / 1e6:.1f} MB")
    zeg("oefen_herstel", installatie.manage_py("oefen_herstel", str(kopie)))
    zeg("herstel --vervang", installatie.manage_py("herstel", str(kopie), "--vervang"))


if __name__ == "__main__":
    main([int(een) for een in sys.argv[1:]])
