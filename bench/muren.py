"""The two walls at 1,000,000 zaken: `.venv/bin/python -m bench.muren [--aantal N] [--rondes N] [--hergebruik]`.

The three shapes of user of `bench.miljoen`, each operation with both walls, with row security alone, with the first wall alone, and with none, interleaved in one run. Prints medians
and 95th percentiles in milliseconds, the ratio of the second wall, and whole pages as Django answers them.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from bench.miljoen import FABRIEK, aangemeld, kies, klaarzetten, opruimen  # first: it sets the environment


def handelingen(gebruiker: Any, zaak: UUID) -> Iterator[tuple[str, Callable[[str], object]]]:
    """Name and body of each operation; the argument says how the first wall stands."""
    from codelijsten.models import Code
    from meldingen.models import Melding
    from meldingen.register import REGISTER
    from zaken import toegang
    from zaken.models import Notitie, Persoon, Statuswijziging, Termijn, Zaak
    from zaken.register import lijst
    from zaken.register.lijst import Bladgrens, Tab, Volgorde

    vandaag = date.today()
    onderdeel = Code.objects.van("defensieonderdeel").first()

    def open_(manager: Any, muur: str) -> Any:
        """`dicht`: as the application asks; `open`: the same condition for code that passes row security."""
        if muur == "dicht":
            return manager.zichtbaar_voor(gebruiker)
        alles = manager.zonder_toegangsfilter(reden="meting")
        return alles.filter(toegang.voorwaarde(gebruiker)) if muur == "open" else alles

    def meldingen(muur: str) -> Any:
        return open_(Melding.objects, muur)

    def zaken(muur: str) -> Any:
        return open_(Zaak.objects, muur).filter(soort="melding", geannuleerd_op=None)

    def blad(muur: str, *, na: Bladgrens | None = None, **gekozen: Any) -> Any:
        gefilterd = lijst.filter_op(REGISTER, meldingen(muur), gekozen, vandaag=vandaag)
        return lijst.bladzijde(REGISTER, gefilterd, Volgorde.NIEUWSTE, na=na, voor=None)

    def tellen(muur: str) -> Any:
        delen = {Tab.MIJN: zaken(muur), Tab.TEAM: zaken(muur)}
        delen[Tab.NIET_TOEGEWEZEN] = meldingen(muur).filter(soort="melding")
        return [
            lijst.tel(
                lijst.tab_van(REGISTER, deel, tab, gebruiker),
                tot=lijst.VRIJ_TELLEN_TOT if tab is Tab.NIET_TOEGEWEZEN else lijst.TELLEN_TOT,
            )
            for tab, deel in delen.items()
        ]

    def detail(muur: str) -> Any:
        m = meldingen(muur).select_related("sleutel", "hoofdcategorie", "behandelaar").filter(pk=zaak).first()
        return (
            [list(deel.objects.van(m)) for deel in (Persoon, Notitie, Statuswijziging, Termijn)] if m else []
        )

    def opslaan(muur: str) -> Any:
        m = meldingen(muur).select_for_update(of=("self", "zaak_ptr")).get(pk=zaak)
        m.versie += 1
        m.save(update_fields=["versie"])

    midden = Bladgrens(date(2020, 6, 15), UUID(int=2**127))
    yield "lijst, 50 nieuwste", blad
    yield (
        "lijst, status+onderdeel+jaar",
        lambda muur: blad(muur, status=["gesloten"], onderdeel=onderdeel, jaar=2022),
    )
    yield "volgende bladzijde (halverwege)", lambda muur: blad(muur, na=midden)
    yield (
        "op termijn",
        lambda muur: lijst.bladzijde(
            REGISTER,
            lijst.filter_op(REGISTER, meldingen(muur), {}, vandaag=vandaag),
            Volgorde.TERMIJN,
            na=None,
            voor=None,
        ),
    )
    yield "tellingen van de tabs", tellen
    yield (
        "lijst, niet toegewezen",
        lambda muur: lijst.bladzijde(
            REGISTER,
            lijst.filter_op(
                REGISTER,
                lijst.tab_van(REGISTER, meldingen(muur), Tab.NIET_TOEGEWEZEN, gebruiker),
                {},
                vandaag=vandaag,
            ),
            Volgorde.NIEUWSTE,
            na=None,
            voor=None,
        ),
    )
    yield "detail", detail
    yield "zoek op nummer", lambda muur: blad(muur, q="M-2021-00001")
    yield "zoek op begin van nummer", lambda muur: blad(muur, q="M-2021-0001")
    yield "opslaan", opslaan


MODI = (
    ("beide", "web", "dicht"),
    ("alleen rijbeveiliging", "web", ""),
    ("alleen filter", FABRIEK, "open"),
    ("geen", FABRIEK, ""),
)


EEN_ZAAK = frozenset({"detail", "opslaan"})
"""What the application asks on an address with an id in it: the middleware says so to the database."""


def meet(gebruiker: Any, zaak: UUID, rondes: int) -> None:
    from django.db import connection, transaction

    from gebruikers.context import open_verzoek

    for naam, doe in handelingen(gebruiker, zaak):
        tijden: dict[str, list[float]] = {modus: [] for modus, _r, _m in MODI}
        for ronde in range(rondes + 2):
            for modus, rol, muur in MODI:
                with transaction.atomic(), connection.cursor() as cursor:
                    open_verzoek(gebruiker, een_zaak=naam in EEN_ZAAK)
                    if rol != "web":
                        cursor.execute(f"SET LOCAL ROLE {rol}")
                    start = time.perf_counter()
                    doe(muur)
                    duur = (time.perf_counter() - start) * 1000
                if ronde >= 2:
                    tijden[modus].append(duur)
        med = {modus: statistics.median(t) for modus, t in tijden.items()}
        p95 = {modus: sorted(t)[int(len(t) * 0.95) - 1] for modus, t in tijden.items()}
        cellen = " | ".join(f"{med[m]:.1f} / {p95[m]:.1f}" for m, _r, _w in MODI)
        verhouding = med["beide"] / max(med["alleen filter"], 0.01)
        print(
            f"| {naam} | {cellen} | {verhouding:.2f}× ({med['beide'] - med['alleen filter']:+.1f}) |",
            flush=True,
        )


def bladzijden(gebruiker: Any, rondes: int) -> None:
    """Whole answers of Django: middleware, queries, decryption, template."""
    client = aangemeld(gebruiker)
    for naam, pad in (
        ("lijst", "/meldingen/"),
        ("tellingen", "/meldingen/tellingen/"),
        ("mijn werk", "/mijn-werk/"),
    ):
        tijden = []
        for ronde in range(rondes + 2):
            start = time.perf_counter()
            antwoord = client.get(pad)
            duur = (time.perf_counter() - start) * 1000
            assert antwoord.status_code == 200
            if ronde >= 2:
                tijden.append(duur)
        print(
            f"| {naam} | {statistics.median(tijden):.1f} / {sorted(tijden)[int(len(tijden) * 0.95) - 1]:.1f} |",
            flush=True,
        )


def main() -> None:
    ontleder = argparse.ArgumentParser()
    ontleder.add_argument("--aantal", type=int, default=1_000_000)
    ontleder.add_argument("--rondes", type=int, default=40)
    ontleder.add_argument("--hergebruik", action="store_true", help="de gegevens in JID_BENCHMAP staan er al")
    keuzes = ontleder.parse_args()
    try:
        klaarzetten(aantal=keuzes.aantal, hergebruik=keuzes.hergebruik)
        for naam, gebruiker, zaak in kies():
            print(
                f"\n### {naam}\n\n| handeling (ms, p50 / p95) | "
                + " | ".join(m for m, _r, _w in MODI)
                + " | tweede muur |"
            )
            print("|---|" + "---|" * (len(MODI) + 1))
            meet(gebruiker, zaak, keuzes.rondes)
            print("\n| bladzijde van Django (ms) | p50 / p95 |\n|---|---|")
            bladzijden(gebruiker, keuzes.rondes)
    finally:
        opruimen()


if __name__ == "__main__":
    main()
