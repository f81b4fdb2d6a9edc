"""What tests of accounts share."""

from __future__ import annotations

from django.urls import reverse

from gebruikers.models import Gebruiker


def adres(naam: str, gebruiker: Gebruiker) -> str:
    """The page of `beheer` that is called so, about this account."""
    return reverse(f"beheer:{naam}", args=[gebruiker.pk])
