"""Events as rows of a table in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gebruikers.geheim import is_vast
from gebruikers.models import Gebruiker, Team
from gebruikers.namen import Namen
from schermen.templatetags.jid_ui import datum, datumtijd, getal

from . import woorden
from .models import Gebeurtenis, Soort
from .queries import zaaknummers
from .stand import Telling

PERSONEN = {
    "aan",
    "archivaris",
    "gebruiker",
    "gemeld_aan",
    "gevraagd_door",
    "lid",
    "lid_af",
    "op_door",
    "van",
    "waarnemer",
}
"""Names in `bijzonderheden` whose numbers are accounts."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*[+-]\d\d:\d\d\Z")
"""How a moment stands in `bijzonderheden`: ISO 8601 with its offset."""
OVER_GEBRUIKER = frozenset(
    {
        Soort.AANMELDEN_MISLUKT,
        Soort.GEBRUIKER_UITGENODIGD,
        Soort.GEBRUIKER_GEDEACTIVEERD,
        Soort.GEBRUIKER_GEACTIVEERD,
        Soort.GEBRUIKER_GEWIJZIGD,
        Soort.GEWEIGERD,
        Soort.LEZER_GEKOZEN,
        Soort.OPVOLGER_GEKOZEN,
        Soort.ROLLEN_GEWIJZIGD,
        Soort.SESSIES_BEEINDIGD,
        Soort.TWEEDE_FACTOR_GEWIJZIGD,
        Soort.WAARNEMING_BEEINDIGD,
        Soort.WAARNEMING_INGESTELD,
        Soort.WACHTWOORD_GEWIJZIGD,
    }
)
"""Events whose `object_id` is an account."""
OVER_TEAM = frozenset({Soort.TEAM_GEWIJZIGD, Soort.TOEGANG_HERZIEN})
"""Events whose `object_id` is a team."""
NAMEN = {"naam", "naam_was"}
"""Names in `bijzonderheden` that hold a name, which is no code."""
TEAM = "team"
"""The name in `bijzonderheden` whose number is a team."""


def koppen() -> tuple[str, ...]:
    return (_("Moment"), _("Gebeurtenis"), _("Gebruiker"), _("Zaak"), _("Bijzonderheden"))


def rijen(gebeurtenissen: Sequence[Gebeurtenis]) -> list[dict[str, Any]]:
    """Rows for `componenten/tabel.html`, in three queries: names now and before, numbers; a fourth for teams."""
    namen, teams = Namen.lees(_personen(gebeurtenissen)), _teams(gebeurtenissen)
    zaken = {rij.zaak_id for rij in gebeurtenissen if rij.zaak_id}
    nummers = zaaknummers(zaken) if zaken else {}
    return [
        _rij(rij, namen.op(rij.tijdstip), teams, nummers.get(rij.zaak_id, "") if rij.zaak_id else "")
        for rij in gebeurtenissen
    ]


def tellingen(gevonden: Iterable[Telling]) -> list[dict[str, str]]:
    """Counts with the address of the events that they count."""
    return [
        {
            "label": str(telling.soort.label),
            "aantal": getal(telling.aantal),
            "periode": _("in 30 dagen") if telling.soort == Soort.NOODTOEGANG_GEOPEND else _("in 24 uur"),
            "url": f"{reverse('logboek:lijst')}?{urlencode({'soort': telling.soort.value})}",
        }
        for telling in gevonden
    ]


def _personen(gebeurtenissen: Iterable[Gebeurtenis]) -> set[int]:
    ids = {rij.door_id for rij in gebeurtenissen if rij.door_id}
    for rij in gebeurtenissen:
        for naam in PERSONEN & rij.bijzonderheden.keys():
            waarde = rij.bijzonderheden[naam]
            ids |= {
                deel for deel in (waarde if isinstance(waarde, list) else [waarde]) if isinstance(deel, int)
            }
    return ids | {wie for rij in gebeurtenissen if (wie := _over(rij, OVER_GEBRUIKER))}


def _over(gebeurtenis: Gebeurtenis, soorten: frozenset[str]) -> int | None:
    """The number of the account or team that this event is about, when it is an event of `soorten`."""
    nummer = gebeurtenis.object_id
    return int(nummer) if gebeurtenis.soort in soorten and nummer.isascii() and nummer.isdigit() else None


def _teams(gebeurtenissen: Iterable[Gebeurtenis]) -> dict[int, str]:
    ids = {
        rij.bijzonderheden[TEAM] for rij in gebeurtenissen if isinstance(rij.bijzonderheden.get(TEAM), int)
    } | {welk for rij in gebeurtenissen if (welk := _over(rij, OVER_TEAM))}
    return dict(Team.objects.filter(pk__in=ids).values_list("pk", "naam")) if ids else {}


def _rij(
    gebeurtenis: Gebeurtenis, namen: dict[int, str], teams: dict[int, str], nummer: str
) -> dict[str, Any]:
    """One row; casussen leave a day without a time, for more would point at a conversation."""
    dag_alleen = gebeurtenis.soort == Soort.CASUS_DAG
    moment = datum(gebeurtenis.tijdstip) if dag_alleen else datumtijd(gebeurtenis.tijdstip)
    door = gebeurtenis.door_id
    wie = namen.get(door, str(door)) if door else _("Niemand aangemeld")
    over = namen.get(_over(gebeurtenis, OVER_GEBRUIKER) or 0) or teams.get(_over(gebeurtenis, OVER_TEAM) or 0)
    wat = [] if over is None else [f"{woorden.kenmerk('gebruiker')}: {over}"]
    per_naam = dict.fromkeys(PERSONEN, namen) | {TEAM: teams}
    wat += [
        f"{woorden.kenmerk(naam)}: {_waarde(naam, waarde, per_naam.get(naam, {}))}"
        for naam, waarde in gebeurtenis.bijzonderheden.items()
        if waarde not in (None, "", [])
    ]
    kenmerk = str(gebeurtenis.zaak_id or "–")
    zaak = {"tekst": nummer, "sub": kenmerk} if nummer else {"tekst": kenmerk}
    if nummer:
        zaak |= {"url": f"{reverse('noodtoegang:nieuw')}?{urlencode({'zaak': nummer})}"}
        zaak |= {"verborgen": _("openen met noodtoegang")}
    teksten = (
        {"tekst": moment},
        {"tekst": gebeurtenis.get_soort_display()},
        {"tekst": wie},
        zaak,
        {"tekst": "; ".join(wat), "sub": "" if over else gebeurtenis.object_id}
        if wat
        else {"tekst": gebeurtenis.object_id or "–"},
    )
    return {"cellen": [{"kolom": kop, **tekst} for kop, tekst in zip(koppen(), teksten, strict=True)]}


def _waarde(naam: str, waarde: object, namen: dict[int, str]) -> str:
    if isinstance(waarde, bool):
        return _("ja") if waarde else _("nee")
    if isinstance(waarde, list):
        return ", ".join(_waarde(naam, deel, namen) for deel in waarde)
    if isinstance(waarde, int):
        return namen.get(waarde, str(waarde))
    if not isinstance(waarde, str):
        return str(waarde)
    if _MOMENT.match(waarde):
        return _moment(waarde)
    if naam in NAMEN:
        return Gebruiker.leesbaar("naam", waarde) if is_vast(waarde) else waarde
    return woorden.veld(waarde) if naam == "velden" else woorden.woord(waarde, van=naam)


def _moment(waarde: str) -> str:
    """A moment as the screens write it; as it stands where there is no such day."""
    try:
        return datumtijd(datetime.fromisoformat(waarde))
    except (ValueError, OverflowError):
        return waarde
