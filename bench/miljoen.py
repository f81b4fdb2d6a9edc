"""A database of 1,000,000 zaken to measure on: an embedded PostgreSQL in JID_BENCHMAP, or in a temporary folder.

Import this module before anything of Django: it sets the environment. Account 1 holds 30 grants, account 2 is in the
team that owns 90 % of the zaken, account 3 holds 7,000 grants over ten years, and so do 17 colleagues. A zaak has an onderwerp of four words out
of thirteen (each word stands in a third of all zaken) and an omschrijving of 150 words, drawn by rank as in a
language; three of them are its own, and one word is of 2016 only. One zaak in ten has a note.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
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

from jid.databank import Databank  # noqa: E402  # after the environment is known
from zaken.versleuteling.sleutels import Doel, maak_sleutelbestand  # noqa: E402  # after the environment is known

DATABANK = Databank(
    MAP / "databank",
    instellingen={
        "fsync": "off",
        "shared_buffers": "1GB",
        "max_wal_size": "8GB",
        "maintenance_work_mem": "1GB",
    },
)
FABRIEK = "jid_fabriek"
"""A login that passes row security, to measure what row security costs."""
STATUSSEN = (
    "nieuw",
    "in_beoordeling",
    "in_behandeling",
    "in_onderzoek",
    "wacht_op_besluit",
    "afgehandeld",
    "nazorg",
    "gesloten",
)
WOORDEN = (
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
)
WOORD_VAN_2016 = "zomerkamp"
_LETTERGREPEN = [a + b for a in "bdfghjklmnprstvwz" for b in ("a", "e", "i", "o", "u", "aa", "oe", "ij")]
_WOORDENSCHAT = [
    f"{_LETTERGREPEN[n % 136]}{_LETTERGREPEN[n // 136 % 136]}{_LETTERGREPEN[n * 7 % 136]}rk"
    for n in range(20_000)
]
_ZAKEN = (
    "zaken_zaak (id, soort, zaaknummer, sleutel_id, team_id, behandelaar_id, gebruikers, verzegeld,"
    " aangemaakt_door_id, datum_registratie, ontvangen_defensie, voorval_precisie, rubricering, anonimiteit,"
    " defensieonderdeel_id, onderwerp, omschrijving, bronsysteem, externe_referentie, versie, eerste_termijn)"
)
_MELDINGEN = (
    "meldingen_melding (zaak_ptr_id, status, hoofdcategorie_id, aangifte, afstemming_om, doorgeleid_naar)"
)


def manage_py(*woorden: str) -> None:
    """Run a management command as the owner of the database."""
    subprocess.run(
        [sys.executable, "manage.py", *woorden, "--skip-checks"],
        cwd=PROJECT,
        check=True,
        env=os.environ | {"JID_ROL": "eigenaar"},
    )


def eigenaar() -> psycopg.Connection[Any]:
    """A connection of the owner, whom row security does not bind."""
    g = DATABANK.verbinding("jid_eigenaar")
    return psycopg.connect(
        host=g["HOST"], port=g["PORT"], dbname="jid", user=g["USER"], password=g["PASSWORD"]
    )


def klaarzetten(*, aantal: int, hergebruik: bool) -> None:
    """Start the database, migrate it, fill it with `aantal` zaken unless they are there, and set up Django."""
    maak_sleutelbestand(MAP / "hoofdsleutels")
    DATABANK.start()
    DATABANK.rollen_klaarzetten()
    DATABANK.rol_erbij(FABRIEK, bypassrls=True)
    manage_py("migrate", "--verbosity=0")
    manage_py("codelijsten")
    with DATABANK.als_superuser("jid") as superuser:
        superuser.execute(f"GRANT USAGE ON SCHEMA app TO {FABRIEK}")
        superuser.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO {FABRIEK}")
    import django

    django.setup()
    if not hergebruik:
        begin = time.monotonic()
        bouw(aantal)
        print(f"{aantal:,} zaken in {time.monotonic() - begin:.0f} s", flush=True)


def opruimen() -> None:
    """Stop the server; the data stay when JID_BENCHMAP names their folder."""
    DATABANK.stop()
    if "JID_BENCHMAP" not in os.environ:
        shutil.rmtree(MAP, ignore_errors=True)


def bouw(aantal: int) -> None:
    """Accounts, teams, `aantal` zaken with child, key, texts and search tokens, and the grants."""
    with eigenaar() as conn, conn.cursor() as c:
        _bouw_mensen(c)
    toeval = random.Random(7)
    with eigenaar() as conn, conn.cursor() as c:
        rij = c.execute("SELECT pg_get_indexdef('zoekindex_tokens'::regclass)").fetchone()
        assert rij is not None
        c.execute("DROP INDEX zoekindex_tokens")  # ninety million entries one by one take an hour
        pks = _bouw_zaken(c, aantal, toeval)
        _bouw_toekenningen(c, pks, toeval)
    with eigenaar() as conn:
        conn.autocommit = True
        conn.execute(rij[0])
        conn.execute("VACUUM ANALYZE")


def _bouw_mensen(c: psycopg.Cursor[Any]) -> None:
    from gebruikers.models import Gebruiker

    for pk, soort in ((1, "intake"), (2, "behandeling"), (3, "behandeling")):
        c.execute(
            "INSERT INTO gebruikers_team (id, code, naam, soort, is_actief) VALUES (%s, %s, %s, %s, true)",
            (pk, f"t{pk}", f"Team {pk}", soort),
        )
    for pk in range(1, 21):
        c.execute(
            "INSERT INTO gebruikers_gebruiker (id, email, naam, is_active, taal, password)"
            " VALUES (%s, %s, %s, true, 'nl', '!')",
            (pk, Gebruiker.dicht("email", f"bench{pk}@demo.example"), Gebruiker.dicht("naam", f"Bench {pk}")),
        )
        c.execute("INSERT INTO gebruikers_roltoekenning (gebruiker_id, rol) VALUES (%s, 'adviseur')", (pk,))
    c.execute(
        "INSERT INTO gebruikers_lidmaatschap (team_id, gebruiker_id, is_teamleider) VALUES (2, 2, false)"
    )


class _Teksten:
    """Texts of 150 words with their tokens, out of a stock of 20,000; each token is computed once."""

    def __init__(self, toeval: random.Random) -> None:
        from zaken.versleuteling.kluis import kluis

        self.sleutel = kluis().afgeleide_sleutel(Doel.ZOEKEN)
        gewichten = list(accumulate(1 / (rang + 30) for rang in range(len(_WOORDENSCHAT))))
        per_woord = {woord: self.tokens(woord) for woord in (*_WOORDENSCHAT, *WOORDEN)}
        self.voorraad = []
        for _n in range(20_000):
            woorden = toeval.choices(_WOORDENSCHAT, cum_weights=gewichten, k=147)
            self.voorraad.append((" ".join(woorden), {t for woord in woorden for t in per_woord[woord]}))
        self.per_woord = per_woord

    def tokens(self, tekst: str) -> list[int]:
        from zaken.zoeken.woordtokens import tokens

        return tokens(tekst, self.sleutel)


def _bouw_zaken(c: psycopg.Cursor[Any], aantal: int, toeval: random.Random) -> list[UUID]:
    from codelijsten.models import Code
    from zaken.models import Datasleutel, Notitie, Zaak

    categorieen = list(Code.objects.van("hoofdcategorie").values_list("pk", flat=True))
    onderdelen = list(Code.objects.van("defensieonderdeel").values_list("pk", flat=True))
    onderwerp, omschrijving, tekst = (
        model._meta.get_field(naam)
        for model, naam in ((Zaak, "onderwerp"), (Zaak, "omschrijving"), (Notitie, "tekst"))
    )
    teksten = _Teksten(toeval)
    pks, blok, nu = [], 20_000, datetime.now(UTC)
    for vanaf in range(0, aantal, blok):
        sleutels, zaken, meldingen, index, notities = [], [], [], [], []
        for n in range(vanaf, min(vanaf + blok, aantal)):
            sleutel = Datasleutel.nieuw()
            zaak = Zaak(id=uuid4(), sleutel=sleutel)
            woorden = toeval.sample(WOORDEN, 4)
            dag = date(2015, 1, 1) + timedelta(days=toeval.randrange(365 * 10))
            eigen = f"x{n:07}a x{n // 7:07}b " + (WOORD_VAN_2016 if dag.year == 2016 else "zomer")
            lang, lange_tokens = toeval.choice(teksten.voorraad)
            open_ = toeval.random() < 0.1
            sleutels.append((sleutel.pk, sleutel.ingepakt, sleutel.hoofdsleutel_id))
            zaken.append((zaak.pk, "melding", f"M-{dag.year}-{n:07}", sleutel.pk, 2 if toeval.random() < 0.9 else 3,
                          toeval.randrange(3, 21) if toeval.random() < 0.95 else None, [], False, 1, dag, dag, "onbekend",
                          "departementaal_vertrouwelijk", "nee", toeval.choice(onderdelen),
                          bytes(onderwerp.cijfertekst(zaak, " ".join(woorden))),
                          bytes(omschrijving.cijfertekst(zaak, f"{lang} {eigen}")), "applicatie", "", 1,
                          date.today() + timedelta(days=toeval.randrange(-20, 60)) if open_ else None))  # fmt: skip
            status = toeval.choice(STATUSSEN) if open_ else "gesloten"
            meldingen.append((zaak.pk, status, toeval.choice(categorieen), "onbekend", False, ""))
            tokens = lange_tokens.union(
                teksten.tokens(eigen), *(teksten.per_woord[woord] for woord in woorden)
            )
            index.append((zaak.pk, sorted(tokens)))
            if n % 10 == 0:
                notitie = Notitie(id=uuid4(), zaak=zaak)
                notities.append(
                    (notitie.pk, zaak.pk, bytes(tekst.cijfertekst(notitie, " ".join(woorden))), 1, nu)
                )
            pks.append(zaak.pk)
        _kopieer(c, "zaken_datasleutel (id, ingepakt, hoofdsleutel_id)", sleutels)
        _kopieer(c, _ZAKEN, zaken)
        _kopieer(c, _MELDINGEN, meldingen)
        _kopieer(c, "zaken_zoekindex (zaak_id, tokens)", index)
        _kopieer(c, "zaken_notitie (id, zaak_id, tekst, door_id, op)", notities)
    return pks


def _bouw_toekenningen(c: psycopg.Cursor[Any], pks: list[UUID], toeval: random.Random) -> None:
    from django.contrib.auth.models import Permission

    recht = Permission.objects.get(codename="view_zaak").pk
    for gebruiker, hoeveel in ((1, 30), *((pk, 7_000) for pk in range(3, 21))):  # nobody works alone
        c.execute(
            "INSERT INTO zaken_toekenning (id, user_id, permission_id, content_object_id, reden, verleend_op)"
            " SELECT gen_random_uuid(), %s, %s, pk, '\\x01' || decode(repeat('00', 40), 'hex'), now()"
            " FROM unnest(%s) AS pk",
            (gebruiker, recht, toeval.sample(pks, min(hoeveel, len(pks)))),
        )
    for pk in toeval.sample(pks, min(200, len(pks))):
        c.execute(
            "INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, op)"
            " VALUES (%s, %s, 2, 'betrokken', now())",
            (uuid4(), pk),
        )


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


def aangemeld(gebruiker: Any) -> Any:
    """A test client with a session in which `gebruiker` signed in just now; that of `force_login` counts for nobody."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.test import Client

    from gebruikers.aanmelden.sessies import AANGEMELD_OP, BEWEZEN_OP, SessionStore

    sessie = SessionStore()
    sessie[SESSION_KEY] = str(gebruiker.pk)
    sessie[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    sessie[HASH_SESSION_KEY] = gebruiker.get_session_auth_hash()
    sessie[BEWEZEN_OP] = sessie[AANGEMELD_OP] = time.time()
    sessie.create()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = sessie.session_key
    return client


def _kopieer(c: psycopg.Cursor[Any], doel: str, rijen: list[tuple[Any, ...]]) -> None:
    with c.copy(f"COPY {doel} FROM STDIN") as uit:
        for rij in rijen:
            uit.write_row(rij)


if __name__ == "__main__":
    try:
        klaarzetten(aantal=int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, hergebruik=False)
    finally:
        opruimen()
