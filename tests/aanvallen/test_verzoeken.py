"""Requests that no browser of ours sends: other methods, other origins, the same field twice, odd names and paths."""

from __future__ import annotations

import re
import runpy
import time
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from gunicorn.config import Config
from gunicorn.http.errors import ChunkMissingTerminator, InvalidChunkSize, ParseException
from gunicorn.http.parser import RequestParser

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker
from tests.hulp.antwoord import gebreken
from tests.hulp.databank import PROJECT
from tests.hulp.routes import ROUTES
from tests.hulp.schrijven import geschreven, te_veel_geschreven
from tests.hulp.toneel import Toneel
from tests.hulp.toneel import opgebouwd as opgebouwd
from tests.hulp.toneel import toneel as toneel  # the fixtures, asked for by name
from tests.hulp.wie import aangemeld, fabriek
from zaken.zoeken import personen as personenzoeken
from zaken.zoeken import woordtokens as zoektokens
from zaken.zoeken.vraag import Zoekvraag

pytestmark = [pytest.mark.databank, pytest.mark.django_db(databases=["default", "cijfers"])]

KWAAD = {
    "Origin": "https://kwaad.example",
    "Access-Control-Request-Method": "POST",
    "HX-Request": "true",
    "HX-Current-URL": "https://kwaad.example/",
    "HX-Target": '"><script>',
    "Referer": "https://kwaad.example/",
}


@pytest.fixture(scope="module")
def geopend(opgebouwd: Toneel) -> dict[str, tuple[HttpResponse, set[str]]]:
    """Every route, opened by its owner as HTMX does and with headers of another site; and what that wrote wrongly.

    Once for all tests of this file. The ordinary way of opening: tests/architectuur/test_routes.py.
    """
    gezien = {}
    with transaction.atomic():
        for naam, adres, klant in _adressen(opgebouwd):
            voor = geschreven()
            antwoord = klant.get(adres, headers=KWAAD)
            klant.head(adres)
            gezien[naam] = antwoord, te_veel_geschreven(naam, voor)
        transaction.set_rollback(True)
    return gezien


def _adressen(toneel: Toneel) -> list[tuple[str, str, Client]]:
    """Every route with its address and its owner, who signed in once."""
    wie = {naam: "behandelaar" if route.van in {"", "*"} else route.van for naam, route in ROUTES.items()}
    sleutels = {een: aangemeld(toneel.wie[een]).cookies for een in set(wie.values())}
    adressen = []
    for naam, route in ROUTES.items():
        klant = Client()
        klant.cookies.load({k: v.value for k, v in sleutels[wie[naam]].items()})
        adressen.append((naam, reverse(naam, kwargs=route.kwargs(toneel)), klant))
    return adressen


@pytest.mark.aanval("csrf")
def test_geen_adres_verandert_iets_door_het_te_openen(geopend):
    assert {naam: extra for naam, (_antwoord, extra) in geopend.items() if extra} == {}


@pytest.mark.aanval("csrf")
def test_geen_antwoord_laat_een_andere_herkomst_meelezen_of_zijn_soort_raden(geopend):
    for naam, (antwoord, _extra) in geopend.items():
        assert not [kop for kop in antwoord.headers if kop.startswith("Access-Control")], naam
        assert gebreken(antwoord) == [], naam
        if antwoord.content:
            soort = antwoord.headers["Content-Type"]
            zonder_tekens = soort == "application/json" or soort.startswith("application/vnd.")
            assert zonder_tekens or soort.endswith("; charset=utf-8"), (naam, soort)


@pytest.mark.aanval("htmx")
def test_een_veld_van_htmx_stuurt_niemand_naar_buiten(geopend):
    for naam, (antwoord, _extra) in geopend.items():
        koppen = {k: v for k, v in antwoord.headers.items() if k.startswith("HX-") or k == "Location"}
        assert not [v for v in koppen.values() if "kwaad" in v], naam
        assert "kwaad.example" not in antwoord.content.decode(errors="replace"), naam
        assert '"><script>' not in antwoord.content.decode(errors="replace"), naam


ONGEWOON = ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "VERZONNEN", "OPTIONS")


@pytest.mark.aanval("route")
@pytest.mark.parametrize("methode", ONGEWOON)
def test_een_ongewone_methode_opent_en_verandert_niets(toneel, methode):
    """Refused before the address is looked at, so each address is asked in one of these ways, in turn."""
    beurt = ONGEWOON.index(methode)
    adressen, voor = _adressen(toneel), geschreven()
    for naam, adres, klant in adressen[beurt :: len(ONGEWOON)]:
        antwoord = klant.generic(methode, adres, headers=KWAAD)
        assert antwoord.status_code == 405, naam
        assert "Merkwoord" not in antwoord.content.decode(), naam
        assert not [kop for kop in antwoord.headers if kop.startswith("Access-Control")], naam
    assert te_veel_geschreven("", voor) == set()


