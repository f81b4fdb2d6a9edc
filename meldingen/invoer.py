"""What the register of meldingen takes in from a file (`docs/import.md`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop as _

from inlezen.fouten import Zin, zin
from zaken.invoer.controle import leeg_bij
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
from zaken.invoer.termijnrijen import Termijnrijen, Voldaan, als_rijen
from zaken.invoer.waarden import Codekeuze, Codekeuzes, Datum, JaNee, Keuze
from zaken.models import Zaak
from zaken.register.regels import Termijnstand
from zaken.termijnen import Normen, Termijncode, geldige_normen, melding

from .afronden import tegenstrijdig
from .controles import DATUM_VAN_KEUZE, SLUIT_UIT, VOLGORDE
from .models import Melding
from .status import MET_TERMIJNEN, Status

if TYPE_CHECKING:
    from codelijsten.models import Code


@cache
def kolommen() -> tuple[Kolom, ...]:
    """All columns, in the order of the documentation."""
    return (
        ontvangst(),
        Kolom("hoofdcategorie", Codekeuze("hoofdcategorie"), "Waar de melding over gaat.", True),
        *herkomst("de melding"),
        Kolom(
            "onderwerp",
            tekst(Melding, "onderwerp"),
            "Eén neutrale regel zonder namen. Leeg: het label van de hoofdcategorie.",
        ),
        Kolom("omschrijving", tekst(Melding, "omschrijving"), "Wat er is gemeld, zonder namen."),
        Kolom("status", Keuze(Status), "Leeg: nieuw."),
        Kolom(
            "subcategorieen",
            Codekeuzes("subcategorie"),
            "Alleen subcategorieën van de hoofdcategorie.",
            andere=("subcategorie",),
        ),
        Kolom("ontvangen_register", Datum(), "Dag van ontvangst bij het meldpunt."),
        *plaats(),
        Kolom("bron", Codekeuze("bron"), "Van wie de melding kwam."),
        Kolom("anonimiteit", Keuze(Zaak.Anonimiteit), "Leeg: nee."),
        rubricering(),
        aantal_betrokkenen(),
        Kolom("wens_melder", tekst(Melding, "wens_melder"), "Wat de melder wil bereiken."),
        Kolom("aangifte", Keuze(Melding.Aangifte), "Leeg: onbekend."),
        Kolom("afstemming_om", JaNee(), "Afgestemd met het OM. Leeg: nee."),
        Kolom("ordemaatregel", tekst(Melding, "ordemaatregel"), "Wat er meteen is gedaan."),
        Kolom(
            "bevoegd_gezag", tekst(Melding, "bevoegd_gezag"), "Functie van het bevoegd gezag, nooit een naam."
        ),
        Kolom("bevestigd_op", Datum(), "Dag waarop de melder een ontvangstbevestiging kreeg."),
        Kolom("coid_advies", Codekeuze("coid_advies"), "Advies aan het bevoegd gezag."),
        Kolom("coid_advies_op", Datum(), "Dag van het advies."),
        Kolom("herinneren_op", Datum(mag_toekomst=True), "Dag om het bevoegd gezag te herinneren."),
        Kolom("besluit_bg", Codekeuze("besluit_bg"), "Besluit van het bevoegd gezag."),
        Kolom("besluit_bg_op", Datum(), "Dag van het besluit."),
        Kolom(
            "afwijking_reden", tekst(Melding, "afwijking_reden"), "Waarom het besluit afwijkt van het advies."
        ),
        Kolom(
            "afdoeningen", Codekeuzes("afdoening"), "Wat er met de melding is gedaan.", andere=("afdoening",)
        ),
        Kolom("uitkomst", Codekeuze("uitkomst_melding"), "Wat er is vastgesteld."),
        Kolom("teruggekoppeld_op", Datum(), "Dag waarop de melder bericht kreeg."),
        Kolom(
            "geen_terugkoppeling_reden",
            tekst(Melding, "geen_terugkoppeling_reden"),
            "Waarom de melder geen bericht kreeg.",
        ),
        Kolom(
            "herbeoordelen_op",
            Datum(mag_toekomst=True),
            "Dag om een opgeschorte melding opnieuw te bekijken.",
        ),
        Kolom("doorgeleid_naar", Keuze(Melding.Doorgeleid), "Alleen bij de status doorgeleid."),
        Kolom("nazorg_gedaan_op", Datum(), "Dag waarop de nazorg klaar was."),
        Kolom("geen_nazorg_reden", tekst(Melding, "geen_nazorg_reden"), "Waarom er geen nazorg was."),
        Kolom("datum_afgehandeld", Datum(), "Alleen bij de statussen afgehandeld, nazorg en gesloten."),
        Kolom("datum_gesloten", Datum(), "Alleen bij de status gesloten."),
    )


def _bij_doorgeleid(waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    status = waarden.get("status", Status.NIEUW)
    if "doorgeleid_naar" in waarden and status != Status.DOORGELEID:
        return [("doorgeleid_naar", leeg_bij(status))]
    return []


def _geen_actie(waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    if tegenstrijdig({code.code for code in waarden.get("afdoeningen", ())}):
        return [("afdoeningen", zin(_("geen_actie alleen, of iets anders zonder geen_actie")))]
    return []


def _bericht(waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    return [
        (reden, zin(_("leeg: er is een dag bij %(kolom)s"), kolom=dag))
        for dag, reden in SLUIT_UIT
        if dag in waarden and reden in waarden
    ]


def _subcategorieen(waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    hoofd: Code = waarden["hoofdcategorie"]
    gekozen: Sequence[Code] = waarden.get("subcategorieen", ())
    vreemd = ", ".join(code.code for code in gekozen if code.bovenliggend_id not in (None, hoofd.pk))
    if not vreemd:
        return []
    tekst_ = _("subcategorieën van %(hoofd)s; daar hoort niet bij: %(vreemd)s")
    return [("subcategorieen", zin(tekst_, hoofd=hoofd.code, vreemd=vreemd))]


def _termijnen(zaak: Melding, reeks: Iterable[Normen], voldaan: Voldaan) -> Termijnrijen:
    """The same as the register's rules, at the price of one computation per set of days."""
    return _termijnrijen(
        (
            zaak.ontvangen_defensie,
            zaak.bevestigd_op,
            zaak.teruggekoppeld_op,
            zaak.datum_afgehandeld,
            zaak.nazorg_gedaan_op,
        ),
        normen=geldige_normen(reeks, op=zaak.ontvangen_defensie),
        is_klaar=zaak.status not in MET_TERMIJNEN,
        zonder_nazorg=bool(zaak.geen_nazorg_reden),
        voldaan=voldaan,
    )


