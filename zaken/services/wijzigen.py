"""Changing what stands in a zaak, whatever its register: lock, right, version, law, named save, terms, log."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from logboek import events as logboek
from zaken import zoeken
from zaken.models import Meerkeuze, Persoon, Statuswijziging, Zaak
from zaken.register.controles import GEDAAN, toekomstfouten, volgordefouten
from zaken.register.stappen import Stand
from zaken.toegang import Recht, eis
from zaken.zoeken import teksten as zoekteksten

from .databank import op_volgorde
from .nasluiting import eis_reden
from .termijnen import ververs

if TYPE_CHECKING:
    from codelijsten.models import Code
    from gebruikers.models import Gebruiker
    from zaken.register import Register


class VersieConflict(Exception):
    """Somebody else saved first. `huidig` is the zaak as it stands now; nothing was changed."""

    def __init__(self, huidig: Zaak) -> None:
        self.huidig = huidig
        super().__init__(str(huidig))


@transaction.atomic
def wijzig(
    *,
    register: Register,
    zaak_id: UUID,
    gegevens: Mapping[str, Any],
    basisversie: int,
    vandaag: date,
    door: Gebruiker,
    reden: str = "",
) -> Zaak:
    """Change fields of a zaak; raises `VersieConflict` when it is no longer at `basisversie`.

    `reden`: why, asked when the zaak is closed.

    Raises `ValidationError` with Dutch messages per field when dates or codes contradict each other, or when
    something is emptied that the status needs.
    """
    zaak = haal_voor_wijziging(register, zaak_id, door=door)
    eis(door, Recht.WIJZIGEN, zaak)
    if zaak.versie != basisversie:
        raise VersieConflict(zaak)
    gekozen = gekozen_codes(register, zaak)
    wordt = {veld: gegevens.get(veld, codes) for veld, codes in gekozen.items()}
    eis_kloppend(register, zaak, gegevens, wordt, vandaag=vandaag)
    _eis_naamloos(register, zaak, gegevens)
    eis_reden(zaak, reden=reden, door=door)
    stand = stand_van(register, zaak, gekozen=gekozen, toelichting="", vandaag=vandaag, door=door)
    ontbrak = _blijvend_nodig(register, zaak, stand)
    zet_velden(register, zaak, gegevens)
    stand = replace(stand, aantallen=_aantallen(wordt))
    if verloren := [wat for wat in _blijvend_nodig(register, zaak, stand) if wat not in ontbrak]:
        raise ValidationError(
            _("Bij deze status mag dit niet leeg zijn: %(wat)s.") % {"wat": ", ".join(verloren)}
        )
    ververs_termijnen(register, zaak)
    logboek.gewijzigd(zaak_id=zaak.pk, door=door, velden=sorted(gegevens))
    return zaak


def haal_voor_wijziging(register: Register, zaak_id: UUID, *, door: Gebruiker) -> Zaak:
    """The zaak as its register's model, locked, if `door` sees it; else `DoesNotExist` of that model."""
    try:
        return vergrendel(register, zaak_id, door=door)[zaak_id]
    except KeyError:
        raise register.model.DoesNotExist from None


def vergrendel(register: Register, *pks: UUID, door: Gebruiker) -> dict[UUID, Zaak]:
    """Those of these zaken that `door` sees, locked in the order of their keys: no two wait for each other."""
    zaken = (
        register.model.objects.zichtbaar_voor(door)
        .select_related("sleutel", *_codevelden(register))
        .select_for_update(of=("self", "zaak_ptr"))
        .filter(pk__in=pks)
        .order_by("pk")
    )
    return {zaak.pk: zaak for zaak in zaken}


def gekozen_codes(register: Register, zaak: Zaak) -> dict[str, Collection[Code]]:
    """Per field with several answers: the codes that the zaak has."""
    return {
        veld: [rij.code for rij in model.objects.van(zaak).select_related("code")]
        for veld, model in register.regels.meervoudig.items()
    }


