"""Where counts come from: the seam. `RegisterBron` counts the registers; facts will take its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Protocol

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from codelijsten.models import Code

from .models import Register

ALIAS = "cijfers"
"""The connection of the figures role: it can read coded columns and nothing else."""


class Cel(NamedTuple):
    """One counted cell. `code` is empty when there is none yet; `status` where statuses play no part."""

    jaar: int
    code: str
    status: str
    aantal: int


@dataclass(frozen=True)
class Categorie:
    """A row of a table: a code of a code list with its validity (both ends inclusive, None is open)."""

    code: str
    label: str
    geldig_van: date | None = None
    geldig_tot: date | None = None

    def bestond_in(self, jaar: int) -> bool:
        """Whether the code was valid on at least one day of `jaar`."""
        begonnen = self.geldig_van is None or self.geldig_van.year <= jaar
        return begonnen and (self.geldig_tot is None or self.geldig_tot.year >= jaar)


class Bron(Protocol):
    """What a figure may ask. Every number is a count; no answer holds a person, a text or a single zaak."""

    def jaren(self, register: Register) -> Sequence[int]:
        """Years of which the register holds anything, oldest first."""
        ...

    def tel_meldingen(self, *, jaren: range, stand_op: date, vastgelegd_tot: date) -> Sequence[Cel]:
        """Meldingen per year of receipt, hoofdcategorie and status, annulled ones left out.

        `stand_op`: the state described. `vastgelegd_tot`: recorded on this day or earlier.
        """
        ...

    def tel_casussen(self, *, jaren: range, stand_op: date) -> Sequence[Cel]:
        """Casussen per year of first contact and hoofdthema, closed quarters only, no voortzettingen."""
        ...

    def categorieen(self, lijst: str) -> Sequence[Categorie]:
        """All rows of a code list, closed ones too, in printed order."""
        ...


class RegisterBron:
    """Counts the registers as they are now, through definer views that the figures role may read.

    There are no versioned facts yet, so category and status are today's: `stand_op` limits the receipt and
    `vastgelegd_tot` the registration, but a later change of category cannot be undone (docs/cijfers.md).
    """

    def jaren(self, register: Register) -> Sequence[int]:
        with connections[ALIAS].cursor() as cursor:
            if register == Register.CASUSSEN:
                cursor.execute("SELECT DISTINCT jaar FROM app.cijfers_casussen ORDER BY jaar")
                return [rij[0] for rij in cursor.fetchall()]
            return _jaren_met_meldingen(cursor)

    def tel_meldingen(self, *, jaren: range, stand_op: date, vastgelegd_tot: date) -> Sequence[Cel]:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(
                """SELECT extract(year FROM ontvangen_defensie)::int, coalesce(hoofdcategorie, ''), status,
                     count(*)
                   FROM app.cijfers_meldingen
                   WHERE ontvangen_defensie >= %s AND ontvangen_defensie <= %s AND datum_registratie < %s
                   GROUP BY 1, 2, 3""",
                [
                    date(jaren.start, 1, 1),
                    min(stand_op, date(jaren.stop - 1, 12, 31)),
                    _einde_van(vastgelegd_tot),
                ],
            )
            return [Cel(*rij) for rij in cursor.fetchall()]

    def tel_casussen(self, *, jaren: range, stand_op: date) -> Sequence[Cel]:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(
                """SELECT jaar, coalesce(hoofdthema, ''), '', sum(aantal)::int
                   FROM app.cijfers_casussen
                   WHERE jaar >= %s AND jaar < %s
                     AND make_date(jaar, kwartaal * 3, 1) + interval '1 month' <= %s
                   GROUP BY 1, 2""",
                [jaren.start, jaren.stop, stand_op + timedelta(days=1)],
            )
            return [Cel(*rij) for rij in cursor.fetchall()]

    def categorieen(self, lijst: str) -> Sequence[Categorie]:
        rijen = Code.objects.using(ALIAS).van(lijst).order_by("volgorde", "label")
        return [Categorie(rij.code, rij.label, rij.geldig_van, rij.geldig_tot) for rij in rijen]


def _jaren_met_meldingen(cursor: CursorWrapper) -> list[int]:
    """Years with a melding: the two ends by index, then one look per year, so a million rows are not read."""
    cursor.execute(
        """(SELECT ontvangen_defensie FROM app.cijfers_meldingen ORDER BY ontvangen_defensie LIMIT 1)
           UNION ALL
           (SELECT ontvangen_defensie FROM app.cijfers_meldingen ORDER BY ontvangen_defensie DESC LIMIT 1)"""
    )
    uiteinden = [rij[0].year for rij in cursor.fetchall()]
    if not uiteinden:
        return []
    jaren = range(min(uiteinden), max(uiteinden) + 1)
    een_jaar = """(SELECT %s WHERE EXISTS (SELECT FROM app.cijfers_meldingen
                    WHERE ontvangen_defensie >= %s AND ontvangen_defensie <= %s))"""
    cursor.execute(
        " UNION ALL ".join([een_jaar] * len(jaren)),
        [deel for jaar in jaren for deel in (jaar, date(jaar, 1, 1), date(jaar, 12, 31))],
    )
    return sorted(rij[0] for rij in cursor.fetchall())


def _einde_van(dag: date) -> datetime:
    """The first moment after `dag`, in local time."""
    return timezone.make_aware(datetime.combine(dag + timedelta(days=1), time.min))
