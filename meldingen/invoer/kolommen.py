"""The columns that a file may have: names of fields, how they are read, what they mean (`docs/import.md`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.db.models import Field

from meldingen.models import Melding
from meldingen.status import Status
from zaken.models import Zaak
from zaken.versleuteling.velden import VersleuteldeTekst

from .fouten import Foutenlijst
from .waarden import Codekeuze, Codekeuzes, Datum, Getal, JaNee, Keuze, Soort, Tekst, Voorval


@dataclass(frozen=True)
class Kolom:
    """One column. `andere` are names that mean the same."""

    naam: str
    soort: Soort
    uitleg: str
    verplicht: bool = False
    andere: tuple[str, ...] = ()


def _tekst(naam: str) -> Tekst:
    """Limits of a text as the model has them."""
    veld = cast("Field[Any, Any]", Melding._meta.get_field(naam))
    if isinstance(veld, VersleuteldeTekst):
        return Tekst(veld.max_tekens or 0, veld.eenregelig)
    return Tekst(veld.max_length or 0, eenregelig=True)


@cache
def kolommen() -> tuple[Kolom, ...]:
    """All columns, in the order of the documentation."""
    return (
        Kolom(
            "ontvangen_defensie",
            Datum(),
            "Dag van ontvangst bij Defensie. Bepaalt het jaar in de cijfers en in het zaaknummer.",
            True,
            ("datum_ontvangst",),
        ),
        Kolom("hoofdcategorie", Codekeuze("hoofdcategorie"), "Waar de melding over gaat.", True),
        Kolom("bronsysteem", Keuze(Zaak.Bronsysteem), "Waar de melding vandaan komt. Leeg: applicatie."),
        Kolom(
            "externe_referentie",
            _tekst("externe_referentie"),
            "Nummer in het bronsysteem. Hieraan is een melding te herkennen bij een tweede keer.",
        ),
        Kolom(
            "onderwerp",
            _tekst("onderwerp"),
            "Eén neutrale regel zonder namen. Leeg: het label van de hoofdcategorie.",
        ),
        Kolom("omschrijving", _tekst("omschrijving"), "Wat er is gemeld, zonder namen."),
        Kolom("status", Keuze(Status), "Leeg: nieuw."),
        Kolom(
            "subcategorieen",
            Codekeuzes("subcategorie"),
            "Alleen subcategorieën van de hoofdcategorie.",
            andere=("subcategorie",),
        ),
        Kolom("ontvangen_register", Datum(), "Dag van ontvangst bij het meldpunt."),
        Kolom(
            "voorval_van", Voorval(eind=False), "Eerste dag van het voorval.", andere=("datum_voorval_van",)
        ),
        Kolom(
            "voorval_tot", Voorval(eind=True), "Laatste dag van het voorval.", andere=("datum_voorval_tot",)
        ),
        Kolom(
            "voorval_precisie",
            Keuze(Zaak.Precisie),
            "Hoe precies de datum bekend is. Leeg: volgt uit voorval_van.",
        ),
        Kolom("meldkanaal", Codekeuze("meldkanaal"), "Bij wie de melding binnenkwam."),
        Kolom("defensieonderdeel", Codekeuze("defensieonderdeel"), "Onderdeel van de betrokkene."),
        Kolom("eenheid", _tekst("eenheid"), "Nooit in een export."),
        Kolom("locatiecontext", Codekeuze("locatiecontext"), "Waar het voorval was."),
        Kolom("bron", Codekeuze("bron"), "Van wie de melding kwam."),
        Kolom("anonimiteit", Keuze(Zaak.Anonimiteit), "Leeg: nee."),
        Kolom("rubricering", Keuze(Zaak.Rubricering), "Leeg: departementaal_vertrouwelijk."),
        Kolom("aantal_betrokkenen", Getal(32_767), "Ook als namen niet bekend zijn."),
        Kolom("wens_melder", _tekst("wens_melder"), "Wat de melder wil bereiken."),
        Kolom("aangifte", Keuze(Melding.Aangifte), "Leeg: onbekend."),
        Kolom("afstemming_om", JaNee(), "Afgestemd met het OM. Leeg: nee."),
        Kolom("ordemaatregel", _tekst("ordemaatregel"), "Wat er meteen is gedaan."),
        Kolom("bevoegd_gezag", _tekst("bevoegd_gezag"), "Functie van het bevoegd gezag, nooit een naam."),
        Kolom("bevestigd_op", Datum(), "Dag waarop de melder een ontvangstbevestiging kreeg."),
        Kolom("coid_advies", Codekeuze("coid_advies"), "Advies aan het bevoegd gezag."),
        Kolom("coid_advies_op", Datum(), "Dag van het advies."),
        Kolom("herinneren_op", Datum(mag_toekomst=True), "Dag om het bevoegd gezag te herinneren."),
        Kolom("besluit_bg", Codekeuze("besluit_bg"), "Besluit van het bevoegd gezag."),
        Kolom("besluit_bg_op", Datum(), "Dag van het besluit."),
        Kolom("afwijking_reden", _tekst("afwijking_reden"), "Waarom het besluit afwijkt van het advies."),
        Kolom(
            "afdoeningen", Codekeuzes("afdoening"), "Wat er met de melding is gedaan.", andere=("afdoening",)
        ),
        Kolom("uitkomst", Codekeuze("uitkomst_melding"), "Wat er is vastgesteld."),
        Kolom("teruggekoppeld_op", Datum(), "Dag waarop de melder bericht kreeg."),
        Kolom(
            "geen_terugkoppeling_reden",
            _tekst("geen_terugkoppeling_reden"),
            "Waarom de melder geen bericht kreeg.",
        ),
        Kolom(
            "herbeoordelen_op",
            Datum(mag_toekomst=True),
            "Dag om een opgeschorte melding opnieuw te bekijken.",
        ),
        Kolom("doorgeleid_naar", Keuze(Melding.Doorgeleid), "Alleen bij de status doorgeleid."),
        Kolom("nazorg_gedaan_op", Datum(), "Dag waarop de nazorg klaar was."),
        Kolom("geen_nazorg_reden", _tekst("geen_nazorg_reden"), "Waarom er geen nazorg was."),
        Kolom("datum_afgehandeld", Datum(), "Alleen bij de statussen afgehandeld, nazorg en gesloten."),
        Kolom("datum_gesloten", Datum(), "Alleen bij de status gesloten."),
    )


def lijsten() -> set[str]:
    """The code lists that columns choose from."""
    return {k.soort.lijst for k in kolommen() if isinstance(k.soort, Codekeuze | Codekeuzes)}


def kies(kop: Sequence[str]) -> list[Kolom]:
    """The column of each name in a header, in its order. Raises `Invoerfout` with all that is wrong."""
    namen = {naam: kolom for kolom in kolommen() for naam in (kolom.naam, *kolom.andere)}
    fouten = Foutenlijst()
    gekozen: list[Kolom] = []
    for naam in (cel.strip().lower() for cel in kop):
        kolom = namen.get(naam)
        if kolom is None:
            fouten.voeg_toe(1, naam or "(leeg)", naam, ", ".join(namen))
        elif kolom in gekozen:
            fouten.voeg_toe(1, naam, naam, f"één keer een kolom {kolom.naam}")
        else:
            gekozen.append(kolom)
    for kolom in kolommen():
        if kolom.verplicht and kolom not in gekozen:
            fouten.voeg_toe(1, kolom.naam, "(ontbreekt)", "deze kolom is verplicht")
    fouten.eis_geen()
    return gekozen
