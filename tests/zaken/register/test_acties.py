"""The page of a zaak and what can be done there, in every register: who may, who may not, and who may not know."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from gebruikers.rollen import ZAAKROLLEN, Rol
from logboek.models import LEESSOORTEN, Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_rij, maak_zaak
from tests.factories.zaken import maak_koppeling, maak_toekenning, sluit_uit
from tests.hulp.antwoord import GEWOON, gebreken, vergelijk
from tests.hulp.vragen import aantal_vragen
from zaken.models import Notitie, Persoon, Zaak
from zaken.register import registers
from zaken.schermen.routes import routes
from zaken.toegang import BELEID

pytestmark = pytest.mark.databank
ZONDER_RECHT = {"detail", "notitie", "geschiedenis", "toegang", "afdrukken", "afgedrukt"}
"""What whoever sees a zaak may do."""
OOK_GEANNULEERD = {"detail", "geschiedenis", "toegang", "lezers", "afdrukken", "afgedrukt"}
ALLEEN_POST = {"afgedrukt"}
OOK_GELEZEN = {"geschiedenis", "toegang", "afgedrukt"}
"""Say something of the zaak without a text of it: what was changed, who saw it, and that it is on paper."""


@pytest.fixture
def toneel(register, fabriek):
    """A zaak with its behandelaar, somebody it was shared with, somebody excluded, and people who know nothing."""
    beleid = BELEID[register.soort]
    behandelt, leest = min(beleid.behandelt), min(beleid.lezer - beleid.intake - beleid.behandelt)
    with fabriek():
        t = SimpleNamespace(
            behandelaar=maak_gebruiker(behandelt),
            lezer=maak_gebruiker(leest),
            buiten=maak_gebruiker(behandelt),
            uitgeslotene=maak_gebruiker(behandelt),
            anderen=[maak_gebruiker(rol) for rol in Rol],
        )
        t.rol_van = dict(zip((een.pk for een in t.anderen), Rol, strict=True))
        t.zaak = maak_zaak(
            register.soort,
            lezers=(t.behandelaar, t.lezer),
            behandelaar=t.behandelaar,
            onderwerp="Merkwoord onderwerp",
        )
        t.toekenning = maak_toekenning(t.zaak, maak_gebruiker(leest))
        maak_toekenning(t.zaak, t.uitgeslotene)
        sluit_uit(t.zaak, t.uitgeslotene)
        t.persoon = Persoon(
            id=uuid4(), zaak=t.zaak, rol=register.persoonrollen[0], volgnummer=1, naam="Merkwoord naam"
        )
        t.persoon.save(force_insert=True)
        t.rij = maak_rij(t.zaak) if register.rijen else None
        t.koppeling = maak_koppeling(t.zaak, maak_zaak(register.soort, lezers=(t.behandelaar, t.lezer)))
    return t


def adressen(register, t, *, pk=None):
    """Every address with this zaak in it, by name."""
    stap = next(naar for van, naar in register.overgangen if van == register.status_van(t.zaak))
    waarden = {
        "pk": pk or t.zaak.pk,
        "onderdeel": next(iter(register.onderdelen)),
        "persoon": t.persoon.pk,
        "naar": stap,
        "toekenning": t.toekenning.pk,
        "gebruiker": t.uitgeslotene.pk,
        "koppeling": t.koppeling.pk,
        "maanden": 3,
    }
    if register.rijen:
        waarden |= {"soort": register.rijen[0].code, "rij": t.rij.pk}
    namen = [
        (route.name, route.pattern.converters)
        for route in routes(register)
        if isinstance(route, URLPattern) and str(route.pattern).startswith("<uuid:pk>")
    ]
    return {
        naam: reverse(f"{register.adressen}:{naam}", kwargs={k: waarden[k] for k in delen})
        for naam, delen in namen
    }


def in_logboek(fabriek, **wat) -> int:
    """How many of these events there are."""
    with fabriek():
        return Gebeurtenis.objects.filter(**wat).count()


def in_beurt(register) -> int:
    """Where a walk of this register begins, so that the registers together ask everything of everybody."""
    return registers().index(register)


def test_wie_behandelt_komt_op_elke_pagina_met_alle_koppen_en_elke_inhoud_is_gelezen(
    register, toneel, client_van, fabriek
):
    """Also: nothing in the page itself that a strict policy would have to allow, nor in the lists."""
    client, al_gelezen, met_inhoud = client_van(toneel.behandelaar), 0, set()
    mag_niet_bij_deze_status = set()
    for naam, adres in adressen(register, toneel).items():
        antwoord = (client.post if naam in ALLEEN_POST else client.get)(adres)
        assert gebreken(antwoord) == [], naam
        gelezen = in_logboek(fabriek, soort__in=LEESSOORTEN, zaak_id=toneel.zaak.pk)
        if b"Merkwoord" in antwoord.content or naam in OOK_GELEZEN:
            assert gelezen > al_gelezen, naam
            met_inhoud.add(naam)
        al_gelezen = gelezen
        if naam in ALLEEN_POST:
            assert antwoord.status_code == 204, naam
            continue
        if antwoord.status_code == 403:
            mag_niet_bij_deze_status.add(naam)
            continue
        if antwoord.status_code == 409:
            assert naam == "doorgeleiden"  # not from the first status
            continue
        if antwoord.status_code == 405:  # only something to send to
            continue
        if naam == "nazorg":
            assert antwoord.status_code == 404  # no moment before the zaak is afgehandeld
            continue
        assert antwoord.status_code == 200, naam
        assert toneel.zaak.zaaknummer in antwoord.content.decode(), naam
    assert {"detail", "wijzig", "persoon_wijzig", "afdrukken"} <= met_inhoud
    assert mag_niet_bij_deze_status <= {"status", "ontzegelen"}  # not sealed
    for naam in ("lijst", "tellingen", "nieuw"):
        assert gebreken(client.get(reverse(f"{register.adressen}:{naam}"))) == [], naam


def test_geen_enkele_rol_vindt_een_pagina_van_een_zaak_van_een_ander(register, toneel, client_van, fabriek):
    """Each refusal is one event. Over all registers every address by every role that handles zaken, by reading or by sending, in turn.

    A role that handles none asks a third of that, and no melding: every page of a melding is asked by them all in
    tests/architectuur/test_routes.py.
    """
    for beurt, gebruiker in enumerate(toneel.anderen, in_beurt(register)):
        met_zaken = toneel.rol_van[gebruiker.pk] in ZAAKROLLEN
        if not met_zaken and register.soort == Zaak.Soort.MELDING:
            continue
        client = client_van(gebruiker)
        om_de, gevraagd = len(registers()) * (1 if met_zaken else 3), 0
        for nummer, (naam, adres) in enumerate(adressen(register, toneel).items()):
            if (beurt + nummer) % om_de:
                continue
            wegen = (client.get, client.post) if (nummer // om_de) % 2 else (client.post, client.get)
            antwoord = wegen[0](adres)
            if antwoord.status_code == 405:
                antwoord = wegen[1](adres)
            assert antwoord.status_code == 404, (naam, toneel.rol_van[gebruiker.pk])
            assert "Merkwoord" not in antwoord.content.decode()
            gevraagd += 1
        assert in_logboek(fabriek, soort="geweigerd", door_id=gebruiker.pk) == gevraagd > 0


def test_wie_niet_is_aangemeld_meldt_zich_eerst_aan(register, toneel):
    for adres in adressen(register, toneel).values():
        antwoord = Client().get(adres)
        assert (antwoord.status_code, antwoord.url.partition("?")[0]) == (302, reverse("account_login"))


def geweigerd(client, adres, nummer) -> bool:
    """Whether reading, or sending in the other turn, is refused to who sees the zaak."""
    antwoord = (client.post if nummer % 2 else client.get)(adres)
    if antwoord.status_code == 405:
        antwoord = (client.get if nummer % 2 else client.post)(adres)
    return antwoord.status_code == 403


def test_wie_alleen_meeleest_doet_niets_dan_lezen_en_noteren(register, toneel, client_van):
    client = client_van(toneel.lezer)
    pagina = client.get(register.url("detail", toneel.zaak.pk)).content.decode()
    for nummer, (naam, adres) in enumerate(adressen(register, toneel).items(), in_beurt(register)):
        if naam in ZONDER_RECHT:
            assert not geweigerd(client, adres, naam in ALLEEN_POST), naam
        else:
            assert geweigerd(client, adres, nummer), naam
            assert adres not in pagina, naam


def test_een_geannuleerde_zaak_is_alleen_nog_te_lezen(register, toneel, fabriek, client_van):
    with fabriek():
        type(toneel.zaak).objects.zonder_toegangsfilter(reden="test").filter(pk=toneel.zaak.pk).update(
            geannuleerd_op="2024-12-01T12:00Z", geannuleerd_door=toneel.behandelaar
        )
    client = client_van(toneel.behandelaar)
    for nummer, (naam, adres) in enumerate(adressen(register, toneel).items(), in_beurt(register)):
        mag = naam in OOK_GEANNULEERD
        assert geweigerd(client, adres, naam in ALLEEN_POST if mag else nummer) is not mag, naam


def test_de_pagina_vraagt_altijd_evenveel_en_hoogstens_vijftien(register, toneel, fabriek, client_van):
    client, adres = client_van(toneel.behandelaar), register.url("detail", toneel.zaak.pk)
    vragen = []
    for erbij in (0, 2, 10):
        with fabriek():
            for nummer in range(erbij):
                Persoon(
                    id=uuid4(),
                    zaak=toneel.zaak,
                    rol=register.persoonrollen[-1],
                    volgnummer=100 * erbij + nummer,
                ).save(force_insert=True)
                Notitie(
                    id=uuid4(), zaak=toneel.zaak, door=toneel.lezer, op="2024-12-01T12:00Z", tekst="tekst"
                ).save(force_insert=True)
        vragen.append(aantal_vragen(client, adres))
    assert vragen == [vragen[0]] * 3
    assert vragen[0] <= 15


def test_een_persoon_komt_erbij_in_een_rol_van_dit_register_en_gaat_weer(register, toneel, client_van):
    client = client_van(toneel.behandelaar)
    form = client.get(register.url("persoon_nieuw", toneel.zaak.pk)).context["form"]
    assert [rol for rol, _label in form.fields["rol"].choices] == list(register.persoonrollen)
    vreemd = next(rol for rol in Persoon.Rol if rol not in register.persoonrollen)
    adres = register.url("persoon_nieuw", toneel.zaak.pk)
    assert client.post(adres, {"rol": vreemd}).status_code == 422
    assert client.post(adres, {"rol": register.persoonrollen[-1], "naam": "P. Nieuw"}).status_code == 302
    pagina = client.get(register.url("detail", toneel.zaak.pk))
    assert "P. Nieuw" in pagina.content.decode()
    client.post(register.url("persoon_verwijder", toneel.zaak.pk, toneel.persoon.pk))
    assert "Merkwoord naam" not in client.get(register.url("detail", toneel.zaak.pk)).content.decode()


@pytest.mark.parametrize(("pagina", "doel"), [("toewijzen", "behandelaar"), ("delen", "lezer")])
def test_alleen_wie_dit_soort_zaken_mag_hebben_is_te_kiezen(register, toneel, client_van, pagina, doel):
    toegestaan = getattr(BELEID[register.soort], doel)
    client = client_van(toneel.behandelaar)
    adres = register.url(pagina, toneel.zaak.pk)
    veld = client.get(adres).context["form"].fields["behandelaar" if pagina == "toewijzen" else "aan"]
    keuzes = {pk for pk, _naam in veld.choices if pk}
    per_rol = {min(g.rollen): g.pk for g in _met_rollen(toneel.anderen)}
    assert {rol for rol, pk in per_rol.items() if pk in keuzes} == set(toegestaan)


def _met_rollen(gebruikers):
    from tests.hulp.wie import als

    for gebruiker in gebruikers:
        with als(gebruiker):
            assert gebruiker.rollen
        yield gebruiker


def test_de_dienst_weigert_een_verkeerde_rol_en_een_bureau_als_eigenaar(register, toneel, als, fabriek):
    from zaken.services.databank import NietMogelijk
    from zaken.services.toegang import verleen, wijs_toe

    beleid = BELEID[register.soort]
    with fabriek():
        bureau = maak_team(soort=beleid.bureau) if beleid.bureau else None
        goed = maak_gebruiker(min(beleid.behandelaar), teams=[bureau] if bureau else [])
        fout_behandelaar = [maak_gebruiker(rol) for rol in sorted(ZAAKROLLEN - beleid.behandelaar)]
        fout_lezer = [maak_gebruiker(rol) for rol in sorted(ZAAKROLLEN - beleid.lezer)]
    with als(toneel.behandelaar) as door:
        for wie in fout_behandelaar:
            with pytest.raises(NietMogelijk):
                wijs_toe(zaak=toneel.zaak, behandelaar=wie, team=None, reden="proef", door=door)
        for wie in (*fout_lezer, toneel.behandelaar):
            with pytest.raises(NietMogelijk):
                verleen(
                    zaak=toneel.zaak, aan=wie, reden="proef", verloopt_op=None, nu=timezone.now(), door=door
                )
        if bureau:
            with pytest.raises(NietMogelijk):
                wijs_toe(zaak=toneel.zaak, behandelaar=goed, team=bureau, reden="proef", door=door)
        wijs_toe(zaak=toneel.zaak, behandelaar=goed, team=None, reden="proef", door=door)
    with als(goed):
        assert type(toneel.zaak).objects.zichtbaar_voor(goed).get(pk=toneel.zaak.pk).behandelaar_id == goed.pk


def test_vreemd_en_onbekend_antwoorden_gelijk_hoe_er_ook_gevraagd_wordt(
    register, toneel, client_van, fabriek
):
    """Also to the log. Every page in one of the ways, in turn; every way of asking each page of a melding: tests/aanvallen/test_bestaan.py."""
    niets = uuid4()
    onbekend = adressen(register, toneel, pk=niets)
    uitgeslotene, buiten = client_van(toneel.uitgeslotene), client_van(toneel.buiten)
    for nummer, (naam, adres) in enumerate(adressen(register, toneel).items()):
        beurt = nummer + in_beurt(register)
        client, hoe = (uitgeslotene, buiten)[nummer % 2], GEWOON[beurt % len(GEWOON)]
        assert vergelijk(client, adres, onbekend[naam], [hoe]) == [], (naam, hoe)
    vreemd, geen = (
        in_logboek(fabriek, soort="geweigerd", object_id=str(pk)) for pk in (toneel.zaak.pk, niets)
    )
    assert vreemd == geen > 0
