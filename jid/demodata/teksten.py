"""Neutral sentences per hoofdcategorie. Nobody is named: no person, no unit, no place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

ONDERWERPEN: Mapping[str, Sequence[str]] = {
    "financieel": (
        "Declaratie van reiskosten die niet klopt",
        "Kleine diefstal uit een kleedruimte",
        "Vermissing van gereedschap uit het magazijn",
        "Onregelmatigheden in de kas van een kantine",
        "Dubbele vergoeding voor dezelfde dienstreis",
    ),
    "positie": (
        "Mogelijk voordeel bij de keuze van een leverancier",
        "Nevenwerk dat niet is gemeld",
        "Opdracht gegund aan een bekende",
        "Druk op een ondergeschikte voor een persoonlijke dienst",
        "Geschenk aangenomen van een leverancier",
    ),
    "informatie": (
        "Personeelsgegevens gedeeld in een appgroep",
        "Foto van een afgesloten ruimte op internet",
        "Dossier ingezien zonder dat het werk dat vroeg",
        "Interne stukken gestuurd naar een privéadres",
    ),
    "geweldsbevoegdheid": (
        "Optreden tijdens een aanhouding",
        "Gebruik van dwang bij een toegangscontrole",
    ),
    "omgangsvormen": (
        "Kwetsende opmerkingen op de werkvloer",
        "Pesten binnen een ploeg",
        "Ongewenste berichten van een collega",
        "Intimiderend gedrag tijdens een oefening",
        "Buitensluiten van een nieuwe collega",
        "Ongepaste aanraking tijdens een feestavond",
        "Grappen over afkomst in de les",
        "Schelden en dreigen tijdens de dienst",
        "Vernederende behandeling in de opleiding",
    ),
    "privesfeer": (
        "Aanhouding in de vrije tijd",
        "Rijden onder invloed buiten diensttijd",
        "Ruzie met buren die uit de hand liep",
        "Bericht van de politie over een vechtpartij",
        "Gedrag op sociale media buiten werktijd",
    ),
    "dienstmiddelen_interne_regels": (
        "Dienstauto gebruikt voor een privérit",
        "Voorschrift voor de wacht niet gevolgd",
        "Alcohol gebruikt tijdens de dienst",
        "Tankpas gebruikt voor een eigen auto",
        "Positieve uitslag van een drugscontrole",
    ),
    "dienstmiddelen": (
        "Dienstauto gebruikt voor een privérit",
        "Tankpas gebruikt voor een eigen auto",
        "Gereedschap mee naar huis genomen",
        "Diensttelefoon gebruikt voor eigen handel",
    ),
    "interne_regels": (
        "Voorschrift voor de wacht niet gevolgd",
        "Positieve uitslag van een drugscontrole",
        "Alcohol gebruikt tijdens de dienst",
        "Afwezig zonder toestemming",
        "Munitie niet ingeleverd na een oefening",
    ),
    "overige": (
        "Zorg over de sfeer in een afdeling",
        "Onduidelijke melding over gedrag van een collega",
        "Signaal uit een onderzoek naar tevredenheid",
    ),
}
"""What a melding is about, in one line."""

SUBCATEGORIEEN: Mapping[str, Sequence[str]] = {
    "omgangsvormen": (
        "intimidatie",
        "verbale_intimidatie",
        "seksuele_intimidatie",
        "agressie_en_geweld",
        "pesten",
        "treiteren",
        "kwaadspreken",
        "stalking",
        "discriminatie",
    ),
    "interne_regels": ("niet_volgen_van_regels", "drugs"),
    "privesfeer": ("strafbaar_feit_vrije_tijd", "agressie_privesfeer"),
    "financieel": ("kleine_diefstal", "vermissing"),
}

_BEGIN = (
    "De melder vertelt dat dit de afgelopen weken meer dan een keer is gebeurd.",
    "De melder heeft het zelf gezien en heeft er met een collega over gesproken.",
    "De leidinggevende gaf dit door na een gesprek met de melder.",
    "De melder hoorde dit van een getuige en vindt dat iemand ernaar moet kijken.",
    "De melding kwam binnen met een kort verslag van wat er is gezien.",
)
_MIDDEN = (
    "Volgens de melder waren er andere collega's bij.",
    "De betrokkene is er volgens de melder nog niet op aangesproken.",
    "Er zijn berichten bewaard die de melder wil laten zien.",
    "De melder weet niet of dit eerder is gemeld.",
    "De werkzaamheden gaan gewoon door.",
)
_EIND = (
    "De melder vraagt wat er nu gebeurt.",
    "De melder wil dat het stopt en hoopt op een gesprek.",
    "De melder wil op de hoogte blijven.",
    "De melder wil niet dat de eigen naam bekend wordt.",
)
OMSCHRIJVING = (_BEGIN, _MIDDEN, _EIND)
"""One sentence of each makes a description."""

WENSEN = (
    "De melder wil dat het gedrag stopt.",
    "De melder wil een gesprek met een leidinggevende erbij.",
    "De melder wil alleen dat het bekend is.",
)
NOTITIES = (
    "Gebeld met de melder. De melder vertelt rustig wat er is gebeurd.",
    "Gesproken met de leidinggevende over de volgende stap.",
    "Stukken ontvangen en toegevoegd aan het dossier.",
    "De betrokkene heeft de eigen kant van het verhaal verteld.",
    "Afgesproken dat er over twee weken weer contact is.",
)
BEVOEGD_GEZAG = ("commandant van het onderdeel", "hoofd van de afdeling", "directeur van de directie")
VEILIG_BEREIKBAAR = (
    "Na 18.00 uur, niet op het werk.",
    "Alleen via een bericht, niet bellen.",
    "Op werkdagen tussen de middag.",
)
AFWIJKING = "Het bevoegd gezag vindt een gesprek passender bij wat er is gebeurd."
TOELICHTINGEN: Mapping[str, str] = {
    "ingetrokken": "De melder wil niet verder met de melding.",
    "niet_in_behandeling": "Dit hoort bij een ander loket. De melder weet waar.",
    "opgeschort": "Er loopt een strafrechtelijk onderzoek. We wachten daarop.",
}
"""Reasons for steps that ask for one."""
GEEN_NAZORG = "De melder heeft geen behoefte aan nazorg."
REDEN_TOEGANG = "Toegewezen als behandelaar"
REDEN_ONDERZOEK = "Doet het onderzoek"
