"""Fictional casussen of 2022-2024, and a few recent ones of the demo accounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from uuid import UUID

from gebruikers.models import Gebruiker
from vertrouwenspersonen.casusnummers import ALFABET
from vertrouwenspersonen.kwartalen import Kwartaal, laatste_kwartalen
from vertrouwenspersonen.models import AantalContacten, Casus
from vertrouwenspersonen.status import Status

from .aantallen import CASUSSEN, VOORTZETTINGEN_PER_JAAR
from .meldingen import Bronnen
from .verloop import kies

EERSTE_KWARTAAL = Kwartaal(2025, 1)
"""Recent casussen begin here or later: 2022-2024 keep their counts."""
LAATSTE_KWARTAAL = Kwartaal(2024, 4)
DEMOACCOUNTS = 2
"""The first of the vertrouwenspersonen, who get a handful each."""
AANDEEL_DEMO = 0.008
"""Part of the casussen that each of the demo accounts gets: about twenty."""
RECENT = ((0, 3), (1, 3), (2, 2))
"""Quarters back from today, and casussen in it per demo account."""

KWARTALEN = {"1": 24, "2": 25, "3": 21, "4": 30}
THEMAS = {
    "arbeidsconflict": 24, "leiderschap": 12, "werkdruk_gezondheid": 12, "priveomstandigheden": 10, "intimidatie": 10,
    "pesten": 9, "seksuele_intimidatie": 6, "kwaadspreken": 5, "discriminatie": 4, "agressie_en_geweld": 3,
    "zakelijke_integriteit": 3, "overig": 2,
}  # fmt: skip
ONDERDELEN = {
    "clas": 32, "czsk": 15, "clsk": 14, "clrs": 14, "ckmar": 14, "dosco": 13, "dmo": 7, "commit": 7, "bs": 5,
}  # fmt: skip
CATEGORIEEN = {"militair": 66, "burger": 28, "reservist": 3, "extern": 2, "oud_medewerker": 1}
ROLLEN = {"benadeelde": 58, "omstander": 16, "leidinggevende": 14, "aangesprokene": 8, "anders": 4}
CONTACTEN = {"1": 42, "2-3": 34, "4-6": 17, "7+": 7}
ACTIES = ("advies", "begeleiding_gesprek", "begeleiding_melding", "begeleiding_klacht", "doorverwijzing")
DOORVERWIJZINGEN = ("leidinggevende", "mid", "bmw", "geestelijke_verzorging", "bedrijfsarts", "hr", "coid")
AFLOPEN = {"opgelost": 52, "loopt_door_elders": 22, "contact_beeindigd": 18, "onbekend": 8}


def casussen(willekeur: Random, *, vandaag: date, bronnen: Bronnen) -> list[Casus]:
    """All of them, unsaved, in an order that says nothing."""
    personen = bronnen.rollen.vertrouwenspersonen
    alle = [
        *(casus for jaar in CASUSSEN for casus in _van_jaar(willekeur, jaar, personen, bronnen)),
        *_recent(willekeur, vandaag, personen[:DEMOACCOUNTS], bronnen),
    ]
    return sorted(alle, key=lambda casus: casus.pk)


def _van_jaar(
    willekeur: Random, jaar: int, personen: Sequence[Gebruiker], bronnen: Bronnen
) -> Iterator[Casus]:
    for nummer in range(CASUSSEN[jaar] + VOORTZETTINGEN_PER_JAAR):
        kwartaal = Kwartaal(jaar, int(kies(willekeur, KWARTALEN)))
        laatste = kwartaal
        while laatste < LAATSTE_KWARTAAL and willekeur.random() < 0.3:
            laatste = laatste.volgende()
        kans_open = 0.35 if laatste == LAATSTE_KWARTAAL else 0.03
        yield _casus(
            willekeur,
            bronnen,
            van=_van_wie(willekeur, personen),
            eerste=kwartaal,
            laatste=laatste,
            is_open=willekeur.random() < kans_open,
            voortzetting=nummer >= CASUSSEN[jaar],
        )


def _recent(
    willekeur: Random, vandaag: date, personen: Sequence[Gebruiker], bronnen: Bronnen
) -> Iterator[Casus]:
    kwartalen = laatste_kwartalen(tot_en_met=Kwartaal.van(vandaag), aantal=len(RECENT))
    for terug, aantal in RECENT:
        for persoon in personen:
            for _ in range(aantal):
                begin = kwartalen[terug]
                if begin >= EERSTE_KWARTAAL:
                    eind = willekeur.choice(kwartalen[: terug + 1])
                    is_open = willekeur.random() < 0.75
                    yield _casus(willekeur, bronnen, van=persoon, eerste=begin, laatste=eind, is_open=is_open)


def _van_wie(willekeur: Random, personen: Sequence[Gebruiker]) -> Gebruiker:
    lot = willekeur.random()
    if lot < DEMOACCOUNTS * AANDEEL_DEMO:
        return personen[int(lot / AANDEEL_DEMO)]
    return willekeur.choice(personen[DEMOACCOUNTS:])


def _casus(
    willekeur: Random,
    bronnen: Bronnen,
    *,
    van: Gebruiker,
    eerste: Kwartaal,
    laatste: Kwartaal,
    is_open: bool,
    voortzetting: bool = False,
) -> Casus:
    def code(lijst: str, waarde: str) -> int:
        return bronnen.id_van(lijst, waarde)

    thema = kies(willekeur, THEMAS)
    neven = willekeur.sample([t for t in THEMAS if t != thema], willekeur.choices((0, 1, 2), (60, 30, 10))[0])
    acties = ["luisterend_oor", *willekeur.sample(ACTIES, willekeur.choices((0, 1, 2), (25, 55, 20))[0])]
    naar = (
        willekeur.sample(DOORVERWIJZINGEN, willekeur.randint(1, 2))
        if "doorverwijzing" in acties and not is_open
        else []
    )
    onderdelen = bronnen.geldig("defensieonderdeel", ONDERDELEN, eerste.eerste_dag)
    return Casus(
        id=UUID(int=willekeur.getrandbits(128), version=4),
        casusnummer=_nummer(willekeur),
        vertrouwenspersoon=van,
        status=Status.OPEN if is_open else Status.GESLOTEN,
        voortzetting=voortzetting,
        kwartaal_eerste_contact=str(eerste),
        kwartaal_laatste_contact=str(laatste),
        defensieonderdeel_id=code("defensieonderdeel", kies(willekeur, onderdelen)),
        personeelscategorie_id=code("personeelscategorie", kies(willekeur, CATEGORIEEN)),
        rol_hulpvrager_id=code("rol_hulpvrager", kies(willekeur, ROLLEN)),
        hoofdthema_id=code("thema", thema),
        neventhema=[code("thema", t) for t in neven],
        aantal_contacten=_gesprekken(AantalContacten(kies(willekeur, CONTACTEN)), eerste, laatste),
        acties=[code("casusactie", actie) for actie in acties],
        doorverwezen_naar=[code("doorverwijzing", waar) for waar in naar],
        afloop_id=None if is_open else code("afloop_casus", kies(willekeur, AFLOPEN)),
    )


def _gesprekken(aantal: AantalContacten, eerste: Kwartaal, laatste: Kwartaal) -> AantalContacten:
    """At least two conversations when they were in two quarters."""
    een_in_twee = aantal == AantalContacten.EEN and laatste != eerste
    return AantalContacten.TWEE_OF_DRIE if een_in_twee else aantal


def _nummer(willekeur: Random) -> str:
    tekens = "".join(willekeur.choice(ALFABET) for _ in range(8))
    return f"C-{tekens[:4]}-{tekens[4:]}"
