"""Every address, asked as its owner and as everybody who may not know of it.

The list below is held against the URLconf: a route without an entry fails, so a new page cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter
from django.utils import timezone

from codelijsten.models import Code
from gebruikers.models import Gebruiker, Lidmaatschap, Team, Voorstel
from gebruikers.rollen import Rol
from tests.factories.berichten import maak_bericht, maak_mail, maak_taak
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.inlezen import maak_inlezing
from tests.factories.instellingen import maak_komende_dag, maak_komende_norm
from tests.factories.noodtoegang import maak_noodtoegang
from tests.factories.zaken import code, maak_koppeling, maak_melding, maak_toekenning
from tests.hulp.antwoord import gebreken
from tests.hulp.schrijven import geschreven, te_veel_geschreven
from tests.hulp.wie import aangemeld, als, fabriek
from zaken.models import Persoon, Signaal, Zaak
from zaken.register import registers
from zaken.schermen.routes import routes
from zaken.services.concepten import begin_concept
from zaken.services.filters import bewaar
from zaken.services.kwalificatie import leg_signaal_vast

pytestmark = [pytest.mark.databank, pytest.mark.django_db(databases=["default", "cijfers"])]

ONBEKEND = UUID("00000000-0000-4000-8000-000000000000")


@dataclass
class Toneel:
    """One of everything that could leak, and its owner."""

    wie: dict[str, Gebruiker] = field(default_factory=dict)
    melding: UUID = ONBEKEND
    nummer: str = ""
    persoon: UUID = ONBEKEND
    toekenning: UUID = ONBEKEND
    noodtoegang: UUID = ONBEKEND
    voorstel: UUID = ONBEKEND
    concept: UUID = ONBEKEND
    casus: UUID = ONBEKEND
    signaal: UUID = ONBEKEND
    koppeling: UUID = ONBEKEND
    casusnummer: str = ""
    filter: UUID = ONBEKEND
    team: int = 0
    code: Code | None = None
    norm: int = 0
    dag: int = 0
    bericht: UUID = ONBEKEND
    taak: UUID = ONBEKEND
    inlezing: UUID = ONBEKEND
    mail: UUID = ONBEKEND


Plek = Callable[[Toneel], dict[str, object]]


@dataclass(frozen=True)
class Route:
    """`van`: whose page it is; empty for everybody, `*` for everybody who is signed in.

    `merk`: what the owner's page shows that an outsider's must not. `alleen_post`: GET answers 405 to all alike.
    """

    van: str
    kwargs: Plek = lambda t: {}
    merk: Callable[[Toneel], str] = lambda t: ""
    alleen_post: bool = False
    status: int = 200


def zaak(**meer: Callable[[Toneel], object]) -> Plek:
    return lambda t: {"pk": t.melding, **{naam: waarde(t) for naam, waarde in meer.items()}}


NUMMER: Callable[[Toneel], str] = lambda t: t.nummer  # noqa: E731  # reads as a constant
CASUS: Plek = lambda t: {"pk": t.casus}  # noqa: E731  # reads as a constant
CASUSNUMMER: Callable[[Toneel], str] = lambda t: t.casusnummer  # noqa: E731  # reads as a constant
GEBRUIKER: Plek = lambda t: {"pk": t.wie["ander"].pk}  # noqa: E731  # reads as a constant
TEAM: Plek = lambda t: {"pk": t.team}  # noqa: E731  # reads as a constant
LID: Plek = lambda t: {"pk": t.team, "gebruiker_pk": t.wie["intake"].pk}  # noqa: E731  # reads as a constant
FILTER: Plek = lambda t: {"pk": t.filter}  # noqa: E731  # reads as a constant
LIJST: Plek = lambda t: {"lijst": "meldkanaal"}  # noqa: E731  # reads as a constant
CODE: Plek = lambda t: {"lijst": "meldkanaal", "pk": t.code.pk if t.code else 0}  # noqa: E731  # reads as a constant
NORM: Plek = lambda t: {"code": "onderzoek_rapport"}  # noqa: E731  # reads as a constant
TAAK: Plek = lambda t: {"pk": t.taak}  # noqa: E731  # reads as a constant
INLEZING: Plek = lambda t: {"pk": t.inlezing}  # noqa: E731  # reads as a constant
KOMENDE_NORM: Plek = lambda t: {"code": "onderzoek_rapport", "pk": t.norm}  # noqa: E731  # reads as a constant

ROUTES: dict[str, Route] = {
    "beveiliging_txt": Route("", status=404),  # until an installation names a contact
    "leeft": Route(""),
    "klaar": Route(""),
    "account_login": Route(""),
    "account_logout": Route("*", alleen_post=True),
    "taal": Route("", alleen_post=True),
    "account_inactive": Route(""),
    "account_reset_password": Route(""),
    "account_reset_password_done": Route(""),
    "account_reset_password_from_key": Route("", lambda t: {"uidb36": "1", "key": "x-y"}),
    "account_reset_password_from_key_done": Route(""),
    "account_change_password": Route("*"),
    "account_reauthenticate": Route("*"),
    "mfa_authenticate": Route(""),
    "oidc_begin": Route("", status=404),
    "oidc_terug": Route("", status=404),
    "mfa_index": Route("*"),
    "mfa_activate_totp": Route("*"),
    "mfa_deactivate_totp": Route("*", status=404),
    "mfa_add_webauthn": Route("*"),
    "mfa_login_webauthn": Route(""),
    "passkey_nieuw": Route("*"),
    "mfa_edit_webauthn": Route("*", lambda t: {"pk": 1}, status=404),
    "mfa_remove_webauthn": Route("*", lambda t: {"pk": 1}, status=404),
    "organisatie_losmaken": Route("*", status=404),
    "mfa_view_recovery_codes": Route("*", status=404),
    "mfa_generate_recovery_codes": Route("*"),
    "sessie_beeindigen": Route("*", alleen_post=True),
    "sessies_beeindigen": Route("*", alleen_post=True),
    "mijn_account": Route("*"),
    "sessie_verlengen": Route("*", alleen_post=True),
    "start": Route("*", status=302),
    "toegankelijkheid": Route(""),
    "sneltoetsen": Route(""),
    "hulp": Route(""),
    "componenten": Route("*"),
    "weergave": Route("*"),
    "bewaren": Route("archivaris"),
    "mijn_werk": Route("behandelaar", merk=NUMMER),
    "signalen:nieuw": Route("registreerder"),
    "signalen:lijst": Route("registreerder", merk=lambda t: "Merkwoord signaal"),
    "signalen:afdrukken": Route("registreerder", merk=lambda t: "Merkwoord signaal"),
    "signalen:detail": Route(
        "registreerder", lambda t: {"pk": t.signaal}, merk=lambda t: "Merkwoord signaal"
    ),
    "zaak": Route("behandelaar", zaak(), status=302),
    "berichten:lijst": Route("*"),
    "berichten:openen": Route("behandelaar", lambda t: {"pk": t.bericht}, status=302),
    "berichten:alles_gelezen": Route("*", alleen_post=True),
    "berichten:instellingen": Route("*"),
    "taken:lijst": Route("*"),
    "taken:taak": Route("auditor", TAAK),
    "taken:annuleren": Route("auditor", TAAK, alleen_post=True),
    "taken:ophalen": Route("auditor", TAAK, alleen_post=True),
    "inlezen:lijst": Route("intake", merk=lambda t: "Merknaam.csv"),
    "inlezen:inlezing": Route("intake", INLEZING, lambda t: "Merknaam.csv"),
    "inlezen:kolommen": Route("intake", INLEZING, lambda t: "Merknaam.csv"),
    "inlezen:fouten": Route("intake", INLEZING, lambda t: "Merkwaarde"),
    "inlezen:lees_in": Route("intake", INLEZING, alleen_post=True),
    "inlezen:gooi_weg": Route("intake", INLEZING, lambda t: "Merknaam.csv"),
    "overdragen": Route("beheerder", GEBRUIKER),
    "waarneming": Route("beheerder", GEBRUIKER),
    "waarneming_beeindigen": Route("beheerder", GEBRUIKER, alleen_post=True),
    "team_toegang": Route("teamleider", TEAM),
    "meldingen:lijst": Route("behandelaar", merk=NUMMER),
    "meldingen:lijst_afdrukken": Route("behandelaar", merk=NUMMER),
    "meldingen:tellingen": Route("behandelaar"),
    "meldingen:filters": Route("behandelaar", merk=lambda t: "Merknaam filters"),
    "meldingen:filter_nieuw": Route("behandelaar", status=302),
    "meldingen:filter": Route("behandelaar", FILTER, lambda t: "Merknaam filters"),
    "meldingen:filter_verwijder": Route("behandelaar", FILTER, lambda t: "Merknaam filters"),
    "meldingen:filter_standaard": Route("behandelaar", FILTER, alleen_post=True),
    "meldingen:stapel": Route("intake", status=302),
    "meldingen:nieuw": Route("registreerder"),
    "meldingen:concept": Route("registreerder", lambda t: {"pk": t.concept, "onderwerp": "ontvangst"}),
    "meldingen:concept_bewaar": Route("registreerder", lambda t: {"pk": t.concept}, alleen_post=True),
    "meldingen:concept_weggooien": Route("registreerder", lambda t: {"pk": t.concept}),
    "meldingen:detail": Route("behandelaar", zaak(), NUMMER),
    "meldingen:wijzig": Route("behandelaar", zaak(onderdeel=lambda t: "behandeling"), NUMMER),
    "meldingen:lezers": Route("behandelaar", zaak(), NUMMER),
    "meldingen:toegang": Route("behandelaar", zaak(), NUMMER),
    "meldingen:geschiedenis": Route("behandelaar", zaak(), NUMMER),
    "meldingen:afdrukken": Route("behandelaar", zaak(), NUMMER),
    "meldingen:afgedrukt": Route("behandelaar", zaak(), alleen_post=True),
    "meldingen:notitie": Route("behandelaar", zaak(), NUMMER),
    "meldingen:persoon_nieuw": Route("behandelaar", zaak(), NUMMER),
    "meldingen:persoon_wijzig": Route("behandelaar", zaak(persoon=lambda t: t.persoon), NUMMER),
    "meldingen:persoon_verwijder": Route("behandelaar", zaak(persoon=lambda t: t.persoon), NUMMER),
    "meldingen:persoon_herkend": Route("behandelaar", zaak(persoon=lambda t: t.persoon), NUMMER),
    "meldingen:annuleer": Route("behandelaar", zaak(), NUMMER),
    "meldingen:status": Route("behandelaar", zaak(naar=lambda t: "in_beoordeling"), NUMMER),
    "meldingen:koppelen": Route("behandelaar", zaak(), NUMMER),
    "meldingen:koppeling_beeindig": Route("behandelaar", zaak(koppeling=lambda t: t.koppeling), NUMMER),
    "meldingen:doorgeleiden": Route("behandelaar", zaak(), NUMMER, status=409),
    "meldingen:toewijzen": Route("behandelaar", zaak(), NUMMER),
    "meldingen:delen": Route("behandelaar", zaak(), NUMMER),
    "meldingen:toegang_beeindig": Route("behandelaar", zaak(toekenning=lambda t: t.toekenning), NUMMER),
    "meldingen:verzegelen": Route("behandelaar", zaak(), NUMMER),
    "meldingen:ontzegelen": Route("behandelaar", zaak(), status=403),  # it is not sealed
    "meldingen:uitsluiten": Route("behandelaar", zaak(), NUMMER),
    "meldingen:uitsluiting_opheffen": Route(
        "behandelaar", zaak(gebruiker=lambda t: t.wie["uitgeslotene"].pk), NUMMER
    ),
    "casussen:lijst": Route("vertrouwenspersoon", merk=CASUSNUMMER),
    "casussen:nieuw": Route("vertrouwenspersoon"),
    "casussen:voortzetting": Route("vertrouwenspersoon"),
    "casussen:inlezen": Route("vertrouwenspersoon"),
    "casussen:inlezen_bevestig": Route("vertrouwenspersoon", alleen_post=True),
    "casussen:detail": Route("vertrouwenspersoon", CASUS, CASUSNUMMER),
    "casussen:opgeslagen": Route("vertrouwenspersoon", CASUS, CASUSNUMMER),
    "casussen:wijzig": Route("vertrouwenspersoon", CASUS, CASUSNUMMER),
    "casussen:sluit": Route("vertrouwenspersoon", CASUS, CASUSNUMMER),
    "casussen:heropen": Route("vertrouwenspersoon", CASUS, status=302),
    "casussen:verwijder": Route("vertrouwenspersoon", CASUS, CASUSNUMMER),
    "jaarcijfers:vandaag": Route("beleid"),
    "jaarcijfers:overzicht": Route("beleid"),
    "jaarcijfers:casussen": Route("coordinator"),
    "jaarcijfers:csv": Route("beleid"),
    "jaarcijfers:xlsx": Route("beleid"),
    "beheer:start": Route("beheerder"),
    "beheer:gebruikers": Route("beheerder", merk=lambda t: t.wie["ander"].naam),
    "beheer:gebruiker_nieuw": Route("beheerder"),
    "beheer:gebruiker": Route("beheerder", GEBRUIKER),
    "beheer:gebruiker_wijzigen": Route("beheerder", GEBRUIKER),
    "beheer:gebruiker_rollen": Route("beheerder", GEBRUIKER),
    "beheer:gebruiker_wachtwoordmail": Route("beheerder", GEBRUIKER, alleen_post=True),
    "beheer:gebruiker_tweede_stap": Route("beheerder", GEBRUIKER),
    "beheer:gebruiker_organisatie": Route("beheerder", GEBRUIKER),
    "beheer:gebruiker_deactiveren": Route("beheerder", GEBRUIKER),
    "beheer:gebruiker_uitloggen": Route("beheerder", GEBRUIKER, alleen_post=True),
    "beheer:gebruiker_activeren": Route("beheerder", lambda t: {"pk": t.wie["inactief"].pk}),
    "beheer:teams": Route("beheerder"),
    "beheer:team_nieuw": Route("beheerder"),
    "beheer:team": Route("beheerder", TEAM),
    "beheer:team_wijzigen": Route("beheerder", TEAM),
    "beheer:team_leider": Route("beheerder", LID, alleen_post=True),
    "beheer:team_lid_af": Route("beheerder", LID),
    "codelijsten:lijst": Route("beheerder"),
    "codelijsten:detail": Route("beheerder", LIJST),
    "codelijsten:nieuw": Route("beheerder", LIJST),
    "codelijsten:wijzigen": Route("beheerder", CODE),
    "codelijsten:sluiten": Route("beheerder", CODE),
    "termijnen:overzicht": Route("beheerder"),
    "termijnen:norm": Route("beheerder", NORM),
    "termijnen:norm_nieuw": Route("beheerder", NORM),
    "termijnen:norm_aanpassen": Route("beheerder", KOMENDE_NORM),
    "termijnen:herinneringen": Route("beheerder"),
    "termijnen:herinnering": Route("beheerder", NORM),
    "termijnen:dagen": Route("beheerder"),
    "termijnen:dag_nieuw": Route("beheerder"),
    "termijnen:dag_verwijderen": Route("beheerder", lambda t: {"pk": t.dag}),
    "akkoord:lijst": Route("akkoord", merk=lambda t: "Merkvoorstel"),
    "akkoord:detail": Route("akkoord", lambda t: {"pk": t.voorstel}, lambda t: "Merkvoorstel"),
    "noodtoegang:lijst": Route("toezicht", merk=NUMMER),
    "noodtoegang:nieuw": Route("toezicht"),
    "noodtoegang:detail": Route("toezicht", lambda t: {"pk": t.noodtoegang}, NUMMER),
    "noodtoegang:beeindigen": Route("toezicht", lambda t: {"pk": t.noodtoegang}, alleen_post=True),
    "post:lijst": Route("beheerder", merk=lambda t: "geweigerd@demo.example"),
    "post:opnieuw": Route("beheerder", lambda t: {"pk": t.mail}, alleen_post=True),
    "logboek:lijst": Route("auditor"),
    "logboek:uitvoer": Route("auditor"),
}

BUITEN = {
    "behandelaar": ("ander", "uitgeslotene", "vertrouwenspersoon", "beheerder", "auditor", "beleid", "coordinator", "privacy", "archivaris"),
    "registreerder": ("vertrouwenspersoon", "beheerder", "auditor", "beleid", "onderzoeker"),
    "vertrouwenspersoon": ("vertrouwenspersoon2", "behandelaar", "coordinator", "beheerder", "auditor", "beleid", "privacy"),
    "beleid": ("behandelaar", "vertrouwenspersoon", "beheerder", "auditor", "coordinator"),
    "coordinator": ("behandelaar", "vertrouwenspersoon", "beheerder", "auditor", "beleid", "privacy", "archivaris"),
    "archivaris": ("behandelaar", "vertrouwenspersoon", "beheerder", "auditor", "beleid", "privacy", "coordinator"),
    "teamleider": ("behandelaar", "intake", "beheerder", "auditor", "beleid", "vertrouwenspersoon"),
    "beheerder": ("behandelaar", "intake", "vertrouwenspersoon", "beleid", "auditor", "privacy"),
    "akkoord": ("behandelaar", "intake", "auditor", "beleid", "vertrouwenspersoon", "coordinator", "archivaris"),
    "toezicht": ("behandelaar", "intake", "beheerder", "beleid", "vertrouwenspersoon", "coordinator", "archivaris"),
    "intake": ("behandelaar", "vertrouwenspersoon", "beheerder", "auditor", "beleid"),
    "auditor": ("behandelaar", "beheerder", "beleid", "vertrouwenspersoon", "privacy"),
}  # fmt: skip
"""Who asks in vain. On list pages of their own role they see a page, without the mark."""

EIGEN_LIJST = {
    "behandelaar": {"ander", "uitgeslotene"},
    "vertrouwenspersoon": {"vertrouwenspersoon2"},
}
LIJSTEN = {
    "mijn_werk",
    "meldingen:lijst",
    "meldingen:lijst_afdrukken",
    "meldingen:tellingen",
    "meldingen:filters",
    "meldingen:filter_nieuw",
    "casussen:lijst",
    "casussen:nieuw",
    "casussen:voortzetting",
    "casussen:inlezen",
    "casussen:inlezen_bevestig",
}


def _bouw() -> Toneel:
    t = Toneel()
    with fabriek():
        intaketeam = maak_team("intake", soort=Team.Soort.INTAKE)
        adviseurs = {
            naam: maak_gebruiker(Rol.ADVISEUR)
            for naam in ("behandelaar", "registreerder", "ander", "uitgeslotene")
        }
        rollen = {rol.value: maak_gebruiker(rol) for rol in Rol if rol not in {Rol.ADVISEUR, Rol.INTAKE}}
        t.wie = adviseurs | rollen
        t.wie["intake"] = maak_gebruiker(Rol.INTAKE, teams=[intaketeam])
        t.wie["toezicht"] = t.wie["auditor"]
        t.wie["akkoord"] = t.wie["privacy"]
        t.wie["teamleider"] = maak_gebruiker(Rol.INTAKE)
        Lidmaatschap.objects.create(team=intaketeam, gebruiker=t.wie["teamleider"], is_teamleider=True)
        t.wie["inactief"] = maak_gebruiker(Rol.ADVISEUR, is_active=False)
        t.wie["vertrouwenspersoon2"] = maak_gebruiker(Rol.VERTROUWENSPERSOON)
        t.inlezing = maak_inlezing(
            t.wie["intake"],
            naam="Merknaam.csv",
            keuze=["externe_referentie", "bronsysteem", "ontvangen_defensie", "hoofdcategorie", "onderwerp"],
            fout="Merkwaarde",
        ).pk
        melding = maak_melding(
            lezers=(t.wie["behandelaar"],), behandelaar=t.wie["behandelaar"], onderwerp="Merkwoord onderwerp"
        )
        from tests.factories.zaken import sluit_uit

        t.toekenning = maak_toekenning(melding, t.wie["onderzoeker"]).pk
        t.koppeling = maak_koppeling(melding, maak_melding(lezers=(t.wie["behandelaar"],))).pk
        maak_toekenning(melding, t.wie["uitgeslotene"])
        sluit_uit(melding, t.wie["uitgeslotene"])
        persoon = Persoon(
            id=uuid4(), zaak=melding, rol=Persoon.Rol.MELDER, volgnummer=1, naam="Merkwoord naam"
        )
        persoon.save(force_insert=True)
        t.melding, t.nummer, t.persoon, t.team = melding.pk, melding.zaaknummer, persoon.pk, intaketeam.pk
        t.voorstel = Voorstel.objects.create(
            handeling="nieuw_account",
            gegevens={"email": "nieuw@demo.example", "naam": "Merkvoorstel", "rollen": []},
            gevraagd_door=t.wie["beheerder"],
            gevraagd_op=timezone.now(),
            verloopt_op=timezone.now() + timedelta(days=6),
        ).pk
        t.noodtoegang = maak_noodtoegang(
            melding,
            t.wie["privacy"],
            geopend_op=timezone.now() - timedelta(days=2),
            gemeld_aan=(t.wie["auditor"],),
        ).pk
        t.code = code("meldkanaal", "leidinggevende")
        t.norm, t.dag = maak_komende_norm().pk, maak_komende_dag().pk
        t.bericht = maak_bericht(t.wie["behandelaar"], melding).pk
        t.mail = maak_mail("geweigerd@demo.example", staat="mislukt", foutsoort="adres_geweigerd").pk
        t.taak = maak_taak(t.wie["auditor"]).pk
        from tests.factories.vertrouwenspersonen import maak_casus

        casus = maak_casus(t.wie["vertrouwenspersoon"])
        t.casus, t.casusnummer = casus.pk, casus.casusnummer
    with als(t.wie["registreerder"]) as registreerder:
        t.concept = begin_concept(soort="melding", door=registreerder).pk
        t.signaal = leg_signaal_vast(
            soort=Signaal.Soort.ADVIESVRAAG,
            ontvangen_op=date(2024, 11, 15),
            onderwerp="Merkwoord signaal",
            reden="",
            triage={"gevaar": "nee"},
            door=registreerder,
        ).pk
    with als(t.wie["behandelaar"]) as behandelaar:
        t.filter = bewaar(
            soort="melding", naam="Merknaam filters", criteria={"jaar": ["2024"]}, team=None, door=behandelaar
        ).pk
    return t


@pytest.fixture(scope="module")
def opgebouwd(kloon: str) -> Toneel:
    """Everything once, committed in a copy of this module's own; what a test changes is rolled back."""
    with transaction.atomic():
        return _bouw()


