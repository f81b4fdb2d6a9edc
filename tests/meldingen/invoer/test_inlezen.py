"""Taking meldingen in: all or nothing, once, as the worker role, and then seen by the right people only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from gebruikers.models import Gebruiker, Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from meldingen.models import Afdoening, Melding, Subcategorie
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.hulp import wie
from tests.meldingen.invoer.hulp import als_worker, bestand, lees_in, rij
from zaken.invoer import inlezen as importeur
from zaken.invoer.inlezen import OnbekendTeam
from zaken.models import Statuswijziging, Termijn, Zaak
from zaken.services.registratie import open_zaak
from zaken.zoeken import Zoekopdracht
from zaken.zoeken.vraag import Zoekvraag

pytestmark = pytest.mark.databank

WAARSCHUWING = '=HYPERLINK("http://demo.example";"klik")'


@dataclass(frozen=True)
class Rollen:
    """Who is in the database. The intake team and `noord` have one member each, `leeg` has none."""

    intake: Gebruiker
    noord: Gebruiker
    buitenstaander: Gebruiker


@pytest.fixture(scope="module")
def rollen(kloon: str) -> Rollen:
    with transaction.atomic(), wie.fabriek():
        intake = maak_team("intake", soort=Team.Soort.INTAKE)
        noord = maak_team("behandelteam-noord")
        maak_gebruiker(Rol.BELEID, teams=[maak_team("leeg")])
        return Rollen(
            intake=maak_gebruiker(Rol.INTAKE, teams=[intake]),
            noord=maak_gebruiker(Rol.ADVISEUR, teams=[noord]),
            buitenstaander=maak_gebruiker(Rol.ADVISEUR),
        )


@pytest.fixture(autouse=True)
def _leeg(rollen: Rollen) -> Iterator[None]:
    """Every test begins without zaken."""
    yield
    with transaction.atomic(), wie.fabriek(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for tabel in ("zaken_termijn", "zaken_statuswijziging", "zaken_zoekindex", "meldingen_subcategorie",
                      "meldingen_afdoening", "meldingen_melding", "zaken_zaak", "zaken_toekenning", "zaken_invoer",
                      "zaken_datasleutel", "zaken_nummerreeks", "logboek_gebeurtenis"):  # fmt: skip
            cursor.execute(f"DELETE FROM {tabel}")


@contextmanager
def als(gebruiker: Gebruiker) -> Iterator[Gebruiker]:
    with transaction.atomic(), wie.als(gebruiker):
        yield gebruiker


@contextmanager
def systeem() -> Iterator[None]:
    with transaction.atomic(), wie.fabriek():
        yield


def alle() -> list[Melding]:
    with systeem():
        return list(
            Melding.objects.zonder_toegangsfilter(reden="test")
            .select_related("sleutel", "invoer")
            .order_by("zaaknummer")
        )


def opdracht(*woorden: str) -> str:
    uit = StringIO()
    with als_worker():
        call_command("importeer", *woorden, stdout=uit)
    return uit.getvalue()


def test_een_rij_wordt_een_hele_melding(tmp_path, rollen):
    pad = bestand(
        tmp_path,
        rij(
            subcategorieen="pesten|Kwaadspreken", omschrijving="Wat er gebeurde", status="Gesloten",
            bevestigd_op="2024-11-20", teruggekoppeld_op="2025-01-10", afdoeningen="gesprek",
            uitkomst="niet vastgesteld", datum_afgehandeld="2025-01-12", datum_gesloten="2025-02-12",
            eenheid="Een eenheid", anonimiteit="anoniem",
            aantal_betrokkenen="3", afstemming_om="ja", wens_melder="Rust",
        ),
    )  # fmt: skip
    with als_worker():
        verslag = lees_in(pad)

    [melding] = alle()
    assert (verslag.nieuw, verslag.overgeslagen, verslag.team) == (1, 0, "Team intake")
    assert melding.zaaknummer == "M-2024-00001"
    assert (melding.status, melding.datum_gesloten, melding.anonimiteit) == (
        "gesloten",
        date(2025, 2, 12),
        "anoniem",
    )
    assert (melding.onderwerp, melding.omschrijving, melding.eenheid, melding.wens_melder) == (
        "Opmerkingen tijdens een oefening", "Wat er gebeurde", "Een eenheid", "Rust",
    )  # fmt: skip
    assert (melding.aantal_betrokkenen, melding.afstemming_om) == (3, True)
    with systeem():
        assert {s.code.code for s in Subcategorie.objects.van(melding).select_related("code")} == {
            "pesten",
            "kwaadspreken",
        }
        assert [a.code.code for a in Afdoening.objects.van(melding).select_related("code")] == ["gesprek"]
        [begin] = Statuswijziging.objects.van(melding)
        assert (begin.van, begin.naar, begin.door_id, begin.toelichting) == ("", "gesloten", None, "")


def test_de_herkomst_staat_bij_elke_zaak_en_in_het_logboek(tmp_path, rollen):
    pad = bestand(tmp_path, rij(), rij(externe_referentie="A-2"))
    with als_worker():
        lees_in(pad)

    een, twee = alle()
    assert (een.invoer_regel, twee.invoer_regel, een.invoer_id) == (2, 3, twee.invoer_id)
    assert (een.invoer.register, een.invoer.aantal) == ("meldingen", 2)
    assert een.invoer.bestand_sha256 == hashlib.sha256(pad.read_bytes()).hexdigest()
    assert (een.bronsysteem, een.externe_referentie, een.aangemaakt_door_id) == ("mvv", "A-1", None)
    with systeem():
        [gebeurtenis] = Gebeurtenis.objects.all()
    assert (gebeurtenis.soort, gebeurtenis.door_id, gebeurtenis.bijzonderheden) == (
        "geimporteerd", None, {"register": "meldingen", "aantal": 2},
    )  # fmt: skip


def test_het_jaar_van_het_nummer_is_dat_van_ontvangst_en_de_reeks_loopt_door(tmp_path, rollen):
    with systeem():
        connection.cursor().execute(
            "INSERT INTO zaken_nummerreeks (soort, jaar, laatste)"
            " VALUES ('melding', 2023, 99998), ('klacht', 2024, 7)"
        )
    rijen = [rij(externe_referentie=f"A-{n}", ontvangen_defensie=d) for n, d in
             enumerate(["2023-12-31", "2024-01-01", "2023-01-01", "2023-06-01"])]  # fmt: skip
    with als_worker():
        verslag = lees_in(bestand(tmp_path, *rijen))

    assert {m.externe_referentie: m.zaaknummer for m in alle()} == {
        "A-0": "M-2023-99999", "A-1": "M-2024-00001", "A-2": "M-2023-100000", "A-3": "M-2023-100001",
    }  # fmt: skip
    assert [tuple(reeks) for reeks in verslag.reeksen] == [
        (2023, 3, "M-2023-99999", "M-2023-100001"), (2024, 1, "M-2024-00001", "M-2024-00001"),
    ]  # fmt: skip


def test_registreren_telt_door_na_een_grote_import(tmp_path, rollen):
    with systeem():
        connection.cursor().execute(
            "INSERT INTO zaken_nummerreeks (soort, jaar, laatste) VALUES ('melding', 2024, 99999)"
        )
    with als_worker():
        lees_in(bestand(tmp_path, rij()))
    with als(rollen.intake) as intake:
        zaak = open_zaak(
            soort=Zaak.Soort.MELDING, ontvangen_defensie=date(2024, 1, 1), onderwerp="Nieuw", door=intake
        )

    assert zaak.zaaknummer == "M-2024-100001"


def test_een_tweede_keer_hetzelfde_bestand_leest_niets_in_en_zegt_dat(tmp_path, rollen):
    pad = bestand(tmp_path, rij(), rij(externe_referentie="A-2"))
    eerste = opdracht("meldingen", str(pad))
    tweede = opdracht("meldingen", str(pad))

    assert "Ingelezen: 2 meldingen, voor het team Team intake." in eerste
    assert "2024: M-2024-00001 tot en met M-2024-00002 (2)" in eerste
    assert tweede == (
        "Er is niets ingelezen: dit bestand bevat geen nieuwe meldingen.\n"
        "Overgeslagen: 2 meldingen, al eerder ingelezen.\n"
    )
    assert len(alle()) == 2
    with systeem():
        gelogd = Gebeurtenis.objects.filter(soort="geimporteerd").order_by("tijdstip")
        assert [een.bijzonderheden for een in gelogd] == [
            {"register": "meldingen", "aantal": 2},
            {"register": "meldingen", "aantal": 0, "overgeslagen": 2},
        ]


def test_een_groter_bestand_voegt_alleen_het_nieuwe_toe(tmp_path, rollen):
    opdracht("meldingen", str(bestand(tmp_path, rij())))
    uit = opdracht(
        "meldingen", str(bestand(tmp_path, rij(externe_referentie="A-0"), rij(), rij(bronsysteem="bps_kmar")))
    )

    assert "Ingelezen: 2 meldingen" in uit
    assert "Overgeslagen: 1 melding," in uit
    assert sorted((m.bronsysteem, m.externe_referentie) for m in alle()) == [
        ("bps_kmar", "A-1"), ("mvv", "A-0"), ("mvv", "A-1"),
    ]  # fmt: skip


def test_zonder_referentie_herkent_een_tweede_keer_het_bestand(tmp_path, rollen):
    pad = bestand(tmp_path, rij(externe_referentie=""), rij(externe_referentie=""))

    assert "Ingelezen: 2 meldingen" in opdracht("meldingen", str(pad))
    assert "Overgeslagen: 2 meldingen" in opdracht("meldingen", str(pad))
    assert len(alle()) == 2


def test_een_fout_in_de_laatste_rij_leest_niets_in(tmp_path, rollen):
    rijen = [rij(externe_referentie=f"A-{n}") for n in range(60)]
    pad = bestand(tmp_path, *rijen, rij(externe_referentie="B", hoofdcategorie="onzin"))
    with pytest.raises(CommandError) as gevangen:
        opdracht("meldingen", str(pad))

    assert str(gevangen.value).startswith(
        "Er is niets ingelezen.\nrij 62, kolom hoofdcategorie: ‘onzin’ kan niet."
    )
    assert alle() == []


def test_een_val_halverwege_het_schrijven_laat_niets_achter(tmp_path, rollen, monkeypatch):
    monkeypatch.setattr(importeur, "PORTIE", 2)
    monkeypatch.setattr(importeur.logboek, "geimporteerd", lambda **_: 1 / 0)
    with als_worker(), pytest.raises(ZeroDivisionError):
        lees_in(bestand(tmp_path, *(rij(externe_referentie=f"A-{n}") for n in range(5))))

    assert alle() == []
    with systeem(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM zaken_datasleutel), (SELECT count(*) FROM zaken_nummerreeks)"
        )
        assert cursor.fetchone() == (0, 0)


def test_van_meer_dan_vijftig_fouten_staan_er_vijftig_en_het_aantal(tmp_path, rollen):
    pad = bestand(tmp_path, *(rij(externe_referentie=f"A-{n}", hoofdcategorie="x") for n in range(70)))
    with pytest.raises(CommandError) as gevangen:
        opdracht("meldingen", str(pad))

    regels = str(gevangen.value).splitlines()
    assert (len(regels), regels[-1]) == (52, "En nog 20 fouten.")


def test_een_proef_schrijft_niets(tmp_path, rollen):
    pad = bestand(tmp_path, rij())

    assert (
        opdracht("meldingen", str(pad), "--proef")
        == "Proef: er is niets ingelezen. Nieuw in dit bestand: 1 melding.\n"
    )
    assert alle() == []


def test_alleen_het_intaketeam_ziet_wat_is_ingelezen(tmp_path, rollen):
    opdracht("meldingen", str(bestand(tmp_path, rij(), rij(externe_referentie="A-2"))))

    for wie_, aantal in ((rollen.intake, 2), (rollen.noord, 0), (rollen.buitenstaander, 0)):
        with als(wie_) as gebruiker:
            assert Melding.objects.zichtbaar_voor(gebruiker).count() == aantal
            with connection.cursor() as cursor:  # row security alone
                cursor.execute("SELECT count(*) FROM zaken_zaak")
                assert cursor.fetchone() == (aantal,)


@pytest.mark.parametrize("naam", ["Team behandelteam-noord", "BEHANDELTEAM-NOORD"])
def test_met_team_ziet_dat_team_de_meldingen(tmp_path, rollen, naam):
    opdracht("meldingen", str(bestand(tmp_path, rij())), "--team", naam)

    for wie_, aantal in ((rollen.noord, 1), (rollen.intake, 0)):
        with als(wie_) as gebruiker:
            assert Melding.objects.zichtbaar_voor(gebruiker).count() == aantal


@pytest.mark.parametrize(
    ("naam", "waarom"),
    [("bestaat niet", "Kies uit: "), ("leeg", "In het team Team leeg kan niemand zaken lezen.")],
)
def test_een_team_dat_er_niet_is_of_waarin_niemand_leest_wordt_geweigerd(tmp_path, rollen, naam, waarom):
    with als_worker(), pytest.raises(OnbekendTeam, match=waarom):
        lees_in(bestand(tmp_path, rij()), team=naam)
    with pytest.raises(CommandError, match="Er is niets ingelezen"):
        opdracht("meldingen", str(bestand(tmp_path, rij())), "--team", naam)


def test_een_ingelezen_melding_is_op_woorden_te_vinden(tmp_path, rollen):
    opdracht(
        "meldingen", str(bestand(tmp_path, rij(), rij(externe_referentie="A-2", onderwerp="Declaratie")))
    )

    def gevonden(gebruiker):
        zoek = Zoekopdracht(Zaak.Soort.MELDING, Zoekvraag.lees("oefeningen"), {}, gebruiker)
        with als(gebruiker):
            pks = zoek.eerste(veld="ontvangen_defensie", omlaag=True, na=None, aantal=10)
            zaken = Melding.objects.zichtbaar_voor(gebruiker).filter(pk__in=pks)
            return [melding.externe_referentie for melding in zaken]

    assert gevonden(rollen.intake) == ["A-1"]
    assert gevonden(rollen.buitenstaander) == []


def test_termijnen_volgen_uit_de_data(tmp_path, rollen):
    opdracht(
        "meldingen",
        str(
            bestand(
                tmp_path,
                rij(bevestigd_op=""),
                rij(externe_referentie="A-2", bevestigd_op="2024-11-18"),
                rij(externe_referentie="A-3", bevestigd_op="", status="gesloten"),
            )
        ),
    )
    open_, bevestigd, dicht = sorted(alle(), key=lambda m: m.externe_referentie)

    assert (open_.eerste_termijn, bevestigd.eerste_termijn, dicht.eerste_termijn) == (
        date(2024, 11, 22), date(2025, 2, 18), None,
    )  # fmt: skip
    with systeem():
        assert [(t.code, t.voldaan_op, t.vervallen) for t in Termijn.objects.van(bevestigd)] == [
            ("melding_ontvangstbevestiging", date(2024, 11, 18), False),
            ("melding_terugkoppeling", None, False),
        ]
        assert {t.vervallen for t in Termijn.objects.van(dicht)} == {True}


def test_tekst_die_op_een_formule_lijkt_blijft_zoals_zij_is(tmp_path, rollen):
    opdracht("meldingen", str(bestand(tmp_path, rij(onderwerp=WAARSCHUWING, omschrijving="-1+1\n@SUM(A1)"))))

    [melding] = alle()
    assert (melding.onderwerp, melding.omschrijving) == (WAARSCHUWING, "-1+1\n@SUM(A1)")


def test_in_de_databank_staat_geen_leesbare_tekst(tmp_path, rollen):
    merk = "Zeldzaammerkwoord"
    opdracht(
        "meldingen",
        str(bestand(tmp_path, rij(onderwerp=merk, omschrijving=merk, eenheid=merk, bevoegd_gezag=merk))),
    )

    with systeem(), connection.cursor() as cursor:
        for tabel in (
            "zaken_zaak",
            "meldingen_melding",
            "zaken_zoekindex",
            "zaken_statuswijziging",
            "logboek_gebeurtenis",
        ):
            cursor.execute(f"SELECT count(*) FROM {tabel} t WHERE t::text ~* '{merk}|{merk.encode().hex()}'")
            assert cursor.fetchone() == (0,), tabel


def test_de_webrol_kan_niet_inlezen(tmp_path, rollen):
    from django.db import ProgrammingError

    with pytest.raises(ProgrammingError, match="permission denied"):
        lees_in(bestand(tmp_path, rij()))
    assert alle() == []


def test_een_bestand_dat_niet_bestaat_geeft_een_zin(rollen):
    with pytest.raises(CommandError, match="is niet te lezen"):
        opdracht("meldingen", "/bestaat/niet.csv")
