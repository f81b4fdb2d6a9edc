"""The two walls at 1,000,000 zaken: `.venv/bin/python -m bench.muren [--aantal N] [--rondes N]`.

Three shapes of user (30 grants; a team with 90 % of the meldingen; 7,000 grants over ten years), each operation with
both walls, with row security alone, with the first wall alone, and with none, interleaved in one run. Prints medians
and 95th percentiles in milliseconds, the ratio of the second wall, and whole pages as Django answers them.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

PROJECT = Path(__file__).resolve().parents[1]
MAP = Path(os.environ.get("JID_BENCHMAP") or tempfile.mkdtemp(prefix="jid-bench-"))
os.environ |= {
    "JID_DATA": str(MAP),
    "JID_OMGEVING": "test",
    "JID_ROL": "web",
    "JID_SLEUTELBESTAND": str(MAP / "hoofdsleutels"),
    "DJANGO_SETTINGS_MODULE": "jid.settings",
    "SECRET_KEY": "bench-" + "0" * 50,
}
for variabele in [naam for naam in os.environ if naam.startswith("DATABASE_URL")]:
    del os.environ[variabele]

import psycopg  # noqa: E402  # after the environment is known

from jid.databank import Databank  # noqa: E402
from zaken.versleuteling.sleutels import maak_sleutelbestand  # noqa: E402

DATABANK = Databank(
    MAP / "databank", instellingen={"fsync": "off", "shared_buffers": "1GB", "max_wal_size": "8GB"}
)
FABRIEK = "jid_fabriek"
STATUSSEN = [
    "nieuw",
    "in_beoordeling",
    "in_behandeling",
    "in_onderzoek",
    "wacht_op_besluit",
    "afgehandeld",
    "nazorg",
    "gesloten",
]
WOORDEN = [
    "opmerkingen",
    "oefening",
    "declaratie",
    "voertuig",
    "document",
    "gesprek",
    "melding",
    "dienst",
    "kazerne",
    "training",
    "groep",
    "app",
    "kosten",
]


def beheer(*woorden: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *woorden, "--skip-checks"],
        cwd=PROJECT,
        check=True,
        env=os.environ | {"JID_ROL": "eigenaar"},
    )


def eigenaar() -> psycopg.Connection[Any]:
    g = DATABANK.verbinding("jid_eigenaar")
    return psycopg.connect(
        host=g["HOST"], port=g["PORT"], dbname="jid", user=g["USER"], password=g["PASSWORD"]
    )


def bouw(aantal: int) -> None:
    """Accounts, teams, grants and `aantal` zaken with child, key and search tokens."""
    from django.contrib.auth.models import Permission

    from codelijsten.models import Code
    from zaken.models import Datasleutel, Zaak
    from zaken.zoeken import zoektokens

    toeval = random.Random(7)
    categorieen = list(Code.objects.van("hoofdcategorie").values_list("pk", flat=True))
    onderdelen = list(Code.objects.van("defensieonderdeel").values_list("pk", flat=True))
    veld = Zaak._meta.get_field("onderwerp")
    with eigenaar() as conn, conn.cursor() as c:
        for pk, soort in ((1, "intake"), (2, "behandeling"), (3, "behandeling")):
            c.execute(
                "INSERT INTO gebruikers_team (id, code, naam, soort, is_actief) VALUES (%s, %s, %s, %s, true)",
                (pk, f"t{pk}", f"Team {pk}", soort),
            )
        for pk in range(1, 21):
            c.execute(
                "INSERT INTO gebruikers_gebruiker (id, email, naam, is_active, taal, password) VALUES (%s, %s, %s, true, 'nl', '!')",
                (pk, f"bench{pk}@demo.example", f"Bench {pk}"),
            )
            c.execute(
                "INSERT INTO gebruikers_roltoekenning (gebruiker_id, rol) VALUES (%s, 'adviseur')", (pk,)
            )
        c.execute(
            "INSERT INTO gebruikers_lidmaatschap (team_id, gebruiker_id, is_teamleider) VALUES (2, 2, false)"
        )
    rijen = []
    begin = time.monotonic()
    with eigenaar() as conn, conn.cursor() as c:
        blok = 20_000
        for vanaf in range(0, aantal, blok):
            sleutels, zaken, meldingen, tokens = [], [], [], []
            for n in range(vanaf, min(vanaf + blok, aantal)):
                sleutel = Datasleutel.nieuw()
                zaak = Zaak(id=uuid4(), sleutel=sleutel)
                tekst = " ".join(toeval.sample(WOORDEN, 4))
                dag = date(2015, 1, 1) + timedelta(days=toeval.randrange(365 * 10))
                team = 2 if toeval.random() < 0.9 else 3
                open_ = toeval.random() < 0.1
                behandelaar = toeval.randrange(3, 21) if toeval.random() < 0.95 else None
                sleutels.append((sleutel.pk, sleutel.ingepakt, sleutel.hoofdsleutel_id))
                zaken.append((zaak.pk, "melding", f"M-{dag.year}-{n:07}", sleutel.pk, team, behandelaar, [], False, 1, dag, dag, "onbekend",
                              "departementaal_vertrouwelijk", "nee", toeval.choice(onderdelen), bytes(veld.cijfertekst(zaak, tekst)),
                              "applicatie", "", 1, date.today() + timedelta(days=toeval.randrange(-20, 60)) if open_ else None))  # fmt: skip
                meldingen.append(
                    (
                        zaak.pk,
                        toeval.choice(STATUSSEN) if open_ else "gesloten",
                        toeval.choice(categorieen),
                        "onbekend",
                        False,
                        "",
                    )
                )
                tokens.append((zaak.pk, zoektokens(tekst)))
                rijen.append(zaak.pk)
            kopieer(c, "zaken_datasleutel (id, ingepakt, hoofdsleutel_id)", sleutels)
            kopieer(c, "zaken_zaak (id, soort, zaaknummer, sleutel_id, team_id, behandelaar_id, gebruikers, verzegeld, aangemaakt_door_id,"
                       " datum_registratie, ontvangen_defensie, voorval_precisie, rubricering, anonimiteit, defensieonderdeel_id, onderwerp,"
                       " bronsysteem, externe_referentie, versie, eerste_termijn)", zaken)  # fmt: skip
            kopieer(
                c,
                "meldingen_melding (zaak_ptr_id, status, hoofdcategorie_id, aangifte, afstemming_om, doorgeleid_naar)",
                meldingen,
            )
            kopieer(c, "zaken_zoekindex (zaak_id, tokens)", tokens)
        recht = Permission.objects.get(codename="view_zaak").pk
        for gebruiker, hoeveel in ((1, 30), (3, 7_000)):
            for pk in toeval.sample(rijen, min(hoeveel, len(rijen))):
                c.execute(
                    "INSERT INTO zaken_toekenning (id, user_id, permission_id, content_object_id, reden, verleend_op)"
                    " VALUES (%s, %s, %s, %s, '\\x01' || decode(repeat('00', 40), 'hex'), now())",
                    (uuid4(), gebruiker, recht, pk),
                )
        for pk in toeval.sample(rijen, min(200, len(rijen))):
            c.execute(
                "INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, op)"
                " VALUES (%s, %s, 2, 'betrokken', now())",
                (uuid4(), pk),
            )
    with eigenaar() as conn:
        conn.autocommit = True
        conn.execute("VACUUM ANALYZE")
    print(f"{aantal:,} zaken in {time.monotonic() - begin:.0f} s")


def kies() -> list[tuple[str, Any, UUID]]:
    """Each shape of user with one zaak that it sees."""
    from gebruikers.models import Gebruiker

    met_grant = "SELECT content_object_id FROM zaken_toekenning WHERE user_id = %s ORDER BY id LIMIT 1"
    van_team = "SELECT id FROM zaken_zaak WHERE team_id = 2 AND id NOT IN (SELECT zaak_id FROM zaken_uitsluiting) LIMIT 1"
    gekozen = []
    with eigenaar() as conn:
        for naam, pk in (("30 toekenningen", 1), ("team met 90 %", 2), ("7.000 toekenningen", 3)):
            rij = conn.execute(*((van_team,) if pk == 2 else (met_grant, (pk,)))).fetchone()
            assert rij is not None
            gekozen.append((naam, Gebruiker.objects.get(pk=pk), rij[0]))
    return gekozen


def kopieer(c: psycopg.Cursor[Any], doel: str, rijen: list[tuple[Any, ...]]) -> None:
    with c.copy(f"COPY {doel} FROM STDIN") as uit:
        for rij in rijen:
            uit.write_row(rij)


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
        return [
            lijst.tel(lijst.tab_van(zaken(muur), tab, gebruiker))
            for tab in (Tab.MIJN, Tab.TEAM, Tab.NIET_TOEGEWEZEN)
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
    yield "detail", detail
    yield "zoek op nummer", lambda muur: blad(muur, q="M-2021-00001")
    yield "zoek op woord", lambda muur: blad(muur, q="oefening")
    yield "opslaan", opslaan


MODI = (
    ("beide", "web", "dicht"),
    ("alleen rijbeveiliging", "web", ""),
    ("alleen filter", FABRIEK, "open"),
    ("geen", FABRIEK, ""),
)


def meet(gebruiker: Any, zaak: UUID, rondes: int) -> None:
    from django.db import connection, transaction

    from zaken.context import begin

    for naam, doe in handelingen(gebruiker, zaak):
        tijden: dict[str, list[float]] = {modus: [] for modus, _r, _m in MODI}
        aantal = 3 if naam == "zoek op woord" else rondes  # the word stands in a third of all zaken: seconds
        for ronde in range(aantal + 2):
            for modus, rol, muur in MODI:
                with transaction.atomic(), connection.cursor() as cursor:
                    begin(gebruiker.pk)
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
    from django.test import Client

    client = Client()
    client.force_login(gebruiker)
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
        maak_sleutelbestand(MAP / "hoofdsleutels")
        DATABANK.start()
        DATABANK.rollen_klaarzetten()
        DATABANK.rol_erbij(FABRIEK, bypassrls=True)
        beheer("migrate", "--verbosity=0")
        beheer("codelijsten")
        with DATABANK.beheer("jid") as superuser:
            superuser.execute(f"GRANT USAGE ON SCHEMA app TO {FABRIEK}")
            superuser.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO {FABRIEK}")
        import django

        django.setup()
        if not keuzes.hergebruik:
            bouw(keuzes.aantal)
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
        DATABANK.stop()
        if "JID_BENCHMAP" not in os.environ:
            shutil.rmtree(MAP, ignore_errors=True)


if __name__ == "__main__":
    main()
