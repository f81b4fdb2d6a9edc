"""Attacks on a duplicate that one does not see, by who reads the zaak that it was merged with."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from berichten.models import Bericht
from gebruikers.models import Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_koppeling, maak_melding, maak_toekenning
from tests.factories.zaken import sluit_uit as sluit_uit_zonder_dienst
from zaken.models import (
    Notitie,
    Persoon,
    Statuswijziging,
    Termijn,
    Uitsluiting,
    Veldwijziging,
    Zaak,
)
from zaken.services.inhoud import annuleer
from zaken.services.toegang import laatste_wijziger, verzegel

from .helften import vers, voeg_samen, ziet

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


@pytest.fixture
def half_open(duo, fabriek, als):
    """The duplicate is sealed by a seal of its own, which stays; the other is open again, for its own readers."""
    with fabriek():
        alle = Zaak.objects.zonder_toegangsfilter(reden="test")
        alle.filter(pk=duo.dubbel.pk).update(
            zaaknummer="M-2024-77777",
            externe_referentie="dubbelmerk",
            eerste_termijn=localdate() + timedelta(2),
        )
        dag = localdate() + timedelta(2)
        Termijn(
            id=uuid4(), zaak=duo.dubbel, code="proef", naam="proef", kale_datum=dag, datum=dag, werkdatum=dag,
            bron="proef", waarom="proef",
        ).save(force_insert=True)  # fmt: skip
        Bericht.objects.create(aan=duo.derde, soort="gedeeld", zaak_id=duo.dubbel.pk, op=timezone.now())
        voeg_samen(duo)
        maak_koppeling(duo.over, duo.dubbel)
    with als(duo.bij_dubbel) as door:
        verzegel(zaak=vers(duo.dubbel, door), behandelaar=duo.buiten, reden="proef", door=door)
    with fabriek():
        alle.filter(pk=duo.over.pk).update(verzegeld=False, behandelaar=duo.derde, team=maak_team())
        maak_toekenning(duo.over, duo.derde)
    return duo


@pytest.mark.aanval("bestaan")
def test_een_verzegelde_dubbele_staat_nergens_voor_wie_de_andere_leest(half_open, client_van):
    """Pages of the other zaak and of what lists zaken: not its number, its link, nor its count."""
    duo, lezer = half_open, client_van(half_open.derde)
    adressen = [reverse(f"meldingen:{naam}", args=[duo.over.pk]) for naam in (
        "detail", "geschiedenis", "toegang", "lezers", "afdrukken", "koppelen", "verzegelen", "uitsluiten", "annuleer")]  # fmt: skip
    adressen += [reverse("mijn_werk"), reverse("berichten:lijst"), reverse("meldingen:lijst_afdrukken")]
    adressen += [
        f"{reverse('meldingen:lijst')}?tab=alle&q={q}" for q in ("M-2024-77777", "77777", "dubbelmerk")
    ]
    for adres in adressen:
        antwoord = lezer.get(adres)
        tekst = antwoord.content.decode().replace("q=M-2024-77777", "").replace('value="M-2024-77777"', "")
        assert antwoord.status_code == 200, adres
        assert (str(duo.dubbel.pk) in tekst, f">{'M-2024-77777'}<" in tekst) == (False, False), adres
    lijst = lezer.get(reverse("meldingen:lijst"), {"tab": "alle"}).content.decode()
    assert (duo.over.zaaknummer in lijst, "M-2024-77777" in lijst) == (True, False)
    beide = client_van(half_open.buiten)  # who sees both finds it on the same pages
    assert str(duo.dubbel.pk) in beide.get(adressen[0]).content.decode()
    assert str(duo.dubbel.pk) in beide.get(f"{reverse('meldingen:lijst')}?tab=alle&q=M-2024-77777").url
    tellingen = lezer.get(reverse("meldingen:tellingen"), headers={"HX-Request": "true"}).content.decode()
    assert re.findall(r"\((\d+)\)", tellingen) == ["1", "0", "0", "0", "0"]  # the first: his own
    vreemd, niemand = (
        lezer.post(
            reverse("meldingen:koppelen", args=[duo.over.pk]),
            {"nummer": nummer, "soort": "verwant", "reden": "x"},
        )
        for nummer in ("M-2024-77777", "M-2024-77778")
    )
    assert (vreemd.status_code, niemand.status_code) == (422, 422)
    assert "Er is geen andere zaak met dit nummer" in vreemd.content.decode()


@pytest.mark.aanval("mail")
def test_van_een_verzegelde_dubbele_gaat_geen_herinnering_of_mail_naar_wie_haar_kende(
    half_open, als, fabriek
):
    """Made before the seal or after it: who reads the other one only, is told and mailed nothing."""
    duo = half_open
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT app.herinner(%s, %s::text[], %s::int[])", [localdate(), ["proef"], [7]])
        naar = set(
            Bericht.objects.filter(zaak_id=duo.dubbel.pk, soort="termijn").values_list("aan", flat=True)
        )
    assert naar == {duo.buiten.pk}
    for wie in (duo.derde, duo.bij_dubbel, duo.bij_over):
        with als(wie), connection.cursor() as cursor:
            assert not Bericht.objects.filter(zaak_id=duo.dubbel.pk).exists()
            cursor.execute(
                "SELECT count(*) FROM berichten_bericht WHERE zaak_id IS NULL OR app.ziet_zaak(zaak_id)"
            )
            assert cursor.fetchone() == (0,)


@pytest.mark.aanval("tweede muur")
def test_de_wenk_een_zaak_opent_niets_hoe_hij_ook_wordt_vervalst(half_open, als):
    """It chooses a way to the truth: for a list, a count, a look-up and a search, whatever it says."""
    duo = half_open
    vragen = (
        "SELECT array_agg(id ORDER BY id) FROM zaken_zaak",
        "SELECT count(*) FROM zaken_zaak WHERE soort = 'melding'",
        "SELECT array_agg(zaak_ptr_id ORDER BY 1) FROM meldingen_melding",
        f"SELECT count(*) FROM zaken_zaak WHERE id = '{duo.dubbel.pk}'",
        "SELECT count(*) FROM zaken_zaakkoppeling",
        "SELECT array_agg(z ORDER BY z) FROM app.zoek_zaken('melding', '{}', '{}', 'ontvangen_defensie', true, NULL, NULL, 50) z",
    )
    for wie, ziet_over, ziet_dubbel in ((duo.derde, 1, 0), (duo.buiten, 1, 1), (duo.bij_dubbel, 0, 0)):
        with als(wie), connection.cursor() as cursor:
            gezien = []
            for waarde in ("", "ja", "onzin", str(duo.dubbel.pk), "ja'; --", "{}", "t"):
                cursor.execute("SELECT set_config('app.een_zaak', %s, true)", [waarde])
                gezien.append([])
                for vraag in vragen:
                    cursor.execute(vraag)
                    gezien[-1] += cursor.fetchall()
            assert all(een == gezien[0] for een in gezien), wie
            assert gezien[1][1] == (ziet_over + ziet_dubbel,)
            assert gezien[1][3] == (ziet_dubbel,)


@pytest.mark.aanval("race")
def test_wat_open_stond_terwijl_een_ander_de_dubbele_verzegelde_schrijft_niets_meer(
    duo, als, fabriek, client_van
):
    """Each form of a zaak whose duplicate somebody else seals meanwhile; nothing of what was typed is kept."""
    with fabriek():
        voeg_samen(duo)
    lezer, marker = client_van(duo.derde), "Getyptvoorhetzegel"
    formulieren = {
        "notitie": {"tekst": marker},
        "persoon_nieuw": {"rol": "getuige", "naam": marker},
        "toewijzen": {"mijzelf": "1"},
        "delen": {"gebruiker": duo.bij_over.pk, "reden": marker},
        "annuleer": {"reden": marker},
        "uitsluiten": {"gebruiker": duo.bij_over.pk, "grond": "betrokken"},
        "koppelen": {"nummer": duo.dubbel.zaaknummer, "soort": "verwant", "reden": marker},
        "afgedrukt": {},
    }
    assert lezer.get(reverse("meldingen:notitie", args=[duo.over.pk])).status_code == 200
    with als(duo.bij_dubbel) as door:
        verzegel(zaak=vers(duo.dubbel, door), behandelaar=duo.buiten, reden="proef", door=door)
    with fabriek():
        voor = Zaak.objects.zonder_toegangsfilter(reden="test").values().get(pk=duo.over.pk)
    for naam, velden in formulieren.items():
        for kop in ({}, {"HX-Request": "true"}):
            antwoord = lezer.post(reverse(f"meldingen:{naam}", args=[duo.over.pk]), velden, headers=kop)
            assert antwoord.status_code == 404, naam
            assert marker not in antwoord.content.decode()
    with fabriek():
        assert Zaak.objects.zonder_toegangsfilter(reden="test").values().get(pk=duo.over.pk) == voor
        for model in (Notitie, Persoon):
            assert not model.objects.zonder_toegangsfilter(reden="test").filter(zaak_id=duo.over.pk).exists()


@pytest.mark.aanval("bestaan", gevonden=True)
@pytest.mark.parametrize("uitgesloten", [False, True])
def test_annuleren_met_sql_laat_in_de_dubbele_die_men_niet_ziet_niemand_binnen(
    duo, als, fabriek, uitgesloten
):
    """It goes on where it was, and its readers are not told by whom; nothing of it is read, given away or closed."""
    with fabriek():
        voeg_samen(duo)
        if uitgesloten:
            sluit_uit_zonder_dienst(duo.dubbel, duo.bij_over)
        vriend = maak_gebruiker(Rol.ADVISEUR, naam="Vriend")
    d = duo.dubbel.pk
    with als(duo.bij_over), connection.cursor() as cursor:
        annuleer = (
            "UPDATE zaken_zaak SET geannuleerd_op = now(), geannuleerd_door_id = app.uid() WHERE id = %s"
        )
        cursor.execute(annuleer, [duo.over.pk])
        assert cursor.rowcount == 1
        cursor.execute("SELECT id FROM zaken_zaak UNION ALL SELECT zaak_id FROM zaken_statuswijziging")
        assert (d,) not in cursor.fetchall()
        for poging in (
            f"app.verleen(gen_random_uuid(), '{d}', {vriend.pk}, NULL, NULL)",
            f"app.wijs_toe('{d}', {vriend.pk}, NULL, gen_random_uuid(), NULL)",
            f"app.sluit_uit(gen_random_uuid(), '{d}', {duo.bij_dubbel.pk}, 'betrokken')",
            f"app.verzegel('{d}', {duo.buiten.pk}, gen_random_uuid(), NULL)",
        ):
            with pytest.raises(DatabaseError, match="zaak not visible"), transaction.atomic():
                cursor.execute(f"SELECT {poging}")
    assert [ziet(als, wie, duo.dubbel) for wie in (duo.bij_over, vriend, duo.bij_dubbel)] == [
        [False],
        [False],
        [True],
    ]
    with als(duo.bij_dubbel) as wie:
        terug = Melding.objects.zichtbaar_voor(wie).get(pk=d)
        assert (terug.status, terug.samengevoegd_met_id) == (Status.IN_BEOORDELING, None)
        assert Statuswijziging.objects.van(terug).get().door is None
        assert not Veldwijziging.objects.van(terug).filter(door=duo.bij_over).exists()
        assert laatste_wijziger(terug) != str(duo.bij_over)
    with fabriek():
        assert Uitsluiting.objects.filter(zaak_id=d, gebruiker=duo.bij_over).exists() is uitgesloten
        assert not duo.dubbel.toekenningen.filter(user=duo.bij_over).exists()


@pytest.mark.aanval("bestaan", gevonden=True)
def test_annuleren_noemt_de_lezers_van_de_dubbele_niet_wie_dat_deed(duo, als, fabriek, client_van):
    with fabriek():
        voeg_samen(duo)
    with als(duo.bij_over) as door:
        annuleer(zaak=vers(duo.over, door), reden="vergissing", door=door)
    klant = client_van(duo.bij_dubbel)
    for blad in ("detail", "geschiedenis", "toegang"):
        antwoord = klant.get(reverse(f"meldingen:{blad}", args=[duo.dubbel.pk])).content.decode()
        assert "Bij over" not in antwoord, blad
        assert blad != "detail" or "De zaak waarmee deze was samengevoegd, is geannuleerd." in antwoord


@pytest.mark.aanval("bestaan", gevonden=True)
def test_wie_een_ongeziene_dubbele_mee_verzegelde_staat_daar_niet_als_laatste_wijziger(duo, als, fabriek):
    with fabriek():
        maak_toekenning(duo.dubbel, duo.tweede)
        voeg_samen(duo)
    with als(duo.bij_over) as door:
        verzegel(zaak=vers(duo.over, door), behandelaar=duo.buiten, reden="proef", door=door)
    with als(duo.tweede) as wie:
        assert laatste_wijziger(vers(duo.dubbel, wie)) == ""
    with als(duo.buiten) as wie:  # the one that was sealed itself
        assert laatste_wijziger(vers(duo.over, wie)) == str(duo.bij_over)


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("andere_balie", [False, True])
def test_uitsluiten_bij_een_dubbele_haalt_een_toegewezen_melding_niet_terug_naar_de_eigen_balie(
    fabriek, als, client_van, andere_balie
):
    """Its only reader loses it, and another desk gets it; is there none, then a beheerder gives it."""
    with fabriek():
        intake = maak_team(soort=Team.Soort.INTAKE)
        intaker, enige = maak_gebruiker(Rol.INTAKE, teams=[intake]), maak_gebruiker(Rol.ADVISEUR)
        over = maak_melding(lezers=(enige,), behandelaar=enige, status=Status.IN_BEHANDELING)
        samen = {"status": Status.SAMENGEVOEGD, "samengevoegd_met": over}
        dubbel = maak_melding(team=intake, behandelaar=None, **samen)
        elders = [maak_team(soort=Team.Soort.INTAKE)] if andere_balie else []
        ander, beheerder = maak_gebruiker(Rol.INTAKE, teams=elders), maak_gebruiker(Rol.BEHEERDER)
    adres = reverse("meldingen:uitsluiten", args=[dubbel.pk])
    antwoord = client_van(intaker).post(adres, {"gebruiker": enige.pk, "grond": "betrokken"})
    assert antwoord.status_code == 302
    assert ziet(als, enige, dubbel, over) == [False, False]
    assert ziet(als, intaker, dubbel, over) == [True, False]
    assert ziet(als, ander, over) == [andere_balie]
    with als(beheerder), connection.cursor() as cursor:
        cursor.execute("SELECT app.aantal_zonder_lezer()")
        assert cursor.fetchone() == (int(not andere_balie),)
