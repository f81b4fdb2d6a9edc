"""Files that somebody brought. Call inside `with fabriek():`."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from achtergrond.models import Taakopdracht
from gebruikers.models import Gebruiker
from inlezen.fouten import Fout, zin
from inlezen.models import Inlezing, Inlezingdeel

KOP = ["Ref MVV", "Bron MVV", "Dag MVV", "Categorie MVV", "Onderwerp MVV"]
RIJ = ["A-1", "mvv", "15-11-2024", "omgangsvormen", "Een neutrale regel"]


def maak_inlezing(
    eigenaar: Gebruiker,
    *,
    naam: str = "bestand.csv",
    rijen: tuple[list[str], ...] = (RIJ,),
    kop: list[str] = KOP,
    keuze: list[str] | None = None,
    fout: str = "",
    opdracht: Taakopdracht | None = None,
    team: str = "",
    gestopt: bool = False,
) -> Inlezing:
    """A file of meldingen that waits; with `keuze` its columns are chosen, with `fout` the first row is wrong.

    With `team` it was taken in for that team, with `gestopt` it was not; then nothing of it is left.
    """
    inlezing = Inlezing(
        id=uuid4(),
        eigenaar=eigenaar,
        soort="meldingen",
        aantal_rijen=len(rijen),
        gebracht_op=timezone.now(),
        opdracht=opdracht,
    )
    if gestopt or team:
        inlezing.klaar_op, inlezing.bestemming = timezone.now(), team
        inlezing.save(force_insert=True)
        return inlezing
    inlezing.zet("bestand", {"naam": naam, "sha256": "0" * 64, "kop": kop})
    if keuze:
        inlezing.zet("keuze", keuze)
        inlezing.zet(
            "fouten", [Fout(2, "hoofdcategorie", fout, zin("iets anders")).als_json()] if fout else []
        )
        inlezing.aantal_fouten = int(bool(fout))
    inlezing.save(force_insert=True)
    deel = Inlezingdeel(id=uuid4(), inlezing=inlezing, nummer=0, eerste_rij=2)
    deel.zet_rijen([(nummer, cellen) for nummer, cellen in enumerate(rijen, 2)])
    deel.save(force_insert=True)
    return inlezing
