"""Who sees what became no zaak: its own desk and who wrote it down. Asked through both walls."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_melding
from tests.hulp.vragen import aantal_vragen
from zaken.models import Datasleutel, Signaal
from zaken.services.kwalificatie import leg_signaal_vast

from .conftest import GEHEIM

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


def _leg_vast(door):
    return leg_signaal_vast(
        soort=Signaal.Soort.ADVIESVRAAG,
        ontvangen_op=date(2024, 11, 15),
        onderwerp=f"{GEHEIM} onderwerp",
        reden=f"{GEHEIM} reden",
        triage={},
        door=door,
    )


def test_wie_niet_kwalificeert_legt_ook_langs_het_scherm_geen_signaal_vast(als, fabriek):
    with fabriek():
        onderzoeker = maak_gebruiker(Rol.ONDERZOEKER)
    with als(onderzoeker), pytest.raises(PermissionDenied, match="kwalificeren"):
        _leg_vast(onderzoeker)


@pytest.mark.parametrize(("schrijver", "lezers"), [
    ("intake", {"intake", "collega"}),
    ("adviseur", {"adviseur", "intake", "collega"}),
    ("ckp", {"ckp"}),
    ("misstanden", {"misstanden"}),
])  # fmt: skip
def test_alleen_de_eigen_balie_en_wie_het_vastlegde_zien_een_signaal(
    schrijver, lezers, balie, als, client_van
):
    with als(getattr(balie, schrijver)) as door:
        signaal = _leg_vast(door)
    mensen = {naam: getattr(balie, naam) for naam in ("intake", "collega", "ckp", "misstanden", "adviseur")}
    mensen |= {f"ander {nummer}": wie for nummer, wie in enumerate(balie.anderen)}
    for naam, wie in mensen.items():
        ziet = naam in lezers
        with als(wie), connection.cursor() as cursor:
            assert Signaal.objects.zichtbaar_voor(wie).exists() is ziet, naam
            cursor.execute("SELECT count(*) FROM zaken_signaal")
            assert cursor.fetchone() == (int(ziet),), naam
            cursor.execute("SELECT count(*) FROM zaken_datasleutel")
            assert cursor.fetchone() == (int(ziet),), naam
        client = client_van(wie)
        detail = client.get(reverse("signalen:detail", args=[signaal.pk]))
        assert detail.status_code == (200 if ziet else 404), naam
        assert (GEHEIM in detail.content.decode()) is ziet
        lijst = client.get(reverse("signalen:lijst"))
        assert (GEHEIM in lijst.content.decode()) is ziet, naam


def test_een_vreemd_signaal_antwoordt_als_een_onbekend(balie, als, client_van):
    with als(balie.ckp):
        signaal = _leg_vast(balie.ckp)
    client = client_van(balie.intake)
    for adres in ("/signalen/{}/", "/wat-is-dit/?signaal={}"):
        vreemd, onbekend = (client.get(adres.format(pk)) for pk in (signaal.pk, uuid4()))
        assert (vreemd.status_code, onbekend.status_code) == (404, 404)
    assert client.post(f"/signalen/{signaal.pk}/", {"reden": "weg"}).status_code == 404


@pytest.mark.parametrize("opdracht", [
    "UPDATE zaken_signaal SET geannuleerd_op = NULL, geannuleerd_door_id = NULL",
    "UPDATE zaken_signaal SET soort = 'hoort_elders'",
    "UPDATE zaken_signaal SET team_id = team_id",
    "UPDATE zaken_signaal SET aangemaakt_door_id = aangemaakt_door_id",
    "DELETE FROM zaken_signaal",
])  # fmt: skip
def test_wat_vastligt_verandert_niet(opdracht, balie, als):
    with als(balie.intake) as door:
        signaal = _leg_vast(door)
        signaal.geannuleerd_op, signaal.geannuleerd_door = timezone.now(), door
        signaal.save(update_fields=["geannuleerd_op", "geannuleerd_door"])
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht)


def test_niemand_legt_iets_vast_namens_een_ander_bij_een_behandelteam_of_onder_andermans_sleutel(
    balie, als, fabriek
):
    with fabriek():
        zaak = maak_melding(lezers=(balie.adviseur,))

    def voeg_toe(*, door, team, sleutel):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO zaken_signaal (id, soort, ontvangen_op, sleutel_id, onderwerp, team_id,"
                " aangemaakt_door_id, datum_registratie) VALUES"
                " (%s, 'adviesvraag', '2024-11-15', %s, %s, %s, %s, now())",
                [uuid4(), sleutel, b"\x01" + b"0" * 40, team, door],
            )

    with als(balie.adviseur) as ik:
        eigen = Datasleutel.nieuw()
        eigen.save(force_insert=True)
        intake = balie.teams["intake"].pk
        voeg_toe(door=balie.intake.pk, team=intake, sleutel=eigen.pk)
        voeg_toe(door=ik.pk, team=-1, sleutel=eigen.pk)
        voeg_toe(door=ik.pk, team=intake, sleutel=zaak.sleutel_id)


def test_de_lijst_doet_altijd_evenveel_vragen(balie, als, client_van):
    client, vragen = client_van(balie.intake), []
    for erbij in (1, 2, 50):
        with als(balie.intake):
            for _ in range(erbij):
                _leg_vast(balie.intake)
        vragen.append(aantal_vragen(client, reverse("signalen:lijst")))
    assert vragen[1:] == vragen[:1] * 2
    assert len(client.get(reverse("signalen:afdrukken")).context["rijen"]) == 53  # all of them, not a page


def test_in_het_logboek_staat_geen_woord_van_een_signaal(balie, als, fabriek, client_van):
    with als(balie.intake):
        signaal = _leg_vast(balie.intake)
    client_van(balie.intake).get(reverse("signalen:detail", args=[signaal.pk]))
    with fabriek(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT soort, object_id, bijzonderheden::text FROM logboek_gebeurtenis WHERE soort LIKE 'signaal%'"
            " ORDER BY tijdstip"
        )
        rijen = cursor.fetchall()
    assert [rij[0] for rij in rijen] == ["signaal_vastgelegd", "signaal_ingezien"]
    assert {rij[1] for rij in rijen} == {str(signaal.pk)}
    assert GEHEIM not in str(rijen)
