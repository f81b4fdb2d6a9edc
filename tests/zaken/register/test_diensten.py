"""What the services of every register refuse by themselves, whatever page or task calls them, and what they lock."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gebruikers.models import Team
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import code, sluit_uit
from zaken.models import Persoon, Zaak
from zaken.register import registers
from zaken.services import inhoud, toegang, wijzigen
from zaken.services.databank import NietMogelijk
from zaken.toegang import BELEID

pytestmark = pytest.mark.databank


@pytest.fixture
def toneel(register, fabriek):
    beleid = BELEID[register.soort]
    with fabriek():
        behandelaar, ander = (maak_gebruiker(min(beleid.behandelt)) for _ in range(2))
        zaak = maak_zaak(register.soort, lezers=(behandelaar,), behandelaar=behandelaar)
        persoon = Persoon(id=uuid4(), zaak=zaak, rol=register.persoonrollen[0], volgnummer=1, naam="P. Naam")
        persoon.save(force_insert=True)
    return SimpleNamespace(behandelaar=behandelaar, ander=ander, zaak=zaak, persoon=persoon)


def vers(t):
    return type(t.zaak).objects.zichtbaar_voor(t.behandelaar).select_related("sleutel").get(pk=t.zaak.pk)


def fouten(geweigerd):
    return set(geweigerd.value.message_dict)


def test_een_rol_van_een_ander_register_is_geen_rol_hier(register, toneel, als):
    vreemd = next(rol for rol in Persoon.Rol if rol not in register.persoonrollen)
    with als(toneel.behandelaar) as door, pytest.raises(ValidationError) as geweigerd:
        inhoud.voeg_persoon_toe(zaak=vers(toneel), rol=vreemd, gegevens={}, door=door)
    assert fouten(geweigerd) == {"rol"}


def test_een_uitkomst_is_voor_een_betrokkene(register, toneel, als):
    rol = next(rol for rol in register.persoonrollen if rol != Persoon.Rol.BETROKKENE)
    uitkomst = code("uitkomst_betrokkene", "vastgesteld")
    with als(toneel.behandelaar) as door, pytest.raises(ValidationError) as geweigerd:
        inhoud.voeg_persoon_toe(zaak=vers(toneel), rol=rol, gegevens={"uitkomst": uitkomst}, door=door)
    assert fouten(geweigerd) == {"uitkomst"}


@pytest.mark.parametrize(
    "register",
    [register for register in registers() if register.indiener],
    indirect=True,
    ids=lambda register: register.soort,
)
def test_wie_anoniem_indient_heeft_geen_naam_en_omgekeerd(register, toneel, als, fabriek):
    with fabriek():
        Persoon.objects.zonder_toegangsfilter(reden="test").filter(pk=toneel.persoon.pk).update(
            rol=register.indiener
        )
    with als(toneel.behandelaar) as door:
        with pytest.raises(ValidationError) as geweigerd:
            wijzigen.wijzig(
                register=register,
                zaak_id=toneel.zaak.pk,
                gegevens={"anonimiteit": Zaak.Anonimiteit.ANONIEM},
                basisversie=vers(toneel).versie,
                vandaag=timezone.localdate(),
                door=door,
            )
        assert "anonimiteit" in fouten(geweigerd)
    if Zaak.Anonimiteit.ANONIEM not in dict(
        register.onderdelen["gegevens"].base_fields["anonimiteit"].choices
    ):
        return  # a klacht: nobody can be anonymous in it, so there is no name to keep out
    with fabriek():
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=toneel.zaak.pk).update(
            anonimiteit=Zaak.Anonimiteit.ANONIEM
        )
    with als(toneel.behandelaar) as door, pytest.raises(ValidationError) as geweigerd:
        inhoud.wijzig_persoon(
            zaak=vers(toneel), persoon_id=toneel.persoon.pk, gegevens={"naam": "Toch een naam"}, door=door
        )
    assert fouten(geweigerd) == {"naam"}


def test_delen_met_de_behandelaar_met_uzelf_of_tot_gisteren_kan_niet(register, toneel, als, fabriek):
    nu = timezone.now()
    with fabriek():
        teamlid = maak_gebruiker(min(BELEID[register.soort].behandelt))
        toneel.zaak.team = maak_team()
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=toneel.zaak.pk).update(
            team=toneel.zaak.team
        )
        from gebruikers.models import Lidmaatschap

        Lidmaatschap.objects.create(team=toneel.zaak.team, gebruiker=teamlid)
    with als(teamlid) as door:
        zaak = type(toneel.zaak).objects.zichtbaar_voor(door).get(pk=toneel.zaak.pk)
        for aan, tot, woord in (
            (toneel.behandelaar, nu + timedelta(days=1), "behandelaar"),
            (teamlid, None, "uzelf"),
            (toneel.ander, nu - timedelta(seconds=1), "toekomst"),
        ):
            with pytest.raises(NietMogelijk, match=woord):
                toegang.verleen(zaak=zaak, aan=aan, reden="proef", verloopt_op=tot, nu=nu, door=door)


def test_een_team_dat_aanneemt_houdt_een_toegewezen_zaak_niet(register, toneel, als, fabriek):
    with fabriek():
        teams = [maak_team(soort=soort) for soort in Team.Soort if soort != Team.Soort.BEHANDELING]
        wie = maak_gebruiker(min(BELEID[register.soort].behandelaar), teams=teams)
    with als(toneel.behandelaar) as door:
        for team in teams:
            with pytest.raises(NietMogelijk, match="neemt zaken aan"):
                toegang.wijs_toe(zaak=vers(toneel), behandelaar=wie, team=team, reden="proef", door=door)


def _wijzig_persoon(t, door):
    inhoud.wijzig_persoon(zaak=vers(t), persoon_id=t.persoon.pk, gegevens={"naam": "Anders"}, door=door)


def _verwijder_persoon(t, door):
    inhoud.verwijder_persoon(zaak=vers(t), persoon_id=t.persoon.pk, door=door)


def _hef_op(t, door):
    toegang.hef_uitsluiting_op(zaak=vers(t), gebruiker=t.ander, door=door)


@pytest.mark.parametrize("doe", [_wijzig_persoon, _verwijder_persoon, _hef_op])
def test_een_dienst_vergrendelt_de_zaak_voor_zij_iets_verandert(toneel, als, fabriek, doe):
    with fabriek():
        sluit_uit(toneel.zaak, toneel.ander)
    with als(toneel.behandelaar) as door, CaptureQueriesContext(connection) as vragen:
        doe(toneel, door)
    opdrachten = [vraag["sql"] for vraag in vragen]
    slot = next(n for n, sql in enumerate(opdrachten) if "FOR NO KEY UPDATE" in sql and "zaken_zaak" in sql)
    schrijft = [
        n
        for n, sql in enumerate(opdrachten)
        if sql.startswith(("UPDATE", "DELETE", "INSERT")) or "app.hef_uitsluiting_op" in sql
    ]
    assert slot < min(schrijft)


def test_een_persoon_die_weg_is_verandert_niet_meer(toneel, als):
    with als(toneel.behandelaar) as door:
        _verwijder_persoon(toneel, door)
        for doe in (_wijzig_persoon, _verwijder_persoon):
            with pytest.raises(Persoon.DoesNotExist):
                doe(toneel, door)


def test_wat_gebeurd_is_ligt_niet_in_de_toekomst(register, toneel, als):
    vandaag = timezone.localdate()
    velden = ("ontvangen_defensie", *register.regels.gedaan)
    with als(toneel.behandelaar) as door:
        for veld in velden:
            with pytest.raises(ValidationError) as geweigerd:
                wijzigen.wijzig(
                    register=register,
                    zaak_id=toneel.zaak.pk,
                    gegevens={veld: vandaag + timedelta(days=1)},
                    basisversie=vers(toneel).versie,
                    vandaag=vandaag,
                    door=door,
                )
            assert veld in fouten(geweigerd), veld
