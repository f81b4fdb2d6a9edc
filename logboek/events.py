"""One small function per named event, written in the transaction of what it describes; never free text.

Not here is what the database writes itself (`app.noteer`, `app.noteer_zaak`, `app.noteer_einde_van_toegang`): events of
accounts, second factors, sessions, roles, teams, codes, noodtoegang and akkoord, that access ended or a zaak was handed
over, that a key was destroyed or a backup put back, and that casussen were counted.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from .models import Gebeurtenis, Leeswijze, Soort

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


# Reading


def ingezien(*, zaak_id: UUID, door: Gebruiker, wijze: Leeswijze = Leeswijze.PAGINA) -> None:
    """A page with content of the zaak was opened."""
    bijzonderheden = {} if wijze is Leeswijze.PAGINA else {"wijze": wijze.value}
    _noteer(Soort.INGEZIEN, door=door, zaak_id=zaak_id, **bijzonderheden)


def fragmenten_getoond(*, zaken: Collection[UUID], door: Gebruiker) -> None:
    """Words of these zaken stood in a list of hits: each was read, in part. One statement."""
    Gebeurtenis.objects.bulk_create(
        Gebeurtenis(
            soort=Soort.INGEZIEN,
            door_id=door.pk,
            zaak_id=zaak,
            bijzonderheden={"wijze": Leeswijze.FRAGMENT.value},
        )
        for zaak in zaken
    )


def afgedrukt(*, zaak_id: UUID, door: Gebruiker) -> None:
    """A page of the zaak was sent to a printer, or made into a document to keep."""
    _noteer(Soort.AFGEDRUKT, door=door, zaak_id=zaak_id)


def lezers_getoond(*, zaak_id: UUID, door: Gebruiker, aantal: int) -> None:
    """The behandelaar looked up who read the zaak."""
    _noteer(Soort.LEZERS_GETOOND, door=door, zaak_id=zaak_id, aantal=aantal)


def lijst_getoond(*, register: str, aantal: int, door: Gebruiker) -> None:
    """A page of a list was shown: one event with its number of rows."""
    _noteer(Soort.LIJST_GETOOND, door=door, register=register, aantal=aantal)


def gezocht(*, register: str, termen: list[str], aantal: int, door: Gebruiker) -> None:
    """A search; `termen` are keyed hashes, never the words."""
    _noteer(Soort.GEZOCHT, door=door, register=register, termen=termen, aantal=aantal)


def persoon_gezocht(*, register: str, term: str, aantal: int, door: Gebruiker) -> None:
    """Somebody was looked up by name, address or number; `term` is a keyed hash of it."""
    _noteer(Soort.PERSOON_GEZOCHT, door=door, register=register, term=term, aantal=aantal)


def geweigerd(*, zaak_id: UUID, door: Gebruiker | None) -> None:
    """A zaak route that did not resolve; the same row whether the zaak exists or not."""
    _noteer(Soort.GEWEIGERD, door=door, object_id=zaak_id)


def noodtoegang_geweigerd(*, door: Gebruiker) -> None:
    """A number that opened nothing; the same row whether it exists or not, and never what was typed."""
    _noteer(Soort.GEWEIGERD, door=door, object_id="noodtoegang")


# What happens to a zaak


def geregistreerd(*, zaak_id: UUID, door: Gebruiker, zaaknummer: str = "") -> None:
    """The number stands in it, so that the log can be searched by number after the zaak is gone."""
    bijzonderheden = {"zaaknummer": zaaknummer} if zaaknummer else {}
    _noteer(Soort.GEREGISTREERD, door=door, zaak_id=zaak_id, **bijzonderheden)


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


def uitgesloten(*, zaak_id: UUID, door: Gebruiker, gebruiker: int) -> None:
    _noteer(Soort.UITGESLOTEN, door=door, zaak_id=zaak_id, gebruiker=gebruiker)


def uitsluiting_opgeheven(*, zaak_id: UUID, door: Gebruiker, gebruiker: int) -> None:
    _noteer(Soort.UITSLUITING_OPGEHEVEN, door=door, zaak_id=zaak_id, gebruiker=gebruiker)


def accounts_vergeleken(
    *, register: str, genoemd: int, gevonden: int, door: Gebruiker, zaak_id: UUID | None = None
) -> None:
    """Typed names were compared with the accounts: how many, and how many matched; without a zaak in an intake."""
    _noteer(
        Soort.ACCOUNTS_VERGELEKEN,
        door=door,
        zaak_id=zaak_id,
        register=register,
        genoemd=genoemd,
        gevonden=gevonden,
    )


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


def termijnregel_gewijzigd(*, regel: str, dag: date, door: Gebruiker | None) -> None:
    """The code of a norm with the first day of its new value, or an equated day that was added or removed."""
    _noteer(Soort.TERMIJNREGEL_GEWIJZIGD, door=door, object_id=regel, dag=dag.isoformat())


# What is no zaak (yet), and what zaken are to each other


def signaal_vastgelegd(*, signaal: UUID, soort: str, door: Gebruiker) -> None:
    """An adviesvraag, or something that belongs elsewhere."""
    _noteer(Soort.SIGNAAL_VASTGELEGD, door=door, object_id=signaal, signaal=soort)


def signaal_ingezien(*, signaal: UUID, door: Gebruiker) -> None:
    _noteer(Soort.SIGNAAL_INGEZIEN, door=door, object_id=signaal)


def signaal_geannuleerd(*, signaal: UUID, door: Gebruiker) -> None:
    _noteer(Soort.SIGNAAL_GEANNULEERD, door=door, object_id=signaal)


def signaal_werd_zaak(*, signaal: UUID, zaak_id: UUID, door: Gebruiker) -> None:
    _noteer(Soort.SIGNAAL_WERD_ZAAK, door=door, zaak_id=zaak_id, object_id=signaal)


def doorgeleid(*, zaak_id: UUID, koppeling: UUID, door: Gebruiker) -> None:
    """Logged for both zaken; neither row names the other."""
    _noteer(Soort.DOORGELEID, door=door, zaak_id=zaak_id, object_id=koppeling)


def doorgeleiding_ongedaan(*, zaak_id: UUID, koppeling: UUID, door: Gebruiker) -> None:
    _noteer(Soort.DOORGELEIDING_ONGEDAAN, door=door, zaak_id=zaak_id, object_id=koppeling)


def gekoppeld(*, zaak_id: UUID, koppeling: UUID, soort: str, door: Gebruiker) -> None:
    """Logged for both zaken; neither row names the other."""
    _noteer(Soort.GEKOPPELD, door=door, zaak_id=zaak_id, object_id=koppeling, koppeling=soort)


def ontkoppeld(*, zaak_id: UUID, koppeling: UUID, soort: str, door: Gebruiker) -> None:
    _noteer(Soort.ONTKOPPELD, door=door, zaak_id=zaak_id, object_id=koppeling, koppeling=soort)


# Handing over


def waarneming_ingesteld(*, door: Gebruiker, voor: int, waarnemer: int, tot: date) -> None:
    _noteer(Soort.WAARNEMING_INGESTELD, door=door, object_id=voor, waarnemer=waarnemer, tot=tot.isoformat())


def waarneming_beeindigd(*, door: Gebruiker, voor: int, waarnemer: int) -> None:
    _noteer(Soort.WAARNEMING_BEEINDIGD, door=door, object_id=voor, waarnemer=waarnemer)


def toegang_herzien(*, door: Gebruiker, team: int, bevestigd: int, beeindigd: int) -> None:
    """The monthly review of the grants of a team: how many stayed, how many ended."""
    _noteer(Soort.TOEGANG_HERZIEN, door=door, object_id=team, bevestigd=bevestigd, beeindigd=beeindigd)


# What leaves and enters the application


def geexporteerd(
    *, wat: str, door: Gebruiker | None, zaak_id: UUID | None = None, **bijzonderheden: Any
) -> None:
    """A file left the application; `bijzonderheden` are codes and counts. With `zaak_id` it counts as reading."""
    _noteer(Soort.GEEXPORTEERD, door=door, zaak_id=zaak_id, wat=wat, **bijzonderheden)


@transaction.atomic
def lijst_afgedrukt(*, register: str, zaken: Collection[UUID], door: Gebruiker) -> None:
    """A whole list went on paper: one event with the count, and for each zaak that it was read. Two statements."""
    geexporteerd(wat="lijst", formaat="afdruk", register=register, aantal=len(zaken), door=door)
    Gebeurtenis.objects.bulk_create(
        Gebeurtenis(soort=Soort.AFGEDRUKT, door_id=door.pk, zaak_id=zaak, bijzonderheden={"wat": "lijst"})
        for zaak in zaken
    )


def geimporteerd(
    *, register: str, aantal: int, door: Gebruiker | None, overgeslagen: int = 0, elders: int = 0
) -> None:
    """Also of a file in which everything was known: who brings it learns which references exist.

    `elders`: how many of what was skipped another register holds; whoever brought it is not told.
    """
    extra: dict[str, Any] = {"overgeslagen": overgeslagen} if overgeslagen else {}
    if elders:
        extra["elders"] = elders
    _noteer(Soort.GEIMPORTEERD, door=door, register=register, aantal=aantal, **extra)


def bestand_gebracht(*, soort: str, aantal: int, inlezing: UUID, door: Gebruiker) -> None:
    """Somebody brought a file to take in; `aantal` rows, nothing of it is taken in yet."""
    _noteer(Soort.BESTAND_GEBRACHT, door=door, object_id=inlezing, register=soort, aantal=aantal)


def bestand_weggegooid(*, soort: str, inlezing: UUID, reden: str, door: Gebruiker | None) -> None:
    """What was brought is gone without being taken in; `reden`: weggegooid, gestopt or verlopen."""
    _noteer(Soort.BESTAND_WEGGEGOOID, door=door, object_id=inlezing, register=soort, reden=reden)


# Signing in


def aangemeld(*, door: Gebruiker) -> None:
    _noteer(Soort.AANGEMELD, door=door)


def afgemeld(*, door: Gebruiker) -> None:
    _noteer(Soort.AFGEMELD, door=door)


def aanmelden_mislukt(
    *, door: Gebruiker | None = None, account: Gebruiker | None = None, te_veel: bool = False
) -> None:
    """A wrong password, code or key; never what was typed, for a typed address may be a password in the wrong box.

    `door`: somebody signed in had to prove it again. `account`: the password was right, the second step was not.
    `te_veel`: a limit refused the try; one row for all of some minutes.
    """
    bij = "opnieuw" if door else "tweede_stap" if account else ""
    bijzonderheden: dict[str, Any] = {"bij": bij} if bij else {}
    if te_veel:
        bijzonderheden["te_veel"] = True
    _noteer(
        Soort.AANMELDEN_MISLUKT,
        door=door,
        object_id=account.pk if account and not door else "",
        **bijzonderheden,
    )


def herbevestigd(*, door: Gebruiker) -> None:
    """Who was signed in proved it again, before something that cannot be taken back."""
    _noteer(Soort.HERBEVESTIGD, door=door)


# The log itself, keys and backups; named jobs have no user


def logboek_geraadpleegd(*, door: Gebruiker, aantal: int, filter_: dict[str, str | int]) -> None:
    """An auditor looked: how many rows, and the codes, ids and days of the filter."""
    _noteer(Soort.LOGBOEK_GERAADPLEEGD, door=door, aantal=aantal, **_op(filter_))


def logboek_geexporteerd(*, door: Gebruiker, aantal: int, filter_: dict[str, str | int]) -> None:
    _noteer(Soort.LOGBOEK_GEEXPORTEERD, door=door, aantal=aantal, **_op(filter_))


def _op(filter_: dict[str, str | int]) -> dict[str, Any]:
    return {f"op_{naam}": waarde for naam, waarde in filter_.items()}


def logboek_gecontroleerd(*, zegels: int, bevindingen: int) -> None:
    _noteer(Soort.LOGBOEK_GECONTROLEERD, door=None, zegels=zegels, bevindingen=bevindingen)


def logboek_opgeruimd(*, tot_zegel: int, aantal: int, jaren: int, archivaris: int) -> None:
    """Events older than `jaren` years went; `archivaris` is who confirmed the ground."""
    _noteer(
        Soort.LOGBOEK_OPGERUIMD,
        door=None,
        object_id=tot_zegel,
        aantal=aantal,
        jaren=jaren,
        archivaris=archivaris,
    )


def sleutels_geroteerd(*, hoofdsleutel: str, fase: str, aantal: int) -> None:
    """`hoofdsleutel` is the id of the new key, never the key; `fase`: begonnen or klaar."""
    _noteer(Soort.SLEUTELS_GEROTEERD, door=None, object_id=hoofdsleutel[:40], fase=fase, aantal=aantal)


def backup_gemaakt(*, kenmerk: str) -> None:
    _noteer(Soort.BACKUP_GEMAAKT, door=None, object_id=kenmerk[:40])


# Casussen


def casus_dag(*, door: Gebruiker) -> None:
    """Somebody worked with casussen today: user and day, never a number or a minute."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT app.noteer_casusdag(%s)", [door.pk])
