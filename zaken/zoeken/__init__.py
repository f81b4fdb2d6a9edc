"""Search in encrypted texts: keyed tokens through the definer function, phrases and fragments after decryption.

What is found, what an index gives away and what it costs: docs/zoeken.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from zaken.services.databank import roep
from zaken.versleuteling.kluis import kluis
from zaken.versleuteling.sleutels import Doel

from . import teksten as zoekteksten
from .vraag import Deel, Zoekvraag, frasen_buiten
from .woordtokens import tokens, tokens_van

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from zaken.models import Zaak

FRASE_HOOGSTENS = 1_000
"""Zaken with all words of a phrase that are decrypted for one page; past it the page says so."""
_BLOK = 200
"""Zaken that are asked for and read at first: for phrases of frequent words almost a page."""
_KLEINSTE_BLOK = 40


@dataclass(frozen=True)
class Plek:
    """Where a page begins: the date that sorts and the id of the zaak just before it."""

    dag: date
    id: UUID


@dataclass
class Zoekopdracht:
    """A search within the filters of a list. `filters` are the conditions that `app.zoek_zaken` knows.

    Conditions, all of them optional: `geannuleerd` (also annulled zaken), `van` and `tot` (received), `onderdeel`,
    `behandelaar` (None: nobody), `teams`, `termijn_van` and `termijn_tot` (inclusive); `zaak` and `deel`, columns of
    the zaak and of the register's own `tabel` with the values that will do.
    """

    soort: str
    vraag: Zoekvraag
    filters: dict[str, Any]
    door: Gebruiker
    binnen: list[UUID] | None = None
    """Only these zaken, when somebody was looked up too: few enough that the filters are the list's own."""
    afgekapt: bool = field(default=False, init=False)
    """More than `FRASE_HOOGSTENS` zaken have the words of the phrase, and the page was not full by then."""

    def eerste(self, *, veld: str, omlaag: bool, na: Plek | None, aantal: int) -> list[UUID]:
        """The first `aantal` hits after `na`, in the order of `veld` (a date of the zaak) and then of the id."""
        if self.binnen is not None:
            return self._vind_binnen(self.binnen)
        if not self.vraag.frasen:
            return self._zoek(veld, na, omlaag=omlaag, aantal=aantal)
        gevonden: list[UUID] = []
        gelezen, blok = 0, _BLOK
        while len(gevonden) < aantal and gelezen < FRASE_HOOGSTENS:
            pks = self._zoek(veld, na, omlaag=omlaag, aantal=blok)
            zaken = self._lees(pks)
            gevonden += self._met_frase(zaken)
            gelezen += len(pks)
            if len(pks) < blok or not zaken:
                return gevonden[:aantal]
            # As many as the page still takes, and as many again for bad luck
            verwacht = 2 * (aantal - len(gevonden)) * gelezen // max(len(gevonden), 1)
            blok = min(max(verwacht, _KLEINSTE_BLOK), _BLOK, FRASE_HOOGSTENS - gelezen)
            na = Plek(getattr(zaken[-1], veld), zaken[-1].pk)
        self.afgekapt = len(gevonden) < aantal
        return gevonden[:aantal]

    def _met_frase(self, zaken: list[Zaak]) -> list[UUID]:
        """Those that hold the phrases; what hangs under a zaak is read only where its own texts do not."""
        over = {zaak.pk: frasen_buiten(zoekteksten.eigen(zaak), self.vraag.frasen) for zaak in zaken}
        delen = zoekteksten.van_delen([zaak for zaak in zaken if over[zaak.pk]])
        return [zaak.pk for zaak in zaken if not frasen_buiten(delen.get(zaak.pk, ()), over[zaak.pk])]

    def _vind_binnen(self, pks: list[UUID]) -> list[UUID]:
        """By the index, as everywhere; only what holds all words of a phrase is read."""
        if not (gezocht := tokens_van(self.vraag.stammen, _sleutel())):
            return []
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.zoek_binnen(%s::uuid[], %s::bigint[])", [pks, gezocht])
            gevonden = [rij[0] for rij in cursor.fetchall()]
        return self._met_frase(self._lees(gevonden)) if self.vraag.frasen else gevonden

    def _lees(self, pks: list[UUID]) -> list[Zaak]:
        """The zaken in the order of `pks`, with what decrypts them."""
        from zaken.register import register_van

        model = register_van(self.soort).model
        nodig = (*zoekteksten.velden(model), "soort", "sleutel", "ontvangen_defensie", "eerste_termijn")
        zichtbaar = model.objects.zichtbaar_voor(self.door)
        rijen = zichtbaar.select_related("sleutel").only(*nodig).in_bulk(pks)
        return [rijen[pk] for pk in pks if pk in rijen]

    def _zoek(self, veld: str, na: Plek | None, *, omlaag: bool, aantal: int) -> list[UUID]:
        gezocht = tokens_van(self.vraag.stammen, _sleutel())
        if not gezocht:
            return []
        filters = json.dumps(self.filters, default=str)
        dag, pk = (na.dag, na.id) if na else (None, None)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT app.zoek_zaken(%s, %s::bigint[], %s::jsonb, %s, %s, %s, %s, %s)",
                [self.soort, gezocht, filters, veld, omlaag, dag, pk, aantal],
            )
            return [rij[0] for rij in cursor.fetchall()]


def tokens_van_teksten(teksten: Iterable[str]) -> list[int]:
    """Keyed tokens of the words in these texts, ascending; empty when none holds a word worth searching."""
    sleutel = _sleutel()
    return sorted({token for tekst in teksten for token in tokens(tekst, sleutel)})


def zet(zaak: Zaak, teksten: Iterable[str]) -> None:
    """Index one zaak that the current user sees by these texts and no others."""
    roep("zet_zoektokens", zaak.pk, tokens_van_teksten(teksten))


def werk_bij(zaak: Zaak) -> None:
    """Index all texts of one zaak as they stand now; after a text was changed."""
    zet(zaak, zoekteksten.alle(zaak))


def voeg_toe(zaak: Zaak, *teksten: str) -> None:
    """Index texts that came beside the others, such as a note; cheaper than `werk_bij`."""
    if nieuw := tokens_van_teksten(teksten):
        roep("voeg_zoektokens_toe", zaak.pk, nieuw)


def fragmenten(vraag: Zoekvraag, zaken: Sequence[Zaak]) -> dict[UUID, list[Deel]]:
    """For each zaak of a page the surroundings of a hit outside the onderwerp, which the list shows already."""
    gevonden = {
        zaak.pk: deel
        for zaak in zaken
        if (deel := vraag.fragment(tekst for tekst in zoekteksten.eigen(zaak) if tekst != zaak.onderwerp))
    }
    if rest := [zaak for zaak in zaken if zaak.pk not in gevonden]:
        teksten = zoekteksten.van_delen(rest)
        gevonden |= {zaak.pk: deel for zaak in rest if (deel := vraag.fragment(teksten[zaak.pk]))}
    return gevonden


def logtermen(tekst: str) -> list[str]:
    """The words of a search as keyed hashes, for the log: the same word is recognised, none can be read back."""
    return [
        f"{token & 0xFFFFFFFFFFFFFFFF:016x}"
        for token in tokens(tekst, kluis().afgeleide_sleutel(Doel.LOGTERMEN))
    ]


def _sleutel() -> bytes:
    return kluis().afgeleide_sleutel(Doel.ZOEKEN)
