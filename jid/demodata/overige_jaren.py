"""Fictional vermoedens van misstanden and onderzoeken of 2022-2024, each to its end.

Of 2023 and 2024 the numbers of vermoedens are public (1 and 0); everything else is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from gebruikers.models import Gebruiker
from misstanden.models import Misstand
from misstanden.status import Status as Misstandstatus
from onderzoeken.models import Conclusie, Onderzoek, Onderzoeker
from onderzoeken.status import Status as Onderzoekstatus
from zaken.models import Persoon, Zaak

from .aantallen import MISSTANDEN, ONDERZOEKEN
from .oud import Dossier, Kader, Stappen, maak, persoon
from .toeval import dagen_in, uuid
from .verloop import kies

MISSTAND_ONDERWERPEN = ("Aanbesteding zonder concurrentie", "Keuringen die niet zijn gedaan")
ONDERZOEK_ONDERWERPEN = (
    "Omgang binnen een ploeg",
    "Gebruik van dienstmiddelen",
    "Declaraties van een afdeling",
    "Gedrag in een opleiding",
    "Delen van vertrouwelijke gegevens",
)


def misstanden(willekeur: Random, kader: Kader, *, ontvanger: Gebruiker) -> Iterator[Dossier]:
    """All vermoedens, in order of receipt; of two in one year the second turns out to be none."""
    for jaar, aantal in MISSTANDEN.items():
        for nummer, ontvangen in enumerate(dagen_in(willekeur, jaar, aantal)):
            yield _misstand(willekeur, kader, ontvangen, is_vermoeden=nummer == 0, ontvanger=ontvanger)


def _misstand(
    willekeur: Random, kader: Kader, ontvangen: date, *, is_vermoeden: bool, ontvanger: Gebruiker
) -> Dossier:
    def na(dagen: int) -> date:
        return ontvangen + timedelta(days=dagen)

    stappen: Stappen = [
        (Misstandstatus.ONTVANGEN, ontvangen),
        (Misstandstatus.BEVESTIGD, na(4)),
        (Misstandstatus.BEOORDEELD, na(16)),
    ]
    velden: dict[str, Any] = {"maatschappelijk_belang_toets": "ja" if is_vermoeden else "nee"}
    if is_vermoeden:
        stappen += [
            (Misstandstatus.IN_ONDERZOEK, na(20)),
            (Misstandstatus.STANDPUNT, na(74)),
            (Misstandstatus.TERUGGEKOPPELD, na(78)),
            (Misstandstatus.NAZORG, na(90)),
            (Misstandstatus.GESLOTEN, na(200)),
        ]
        velden |= {
            "bevindingen_op": na(72),
            "standpunt": "Voorbeeld. Er is geen misstand vastgesteld.",
            "uitkomst": Misstand.Uitkomst.NIET_VASTGESTELD,
            "terugkoppeling_op": na(78),
            "navraag_benadeling_op": na(170),
            "nazorg_gedaan_op": na(190),
            "datum_afgehandeld": na(78),
            "datum_gesloten": na(200),
        }
    else:
        stappen.append((Misstandstatus.GEHERKWALIFICEERD, na(22)))
        velden |= {"uitkomst": Misstand.Uitkomst.GEEN_VERMOEDEN, "datum_afgehandeld": na(22)}
    dossier = maak(
        willekeur,
        kader,
        stappen=stappen,
        onderwerp=willekeur.choice(MISSTAND_ONDERWERPEN),
        omschrijving="Voorbeeld. De melder denkt dat hierdoor een groep mensen gevaar loopt.",
        anonimiteit=Zaak.Anonimiteit.VERTROUWELIJK,
        melder_status=kader.code("melder_status", "medewerker"),
        bevestigd_op=na(4),
        inbreuk_unierecht="nee",
        ontvanger=ontvanger,
        opvolger=kader.behandelaar,
        defensieonderdeel=kader.code("defensieonderdeel", "dosco"),
        **velden,
    )
    dossier.personen = [persoon(willekeur, dossier.zaak, Persoon.Rol.MELDER)]
    return dossier


def onderzoeken(willekeur: Random, kader: Kader) -> Iterator[Dossier]:
    """All onderzoeken, in order of the request for advice; some are not ordered, a few are stopped."""
    for jaar, aantal in ONDERZOEKEN.items():
        for gevraagd in dagen_in(willekeur, jaar, aantal):
            yield _onderzoek(willekeur, kader, gevraagd)


def _onderzoek(willekeur: Random, kader: Kader, gevraagd: date) -> Dossier:
    loop = kies(willekeur, {"rapport": 82, "gestaakt": 6, "niet_instellen": 12})
    advies, besluit = gevraagd + timedelta(days=6), gevraagd + timedelta(days=14)
    stappen: Stappen = [
        (Onderzoekstatus.ADVIES_GEVRAAGD, gevraagd),
        (Onderzoekstatus.ADVIES_COID, advies),
        (Onderzoekstatus.BESLUIT_BG, advies),
    ]
    velden: dict[str, Any] = {
        "coid_advies": kader.code(
            "coid_advies", "onderzoek" if loop != "niet_instellen" else "geen_onderzoek"
        ),
        "coid_advies_op": advies,
        "besluit_bg_op": besluit,
        "datum_afgehandeld": besluit,
    }
    if loop == "niet_instellen":
        stappen.append((Onderzoekstatus.NIET_INSTELLEN, besluit))
    else:
        gedaan, eigen = _stel_in(willekeur, kader, besluit, is_gestaakt=loop == "gestaakt")
        stappen += gedaan
        velden |= eigen
    dossier = maak(
        willekeur,
        kader,
        stappen=stappen,
        onderwerp=willekeur.choice(ONDERZOEK_ONDERWERPEN),
        omschrijving="Voorbeeld. Het bevoegd gezag vraagt of onderzoek nodig is.",
        defensieonderdeel=kader.code("defensieonderdeel", "clas"),
        **velden,
    )
    dossier.personen = [persoon(willekeur, dossier.zaak, Persoon.Rol.BETROKKENE)]
    if loop != "niet_instellen":
        dossier.rijen.append(_onderzoeker(willekeur, dossier.zaak, besluit))
    if loop == "rapport":
        dossier.rijen.append(_conclusie(willekeur, kader, dossier.zaak))
    return dossier


def _stel_in(
    willekeur: Random, kader: Kader, besluit: date, *, is_gestaakt: bool
) -> tuple[Stappen, dict[str, Any]]:
    """Steps and fields from the day that it was ordered: to a report and what was decided on it, or stopped."""
    rapport = besluit + timedelta(days=willekeur.randint(40, 130))
    stappen: Stappen = [(Onderzoekstatus.INGESTELD, besluit), (Onderzoekstatus.LOPEND, besluit)]
    uitvoerders: dict[str, int] = {
        Onderzoek.Uitvoerder.COID: 70,
        Onderzoek.Uitvoerder.COMMISSIE: 20,
        Onderzoek.Uitvoerder.EXTERN: 10,
    }
    velden: dict[str, Any] = {
        "onderzoeksoort": kader.code("onderzoeksoort", "feitenonderzoek"),
        "uitvoerder": kies(willekeur, uitvoerders),
        "instellingsbeschikking": "Voorbeeld: beschikking",
        "opdracht": "Voorbeeld. Stel vast wat er is gebeurd.",
        "ingesteld_op": besluit,
    }
    if is_gestaakt:
        return [*stappen, (Onderzoekstatus.GESTAAKT, rapport)], velden | {"datum_afgehandeld": rapport}
    wederhoor, besloten = rapport - timedelta(days=14), rapport + timedelta(days=21)
    stappen += [
        (Onderzoekstatus.WEDERHOOR, wederhoor),
        (Onderzoekstatus.RAPPORT_VASTGESTELD, rapport),
        (Onderzoekstatus.BESLUIT_GENOMEN, besloten),
    ]
    return stappen, velden | {
        "wederhoor_op": wederhoor,
        "rapport_op": rapport,
        "besluit_op": besloten,
        "datum_afgehandeld": besloten,
    }


def _onderzoeker(willekeur: Random, zaak: Onderzoek, besluit: date) -> Onderzoeker:
    return Onderzoeker(
        id=uuid(willekeur), zaak=zaak, volgnummer=1, naam="Onderzoeker A", onafhankelijk_op=besluit
    )


def _conclusie(willekeur: Random, kader: Kader, zaak: Onderzoek) -> Conclusie:
    conclusie = kies(willekeur, {"vastgesteld": 55, "niet_vastgesteld": 30, "niet_vast_te_stellen": 15})
    return Conclusie(
        id=uuid(willekeur),
        zaak=zaak,
        volgnummer=1,
        betrokkene=1,
        hoofdcategorie=kader.code(
            "hoofdcategorie", kies(willekeur, {"omgangsvormen": 60, "interne_regels": 40})
        ),
        conclusie=kader.code("onderzoeksconclusie", conclusie),
    )
