"""Saying what a signal is: a zaak in one of the registers, or a signal that is counted apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gebruikers.models import Team
from logboek import events as logboek
from zaken.models import Datasleutel, Kwalificatie, Signaal, Zaak
from zaken.register.triage import in_woorden
from zaken.toegang import BALIES, mag_kwalificeren

from . import databank
from .databank import NietMogelijk

if TYPE_CHECKING:
    from codelijsten.models import Code
    from gebruikers.models import Gebruiker


@dataclass(frozen=True)
class Kwalificatiegegevens:
    """Why a signal is a zaak of its register, and what was asked first. Empty when it was registered directly.

    `signaal`: the signal that turned out to be this zaak.
    """

    reden: str = ""
    triage: dict[str, str] = field(default_factory=dict)
    signaal: UUID | None = None


def kwalificeer(*, zaak: Zaak, gegevens: Kwalificatiegegevens, door: Gebruiker) -> Kwalificatie:
    """Keep that `door` decided that `zaak` belongs in its register; its signal, if any, is closed.

    Raises `NietMogelijk` when that signal became something else meanwhile.
    """
    kwalificatie = Kwalificatie(
        id=uuid4(),
        zaak=zaak,
        soort=zaak.soort,
        reden=gegevens.reden,
        triage=gegevens.triage,
        door=door,
        op=timezone.now(),
    )
    kwalificatie.save(force_insert=True)
    if gegevens.signaal is not None:
        signaal = _open_signaal(gegevens.signaal, door=door)
        signaal.zaak = zaak
        with databank.in_woorden():
            signaal.save(update_fields=["zaak"])
        logboek.signaal_werd_zaak(signaal=signaal.pk, zaak_id=zaak.pk, door=door)
    return kwalificatie


class AlVastgelegd(Exception):
    """Something else was written down with this form before; `signaal` is that."""

    def __init__(self, signaal: Signaal) -> None:
        super().__init__(signaal.pk)
        self.signaal = signaal


@transaction.atomic
def leg_signaal_vast(
    *,
    soort: Signaal.Soort,
    ontvangen_op: date,
    onderwerp: str,
    reden: str,
    triage: dict[str, str],
    aard: Code | None = None,
    verwezen_naar: Code | None = None,
    defensieonderdeel: Code | None = None,
    inzending: UUID | None = None,
    door: Gebruiker,
) -> Signaal:
    """Write down an adviesvraag, or what belongs elsewhere with its referral. The desk of `door` keeps it.

    With `inzending`, made when the form was shown, sending the form twice keeps one. Raises `PermissionDenied`,
    `AlVastgelegd` for the same `inzending` with other answers, or `NietMogelijk` when there is no desk.
    """
    if not mag_kwalificeren(door):
        raise PermissionDenied("kwalificeren")
    antwoorden = {
        "soort": soort,
        "aard": aard,
        "verwezen_naar": verwezen_naar,
        "ontvangen_op": ontvangen_op,
        "defensieonderdeel": defensieonderdeel,
        "onderwerp": onderwerp,
        "reden": reden,
        "triage": triage,
    }
    pk = _pk(inzending, door=door) if inzending else uuid4()
    if inzending:
        _een_tegelijk(pk)
        if eerder := eerder_vastgelegd(inzending, door=door):
            if any(getattr(eerder, veld) != antwoord for veld, antwoord in antwoorden.items()):
                raise AlVastgelegd(eerder)
            return eerder
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    signaal = Signaal(
        id=pk,
        sleutel=sleutel,
        team=balie_van(door),
        aangemaakt_door=door,
        datum_registratie=timezone.now(),
        **antwoorden,
    )
    signaal.save(force_insert=True)
    logboek.signaal_vastgelegd(signaal=signaal.pk, soort=soort.value, door=door)
    return signaal


def eerder_vastgelegd(inzending: UUID, *, door: Gebruiker) -> Signaal | None:
    """What `door` wrote down with the form that carried this key, if it was sent."""
    relaties = ("sleutel", "aard", "verwezen_naar", "defensieonderdeel")
    gevonden = Signaal.objects.zichtbaar_voor(door).select_related(*relaties)
    return cast("Signaal | None", gevonden.filter(pk=_pk(inzending, door=door)).first())


def _pk(inzending: UUID, *, door: Gebruiker) -> UUID:
    return uuid5(inzending, str(door.pk))


def _een_tegelijk(pk: UUID) -> None:
    """Wait for whoever writes the row with this key at this moment; until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(pk)])


@transaction.atomic
def annuleer_signaal(*, signaal_id: UUID, reden: str, door: Gebruiker) -> Signaal:
    """Undo a mistaken registration: it stays to be read, and counts nowhere.

    Raises `NietMogelijk` when it was closed already, or `door` does not see it.
    """
    signaal = _open_signaal(signaal_id, door=door)
    signaal.geannuleerd_op = timezone.now()
    signaal.geannuleerd_door = door
    signaal.geannuleerd_reden = reden
    signaal.save(update_fields=["geannuleerd_op", "geannuleerd_door", "geannuleerd_reden"])
    logboek.signaal_geannuleerd(signaal=signaal.pk, door=door)
    return signaal


def balie_van(gebruiker: Gebruiker) -> Team:
    """The desk that keeps a signal: one that the user works at, else the intake."""
    balies = Team.objects.filter(soort__in=BALIES, is_actief=True).order_by("id")
    eigen = balies.filter(pk__in=gebruiker.teams).first()
    balie = eigen or balies.filter(soort=Team.Soort.INTAKE).first()
    if balie is None:
        raise NietMogelijk(_("Er is geen actief intaketeam. Vraag de beheerder om er een te maken."))
    return balie


def _open_signaal(pk: UUID, *, door: Gebruiker) -> Signaal:
    """Locked, if it still stands for itself; one that `door` does not see (any more) is refused in the same words."""
    zichtbaar = Signaal.objects.zichtbaar_voor(door).select_related("sleutel")
    signaal: Signaal | None = zichtbaar.select_for_update(of=("self",)).filter(pk=pk).first()
    if signaal is None or not signaal.is_open:
        raise NietMogelijk(_("Dit is al geannuleerd, of het is intussen een zaak. Er is niets gewijzigd."))
    return signaal


@dataclass(frozen=True)
class Kwalificatieregel:
    """One decision as a page shows it."""

    soort: str
    wie: str
    op: datetime
    reden: str
    triage: list[tuple[str, str]]


def kwalificaties(zaak: Zaak) -> list[Kwalificatieregel]:
    """Why `zaak`, which the reader was found to see, is what it is; the newest first."""
    regels = []
    for rij in Kwalificatie.objects.van(zaak).select_related("door"):
        rij.zaak = zaak
        regels.append(
            Kwalificatieregel(
                str(rij.get_soort_display()), rij.door.naam, rij.op, rij.reden, in_woorden(rij.triage)
            )
        )
    return regels
