"""The same attacks on every register: fields a form does not have, another register's zaak, drafts, parts of HTMX."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_rij, maak_zaak
from tests.factories.zaken import sluit_uit
from tests.hulp.antwoord import GEWOON, vergelijk
from zaken.models import Concept, Zaak
from zaken.register import lijst, registers
from zaken.services.concepten import begin_concept
from zaken.toegang import BELEID

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
REGISTERS = list(registers())
PER_REGISTER = pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.soort)
MET_RIJEN = pytest.mark.parametrize(
    "register", [register for register in REGISTERS if register.rijen], ids=lambda register: register.soort
)
NOOIT = (
    *(
        "id",
        "pk",
        "zaak_ptr",
        "zaaknummer",
        "soort",
        "status",
        "team",
        "behandelaar",
        "sleutel",
        "verzegeld",
        "invoer",
    ),
    *(
        "aangemaakt_door",
        "geannuleerd_op",
        "geannuleerd_door",
        "samengevoegd_met",
        "datum_registratie",
        "gebruikers",
    ),
    *("eerste_termijn", "datum_gesloten", "datum_afgehandeld", "bronsysteem", "waardering", "vernietigen_na"),
)
"""What no part of a page may set, by its name or as a key."""


@pytest.fixture
def spel(register, fabriek):
    """Who handles a zaak of this register, somebody with the same role, and a zaak of each."""
    rol = min(BELEID[register.soort].behandelt)
    with fabriek():
        spel = SimpleNamespace(eigenaar=maak_gebruiker(rol), ander=maak_gebruiker(rol), team=maak_team())
        spel.van_eigenaar = maak_zaak(register.soort, lezers=(spel.eigenaar,), behandelaar=spel.eigenaar)
        spel.van_ander = maak_zaak(register.soort, lezers=(spel.ander,), behandelaar=spel.ander)
    return spel


def _stand(zaak, fabriek) -> dict[str, object]:
    with fabriek():
        nu = type(zaak).objects.zonder_toegangsfilter(reden="test").select_related("sleutel").get(pk=zaak.pk)
        return {
            veld: waarde
            for veld, waarde in (model_to_dict(nu) | {"pk": nu.pk, "zaaknummer": nu.zaaknummer}).items()
            if veld in NOOIT
        }


@pytest.mark.aanval("massa")
@PER_REGISTER
def test_geen_onderdeel_van_een_zaak_neemt_een_veld_aan_dat_er_niet_op_staat(
    register, spel, client_van, fabriek
):
    klant = client_van(spel.eigenaar)
    voor = _stand(spel.van_eigenaar, fabriek)
    kwaad = {
        naam: waarde
        for veld in NOOIT
        for naam, waarde in ((veld, str(spel.team.pk)), (f"{veld}_id", str(spel.ander.pk)))
    } | {
        "zaaknummer": "M-1-1",
        "status": "gesloten",
        "verzegeld": "on",
        "soort": "klacht",
        "velden": list(NOOIT),
    }
    for onderdeel in register.onderdelen:
        pad = register.url("wijzig", spel.van_eigenaar.pk, onderdeel)
        form = klant.get(pad).context["form"]
        antwoord = klant.post(pad, kwaad | {n: w for n, w in form.verborgen if n != "velden"})
        assert antwoord.status_code in {302, 422}, onderdeel
        assert _stand(spel.van_eigenaar, fabriek) == voor, onderdeel


@pytest.mark.aanval("massa")
@PER_REGISTER
def test_een_concept_neemt_geen_eigenaar_soort_of_sleutel_aan(register, client_van, als, fabriek):
    with fabriek():
        wie, ander = (maak_gebruiker(Rol(min(BELEID[register.soort].registreert))) for _ in range(2))
    with als(wie):
        concept = begin_concept(soort=register.soort, door=wie)
    kwaad = {"eigenaar": ander.pk, "eigenaar_id": ander.pk, "soort": "melding", "id": str(uuid4()), "sleutel_id": str(uuid4()),
             "stap": register.intake.onderwerpen[0].code, "volgnummer": "3"}  # fmt: skip
    for naam, delen in (("concept_bewaar", ()), ("concept", (register.intake.onderwerpen[0].code,))):
        client_van(wie).post(register.url(naam, concept.pk, *delen), kwaad)
    with fabriek():
        nu = Concept.objects.zonder_toegangsfilter(reden="test").get(pk=concept.pk)
    assert (nu.eigenaar_id, nu.soort, nu.sleutel_id) == (wie.pk, register.soort, concept.sleutel_id)


@pytest.mark.aanval("concept")
@PER_REGISTER
def test_een_concept_van_een_ander_bestaat_in_geen_register_en_op_geen_manier(
    register, client_van, als, fabriek
):
    with fabriek():
        wie, ander = (maak_gebruiker(Rol(min(BELEID[register.soort].registreert))) for _ in range(2))
    with als(wie):
        concept = begin_concept(soort=register.soort, door=wie)
    klant = client_van(ander)
    for naam, delen in (
        ("concept", (register.intake.onderwerpen[0].code,)), ("concept", ("controleren",)),
        ("concept_bewaar", ()), ("concept_weggooien", ()),
    ):  # fmt: skip
        vreemd, onbekend = (register.url(naam, pk, *delen) for pk in (concept.pk, uuid4()))
        assert vergelijk(klant, vreemd, onbekend, GEWOON) == [], naam


@pytest.mark.aanval("concept")
@PER_REGISTER
def test_een_eigen_concept_gaat_niet_open_in_een_ander_register(register, client_van, als, fabriek):
    with fabriek():
        wie = maak_gebruiker(Rol(min(BELEID[register.soort].registreert)))
    with als(wie):
        concept = begin_concept(soort=register.soort, door=wie)
    klant = client_van(wie)
    for ander in REGISTERS:
        if ander is not register:
            eerste = ander.intake.onderwerpen[0].code
            for pad in (ander.url("concept", concept.pk, eerste), ander.url("concept_bewaar", concept.pk)):
                assert klant.get(pad).status_code == 404, ander.soort
                assert klant.post(pad, {"stap": eerste, "volgnummer": "9"}).status_code == 404, ander.soort


@pytest.mark.aanval("eerste muur")
@PER_REGISTER
def test_een_zaak_gaat_niet_open_onder_het_adres_van_een_ander_register(register, spel, client_van):
    """Also for whoever handles it: another register has other rules, and other rights."""
    klant = client_van(spel.eigenaar)
    assert klant.get(register.url("detail", spel.van_eigenaar.pk)).status_code == 200
    for ander in REGISTERS:
        if ander is not register:
            for nummer, naam in enumerate(
                ("detail", "notitie", "annuleer", "toewijzen"), REGISTERS.index(ander)
            ):
                pad = ander.url(naam, spel.van_eigenaar.pk)
                if nummer % 2 or naam == "detail":
                    assert klant.get(pad).status_code == 404, (ander.soort, naam)
                else:
                    gestuurd = klant.post(pad, {"tekst": "x", "reden": "x", "inzending": uuid4()})
                    assert gestuurd.status_code == 404, (ander.soort, naam)


@pytest.mark.aanval("eerste muur")
@MET_RIJEN
def test_een_rij_van_een_andere_zaak_gaat_niet_open_via_de_mijne(register, spel, client_van, fabriek):
    with fabriek():
        rij = maak_rij(spel.van_ander)
    klant = client_van(spel.eigenaar)
    for naam in ("rij_wijzig", "rij_verwijder"):
        gezien = set()
        for pk in (rij.pk, uuid4()):
            pad = register.url(naam, spel.van_eigenaar.pk, register.rijen[0].code, pk)
            gezien.add((klant.get(pad).status_code, klant.post(pad, {"versie": "1"}).status_code))
        assert len(gezien) == 1, naam  # a row that is gone already is removed without a word
        assert gezien <= {(404, 404), (404, 302)}
    with fabriek():
        assert type(rij).objects.zonder_toegangsfilter(reden="test").filter(pk=rij.pk).exists()


@pytest.mark.aanval("htmx")
@PER_REGISTER
def test_geen_deel_van_htmx_toont_wie_is_uitgesloten_een_zaak_aantal_of_nummer(
    register, spel, client_van, fabriek
):
    klant = client_van(spel.eigenaar)
    lijst, tellen = (reverse(f"{register.adressen}:{naam}") for naam in ("lijst", "tellingen"))
    assert spel.van_eigenaar.zaaknummer in klant.get(lijst).content.decode()
    with fabriek():
        sluit_uit(spel.van_eigenaar, spel.eigenaar)
    leeg = klant.get(tellen, headers={"HX-Request": "true"}).content
    with fabriek():
        maak_zaak(register.soort, lezers=(spel.ander,), behandelaar=spel.ander)
    assert klant.get(tellen, headers={"HX-Request": "true"}).content == leeg
    for vraag in ({}, {"q": spel.van_eigenaar.zaaknummer}, {"sorteer": "termijn"}, {"tab": "team"}):
        deel = klant.get(lijst, vraag, headers={"HX-Request": "true"}).content.decode()
        assert str(spel.van_eigenaar.pk) not in deel
        assert (
            deel.count(spel.van_eigenaar.zaaknummer) == deel.count(f'value="{spel.van_eigenaar.zaaknummer}"')
            or "q" in vraag
        )


@pytest.mark.aanval("bestaan")
@PER_REGISTER
def test_de_volgorde_en_het_blad_van_een_lijst_zeggen_niets_over_wat_er_tussen_ligt(
    register, spel, client_van, fabriek, monkeypatch
):
    """A zaak of somebody else between two of mine moves nothing and changes no address of a next page."""
    klant = client_van(spel.eigenaar)
    pad = reverse(f"{register.adressen}:lijst")
    assert spel.van_eigenaar.zaaknummer in klant.get(pad).content.decode()
    monkeypatch.setattr(lijst, "PER_BLADZIJDE", 3)
    with fabriek():
        for _ in range(3):
            maak_zaak(register.soort, lezers=(spel.eigenaar,), behandelaar=spel.eigenaar)
    vragen = [{}, {"sorteer": "termijn"}, {"sorteer": "oudste"}, {"tab": "mijn"}]
    voor = [_rijen_en_adressen(klant.get(pad, vraag)) for vraag in vragen]
    with fabriek():
        for _ in range(8):
            maak_zaak(register.soort, lezers=(spel.ander,), behandelaar=spel.ander)
    assert [_rijen_en_adressen(klant.get(pad, vraag)) for vraag in vragen] == voor


def _rijen_en_adressen(antwoord) -> tuple[int, list[str]]:
    return antwoord.content.count(b"<tr"), sorted(set(_adressen(antwoord)))


def _adressen(antwoord) -> list[str]:
    return [deel.split('"')[0] for deel in antwoord.content.decode().split('href="')[1:]]


@pytest.mark.aanval("tweede muur")
@PER_REGISTER
def test_een_geannuleerde_of_gesloten_zaak_geeft_een_ander_geen_nieuwe_rechten(
    register, spel, als, sql, fabriek
):
    with fabriek():
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=spel.van_ander.pk).update(
            geannuleerd_op=timezone.now(), geannuleerd_door=spel.ander
        )
    with als(spel.eigenaar):
        assert sql("SELECT count(*) FROM zaken_zaak WHERE id = %s", spel.van_ander.pk) == [(0,)]
        assert sql("SELECT count(*) FROM app.toekenningen_van_zaak(%s)", spel.van_ander.pk) == [(0,)]
