"""The sentences of the paragraph are right for none, one and more, of a year that is over and of one that lasts."""

from __future__ import annotations

from datetime import date

import pytest

from rapportages.cellen import Cel
from rapportages.klachtverloop import Klachtperiode
from rapportages.services import jaarcijfers
from tests.rapportages.hulp import VANDAAG, VasteBron, meldingen

MELDINGEN = meldingen({2022: {"overige": 1}, 2023: {"overige": 1}, 2024: {"overige": 1}})


@pytest.mark.parametrize(
    ("vorig", "nu", "zin"),
    [
        (0, 0, "Er zijn geen vermoedens van misstanden ontvangen. Ook in 2023 waren er geen."),
        (1, 0, "Er zijn geen vermoedens van misstanden ontvangen. Dat is er 1 minder dan in 2023."),
        (0, 1, "Er is 1 vermoeden van een misstand ontvangen. In 2023 waren er geen."),
        (2, 2, "Er zijn 2 vermoedens van misstanden ontvangen. Dat zijn er evenveel als in 2023."),
        (2, 3, "Daarvan zijn er 3 na beoordeling een vermoeden van een misstand."),
    ],
)
def test_over_misstanden_klopt_de_zin_bij_elk_aantal(vorig: int, nu: int, zin: str) -> None:
    bron = VasteBron(
        meldingen=MELDINGEN,
        misstanden=[Cel(2023, "vermoeden", "", vorig), Cel(2024, "vermoeden", "", nu)],
    )

    cijfers = jaarcijfers(jaar=2024, vandaag=VANDAAG, bron=bron, reeks=())

    assert zin in cijfers.tekst
    assert cijfers.bevindingen == ()


@pytest.mark.parametrize(
    ("statussen", "zin"),
    [
        ({"gesloten": 2}, "Op 31 december 2024 waren alle 2 meldingen afgerond."),
        ({"gesloten": 2, "nieuw": 1}, "Op 31 december 2024 liep er nog 1."),
        ({"gesloten": 2, "nieuw": 3}, "Op 31 december 2024 liepen er nog 3."),
        ({"nieuw": 1}, "Op 31 december 2024 liep die nog."),
        ({"gesloten": 1}, "Op 31 december 2024 was die afgerond."),
        ({"nieuw": 4}, "Op 31 december 2024 liepen alle 4 meldingen nog."),
    ],
)
def test_over_wat_nog_loopt_klopt_de_zin(statussen: dict[str, int], zin: str) -> None:
    cellen = [Cel(2024, "overige", status, aantal) for status, aantal in statussen.items()]

    cijfers = jaarcijfers(jaar=2024, vandaag=VANDAAG, bron=VasteBron(meldingen=cellen), reeks=())

    assert zin in cijfers.tekst
    assert cijfers.bevindingen == ()


@pytest.mark.parametrize(
    ("lopend", "zin"), [(0, "Nu zijn alle 4 meldingen"), (1, "Nu loopt er nog 1."), (3, "Nu lopen er nog 3.")]
)
def test_van_een_jaar_dat_duurt_zegt_de_zin_wat_nu_loopt(lopend: int, zin: str) -> None:
    cellen = [Cel(2026, "overige", "gesloten", 4 - lopend), Cel(2026, "overige", "nieuw", lopend)]
    dag = date(2026, 1, 5)
    klacht = Klachtperiode(ontvangen=dag, begin=dag, begin_vastgelegd=dag)

    cijfers = jaarcijfers(
        jaar=2026, vandaag=VANDAAG, bron=VasteBron(meldingen=cellen, klachten=[klacht]), reeks=()
    )

    assert zin in cijfers.tekst
    assert "Nu is er 1 open." in cijfers.tekst
    assert cijfers.tabel("klachten_verloop").totaallabel == "Nu open (vorig jaar: op 31 december)"
    assert cijfers.bevindingen == ()


@pytest.mark.parametrize(
    ("advies", "elders", "zin"),
    [
        (0, 0, "Er waren geen adviesvragen."),
        (1, 0, "Er was 1 adviesvraag."),
        (0, 1, "Er waren geen adviesvragen. Wel hoorde 1 signaal ergens anders."),
        (0, 2, "Er waren geen adviesvragen. Wel hoorden 2 signalen ergens anders."),
        (
            7,
            4,
            "Er waren 7 adviesvragen. Met wat ergens anders hoort, zijn het 11 signalen die geen zaak werden.",
        ),
    ],
)
def test_over_adviesvragen_klopt_de_zin_bij_elk_aantal(advies: int, elders: int, zin: str) -> None:
    cellen = [Cel(2024, "adviesvraag", "", advies), Cel(2024, "datalek", "", elders)]

    cijfers = jaarcijfers(
        jaar=2024, vandaag=VANDAAG, bron=VasteBron(meldingen=MELDINGEN, signalen=cellen), reeks=()
    )

    assert cijfers.tekst.endswith(zin)
    assert cijfers.bevindingen == ()
    assert cijfers.tabel("signalen").totaal[2024] == advies + elders
