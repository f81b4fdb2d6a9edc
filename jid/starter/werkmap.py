"""Where everything is that this machine makes: one directory, git-ignored."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from jid.databank import Databank, programmas, standaard

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Werkmap:
    """The data directory (JID_DATA, else `.jid/`) and what we keep there."""

    pad: Path

    @classmethod
    def van_omgeving(cls) -> Werkmap:
        return cls(Path(os.environ.get("JID_DATA") or PROJECT / ".jid").resolve())

    @property
    def databank(self) -> Databank:
        return standaard()

    @property
    def slot(self) -> Path:
        """Held by the starter for as long as it lives."""
        return self.processen / "slot"

    @property
    def processen(self) -> Path:
        """Pid files: what a killed starter leaves to be found."""
        return self.pad / "processen"

    @property
    def adresbestand(self) -> Path:
        return self.processen / "adres"

    @property
    def logboeken(self) -> Path:
        return self.pad / "logs"

    @property
    def statisch(self) -> Path:
        return self.pad / "statisch"

    def maak(self) -> None:
        for map_ in (self.pad, self.processen, self.logboeken):
            map_.mkdir(mode=0o700, parents=True, exist_ok=True)
            map_.chmod(0o700)
        if programmas.kies_uitvoerder().is_ander_account:
            self.pad.chmod(0o711)  # PostgreSQL passes through to its own directory, and sees nothing else

    def is_van_ons(self) -> bool:
        """Was this directory made by us? Asked before it is removed."""
        return (self.databank.map / "geheim").is_dir() or self.slot.exists()
