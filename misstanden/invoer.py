"""What the register of misstanden takes in from a file (`docs/import.md`): never who reported it."""

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
from zaken.invoer.waarden import Codekeuze, Datum, Keuze
from zaken.models import Zaak

from .afronden import is_doorgezonden
from .controles import HOORT_BIJ, VOLGORDE
from .models import Misstand
from .status import Status

EINDE = frozenset(
    {Status.TERUGGEKOPPELD, Status.NAZORG, Status.GESLOTEN, Status.GEHERKWALIFICEERD, Status.INGETROKKEN}
)


@cache
def kolommen() -> tuple[Kolom, ...]:
    """All columns, in the order of the documentation. Persons, benadeling and bekendmaking are not taken in."""
    return (
        ontvangst(),
        *herkomst("het vermoeden"),
        Kolom(
            "onderwerp",
            tekst(Misstand, "onderwerp"),
            "Eén neutrale regel zonder namen. Leeg: Vermoeden van een misstand.",
        ),
        Kolom("omschrijving", tekst(Misstand, "omschrijving"), "Wat er is gemeld, zonder namen."),
        Kolom("status", Keuze(Status), "Leeg: ontvangen."),
        Kolom("melder_status", Codekeuze("melder_status"), "Medewerker, oud-medewerker of derde."),
        Kolom("extern_gemeld_bij", Codekeuze("extern_meldpunt"), "Waar het ook is gemeld."),
        Kolom("ontvangen_register", Datum(), "Dag van ontvangst bij het meldpunt."),
        *plaats(),
        Kolom("anonimiteit", Keuze(Zaak.Anonimiteit), "Leeg: vertrouwelijk. Nee kan niet."),
        rubricering(),
        aantal_betrokkenen(),
        Kolom("bevestigd_op", Datum(), "Dag waarop de melder een ontvangstbevestiging kreeg."),
        Kolom("verslag_akkoord_op", Datum(), "Dag waarop de melder akkoord was met het verslag."),
        Kolom(
            "maatschappelijk_belang_toets",
            Keuze(Misstand.Antwoord),
            "Is het maatschappelijk belang in het geding.",
        ),
        Kolom("inbreuk_unierecht", Keuze(Misstand.Antwoord), "Is er inbreuk op het Unierecht."),
        Kolom("toets_toelichting", tekst(Misstand, "toets_toelichting"), "Uitleg bij de beoordeling."),
        Kolom("bevindingen_op", Datum(), "Dag waarop de bevindingen klaar waren."),
        Kolom("standpunt", tekst(Misstand, "standpunt"), "Het standpunt van Defensie, zonder namen."),
        Kolom("uitkomst", Keuze(Misstand.Uitkomst), "Wat er is vastgesteld."),
        Kolom("doorgezonden_aan", Codekeuze("extern_meldpunt"), "Aan welke autoriteit."),
        Kolom("terugkoppeling_op", Datum(), "Dag waarop de melder bericht kreeg."),
        Kolom("navraag_benadeling_op", Datum(), "Dag waarop navraag is gedaan."),
        Kolom("nazorg_gedaan_op", Datum(), "Dag waarop de nazorg klaar was."),
        Kolom(
            "datum_afgehandeld", Datum(), "Dag van de terugkoppeling, het herkwalificeren of het intrekken."
        ),
        Kolom("datum_gesloten", Datum(), "Alleen bij de status gesloten."),
    )


def _altijd_geheim(waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    """Wbk art. 1a: the identity of the melder is secret."""
    if waarden.get("anonimiteit") == Zaak.Anonimiteit.NEE:
        return [("anonimiteit", zin(_("vertrouwelijk of anoniem: wie meldt, is geheim")))]
    return []


def _doorgezonden(waarden: Mapping[str, Any]) -> list[tuple[str, Zin]]:
    uitkomst = waarden.get("uitkomst", "")
    if "doorgezonden_aan" in waarden and uitkomst and not is_doorgezonden(uitkomst):
        return [("doorgezonden_aan", zin(_("leeg: de uitkomst is niet doorgezonden")))]
    return []


INVOER = Invoeropgave(
    kolommen=kolommen,
    standaard_onderwerp=lambda waarden: "Vermoeden van een misstand",
    standaard_status=Status.ONTVANGEN,
    met_afhandeling=EINDE,
    met_sluiting=frozenset({Status.GESLOTEN}),
    volgorde=VOLGORDE,
    hoort_bij=HOORT_BIJ,
    tegenspraken=(_altijd_geheim, _doorgezonden),
    standaard={"anonimiteit": Zaak.Anonimiteit.VERTROUWELIJK.value},
    teamsoorten=frozenset({Team.Soort.MISSTANDEN}),
)
