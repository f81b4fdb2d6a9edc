"""The intake of every register: from the first page to the number, and whatever somebody types on the way."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

import pytest
from django.utils.timezone import localdate

from codelijsten.velden import Codekeuze, Codekeuzes
from gebruikers.models import Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.zaken.register.invullen import ONZIN, met_onzin, rijen_van, volledig, vreemde_codes
from zaken.models import Concept, Persoon, Zaak
from zaken.register import registers
from zaken.schermen.intake.concept import CONTROLEREN, VERDER, Intake
from zaken.schermen.intake.rijen import RijenForm
from zaken.services.concepten import begin_concept, bewaar_concept
from zaken.toegang import BELEID

pytestmark = pytest.mark.databank
ONDERWERPEN = [
    pytest.param(register, onderwerp, id=f"{register.soort}-{onderwerp.code}")
    for register in registers()
    for onderwerp in register.intake.onderwerpen
]


@pytest.fixture
def begin(fabriek, als, client_van):
    """Somebody who may register a kind of zaak, and their empty draft of it."""

    def _begin(soort, rol=None):
        beleid = BELEID[soort]
        with fabriek():
            team = maak_team(soort=beleid.bureau or Team.Soort.BEHANDELING)
            wie = maak_gebruiker(rol or Rol(sorted(beleid.registreert)[0]), teams=[team])
        with als(wie):
            concept = begin_concept(soort=Zaak.Soort(soort), door=wie)
        return SimpleNamespace(wie=wie, pk=concept.pk, client=client_van(wie))

    return _begin


def _bewaar(als, start, inhoud):
    with als(start.wie):
        assert bewaar_concept(concept_id=start.pk, velden=inhoud, volgnummer=1, door=start.wie)


def _aantallen(fabriek):
    with fabriek():
        return [model.objects.zonder_toegangsfilter(reden="test").count() for model in (Zaak, Concept)]


def _pagina(volgnummer):
    return {"volgnummer": str(volgnummer), "basis": str(volgnummer), "venster": "a"}


def test_een_volledige_intake_wordt_een_zaak_en_het_concept_verdwijnt(register, begin, als, fabriek):
    start = begin(register.soort)
    inhoud = volledig(register)
    _bewaar(als, start, inhoud)
    url = register.url("concept", start.pk, CONTROLEREN)

    controle = start.client.get(url)
    antwoord = start.client.post(url, {"volgnummer": "1"})

    assert [(deel.titel, [r.tekst for r in deel.ontbreekt]) for deel in controle.context["delen"]] == [
        (deel.titel, []) for deel in controle.context["delen"]
    ]
    vragen = [regel["label"] for deel in controle.context["delen"] for regel in deel.regels]
    assert len(set(vragen)) == len(vragen)  # nothing is asked twice
    assert [vraag for vraag in vragen if vraag.startswith(("Ja", "Nee")) or "%(" in vraag] == []
    assert antwoord.status_code == 302
    assert _aantallen(fabriek) == [1, 0]
    rollen = {onderwerp.code: onderwerp.form for onderwerp in register.intake.onderwerpen}
    with als(start.wie):
        zaak = register.model.objects.zichtbaar_voor(start.wie).select_related("sleutel").get()
        assert antwoord.url == register.url("detail", zaak.pk)
        assert zaak.zaaknummer.startswith(f"{register.lijst.letter}-2024-")
        assert zaak.onderwerp == "Een voorbeeld zonder namen"
        verwacht = {str(register.indiener)} if register.indiener else set()
        for form in rollen.values():
            if issubclass(form, RijenForm):
                verwacht |= set(form.soorten) & set(Persoon.Rol.values)
        assert set(Persoon.objects.van(zaak).values_list("rol", flat=True)) == verwacht
    bericht = str(next(iter(start.client.get(antwoord.url, follow=True).wsgi_request._messages)))
    assert f"is opgeslagen: {zaak.zaaknummer}." in bericht


def test_verdergaan_brengt_naar_de_eerste_stap_die_niet_af_is(register, begin, als):
    start, inhoud = begin(register.soort), volledig(register)
    eerste, tweede, *_ = [onderwerp.code for onderwerp in register.intake.onderwerpen]
    plekken = []
    for bewaard in ({eerste: {}}, {eerste: inhoud[eerste]}, inhoud | {eerste: {}}, inhoud):
        with als(start.wie):
            concept = Concept.objects.van(start.wie).get(pk=start.pk)
            concept.inhoud = bewaard
            concept.save(update_fields=["inhoud"])
        (regel,) = start.client.get(register.url("nieuw")).context["concepten"]
        assert regel.verder_url == register.url("concept", start.pk, VERDER)
        plekken.append(start.client.get(regel.verder_url).url.rpartition("/concept/")[2].partition("/")[2])
    assert plekken == [
        f"{eerste}/",
        f"{tweede}/",
        f"{eerste}/?naar=controleren",
        f"{CONTROLEREN}/",
    ]


def _in_beurt(register, onderwerp):
    """Two kinds of nonsense per topic, in turn: the registers together send each of them from several topics."""
    plek = [een.values for een in ONDERWERPEN].index((register, onderwerp))
    return [ONZIN[(2 * plek + n) % len(ONZIN)] for n in range(2)]


@pytest.mark.parametrize(("register", "onderwerp"), ONDERWERPEN)
def test_elk_veld_leest_elke_onzin_en_zegt_er_iets_van_of_neemt_het(register, onderwerp, db):
    """All nonsense in all fields of each topic, without the page around it."""
    intake = Intake(register, volledig(register), vandaag=localdate())
    velden = intake.open(onderwerp)
    for onzin in ONZIN:
        getypt = {naam: [waarde] for naam, waarde in met_onzin(velden, onzin).items()}
        form = intake.met(onderwerp, getypt | rijen_van(onderwerp)).ingevuld(onderwerp)
        assert form.is_valid() or all(form.errors.values()), onzin[:20]


@pytest.mark.parametrize(("register", "onderwerp"), ONDERWERPEN)
def test_leeg_of_onzin_in_alle_velden_krijgt_antwoord_en_wordt_nooit_een_zaak(
    register, onderwerp, begin, als, fabriek
):
    start = begin(register.soort)
    _bewaar(als, start, volledig(register))
    url = register.url("concept", start.pk, onderwerp.code)
    form = start.client.get(url).context["form"]

    nummer, ingediend = 1, False
    rijen = {"rij": rijen_van(onderwerp).get("rij", [])}
    for onzin in ("", *_in_beurt(register, onderwerp)):
        antwoord = start.client.post(url, met_onzin(form, onzin) | rijen | _pagina(nummer))
        nummer += 1
        assert antwoord.status_code in {302, 422}, onzin[:20]
        if antwoord.status_code == 422:
            tekst = antwoord.content.decode()
            for naam in antwoord.context["form"].errors:
                assert f'id="id_{naam}_error"' in tekst, naam
            if not ingediend:  # the check page reads the same draft, whatever it was that went wrong
                controleren = register.url("concept", start.pk, CONTROLEREN)
                assert start.client.post(controleren, {"volgnummer": nummer}).status_code == 422
                ingediend = True
        assert _aantallen(fabriek) == [0, 1]
    assert start.client.get(url).status_code == 200


@pytest.mark.parametrize(("register", "onderwerp"), ONDERWERPEN)
def test_een_code_die_hier_niet_gekozen_kan_worden_is_een_fout_bij_haar_veld(register, onderwerp, db):
    inhoud = volledig(register)
    vandaag = localdate()
    for naam, veld in Intake(register, inhoud, vandaag=vandaag).open(onderwerp).fields.items():
        if isinstance(veld, (Codekeuze, Codekeuzes)):
            for code in vreemde_codes(veld):
                getypt = inhoud[onderwerp.code] | {naam: [code]}
                form = Intake(register, inhoud | {onderwerp.code: getypt}, vandaag=vandaag).ingevuld(
                    onderwerp
                )
                assert naam in form.errors, (naam, code)


@pytest.mark.parametrize(("register", "onderwerp"), ONDERWERPEN)
def test_de_namen_in_een_onderwerp_botsen_niet_met_die_van_de_bladzijde(register, onderwerp):
    vast = {
        "stap",
        "volgnummer",
        "basis",
        "venster",
        "sleutel",
        "voeg_toe",
        "verwijder",
        "csrfmiddlewaretoken",
    }
    assert vast.isdisjoint(onderwerp.form.base_fields)
    assert onderwerp.code != CONTROLEREN


def test_een_concept_van_een_ander_register_bestaat_hier_niet(register, begin, fabriek):
    rol, soort = next(
        (rol, soort)
        for soort in Zaak.Soort.values
        for rol in sorted(BELEID[soort].registreert & BELEID[register.soort].registreert)
        if soort != register.soort
    )
    start = begin(soort, Rol(rol))
    code = register.intake.onderwerpen[0].code
    for url in (
        register.url("concept", start.pk, code),
        register.url("concept", start.pk, CONTROLEREN),
        register.url("concept_bewaar", start.pk),
        register.url("concept_weggooien", start.pk),
    ):
        assert start.client.post(url, _pagina(0) | {"stap": code}).status_code == 404
    assert _aantallen(fabriek) == [0, 1]
    assert str(start.pk) not in start.client.get(register.url("nieuw")).content.decode()


def test_wie_niet_mag_registreren_vindt_de_intake_niet(register, fabriek, client_van):
    with fabriek():
        anderen = [maak_gebruiker(rol) for rol in Rol if rol not in BELEID[register.soort].registreert]
    pk = UUID(int=0)
    for beurt, gebruiker in enumerate(
        anderen, registers().index(register)
    ):  # read one and send the other, in turn
        client = client_van(gebruiker)
        wegen = (client.get, client.post) if beurt % 2 else (client.post, client.get)
        adressen = (register.url("nieuw"), register.url("concept", pk, CONTROLEREN))
        gezien = [weg(url).status_code for weg, url in zip(wegen, adressen, strict=True)]
        assert gezien == [404, 404], gebruiker.rollen
    assert _aantallen(fabriek) == [0, 0]
