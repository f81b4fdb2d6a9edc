"""Filling in an intake in a test, the way a browser without JavaScript does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gebruikers.models import Gebruiker
from zaken.services.concepten import bewaar_concept

STAPPEN = ("ontvangst", "personen", "gebeurtenis", "categorie", "gedaan")

GOED: dict[str, dict[str, Any]] = {
    "ontvangst": {
        "ontvangen_defensie_dag": "15", "ontvangen_defensie_maand": "11", "ontvangen_defensie_jaar": "2024",
        "ontvangen_register_dag": "18", "ontvangen_register_maand": "11", "ontvangen_register_jaar": "2024",
        "meldkanaal": "leidinggevende", "bron": "eigen_melding", "anonimiteit": "nee",
    },
    "personen": {
        "naam": "Melder Een", "contact": "melder@demo.example", "veilig_bereikbaar": "alleen per sms",
        "personeelscategorie": "militair", "defensieonderdeel": "clas", "aantal_betrokkenen": "2",
        "rij": ["1-betrokkene", "2-getuige"],
        "p1-naam": "", "p1-personeelscategorie": "militair",
        "p1-defensieonderdeel": "clas", "p1-relatie": "collega",
        "p2-naam": "Getuige Een", "p2-personeelscategorie": "", "p2-defensieonderdeel": "", "p2-relatie": "",
    },
    "gebeurtenis": {
        "onderwerp": "Opmerkingen tijdens een oefening",
        "voorval_van_dag": "", "voorval_van_maand": "10", "voorval_van_jaar": "2024",
        "voorval_tot_dag": "", "voorval_tot_maand": "11", "voorval_tot_jaar": "2024",
        "locatiecontext": "oefening", "defensieonderdeel": "clas", "eenheid": "Eenheid A",
        "omschrijving": "De betrokkene maakte kwetsende opmerkingen.",
    },
    "categorie": {"hoofdcategorie": "omgangsvormen", "subcategorieen": ["pesten", "discriminatie"]},
    "gedaan": {
        "wens_melder": "Een gesprek.",
        "bevestigd_op_dag": "", "bevestigd_op_maand": "", "bevestigd_op_jaar": "",
        "ordemaatregel": "Andere ploeg.", "aangifte": "overwogen", "afstemming_om": "on",
    },
}  # fmt: skip


@dataclass
class Invuller:
    """A signed-in client with one draft."""

    client: Client
    pk: str

    @classmethod
    def begin(cls, client: Client) -> Invuller:
        antwoord = client.post(reverse("meldingen:nieuw"))
        assert antwoord.status_code == 302
        return cls(client, str(antwoord.url).split("/")[-3])

    def url(self, stap: str) -> str:
        return reverse("meldingen:concept", args=[self.pk, stap])

    def verborgen(self, stap: str) -> dict[str, str]:
        """The hidden inputs of the page as it stands now."""
        return self.uit(self.client.get(self.url(stap)).content.decode())

    @staticmethod
    def uit(html: str) -> dict[str, str]:
        """The hidden inputs of a page."""
        return dict(
            re.findall(r'name="(volgnummer|basis|geladen|venster|sleutel|stap)" value="([^"]*)"', html)
        )

    def vul_in(self, stap: str, knop: str = "_volgende", **anders: Any) -> HttpResponse:
        """Type the good answers, some of them otherwise, and press a button."""
        velden = GOED[stap] | {naam.replace("__", "-"): waarde for naam, waarde in anders.items()}
        knoppen = {} if "voeg_toe" in anders or "verwijder" in anders else {knop: "1"}
        return self.client.post(self.url(stap), self.verborgen(stap) | velden | knoppen)

    def leg_alles_klaar(self, eigenaar: Gebruiker) -> None:
        """All good answers in the draft at once, as save number 1; `eigenaar` is who asks the database."""
        inhoud = {
            stap: {naam: waarde if isinstance(waarde, list) else [waarde] for naam, waarde in velden.items()}
            for stap, velden in GOED.items()
        }
        assert bewaar_concept(concept_id=UUID(self.pk), velden=inhoud, volgnummer=1, door=eigenaar)

    def vul_alles_in(self, **per_stap: dict[str, Any]) -> None:
        for stap in STAPPEN:
            assert self.vul_in(stap, **per_stap.get(stap, {})).status_code == 302, stap

    def dien_in(self, **anders: str) -> HttpResponse:
        return self.client.post(self.url("controleren"), self.verborgen("controleren") | anders)

    def bewaar(self, stap: str, volgnummer: int | str, **velden: Any) -> HttpResponse:
        """What the page sends by itself while somebody types."""
        url = reverse("meldingen:concept_bewaar", args=[self.pk])
        pagina = {"stap": stap, "volgnummer": volgnummer, "basis": "0", "venster": "venster-a"}
        return self.client.post(url, pagina | velden)
