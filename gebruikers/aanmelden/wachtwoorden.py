"""Password rules of our own: the length, words of this organisation, and a list of leaked passwords."""

from __future__ import annotations

import hashlib
import mmap
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

VAKWOORDEN = (
    *(
        "defensie",
        "ministerie",
        "integriteit",
        "registratie",
        "landmacht",
        "luchtmacht",
        "marine",
        "marechaussee",
    ),
    *(
        "dosco",
        "commit",
        "coid",
        "kazerne",
        "militair",
        "melding",
        "meldpunt",
        "klacht",
        "misstand",
        "onderzoek",
    ),
    *("vertrouwenspersoon", "adviseur", "beheerder", "auditor", "jaarverslag", "rijksoverheid"),
    *(
        "wachtwoord",
        "welkom",
        "password",
        "geheim",
        "lente",
        "zomer",
        "herfst",
        "winter",
        "januari",
        "februari",
    ),
    *("maart", "april", "juni", "juli", "augustus", "september", "oktober", "november", "december"),
)
"""What somebody who knows this application tries first."""
KORTSTE_REST = 6
"""Letters and digits that must be left when these words and the years are taken out."""

RIJEN = ("1234567890123", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
"""What a hand or a child's rhyme makes: neighbours in these say nothing new."""
VERSCHILLEND = 5
"""Different characters, and steps that are no neighbours, that a password has at least."""
LIJSTREGEL = re.compile(rb"[0-9A-F]{40}(:\d+)?\r?\n", re.IGNORECASE)
"""A line of the list of leaked passwords: SHA-1, and how often it was seen."""


class MinimumLengte(MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self) -> str:
        """What to do, in one sentence."""
        tekst = _("Dit wachtwoord is te kort. Gebruik minstens %(aantal)d tekens.")
        return tekst % {"aantal": self.min_length}

    def get_help_text(self) -> str:
        """The rule before it is broken."""
        return _("Gebruik minstens %(aantal)d tekens.") % {"aantal": self.min_length}


class GeenVakwoorden:
    """Not made of words of this organisation and years alone: `Integriteit-2026` is guessed at once."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` when little is left without those words."""
        rest = password.lower()
        for woord in sorted(VAKWOORDEN, key=len, reverse=True):
            rest = rest.replace(woord, " ")
        rest = re.sub(r"(19|20)\d\d|[\W_]", "", rest)
        if len(rest) < KORTSTE_REST and rest != re.sub(r"[\W_]", "", password.lower()):
            raise ValidationError(
                _("Dit wachtwoord is te makkelijk te raden. Gebruik ook andere woorden."), code="vakwoord"
            )

    def get_help_text(self) -> str:
        """The rule before it is broken."""
        return _("Gebruik niet alleen woorden van het werk of een jaartal.")


class GeenReeks:
    """Not a row of the keyboard, the alphabet or the digits, nor a few characters again and again: `123456789012`."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` when too few characters say something new."""
        if len(set(password.lower())) < VERSCHILLEND or _sprongen(password.lower()) < VERSCHILLEND:
            raise ValidationError(
                _("Dit wachtwoord is te makkelijk te raden. Gebruik geen rij van letters of cijfers."),
                code="reeks",
            )

    def get_help_text(self) -> str:
        """The rule before it is broken."""
        return _("Gebruik geen rij van letters of cijfers, zoals 123456.")


def _sprongen(tekst: str) -> int:
    """How often a character is not the neighbour of the one before, in any of `RIJEN`, nor the same."""
    buren = {
        paar
        for rij in RIJEN
        for links, rechts in pairwise(rij)
        for paar in ((links, rechts), (rechts, links))
    }
    return sum(een != ander and (een, ander) not in buren for een, ander in pairwise(tekst))


class NietGelekt:
    """Not on the list of leaked passwords that the installation gave (`WACHTWOORDLIJST`). Nothing is asked outside."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` when the list holds the password."""
        if settings.WACHTWOORDLIJST and staat_op(settings.WACHTWOORDLIJST, password):
            raise ValidationError(
                _("Dit wachtwoord staat op een lijst van gelekte wachtwoorden. Kies een ander."),
                code="gelekt",
            )

    def get_help_text(self) -> str:
        """The rule before it is broken."""
        return _("Gebruik geen wachtwoord dat gelekt is.") if settings.WACHTWOORDLIJST else ""


def staat_op(lijst: Path, wachtwoord: str) -> bool:
    """Whether `lijst`, lines of `LIJSTREGEL` in order of hash, holds `wachtwoord`. Some forty reads of a huge file."""
    gezocht = hashlib.sha1(wachtwoord.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with lijst.open("rb") as bestand, mmap.mmap(bestand.fileno(), 0, access=mmap.ACCESS_READ) as inhoud:
        laag, hoog = 0, len(inhoud)
        while laag < hoog:
            begin = inhoud.rfind(b"\n", 0, (laag + hoog) // 2) + 1
            regel = inhoud[begin : begin + len(gezocht)].upper()
            if regel == gezocht:
                return True
            if regel < gezocht:
                einde = inhoud.find(b"\n", begin)
                laag = len(inhoud) if einde < 0 else einde + 1
            else:
                hoog = begin
    return False


def keur_lijst(lijst: Path) -> str:
    """What is wrong with the list of leaked passwords; empty when it will do. Reads its first and last line."""
    try:
        with lijst.open("rb") as bestand:
            eerste = bestand.read(80)
            bestand.seek(-min(80, lijst.stat().st_size), 2)
            laatste = bestand.read().rstrip(b"\r\n") + b"\n"
    except OSError:
        return f"{lijst} is niet te lezen."
    if not LIJSTREGEL.fullmatch(eerste.partition(b"\n")[0] + b"\n") or not LIJSTREGEL.fullmatch(
        regel := laatste[laatste.rfind(b"\n", 0, -1) + 1 :]
    ):
        return f"{lijst} heeft geen regels van een SHA-1 en een aantal."
    return (
        "" if eerste[:40].upper() <= regel[:40].upper() else f"{lijst} staat niet op volgorde van de SHA-1."
    )
