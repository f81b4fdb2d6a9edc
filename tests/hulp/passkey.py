"""A browser with a software key: make a passkey of it, and sign in with it alone."""

from __future__ import annotations

import json

from django.test import Client
from django.urls import reverse

from .sleutel import Sleutel

PASSKEY = "mfa_login_webauthn"


def voeg_toe(client: Client, *, route: str = "passkey_nieuw", pin: bool = True) -> Sleutel:
    sleutel = Sleutel()
    opties = json.loads(client.get(reverse(route)).context["opties"])
    sleutel.antwoord = client.post(
        reverse(route), {"name": "Sleutelbos", "credential": sleutel.maak(opties, pin=pin)}
    )
    return sleutel


def meld_aan(client: Client, sleutel: Sleutel, *, doel: str = "", **teken):
    opties = client.get(reverse(PASSKEY)).json()
    return client.post(reverse(PASSKEY), {"credential": sleutel.teken(opties, **teken), "next": doel})
