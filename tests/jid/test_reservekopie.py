"""Backup, restore and rehearsal on real servers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from gebruikers.models import Team
from gebruikers.rollen import Rol
from jid.databank import programmas
from jid.reservekopie import manifest as manifesten
from jid.reservekopie import oefenen
from jid.reservekopie.fouten import Kopiefout
from jid.reservekopie.herstellen import Bron, zet_bestanden_terug
from jid.reservekopie.manifest import Manifest
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding
from tests.hulp.databank import DATABANK, PROJECT
from tests.hulp.opdracht import geef_opdracht
from tests.hulp.wie import als, fabriek
from zaken.services.concepten import begin_concept, bewaar_concept
from zaken.versleuteling.sleutels import Bestandskluis, maak_sleutelbestand

pytestmark = pytest.mark.databank
MERK = "Zeldzaamkopiewoord"


@pytest.fixture(scope="module")
def gevuld(kloon: str) -> str:
    """A committed database with zaken, drafts, a queued task."""
    with transaction.atomic():
        with fabriek():
            maak_team("intake", soort=Team.Soort.INTAKE)
            wie = maak_gebruiker(Rol.ADVISEUR)
            for n in range(5):
                maak_melding(lezers=(wie,), onderwerp=f"{MERK} {n}", omschrijving=MERK)
        with als(wie):
            concept = begin_concept(soort="melding", door=wie)
            bewaar_concept(concept_id=concept.pk, velden={"tekst": MERK}, volgnummer=1, door=wie)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pgmq.send('c_celery', '{\"taak\": 1}')")
    return kloon


BESTANDEN = {"a/b/lang.bin": b"1" * 70_000, "kort.bin": b"2"}
"""What an installation that keeps files has in MEDIA_ROOT."""


@pytest.fixture(scope="module")
def kopie(gevuld: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    map_ = tmp_path_factory.mktemp("kopie")
    for naam, inhoud in BESTANDEN.items():
        (map_ / "bestanden" / naam).parent.mkdir(parents=True, exist_ok=True)
        (map_ / "bestanden" / naam).write_bytes(inhoud)
    (map_ / "bestanden/verwijzing").symlink_to("/etc/hostname")  # stays behind
    doel = map_ / "kopieen/eerste"
    doel.parent.mkdir()
    klaar = geef_opdracht(gevuld, "backup", str(doel), MEDIA_ROOT=str(map_ / "bestanden"))
    assert klaar.returncode == 0, klaar.stderr
    return doel


@pytest.fixture
def terug(settings, tmp_path) -> Path:
    """Where the files of a backup go; not there yet."""
    settings.MEDIA_ROOT = str(tmp_path / "terug")
    return tmp_path / "terug"


@pytest.fixture
def leeg() -> Iterator[str]:
    """An empty database, as an installation makes it before the first migration."""
    DATABANK.maak_database("herstelproef")
    with DATABANK.als_superuser() as superuser:
        superuser.execute(
            "GRANT CONNECT ON DATABASE herstelproef TO jid_eigenaar, jid_web, jid_worker, jid_cijfers"
        )
    try:
        yield "herstelproef"
    finally:
        DATABANK.verwijder_database("herstelproef")


def _tekst(dump: Path) -> str:
    return subprocess.run(
        [programmas.zoek_map() / "pg_restore", "--file=-", dump], capture_output=True, check=True
    ).stdout.decode(errors="replace")


def test_een_reservekopie_is_alleen_voor_de_eigenaar_en_wordt_nooit_overschreven(kopie, gevuld):
    assert kopie.stat().st_mode & 0o777 == 0o700
    assert {pad.name: pad.stat().st_mode & 0o777 for pad in kopie.iterdir()} == {
        "databank.dump": 0o600,
        "sleutels.dump": 0o600,
        "bestanden.tar": 0o600,
        "manifest.json": 0o600,
    }
    nog_eens = geef_opdracht(gevuld, "backup", str(kopie))
    assert nog_eens.returncode == 1
    assert "bestaat al" in nog_eens.stderr
    kenmerk = json.loads((kopie / "manifest.json").read_text())["kenmerk"]
    with transaction.atomic(), fabriek():
        gemaakt = Gebeurtenis.objects.filter(soort="backup_gemaakt", object_id=kenmerk)
        # once, not for the refused one
        assert list(gemaakt.values_list("door_id", "bijzonderheden")) == [(None, {})]
    assert [pad.name for pad in kopie.parent.iterdir()] == ["eerste"]


def test_sleutels_en_zoektokens_staan_apart_en_sessies_nergens(kopie):
    databank, sleutels = _tekst(kopie / "databank.dump"), _tekst(kopie / "sleutels.dump")
    apart = ("zaken_datasleutel", "zaken_sleutelversie", "zaken_zoekindex", "zaken_persoonindex")
    for tabel in apart:
        assert f"COPY public.{tabel} (" not in databank
        assert f"COPY public.{tabel} (" in sleutels
    assert "COPY public.zaken_zaak (" in databank
    assert "COPY public.zaken_zaak (" not in sleutels
    for tabel in ("django_session", "gebruikers_sessie"):
        assert f"COPY public.{tabel} (" not in databank
    assert MERK not in databank + sleutels


def test_het_manifest_bevat_geen_geheim(kopie):
    tekst = (kopie / "manifest.json").read_text()
    for regel in Path(settings.SLEUTELBESTAND).read_text().splitlines():
        assert json.loads(regel)["sleutel"] not in tekst
    for rol in ("jid_eigenaar", "jid_web", "postgres"):
        assert DATABANK.verbinding(rol)["PASSWORD"] not in tekst
    assert settings.SECRET_KEY not in tekst


def test_geen_wachtwoord_staat_op_een_opdrachtregel(gevuld, tmp_path, monkeypatch):
    """The programs are replaced by one that writes down how it was called."""
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    echt = programmas.zoek_map()
    for pad in echt.iterdir():
        (bin_ / pad.name).symlink_to(pad)
    (bin_ / "pg_dump").unlink()
    (bin_ / "pg_dump").write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/opdrachten\nexec {echt}/pg_dump "$@"\n'
    )
    (bin_ / "pg_dump").chmod(0o700)
    monkeypatch.setenv("JID_PG_BIN", str(bin_))
    klaar = geef_opdracht(gevuld, "backup", str(tmp_path / "kopie"))
    assert klaar.returncode == 0, klaar.stderr
    opdrachten = (tmp_path / "opdrachten").read_text()
    assert "--snapshot=" in opdrachten
    assert DATABANK.verbinding("jid_eigenaar")["PASSWORD"] not in opdrachten


def test_een_reservekopie_komt_terug_in_een_lege_databank_en_werkt(kopie, leeg, terug):
    klaar = geef_opdracht(leeg, "herstel", str(kopie))
    assert klaar.returncode == 0, klaar.stderr
    assert f"2 bestanden teruggezet in {terug}." in klaar.stdout
    assert {
        str(pad.relative_to(terug)): pad.read_bytes() for pad in terug.rglob("*") if pad.is_file()
    } == BESTANDEN
    [anders] = [regel for regel in klaar.stdout.splitlines() if regel.startswith("Let op: ")]
    assert anders == f"Let op: instelling MEDIA_ROOT: toen {kopie.parents[1] / 'bestanden'}, nu {terug}."
    assert geef_opdracht(leeg, "sleutels").returncode == 0
    with DATABANK.als_superuser(leeg) as superuser:
        assert superuser.execute("SELECT count(*) FROM zaken_zaak").fetchone() == (5,)
        assert superuser.execute("SELECT count(*) FROM pgmq.q_c_celery").fetchone() == (1,)
        [(soort,)] = superuser.execute(
            "SELECT soort FROM logboek_gebeurtenis ORDER BY tijdstip DESC LIMIT 1"
        ).fetchall()
        assert soort == "hersteld"
    als_web = DATABANK.verbinding("jid_web", leeg)
    with psycopg.connect(
        host=als_web["HOST"], port=als_web["PORT"], dbname=leeg, user="jid_web", password=als_web["PASSWORD"]
    ) as web:
        assert web.execute("SELECT count(*) FROM zaken_zaak").fetchone() == (0,)  # row security came along
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("SELECT app._ken_toe(NULL, NULL, NULL, NULL, NULL)")


def test_een_gevulde_databank_wordt_niet_zomaar_overschreven(kopie, leeg, terug):
    with DATABANK.als_superuser(leeg) as superuser:
        superuser.execute(
            "CREATE TABLE public.blijft (a int); ALTER TABLE public.blijft OWNER TO jid_eigenaar"
        )
        bezet = geef_opdracht(leeg, "herstel", str(kopie), "--vervang")
        assert "Stop eerst de toepassing" in bezet.stderr
    geweigerd = geef_opdracht(leeg, "herstel", str(kopie))
    assert geweigerd.returncode == 1
    assert "Er is niets geschreven" in geweigerd.stderr
    assert "--vervang" in geweigerd.stderr
    with DATABANK.als_superuser(leeg) as superuser:
        assert superuser.execute("SELECT to_regclass('public.blijft') IS NOT NULL").fetchone() == (True,)
    klaar = geef_opdracht(leeg, "herstel", str(kopie), "--vervang")
    assert klaar.returncode == 0, klaar.stderr
    with DATABANK.als_superuser(leeg) as superuser:
        assert superuser.execute("SELECT to_regclass('public.blijft') IS NULL").fetchone() == (True,)
        assert superuser.execute("SELECT count(*) FROM zaken_zaak").fetchone() == (5,)


def _kluis() -> Bestandskluis:
    return Bestandskluis(Path(settings.SLEUTELBESTAND))


def _anders(map_: Path, naam: str) -> None:
    """One part of a copy, changed."""
    if naam == "manifest.json":
        manifest = json.loads((map_ / naam).read_text())
        manifest["tabellen"]["public.zaken_zaak"][0] = 4
        (map_ / naam).write_text(json.dumps(manifest))
    else:
        inhoud = bytearray((map_ / naam).read_bytes())
        inhoud[len(inhoud) // 2] ^= 1
        (map_ / naam).write_bytes(inhoud)


@pytest.mark.parametrize(
    ("naam", "melding"),
    [
        ("databank.dump", "SHA-256"),
        ("sleutels.dump", "SHA-256"),
        ("bestanden.tar", "SHA-256"),
        ("manifest.json", "is gewijzigd nadat"),
    ],
)
def test_een_beschadigde_of_gewijzigde_kopie_wordt_geweigerd(kopie, tmp_path, naam, melding):
    Bron(kopie, sleutels=None, kluis=_kluis())
    shutil.copytree(kopie, tmp_path / "stuk")
    _anders(tmp_path / "stuk", naam)
    with pytest.raises(Kopiefout, match=melding):
        Bron(tmp_path / "stuk", sleutels=None, kluis=_kluis())
    (tmp_path / "stuk" / naam).unlink()
    with pytest.raises(Kopiefout, match=naam):
        Bron(tmp_path / "stuk", sleutels=None, kluis=_kluis())


def test_een_tabel_die_niet_klopt_maakt_alles_ongedaan(kopie, leeg, terug, tmp_path):
    """Somebody with the key file sealed a manifest that says something else than the dump holds."""
    shutil.copytree(kopie, tmp_path / "anders")
    manifest = manifesten.lees(tmp_path / "anders", _kluis())
    manifest.tabellen["public.zaken_zaak"][1] = "1"
    manifesten.schrijf(manifest, tmp_path / "anders", _kluis())
    klaar = geef_opdracht(leeg, "herstel", str(tmp_path / "anders"))
    assert klaar.returncode == 1
    assert "Niet gelijk aan de reservekopie: public.zaken_zaak" in klaar.stderr
    assert not terug.exists()
    with DATABANK.als_superuser(leeg) as superuser:
        assert superuser.execute("SELECT to_regclass('zaken_zaak') IS NULL").fetchone() == (True,)


def test_bestanden_zonder_plaats_of_op_een_plaats_waar_al_iets_staat_houden_het_terugzetten_tegen(
    kopie, leeg, terug
):
    terug.mkdir()
    (terug / "blijft").write_text("x")
    for plaats, melding in ((terug, "is niet leeg"), ("", "MEDIA_ROOT is hier niet ingesteld")):
        geweigerd = geef_opdracht(leeg, "herstel", str(kopie), MEDIA_ROOT=str(plaats))
        assert geweigerd.returncode == 1
        assert melding in geweigerd.stderr
    assert [pad.name for pad in terug.iterdir()] == ["blijft"]
    with DATABANK.als_superuser(leeg) as superuser:
        assert superuser.execute("SELECT to_regclass('zaken_zaak') IS NULL").fetchone() == (True,)


def test_een_bestand_dat_niet_is_wat_het_manifest_zegt_wordt_genoemd(kopie, terug, tmp_path):
    shutil.copytree(kopie, tmp_path / "anders")
    manifest = manifesten.lees(tmp_path / "anders", _kluis())
    manifest.bestanden["kort.bin"] = "0" * 64
    manifesten.schrijf(manifest, tmp_path / "anders", _kluis())
    with pytest.raises(Kopiefout, match=r"kort\.bin komt niet overeen"):
        zet_bestanden_terug(Bron(tmp_path / "anders", sleutels=None, kluis=_kluis()), terug)


def _installatie(**anders: object) -> dict[str, object]:
    """This installation, where a backup may have been made that is put back here."""
    return {**manifesten.installatie(), **anders}


@pytest.mark.parametrize("naam", manifesten.INSTELLINGEN)
def test_een_andere_instelling_dan_toen_wordt_genoemd(naam):
    hier = _installatie()
    toen = dict(hier["instellingen"], **{naam: "toen anders"})
    manifest = Manifest("x", "2026", 18, installatie={**hier, "instellingen": toen})
    assert manifesten.verschillen(manifest) == [
        f"instelling {naam}: toen toen anders, nu {hier['instellingen'][naam]}"
    ]


@pytest.mark.parametrize(
    ("anders", "woorden"),
    [
        ({}, []),
        ({"python": "3.9.1"}, ["python: toen 3.9.1, nu "]),
        ({"django": "4.2"}, ["django: toen 4.2, nu "]),
        ({"systeem": "beos"}, ["systeem: toen beos, nu "]),
        ({"pakketten": "0"}, ["requirements.lock is een andere"]),
        ({"migraties": []}, [" migraties zijn nieuwer dan de reservekopie: voer daarna migrate uit"]),
    ],
)
def test_een_andere_installatie_dan_toen_wordt_genoemd(anders, woorden):
    gezegd = manifesten.verschillen(Manifest("x", "2026", 18, installatie=_installatie(**anders)))
    assert len(gezegd) == len(woorden)
    assert all(deel in zin for zin, deel in zip(gezegd, woorden, strict=True))


def test_een_kopie_van_een_nieuwere_versie_wordt_geweigerd_voordat_er_iets_geschreven_wordt(
    kopie, leeg, terug, tmp_path
):
    shutil.copytree(kopie, tmp_path / "nieuwer")
    manifest = manifesten.lees(tmp_path / "nieuwer", _kluis())
    manifest.installatie["migraties"] += ["zaken.9999_van_later"]
    manifesten.schrijf(manifest, tmp_path / "nieuwer", _kluis())
    geweigerd = geef_opdracht(leeg, "herstel", str(tmp_path / "nieuwer"))
    assert geweigerd.returncode == 1
    assert "ouder dan de reservekopie: zaken.9999_van_later is hier onbekend" in geweigerd.stderr
    assert "Er is niets geschreven" in geweigerd.stderr
    with DATABANK.als_superuser(leeg) as superuser:
        assert superuser.execute("SELECT to_regclass('zaken_zaak') IS NULL").fetchone() == (True,)


def test_met_een_ander_sleutelbestand_is_een_kopie_niet_te_gebruiken(kopie, tmp_path):
    maak_sleutelbestand(tmp_path / "ander")
    with pytest.raises(Kopiefout, match="hoort niet bij de reservekopie"):
        Bron(kopie, sleutels=None, kluis=Bestandskluis(tmp_path / "ander"))


def test_de_oefening_bewijst_dat_alles_terugkomt_en_opengaat_en_ruimt_op(kopie, tmp_path):
    klaar = geef_opdracht("bestaat_niet", "oefen_herstel", str(kopie), "--werkmap", str(tmp_path))
    assert klaar.returncode == 0, klaar.stdout + klaar.stderr
    regels = dict(regel.split(": ", 1) for regel in klaar.stdout.splitlines() if ": " in regel)
    assert regels["Datasleutels uitgepakt"] == "6"
    assert int(regels["Teksten geopend (steekproef)"]) >= 11
    assert regels["Teksten vernietigd"] == "0"
    assert regels["Bestanden"] == "2"
    assert "De oefening is geslaagd" in klaar.stdout
    assert list(tmp_path.iterdir()) == []


def test_de_oefening_zegt_welke_namen_niet_opengaan(db):
    with fabriek():
        wie = [maak_gebruiker(Rol.ADVISEUR) for _nummer in range(2)]
        with connection.cursor() as cursor:
            cursor.execute("UPDATE gebruikers_gebruiker SET naam = 'v1.00' WHERE id = %s", [wie[0].pk])
        verslag = oefenen.Verslag()
        oefenen._open_teksten(verslag)
    assert verslag.fouten == ["gebruikers.Gebruiker.naam: niet te openen met dit sleutelbestand"]
    assert verslag.geopend == 3


def test_een_kopie_onder_het_schrijven_door_is_van_een_ogenblik(gevuld, leeg, tmp_path):
    """While drafts and their keys come and go: every draft in the copy has its key, and the counts agree.

    Else the foreign keys and the fingerprints of the tables would refuse it when it is put back.
    """
    schrijver = subprocess.Popen(
        [sys.executable, "-c", _SCHRIJVER],
        cwd=PROJECT, env=os.environ | {"JID_DATABASE": gevuld, "JID_ROL": "web"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert schrijver.stdout is not None
        schrijver.stdout.readline()
        klaar = geef_opdracht(gevuld, "backup", str(tmp_path / "kopie"))
    finally:
        schrijver.terminate()
        schrijver.communicate(timeout=20)
    assert klaar.returncode == 0, klaar.stderr
    terug = geef_opdracht(leeg, "herstel", str(tmp_path / "kopie"))
    assert terug.returncode == 0, terug.stdout + terug.stderr


_SCHRIJVER = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "jid.settings"
import django; django.setup()
from gebruikers.models import Gebruiker
from gebruikers.context import namens
from zaken.services.concepten import begin_concept, verwijder_concept
wie = Gebruiker.objects.order_by("-pk").first()
print("begonnen", flush=True)
while True:
    with namens(wie):
        weg = begin_concept(soort="melding", door=wie)
    with namens(wie):
        begin_concept(soort="melding", door=wie)
        verwijder_concept(concept_id=weg.pk, door=wie)
"""


def test_een_afgebroken_kopie_laat_niets_achter(gevuld, tmp_path, monkeypatch):
    nep = tmp_path / "bin"
    nep.mkdir()
    for pad in programmas.zoek_map().iterdir():
        (nep / pad.name).symlink_to(pad)
    echt = programmas.zoek_map()
    (nep / "pg_dump").unlink()
    (nep / "pg_dump").write_text(
        f'#!/bin/sh\ncase "$*" in *--version*) exec {echt}/pg_dump "$@";; esac\necho mislukt >&2; exit 1\n'
    )
    (nep / "pg_dump").chmod(0o700)
    monkeypatch.setenv("JID_PG_BIN", str(nep))
    klaar = geef_opdracht(gevuld, "backup", str(tmp_path / "kopie"))
    assert klaar.returncode == 1
    assert "pg_dump is niet gelukt" in klaar.stderr
    assert [pad.name for pad in tmp_path.iterdir()] == ["bin"]
