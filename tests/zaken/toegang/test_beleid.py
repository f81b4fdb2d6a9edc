"""Per kind of zaak: who registers, who handles, who may read; the page and the database say the same."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from gebruikers.models import Team
from gebruikers.rollen import ZAAKROLLEN, Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from zaken.models import Datasleutel, Zaak
from zaken.services.concepten import begin_concept
from zaken.services.databank import NietMogelijk, roep
from zaken.services.registratie import open_zaak
from zaken.toegang import BELEID, Recht, mag_registreren, rollen_van
from zaken.toegang import mag as heeft

SOORTEN = list(Zaak.Soort)
DOELEN = ("registreert", "behandelaar", "lezer")


def test_elke_soort_zaak_heeft_beleid_en_alleen_met_zaakrollen():
    assert set(BELEID) == set(Zaak.Soort.values)
    for beleid in BELEID.values():
        rollen = beleid.registreert | beleid.intake | beleid.behandelt | beleid.behandelaar | beleid.lezer
        assert rollen | beleid.lijst <= ZAAKROLLEN
        assert beleid.intake <= beleid.registreert
        assert beleid.behandelt <= beleid.behandelaar <= beleid.lezer


@pytest.mark.databank
@pytest.mark.parametrize("soort", SOORTEN)
def test_de_databank_kent_hetzelfde_beleid(soort, als, fabriek):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    with als(wie):
        assert {doel: set(roep("zaakbeleid", soort, doel)) for doel in DOELEN} == {
            doel: set(getattr(BELEID[soort], doel)) for doel in DOELEN
        }
        assert roep("bureau", soort) == BELEID[soort].bureau


@pytest.mark.databank
@pytest.mark.parametrize(("soort", "rol"), list(product(SOORTEN, sorted(ZAAKROLLEN))))
def test_registreren_mag_wie_dat_volgens_het_beleid_mag_en_niemand_anders(soort, rol, als, fabriek):
    with fabriek():
        bureau = BELEID[soort].bureau or Team.Soort.BEHANDELING
        team = maak_team(soort=bureau)
        wie = maak_gebruiker(rol, teams=[team] if BELEID[soort].bureau is None else [])
    with als(wie):
        mag = mag_registreren(wie, soort)
        assert mag is (rol in BELEID[soort].registreert)
        if not mag:
            assert _open_langs_de_muur(soort) == "geweigerd"
            with pytest.raises(PermissionDenied, match="registreren"):  # the database says no such word
                open_zaak(soort=soort, ontvangen_defensie="2024-11-15", onderwerp="proef", door=wie)
            with pytest.raises(PermissionDenied, match="registreren"):
                begin_concept(soort=soort, door=wie)
            return
        zaak = open_zaak(soort=soort, ontvangen_defensie="2024-11-15", onderwerp="proef", door=wie)
        assert (zaak.zaaknummer[0], zaak.team_id) == ("MKVO"[SOORTEN.index(soort)], team.pk)
        zaak = Zaak.objects.zichtbaar_voor(wie).get(pk=zaak.pk, soort=soort)
        assert heeft(wie, Recht.WIJZIGEN, zaak)  # the intake adds persons, and mends
        assert heeft(wie, Recht.ANNULEREN, zaak)
        is_van_hier = rol in BELEID[soort].intake | BELEID[soort].behandelt
        assert heeft(wie, Recht.TOEWIJZEN, zaak) is is_van_hier
        zaak.behandelaar_id = -1
        in_eigen_team = zaak.team_id in wie.teams and rol in BELEID[soort].intake | BELEID[soort].behandelt
        assert heeft(wie, Recht.WIJZIGEN, zaak) is in_eigen_team


def _open_langs_de_muur(soort: str) -> str:
    """What the database says to who goes past the first wall."""
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    cijfer = b"\x01" + b"0" * 40
    try:
        roep("open_zaak", uuid4(), soort, sleutel.pk, "2024-01-01", cijfer, None, uuid4(), cijfer, None)
    except PermissionDenied:
        return "geweigerd"
    return "geopend"


@pytest.mark.databank
@pytest.mark.parametrize("soort", [s for s in SOORTEN if BELEID[s].bureau])
def test_zonder_bureau_wordt_een_nieuwe_zaak_geweigerd(soort, als, fabriek):
    with fabriek():
        maak_team(soort=Team.Soort.BEHANDELING)
        wie = maak_gebruiker(min(BELEID[soort].registreert))
    with als(wie), pytest.raises(NietMogelijk):
        open_zaak(soort=soort, ontvangen_defensie="2024-11-15", onderwerp="proef", door=wie)


@pytest.mark.databank
def test_een_onderzoek_is_van_een_behandelteam_van_wie_het_registreert_of_van_geen_team(als, fabriek):
    with fabriek():
        maak_team(soort=Team.Soort.BEHANDELING)
        intake = maak_team(soort=Team.Soort.INTAKE)
        eigen = maak_team(soort=Team.Soort.BEHANDELING)
        met, zonder = maak_gebruiker(Rol.ONDERZOEKER, teams=[intake, eigen]), maak_gebruiker(Rol.ADVISEUR)
    velden = {"soort": Zaak.Soort.ONDERZOEK, "ontvangen_defensie": "2024-11-15", "onderwerp": "proef"}
    with als(met):
        assert open_zaak(**velden, door=met).team_id == eigen.pk
    with als(zonder):
        assert open_zaak(**velden, door=zonder).team_id is None


def test_de_lijst_van_een_register_hebben_wie_er_werken():
    assert {soort: sorted(rollen_van(soort)) for soort in SOORTEN} == {
        "melding": ["adviseur", "intake", "onderzoeker"],
        "klacht": ["ckp", "klachtsecretaris"],
        "misstand": ["misstanden"],
        "onderzoek": ["adviseur", "onderzoeker"],
    }
