"""What a backup must hold: counts, hashes, keys it needs, the installation it came from. Sealed with the key file."""

from __future__ import annotations

import hashlib
import hmac
import json
import platform
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from jid.gezondheid import verwachte_migraties
from jid.reservekopie.fouten import Kopiefout
from zaken.versleuteling.sleutels import Bestandskluis, Doel, Sleutelproef

NAAM = "manifest.json"
DATABANK = "databank.dump"
SLEUTELS = "sleutels.dump"
BESTANDEN = "bestanden.tar"
VORM = 1
_BLOK = 1024 * 1024
INSTELLINGEN = (
    "PRODUCTIE",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "LANGUAGE_CODE",
    "TIME_ZONE",
    "SESSION_COOKIE_AGE",
    "EMAIL_BACKEND",
    "DEFAULT_FROM_EMAIL",
    "ALLAUTH_TRUSTED_PROXY_COUNT",
    "SLEUTELBESTAND",
    "MEDIA_ROOT",
    "INSTALLED_APPS",
)
"""Settings that an installation chooses and that are no secret."""


@dataclass
class Manifest:
    """Everything by which a backup is judged before and after it is put back."""

    kenmerk: str
    gemaakt_op: str
    postgres: int
    delen: dict[str, dict[str, Any]] = field(default_factory=dict)
    tabellen: dict[str, list[Any]] = field(default_factory=dict)
    apart: list[str] = field(default_factory=list)
    reeksen: dict[str, int] = field(default_factory=dict)
    rollen: list[str] = field(default_factory=list)
    regels: dict[str, list[Any]] = field(default_factory=dict)
    sleutels: dict[str, str] = field(default_factory=dict)
    afleiding: list[str] = field(default_factory=list)
    bestanden: dict[str, str] = field(default_factory=dict)
    installatie: dict[str, Any] = field(default_factory=dict)
    vorm: int = VORM


def som(pad: Path) -> dict[str, Any]:
    """Size and SHA-256 of a file."""
    rekenaar, aantal = hashlib.sha256(), 0
    with pad.open("rb") as bestand:
        while blok := bestand.read(_BLOK):
            rekenaar.update(blok)
            aantal += len(blok)
    return {"sha256": rekenaar.hexdigest(), "bytes": aantal}


def schrijf(manifest: Manifest, map_: Path, kluis: Bestandskluis) -> None:
    inhoud = asdict(manifest)
    (map_ / NAAM).touch(0o600)
    (map_ / NAAM).write_text(json.dumps(inhoud | {"zegel": _zegel(inhoud, kluis)}, indent=1) + "\n")


def lees(map_: Path, kluis: Bestandskluis) -> Manifest:
    """The manifest of a backup; raises `Kopiefout` when it, or a part of the backup, was changed."""
    try:
        inhoud = json.loads((map_ / NAAM).read_text())
        zegel = inhoud.pop("zegel")
        if inhoud["vorm"] != VORM:
            raise Kopiefout(f"De reservekopie in {map_} heeft een vorm die deze versie niet kent.")
        manifest = Manifest(**inhoud)
    except FileNotFoundError:
        raise Kopiefout(f"In {map_} staat geen {NAAM}: dit is geen (volledige) reservekopie.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Kopiefout(f"{map_ / NAAM} is beschadigd.") from None
    keur_sleutels(manifest, kluis.proef, map_)
    if not hmac.compare_digest(str(zegel), _zegel(inhoud, kluis)):
        raise Kopiefout(f"{map_ / NAAM} is gewijzigd nadat de reservekopie gemaakt werd. Gebruik haar niet.")
    return manifest


def keur_sleutels(manifest: Manifest, proef: Sleutelproef, map_: Path) -> None:
    """The key file in use must hold the keys of the time of the backup, or the backup opens nothing."""
    id, controle = proef.afleiding
    if manifest.afleiding != [id, controle.hex()]:
        raise Kopiefout(
            f"Het sleutelbestand {proef.pad} hoort niet bij de reservekopie in {map_}. Zet eerst het sleutelbestand "
            "van die installatie neer. Er is niets geschreven."
        )
    hier = {id: controle.hex() for id, controle in proef.hoofdsleutels.items()}
    if ontbreekt := [id for id, controle in manifest.sleutels.items() if hier.get(id) != controle]:
        raise Kopiefout(
            f"In {proef.pad} ontbreekt hoofdsleutel {', '.join(ontbreekt)}, waarmee de reservekopie in {map_} "
            "gemaakt is. Zet het sleutelbestand van toen neer. Er is niets geschreven."
        )


def keur_delen(manifest: Manifest, map_: Path, namen: list[str]) -> None:
    """Each of these parts is there and is what it was; raises `Kopiefout`."""
    for naam in namen:
        if naam not in manifest.delen or not (map_ / naam).exists():
            raise Kopiefout(f"In {map_} ontbreekt {naam}.")
        if som(map_ / naam) != manifest.delen[naam]:
            raise Kopiefout(f"{map_ / naam} is beschadigd of gewijzigd: de SHA-256 klopt niet.")


def installatie() -> dict[str, Any]:
    """This installation without its secrets: versions, migrations, lock file, chosen settings."""
    slot = Path(settings.BASIS) / "requirements.lock"
    return {
        "python": platform.python_version(),
        "django": django.get_version(),
        "systeem": sys.platform,
        "pakketten": som(slot)["sha256"] if slot.exists() else "",
        "migraties": sorted(".".join(een) for een in verwachte_migraties()),
        "instellingen": {naam: _leesbaar(getattr(settings, naam, None)) for naam in INSTELLINGEN},
    }


def verschillen(manifest: Manifest) -> list[str]:
    """In words: what is different here from where the backup was made."""
    hier, daar = installatie(), manifest.installatie
    uit = [
        f"{naam}: toen {daar[naam]}, nu {hier[naam]}"
        for naam in ("python", "django", "systeem")
        if hier[naam] != daar[naam]
    ]
    if hier["pakketten"] != daar["pakketten"]:
        uit.append("requirements.lock is een andere")
    for naam in INSTELLINGEN:
        toen, nu = daar["instellingen"].get(naam), hier["instellingen"][naam]
        if toen != nu:
            uit.append(f"instelling {naam}: toen {toen}, nu {nu}")
    if nieuw := set(hier["migraties"]) - set(daar["migraties"]):
        uit.append(f"{len(nieuw)} migraties zijn nieuwer dan de reservekopie: voer daarna migrate uit")
    return uit


def eis_bekende_migraties(manifest: Manifest) -> None:
    """Code that is older than the backup cannot work with it."""
    if onbekend := set(manifest.installatie["migraties"]) - set(installatie()["migraties"]):
        raise Kopiefout(
            f"Deze versie van JID is ouder dan de reservekopie: {', '.join(sorted(onbekend)[:3])} is hier onbekend. "
            "Zet eerst de versie van toen neer. Er is niets geschreven."
        )


def _leesbaar(waarde: Any) -> Any:
    if isinstance(waarde, (list, tuple)):
        return [str(een) for een in waarde]
    return waarde if isinstance(waarde, (bool, int, type(None))) else str(waarde)


def _zegel(inhoud: dict[str, Any], kluis: Bestandskluis) -> str:
    tekst = json.dumps(inhoud, sort_keys=True, separators=(",", ":")).encode()
    return hmac.digest(kluis.afgeleide_sleutel(Doel.RESERVEKOPIE), tekst, "sha256").hex()
