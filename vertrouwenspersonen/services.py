"""Everything that changes a casus. Each function is atomic and leaves one coarse trace: user and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from codelijsten.models import Code
from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from logboek import events as logboek

from .kwartalen import Kwartaal
from .models import AantalContacten, Casus
from .status import OngeldigeOvergang, Status

MAX_NEVENTHEMAS = 2


class TussentijdsGewijzigd(Exception):
    """The casus was changed after the form was opened; `casus` is what is stored now."""

    def __init__(self, casus: Casus) -> None:
        super().__init__(casus.pk)
        self.casus = casus


class AlOpgeslagen(Exception):
    """A registration with this key was stored before, with other answers; `casus` is that one."""

    def __init__(self, casus: Casus) -> None:
        super().__init__(casus.pk)
        self.casus = casus


@dataclass(frozen=True, kw_only=True)
class Gegevens:
    """The eight answers of a registration."""

    kwartaal_eerste_contact: Kwartaal
    defensieonderdeel: Code
    personeelscategorie: Code
    rol_hulpvrager: Code
    hoofdthema: Code
    neventhema: Sequence[Code]
    aantal_contacten: AantalContacten
    acties: Sequence[Code]


@transaction.atomic
def registreer(
    *, casus_id: UUID, gegevens: Gegevens, door: Gebruiker, vandaag: date, voortzetting: bool = False
) -> Casus:
    """Store a new casus of `door` under `casus_id`, a random key made for this registration.

    Doing it twice with the same answers gives the first casus back. `voortzetting`: the track began with a
    colleague, who registered it; it is not counted again. The last conversation is put in the quarter of the
    first: when it was registered is not a fact about the casus.
    Raises `PermissionDenied`, `ValidationError` (by field), `AlOpgeslagen` (same key, other answers).
    """
    eis_vertrouwenspersoon(door)
    eis_geldig(gegevens, vandaag=vandaag)
    casus = Casus(
        pk=casus_id,
        vertrouwenspersoon=door,
        voortzetting=voortzetting,
        kwartaal_laatste_contact=str(gegevens.kwartaal_eerste_contact),
    )
    velden = beantwoord(casus, gegevens)
    eerder = voeg_toe(casus, door=door)
    if eerder is None:
        logboek.casus_dag(door=door)
        return casus
    if any(getattr(eerder, veld) != getattr(casus, veld) for veld in [*velden, "voortzetting"]):
        raise AlOpgeslagen(eerder)
    return eerder


def voeg_toe(casus: Casus, *, door: Gebruiker) -> Casus | None:
    """Insert `casus` of `door`, or give the one that was stored under its key before.

    In a savepoint: what else the transaction does goes on. Raises `ValidationError` for a key of somebody else's.
    """
    try:
        with transaction.atomic():
            casus.save(force_insert=True)
    except IntegrityError as fout:
        eerder = Casus.objects.zichtbaar_voor(door).filter(pk=casus.pk).first()
        if eerder is None:  # say nothing about it
            raise ValidationError(_("Open het formulier opnieuw en probeer het nog een keer.")) from fout
        return eerder
    return None


@transaction.atomic
def wijzig(
    *,
    casus_id: UUID,
    gegevens: Gegevens,
    kwartaal_laatste_contact: Kwartaal,
    voortzetting: bool,
    kenmerk: str,
    door: Gebruiker,
    vandaag: date,
) -> Casus:
    """Replace the answers of an open casus.

    `kenmerk` is that of the version the form was filled in on. Raises `Casus.DoesNotExist`,
    `OngeldigeOvergang` (closed), `TussentijdsGewijzigd`, `ValidationError` (by field).
    """
    casus = _vergrendeld(casus_id, door=door)
    eis_open(casus)
    _eis_kenmerk(casus, kenmerk)
    eis_geldig(gegevens, vandaag=vandaag)
    eerste = gegevens.kwartaal_eerste_contact
    eis_laatste_contact(kwartaal_laatste_contact, eerste=eerste, vandaag=vandaag)
    eis_gesprekken(gegevens.aantal_contacten, eerste=eerste, laatste=kwartaal_laatste_contact)
    velden = beantwoord(casus, gegevens)
    casus.kwartaal_laatste_contact = str(kwartaal_laatste_contact)
    casus.voortzetting = voortzetting
    casus.save(update_fields=[*velden, "kwartaal_laatste_contact", "voortzetting"])
    logboek.casus_dag(door=door)
    return casus


@transaction.atomic
def sluit(
    *,
    casus_id: UUID,
    afloop: Code,
    doorverwezen_naar: Sequence[Code],
    aantal_contacten: AantalContacten,
    door: Gebruiker,
) -> Casus:
    """Close an open casus. Raises `Casus.DoesNotExist`, `OngeldigeOvergang`, `ValidationError` (by field)."""
    casus = _vergrendeld(casus_id, door=door)
    eis_overgang(casus, Status.GESLOTEN)
    eis_gesprekken(aantal_contacten, eerste=casus.eerste_kwartaal, laatste=casus.laatste_kwartaal)
    casus.status = Status.GESLOTEN
    casus.afloop = afloop
    casus.doorverwezen_naar = [code.pk for code in doorverwezen_naar]
    casus.aantal_contacten = aantal_contacten
    casus.save(update_fields=["status", "afloop", "doorverwezen_naar", "aantal_contacten"])
    logboek.casus_dag(door=door)
    return casus


@transaction.atomic
def heropen(*, casus_id: UUID, door: Gebruiker) -> Casus:
    """Open a closed casus again; its afloop goes. Raises `Casus.DoesNotExist`, `OngeldigeOvergang`."""
    casus = _vergrendeld(casus_id, door=door)
    eis_overgang(casus, Status.OPEN)
    casus.status = Status.OPEN
    casus.afloop = None
    casus.save(update_fields=["status", "afloop"])
    logboek.casus_dag(door=door)
    return casus


@transaction.atomic
def verwijder(*, casus_id: UUID, door: Gebruiker) -> None:
    """Undo a mistaken registration: the row goes, nothing stays behind. Raises `Casus.DoesNotExist`."""
    _vergrendeld(casus_id, door=door).delete()
    logboek.casus_dag(door=door)


def eis_open(casus: Casus) -> None:
    """Raise `OngeldigeOvergang` for a closed casus: it is reopened before it changes."""
    if not casus.is_open:
        raise OngeldigeOvergang(casus.status)


def eis_overgang(casus: Casus, naar: Status) -> None:
    """Raise `OngeldigeOvergang` unless the casus can take this step now."""
    if not casus.kan_naar(naar):
        raise OngeldigeOvergang(f"{casus.status} → {naar}")


def _vergrendeld(casus_id: UUID, *, door: Gebruiker) -> Casus:
    return Casus.objects.zichtbaar_voor(door).select_for_update().get(pk=casus_id)


def beantwoord(casus: Casus, gegevens: Gegevens) -> list[str]:
    """Put the answers on the casus; the names of the fields that were set."""
    casus.kwartaal_eerste_contact = str(gegevens.kwartaal_eerste_contact)
    casus.defensieonderdeel = gegevens.defensieonderdeel
    casus.personeelscategorie = gegevens.personeelscategorie
    casus.rol_hulpvrager = gegevens.rol_hulpvrager
    casus.hoofdthema = gegevens.hoofdthema
    casus.neventhema = [code.pk for code in gegevens.neventhema]
    casus.aantal_contacten = gegevens.aantal_contacten
    casus.acties = [code.pk for code in gegevens.acties]
    return [
        "kwartaal_eerste_contact",
        "defensieonderdeel",
        "personeelscategorie",
        "rol_hulpvrager",
        "hoofdthema",
        "neventhema",
        "aantal_contacten",
        "acties",
    ]


def eis_vertrouwenspersoon(door: Gebruiker) -> None:
    """Raise `PermissionDenied` for everybody else."""
    if not door.heeft_rol(Rol.VERTROUWENSPERSOON):
        raise PermissionDenied


def eis_geldig(gegevens: Gegevens, *, vandaag: date) -> None:
    """Raise `ValidationError`, by field, for answers that cannot be together."""
    fouten = strijdig(vars(gegevens), vandaag=vandaag)
    if not gegevens.acties:
        fouten["acties"] = _("Kies wat u hebt gedaan.")
    if fouten:
        raise ValidationError(fouten)


def strijdig(antwoorden: Mapping[str, Any], *, vandaag: date) -> dict[str, str]:
    """Per field why the answer cannot be; only answers that are given are looked at."""
    fouten: dict[str, str] = {}
    eerste, thema = antwoorden.get("kwartaal_eerste_contact"), antwoorden.get("hoofdthema")
    neven = antwoorden.get("neventhema", ())
    if eerste is not None and eerste > Kwartaal.van(vandaag):
        fouten["kwartaal_eerste_contact"] = _("Kies een periode die al begonnen is.")
    if thema is not None and thema in neven:
        fouten["neventhema"] = _("%(thema)s is al het hoofdthema. Kies hier een ander thema.") % {
            "thema": thema.opschrift
        }
    elif len(neven) > MAX_NEVENTHEMAS:
        fouten["neventhema"] = _("Kies niet meer dan 2 andere thema's.")
    return fouten


def eis_laatste_contact(laatste: Kwartaal, *, eerste: Kwartaal, vandaag: date) -> None:
    """Raise `ValidationError` for a last conversation before the first, or later than now."""
    if laatste > Kwartaal.van(vandaag):
        raise ValidationError({"kwartaal_laatste_contact": _("Kies een periode die al begonnen is.")})
    if laatste < eerste:
        raise ValidationError(
            {
                "kwartaal_laatste_contact": _(
                    "Het laatste gesprek kan niet voor het eerste gesprek zijn. Kies een latere periode."
                )
            }
        )


def eis_gesprekken(aantal: AantalContacten, *, eerste: Kwartaal, laatste: Kwartaal) -> None:
    """Raise `ValidationError` for one conversation that would have been in two quarters."""
    if aantal == AantalContacten.EEN and laatste != eerste:
        raise ValidationError(
            {
                "aantal_contacten": _(
                    "Het eerste en het laatste gesprek zijn in verschillende periodes. Dan had u 2 of meer gesprekken."
                )
            }
        )


def _eis_kenmerk(casus: Casus, kenmerk: str) -> None:
    if casus.kenmerk != kenmerk:
        raise TussentijdsGewijzigd(casus)
