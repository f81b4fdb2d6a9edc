"""Mail leaves once, through the worker; nobody reads it on the way, and a failure is seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from gebruikers.rollen import Rol
from post import services
from post.models import Mail
from post.teruggekomen import verwerk
from tests.factories.berichten import maak_mail
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.wie import fabriek as als_fabriek

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
MERK = "Collegamerkwoord"  # the name of an account is readable: tests/zaken/test_dump.py reads the log of this server too


@pytest.fixture
def beheerder(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.BEHEERDER)


def _mail() -> Mail:
    with als_fabriek():
        return Mail.objects.get()


def _lever(nu=None) -> int:
    with als_fabriek():
        return services.verstuur_wachtende(nu=nu or timezone.now())


def test_een_uitnodiging_wacht_versleuteld_en_komt_een_keer_aan(
    client_van, beheerder, uitgaand, smtp, monkeypatch, django_capture_on_commit_callbacks
):
    gestuurd = []
    monkeypatch.setattr("celery.current_app.send_task", lambda *a, **k: gestuurd.append((a, k)))
    velden = {"naam": MERK, "email": "nieuw@demo.example", "rollen": ["adviseur"]}
    with django_capture_on_commit_callbacks(execute=True):
        assert client_van(beheerder).post(reverse("beheer:gebruiker_nieuw"), velden).status_code == 302
    assert smtp.ontvangen == []
    rij = _mail()
    assert (rij.soort, rij.adres, rij.staat) == ("uitnodiging", "nieuw@demo.example", "wacht")
    assert gestuurd == [((services.TAAK, [str(rij.pk)]), {})]  # an id and nothing else
    kolommen = str(vars(rij))
    assert MERK not in kolommen
    assert "wachtwoord" not in kolommen.lower()
    assert [_lever(), _lever()] == [1, 0]
    (bericht,) = smtp.ontvangen
    assert MERK in bericht.get_content()
    assert (bericht["To"], bericht["Message-ID"]) == ("nieuw@demo.example", services.kenmerk(rij.pk))
    assert "X-JID-Soort" not in bericht
    rij = _mail()
    assert (rij.staat, rij.inhoud) == ("verstuurd", None)


def test_wachtwoord_vergeten_gaat_ook_door_de_wachtrij(client, fabriek, uitgaand, smtp):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    assert client.post(reverse("account_reset_password"), {"email": wie.email}).status_code == 302
    assert (_mail().soort, smtp.ontvangen) == ("password_reset_key", [])
    _lever()
    assert [bericht["To"] for bericht in smtp.ontvangen] == [wie.email]


def test_gaat_het_verzoek_niet_door_dan_is_er_geen_mail(uitgaand, fabriek):
    with transaction.atomic():
        EmailMessage("a", "b", None, ["iemand@demo.example"]).send()
        transaction.set_rollback(True)
    with fabriek():
        assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("antwoord", "staat"), [("550 onbekend Merkwoord", "mislukt"), ("451 later", "wacht")]
)
def test_een_geweigerd_adres_is_zichtbaar_zonder_de_woorden_van_de_server(
    client_van, fabriek, beheerder, smtp, antwoord, staat
):
    smtp.weiger["weg@"] = antwoord
    with fabriek():
        maak_mail("weg@demo.example")
    assert _lever() == 0
    rij = _mail()
    assert (rij.staat, rij.foutsoort, rij.antwoordcode, rij.pogingen) == (
        staat,
        "adres_geweigerd",
        int(antwoord[:3]),
        1,
    )
    tekst = client_van(beheerder).get(reverse("post:lijst")).content.decode()
    assert "weg@demo.example" in tekst
    assert "De mailserver weigert dit adres" in tekst
    assert "Merkwoord" not in tekst


def test_een_mailserver_die_zwijgt_wordt_steeds_later_opnieuw_gevraagd(fabriek, settings, smtp):
    goed, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with fabriek():
        for nummer in range(3):
            maak_mail(f"wacht{nummer}@demo.example")
    nu = timezone.now()
    assert _lever(nu) == 0
    with fabriek():
        assert sorted(Mail.objects.values_list("pogingen", flat=True)) == [
            0,
            0,
            1,
        ]  # away for one is away for all
        Mail.objects.filter(pogingen=0).delete()
    for wachttijd in services.WACHTTIJDEN:
        rij = _mail()
        assert rij.volgende_poging == nu + wachttijd
        assert _lever(rij.volgende_poging - timedelta(seconds=1)) == 0
        nu = rij.volgende_poging
        if wachttijd == services.WACHTTIJDEN[2]:
            settings.EMAIL_PORT = goed
            assert _lever(nu) == 1
            break
        _lever(nu)
    assert (_mail().staat, len(smtp.ontvangen)) == ("verstuurd", 1)


def test_na_de_laatste_poging_is_de_mail_mislukt(fabriek, settings, smtp):
    settings.EMAIL_PORT = 1
    with fabriek():
        mail = maak_mail("wacht@demo.example", pogingen=len(services.WACHTTIJDEN))
    _lever()
    assert (_mail().staat, _mail().inhoud) == ("mislukt", mail.inhoud)


def test_alleen_een_beheerder_stuurt_een_mislukte_mail_opnieuw(client_van, fabriek, beheerder, smtp):
    with fabriek():
        mail = maak_mail("weg@demo.example", staat="mislukt", foutsoort="adres_geweigerd", pogingen=3)
        ander = maak_gebruiker(Rol.ADVISEUR)
    adres = reverse("post:opnieuw", args=[mail.pk])
    assert client_van(ander).post(adres).status_code == 404
    assert _lever() == 0
    client = client_van(beheerder)
    assert client.post(adres).status_code == 302
    assert _lever() == 1
    antwoord = client.post(adres, follow=True)
    assert "Deze mail kan niet opnieuw" in antwoord.content.decode()
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM logboek_gebeurtenis WHERE soort = 'mail_opnieuw'")
        assert cursor.fetchone() == (1,)


@pytest.mark.pg15
def test_de_webrol_leest_geen_inhoud_en_een_ander_leest_niets(als, fabriek, beheerder):
    with fabriek():
        maak_mail("weg@demo.example")
        ander = maak_gebruiker(Rol.AUDITOR)
    with als(beheerder):
        assert Mail.objects.values_list("adres", flat=True).get() == "weg@demo.example"
        with pytest.raises(DatabaseError) as fout, transaction.atomic():
            Mail.objects.values_list("inhoud").get()
        assert fout.value.__cause__.sqlstate == "42501"
    for wie in (ander, None):
        if wie:
            with als(wie):
                assert not Mail.objects.values("pk").exists()
        else:
            assert not Mail.objects.values("pk").exists()


@pytest.mark.pg15
@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE post_mail SET adres = 'ik@demo.example'",
        "UPDATE post_mail SET staat = 'wacht'",
        "DELETE FROM post_mail",
        "INSERT INTO post_mail (id, soort, adres, inhoud, staat, pogingen, gemaakt_op, volgende_poging, foutsoort)"
        " VALUES (gen_random_uuid(), 'overig', 'a@b.nl', 'x', 'mislukt', 0, now(), now(), '')",
    ],
)
def test_de_webrol_verandert_geen_mail(als, fabriek, beheerder, opdracht):
    with fabriek():
        maak_mail("weg@demo.example", staat="mislukt")
    with (
        als(beheerder),
        pytest.raises(DatabaseError) as fout,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(opdracht)
    assert fout.value.__cause__.sqlstate == "42501"


def test_een_verplaatste_inhoud_gaat_nergens_heen(fabriek, smtp):
    with fabriek():
        een, twee = maak_mail("een@demo.example"), maak_mail("twee@demo.example")
        Mail.objects.filter(pk=twee.pk).update(inhoud=een.inhoud)
        een.delete()
    assert _lever() == 0
    assert (_mail().staat, _mail().foutsoort, smtp.ontvangen) == ("mislukt", "onleesbaar", [])


RAPPORT = """From: postmaster@elders.example
Subject: Onbestelbaar
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=grens

