"""Malformed posts to every form: python -m bench.misvormd [--per-formulier 200] [--zaad 1] [--alleen meldingen:]

Every address of the application is asked to take a post, as somebody who may send it (tests/misvormd/). Each form then
gets posts with one thing wrong: fields left out, NUL, huge texts, unknown codes, dates that do not exist, keys of
others, other encodings and kinds of content, no token. Every answer must be words: a page to go on to, or a refusal with
its reason at the field, after which nothing stayed behind. The same seed gives the same posts. Exits 1 for any other answer.
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
import time
from collections import Counter

import tests.omgeving  # first: it sets the environment

os.environ["DJANGO_SETTINGS_MODULE"] = "jid.settings"

import django  # after the environment is known

django.setup()

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402  # after the environment is known
from django.db import transaction  # noqa: E402  # after the environment is known
from django.test.utils import setup_test_environment  # noqa: E402  # after the environment is known

from jid.databank import Databank  # noqa: E402  # after the environment is known
from tests.conftest import wijs_naar  # noqa: E402  # after the environment is known
from tests.hulp import databank  # noqa: E402  # after the environment is known
from tests.hulp.toneel import Toneel, bouw  # noqa: E402  # after the environment is known
from tests.misvormd.formulieren import Formulier, alle  # noqa: E402  # after the environment is known
from tests.misvormd.proef import Uitslag, beproef, vreemde_sleutels  # noqa: E402  # after the environment is known
from zaken.versleuteling.sleutels import maak_sleutelbestand  # noqa: E402  # after the environment is known


def toon(uitslag: Uitslag, duur: float) -> None:
    statussen = ", ".join(f"{keer} × {status}" for status, keer in sorted(uitslag.statussen.items()))
    print(f"{uitslag.formulier.naam:<48} {statussen:<60} {duur:5.1f} s", flush=True)
    for fout in uitslag.fouten:
        print(f"    FOUT {fout}", flush=True)


def draai(
    formulieren: list[Formulier], toneel: Toneel, *, aantal: int, zaad: int
) -> tuple[int, Counter[int], int]:
    """How many forms there were, their answers by status, and how many were wrong."""
    vreemd = vreemde_sleutels(toneel)
    samen: Counter[int] = Counter()
    geteld = fouten = 0
    for formulier in formulieren:
        begin = time.monotonic()
        uitslag = beproef(formulier, vreemd, aantal=aantal, zaad=zaad)
        if uitslag.is_formulier:
            toon(uitslag, time.monotonic() - begin)
            geteld += 1
            samen += uitslag.statussen
            fouten += len(uitslag.fouten)
    return geteld, samen, fouten


def main() -> int:
    lezer = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    lezer.add_argument("--per-formulier", type=int, default=200)
    lezer.add_argument("--zaad", type=int, default=1)
    lezer.add_argument("--alleen", default="", help="only forms whose name contains this")
    lezer.add_argument("--deel", default="0/1", help="only every so many-th form, from this one: 0/2 and 1/2")
    opties = lezer.parse_args()
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8 * Argon2PasswordHasher.parallelism
    setup_test_environment()
    logging.disable(logging.CRITICAL)  # a refusal says so in its answer
    maak_sleutelbestand(tests.omgeving.MAP / "hoofdsleutels")
    begin = time.monotonic()
    try:
        with databank.kloon(databank.sjabloon()) as naam, wijs_naar(naam):
            with transaction.atomic():
                toneel = bouw()
                formulieren = [een for een in alle(toneel) if opties.alleen in een.naam]
            van, op = map(int, opties.deel.split("/"))
            gekozen = formulieren[van::op]
            geteld, samen, fouten = draai(gekozen, toneel, aantal=opties.per_formulier, zaad=opties.zaad)
    finally:
        for map_ in tests.omgeving.WORTEL.glob("*/databank"):
            Databank(map_).stop()
        shutil.rmtree(tests.omgeving.WORTEL, ignore_errors=True)
    print(
        f"\n{geteld} formulieren, {samen.total()} inzendingen in {(time.monotonic() - begin) / 60:.1f} minuten, zaad {opties.zaad}."
    )
    for status, keer in sorted(samen.items()):
        print(f"{status:>5} {keer:>7}")
    print(f"Zonder 500 en in woorden: {'ja' if not fouten else f'NEE, {fouten} fouten'}.")
    return 1 if fouten or not geteld else 0


if __name__ == "__main__":
    sys.exit(main())
