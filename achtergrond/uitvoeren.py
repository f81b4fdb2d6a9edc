"""Doing the work, as the worker: exactly one result, whatever dies on the way.

A broker delivers at least once, and pgmq delivers again what takes longer than its patience. So a lock of the database
session decides who works: it goes with the connection, at once when the worker is killed. A task that finds it taken
goes away; `hervat` sends again what nobody works on. `poging` rises at each beginning and every write names it, so
that a worker that lost its connection, and with it the lock, writes nothing any more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q

from gebruikers.context import namens
from gebruikers.geheim import Doel, versleutel
from gebruikers.models import Gebruiker

from .models import Resultaatdeel, Taakopdracht
from .services import TAAK, heeft_rol_nu, lees_invoer, plek
from .soorten import Handeling, Stap, Taakfout, Taaksoort, Voortgang, soort_van

logger = logging.getLogger("jid.achtergrond")

HOOGSTENS_POGINGEN = 3
"""Work that stops the worker itself is not begun for ever."""
GELDIG = timedelta(hours=24)
"""How long a file waits for its owner."""
BEWAAR = timedelta(days=30)
STIL = timedelta(seconds=60)
"""So long without a sign of life, and the task is sent again."""
TE_VAAK = "te_vaak_gestopt"
GEEN_RECHT = "geen_recht"

Klok = Callable[[], datetime]
Staat = Taakopdracht.Staat


class Afgebroken(Exception):
    """The owner stopped it, or another worker took over."""


def voer_uit(*, opdracht_id: UUID, klok: Klok) -> bool:
    """Do one order, unless it is done, stopped or in the hands of another; whether this call finished it."""
    with _alleen(opdracht_id) as van_ons:
        opdracht = _begin(opdracht_id, nu=klok()) if van_ons else None
        if opdracht is None:
            return False
        soort = soort_van(opdracht.soort)
        try:
            if isinstance(soort, Handeling):
                _doe(opdracht, soort, klok=klok)
                return True
            _maak(opdracht, soort, klok=klok)
        except Taakfout as fout:
            return _breek_af(opdracht, Staat.MISLUKT, nu=klok(), fout=fout)
        except PermissionDenied:  # ended while it was made
            return _breek_af(opdracht, Staat.MISLUKT, nu=klok(), fout=Taakfout(GEEN_RECHT))
        except Afgebroken:
            _breek_af(opdracht, Staat.GEANNULEERD, nu=klok())
            return False
        return _rond_af(opdracht, Staat.KLAAR, nu=klok())


def hervat(*, nu: datetime) -> int:
    """Send again what lies still: a lost task or a dead worker; each at most once per `STIL`. Returns how many."""
    stil = Taakopdracht.objects.filter(staat__in=[Staat.WACHT, Staat.BEZIG], hartslag__lt=nu - STIL)
    pks = list(stil.values_list("pk", flat=True))
    Taakopdracht.objects.filter(pk__in=pks).update(
        hartslag=nu
    )  # no second task while this one waits its turn
    for pk in pks:
        current_app.send_task(TAAK, [str(pk)])
    return len(pks)


@transaction.atomic
def ruim_op(*, nu: datetime) -> int:
    """Remove files that expired or were fetched, and old orders; returns the number of orders."""
    Resultaatdeel.objects.filter(
        Q(opdracht__verloopt_op__lt=nu) | Q(opdracht__opgehaald_op__lt=nu - timedelta(hours=1))
    ).delete()
    oud = Taakopdracht.objects.filter(gevraagd_op__lt=nu - BEWAAR).exclude(
        staat__in=[Staat.WACHT, Staat.BEZIG]
    )
    return oud.delete()[0]


@contextmanager
def _alleen(opdracht_id: UUID) -> Iterator[bool]:
    """Whether nobody else works on it, for the length of the block."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"taakopdracht {opdracht_id}"]
        )
        (gekregen,) = cursor.fetchone()
    try:
        yield gekregen
    finally:
        if gekregen and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"taakopdracht {opdracht_id}"]
                )


@transaction.atomic
def _begin(opdracht_id: UUID, *, nu: datetime) -> Taakopdracht | None:
    """Take it; None when there is nothing to do. What an earlier try left is removed."""
    opdracht = (
        Taakopdracht.objects.select_for_update()
        .filter(pk=opdracht_id, staat__in=[Staat.WACHT, Staat.BEZIG])
        .first()
    )
    if opdracht is None:
        return None
    Resultaatdeel.objects.filter(opdracht=opdracht).delete()
    if opdracht.annuleren_op is not None:
        opdracht.staat = Staat.GEANNULEERD
    elif opdracht.poging >= HOOGSTENS_POGINGEN:
        opdracht.staat, opdracht.foutcode = Staat.MISLUKT, TE_VAAK
    else:
        opdracht.staat, opdracht.poging = Staat.BEZIG, opdracht.poging + 1
    opdracht.gedaan, opdracht.totaal, opdracht.hartslag = 0, None, nu
    opdracht.save(update_fields=["staat", "foutcode", "poging", "gedaan", "totaal", "hartslag"])
    if opdracht.staat == Staat.BEZIG:
        return opdracht
    _meld_afgebroken(opdracht, Taakfout(TE_VAAK) if opdracht.staat == Staat.MISLUKT else None)
    return None


