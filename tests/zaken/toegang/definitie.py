"""Who sees which zaak, written down as plainly as it can be said; the walls are held against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from zaken.toegang import BELEID


@dataclass
class Definitie:
    """The plain definition: an active account with a zaakrol sees a zaak by team (unless sealed) or by a running
    grant, an auditor or privacy officer by a running noodtoegang, and nobody when excluded. A grant may come of a
    substitution: then it says for whom."""

    team_van: dict[UUID, int | None] = field(default_factory=dict)
    soort: dict[UUID, str] = field(default_factory=dict)
    behandelaar: dict[UUID, int | None] = field(default_factory=dict)
    verzegeld: set[UUID] = field(default_factory=set)
    toegekend: dict[tuple[int, UUID], int | None] = field(default_factory=dict)
    waarnemer: dict[int, int] = field(default_factory=dict)
    rol: dict[int, str] = field(default_factory=dict)
    buitenteam: int = 0
    uitgesloten: set[tuple[int, UUID]] = field(default_factory=set)
    leden: set[tuple[int, int]] = field(default_factory=set)
    met_zaakrol: set[int] = field(default_factory=set)
    met_noodrol: set[int] = field(default_factory=set)
    noodtoegang: set[tuple[int, UUID]] = field(default_factory=set)
    actief: set[int] = field(default_factory=set)

    def staat_buiten(self, gebruiker: int) -> bool:
        return {team for wie, team in self.leden if wie == gebruiker} == {self.buitenteam}

    def kan_lezen(self, gebruiker: int, zaak: UUID) -> bool:
        return gebruiker in self.actief & self.met_zaakrol and (gebruiker, zaak) not in self.uitgesloten

    def past(self, gebruiker: int, zaak: UUID, doel: str = "behandelaar") -> bool:
        """Role, exclusion and seal: whether this zaak may go to this person."""
        return (
            self.rol[gebruiker] in getattr(BELEID[self.soort[zaak]], doel)
            and (gebruiker, zaak) not in self.uitgesloten
            and (zaak not in self.verzegeld or self.staat_buiten(gebruiker))
        )

    def andere_lezer(self, zaak: UUID, behalve: int) -> bool:
        met_toegang = {wie for (wie, wat), voor in self.toegekend.items() if wat == zaak and voor is None}
        leden = {
            wie for wie, team in self.leden if team == self.team_van[zaak] and zaak not in self.verzegeld
        }
        return any(self.kan_lezen(wie, zaak) for wie in (met_toegang | leden) - {behalve})

    def geef_waar(self, voor: int, zaak: UUID) -> None:
        wie = self.waarnemer[voor]
        if self.past(wie, zaak):
            self.toegekend.setdefault((wie, zaak), voor)

    def zet_behandelaar(self, zaak: UUID, nieuw: int | None) -> None:
        """The substitute follows the behandelaar."""
        oud, self.behandelaar[zaak] = self.behandelaar[zaak], nieuw
        if oud == nieuw:
            return
        for (wie, wat), voor in list(self.toegekend.items()):
            if wat == zaak and voor is not None and voor == oud and wie != nieuw:
                del self.toegekend[wie, wat]
        if nieuw in self.waarnemer:
            self.geef_waar(nieuw, zaak)

    def mag_schrijven(self, gebruiker: int, zaak: UUID) -> bool:
        """Noodtoegang is for reading."""
        return gebruiker in self.met_zaakrol and zaak in self.ziet(gebruiker)

    def stop_waarneming(self, voor: int) -> None:
        self.waarnemer.pop(voor, None)
        self.toegekend = {paar: bron for paar, bron in self.toegekend.items() if bron != voor}

    def ziet(self, gebruiker: int) -> set[UUID]:
        if gebruiker not in self.actief:
            return set()
        if gebruiker in self.met_noodrol:
            return {zaak for wie, zaak in self.noodtoegang - self.uitgesloten if wie == gebruiker}
        if gebruiker not in self.met_zaakrol:
            return set()
        return {
            zaak
            for zaak, team in self.team_van.items()
            if (gebruiker, zaak) not in self.uitgesloten
            and (
                (gebruiker, zaak) in self.toegekend
                or (zaak not in self.verzegeld and (gebruiker, team) in self.leden)
            )
        }
