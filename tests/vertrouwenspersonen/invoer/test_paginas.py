"""Choose, look, confirm; and what was refused is found nowhere afterwards."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from gebruikers.models import Gebruiker, Sessie
from gebruikers.rollen import Rol
from manage import rol_van
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.wie import inhoud_van
from tests.vertrouwenspersonen.conftest import Fabriek
from tests.vertrouwenspersonen.hulp import tekst
from vertrouwenspersonen.models import Casus

from .hulp import als_csv, als_xlsx, rij, werkboek

Als = Callable[[Gebruiker], AbstractContextManager[Gebruiker]]
ClientVan = Callable[[Gebruiker], Client]
pytestmark = [pytest.mark.databank, pytest.mark.django_db]

INLEZEN, BEVESTIG = "/casussen/inlezen/", "/casussen/inlezen/bevestigen/"
MERK = "Quispelaar"


def stuur(client: Client, inhoud: bytes, naam: str = "a.csv") -> Any:
    return client.post(INLEZEN, {"bestand": SimpleUploadedFile(naam, inhoud)})


def aantal(als: Als, vp: Gebruiker) -> int:
    with als(vp):
        return Casus.objects.zichtbaar_voor(vp).count()


def test_kiezen_controleren_en_bevestigen(als: Als, client_van: ClientVan, vp: Gebruiker) -> None:
    client = client_van(vp)
    assert "Zet geen namen, adressen, nummers of datums in het bestand." in tekst(client.get(INLEZEN))
    controle = stuur(client, als_xlsx(werkboek(rij(), rij(afloop="", status=""))), "a.xlsx")
    assert "In het bestand staan 2 casussen. Er is nog niets opgeslagen." in tekst(controle)
    assert "Koninklijke Landmacht" in tekst(controle)
    assert aantal(als, vp) == 0
    velden = {"casussen": controle.context["form"].initial["casussen"]}
    for zin in ("De casussen zijn opgeslagen. Alleen u kunt ze zien.", "Er is niets nieuws opgeslagen."):
        antwoord = tekst(client.post(BEVESTIG, velden, follow=True))
        assert zin in antwoord
        assert ("tellen mee in de jaarcijfers vanaf 1 februari" in antwoord) is ("De casussen" in zin)
        assert aantal(als, vp) == 2
    weer = stuur(client, als_csv(rij()))
    assert "aan een rij erboven" not in tekst(weer)
    assert "1 rij is precies gelijk aan een casus die u al hebt." in tekst(weer)
    client.post(BEVESTIG, {"casussen": weer.context["form"].initial["casussen"], "ook_gelijke": "on"})
    assert aantal(als, vp) == 3


def test_gelijke_rijen_in_een_bestand_worden_genoemd(client_van: ClientVan, vp: Gebruiker) -> None:
    controle = tekst(stuur(client_van(vp), als_csv(rij(), rij(hoofdthema="Overig"), rij(status=""), rij())))
    assert "2 rijen zijn precies gelijk aan een rij erboven." in controle
    assert controle.count("Gelijk aan rij 2") == 2
    assert "Gelijk aan rij 3" not in controle


@pytest.mark.parametrize("inhoud", [
    als_csv(rij(hoofdthema=f"Jan {MERK}")), als_csv({f"n{MERK}": f"Jan {MERK}"} | rij(), kop=[f"Jan {MERK}", *rij()]),
    als_csv(rij(acties=f"luisterend_oor|belde {MERK}@mail.example")), als_csv(rij(), kop=[f"{MERK}{i}" for i in range(13)]),
    f'"{MERK}'.encode(), b"xlsx",
], ids=["cel", "kolom", "mail", "koppen", "kapot", "xlsx"])  # fmt: skip
def test_wat_wordt_geweigerd_staat_daarna_nergens(
    inhoud: bytes, als: Als, fabriek: Fabriek, client_van: ClientVan, vp: Gebruiker, caplog: Any, capfd: Any, settings: Any, tmp_path: Path
) -> None:  # fmt: skip
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    if inhoud == b"xlsx":
        inhoud = als_xlsx(werkboek(rij(afloop=f"{MERK}straat 12, 1234 AB")))
    client = client_van(vp)
    with caplog.at_level(logging.DEBUG):
        antwoord = stuur(client, inhoud, f"{MERK}.csv")
    assert (antwoord.status_code, "foutoverzicht" in tekst(antwoord)) == (422, True)
    gezegd = "".join((tekst(antwoord), str(antwoord.headers), caplog.text, *capfd.readouterr()))
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (naam,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{naam}" t WHERE t::text ILIKE %s', [f"%{MERK}%"])
            assert cursor.fetchone() == (0,), naam
        gezegd += str([inhoud_van(sessie) for sessie in Sessie.objects.all()])
    assert MERK.casefold() not in gezegd.casefold()
    assert list(tmp_path.iterdir()) == []
    assert aantal(als, vp) == 0


SLEUTEL = "4f9f6a0e-2f0e-4c1b-9f37-0c6a8a1f2b11"
"""A key as we make them, the same in every process: it stands in the names of the tests."""


@pytest.mark.parametrize("pakket", [
    "", "x", f"{SLEUTEL};2024-K3", "a;" * 13, f"{SLEUTEL};" + ";".join(f"Jan {MERK}" for _ in range(12)),
    f"{SLEUTEL};2024-K3;;clas;burger;benadeelde;{MERK};;1;advies;;;nee", "\x00", "[" * 9_000,
    f"{SLEUTEL};2099-K3;;clas;burger;benadeelde;pesten;;1;advies;;;nee",
])  # fmt: skip
def test_een_bevestiging_die_wij_niet_schreven_slaat_niets_op(
    pakket: str, als: Als, client_van: ClientVan, vp: Gebruiker
) -> None:
    antwoord = client_van(vp).post(BEVESTIG, {"casussen": pakket}, follow=True)
    assert antwoord.redirect_chain == [(INLEZEN, 302)]
    assert "Er is niets opgeslagen. Kies het bestand opnieuw." in tekst(antwoord)
    assert MERK not in tekst(antwoord)
    assert aantal(als, vp) == 0


def test_het_commando_draait_als_weblogin_en_andere_bestanden_niet() -> None:
    rollen = [
        rol_van(woorden)
        for woorden in (["importeer", "casussen", "x"], ["importeer", "meldingen"], ["importeer"], [])
    ]
    assert rollen == ["web", "worker", "worker", "web"]


def test_het_commando_leest_in_voor_de_eigenaar_en_voor_niemand_anders(
    als: Als, fabriek: Fabriek, vp: Gebruiker, andere_vp: Gebruiker, tmp_path: Path, capsys: Any
) -> None:
    pad = tmp_path / "casussen.csv"
    pad.write_bytes(als_csv(rij(), rij(hoofdthema="Discriminatie")))

    def inlezen(*opties: str, eigenaar: str = vp.email) -> str:
        call_command("importeer", "casussen", str(pad), "--eigenaar", eigenaar, *opties)
        return str(capsys.readouterr().out).strip()

    assert inlezen("--proef") == "Proef: er is niets ingelezen. Nieuw in dit bestand: 2."
    regel, wanneer = inlezen().splitlines()
    assert regel == "Ingelezen: 2. Alleen de eigenaar kan ze zien."
    assert "De jaarcijfers veranderen op zijn vroegst op 01-02-" in wanneer
    assert "Overgeslagen: 2" in inlezen()
    assert (aantal(als, vp), aantal(als, andere_vp)) == (2, 0)
    with pytest.raises(CommandError, match="geen vertrouwenspersoon met dit e-mailadres"):
        inlezen(eigenaar="niemand@demo.example")
    pad.write_bytes(als_csv(rij(hoofdthema=f"Jan {MERK}")))
    with pytest.raises(
        CommandError, match="Kolom hoofdthema, rij 2: dit lijkt op namen van personen"
    ) as fout:
        inlezen()
    assert MERK not in str(fout.value)


@pytest.mark.parametrize("wat", ["casussen", "zaken"])
def test_wie_heel_veel_bestanden_brengt_moet_even_wachten(
    wat: str, client_van: ClientVan, vp: Gebruiker, fabriek: Fabriek, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "bestand": "2/10m/user"}
    with fabriek():
        wie, adres = (vp, INLEZEN) if wat == "casussen" else (maak_gebruiker(Rol.INTAKE), "/inlezen/")
    client = client_van(wie)
    assert [client.post(adres).status_code == 429 for _keer in range(3)] == [False, False, True]
    assert client.get(adres).status_code == 200
