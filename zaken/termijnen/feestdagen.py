"""Working days under the Algemene termijnenwet (Atw), articles 1 to 3.

A working day is no Saturday, no Sunday, no general holiday and no day that a royal decree equates with one.
The holidays are computed. The equated days are data rows: the built-in ones can be replaced through the
parameter `gelijkgestelde_dagen` of every function, so that the beheerder can add rows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

EEN_DAG = timedelta(days=1)
ZATERDAG, ZONDAG = 5, 6
EERSTE_KONINGSDAG = 2014


@dataclass(frozen=True, kw_only=True)
class Gelijkstelling:
    """One day equated with a general holiday (Atw art. 3, third paragraph), with the decree that did so."""

    dag: date
    bron: str


_KB_2017_2019 = "Koninklijk besluit van 24 oktober 2016, nr. 2016001827 (BWBR0038666)"
_KB_2020_2022 = "Koninklijk besluit voor 2020 tot en met 2022 (alleen deze dag is opgenomen)"
_KB_2023_2025 = (
    "Besluit gelijkstelling van 28 april 2023, 19 mei 2023, 10 mei 2024, 27 december 2024 en 30 mei 2025 "
    "met een algemeen erkende feestdag"
)
_KB_2026_2028 = (
    "Besluit gelijkstelling van 2 januari 2026, 15 mei 2026, 7 mei 2027, 28 april 2028 en 26 mei 2028 "
    "met een algemeen erkende feestdag"
)

GELIJKSTELLINGEN: tuple[Gelijkstelling, ...] = (
    Gelijkstelling(dag=date(2017, 4, 28), bron=_KB_2017_2019),
    Gelijkstelling(dag=date(2017, 5, 26), bron=_KB_2017_2019),
    Gelijkstelling(dag=date(2018, 5, 11), bron=_KB_2017_2019),
    Gelijkstelling(dag=date(2018, 12, 24), bron=_KB_2017_2019),
    Gelijkstelling(dag=date(2018, 12, 31), bron=_KB_2017_2019),
    Gelijkstelling(dag=date(2019, 5, 31), bron=_KB_2017_2019),
    Gelijkstelling(dag=date(2019, 12, 27), bron=_KB_2017_2019),
    Gelijkstelling(dag=date(2022, 5, 27), bron=_KB_2020_2022),
    Gelijkstelling(dag=date(2023, 4, 28), bron=_KB_2023_2025),
    Gelijkstelling(dag=date(2023, 5, 19), bron=_KB_2023_2025),
    Gelijkstelling(dag=date(2024, 5, 10), bron=_KB_2023_2025),
    Gelijkstelling(dag=date(2024, 12, 27), bron=_KB_2023_2025),
    Gelijkstelling(dag=date(2025, 5, 30), bron=_KB_2023_2025),
    Gelijkstelling(dag=date(2026, 1, 2), bron=_KB_2026_2028),
    Gelijkstelling(dag=date(2026, 5, 15), bron=_KB_2026_2028),
    Gelijkstelling(dag=date(2027, 5, 7), bron=_KB_2026_2028),
    Gelijkstelling(dag=date(2028, 4, 28), bron=_KB_2026_2028),
    Gelijkstelling(dag=date(2028, 5, 26), bron=_KB_2026_2028),
)
GELIJKGESTELDE_DAGEN: frozenset[date] = frozenset(rij.dag for rij in GELIJKSTELLINGEN)


def eerste_paasdag(jaar: int) -> date:
    """Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    maancyclus = jaar % 19
    eeuw, jaar_van_eeuw = divmod(jaar, 100)
    correctie = (8 * eeuw + 13) // 25
    epacta = (19 * maancyclus + eeuw - eeuw // 4 - correctie + 15) % 30
    weekdag = (32 + 2 * (eeuw % 4) + 2 * (jaar_van_eeuw // 4) - epacta - jaar_van_eeuw % 4) % 7
    uitzondering = (maancyclus + 11 * epacta + 22 * weekdag) // 451
    maand, dag = divmod(epacta + weekdag - 7 * uitzondering + 114, 31)
    return date(jaar, maand, dag + 1)


def koningsdag(jaar: int) -> date:
    """27 April, 26 when that is a Sunday; until 2013 Koninginnedag: 30 April, 29 when that is a Sunday."""
    dag = date(jaar, 4, 27) if jaar >= EERSTE_KONINGSDAG else date(jaar, 4, 30)
    return dag - EEN_DAG if dag.weekday() == ZONDAG else dag


@cache
def _feestdagen(jaar: int) -> dict[date, str]:
    pasen = eerste_paasdag(jaar)
    return {
        date(jaar, 1, 1): "Nieuwjaarsdag",
        pasen - timedelta(days=2): "Goede Vrijdag",
        pasen + EEN_DAG: "Tweede Paasdag",
        koningsdag(jaar): "Koningsdag" if jaar >= EERSTE_KONINGSDAG else "Koninginnedag",
        date(jaar, 5, 5): "Bevrijdingsdag",
        pasen + timedelta(days=39): "Hemelvaartsdag",
        pasen + timedelta(days=50): "Tweede Pinksterdag",
        date(jaar, 12, 25): "Eerste Kerstdag",
        date(jaar, 12, 26): "Tweede Kerstdag",
    }


def feestdagen(jaar: int) -> dict[date, str]:
    """The general holidays of one year with their Dutch names (Atw art. 3, first and second paragraph).

    5 May counts every year. Where two holidays share a day (Ascension Day on 5 May: 2005, 2016) the day
    has the Christian name. Easter Sunday and Whit Sunday are not in the law: they are Sundays.
    """
    return dict(_feestdagen(jaar))


def feestdag(dag: date) -> str | None:
    """The Dutch name of the general holiday on `dag`, or None."""
    return _feestdagen(dag.year).get(dag)


def is_werkdag(dag: date, *, gelijkgestelde_dagen: Collection[date] = GELIJKGESTELDE_DAGEN) -> bool:
    """Whether a term may end on `dag` under the Algemene termijnenwet."""
    return dag.weekday() < ZATERDAG and feestdag(dag) is None and dag not in gelijkgestelde_dagen


def eerstvolgende_werkdag(
    dag: date, *, gelijkgestelde_dagen: Collection[date] = GELIJKGESTELDE_DAGEN
) -> date:
    """`dag` itself when it is a working day, else the first working day after it (Atw art. 1)."""
    while not is_werkdag(dag, gelijkgestelde_dagen=gelijkgestelde_dagen):
        dag += EEN_DAG
    return dag


def waarom_geen_werkdag(
    dag: date, *, gelijkgestelde_dagen: Collection[date] = GELIJKGESTELDE_DAGEN
) -> str | None:
    """The end of the sentence that starts with the day: `is een zaterdag`, `is Tweede Kerstdag`,
    `telt als feestdag`; None on a working day."""
    if dag.weekday() == ZATERDAG:
        return "is een zaterdag"
    if dag.weekday() == ZONDAG:
        return "is een zondag"
    if naam := feestdag(dag):
        return f"is {naam}"
    return "telt als feestdag" if dag in gelijkgestelde_dagen else None
