"""Of merged meldingen exactly one counts: what the services and the database hold, whatever a form asked."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gebruikers.models import Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding, maak_toekenning, sluit_uit
from tests.hulp import meldingen as services
from zaken.models import Uitsluiting
from zaken.overgangen import OnvoldaanVoorwaarde
from zaken.services.databank import NietMogelijk
from zaken.services.inhoud import annuleer

pytestmark = pytest.mark.databank


@pytest.fixture
def intaketeam(fabriek):
    with fabriek():
        return maak_team("intake", soort=Team.Soort.INTAKE)


@pytest.fixture
def intake(fabriek, intaketeam):
    with fabriek():
        return maak_gebruiker(Rol.INTAKE, teams=[intaketeam])


@pytest.fixture
def paar(fabriek, intaketeam):
    """Two meldingen at the intake desk that may be merged."""
    with fabriek():
        return [maak_melding(team=intaketeam, status=Status.IN_BEOORDELING) for _ in range(2)]


def voeg_samen(van, met, *, door):
    return services.wijzig_status(
        zaak_id=van.pk,
        naar=Status.SAMENGEVOEGD,
        toelichting="dubbel",
        gegevens={"samengevoegd_met": met},
        door=door,
    )


def test_samenvoegen_vergrendelt_beide_meldingen_in_vaste_volgorde(als, intake, paar):
    with als(intake):
        for van, met in (paar, paar[::-1]):
            with CaptureQueriesContext(connection) as vragen:
                if van is paar[0]:
                    voeg_samen(van, met, door=intake)
                else:
                    with pytest.raises(OnvoldaanVoorwaarde):
                        voeg_samen(van, met, door=intake)
            (slot,) = [v["sql"] for v in vragen if "FOR UPDATE" in v["sql"]]
            assert all(melding.pk.hex in slot for melding in paar)
            assert 'ORDER BY "meldingen_melding"."zaak_ptr_id" ASC' in slot


def test_twee_meldingen_verdwijnen_niet_in_elkaar(als, intake, paar):
    een, ander = paar
    with als(intake):
        assert voeg_samen(een, ander, door=intake).samengevoegd_met_id == ander.pk
        with pytest.raises(OnvoldaanVoorwaarde) as fout:
            voeg_samen(ander, een, door=intake)
        assert fout.value.ontbreekt == ["een andere lopende zaak die u kunt zien"]
        assert Melding.objects.zichtbaar_voor(intake).get(pk=ander.pk).status == Status.IN_BEOORDELING


def test_wat_blijft_staan_is_een_ander_niet_geannuleerd_en_zichtbaar(als, fabriek, intake, intaketeam, paar):
    with fabriek():
        geannuleerd = maak_melding(
            team=intaketeam, geannuleerd_op=timezone.now(), geannuleerd_door=intake, geannuleerd_reden="fout"
        )
        elders = maak_melding(team=maak_team("elders", soort=Team.Soort.INTAKE))
    with als(intake):
        for met in (paar[0], geannuleerd, elders):
            with pytest.raises(OnvoldaanVoorwaarde):
                voeg_samen(paar[0], met, door=intake)


def test_wat_na_samenvoegen_overblijft_kan_niet_geannuleerd(als, client_van, fabriek, intake, paar):
    een, ander = paar
    with als(intake):
        voeg_samen(een, ander, door=intake)
        with pytest.raises(NietMogelijk):
            annuleer(zaak=ander, reden="dubbel", door=intake)
    antwoord = client_van(intake).post(reverse("meldingen:annuleer", args=[ander.pk]), {"reden": "dubbel"})
    assert antwoord.status_code == 422
    assert "Een andere zaak is hiermee samengevoegd." in antwoord.content.decode()
    with fabriek():
        rijen = Melding.objects.zonder_toegangsfilter(reden="test").filter(geannuleerd_op__isnull=False)
        assert not rijen.exists()


@pytest.mark.parametrize("hoe", ["uitgesloten", "verzegeld"])
def test_annuleren_zet_een_samengevoegde_die_u_niet_ziet_terug_zonder_dat_u_het_merkt(
    als, client_van, fabriek, intake, paar, hoe
):
    """Refusing told that there is one. It goes on where it was, for its own readers; of the event one counts."""
    een, ander = paar
    with fabriek():
        collega = maak_gebruiker(Rol.ADVISEUR)
        maak_toekenning(een, collega)
    with als(intake):
        voeg_samen(een, ander, door=intake)
    with fabriek():
        if hoe == "uitgesloten":
            sluit_uit(een, intake)
        else:
            Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=een.pk).update(verzegeld=True)
    antwoord = client_van(intake).post(
        reverse("meldingen:annuleer", args=[ander.pk]), {"reden": "dubbel"}, follow=True
    )
    assert "is geannuleerd" in antwoord.content.decode()
    assert een.zaaknummer not in antwoord.content.decode()
    with als(intake):
        assert Melding.objects.zichtbaar_voor(intake).get(pk=ander.pk).is_geannuleerd
        assert not Melding.objects.zichtbaar_voor(intake).filter(pk=een.pk).exists()
    with als(collega):
        terug = Melding.objects.zichtbaar_voor(collega).get(pk=een.pk)
        assert (terug.status, terug.samengevoegd_met_id) == (Status.IN_BEOORDELING, None)
    with fabriek():
        assert Uitsluiting.objects.filter(zaak_id=een.pk, gebruiker=intake).exists() is (hoe == "uitgesloten")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_is_de_samengevoegde_geannuleerd_dan_mag_de_ander_ook(als, fabriek, intake, paar):
    een, ander = paar
    with als(intake):
        voeg_samen(een, ander, door=intake)
    with fabriek():
        rijen = Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=een.pk)
        rijen.update(geannuleerd_op=timezone.now(), geannuleerd_door=intake)
    with als(intake):
        annuleer(zaak=ander, reden="fout", door=intake)
        assert Melding.objects.zichtbaar_voor(intake).get(pk=ander.pk).is_geannuleerd


def test_wie_de_melding_niet_ziet_hoort_niet_of_er_iets_mee_is_samengevoegd(als, fabriek, intake, paar):
    een, ander = paar
    with als(intake):
        voeg_samen(een, ander, door=intake)
    with fabriek():
        vreemde = maak_gebruiker(Rol.ADVISEUR)
    with als(vreemde), pytest.raises((PermissionDenied, Melding.DoesNotExist)):
        voeg_samen(een, ander, door=vreemde)


def test_de_pagina_om_samenvoegen_ongedaan_te_maken_zegt_dat_een_toelichting_nodig_is(
    als, client_van, intake, paar
):
    een, ander = paar
    client = client_van(intake)
    url = reverse("meldingen:status", args=[een.pk, Status.IN_BEOORDELING])
    with als(intake):
        voeg_samen(een, ander, door=intake)

    vraag = client.get(url).content.decode()
    leeg = client.post(url, {"toelichting": " "})

    assert ("Toelichting" in vraag, "(niet verplicht)" in vraag) == (True, False)
    assert (leeg.status_code, "Schrijf een toelichting." in leeg.content.decode()) == (422, True)
    assert client.post(url, {"toelichting": "vergissing"}).status_code == 302
