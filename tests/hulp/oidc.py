"""A real OpenID Connect provider in a process of its own, for signing in with the account of the organisation."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import requests
from django.test import Client
from joserfc import jws
from joserfc.jwk import RSAKey

from tests.hulp.server import vrije_poort


class Organisatie:
    """The provider: which people it knows, and what it says about them."""

    def __init__(self, adres: str) -> None:
        self.issuer = adres

    def kent(self, onderwerp: str, **claims: Any) -> None:
        """This person exists, with these claims in the ID token (a claim of the protocol is overwritten too)."""
        requests.put(f"{self.issuer}/users/{onderwerp}", json=claims, timeout=5).raise_for_status()

    def meld_aan(self, adres: str, onderwerp: str) -> str:
        """Sign in on the page of the provider; the path and query with which it sends the browser back."""
        antwoord = requests.post(adres, data={"sub": onderwerp}, timeout=5, allow_redirects=False)
        terug = urlsplit(antwoord.headers["Location"])
        return f"{terug.path}?{terug.query}"

    def rond(self, client: Client, onderwerp: str, begin: str) -> Any:
        """From the button to our own answer to who comes back."""
        return client.get(self.meld_aan(client.get(begin)["Location"], onderwerp))


@contextmanager
def organisatie() -> Iterator[Organisatie]:
    poort = vrije_poort()
    proces = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(poort), "--require-nonce", "true"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    adres = f"http://127.0.0.1:{poort}"
    try:
        _wacht(adres, proces)
        yield Organisatie(adres)
    finally:
        proces.terminate()
        proces.wait(10)


def _wacht(adres: str, proces: subprocess.Popen[bytes]) -> None:
    tot = time.monotonic() + 20
    while time.monotonic() < tot and proces.poll() is None:
        try:
            requests.get(f"{adres}/.well-known/openid-configuration", timeout=2).raise_for_status()
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The provider did not start.")


@cache
def _eigen_sleutel() -> RSAKey:
    """A key of the attacker."""
    return RSAKey.generate_key(2048)


def _kop(kop: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(kop).encode()).rstrip(b"=").decode()


def _bytes(deel: str) -> bytes:
    return urlsafe_b64decode(deel + "=" * (-len(deel) % 4))


def _met_hmac(sleutel: bytes) -> Callable[[str, str, str], str]:
    """What is public to us, used as the secret of a signature that needs one."""

    def maak(kop: str, inhoud: str, _handtekening: str) -> str:
        begin = f"{_kop(json.loads(_bytes(kop)) | {'alg': 'HS256'})}.{inhoud}"
        zegel = hmac.new(sleutel, begin.encode(), hashlib.sha256).digest()
        return f"{begin}.{urlsafe_b64encode(zegel).rstrip(b'=').decode()}"

    return maak


def _met_eigen_sleutel(**kop: Any) -> Callable[[str, str, str], str]:
    """Signed well, by somebody else."""

    def maak(oud: str, inhoud: str, _handtekening: str) -> str:
        nieuw = json.loads(_bytes(oud)) | {naam: waarde() for naam, waarde in kop.items()}
        return jws.serialize_compact(nieuw, _bytes(inhoud), _eigen_sleutel())

    return maak


def _met_andere_inhoud(kop: str, inhoud: str, handtekening: str) -> str:
    claims = json.loads(_bytes(inhoud)) | {"email": "iemand-anders@demo.example"}
    return f"{kop}.{_kop(claims)}.{handtekening}"


def vervalsingen(issuer: str) -> dict[str, Callable[[str, str, str], str]]:
    """Per name: the three parts of an ID token of this issuer → one that it never signed. The first is the true one."""
    publiek = RSAKey.import_key(requests.get(f"{issuer}/jwks", timeout=5).json()["keys"][0])
    return {
        "echt": lambda kop, inhoud, handtekening: f"{kop}.{inhoud}.{handtekening}",
        "een andere letter": lambda kop, inhoud, handtekening: (
            f"{kop}.{inhoud}.{'B' if handtekening[0] == 'A' else 'A'}{handtekening[1:]}"
        ),
        "geen handtekening": lambda kop, inhoud, _: f"{kop}.{inhoud}.",
        "alg none": lambda _kop_, inhoud, _: f"{_kop({'alg': 'none', 'typ': 'JWT'})}.{inhoud}.",
        "HS256 met ons geheim": _met_hmac(b"geheim"),
        "HS256 met de publieke sleutel": _met_hmac(publiek.as_pem(private=False)),
        "andere inhoud": _met_andere_inhoud,
        "andere sleutel": _met_eigen_sleutel(),
        "andere sleutel en kid": _met_eigen_sleutel(kid=lambda: "van-een-ander"),
        "sleutel in de kop": _met_eigen_sleutel(jwk=lambda: _eigen_sleutel().as_dict(private=False)),
    }
