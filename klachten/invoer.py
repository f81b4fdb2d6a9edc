"""What the register of klachten takes in from a file (`docs/import.md`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext_noop as _

from gebruikers.models import Team
from inlezen.fouten import Zin, zin
from zaken.invoer.kolommen import (
    Invoeropgave,
    Kolom,
    aantal_betrokkenen,
    herkomst,
    ontvangst,
    plaats,
    rubricering,
    tekst,
)
from zaken.invoer.waarden import Codekeuze, Datum, Getal, JaNee, Keuze
from zaken.models import Zaak

from .controles import HOORT_BIJ, VOLGORDE
from .einde import dubbel, zonder_horen
from .models import Klacht
from .status import Status

EINDE = frozenset({Status.NIET_IN_BEHANDELING, Status.AFGEHANDELD, Status.GESLOTEN, Status.INGETROKKEN})


@cache
def kolommen() -> tuple[Kolom, ...]:
    """All columns, in the order of the documentation. Parts of a klacht and persons are not taken in."""
    return (
        ontvangst(),
        Kolom("klachtsoort", Codekeuze("klachtsoort"), "Algemene gedraging of ongewenst gedrag.", True),
        *herkomst("de klacht"),
        Kolom(
            "onderwerp", tekst(Klacht, "onderwerp"), "Eén neutrale regel zonder namen. Leeg: de soort klacht."
        ),
        Kolom("omschrijving", tekst(Klacht, "omschrijving"), "Waar de klacht over gaat, zonder namen."),
        Kolom("status", Keuze(Status), "Leeg: ontvangen. Doorgeleid kan niet."),
        Kolom("vorm", Keuze(Klacht.Vorm), "Leeg: schriftelijk."),
        Kolom("jegens_klager", JaNee(), "Gaat over gedrag tegenover de klager. Leeg: ja."),
        Kolom("ondertekend", JaNee(), "Leeg: nee."),
        Kolom("via_commissie", JaNee(), "Een commissie adviseert: dan geldt 10 weken. Leeg: nee."),
        Kolom("ontvangen_register", Datum(), "Dag van ontvangst bij het klachtenpunt."),
        *plaats(),
        Kolom("anonimiteit", Keuze(Zaak.Anonimiteit), "Leeg: nee. Anoniem kan niet."),
        rubricering(),
        aantal_betrokkenen(),
        Kolom("bevestigd_op", Datum(), "Dag waarop de klager een ontvangstbevestiging kreeg."),
        Kolom("aanvulling_gevraagd_op", Datum(), "Dag waarop de klager om een aanvulling is gevraagd."),
        Kolom("afschrift_aangeklaagde_op", Datum(), "Dag waarop de aangeklaagde een kopie kreeg."),
        Kolom("hoorzitting_op", Datum(), "Dag waarop er is gehoord."),
        Kolom("afzien_horen_grond", Codekeuze("afzien_horen"), "Waarom er niet is gehoord."),
        Kolom("advies", tekst(Klacht, "advies"), "Advies van de commissie."),
        Kolom("advies_op", Datum(), "Dag van het advies."),
        Kolom("oordeel", Codekeuze("oordeel"), "Het oordeel over de klacht."),
        Kolom("oordeel_op", Datum(), "Dag van het oordeel."),
        Kolom(
            "afwijking_advies_reden",
            tekst(Klacht, "afwijking_advies_reden"),
            "Waarom het oordeel afwijkt van het advies.",
        ),
        Kolom("conclusies", tekst(Klacht, "conclusies"), "De conclusies, zonder namen."),
        Kolom("opvolging", tekst(Klacht, "opvolging"), "Wat er met de conclusies gebeurt."),
        Kolom("kennisgeving_op", Datum(), "Dag waarop de klager bericht kreeg."),
        Kolom("ombudsman_vermeld", JaNee(), "Het bericht noemt de ombudsman. Leeg: nee."),
        Kolom("ombudsman_oordeel_op", Datum(), "Dag van het bericht van de ombudsman."),
        Kolom("verdaagd_op", Datum(), "Dag waarop is verdaagd."),
        Kolom("verdaagd_weken", Getal(4), "Aantal weken, 1 tot en met 4."),
        Kolom("verdaagd_reden", tekst(Klacht, "verdaagd_reden"), "Waarom is verdaagd."),
        Kolom("verdaagd_klager_op", Datum(), "Dag waarop de klager dat hoorde."),
        Kolom("verdaagd_aangeklaagde_op", Datum(), "Dag waarop de aangeklaagde dat hoorde."),
        Kolom("instemming_uitstel_op", Datum(), "Dag waarop de klager schriftelijk instemde met uitstel."),
        Kolom("instemming_uitstel_tot", Datum(mag_toekomst=True), "Tot en met welke dag."),
        Kolom("afsluitgrond", Keuze(Klacht.Afsluitgrond), "Hoe de klacht eindigde zonder oordeel."),
        Kolom(
            "niet_in_behandeling_grond",
            Codekeuze("niet_in_behandeling"),
            "Waarom de klacht niet in behandeling is genomen.",
        ),
        Kolom("niet_in_behandeling_bericht_op", Datum(), "Dag waarop de klager dat hoorde."),
        Kolom(
            "doorgezonden_naar",
            tekst(Klacht, "doorgezonden_naar"),
            "Waarheen de klacht is doorgezonden, zonder namen.",
        ),
        Kolom("datum_afgehandeld", Datum(), "Dag waarop de klacht is afgedaan, op welke manier ook."),
        Kolom("datum_gesloten", Datum(), "Alleen bij de status gesloten."),
    )


def _nooit_anoniem(waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    """Awb 9:4 and 9:9: the aangeklaagde gets a copy of the klacht."""
    if waarden.get("anonimiteit") == Zaak.Anonimiteit.ANONIEM:
        return [("anonimiteit", zin(_("nee of vertrouwelijk: een klacht kan niet anoniem")))]
    return []


def _status(waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    """A klacht that went to another register stands there; and whoever ended has a day on which."""
    status = waarden.get("status", Status.ONTVANGEN)
    if status == Status.DOORGELEID:
        return [("status", zin(_("een status van een klacht die klacht bleef")))]
    if status in EINDE and "datum_afgehandeld" not in waarden:
        return [("datum_afgehandeld", zin(_("een dag: de status is %(status)s"), status=status))]
    return []


def _verdagen(waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    weken = waarden.get("verdaagd_weken")
    return [("verdaagd_weken", zin(_("1 tot en met 4")))] if weken == 0 else []


def _een_einde(waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    fouten = [(veld, zin(_("leeg: de klacht eindigt op een andere manier"))) for veld in dubbel(waarden)]
    oordeel, afgezien = waarden.get("oordeel"), waarden.get("afzien_horen_grond")
    if oordeel and afgezien and zonder_horen(oordeel.code, afgezien.code):
        fouten.append(("oordeel", zin(_("een oordeel dat past bij de reden waarom niet is gehoord"))))
    return fouten


INVOER = Invoeropgave(
    kolommen=kolommen,
    standaard_onderwerp=lambda waarden: str(waarden["klachtsoort"].label),
    standaard_status=Status.ONTVANGEN,
    met_afhandeling=EINDE,
    met_sluiting=frozenset({Status.GESLOTEN}),
    volgorde=VOLGORDE,
    hoort_bij=HOORT_BIJ,
    tegenspraken=(_nooit_anoniem, _status, _verdagen, _een_einde),
    teamsoorten=frozenset({Team.Soort.KLACHTEN}),
)