@pytest.mark.aanval("csrf")
@pytest.mark.parametrize(("kop", "waarde"), [
    ("Origin", "https://kwaad.example"), ("Origin", "null"), ("Referer", "https://kwaad.example/"),
    ("Referer", "https://testserver.kwaad.example/"), ("Referer", ""),
])  # fmt: skip
def test_een_formulier_van_een_andere_site_wordt_geweigerd_ook_met_een_geldig_token(toneel, kop, waarde):
    klant = Client(enforce_csrf_checks=True)
    klant.cookies = aangemeld(toneel.wie["behandelaar"]).cookies
    pagina = klant.get(reverse("mijn_account"), secure=True)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', pagina.content.decode())[1]
    data = {"csrfmiddlewaretoken": token}
    goed = klant.post(
        reverse("sessie_verlengen"), data, secure=True, headers={"Referer": "https://testserver/x"}
    )
    fout = klant.post(reverse("sessie_verlengen"), data, secure=True, headers={kop: waarde})
    assert (goed.status_code, fout.status_code) == (204, 403)


@pytest.mark.aanval("csrf")
def test_een_token_van_een_ander_werkt_niet(toneel):
    """The token is bound to the cookie that came with it, so one from the attacker's own page is worth nothing."""

    def met_token(wie: str) -> tuple[Client, str]:
        klant = Client(enforce_csrf_checks=True)
        klant.cookies = aangemeld(toneel.wie[wie]).cookies
        pagina = klant.get(reverse("mijn_account")).content.decode()
        return klant, re.search(r'csrfmiddlewaretoken" value="([^"]+)', pagina)[1]

    slachtoffer, eigen = met_token("behandelaar")
    _dief, gestolen = met_token("ander")
    adres = reverse("sessie_verlengen")
    assert slachtoffer.post(adres, {"csrfmiddlewaretoken": gestolen}).status_code == 403
    assert slachtoffer.post(adres, {"csrfmiddlewaretoken": eigen}).status_code == 204


@pytest.mark.aanval("invoer")
def test_van_een_veld_dat_twee_keer_komt_telt_overal_het_laatste(toneel):
    """What is checked is what is used: no first value for the check and a last one for the query."""
    klant = aangemeld(toneel.wie["behandelaar"])
    lijst, nummer, ander = reverse("meldingen:lijst"), toneel.nummer, "M-1998-00009"

    def gevonden(vraag: str) -> bool:
        return str(toneel.melding) in klant.get(f"{lijst}?{vraag}", follow=True).text

    assert gevonden(f"q={nummer}")
    assert not gevonden(f"q={ander}")
    assert gevonden(f"q={ander}&q={nummer}")
    assert not gevonden(f"q={nummer}&q={ander}")


