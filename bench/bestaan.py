"""Does time tell whether a zaak exists? Run: python -m bench.bestaan [--verzoeken 2000]

A real web server on demo data. Somebody who may not see it asks, in turns and in random order, for a zaak of a
colleague, for one that never was, and for another that never was; so for a casus and for a form that is sent. Prints per
page the median of the differences between neighbours in time, in microseconds, with a distribution-free interval of
95 % (order statistics of the binomial), and the same for the two that never were: what chance alone does.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import re
import shutil
import statistics
import time
from collections import Counter
from collections.abc import Callable
from uuid import UUID, uuid4

import tests.omgeving  # first: it sets the environment

os.environ["DJANGO_SETTINGS_MODULE"] = "jid.settings"

import django  # after the environment is known

django.setup()

import requests  # noqa: E402  # after the environment is known
from django.conf import settings  # noqa: E402  # after the environment is known

from gebruikers.models import Gebruiker  # noqa: E402  # after the environment is known
from jid.databank import Databank  # noqa: E402  # after the environment is known
from tests.hulp import databank  # noqa: E402  # after the environment is known
from tests.hulp.server import server  # noqa: E402  # after the environment is known
from tests.hulp.wie import in_databank, sessie  # noqa: E402  # after the environment is known
from zaken.versleuteling.sleutels import maak_sleutelbestand  # noqa: E402  # after the environment is known

Vraag = Callable[[UUID], requests.Response]
Z_95 = 1.96


def interval(verschillen: list[float]) -> tuple[float, float, float]:
    """The median and the bounds of its interval of 95 %: the order statistics n/2 ± 1.96·√n/2."""
    rij = sorted(verschillen)
    half = Z_95 * math.sqrt(len(rij)) / 2
    laag = max(0, math.floor(len(rij) / 2 - half))
    hoog = min(len(rij) - 1, math.ceil(len(rij) / 2 + half))
    return statistics.median(rij), rij[laag], rij[hoog]


def meet(vraag: Vraag, vreemd: list[UUID], verzoeken: int) -> tuple[list[float], list[float], float, str]:
    """Differences of stranger and unknown, of unknown and unknown, the median time, and in words which answers differ."""
    willekeur = random.Random(1)
    verschil, toeval, tijden = [], [], []
    anders: Counter[str] = Counter()
    for _ in range(verzoeken):
        gevraagd = {"vreemd": willekeur.choice(vreemd), "onbekend": uuid4(), "ook onbekend": uuid4()}
        duur, gezegd = {}, {}
        for soort in willekeur.sample(list(gevraagd), 3):
            begin = time.perf_counter_ns()
            antwoord = vraag(gevraagd[soort])
            duur[soort] = (time.perf_counter_ns() - begin) / 1000
            gezegd[soort] = (antwoord.status_code, re.sub(r'(token" value=")[^"]+', r"\1", antwoord.text))
            anders[f"status {antwoord.status_code}"] += 1
        anders["vreemd"] += gezegd["vreemd"] != gezegd["onbekend"]
        anders["toeval"] += gezegd["ook onbekend"] != gezegd["onbekend"]
        verschil.append(duur["vreemd"] - duur["onbekend"])
        toeval.append(duur["ook onbekend"] - duur["onbekend"])
        tijden.append(duur["onbekend"])
    woorden = ", ".join(f"{wat}: {aantal}" for wat, aantal in sorted(anders.items()))
    return verschil, toeval, statistics.median(tijden), f"andere antwoorden {woorden}"


def aangemeld(database: str, wie: str, adres: str) -> requests.Session:
    """A browser in which this demo account is signed in."""
    with databank.DATABANK.als_superuser(database) as conn:
        rij = conn.execute(
            "SELECT id, password FROM gebruikers_gebruiker WHERE email = %s",
            [in_databank("email", f"{wie}@demo.example")],
        ).fetchone()
        assert rij
        sleutel, rij_sessie = sessie(Gebruiker(pk=rij[0], password=rij[1]))
        conn.execute(
            "INSERT INTO gebruikers_sessie (session_key, session_data, expire_date, gebruiker_id, begonnen_op, apparaat)"
            " VALUES (%s, %s, %s, %s, %s, '')",
            [
                rij_sessie.session_key,
                rij_sessie.session_data,
                rij_sessie.expire_date,
                rij[0],
                rij_sessie.begonnen_op,
            ],
        )
    browser = requests.Session()
    browser.cookies.set(settings.SESSION_COOKIE_NAME, sleutel)
    pagina = browser.get(f"{adres}/mijn-account/", timeout=30).text
    gevonden = re.search(r'csrfmiddlewaretoken" value="([^"]+)', pagina)
    assert gevonden
    browser.headers["X-CSRFToken"] = gevonden[1]
    return browser


def niet_te_zien(database: str, opdracht: str, wie: str) -> list[UUID]:
    with databank.DATABANK.als_superuser(database) as conn:
        rijen = conn.execute(opdracht, [in_databank("email", f"{wie}@demo.example")]).fetchall()
    return [UUID(str(rij[0])) for rij in rijen]


MELDINGEN = """
SELECT z.id FROM zaken_zaak z JOIN gebruikers_gebruiker g ON g.email = %s
WHERE z.soort = 'melding' AND NOT g.id = ANY (z.gebruikers)
AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l WHERE l.gebruiker_id = g.id AND l.team_id = z.team_id)
"""
CASUSSEN = """
SELECT c.id FROM vertrouwenspersonen_casus c JOIN gebruikers_gebruiker g ON g.email = %s
WHERE c.vertrouwenspersoon_id <> g.id
"""


def main() -> None:
    opties = argparse.ArgumentParser(description=__doc__)
    opties.add_argument("--verzoeken", type=int, default=2000)
    aantal = opties.parse_args().verzoeken
    maak_sleutelbestand(tests.omgeving.MAP / "hoofdsleutels")
    try:
        with databank.kloon(databank.demosjabloon()) as naam, server(naam) as adres:
            adviseur, vp = (aangemeld(naam, wie, adres) for wie in ("adviseur", "vertrouwenspersoon"))
            zaken, casussen = (
                niet_te_zien(naam, MELDINGEN, "adviseur"),
                niet_te_zien(naam, CASUSSEN, "vertrouwenspersoon"),
            )
            gemeten: list[tuple[str, Vraag, list[UUID]]] = [
                ("melding openen", lambda pk: adviseur.get(f"{adres}/meldingen/{pk}/", timeout=30), zaken),
                (
                    "notitie sturen",
                    lambda pk: adviseur.post(f"{adres}/meldingen/{pk}/notitie/", {"tekst": "x"}, timeout=30),
                    zaken,
                ),
                ("casus openen", lambda pk: vp.get(f"{adres}/casussen/{pk}/", timeout=30), casussen),
            ]
            print(f"{aantal} rondes van drie verzoeken; verschillen in µs, mediaan [95 %]")
            for wat, vraag, vreemd in gemeten:
                meet(vraag, vreemd, 20)  # warm
                verschil, toeval, gewoon, antwoorden = meet(vraag, vreemd, aantal)
                regels = [
                    f"{m:+7.0f} [{laag:+.0f}, {hoog:+.0f}]"
                    for m, laag, hoog in map(interval, (verschil, toeval))
                ]
                print(
                    f"{wat:<16} {gewoon:7.0f}   vreemd-onbekend {regels[0]}   toeval {regels[1]}   {antwoorden}"
                )
    finally:
        for map_ in tests.omgeving.WORTEL.glob("*/databank"):
            Databank(map_).stop()
        shutil.rmtree(tests.omgeving.WORTEL, ignore_errors=True)


if __name__ == "__main__":
    main()
