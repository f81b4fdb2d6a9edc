"""Orders in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from schermen.templatetags.jid_ui import datumtijd, getal

from .models import Taakopdracht
from .services import lees_invoer
from .soorten import Handeling, soort_van
from .uitvoeren import GEEN_RECHT, TE_VAAK

Staat = Taakopdracht.Staat


@dataclass(frozen=True)
class Stand:
    """How far an order is, for the screen. `gedaan` and `totaal` are for the bar; `totaal` 0: not known yet."""

    pk: object
    naam: str
    tekst: str
    toon: str
    is_open: bool
    gedaan: int
    totaal: int
    is_op_te_halen: bool
    verloopt_op: datetime | None
    adres: str
    """Where to see what came of it; empty for work that makes a file."""


def stand(opdracht: Taakopdracht, *, nu: datetime) -> Stand:
    soort = soort_van(opdracht.soort)
    tekst, toon = _in_woorden(opdracht, nu=nu)
    return Stand(
        pk=opdracht.pk,
        naam=str(soort.naam),
        tekst=tekst,
        toon=toon,
        is_open=opdracht.is_open,
        gedaan=opdracht.gedaan,
        totaal=opdracht.totaal or 0,
        is_op_te_halen=opdracht.is_op_te_halen(nu=nu),
        verloopt_op=opdracht.verloopt_op,
        adres=soort.adres(lees_invoer(opdracht)) if isinstance(soort, Handeling) else "",
    )


def koppen() -> list[str]:
    return [_("Taak"), _("Gevraagd"), _("Stand")]


def rijen(opdrachten: list[Taakopdracht], *, nu: datetime) -> list[dict[str, Any]]:
    """One row per order, for the shared table."""
    taak, gevraagd, staat = koppen()
    uit = []
    for opdracht in opdrachten:
        deze = stand(opdracht, nu=nu)
        cellen = [
            {
                "kolom": taak,
                "tekst": deze.naam,
                "url": reverse("taken:taak", args=[opdracht.pk]),
                "verborgen": datumtijd(opdracht.gevraagd_op),
            },
            {"kolom": gevraagd, "tekst": datumtijd(opdracht.gevraagd_op)},
            {"kolom": staat, "tekst": deze.tekst},
        ]
        uit.append({"cellen": cellen})
    return uit


def _in_woorden(opdracht: Taakopdracht, *, nu: datetime) -> tuple[str, str]:
    is_handeling = isinstance(soort_van(opdracht.soort), Handeling)
    if opdracht.is_gestopt and is_handeling:
        return _("Gestopt. Er is niets veranderd."), "info"
    if opdracht.is_gestopt:
        return _("Gestopt. Er is geen bestand gemaakt."), "info"
    if opdracht.staat == Staat.WACHT:
        return _("Wacht op een vrije plek. Dit begint vanzelf."), "info"
    if opdracht.staat == Staat.BEZIG:
        if not opdracht.totaal:
            return _("Bezig."), "info"
        getallen = {"gedaan": getal(opdracht.gedaan), "totaal": getal(opdracht.totaal)}
        return _("Bezig: %(gedaan)s van %(totaal)s.") % getallen, "info"
    if opdracht.staat == Staat.MISLUKT:
        return _fout(opdracht), "error"
    if is_handeling:
        return _("Klaar."), "ok"
    if opdracht.opgehaald_op:
        return _("U hebt het bestand opgehaald."), "ok"
    if not opdracht.is_op_te_halen(nu=nu):
        return _("Het bestand is verlopen. Vraag het opnieuw aan."), "warning"
    return _("Klaar. U kunt het bestand 1 keer ophalen."), "ok"


def _fout(opdracht: Taakopdracht) -> str:
    eigen = {
        TE_VAAK: _("Het lukt niet. Vraag het later opnieuw aan, of vraag het de beheerder."),
        GEEN_RECHT: _("U hebt hier geen recht meer op."),
    }
    return str({**soort_van(opdracht.soort).fouten, **eigen}[opdracht.foutcode])
