"""Filters that somebody keeps or shares with a team: never a word of a zaak in them, and nobody sees more by them."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.hulp.vragen import aantal_vragen
from tests.hulp.wie import als
from zaken.models import Bewaardfilter, Standaardfilter
from zaken.services import filters as diensten
from zaken.services.databank import NietMogelijk

pytestmark = [pytest.mark.databank]


@pytest.fixture
def ploeg(spelers, fabriek):
    """A member who keeps a filter, a colleague in the same team, and somebody outside it."""
    with fabriek():
        collega = maak_gebruiker(spelers.rol, teams=[spelers.team])
    return SimpleNamespace(lid=spelers.lid, collega=collega, buiten=spelers.buiten, team=spelers.team)


def bewaar(register, ploeg, *, naam="Merknaam te laat", met_team=True, **criteria):
    with als(ploeg.lid) as lid:
        return diensten.bewaar(
            soort=register.soort,
            naam=naam,
            criteria=criteria or {"jaar": ["2020"]},
            team=ploeg.team if met_team else None,
            door=lid,
        )


def test_filters_bewaren_en_weer_gebruiken(register, ploeg, client_van):
    client = client_van(ploeg.lid)
    vraag = "?tab=team&status=onzin&q=kwartel&persoon=Jansen&jaar=2020"
    assert client.get(register.url("filter_nieuw") + vraag).status_code == 302  # a filter that cannot be
    vraag = f"?tab=team&q=kwartel&persoon=Jansen&jaar=2020&status={register.status.values[0]}"
    scherm = client.get(register.url("filter_nieuw") + vraag)
    assert "kwartel" not in scherm.text
    assert "Jansen" not in scherm.text
    antwoord = client.post(
        register.url("filter_nieuw") + vraag, {"naam": "Merknaam", "team": ploeg.team.pk, "standaard": "on"}
    )
    assert parse_qs(urlsplit(antwoord.url).query) == {
        "tab": ["team"],
        "jaar": ["2020"],
        "status": [register.status.values[0]],
    }
    kaal = client.get(register.url("lijst"))
    assert (kaal.status_code, kaal.url) == (302, antwoord.url)
    balk = client.get(antwoord.url).context["filterlinks"]
    assert [(link["naam"], link["actief"]) for link in balk] == [("Merknaam", True)]
    assert client.get(f"{register.url('lijst')}?tab=alle").status_code == 200


def test_wat_het_formulier_niet_las_wordt_niet_bewaard(register, ploeg, client_van, fabriek):
    """Of a choice that stands twice in an address a form reads the last only: the first may be a name."""
    vraag = "?jaar=Jansen&jaar=2020&geannuleerd=Jansen&onderdeel=Jansen&onderdeel="
    client_van(ploeg.lid).post(register.url("filter_nieuw") + vraag, {"naam": "Merknaam"})
    with fabriek():
        assert [een.criteria for een in Bewaardfilter.objects.all()] == [
            {"jaar": ["2020"], "geannuleerd": ["on"]}
        ]


def test_een_naam_is_nodig(register, ploeg, client_van):
    antwoord = client_van(ploeg.lid).post(f"{register.url('filter_nieuw')}?jaar=2020", {"naam": " "})
    assert (antwoord.status_code, list(antwoord.context["form"].errors)) == (422, ["naam"])


def test_een_naam_bestaat_maar_een_keer(register, ploeg, client_van):
    filter_ = bewaar(register, ploeg)
    client, ander = client_van(ploeg.lid), f"{register.url('filter_nieuw')}?jaar=2021"
    fout = client.post(ander, {"naam": "merknaam te laat"})
    assert (fout.status_code, list(fout.context["form"].errors)) == (422, ["naam"])
    assert "Deze naam bestaat al." in fout.text
    assert client.post(ander, {"naam": "Tweede"}).status_code == 302
    eigen = register.url("filter", filter_.pk)
    assert client.post(eigen, {"naam": "Tweede"}).status_code == 422
    assert client.post(eigen, {"naam": "Merknaam te laat"}).status_code == 302


def test_de_naam_staat_niet_leesbaar_in_de_databank(register, ploeg, fabriek):
    bewaar(register, ploeg)
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT naam_versleuteld FROM zaken_bewaardfilter")
        [(naam,)] = cursor.fetchall()
    assert "Merknaam" not in naam


def test_wie_een_filter_leent_verandert_het_niet_en_niemand_deelt_met_een_ander_team(
    register, ploeg, fabriek
):
    """The services say so themselves, each in its own word; the database would refuse in another."""
    filter_ = bewaar(register, ploeg)
    with fabriek():
        van_anderen = maak_team()
    with als(ploeg.collega) as collega:
        with pytest.raises(PermissionDenied, match="filter van een ander"):
            diensten.wijzig(filter_=filter_, naam="x", team=None, door=collega)
        with pytest.raises(PermissionDenied, match="filter van een ander"):
            diensten.verwijder(filter_=filter_, door=collega)
    with als(ploeg.lid) as lid, pytest.raises(PermissionDenied, match="team van een ander"):
        diensten.wijzig(filter_=filter_, naam="x", team=van_anderen, door=lid)


def test_een_gedeeld_filter_toont_ieder_alleen_de_eigen_zaken(register, ploeg, fabriek, client_van):
    filter_ = bewaar(register, ploeg)
    with fabriek():
        persoonlijk = maak_zaak(register.soort, lezers=(ploeg.lid,), ontvangen_defensie="2020-05-01")
        van_team = maak_zaak(register.soort, team=ploeg.team, ontvangen_defensie="2020-05-02")
    adres = client_van(ploeg.collega).get(register.url("filters")).context["rijen"][0]["url"]

    def gezien(gebruiker):
        return {rij["nummer"] for rij in client_van(gebruiker).get(adres).context["rijen"]}

    assert gezien(ploeg.lid) == {persoonlijk.zaaknummer, van_team.zaaknummer}
    assert gezien(ploeg.collega) == {van_team.zaaknummer}
    assert gezien(ploeg.buiten) == set()
    assert client_van(ploeg.buiten).get(register.url("filters")).context["rijen"] == []
    for naam in ("filter", "filter_verwijder"):
        assert client_van(ploeg.buiten).get(register.url(naam, filter_.pk)).status_code == 404
        assert client_van(ploeg.collega).get(register.url(naam, filter_.pk)).status_code == 403
        assert (
            client_van(ploeg.collega).post(register.url(naam, filter_.pk), {"naam": "x"}).status_code == 403
        )


def test_een_collega_opent_de_lijst_met_een_gedeeld_filter_tot_het_weg_is(register, ploeg, client_van):
    filter_ = bewaar(register, ploeg)
    collega, eigenaar = client_van(ploeg.collega), client_van(ploeg.lid)
    assert collega.post(register.url("filter_standaard", filter_.pk)).status_code == 302
    assert "jaar=2020" in collega.get(register.url("lijst")).url
    assert eigenaar.get(register.url("lijst")).status_code == 200
    assert collega.post(register.url("filter_standaard", filter_.pk), {"uit": "1"}).status_code == 302
    assert collega.get(register.url("lijst")).status_code == 200
    collega.post(register.url("filter_standaard", filter_.pk))
    assert eigenaar.post(register.url("filter_verwijder", filter_.pk)).status_code == 302
    assert collega.get(register.url("lijst")).status_code == 200
    with als(ploeg.collega):
        assert not Standaardfilter.objects.exists()


def test_een_standaard_die_niet_meer_past_houdt_de_lijst_niet_tegen(register, ploeg, client_van):
    filter_ = bewaar(register, ploeg, met_team=False, status=["bestaat_niet_meer"])
    client = client_van(ploeg.lid)
    client.post(register.url("filter_standaard", filter_.pk))
    assert client.get(register.url("lijst")).status_code == 200


def test_ook_de_databank_deelt_alleen_met_een_eigen_team(register, ploeg):
    filter_ = bewaar(register, ploeg, met_team=False)
    with als(ploeg.buiten) as buiten:
        for team in (None, ploeg.team):
            with pytest.raises(ProgrammingError), transaction.atomic():
                Bewaardfilter(
                    eigenaar=ploeg.lid, soort=register.soort, naam_versleuteld="x", criteria={}, team=team
                ).save(force_insert=True)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Bewaardfilter(
                eigenaar=buiten, soort=register.soort, naam_versleuteld="x", criteria={}, team=ploeg.team
            ).save(force_insert=True)
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            Standaardfilter(gebruiker=buiten, soort=register.soort, filter=filter_).save(force_insert=True)
        assert not Bewaardfilter.objects.exists()
        assert Bewaardfilter.objects.filter(pk=filter_.pk).delete()[0] == 0


def test_niemand_bewaart_er_te_veel(register, ploeg, monkeypatch):
    monkeypatch.setattr(diensten, "HOOGSTENS", 1)
    bewaar(register, ploeg)
    with pytest.raises(NietMogelijk, match="Verwijder er eerst een"):
        bewaar(register, ploeg)


def test_het_overzicht_vraagt_altijd_evenveel(register, ploeg, client_van):
    client, vragen, aanwezig = client_van(ploeg.collega), [], 0
    for aantal in (1, 3, 10):
        for nummer in range(aanwezig, aantal):
            bewaar(register, ploeg, naam=f"Filters {nummer}")
        aanwezig = aantal
        vragen.append(aantal_vragen(client, register.url("filters")))
    assert vragen == [vragen[0]] * 3
