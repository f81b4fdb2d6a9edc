"""Search by number and by words of the onderwerp, which is encrypted: keyed tokens through the definer function."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models.expressions import RawSQL

from zaken.querysets import ZaakQuerySet
from zaken.services.databank import roep
from zaken.versleuteling.kluis import kluis
from zaken.versleuteling.sleutels import Doel
from zaken.zoektokens import tokens

if TYPE_CHECKING:
    from zaken.models import Zaak

HOOGSTENS = 1_000
"""Hits inside the function, newest first; the screen says so when the limit is reached."""

_Q = TypeVar("_Q", bound=ZaakQuerySet)


def zoektokens(tekst: str) -> list[int]:
    """Keyed tokens of the words in `tekst`; empty when it holds no word worth searching."""
    return tokens(tekst, kluis().afgeleide_sleutel(Doel.ZOEKEN))


def zet_zoektokens(zaak: Zaak, onderwerp: str) -> None:
    """Replace the tokens of one zaak that the current user sees."""
    roep("zet_zoektokens", zaak.pk, zoektokens(onderwerp))


def op_woorden(zaken: _Q, *, soort: str, tekst: str) -> _Q:
    """Narrow an opened queryset to zaken whose onderwerp has all words of `tekst`."""
    gezocht = zoektokens(tekst)
    if not gezocht:
        return zaken.none()
    return zaken.filter(
        pk__in=RawSQL("SELECT app.zoek_zaken(%s, %s::bigint[], %s)", [soort, gezocht, HOOGSTENS])
    )


def logtermen(tekst: str) -> list[str]:
    """The words of a search as keyed hashes, for the log: the same word is recognised, none can be read back."""
    return [
        f"{token & 0xFFFFFFFFFFFFFFFF:016x}"
        for token in tokens(tekst, kluis().afgeleide_sleutel(Doel.LOGTERMEN))
    ]
