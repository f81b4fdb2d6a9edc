"""The columns whose text `gebruikers.geheim` encrypted, each filled with a mark by the code of the product itself.

A column that is encrypted and not filled here, and a place in the code that encrypts and was not gone through, fail
`test_dump.py`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.contrib.sessions.backends import db
from django.core.mail import EmailMessage
from django.utils import timezone

from achtergrond import services as taken
from achtergrond import soorten, uitvoeren
from achtergrond.services import plek
from achtergrond.soorten import Taaksoort
from gebruikers import geheim, vierogen
from gebruikers.aanmelden.sessies import SessionStore
from gebruikers.geheim import Doel
from gebruikers.models import Gebruiker, OidcIdentiteit, Voorstel
from gebruikers.rollen import Rol
from inlezen import services as inlezen
from inlezen.lezen import Gelezen
from inlezen.soorten import soort_van
from jid.celery import app
from post.services import zet_klaar
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.inlezen import KOP, RIJ
from tests.hulp.databank import PROJECT
from tests.hulp.wie import als, fabriek
from zaken.services import filters


class Kolom(NamedTuple):
    """What a column is encrypted for, what binds it to its row, and how to reach the text."""

    doel: Doel
    bij: Callable[[Any], str] = lambda rij: str(rij.pk)
    waarde: Callable[[Any], Any] | None = None
    tekst: Callable[[str], object] = str


KOLOMMEN: dict[str, Kolom] = {
    "achtergrond.Resultaatdeel.inhoud": Kolom(Doel.TAAK, lambda deel: plek(deel.opdracht, deel.nummer)),
    "achtergrond.Taakopdracht.invoer": Kolom(Doel.TAAK),
    "gebruikers.Sessie.session_data": Kolom(
        Doel.SESSIE, tekst=lambda inhoud: db.SessionStore().decode(inhoud)
    ),
    "gebruikers.Voorstel.antwoord": Kolom(Doel.WEIGERING),
    "inlezen.Inlezing.bestand": Kolom(Doel.INLEZING, lambda inlezing: f"{inlezing.pk}|bestand"),
    "inlezen.Inlezing.fouten": Kolom(Doel.INLEZING, lambda inlezing: f"{inlezing.pk}|fouten"),
    "inlezen.Inlezing.keuze": Kolom(Doel.INLEZING, lambda inlezing: f"{inlezing.pk}|keuze"),
    "inlezen.Inlezingdeel.inhoud": Kolom(
        Doel.INLEZING, lambda deel: f"{deel.inlezing_id}|deel|{deel.nummer}"
    ),
    "inlezen.Kolomkeuze.keuze": Kolom(Doel.INLEZING),
    "mfa.Authenticator.data": Kolom(Doel.TWEEDE_FACTOR, lambda _: "", lambda middel: middel.data["secret"]),
    "post.Mail.inhoud": Kolom(Doel.MAIL),
    "zaken.Bewaardfilter.naam_versleuteld": Kolom(Doel.FILTERNAAM, lambda _: ""),
}
"""By model and field. What is in no backup either: see `ZONDER_INHOUD` in `jid/reservekopie/tabellen.py`."""
NERGENS_BEWAARD = {Doel.ZOEKVRAAG: "zaken/schermen/zoekwoorden.py"}
"""Goes into an address and is kept nowhere."""


def geopend(kolom: str) -> list[str]:
    """What stands in this column, in every row; raises `GeheimOnleesbaar` for what is not encrypted as it says."""
    model, _, veld = kolom.rpartition(".")
    hoe, uit = KOLOMMEN[kolom], []
    for rij in apps.get_model(model)._base_manager.all():
        waarde = hoe.waarde(rij) if hoe.waarde else getattr(rij, veld)
        if waarde:
            uit.append(str(hoe.tekst(geheim.ontsleutel(waarde, doel=hoe.doel, bij=hoe.bij(rij)))))
    return uit


def vul(merk: str) -> set[str]:
    """A row of each, with `merk` in it; gives the places in the code that encrypted, as `file:line`."""
    with fabriek():
        auditor, intake = maak_gebruiker(Rol.AUDITOR), maak_gebruiker(Rol.INTAKE)
        beheerder, privacy = maak_gebruiker(Rol.BEHEERDER), maak_gebruiker(Rol.PRIVACY)
    with _bespied() as plaatsen, patch.object(app, "send_task"):
        _taak(merk, auditor)
        _inlezing(merk, intake)
        _weigering(merk, intake, door=beheerder, ander=privacy)
        _account(merk, door=beheerder, ander=privacy)
        with als(intake):
            zet_klaar(
                EmailMessage(
                    f"{merk} onderwerp", f"{merk} tekst", "x@demo.example", [f"{merk}@demo.example"]
                ),
                nu=timezone.now(),
            )
            bewaard = filters.bewaar(soort="melding", naam=merk, criteria={}, team=None, door=intake)
            filters.wijzig(filter_=bewaard, naam=f"{merk} 2", team=None, door=intake)
            TOTP.activate(intake, merk)
        sessie = SessionStore()
        sessie["wat"] = merk
        sessie.create()
    return plaatsen


def _taak(merk: str, wie: Gebruiker) -> None:
    soort = Taaksoort(
        code="proef", naam="Proef", rollen=frozenset({Rol.AUDITOR}), maak=lambda *_: iter([merk]), inhoudstype="text/plain",
        bestandsnaam=lambda _: "proef.txt", bij_ophalen=lambda *_: None, fouten={},
    )  # fmt: skip
    with patch.dict(soorten._soorten, proef=soort):
        with als(wie):
            opdracht = taken.vraag_aan(soort=soort, invoer={"wat": merk}, door=wie, nu=timezone.now())
        with fabriek():
            assert uitvoeren.voer_uit(opdracht_id=opdracht.pk, klok=timezone.now)


def _inlezing(merk: str, wie: Gebruiker) -> None:
    """A file with the mark as its name, a header and a cell that is no code."""
    nu, vandaag = timezone.now(), timezone.localdate()
    kolommen = ["externe_referentie", "bronsysteem", "ontvangen_defensie", "hoofdcategorie", "onderwerp", ""]
    gelezen = Gelezen(f"{merk}.csv", "0" * 64, [*KOP, merk], [(2, [*RIJ[:3], merk, *RIJ[4:], merk])])
    with als(wie):
        inlezing = inlezen.breng(
            soort=soort_van("meldingen"), gelezen=gelezen, door=wie, nu=nu, vandaag=vandaag
        )
        inlezing = inlezen.kies_kolommen(
            inlezing_id=inlezing.pk, kolommen=kolommen, door=wie, vandaag=vandaag
        )
        inlezing.zet("keuze", [merk])  # names of our own columns: the product puts no other word there
        inlezing.save(update_fields=["keuze"])


def _weigering(merk: str, over: Gebruiker, *, door: Gebruiker, ander: Gebruiker) -> None:
    rollen = {"rollen": [Rol.INTAKE, Rol.ADVISEUR]}
    with als(door):
        voorstel = vierogen.stel_voor(Voorstel.Handeling.ROLLEN, gebruiker=over, gegevens=rollen, door=door)
    with als(ander):
        vierogen.beslis(voorstel.pk, akkoord=False, door=ander, basisadres="https://demo.example", reden=merk)


def _account(merk: str, *, door: Gebruiker, ander: Gebruiker) -> None:
    """Asked, made, linked, and called something else: the mark is the name of before, of now, and the address."""

    def met_twee(handeling: Voorstel.Handeling, wie: Gebruiker | None, **wat: object) -> Gebruiker:
        with als(door):
            voorstel = vierogen.stel_voor(handeling, gebruiker=wie, gegevens=wat, door=door)
        with als(ander):
            vierogen.beslis(voorstel.pk, akkoord=True, door=ander, basisadres="https://demo.example")
        with fabriek():
            return Gebruiker.objects.latest("pk")

    rollen = [Rol.INTAKE.value]
    nieuw = met_twee(
        Voorstel.Handeling.NIEUW_ACCOUNT, None, naam=merk, email=f"{merk}@demo.example", rollen=rollen
    )
    met_twee(Voorstel.Handeling.NIEUW_ADRES, nieuw, naam=f"{merk} anders")
    with fabriek():
        OidcIdentiteit.objects.create(
            gebruiker=nieuw, issuer="https://demo.example", onderwerp=f"{merk}@demo.example"
        )


def plaatsen_in_de_code() -> set[str]:
    """Every call of `versleutel` of `gebruikers.geheim` in the product, but for what is kept nowhere."""
    gevonden = set()
    for config in apps.get_app_configs():
        if Path(config.path).parent == PROJECT:
            for pad in Path(config.path).rglob("*.py"):
                gevonden |= set(_aanroepen(pad))
    return {plaats for plaats in gevonden if plaats.split(":")[0] not in NERGENS_BEWAARD.values()}


def _aanroepen(pad: Path) -> Iterator[str]:
    bron = pad.read_text()
    if "geheim" not in bron or "versleutel" not in bron:
        return
    for knoop in ast.walk(ast.parse(bron)):
        if isinstance(knoop, ast.Call) and any(woord.arg == "doel" for woord in knoop.keywords):
            naam = knoop.func.attr if isinstance(knoop.func, ast.Attribute) else getattr(knoop.func, "id", "")
            if naam == "versleutel":
                yield f"{pad.relative_to(PROJECT)}:{knoop.lineno}"


@contextmanager
def _bespied() -> Iterator[set[str]]:
    """The places from which something is encrypted in this block."""
    echt, plaatsen = geheim._aes, set()

    def aes() -> object:
        zelf = sys._getframe(1)
        if zelf.f_code is geheim.versleutel.__code__ and zelf.f_back is not None:
            pad = Path(zelf.f_back.f_code.co_filename)
            if pad.is_relative_to(PROJECT):
                plaatsen.add(f"{pad.relative_to(PROJECT)}:{zelf.f_back.f_lineno}")
        return echt()

    with patch.object(geheim, "_aes", aes):
        yield plaatsen
