"""What the register of onderzoeken takes in from a file (`docs/import.md`)."""

from __future__ import annotations

from functools import cache

from gebruikers.models import Team
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

from .controles import HOORT_BIJ, VOLGORDE
from .models import Onderzoek
from .status import Status

KLAAR = frozenset({Status.NIET_INSTELLEN, Status.BESLUIT_GENOMEN, Status.GESTAAKT, Status.GEARCHIVEERD})


@cache
def kolommen() -> tuple[Kolom, ...]:
    """All columns, in the order of the documentation. Onderzoekers, gesprekken and conclusies are not taken in."""
    return (
        ontvangst(),
        *herkomst("het onderzoek"),
        Kolom(
            "onderwerp", tekst(Onderzoek, "onderwerp"), "Eén neutrale regel zonder namen. Leeg: Onderzoek."
        ),
        Kolom("omschrijving", tekst(Onderzoek, "omschrijving"), "Waar het om gaat, zonder namen."),
        Kolom("status", Keuze(Status), "Leeg: advies_gevraagd."),
        Kolom("onderzoeksoort", Codekeuze("onderzoeksoort"), "Wat voor onderzoek het is."),
        Kolom("uitvoerder", Keuze(Onderzoek.Uitvoerder), "Wie het onderzoek doet."),
        Kolom("ontvangen_register", Datum(), "Dag van ontvangst bij COID."),
        *plaats(),
        rubricering(),
        aantal_betrokkenen(),
        Kolom("coid_advies", Codekeuze("coid_advies"), "Advies aan het bevoegd gezag."),
        Kolom("coid_advies_op", Datum(), "Dag van het advies."),
        Kolom("besluit_bg_op", Datum(), "Dag van het besluit van het bevoegd gezag."),
        Kolom(
            "instellingsbeschikking",
            tekst(Onderzoek, "instellingsbeschikking"),
            "Kenmerk van de beschikking, geen namen.",
        ),
        Kolom("opdracht", tekst(Onderzoek, "opdracht"), "De opdracht, zonder namen."),
        Kolom("ingesteld_op", Datum(), "Dag waarop het onderzoek is ingesteld."),
        Kolom("wederhoor_op", Datum(), "Dag van het wederhoor."),
        Kolom("rapport_op", Datum(), "Dag waarop het rapport is vastgesteld."),
        Kolom("besluit_op", Datum(), "Dag van het besluit na het rapport."),
        Kolom("datum_afgehandeld", Datum(), "Dag van het besluit, het niet instellen of het staken."),
        Kolom("datum_gesloten", Datum(), "Alleen bij de status gearchiveerd."),
    )


INVOER = Invoeropgave(
    kolommen=kolommen,
    standaard_onderwerp=lambda waarden: "Onderzoek",
    standaard_status=Status.ADVIES_GEVRAAGD,
    met_afhandeling=KLAAR,
    met_sluiting=frozenset({Status.GEARCHIVEERD}),
    volgorde=VOLGORDE,
    hoort_bij=HOORT_BIJ,
    teamsoorten=frozenset({Team.Soort.BEHANDELING}),
)
