"""Who leaves hands over, and what the successor may not see stays."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from gebruikers.models import Lidmaatschap, Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis, Soort
from meldingen.models import Melding
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.klachten import maak_klacht
from tests.factories.zaken import maak_melding
from zaken.models import Zaak
from zaken.services import overdracht as diensten
from zaken.services.overdracht import Overdrachtsreden, Stand
from zaken.services.toegang import toegangslijst

from .opvolging import draag_over, ziet

pytestmark = pytest.mark.databank


def test_alles_gaat_over_behalve_wat_de_opvolger_niet_mag_zien(t, als, fabriek):
    uitkomst = draag_over(als, t, door=t.beheerder)
    assert uitkomst == 3
    assert ziet(als, t.aan) == {t.van_team.pk, t.eigen.pk, t.laatste.pk}
    assert ziet(als, t.van) == {t.van_team.pk, t.verboden.pk}  # the team's, and what nobody took
    assert ziet(als, t.beheerder) == set()
    with als(t.aan):
        vers = Melding.objects.zichtbaar_voor(t.aan).select_related("sleutel").get(pk=t.eigen.pk)
        assert vers.behandelaar_id == t.aan.pk
        assert [(z.naam, z.reden) for z in toegangslijst(vers).lezers] == [("Opvolger", "Overgedragen")]
    with fabriek():
        gelogd = Gebeurtenis.objects.filter(soort=Soort.OVERGEDRAGEN).values_list("door_id", "bijzonderheden")
        assert list(gelogd) == [(t.beheerder.pk, {"van": t.van.pk, "aan": t.aan.pk, "reden": "vertrek"})] * 3


def test_een_opvolger_met_een_andere_rol_krijgt_alleen_wat_bij_die_rol_past(t, als, fabriek):
    with fabriek():
        klacht = maak_klacht(lezers=(t.van,), behandelaar=t.van)
    assert klacht.pk in ziet(als, t.van)
    assert klacht.pk not in ziet(als, t.aan)
    draag_over(als, t, door=t.beheerder)
    assert klacht.pk not in ziet(als, t.aan)
    assert klacht.pk in ziet(als, t.van)


def test_een_verzegelde_zaak_gaat_alleen_naar_buiten_coid(t, als, fabriek):
    with fabriek():
        elders = maak_team(soort=Team.Soort.BUITEN_COID)
        een, twee = (maak_gebruiker(Rol.ADVISEUR, teams=[elders]) for _ in range(2))
        zaak = maak_melding(lezers=(een,), behandelaar=een, verzegeld=True)
    with als(t.beheerder) as door:
        binnen = diensten.draag_over(van=een, aan=t.aan, reden=Overdrachtsreden.VERTREK, door=door)
        assert (binnen, ziet(als, t.aan) & {zaak.pk}) == (0, set())
        assert diensten.draag_over(van=een, aan=twee, reden=Overdrachtsreden.VERTREK, door=door) == 1
    assert ziet(als, twee) == {zaak.pk}
    assert ziet(als, een) == set()


def test_een_teamleider_draagt_over_binnen_het_eigen_team_en_niet_aan_zichzelf(t, als):
    with als(t.leider):
        assert [een.naam for een in diensten.opvolgers(t.van)] == ["Opvolger"]
        assert diensten.stand(t.van) is None
    for aan in (t.leider, t.buiten):
        with pytest.raises(PermissionDenied):
            draag_over(als, t, door=t.leider, aan=aan)
    assert draag_over(als, t, door=t.leider) == 1  # of the team; the others are no business of the lead
    assert ziet(als, t.aan) == {t.van_team.pk}
    assert ziet(als, t.van) == {t.van_team.pk, t.eigen.pk, t.verboden.pk, t.gedeeld.pk, t.laatste.pk}


def test_een_teamleider_verplaatst_niets_van_een_ander_team(t, als, fabriek):
    with fabriek():
        ander = maak_team()
        for wie in (t.van, t.aan):
            Lidmaatschap.objects.create(team=ander, gebruiker=wie)
        elders = maak_melding(team=ander, lezers=(t.van,), behandelaar=t.van)
    assert draag_over(als, t, door=t.leider) == 1
    with als(t.van):
        assert Zaak.objects.zichtbaar_voor(t.van).get(pk=elders.pk).behandelaar_id == t.van.pk


@pytest.mark.parametrize("wie", ["van", "aan", "buiten"])
def test_wie_geen_team_leidt_draagt_niets_over(t, als, client_van, wie):
    gebruiker = getattr(t, wie)
    with pytest.raises(PermissionDenied):
        draag_over(als, t, door=gebruiker)
    client = client_van(gebruiker)
    for naam in ("overdragen", "waarneming"):
        assert client.get(reverse(naam, args=[t.van.pk])).status_code == 404
        assert client.post(reverse(naam, args=[t.van.pk]), {"aan": t.aan.pk}).status_code == 404


def test_de_beheerder_draagt_niet_aan_zichzelf_over_en_ziet_alleen_aantallen(t, als, client_van):
    with pytest.raises(PermissionDenied):
        draag_over(als, t, door=t.beheerder, aan=t.beheerder)
    with als(t.beheerder):
        assert diensten.stand(t.van) == Stand(behandelt=3, enige_lezer=3)
    client, adres = client_van(t.beheerder), reverse("overdragen", args=[t.van.pk])
    pagina = client.get(adres).content.decode()
    assert "behandelt 3 zaken" in pagina
    assert t.eigen.zaaknummer not in pagina
    antwoord = client.post(adres, {"aan": t.aan.pk, "reden": "vertrek"}, follow=True).content.decode()
    assert "3 zaken van Vertrekt zijn nu van Opvolger." in antwoord
    assert "naar deze collega" not in antwoord
    assert "Er is niets over te dragen." not in pagina
    leeg = client.get(reverse("overdragen", args=[t.buiten.pk])).content.decode()
    assert "Er is niets over te dragen." in leeg
