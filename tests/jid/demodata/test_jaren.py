"""Klachten, vermoedens and onderzoeken of earlier years: lawful, ended, the same every time, and counted."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction

from jid.demodata.aantallen import ADVIESVRAGEN, HOORT_ELDERS, KLACHTEN, MISSTANDEN, ONDERZOEKEN
from jid.demodata.accounts import verdeel_rollen
from jid.demodata.laden import INVOER, oude_zaken
from jid.demodata.meldingen import Bronnen
from jid.demodata.oud import Dossier, Kader
from klachten.status import OPEN
from rapportages.services import jaarcijfers
from rapportages.tabellen import Tabel
from tests.hulp import wie
from zaken.models import Invoer

pytestmark = pytest.mark.databank
Per_register = dict[str, tuple[Kader, list[Dossier]]]
VANDAAG = date(2026, 9, 15)


@pytest.fixture(scope="module")
def gemaakt(demo: str) -> Per_register:
    with transaction.atomic(), wie.fabriek():
        bronnen = Bronnen.uit_databank(rollen=verdeel_rollen(), invoer=Invoer.objects.get(pk=INVOER))
        return {naam: (kader, dossiers) for naam, kader, dossiers in oude_zaken(bronnen)}


def _velden(rij: Any) -> dict[str, Any]:
    return {
        veld.name: getattr(rij, veld.attname)
        for veld in rij._meta.concrete_fields
        if veld.name not in ("sleutel", "zaak")
    }


def _inhoud(dossier: Dossier) -> list[Any]:
    return [dossier.stappen, *map(_velden, (dossier.zaak, *dossier.personen, *dossier.rijen))]


def test_twee_keer_maken_geeft_hetzelfde(gemaakt: Per_register) -> None:
    with transaction.atomic(), wie.fabriek():
        bronnen = Bronnen.uit_databank(rollen=verdeel_rollen(), invoer=Invoer.objects.get(pk=INVOER))
        nog_eens = {naam: dossiers for naam, _, dossiers in oude_zaken(bronnen)}

    for naam, (_, dossiers) in gemaakt.items():
        assert [_inhoud(d) for d in nog_eens[naam]] == [_inhoud(d) for d in dossiers]


def test_elke_zaak_liep_langs_de_overgangen_en_is_klaar(gemaakt: Per_register) -> None:
    for kader, dossiers in gemaakt.values():
        for dossier in dossiers:
            statussen = [status for status, _ in dossier.stappen]
            dagen = [dag for _, dag in dossier.stappen]
            assert statussen[0] == kader.register.beginstatus
            assert all(paar in kader.register.overgangen for paar in pairwise(statussen))
            assert (dagen, dagen[-1] < date(2026, 1, 1)) == (sorted(dagen), True)
            assert dossier.zaak.datum_afgehandeld is not None
    assert not [d for d in gemaakt["klachten"][1] if d.stappen[-1][0] in OPEN]


def test_de_aantallen_per_jaar_zijn_die_van_de_lijst(gemaakt: Per_register) -> None:
    geteld = {
        naam: Counter(d.zaak.ontvangen_defensie.year for d in dossiers)
        for naam, (_, dossiers) in gemaakt.items()
    }

    for naam, aantallen in (("klachten", KLACHTEN), ("misstanden", MISSTANDEN), ("onderzoeken", ONDERZOEKEN)):
        assert geteld[naam] == +Counter(dict(aantallen))


def test_tabel_11_en_12_hebben_de_openbare_getallen_en_elke_controle_slaagt(demo: str) -> None:
    cijfers = {jaar: jaarcijfers(jaar=jaar, vandaag=VANDAAG) for jaar in range(2020, 2027)}

    assert {jaar: c.bevindingen for jaar, c in cijfers.items() if c.bevindingen} == {}
    tabel: Tabel = cijfers[2024].tabel("klachten_verloop")
    ontvangen = tabel.rij("ontvangen")
    assert ontvangen is not None
    assert dict(ontvangen.aantallen) == {2023: KLACHTEN[2023], 2024: 27}
    assert cijfers[2024].tabel("misstanden").totaal == {2023: 1, 2024: 0}
    signalen = cijfers[2024].tabel("signalen")
    assert (signalen.aantal("adviesvraag"), signalen.totaal[2024]) == (
        ADVIESVRAGEN[2024],
        ADVIESVRAGEN[2024] + HOORT_ELDERS[2024],
    )
    termijn = cijfers[2024].tabel("klachten_termijn")
    for code in ("binnen_termijn", "na_verdaging", "met_instemming", "te_laat", "geen_termijn"):
        rij = termijn.rij(code)
        assert rij is not None
        assert any(rij.aantallen.values()), code