@pytest.mark.aanval("bestandsnaam")
@pytest.mark.parametrize(
    "naam", ["../../etc/passwd", "..\\..\\x.py", "a\x00.txt", "<img src=x>.html", "x" * 5000, "con.txt"]
)
def test_een_bestand_met_een_rare_naam_wordt_geweigerd_voor_het_ergens_staat(
    toneel, naam, settings, tmp_path
):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.MEDIA_ROOT = str(tmp_path)
    klant = aangemeld(toneel.wie["behandelaar"])
    for adres in (reverse("meldingen:notitie", args=[toneel.melding]), reverse("account_login")):
        bestand = SimpleUploadedFile("x", b"x" * 3_000)
        bestand._name = naam
        antwoord = klant.post(adres, {"bijlage": bestand, "tekst": "x"})
        assert antwoord.status_code in {400, 413}, adres
        assert "passwd" not in antwoord.content.decode()
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.aanval("bestandsnaam")
def test_waar_een_bestand_mag_komt_het_nergens_op_schijf_en_is_zijn_naam_alleen_een_naam(
    toneel, settings, tmp_path
):
    settings.FILE_UPLOAD_TEMP_DIR = settings.MEDIA_ROOT = str(tmp_path)
    klant, adres = aangemeld(toneel.wie["invoer"]), reverse("inlezen:lijst")
    for naam in ("../../etc/passwd.csv", "..\\..\\x.csv", "<img src=x>.csv", "=1\u202ecsv.csv"):
        bestand = SimpleUploadedFile("x", b"a;b\n1;2\n")
        bestand._name = naam
        antwoord = klant.post(adres, {"soort": "meldingen", "bestand": bestand}, follow=True)
        assert antwoord.status_code == 200, naam
        for woord in ("etc/", "..\\", "<img", "\u202e"):
            assert woord not in antwoord.content.decode(), naam
    groot = SimpleUploadedFile("x.csv", b"x" * (3 << 20))  # above what Django itself keeps in memory
    assert klant.post(adres, {"soort": "meldingen", "bestand": groot}).status_code == 422
    twee = [SimpleUploadedFile(f"{n}.csv", b"a;b\n1;2\n") for n in range(2)]
    assert klant.post(adres, {"soort": "meldingen", "bestand": twee}).status_code == 413
    elders = reverse("inlezen:lees_in", args=[toneel.inlezing])
    assert klant.post(elders, {"bestand": twee[0]}).status_code == 413
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.aanval("bestandsnaam")
@pytest.mark.parametrize("pad", [
    "/static/../jid/settings.py", "/static/%2e%2e/jid/settings.py", "/static/..%2fjid%2fsettings.py", "/static//etc/passwd",
    "/static/%00", "/.git/config", "/.env", "/geheimen/hoofdsleutels", "/static/js/", "/static/", "/admin/", "/__debug__/",
    "/jid.conf", "/meldingen/../beheer/", "/beheer/..;/logboek/",
])  # fmt: skip
def test_geen_pad_leidt_naar_bestanden_van_de_machine(toneel, pad):
    for klant in (Client(), aangemeld(toneel.wie["behandelaar"])):
        antwoord = klant.get(pad)
        assert antwoord.status_code in {302, 400, 404}, pad
        assert b"SECRET_KEY" not in antwoord.content
        assert b"root:" not in antwoord.content


@pytest.mark.aanval("bestandsnaam")
def test_de_naam_van_een_download_komt_niet_van_de_vrager(toneel):
    for wie, adres in (("beleid", "/jaarcijfers/"), ("auditor", reverse("logboek:uitvoer"))):
        klant = aangemeld(toneel.wie[wie])
        for vraag in (
            {},
            {"jaar": '2024"; filename="kwaad.exe'},
            {"bestand": "kwaad.exe"},
            {"formaat": "../x"},
        ):
            kop = klant.get(adres, vraag).headers.get("Content-Disposition", "")
            assert re.fullmatch(r'(attachment; filename="[a-z]+-[0-9-]+\.csv")?', kop), vraag


