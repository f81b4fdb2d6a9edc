"""Send malformed posts to a form and judge every answer. What an answer changed is undone, so that order does not matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from random import Random
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client
from django.utils.http import url_has_allowed_host_and_scheme

from gebruikers.models import Gebruiker
from tests.hulp.antwoord import gebreken
from tests.hulp.schrijven import geschreven
from tests.hulp.toneel import Toneel
from tests.hulp.wie import aangemeld, fabriek

from .bladzijde import velden_van
from .formulieren import Formulier
from .vervormen import Inzending, Veld, vervorm

KAAL: tuple[Veld, ...] = (
    ("reden", "Een voorbeeld"), ("tekst", "Een voorbeeld"), ("versie", "1"), ("stap", "ontvangst"), ("volgnummer", "2"),
    ("basis", "1"), ("venster", "a"), ("next", "/"), ("language", "en"), ("uit", "1"), ("inzending", str(uuid4())),
    ("sessie", "0" * 64), ("besluit", "akkoord"), ("credential", "{}"), ("is_teamleider", "on"), ("mijzelf", "1"),
)  # fmt: skip
"""What is sent where no page shows the form: a button on the page of something else."""
MAG_BLIJVEN = re.compile(
    r"logboek_|gebruikers_sessie$|gebruikers_aanmeld|jid_cache$|zaken_concept|zaken_datasleutel$|django_|pgmq|q_|a_|guardian_"
)
"""Tables that a refusal may write: the log, the session, failed sign-ins, and a draft, which keeps what was typed."""
GOED, NIETS_TE_ZEGGEN, HERLEID = 200, 204, 302
FOUTEN_VAN_DE_BEZOEKER = range(400, 500)
NIET_DEZE_METHODE = 405
WEINIG = 20
"""Fewer characters than this say nothing to anybody."""
KOP = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
HOOFD = re.compile(r"<main[^>]*>(.*?)</main>", re.DOTALL)


@dataclass
class Uitslag:
    """Of one form: how often each status, and what was wrong, with the post that shows it."""

    formulier: Formulier
    statussen: Counter[int] = field(default_factory=Counter)
    fouten: list[str] = field(default_factory=list)
    heeft_velden: bool = False

    @property
    def is_een_post(self) -> bool:
        """Whether this address takes a post."""
        return NIET_DEZE_METHODE not in self.statussen

    @property
    def is_formulier(self) -> bool:
        """Not a page without a form of its own that answered every post with 200: it looks at no body."""
        return self.is_een_post and (self.heeft_velden or not set(self.statussen) <= {GOED, 413, 400, 403})


def beproef(formulier: Formulier, vreemd: tuple[str, ...], *, aantal: int, zaad: int) -> Uitslag:
    """`aantal` malformed posts, of which the first says nothing at all; `vreemd` are keys of others.

    An address that takes no post gets the first one only.
    """
    uitslag = Uitslag(formulier)
    with transaction.atomic(), _fouten() as gevallen:
        klant = _klant(formulier.wie)
        koekjes = {naam: koekje.value for naam, koekje in klant.cookies.items()}

        def stuur(nummer: int, post: Inzending) -> None:
            for naam, waarde in koekjes.items():
                klant.cookies[naam] = waarde
            nu, voor = {}, geschreven()
            with transaction.atomic():
                antwoord = _stuur(klant, formulier.url, post)
                fout = _oordeel(antwoord, post, gevallen)
                if not fout and not nummer:
                    fout = ", ".join(gebreken(antwoord))
                if not fout and _is_geweigerd(antwoord) and _raakte(voor):
                    nu = _stand()
                transaction.set_rollback(True)
            if nu and (gebleven := _verschil(_stand(), nu)):
                fout = f"geweigerd, en toch bewaard in {gebleven}"
            klant.cookies.clear()
            uitslag.statussen[antwoord.status_code] += 1
            if fout:
                uitslag.fouten.append(f"{formulier.naam} nr. {nummer} ({post.soort}): {fout} — {_kort(post)}")

        stuur(0, Inzending("leeg", formulier.vast))
        if uitslag.is_een_post:
            klant.cookies.load(koekjes)
            html = _vraag(klant, formulier.url)
            pad = formulier.url.partition("?")[0]
            uitslag.heeft_velden = bool(velden_van(html, pad, Random(0)))
            for nummer in range(1, aantal):
                basis = velden_van(html, pad, Random(f"{zaad}/{formulier.naam}/{nummer}")) or KAAL
                stuur(
                    nummer,
                    vervorm((*formulier.vast, *basis), vreemd, naam=formulier.naam, nummer=nummer, zaad=zaad),
                )
        else:
            uitslag.fouten.clear()
        transaction.set_rollback(True)
    return uitslag


@contextmanager
def _fouten() -> Iterator[list[BaseException]]:
    """What views raised while this runs."""
    import sys

    gevallen: list[BaseException] = []

    def onthoud(sender: Any, **rest: Any) -> None:
        if fout := sys.exc_info()[1]:
            gevallen.append(fout)

    got_request_exception.connect(onthoud)
    try:
        yield gevallen
    finally:
        got_request_exception.disconnect(onthoud)


def _klant(wie: Gebruiker | None) -> Client:
    klant = aangemeld(wie) if wie else Client()
    klant.raise_request_exception = False
    return klant


def _vraag(klant: Client, url: str) -> str:
    """The page, if there is one; what opening it changed is undone."""
    with transaction.atomic():
        antwoord = klant.get(url)
        transaction.set_rollback(True)
    is_html = antwoord.headers.get("Content-Type", "").startswith("text/html")
    return antwoord.content.decode() if is_html else ""


def _stuur(klant: Client, url: str, post: Inzending) -> Any:
    pad = url + (("&" if "?" in url else "?") + post.vraag if post.vraag else "")
    klant.handler.enforce_csrf_checks = post.met_token
    koppen = {naam: waarde.encode("utf-8").decode("latin-1") for naam, waarde in post.koppen.items()}
    return klant.generic("POST", pad, post.bytes(), content_type=post.inhoudstype, headers=koppen)


def _oordeel(antwoord: Any, post: Inzending, gevallen: list[BaseException]) -> str:
    """What is wrong with this answer; empty when it is good."""
    if antwoord.status_code >= 500:
        fout = gevallen[-1] if gevallen else None
        return f"{antwoord.status_code} {type(fout).__name__}: {fout} ({_waar(fout)})"
    if antwoord.status_code in {HERLEID, 303}:
        naar = antwoord.headers["Location"]
        return "" if url_has_allowed_host_and_scheme(naar, {"testserver"}) else f"leidt naar {naar!r}"
    if antwoord.status_code == NIETS_TE_ZEGGEN:
        return ""
    soort = antwoord.headers.get("Content-Type", "")
    if soort.startswith("application/json"):
        goed = (
            antwoord.status_code not in FOUTEN_VAN_DE_BEZOEKER
            or len(antwoord.json().get("fout", "")) > WEINIG
        )
        return "" if goed else f"{antwoord.status_code} zonder woorden: {antwoord.content[:80]!r}"
    if antwoord.status_code not in FOUTEN_VAN_DE_BEZOEKER and not soort.startswith("text/html"):
        return ""  # a file, or nothing to say
    return _woorden(antwoord, antwoord.content.decode(errors="replace"), is_deel="HX-Request" in post.koppen)


def _woorden(antwoord: Any, tekst: str, *, is_deel: bool) -> str:
    """A heading and a text, and every refusal of a form at its field or in the list of what is wrong."""
    kop, hoofd = KOP.search(tekst), HOOFD.search(tekst)
    leesbaar = _leesbaar(hoofd[1] if hoofd else tekst)
    zonder_kop = _is_geweigerd(antwoord) and not is_deel and not (kop and _leesbaar(kop[1]))
    if len(leesbaar) < WEINIG or zonder_kop:
        return f"{antwoord.status_code} zonder woorden: {leesbaar[:80]!r}"
    for form in _formulieren_van(antwoord):
        if antwoord.status_code == GOED:
            return f"{GOED}, en toch geweigerd bij {sorted(form.errors)}"
        for veld, fouten in form.errors.items():
            if veld != NON_FIELD_ERRORS and f'name="{veld}' not in tekst:
                continue  # a page that does not ask it any more, such as of a link that was used
            for fout in fouten:
                if escape(str(fout)) not in tekst and str(fout) not in tekst:
                    return f"{antwoord.status_code}: {fout!r} bij {veld} staat niet op de bladzijde"
    return ""


def _formulieren_van(antwoord: Any) -> list[Any]:
    """The forms of the page that were refused."""
    context = antwoord.context
    form = context.get("form") if context is not None else None
    return [form] if form is not None and getattr(form, "is_bound", False) and form.errors else []


def _is_geweigerd(antwoord: Any) -> bool:
    return antwoord.status_code in FOUTEN_VAN_DE_BEZOEKER or bool(_formulieren_van(antwoord))


def _leesbaar(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", html)).split())


def _waar(fout: BaseException | None) -> str:
    """The deepest line of our own code that the fault passed."""
    plek, spoor = "?", fout.__traceback__ if fout else None
    while spoor is not None:
        bestand = spoor.tb_frame.f_code.co_filename
        if str(settings.BASIS) in bestand and ".venv" not in bestand:
            plek = f"{bestand.removeprefix(str(settings.BASIS))[1:]}:{spoor.tb_lineno}"
        spoor = spoor.tb_next
    return plek


def _kort(post: Inzending) -> str:
    """Enough of the post to see what it was; the number and the seed make it again."""
    return f"{post.inhoudstype[:60]} {post.bytes()[:160]!r}{post.vraag and ' ?' + post.vraag[:60]}"


def _raakte(voor: dict[str, int]) -> set[str]:
    """The tables that were written, and perhaps undone again, since `voor`; cheaper to ask than what stands in them."""
    return {
        tabel for tabel, n in geschreven().items() if n > voor.get(tabel, 0) and not MAG_BLIJVEN.match(tabel)
    }


def _stand() -> dict[str, tuple[int, int]]:
    """Per table how many rows, and the newest transaction that wrote one: any change that stayed shows."""
    with fabriek(), connection.cursor() as cursor:
        cursor.execute(_tellen())
        return {naam: (aantal, laatst) for naam, aantal, laatst in cursor.fetchall()}


_opdracht: list[str] = []


def _tellen() -> str:
    if not _opdracht:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
            )
            namen = sorted(naam for (naam,) in cursor.fetchall() if not MAG_BLIJVEN.match(naam))
        _opdracht.append(
            " UNION ALL ".join(
                f"SELECT '{naam}', count(*), coalesce(max(xmin::text::bigint), 0) FROM public.\"{naam}\""
                for naam in namen
            )
        )
    return _opdracht[0]


def _verschil(eerst: dict[str, tuple[int, int]], nu: dict[str, tuple[int, int]]) -> str:
    return ", ".join(naam for naam in eerst if eerst[naam] != nu[naam])


def vreemde_sleutels(toneel: Toneel) -> tuple[str, ...]:
    """Keys of what is there but belongs to others, and of what is there as something else."""
    van_iets = (
        toneel.melding,
        toneel.persoon,
        toneel.casus,
        toneel.concept,
        toneel.voorstel,
        toneel.bericht,
        uuid4(),
    )
    return (
        *map(str, van_iets),
        toneel.nummer,
        toneel.casusnummer,
        *(str(een.pk) for een in toneel.wie.values()),
    )
