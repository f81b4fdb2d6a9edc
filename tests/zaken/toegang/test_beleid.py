"""Per kind of zaak: who registers, who handles, who may read; the page and the database say the same."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from gebruikers.models import Team
from gebruikers.rollen import ZAAKROLLEN, Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from zaken.models import Datasleutel, Waarneming, Zaak
from zaken.services.concepten import begin_concept
from zaken.services.databank import NietMogelijk, roep
from zaken.services.registratie import open_zaak
from zaken.services.toegang import wijs_toe
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


@pytest.mark.databank
@pytest.mark.parametrize("rol", sorted(ZAAKROLLEN))
def test_de_databank_weet_als_de_toepassing_wie_met_een_zaak_werkt(rol, als, fabriek):
    """`Recht.UITSLUITEN` and `app.werkt_met`, for every kind of zaak: whose it is, of which team, whom one substitutes."""
    with fabriek():
        eigen, ander = maak_team(), maak_team()
        ik = maak_gebruiker(rol, teams=[eigen])
        altijd, voor_eigen, vreemd = (maak_gebruiker(*ZAAKROLLEN) for _nummer in range(3))
        for voor, teams in ((altijd, None), (voor_eigen, [eigen.pk])):
            nu = timezone.now()
            Waarneming(
                voor=voor, waarnemer=ik, reden="verlof", ingesteld_op=nu, ingesteld_door=ik, verloopt_op=nu + timedelta(days=9),
                teams=teams,
            ).save(force_insert=True)  # fmt: skip
        zaken = {
            maak_zaak(soort, team=team, verzegeld=verzegeld, behandelaar=behandelaar, lezers=(ik,)).pk
            for soort in SOORTEN
            for team, verzegeld in ((None, False), (None, True), (eigen, False), (ander, False))
            for behandelaar in (None, ik, altijd, voor_eigen, vreemd)
        }
    with als(ik):
        gezien = list(Zaak.objects.zichtbaar_voor(ik).filter(pk__in=zaken))
        assert {zaak.pk for zaak in gezien} == zaken
        for zaak in gezien:
            wat = (zaak.soort, zaak.team_id, zaak.verzegeld, zaak.behandelaar_id)
            assert roep("werkt_met", zaak.pk) is heeft(ik, Recht.UITSLUITEN, zaak), wat


@pytest.mark.databank
def test_bij_een_misstand_leest_geen_team_mee(als, fabriek, client_van):
    """Adviseurs share a team with who handles misstanden; only the desk and whom it was shared with may read one."""
    with fabriek():
        team = maak_team()
        wie = maak_gebruiker(Rol.MISSTANDEN, teams=[team, maak_team(soort=Team.Soort.MISSTANDEN)])
        zaak = maak_zaak("misstand", team=None, lezers=(wie,), behandelaar=wie)
    klant, adres = client_van(wie), reverse("misstanden:toewijzen", args=[zaak.pk])
    assert 'name="team"' not in klant.get(adres).text
    gegevens = {"behandelaar": wie.pk, "reden": "proef", "team": team.pk}
    assert klant.post(adres, gegevens).status_code == 302  # a field that this form does not have
    with als(wie):
        assert Zaak.objects.zichtbaar_voor(wie).get(pk=zaak.pk).team_id is None
        vers = Zaak.objects.zichtbaar_voor(wie).get(pk=zaak.pk)
        with pytest.raises(NietMogelijk, match="geen team meekijken"):
            wijs_toe(zaak=vers, behandelaar=wie, team=team, reden="proef", door=wie)
        with pytest.raises(NietMogelijk):
            roep("wijs_toe", zaak.pk, wie.pk, team.pk, uuid4(), None)
