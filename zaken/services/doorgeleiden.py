"""To another register and back: a new zaak there, linked to the old one, of which one counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from berichten.services import bericht
from berichten.soorten import Soort
from logboek import events as logboek
from zaken.herkennen import Genoemde, Herkend, herken
from zaken.models import Datasleutel, Persoon, Toekenning, Zaak, Zaakkoppeling
from zaken.overgangen import OngeldigeOvergang, OnvoldaanVoorwaarde, vereist_recht
from zaken.register import register_van
from zaken.register.doorgeleiding import (
    CODEVELDEN,
    VOORVAL,
    Overdracht,
    anonimiteit_in,
    nieuwe_rol,
    overdrachtfouten,
)
from zaken.toegang import eis

from .databank import NietMogelijk, cijfer, op_volgorde, roep
from .inhoud import noteer_statuswijziging, voeg_persoon_toe
from .kwalificatie import Kwalificatiegegevens, kwalificeer
from .registratie import intaketeam, voeg_kind_toe
from .status import zet_op
from .toegang import toegangslijst, zet_uitsluiting
from .vasteredenen import ALS_BEHANDELAAR, GEREGISTREERD
from .wijzigen import (
    eis_kloppend,
    gekozen_codes,
    haal_voor_wijziging,
    stand_van,
    ververs_termijnen,
    zet_velden,
)

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from zaken.register import Register

_VAN_PERSOON = (
    "naam", "contact", "veilig_bereikbaar", "begeleider",
    "personeelscategorie", "ranggroep", "relatie", "defensieonderdeel",
)  # fmt: skip
"""What goes along of somebody. Not what was found out there, nor what they were told."""


@transaction.atomic
def geleid_door(
    *,
    register: Register,
    zaak_id: UUID,
    overdracht: Overdracht,
    vandaag: date,
    door: Gebruiker,
    vanuit: str | None = None,
) -> Zaak:
    """Make a zaak in another register from this one; gives the new one, which `door` may not see afterwards.

    The first receipt goes along, for the terms and the year. So do exclusions, and who of the accounts that match
    somebody in the zaak is excluded now. Of texts and persons only what `overdracht` names, encrypted anew. The desk of
    the other register owns the new zaak; a sealed one goes to a behandelaar outside COID. `door` keeps access only when
    their role registers there. Notes, documents and grants stay behind. Raises `OngeldigeOvergang`, `PermissionDenied`,
    `OnvoldaanVoorwaarde`, `ValidationError` per field, or `NietMogelijk` (sealed without a behandelaar, no desk).
    """
    zaak = haal_voor_wijziging(register, zaak_id, door=door)
    opgave = register.doorgeleiding
    if opgave is None:
        raise OngeldigeOvergang(register.soort)
    van = register.status_van(zaak)
    eis(door, vereist_recht(register.overgangen, van=van, naar=opgave.status), zaak)
    if vanuit not in (None, van):
        raise OngeldigeOvergang(f"{vanuit} → {opgave.status}")
    zet_op(zaak, opgave.heen(zaak, overdracht.naar))
    _eis_voorwaarden(register, zaak, overdracht.reden, vandaag=vandaag, door=door)
    personen = _personen(zaak, overdracht)
    if fouten := overdrachtfouten(register, zaak, overdracht, personen):
        raise ValidationError({veld: [fout] for veld, fout in fouten.items()})
    if any(persoon.rol == register.indiener for persoon in personen):
        opgave.identiteit(zaak, overdracht.naar, vandaag, door)
        zaak = haal_voor_wijziging(register, zaak_id, door=door)
        zet_op(zaak, opgave.heen(zaak, overdracht.naar))
    _sluit_herkenden_uit(zaak, overdracht, door=door)
    nieuw = _open(register, zaak, overdracht, vandaag=vandaag, door=door)
    naar = register_van(overdracht.naar)
    for persoon in personen:
        if rol := nieuwe_rol(register, naar, persoon.rol):
            gegevens = {veld: getattr(persoon, veld) for veld in _VAN_PERSOON}
            voeg_persoon_toe(zaak=nieuw, rol=rol, gegevens=gegevens, door=door)
    kwalificeer(zaak=nieuw, gegevens=Kwalificatiegegevens(reden=overdracht.reden), door=door)
    noteer_statuswijziging(zaak=nieuw, van="", naar=naar.beginstatus, toelichting="", door=door)
    ververs_termijnen(naar, nieuw)
    velden = {**opgave.heen(zaak, overdracht.naar), **register.stappen.data(opgave.status, vandaag)}
    _zet_status(register, zaak, opgave.status, velden, toelichting=overdracht.reden, door=door)
    if overdracht.behandelaar is not None:
        _geef_verzegeld(nieuw, overdracht.behandelaar, door=door)
    roep("sluit_doorgeleiding", nieuw.pk)
    return nieuw


def herkenden(zaak: Zaak, *, lezer: Gebruiker) -> list[Herkend]:
    """Accounts that match somebody in the zaak and may see it still; looking is logged."""
    genoemden = [
        Genoemde(str(persoon), persoon.naam, persoon.contact, persoon.begeleider)
        for persoon in Persoon.objects.van(zaak).select_related("zaak__sleutel")
    ]
    if not any(een.kenmerken for een in genoemden):
        return []
    lijst = toegangslijst(zaak)
    gevonden = [een for een in herken(genoemden) if not lijst.uitgeslotene(een.gebruiker_id)]
    logboek.accounts_vergeleken(
        zaak_id=zaak.pk, register=zaak.soort, genoemd=len(genoemden), gevonden=len(gevonden), door=lezer
    )
    return gevonden


def _sluit_herkenden_uit(zaak: Zaak, overdracht: Overdracht, *, door: Gebruiker) -> None:
    """In the zaak that goes, so that the new one takes it over: it is about what happened."""
    gevonden = herkenden(zaak, lezer=door)
    tekst = _("Kies of %(naam)s dezelfde persoon is of iemand anders.")
    if mist := [een for een in gevonden if een.gebruiker_id not in overdracht.herkend]:
        raise ValidationError({f"account_{een.gebruiker_id}": [tekst % {"naam": een.naam}] for een in mist})
    for een in gevonden:
        if (grond := overdracht.herkend[een.gebruiker_id]) is None:
            continue
        if een.gebruiker_id == door.pk:
            raise NietMogelijk(_("U bent zelf betrokken. Vraag een collega om dit vast te leggen."))
        zet_uitsluiting(zaak_id=zaak.pk, gebruiker_id=een.gebruiker_id, grond=grond, door=door)


def _geef_verzegeld(nieuw: Zaak, behandelaar: int, *, door: Gebruiker) -> None:
    """The new zaak is filled in: from here on its behandelaar outside COID works with it."""
    logboek.verzegeld(zaak_id=nieuw.pk, door=door)
    logboek.toegewezen(zaak_id=nieuw.pk, door=door, aan=behandelaar)
    bericht(aan=behandelaar, soort=Soort.TOEGEWEZEN, zaak_id=nieuw.pk)
    toekenning = Toekenning(id=uuid4(), content_object=nieuw)
    reden = cijfer(toekenning, "reden", ALS_BEHANDELAAR)
    roep("wijs_toe", nieuw.pk, behandelaar, None, toekenning.pk, reden)


def zet_terug(*, zaak_id: UUID, oude_id: UUID, reden: str, door: Gebruiker) -> None:
    """The zaak that another one came from goes on where it was, now that `zaak_id` is annulled.

    For who works with both; one that `door` does not see was put back by the database (`app._zet_terug`).
    """
    gevonden = Zaakkoppeling.objects.zichtbaar_voor(door).filter(soort=Zaakkoppeling.Soort.DOORGELEID)
    koppeling: Zaakkoppeling = gevonden.get(van_id=oude_id, naar_id=zaak_id)
    soort = cast(str, Zaak.objects.zichtbaar_voor(door).values_list("soort", flat=True).get(pk=oude_id))
    register = register_van(soort)
    oude = haal_voor_wijziging(register, oude_id, door=door)
    opgave = register.doorgeleiding
    if opgave is None:
        raise LookupError(soort)
    _zet_status(register, oude, koppeling.van_status, opgave.terug, toelichting=reden, door=door)
    for pk in (zaak_id, oude_id):
        logboek.doorgeleiding_ongedaan(zaak_id=pk, koppeling=koppeling.pk, door=door)


def _eis_voorwaarden(register: Register, zaak: Zaak, reden: str, *, vandaag: date, door: Gebruiker) -> None:
    gekozen = gekozen_codes(register, zaak)
    stand = stand_van(register, zaak, gekozen=gekozen, toelichting=reden, vandaag=vandaag, door=door)
    status = register.doorgeleiding.status if register.doorgeleiding else ""
    if mist := register.stappen.ontbreekt(zaak, status, stand):
        raise OnvoldaanVoorwaarde(mist)


def _personen(zaak: Zaak, overdracht: Overdracht) -> list[Persoon]:
    """Those that were chosen; a key that is not of this zaak is nobody."""
    codes = ("personeelscategorie", "ranggroep", "relatie", "defensieonderdeel")
    gevonden = list(Persoon.objects.van(zaak).filter(pk__in=overdracht.personen).select_related(*codes))
    for persoon in gevonden:
        persoon.zaak = zaak
    return gevonden


def _open(register: Register, zaak: Zaak, overdracht: Overdracht, *, vandaag: date, door: Gebruiker) -> Zaak:
    """The new zaak with its own key, its number by the first receipt, and what goes along of the old one."""
    naar = register_van(overdracht.naar)
    velden = [*CODEVELDEN, *VOORVAL, *sorted(overdracht.teksten)]
    gegevens: dict[str, Any] = {veld: getattr(zaak, veld) for veld in velden}
    gegevens |= {
        "ontvangen_defensie": zaak.ontvangen_defensie,
        "onderwerp": overdracht.onderwerp,
        "anonimiteit": anonimiteit_in(overdracht.naar, zaak.anonimiteit),
        "rubricering": zaak.rubricering,
        **overdracht.eigen,
    }
    meervoudig = {veld: gegevens.get(veld, ()) for veld in naar.regels.meervoudig}
    eis_kloppend(naar, naar.model(soort=naar.soort), gegevens, meervoudig, vandaag=vandaag)
    kern = _open_kern(register, zaak, overdracht, door=door)
    eigen = {veld.name for veld in naar.model._meta.local_fields if veld.name in overdracht.eigen}
    nieuw = voeg_kind_toe(
        kern, naar.model, status=naar.beginstatus, **{veld: gegevens[veld] for veld in eigen}
    )
    zet_velden(naar, nieuw, gegevens)
    return nieuw


def _open_kern(register: Register, zaak: Zaak, overdracht: Overdracht, *, door: Gebruiker) -> Zaak:
    """Number, key, desk, exclusions and link, in one checked function."""
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    kern = Zaak(
        id=uuid4(),
        soort=overdracht.naar,
        sleutel=sleutel,
        ontvangen_defensie=zaak.ontvangen_defensie,
        datum_registratie=timezone.now(),
        team=None if zaak.verzegeld else intaketeam(overdracht.naar),
        verzegeld=zaak.verzegeld,
        aangemaakt_door=door,
        anonimiteit=anonimiteit_in(overdracht.naar, zaak.anonimiteit),
        gebruikers=[door.pk],
    )
    toekenning = Toekenning(id=uuid4(), content_object=kern)
    koppeling = Zaakkoppeling(id=uuid4(), van=zaak, naar=kern)
    kern.zaaknummer = roep(
        "geleid_door",
        zaak.pk,
        kern.pk,
        str(overdracht.naar),
        sleutel.pk,
        cijfer(kern, "onderwerp", overdracht.onderwerp),
        kern.team_id,
        overdracht.behandelaar if zaak.verzegeld else None,
        toekenning.pk,
        cijfer(toekenning, "reden", GEREGISTREERD),
        koppeling.pk,
        cijfer(koppeling, "reden", overdracht.reden),
        register.status_van(zaak).value,
    )
    kern._state.adding = False
    logboek.geregistreerd(zaak_id=kern.pk, door=door, zaaknummer=kern.zaaknummer)
    for pk in (zaak.pk, kern.pk):
        logboek.doorgeleid(zaak_id=pk, koppeling=koppeling.pk, door=door)
    return kern


def _zet_status(
    register: Register, zaak: Zaak, naar: str, velden: Any, *, toelichting: str, door: Gebruiker
) -> None:
    """The step that only these services take, with the fields that belong to it."""
    van = register.status_van(zaak)
    alle = {**velden, "status": naar, "versie": zaak.versie + 1}
    zet_op(zaak, alle)
    with op_volgorde():
        zaak.save(update_fields=list(alle))
    noteer_statuswijziging(zaak=zaak, van=van, naar=naar, toelichting=toelichting, door=door)
    ververs_termijnen(register, zaak)
