"""Who may never see a zaak, from the first moment on: exclusion at intake and behind a person, and sealed zaken."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gebruikers.models import Team
from gebruikers.rollen import ZAAKROLLEN, Rol
from logboek.models import Gebeurtenis, Soort
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.zaken.register.invullen import volledig
from zaken.models import Persoon, Uitsluiting, Zaak
from zaken.schermen.intake.concept import CONTROLEREN
from zaken.services.concepten import begin_concept, bewaar_concept
from zaken.services.databank import NietMogelijk
from zaken.services.toegang import (
    Voorbehoud,
    sluit_genoemden_uit,
    toegangslijst,
    verleen,
    verzegel,
    wijs_toe,
)
from zaken.toegang import BELEID

pytestmark = pytest.mark.databank
NAAM = "Een voorbeeld zonder namen"
"""What `volledig` types in every text, the names of people too."""


@pytest.fixture
def intake(register, fabriek, als, client_van):
    """A registrar with a full draft, a colleague of the team that will own the zaak, and somebody outside COID."""
    beleid = BELEID[register.soort]
    rol = Rol(sorted(beleid.registreert)[0])
    with fabriek():
        team = maak_team(soort=beleid.bureau or Team.Soort.BEHANDELING)
        wie = maak_gebruiker(rol, teams=[team])
        collega = maak_gebruiker(rol, teams=[team], naam="Zonder Een namen Voorbeeld")
        buiten = maak_gebruiker(
            Rol(sorted(beleid.behandelaar)[0]), teams=[maak_team(soort=Team.Soort.BUITEN_COID)]
        )
    with als(wie):
        concept = begin_concept(soort=Zaak.Soort(register.soort), door=wie)
    start = SimpleNamespace(
        wie=wie, collega=collega, buiten=buiten, team=team, pk=concept.pk, client=client_van(wie)
    )

    def bewaar(**toegang):
        inhoud = volledig(register) | ({"toegang": toegang} if toegang else {})
        with als(wie):
            bewaar_concept(concept_id=concept.pk, velden=inhoud, volgnummer=1, door=wie)

    start.bewaar = bewaar
    start.controleren = register.url("concept", concept.pk, CONTROLEREN)
    start.dien_in = lambda: start.client.post(start.controleren, {"volgnummer": "1"})
    return start


def _ziet(als, register, wie):
    """Both walls, by count: (with the filter, without it)."""
    with als(wie):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM zaken_zaak")
            (rauw,) = cursor.fetchone()
        return register.model.objects.zichtbaar_voor(wie).count(), rauw


def test_wie_genoemd_wordt_en_een_account_heeft_moet_eerst_beoordeeld(register, intake, als, client_van):
    intake.bewaar()
    controle = intake.client.get(intake.controleren)
    geweigerd = intake.dien_in()
    assert f"Kies of {intake.collega.naam} dezelfde persoon is" in controle.content.decode()
    assert geweigerd.status_code == 422

    intake.bewaar(**{f"account_{intake.collega.pk}": ["betrokken"]})
    with als(intake.wie):
        bewaar_concept(
            concept_id=intake.pk,
            velden={"toegang": {f"account_{intake.collega.pk}": ["betrokken"]}},
            volgnummer=2,
            door=intake.wie,
        )
    klaar = intake.client.post(intake.controleren, {"volgnummer": "2"})

    assert klaar.status_code == 302
    assert _ziet(als, register, intake.wie) == (1, 1)
    assert _ziet(als, register, intake.collega) == (0, 0)
    client = client_van(intake.collega)
    assert client.get(klaar.url).status_code == 404
    if BELEID[register.soort].lijst & intake.collega.rollen:
        lijst = client.get(register.url("lijst"), {"q": NAAM}).content.decode()
        assert "-2024-" not in lijst


def test_wie_iemand_anders_blijkt_te_zijn_ziet_de_zaak_gewoon(register, intake, als):
    intake.bewaar(**{f"account_{intake.collega.pk}": ["iemand_anders"]})
    assert intake.dien_in().status_code == 302
    assert _ziet(als, register, intake.collega) == (1, 1)


def test_een_leidinggevende_wordt_met_de_hand_uitgesloten(register, intake, als, fabriek):
    with fabriek():
        baas = maak_gebruiker(
            *(intake.wie.roltoekenningen.values_list("rol", flat=True)), teams=[intake.team]
        )
    intake.bewaar(
        **{
            f"account_{intake.collega.pk}": ["iemand_anders"],
            "rij": ["1-collega"],
            "p1-wie": [baas.email.upper()],
            "p1-grond": ["leidinggevende"],
        }
    )
    assert intake.dien_in().status_code == 302
    assert _ziet(als, register, baas) == (0, 0)
    with fabriek():
        assert [u.grond for u in Uitsluiting.objects.filter(gebruiker=baas)] == ["leidinggevende"]


def test_een_deel_van_een_naam_vindt_niemand(register, intake):
    delen = ["Voorbeeld", "Een voorbeeld", "%", "voorbeeld zonder namen @demo.example"]
    rijen = {
        naam: [waarde]
        for nummer, getypt in enumerate(delen, 1)
        for naam, waarde in ((f"p{nummer}-wie", getypt), (f"p{nummer}-grond", "betrokken"))
    }
    intake.bewaar(
        **{f"account_{intake.collega.pk}": ["iemand_anders"]},
        rij=[f"{nummer}-collega" for nummer, _getypt in enumerate(delen, 1)],
        **rijen,
    )
    antwoord = intake.dien_in()
    assert antwoord.status_code == 422
    gezegd = antwoord.content.decode().count("ij vinden geen gebruiker")
    assert gezegd == 2 * len(delen)  # in the summary and in its topic


def test_wie_zelf_betrokken_is_legt_de_zaak_niet_vast(register, intake, fabriek):
    intake.bewaar(
        **{
            f"account_{intake.collega.pk}": ["iemand_anders"],
            "rij": ["1-collega"],
            "p1-wie": [intake.wie.email],
            "p1-grond": ["betrokken"],
        }
    )
    antwoord = intake.dien_in()
    assert antwoord.status_code == 409
    assert "U bent zelf betrokken. Vraag een collega" in antwoord.content.decode()
    with fabriek():
        assert Zaak.objects.zonder_toegangsfilter(reden="test").count() == 0


def test_vergelijken_met_accounts_laat_een_spoor_zonder_namen(register, intake, fabriek):
    intake.bewaar()
    intake.client.get(intake.controleren)
    with fabriek():
        regels = list(
            Gebeurtenis.objects.filter(soort=Soort.ACCOUNTS_VERGELEKEN).values_list(
                "door_id", "bijzonderheden__gevonden", "bijzonderheden"
            )
        )
    assert [(door, gevonden) for door, gevonden, _alles in regels] == [(intake.wie.pk, 1)]
    assert NAAM not in str(regels)


def test_een_zaak_over_coid_gaat_bij_de_intake_naar_iemand_buiten_coid(
    register, intake, als, fabriek, client_van
):
    intake.bewaar(
        **{
            f"account_{intake.collega.pk}": ["iemand_anders"],
            "verzegelen": ["on"],
            "verzegeld_voor": [str(intake.buiten.pk)],
        }
    )
    antwoord = intake.dien_in()
    assert antwoord.status_code == 302
    bericht = str(next(iter(intake.client.get(antwoord.url, follow=True).wsgi_request._messages)))
    assert "is opgeslagen" in bericht
    assert "nu niet meer" in bericht
    assert [_ziet(als, register, wie) for wie in (intake.wie, intake.collega, intake.buiten)] == [
        (0, 0), (0, 0), (1, 1),
    ]  # fmt: skip
    with als(intake.buiten):
        zaak = register.model.objects.zichtbaar_voor(intake.buiten).get()
        assert (zaak.team_id, zaak.verzegeld, zaak.behandelaar_id) == (None, True, intake.buiten.pk)
        assert [lezer.gebruiker_id for lezer in toegangslijst(zaak).lezers] == [intake.buiten.pk]
    assert client_van(intake.buiten).get(register.url("detail", zaak.pk)).status_code == 200


def test_een_verzegelde_zaak_gaat_niet_naar_wie_binnen_coid_staat(register, intake):
    intake.bewaar(
        **{
            f"account_{intake.collega.pk}": ["iemand_anders"],
            "verzegelen": ["on"],
            "verzegeld_voor": [str(intake.collega.pk)],
        }
    )
    assert intake.dien_in().status_code == 422


@pytest.fixture
def zaak(register, fabriek):
    """A zaak of a team with a behandelaar; and people inside and outside COID."""
    beleid = BELEID[register.soort]
    rol = Rol(sorted(beleid.behandelaar)[0])
    with fabriek():
        team, ander = maak_team(), maak_team(soort=Team.Soort.BUITEN_COID)
        t = SimpleNamespace(
            team=team,
            behandelaar=maak_gebruiker(rol, teams=[team]),
            leider=maak_gebruiker(rol, teams=[team]),
            buiten=maak_gebruiker(rol, teams=[ander]),
            buiten2=maak_gebruiker(*sorted(ZAAKROLLEN), teams=[ander]),
            tussenin=maak_gebruiker(rol, teams=[ander, maak_team()]),
        )
        t.zaak = maak_zaak(
            register.soort, team=team, lezers=(t.behandelaar, t.buiten2), behandelaar=t.behandelaar
        )
    return t


def test_verzegelen_maakt_los_van_team_en_van_iedereen_binnen_coid(register, zaak, als):
    with als(zaak.behandelaar) as door:
        for binnen in (zaak.leider, zaak.tussenin):
            with pytest.raises(NietMogelijk):
                verzegel(zaak=zaak.zaak, behandelaar=binnen, reden="proef", door=door)
        verzegel(zaak=zaak.zaak, behandelaar=zaak.buiten, reden="proef", door=door)
    gezien = [_ziet(als, register, wie) for wie in (zaak.behandelaar, zaak.leider, zaak.buiten, zaak.buiten2)]
    assert gezien == [(0, 0), (0, 0), (1, 1), (1, 1)]


def test_een_verzegelde_zaak_krijgt_geen_team_en_geen_lezer_binnen_coid(register, zaak, als, client_van):
    with als(zaak.behandelaar) as door:
        verzegel(zaak=zaak.zaak, behandelaar=zaak.buiten, reden="proef", door=door)
    with als(zaak.buiten) as door:
        vers = register.model.objects.zichtbaar_voor(door).select_related("sleutel").get()
        with pytest.raises(NietMogelijk):
            verleen(zaak=vers, aan=zaak.leider, reden="proef", verloopt_op=None, nu=timezone.now(), door=door)
        with pytest.raises(NietMogelijk):
            wijs_toe(zaak=vers, behandelaar=zaak.leider, team=None, reden="proef", door=door)
        with pytest.raises(NietMogelijk):
            wijs_toe(zaak=vers, behandelaar=zaak.buiten2, team=zaak.team, reden="proef", door=door)
        with pytest.raises(PermissionDenied):
            verzegel(zaak=vers, behandelaar=zaak.buiten2, reden="proef", door=door)
    client = client_van(zaak.buiten)
    keuzes = client.get(register.url("toewijzen", vers.pk)).context["form"].fields["behandelaar"].choices
    assert {pk for pk, _naam in keuzes if pk} == {zaak.buiten.pk, zaak.buiten2.pk}
    wijs = {"behandelaar": zaak.buiten2.pk, "reden": ""}
    assert client.post(register.url("toewijzen", vers.pk), wijs).status_code == 302
    assert _ziet(als, register, zaak.buiten2) == (1, 1)


def test_wie_een_verzegelde_zaak_heeft_komt_niet_in_een_team_van_coid(register, zaak, als, fabriek):
    from gebruikers import services
    from gebruikers.fouten import BeheerGeweigerd

    with fabriek():
        beheerder, ander = maak_gebruiker(Rol.BEHEERDER), maak_team()
    with als(zaak.behandelaar) as door:
        verzegel(zaak=zaak.zaak, behandelaar=zaak.buiten, reden="proef", door=door)
    with als(beheerder):
        with pytest.raises(BeheerGeweigerd, match="buiten COID"):
            services.zet_lidmaatschap(team=ander, gebruiker=zaak.buiten, is_teamleider=False, door=beheerder)
        services.zet_lidmaatschap(team=ander, gebruiker=zaak.leider, is_teamleider=False, door=beheerder)


def test_verzegelen_met_het_formulier(register, zaak, client_van):
    client, adres = client_van(zaak.behandelaar), register.url("verzegelen", zaak.zaak.pk)
    assert adres in client.get(register.url("detail", zaak.zaak.pk)).content.decode()
    assert client.post(adres, {"behandelaar": zaak.leider.pk}).status_code == 422
    antwoord = client.post(adres, {"behandelaar": zaak.buiten.pk}, follow=True)
    assert "verzegeld en gaat naar" in antwoord.content.decode()
    assert client.get(register.url("detail", zaak.zaak.pk)).status_code == 404


def test_een_collega_die_later_genoemd_wordt_is_met_een_antwoord_uitgesloten(
    register, zaak, als, fabriek, client_van
):
    client, rol = client_van(zaak.behandelaar), register.persoonrollen[-1]
    antwoord = client.post(
        register.url("persoon_nieuw", zaak.zaak.pk),
        {"rol": rol, "naam": "Onbekende Naam", "contact": f"bel of mail {zaak.leider.email}"},
    )
    with als(zaak.behandelaar):
        persoon = Persoon.objects.van(zaak.zaak).get()
    assert antwoord.url == register.url("persoon_herkend", zaak.zaak.pk, persoon.pk)
    veld = f"account_{zaak.leider.pk}"
    assert client.post(antwoord.url, {}).status_code == 422
    assert client.post(antwoord.url, {veld: "betrokken"}).status_code == 302
    assert _ziet(als, register, zaak.leider) == (0, 0)
    assert "U hoeft niets te doen" in client.get(antwoord.url).content.decode()


def test_een_account_dat_niemand_noemde_sluit_deze_weg_niet_uit(register, zaak, als, fabriek):
    with fabriek():
        persoon = Persoon(
            id=uuid4(), zaak=zaak.zaak, rol=register.persoonrollen[0], volgnummer=1, naam="Iemand"
        )
        persoon.save(force_insert=True)
    with als(zaak.behandelaar) as door, pytest.raises(PermissionDenied):
        sluit_genoemden_uit(
            zaak=zaak.zaak,
            persoon=persoon,
            uitsluitingen=[Voorbehoud(zaak.leider.pk, Uitsluiting.Grond.BETROKKEN)],
            door=door,
        )
