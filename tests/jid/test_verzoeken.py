"""What is too much at once, and where a finder of a leak can go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParserError
from django.test import Client
from django.urls import reverse

from gebruikers.rollen import Rol
from inlezen.ontvangst import GROOTSTE_VERZOEK
from jid.controles import keur_contact
from jid.middleware import VerzoekgrensMiddleware
from jid.verzoek import Verzoek
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.databank import PROJECT

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
GRENS = 2 * 1024 * 1024
TEVEEL = "Dit is te veel in één keer"


@pytest.fixture
def klant(fabriek, client_van) -> Client:
    with fabriek():
        return client_van(maak_gebruiker(Rol.ADVISEUR))


@pytest.mark.parametrize("gegevens", [
    {"tekst": "x" * (GRENS + 1)},
    {f"veld{nummer}": "" for nummer in range(501)},
    {"bijlage": SimpleUploadedFile("a.txt", b"x")},
    {"bijlage": SimpleUploadedFile("groot.bin", b"x" * (GRENS + 1))},
], ids=["tekst", "velden", "bestand", "groot bestand"])  # fmt: skip
def test_te_veel_in_een_keer_zegt_dat_in_woorden(klant, gegevens):
    for adres in (reverse("account_login"), reverse("account_change_password")):
        antwoord = klant.post(adres, gegevens)
        assert (antwoord.status_code, TEVEEL in antwoord.content.decode()) == (413, True), adres


def test_een_te_groot_verzoek_wordt_geweigerd_zonder_het_te_lezen(klant, rf):
    class Dicht:
        def read(self, *_: int) -> bytes:
            raise AssertionError("er werd gelezen")

        readline = read

    antwoord = klant.generic("POST", "/aanmelden/", CONTENT_LENGTH=str(10**12), **{"wsgi.input": Dicht()})
    assert antwoord.status_code == 413


@pytest.mark.parametrize("lengte", ["-1", "1e9", "veel", "٣"])
def test_een_lengte_die_geen_getal_is_wordt_geweigerd(klant, lengte):
    assert klant.generic("POST", "/aanmelden/", CONTENT_LENGTH=lengte).status_code == 413


@pytest.mark.parametrize(
    "soort",
    [
        "application/x-www-form-urlencoded; charset=rot13",
        "multipart/form-data; boundary=grens; charset=hex",
        "text/plain; titel*=bestaatniet''x",
        "multipart/form-data; boundary=grens; titel*=x; titel*0=y",
    ],
)
def test_een_soort_die_geen_browser_stuurt_wordt_in_woorden_geweigerd(rf, soort):
    """Made as the web server does: it broke before a middleware was there to answer."""
    gegevens = rf.get("/aanmelden/?next=/").META | {"REQUEST_METHOD": "POST", "CONTENT_TYPE": soort}
    antwoord = VerzoekgrensMiddleware(lambda verzoek: pytest.fail("er werd verder gevraagd"))(
        Verzoek(gegevens)
    )
    assert (antwoord.status_code, "Deze vraag begrijpen we niet" in antwoord.text) == (400, True)


def test_een_deel_met_een_kop_die_niet_te_lezen_is_wordt_geweigerd(rf):
    romp = b"--grens\r\nContent-Disposition: form-data; name*=x; name*0=y\r\n\r\nx\r\n--grens--\r\n"
    verzoek = Verzoek(rf.generic("POST", "/aanmelden/", romp, "multipart/form-data; boundary=grens").META)
    with pytest.raises(MultiPartParserError):
        assert verzoek.POST is None


def test_de_grens_van_de_proxy_ligt_boven_die_van_de_toepassing(settings):
    nginx = (PROJECT / "docker/nginx.conf").read_text()
    assert "client_max_body_size 12m;" in nginx
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == GRENS < GROOTSTE_VERZOEK < 12 * 1024 * 1024
    assert TEVEEL in nginx


def test_security_txt_noemt_wie_er_is_en_verloopt_op_tijd(settings):
    settings.BEVEILIGINGSCONTACT = ["mailto:lek@jid.example", "https://jid.example/lek"]
    antwoord = Client().get("/.well-known/security.txt")
    assert (antwoord.status_code, antwoord.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    regels = [regel.split(": ", 1) for regel in antwoord.content.decode().splitlines()]
    assert [waarde for naam, waarde in regels if naam == "Contact"] == settings.BEVEILIGINGSCONTACT
    assert dict(regels)["Canonical"] == "http://testserver/.well-known/security.txt"
    tot = datetime.fromisoformat(dict(regels)["Expires"])
    assert timedelta(days=178) < tot - datetime.now(UTC) < timedelta(days=365)


def test_zonder_contact_is_er_geen_security_txt():
    assert Client().get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(("contacten", "goed"), [
    (["mailto:lek@jid.example"], True), (["https://jid.example/lek", "tel:+31-20-1234567"], True),
    ([], False), ([""], False), (["lek@jid.example"], False), (["http://jid.example"], False),
    (["mailto:lek@jid.example\nExpires: nooit"], False),
])  # fmt: skip
def test_productie_eist_een_contact_dat_klopt(contacten, goed):
    assert [fout.id for fout in keur_contact(contacten)] == ([] if goed else ["jid.E019"])
