"""Tables 1, 6, 7 and 12 against a plain definition in Python, on zaken that were drawn at random."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from meldingen.status import OPEN, Status
from misstanden.status import Status as Misstandstatus
from rapportages.services import Jaarcijfers, jaarcijfers
from tests.factories.misstanden import maak_misstand
from tests.factories.zaken import code, maak_melding, maak_statuswijziging
from tests.hulp import wie

pytestmark = [pytest.mark.databank, pytest.mark.pg15]
VANDAAG = date(2026, 3, 1)
AF = {Status.AFGEHANDELD, Status.NAZORG, Status.GESLOTEN}
Zaken = list[dict[str, Any]]


def _meldingen(willekeur: Random) -> Zaken:
    uit = []
    for _ in range(70):
        ontvangen = date(2023, 1, 1) + timedelta(days=willekeur.randrange(730))
        status = willekeur.choice(list(Status))
        einde = ontvangen + timedelta(days=willekeur.randrange(200))
        uit.append(
            {
                "ontvangen": ontvangen,
                "geregistreerd": ontvangen + timedelta(days=willekeur.choice((0, 40))),
                "status": status,
                "hoofdcategorie": willekeur.choice(("omgangsvormen", "overige", "financieel")),
                "meldkanaal": willekeur.choice(("coid", "mid", None)),
                "uitkomst": willekeur.choice(("vastgesteld", "niet_vastgesteld")) if status in AF else None,
                "einde": einde if status in {*AF, Status.INGETROKKEN, Status.NIET_IN_BEHANDELING} else None,
            }
        )
    return uit


def _misstanden(willekeur: Random) -> Zaken:
    return [
        {
            "ontvangen": date(2023, 1, 1) + timedelta(days=willekeur.randrange(730)),
            "status": willekeur.choice(list(Misstandstatus)),
            "maatschappelijk_belang_toets": willekeur.choice(("", "ja", "nee")),
            "inbreuk_unierecht": willekeur.choice(("", "ja", "nee")),
        }
        for _ in range(40)
    ]


@pytest.fixture(scope="module")
def zaken(kloon: str) -> tuple[Zaken, Zaken]:
    willekeur = Random("telling")
    meldingen, misstanden = _meldingen(willekeur), _misstanden(willekeur)
    with transaction.atomic(), wie.fabriek():
        for m in meldingen:
            melding = maak_melding(
                ontvangen_defensie=m["ontvangen"],
                datum_registratie=_middag(m["geregistreerd"]),
                status=m["status"],
                hoofdcategorie=m["hoofdcategorie"],
                meldkanaal=m["meldkanaal"] and code("meldkanaal", m["meldkanaal"]),
                uitkomst=m["uitkomst"] and code("uitkomst_melding", m["uitkomst"]),
                datum_afgehandeld=m["einde"] if m["status"] in AF else None,
            )
            if m["einde"] and m["status"] not in AF:
                maak_statuswijziging(melding, van="in_behandeling", naar=m["status"], op=_middag(m["einde"]))
        for v in misstanden:
            velden = {naam: waarde for naam, waarde in v.items() if naam != "ontvangen"}
            maak_misstand(
                ontvangen_defensie=v["ontvangen"], datum_registratie=_middag(v["ontvangen"]), **velden
            )
    return meldingen, misstanden


def _middag(dag: date) -> datetime:
    return datetime(dag.year, dag.month, dag.day, 12, tzinfo=UTC)


def _uitkomst(m: dict[str, Any]) -> str:
    if m["status"] in OPEN or (m["einde"] and m["einde"] > date(m["ontvangen"].year, 12, 31)):
        return "nog_lopend"
    return str(m["uitkomst"] or m["status"])


def _beoordeling(v: dict[str, Any]) -> str:
    antwoorden = (v["maatschappelijk_belang_toets"], v["inbreuk_unierecht"])
    if v["status"] == Misstandstatus.GEHERKWALIFICEERD:
        return "geen_vermoeden"
    if "ja" in antwoorden:
        return "vermoeden"
    return "geen_vermoeden" if antwoorden == ("nee", "nee") else "niet_beoordeeld"


def _kolom(cijfers: Jaarcijfers, tabel: str, jaar: int) -> dict[str, int]:
    return {rij.code: n for rij in cijfers.tabel(tabel).rijen if (n := rij.aantallen[jaar])}


@pytest.mark.parametrize("jaar", [2023, 2024])
@pytest.mark.parametrize("tot", [VANDAAG, date(2024, 12, 31)])
def test_elke_tabel_telt_wat_de_definitie_zegt(zaken: tuple[Zaken, Zaken], jaar: int, tot: date) -> None:
    cijfers = jaarcijfers(jaar=2024, vandaag=VANDAAG, vastgelegd_tot=tot)
    alle = [m for m in zaken[0] if m["ontvangen"].year == jaar and m["geregistreerd"] <= tot]
    mee = [m for m in alle if m["status"] not in {Status.DOORGELEID, Status.SAMENGEVOEGD}]
    misstanden = [v for v in zaken[1] if v["ontvangen"].year == jaar]

    assert cijfers.bevindingen == ()
    assert _kolom(cijfers, "meldingen_hoofdcategorie", jaar) == Counter(m["hoofdcategorie"] for m in mee)
    assert _kolom(cijfers, "meldingen_meldkanaal", jaar) == Counter(
        m["meldkanaal"] or "onbekend" for m in mee
    )
    assert _kolom(cijfers, "meldingen_uitkomst", jaar) == Counter(_uitkomst(m) for m in mee)
    assert cijfers.tabel("meldingen_uitkomst").memo[0].aantallen[jaar] == sum(
        m["status"] == Status.DOORGELEID for m in alle
    )
    assert _kolom(cijfers, "misstanden", jaar) == Counter(_beoordeling(v) for v in misstanden)
    assert cijfers.tabel("misstanden").totaal[jaar] == len(misstanden)


def test_een_jaar_staat_naast_het_volgende_zoals_het_op_zijn_eigen_pagina_staat(
    zaken: tuple[Zaken, Zaken],
) -> None:
    eigen, volgende = (jaarcijfers(jaar=jaar, vandaag=VANDAAG) for jaar in (2023, 2024))

    assert _kolom(eigen, "meldingen_uitkomst", 2023)["nog_lopend"] > 0
    for tabel in eigen.tabellen:
        id_ = tabel.regel.id
        assert _kolom(volgende, id_, 2023) == _kolom(eigen, id_, 2023), id_
        assert volgende.tabel(id_).totaal[2023] == tabel.totaal[2023], id_
