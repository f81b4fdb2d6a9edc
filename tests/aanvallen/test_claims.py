"""A token that the organisation signed, with claims that mean nothing, or something else than they seem to."""

from __future__ import annotations

from typing import Any

import pytest
from authlib.oidc.core import CodeIDToken
from django.test import Client
from django.urls import reverse

from gebruikers.models import Roltoekenning
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.aanmelden import is_aangemeld
from tests.hulp.oidc import Organisatie

pytestmark = [pytest.mark.databank, pytest.mark.django_db, pytest.mark.usefixtures("lege_tellers")]
ZONDER_GEVOLG: list[tuple[str, Any]] = [
    ("auth_time", -5), ("auth_time", True), ("auth_time", float("nan")), ("auth_time", 10**30), ("auth_time", 1.5),
    ("auth_time", 4_000_000_000), ("amr", [["mfa"], None, {"mfa": 1}]), ("acr", {"mfa": 1}), ("acr", [1]),
]  # fmt: skip
GEEN_TOKEN: list[tuple[str, Any]] = [
    ("sub", ""), ("sub", None), ("sub", ["s-1"]), ("sub", 7), ("sub", "a\x00b"), ("sub", "a\ud800b"), ("sub", "\u0455-1"),
    ("sub", "x" * 256), ("email", "a\x00b@demo.example"), ("email", "a\ud800@demo.example"), ("email", ["a@demo.example"]),
    ("email", {"a": 1}), ("email", 7), ("email", "x" * 9000), ("auth_time", "straks"), ("auth_time", [1]), ("exp", []),
    ("exp", "straks"), ("iat", None), ("aud", {"jid": 1}), ("iss", ["x"]), ("amr", {"mfa": 1}), ("azp", ["jid"]),
]  # fmt: skip


@pytest.fixture
def meld_aan(organisatie: Organisatie, monkeypatch: pytest.MonkeyPatch):
    """Signs in with a token in which one claim is another; not by the provider, which sends only what JSON has."""

    def rond(wie, claim: str = "", waarde: Any = None) -> tuple[int, Client]:
        valideer = CodeIDToken.validate

        def met_andere_claim(token: CodeIDToken, *args: Any, **kwargs: Any) -> None:
            if claim:
                token[claim] = waarde
            valideer(token, *args, **kwargs)

        organisatie.kent("s-1", email=wie.email, email_verified=True)
        klant = Client()
        with monkeypatch.context() as m:
            m.setattr(CodeIDToken, "validate", met_andere_claim)
            return organisatie.rond(klant, "s-1", reverse("oidc_begin")).status_code, klant

    return rond


@pytest.fixture
def piet(fabriek):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
        wie.email = "piet.smit@demo.example"
        wie.save()
        return wie


@pytest.mark.aanval("invoer", gevonden=True)
@pytest.mark.parametrize(("claim", "waarde"), GEEN_TOKEN)
def test_een_claim_die_niets_zegt_laat_niemand_binnen_en_is_geen_storing(meld_aan, piet, claim, waarde):
    status, klant = meld_aan(piet, claim, waarde)
    assert (status, is_aangemeld(klant)) == (403, False)


@pytest.mark.aanval("invoer")
@pytest.mark.parametrize(("claim", "waarde"), ZONDER_GEVOLG)
def test_een_claim_die_niets_zegt_houdt_niemand_buiten(meld_aan, piet, claim, waarde):
    status, klant = meld_aan(piet, claim, waarde)
    assert (status, is_aangemeld(klant)) == (302, True)


@pytest.mark.aanval("sessie", gevonden=True)
@pytest.mark.parametrize(
    "letter", ["p\u0131et.smit", "piet.\u017fmit", "piet.smit\u200b", "p\u0456et.smit", " piet.smit"]
)
def test_een_adres_dat_alleen_in_hoofdletters_hetzelfde_is_opent_niets(meld_aan, piet, letter):
    """Somebody else's address: only what is written with the same letters counts."""
    status, klant = meld_aan(piet, "email", f"{letter}@demo.example")
    assert (status, is_aangemeld(klant)) == (403, False)
    assert is_aangemeld(meld_aan(piet, "email", "Piet.SMIT@Demo.example")[1])


@pytest.mark.aanval("rol", gevonden=True)
def test_groepen_in_een_lijst_in_een_lijst_nemen_niemand_een_rol_af(
    meld_aan, piet, settings, tmp_path, fabriek
):
    kaart = tmp_path / "rollen.json"
    kaart.write_text('{"claim": "groups", "rollen": {"jid-adviseurs": "adviseur"}}')
    settings.OIDC_ROLLEN = str(kaart)
    for stuk in ([["jid-adviseurs"]], [{"naam": "jid-adviseurs"}], [None], [7]):
        assert meld_aan(piet, "groups", stuk)[0] == 403
    with fabriek():
        assert list(Roltoekenning.objects.filter(gebruiker=piet).values_list("rol", flat=True)) == [
            "adviseur"
        ]
    assert meld_aan(piet, "groups", ["jid-adviseurs", 7, None])[0] == 302
    assert meld_aan(piet, "groups", [])[0] == 302
    with fabriek():
        assert not Roltoekenning.objects.filter(gebruiker=piet).exists()
