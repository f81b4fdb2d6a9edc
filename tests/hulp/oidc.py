"""A real OpenID Connect provider in a process of its own, for signing in with the account of the organisation."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from django.test import Client

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