@pytest.fixture
def toneel(db: None, opgebouwd: Toneel) -> Toneel:
    return deepcopy(opgebouwd)


def _namen(resolver: URLResolver, voorvoegsel: str = "") -> Iterator[str]:
    for patroon in resolver.url_patterns:
        if isinstance(patroon, URLResolver):
            yield from _namen(
                patroon, f"{voorvoegsel}{patroon.namespace}:" if patroon.namespace else voorvoegsel
            )
        elif isinstance(patroon, URLPattern):
            yield f"{voorvoegsel}{patroon.name}"


def _client(gebruiker: Gebruiker | None) -> Client:
    return aangemeld(gebruiker) if gebruiker else Client()


def _van_de_kit() -> set[str]:
    """Pages that a register takes from the kit: `tests/zaken/register/` walks them for every register."""
    anders = [register for register in registers() if register.soort != Zaak.Soort.MELDING]
    return {f"{register.adressen}:{route.name}" for register in anders for route in routes(register)}


def test_elke_route_staat_in_deze_wandeling():
    assert set(_namen(get_resolver())) == set(ROUTES) | _van_de_kit()


@pytest.mark.parametrize("naam", [n for n, r in ROUTES.items() if r.van])
def test_wie_niet_is_aangemeld_wordt_naar_de_aanmeldpagina_gestuurd(toneel, naam):
    """By reading or by sending, in turn: the door stands before every view."""
    url = reverse(naam, kwargs=ROUTES[naam].kwargs(toneel))
    antwoord = (Client().get, Client().post)[BEURT[naam] % 2](url)
    assert (antwoord.status_code, antwoord.headers.get("Location", "").partition("?")[0]) == (
        302,
        reverse("account_login"),
    )
    assert gebreken(antwoord) == []
    assert toneel.nummer not in antwoord.content.decode()