def _eigenaar(opdracht: Taakopdracht) -> Gebruiker:
    return Gebruiker.objects.only("pk").get(pk=opdracht.eigenaar_id)  # the worker reads no password


def _doe(opdracht: Taakopdracht, soort: Handeling, *, klok: Klok) -> None:
    """All of it and its end in one transaction; raises `Afgebroken` when it is not ours any more."""
    eigenaar = _eigenaar(opdracht)
    with _stappen(opdracht, klok=klok) as stap, namens(eigenaar):
        if not heeft_rol_nu(soort.rollen):
            raise Taakfout(GEEN_RECHT)
        soort.doe(lees_invoer(opdracht), eigenaar, stap)
        nu = klok()
        nog_van_ons = Taakopdracht.objects.filter(
            pk=opdracht.pk, poging=opdracht.poging, staat=Staat.BEZIG, annuleren_op=None
        ).update(staat=Staat.KLAAR, hartslag=nu, klaar_op=nu, verloopt_op=nu)
        if not nog_van_ons:
            raise Afgebroken
    logger.info("taakopdracht %s: %s", opdracht.pk, Staat.KLAAR)


@contextmanager
def _stappen(opdracht: Taakopdracht, *, klok: Klok) -> Iterator[Stap]:
    """Progress on a connection of its own, so that others see it while the work is not committed yet."""
    ernaast = connection.copy()

    def stap(*, gedaan: int, totaal: int) -> None:
        with ernaast.cursor() as cursor:
            cursor.execute(
                "UPDATE achtergrond_taakopdracht SET gedaan = %s, totaal = %s, hartslag = %s"
                " WHERE id = %s AND poging = %s AND staat = 'bezig' AND annuleren_op IS NULL",
                [gedaan, totaal, klok(), opdracht.pk, opdracht.poging],
            )
            if not cursor.rowcount:
                raise Afgebroken

    try:
        yield stap
    finally:
        ernaast.close()


@transaction.atomic
def _breek_af(
    opdracht: Taakopdracht, staat: Taakopdracht.Staat, *, nu: datetime, fout: Taakfout | None = None
) -> bool:
    """Nothing was done: write down why, and let a handeling know. False when another worker took over."""
    afgerond = _rond_af(opdracht, staat, nu=nu, foutcode=fout.code if fout else "")
    if afgerond:
        _meld_afgebroken(opdracht, fout)
    return afgerond


def _meld_afgebroken(opdracht: Taakopdracht, fout: Taakfout | None) -> None:
    soort = soort_van(opdracht.soort)
    if isinstance(soort, Handeling):
        soort.bij_afbreken(lees_invoer(opdracht), _eigenaar(opdracht), fout)


def _maak(opdracht: Taakopdracht, soort: Taaksoort, *, klok: Klok) -> None:
    voortgang, eigenaar = Voortgang(), _eigenaar(opdracht)
    with namens(eigenaar):
        if not heeft_rol_nu(soort.rollen):
            raise Taakfout(GEEN_RECHT)
        delen = soort.maak(lees_invoer(opdracht), voortgang)
    nummer = 0
    while True:
        with namens(eigenaar):
            deel = next(delen, None)
        if deel is None:
            return
        _bewaar(opdracht, nummer, deel, voortgang, nu=klok())
        nummer += 1


@transaction.atomic
def _bewaar(opdracht: Taakopdracht, nummer: int, deel: str, voortgang: Voortgang, *, nu: datetime) -> None:
    """A part of the file together with how far the work is; raises `Afgebroken` when it is not ours any more."""
    opdracht.gedaan, opdracht.totaal = voortgang.gedaan, voortgang.totaal
    nog_van_ons = Taakopdracht.objects.filter(
        pk=opdracht.pk, poging=opdracht.poging, staat=Staat.BEZIG, annuleren_op=None
    ).update(gedaan=voortgang.gedaan, totaal=voortgang.totaal, hartslag=nu)
    if not nog_van_ons:
        raise Afgebroken
    inhoud = versleutel(deel, doel=Doel.TAAK, bij=plek(opdracht, nummer))
    Resultaatdeel.objects.create(opdracht=opdracht, nummer=nummer, inhoud=inhoud)


@transaction.atomic
def _rond_af(opdracht: Taakopdracht, staat: Taakopdracht.Staat, *, nu: datetime, foutcode: str = "") -> bool:
    """The end, once: false when another worker took over or the owner stopped it at the last moment."""
    eigen = Taakopdracht.objects.filter(pk=opdracht.pk, poging=opdracht.poging, staat=Staat.BEZIG)
    if staat == Staat.KLAAR and not eigen.filter(annuleren_op=None).exists():
        staat = Staat.GEANNULEERD
    klaar = {"klaar_op": nu, "verloopt_op": nu + GELDIG} if staat == Staat.KLAAR else {"klaar_op": nu}
    afgerond = eigen.update(staat=staat, foutcode=foutcode, hartslag=nu, **klaar)
    if afgerond and staat != Staat.KLAAR:
        Resultaatdeel.objects.filter(opdracht=opdracht).delete()
    logger.info("taakopdracht %s: %s %s", opdracht.pk, staat, foutcode)
    return bool(afgerond)
