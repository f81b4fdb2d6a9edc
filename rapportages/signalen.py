"""What policy staff must do now: failed checks, differences, contradictions, provisional years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .services import Jaarcijfers
from .telregels import MELDINGEN_VIJF_JAAR
from .verschil import getal


@dataclass(frozen=True)
class Signaal:
    """One thing to do; `toon` is error, warning or info, `jaar` the year whose page shows it."""

    toon: str
    kop: str
    tekst: str
    jaar: int


def signalen(cijfers: Jaarcijfers) -> Iterator[Signaal]:
    """In order of urgency: failed self-checks, differences, contradictions in print, what is provisional."""
    for bevinding in cijfers.bevindingen:
        yield Signaal("error", _("Herstel dit eerst"), bevinding.tekst, cijfers.jaar)
    yield from _afwijkingen(cijfers)
    for fout in cijfers.tegenspraken:
        yield Signaal("warning", _("Gedrukt totaal klopt niet"), fout.tekst, fout.totaal.jaar)
    if not cijfers.vergelijkingen:
        yield Signaal(
            "info",
            _("Gepubliceerde cijfers ontbreken"),
            _("Er zijn voor deze jaren geen gepubliceerde cijfers ingelezen."),
            cijfers.jaar,
        )
    if cijfers.voorlopig:
        yield Signaal(
            "info",
            _("Jaarcijfers %(jaar)s zijn voorlopig") % {"jaar": cijfers.jaar},
            _("Gebruik deze cijfers nog niet in brieven."),
            cijfers.jaar,
        )


def _afwijkingen(cijfers: Jaarcijfers) -> Iterator[Signaal]:
    for vergelijking in cijfers.vergelijkingen:
        if vergelijking.tabel != MELDINGEN_VIJF_JAAR.id:
            continue
        for regel in vergelijking.regels:
            if regel.verschil and regel.geteld is not None:
                tekst = _(
                    "%(bron)s noemt voor %(jaar)s %(gepubliceerd)s meldingen. Geteld zijn er nu %(geteld)s. "
                    "Zoek uit waardoor dat komt."
                ) % {
                    "bron": vergelijking.bron,
                    "jaar": vergelijking.jaar,
                    "gepubliceerd": getal(regel.gepubliceerd),
                    "geteld": getal(regel.geteld),
                }
                yield Signaal("warning", _("Geteld is anders dan gepubliceerd"), tekst, vergelijking.jaar)