def eis_kloppend(
    register: Register,
    zaak: Zaak,
    gegevens: Mapping[str, Any],
    gekozen: Mapping[str, Collection[Code]],
    *,
    vandaag: date,
) -> None:
    """Raise `ValidationError` per field when `gegevens`, laid over `zaak`, contradict each other or the calendar."""
    te_laat = toekomstfouten(gegevens, (*GEDAAN, *register.regels.gedaan), vandaag=vandaag)
    volgorde = volgordefouten(zaak, gegevens, register.regels.volgorde)
    if fouten := register.regels.fouten(zaak, gegevens, gekozen) | volgorde | te_laat:
        raise ValidationError({veld: [fout] for veld, fout in fouten.items()})


def _eis_naamloos(register: Register, zaak: Zaak, gegevens: Mapping[str, Any]) -> None:
    """Who handed it in can become anonymous only when no name of theirs stands in the zaak."""
    if register.indiener is None or gegevens.get("anonimiteit") != Zaak.Anonimiteit.ANONIEM:
        return
    if Persoon.objects.van(zaak).filter(rol=register.indiener, naam__isnull=False).exists():
        tekst = _("Er staat een naam bij de %(indiener)s. Haal die eerst weg.")
        raise ValidationError({"anonimiteit": [tekst % {"indiener": str(register.indiener.label).lower()}]})


def zet_velden(register: Register, zaak: Zaak, gegevens: Mapping[str, Any]) -> None:
    """Write fields of a locked zaak by name, those with several answers in their own tables; one version up."""
    meervoudig = register.regels.meervoudig
    enkelvoudig = [veld for veld in gegevens if veld not in meervoudig]
    for veld in enkelvoudig:
        setattr(zaak, veld, gegevens[veld])
    zaak.versie += 1
    with op_volgorde():
        zaak.save(update_fields=[*enkelvoudig, "versie"])
    if zoekteksten.noemt(register.model, enkelvoudig):
        zoeken.werk_bij(zaak)
    for veld, model in meervoudig.items():
        if veld in gegevens:
            _zet_meervoudig(zaak, model, gegevens[veld])


def stand_van(
    register: Register,
    zaak: Zaak,
    *,
    gekozen: Mapping[str, Collection[Code]],
    toelichting: str,
    vandaag: date,
    door: Gebruiker,
) -> Stand:
    """What the guards of a step look at, for this zaak and who takes it."""
    stappen = Statuswijziging.objects.van(zaak).order_by("op").values_list("naar", "door_id")
    return Stand(
        toelichting=toelichting,
        aantallen=_aantallen(gekozen),
        laatst_door=dict(stappen),
        door=door.pk,
        vandaag=vandaag,
        eigen=register.stappen.verzamel(zaak),
    )


def ververs_termijnen(register: Register, zaak: Zaak) -> None:
    """Make the stored terms equal to what the register's rules say, and save the first one on the zaak."""
    stand = register.regels.termijnen(zaak)
    ververs(
        zaak=zaak,
        berekeningen=stand.berekeningen,
        is_klaar=stand.is_klaar,
        vervalt=stand.vervalt,
    )
    zaak.save(update_fields=["eerste_termijn"])


def _zet_meervoudig(zaak: Zaak, model: type[Meerkeuze], codes: Collection[Code]) -> None:
    """Only what differs is written: the history keeps every row that comes or goes."""
    model.objects.van(zaak).exclude(code__in=codes).delete()
    al = set(model.objects.van(zaak).values_list("code_id", flat=True))
    for code in codes:
        if code.pk in al:
            continue
        rij = model(code=code)
        rij.zaak_id = zaak.pk  # type: ignore[attr-defined]  # each child has its own `zaak`
        rij.save(force_insert=True)


def _aantallen(gekozen: Mapping[str, Collection[Code]]) -> dict[str, int]:
    return {veld: len(codes) for veld, codes in gekozen.items()}


def _blijvend_nodig(register: Register, zaak: Zaak, stand: Stand) -> list[str]:
    return register.stappen.blijvend_nodig(zaak, register.status_van(zaak), stand)


def _codevelden(register: Register) -> list[str]:
    """The register's own choices, at hand for its rules."""
    from codelijsten.models import Code

    return [
        veld.name
        for veld in register.model._meta.local_fields
        if isinstance(veld, ForeignKey) and veld.related_model is Code
    ]
