"""Table 11: what was open, came and went; whatever happened to a klacht, the table balances."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapportages.controles import controleer
from rapportages.klachtverloop import Klachtperiode, tel_termijnen, zoals_bekend
from rapportages.models import GepubliceerdCijfer
from rapportages.services import Jaarcijfers, jaarcijfers
from rapportages.tabellen import Tabel
from tests.rapportages.hulp import KADER, VANDAAG, VasteBron, meldingen
from zaken.termijnen.klacht import Verdaging

MELDINGEN = meldingen({2022: {"overige": 1}, 2023: {"overige": 1}, 2024: {"overige": 1}})
DAGEN = st.dates(date(2022, 1, 1), date(2025, 6, 30))
EINDES = ("afgehandeld", "ingetrokken", "niet_in_behandeling", "doorgeleid", "samengevoegd")


def periode(
    begin: date, einde: date | None = None, eindstatus: str = "afgehandeld", **velden: Any
) -> Klachtperiode:
    waarden: dict[str, Any] = {
        "ontvangen": begin,
        "begin": begin,
        "begin_vastgelegd": begin,
        "einde": einde,
        "einde_vastgelegd": einde,
        "eindstatus": eindstatus if einde else "",
        "oordeel": "gegrond" if einde else "",
        **velden,
    }
    return Klachtperiode(**waarden)


def cijfers_van(
    *perioden: Klachtperiode, jaar: int = 2024, reeks: tuple[GepubliceerdCijfer, ...] = ()
) -> Jaarcijfers:
    bron = VasteBron(meldingen=MELDINGEN, klachten=perioden)
    return jaarcijfers(jaar=jaar, vandaag=VANDAAG, bron=bron, reeks=reeks)


def kolom(tabel: Tabel, jaar: int = 2024) -> dict[str, int | None]:
    return {rij.code: rij.aantallen[jaar] for rij in tabel.rijen}


@st.composite
def perioden(draw: st.DrawFn) -> list[Klachtperiode]:
    """Klachten that end and are taken up again as often as hypothesis likes, recorded on the day or later."""
    uit = []
    for _ in range(draw(st.integers(0, 6))):
        dagen = sorted(draw(st.lists(DAGEN, min_size=1, max_size=6)))
        ontvangen = dagen[0]
        for nummer in range(0, len(dagen), 2):
            einde = dagen[nummer + 1] if nummer + 1 < len(dagen) else None
            laatste = nummer + 2 >= len(dagen)
            uit.append(
                periode(
                    dagen[nummer],
                    einde,
                    draw(st.sampled_from(EINDES if laatste else EINDES[:1])),
                    ontvangen=ontvangen,
                    is_heropening=nummer > 0,
                    oordeel=draw(st.sampled_from(("gegrond", "ongegrond"))),
                    via_commissie=draw(st.booleans()),
                    bindt_awb=draw(st.booleans()),
                )
            )
    return uit


@given(perioden())
def test_tabel_11_klopt_bij_elk_verloop_van_klachten(gegeven: list[Klachtperiode]) -> None:
    cijfers = cijfers_van(*gegeven)

    assert [bevinding.tekst for bevinding in cijfers.bevindingen] == []


@given(perioden())
@settings(max_examples=40)
def test_wat_open_is_verdwijnt_nooit_in_een_jaar_zonder_ontvangst(gegeven: list[Klachtperiode]) -> None:
    """No meldingen, so a year is known by its klachten alone: what is left of one year, the next begins with."""
    over: int | None = None
    for jaar in range(min((p.ontvangen.year for p in gegeven), default=2026), 2027):
        cijfers = jaarcijfers(jaar=jaar, vandaag=VANDAAG, bron=VasteBron(klachten=gegeven), reeks=())
        assert cijfers.bevindingen == ()
        verloop, afgedaan, termijn = (
            cijfers.tabel(f"klachten_{deel}") for deel in ("verloop", "afgedaan", "termijn")
        )
        was_er_iets = any(p.begin.year <= jaar and (p.einde or VANDAAG).year >= jaar for p in gegeven)
        assert (verloop.totaal[jaar] is not None) or not was_er_iets
        assert {tabel.totaal[jaar] is None for tabel in (afgedaan, termijn)} == {verloop.totaal[jaar] is None}
        assert (kolom(verloop, jaar)["open_begin"] or 0) == (over or 0)
        over = verloop.totaal[jaar]


def test_een_jaar_waarin_alleen_is_afgedaan_heeft_zijn_cijfers() -> None:
    klachten = (
        periode(date(2022, 11, 1), date(2023, 1, 28), kennisgeving=date(2022, 12, 10)),
        periode(date(2022, 11, 1), date(2023, 2, 28), oordeel="ongegrond"),
    )
    bron = VasteBron(meldingen=meldingen({2022: {"overige": 1}, 2024: {"overige": 1}}), klachten=klachten)

    cijfers = jaarcijfers(jaar=2023, vandaag=VANDAAG, bron=bron, reeks=())

    verloop, afgedaan, termijn = (
        cijfers.tabel(f"klachten_{deel}") for deel in ("verloop", "afgedaan", "termijn")
    )
    assert kolom(verloop, 2023) == {
        "open_begin": 2,
        "ontvangen": 0,
        "heropend": 0,
        "correctie": 0,
        "afgedaan": 2,
    }
    assert (verloop.totaal, afgedaan.totaal) == ({2022: 2, 2023: 0}, {2022: 0, 2023: 2})
    assert {code: n for code, n in kolom(afgedaan, 2023).items() if n} == {"gegrond": 1, "ongegrond": 1}
    assert {code: n for code, n in kolom(termijn, 2023).items() if n} == {"binnen_termijn": 1, "te_laat": 1}
    assert cijfers.tabel("meldingen_hoofdcategorie").totaal[2023] is None
    assert cijfers.tekst == (
        "Over 2023 zijn geen meldingen vastgelegd. Defensie ontving geen klachten. Dat zijn er 2 minder dan in "
        "2022. Er zijn 2 klachten afgedaan. Op 31 december waren er geen open."
    )


def test_wat_alleen_is_gepubliceerd_maakt_een_jaar_niet_bekend() -> None:
    gepubliceerd = GepubliceerdCijfer(
        jaar=2022, register="klachten", uitsplitsing="stand", label="Open", aantal=3, bron="JID 2022"
    )
    bron = VasteBron(klachten=[periode(date(2022, 3, 1), date(2022, 4, 1))])

    cijfers = jaarcijfers(jaar=2023, vandaag=VANDAAG, bron=bron, reeks=[gepubliceerd])

    assert cijfers.tabel("klachten_verloop").totaal == {2022: 0, 2023: None}


@given(perioden())
def test_een_jaar_staat_naast_het_volgende_zoals_het_op_zijn_eigen_pagina_staat(
    gegeven: list[Klachtperiode],
) -> None:
    eigen, volgende = (cijfers_van(*gegeven, jaar=jaar) for jaar in (2023, 2024))

    for tabel in eigen.tabellen:
        ander = volgende.tabel(tabel.regel.id)
        gevuld = [{code: n for code, n in kolom(t, 2023).items() if n} for t in (ander, tabel)]
        assert gevuld[0] == gevuld[1], tabel.regel.id
        assert ander.totaal[2023] == tabel.totaal[2023]
        assert [rij.aantallen[2023] for rij in ander.memo] == [rij.aantallen[2023] for rij in tabel.memo]


def test_wat_na_het_jaar_is_doorgeleid_is_een_correctie_van_het_volgende() -> None:
    klacht = periode(date(2023, 11, 1), date(2024, 2, 9), "doorgeleid")

    tabel = cijfers_van(klacht).tabel("klachten_verloop")

    assert (tabel.totaal[2023], tabel.totaal[2024]) == (1, 0)
    assert (kolom(tabel)["open_begin"], kolom(tabel)["correctie"]) == (1, -1)


@given(perioden(), st.sampled_from((2023, 2024)))
def test_de_telling_is_die_van_dag_tot_dag(gegeven: list[Klachtperiode], jaar: int) -> None:
    tabel = cijfers_van(*gegeven, jaar=jaar).tabel("klachten_verloop")
    stand_op = date(jaar, 12, 31)
    weg = [
        p
        for p in gegeven
        if p.einde and p.einde <= stand_op and p.eindstatus in ("doorgeleid", "samengevoegd")
    ]
    verwacht: Counter[str] = Counter()
    for p in gegeven:
        if p in weg:
            continue
        for dag in (date(jaar, 1, 1) + timedelta(days=n) for n in range(366)):
            if dag.year == jaar:
                verwacht["heropend" if p.is_heropening else "ontvangen"] += p.begin == dag
                verwacht["afgedaan"] += p.einde == dag
        verwacht["open_eind"] += p.begin <= stand_op and not (p.einde and p.einde <= stand_op)
    vorige_avond = date(jaar - 1, 12, 31)
    verwacht["open_begin"] = sum(
        p.begin <= vorige_avond and not (p.einde and p.einde <= vorige_avond) for p in gegeven
    )
    verwacht["correctie"] = -sum(p.begin <= vorige_avond < (p.einde or stand_op) for p in weg)

    if tabel.totaal[jaar] is not None:
        geteld = {**kolom(tabel, jaar), "open_eind": tabel.totaal[jaar]}
        assert {code: geteld[code] for code in verwacht} == dict(verwacht)


def test_het_verloop_van_een_jaar() -> None:
    cijfers = cijfers_van(
        periode(date(2023, 11, 1), date(2024, 1, 5)),
        periode(date(2023, 12, 1)),
        periode(date(2024, 2, 1), date(2024, 3, 1), "ingetrokken"),
        periode(date(2024, 5, 1), date(2024, 6, 1), oordeel="ongegrond"),
        periode(date(2024, 9, 1), ontvangen=date(2024, 5, 1), is_heropening=True),
        periode(date(2024, 12, 31), date(2025, 1, 1)),
    )

    tabel = cijfers.tabel("klachten_verloop")
    assert kolom(tabel) == {
        "open_begin": 2,
        "ontvangen": 3,
        "heropend": 1,
        "correctie": 0,
        "afgedaan": 3,
    }
    assert tabel.totaal == {2023: 2, 2024: 3}
    afgedaan = cijfers.tabel("klachten_afgedaan")
    assert {code: n for code, n in kolom(afgedaan).items() if n} == {
        "gegrond": 1,
        "ongegrond": 1,
        "ingetrokken": 1,
    }
    assert "Defensie ontving 3 klachten. Dat is er 1 meer dan in 2023." in cijfers.tekst
    assert "Er zijn 3 klachten afgedaan. Op 31 december waren er 3 open." in cijfers.tekst


def test_een_doorgeleide_klacht_staat_onder_de_tabel_en_een_samengevoegde_nergens() -> None:
    cijfers = cijfers_van(
        periode(date(2024, 2, 1), date(2024, 2, 9), "doorgeleid"),
        periode(date(2024, 3, 1), date(2024, 3, 9), "samengevoegd"),
        periode(date(2024, 4, 1)),
    )

    tabel = cijfers.tabel("klachten_verloop")
    assert (kolom(tabel)["ontvangen"], tabel.totaal[2024], tabel.onder("doorgeleid")) == (1, 1, 1)
    assert cijfers.tabel("klachten_afgedaan").totaal[2024] == 0


def test_wat_over_vorig_jaar_is_gepubliceerd_is_het_begin_en_het_verschil_is_een_correctie() -> None:
    gepubliceerd = GepubliceerdCijfer(
        jaar=2023,
        register="klachten",
        uitsplitsing="stand",
        label="Open op 31 december",
        aantal=3,
        bron="JID 2023",
    )
    open_klachten = (periode(date(2023, 11, 1)), periode(date(2023, 12, 1)))

    cijfers = cijfers_van(*open_klachten, reeks=(gepubliceerd,))

    tabel = cijfers.tabel("klachten_verloop")
    assert (kolom(tabel)["open_begin"], kolom(tabel)["correctie"], tabel.totaal[2024]) == (3, -1, 2)
    assert cijfers.bevindingen == ()


def test_een_balans_die_niet_klopt_of_niet_aansluit_stopt_de_cijfers() -> None:
    cijfers = cijfers_van(periode(date(2023, 11, 1)), periode(date(2024, 2, 1)))
    tabel = cijfers.tabel("klachten_verloop")
    te_veel = replace(tabel, totaal={2023: 1, 2024: 5})
    niet_aansluitend = replace(
        tabel,
        rijen=(replace(tabel.rijen[0], aantallen={2023: 0, 2024: 2}), *tabel.rijen[1:]),
        totaal={2023: 1, 2024: 3},
    )

    def teksten(*tabellen: Tabel) -> list[str]:
        return [b.tekst for b in controleer(tabellen, tekst="", stand_op=cijfers.stand_op)]

    assert teksten(te_veel) == [
        "Klachten: van 1 januari tot en met 31 december, 2024: de rijen zijn samen 2, het totaal is 5. "
        "Herstel dit eerst."
    ]
    assert teksten(niet_aansluitend) == [
        "Klachten: van 1 januari tot en met 31 december: op 1 januari 2024 zijn er 2 open, op 31 december 2023 "
        "waren het er 1. Herstel dit eerst."
    ]
    anders = replace(cijfers.tabel("klachten_afgedaan"), totaal={2023: 0, 2024: 1}, rijen=())
    assert "hier zijn 1 klachten afgedaan" in teksten(tabel, anders)[-1]


@pytest.mark.parametrize(
    ("velden", "rij"),
    [
        ({"kennisgeving": date(2024, 12, 30)}, "binnen_termijn"),
        ({"kennisgeving": date(2024, 12, 31)}, "te_laat"),
        ({"kennisgeving": date(2024, 12, 31), "via_commissie": True}, "binnen_termijn"),
        (
            {
                "kennisgeving": date(2024, 12, 31),
                "verdaging": Verdaging(
                    op=date(2024, 12, 20),
                    klager_bericht_op=date(2024, 12, 20),
                    aangeklaagde_bericht_op=date(2024, 12, 20),
                ),
            },
            "na_verdaging",
        ),
        (
            {
                "kennisgeving": date(2024, 12, 31),
                "verdaging": Verdaging(op=date(2024, 12, 20), klager_bericht_op=date(2024, 12, 20)),
            },
            "te_laat",
        ),
        (
            {
                "kennisgeving": date(2024, 12, 31),
                "instemming_op": date(2024, 12, 20),
                "instemming_tot": date(2025, 1, 31),
            },
            "met_instemming",
        ),
        ({"kennisgeving": date(2024, 12, 31), "bindt_awb": False}, "geen_termijn"),
        ({"afsluitgrond": "ingetrokken"}, "geen_termijn"),
        ({"afsluitgrond": "naar_tevredenheid", "kennisgeving": date(2024, 12, 1)}, "binnen_termijn"),
    ],
)
def test_op_tijd_is_het_bericht_binnen_de_termijn_van_awb_9_11(velden: dict[str, Any], rij: str) -> None:
    """Received 15 November 2024: six weeks end on 27 December, which rolls to 30 December."""
    klacht = periode(date(2024, 11, 15), date(2024, 12, 31), **velden)

    cellen = tel_termijnen([klacht], jaren=range(2024, 2025), stand_op=date(2024, 12, 31), kader=KADER)

    assert [(cel.code, cel.aantal) for cel in cellen] == [(rij, 1)]


def test_wat_open_is_en_te_laat_telt_als_te_laat() -> None:
    cijfers = cijfers_van(periode(date(2024, 6, 1)), periode(date(2024, 12, 1)), periode(date(2023, 12, 1)))

    tabel = cijfers.tabel("klachten_termijn")
    assert kolom(tabel, 2024)["open_te_laat"] == 2
    assert kolom(tabel, 2023)["open_te_laat"] == 0


def test_een_einde_dat_later_is_vastgelegd_is_nog_niet_bekend() -> None:
    klacht = periode(date(2024, 6, 1), date(2024, 12, 30), einde_vastgelegd=date(2025, 2, 3))

    def bekend(vastgelegd_tot: date) -> Klachtperiode:
        (een,) = zoals_bekend([klacht], stand_op=date(2024, 12, 31), vastgelegd_tot=vastgelegd_tot)
        return een

    assert bekend(date(2025, 1, 31)).was_open(date(2024, 12, 31))
    assert not bekend(date(2025, 2, 3)).was_open(date(2024, 12, 31))
