"""Attacks by who brings a file: a reference tells no more of a zaak that one does not see than of any other."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.registers import maak_zaak
from tests.hulp.antwoord import TOEVAL
from tests.hulp.wie import fabriek
from tests.inlezen.conftest import Toneel, gebracht, rijen
from tests.inlezen.conftest import toneel as toneel  # the fixture, asked for by name
from zaken.models import Zaak

pytestmark = pytest.mark.databank


def _zonder_toeval(tekst: str, *weg: str) -> str:
    for een in weg:
        tekst = tekst.replace(een, "")
    return TOEVAL.sub(r"\1", tekst)


def _gezien(toneel: Toneel, *referenties: str) -> tuple[str, str]:
    """The preview and the result of a file with these references."""
    inlezing = gebracht(toneel, rijen(*referenties))
    voorbeeld = toneel.pagina(inlezing)
    toneel.werk(toneel.lees_in(inlezing).pk)
    weg = (str(inlezing.pk), *referenties)
    return _zonder_toeval(voorbeeld, *weg), _zonder_toeval(toneel.pagina(inlezing), *weg)


@pytest.mark.aanval("bestaan", gevonden=True)
def test_een_referentie_van_een_zaak_die_men_niet_ziet_wordt_beantwoord_als_een_die_men_ziet(toneel: Toneel):
    """Of the own register, sealed, or of another one: the same preview, the same count, and no row is named."""
    with transaction.atomic(), fabriek():
        bron = {"bronsysteem": "mvv"}
        maak_zaak("melding", externe_referentie="R-ziet", lezers=(toneel.intake,), **bron)
        maak_zaak("melding", externe_referentie="R-niet", lezers=(maak_gebruiker(),), **bron)
        maak_zaak("melding", externe_referentie="R-dicht", verzegeld=True, **bron)
        maak_zaak("klacht", externe_referentie="R-elders", **bron)
        voor = Zaak.objects.zonder_toegangsfilter(reden="test").count()
    gezien = {ref: _gezien(toneel, ref) for ref in ("R-ziet", "R-niet", "R-dicht", "R-elders")}
    assert len(set(gezien.values())) == 1
    voorbeeld, klaar = gezien["R-elders"]
    assert "Overgeslagen: 1 rij." in klaar
    assert voorbeeld == _gezien(toneel, "R-vrij")[0]
    samen = _gezien(toneel, "R-ziet", "R-niet", "R-elders", "R-ook vrij")
    assert "Overgeslagen: 3 rijen." in samen[1]
    assert "klacht" not in samen[1].split("<main")[1].split("</main>")[0].lower()
    with transaction.atomic(), fabriek():
        assert Zaak.objects.zonder_toegangsfilter(reden="test").count() == voor + 2
        gelogd = Gebeurtenis.objects.filter(soort="geimporteerd", door_id=toneel.intake.pk)
        laatste = gelogd.latest("tijdstip").bijzonderheden
        assert (laatste["aantal"], laatste["overgeslagen"], laatste["elders"]) == (1, 3, 1)


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("vraag", ["?alleen=bekend", "?alleen=nieuw", "?alleen=fouten"])
def test_geen_filter_van_het_voorbeeld_zegt_welke_rij_bekend_is(toneel: Toneel, vraag: str):
    with transaction.atomic(), fabriek():
        maak_zaak("melding", externe_referentie=f"F{vraag[8]}", bronsysteem="mvv", lezers=(toneel.intake,))
    inlezing = gebracht(toneel, rijen(f"F{vraag[8]}", "F-vrij"))
    antwoord = toneel.client.get(reverse("inlezen:inlezing", args=[inlezing.pk]) + vraag).content.decode()
    assert [f"Regel F{vraag[8]}" in antwoord, "Regel F-vrij" in antwoord] == [True, True]
