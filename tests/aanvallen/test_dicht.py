"""Attacks on what closed just now: pages that were open, parts of them, fields that no form has, mail and the log."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from berichten import mailen
from berichten.models import Bericht, Voorkeur
from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.status import Status
from tests.berichten.test_mailen import worker as worker
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.antwoord import TOEVAL
from tests.hulp.wie import fabriek as fabriek_nu
from zaken.models import Zaak
from zaken.services.toegang import sluit_uit, verzegel

from .helften import BETROKKEN, vers, voeg_samen

pytestmark = pytest.mark.databank
KOPPEN = (
    {},
    {"If-None-Match": "*"},
    {"If-Modified-Since": "Wed, 21 Oct 2099 07:28:00 GMT"},
    {"Range": "bytes=0-9999"},
    {"HX-History-Restore-Request": "true", "HX-Request": "true"},
)
ZAAKVELDEN = {
    "verzegeld": "false", "team": "1", "behandelaar": "1", "versie": "0", "samengevoegd_met_id": "x", "zaak": "x",
    "soort": "klacht", "geannuleerd_op": "2024-01-01",
}  # fmt: skip


@pytest.mark.aanval("cache")
def test_wat_open_stond_komt_na_het_verzegelen_van_de_dubbele_ook_niet_uit_een_tussenopslag(
    duo, als, fabriek, client_van
):
    with fabriek():
        voeg_samen(duo)
    lezer = client_van(duo.derde)
    adressen = [
        reverse(f"meldingen:{naam}", args=[duo.over.pk]) for naam in ("detail", "geschiedenis", "notitie")
    ]
    for adres in adressen:
        assert lezer.get(adres).headers["Cache-Control"] == "no-store, private"
    with als(duo.bij_dubbel) as door:
        verzegel(zaak=vers(duo.dubbel, door), behandelaar=duo.buiten, reden="proef", door=door)
    for adres, koppen in product(adressen, KOPPEN):
        antwoord = lezer.get(adres, headers=koppen)
        assert (antwoord.status_code, duo.over.zaaknummer in antwoord.content.decode()) == (404, False)


@pytest.mark.aanval("htmx")
def test_geen_kop_van_htmx_noemt_de_databank_een_zaak_die_dicht_is(duo, als, fabriek, client_van):
    """An address says that a request is about one zaak, never a header that names one."""
    with fabriek():
        voeg_samen(duo)
    with als(duo.bij_dubbel) as door:
        verzegel(zaak=vers(duo.dubbel, door), behandelaar=duo.buiten, reden="proef", door=door)
    lezer = client_van(duo.derde)
    for naam in ("meldingen:tellingen", "meldingen:lijst", "mijn_werk"):
        teksten = []
        for pk in (duo.dubbel.pk, ""):
            waarde = f"https://jid.example/meldingen/{pk}/"
            namen = ("HX-Current-URL", "HX-Target", "HX-Trigger", "HX-Prompt", "Referer")
            antwoord = lezer.get(
                reverse(naam), headers={"HX-Request": "true", **dict.fromkeys(namen, waarde)}
            )
            assert antwoord.status_code == 200
            teksten.append(TOEVAL.sub(r"\1", antwoord.content.decode()))
        assert teksten[0] == teksten[1]
        assert duo.dubbel.zaaknummer not in teksten[0]


@pytest.mark.aanval("massa")
def test_velden_die_de_stap_niet_heeft_ontzegelen_of_verhangen_niets(duo, fabriek, client_van):
    """The step that undoes a merge, with fields of the zaak beside its own."""
    with fabriek():
        voeg_samen(duo)
        alle = Zaak.objects.zonder_toegangsfilter(reden="test")
        alle.filter(pk=duo.dubbel.pk).update(behandelaar=duo.buiten, verzegeld=True)
        duo.dubbel.toekenningen.exclude(user=duo.bij_dubbel).update(beeindigd_op=timezone.now())
        duo.dubbel.toekenningen.update(user=duo.buiten)
    adres = reverse("meldingen:status", args=[duo.dubbel.pk, Status.IN_BEOORDELING])
    antwoord = client_van(duo.buiten).post(adres, {"toelichting": "toch niet", **ZAAKVELDEN})
    assert antwoord.status_code == 302
    with fabriek():
        na = Melding.objects.zonder_toegangsfilter(reden="test").get(pk=duo.dubbel.pk)
        assert (na.status, na.samengevoegd_met_id, na.soort) == (Status.IN_BEOORDELING, None, "melding")
        assert (na.verzegeld, na.team_id, na.behandelaar_id) == (True, None, duo.buiten.pk)


@pytest.mark.aanval("massa")
def test_wie_weggeeft_wat_niemand_leest_kiest_niet_welke_zaak(laatste, als, client_van):
    """A beheerder names a zaak or a person beside the choice: only what nobody reads goes, to whom was chosen."""
    with als(laatste.adviseur_buiten) as door:
        sluit_uit(zaak=vers(laatste.oud, door), gebruiker=laatste.buiten, grond=BETROKKEN, door=door)
    anders = dict.fromkeys(("zaak", "van", "id", "pk", "gebruiker", "behandelaar"), str(laatste.oud.pk))
    velden = {**anders, "aan": laatste.opvolger.pk}
    assert client_van(laatste.beheerder).post(reverse("zonder_lezer"), velden).status_code == 302
    with als(laatste.opvolger) as wie:
        assert set(Zaak.objects.zichtbaar_voor(wie).values_list("pk", flat=True)) == {laatste.nieuw.pk}
    with als(laatste.adviseur_buiten) as wie:
        assert vers(laatste.oud, wie).behandelaar_id == wie.pk


@pytest.mark.aanval("log")
def test_niemand_schrijft_zelf_dat_niemand_een_zaak_leest_of_dat_wel(laatste, als, sql):
    for wie in (laatste.adviseur_buiten, laatste.beheerder):
        with als(wie), pytest.raises(DatabaseError, match="row-level security"):
            sql(
                "INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)"
                " VALUES (gen_random_uuid(), now(), 'zonder_lezer', app.uid(), %s, '', '{}')",
                laatste.oud.pk,
            )
        with als(wie), pytest.raises(DatabaseError, match="permission denied"):
            sql("SELECT app._sluit_ook_uit(%s, %s, 'betrokken')", laatste.oud.pk, laatste.buiten.pk)


@pytest.mark.aanval("mail")
def test_de_mail_dat_niemand_een_zaak_leest_zegt_niet_eens_dat(worker, settings, mailoutbox):
    """At once, whatever a beheerder chose; a date and a link, as every other mail."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with transaction.atomic(), fabriek_nu():
        beheerder, lezer = maak_gebruiker(Rol.BEHEERDER, naam="Beheernaam"), maak_gebruiker(Rol.ADVISEUR)
        Voorkeur.objects.bulk_create([Voorkeur(gebruiker=wie, mail="geen") for wie in (beheerder, lezer)])
        for wie, soort in ((beheerder, "zonder_lezer"), (lezer, "toegewezen")):
            Bericht.objects.create(aan=wie, soort=soort, op=timezone.now())
    with worker():
        mailen.mail_direct(nu=timezone.now())
    (mail,) = mailoutbox
    assert mail.to == [beheerder.email]
    tekst = f"{mail.subject} {mail.body}".lower()
    assert [
        woord for woord in ("niemand", "uitgesloten", "lezen kan", "zaak die", "beheernaam") if woord in tekst
    ] == []
