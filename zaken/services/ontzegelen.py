"""Taking a seal off: its behandelaar asks and says why, somebody else who sees the zaak agrees. Nothing comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Case, Value, When

from berichten.services import bericht, meld_meteen
from berichten.soorten import Soort
from zaken.models import Ontzegeling, Zaak
from zaken.toegang import Recht, eis

from .databank import cijfer, rijen, roep
from .inhoud import vergrendeld
from .toegang import toegangslijst

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker


def laatste_vraag(zaak: Zaak) -> Ontzegeling | None:
    """The question that waits for a second person; when there is none, the one that was decided last."""
    vragen = Ontzegeling.objects.van(zaak).select_related("gevraagd_door", "besloten_door")
    wacht = Case(When(besluit="", then=Value(0)), default=Value(1))
    vraag: Ontzegeling | None = vragen.order_by(wacht, "-gevraagd_op").first()
    if vraag is not None:
        vraag.zaak = zaak
    return vraag


def open_vraag(zaak: Zaak) -> Ontzegeling | None:
    """The question that waits for a second person."""
    vraag = laatste_vraag(zaak)
    return vraag if vraag is not None and not vraag.besluit else None


def gaat_mee(zaak: Zaak, *, vrager_id: int) -> list[str]:
    """Numbers of what was merged with it and is unsealed too, when `vrager_id` asked and the current user agrees."""
    return [nummer for (nummer,) in rijen("SELECT app.gaat_mee_open(%s, %s)", zaak.pk, vrager_id)]


@transaction.atomic
def vraag_ontzegeling(*, zaak: Zaak, reden: str, door: Gebruiker) -> UUID:
    """Ask, and tell everybody else who has access.

    Raises `PermissionDenied`, or `NietMogelijk` when it was asked already.
    """
    vers = vergrendeld(zaak, door=door)
    eis(door, Recht.ONTZEGELEN, vers)
    nieuw = Ontzegeling(id=uuid4(), zaak=zaak)
    roep("vraag_ontzegeling", nieuw.pk, zaak.pk, cijfer(nieuw, "reden", reden))
    for lezer in toegangslijst(zaak).lezers:
        if lezer.gebruiker_id != door.pk:
            bericht(aan=lezer.gebruiker_id, soort=Soort.ONTZEGELING_GEVRAAGD, zaak_id=zaak.pk)
    return nieuw.pk


@transaction.atomic
def beslis(*, zaak: Zaak, vraag: UUID, akkoord: bool, door: Gebruiker, reden: str = "") -> None:
    """Agree, or refuse with a `reden`; for who asked: take it back. The team and the grants of before do not come back.

    The database tells who asked, and marks the messages to the others as settled.

    Raises `PermissionDenied` for who asked and agrees, `NietMogelijk` for what was decided already.
    """
    eis(door, Recht.NOTEREN, vergrendeld(zaak, door=door))
    antwoord = cijfer(Ontzegeling(id=vraag, zaak=zaak), "antwoord", reden) if reden else None
    roep("beslis_ontzegeling", zaak.pk, vraag, akkoord, antwoord)
    meld_meteen()
