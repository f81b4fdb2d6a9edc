"""Values that nobody types, in addresses and filters; and what a page says that fails."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from codelijsten.models import Code
from tests.hulp.antwoord import gebreken

from .conftest import GEHEIM

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


RAAR = ["\x00", "%00", "'", "\ud83d\ude00" * 5, "9" * 40, "-1", "[]", "{}", "../..", "M-0000-00000", "\u202e"]


KEUZES = ["status", "categorie", "termijn", "tab", "sorteer"]
"""Looked up in a list, so what is strange is the same to each: they take the values in turn."""


@pytest.mark.aanval("invoer")
@pytest.mark.parametrize("naam", ["q", "jaar", "status", "categorie", "termijn", "na", "voor", "tab", "sorteer"])  # fmt: skip
def test_geen_rare_waarde_in_het_adres_geeft_een_serverfout(toneel, client_van, naam):
    client = client_van(toneel.eigenaar)
    client.raise_request_exception = False
    assert client.get(reverse("meldingen:lijst")).status_code == 200
    grenzen = ["9999-12-31_ffffffff-ffff-ffff-ffff-ffffffffffff", "0001-01-01_" + str(uuid4())]
    for nummer, waarde in enumerate([*RAAR, *grenzen], KEUZES.index(naam) if naam in KEUZES else 0):
        if naam in KEUZES and nummer % 3:
            continue
        try:
            antwoord = client.get(reverse("meldingen:lijst"), {naam: waarde})
        except UnicodeEncodeError:
            continue
        assert antwoord.status_code < 500, waarde


@pytest.mark.aanval("invoer")
@pytest.mark.parametrize(("wie", "pad", "naam"), [
    ("auditor", "logboek:lijst", "door"), ("auditor", "logboek:lijst", "na"), ("auditor", "logboek:lijst", "van_jaar"),
    ("beheerder", "beheer:gebruikers", "q"), ("beheerder", "beheer:gebruikers", "pagina"), ("beheerder", "beheer:gebruikers", "rol"),
])  # fmt: skip
def test_geen_raar_filter_van_beheer_of_logboek_geeft_een_serverfout(toneel, client_van, wie, pad, naam):
    client = client_van(getattr(toneel, wie))
    client.raise_request_exception = False
    assert client.get(reverse(pad)).status_code == 200
    for waarde in [
        *RAAR,
        "9999-12-31T23:59:59+00:00_" + str(uuid4()),
        "0001-01-01T00:00:00+14:00_" + str(uuid4()),
    ]:
        try:
            antwoord = client.get(reverse(pad), {naam: waarde})
        except UnicodeEncodeError:
            continue
        assert antwoord.status_code < 500, waarde


VER = "0001-01-01T00:00:00+23:59_" + str(uuid4())


@pytest.mark.aanval("klok", gevonden=True)
@pytest.mark.parametrize(("wie", "pad", "vraag"), [
    ("auditor", "logboek:lijst", {"tot": "31-12-9999"}), ("auditor", "logboek:uitvoer", {"tot": "31-12-9999"}),
    ("auditor", "logboek:lijst", {"na": VER}), ("eigenaar", "meldingen:lezers", {"na": VER}),
])  # fmt: skip
def test_geen_verre_dag_breekt_het_logboek(toneel, client_van, wie, pad, vraag):
    client = client_van(getattr(toneel, wie))
    args = [toneel.doel.pk] if wie == "eigenaar" else []
    assert client.get(reverse(pad, args=args), vraag).status_code < 500


@pytest.mark.aanval("klok", gevonden=True)
def test_geen_verre_dag_breekt_het_sluiten_van_een_code(toneel, client_van):
    een, ander = Code.objects.filter(lijst_id="meldkanaal", geldig_tot=None)[:2]
    adres = reverse("codelijsten:sluiten", args=[een.lijst_id, een.pk])
    post = {"geldig_tot": "31-12-9999", "opvolger": ander.pk, "kenmerk": een.kenmerk}
    antwoord = client_van(toneel.beheerder).post(adres, post)
    assert antwoord.status_code == 422
    assert "Vul een datum in op of voor 31 december 2999." in antwoord.text


@pytest.mark.aanval("log")
def test_een_foutpagina_toont_geen_inhoud(toneel, client_van, monkeypatch):
    from zaken.schermen import detail

    def stuk(*_args, **_kwargs):
        raise RuntimeError(GEHEIM)

    monkeypatch.setattr(detail, "Zaakblad", stuk)
    client = client_van(toneel.eigenaar)
    client.raise_request_exception = False
    antwoord = client.get(reverse("meldingen:detail", args=[toneel.doel.pk]))
    assert antwoord.status_code == 500
    for woord in (GEHEIM, toneel.doel.zaaknummer, "Traceback", "RuntimeError"):
        assert woord not in antwoord.content.decode()
    assert gebreken(antwoord) == []  # every header of every page, CSP included