@pytest.mark.parametrize("naam", [n for n, r in ROUTES.items() if r.van == "*"])
def test_een_pagina_van_iedereen_antwoordt_wie_is_aangemeld_en_verandert_niets(toneel, naam):
    _open(naam, toneel, "behandelaar")


@pytest.mark.parametrize("naam", [n for n, r in ROUTES.items() if r.van not in {"", "*"}])
def test_een_pagina_antwoordt_haar_eigenaar_en_niemand_anders(toneel, naam):
    """Every outsider asks every page once, by reading or by sending in turn, and in both ways where one is no way.

    That a stranger's page and one that is nowhere answer the same: tests/aanvallen/test_bestaan.py, which asks each page
    of one zaak, casus or draft for the first two and the last of them in every way; here they ask the detail page.
    """
    route = ROUTES[naam]
    merk = route.merk(toneel)
    eigenaar = _open(naam, toneel, route.van)
    assert merk in eigenaar.content.decode(errors="replace")  # a workbook is no text
    elders = naam in VERGELEKEN and not naam.endswith(":detail")
    for beurt, wie in enumerate(BUITEN[route.van], BEURT[naam]):
        if elders and wie in vergeleken_met(naam):
            continue
        for antwoord in _vraag_in_beurt(naam, toneel, wie, beurt):
            if naam in LIJSTEN and wie in EIGEN_LIJST.get(route.van, ()):
                assert antwoord.status_code in {200, 302, 405, 422}, wie
            else:
                assert antwoord.status_code in {404, 405}, wie
            tekst = antwoord.content.decode()
            assert not merk or merk not in tekst, wie
            assert "Merkwoord" not in tekst
        if not (naam in LIJSTEN and wie in EIGEN_LIJST.get(route.van, ())):
            assert antwoord.status_code == 404, wie  # 405 to everybody alike says nothing yet
    assert gebreken(antwoord) == []


