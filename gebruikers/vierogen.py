"""Four eyes: a beheerder asks, a second person (another beheerder, or a privacy officer) agrees (ADR 0018).

While nobody could agree yet, the functions of the database do at once what is asked: so an installation begins. That
state never comes back: when the second person is gone, what takes two waits for another one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from . import queries
from .beheer import uitnodigen
from .fouten import in_woorden
from .geheim import Doel, ontsleutel, versleutel
from .models import Gebruiker, Voorstel

Handeling = Voorstel.Handeling


def is_akkoord_nodig() -> bool:
    """Whether somebody else can agree, or ever could; then nothing of this happens without a second person."""
    return queries.vier_ogen().nodig


def mist_tweede_persoon() -> bool:
    """Whether nobody can agree with what the current user asks, although somebody must."""
    stand = queries.vier_ogen()
    return stand.nodig and not stand.kan


@transaction.atomic
def stel_voor(
    handeling: Handeling,
    *,
    gebruiker: Gebruiker | None,
    gegevens: Mapping[str, Any],
    door: Gebruiker,
) -> Voorstel:
    """Ask a second person; the database leaves each that could agree a message. Raises `BeheerGeweigerd`."""
    pk = uuid4()
    with in_woorden(), connection.cursor() as cursor:
        cursor.execute("SELECT app.eis_huidige(%s)", [door.pk])
        cursor.execute(
            "SELECT app.stel_voor(%s, %s, %s, %s)",
            [pk, handeling.value, gebruiker.pk if gebruiker else None, _json(Voorstel.dicht(gegevens))],
        )
    return Voorstel.objects.get(pk=pk)


def beslis(voorstel: UUID, *, akkoord: bool, door: Gebruiker, basisadres: str, reden: str = "") -> Voorstel:
    """Agree: it is done in this transaction. Or refuse, with a `reden`; for who asked: take it back.

    The database tells who asked, and marks the messages to the others as settled. Not atomic by itself: the trace of a
    refusal (`in_woorden`) stays.
    Raises `BeheerGeweigerd`: expired, decided, asked by oneself, about oneself, or what is asked is no longer possible.
    """
    gevraagd = Voorstel.objects.select_related("gebruiker").filter(pk=voorstel).first()
    over = gevraagd.gebruiker_id if gevraagd else None
    with in_woorden(over=over), connection.cursor() as cursor:
        cursor.execute("SELECT app.eis_huidige(%s)", [door.pk])
        antwoord = versleutel(reden, doel=Doel.WEIGERING, bij=str(voorstel)) if reden else ""
        cursor.execute("SELECT app.beslis_voorstel(%s, %s, %s)", [voorstel, akkoord, antwoord])
    besloten = Voorstel.objects.select_related("gebruiker").filter(pk=voorstel).first()
    if besloten is None and gevraagd is not None:  # `door` gave up the role by which it is seen
        gevraagd.besluit = Voorstel.Besluit.AKKOORD
        return gevraagd
    if besloten is None:
        raise Voorstel.DoesNotExist
    if besloten.besluit == Voorstel.Besluit.AKKOORD and besloten.gebruiker:
        oud = gevraagd.gebruiker if gevraagd else None
        _meld(besloten, besloten.gebruiker, oud=oud or besloten.gebruiker, basisadres=basisadres)
    return besloten


def wacht_op(door: Gebruiker, *, nu: datetime) -> int:
    """How many questions of others wait for `door`; 0 for who cannot agree."""
    open_ = Voorstel.objects.filter(besluit="", verloopt_op__gt=nu).exclude(gevraagd_door=door)
    return open_.exclude(handeling=Handeling.ORGANISATIEACCOUNT, gebruiker=door).count()


def loopt_voor(gebruiker: Gebruiker, *, nu: datetime) -> list[Voorstel]:
    """What was asked about this account and nobody has decided, oldest first."""
    open_ = Voorstel.objects.filter(gebruiker=gebruiker, besluit="", verloopt_op__gt=nu)
    return list(open_.order_by("gevraagd_op"))


def gevraagd_door(gebruiker: Gebruiker) -> QuerySet[Voorstel]:
    """What `gebruiker` asked, newest first; nothing for who may not see proposals any more."""
    return Voorstel.objects.filter(gevraagd_door=gebruiker).select_related("gebruiker")


def reden_van_weigeren(voorstel: Voorstel) -> str:
    """Why it was refused; empty for anything else, and for what was refused before a reason was asked."""
    if not voorstel.antwoord:
        return ""
    return ontsleutel(voorstel.antwoord, doel=Doel.WEIGERING, bij=str(voorstel.pk))


def gevolg_van_losmaken(gebruiker: Gebruiker) -> str:
    """What unlinking means for whoever signs in by the organisation alone; empty for who has a password."""
    if gebruiker.has_usable_password():
        return ""
    return _(
        "Deze gebruiker heeft geen eigen wachtwoord. Na het losmaken lukt aanmelden pas weer met een nieuwe "
        "koppeling of een nieuwe uitnodiging."
    )


def _meld(voorstel: Voorstel, gebruiker: Gebruiker, *, oud: Gebruiker, basisadres: str) -> None:
    """The mail to the owner of the account that always went with the change; `oud`: the account as it was."""
    match voorstel.handeling:
        case Handeling.NIEUW_ACCOUNT:
            uitnodigen.stuur_wachtwoordmail(gebruiker, basisadres=basisadres)
        case Handeling.NIEUW_ADRES:
            uitnodigen.meld_nieuwe_gegevens(gebruiker, oud_adres=oud.email, oude_naam=oud.naam)
        case Handeling.TWEEDE_STAP:
            uitnodigen.meld_wijziging(gebruiker, wat="gewist")
        case Handeling.ORGANISATIEACCOUNT:
            uitnodigen.meld_wijziging(gebruiker, wat="organisatie_los_door_beheer")


def _json(gegevens: Mapping[str, Any]) -> str:
    return json.dumps(dict(gegevens), ensure_ascii=False, sort_keys=True)
