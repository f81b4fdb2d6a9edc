"""What sealing and checking the log cost: `.venv/bin/python -m bench.logboek [--aantal 100000]`.

On a throw-away server of its own, as the worker role, the events of a busy year in minutes of a few events. Prints
seconds and events per second for sealing a backlog, for the run of every half minute on a log of that size, for
`controleer_logboek`, and how many bytes a seal adds to an event.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
MAP = Path(tempfile.mkdtemp(prefix="jid-bench-"))
os.environ |= {
    "JID_DATA": str(MAP),
    "JID_OMGEVING": "test",
    "JID_ROL": "worker",
    "JID_SLEUTELBESTAND": str(MAP / "hoofdsleutels"),
    "DJANGO_SETTINGS_MODULE": "jid.settings",
    "SECRET_KEY": "bench-" + "0" * 50,
}
for variabele in [naam for naam in os.environ if naam.startswith("DATABASE_URL")]:
    del os.environ[variabele]

from jid.databank import Databank  # noqa: E402  # after the environment is known
from zaken.versleuteling.sleutels import maak_sleutelbestand  # noqa: E402  # after the environment is known

DATABANK = Databank(MAP / "databank", instellingen={"shared_buffers": "512MB"})
VUL = """
INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
SELECT gen_random_uuid(), timestamptz '2024-01-01' + n * interval '5 minutes',
       (ARRAY['ingezien', 'lijst_getoond', 'gezocht', 'status_gewijzigd'])[1 + n %% 4], 1 + n %% 300,
       CASE WHEN n %% 4 IN (0, 3) THEN gen_random_uuid() END, '',
       CASE n %% 4 WHEN 1 THEN '{"aantal": 50, "register": "meldingen"}'
                  WHEN 3 THEN '{"van": "nieuw", "naar": "in_beoordeling"}' ELSE '{}' END::jsonb
FROM generate_series(1, %s) n
"""


@contextmanager
def gemeten(wat: str, aantal: int) -> Iterator[None]:
    begin = time.perf_counter()
    yield
    duur = time.perf_counter() - begin
    print(f"| {wat} | {aantal:,} | {duur:.2f} s | {aantal / duur:,.0f}/s |", flush=True)


def meet(aantal: int) -> None:
    from django.db import connection, transaction

    from logboek import bron
    from logboek.anker import Bestandsanker
    from logboek.controle import controleer
    from logboek.verzegelen import verzegel

    anker = Bestandsanker(MAP / "anker")
    print("| wat | gebeurtenissen | duur | |\n|---|---:|---:|---:|")
    with DATABANK.als_superuser("jid") as superuser:
        superuser.execute("TRUNCATE logboek_gebeurtenis, logboek_zegelregel, logboek_zegel")
        superuser.execute(VUL, [aantal])
        superuser.execute("VACUUM ANALYZE logboek_gebeurtenis")
    with gemeten("achterstand verzegelen", aantal):
        assert verzegel(nu=datetime.now(UTC), anker=anker) == aantal
    with DATABANK.als_superuser("jid") as superuser:
        superuser.execute(
            "INSERT INTO logboek_gebeurtenis SELECT gen_random_uuid(), now(), soort, door_id, zaak_id, object_id,"
            " bijzonderheden FROM logboek_gebeurtenis LIMIT 100"
        )
    with gemeten("een gewone ronde", 100):
        assert verzegel(nu=datetime.now(UTC), anker=anker) == 100
    with gemeten("een ronde zonder nieuws", 1):
        assert verzegel(nu=datetime.now(UTC), anker=anker) == 0
    with gemeten("een nachtelijke ronde", aantal):
        assert verzegel(nu=datetime.now(UTC), anker=anker, volledig=True) == 0
    with gemeten("controleren", aantal), transaction.atomic():
        with (
            connection.chunked_cursor() as een,
            connection.chunked_cursor() as twee,
            connection.chunked_cursor() as drie,
        ):
            uitslag = controleer(bron.zegels(een), bron.regels(twee), bron.losse(drie), anker.stand())
        assert uitslag.klopt, uitslag.bevindingen[:3]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('logboek_zegelregel') + pg_total_relation_size('logboek_zegel'),"
            " pg_total_relation_size('logboek_gebeurtenis')"
        )
        zegels, logboek = cursor.fetchone()
    print(f"\nPer gebeurtenis: {logboek / aantal:.0f} bytes, het zegel {zegels / aantal:.0f} bytes erbij.")


def main() -> None:
    lezer = argparse.ArgumentParser()
    lezer.add_argument("--aantal", type=int, default=100_000)
    aantal = lezer.parse_args().aantal
    maak_sleutelbestand(MAP / "hoofdsleutels")
    try:
        with DATABANK.gebruik():
            DATABANK.rollen_klaarzetten()
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"],
                cwd=PROJECT,
                check=True,
                env=os.environ | {"JID_ROL": "eigenaar"},
            )
            import django

            django.setup()
            meet(aantal)
    finally:
        DATABANK.stop()
        shutil.rmtree(MAP)


if __name__ == "__main__":
    main()
