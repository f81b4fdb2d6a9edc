"""Fictional klachten of 2022-2024, each to its end. Of 2024 the number is public (27); the rest is ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from klachten.models import Klacht, Klachtonderdeel
from klachten.status import Status
from zaken.models import Persoon
from zaken.termijnen import klacht as termijnen

from .aantallen import KLACHTEN
from .oud import Dossier, Kader, Stappen, maak, persoon
from .toeval import dagen_in, uuid
from .verloop import kies

WIJZEN = {"oordeel": 58, "tevreden": 16, "niet_in_behandeling": 10, "ingetrokken": 12, "doorgezonden": 4}
OORDELEN = {"gegrond": 27, "deels_gegrond": 22, "ongegrond": 40, "kennelijk_ongegrond": 5, "geen_oordeel": 6}
TIJDIGHEID = {"op_tijd": 62, "verdaagd": 20, "instemming": 8, "te_laat": 10}
GEDRAGINGEN = {
    "intimidatie": 30, "pesten": 18, "seksuele_intimidatie": 14, "agressie": 12, "discriminatie": 12,
    "kwaadspreken": 14,
}  # fmt: skip
ONDERWERPEN = (
    "Bejegening door een meerdere",
    "Toon van een beoordelingsgesprek",
    "Opmerkingen in een groepsapp",
    "Gedrag tijdens een oefening",
    "Uitsluiting bij de planning",
    "Behandeling van een verzoek",
    "Optreden aan de poort",
)
OMSCHRIJVING = "Voorbeeld. De klager vindt dat de aangeklaagde zich niet goed gedroeg."
CONCLUSIES = "Voorbeeld. De bevindingen staan in het verslag van het horen."
OPVOLGING = "Voorbeeld. De leidinggevende bespreekt de conclusies met het team."


def klachten(willekeur: Random, kader: Kader) -> Iterator[Dossier]:
    """All klachten, in order of receipt."""
    for jaar, aantal in KLACHTEN.items():
        for ontvangen in dagen_in(willekeur, jaar, aantal):
            yield _klacht(willekeur, kader, ontvangen)


def _klacht(willekeur: Random, kader: Kader, ontvangen: date) -> Dossier:
    wijze = kies(willekeur, WIJZEN)
    via_commissie = wijze == "oordeel" and willekeur.random() < 0.55
    stappen, velden = _LOPEN[wijze](willekeur, kader, ontvangen, via_commissie)
    bij_de_balie = not any(
        status in (Status.IN_BEHANDELING, Status.INFORMELE_OPLOSSING) for status, _ in stappen
    )
    dossier = maak(
        willekeur,
        kader,
        stappen=[(Status.ONTVANGEN, ontvangen), *stappen],
        eigen=not bij_de_balie,
        onderwerp=willekeur.choice(ONDERWERPEN),
        omschrijving=OMSCHRIJVING,
        klachtsoort=kader.code("klachtsoort", kies(willekeur, {"ongewenst_gedrag": 75, "algemeen": 25})),
        vorm=kies(willekeur, {"schriftelijk": 94, "mondeling": 6}),
        ondertekend=True,
        via_commissie=via_commissie,
        bevestigd_op=ontvangen + timedelta(days=willekeur.randint(1, 7)),
        behandelaar_niet_betrokken=not bij_de_balie,
        defensieonderdeel=kader.code(
            "defensieonderdeel", kies(willekeur, {"clas": 40, "czsk": 20, "ckmar": 20, "dosco": 20})
        ),
        datum_gesloten=stappen[-1][1] if stappen[-1][0] == Status.GESLOTEN else None,
        **velden,
    )
    zaak = dossier.zaak
    dossier.personen = [
        persoon(willekeur, zaak, rol) for rol in (Persoon.Rol.KLAGER, Persoon.Rol.AANGEKLAAGDE)
    ]
    dossier.rijen = [
        Klachtonderdeel(
            id=uuid(willekeur),
            zaak=zaak,
            volgnummer=1,
            gedraging=kader.code("gedraging", kies(willekeur, GEDRAGINGEN)),
            oordeel=velden.get("oordeel"),
            advies=velden.get("oordeel") if via_commissie else None,
        )
    ]
    return dossier


Loop = tuple[Stappen, dict[str, Any]]


def _na(willekeur: Random, dag: date, van: int, tot: int) -> date:
    return dag + timedelta(days=willekeur.randint(van, tot))


def _niet_in_behandeling(willekeur: Random, kader: Kader, ontvangen: date, via_commissie: bool) -> Loop:
    beoordeeld = _na(willekeur, ontvangen, 2, 6)
    einde = _na(willekeur, ontvangen, 10, 24)
    gronden = {"langer_dan_jaar": 40, "eerder_behandeld": 20, "bezwaar": 20, "belang": 20}
    return [
        (Status.BEOORDELEN, beoordeeld),
        (Status.NIET_IN_BEHANDELING, einde),
        (Status.GESLOTEN, _na(willekeur, einde, 1, 5)),
    ], {
        "datum_afgehandeld": einde,
        "afsluitgrond": Klacht.Afsluitgrond.NIET_IN_BEHANDELING,
        "niet_in_behandeling_grond": kader.code("niet_in_behandeling", kies(willekeur, gronden)),
        "niet_in_behandeling_bericht_op": einde,
    }


def _ingetrokken(willekeur: Random, kader: Kader, ontvangen: date, via_commissie: bool) -> Loop:
    beoordeeld = _na(willekeur, ontvangen, 2, 6)
    einde = _na(willekeur, ontvangen, 12, 38)
    return [(Status.BEOORDELEN, beoordeeld), (Status.INGETROKKEN, einde)], {
        "datum_afgehandeld": einde,
        "afsluitgrond": Klacht.Afsluitgrond.INGETROKKEN,
    }


def _tevreden(willekeur: Random, kader: Kader, ontvangen: date, via_commissie: bool) -> Loop:
    beoordeeld = _na(willekeur, ontvangen, 2, 6)
    einde = _na(willekeur, ontvangen, 16, 40)
    return [
        (Status.BEOORDELEN, beoordeeld),
        (Status.INFORMELE_OPLOSSING, _na(willekeur, beoordeeld, 2, 7)),
        (Status.AFGEHANDELD, einde),
        (Status.GESLOTEN, _na(willekeur, einde, 2, 10)),
    ], {
        "datum_afgehandeld": einde,
        "afsluitgrond": Klacht.Afsluitgrond.TEVREDEN,
        "kennisgeving_op": einde,
    }


def _doorgezonden(willekeur: Random, kader: Kader, ontvangen: date, via_commissie: bool) -> Loop:
    einde = _na(willekeur, ontvangen, 4, 12)
    return [
        (Status.BEOORDELEN, _na(willekeur, ontvangen, 1, 3)),
        (Status.AFGEHANDELD, einde),
        (Status.GESLOTEN, _na(willekeur, einde, 1, 5)),
    ], {
        "datum_afgehandeld": einde,
        "afsluitgrond": Klacht.Afsluitgrond.DOORGEZONDEN,
        "doorgezonden_naar": "Klachtencoördinator van een ander bestuursorgaan",
    }


def _oordeel(willekeur: Random, kader: Kader, ontvangen: date, via_commissie: bool) -> Loop:
    """A whole procedure, in time or not by Awb 9:11."""
    uiterlijk = termijnen.oordeel(ontvangen=ontvangen, via_commissie=via_commissie).datum
    einde, velden = _einde(willekeur, uiterlijk)
    gehoord = _na(willekeur, ontvangen, 18, 26)
    oordeel = kies(willekeur, OORDELEN)
    stappen: Stappen = [
        (Status.BEOORDELEN, _na(willekeur, ontvangen, 2, 6)),
        (Status.IN_BEHANDELING, _na(willekeur, ontvangen, 8, 14)),
        (Status.HOREN, gehoord),
    ]
    velden |= {
        "afschrift_aangeklaagde_op": _na(willekeur, ontvangen, 8, 14),
        "hoorzitting_op": gehoord,
        "oordeel": kader.code("oordeel", oordeel),
        "oordeel_op": einde - timedelta(days=1),
        "conclusies": CONCLUSIES,
        "opvolging": OPVOLGING,
        "kennisgeving_op": einde,
        "ombudsman_vermeld": True,
        "datum_afgehandeld": einde,
    }
    if via_commissie:
        advies_op = einde - timedelta(days=3)
        stappen.append((Status.ADVIES_UITGEBRACHT, advies_op))
        velden |= {"advies": "Voorbeeld. De commissie adviseert dit oordeel.", "advies_op": advies_op}
    if willekeur.random() < 0.06:
        velden |= {
            "ombudsman_oordeel": "Voorbeeld. De ombudsman volgt het oordeel.",
            "ombudsman_oordeel_op": _na(willekeur, einde, 120, 280),
        }
    stappen += [
        (Status.OORDEEL, einde - timedelta(days=1)),
        (Status.AFGEHANDELD, einde),
        (Status.GESLOTEN, _na(willekeur, einde, 5, 30)),
    ]
    return stappen, velden


def _einde(willekeur: Random, uiterlijk: date) -> tuple[date, dict[str, Any]]:
    """The day of the kennisgeving, and what made it lawful when it is later than `uiterlijk`."""
    tijdigheid = kies(willekeur, TIJDIGHEID)
    if tijdigheid == "op_tijd":
        return uiterlijk - timedelta(days=willekeur.randint(0, 8)), {}
    if tijdigheid == "te_laat":
        return _na(willekeur, uiterlijk, 3, 35), {}
    op = uiterlijk - timedelta(days=willekeur.randint(2, 6))
    velden: dict[str, Any] = {
        "verdaagd_op": op,
        "verdaagd_weken": 4,
        "verdaagd_reden": "Voorbeeld. Er wordt nog een getuige gehoord.",
        "verdaagd_klager_op": op,
        "verdaagd_aangeklaagde_op": op,
    }
    if tijdigheid == "verdaagd":
        return _na(willekeur, uiterlijk, 5, 26), velden
    velden |= {
        "instemming_uitstel_op": uiterlijk + timedelta(days=20),
        "instemming_uitstel_tot": uiterlijk + timedelta(days=70),
    }
    return _na(willekeur, uiterlijk, 40, 68), velden


_LOPEN = {
    "oordeel": _oordeel,
    "tevreden": _tevreden,
    "niet_in_behandeling": _niet_in_behandeling,
    "ingetrokken": _ingetrokken,
    "doorgezonden": _doorgezonden,
}
