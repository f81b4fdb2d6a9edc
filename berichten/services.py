"""Telling a user something, and marking it as read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from gebruikers.wachtrij import stuur_na_commit

from .models import Bericht, Voorkeur
from .soorten import Soort

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

TAAK = "berichten.mail_direct"
VRAAG_LOOPT = timedelta(days=7)
"""As long as a proposal waits (constraint `voorstel_verloopt`)."""


@transaction.atomic
def bericht(*, aan: int, soort: Soort, zaak_id: UUID) -> None:
    """Tell the user `aan` that something happened with a zaak, in the transaction of what happened.

    It is read as long as `aan` sees that zaak, and leads to its page; who tells must see the zaak at this moment,
    `aan` not yet. Only for the kinds that users send each other (else `DatabaseError` with SQLSTATE JID01): about
    akkoord, noodtoegang, terms, zaken from a file and a zaak without a reader the database writes itself. Nothing is
    told to oneself or to a closed account.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.bericht(%s, %s, %s, %s, NULL)", [uuid4(), aan, soort.value, zaak_id])
    meld_meteen()


def meld_meteen() -> None:
    """After this transaction: mail who wants to know at once. Also for messages that the database wrote itself."""
    stuur_na_commit(TAAK)


def handel_verlopen_af(*, nu: datetime) -> int:
    """Questions for akkoord that ran out are settled too; runs as the worker. How many there were."""
    vragen = Bericht.objects.filter(
        soort=Soort.AKKOORD_GEVRAAGD, afgehandeld_op=None, op__lte=nu - VRAAG_LOOPT
    )
    return vragen.update(gelezen_op=Coalesce("gelezen_op", Value(nu)), afgehandeld_op=nu)


def lees(bericht: Bericht, *, nu: datetime) -> None:
    """Mark one as read; the first moment stays."""
    Bericht.objects.filter(pk=bericht.pk, gelezen_op__isnull=True).update(gelezen_op=nu)


def lees_alle(*, door: Gebruiker, nu: datetime) -> int:
    """Mark everything that `door` sees as read; how many there were."""
    return Bericht.objects.filter(aan=door, gelezen_op__isnull=True).update(gelezen_op=nu)


def kies_mail(*, mail: Voorkeur.Mail, door: Gebruiker) -> None:
    """How `door` wants to be told by mail from now on."""
    Voorkeur.objects.update_or_create(gebruiker=door, defaults={"mail": mail})
