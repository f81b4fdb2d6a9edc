"""What must be filled in before a step (domain §3, guards). Pure: looks at the misstand and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zaken.register.stappen import Stand

from .status import Status

if TYPE_CHECKING:
    from .models import Misstand

TOELICHTING_VERPLICHT = frozenset({Status.GEHERKWALIFICEERD, Status.INGETROKKEN})
"""Steps that ask for a reason."""


def ontbreekt(misstand: Misstand, naar: str, stand: Stand) -> list[str]:
    """What must be filled in first, in Dutch; empty when the step may be taken."""
    lijst = [_("toelichting")] if naar in TOELICHTING_VERPLICHT and not stand.toelichting.strip() else []
    return lijst + (_vooraf(misstand, naar) or _daarna(misstand, naar))


def _vooraf(misstand: Misstand, naar: str) -> list[str]:
    match naar:
        case Status.BEVESTIGD:
            bevestigd = misstand.bevestigd_op or (_is_anoniem(misstand) and misstand.geen_bevestiging_reden)
            return _leeg({_("ontvangstbevestiging"): bevestigd})
        case Status.BEOORDEELD:
            return _beoordeeld(misstand)
        case Status.IN_ONDERZOEK:
            vermoeden = _(
                "maatschappelijk belang of inbreuk op het Unierecht; anders kiest u Herkwalificeren"
            )
            return _leeg({_("behandelaar"): misstand.behandelaar_id, vermoeden: misstand.is_vermoeden})
        case _:
            return []


def _daarna(misstand: Misstand, naar: str) -> list[str]:
    match naar:
        case Status.STANDPUNT:
            return _standpunt(misstand)
        case Status.TERUGGEKOPPELD:
            return _teruggekoppeld(misstand)
        case Status.GEHERKWALIFICEERD:
            geen = _("in de beoordeling: geen maatschappelijk belang en geen inbreuk op het Unierecht")
            return _leeg({geen: not misstand.is_vermoeden})
        case Status.GESLOTEN:
            return _leeg(
                {
                    _("nazorg, of waarom er geen nazorg is"): misstand.heeft_nazorg,
                    _("navraag benadeling"): misstand.navraag_benadeling_op or _is_anoniem(misstand),
                }
            )
        case _:
            return []


def _beoordeeld(misstand: Misstand) -> list[str]:
    """Wbk art. 1: who reports, and whether it is a misstand in the sense of the law; art. 2: who follows up."""
    return _leeg(
        {
            _("wat de melder is"): misstand.melder_status_id,
            _("ontvanger"): misstand.ontvanger_id,
            _("opvolger"): misstand.opvolger_id,
            _("of het maatschappelijk belang in het geding is"): misstand.maatschappelijk_belang_toets,
            _("of er inbreuk op het Unierecht is"): misstand.inbreuk_unierecht,
        }
    )


def _standpunt(misstand: Misstand) -> list[str]:
    onderzocht = {misstand.Uitkomst.VASTGESTELD, misstand.Uitkomst.NIET_VASTGESTELD}
    return _leeg(
        {
            _("wanneer de bevindingen klaar waren"): misstand.bevindingen_op,
            _("standpunt"): misstand.standpunt,
            _("uitkomst: misstand wel of niet vastgesteld"): misstand.uitkomst in onderzocht,
        }
    )


def _teruggekoppeld(misstand: Misstand) -> list[str]:
    lijst = _leeg({_("bericht aan de melder"): misstand.heeft_terugkoppeling})
    if misstand.status in {Status.BEOORDEELD, Status.IN_ONDERZOEK}:
        doorgezonden = misstand.uitkomst == misstand.Uitkomst.DOORGEZONDEN
        lijst += _leeg(
            {
                _("uitkomst: doorgezonden aan een bevoegde autoriteit"): doorgezonden,
                _("aan welke autoriteit"): misstand.doorgezonden_aan_id,
            }
        )
    return lijst


def _is_anoniem(misstand: Misstand) -> bool:
    return misstand.anonimiteit == misstand.Anonimiteit.ANONIEM


def _leeg(velden: dict[str, object]) -> list[str]:
    return [naam for naam, waarde in velden.items() if not waarde]
