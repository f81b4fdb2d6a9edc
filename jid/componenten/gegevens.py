"""Examples of what shows data: tables, charts, the parts of a zaak."""

from __future__ import annotations

from datetime import UTC, date, datetime

from schermen import grafieken

from .soorten import Component, Voorbeeld

KOLOMMEN = [
    {"label": "Zaak", "url": "#", "richting": "descending"},
    {"label": "Status"},
    {"label": "Aantal", "getal": True},
]
RIJ = {
    "cellen": [
        {"kolom": "Zaak", "tekst": "M-2024-00627", "sub": "Spullen meegenomen", "url": "#"},
        {"kolom": "Status", "badge": "In behandeling", "toon": "info"},
        {"kolom": "Aantal", "tekst": "3", "getal": True},
    ]
}
JAREN = [{"label": str(2020 + n), "waarde": waarde} for n, waarde in enumerate((314, 371, 667, None, 627))]
DAG = date(2024, 11, 25)
TERMIJN = {
    "wanneer": "Nog 4 dagen",
    "datum": DAG,
    "staat": "soon",
    "uitleg": ["Ontvangen op 28 oktober 2024.", "4 weken later is 25 november 2024."],
}
IDENTITEIT = {
    "nummer": "M-2024-00627",
    "titel": "Spullen zonder bon meegenomen",
    "rubricering": "Departementaal vertrouwelijk",
    "status": "In behandeling",
    "toon": "info",
}

COMPONENTEN: dict[str, Component] = {
    "badge": Component(
        "Een status in een of twee woorden; de kleur zegt niets dat er niet staat.",
        tuple(
            Voorbeeld(toon or "neutraal", {"label": label, "toon": toon})
            for toon, label in {
                "": "Gesloten",
                "info": "In behandeling",
                "warn": "Opgeschort",
                "ok": "Afgehandeld",
                "paars": "Nieuw",
                "danger": "Te laat",
            }.items()
        ),
    ),
    "balken": Component(
        "Een verdeling; de grafiek is zelf de tabel.",
        (
            Voorbeeld(
                "met een waarde die niet getoond wordt",
                lambda: {
                    "rijen": grafieken.balken(JAREN),
                    "bijschrift": "Meldingen per jaar",
                    "kop": "Jaar",
                    "kop_waarde": "Aantal",
                },
            ),
        ),
        {"leeg": "De pagina toont Leeg in plaats van de grafiek."},
    ),
    "definitielijst": Component(
        "Vragen met hun antwoord.",
        (
            Voorbeeld(
                "ingevuld, leeg en te wijzigen",
                {
                    "regels": [
                        {"label": "Meldkanaal", "waarde": "Leidinggevende", "wijzig_url": "#"},
                        {"label": "Aangifte", "waarde": ""},
                    ]
                },
            ),
        ),
        {"leeg": "Per regel: Niet ingevuld."},
    ),
    "gemarkeerd": Component(
        "Tekst met de gezochte woorden erin aangestreept.",
        (
            Voorbeeld(
                "een woord",
                {
                    "delen": [
                        {"tekst": "Een ", "raak": False},
                        {"tekst": "dienstvoertuig", "raak": True},
                        {"tekst": " privé gebruikt", "raak": False},
                    ]
                },
                "<p>{}</p>",
            ),
        ),
    ),
    "identiteit": Component(
        "De kop van een zaak.",
        (
            Voorbeeld("zonder feiten", IDENTITEIT),
            Voorbeeld(
                "met feiten, een te laat",
                {
                    **IDENTITEIT,
                    "feiten": [
                        {"label": "Behandelaar", "waarde": "Adviseur (demo)"},
                        {
                            "label": "Eerste termijn",
                            "waarde": "3 dagen te laat",
                            "sub": "22 november 2024",
                            "staat": "late",
                        },
                    ],
                },
            ),
        ),
    ),
    "kolommen": Component(
        "Een grafiek over de jaren; de getallen staan erop en in een tabel ernaast.",
        (
            Voorbeeld(
                "een waarde niet getoond, een trendbreuk",
                lambda: {
                    "grafiek": grafieken.kolommen([rij | {"breuk": rij["label"] == "2022"} for rij in JAREN]),
                    "sleutel": "voorbeeld",
                    "titel": "Meldingen per jaar",
                    "beschrijving": "Van 314 in 2020 naar 627 in 2024.",
                },
            ),
        ),
        {"leeg": "De pagina toont Leeg in plaats van de grafiek."},
    ),
    "persoonkaart": Component(
        "Een persoon in een zaak.",
        (
            Voorbeeld(
                "bekend",
                {
                    "rol": "Melder",
                    "naam": "Voorbeeld Naam",
                    "gegevens": [{"label": "Functie", "waarde": "Monteur"}],
                },
                "<div>{}</div>",
            ),
            Voorbeeld("niet bekend", {"rol": "Betrokkene", "naam": ""}),
        ),
        {"leeg": "Naam niet bekend."},
    ),
    "stat": Component(
        "Een kerngetal.",
        (
            Voorbeeld(
                "met toelichting",
                {
                    "label": "Meldingen",
                    "waarde": "627",
                    "toelichting": "13% meer dan in 2023",
                    "icoon": "trending-up",
                },
                '<ul class="app-stats">{}</ul>',
            ),
        ),
        {"leeg": "0 als er geen zijn; x als het getal niet getoond wordt."},
    ),
    "tabel": Component(
        "Een lijst; op een telefoon onder elkaar.",
        (Voorbeeld("een rij", {"bijschrift": "Voorbeeld", "kolommen": KOLOMMEN, "rijen": [RIJ]}),),
        {
            "leeg": "De pagina toont Leeg in plaats van de tabel.",
            "laden": "De rijen komen met de pagina mee.",
        },
    ),
    "tabelkop": Component(
        "De koppen van een tabel; een kop met een pijl sorteert.",
        (
            Voorbeeld(
                "aflopend gesorteerd",
                {"kolommen": KOLOMMEN},
                '<table class="utrecht-table app-table"><caption>Koppen</caption>{}<tbody></tbody></table>',
            ),
        ),
    ),
    "termijn": Component(
        "Wanneer iets klaar moet zijn, en waarom.",
        (
            Voorbeeld("binnenkort, met uitleg", TERMIJN),
            Voorbeeld("te laat", {"wanneer": "3 dagen te laat", "datum": DAG, "staat": "late"}),
        ),
        {"leeg": "Geen termijn."},
    ),
    "tijdlijn": Component(
        "Wat er gebeurde, het nieuwste eerst.",
        (
            Voorbeeld(
                "een moment",
                {
                    "momenten": [
                        {
                            "op": datetime(2024, 11, 25, 13, 32, tzinfo=UTC),
                            "kop": "In behandeling genomen",
                            "wie": "Adviseur (demo)",
                            "icoon": "arrow-right",
                            "toon": "info",
                        }
                    ]
                },
            ),
        ),
        {"leeg": "Een zaak heeft altijd een eerste moment."},
    ),
    "werkkaart": Component(
        "Een regel van Mijn werk.",
        (
            Voorbeeld(
                "binnenkort",
                {
                    **TERMIJN,
                    "nummer": "M-2024-00627",
                    "titel": "Spullen zonder bon meegenomen",
                    "url": "#",
                    "status": "In behandeling",
                    "toon": "info",
                    "actie": "Stuur bericht aan de melder.",
                },
                '<ul class="app-werklijst">{}</ul>',
            ),
        ),
    ),
}
