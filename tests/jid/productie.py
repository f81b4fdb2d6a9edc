"""A production installation in miniature, made with the very scripts that an installation uses.

Secrets by `docker/maak-geheimen`, roles and database by the init script of the compose file, on a throw-away server that
the launcher did not touch further. Its tables are those that `migrate` made in the template of the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings

from jid.databank import Databank, programmas
from tests.hulp.databank import DATABANK, FABRIEK, PROJECT, SJABLOON, sjabloon
from tests.hulp.server import statisch

ROLLEN = {"": "web", "_WORKER": "worker", "_EIGENAAR": "eigenaar", "_CIJFERS": "cijfers"}


class Productie:
    """The installation, and the commands that one gives there."""

    def __init__(self, map_: Path) -> None:
        self.map = map_
        self.geheimen = map_ / "geheimen"
        self.databank = Databank(map_ / "databank", instellingen={"fsync": "off", "full_page_writes": "off"})

    def maak(self) -> None:
        sjabloon()  # first: its key file and its passwords come with it
        self.geheimen.mkdir(mode=0o700)
        shutil.copy2(settings.SLEUTELBESTAND, self.geheimen)  # the one that the template knows
        self._doe([str(PROJECT / "docker/maak-geheimen"), str(self.geheimen)], {"JID_UID": str(os.getuid())})
        self.databank.start()
        als_superuser = self.databank.verbinding("postgres", "postgres")
        for opdracht in ("10-rollen.sh", "20-dicht.sh"):
            self._doe(
                [str(PROJECT / "docker/postgres" / opdracht)],
                {
                    "JID_GEHEIMEN": str(self.geheimen),
                    "PGHOST": als_superuser["HOST"],
                    "PGPASSWORD": als_superuser["PASSWORD"],
                    "PATH": f"{programmas.zoek_map()}:{os.environ['PATH']}",
                },
            )
        self._neem_tabellen_over()

    def _neem_tabellen_over(self) -> None:
        """From the template, by the owner."""
        with self.databank.als_superuser() as superuser:
            superuser.execute(f"CREATE ROLE {FABRIEK}")  # the template grants to it
        gegevens, bin_ = DATABANK.verbinding("postgres"), programmas.zoek_map()
        van_sjabloon = {"PGHOST": gegevens["HOST"], "PGUSER": "postgres", "PGPASSWORD": gegevens["PASSWORD"]}
        dump = subprocess.run(
            [bin_ / "pg_dump", "--format=custom", "--compress=none", "--exclude-schema=pg_catalog", SJABLOON],
            env=os.environ | van_sjabloon, check=True, capture_output=True,
        )  # fmt: skip
        subprocess.run(
            [bin_ / "pg_restore", "--exit-on-error", "--no-owner", "--no-comments", f"--dbname={self.url('eigenaar')}"],
            input=dump.stdout, check=True,
        )  # fmt: skip

    def url(self, rol: str) -> str:
        """The address from the secret, on the socket of this server instead of the host of the compose file."""
        url = (self.geheimen / f"database_url_{rol}").read_text().strip()
        return url.replace("databank:5432", quote(str(self.databank.socketmap), safe=""))

    def omgeving(self, **anders: str) -> dict[str, str]:
        """What the compose file sets; a value that is empty here is left out."""
        schoon = {
            k: v for k, v in os.environ.items() if not k.startswith(("JID_", "DATABASE_", "DJANGO_", "PG"))
        }
        for naam in ("SECRET_KEY", "ALLOWED_HOSTS"):
            schoon.pop(naam, None)
        gezet = {
            "JID_OMGEVING": "productie",
            "JID_ROL": "web",
            "JID_DATA": str(self.map / "data"),
            "JID_STATIC_ROOT": str(statisch()),
            "JID_SLEUTELBESTAND": str(self.geheimen / "hoofdsleutels"),
            "JID_ANKER": str(self.map / "anker"),
            "SECRET_KEY_FILE": str(self.geheimen / "secret_key"),
            "ALLOWED_HOSTS": "jid.example",
            "CSRF_TRUSTED_ORIGINS": "https://jid.example",
            "JID_BEVEILIGINGSCONTACT": "mailto:lek@jid.example",
            **{f"DATABASE_URL{achter}": self.url(rol) for achter, rol in ROLLEN.items()},
        }
        return {k: v for k, v in (schoon | gezet | anders).items() if v}

    def manage_py(self, *woorden: str, **anders: str) -> subprocess.CompletedProcess[str]:
        return self.python("manage.py", *woorden, **anders)

    def start_web(self, **anders: str) -> subprocess.CompletedProcess[str]:
        """What gunicorn does first: import the application, and with it ask the guards."""
        return self.python("-c", "import jid.wsgi", **anders)

    def python(self, *woorden: str, **anders: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *woorden],
            cwd=PROJECT,
            env=self.omgeving(**anders),
            capture_output=True,
            text=True,
            check=False,
        )

    @contextmanager
    def als_eigenaar(self) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        with psycopg.connect(self.url("eigenaar"), autocommit=True) as conn:
            yield conn

    @staticmethod
    def _doe(opdracht: list[str], omgeving: dict[str, str]) -> None:
        klaar = subprocess.run(
            opdracht, env=os.environ | omgeving, capture_output=True, text=True, check=False
        )
        assert klaar.returncode == 0, klaar.stdout + klaar.stderr


@contextmanager
def installatie() -> Iterator[Productie]:
    map_ = Path(tempfile.mkdtemp(prefix="jid-"))
    productie = Productie(map_)
    try:
        productie.maak()
        yield productie
    finally:
        productie.databank.stop()
        shutil.rmtree(map_)


@pytest.fixture
def productieomgeving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The least that production starts with; optional paths empty."""
    geheim = tmp_path / "geheim"
    geheim.write_text("x" * 64)
    omgeving = {
        "JID_OMGEVING": "productie", "SECRET_KEY_FILE": str(geheim), "ALLOWED_HOSTS": "jid.example",
        "DATABASE_URL": "postgresql://jid_web@localhost/jid", "JID_SLEUTELBESTAND": str(geheim),
        "DATABASE_URL_CIJFERS": "postgresql://jid_cijfers@localhost/jid", "SECRET_KEY": "",
        "JID_WACHTWOORDLIJST": "", "HUISSTIJL_DIR": "", "JID_STATIC_ROOT": "", "JID_ANKER": "",
        "CELERY_BROKER_URL": "amqps://jid:geheim@wachtrij.example:5671//",
    }  # fmt: skip
    for naam, waarde in omgeving.items():
        monkeypatch.setenv(naam, waarde)
