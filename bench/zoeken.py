"""Search at 1,000,000 zaken of 150 words: python -m bench.zoeken [--aantal N] [--rondes N] [--hergebruik] [--documenteer]

For the three shapes of user of `bench.miljoen`, per question: the search in the database, and the whole page as Django
answers it (middleware, search, rows under both walls, decryption, marks, template), in milliseconds, median and 95th
percentile; and what the indexes weigh. Every zaak gets two persons to look up (hashes only: no page shows them), also in
a database that `bench.miljoen` made before (`--hergebruik`, with its folder in JID_BENCHMAP). `--documenteer` puts the
tables in docs/zoeken.md.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from bench.metingen import DOCUMENT, zet_in_document
from bench.miljoen import (
    DATABANK,
    WOORD_VAN_2016,
    aangemeld,
    eigenaar,
    kies,
    klaarzetten,
    opruimen,
)  # first: it sets the environment

VANDAAG = date.today()
OFTEN = "M. Jansen"
"""Stands in one of a thousand zaken."""
EIGEN = "(the one person of a zaak that the user sees)"
VRAGEN: tuple[tuple[str, dict[str, str]], ...] = (
    ("word in a third of all zaken", {"q": "oefening"}),
    ("two of those together", {"q": "oefeningen kosten"}),
    ("word in one of ten", {"q": "mabejark"}),
    ("word in one of a hundred", {"q": "gafahark"}),
    ("word in one zaak", {"q": "x0400000a"}),
    ("word in none", {"q": "bestaatniet"}),
    ("word in all zaken of one year, long ago", {"q": WOORD_VAN_2016}),
    ("frequent word + status that one of eighty has", {"q": "oefening", "status": "nazorg"}),
    ("frequent word + year", {"q": "oefening", "jaar": "2020"}),
    ("frequent word, own zaken", {"q": "oefening", "tab": "mijn"}),
    ("frequent word, by term", {"q": "oefening", "sorteer": "termijn"}),
    ("phrase of two frequent words", {"q": '"oefening kosten"'}),
    ("begin of a number", {"q": "M-2021-0001"}),
    ("person in one zaak", {"persoon": EIGEN}),
    ("person in one of a thousand", {"persoon": OFTEN}),
    ("that person + frequent word", {"persoon": OFTEN, "q": "oefening"}),
)
VORMEN = ("30 grants", "team with 90 %", "7,000 grants")
"""Of user, in the order of `bench.miljoen.kies`."""
GEWOGEN = ("zaken_zaak", "zaken_zoekindex", "zoekindex_tokens", "zaken_persoonindex", "persoonindex_tokens")


class Tijd(NamedTuple):
    """Milliseconds."""

    midden: float
    p95: float

    def __str__(self) -> str:
        return f"{self.midden:.0f} / {self.p95:.0f}"


class Antwoord(NamedTuple):
    """What one question cost one user; `treffers`: of the first page, and whether there are more."""

    treffers: int
    zoeken: Tijd
    heel: Tijd


def meet(doe: Callable[[], object], rondes: int) -> Tijd:
    """Of `doe`, after two rounds that do not count."""
    tijden = []
    for ronde in range(rondes + 2):
        start = time.perf_counter()
        doe()
        if ronde >= 2:
            tijden.append((time.perf_counter() - start) * 1000)
    return Tijd(statistics.median(tijden), sorted(tijden)[max(int(len(tijden) * 0.95) - 1, 0)])


def vraag(gebruiker: Any, gekozen: dict[str, str]) -> Callable[[], list[Any]]:
    """The search alone: what the database is asked for the first page; of a number that is the list itself."""
    from django.db import transaction

    from gebruikers.context import begin
    from meldingen.models import Melding
    from meldingen.register import REGISTER
    from zaken.register import lijst
    from zaken.register.zoek import zoekopdracht
    from zaken.zoeken.personen import zaken_met

    velden: dict[str, Any] = dict(gekozen)
    if "status" in gekozen:
        velden["status"] = [gekozen["status"]]
    if "jaar" in gekozen:
        velden["jaar"] = int(gekozen["jaar"])
    tab, veld = (
        lijst.Tab(gekozen.get("tab", "alle")),
        "eerste_termijn" if "sorteer" in gekozen else "ontvangen_defensie",
    )

    def doe() -> list[Any]:
        with transaction.atomic():
            begin(gebruiker.pk)
            zoek = zoekopdracht(REGISTER, velden, tab, gebruiker, vandaag=VANDAAG)
            if zoek is not None:
                return zoek.eerste(
                    veld=veld, omlaag="sorteer" not in gekozen, na=None, aantal=lijst.PER_BLADZIJDE + 1
                )
            if "persoon" in gekozen:
                return zaken_met(gekozen["persoon"])
            zaken = lijst.filter_op(
                REGISTER, Melding.objects.zichtbaar_voor(gebruiker), velden, vandaag=VANDAAG
            )
            nieuwste = lijst.Volgorde.NIEUWSTE
            return lijst.bladzijde(REGISTER, zaken, nieuwste, na=None, voor=None, op_nummer=True).rijen

    return doe


def bladzijde(client: Any, gekozen: dict[str, str]) -> Callable[[], object]:
    def doe() -> object:
        antwoord = client.get("/meldingen/", gekozen)
        assert antwoord.status_code == 200
        return antwoord

    return doe


def _naam(zaaknummer: str) -> str:
    """Of the person who is in that zaak and in no other."""
    return f"Jo x{zaaknummer.rpartition('-')[2]}p"


def zet_personen_klaar() -> None:
    """Two persons in every zaak, by their hashes alone; a second time nothing."""
    from zaken.zoeken.personen import tokens_van

    with eigenaar() as conn:
        zaken = conn.execute("SELECT id, zaaknummer FROM zaken_zaak ORDER BY zaaknummer").fetchall()
        if conn.execute("SELECT EXISTS (SELECT FROM zaken_persoonindex)").fetchone() == (True,):
            return

    def personen() -> Iterator[tuple[UUID, UUID, str, list[int]]]:
        for nummer, (zaak, zaaknummer) in enumerate(zaken):
            namen = (_naam(zaaknummer), OFTEN if nummer % 1_000 == 0 else f"Bo x{nummer // 5:07}q")
            for rol, naam in zip(("betrokkene", "melder"), namen, strict=True):
                contact = f"06-{nummer:08}" if rol == "melder" else ""
                yield uuid4(), zaak, rol, tokens_van(SimpleNamespace(naam=naam, contact=contact))

    with DATABANK.als_superuser("jid") as conn:
        index = conn.execute("SELECT pg_get_indexdef('persoonindex_tokens'::regclass)").fetchone()
        assert index is not None
        with conn.transaction():
            conn.execute("SET LOCAL session_replication_role = replica")  # no history of two million rows
            conn.execute("DROP INDEX persoonindex_tokens")
            conn.execute(
                "CREATE TEMP TABLE nieuw (id uuid, zaak uuid, rol text, tokens bigint[]) ON COMMIT DROP"
            )
            with conn.cursor() as cursor, cursor.copy("COPY nieuw FROM STDIN") as kopie:
                for rij in personen():
                    kopie.write_row(rij)
            conn.execute(
                "INSERT INTO zaken_persoon (id, zaak_id, rol, volgnummer) SELECT id, zaak, rol, 1 FROM nieuw"
            )
            conn.execute("INSERT INTO zaken_persoonindex (persoon_id, tokens) SELECT id, tokens FROM nieuw")
            conn.execute(index[0])
        conn.execute("VACUUM ANALYZE zaken_persoon, zaken_persoonindex")


def gewicht() -> tuple[int, str]:
    """How many zaken there are, and a table of what tables and indexes weigh."""
    with eigenaar() as conn:
        aantal = conn.execute("SELECT count(*) FROM zaken_zaak").fetchone()
        rijen = conn.execute(
            "SELECT n, pg_size_pretty(pg_relation_size(n::regclass)) FROM unnest(%s::text[]) AS n",
            [list(GEWOGEN)],
        ).fetchall()
    assert aantal is not None
    regels = [f"| `{naam}` | {grootte} |" for naam, grootte in rijen]
    return aantal[0], "\n".join(["| Table or index | Weighs |", "|---|---:|", *regels])


def tabel(gemeten: dict[str, list[Antwoord]]) -> str:
    """A row per question; per shape of user the search and the page."""
    koppen = [f"{vorm}: {wat}" for vorm in VORMEN for wat in ("search", "page")]
    regels = ["| Question | " + " | ".join(koppen) + " |", "|---" + "|---:" * len(koppen) + "|"]
    for wat, antwoorden in gemeten.items():
        cellen = [str(tijd) for antwoord in antwoorden for tijd in (antwoord.zoeken, antwoord.heel)]
        regels.append(f"| {wat} | " + " | ".join(cellen) + " |")
    zoeken, pagina = (max(tijden) for tijden in zip(*_p95(gemeten), strict=True))
    return "\n".join(
        [*regels, "", f"Worst 95th percentile: {zoeken:.0f} for the search, {pagina:.0f} for the page."]
    )


def _p95(gemeten: dict[str, list[Antwoord]]) -> Iterator[tuple[float, float]]:
    for antwoorden in gemeten.values():
        for antwoord in antwoorden:
            yield antwoord.zoeken.p95, antwoord.heel.p95


def meet_alles(rondes: int) -> dict[str, list[Antwoord]]:
    """Every question for every shape of user, said as it comes."""
    gemeten: dict[str, list[Antwoord]] = {wat: [] for wat, _gekozen in VRAGEN}
    for vorm, (_, gebruiker, zaak) in zip(VORMEN, kies(), strict=True):
        with eigenaar() as conn:
            rij = conn.execute("SELECT zaaknummer FROM zaken_zaak WHERE id = %s", [zaak]).fetchone()
        assert rij is not None
        client = aangemeld(gebruiker)
        print(f"\n{vorm}\n\n| Question (ms, p50 / p95) | Hits | Search | Page |\n|---|---:|---:|---:|")
        bladzijde(client, {"q": "oefening"})()
        gc.collect()
        gc.freeze()  # as the web server does (gunicorn.conf.py): else a round now and then sorts all of Django
        for wat, vast in VRAGEN:
            gekozen = {veld: _naam(rij[0]) if tekst == EIGEN else tekst for veld, tekst in vast.items()}
            treffers = len(vraag(gebruiker, gekozen)())
            antwoord = Antwoord(
                treffers, meet(vraag(gebruiker, gekozen), rondes), meet(bladzijde(client, gekozen), rondes)
            )
            gemeten[wat].append(antwoord)
            print(f"| {wat} | {treffers} | {antwoord.zoeken} | {antwoord.heel} |", flush=True)
    return gemeten


def main() -> None:
    ontleder = argparse.ArgumentParser()
    ontleder.add_argument("--aantal", type=int, default=1_000_000)
    ontleder.add_argument("--rondes", type=int, default=20)
    ontleder.add_argument("--hergebruik", action="store_true", help="de gegevens in JID_BENCHMAP staan er al")
    ontleder.add_argument("--documenteer", action="store_true", help="zet de tabellen in docs/zoeken.md")
    keuzes = ontleder.parse_args()
    try:
        klaarzetten(aantal=keuzes.aantal, hergebruik=keuzes.hergebruik)
        zet_personen_klaar()
        druk = f"{os.getloadavg()[0]:.1f} processes wanted one of {os.cpu_count()} cores before it began"
        aantal, gewogen = gewicht()
        print(gewogen, flush=True)
        gemeten = tabel(meet_alles(keuzes.rondes))
        print(f"\n{gemeten}")
        if keuzes.documenteer:
            kop = f"{aantal:,} zaken, median / 95th percentile of {keuzes.rondes} rounds in milliseconds; {druk}."
            zet_in_document("zoeken", f"{kop}\n\n{gemeten}\n\n{gewogen}", DOCUMENT.with_name("zoeken.md"))
    finally:
        opruimen()


if __name__ == "__main__":
    main()
