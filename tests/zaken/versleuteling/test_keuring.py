"""A key file of another database, an older copy or a changed key is refused in words and never wraps anything."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from gebruikers.models import Team
from gebruikers.rollen import Rol
from jid.controles import keur_sleutels
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding
from zaken.models import Datasleutel, Sleutelversie, Zaak
from zaken.services.concepten import begin_concept
from zaken.services.registratie import open_zaak
from zaken.versleuteling.fouten import OntbrekendeHoofdsleutel, SleutelbestandPastNiet
from zaken.versleuteling.keuring import Soort, Status, Vastgelegd, keur
from zaken.versleuteling.sleutels import (
    Bestandskluis,
    Sleutelproef,
    maak_sleutelbestand,
    voeg_hoofdsleutel_toe,
)

databank = [pytest.mark.databank, pytest.mark.django_db]
A = bytes(32)
B = bytes(31) + b"\x01"


def _proef(**hoofdsleutels: bytes) -> Sleutelproef:
    return Sleutelproef(Path("sleutels"), hoofdsleutels, ("wortel", A))


def _kent(*rijen: tuple[str, bytes, Status], wortel: bytes = A) -> list[Vastgelegd]:
    hoofd = [Vastgelegd(id, Soort.HOOFDSLEUTEL, controle, status) for id, controle, status in rijen]
    return [Vastgelegd("wortel", Soort.AFLEIDING, wortel, Status.IN_GEBRUIK), *hoofd]


GEBRUIKT, AANGEKONDIGD = Status.IN_GEBRUIK, Status.AANGEKONDIGD


@pytest.mark.parametrize(
    ("proef", "vastgelegd", "melding"),
    [
        (_proef(een=A), [], "kent nog geen sleutels"),
        (_proef(een=A), _kent(("een", A, GEBRUIKT), wortel=B), "hoort niet bij deze databank"),
        (_proef(een=A), _kent(("een", B, GEBRUIKT)), "een .* is niet de sleutel"),
        (_proef(een=A), _kent(("een", A, GEBRUIKT), ("twee", B, GEBRUIKT)), "twee ontbreekt"),
        (_proef(een=A, twee=B), _kent(("een", A, GEBRUIKT)), "nieuwste hoofdsleutel .* twee, is niet bekend"),
        (_proef(een=A, twee=A), _kent(("een", A, GEBRUIKT), ("twee", B, AANGEKONDIGD)), "twee .* is niet"),
    ],
)
def test_een_sleutelbestand_dat_niet_past_wordt_in_woorden_geweigerd(proef, vastgelegd, melding) -> None:
    with pytest.raises(SleutelbestandPastNiet, match=melding):
        keur(proef, vastgelegd)


@pytest.mark.parametrize(
    ("proef", "vastgelegd"),
    [
        (_proef(een=A), _kent(("een", A, GEBRUIKT))),
        (_proef(een=A), _kent(("een", A, GEBRUIKT), ("twee", B, AANGEKONDIGD))),
        (_proef(een=A, twee=B), _kent(("een", A, GEBRUIKT), ("twee", B, AANGEKONDIGD))),
        (_proef(oud=B, een=A), _kent(("een", A, GEBRUIKT))),
    ],
)
def test_tijdens_en_na_een_wisseling_past_het_bestand(proef, vastgelegd) -> None:
    keur(proef, vastgelegd)


@pytest.fixture
def ander_bestand(settings, tmp_path):
    """The key file of another installation, where ours should be."""
    settings.SLEUTELBESTAND = tmp_path / "hoofdsleutels"
    maak_sleutelbestand(settings.SLEUTELBESTAND)
    return settings.SLEUTELBESTAND


@pytest.fixture
def toneel(fabriek):
    with fabriek():
        adviseur = maak_gebruiker(Rol.ADVISEUR, teams=[maak_team("intake", soort=Team.Soort.INTAKE)])
        return adviseur, maak_melding(
            lezers=(adviseur,), onderwerp="Kwikstaartje", omschrijving="Kwikstaartje"
        )


class TestMetDatabank:
    pytestmark = databank

    def test_de_databank_kent_precies_de_sleutels_van_het_bestand(self, settings):
        proef = Bestandskluis(settings.SLEUTELBESTAND).proef
        rijen = {rij.pk: bytes(rij.controle) for rij in Sleutelversie.objects.all()}
        assert rijen == {**proef.hoofdsleutels, proef.afleiding[0]: proef.afleiding[1]}
        assert list(keur_sleutels()) == []

    def test_de_controlewaarde_verraadt_de_sleutel_niet(self, settings):
        regels = [json.loads(regel) for regel in Path(settings.SLEUTELBESTAND).read_text().splitlines()]
        waarden = {bytes(rij.controle).hex() for rij in Sleutelversie.objects.all()}
        assert len(waarden) == 2
        assert not waarden & {regel["sleutel"] for regel in regels}

    def test_bij_de_start_wordt_een_vreemd_bestand_genoemd(self, ander_bestand):
        [fout] = keur_sleutels()
        assert (fout.id, "hoort niet bij deze databank" in fout.msg) == ("jid.E014", True)

    def test_met_een_vreemd_bestand_wordt_niets_geschreven(self, toneel, als, ander_bestand):
        adviseur, _ = toneel
        with als(adviseur):
            voor = (Datasleutel.objects.count(), Zaak.objects.zichtbaar_voor(adviseur).count())
            with pytest.raises(SleutelbestandPastNiet), transaction.atomic():
                open_zaak(
                    soort=Zaak.Soort.MELDING,
                    ontvangen_defensie=date(2024, 5, 1),
                    onderwerp="x",
                    door=adviseur,
                )
            with pytest.raises(SleutelbestandPastNiet), transaction.atomic():
                begin_concept(soort=Zaak.Soort.MELDING, door=adviseur)
            assert (Datasleutel.objects.count(), Zaak.objects.zichtbaar_voor(adviseur).count()) == voor

    def test_de_webrol_legt_geen_sleutel_vast_en_haalt_er_geen_weg(self, toneel, als):
        adviseur, _ = toneel
        for opdracht in (
            "INSERT INTO zaken_sleutelversie VALUES ('x', 'hoofdsleutel', '', 'in_gebruik', now())",
            "UPDATE zaken_sleutelversie SET controle = ''",
            "DELETE FROM zaken_sleutelversie",
            "UPDATE zaken_datasleutel SET ingepakt = ''",
        ):
            with (
                als(adviseur),
                connection.cursor() as cursor,
                pytest.raises(Exception, match="permission denied"),
                transaction.atomic(),
            ):
                cursor.execute(opdracht)

    def test_een_onbekende_hoofdsleutel_komt_de_databank_niet_in(self, fabriek):
        rij = Datasleutel.nieuw()
        rij.hoofdsleutel_id = "afgeschreven"
        with (
            fabriek(),
            pytest.raises(IntegrityError, match="datasleutel_hoofdsleutel_bekend"),
            transaction.atomic(),
        ):
            rij.save(force_insert=True)

    def test_een_rij_van_een_weggehaalde_sleutel_wordt_genoemd(self, fabriek):
        rij = Datasleutel.nieuw()
        rij.hoofdsleutel_id = "afgeschreven"
        with pytest.raises(OntbrekendeHoofdsleutel, match="afgeschreven"):
            rij.uitgepakt()

    def test_op_het_scherm_staat_wat_er_is_en_er_blijft_niets_half_achter(
        self, toneel, client_van, als, ander_bestand
    ):
        adviseur, melding = toneel
        client = client_van(adviseur)
        bladzijde = client.get(reverse("meldingen:detail", args=[melding.pk]))
        assert bladzijde.status_code == 503
        assert "De sleutels van deze toepassing kloppen niet" in bladzijde.content.decode()
        assert "Kwikstaartje" not in bladzijde.content.decode()
        antwoord = client.post(reverse("meldingen:notitie", args=[melding.pk]), {"tekst": "Kwikstaartje"})
        assert antwoord.status_code == 503
        with als(adviseur):
            assert melding.notities.van(melding).count() == 0

    def test_wie_een_verouderd_bestand_ziet_krijgt_geen_halve_opslag(self, toneel, client_van, monkeypatch):
        """A process that still remembers a key that was taken out of use: the database itself refuses."""
        adviseur, _ = toneel
        monkeypatch.setattr(
            Datasleutel, "nieuw", lambda: Datasleutel(ingepakt=bytes(40), hoofdsleutel_id="oud")
        )
        antwoord = client_van(adviseur).post(reverse("meldingen:nieuw"))
        assert antwoord.status_code == 503
        assert "is niet opgeslagen" in antwoord.content.decode()

    def test_een_nieuwe_sleutel_die_de_databank_niet_kent_pakt_niets_in(self, settings, tmp_path, fabriek):
        kopie = tmp_path / "hoofdsleutels"
        kopie.touch(0o600)
        kopie.write_bytes(Path(settings.SLEUTELBESTAND).read_bytes())
        settings.SLEUTELBESTAND = kopie
        Datasleutel.nieuw()
        voeg_hoofdsleutel_toe(kopie)
        with pytest.raises(SleutelbestandPastNiet, match="is niet bekend"):
            Datasleutel.nieuw()
