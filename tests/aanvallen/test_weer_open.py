"""What was closed to somebody stays so by another way: a signal of before, a file of before, a message of before."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from achtergrond import uitvoeren
from achtergrond.models import Resultaatdeel, Taakopdracht
from berichten.models import Bericht
from berichten.soorten import Soort
from gebruikers.models import Team
from gebruikers.rollen import Rol
from logboek import events
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding
from tests.factories.zaken import sluit_uit as sluit_uit_zonder_dienst
from tests.hulp.opdracht import als_rol
from tests.hulp.wie import aangemeld
from tests.hulp.wie import als as als_nu
from tests.hulp.wie import fabriek as fabriek_nu
from zaken.models import Signaal
from zaken.services.kwalificatie import leg_signaal_vast
from zaken.services.toegang import sluit_uit

from .helften import BETROKKEN, vers

pytestmark = pytest.mark.databank


@pytest.mark.aanval("eerste muur", gevonden=True)
@pytest.mark.parametrize("hoe", ["uitgesloten", "verzegeld", "gewoon"])
def test_een_signaal_gaat_na_annuleren_niet_open_voor_wie_de_zaak_niet_las(
    fabriek, als, client_van, sql, hoe
):
    with fabriek():
        intake = maak_team(soort=Team.Soort.INTAKE)
        x, schrijver = (maak_gebruiker(Rol.INTAKE, teams=[intake]) for _nummer in range(2))
        buiten = maak_gebruiker(Rol.ADVISEUR, teams=[maak_team(soort=Team.Soort.BUITEN_COID)])
    with als(schrijver) as door:
        signaal = leg_signaal_vast(
            soort=Signaal.Soort.ADVIESVRAAG, ontvangen_op=localdate(), onderwerp="kwartelslag",
            reden="reden", triage={}, door=door,
        )  # fmt: skip
    with fabriek():
        zaak = maak_melding(
            lezers=(buiten,), behandelaar=buiten, status=Status.IN_BEOORDELING, verzegeld=hoe == "verzegeld"
        )
        sql("UPDATE zaken_signaal SET zaak_id = %s WHERE id = %s", zaak.pk, signaal.pk)
        if hoe == "uitgesloten":
            sluit_uit_zonder_dienst(zaak, x)
    annuleer = reverse("meldingen:annuleer", args=[zaak.pk])
    assert client_van(buiten).post(annuleer, {"reden": "dubbel"}).status_code == 302
    open_ = hoe == "gewoon"
    antwoord = client_van(x).get(reverse("signalen:detail", args=[signaal.pk]))
    assert (antwoord.status_code, "kwartelslag" in antwoord.content.decode()) == (
        200 if open_ else 404,
        open_,
    )
    with als(x), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM zaken_signaal")
        assert cursor.fetchone() == (int(open_),)


@pytest.mark.aanval("uitvoer", gevonden=True)
def test_een_bestand_van_voor_een_uitsluiting_wordt_daarna_niet_opgehaald(kloon, monkeypatch):
    monkeypatch.setattr("logboek.uitvoer.HOOGSTENS", 0)
    monkeypatch.setattr("celery.current_app.send_task", lambda *args, **rest: None)
    with transaction.atomic(), fabriek_nu():
        auditor, _ander = maak_gebruiker(Rol.AUDITOR), maak_gebruiker(Rol.AUDITOR)
        lezer = maak_gebruiker(Rol.ADVISEUR, naam="Lezer Een")
        zaak = maak_melding(lezers=(lezer,), behandelaar=lezer)
    with transaction.atomic(), als_nu(lezer):
        events.ingezien(zaak_id=zaak.pk, door=lezer)
    client = aangemeld(auditor)
    client.post(reverse("logboek:uitvoer"))
    with transaction.atomic(), fabriek_nu():
        opdracht = Taakopdracht.objects.get()
    with als_rol("worker", kloon):
        assert uitvoeren.voer_uit(opdracht_id=opdracht.pk, klok=timezone.now)
    with transaction.atomic(), als_nu(auditor):
        assert Resultaatdeel.objects.exists()
    with transaction.atomic(), als_nu(lezer) as door:
        sluit_uit(zaak=vers(zaak, door), gebruiker=auditor, grond=BETROKKEN, door=door)
    antwoord = client.post(reverse("taken:ophalen", args=[opdracht.pk]), follow=True)
    assert "Vraag het opnieuw aan" in antwoord.content.decode()
    assert "Content-Disposition" not in antwoord.headers
    with transaction.atomic(), als_nu(auditor):
        assert not Resultaatdeel.objects.exists()


@pytest.mark.aanval("tweede muur", gevonden=True)
@pytest.mark.parametrize("soort", [soort.value for soort in Soort])
def test_niemand_zegt_zelf_wat_de_databank_zegt(fabriek, als, sql, soort):
    """An unread message of before keeps the next of its kind away; so those kinds come from the database alone."""
    with fabriek():
        beheerder, wie = maak_gebruiker(Rol.BEHEERDER), maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_melding(lezers=(wie,), behandelaar=wie)
    gewoon = soort in {Soort.TOEGEWEZEN, Soort.GEDEELD, Soort.ONTZEGELING_GEVRAAGD}
    for over in (None, zaak.pk):
        with als(wie), transaction.atomic():
            if gewoon and over:
                sql("SELECT app.bericht(gen_random_uuid(), %s, %s, %s, NULL)", beheerder.pk, soort, over)
            else:
                with pytest.raises(DatabaseError) as fout, transaction.atomic():
                    sql("SELECT app.bericht(gen_random_uuid(), %s, %s, %s, NULL)", beheerder.pk, soort, over)
                assert fout.value.__cause__.sqlstate == "JID01"
    with fabriek():
        assert Bericht.objects.count() == int(gewoon)
