"""Which keys wrap the data keys: state, rotation in batches, and taking an old key out of use.

Runs as the owner, while everybody else works on. At every moment each data key names a key that is in the file and
known to the database, so a kill at any moment costs nothing: the same command goes on where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from logboek import events as logboek
from zaken.models import Sleutelversie
from zaken.versleuteling.keuring import Soort, Status, keur
from zaken.versleuteling.kluis import keur_met_databank, vastgelegd
from zaken.versleuteling.sleutels import (
    Bestandskluis,
    Hoofdsleutel,
    IngepakteSleutel,
    Sleutelproef,
    herwikkel,
    nieuwe_hoofdsleutel,
    verwijder_hoofdsleutels,
    voeg_hoofdsleutel_toe,
)

BUNDEL = 1_000
"""Data keys per transaction."""
GEDULD = 15.0
"""Seconds to wait for another rotation, or one that was just killed, and for rows that others hold."""
_SLOT = 0x4A49442D4B4559

_LEES = """
SELECT id, hoofdsleutel_id, ingepakt FROM zaken_datasleutel
WHERE id > %s AND hoofdsleutel_id <> %s ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
"""
_SCHRIJF = """
UPDATE zaken_datasleutel d SET ingepakt = v.ingepakt, hoofdsleutel_id = v.hoofdsleutel_id
FROM unnest(%s::uuid[], %s::bytea[], %s::text[]) AS v(id, ingepakt, hoofdsleutel_id) WHERE d.id = v.id
"""


class SleutelbeheerGeweigerd(Exception):
    """This cannot be done now; the message says in Dutch why, and what to do first."""


@dataclass
class Wisseling:
    """What a rotation did: `beschadigd` are data keys that no key opens, left as they were."""

    hoofdsleutel_id: str
    nieuw: bool
    herwikkeld: int = 0
    totaal: int = 0
    beschadigd: set[UUID] = field(default_factory=set)


def aantal_per_hoofdsleutel() -> dict[str, int]:
    """Number of data keys by the key that wrapped them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hoofdsleutel_id, count(*) FROM zaken_datasleutel GROUP BY 1 ORDER BY 1")
        return dict(cursor.fetchall())


def roteer(*, pad: Path, meld: Callable[[Wisseling], None], bundel: int = BUNDEL) -> Wisseling:
    """Wrap every data key with the newest key; makes that key, unless an earlier rotation is not finished.

    `meld` hears after every batch how far it is. Raises `SleutelbeheerGeweigerd` when another rotation runs or
    rows stay locked, `OngeldigSleutelbestand` when the key file is not the right one: nothing is changed then.
    """
    with _alleen():
        wisseling = _zorg_voor_nieuwe(pad)
        kluis = Bestandskluis(pad, keur=keur_met_databank)
        wisseling.totaal = _aantal_andere(wisseling.hoofdsleutel_id)
        meld(wisseling)
        tot = time.monotonic() + GEDULD
        while (rest := _aantal_andere(wisseling.hoofdsleutel_id)) > len(wisseling.beschadigd):
            for _aantal in _herwikkel_ronde(kluis, wisseling, bundel):
                meld(wisseling)
                tot = time.monotonic() + GEDULD
            if time.monotonic() > tot:
                raise SleutelbeheerGeweigerd(
                    f"{rest} datasleutels zijn in gebruik bij een ander. Voer de opdracht straks opnieuw uit."
                )
        logboek.sleutels_geroteerd(
            hoofdsleutel=wisseling.hoofdsleutel_id, fase="klaar", aantal=wisseling.herwikkeld
        )
        return wisseling


def ruim_op(*, pad: Path) -> list[str]:
    """Take every older key out of the database and then out of the file; gives the ids that left the file.

    The database refuses, under lock, while one data key still names the key (`SleutelbeheerGeweigerd`).
    """
    with _alleen():
        proef = Bestandskluis(pad, keur=keur_met_databank).proef
        for oud in Sleutelversie.objects.filter(soort=Soort.HOOFDSLEUTEL).exclude(pk=proef.huidige_id):
            try:
                with transaction.atomic():
                    oud.delete()
            except IntegrityError:
                raise SleutelbeheerGeweigerd(
                    f"Hoofdsleutel {oud.pk} is nog nodig voor {aantal_per_hoofdsleutel().get(oud.pk, 0)} "
                    "datasleutels. Voer eerst roteer_sleutels uit, zonder --ruim-op."
                ) from None
        over = [id for id in proef.hoofdsleutels if id != proef.huidige_id]
        try:
            verwijder_hoofdsleutels(pad, over)
        except OSError as fout:
            raise SleutelbeheerGeweigerd(
                f"De databank gebruikt {', '.join(over)} niet meer, maar {pad} is hier niet te vervangen "
                f"({fout.strerror}). Haal die regels er met de hand uit."
            ) from fout
        return over


