"""Who finds out without opening leaves a trace: accounts by typing names into a draft, a zaak by searching its words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gebruikers.models import Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis, Soort
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.zaken.register.invullen import volledig
from zaken.models import Zaak
from zaken.register import register_van
from zaken.schermen.intake.concept import VENSTER
from zaken.services.concepten import begin_concept
from zaken.services.inhoud import voeg_notitie_toe

pytestmark = pytest.mark.databank

WEGEN = ["verder", "stap ernaast", "versturen", "bewaren"]


@pytest.mark.aanval("concept", gevonden=True)
@pytest.mark.parametrize("hoe", WEGEN)
def test_wie_accounts_zoekt_met_namen_in_een_concept_laat_een_spoor_na(fabriek, als, client_van, hoe):
    """Where it leads, what the steps say, that it goes on and what is kept each differ for a name that has an account."""
    register = register_van(Zaak.Soort.MELDING)
    with fabriek():
        ik = maak_gebruiker(Rol.INTAKE, teams=[maak_team(soort=Team.Soort.INTAKE)])
        gezocht = maak_gebruiker(Rol.VERTROUWENSPERSOON, naam="Vera Vertrouwelijk")
    inhoud = volledig(register) | ({"toegang": {}} if hoe != "verder" else {})
    for getypt in inhoud.values():
        getypt |= {
            naam: [gezocht.naam] for naam in getypt if naam.startswith("p1") and naam.endswith("-naam")
        }
    with als(ik) as door:
        concept = begin_concept(soort=register.soort, door=door, inhoud=inhoud)
    klant, code = client_van(ik), register.intake.onderwerpen[0].code
    pagina = {naam: register.url("concept", concept.pk, naam) for naam in ("verder", "toegang", code)}
    post = {"stap": "toegang", "volgnummer": "1", "basis": str(concept.volgnummer), VENSTER: "hier"}
    post[f"account_{gezocht.pk}"] = "iemand_anders"
    antwoord = {
        "verder": lambda: klant.get(pagina["verder"]),
        "stap ernaast": lambda: klant.get(pagina[code]),
        "versturen": lambda: klant.post(pagina["toegang"], post),
        "bewaren": lambda: klant.post(register.url("concept_bewaar", concept.pk), post),
    }[hoe]()
    assert antwoord.status_code == (200 if hoe in {"stap ernaast", "bewaren"} else 302)
    with fabriek():
        spoor = Gebeurtenis.objects.get(soort=Soort.ACCOUNTS_VERGELEKEN)
        assert (spoor.door_id, spoor.bijzonderheden["gevonden"]) == (ik.pk, 1)


@pytest.mark.aanval("concept", gevonden=True)
def test_wat_van_een_concept_wordt_bewaard_zegt_niet_wie_een_account_heeft(fabriek, als, client_van):
    """An old number beside an answer about every account: what differed was kept or not by who is recognised."""
    register = register_van(Zaak.Soort.MELDING)
    with fabriek():
        ik = maak_gebruiker(Rol.INTAKE, teams=[maak_team(soort=Team.Soort.INTAKE)])
        gezocht = maak_gebruiker(Rol.VERTROUWENSPERSOON, naam="Vera Vertrouwelijk")
    gezien = []
    for naam in (gezocht.naam, "Niemand Vertrouwelijk"):
        inhoud = volledig(register) | {"toegang": {}}
        for getypt in inhoud.values():
            getypt |= {n: [naam] for n in getypt if n.startswith("p1") and n.endswith("-naam")}
        with als(ik) as door:
            concept = begin_concept(soort=register.soort, door=door, inhoud=inhoud)
        for nummer in ("0", "9"):
            post = {
                "stap": "toegang",
                "volgnummer": nummer,
                "basis": str(concept.volgnummer),
                VENSTER: "hier",
            }
            post |= {f"account_{gezocht.pk}": "iemand_anders"}
            antwoord = client_van(ik).post(register.url("concept_bewaar", concept.pk), post)
            gezien.append((antwoord.status_code, antwoord.json().get("geladen")))
    assert gezien[:2] == gezien[2:]


@pytest.mark.aanval("log", gevonden=True)
def test_wie_een_zaak_in_stukjes_leest_door_te_zoeken_staat_bij_de_lezers(toneel, client_van, fabriek, als):
    """The list of hits shows words of a note: the behandelaar sees who saw them, and that it was a piece."""
    with als(toneel.eigenaar) as door:
        voeg_notitie_toe(zaak=toneel.doel, tekst="De betrokkene woont in Den Helder.", door=door)
    with fabriek():
        lezer = maak_gebruiker(Rol.ADVISEUR, naam="Lezer Stuk", teams=[toneel.team])
    klant, adres = client_van(lezer), reverse("meldingen:lijst")
    klant.get(adres)
    assert "woont in Den" in klant.get(adres, {"q": "Helder"}).text
    with fabriek():
        sporen = Gebeurtenis.objects.filter(door_id=lezer.pk, zaak_id=toneel.doel.pk)
        assert list(sporen.values_list("soort", "bijzonderheden")) == [("ingezien", {"wijze": "fragment"})]
    lezers = client_van(toneel.eigenaar).get(reverse("meldingen:lezers", args=[toneel.doel.pk])).text
    assert "Lezer Stuk" in lezers
    assert "Stukje tekst gezien bij zoeken" in lezers
