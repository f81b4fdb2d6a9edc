"""`manage.py check --deploy` with the settings of a production installation, on a throw-away database.

Call with the Python of the virtual environment: `.venv/bin/python scripts/check_deploy.py DIRECTORY`.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from jid.databank import Databank  # noqa: E402  # the project is on the path from here
from zaken.versleuteling.sleutels import maak_sleutelbestand  # noqa: E402  # the project is on the path from here

ROL_PER_VARIABELE = {
    "DATABASE_URL": "jid_web",
    "DATABASE_URL_WORKER": "jid_worker",
    "DATABASE_URL_EIGENAAR": "jid_eigenaar",
    "DATABASE_URL_CIJFERS": "jid_cijfers",
}


def url(databank: Databank, rol: str) -> str:
    gegevens = databank.verbinding(rol)
    host, wachtwoord = quote(gegevens["HOST"], safe=""), quote(gegevens["PASSWORD"], safe="")
    return f"postgresql://{rol}:{wachtwoord}@{host}:{gegevens['PORT']}/{gegevens['NAME']}"


def main(map_: Path) -> int:
    maak_sleutelbestand(map_ / "hoofdsleutels")
    with Databank(map_ / "productie", instellingen={"fsync": "off"}).gebruik() as databank:
        omgeving = {k: v for k, v in os.environ.items() if not k.startswith(("JID_", "DATABASE_"))}
        omgeving |= {variabele: url(databank, rol) for variabele, rol in ROL_PER_VARIABELE.items()}
        omgeving |= {
            "JID_OMGEVING": "productie",
            "JID_SLEUTELBESTAND": str(map_ / "hoofdsleutels"),
            "JID_STATIC_ROOT": str(map_ / "statisch"),
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "jid.example",
            "CSRF_TRUSTED_ORIGINS": "https://jid.example",
            "JID_BEVEILIGINGSCONTACT": "mailto:lek@jid.example",
        }
        opdracht = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(opdracht, cwd=PROJECT, env=omgeving, check=False).returncode  # noqa: S603  # fixed words


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
