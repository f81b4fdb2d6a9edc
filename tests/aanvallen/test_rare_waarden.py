"""Values that nobody types, in addresses and filters; and what a page says that fails."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

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
