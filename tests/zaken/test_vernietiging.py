"""Destruction of a zaak's key: for good, for closed zaken only, by named jobs only, and logged."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis, Soort
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_melding
from tests.hulp.databank import DATABANK
from tests.hulp.opdracht import geef_opdracht
from tests.hulp.wie import als, fabriek
from zaken.models import Datasleutel, Zaak, Zoekindex
from zaken.services.databank import NietMogelijk
from zaken.services.vernietiging import vernietig_sleutel
from zaken.versleuteling.fouten import SleutelVernietigd

pytestmark = pytest.mark.databank
GESLOTEN = date(2025, 1, 31)


@pytest.fixture
def toneel(db):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
        return wie, maak_melding(lezers=(wie,), datum_gesloten=GESLOTEN), maak_melding(lezers=(wie,))


def test_een_gesloten_zaak_verliest_sleutel_en_zoektokens_en_dat_staat_in_het_logboek(toneel):
    wie, weg, blijft = toneel
    sleutel, verklaring = weg.sleutel_id, uuid4()
    with fabriek():
        vernietig_sleutel(zaak_id=weg.pk, verklaring=verklaring)
        assert not Datasleutel.objects.filter(pk=sleutel).exists()
        assert set(Zoekindex.objects.values_list("zaak_id", flat=True)) == {blijft.pk}
        [gebeurtenis] = Gebeurtenis.objects.filter(soort=Soort.VERNIETIGD)
        assert (gebeurtenis.zaak_id, gebeurtenis.object_id) == (weg.pk, str(verklaring))
    with als(wie):
        terug = Zaak.objects.zichtbaar_voor(wie).get(pk=weg.pk)
        with pytest.raises(SleutelVernietigd):
            terug.onderwerp  # noqa: B018  # reading is the act
        assert Zaak.objects.zichtbaar_voor(wie).get(pk=blijft.pk).onderwerp


def test_een_open_of_al_vernietigde_zaak_wordt_in_woorden_geweigerd(toneel):
    _, weg, open_ = toneel
    with fabriek():
        for zaak_id in (open_.pk, uuid4()):
            with pytest.raises(NietMogelijk, match="nog niet gesloten"):
                vernietig_sleutel(zaak_id=zaak_id, verklaring=uuid4())
        vernietig_sleutel(zaak_id=weg.pk, verklaring=uuid4())
        with pytest.raises(NietMogelijk, match="al vernietigd"):
            vernietig_sleutel(zaak_id=weg.pk, verklaring=uuid4())
        assert Datasleutel.objects.filter(pk=open_.sleutel_id).exists()


def test_de_webrol_vernietigt_niets(toneel):
    wie, weg, _ = toneel
    geweigerd = pytest.raises(DatabaseError, match="permission denied")
    with als(wie), connection.cursor() as cursor, geweigerd, transaction.atomic():
        cursor.execute("SELECT app.vernietig_sleutel(%s, %s)", [weg.pk, uuid4()])


def test_een_oude_kopie_met_nieuwere_sleutels_opent_niets_van_wat_vernietigd_is(kloon, tmp_path):
    """Copy, destruction, copy of the keys alone; the old rows with the newer keys, as after a disaster."""
    with transaction.atomic(), fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
        weg = maak_melding(lezers=(wie,), onderwerp="Kwikstaartje", datum_gesloten=GESLOTEN)
        blijft = [maak_melding(lezers=(wie,), onderwerp="Roodborstje") for _ in range(3)]
    for opdracht in (
        ("backup", str(tmp_path / "oud")),
        ("backup", str(tmp_path / "sleutels"), "--alleen-sleutels"),
    ):
        klaar = geef_opdracht(kloon, *opdracht)
        assert klaar.returncode == 0, klaar.stderr
        with transaction.atomic(), fabriek():
            if opdracht[-1] != "--alleen-sleutels":
                vernietig_sleutel(zaak_id=weg.pk, verklaring=uuid4())
                maak_melding(lezers=(wie,))  # newer than the copy: its key and tokens have no zaak there

    oefening = geef_opdracht(
        kloon, "oefen_herstel", str(tmp_path / "oud"), "--sleutels", str(tmp_path / "sleutels")
    )
    assert oefening.returncode == 0, oefening.stdout + oefening.stderr
    assert "Teksten vernietigd: 2" in oefening.stdout  # its onderwerp, and why its reader was given access

    DATABANK.maak_database("vernietigproef")
    try:
        with DATABANK.als_superuser() as superuser:
            superuser.execute("GRANT CONNECT ON DATABASE vernietigproef TO jid_eigenaar")
        klaar = geef_opdracht(
            "vernietigproef", "herstel", str(tmp_path / "oud"), "--sleutels", str(tmp_path / "sleutels")
        )
        assert klaar.returncode == 0, klaar.stderr
        with DATABANK.als_superuser("vernietigproef") as superuser:
            zaken = dict(superuser.execute("SELECT id, sleutel_id FROM zaken_zaak").fetchall())
            tokens = {pk for (pk,) in superuser.execute("SELECT zaak_id FROM zaken_zoekindex").fetchall()}
    finally:
        DATABANK.verwijder_database("vernietigproef")
    assert zaken[weg.pk] is None
    assert weg.pk not in tokens
    assert all(isinstance(zaken[melding.pk], UUID) and melding.pk in tokens for melding in blijft)
    assert Path(tmp_path / "sleutels" / "databank.dump").exists() is False
