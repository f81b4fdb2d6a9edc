"""Zaken that go to another register: the desks, one to send, what is chosen, and what counts afterwards."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

from django.utils.timezone import localdate

from gebruikers.models import Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import code
from zaken.models import Notitie, Persoon, Zaak
from zaken.register import register_van, registers
from zaken.register.doorgeleiding import Overdracht
from zaken.services.doorgeleiden import geleid_door

GEHEIM = "Merkwoord"
PAREN = [(r.soort, naar) for r in registers() if r.doorgeleiding for naar in r.doorgeleiding.naar]
VANUIT = {"melding": "in_beoordeling", "klacht": "beoordelen", "misstand": "beoordeeld"}
EIGEN_EISEN = {"misstand": {"maatschappelijk_belang_toets": "nee", "inbreuk_unierecht": "nee"}}
"""What its own guards ask of a zaak that goes."""


def maak_balies():
    """The three desks, somebody at each, and somebody who handles nothing of it."""
    intake, klachten, misstanden = (
        maak_team(soort.value, soort=soort)
        for soort in (Team.Soort.INTAKE, Team.Soort.KLACHTEN, Team.Soort.MISSTANDEN)
    )
    return SimpleNamespace(
        teams={"melding": intake, "klacht": klachten, "misstand": misstanden},
        melding=maak_gebruiker(Rol.INTAKE, teams=[intake]),
        klacht=maak_gebruiker(Rol.CKP, teams=[klachten]),
        misstand=maak_gebruiker(Rol.MISSTANDEN, teams=[misstanden]),
        betrokken=maak_gebruiker(Rol.CKP, teams=[klachten]),
    )


def maak(balies, soort, **velden):
    """A zaak at its desk from where it can go, with somebody who handed it in, somebody it is about, and a note."""
    register = register_van(soort)
    zaak = maak_zaak(
        soort,
        team=balies.teams[soort],
        status=VANUIT[soort],
        omschrijving=f"{GEHEIM} omschrijving",
        ontvangen_defensie=date(2023, 12, 30),
        **{"anonimiteit": "vertrouwelijk", **EIGEN_EISEN.get(soort, {}), **velden},
    )
    over = "aangeklaagde" if soort == "klacht" else "betrokkene"
    for rol in (register.indiener, over):
        naam = "" if zaak.anonimiteit == "anoniem" and rol == register.indiener else f"{GEHEIM} {rol}"
        Persoon(id=uuid4(), zaak=zaak, rol=rol, volgnummer=1, naam=naam).save(force_insert=True)
    Notitie(id=uuid4(), zaak=zaak, tekst=f"{GEHEIM} notitie", op="2024-01-01T12:00Z").save(force_insert=True)
    return zaak


def overdracht(naar, **velden):
    eigen = {"hoofdcategorie": code("hoofdcategorie", "overige")} if naar == "melding" else {}
    return Overdracht(
        **{
            "naar": Zaak.Soort(naar),
            "onderwerp": "Nieuw onderwerp",
            "reden": f"{GEHEIM} reden",
            "eigen": eigen,
            "akkoord": True,
            **velden,
        }
    )


def leid_door(balies, zaak, soort, wat, als):
    wie = getattr(balies, soort)
    with als(wie):
        return geleid_door(
            register=register_van(soort), zaak_id=zaak.pk, overdracht=wat, vandaag=localdate(), door=wie
        )


def tellend(fabriek):
    """The kinds of the zaken that stand for themselves."""
    soorten = []
    with fabriek():
        for register in registers():
            elders = {register.doorgeleiding.status} if register.doorgeleiding else set()
            weg = elders | {register.stappen.samenvoegen} - {""}
            rijen = register.model.objects.zonder_toegangsfilter(reden="test").filter(geannuleerd_op=None)
            soorten += [register.soort for rij in rijen if rij.status not in weg]
    return soorten
