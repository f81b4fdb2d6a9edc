"""One function per change of a melding: checks right and law, locks the row, saves named fields, logs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from logboek import events as logboek
from zaken import termijnen
from zaken.instellingen.queries import normen_op
from zaken.models import Concept, Statuswijziging, Zaak
from zaken.overgangen import OngeldigeOvergang, OnvoldaanVoorwaarde, vereist_recht
from zaken.services.inhoud import Persoonsgegevens, noteer_statuswijziging, voeg_persoon_toe
from zaken.services.registratie import open_zaak
from zaken.services.termijnen import ververs
from zaken.toegang import Recht, eis
from zaken.zoeken import zet_zoektokens

from . import controles
from .models import Afdoening, Melding, Subcategorie
from .status import MET_TERMIJNEN, OVERGANGEN, Status
from .voorwaarden import Stand, ontbreekt

if TYPE_CHECKING:
    from codelijsten.models import Code
    from gebruikers.models import Gebruiker

MEERVOUDIG: dict[str, type[Subcategorie] | type[Afdoening]] = {
    "subcategorieen": Subcategorie,
    "afdoeningen": Afdoening,
}
"""Fields with several answers, kept in a table of their own."""


class VersieConflict(Exception):
    """Somebody else saved first. `huidig` is the melding as it stands now; nothing was changed."""

    def __init__(self, huidig: Melding) -> None:
        self.huidig = huidig
        super().__init__(str(huidig))


@transaction.atomic
def registreer(
    *,
    gegevens: dict[str, Any],
    personen: Iterable[Persoonsgegevens] = (),
    concept: Concept | None = None,
    door: Gebruiker,
) -> Melding:
    """Register a melding from clean form data; `gegevens` are fields of `Melding` by name.

    Needs `ontvangen_defensie`, `onderwerp` and `hoofdcategorie`. All or nothing; `concept` dies with it.
    Raises `ValidationError` as `wijzig` does, before anything is written.
    """
    _eis_kloppend(Melding(), gegevens, subcategorieen=gegevens.get("subcategorieen", ()))
    zaak = open_zaak(
        soort=Zaak.Soort.MELDING,
        ontvangen_defensie=gegevens["ontvangen_defensie"],
        onderwerp=gegevens["onderwerp"],
        concept=concept,
        door=door,
    )
    melding = Melding(zaak_ptr=zaak, hoofdcategorie=gegevens["hoofdcategorie"])
    melding.__dict__.update({k: v for k, v in zaak.__dict__.items() if k != "_state"})
    melding.status = Status.NIEUW
    melding.save_base(raw=True, force_insert=True)  # the child row only: the kernel row stands already
    melding._state.fields_cache["sleutel"] = zaak.sleutel
    _zet_velden(melding, gegevens)
    for persoon in personen:
        voeg_persoon_toe(zaak=melding, rol=persoon.rol, gegevens=persoon.velden, door=door)
    noteer_statuswijziging(zaak=melding, van="", naar=Status.NIEUW, toelichting="", door=door)
    _ververs_termijnen(melding)
    return melding


@transaction.atomic
def wijzig(*, melding_id: UUID, gegevens: dict[str, Any], basisversie: int, door: Gebruiker) -> Melding:
    """Change fields of a melding; raises `VersieConflict` when it is no longer at `basisversie`.

    Raises `ValidationError` with Dutch messages per field when dates or codes contradict each other, or when
    something is emptied that the status needs.
    """
    melding = haal_voor_wijziging(melding_id, door=door)
    eis(door, Recht.WIJZIGEN, melding)
    if melding.versie != basisversie:
        raise VersieConflict(melding)
    gekozen = gegevens.get("subcategorieen")
    if gekozen is None:
        gekozen = [rij.code for rij in Subcategorie.objects.van(melding).select_related("code")]
    _eis_kloppend(melding, gegevens, subcategorieen=gekozen)
    oud_onderwerp, oude_nazorg = melding.onderwerp, melding.nazorg_gedaan_op
    stand = _stand(melding, toelichting="", door=door)
    ontbrak = controles.blijvend_nodig(melding, stand)
    _zet_velden(melding, gegevens)
    if "afdoeningen" in gegevens:
        stand = replace(stand, aantal_afdoeningen=len(gegevens["afdoeningen"]))
    if verloren := [wat for wat in controles.blijvend_nodig(melding, stand) if wat not in ontbrak]:
        raise ValidationError(
            _("Bij deze status mag dit niet leeg zijn: %(wat)s.") % {"wat": ", ".join(verloren)}
        )
    if melding.onderwerp != oud_onderwerp:
        zet_zoektokens(melding, melding.onderwerp)
    _ververs_termijnen(melding, herroepen=_teruggenomen(oude_nazorg, melding.nazorg_gedaan_op))
    logboek.gewijzigd(zaak_id=melding.pk, door=door, velden=sorted(gegevens))
    return melding


@transaction.atomic
def wijzig_status(
    *,
    melding_id: UUID,
    naar: Status,
    toelichting: str,
    gegevens: dict[str, Any] | None = None,
    vanuit: str | None = None,
    door: Gebruiker,
) -> Melding:
    """Take one step of the transition table; `gegevens` are fields that the step itself asks for.

    `vanuit`: the status that the user saw; another one by now makes the step an `OngeldigeOvergang`.
    Raises `OngeldigeOvergang`, `PermissionDenied`, or `OnvoldaanVoorwaarde` naming what to fill in first.
    Samenvoegen asks for a melding that `door` sees and that counts itself; both rows stay locked.
    """
    ander = (gegevens or {}).get("samengevoegd_met")
    rijen = _vergrendel(melding_id, *([ander.pk] if ander else []), door=door)
    if (melding := rijen.get(melding_id)) is None:
        raise Melding.DoesNotExist
    van = melding.status
    eis(door, vereist_recht(OVERGANGEN, van=van, naar=naar), melding)
    if vanuit not in (None, van):
        raise OngeldigeOvergang(f"{vanuit} → {naar}")
    for veld, waarde in (gegevens or {}).items():
        setattr(melding, veld, waarde)
    if mist := ontbreekt(melding, naar, _stand(melding, toelichting=toelichting, door=door)):
        raise OnvoldaanVoorwaarde(mist)
    over = rijen.get(ander.pk) if ander else None
    if naar == Status.SAMENGEVOEGD and not controles.blijft_over(melding, over):
        raise OnvoldaanVoorwaarde([_("een andere lopende melding die u kunt zien")])
    melding.status = naar
    data = _data_bij(naar)
    for veld, waarde in data.items():
        setattr(melding, veld, waarde)
    melding.versie += 1
    melding.save(update_fields=["status", "versie", *data, *(gegevens or {})])
    noteer_statuswijziging(zaak=melding, van=van, naar=naar, toelichting=toelichting, door=door)
    _ververs_termijnen(melding)
    return melding


def haal_voor_wijziging(melding_id: UUID, *, door: Gebruiker) -> Melding:
    """The melding, locked, if `door` sees it; else `Melding.DoesNotExist`."""
    try:
        return _vergrendel(melding_id, door=door)[melding_id]
    except KeyError:
        raise Melding.DoesNotExist from None


def _vergrendel(*pks: UUID, door: Gebruiker) -> dict[UUID, Melding]:
    """Those of these meldingen that `door` sees, locked in the order of their keys: no two wait for each other."""
    meldingen = (
        Melding.objects.zichtbaar_voor(door)
        .select_related("sleutel", "coid_advies", "besluit_bg")
        .select_for_update(of=("self", "zaak_ptr"))
        .filter(pk__in=pks)
        .order_by("pk")
    )
    return {melding.pk: melding for melding in meldingen}


def _eis_kloppend(melding: Melding, gegevens: dict[str, Any], *, subcategorieen: Collection[Code]) -> None:
    if fouten := controles.fouten(melding, gegevens, subcategorieen=subcategorieen):
        raise ValidationError({veld: [fout] for veld, fout in fouten.items()})


def _zet_velden(melding: Melding, gegevens: dict[str, Any]) -> None:
    enkelvoudig = {veld: waarde for veld, waarde in gegevens.items() if veld not in MEERVOUDIG}
    for veld, waarde in enkelvoudig.items():
        setattr(melding, veld, waarde)
    melding.versie += 1
    melding.save(update_fields=[*enkelvoudig, "versie"])
    for veld, koppeling in MEERVOUDIG.items():
        if veld in gegevens:
            _zet_meervoudig(melding, koppeling, gegevens[veld])


def _zet_meervoudig(
    melding: Melding, koppeling: type[Subcategorie] | type[Afdoening], codes: Iterable[Code]
) -> None:
    koppeling.objects.van(melding).delete()
    for code in codes:
        koppeling(zaak_id=melding.pk, code=code).save(force_insert=True)


def _stand(melding: Melding, *, toelichting: str, door: Gebruiker) -> Stand:
    heropening = Statuswijziging.objects.van(melding).filter(naar=Status.HEROPEND).order_by("-op").first()
    return Stand(
        toelichting=toelichting,
        aantal_afdoeningen=Afdoening.objects.van(melding).count(),
        heropend_door=heropening.door_id if heropening else None,
        door=door.pk,
        vandaag=localdate(),
    )


def _data_bij(naar: Status) -> dict[str, date | None]:
    """Dates that a step sets: the day it was dealt with, the day it was closed; reopening takes both back."""
    match naar:
        case Status.AFGEHANDELD:
            return {"datum_afgehandeld": localdate()}
        case Status.GESLOTEN:
            return {"datum_gesloten": localdate()}
        case Status.HEROPEND:
            return {"datum_afgehandeld": None, "datum_gesloten": None}
        case _:
            return {}


def _teruggenomen(oud: date | None, nieuw: date | None) -> date | None:
    """The day of nazorg that was a mistake: it went away or back. A later day is the next time it was done."""
    return oud if oud and (nieuw is None or nieuw < oud) else None


def _ververs_termijnen(melding: Melding, *, herroepen: date | None = None) -> None:
    berekeningen = termijnen.melding.termijnen(
        ontvangen_defensie=melding.ontvangen_defensie,
        bevestigd_op=melding.bevestigd_op,
        teruggekoppeld_op=melding.teruggekoppeld_op,
        afgehandeld_op=melding.datum_afgehandeld,
        nazorg_gedaan_op=melding.nazorg_gedaan_op,
        normen=normen_op(melding.ontvangen_defensie),
    )
    ververs(
        zaak=melding,
        berekeningen=berekeningen,
        is_klaar=melding.status not in MET_TERMIJNEN,
        vervalt={termijnen.Termijncode.NAZORG.value} if melding.geen_nazorg_reden else (),
        herroepen=herroepen,
    )
    melding.save(update_fields=["eerste_termijn"])
