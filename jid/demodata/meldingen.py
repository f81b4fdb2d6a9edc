"""Fictional meldingen of 2020-2024, as they stood on 31 January 2025."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.models import Permission
from django.utils import timezone

from codelijsten.models import Code
from gebruikers.models import Gebruiker
from meldingen.models import Afdoening, Melding, Subcategorie
from meldingen.register import REGISTER
from meldingen.status import MET_TERMIJNEN, Status
from zaken.invoer.codes import geldt
from zaken.invoer.schrijver import Dossier, met_sleutel
from zaken.models import Invoer, Notitie, Persoon, Statuswijziging, Toekenning, Zaak
from zaken.termijnen import Termijncode
from zaken.termijnen.melding import termijnen

from . import teksten
from .aantallen import MELDINGEN
from .accounts import Rolverdeling
from .toeval import dagen_in, moment, uuid
from .verloop import Verloop, kies, verzin

STAND = date(2025, 1, 31)
"""The last day on which something happened in the meldingen of 2020-2024."""
ONDERDELEN = {
    "clas": 34, "czsk": 16, "clsk": 13, "clrs": 13, "ckmar": 15, "dosco": 10, "dmo": 7, "commit": 7, "bs": 4,
    "onbekend": 1,
}  # fmt: skip
MELDKANALEN = {
    "leidinggevende": 38, "hogere_leidinggevende": 8, "coid": 12, "mid": 18, "vertrouwenspersoon": 8, "kmar": 12,
    "igk": 1, "anders": 3,
}  # fmt: skip
PLEKKEN = {
    "kazerne": 46,
    "schip": 8,
    "oefening": 9,
    "missie": 6,
    "opleiding": 12,
    "online": 9,
    "prive": 7,
    "onbekend": 3,
}
BRONNEN = {
    "eigen_melding": 34,
    "leidinggevende": 36,
    "derde": 12,
    "kmar": 12,
    "controle_audit": 4,
    "extern": 2,
}
RELATIES = {"collega": 50, "leidinggevende": 28, "ondergeschikte": 8, "instructeur_leerling": 6, "anders": 8}
ANONIMITEIT = {"nee": 68, "vertrouwelijk": 22, "anoniem": 10}


@dataclass(frozen=True)
class Bronnen:
    """What every fictional melding refers to."""

    rollen: Rolverdeling
    invoer: Invoer
    codes: Mapping[tuple[str, str], Code]
    leesrecht: Permission

    @classmethod
    def uit_databank(cls, *, rollen: Rolverdeling, invoer: Invoer) -> Bronnen:
        codes = {(code.lijst_id, code.code): code for code in Code.objects.all()}
        leesrecht = Permission.objects.get(content_type__app_label="zaken", codename="view_zaak")
        return cls(rollen, invoer, codes, leesrecht)

    def id_van(self, lijst: str, code: str) -> int:
        return self.codes[lijst, code].pk

    def geldig(self, lijst: str, gewichten: Mapping[str, int], op: date) -> dict[str, int]:
        """Those of `gewichten` that are valid on `op`."""
        return {code: gewicht for code, gewicht in gewichten.items() if geldt(self.codes[lijst, code], op)}


def van_jaar(willekeur: Random, jaar: int, *, vandaag: date, bronnen: Bronnen) -> Iterator[Dossier]:
    """All meldingen of one year, in order of receipt. Nazorg that was due before today has been given."""
    categorieen = [code for code, aantal in MELDINGEN[jaar].items() for _ in range(aantal)]
    willekeur.shuffle(categorieen)
    dagen = dagen_in(willekeur, jaar, len(categorieen))
    for ontvangen, categorie in zip(dagen, categorieen, strict=True):
        verloop = verzin(willekeur, ontvangen=ontvangen, stand=STAND)
        yield maak(
            willekeur, bronnen, ontvangen=ontvangen, categorie=categorie, verloop=verloop, vandaag=vandaag
        )


def maak(
    willekeur: Random,
    bronnen: Bronnen,
    *,
    ontvangen: date,
    categorie: str,
    verloop: Verloop,
    vandaag: date,
    behandelaar: int | None = None,
) -> Dossier:
    """One melding with everything under it; `behandelaar` is a place among the advisers, drawn when None."""
    plek = behandelaar if behandelaar is not None else willekeur.randrange(len(bronnen.rollen.adviseurs))
    adviseur, team = (
        bronnen.rollen.adviseurs[plek] if verloop.heeft_behandelaar else (None, bronnen.rollen.intaketeam)
    )
    register = min(ontvangen + timedelta(days=willekeur.choice((0, 0, 1, 2, 5))), vandaag)
    melding: Melding = met_sleutel(
        REGISTER,
        uuid(willekeur),
        status=verloop.status.value,
        team=team,
        behandelaar=adviseur,
        gebruikers=[],
        aangemaakt_door=bronnen.rollen.intake,
        datum_registratie=moment(willekeur, register),
        ontvangen_defensie=ontvangen,
        ontvangen_register=register,
        invoer=bronnen.invoer,
        hoofdcategorie_id=bronnen.id_van("hoofdcategorie", categorie),
        **verloop.data,
        **{
            f"{veld}_id": bronnen.id_van(_LIJSTEN.get(veld, veld), code)
            for veld, code in verloop.codes.items()
        },
        **_omstandigheden(willekeur, bronnen, ontvangen),
        **_teksten(willekeur, categorie, verloop),
    )
    dossier = Dossier(
        melding,
        keuzes={
            Subcategorie: _subcategorieen(willekeur, bronnen, categorie, ontvangen),
            Afdoening: [bronnen.id_van("afdoening", code) for code in verloop.afdoeningen],
        },
        statuswijzigingen=list(_stappen(willekeur, bronnen, melding, verloop, adviseur)),
        voldaan=_nazorg_gedaan(melding, vandaag),
    )
    if willekeur.random() < 0.45:
        dossier.personen = list(_personen(willekeur, bronnen, melding))
    if adviseur:
        dossier.notities = list(_notities(willekeur, melding, verloop, adviseur))
        dossier.toekenningen = list(_toekenningen(willekeur, bronnen, melding, verloop, adviseur))
    return dossier


_LIJSTEN = {"uitkomst": "uitkomst_melding"}


def _omstandigheden(willekeur: Random, bronnen: Bronnen, ontvangen: date) -> dict[str, object]:
    def code(lijst: str, gewichten: Mapping[str, int]) -> int:
        return bronnen.id_van(lijst, kies(willekeur, bronnen.geldig(lijst, gewichten, ontvangen)))

    voorval: dict[str, object] = {}
    if willekeur.random() < 0.8:
        dag = ontvangen - timedelta(days=int(willekeur.expovariate(1 / 45)))
        precisie = kies(willekeur, {"dag": 70, "maand": 22, "jaar": 8})
        dag = (
            dag.replace(day=1)
            if precisie == "maand"
            else dag.replace(month=1, day=1)
            if precisie == "jaar"
            else dag
        )
        voorval = {"voorval_van": dag, "voorval_precisie": precisie}
    return voorval | {
        "defensieonderdeel_id": code("defensieonderdeel", ONDERDELEN),
        "meldkanaal_id": code("meldkanaal", MELDKANALEN),
        "locatiecontext_id": code("locatiecontext", PLEKKEN),
        "bron_id": code("bron", BRONNEN),
        "anonimiteit": kies(willekeur, ANONIMITEIT),
        "aangifte": kies(willekeur, {"onbekend": 50, "nee": 35, "overwogen": 8, "ja": 7}),
        "aantal_betrokkenen": willekeur.choices((1, 2, 3, 5, None), (78, 12, 4, 1, 5))[0],
    }


def _teksten(willekeur: Random, categorie: str, verloop: Verloop) -> dict[str, str]:
    velden = {
        "onderwerp": willekeur.choice(teksten.ONDERWERPEN[categorie]),
        "omschrijving": " ".join(willekeur.choice(zinnen) for zinnen in teksten.OMSCHRIJVING),
    }
    if willekeur.random() < 0.3:
        velden["wens_melder"] = willekeur.choice(teksten.WENSEN)
    if "coid_advies" in verloop.codes:
        velden["bevoegd_gezag"] = willekeur.choice(teksten.BEVOEGD_GEZAG)
    if verloop.wijkt_af:
        velden["afwijking_reden"] = teksten.AFWIJKING
    if verloop.zonder_nazorg:
        velden["geen_nazorg_reden"] = teksten.GEEN_NAZORG
    return velden


def _subcategorieen(willekeur: Random, bronnen: Bronnen, categorie: str, op: date) -> list[int]:
    mogelijk = [
        c for c in teksten.SUBCATEGORIEEN.get(categorie, ()) if geldt(bronnen.codes["subcategorie", c], op)
    ]
    aantal = min(len(mogelijk), willekeur.choices((0, 1, 2), (15, 65, 20))[0])
    return [bronnen.id_van("subcategorie", code) for code in willekeur.sample(mogelijk, aantal)]


def _stappen(
    willekeur: Random, bronnen: Bronnen, melding: Zaak, verloop: Verloop, adviseur: Gebruiker | None
) -> Iterator[Statuswijziging]:
    van, vorige = "", datetime.min.replace(tzinfo=timezone.get_default_timezone())
    for status, dag in verloop.stappen:
        op = max(moment(willekeur, dag), vorige + timedelta(minutes=5)) if van else moment(willekeur, dag)
        in_intake = status in (Status.NIEUW, Status.IN_BEOORDELING, Status.NIET_IN_BEHANDELING)
        yield Statuswijziging(
            id=uuid(willekeur),
            zaak=melding,
            van=van,
            naar=status.value,
            toelichting=teksten.TOELICHTINGEN.get(status, ""),
            door=bronnen.rollen.intake if in_intake or adviseur is None else adviseur,
            op=op,
        )
        van, vorige = status.value, op


def _personen(willekeur: Random, bronnen: Bronnen, melding: Zaak) -> Iterator[Persoon]:
    betrokkenen = min(melding.aantal_betrokkenen or 0, 3)
    rollen = [(Persoon.Rol.BETROKKENE, n) for n in range(1, betrokkenen + 1)]
    if melding.anonimiteit != Zaak.Anonimiteit.ANONIEM:
        rollen.insert(0, (Persoon.Rol.MELDER, 1))
    if willekeur.random() < 0.2:
        rollen.append((Persoon.Rol.GETUIGE, 1))
    for rol, nummer in rollen:
        categorie = kies(willekeur, {"militair": 70, "burger": 24, "reservist": 3, "extern": 3})
        rang = {"militair": "onderofficieren", "burger": "schaal_1_8"}.get(categorie, "onbekend")
        yield Persoon(
            id=uuid(willekeur),
            zaak=melding,
            rol=rol.value,
            volgnummer=nummer,
            naam=f"{rol.label} {'ABC'[nummer - 1]}",
            veilig_bereikbaar=willekeur.choice(teksten.VEILIG_BEREIKBAAR)
            if rol == Persoon.Rol.MELDER
            else "",
            personeelscategorie_id=bronnen.id_van("personeelscategorie", categorie),
            ranggroep_id=bronnen.id_van("ranggroep", rang),
            relatie_id=bronnen.id_van("relatie", kies(willekeur, RELATIES)),
            defensieonderdeel_id=melding.defensieonderdeel_id,
        )


def _notities(willekeur: Random, melding: Zaak, verloop: Verloop, adviseur: Gebruiker) -> Iterator[Notitie]:
    begin = verloop.dag_van(Status.IN_BEHANDELING) or melding.ontvangen_defensie
    eind = max(verloop.stappen[-1][1], begin)
    for _ in range(willekeur.choices((0, 1, 2, 3), (40, 30, 20, 10))[0]):
        dag = begin + timedelta(days=willekeur.randint(0, (eind - begin).days))
        yield Notitie(
            id=uuid(willekeur),
            zaak=melding,
            door=adviseur,
            op=moment(willekeur, dag),
            tekst=willekeur.choice(teksten.NOTITIES),
        )


def _toekenningen(
    willekeur: Random, bronnen: Bronnen, melding: Zaak, verloop: Verloop, adviseur: Gebruiker
) -> Iterator[Toekenning]:
    """The handler, and the onderzoeker while there is an onderzoek."""
    lezers = [(adviseur, verloop.dag_van(Status.IN_BEHANDELING))]
    if verloop.status == Status.IN_ONDERZOEK:
        lezers.append((bronnen.rollen.onderzoeker, verloop.stappen[-1][1]))
    for lezer, sinds in lezers:
        yield Toekenning(
            id=uuid(willekeur),
            user=lezer,
            permission=bronnen.leesrecht,
            content_object=melding,
            reden=teksten.REDEN_TOEGANG if lezer == adviseur else teksten.REDEN_ONDERZOEK,
            verleend_door=bronnen.rollen.intake if lezer == adviseur else adviseur,
            verleend_op=moment(willekeur, sinds or melding.ontvangen_defensie),
        )


def _nazorg_gedaan(melding: Melding, vandaag: date) -> dict[tuple[str, str], date]:
    """Nazorg of an older melding was done in time, as far as it was due."""
    if melding.datum_afgehandeld is None or melding.status not in MET_TERMIJNEN:
        return {}
    alle = termijnen(ontvangen_defensie=melding.ontvangen_defensie, afgehandeld_op=melding.datum_afgehandeld)
    return {
        (b.code.value, b.kenmerk): b.werkdatum - timedelta(days=3)
        for b in alle
        if b.code == Termijncode.NAZORG and b.werkdatum <= vandaag
    }
