"""When it happened, as precisely as it is known: two partial dates on a screen, a range with a precision in a zaak."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schermen.formulieren import DeelDatum, DeelDatumveld
from zaken.models import Zaak
from zaken.register.detail import Regel, regel


class Voorvalvelden(forms.Form):
    """The two questions, for the topic of an intake and for a part of a zaak."""

    voorval_van = DeelDatumveld(
        label=gettext_lazy("Wanneer is het gebeurd?"),
        help_text=gettext_lazy("Weet u alleen de maand? Laat de dag leeg. Weet u het niet? Laat alles leeg."),
        required=False,
        uiterlijk=localdate,
    )
    voorval_tot = DeelDatumveld(
        label=gettext_lazy("Tot wanneer?"),
        help_text=gettext_lazy("Vul dit alleen in als het langer duurde of vaker gebeurde."),
        required=False,
        uiterlijk=localdate,
    )

    def clean(self) -> dict[str, Any]:
        """A period has a beginning and does not end before it; one end may be known more precisely than the other."""
        gegevens = super().clean() or self.cleaned_data
        van, tot = gegevens.get("voorval_van"), gegevens.get("voorval_tot")
        if tot and not van and "voorval_van" not in self.errors:
            self.add_error("voorval_van", _("Vul ook in wanneer het begon."))
        if van and tot and tot.tot < van.van:
            self.add_error("voorval_tot", _("Vul een datum in die na het begin ligt."))
        return gegevens


def naar_zaak(waarden: dict[str, Any]) -> dict[str, Any]:
    """The same values with the two partial dates as first day, last day, and how precise both are."""
    rest = {naam: waarde for naam, waarde in waarden.items() if naam not in {"voorval_van", "voorval_tot"}}
    van: DeelDatum | None = waarden.get("voorval_van")
    tot: DeelDatum | None = waarden.get("voorval_tot") or van
    if van is None or tot is None:
        leeg = {"voorval_van": None, "voorval_tot": None}
        return rest | leeg | {"voorval_precisie": Zaak.Precisie.ONBEKEND, "voorval_tot_precisie": ""}
    ander = Zaak.Precisie(tot.nauwkeurigheid) if tot.nauwkeurigheid != van.nauwkeurigheid else ""
    return rest | {
        "voorval_van": van.van,
        "voorval_tot": tot.tot,
        "voorval_precisie": Zaak.Precisie(van.nauwkeurigheid),
        "voorval_tot_precisie": ander,
    }


def uit_zaak(zaak: Zaak) -> tuple[DeelDatum | None, DeelDatum | None]:
    """The two partial dates of a zaak; the second only when it lasted longer."""
    van, tot = zaak.voorval_van, zaak.voorval_tot
    if van is None:
        return None, None
    begin = _deeldatum(van, zaak.voorval_precisie)
    eind = _deeldatum(tot, zaak.voorval_tot_precisie or zaak.voorval_precisie) if tot else begin
    return begin, eind if eind != begin else None


def voorvalregels(zaak: Zaak) -> list[Regel]:
    """When and where, for the summary of a zaak: empty but for *Onbekend* when nothing is known."""
    van, tot = uit_zaak(zaak)
    wanneer = _("%(van)s tot en met %(tot)s") % {"van": van, "tot": tot} if tot else van
    return [
        regel(_("Wanneer"), wanneer or _("Onbekend")),
        regel(_("Waar"), zaak.locatiecontext),
        regel(_("Onderdeel"), zaak.defensieonderdeel),
        regel(_("Eenheid"), zaak.eenheid),
    ]


def _deeldatum(dag: date, precisie: str) -> DeelDatum:
    match precisie:
        case Zaak.Precisie.JAAR:
            return DeelDatum(dag.year)
        case Zaak.Precisie.MAAND:
            return DeelDatum(dag.year, dag.month)
        case _:
            return DeelDatum.uit_datum(dag)
