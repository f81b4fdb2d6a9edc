"""Opening a zaak: number, key, first grants, search tokens, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gebruikers.models import Team
from logboek import events as logboek
from zaken import toegang, zoeken
from zaken.models import Concept, Datasleutel, Toekenning, Zaak
from zaken.versleuteling.velden import VersleuteldeTekst

from .databank import NietMogelijk, cijfer, roep
from .inhoud import Persoonsgegevens, noteer_statuswijziging, voeg_persoon_toe
from .kwalificatie import Kwalificatiegegevens, kwalificeer
from .rijen import voeg_rij_toe
from .toegang import Voorbehoud, zet_uitsluiting, zet_zegel
from .wijzigen import eis_kloppend, ververs_termijnen, zet_velden

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from zaken.register import Register
    from zaken.register.rijen import Rijgegevens

_Z = TypeVar("_Z", bound=Zaak)


def intaketeam(soort: Zaak.Soort) -> Team:
    """The desk that new zaken of this kind land at; raises `NietMogelijk` when the beheerder has none active."""
    bureau = toegang.BELEID[soort].bureau
    team = Team.objects.filter(soort=bureau, is_actief=True).order_by("id").first()
    if team is None:
        raise NietMogelijk(_("Er is geen actief intaketeam. Vraag de beheerder om er een te maken."))
    return team


def eerste_eigenaar(soort: Zaak.Soort, *, door: Gebruiker) -> Team | None:
    """The team that owns a new zaak: the desk, or for a kind without one the first team of handlers of `door`."""
    if toegang.BELEID[soort].bureau is not None:
        return intaketeam(soort)
    eigen = Team.objects.filter(pk__in=door.teams, soort=toegang.EIGENAAR_NA_TOEWIJZING, is_actief=True)
    return eigen.order_by("id").first()


@transaction.atomic
def registreer(
    *,
    register: Register,
    gegevens: Mapping[str, Any],
    personen: Iterable[Persoonsgegevens] = (),
    rijen: Iterable[Rijgegevens] = (),
    uitsluitingen: Iterable[Voorbehoud] = (),
    verzegeld_voor: int | None = None,
    concept: Concept | None = None,
    kwalificatie: Kwalificatiegegevens | None = None,
    vandaag: date,
    door: Gebruiker,
) -> Zaak:
    """Register a zaak from clean form data; `gegevens` are fields of the register's model by name.

    `uitsluitingen` hold from the first moment on. With `verzegeld_voor`, the id of a behandelaar outside COID, no team
    ever has the zaak and `door` does not see what is given back. `NietMogelijk` says why one of these cannot be.

    Needs `ontvangen_defensie`, `onderwerp` and what the model cannot do without. All or nothing; `concept` dies with
    it. Raises `ValidationError` as `wijzig` does, before anything is written.
    """
    gekozen = {veld: gegevens.get(veld, ()) for veld in register.regels.meervoudig}
    eis_kloppend(register, register.model(soort=register.soort), gegevens, gekozen, vandaag=vandaag)
    kern = open_zaak(
        soort=register.soort,
        ontvangen_defensie=gegevens["ontvangen_defensie"],
        onderwerp=gegevens["onderwerp"],
        concept=concept,
        zonder_team=verzegeld_voor is not None,
        door=door,
    )
    eigen = {
        veld.name
        for veld in register.model._meta.local_fields
        if veld.name in gegevens and not isinstance(veld, VersleuteldeTekst)
    }
    zaak = voeg_kind_toe(
        kern, register.model, status=register.beginstatus, **{veld: gegevens[veld] for veld in eigen}
    )
    zet_velden(register, zaak, gegevens)
    for persoon in personen:
        voeg_persoon_toe(zaak=zaak, rol=persoon.rol, gegevens=persoon.velden, door=door)
    for rij in rijen:
        if (opgave := register.rijopgave(rij.code)) is None:
            raise LookupError(rij.code)
        voeg_rij_toe(register=register, opgave=opgave, zaak_id=zaak.pk, gegevens=rij.velden, door=door)
    kwalificeer(zaak=zaak, gegevens=kwalificatie or Kwalificatiegegevens(), door=door)
    noteer_statuswijziging(zaak=zaak, van="", naar=register.beginstatus, toelichting="", door=door)
    ververs_termijnen(register, zaak)
    _beperk(zaak, uitsluitingen, verzegeld_voor=verzegeld_voor, door=door)
    return zaak


def _beperk(
    zaak: Zaak, uitsluitingen: Iterable[Voorbehoud], *, verzegeld_voor: int | None, door: Gebruiker
) -> None:
    for een in uitsluitingen:
        if een.gebruiker_id == door.pk:
            raise NietMogelijk(_("U bent zelf betrokken. Vraag een collega om dit vast te leggen."))
        zet_uitsluiting(zaak_id=zaak.pk, gebruiker_id=een.gebruiker_id, grond=een.grond, door=door)
    if verzegeld_voor is not None:
        zet_zegel(zaak=zaak, behandelaar_id=verzegeld_voor, reden=_("Verzegeld bij de intake"), door=door)


def voeg_kind_toe(kern: Zaak, model: type[_Z], **velden: Any) -> _Z:
    """Write the row of a register below the kernel row that `open_zaak` made, and give the zaak as that model.

    Django has no public way to insert the child alone: `save_base(raw=True)` leaves the parent row as it is. It takes
    values as they are, so what is encrypted comes after the row is there.
    """
    kind = model(zaak_ptr=kern)
    kind.__dict__.update({naam: waarde for naam, waarde in kern.__dict__.items() if naam != "_state"})
    kind._state.fields_cache["sleutel"] = kern.sleutel
    for naam, waarde in velden.items():
        setattr(kind, naam, waarde)
    kind.save_base(raw=True, force_insert=True)
    return kind


@transaction.atomic
def open_zaak(
    *,
    soort: Zaak.Soort,
    ontvangen_defensie: date,
    onderwerp: str,
    door: Gebruiker,
    concept: Concept | None = None,
    zonder_team: bool = False,
) -> Zaak:
    """Register a zaak of `soort` and give it with its zaaknummer; `concept`, when given, dies and leaves its key.

    The registrar sees it and, unless `zonder_team`, the desk of its kind (`eerste_eigenaar`).
    Raises `PermissionDenied`.
    """
    toegang.eis_registreren(door, soort)
    sleutel = concept.sleutel if concept else _nieuwe_sleutel()
    zaak = Zaak(
        id=uuid4(),
        soort=soort,
        sleutel=sleutel,
        ontvangen_defensie=ontvangen_defensie,
        datum_registratie=timezone.now(),
        team=None if zonder_team else eerste_eigenaar(soort, door=door),
        aangemaakt_door=door,
        gebruikers=[door.pk],
    )
    zaak.onderwerp = onderwerp
    toekenning = Toekenning(id=uuid4(), content_object=zaak)
    zaak.zaaknummer = roep(
        "open_zaak",
        zaak.pk,
        soort.value,
        sleutel.pk,
        ontvangen_defensie,
        cijfer(zaak, "onderwerp", onderwerp),
        zaak.team_id,
        toekenning.pk,
        cijfer(toekenning, "reden", _("Geregistreerd")),
        concept.pk if concept else None,
    )
    zaak._state.adding = False
    zoeken.zet(zaak, [onderwerp])
    logboek.geregistreerd(zaak_id=zaak.pk, door=door, zaaknummer=zaak.zaaknummer)
    return zaak


def _nieuwe_sleutel() -> Datasleutel:
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    return sleutel