VAN_EEN_ROL = {"", "*", "beheerder", "auditor", "beleid"}
"""Pages of everybody or of a role: their keys are no secret to who may open them."""


def _met_uuid(resolver: URLResolver, voor: str = "") -> Iterator[str]:
    """The routes whose address holds a random key `pk`."""
    for patroon in resolver.url_patterns:
        if isinstance(patroon, URLResolver):
            yield from _met_uuid(patroon, f"{voor}{patroon.namespace}:" if patroon.namespace else voor)
        elif isinstance(patroon, URLPattern) and isinstance(
            patroon.pattern.converters.get("pk"), UUIDConverter
        ):
            yield f"{voor}{patroon.name}"


VERGELEKEN = [
    naam for naam in _met_uuid(get_resolver()) if naam in ROUTES and ROUTES[naam].van not in VAN_EEN_ROL
]
"""Every route of one zaak, casus or draft. Those that other registers take from the kit: tests/zaken/register/."""


def vergeleken_met(naam: str) -> list[str]:
    """The outsiders who ask such a route and one that is nowhere, and compare: tests/aanvallen/test_bestaan.py."""
    return [*BUITEN[ROUTES[naam].van][:2], BUITEN[ROUTES[naam].van][-1]]


BEURT = {naam: nummer for nummer, naam in enumerate(ROUTES)}
"""With whom each walk begins, so that over all routes everybody asks in every way."""


