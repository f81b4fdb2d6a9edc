"""Examples of what stands around the content: titles, messages, buttons, filters, questions."""

from __future__ import annotations

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message

from .soorten import BALK, Component, Proefform, Voorbeeld, met_fouten

PLAATS_VRIJ = "De plaats is vrij tot het antwoord komt; niets verspringt."
KOP = {"titel": "Meldingen", "sub": "Stand op 31 december 2024"}

COMPONENTEN: dict[str, Component] = {
    "berichten": Component(
        "Wat er net gebeurde, boven aan de pagina.",
        (
            Voorbeeld("gelukt", {"berichten": [Message(constants.SUCCESS, "De notitie is opgeslagen.")]}),
            Voorbeeld("fout", {"berichten": [Message(constants.ERROR, "Dat lukte niet.")]}),
        ),
        {"leeg": "Niets.", "fout": "De toon fout, in woorden."},
    ),
    "bevestig": Component(
        "Vraagt eerst, voor iets dat niet terug kan.",
        (
            Voorbeeld(
                "met gevolgen",
                {
                    "tekst": "U sluit deze persoon uit.",
                    "gevolgen": ["De persoon ziet de zaak nooit meer."],
                    "knop": "Uitsluiten",
                    "terug_url": "#",
                    "gevaar": True,
                },
                '<form method="post" action="#">{}</form>',
            ),
        ),
        {"laden": "De knop doet niets bij een tweede klik.", "offline": BALK},
    ),
    "bewaarregel": Component(
        "Zegt of het concept bewaard is.",
        (Voorbeeld("bewaard", {"bewaard_om": "14.32"}),),
        {
            "leeg": "Niets, met de plaats vrij.",
            "fout": "Opslaan lukt nu niet; het wordt vanzelf opnieuw geprobeerd.",
            "offline": "Als fout; bewaart zodra er weer verbinding is.",
            "conflict": "Zegt dat een ander venster een nieuwere tekst heeft, en stopt met bewaren.",
        },
    ),
    "chips": Component(
        "Elk filter dat aan staat; een klik haalt het weg.",
        (
            Voorbeeld(
                "twee filters",
                {"chips": [{"url": "#", "label": "Status: Nieuw"}, {"url": "#", "label": "Jaar: 2024"}]},
            ),
        ),
        {"leeg": "Niets."},
    ),
    "filterpaneel": Component(
        "Filters naast een lijst; op een telefoon dichtgevouwen.",
        (
            Voorbeeld(
                "een filter actief",
                lambda: {
                    "form": Proefform(),
                    "naam": "Voorbeeld filteren",
                    "wissen_url": "#",
                    "aantal_actief": 1,
                },
            ),
            Voorbeeld(
                "een filter dat niet kan",
                lambda: {**met_fouten(), "naam": "Filter met fouten", "wissen_url": "#"},
            ),
        ),
        {"fout": "Elk veld zegt in woorden wat er niet kan."},
    ),
    "foutenoverzicht": Component(
        "Krijgt de focus als een formulier terugkomt; elke regel gaat naar zijn veld.",
        (Voorbeeld("drie fouten", met_fouten),),
        {"leeg": "Niets.", "fout": "Dit is de fout.", "conflict": "De fout boven aan het formulier."},
    ),
    "knop": Component(
        "Een link of een verzendknop; een hoofdknop per pagina.",
        (
            Voorbeeld("hoofdknop", {"label": "Toewijzen", "hoofd": True}),
            Voorbeeld("gewoon, met icoon", {"label": "Delen", "icoon": "share", "url": "#"}),
            Voorbeeld("stil", {"label": "Terug", "url": "#", "soort": "subtle"}),
            Voorbeeld("gevaar", {"label": "Uitsluiten", "hoofd": True, "gevaar": True}),
        ),
        {"laden": "Na een klik doet de knop even niets en ziet hij er zo uit.", "offline": BALK},
    ),
    "kop": Component(
        "De titel van een pagina, met wat u er kunt doen.",
        (
            Voorbeeld("alleen een titel", {"titel": "Mijn werk"}),
            Voorbeeld(
                "met acties",
                {**KOP, "acties": [{"url": "#", "label": "Nieuwe melding", "icoon": "plus", "hoofd": True}]},
            ),
        ),
    ),
    "kruimels": Component(
        "Waar deze pagina onder valt.",
        (Voorbeeld("drie lagen", {"kruimels": [("#", "Meldingen"), ("#", "M-2024-00627"), ("", "Delen")]}),),
    ),
    "leeg": Component(
        "Er is niets, en wat u dan doet.",
        (
            Voorbeeld("niets gevonden", {"icoon": "search"}),
            Voorbeeld(
                "nog niets, met een vervolg",
                {
                    "tekst": "Hier staat nog niets.",
                    "uitleg": "U ziet hier meldingen van uw team.",
                    "url": "#",
                    "label": "Nieuwe melding",
                },
            ),
        ),
        {"leeg": "Dit is leeg."},
    ),
    "melding": Component(
        "Een mededeling in de pagina.",
        (
            Voorbeeld(
                "info",
                {
                    "tekst": "Deze melding is samengevoegd. Werk verder in:",
                    "url": "#",
                    "url_label": "M-2024-00001",
                },
            ),
            Voorbeeld("gelukt", {"toon": "success", "tekst": "De melding is opgeslagen."}),
            Voorbeeld(
                "let op",
                {
                    "toon": "warning",
                    "kop": "Een klacht kan niet anoniem",
                    "tekst": "De aangeklaagde krijgt een kopie.",
                },
            ),
            Voorbeeld(
                "fout",
                {"toon": "error", "tekst": "De rijen zijn samen 371, het totaal is 271. Herstel dit eerst."},
            ),
            Voorbeeld(
                "conflict",
                {
                    "toon": "warning",
                    "tekst": "M. Jansen wijzigde deze zaak ook. Uw tekst is bewaard.",
                    "url": "#",
                    "url_label": "Vergelijk de versies.",
                },
            ),
        ),
        {
            "fout": "De toon fout.",
            "conflict": "Zie het voorbeeld; daarna komt de pagina die beide teksten naast elkaar zet.",
        },
    ),
    "paginering": Component(
        "Vorige en volgende; nooit paginanummers.",
        (
            Voorbeeld(
                "in het midden",
                {"tekst": "51 tot en met 100 van meer dan 100 meldingen", "vorige": "#", "volgende": "#"},
            ),
            Voorbeeld("een enkele pagina", {"tekst": "3 meldingen"}),
        ),
        {"leeg": "Niets."},
    ),
    "sessie": Component(
        "Vraagt vlak voor het uitloggen of u er nog bent.",
        (Voorbeeld("open", {"sessie_url": "#", "sessie_seconden": 1800}),),
        {"fout": "Zegt dat aangemeld blijven nu niet lukt.", "offline": "Als fout."},
    ),
    "stappen": Component(
        "Waar u bent in een vragenlijst.",
        (
            Voorbeeld(
                "tweede van drie",
                {
                    "nummer": 2,
                    "totaal": 3,
                    "stappen": [
                        {"label": "Ontvangst", "url": "#", "staat": "done"},
                        {"label": "Personen", "url": "#", "staat": "now"},
                        {"label": "Controleren", "staat": "todo"},
                    ],
                },
            ),
        ),
    ),
    "tabs": Component(
        "Delen van een lijst.",
        (
            Voorbeeld(
                "met aantallen",
                {
                    "naam": "Werkvoorraad",
                    "tabs": [{"url": "#", "label": "Mijn team", "aantal": "1.000+", "actief": True}],
                },
            ),
            Voorbeeld(
                "laden",
                {"naam": "Werkvoorraad", "tabs": [{"url": "#", "label": "Mijn team", "telt_nog": True}]},
            ),
        ),
        {
            "laden": PLAATS_VRIJ,
            "fout": "De tabs blijven, zonder aantallen; boven aan de pagina staat dat een deel niet kon laden.",
        },
    ),
    "verbinding": Component(
        "Staat boven aan de pagina zolang er geen verbinding is.",
        (
            Voorbeeld(
                "offline",
                {
                    "url": "#",
                    "tekst": "U bent niet verbonden. Wat u typte, staat nog op dit scherm. Sluit dit venster niet.",
                },
            ),
            Voorbeeld(
                "de server antwoordt niet",
                {
                    "url": "#",
                    "tekst": "De server antwoordt niet. Uw tekst is nog niet verstuurd en staat nog op dit scherm.",
                },
            ),
        ),
        {"offline": "Dit is offline. Een formulier waarin u typte, gaat pas weg als de server antwoordt."},
    ),
}
