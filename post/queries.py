"""What a beheerder reads about mail; the text is not among it, for the web role cannot read that column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from .models import Foutsoort, Mail, Soort
from .services import BEWAAR_INHOUD

HOOGSTENS = 100


@dataclass(frozen=True)
class Tellingen:
    """How many mails wait, failed, and left in the last weeks (`BEWAAR_RIJ`)."""

    wacht: int
    mislukt: int
    verstuurd: int


@dataclass(frozen=True)
class Regel:
    """One mail for the screen."""

    pk: UUID
    adres: str
    soort: str
    fout: str
    antwoordcode: int | None
    gemaakt_op: datetime
    volgende_poging: datetime
    kan_opnieuw: bool


def tellingen() -> Tellingen:
    """One query; zeros for anybody but a beheerder."""
    staten = {staat: Count("pk", filter=Q(staat=staat)) for staat in Mail.Staat.values}
    return Tellingen(**Mail.objects.aggregate(**staten))


def mislukt(*, nu: datetime) -> list[Regel]:
    """Failed mail, newest first."""
    return _regels(
        Mail.objects.filter(staat=Mail.Staat.MISLUKT).order_by("-gemaakt_op", "pk"), sinds=nu - BEWAAR_INHOUD
    )


def wacht_op_nieuwe_poging() -> list[Regel]:
    """Mail that failed at least once and is tried again, newest first."""
    return _regels(Mail.objects.filter(staat=Mail.Staat.WACHT, pogingen__gt=0).order_by("-gemaakt_op", "pk"))


def _regels(gevonden: QuerySet[Mail], *, sinds: datetime | None = None) -> list[Regel]:
    velden = ("pk", "adres", "soort", "foutsoort", "antwoordcode", "gemaakt_op", "volgende_poging")
    return [
        Regel(
            pk=pk,
            adres=adres,
            soort=str(Soort(soort).label),
            fout=str(Foutsoort(fout).label) if fout else "",
            antwoordcode=code,
            gemaakt_op=gemaakt_op,
            volgende_poging=volgende,
            # What came back after it was sent has no text any more
            kan_opnieuw=sinds is not None and gemaakt_op >= sinds and fout != Foutsoort.TERUGGEKOMEN,
        )
        for pk, adres, soort, fout, code, gemaakt_op, volgende in gevonden.values_list(*velden)[:HOOGSTENS]
    ]
