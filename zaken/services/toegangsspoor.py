"""Who has and who had access to a zaak: by a grant, by a team, by noodtoegang. Complete, from the first day on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gebruikers.models import Team
from gebruikers.namen import Namen
from zaken.models import Toekenning, Veldwijziging, Zaak

from .databank import lees, rijen
from .toegang import zonder_reden
from .vasteredenen import op_scherm

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True)
class Toegangsperiode:
    """One period in which somebody, or a team, could see the zaak. `tot` is None while it lasts."""

    wie: str
    waarom: str
    vanaf: datetime
    gegeven_door: str
    tot: datetime | None
    einde: str


def toegangsperioden(zaak: Zaak, *, nu: datetime) -> list[Toegangsperiode]:
    """For who sees the zaak, the newest first; noodtoegang, the reasons of what is over and
    that an exclusion ended it stand in it for the behandelaar alone. Names are those of then. Five queries.

    A grant for a single transaction (`app.geleid_door`) showed nothing to anybody, and is left out.
    """
    gevonden = rijen("SELECT * FROM app.toegang_van_zaak(%s)", zaak.pk)
    wissels = list(
        Veldwijziging.objects.van(zaak)
        .filter(tabel=Zaak._meta.db_table, veld="team_id")
        .order_by("id")
        .values_list("op", "oud", "nieuw", "door_id")
    )
    mensen = _namen(gevonden, (door for *_rest, door in wissels))
    alle = [_van_rij(zaak, rij, mensen, nu=nu) for rij in gevonden]
    alle += _van_teams(zaak, wissels, mensen)
    return sorted(alle, key=lambda periode: periode.vanaf, reverse=True)


def _van_rij(zaak: Zaak, rij: tuple[Any, ...], namen: Namen, *, nu: datetime) -> Toegangsperiode:
    pk, wie, reden, vanaf, gever, verloopt_op, tot, beeindiger, einde, voor, noodtoegang = rij
    mensen = namen.op(vanaf)
    verlopen = verloopt_op if verloopt_op is not None and verloopt_op <= (tot or nu) else None
    return Toegangsperiode(
        wie=mensen.get(wie, ""),
        waarom=_("Noodtoegang") if noodtoegang else _waarom(zaak, pk, reden, mensen.get(voor, "")),
        vanaf=vanaf,
        gegeven_door=mensen.get(gever, ""),
        tot=verlopen or tot,
        einde=_("Verlopen")
        if verlopen
        else _einde(einde, namen.op(tot).get(beeindiger, "") if tot else "", tot),
    )


def _waarom(zaak: Zaak, pk: UUID, reden: bytes | None, voor: str) -> str:
    """The reason that was written; what stands for it where many were given at once, or it is not for the reader."""
    if reden:
        return op_scherm(lees(Toekenning(id=pk, content_object=zaak), "reden", reden))
    return zonder_reden(reden, voor)


def _einde(code: str, door: str, tot: datetime | None) -> str:
    if tot is None:
        return ""
    waardoor = str(Toekenning.Einde(code or Toekenning.Einde.BEEINDIGD).label)
    return _("%(waardoor)s, door %(wie)s") % {"waardoor": waardoor, "wie": door} if door else waardoor


def _van_teams(
    zaak: Zaak, wissels: list[tuple[datetime, str | None, str | None, int | None]], mensen: Namen
) -> list[Toegangsperiode]:
    """The owning teams one after another: the first from the registration on, or none."""
    eerste = wissels[0][1] if wissels else zaak.team_id
    teams = [int(team) for team in (eerste, *(nieuw for _op, _oud, nieuw, _door in wissels)) if team]
    if not teams:
        return []
    namen = dict(Team.objects.filter(pk__in=teams).values_list("pk", "naam"))
    begin: list[tuple[datetime, str | int | None, int | None]] = [(zaak.datum_registratie, eerste, None)]
    begin += [(op, nieuw, door) for op, _oud, nieuw, door in wissels]
    return [
        Toegangsperiode(
            wie=_("Alle leden van %(team)s") % {"team": namen.get(int(team), "")},
            waarom=_("Het team had de zaak") if volgende else _("Het team heeft de zaak"),
            vanaf=vanaf,
            gegeven_door=mensen.op(vanaf).get(door or 0, ""),
            tot=volgende[0] if volgende else None,
            einde=_("Door %(wie)s") % {"wie": mensen.op(volgende[0])[volgende[2]]}
            if volgende and volgende[2] in mensen.nu
            else "",
        )
        for (vanaf, team, door), volgende in zip(begin, [*begin[1:], None], strict=True)
        if team
    ]


def _namen(gevonden: list[tuple[Any, ...]], ook: Iterable[int | None]) -> Namen:
    ids = {pk for rij in gevonden for pk in (rij[1], rij[4], rij[7], rij[9]) if pk}
    return Namen.lees(ids | {pk for pk in ook if pk})
