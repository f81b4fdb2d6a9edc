"""Where counts come from: the seam. `RegisterBron` counts the registers; facts will take its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from django.db import connections
from django.utils import timezone

from codelijsten.models import Code
from zaken.instellingen.queries import gelijkgestelde_dagen, normenreeks
from zaken.termijnen import klacht

from . import klachtverloop
from .cellen import Categorie, Cel
from .klachtverloop import Klachtperiode, Termijnkader
from .models import Register
from .telregels import Telling

__all__ = ["ALIAS", "Bron", "Categorie", "Cel", "RegisterBron"]

ALIAS = "cijfers"
"""The connection of the figures role: it can read coded columns and nothing else."""

GETELD = (Register.MELDINGEN, Register.KLACHTEN, Register.MISSTANDEN, Register.CASUSSEN, Register.SIGNALEN)
"""Registers that are counted."""


class Bron(Protocol):
    """What a figure may ask. Every number is a count; no answer holds a person, a text or a single zaak."""

    def jaren(self, register: Register) -> Sequence[int]:
        """Years in which the register received anything, oldest first; of casussen the years counted that had any."""
        ...

    def tel(self, telling: Telling, *, jaren: range, stand_op: date, vastgelegd_tot: date) -> Sequence[Cel]:
        """The cells of one count, annulled registrations left out.

        `stand_op`: the state described; an earlier year as it stood at its own end. `vastgelegd_tot`: recorded on this
        day or earlier. Of what is counted at fixed moments (`Telregel.op_vaste_momenten`) a year without a cell was not
        counted yet.
        """
        ...

    def categorieen(self, lijst: str) -> Sequence[Categorie]:
        """All rows of a code list, closed ones too, in printed order."""
        ...

    def geannuleerd(self, *, vastgelegd_tot: date) -> Mapping[tuple[Register, int], int]:
        """Per register and year of receipt what was annulled after January of the next year, and was there before.

        Nothing counts it; who has the figures of before has it in them.
        """
        ...


class RegisterBron:
    """Counts the registers as they are now, through definer views that the figures role may read.

    There are no versioned facts yet. Receipt, registration and the days on which something ended are held against
    the two dates; what was changed later (a category, a qualification) counts as it is today (docs/cijfers.md).
    """

    def jaren(self, register: Register) -> Sequence[int]:
        if register == Register.CASUSSEN:
            vraag = "SELECT DISTINCT jaar FROM app.cijfers_casussen WHERE aantal > 0 ORDER BY jaar"
            return [jaar for (jaar,) in _rijen(vraag, [])]
        return _jaren_van_ontvangst(*_VIEWS[register])

    def tel(self, telling: Telling, *, jaren: range, stand_op: date, vastgelegd_tot: date) -> Sequence[Cel]:
        return _TELLINGEN[telling](jaren, stand_op, vastgelegd_tot)

    def categorieen(self, lijst: str) -> Sequence[Categorie]:
        rijen = Code.objects.using(ALIAS).van(lijst).order_by("volgorde", "label")
        return [
            Categorie(
                *(rij.code, rij.label, rij.geldig_van, rij.geldig_tot, rij.label_en, rij.label_was),
                label_sinds=rij.label_sinds and timezone.localdate(rij.label_sinds),
            )
            for rij in rijen
        ]

    def geannuleerd(self, *, vastgelegd_tot: date) -> Mapping[tuple[Register, int], int]:
        rijen = _rijen(
            """SELECT soort, jaar, sum(aantal)::int FROM app.cijfers_geannuleerd
               WHERE geannuleerd_op > make_date(jaar + 1, 1, 31) AND geannuleerd_op <= %(tot)s
                 AND vastgelegd_op <= make_date(jaar + 1, 1, 31)
               GROUP BY 1, 2""",
            {"tot": vastgelegd_tot},
        )
        return {(_SOORTEN[soort], jaar): aantal for soort, jaar, aantal in rijen if soort in _SOORTEN}


_SOORTEN = {"melding": Register.MELDINGEN, "klacht": Register.KLACHTEN, "misstand": Register.MISSTANDEN}
_VIEWS: Mapping[Register, tuple[str, str]] = {
    Register.MELDINGEN: ("app.cijfers_meldingen", "ontvangen_defensie"),
    Register.KLACHTEN: ("app.cijfers_klachtperioden", "ontvangen_defensie"),
    Register.MISSTANDEN: ("app.cijfers_misstanden", "ontvangen_defensie"),
    Register.SIGNALEN: ("app.cijfers_signalen", "ontvangen_op"),
}
"""The view of a register, and its column with the day of receipt."""
_AFGEROND = "('ingetrokken', 'niet_in_behandeling')"
NOG_NIET_KLAAR = (
    *("nieuw", "in_beoordeling", "in_behandeling", "in_onderzoek", "opgeschort", "wacht_op_besluit"),
    "heropend",
)
"""`meldingen.status.OPEN`; a test compares them."""

EIGEN_STAND = "least(%(stand_op)s, make_date(extract(year FROM ontvangen_defensie)::int, 12, 31))"
"""Each year as it stood at its own end, so that two years beside each other are alike."""
UITKOMSTRIJ = f"""CASE WHEN status IN {NOG_NIET_KLAAR} OR afgerond_op > {EIGEN_STAND} THEN 'nog_lopend'
  WHEN status IN {_AFGEROND} THEN status ELSE coalesce(uitkomst, '') END"""
BEOORDELING = """CASE
  WHEN status IN ('geherkwalificeerd', 'doorgeleid') THEN 'geen_vermoeden'
  WHEN uitkomst = 'geen_vermoeden' AND status NOT IN ('beoordeeld', 'in_onderzoek') THEN 'geen_vermoeden'
  WHEN 'ja' IN (maatschappelijk_belang_toets, inbreuk_unierecht) THEN 'vermoeden'
  WHEN maatschappelijk_belang_toets = 'nee' AND inbreuk_unierecht = 'nee' THEN 'geen_vermoeden'
  ELSE 'niet_beoordeeld' END"""


def _ontvangen(
    register: Register, rij: str, *, status: str = "status"
) -> Callable[[range, date, date], list[Cel]]:
    """Counts what was received, per year, row and status (both expressions over the view of the register)."""
    view, dag = _VIEWS[register]

    def tel(jaren: range, stand_op: date, vastgelegd_tot: date) -> list[Cel]:
        rijen = _rijen(
            f"""SELECT extract(year FROM {dag})::int, {rij}, {status}, count(*)
                FROM {view}
                WHERE {dag} >= %(van)s AND {dag} <= %(tot)s
                  AND datum_registratie < %(geregistreerd_voor)s
                GROUP BY 1, 2, 3""",  # noqa: S608  # view and row are constants of this module
            {
                "van": date(jaren.start, 1, 1),
                "tot": min(stand_op, date(jaren.stop - 1, 12, 31)),
                "geregistreerd_voor": _einde_van(vastgelegd_tot),
                "stand_op": stand_op,
            },
        )
        return [Cel(*cel) for cel in rijen]

    return tel


def _casussen(jaren: range, stand_op: date, vastgelegd_tot: date) -> list[Cel]:
    """Per year of first contact and hoofdthema, as counted last: casussen are counted at fixed moments, never here.

    Counts made later than the day after `vastgelegd_tot` are left out, unless there is none before. A year that is not
    over on `stand_op` has no cell. A year that was counted gives at least one.
    """
    rijen = _rijen(
        """SELECT jaar, coalesce(hoofdthema, ''), '', aantal
           FROM app.cijfers_casussen
           JOIN (SELECT DISTINCT ON (jaar) telling FROM app.cijfers_casussen
                 WHERE jaar >= %(van)s AND jaar < %(voor)s AND make_date(jaar, 12, 31) <= %(stand_op)s
                 ORDER BY jaar, geteld_op > %(geteld_tot)s,
                   CASE WHEN geteld_op > %(geteld_tot)s THEN telling ELSE -telling END) AS laatste USING (telling)""",
        {
            "van": jaren.start,
            "voor": jaren.stop,
            "stand_op": stand_op,
            "geteld_tot": vastgelegd_tot + timedelta(days=1),
        },
    )
    return [Cel(*cel) for cel in rijen]


def _klachten_verloop(jaren: range, stand_op: date, vastgelegd_tot: date) -> list[Cel]:
    return klachtverloop.tel_verloop(
        _perioden(jaren, stand_op, vastgelegd_tot), jaren=jaren, stand_op=stand_op
    )


def _klachten_afgedaan(jaren: range, stand_op: date, vastgelegd_tot: date) -> list[Cel]:
    return klachtverloop.tel_afgedaan(_perioden(jaren, stand_op, vastgelegd_tot), jaren=jaren)


def _klachten_termijn(jaren: range, stand_op: date, vastgelegd_tot: date) -> list[Cel]:
    kader = Termijnkader(normenreeks(using=ALIAS), gelijkgestelde_dagen(using=ALIAS))
    perioden = _perioden(jaren, stand_op, vastgelegd_tot)
    return klachtverloop.tel_termijnen(perioden, jaren=jaren, stand_op=stand_op, kader=kader)


_TELLINGEN: Mapping[Telling, Callable[[range, date, date], list[Cel]]] = {
    Telling.HOOFDCATEGORIE: _ontvangen(Register.MELDINGEN, "coalesce(hoofdcategorie, '')"),
    Telling.MELDKANAAL: _ontvangen(Register.MELDINGEN, "coalesce(meldkanaal, '')"),
    Telling.UITKOMST: _ontvangen(Register.MELDINGEN, UITKOMSTRIJ),
    Telling.KLACHTEN_VERLOOP: _klachten_verloop,
    Telling.KLACHTEN_AFGEDAAN: _klachten_afgedaan,
    Telling.KLACHTEN_TERMIJN: _klachten_termijn,
    Telling.MISSTANDEN: _ontvangen(Register.MISSTANDEN, BEOORDELING),
    Telling.CASUSSEN: _casussen,
    Telling.SIGNALEN: _ontvangen(Register.SIGNALEN, "coalesce(aard, soort)", status="''"),
}


def _perioden(jaren: range, stand_op: date, vastgelegd_tot: date) -> list[Klachtperiode]:
    """The periods that touch `jaren`, or about which the ombudsman wrote in them, as they were known."""
    rijen = _rijen(
        """SELECT ontvangen_defensie, begin_op, begin_vastgelegd_op, einde_op, einde_vastgelegd_op,
             coalesce(eindstatus, ''), is_heropening, coalesce(oordeel, ''), afsluitgrond, via_commissie, bindt_awb,
             kennisgeving_op, verdaagd_op, verdaagd_weken, verdaagd_klager_op, verdaagd_aangeklaagde_op,
             instemming_uitstel_op, instemming_uitstel_tot, ombudsman_oordeel_op
           FROM app.cijfers_klachtperioden
           WHERE begin_op <= %(tot)s
             AND (einde_op IS NULL OR einde_vastgelegd_op > %(vastgelegd_tot)s
                  OR greatest(einde_op, ombudsman_oordeel_op) >= %(van)s)""",
        {
            "van": date(jaren.start, 1, 1),
            "tot": min(stand_op, date(jaren.stop - 1, 12, 31)),
            "vastgelegd_tot": vastgelegd_tot,
        },
    )
    perioden = [_periode(*rij) for rij in rijen]
    return list(klachtverloop.zoals_bekend(perioden, stand_op=stand_op, vastgelegd_tot=vastgelegd_tot))


def _periode(*rij: Any) -> Klachtperiode:
    """A row of the view, in the order in which `_perioden` asks."""
    *eerste, op, weken, klager_op, aangeklaagde_op, ingestemd_op, uitstel_tot, ombudsman_op = rij
    verdaging = op and klacht.Verdaging(
        op=op, klager_bericht_op=klager_op, aangeklaagde_bericht_op=aangeklaagde_op, weken=weken
    )
    waarden = [*eerste, verdaging, ingestemd_op, uitstel_tot, ombudsman_op]
    return Klachtperiode(*waarden)


def _jaren_van_ontvangst(view: str, dag: str) -> list[int]:
    """Years with something received: the two ends by index, then one look per year, so a million rows are not read."""
    uiteinden = _rijen(
        f"""(SELECT {dag} FROM {view} ORDER BY {dag} LIMIT 1)
            UNION ALL
            (SELECT {dag} FROM {view} ORDER BY {dag} DESC LIMIT 1)""",  # noqa: S608  # a constant
        [],
    )
    if not uiteinden:
        return []
    jaren = range(min(d.year for (d,) in uiteinden), max(d.year for (d,) in uiteinden) + 1)
    een_jaar = f"""(SELECT %s WHERE EXISTS (SELECT FROM {view}
                    WHERE {dag} >= %s AND {dag} <= %s))"""  # noqa: S608  # a constant
    rijen = _rijen(
        " UNION ALL ".join([een_jaar] * len(jaren)),
        [deel for jaar in jaren for deel in (jaar, date(jaar, 1, 1), date(jaar, 12, 31))],
    )
    return sorted(jaar for (jaar,) in rijen)


def _rijen(vraag: str, waarden: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(vraag, waarden)
        rijen: list[tuple[Any, ...]] = cursor.fetchall()
        return rijen


def _einde_van(dag: date) -> datetime:
    """The first moment after `dag`, in local time."""
    return timezone.make_aware(datetime.combine(dag + timedelta(days=1), time.min))