def _open(naam: str, toneel: Toneel, wie: str) -> HttpResponse:
    """The page for its owner: the status of the list, all headers, and nothing changed by looking."""
    route = ROUTES[naam]
    client = _client(toneel.wie[wie])
    voor = geschreven()
    antwoord = client.get(reverse(naam, kwargs=route.kwargs(toneel)))
    assert antwoord.status_code == (405 if route.alleen_post else route.status)
    assert gebreken(antwoord) == []
    assert te_veel_geschreven(naam, voor) == set()
    return antwoord


def _vraag_in_beurt(naam: str, toneel: Toneel, wie: str, beurt: int) -> Iterator[HttpResponse]:
    """One answer; where that is 405, as the whole page gives to everybody, the other way too."""
    client, url = _client(toneel.wie[wie]), reverse(naam, kwargs=ROUTES[naam].kwargs(toneel))
    eerst, dan = (client.get, client.post) if beurt % 2 else (client.post, client.get)
    antwoord = eerst(url)
    yield antwoord
    if antwoord.status_code == 405:
        yield dan(url)


def test_elke_weigering_van_een_zaak_staat_in_het_logboek_zonder_verraad(toneel):
    client = _client(toneel.wie["ander"])
    client.get(reverse("meldingen:detail", kwargs={"pk": toneel.melding}))
    client.get(reverse("meldingen:detail", kwargs={"pk": ONBEKEND}))
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT zaak_id, bijzonderheden FROM logboek_gebeurtenis WHERE soort = 'geweigerd'")
        assert set(map(str, cursor.fetchall())) == {"(None, '{}')"}
