"""What the environment says: paths, secrets, connections. What production cannot do without stops it, in words."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import make_conninfo


def pad(naam: str) -> Path | None:
    """The path that `NAAM` names; None when it is not set, or set to nothing, as a line of an env file may be."""
    return Path(gezet) if (gezet := os.environ.get(naam)) else None


def waarde(naam: str) -> str | None:
    """What `NAAM` says, else what stands in the file that `NAAM_FILE` names; None when neither is set."""
    if gezet := os.environ.get(naam):
        return gezet
    if (bestand := pad(f"{naam}_FILE")) is None:
        return None
    try:
        return bestand.read_text().strip()
    except OSError as fout:
        raise ImproperlyConfigured(f"{naam}_FILE wijst naar {bestand}, en dat is niet te lezen.") from fout


def geheim(naam: str, *, maak_in: Path | None) -> str:
    """A secret from `NAAM` or `NAAM_FILE`; else made once and kept in the folder `maak_in`. None: nothing is made."""
    if gezet := waarde(naam):
        return gezet
    if maak_in is None:
        raise ImproperlyConfigured(f"Zet {naam} of {naam}_FILE: zonder geheim start productie niet.")
    bestand = maak_in / naam.lower()
    if not bestand.exists():
        maak_in.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(bestand, os.O_CREAT | os.O_WRONLY, 0o600), "w") as uit:
            uit.write(secrets.token_urlsafe(48))
    return bestand.read_text()


def databank(variabele: str, rol: str, *, ingebed: bool) -> dict[str, Any]:
    """Django's connection settings for one database role, from `VARIABELE` or its file.

    `ingebed`: without either it is the embedded PostgreSQL, as `rol`.
    """
    basis: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # a lazily rendered list would run after its transaction
    }
    if url := waarde(variabele):
        return basis | dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    if not ingebed:
        raise ImproperlyConfigured(
            f"Zet {variabele} of {variabele}_FILE: productie brengt zijn eigen databank mee."
        )
    from jid.databank import standaard

    return basis | standaard().verbinding(rol, os.environ.get("JID_DATABASE", "jid"))


def dsn(gegevens: dict[str, Any]) -> str:
    """The same connection as libpq writes it, for who does not read Django's settings."""
    delen = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    return make_conninfo(
        "", **{naam: str(gegevens[sleutel]) for naam, sleutel in delen.items() if gegevens.get(sleutel)}
    )
