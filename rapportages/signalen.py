"""What policy staff must do now: failed checks, differences, contradictions, provisional years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .services import Jaarcijfers
from .tabellen import ONBEKEND
from .telregels import KLACHTEN_AFGEDAAN, MELDINGEN_HOOFDCATEGORIE, MELDINGEN_UITKOMST
from .zinnen import getal, let_op, vertaald


@dataclass(frozen=True)
class Signaal:
    """One thing to do; `toon` is error, warning or info, `jaar` the year whose page shows it."""

    toon: str
    kop: str
    tekst: str
    jaar: int


def signalen(cijfers: Jaarcijfers) -> Iterator[Signaal]:
    """In order of urgency: failed checks, what is missing, differences, contradictions, what is provisional."""
    for bevinding in cijfers.bevindingen:
        yield Signaal("error", _("Herstel dit eerst"), bevinding.tekst, cijfers.jaar)
    yield from _anders_dan_toen(cijfers)
    yield from _niet_vastgelegd(cijfers)
    yield from _afwijkingen(cijfers)
    yield from _over_gepubliceerd(cijfers)
    if cijfers.voorlopig:
        yield Signaal(
            "info",
            _("Jaarcijfers %(jaar)s zijn voorlopig") % {"jaar": cijfers.jaar},
            _("Gebruik deze cijfers nog niet in brieven."),
            cijfers.jaar,
        )


def _anders_dan_toen(cijfers: Jaarcijfers) -> Iterator[Signaal]:
    """Labels that changed and zaken that were annulled since a year was over: its figures were printed otherwise."""
    for zin in dict.fromkeys(zin for tabel in cijfers.tabellen for zin in let_op(tabel)):
        yield Signaal("warning", _("Eerdere cijfers zijn anders"), zin, cijfers.jaar)


def _over_gepubliceerd(cijfers: Jaarcijfers) -> Iterator[Signaal]:
    for fout in cijfers.tegenspraken:
        yield Signaal("warning", _("Gedrukt totaal klopt niet"), fout.tekst, fout.totaal.jaar)
    if not cijfers.vergelijkingen:
        yield Signaal(
            "info",
            _("Gepubliceerde cijfers ontbreken"),
            _("Er zijn voor deze jaren geen gepubliceerde cijfers ingelezen."),
            cijfers.jaar,
        )


def _niet_vastgelegd(cijfers: Jaarcijfers) -> Iterator[Signaal]:
    """What ended without saying how: often an import of old zaken. Counted, in a row of its own."""
    for regel in (MELDINGEN_UITKOMST, KLACHTEN_AFGEDAAN):
        tabel = cijfers.tabel(regel.id)
        if aantal := tabel.aantal(ONBEKEND):
            tekst = _("%(titel)s: van %(aantal)s %(wat)s is dit niet vastgelegd.") % {
                "titel": vertaald(regel.titel),
                "aantal": getal(aantal),
                "wat": vertaald(regel.eenheid.bij(aantal)),
            }
            yield Signaal("warning", vertaald(regel.zonder_code), tekst, cijfers.jaar)


def _afwijkingen(cijfers: Jaarcijfers) -> Iterator[Signaal]:
    for vergelijking in cijfers.vergelijkingen:
        if vergelijking.tabel == MELDINGEN_HOOFDCATEGORIE.id:
            continue
        eenheid = cijfers.tabel(vergelijking.tabel).regel.eenheid
        for regel in vergelijking.regels:
            if regel.is_totaal and regel.verschil and regel.geteld is not None:
                tekst = _(
                    "%(bron)s noemt voor %(jaar)s %(gepubliceerd)s %(wat)s. Geteld zijn er nu %(geteld)s. "
                    "Zoek uit waardoor dat komt."
                ) % {
                    "wat": vertaald(eenheid.bij(regel.gepubliceerd)),
                    "bron": vergelijking.bron,
                    "jaar": vergelijking.jaar,
                    "gepubliceerd": getal(regel.gepubliceerd),
                    "geteld": getal(regel.geteld),
                }
                yield Signaal("warning", _("Geteld is anders dan gepubliceerd"), tekst, vergelijking.jaar)
