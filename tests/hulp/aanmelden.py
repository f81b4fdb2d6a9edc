"""Signing in as a browser does: is it in, and an app for the second step."""

from __future__ import annotations

import re

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from .codes import totp

APP = "mfa_activate_totp"


def is_aangemeld(client: Client) -> bool:
    """Whether this browser sees its own account."""
    return client.get(reverse("mijn_account")).status_code == 200


def stel_in(client: Client) -> tuple[str, list[str]]:
    """Set up an app; its secret and the recovery codes that the page shows once."""
    geheim = client.get(reverse(APP)).context["form"].secret
    antwoord = client.post(reverse(APP), {"code": totp(geheim)})
    assert antwoord["Location"] == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<li>(\d{8})</li>", client.get(antwoord["Location"]).text)
    cache.clear()  # the code of this half minute counts as used
    return geheim, codes
