"""Rebuilding the search index from the texts themselves: in batches, resumable, while everybody works on.

Runs as the worker. A round marks every row as to be rebuilt by raising one number, without touching them; a kill costs
at most one batch, and the same command goes on with what is left of the round.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import OperationalError, connection, transaction

from zaken import zoeken
from zaken.models import Persoon, Persoonindex, Zaak
from zaken.register import registers
from zaken.versleuteling.fouten import OntsleutelingMislukt
from zaken.zoeken import personen as personenzoeken
from zaken.zoeken import teksten as zoekteksten

BUNDEL = 200
"""Zaken per transaction: their index rows are locked for a fraction of a second."""

POGINGEN = 60
_RUST = 0.5
_SLOT_BEZET = "55P03"

_TE_DOEN = """
SELECT z.id, z.soort FROM zaken_zaak z LEFT JOIN zaken_zoekindex i ON i.zaak_id = z.id
WHERE z.id > %s AND z.sleutel_id IS NOT NULL
  AND (i.zaak_id IS NULL OR i.ronde < (SELECT last_value FROM app.zoekronde))
ORDER BY z.id LIMIT %s
"""
_TEL = """
SELECT count(*) FROM zaken_zaak z LEFT JOIN zaken_zoekindex i ON i.zaak_id = z.id
WHERE z.sleutel_id IS NOT NULL AND (i.zaak_id IS NULL OR i.ronde < (SELECT last_value FROM app.zoekronde))
"""
_ERBIJ = """
INSERT INTO zaken_zoekindex (zaak_id, tokens, maand, ronde) SELECT unnest(%s::uuid[]), '{}', 0, 0
ON CONFLICT (zaak_id) DO NOTHING
"""
_VERGRENDEL = "SELECT zaak_id FROM zaken_zoekindex WHERE zaak_id = ANY (%s) ORDER BY zaak_id FOR UPDATE"
_ZET = """
UPDATE zaken_zoekindex SET tokens = %s, ronde = (SELECT last_value FROM app.zoekronde) WHERE zaak_id = %s
"""


@dataclass
class Herbouw:
    """What a rebuild did; `beschadigd` are zaken whose texts did not decrypt: their old tokens stay."""

    herbouwd: int = 0
    beschadigd: int = 0


def nieuwe_ronde() -> None:
    """From now on every row is to be rebuilt."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('app.zoekronde')")


def te_doen() -> int:
    """Zaken that have no row, or one of an earlier round."""
    with connection.cursor() as cursor:
        cursor.execute(_TEL)
        return int(cursor.fetchone()[0])


def herbouw(voortgang: Callable[[Herbouw], None] = lambda _stand: None) -> Herbouw:
    """Rebuild what is left of the round; calls `voortgang` after each batch."""
    stand, laatste = Herbouw(), UUID(int=0)
    while bundel := _volgende(laatste):
        laatste = bundel[-1][0]
        stand = _herbouw_geduldig(bundel, stand)
        voortgang(stand)
    return stand


def _volgende(laatste: UUID) -> list[tuple[UUID, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_TE_DOEN, [laatste, BUNDEL])
        return [(rij[0], rij[1]) for rij in cursor.fetchall()]


def _herbouw_geduldig(bundel: list[tuple[UUID, str]], stand: Herbouw) -> Herbouw:
    """One batch; steps aside, and comes back, when somebody is writing one of its zaken."""
    for poging in range(POGINGEN):
        nieuw = replace(stand)
        try:
            _herbouw_bundel(bundel, nieuw)
        except OperationalError as fout:
            if getattr(fout.__cause__, "sqlstate", None) != _SLOT_BEZET or poging == POGINGEN - 1:
                raise
            time.sleep(_RUST)
        else:
            return nieuw
    raise AssertionError("unreachable")


@transaction.atomic
def _herbouw_bundel(bundel: list[tuple[UUID, str]], stand: Herbouw) -> None:
    """Lock the rows before the texts are read: who changes a text at this moment writes its row after us."""
    pks = [pk for pk, _soort in bundel]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '500ms'")  # before PostgreSQL would end somebody's request
        cursor.execute(_ERBIJ, [pks])
        cursor.execute(_VERGRENDEL, [pks])
    per_soort: dict[str, list[UUID]] = defaultdict(list)
    for pk, soort in bundel:
        per_soort[soort].append(pk)
    for soort, eigen in per_soort.items():
        _herbouw_soort(soort, eigen, stand)


def _herbouw_soort(soort: str, pks: list[UUID], stand: Herbouw) -> None:
    model = next((register.model for register in registers() if register.soort == soort), Zaak)
    zaken: list[Zaak] = list(
        model.objects.zonder_toegangsfilter(reden="herbouw van de zoekindex")
        .select_related("sleutel")
        .filter(pk__in=pks, sleutel__isnull=False)
    )
    delen = zoekteksten.lees_delen(zaken)
    personen: dict[UUID, list[Persoon]] = defaultdict(list)
    for persoon in Persoon.objects.van_alle(zaken):
        personen[persoon.zaak_id].append(persoon)
    for zaak in zaken:
        try:
            teksten = [*zoekteksten.eigen(zaak), *zoekteksten.van_rijen(zaak, delen[zaak.pk])]
            _schrijf(zaak, zoeken.tokens_van_teksten(teksten), personen[zaak.pk])
            stand.herbouwd += 1
        except OntsleutelingMislukt:
            stand.beschadigd += 1


def _schrijf(zaak: Zaak, tokens: list[int], personen: Iterable[Persoon]) -> None:
    index = []
    for persoon in personen:
        persoon.zaak = zaak
        index.append(Persoonindex(persoon=persoon, tokens=personenzoeken.tokens_van(persoon)))
    with connection.cursor() as cursor:
        cursor.execute(_ZET, [tokens, zaak.pk])
    Persoonindex.objects.bulk_create(
        index, update_conflicts=True, unique_fields=["persoon"], update_fields=["tokens"]
    )
