"""Leaked passwords: a list that the installation gives, read line by line and never asked outside."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core.exceptions import ValidationError

from gebruikers.wachtwoorden import keur_lijst, staat_op
from jid.controles import keur_aanmelden

GELEKT = [f"gelekt-wachtwoord-{nummer}" for nummer in range(50)]


def regel(wachtwoord: str) -> str:
    return f"{hashlib.sha1(wachtwoord.encode()).hexdigest().upper()}:{len(wachtwoord)}"


@pytest.fixture(scope="module")
def regels() -> list[str]:
    return sorted(regel(wachtwoord) for wachtwoord in GELEKT)


@pytest.mark.parametrize(
    ("einde", "slot", "letters"), [("\n", "\n", str), ("\r\n", "", str), ("\n", "", str.lower)]
)
def test_ieder_wachtwoord_van_de_lijst_wordt_gevonden_en_geen_ander(tmp_path, regels, einde, slot, letters):
    lijst = tmp_path / "gelekt.txt"
    for aantal in (1, 2, 3, len(regels)):
        lijst.write_bytes((letters(einde.join(regels[:aantal])) + slot).encode())
        gevonden = {wachtwoord for wachtwoord in GELEKT if staat_op(lijst, wachtwoord)}
        assert gevonden == {wachtwoord for wachtwoord in GELEKT if regel(wachtwoord) in regels[:aantal]}
        assert not staat_op(lijst, "een-heel-ander-wachtwoord")


def test_een_gelekt_wachtwoord_wordt_geweigerd_als_er_een_lijst_is(tmp_path, regels, settings):
    lijst = tmp_path / "gelekt.txt"
    lijst.write_text("\n".join(regels))
    validate_password(GELEKT[7])
    settings.WACHTWOORDLIJST = lijst
    with pytest.raises(ValidationError, match="lijst van gelekte wachtwoorden"):
        validate_password(GELEKT[7])
    validate_password("een-heel-ander-wachtwoord")
    assert [v.get_help_text() for v in get_default_password_validators()][-1] != ""


@pytest.mark.parametrize(
    ("inhoud", "mis"),
    [
        (None, "is niet te lezen"),
        ("", "geen regels van een SHA-1"),
        ("gelekt-wachtwoord\n", "geen regels van een SHA-1"),
        ("A" * 32 + ":3\n", "geen regels van een SHA-1"),
        ("B" * 40 + ":3\n" + "A" * 40 + ":3\n", "niet op volgorde"),
    ],
)
def test_productie_start_niet_met_een_lijst_waarin_niets_te_vinden_is(tmp_path, settings, inhoud, mis):
    settings.WACHTWOORDLIJST = lijst = tmp_path / "gelekt.txt"
    if inhoud is not None:
        lijst.write_text(inhoud)
    settings.TWEEDE_STAP_VERPLICHT = True
    (fout,) = keur_aanmelden()
    assert (fout.id, mis in fout.msg) == ("jid.E020", True)


def test_een_goede_lijst_keurt_goed(tmp_path, regels):
    lijst = Path(tmp_path / "gelekt.txt")
    for slot in ("", "\r\n"):
        lijst.write_text("\r\n".join(regels) + slot, newline="")
        assert keur_lijst(lijst) == ""