--grens
Content-Type: text/plain

Het is niet gelukt.
--grens
Content-Type: message/delivery-status

Reporting-MTA: dns; elders.example

Final-Recipient: rfc822; weg@demo.example
Action: failed
Status: {status}
--grens
Content-Type: text/rfc822-headers

To: weg@demo.example
Message-ID: {kenmerk}
--grens--
"""


@pytest.mark.parametrize(("status", "staat"), [("5.1.1", "mislukt"), ("4.2.2", "verstuurd")])
def test_mail_die_later_terugkomt_is_als_mislukt_te_zien(fabriek, status, staat):
    with fabriek():
        mail = maak_mail("weg@demo.example", staat="verstuurd", verstuurd_op=timezone.now(), inhoud=None)
        rapport = RAPPORT.format(status=status, kenmerk=services.kenmerk(mail.pk)).encode()
        assert verwerk(rapport) is (staat == "mislukt")
        assert verwerk(b"Subject: iets anders\n\nniets") is False
    assert _mail().staat == staat


def test_oude_mail_wordt_vergeten(fabriek):
    nu = timezone.now()
    with fabriek():
        oud = nu - services.BEWAAR_INHOUD - timedelta(hours=1)
        mislukt = maak_mail("a@demo.example", staat="mislukt", gemaakt_op=oud)
        maak_mail("b@demo.example", staat="mislukt", gemaakt_op=nu - services.BEWAAR_RIJ - timedelta(hours=1))
        wacht = maak_mail("c@demo.example", gemaakt_op=oud)
        assert services.ruim_op(nu=nu) == 1
        over = {mail.pk: mail.inhoud is None for mail in Mail.objects.all()}
    assert over == {mislukt.pk: True, wacht.pk: False}


def test_zonder_mailserver_ligt_de_mail_in_de_map_van_deze_machine(fabriek, settings, tmp_path):
    settings.POST_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    with fabriek():
        maak_mail("map@demo.example")
    assert _lever() == 1
    (bestand,) = tmp_path.iterdir()
    assert "Merkwoord tekst" in bestand.read_text()