LANG = 200_000
LANGE_TEKSTEN = ["a" * LANG, "a@" * (LANG // 2), "1" * LANG, "1 (" * (LANG // 3), '"' * LANG, '"a ' * (LANG // 3),
                 "\u0301" * LANG, "-" * LANG, " " * LANG + "x", "M-" + "2" * LANG, "á" * LANG, "a.b" * (LANG // 3)]  # fmt: skip
LEZERS: list[Callable[[str], object]] = [
    lambda tekst: list(zoektokens.woorden(tekst)),
    lambda tekst: Zoekvraag.lees(tekst[:20_000]).merk(tekst[:20_000]),
    lambda tekst: personenzoeken.kenmerken("x", tekst),
    personenzoeken.kenmerk,
]


@pytest.mark.aanval("redos", gevonden=True)
@pytest.mark.parametrize("lezer", LEZERS, ids=["woorden", "zoekvraag", "kenmerken", "kenmerk"])
def test_geen_tekst_laat_een_patroon_eindeloos_zoeken(lezer):
    """Processor time, so that a busy machine is no fault; the square of 200,000 would take minutes."""
    for tekst in LANGE_TEKSTEN:
        begin = time.process_time()
        lezer(tekst)
        assert time.process_time() - begin < 5, tekst[:10]


@pytest.mark.aanval("redos")
@pytest.mark.parametrize("naam", ["ontvangen_defensie", "q", "onderwerp", "login"])
def test_geen_lang_veld_houdt_een_proces_bezet(toneel, naam):
    klant = aangemeld(toneel.wie["registreerder"])
    for tekst in (*LANGE_TEKSTEN[:6], "1-" * 50_000, "1 1 " * 30_000, "31 februari " * 10_000):
        begin = time.process_time()
        if naam == "q":
            klant.get(reverse("meldingen:lijst"), {"q": tekst})
        elif naam == "login":
            Client().post("/aanmelden/", {"login": tekst, "password": tekst})
        else:
            klant.post(reverse("meldingen:concept", args=[toneel.concept, "ontvangst"]), {naam: tekst})
        assert time.process_time() - begin < 5, tekst[:10]


@pytest.mark.aanval("mail")
@pytest.mark.parametrize("adres", ["adviſeur@demo.example", "ADVISEUR@DEMO.EXAMPLE\u0000", "adviseur@demo。example", "advıseur@demo.example", "adviseur@demo.example\u200b"])  # fmt: skip
def test_een_adres_dat_op_een_ander_lijkt_is_een_ander(toneel, adres, mailoutbox):
    """Letters that become the same one in capitals: a mail for the owner may not go to whoever typed."""
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
        Gebruiker.objects.filter(pk=wie.pk).update(email="adviseur@demo.example")
    Client().post(reverse("account_reset_password"), {"email": adres})
    assert [bericht.to for bericht in mailoutbox if bericht.to != ["adviseur@demo.example"]] == []
    klant = Client()
    klant.post(reverse("account_login"), {"login": adres, "password": WACHTWOORD})
    assert klant.get(reverse("mijn_account")).status_code == 302


@pytest.mark.aanval("host")
@pytest.mark.parametrize(
    "kop", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Forwarded-Server", "X-Original-Host"]
)
def test_een_host_in_een_andere_kop_komt_nergens_terecht(toneel, kop):
    klant = aangemeld(toneel.wie["behandelaar"])
    adressen = {
        "/": 302,
        "/mijn-account/": 200,
        "/.well-known/security.txt": 404,
        reverse("meldingen:lijst"): 200,
    }
    for adres, status in adressen.items():
        antwoord = klant.get(adres, headers={kop: "kwaad.example"})
        assert antwoord.status_code == status, adres
        assert "kwaad.example" not in f"{antwoord.headers} {antwoord.content.decode()}"


@pytest.mark.aanval("invoer")
def test_een_geweigerde_notitie_laat_niets_na(toneel):
    """What was written before the refusal is not there either."""
    klant = aangemeld(toneel.wie["behandelaar"])
    klant.raise_request_exception = False
    with transaction.atomic():
        voor = geschreven()
        antwoord = klant.post(
            reverse("meldingen:notitie", args=[toneel.melding]), {"tekst": "x", "inzending": "geen uuid"}
        )
        assert antwoord.status_code in {400, 404, 422}
        assert te_veel_geschreven("", voor) == set()


DUBBELZINNIG = {
    "lengte en brokken": "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "twee lengtes": "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
    "lengte met een teken": "Content-Length: +5\r\n\r\nabcde",
    "onbekende verpakking": "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "twee keer verpakt": "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "spatie voor de dubbele punt": "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "stuurteken in de verpakking": "Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "gevouwen kop": "X-A: b\r\n c\r\nContent-Length: 0\r\n\r\n",
    "brok met een teken": "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
    "brok met een voorvoegsel": "Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n",
    "brok langer dan gezegd": "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
    "los regeleinde": "Transfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n",
    "nulteken in een kop": "X-A: b\x00c\r\nContent-Length: 0\r\n\r\n",
    "regelterugloop in een kop": "X-A: b\rc\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.aanval("host")
def test_een_bericht_dat_op_twee_manieren_te_lezen_is_komt_niet_door_de_webserver() -> None:
    """Request smuggling: gunicorn, as we set it, reads no message whose end is not certain."""
    instellingen = Config()
    for naam, waarde in runpy.run_path(str(PROJECT / "gunicorn.conf.py")).items():
        if naam in instellingen.settings and naam.startswith("limit"):
            instellingen.set(naam, waarde)
    assert _gelezen(instellingen, "Content-Length: 5\r\n\r\nabcde") == b"abcde"
    assert _gelezen(instellingen, "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n") == b"a"
    geweigerd = {naam: _gelezen(instellingen, rest) for naam, rest in DUBBELZINNIG.items()}
    assert geweigerd == dict.fromkeys(DUBBELZINNIG)


def _gelezen(instellingen: Config, rest: str) -> bytes | None:
    """The body as gunicorn reads it; None when it refuses the message."""
    bericht = f"POST / HTTP/1.1\r\nHost: jid.example\r\n{rest}".encode()
    try:
        inhoud: bytes = next(iter(RequestParser(instellingen, iter([bericht]), ("127.0.0.1", 1)))).body.read()
    except (ParseException, ChunkMissingTerminator, InvalidChunkSize):
        return None
    return inhoud
