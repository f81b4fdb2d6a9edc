"""What must be filled in before a step. Pure: looks at the misstand and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zaken.register.stappen import BEHANDELAAR, NAZORG, Gebrek, Stand, gebreken

from .status import Status

if TYPE_CHECKING:
    from .models import Misstand

TOELICHTING_VERPLICHT = frozenset({Status.GEHERKWALIFICEERD, Status.INGETROKKEN})
"""Steps that ask for a reason."""


def ontbreekt(misstand: Misstand, naar: str, stand: Stand) -> list[Gebrek]:
    """What must be filled in first; empty when the step may be taken."""
    toelichting = stand.toelichting.strip() or naar not in TOELICHTING_VERPLICHT
    lijst = gebreken((_("toelichting"), toelichting, ""))
    return lijst + (_vooraf(misstand, naar) or _daarna(misstand, naar, stand))


def _vooraf(misstand: Misstand, naar: str) -> list[Gebrek]:
    match naar:
        case Status.BEVESTIGD:
            bevestigd = misstand.bevestigd_op or (_is_anoniem(misstand) and misstand.geen_bevestiging_reden)
            return gebreken((_("ontvangstbevestiging"), bevestigd, "bevestigd_op"))
        case Status.BEOORDEELD:
            return _beoordeeld(misstand)
        case Status.IN_ONDERZOEK:
            vermoeden = _(
                "maatschappelijk belang of inbreuk op het Unierecht; anders kiest u Herkwalificeren"
            )
            return gebreken(
                (_("behandelaar"), misstand.behandelaar_id, BEHANDELAAR),
                (vermoeden, misstand.is_vermoeden, "maatschappelijk_belang_toets"),
            )
        case _:
            return []


def _daarna(misstand: Misstand, naar: str, stand: Stand) -> list[Gebrek]:
    match naar:
        case Status.STANDPUNT:
            return _standpunt(misstand)
        case Status.TERUGGEKOPPELD:
            return _teruggekoppeld(misstand)
        case Status.GEHERKWALIFICEERD:
            geen = _("in de beoordeling: geen maatschappelijk belang en geen inbreuk op het Unierecht")
            return gebreken((geen, not misstand.is_vermoeden, "maatschappelijk_belang_toets"))
        case Status.GESLOTEN:
            nazorg = stand.eigen.get("nazorg") or misstand.heeft_nazorg
            navraag = misstand.navraag_benadeling_op or _is_anoniem(misstand)
            return gebreken(
                (_("nazorg, of waarom er geen nazorg is"), nazorg, NAZORG),
                (_("navraag benadeling"), navraag, "navraag_benadeling_op"),
            )
        case _:
            return []


def _beoordeeld(misstand: Misstand) -> list[Gebrek]:
    """Wbk art. 1: who reports, and whether it is a misstand in the sense of the law; art. 2: who follows up."""
    belang = misstand.maatschappelijk_belang_toets
    return gebreken(
        (_("wat de melder is"), misstand.melder_status_id, "melder_status"),
        (_("ontvanger"), misstand.ontvanger_id, "ontvanger"),
        (_("opvolger"), misstand.opvolger_id, "opvolger"),
        (_("of het maatschappelijk belang in het geding is"), belang, "maatschappelijk_belang_toets"),
        (_("of er inbreuk op het Unierecht is"), misstand.inbreuk_unierecht, "inbreuk_unierecht"),
    )


def _standpunt(misstand: Misstand) -> list[Gebrek]:
    onderzocht = misstand.uitkomst in {misstand.Uitkomst.VASTGESTELD, misstand.Uitkomst.NIET_VASTGESTELD}
    return gebreken(
        (_("wanneer de bevindingen klaar waren"), misstand.bevindingen_op, "bevindingen_op"),
        (_("standpunt"), misstand.standpunt, "standpunt"),
        (_("uitkomst: misstand wel of niet vastgesteld"), onderzocht, "uitkomst"),
    )


def _teruggekoppeld(misstand: Misstand) -> list[Gebrek]:
    lijst = gebreken((_("bericht aan de melder"), misstand.heeft_terugkoppeling, "terugkoppeling_op"))
    if misstand.status in {Status.BEOORDEELD, Status.IN_ONDERZOEK}:
        doorgezonden = misstand.uitkomst == misstand.Uitkomst.DOORGEZONDEN
        lijst += gebreken(
            (_("uitkomst: doorgezonden aan een bevoegde autoriteit"), doorgezonden, "uitkomst"),
            (_("aan welke autoriteit"), misstand.doorgezonden_aan_id, "doorgezonden_aan"),
        )
    return lijst


def _is_anoniem(misstand: Misstand) -> bool:
    return misstand.anonimiteit == misstand.Anonimiteit.ANONIEM
