"""The view that figures of klachten count from, against the statuses themselves."""

from __future__ import annotations

import importlib
from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import connections, transaction

from klachten.status import OPEN, OVERGANGEN, Status
from meldingen import status as meldingstatus
from rapportages import bron
from rapportages.bron import RegisterBron
from rapportages.telregels import Telling
from tests.factories.klachten import maak_klacht
from tests.factories.zaken import maak_statuswijziging
from tests.hulp import wie

pytestmark = [pytest.mark.databank, pytest.mark.pg15]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Verloop = list[tuple[date, str]]


def wandeling(willekeur: Random) -> Verloop:
    """Valid steps on rising days; sometimes a klacht that was done is taken up again, which the table must bear."""
    dag, status = date(2022, 6, 1) + timedelta(days=willekeur.randrange(700)), Status.ONTVANGEN
    verloop: Verloop = [(dag, status)]
    for _ in range(willekeur.randrange(9)):
        mogelijk = [naar for van, naar in OVERGANGEN if van == status]
        if status not in {*OPEN, Status.DOORGELEID} and willekeur.random() < 0.5:
            mogelijk = [Status.IN_BEHANDELING]
        if not mogelijk:
            break
        dag, status = (
            dag + timedelta(days=willekeur.choice((0, 3, 20, 90))),
            Status(willekeur.choice(mogelijk)),
        )
        verloop.append((dag, status))
    return verloop


def leg_vast(verloop: Verloop) -> None:
    """A klacht as the services leave it: its status, the day of its last end, and every step with its moment."""
    dag, status = verloop[-1]
    eindes = [dag for nummer, (dag, naar) in enumerate(verloop) if nummer and _eindigt(verloop, nummer)]
    klacht = maak_klacht(
        ontvangen_defensie=verloop[0][0],
        datum_registratie=moment(verloop[0][0], 0),
        status=status,
        datum_afgehandeld=eindes[-1] if status not in OPEN else None,
    )
    van = ""
    for nummer, (dag, naar) in enumerate(verloop):
        maak_statuswijziging(klacht, van=van, naar=naar, op=moment(dag, nummer))
        van = naar


def _eindigt(verloop: Verloop, nummer: int) -> bool:
    return verloop[nummer - 1][1] in OPEN and verloop[nummer][1] not in OPEN


def moment(dag: date, minuut: int) -> datetime:
    return datetime.combine(dag, time(23, 30 + minuut), AMSTERDAM)


def gewoon_geteld(verlopen: list[Verloop], jaar: int, tot: date) -> Counter[str]:
    """The plain definition: walk through the steps that were taken on `tot` or earlier.

    A klacht that went to another register counts nowhere; one that came back from there was never away.
    """
    geteld: Counter[str] = Counter()
    for heel in verlopen:
        hier = [
            (dag, status)
            for nummer, (dag, status) in enumerate(heel)
            if status != Status.DOORGELEID or nummer == len(heel) - 1
        ]
        verloop = [(dag, status) for dag, status in hier if dag <= tot]
        if not verloop:
            continue
        if verloop[-1][1] == Status.DOORGELEID:
            geteld["doorgeleid"] += verloop[0][0].year == jaar
            continue
        geteld["ontvangen"] += verloop[0][0].year == jaar
        for nummer in range(1, len(verloop)):
            if verloop[nummer][0].year == jaar:
                geteld["afgedaan"] += _eindigt(verloop, nummer)
                geteld["heropend"] += verloop[nummer - 1][1] not in OPEN and verloop[nummer][1] in OPEN
        for code, dag in (("open_begin", date(jaar - 1, 12, 31)), ("open_eind", date(jaar, 12, 31))):
            tot_dan = [status for op, status in verloop if op <= dag]
            geteld[code] += bool(tot_dan) and tot_dan[-1] in OPEN
    return +geteld


@pytest.fixture(scope="module")
def verlopen(kloon: str) -> list[Verloop]:
    willekeur = Random("klachten")
    alle = [wandeling(willekeur) for _ in range(80)]
    heen_en_weer = [
        verloop for verloop in alle if Status.DOORGELEID in {status for _, status in verloop[:-1]}
    ]
    assert heen_en_weer
    assert Status.DOORGELEID in {verloop[-1][1] for verloop in alle}
    with transaction.atomic(), wie.fabriek():
        for verloop in alle:
            leg_vast(verloop)
    return alle


@pytest.mark.parametrize("jaar", [2022, 2023, 2024, 2025])
@pytest.mark.parametrize("tot", [date(2026, 1, 1), date(2023, 7, 1)])
def test_de_databank_telt_als_de_statussen_zelf(verlopen: list[Verloop], jaar: int, tot: date) -> None:
    cellen = RegisterBron().tel(
        Telling.KLACHTEN_VERLOOP, jaren=range(jaar, jaar + 1), stand_op=date(jaar, 12, 31), vastgelegd_tot=tot
    )

    geteld = Counter({cel.code or cel.status: cel.aantal for cel in cellen})
    assert +geteld == gewoon_geteld(verlopen, jaar, min(tot, date(jaar, 12, 31)))
    assert (
        geteld["open_begin"] + geteld["ontvangen"] + geteld["heropend"]
        == geteld["afgedaan"] + geteld["open_eind"]
    )


def test_een_klacht_zonder_verloop_telt_naar_haar_status(verlopen: list[Verloop]) -> None:
    with transaction.atomic(), wie.fabriek():
        for status, einde in ((Status.GESLOTEN, date(2010, 3, 1)), (Status.HOREN, None)):
            maak_klacht(
                ontvangen_defensie=date(2010, 1, 4),
                datum_registratie=moment(date(2010, 1, 4), 0),
                status=status,
                datum_afgehandeld=einde,
            )

    cellen = RegisterBron().tel(
        Telling.KLACHTEN_VERLOOP,
        jaren=range(2010, 2011),
        stand_op=date(2010, 12, 31),
        vastgelegd_tot=date(2026, 1, 1),
    )

    assert {cel.code: cel.aantal for cel in cellen if cel.aantal} == {
        "ontvangen": 2,
        "afgedaan": 1,
        "open_eind": 1,
    }


def test_de_view_heeft_geen_sleutel_en_geen_tijdstip(verlopen: list[Verloop]) -> None:
    with connections["cijfers"].cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = 'app.cijfers_klachtperioden'::regclass AND attnum > 0"
        )
        kolommen = dict(cursor.fetchall())

    assert not {naam for naam in kolommen if naam.endswith(("_id", "_ptr")) or naam in {"id", "zaaknummer"}}
    assert set(kolommen.values()) <= {"date", "boolean", "character varying", "text", "smallint"}


def test_open_is_in_de_databank_wat_het_in_de_toepassing_is() -> None:
    migratie = importlib.import_module("klachten.migrations.0007_cijfers_terug")

    assert set(migratie.OPEN) == set(OPEN)
    assert set(bron.NOG_NIET_KLAAR) == set(meldingstatus.OPEN)