@lru_cache(maxsize=4_096)
def _termijnrijen(
    dagen: tuple[date, date | None, date | None, date | None, date | None],
    *,
    normen: Normen,
    is_klaar: bool,
    zonder_nazorg: bool,
    voldaan: Voldaan,
) -> Termijnrijen:
    """Many meldingen have the same days, and so the same terms."""
    ontvangen, bevestigd_op, teruggekoppeld_op, afgehandeld_op, nazorg_gedaan_op = dagen
    berekeningen = melding.termijnen(
        ontvangen_defensie=ontvangen,
        bevestigd_op=bevestigd_op,
        teruggekoppeld_op=teruggekoppeld_op,
        afgehandeld_op=afgehandeld_op,
        nazorg_gedaan_op=nazorg_gedaan_op,
        normen=normen,
    )
    vervalt = {Termijncode.NAZORG.value} if zonder_nazorg else set[str]()
    return als_rijen(Termijnstand(berekeningen, is_klaar, vervalt), voldaan)


INVOER = Invoeropgave(
    kolommen=kolommen,
    standaard_onderwerp=lambda waarden: str(waarden["hoofdcategorie"].label),
    standaard_status=Status.NIEUW,
    met_afhandeling=frozenset({Status.AFGEHANDELD, Status.NAZORG, Status.GESLOTEN}),
    met_sluiting=frozenset({Status.GESLOTEN}),
    volgorde=VOLGORDE,
    hoort_bij=DATUM_VAN_KEUZE,
    tegenspraken=(_bij_doorgeleid, _geen_actie, _bericht, _subcategorieen),
    termijnen=_termijnen,
)
