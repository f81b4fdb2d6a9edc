"""The timeline of a melding, and the steps that may follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaken.models import Statuswijziging
from zaken.overgangen import volgende
from zaken.toegang import Recht

from .forms.status import STAPVELDEN
from .register import REGISTER
from .status import OVERGANGEN, Status
from .voorwaarden import Stand, ontbreekt

if TYPE_CHECKING:
    from .detail import Dossier

STAPNAMEN = {
    (Status.NIEUW, Status.IN_BEOORDELING): gettext_lazy("Beoordelen"),
    (Status.IN_BEOORDELING, Status.IN_BEHANDELING): gettext_lazy("In behandeling nemen"),
    (Status.IN_BEOORDELING, Status.NIET_IN_BEHANDELING): gettext_lazy("Niet in behandeling nemen"),
    (Status.IN_BEOORDELING, Status.DOORGELEID): gettext_lazy("Doorgeleiden"),
    (Status.IN_BEOORDELING, Status.SAMENGEVOEGD): gettext_lazy("Samenvoegen"),
    (Status.IN_BEHANDELING, Status.WACHT_OP_BESLUIT): gettext_lazy("Besluit vragen aan bevoegd gezag"),
    (Status.IN_BEHANDELING, Status.IN_ONDERZOEK): gettext_lazy("Onderzoek starten"),
    (Status.IN_BEHANDELING, Status.OPGESCHORT): gettext_lazy("Opschorten"),
    (Status.IN_BEHANDELING, Status.INGETROKKEN): gettext_lazy("Melding is ingetrokken"),
    (Status.IN_ONDERZOEK, Status.IN_BEHANDELING): gettext_lazy("Onderzoek is klaar"),
    (Status.OPGESCHORT, Status.IN_BEHANDELING): gettext_lazy("Behandeling hervatten"),
    (Status.WACHT_OP_BESLUIT, Status.IN_BEHANDELING): gettext_lazy("Verder behandelen"),
    (Status.WACHT_OP_BESLUIT, Status.AFGEHANDELD): gettext_lazy("Afhandelen"),
    (Status.AFGEHANDELD, Status.NAZORG): gettext_lazy("Nazorg beginnen"),
    (Status.AFGEHANDELD, Status.HEROPEND): gettext_lazy("Heropenen"),
    (Status.NAZORG, Status.GESLOTEN): gettext_lazy("Sluiten"),
    (Status.GESLOTEN, Status.HEROPEND): gettext_lazy("Heropenen"),
    (Status.HEROPEND, Status.IN_BEHANDELING): gettext_lazy("Weer in behandeling nemen"),
}
"""What the button of a step says; the page asks for one name per row of the transition table."""

_INVULLEN_BIJ = {Status.WACHT_OP_BESLUIT, Status.AFGEHANDELD, Status.GESLOTEN}


@dataclass(frozen=True)
class Stap:
    """A step the reader may take, or could take when `ontbreekt` was filled in at `invul_url`."""

    naar: str
    naam: str
    url: str
    ontbreekt: str
    invul_url: str


@dataclass(frozen=True)
class Moment:
    """One entry of the timeline (`componenten/tijdlijn.html`)."""

    op: datetime
    kop: str
    wie: str = ""
    tekst: str = ""
    icoon: str = ""
    toon: str = ""


def stapnaam(van: str, naar: str) -> str:
    """The button's words; the label of the status for a step that the table does not know."""
    naam = STAPNAMEN.get((Status(van), Status(naar)))
    return str(naam or Status(naar).label)


def stappen(dossier: Dossier) -> list[Stap]:
    """The steps whose right the reader has, possible ones first."""
    melding = dossier.melding
    heropend = next((w for w in dossier.statuswijzigingen if w.naar == Status.HEROPEND), None)
    stand = Stand(
        toelichting="-",  # asked on the page of the step
        aantal_afdoeningen=len(dossier.codes["afdoeningen"]),
        heropend_door=heropend.door_id if heropend else None,
        door=dossier.lezer.pk,
        vandaag=dossier.vandaag,
    )
    gevonden = []
    for naar, recht in volgende(OVERGANGEN, van=melding.status):
        if not dossier.mag(recht):
            continue
        mist = [] if naar in STAPVELDEN else ontbreekt(melding, Status(naar), stand)
        gevonden.append(
            Stap(
                naar=naar,
                naam=stapnaam(melding.status, naar),
                url=reverse("meldingen:status", args=[melding.pk, naar]),
                ontbreekt=", ".join(mist),
                invul_url=_invul_url(dossier, Status(naar)) if mist else "",
            )
        )
    return sorted(gevonden, key=lambda stap: bool(stap.ontbreekt))


def _invul_url(dossier: Dossier, naar: Status) -> str:
    if naar in _INVULLEN_BIJ and dossier.mag(Recht.WIJZIGEN):
        return reverse("meldingen:wijzig", args=[dossier.melding.pk, "behandeling"])
    if naar == Status.IN_BEHANDELING and not dossier.melding.behandelaar_id and dossier.mag(Recht.TOEWIJZEN):
        return reverse("meldingen:toewijzen", args=[dossier.melding.pk])
    return ""


def momenten(dossier: Dossier) -> list[Moment]:
    """Registration, steps, notes, running grants, exclusions and annulling; newest first."""
    melding = dossier.melding
    gevonden = [_stapmoment(w) for w in dossier.statuswijzigingen]
    if not any(not w.van for w in dossier.statuswijzigingen):
        wie = str(melding.aangemaakt_door or "")
        gevonden.append(
            Moment(
                melding.datum_registratie, _("Geregistreerd"), wie, dossier.herkomst, "folder-plus", "info"
            )
        )
    for notitie in dossier.notities:
        tekst = Truncator(notitie.tekst).chars(120)
        gevonden.append(Moment(notitie.op, _("Notitie"), str(notitie.door or ""), tekst, "note"))
    for lezer in dossier.toegang.lezers:
        is_behandelaar = lezer.gebruiker_id == melding.behandelaar_id
        kop = _("Toegewezen aan %(naam)s") if is_behandelaar else _("Toegang voor %(naam)s")
        icoon = "user-check" if is_behandelaar else "share"
        gevonden.append(
            Moment(lezer.verleend_op, kop % {"naam": lezer.naam}, lezer.verleend_door, lezer.reden, icoon)
        )
    for uit in dossier.toegang.uitgeslotenen:
        gevonden.append(
            Moment(uit.op, _("%(naam)s uitgesloten") % {"naam": uit.naam}, "", uit.grond, "user-x")
        )
    if melding.geannuleerd_op:
        wie, reden = str(melding.geannuleerd_door or ""), melding.geannuleerd_reden
        gevonden.append(Moment(melding.geannuleerd_op, _("Melding geannuleerd"), wie, reden, "ban", "warn"))
    return sorted(gevonden, key=lambda moment: moment.op, reverse=True)


def _stapmoment(wijziging: Statuswijziging) -> Moment:
    wie = str(wijziging.door or "")
    if not wijziging.van:
        return Moment(
            wijziging.op, _("Melding geregistreerd"), wie, wijziging.toelichting, "folder-plus", "info"
        )
    naar = Status(wijziging.naar)
    kop = _("Status: %(naar)s") % {"naar": naar.label}
    toon = {"paars": "info", "": ""}.get(REGISTER.tonen.get(naar, ""), REGISTER.tonen.get(naar, ""))
    return Moment(wijziging.op, kop, wie, wijziging.toelichting, "arrow-right", toon)
