"""Sealing: what the worker does every half minute. One run is one transaction; the anchor follows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import connection, transaction

from . import bron
from .anker import Anker, Ankerfout, Ankerstand, Bestandsanker, Verloren
from .zegels import GEEN_VORIGE, VORM, Rij, Zegel, blad, tekst, wortel

PER_ZEGEL = 4_096
"""Events in one seal at most: a proof is then at most twelve hashes long."""
VENSTER = timedelta(days=2)
"""How far before the last seal the run of every half minute looks; the nightly run looks at everything."""
_SLOT = 0x4C4F47  # the advisory lock of sealing


def standaardanker() -> Anker:
    """The file that `JID_ANKER` names."""
    return Bestandsanker(settings.ANKER)


def verzegel(*, nu: datetime, anker: Anker, volledig: bool = False) -> int:
    """Seal what was committed, and anchor it; returns the number of events. Runs as the worker role.

    Two runs at once: the second one does nothing. Raises `Ankerfout` when anchor and database contradict each other:
    nothing is sealed on top of a log that may have been rewritten.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SLOT])
        if not cursor.fetchone()[0]:
            return 0
        laatste = bron.laatste_zegel(cursor)
        stand = _eis_anker(anker, laatste, nu=nu)
        _eis_gelijk_op(laatste, stand)
        vanaf = None
        if laatste and not volledig:
            vanaf = tekst(datetime.fromisoformat(laatste.verzegeld_op) - VENSTER)
        with connection.chunked_cursor() as lezer:
            rijen = bron.losse(lezer, vanaf=vanaf, afgerond=True)
            aantal = verzegel_rijen(rijen, laatste=laatste, begin=stand.laatste, op=tekst(nu))
    veranker(anker, nu=nu)
    return aantal


def veranker(anker: Anker, *, nu: datetime) -> int:
    """Append the seals that the anchor does not hold yet; returns how many."""

    def zegels_na(nummer: int) -> Iterable[Zegel]:
        with connection.cursor() as cursor:
            return list(bron.zegels(cursor, na=nummer))

    return anker.vul_aan(zegels_na, op=tekst(nu))


def ga_verder_na_herstel(*, nu: datetime, anker: Anker) -> Verloren | None:
    """Tell the anchor that a backup was put back, so that sealing can go on; what was lost, or None for nothing."""
    with connection.cursor() as cursor:
        laatste = bron.laatste_zegel(cursor)
    stand, nummer = anker.stand(), laatste.nummer if laatste else 0
    if nummer >= stand.verwacht:
        return None
    verloren = Verloren(na=nummer, tot=stand.laatste)
    anker.noteer_herstel(verloren, op=tekst(nu))
    return verloren


def _eis_anker(anker: Anker, laatste: Zegel | None, *, nu: datetime) -> Ankerstand:
    if not anker.bestaat():
        if laatste:
            raise Ankerfout(
                "Het anker van het logboek is weg, maar er zijn al zegels. Zet het anker terug. "
                "Is het echt verloren, begin dan een nieuw: manage.py verzegel_logboek --nieuw-anker."
            )
        anker.begin(op=tekst(nu))
    return anker.stand()


def _eis_gelijk_op(laatste: Zegel | None, stand: Ankerstand) -> None:
    nummer = laatste.nummer if laatste else 0
    if nummer < stand.verwacht:
        raise Ankerfout(
            f"Het anker kent zegel {stand.verwacht}, de databank alleen tot en met {nummer}. Is een reservekopie "
            "teruggezet, meld dat dan: manage.py verzegel_logboek --na-herstel. Zo niet, dan zijn er zegels verwijderd."
        )
    if laatste and stand.kenmerken.get(nummer, laatste.kenmerk) != laatste.kenmerk:
        raise Ankerfout(f"Zegel {nummer} is een ander dan in het anker staat: het logboek is herschreven.")


def verzegel_rijen(rijen: Iterable[Rij], *, laatste: Zegel | None, begin: int, op: str) -> int:
    """Seal these events in their order, behind `laatste` and numbered above `begin`; gives how many events."""
    nummer = max(begin, laatste.nummer if laatste else 0)
    vorige = laatste.kenmerk if laatste else GEEN_VORIGE
    aantal = 0
    for groep in _groepen(rijen):
        nummer += 1
        bladen = [blad(rij) for rij in groep]
        zegel = Zegel(nummer, VORM, len(groep), wortel(bladen), vorige, op)
        _bewaar(zegel, groep, bladen)
        vorige, aantal = zegel.kenmerk, aantal + len(groep)
    return aantal


def _groepen(rijen: Iterable[Rij]) -> Iterator[list[Rij]]:
    wachtend = iter(rijen)
    while groep := list(islice(wachtend, PER_ZEGEL)):
        yield groep


def _bewaar(zegel: Zegel, groep: list[Rij], bladen: list[bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO logboek_zegel (nummer, vorm, aantal, wortel, vorige, verzegeld_op)"
            " VALUES (%s, %s, %s, %s, %s, %s::timestamptz)",
            [zegel.nummer, zegel.vorm, zegel.aantal, zegel.wortel, zegel.vorige, zegel.verzegeld_op],
        )
        cursor.execute(
            "INSERT INTO logboek_zegelregel (gebeurtenis_id, zegel_id, plek, blad)"
            " SELECT r.id::uuid, %s, r.plek - 1, r.blad"
            " FROM unnest(%s::text[], %s::bytea[]) WITH ORDINALITY AS r (id, blad, plek)",
            [zegel.nummer, [rij[0] for rij in groep], bladen],
        )
