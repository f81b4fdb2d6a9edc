"""Who works outside COID and seals to himself, or to whom he substitutes, gains nothing by it in another zaak of the event."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from gebruikers.models import Lidmaatschap, Team
from gebruikers.rollen import Rol
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_melding, maak_toekenning
from zaken.models import Zaak, Zaakkoppeling
from zaken.services.ontzegelen import beslis, vraag_ontzegeling

from .helften import behandelt, vers, ziet

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


@pytest.fixture
def toneel(fabriek):
    """`r` and `f` work outside COID, `b` inside; `over` is handled by `b` and unseen by the other two."""
    with fabriek():
        elders = maak_team(soort=Team.Soort.BUITEN_COID)
        rollen = Rol.ADVISEUR, Rol.KLACHTSECRETARIS
        r, f = (maak_gebruiker(*rollen, teams=[elders], naam=naam) for naam in ("Er", "Ef"))
        b, beheerder = maak_gebruiker(Rol.ADVISEUR, naam="Behandelaar"), maak_gebruiker(Rol.BEHEERDER)
        over = maak_melding(lezers=(b,), behandelaar=b, status=Status.IN_BEHANDELING)
        return SimpleNamespace(r=r, f=f, b=b, beheerder=beheerder, over=over)


def _een_met(over, lezer, hoe="dubbel"):
    """Of one event with `over`, handled by `lezer`."""
    if hoe == "dubbel":
        return maak_melding(
            lezers=(lezer,), behandelaar=lezer, status=Status.SAMENGEVOEGD, samengevoegd_met=over
        )
    klacht = maak_zaak("klacht", lezers=(lezer,), behandelaar=lezer)
    _doorgeleid(klacht, over, "beoordelen")
    return klacht


def _doorgeleid(van, naar, status):
    Zaakkoppeling(soort="doorgeleid", van=van, naar=naar, van_status=status, op=timezone.now()).save(
        force_insert=True
    )


def _verzegel(klant, zaak, aan):
    ruimte = {"melding": "meldingen", "klacht": "klachten"}[zaak.soort]
    return klant.post(
        reverse(f"{ruimte}:verzegelen", args=[zaak.pk]), {"behandelaar": aan.pk, "reden": "proef"}
    ).status_code


def _neemt_waar(als, toneel, voor, wie, door=None):
    with als(door or toneel.beheerder), connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.stel_waarneming_in(%s, %s, %s, 'verlof', now() + interval '9 days')",
            [uuid4(), voor.pk, wie.pk],
        )


def _niemand_leest(toneel, als, fabriek, zaak):
    """Sealed and read by nobody; a beheerder is told and gives it to another than whoever did that."""
    with fabriek():
        stand = Zaak.objects.zonder_toegangsfilter(reden="test").get(pk=zaak.pk)
        assert (stand.verzegeld, stand.behandelaar_id) == (True, None)
        assert Bericht.objects.filter(aan=toneel.beheerder, soort="zonder_lezer").count() == 1
    gegeven = []
    with als(toneel.beheerder), connection.cursor() as cursor:
        for wie in (toneel.r, toneel.f):
            cursor.execute("SELECT app.aantal_zonder_lezer(), app.geef_lezer(%s)", [wie.pk])
            gegeven.append(cursor.fetchone())
    return gegeven == [(1, 0), (1, 1)] and ziet(als, toneel.f, zaak) == [True]


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("hoe", ["dubbel", "doorgeleid"])
@pytest.mark.parametrize("als_waarnemer", [False, True])
def test_wie_aan_zichzelf_verzegelt_krijgt_de_ongeziene_helft_niet(
    toneel, fabriek, als, client_van, hoe, als_waarnemer
):
    with fabriek():
        eigenaar = maak_gebruiker(Rol.ADVISEUR, Rol.KLACHTSECRETARIS) if als_waarnemer else toneel.r
        hier = _een_met(toneel.over, eigenaar, hoe)
    if als_waarnemer:
        _neemt_waar(als, toneel, eigenaar, toneel.r)
    assert _verzegel(client_van(toneel.r), hier, toneel.r) == 302
    assert ziet(als, toneel.r, hier, toneel.over) == [True, False]
    assert ziet(als, toneel.b, toneel.over) == [False]
    assert _niemand_leest(toneel, als, fabriek, toneel.over)


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("hoe", ["uitsluiten", "verzegelen"])
def test_waarnemen_voor_een_team_geeft_elders_geen_recht(toneel, fabriek, als, client_van, hoe):
    """R reads `over`, which no team owns, and substitutes B for one team: by what R does in the duplicate, R wins nothing."""
    with fabriek():
        team, leider = toneel.r.lidmaatschappen.get().team, maak_gebruiker(Rol.ADVISEUR)
        for wie in (toneel.b, leider):
            Lidmaatschap.objects.create(team=team, gebruiker=wie, is_teamleider=wie == leider)
        maak_toekenning(toneel.over, toneel.r)
        dubbel = _een_met(toneel.over, toneel.r)
    _neemt_waar(als, toneel, toneel.b, toneel.r, door=leider)
    klant = client_van(toneel.r)
    paginas = [reverse(f"meldingen:{p}", args=[toneel.over.pk]) for p in ("uitsluiten", "toewijzen", "delen")]
    assert [klant.get(p).status_code for p in paginas] == [403] * 3
    gegevens = {
        "uitsluiten": {"gebruiker": toneel.b.pk, "grond": "betrokken"},
        "verzegelen": {"behandelaar": toneel.r.pk, "reden": "r"},
    }[hoe]
    assert klant.post(reverse(f"meldingen:{hoe}", args=[dubbel.pk]), gegevens).status_code == 302
    assert not {klant.get(p).status_code for p in paginas} & {200}
    with fabriek():
        assert (
            Zaak.objects.zonder_toegangsfilter(reden="test").get(pk=toneel.over.pk).behandelaar_id
            != toneel.r.pk
        )


@pytest.mark.aanval("nood", gevonden=True)
def test_wie_verzegelt_aan_wie_hij_waarneemt_krijgt_de_ongeziene_dubbele_niet(
    toneel, fabriek, als, client_van
):
    with fabriek():
        hier = _een_met(toneel.over, toneel.r)
    _neemt_waar(als, toneel, toneel.f, toneel.r)
    assert _verzegel(client_van(toneel.r), hier, toneel.f) == 302
    assert ziet(als, toneel.r, hier, toneel.over) == [True, False]
    assert ziet(als, toneel.f, hier, toneel.over) == [True, True]


@pytest.mark.aanval("nood", gevonden=True)
def test_samenvoegen_met_een_eigen_verzegelde_melding_geeft_geen_ongeziene_klacht(
    toneel, fabriek, als, client_van
):
    with fabriek():
        b = maak_gebruiker(Rol.CKP)
        klacht = maak_zaak("klacht", lezers=(b,), behandelaar=b)
        over = maak_melding(lezers=(toneel.r,), behandelaar=toneel.r, status=Status.IN_BEOORDELING)
        _doorgeleid(klacht, over, "beoordelen")
        lok = maak_melding(
            lezers=(toneel.r,), behandelaar=toneel.r, status=Status.IN_BEOORDELING, verzegeld=True
        )
    samenvoegen = reverse("meldingen:status", args=[lok.pk, Status.SAMENGEVOEGD])
    gegevens = {"toelichting": "zelfde", "samengevoegd_met": over.zaaknummer}
    assert client_van(toneel.r).post(samenvoegen, gegevens).status_code == 302
    assert ziet(als, toneel.r, lok, over, klacht) == [True, True, False]
    assert _niemand_leest(toneel, als, fabriek, klacht)


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("buiten", [False, True])
def test_wie_alleen_meeleest_wordt_geen_behandelaar_door_elders_aan_zichzelf_te_verzegelen(
    toneel, fabriek, als, client_van, buiten
):
    """Its behandelaar stays where he may; else whoever sealed does not read on in what nobody handles."""
    behandelaar = toneel.f if buiten else toneel.b
    with fabriek():
        for lezer in {toneel.r, behandelaar} - {toneel.b}:
            maak_toekenning(toneel.over, lezer)
        behandelt(toneel.over, behandelaar)
        hier = _een_met(toneel.over, toneel.r)
    klant = client_van(toneel.r)
    paginas = [reverse(f"meldingen:{naam}", args=[toneel.over.pk]) for naam in ("uitsluiten", "toewijzen")]
    assert [klant.get(adres).status_code for adres in paginas] == [403, 403]
    assert _verzegel(klant, hier, toneel.r) == 302
    assert [klant.get(adres).status_code for adres in paginas] == [403 if buiten else 404] * 2
    if buiten:
        with als(toneel.f) as door:
            assert vers(toneel.over, door).behandelaar_id == toneel.f.pk
    else:
        assert _niemand_leest(toneel, als, fabriek, toneel.over)


@pytest.mark.aanval("nood")
def test_wie_beide_behandelt_verzegelt_beide_aan_zichzelf(toneel, fabriek, als, client_van):
    with fabriek():
        maak_toekenning(toneel.over, toneel.r)
        behandelt(toneel.over, toneel.r)
        hier = _een_met(toneel.over, toneel.r)
    assert _verzegel(client_van(toneel.r), hier, toneel.r) == 302
    assert ziet(als, toneel.r, hier, toneel.over) == [True, True]
    assert ziet(als, toneel.b, toneel.over) == [False]


@pytest.mark.aanval("nood", gevonden=True)
def test_wie_aan_zichzelf_verzegelde_krijgt_de_ongeziene_helft_ook_later_niet(
    toneel, fabriek, als, client_van
):
    """A reader outside COID keeps it; when that one leaves, a beheerder who hands over gives it to anybody else."""
    with fabriek():
        lezer = maak_gebruiker(Rol.ADVISEUR, teams=[toneel.r.lidmaatschappen.get().team])
        maak_toekenning(toneel.over, lezer)
        hier = _een_met(toneel.over, toneel.r)
    assert _verzegel(client_van(toneel.r), hier, toneel.r) == 302
    for aan, ziet_hem in ((toneel.r, False), (toneel.f, True)):
        gegevens = {"aan": aan.pk, "reden": "vertrek"}
        klant = client_van(toneel.beheerder)
        assert klant.post(reverse("overdragen", args=[lezer.pk]), gegevens).status_code == 302
        assert ziet(als, aan, toneel.over) == [ziet_hem]


@pytest.mark.aanval("bestaan", gevonden=True)
def test_wie_had_toegang_zegt_niet_wie_elders_uitsloot(toneel, fabriek, als, client_van):
    """R merely reads `over` and loses it by excluding its behandelaar elsewhere: when, and not by whom."""
    with fabriek():
        lezer = maak_gebruiker(Rol.ADVISEUR)
        for wie in (toneel.r, lezer):
            maak_toekenning(toneel.over, wie)
        dubbel = _een_met(toneel.over, toneel.r)
    adres = reverse("meldingen:uitsluiten", args=[dubbel.pk])
    assert (
        client_van(toneel.r).post(adres, {"gebruiker": toneel.b.pk, "grond": "betrokken"}).status_code == 302
    )
    pagina = client_van(lezer).get(reverse("meldingen:toegang", args=[toneel.over.pk])).content.decode()
    assert "Er" in pagina
    assert "door Er" not in pagina


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("behandelt_beide", [False, True])
def test_wie_een_dubbele_alleen_meeleest_haalt_er_geen_zegel_af(
    toneel, fabriek, als, client_van, behandelt_beide
):
    with fabriek():
        g = maak_gebruiker(Rol.ADVISEUR, teams=[toneel.r.lidmaatschappen.get().team])
        over = maak_melding(
            lezers=(toneel.f, toneel.r, g),
            behandelaar=toneel.r if behandelt_beide else toneel.f,
            verzegeld=True,
        )
        dubbel = maak_melding(
            lezers=(toneel.r, g), behandelaar=toneel.r, verzegeld=True, status=Status.SAMENGEVOEGD,
            samengevoegd_met=over,
        )  # fmt: skip
    with als(toneel.r) as door:
        vraag = vraag_ontzegeling(zaak=vers(dubbel, door), reden="vergissing", door=door)
    with als(g) as door:
        beslis(zaak=vers(dubbel, door), vraag=vraag, akkoord=True, door=door)
    with als(toneel.r) as door:
        assert not vers(dubbel, door).verzegeld
        assert vers(over, door).verzegeld is not behandelt_beide
