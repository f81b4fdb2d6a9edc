"""One small function per named event, written in the transaction of what it describes; never free text.

Events of accounts, roles, teams and codes are not here: the checked functions of the database write those
themselves (`app.noteer`), for their apps lie below this one.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from .models import Gebeurtenis, Soort

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker


def _noteer(
    soort: Soort,
    *,
    door: Gebruiker | None,
    zaak_id: UUID | None = None,
    object_id: object = "",
    **bijzonderheden: Any,
) -> None:
    """Append one row. `bijzonderheden` holds codes, ids, counts and booleans only."""
    Gebeurtenis(
        soort=soort,
        door_id=door.pk if door else None,
        zaak_id=zaak_id,
        object_id=str(object_id),
        bijzonderheden=bijzonderheden,
    ).save(force_insert=True)


def ingezien(*, zaak_id: UUID, door: Gebruiker) -> None:
    """The detail page, or a print of it, was opened."""
    _noteer(Soort.INGEZIEN, door=door, zaak_id=zaak_id)


def lijst_getoond(*, register: str, aantal: int, door: Gebruiker) -> None:
    """A page of a list was shown: one event with its number of rows."""
    _noteer(Soort.LIJST_GETOOND, door=door, register=register, aantal=aantal)


def gezocht(*, register: str, termen: list[str], aantal: int, door: Gebruiker) -> None:
    """A search; `termen` are keyed hashes, never the words."""
    _noteer(Soort.GEZOCHT, door=door, register=register, termen=termen, aantal=aantal)


def geweigerd(*, zaak_id: UUID, door: Gebruiker | None) -> None:
    """A zaak route that did not resolve; the same row whether the zaak exists or not."""
    _noteer(Soort.GEWEIGERD, door=door, object_id=zaak_id)


def geregistreerd(*, zaak_id: UUID, door: Gebruiker) -> None:
    _noteer(Soort.GEREGISTREERD, door=door, zaak_id=zaak_id)


def gewijzigd(*, zaak_id: UUID, door: Gebruiker, velden: list[str]) -> None:
    """Fields were changed; names of fields, never their values."""
    _noteer(Soort.GEWIJZIGD, door=door, zaak_id=zaak_id, velden=velden)


def geannuleerd(*, zaak_id: UUID, door: Gebruiker) -> None:
    _noteer(Soort.GEANNULEERD, door=door, zaak_id=zaak_id)


def status_gewijzigd(*, zaak_id: UUID, door: Gebruiker, wijziging: UUID, van: str, naar: str) -> None:
    """The explanation stands in the encrypted `Statuswijziging`; the log holds its id."""
    _noteer(Soort.STATUS_GEWIJZIGD, door=door, zaak_id=zaak_id, object_id=wijziging, van=van, naar=naar)


def toegewezen(*, zaak_id: UUID, door: Gebruiker, aan: int) -> None:
    _noteer(Soort.TOEGEWEZEN, door=door, zaak_id=zaak_id, aan=aan)


def toegang_verleend(*, zaak_id: UUID, door: Gebruiker, aan: int) -> None:
    _noteer(Soort.TOEGANG_VERLEEND, door=door, zaak_id=zaak_id, aan=aan)


def toegang_beeindigd(*, zaak_id: UUID, door: Gebruiker, van: int) -> None:
    _noteer(Soort.TOEGANG_BEEINDIGD, door=door, zaak_id=zaak_id, van=van)


def uitgesloten(*, zaak_id: UUID, door: Gebruiker, gebruiker: int) -> None:
    _noteer(Soort.UITGESLOTEN, door=door, zaak_id=zaak_id, gebruiker=gebruiker)


def uitsluiting_opgeheven(*, zaak_id: UUID, door: Gebruiker, gebruiker: int) -> None:
    _noteer(Soort.UITSLUITING_OPGEHEVEN, door=door, zaak_id=zaak_id, gebruiker=gebruiker)


def verzegeld(*, zaak_id: UUID, door: Gebruiker) -> None:
    _noteer(Soort.VERZEGELD, door=door, zaak_id=zaak_id)


def notitie_toegevoegd(*, zaak_id: UUID, door: Gebruiker, notitie: UUID) -> None:
    _noteer(Soort.NOTITIE_TOEGEVOEGD, door=door, zaak_id=zaak_id, object_id=notitie)


def persoon_toegevoegd(*, zaak_id: UUID, door: Gebruiker, persoon: UUID) -> None:
    _noteer(Soort.PERSOON_TOEGEVOEGD, door=door, zaak_id=zaak_id, object_id=persoon)


def persoon_gewijzigd(*, zaak_id: UUID, door: Gebruiker, persoon: UUID) -> None:
    _noteer(Soort.PERSOON_GEWIJZIGD, door=door, zaak_id=zaak_id, object_id=persoon)


def persoon_verwijderd(*, zaak_id: UUID, door: Gebruiker, persoon: UUID) -> None:
    _noteer(Soort.PERSOON_VERWIJDERD, door=door, zaak_id=zaak_id, object_id=persoon)


def termijn_afgedaan(*, zaak_id: UUID, door: Gebruiker, termijn: UUID) -> None:
    _noteer(Soort.TERMIJN_AFGEDAAN, door=door, zaak_id=zaak_id, object_id=termijn)


def termijnregel_gewijzigd(*, regel: str, dag: date, door: Gebruiker) -> None:
    """The code of a norm with the first day of its new value, or an equated day that was added or removed."""
    _noteer(Soort.TERMIJNREGEL_GEWIJZIGD, door=door, object_id=regel, dag=dag.isoformat())


def geexporteerd(*, wat: str, door: Gebruiker | None, **bijzonderheden: Any) -> None:
    """A download left the application; `bijzonderheden` are codes and counts (year, table)."""
    _noteer(Soort.GEEXPORTEERD, door=door, wat=wat, **bijzonderheden)


def geimporteerd(*, register: str, aantal: int, door: Gebruiker | None) -> None:
    _noteer(Soort.GEIMPORTEERD, door=door, register=register, aantal=aantal)


def aangemeld(*, door: Gebruiker) -> None:
    _noteer(Soort.AANGEMELD, door=door)


def afgemeld(*, door: Gebruiker) -> None:
    _noteer(Soort.AFGEMELD, door=door)


def aanmelden_mislukt() -> None:
    """Nobody's name: a typed address may be a password typed in the wrong box."""
    _noteer(Soort.AANMELDEN_MISLUKT, door=None)


def wachtwoord_gewijzigd(*, door: Gebruiker) -> None:
    _noteer(Soort.WACHTWOORD_GEWIJZIGD, door=door)


def casus_dag(*, door: Gebruiker) -> None:
    """Somebody worked with casussen today: user and day, never a number or a minute."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT app.noteer_casusdag(%s)", [door.pk])
