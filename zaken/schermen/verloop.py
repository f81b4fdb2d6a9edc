"""The timeline of a zaak, and the steps that may follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from zaken.models import Statuswijziging
from zaken.overgangen import volgende
from zaken.register.detail import Moment
from zaken.register.stappen import DELEN

if TYPE_CHECKING:
    from zaken.models import Zaak
    from zaken.register import Register
    from zaken.register.stappen import Gebrek

    from .zaakblad import Zaakblad


@dataclass(frozen=True)
class Vervolgstap:
    """A step the reader may take, or could take when `ontbreekt` was filled in at `invul_url`."""

    naar: str
    naam: str
    url: str
    ontbreekt: str
    invul_url: str
    """Empty when there is no place for it, or not for this reader."""
    invul_label: str
    is_bijzaak: bool = False
    """Never the button in colour, also when it is the only one."""
    is_eerste: bool = False
    """The button in colour."""


def stapnaam(register: Register, van: str, naar: str) -> str:
    """The button's words; the label of the status for a step that the table does not know."""
    return str(register.stappen.namen.get((van, naar)) or register.status(naar).label)


def vervolgstappen(blad: Zaakblad) -> list[Vervolgstap]:
    """The steps whose right the reader has, possible ones first."""
    register, zaak = blad.register, blad.zaak
    van = register.status_van(zaak)
    gevonden = []
    for naar, recht in volgende(register.overgangen, van=van):
        gaat_elders = register.doorgeleiding is not None and naar == register.doorgeleiding.status
        if not blad.mag(recht) or ((van, naar) in register.stappen.eigen_weg and not gaat_elders):
            continue
        vraagt_zelf = naar in register.stappen.velden
        mist = () if vraagt_zelf else register.stappen.ontbreekt(zaak, naar, blad.stand)
        gevonden.append(
            Vervolgstap(
                naar=naar,
                naam=stapnaam(register, van, naar),
                url=_adres(register, zaak, van, naar),
                ontbreekt=", ".join(mist),
                invul_url=_invul_url(blad, mist),
                invul_label=_invul_label(mist),
                is_bijzaak=naar in register.stappen.bijzaak,
            )
        )
    gevonden += _elders(blad, van)
    gevonden.sort(key=lambda stap: (bool(stap.ontbreekt), stap.is_bijzaak))
    return [
        replace(stap, is_eerste=not (nummer or stap.ontbreekt or stap.is_bijzaak))
        for nummer, stap in enumerate(gevonden)
    ]


def _adres(register: Register, zaak: Zaak, van: str, naar: str) -> str:
    """The page that asks: of the step, or of what goes along to another register."""
    if (van, naar) in register.stappen.eigen_weg:
        return register.url("doorgeleiden", zaak.pk)
    return register.url("status", zaak.pk, naar)


def _elders(blad: Zaakblad, van: str) -> list[Vervolgstap]:
    """Where the step itself also exists without a zaak elsewhere: the one with such a zaak."""
    register, opgave = blad.register, blad.register.doorgeleiding
    if opgave is None or (van, opgave.status) in register.stappen.eigen_weg:
        return []
    recht = register.overgangen.get((van, opgave.status))
    if recht is None or not blad.mag(recht):
        return []
    mist = register.stappen.ontbreekt(blad.zaak, opgave.status, blad.stand)
    return [
        Vervolgstap(
            naar=opgave.status,
            naam=_("Doorgeleiden naar een ander register"),
            url=register.url("doorgeleiden", blad.zaak.pk),
            ontbreekt=", ".join(mist),
            invul_url=_invul_url(blad, mist),
            invul_label=_invul_label(mist),
            is_bijzaak=True,
        )
    ]


def _invul_url(blad: Zaakblad, mist: Iterable[Gebrek]) -> str:
    """Where the first of the missing is filled in that this reader may fill in; empty when there is none."""
    return next(filter(None, (blad.invuladres(gebrek.plek) for gebrek in mist)), "")


def _invul_label(mist: Iterable[Gebrek]) -> str:
    return _("Delen") if any(gebrek.plek == DELEN for gebrek in mist) else _("Nu invullen")


def momenten(blad: Zaakblad) -> list[Moment]:
    """Registration, steps, notes, running grants, exclusions, annulling and the register's own; newest first."""
    zaak, namen = blad.zaak, blad.register.namen
    gevonden = [_stapmoment(blad.register, w) for w in blad.statuswijzigingen]
    if not any(not w.van for w in blad.statuswijzigingen):
        wie = str(zaak.aangemaakt_door or "")
        gevonden.append(
            Moment(zaak.datum_registratie, _("Geregistreerd"), wie, blad.herkomst, "folder-plus", "info")
        )
    for notitie in blad.notities:
        tekst = Truncator(notitie.tekst).chars(120)
        kop = _("Gewijzigd na sluiting") if notitie.na_sluiting else _("Notitie")
        gevonden.append(Moment(notitie.op, kop, str(notitie.door or ""), tekst, "note"))
    for lezer in blad.toegang.lezers:
        is_behandelaar = lezer.gebruiker_id == zaak.behandelaar_id
        kop = _("Toegewezen aan %(naam)s") if is_behandelaar else _("Toegang voor %(naam)s")
        icoon = "user-check" if is_behandelaar else "share"
        gevonden.append(
            Moment(lezer.verleend_op, kop % {"naam": lezer.naam}, lezer.verleend_door, lezer.reden, icoon)
        )
    for uit in blad.toegang.uitgeslotenen:
        gevonden.append(
            Moment(uit.op, _("%(naam)s uitgesloten") % {"naam": uit.naam}, "", uit.grond, "user-x")
        )
    if zaak.geannuleerd_op:
        kop = _("%(zaak)s geannuleerd") % {"zaak": capfirst(namen.enkelvoud)}
        wie, reden = str(zaak.geannuleerd_door or ""), zaak.geannuleerd_reden
        gevonden.append(Moment(zaak.geannuleerd_op, kop, wie, reden, "ban", "warn"))
    gevonden += blad.register.detail.momenten(blad)
    return sorted(gevonden, key=lambda moment: moment.op, reverse=True)


def _stapmoment(register: Register, wijziging: Statuswijziging) -> Moment:
    wie = str(wijziging.door or "")
    if not wijziging.van:
        kop = _("%(zaak)s geregistreerd") % {"zaak": capfirst(register.namen.enkelvoud)}
        return Moment(wijziging.op, kop, wie, wijziging.toelichting, "folder-plus", "info")
    kop = _("Status: %(naar)s") % {"naar": register.status(wijziging.naar).label}
    toon = register.tonen.get(wijziging.naar, "")
    waarom = wijziging.toelichting or _teruggezet(register, wijziging)
    return Moment(wijziging.op, kop, wie, waarom, "arrow-right", "info" if toon == "paars" else toon)


def _teruggezet(register: Register, wijziging: Statuswijziging) -> str:
    """Why a zaak went back by somebody who did not see it, and so could not say why (`app._zet_terug`)."""
    if wijziging.door_id is not None:
        return ""
    if wijziging.van == register.stappen.samenvoegen:
        return _("De zaak waarmee deze was samengevoegd, is geannuleerd.")
    if register.doorgeleiding and wijziging.van == register.doorgeleiding.status:
        return _("De zaak in het andere register is geannuleerd.")
    return ""
