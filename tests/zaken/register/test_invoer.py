"""What holds for the import of every register: a good file is taken in, a wrong cell is named, twice is once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import transaction

from gebruikers.models import Team
from gebruikers.rollen import Rol
from inlezen.bestand import onderzoek
from inlezen.fouten import Invoerfout
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_zaak_van
from tests.hulp import wie
from tests.meldingen.invoer.hulp import als_worker
from zaken.invoer.inlezen import OnbekendTeam, importeer
from zaken.models import Statuswijziging, Termijn, Zaak
from zaken.register import Register, register_van, registers
from zaken.toegang import BELEID

pytestmark = pytest.mark.databank
VANDAAG = date(2025, 3, 1)
GOED: dict[str, dict[str, Any]] = {
    "meldingen": {
        "hoofdcategorie": "omgangsvormen",
        "status": "gesloten",
        "datum_afgehandeld": date(2025, 1, 6),
    },
    "klachten": {
        "klachtsoort": "ongewenst_gedrag",
        "status": "Afgehandeld",
        "oordeel": "gegrond",
        "oordeel_op": date(2024, 12, 20),
        "kennisgeving_op": date(2024, 12, 23),
        "datum_afgehandeld": date(2024, 12, 23),
        "via_commissie": True,
    },
    "misstanden": {"melder_status": "medewerker", "status": "bevestigd", "bevestigd_op": date(2024, 11, 18)},
    "onderzoeken": {"status": "ingesteld", "ingesteld_op": date(2024, 11, 29), "uitvoerder": "COID"},
}
ROL = {
    "meldingen": Rol.INTAKE,
    "klachten": Rol.KLACHTSECRETARIS,
    "misstanden": Rol.MISSTANDEN,
    "onderzoeken": Rol.ADVISEUR,
}


def werkboek(map_: Path, *rijen_: dict[str, Any]) -> Path:
    boek = openpyxl.Workbook()
    blad = boek.active
    assert blad is not None
    kop = list({naam: None for rij in rijen_ for naam in rij})
    blad.append(kop)
    for rij in rijen_:
        blad.append([rij.get(naam) for naam in kop])
    pad = map_ / "zaken.xlsx"
    boek.save(pad)
    return pad


def rij(register: Register, **anders: Any) -> dict[str, Any]:
    return {
        "bronsysteem": "mvv",
        "externe_referentie": f"{register.lijst.letter}-1",
        "ontvangen_defensie": date(2024, 11, 15),
        "onderwerp": "Een neutrale regel",
        **GOED[register.adressen],
        **anders,
    }


MET_TEAMSOORTEN = [str(r.soort) for r in registers() if r.invoer and r.invoer.teamsoorten is not None]
"""A melding may go to any team that reads zaken; the others name the kinds of team."""


@pytest.fixture(params=[str(soort) for soort in Zaak.Soort.values])
def register(request: pytest.FixtureRequest) -> Register:
    return register_van(request.param)


@pytest.fixture
def team(register: Register, kloon: str) -> Team:
    soort = BELEID[register.soort].bureau or Team.Soort.BEHANDELING
    with transaction.atomic(), wie.fabriek():
        bestaand = Team.objects.filter(soort=soort, is_actief=True).order_by("id").first()
        eigen = bestaand or Team.objects.create(code=f"t-{soort}", naam=f"Team {soort}", soort=soort)
        maak_gebruiker(ROL[register.adressen], teams=(eigen,))
    return eigen


def lees_in(register: Register, pad: Path, team: Team, **opties: Any) -> Any:
    with als_worker():
        return importeer(register, pad, vandaag=VANDAAG, team=team.naam, **opties)


def test_elk_register_leest_een_werkboek_in_met_nummer_status_en_termijnen(
    register: Register, team: Team, tmp_path: Path
) -> None:
    pad = werkboek(
        tmp_path, rij(register), rij(register, externe_referentie=f"{register.adressen}-2", onderwerp=None)
    )

    verslag = lees_in(register, pad, team)

    assert (verslag.nieuw, verslag.overgeslagen) == (2, 0)
    with transaction.atomic(), wie.fabriek():
        zaken = list(
            register.model._base_manager.filter(invoer__isnull=False, team=team)
            .select_related("sleutel")
            .order_by("invoer_regel")
        )
        assert [zaak.invoer_regel for zaak in zaken] == [2, 3]
        assert {zaak.zaaknummer[:7] for zaak in zaken} == {f"{register.lijst.letter}-2024-"}
        assert zaken[0].onderwerp == "Een neutrale regel"
        assert zaken[1].onderwerp
        for zaak in zaken:
            stappen = Statuswijziging.objects.van(zaak).values_list("van", "naar")
            assert list(stappen) == [("", register.status_van(zaak))]
            assert register.regels.termijnen(zaak).is_klaar or Termijn.objects.van(zaak).exists()


def test_hetzelfde_bestand_twee_keer_voegt_niets_toe(register: Register, team: Team, tmp_path: Path) -> None:
    pad = werkboek(tmp_path, rij(register, externe_referentie=f"{register.adressen}-twee"))
    lees_in(register, pad, team)

    nog_eens = lees_in(register, pad, team)

    assert (nog_eens.nieuw, nog_eens.overgeslagen) == (0, 1)


def test_een_referentie_van_een_ander_register_wordt_overgeslagen_en_apart_geteld(
    register: Register, team: Team, tmp_path: Path
) -> None:
    """Named to nobody: who brings a file on the screen is told one number for all that was there."""
    ander = next(r for r in registers() if r.soort != register.soort)
    with transaction.atomic(), wie.fabriek():
        maak_zaak_van(Zaak, ander.soort, bronsysteem="mvv", externe_referentie=f"{register.adressen}-ander")
    pad = werkboek(tmp_path, rij(register, externe_referentie=f"{register.adressen}-ander"))
    verslag = lees_in(register, pad, team)
    assert (verslag.nieuw, verslag.overgeslagen, verslag.elders) == (0, 1, 1)


def test_elke_foute_cel_wordt_genoemd_en_er_komt_niets_in(
    register: Register, team: Team, tmp_path: Path
) -> None:
    goed = rij(register, externe_referentie="G")
    fout = rij(register, externe_referentie="F", status="zomaar", ontvangen_defensie=date(2031, 1, 1))
    pad = werkboek(tmp_path, goed, fout)

    with pytest.raises(Invoerfout) as gevangen:
        lees_in(register, pad, team)

    assert {(f.rij, f.kolom) for f in gevangen.value.fouten} >= {(3, "status"), (3, "ontvangen_defensie")}
    with transaction.atomic(), wie.fabriek():
        assert not Zaak._base_manager.filter(externe_referentie="G").exists()


def test_een_kolom_met_een_naam_is_er_niet(register: Register, team: Team, tmp_path: Path) -> None:
    for kolom in ("naam", "melder", "klager", "bsn", "geboortedatum", "behandelaar", "zaaknummer"):
        with pytest.raises(Invoerfout) as gevangen:
            lees_in(register, werkboek(tmp_path, rij(register, **{kolom: "x"})), team)
        assert [f.kolom for f in gevangen.value.fouten] == [kolom]


@pytest.mark.parametrize("register", MET_TEAMSOORTEN, indirect=True)
def test_een_zaak_gaat_nooit_naar_een_team_dat_haar_niet_mag_zien(
    register: Register, team: Team, tmp_path: Path
) -> None:
    with transaction.atomic(), wie.fabriek():
        ander = Team.objects.filter(soort=Team.Soort.INTAKE, is_actief=True).first() or Team.objects.create(
            code="ander", naam="Een andere balie", soort=Team.Soort.INTAKE
        )

    with pytest.raises(OnbekendTeam, match="Kies een ander team"):
        lees_in(register, werkboek(tmp_path, rij(register)), ander)


@pytest.mark.parametrize(
    ("naam", "velden", "kolom"),
    [
        ("klachten", {"anonimiteit": "anoniem"}, "anonimiteit"),
        ("klachten", {"status": "doorgeleid", "datum_afgehandeld": None}, "status"),
        ("klachten", {"datum_afgehandeld": None}, "datum_afgehandeld"),
        ("klachten", {"verdaagd_weken": 5, "verdaagd_op": date(2024, 12, 1)}, "verdaagd_weken"),
        ("misstanden", {"anonimiteit": "nee"}, "anonimiteit"),
        ("misstanden", {"datum_afgehandeld": date(2024, 12, 1)}, "datum_afgehandeld"),
        ("onderzoeken", {"rapport_op": date(2024, 11, 28)}, "rapport_op"),
    ],
)
def test_wat_een_register_niet_kan_zijn_wordt_geweigerd(
    kloon: str, tmp_path: Path, naam: str, velden: dict[str, Any], kolom: str
) -> None:
    register = next(r for r in registers() if r.adressen == naam)
    pad = werkboek(tmp_path, rij(register, **velden))

    with pytest.raises(Invoerfout) as gevangen, als_worker():
        importeer(register, pad, vandaag=VANDAAG)

    assert kolom in {f.kolom for f in gevangen.value.fouten}


def test_een_werkboek_geeft_dezelfde_cellen_als_een_csv(tmp_path: Path) -> None:
    pad = werkboek(tmp_path, {"a": date(2024, 11, 15), "b": 3, "c": 2.5, "d": True, "e": "=1+1", "f": None})

    gelezen = dict(onderzoek(pad).rijen())

    assert gelezen[1] == ["a", "b", "c", "d", "e", "f"]
    assert gelezen[2][:4] == ["2024-11-15", "3", "2.5", "ja"]
    assert gelezen[2][4:] == ["", ""]  # a formula without a value that was kept is nothing


@pytest.mark.parametrize("inhoud", [b"PK\x03\x04 kapot", b"PK\x03\x04"])
def test_een_kapot_werkboek_wordt_in_woorden_geweigerd(tmp_path: Path, inhoud: bytes) -> None:
    pad = tmp_path / "kapot.xlsx"
    pad.write_bytes(inhoud)

    with pytest.raises(Invoerfout, match="een werkboek"):
        list(onderzoek(pad).rijen())
