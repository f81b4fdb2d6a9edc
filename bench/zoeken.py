"""Search at 1,000,000 zaken of 150 words: `.venv/bin/python -m bench.zoeken [--aantal N] [--rondes N] [--hergebruik]`.

For the three shapes of user of `bench.miljoen`, per question: the search in the database, and the whole page as Django
answers it (middleware, search, rows under both walls, decryption, marks, template), in milliseconds, median and 95th
percentile; and what the indexes weigh.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from bench.miljoen import (
    WOORD_VAN_2016,
    eigenaar,
    kies,
    klaarzetten,
    opruimen,
)  # first: it sets the environment

VANDAAG = date.today()
VRAGEN: tuple[tuple[str, dict[str, str]], ...] = (
    ("woord in een derde van alle zaken", {"q": "oefening"}),
    ("twee van zulke woorden", {"q": "oefeningen kosten"}),
    ("woord in een op de tien zaken", {"q": "mabejark"}),
    ("woord in een op de honderd zaken", {"q": "gafahark"}),
    ("woord in een zaak", {"q": "x0400000a"}),
    ("woord dat nergens staat", {"q": "bestaatniet"}),
    ("woord van een jaar, lang geleden", {"q": WOORD_VAN_2016}),
    ("vaak woord + status", {"q": "oefening", "status": "nazorg"}),
    ("vaak woord + jaar", {"q": "oefening", "jaar": "2020"}),
    ("vaak woord, mijn meldingen", {"q": "oefening", "tab": "mijn"}),
    ("vaak woord, op termijn", {"q": "oefening", "sorteer": "termijn"}),
    ("woordgroep van twee vaak voorkomende woorden", {"q": '"oefening kosten"'}),
    ("begin van een nummer", {"q": "M-2021-0001"}),
)


def meet(doe: Callable[[], object], rondes: int) -> str:
    """Median and 95th percentile of `doe`, in ms, after two rounds that do not count."""
    tijden = []
    for ronde in range(rondes + 2):
        start = time.perf_counter()
        doe()
        if ronde >= 2:
            tijden.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(tijden):.1f} / {sorted(tijden)[int(len(tijden) * 0.95) - 1]:.1f}"


def vraag(gebruiker: Any, gekozen: dict[str, str]) -> Callable[[], list[Any]]:
    """The search alone: what `app.zoek_zaken` is asked for the first page."""
    from django.db import transaction

    from gebruikers.context import begin
    from meldingen.register import REGISTER
    from zaken.register.lijst import PER_BLADZIJDE, Tab
    from zaken.register.zoek import zoekopdracht

    def doe() -> list[Any]:
        with transaction.atomic():
            begin(gebruiker.pk)
            velden: dict[str, Any] = {"q": gekozen["q"]}
            if "status" in gekozen:
                velden["status"] = [gekozen["status"]]
            if "jaar" in gekozen:
                velden["jaar"] = int(gekozen["jaar"])
            zoek = zoekopdracht(REGISTER, velden, Tab(gekozen.get("tab", "alle")), gebruiker, vandaag=VANDAAG)
            veld = "eerste_termijn" if "sorteer" in gekozen else "ontvangen_defensie"
            if zoek is None:  # a number: the list finds it
                return []
            return zoek.eerste(veld=veld, omlaag="sorteer" not in gekozen, na=None, aantal=PER_BLADZIJDE + 1)

    return doe


def bladzijde(client: Any, gekozen: dict[str, str]) -> Callable[[], object]:
    def doe() -> object:
        antwoord = client.get("/meldingen/", gekozen)
        assert antwoord.status_code == 200
        return antwoord

    return doe


def gewicht() -> None:
    with eigenaar() as conn:
        for naam in (
            "zaken_zaak",
            "zaken_zoekindex",
            "zoekindex_tokens",
            "zaken_persoonindex",
            "persoonindex_tokens",
        ):
            rij = conn.execute("SELECT pg_relation_size(%s::regclass), pg_size_pretty(pg_relation_size(%s::regclass))", [naam, naam]).fetchone()  # fmt: skip
            assert rij is not None
            print(f"| {naam} | {rij[1]} |")


def main() -> None:
    ontleder = argparse.ArgumentParser()
    ontleder.add_argument("--aantal", type=int, default=1_000_000)
    ontleder.add_argument("--rondes", type=int, default=20)
    ontleder.add_argument("--hergebruik", action="store_true", help="de gegevens in JID_BENCHMAP staan er al")
    keuzes = ontleder.parse_args()
    try:
        klaarzetten(aantal=keuzes.aantal, hergebruik=keuzes.hergebruik)
        from django.test import Client

        print("| tabel of index | grootte |\n|---|---|")
        gewicht()
        for naam, gebruiker, _zaak in kies():
            client = Client()
            client.force_login(gebruiker)
            print(
                f"\n### {naam}\n\n| vraag (ms, p50 / p95) | treffers | zoeken | hele bladzijde |\n|---|---|---|---|"
            )
            bladzijde(client, {"q": "oefening"})()
            gc.collect()
            gc.freeze()  # as the web server does (gunicorn.conf.py): else a round now and then sorts all of Django
            for wat, gekozen in VRAGEN:
                treffers = len(vraag(gebruiker, gekozen)() or ())
                zoeken = meet(vraag(gebruiker, gekozen), keuzes.rondes)
                heel = meet(bladzijde(client, gekozen), keuzes.rondes)
                print(f"| {wat} | {treffers} | {zoeken} | {heel} |", flush=True)
    finally:
        opruimen()


if __name__ == "__main__":
    main()
