"""Every form of the application: the address that takes a post, and somebody who may send it.

What is no register stands in `tests/hulp/routes.py`; of every register each page of the kit, with
every topic, part, kind of row and step. A page of the kit whose address names something new is a `LookupError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.urls import URLPattern, reverse

from gebruikers.models import Gebruiker, Lidmaatschap, Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_rij, maak_zaak
from tests.factories.zaken import maak_koppeling, maak_nazorgmoment, maak_toekenning, sluit_uit
from tests.hulp.routes import ROUTES
from tests.hulp.toneel import Toneel
from tests.hulp.wie import als, fabriek
from tests.zaken.register.invullen import volledig
from zaken.models import Persoon
from zaken.register import Register, registers
from zaken.schermen.intake.concept import CONTROLEREN
from zaken.schermen.intake.toegang import onderwerpen_van
from zaken.schermen.routes import routes
from zaken.services.concepten import begin_concept, bewaar_concept
from zaken.services.filters import bewaar
from zaken.toegang import BELEID

from .vervormen import Veld


@dataclass(frozen=True)
class Formulier:
    """`naam` is the route, and behind a slash which of several; `vast` goes along with every post."""

    naam: str
    wie: Gebruiker | None
    url: str
    vast: tuple[Veld, ...] = ()


def alle(toneel: Toneel) -> list[Formulier]:
    """Every address of the application, as somebody who may open it; which of them are forms shows when they are sent."""
    kit = tuple(f"{register.adressen}:" for register in registers())
    van_de_wandeling = [
        Formulier(
            naam,
            toneel.wie["behandelaar" if route.van == "*" else route.van] if route.van else None,
            reverse(naam, kwargs=route.kwargs(toneel)),
        )
        for naam, route in ROUTES.items()
        if not naam.startswith(kit)
    ]
    return van_de_wandeling + [een for register in registers() for een in van_een_register(register)]


def van_een_register(register: Register) -> Iterator[Formulier]:
    """Every page of the kit, once for each thing that its address can name."""
    spel = _bouw(register)
    wie = {
        "lijst": spel.leider, "tellingen": spel.leider, "filters": spel.leider, "filter": spel.leider, "stapel": spel.leider,
        "filter_nieuw": spel.leider, "filter_verwijder": spel.leider, "filter_standaard": spel.leider,
        "nieuw": spel.wie, "concept": spel.wie, "concept_bewaar": spel.wie, "concept_weggooien": spel.wie,
    }  # fmt: skip
    delen_van = _delen(register, spel)
    for route in routes(register):
        naam = str(route.name)
        for welke, delen in (delen_van.get(naam) or _vanzelf(route, spel)).items():
            yield Formulier(
                f"{register.adressen}:{naam}{welke and '/'}{welke}",
                wie.get(naam, spel.behandelaar),
                register.url(naam, *delen) + VRAAG.get((naam, welke), ""),
                tuple(("zaak", str(pk)) for pk in spel.stapel) if naam == "stapel" else (),
            )


NAAR = ("klacht", "melding", "misstand")
VRAAG = {
    ("filter_nieuw", ""): "?jaar=2024",
    **{("doorgeleiden", naar): f"?naar={naar}" for naar in NAAR},
}
"""What stands behind the address of a page that asks nothing without it."""


def _vanzelf(route: URLPattern, spel: Any) -> dict[str, tuple[object, ...]]:
    """For an address that names nothing, or one zaak; any other stands in `_delen`."""
    namen = set(route.pattern.converters)
    if not namen <= {"pk"}:
        raise LookupError(f"geef {route.name} een adres in _delen: het noemt {sorted(namen)}")
    return {"": (spel.zaak.pk,) if namen else ()}


def _delen(register: Register, spel: Any) -> dict[str, dict[str, tuple[object, ...]]]:
    """Per page of the kit whose address names more than one zaak: what, each under a word for the report."""
    zaak = spel.zaak.pk
    persoon, rij = spel.persoon, spel.rij and spel.rij.pk
    van_een_filter = {
        naam: {"": (spel.filter,)} for naam in ("filter", "filter_verwijder", "filter_standaard")
    }
    van_een_persoon = {
        naam: {"": (zaak, persoon)} for naam in ("persoon_wijzig", "persoon_herkend", "persoon_verwijder")
    }
    topics = [onderwerp.code for onderwerp in onderwerpen_van(register)]
    soorten = [opgave.code for opgave in register.rijen]
    return {
        **van_een_filter, **van_een_persoon,
        "concept_bewaar": {"": (spel.concept,)},
        "concept_weggooien": {"": (spel.concept,)},
        "concept": {code: (spel.concept, code) for code in (*topics, CONTROLEREN)},
        "wijzig": {onderdeel: (zaak, onderdeel) for onderdeel in register.onderdelen},
        "status": {naar: (pk, naar) for naar, pk in spel.stappen.items()},
        "koppeling_beeindig": {"": (zaak, spel.koppeling)},
        "toegang_beeindig": {"": (zaak, spel.toekenning)},
        "uitsluiting_opheffen": {"": (zaak, spel.uitgeslotene.pk)},
        "doorgeleiden": {"": (zaak,)} | {naar: (spel.gaat_weg,) for naar in NAAR if spel.gaat_weg},
        "nazorg": {"": (zaak, 3)} if register.regels.nazorgveld else {},
        "rij_nieuw": {code: (zaak, code) for code in soorten},
        "rij_wijzig": {code: (zaak, code, rij) for code in soorten[:1]},
        "rij_verwijder": {code: (zaak, code, rij) for code in soorten[:1]},
    }  # fmt: skip


def _bouw(register: Register) -> Any:
    """One zaak with everything that can hang on it, one per step that can be taken, a full draft, and their people."""
    beleid, soort = BELEID[register.soort], register.soort
    spel = SimpleNamespace(rij=None, gaat_weg=None)
    with fabriek():
        team = maak_team(soort=beleid.bureau or Team.Soort.BEHANDELING)
        spel.behandelaar = maak_gebruiker(min(beleid.behandelt), naam=f"Behandelaar {soort}")
        spel.leider = maak_gebruiker(min(beleid.intake & beleid.lijst))
        Lidmaatschap.objects.create(team=team, gebruiker=spel.leider, is_teamleider=True)
        spel.wie = maak_gebruiker(Rol(min(beleid.registreert)), teams=[team])
        spel.uitgeslotene = maak_gebruiker(min(beleid.behandelt))
        eigen: dict[str, Any] = {"lezers": (spel.behandelaar,), "behandelaar": spel.behandelaar}
        spel.zaak = maak_zaak(soort, **eigen)
        spel.stapel = [maak_zaak(soort, team=team).pk for _n in range(2)]
        spel.toekenning = maak_toekenning(spel.zaak, maak_gebruiker(min(beleid.behandelt))).pk
        spel.koppeling = maak_koppeling(spel.zaak, maak_zaak(soort, **eigen)).pk
        maak_nazorgmoment(spel.zaak)
        sluit_uit(spel.zaak, spel.uitgeslotene)
        spel.persoon = _persoon(register, spel.zaak)
        if register.rijen:
            spel.rij = maak_rij(spel.zaak)
        weg = sorted(van for van, _naar in register.stappen.eigen_weg)
        if register.doorgeleiding and weg:
            spel.gaat_weg = maak_zaak(soort, **eigen, status=weg[0]).pk
        stappen = {naar: van for van, naar in sorted(register.overgangen, reverse=True)}
        spel.stappen = {naar: maak_zaak(soort, **eigen, status=van).pk for naar, van in stappen.items()}
    with als(spel.wie) as wie:
        spel.concept = begin_concept(soort=soort, door=wie).pk
        bewaar_concept(concept_id=spel.concept, velden=volledig(register), volgnummer=1, door=wie)
    with als(spel.leider) as leider:
        criteria = {"jaar": ["2024"]}
        spel.filter = bewaar(soort=soort, naam="Filters", criteria=criteria, team=None, door=leider).pk
    return spel


def _persoon(register: Register, zaak: Any) -> UUID:
    persoon = Persoon(id=uuid4(), zaak=zaak, rol=register.persoonrollen[0], volgnummer=1, naam="Een naam")
    persoon.save(force_insert=True)
    return persoon.pk