def leg_vast(*, pad: Path) -> str:
    """Let a database without a single data key take this key file for its own; gives the current id."""
    proef = Bestandskluis(pad).proef
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE zaken_datasleutel IN SHARE MODE")
        if aantal_per_hoofdsleutel():
            raise SleutelbeheerGeweigerd(
                "Deze databank bevat al versleutelde gegevens. Die horen bij het sleutelbestand van toen."
            )
        Sleutelversie.objects.all().delete()
        id, controle = proef.afleiding
        Sleutelversie.objects.create(id=id, soort=Soort.AFLEIDING, controle=controle)
        _maak_bekend(proef.huidige_id, proef.hoofdsleutels[proef.huidige_id], Status.IN_GEBRUIK)
    return proef.huidige_id


@contextmanager
def _alleen() -> Iterator[None]:
    """One rotation at a time, for as long as this connection lives."""
    tot = time.monotonic() + GEDULD
    while not _een("SELECT pg_try_advisory_lock(%s)", _SLOT):
        if time.monotonic() > tot:
            raise SleutelbeheerGeweigerd("Er loopt al een wisseling. Wacht tot die klaar is.")
        time.sleep(0.2)
    try:
        yield
    finally:
        _een("SELECT pg_advisory_unlock(%s)", _SLOT)


def _zorg_voor_nieuwe(pad: Path) -> Wisseling:
    """The key to wrap with: that of an unfinished rotation, one that was added by hand, or a new one.

    Known to the database before it stands in the file: whoever reads it there may use it at once.
    """
    proef = Bestandskluis(pad, keur=_keur_met_nieuwe).proef
    bekend = {rij.id: rij for rij in vastgelegd() if rij.soort == Soort.HOOFDSLEUTEL}
    huidige = proef.huidige_id
    # announced by a rotation that was killed before it wrote the file
    Sleutelversie.objects.filter(status=Status.AANGEKONDIGD).exclude(pk__in=proef.hoofdsleutels).delete()
    if huidige not in bekend:
        _maak_bekend(huidige, proef.hoofdsleutels[huidige], Status.IN_GEBRUIK)
        return Wisseling(huidige, nieuw=True)
    if bekend[huidige].status == Status.AANGEKONDIGD:
        Sleutelversie.objects.filter(pk=huidige).update(status=Status.IN_GEBRUIK)
        return Wisseling(huidige, nieuw=True)
    if set(aantal_per_hoofdsleutel()) - {huidige}:
        return Wisseling(huidige, nieuw=False)
    return Wisseling(_voeg_toe(pad, nieuwe_hoofdsleutel()), nieuw=True)


def _voeg_toe(pad: Path, nieuw: Hoofdsleutel) -> str:
    _maak_bekend(nieuw.id, nieuw.controle, Status.AANGEKONDIGD)
    try:
        voeg_hoofdsleutel_toe(pad, nieuw)
    except OSError as fout:
        raise SleutelbeheerGeweigerd(
            f"Aan {pad} is hier niets toe te voegen ({fout.strerror}). Maak het bestand schrijfbaar voor deze "
            "opdracht. Er is niets veranderd."
        ) from fout
    Sleutelversie.objects.filter(pk=nieuw.id).update(status=Status.IN_GEBRUIK)
    return nieuw.id


def _maak_bekend(id: str, controle: bytes, status: Status) -> None:
    Sleutelversie.objects.create(id=id, soort=Soort.HOOFDSLEUTEL, controle=controle, status=status)


def _herwikkel_ronde(kluis: Bestandskluis, wisseling: Wisseling, bundel: int) -> Iterator[int]:
    """One walk along the rows that another key wrapped; rows that somebody holds wait for the next walk."""
    na = UUID(int=0)
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LEES, [na, wisseling.hoofdsleutel_id, bundel])
            rijen = cursor.fetchall()
            if not rijen:
                return
            oude = [(pk, IngepakteSleutel(naam, bytes(ingepakt))) for pk, naam, ingepakt in rijen]
            nieuwe = dict(herwikkel(oude, kluis, beschadigd=wisseling.beschadigd))
            ingepakt = [sleutel.ingepakt for sleutel in nieuwe.values()]
            namen = [sleutel.hoofdsleutel_id for sleutel in nieuwe.values()]
            cursor.execute(_SCHRIJF, [list(nieuwe), ingepakt, namen])
        wisseling.herwikkeld += len(nieuwe)
        na = rijen[-1][0]
        yield len(nieuwe)


def _aantal_andere(hoofdsleutel_id: str) -> int:
    return int(_een("SELECT count(*) FROM zaken_datasleutel WHERE hoofdsleutel_id <> %s", hoofdsleutel_id))


def _een(opdracht: str, *waarden: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(opdracht, waarden)
        rij = cursor.fetchone()
    return rij[0] if rij else None


def _keur_met_nieuwe(proef: Sleutelproef) -> None:
    keur(proef, vastgelegd(), mag_nieuw=True)
