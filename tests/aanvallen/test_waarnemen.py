"""Substituting, handing over, and standing outside COID: what begins and ends with it, no more and no less."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from gebruikers import services
from gebruikers.models import Lidmaatschap, OidcIdentiteit, Roltoekenning, Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_melding, maak_toekenning
from tests.factories.zaken import sluit_uit as sluit_uit_zonder_dienst
from zaken.models import Zaak
from zaken.services.ontzegelen import beslis, vraag_ontzegeling
from zaken.services.toegang import beeindig, hef_uitsluiting_op, toegangslijst, verleen

from .helften import vers, ziet
from .test_rol_weg import ontneem, van_de_organisatie

pytestmark = pytest.mark.databank


@pytest.fixture
def b(fabriek):
    """`b` is away, `w` substitutes; `elders` is a team outside COID."""
    with fabriek():
        wie, w = (maak_gebruiker(Rol.ADVISEUR, naam=naam) for naam in ("Afwezig", "Waarnemer"))
        beheerder, elders = maak_gebruiker(Rol.BEHEERDER), maak_team(soort=Team.Soort.BUITEN_COID)
    return SimpleNamespace(wie=wie, w=w, beheerder=beheerder, elders=elders)


def _stel_in(als, door, voor, wie):
    with als(door), connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.stel_waarneming_in(%s, %s, %s, 'verlof', now() + interval '9 days')",
            [uuid4(), voor.pk, wie.pk],
        )


@pytest.mark.aanval("nood", gevonden=True)
def test_wie_niet_meer_buiten_coid_staat_verliest_bij_het_aanmelden_wat_verzegeld_is(fabriek, als, b):
    """The organisation takes the role at signing in, and with it the team; a role of later opens nothing."""
    with fabriek():
        p, ander = (maak_gebruiker(Rol.ADVISEUR, teams=[b.elders]) for _nummer in range(2))
        OidcIdentiteit.objects.create(gebruiker=p, issuer="https://org.example", onderwerp="p")
        gedeeld = maak_melding(lezers=(p, ander), behandelaar=ander, verzegeld=True)
        eigen = maak_melding(lezers=(p,), behandelaar=p, verzegeld=True)
    for rollen in ([], ["intake"]):
        services.roep_als_aanmelder("app.zet_rollen_van_bron", rollen, wie=p)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    p.__dict__.pop("rollen", None)
    assert ziet(als, p, gedeeld, eigen) == [False, False]
    assert ziet(als, ander, gedeeld) == [True]
    with fabriek():
        assert set(Gebeurtenis.objects.filter(soort="zonder_lezer").values_list("zaak_id", flat=True)) == {
            eigen.pk
        }
        assert Bericht.objects.filter(soort="zonder_lezer", aan=b.beheerder).exists()


@pytest.mark.aanval("rol", gevonden=True)
def test_een_teamleider_draagt_niet_over_aan_wie_hij_waarneemt(fabriek, als, client_van, b):
    """A lead who merely reads the zaken of the team would handle them as the substitute of whoever gets them."""
    with fabriek():
        team = maak_team()
        van, aan = (maak_gebruiker(Rol.ADVISEUR, teams=[team]) for _nummer in range(2))
        leider = maak_gebruiker(Rol.ONDERZOEKER)
        Lidmaatschap.objects.create(team=team, gebruiker=leider, is_teamleider=True)
        zaak = maak_melding(team=team, lezers=(van,), behandelaar=van, status=Status.IN_BEHANDELING)
    _stel_in(als, b.beheerder, aan, leider)
    klant = client_van(leider)
    antwoord = klant.post(reverse("overdragen", args=[van.pk]), {"aan": aan.pk, "reden": "anders"})
    assert antwoord.status_code == 404  # nobody there whom this lead could choose
    assert klant.get(reverse("meldingen:toewijzen", args=[zaak.pk])).status_code == 403


@pytest.mark.aanval("rol", gevonden=True)
def test_wat_gedeeld_was_met_de_waarnemer_loopt_na_de_waarneming_door_tot_de_eigen_dag(fabriek, als, b):
    with fabriek():
        zaak = maak_melding(lezers=(b.wie,), behandelaar=b.wie)
        deling = maak_toekenning(zaak, b.w, verloopt_op=timezone.now() + timedelta(days=5))
    _stel_in(als, b.beheerder, b.wie, b.w)
    with als(b.wie), connection.cursor() as cursor:
        cursor.execute("SELECT app.beeindig_waarneming(%s)", [b.wie.pk])
    assert ziet(als, b.w, zaak) == [True]
    with als(b.wie):
        lezers = {lezer.gebruiker_id: lezer for lezer in toegangslijst(vers(zaak, b.wie)).lezers}
    assert lezers[b.w.pk].verloopt_op == deling.verloopt_op


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("hoe", ["ontzegeld", "uitsluiting opgeheven"])
def test_een_waarnemer_krijgt_wat_hij_intussen_wel_mag_hebben(fabriek, als, b, hoe):
    with fabriek():
        wie, tweede = (maak_gebruiker(Rol.ADVISEUR, teams=[b.elders]) for _nummer in range(2))
        zaak = maak_melding(lezers=(wie, tweede), behandelaar=wie, verzegeld=hoe == "ontzegeld")
        if hoe != "ontzegeld":
            sluit_uit_zonder_dienst(zaak, b.w)
    _stel_in(als, b.beheerder, wie, b.w)
    assert ziet(als, b.w, zaak) == [False]
    if hoe == "ontzegeld":
        with als(wie) as door:
            vraag = vraag_ontzegeling(zaak=vers(zaak, door), reden="r", door=door)
        with als(tweede) as door:
            beslis(zaak=vers(zaak, door), vraag=vraag, akkoord=True, door=door)
    else:
        with als(wie) as door:
            hef_uitsluiting_op(zaak=vers(zaak, door), gebruiker=b.w, door=door)
    assert ziet(als, b.w, zaak) == [True]


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("hoe", ["een rol erbij", "een rol terug", "buiten COID gaan staan"])
def test_een_waarnemer_krijgt_wat_een_nieuwe_rol_of_een_nieuw_team_mogelijk_maakt(
    toneel, fabriek, als, client_van, b, hoe
):
    """Else the page says that somebody substitutes, who reads none of it."""
    with fabriek():
        wie = maak_gebruiker(Rol.MISSTANDEN, teams=[b.elders])
        soort = Zaak.Soort.MELDING if hoe == "buiten COID gaan staan" else Zaak.Soort.MISSTAND
        zaak = maak_zaak(soort, lezers=(wie,), behandelaar=wie, verzegeld=soort == Zaak.Soort.MELDING)
        if hoe == "een rol terug":
            Roltoekenning.objects.create(gebruiker=b.w, rol=Rol.MISSTANDEN)
    _stel_in(als, b.beheerder, wie, b.w)
    if hoe == "een rol terug":
        assert ziet(als, b.w, zaak) == [True]
        ontneem(b.w, Rol.ADVISEUR, client=client_van(toneel.beheerder))
    assert ziet(als, b.w, zaak) == [False]
    if hoe == "buiten COID gaan staan":
        with als(b.beheerder) as door:
            services.zet_lidmaatschap(team=b.elders, gebruiker=b.w, is_teamleider=False, door=door)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    else:
        van_de_organisatie(b.w, Rol.ADVISEUR, Rol.MISSTANDEN, fabriek=fabriek)
    assert ziet(als, b.w, zaak) == [True]
    with als(wie), connection.cursor() as cursor:
        cursor.execute("SELECT app.beeindig_waarneming(%s)", [wie.pk])
    assert ziet(als, b.w, zaak) == [False]


@pytest.mark.aanval("rol", gevonden=True)
def test_delen_met_een_waarnemer_tot_morgen_maakt_de_waarneming_niet_korter(fabriek, als, b):
    with fabriek():
        zaak = maak_melding(lezers=(b.wie,), behandelaar=b.wie)
    _stel_in(als, b.beheerder, b.wie, b.w)
    morgen = timezone.now() + timedelta(days=1)
    with als(b.wie) as door:
        deling = {"aan": b.w, "reden": "r", "verloopt_op": morgen, "nu": timezone.now(), "door": door}
        verleen(zaak=vers(zaak, door), **deling)
        (lezer,) = (een for een in toegangslijst(vers(zaak, door)).lezers if een.gebruiker_id == b.w.pk)
    assert lezer.verloopt_op > timezone.now() + timedelta(days=8)
    with als(b.wie) as door, connection.cursor() as cursor:
        cursor.execute("SELECT app.beeindig_waarneming(%s)", [b.wie.pk])
        (lezer,) = (een for een in toegangslijst(vers(zaak, door)).lezers if een.gebruiker_id == b.w.pk)
    assert lezer.verloopt_op == morgen


@pytest.mark.aanval("rol")
def test_wat_de_behandelaar_van_een_waarnemer_afnam_komt_niet_terug_met_een_rol_of_door_te_delen(
    fabriek, als, b
):
    with fabriek():
        zaak, ander = (maak_melding(lezers=(b.wie,), behandelaar=b.wie) for _nummer in range(2))
    _stel_in(als, b.beheerder, b.wie, b.w)
    with als(b.wie) as door:
        for een in (zaak, ander):
            (lezer,) = (wie for wie in toegangslijst(vers(een, door)).lezers if wie.gebruiker_id == b.w.pk)
            beeindig(zaak=vers(een, door), toekenning=lezer.toekenning, door=door)
    van_de_organisatie(b.w, Rol.ADVISEUR, Rol.ONDERZOEKER, fabriek=fabriek)
    assert ziet(als, b.w, zaak, ander) == [False, False]
    morgen = timezone.now() + timedelta(days=1)
    with als(b.wie) as door:
        deling = {"aan": b.w, "reden": "r", "verloopt_op": morgen, "nu": timezone.now(), "door": door}
        verleen(zaak=vers(zaak, door), **deling)
        (lezer,) = (wie for wie in toegangslijst(vers(zaak, door)).lezers if wie.gebruiker_id == b.w.pk)
    assert lezer.verloopt_op == morgen
    assert ziet(als, b.w, ander) == [False]


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("gesloten", [False, True])
def test_een_account_dat_gesloten_is_krijgt_geen_zaak(fabriek, b, gesloten):
    """Asked by every function that gives a zaak which nobody chooses for: sealing along, substituting, handing over."""
    with fabriek():
        weg = maak_gebruiker(Rol.ADVISEUR, teams=[b.elders], is_active=not gesloten)
        zaak = maak_melding(lezers=(b.wie,), behandelaar=b.wie)
        with connection.cursor() as cursor:
            cursor.execute("SELECT app._past_bij(%s, %s, 'behandelaar')", [zaak.pk, weg.pk])
            assert cursor.fetchone() == (not gesloten,)
