"""Leaked passwords: a list that the installation gives, read line by line and never asked outside."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from allauth.account.forms import SetPasswordForm
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core.exceptions import ValidationError

from gebruikers.aanmelden.wachtwoorden import keur_lijst, staat_op
from gebruikers.models import Gebruiker
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


@pytest.mark.parametrize("reeks", [
    "123456789012", "098765432109", "aaaaaaaaaaaa", "abcdefghijkl", "qwertyuiop12", "asdfghjkl123", "abababababab", "112233445566",
])  # fmt: skip
def test_een_rij_van_letters_of_cijfers_is_geen_wachtwoord(reeks):
    with pytest.raises(ValidationError, match="te makkelijk te raden"):
        validate_password(reeks)


@pytest.mark.parametrize(
    "goed", ["kastanje-fiets-9", "8p7r-szu4-hbjp-czxt", "regen op het dak", "Xk3vBn7qLm2w"]
)
def test_een_gewoon_lang_wachtwoord_mag(goed):
    validate_password(goed)


def test_wat_er_mis_is_met_een_wachtwoord_staat_er_in_onze_woorden():
    jan = Gebruiker(email="jan.verzonnen@demo.example", naam="Jan Verzonnen")
    with pytest.raises(ValidationError, match="lijkt te veel op uw naam of e-mailadres"):
        validate_password("jan.verzonnen1", jan)
    form = SetPasswordForm(user=jan, data={"password1": "kastanje-fiets-9", "password2": "kastanje-fiets-8"})
    assert form.errors["password2"] == ["Dit is niet hetzelfde wachtwoord. Vul twee keer hetzelfde in."]
