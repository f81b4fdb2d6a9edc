"""What must be filled in before a step. Pure: looks at the onderzoek and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zaken.register.stappen import BEHANDELAAR, Gebrek, Stand, gebreken

from .status import Status

if TYPE_CHECKING:
    from .models import Onderzoek

TOELICHTING_VERPLICHT = frozenset({Status.NIET_INSTELLEN, Status.OPGESCHORT, Status.GESTAAKT})
"""Steps that ask for a reason."""


def ontbreekt(onderzoek: Onderzoek, naar: str, stand: Stand) -> list[Gebrek]:
    """What must be filled in first; empty when the step may be taken."""
    toelichting = stand.toelichting.strip() or naar not in TOELICHTING_VERPLICHT
    lijst = gebreken((_("toelichting"), toelichting, ""))
    return lijst + gebreken(*_nodig(onderzoek, naar, stand))


def _nodig(onderzoek: Onderzoek, naar: str, stand: Stand) -> list[tuple[str, object, str]]:
    match naar:
        case Status.ADVIES_COID:
            plek = "coid_advies_op" if onderzoek.coid_advies_id else "coid_advies"
            advies = onderzoek.coid_advies_id and onderzoek.coid_advies_op
            return [(_("advies van COID met datum"), advies, plek)]
        case Status.NIET_INSTELLEN:
            return [(_("besluit van het bevoegd gezag op"), onderzoek.besluit_bg_op, "besluit_bg_op")]
        case Status.INGESTELD:
            is_besloten = (
                onderzoek.status != Status.BESLUIT_BG
            )  # the step was taken; its reason stands with it
            reden = stand.toelichting.strip() or is_besloten or not wijkt_af(onderzoek)
            return [
                *_ingesteld(onderzoek),
                (_("in de toelichting: waarom het besluit afwijkt van het advies"), reden, ""),
            ]
        case Status.LOPEND:
            return _lopend(onderzoek, stand)
        case Status.WEDERHOOR:
            return [(_("wederhoor op"), onderzoek.wederhoor_op, "wederhoor_op")]
        case Status.RAPPORT_VASTGESTELD:
            return [
                (_("wederhoor op"), onderzoek.wederhoor_op, "wederhoor_op"),
                (_("rapport vastgesteld op"), onderzoek.rapport_op, "rapport_op"),
                (_("ten minste een conclusie"), stand.eigen["conclusies"], "conclusie"),
            ]
        case Status.BESLUIT_GENOMEN:
            return [(_("besluit na het rapport op"), onderzoek.besluit_op, "besluit_op")]
        case _:
            return []


def wijkt_af(onderzoek: Onderzoek) -> bool:
    """Whether COID advised something else than this onderzoek; by the KMar is what *overdracht* advises."""
    if onderzoek.coid_advies is None:
        return False
    door_kmar = onderzoek.uitvoerder == onderzoek.Uitvoerder.KMAR
    return onderzoek.coid_advies.code not in {"onderzoek", "overdracht_kmar" if door_kmar else "onderzoek"}


def _ingesteld(onderzoek: Onderzoek) -> list[tuple[str, object, str]]:
    return [
        (_("besluit van het bevoegd gezag op"), onderzoek.besluit_bg_op, "besluit_bg_op"),
        (_("soort onderzoek"), onderzoek.onderzoeksoort_id, "onderzoeksoort"),
        (_("uitvoerder"), onderzoek.uitvoerder, "uitvoerder"),
        (_("instellingsbeschikking"), onderzoek.instellingsbeschikking, "instellingsbeschikking"),
        (_("opdracht"), onderzoek.opdracht, "opdracht"),
        (_("ingesteld op"), onderzoek.ingesteld_op, "ingesteld_op"),
    ]


def _lopend(onderzoek: Onderzoek, stand: Stand) -> list[tuple[str, object, str]]:
    """Who investigates is known and independent; the KMar answers for its own people."""
    nodig: list[tuple[str, object, str]] = [(_("behandelaar"), onderzoek.behandelaar_id, BEHANDELAAR)]
    if onderzoek.uitvoerder == onderzoek.Uitvoerder.KMAR:
        return nodig
    verklaard = not stand.eigen["zonder_verklaring"]
    return [
        *nodig,
        (_("ten minste een onderzoeker"), stand.eigen["onderzoekers"], "onderzoeker"),
        (_("verklaring van onafhankelijkheid van elke onderzoeker"), verklaard, "onderzoeker"),
    ]
