"""Calling the checked functions of schema `app`, and saying in Dutch why one refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zaken.models import Zaak
from zaken.versleuteling.velden import Cijfertekst, VersleuteldeTekst

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker


class NietMogelijk(Exception):
    """The change would break a promise; the message says in Dutch what to do."""


_REDENEN = {
    "JID02": _("Deze persoon of dit team kan hier niet gekozen worden. Kies iemand anders."),
    "JID03": _("Dan kan niemand deze zaak meer lezen. Geef eerst iemand anders toegang."),
    "JID06": _("Deze zaak is nog niet gesloten, of de inhoud is al vernietigd."),
    # also for who is excluded: unknown and forbidden answer alike
    "JID07": _("Een zaaknummer ziet eruit als M-2024-00627. Controleer het nummer."),
    "JID08": _(
        "Er is nog niemand die uw noodtoegang kan beoordelen. "
        "Vraag een beheerder om een tweede auditor of privacy officer."
    ),
    "JID09": _("Zo lang mag noodtoegang niet duren. Kies minder uren."),
    "JID10": _("Uw noodtoegang met dit nummer loopt al. U vindt die bij Noodtoegang."),
    "JID11": _("Dat kan nu niet: deze noodtoegang is al beëindigd of beoordeeld, of loopt nog."),
    "JID21": _("Deze zaak is verzegeld. Kies iemand buiten COID die de nieuwe zaak gaat behandelen."),
    "JID22": _("Een klacht kan niet anoniem."),
    # only for who sees the other zaak too; who does not gets JID02
    "JID24": _(
        "Een andere zaak over hetzelfde voorval wordt ook verzegeld. Kies iemand die beide mag behandelen."
    ),
    "40P01": _("Iemand anders wijzigde op hetzelfde moment iets aan deze zaak. Probeer het nog een keer."),
    # the same, whatever of the open one does not fit
    "JID26": _(
        "Een van beide is verzegeld, en de behandelaar daarvan mag de andere niet behandelen. "
        "Wijs de verzegelde zaak eerst toe aan iemand die beide mag behandelen."
    ),
    # the same, whether it is this zaak or another of the same event
    "JID31": _(
        "Dan kan niemand meer toezicht houden op deze zaak: te veel auditors of privacy officers zijn uitgesloten. "
        "Vraag een beheerder om eerst nog iemand aan te wijzen."
    ),
    "JID32": _(
        "Dan kan niemand van het team deze zaak nog lezen. "
        "Vraag een beheerder om eerst iemand aan het team toe te voegen."
    ),
    "JID33": _("Deze persoon zit niet in dit team. Kies een ander team."),
    "JID35": _("Schrijf waarom u weigert."),
    "JID36": _(
        "De waarneming die nu loopt geldt niet alleen voor uw team. Vraag een beheerder om die te wijzigen."
    ),
    "JID34": _("De behandeling is afgesloten. Schrijf waarom u nog iets wijzigt."),
    "JID38": _("Dit was eerder een verzegelde zaak. Verzegel ook deze zaak, bij “Wie mag dit niet zien?”."),
    "JID25": _("Dit is al gevraagd of al besloten. Laad de pagina opnieuw."),
}
"""Why a function said no (its SQLSTATE) → what the screen says."""
_GEEN_RECHT = "JID01"
_DATUMS = "JID37"


@contextmanager
def in_woorden() -> Iterator[None]:
    """A savepoint in which a refusal of the database becomes `PermissionDenied` or `NietMogelijk`."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as fout:
        sqlstate = getattr(fout.__cause__, "sqlstate", None)
        if sqlstate == _GEEN_RECHT:
            raise PermissionDenied from fout
        if sqlstate in _REDENEN:
            raise NietMogelijk(_REDENEN[sqlstate]) from fout
        raise


@contextmanager
def op_volgorde() -> Iterator[None]:
    """An atomic block at whose end the database says whether the dates that were written keep their order.

    It would say so at the commit, when no form is left to say it at. Raises `ValidationError` at the field of the day
    that should come later, or of the one after today; what was written is undone. Services check the same list first.
    """
    uitgesteld = ", ".join(["datums_kloppen", *(f"datums_kloppen_{soort}" for soort in Zaak.Soort.values)])
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SET CONSTRAINTS {uitgesteld} IMMEDIATE; SET CONSTRAINTS {uitgesteld} DEFERRED"
                )
    except DatabaseError as fout:
        if getattr(fout.__cause__, "sqlstate", None) != _DATUMS:
            raise
        raise ValidationError(_datumfout(fout.__cause__.diag.message_detail)) from fout  # type: ignore[union-attr]  # psycopg raised it


def _datumfout(wat: str) -> dict[str, list[str]]:
    """From what `app.datums_kloppen` names: the table that changed, that of the register, and the two days."""
    tabel, registertabel, eerst, later = wat.split()
    if later == "vandaag":
        return {eerst: [gettext("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag.")]}
    modellen = {model._meta.db_table: model for model in apps.get_models()}
    namen = {
        dag: next(
            str(veld.verbose_name)
            for model in (modellen[tabel], modellen[registertabel])
            for veld in model._meta.fields
            if veld.name == dag
        )
        for dag in (eerst, later)
    }
    tekst = gettext("“%(later)s” ligt voor “%(eerst)s”. Wijzig een van deze dagen.")
    return {later: [tekst % {"eerst": namen[eerst], "later": namen[later]}]}


def roep(functie: str, *waarden: Any) -> Any:
    """Run `SELECT app.<functie>(…)` and give its single value; raises `PermissionDenied` or `NietMogelijk`."""
    plekken = ", ".join(["%s"] * len(waarden))
    with in_woorden(), connection.cursor() as cursor:
        cursor.execute(f"SELECT app.{functie}({plekken})", waarden)  # name from code, values bound
        rij = cursor.fetchone()
    return rij[0] if rij else None


def eis_huidige(door: Gebruiker) -> None:
    """Raise `ProgrammingError` unless `door` is the user of this transaction, the only one that a function asks for."""
    roep("eis_huidige", door.pk)


def rijen(opdracht: str, *waarden: Any) -> list[tuple[Any, ...]]:
    """The rows of one query on functions of schema `app`; raises as `roep`."""
    with in_woorden(), connection.cursor() as cursor:
        cursor.execute(opdracht, waarden)
        return list(cursor.fetchall())


def cijfer(instance: models.Model, veld: str, tekst: str) -> bytes | None:
    """`tekst` as the stored ciphertext of one field of one row, for the database's own functions."""
    return _veld(instance, veld).cijfertekst(instance, tekst)


def lees(instance: models.Model, veld: str, opgeslagen: bytes | memoryview | None) -> str:
    """The text behind a ciphertext that a database function gave; empty for NULL."""
    return _veld(instance, veld).lees(instance, Cijfertekst(opgeslagen)) if opgeslagen else ""


def _veld(instance: models.Model, naam: str) -> VersleuteldeTekst:
    veld = instance._meta.get_field(naam)
    if not isinstance(veld, VersleuteldeTekst):
        raise TypeError(f"{naam} is not encrypted")
    return veld
