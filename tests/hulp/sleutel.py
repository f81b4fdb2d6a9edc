"""A security key in software: what a browser sends when it made a key, or signed with one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

VLAG = AuthenticatorData.FLAG


class Sleutel:
    """One credential. With `pin` it says that it asked for one."""

    def __init__(self, *, herkomst: str = "http://testserver", naam: str = "testserver") -> None:
        self.geheim = ec.generate_private_key(ec.SECP256R1())
        self.nummer = os.urandom(16)
        self.herkomst, self.site = herkomst, hashlib.sha256(naam.encode()).digest()
        self.gebruiker = ""

    def maak(self, opties: Mapping[str, Any], *, pin: bool = True) -> str:
        """The answer to `PublicKeyCredentialCreationOptions`, as JSON."""
        vraag = opties["publicKey"]
        self.gebruiker = vraag["user"]["id"]
        openbaar = ES256.from_cryptography_key(self.geheim.public_key())
        inhoud = AttestedCredentialData.create(Aaguid.NONE, self.nummer, openbaar)
        gegevens = AuthenticatorData.create(self.site, self._vlaggen(pin) | VLAG.AT, 0, inhoud)
        return self._antwoord(
            {
                "clientDataJSON": self._client("webauthn.create", vraag["challenge"]).b64,
                "attestationObject": websafe_encode(AttestationObject.create("none", gegevens, {})),
            }
        )

    def teken(self, opties: Mapping[str, Any], *, pin: bool = True, voor: str | None = None) -> str:
        """The answer to `PublicKeyCredentialRequestOptions`, as JSON; it says to be of `voor`, else of its user."""
        gegevens = AuthenticatorData.create(self.site, self._vlaggen(pin), 1)
        client = self._client("webauthn.get", opties["publicKey"]["challenge"])
        return self._antwoord(
            {
                "clientDataJSON": client.b64,
                "authenticatorData": websafe_encode(gegevens),
                "signature": websafe_encode(
                    self.geheim.sign(gegevens + client.hash, ec.ECDSA(hashes.SHA256()))
                ),
                "userHandle": self.gebruiker if voor is None else voor,
            }
        )

    def _client(self, soort: str, uitdaging: str) -> CollectedClientData:
        return CollectedClientData.create(soort, uitdaging, self.herkomst)

    def _antwoord(self, inhoud: dict[str, str]) -> str:
        nummer = websafe_encode(self.nummer)
        return json.dumps(
            {
                "id": nummer,
                "rawId": nummer,
                "type": "public-key",
                "response": inhoud,
                "clientExtensionResults": {},
            }
        )

    @staticmethod
    def _vlaggen(pin: bool) -> AuthenticatorData.FLAG:
        return VLAG.UP | VLAG.UV if pin else VLAG.UP
