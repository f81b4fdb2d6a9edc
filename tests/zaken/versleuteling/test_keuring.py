"""A key file of another database, an older copy or a changed key is refused in words and never wraps anything."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
from celery.signals import beat_init, worker_init
from django.core import management
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.urls import reverse

import manage
from gebruikers.models import Team
from gebruikers.rollen import Rol
from jid.controles import keur_sleutels
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker, maak_team
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


def _van_een_ander(pad: Path) -> None:
    pad.unlink()
    maak_sleutelbestand(pad)


STUK: dict[str, Callable[[Path], object]] = {
    "van een ander": _van_een_ander,
    "weg": Path.unlink,
    "onzin": lambda pad: pad.write_text("onzin\n"),
    "leeg": lambda pad: pad.write_text(""),
    "half": lambda pad: pad.write_text(pad.read_text()[:-20]),
    "leesbaar voor anderen": lambda pad: pad.chmod(0o644),
}
"""What becomes of the key file while everybody works."""


@pytest.fixture
def eigen_bestand(settings, tmp_path):
    """Our key file in a place of this test."""
    pad = tmp_path / "hoofdsleutels"
    pad.touch(0o600)
    pad.write_bytes(Path(settings.SLEUTELBESTAND).read_bytes())
    settings.SLEUTELBESTAND = pad
    return pad


def _stand(fabriek) -> dict[str, object]:
    """Number and fingerprint of the rows of every table."""
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tabellen = [tabel for (tabel,) in cursor.fetchall()]
        tel = " UNION ALL ".join(
            f"SELECT '{tabel}', count(*), sum(hashtext(x::text)) FROM {tabel} x" for tabel in tabellen
        )
        cursor.execute(tel)
        return {tabel: rest for tabel, *rest in cursor.fetchall()}


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

    @pytest.mark.parametrize("hoe", STUK)
    @pytest.mark.parametrize("opdracht", sorted(manage.ROL_PER_COMMANDO.keys() - manage.OVER_DE_SLEUTELS))
    @pytest.mark.parametrize("productie", [False, True])
    def test_een_opdracht_zegt_het_in_woorden_en_begint_niet(
        self, eigen_bestand, settings, monkeypatch, opdracht, hoe, productie
    ):
        """Also one that needs no key: it counts, seals or notes in the log."""
        settings.PRODUCTIE = productie
        begonnen = []
        monkeypatch.setattr(management, "execute_from_command_line", begonnen.append)
        monkeypatch.setattr(manage, "databank", lambda _: nullcontext())
        monkeypatch.setattr(connections, "close_all", lambda: None)  # the transaction of this test
        monkeypatch.setattr(sys, "argv", ["manage.py", *opdracht.split()])
        monkeypatch.setenv("JID_ROL", "web")
        manage.main()
        assert begonnen == [sys.argv]
        STUK[hoe](eigen_bestand)
        with pytest.raises(SystemExit, match=str(eigen_bestand)):
            manage.main()
        assert begonnen == [sys.argv]

    @pytest.mark.parametrize("begint", [worker_init, beat_init])
    def test_een_worker_en_een_planner_beginnen_niet(self, ander_bestand, monkeypatch, begint):
        monkeypatch.setattr(connections, "close_all", lambda: None)  # the transaction of this test
        with pytest.raises(SystemExit, match="hoort niet bij deze databank"):
            begint.send(sender=None)

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

    @pytest.mark.parametrize("hoe", STUK)
    def test_op_het_scherm_staat_wat_er_is_en_er_blijft_niets_half_achter(
        self, toneel, client_van, fabriek, eigen_bestand, hoe
    ):
        """As a process that reads the file anew: the page says so, whatever is asked, and no row of any table differs."""
        adviseur, melding = toneel
        client = client_van(adviseur)
        STUK[hoe](eigen_bestand)
        voor = _stand(fabriek)
        for antwoord in (
            client.get(reverse("meldingen:detail", args=[melding.pk])),
            client.post(reverse("meldingen:notitie", args=[melding.pk]), {"tekst": "Kwikstaartje"}),
            client.post(reverse("meldingen:nieuw")),
            Client().post(reverse("account_login"), {"login": adviseur.email, "password": WACHTWOORD}),
        ):
            assert antwoord.status_code == 503
            assert "De sleutels van deze toepassing kloppen niet" in antwoord.text
            assert "Kwikstaartje" not in antwoord.text
            assert str(eigen_bestand) not in antwoord.text
        assert _stand(fabriek) == voor

    @pytest.mark.parametrize("hoe", STUK)
    def test_een_proces_dat_de_sleutels_nog_kent_leest_en_maakt_geen_nieuwe_sleutel(
        self, toneel, client_van, fabriek, eigen_bestand, hoe
    ):
        adviseur, melding = toneel
        client = client_van(adviseur)
        bladzijde = reverse("meldingen:detail", args=[melding.pk])
        assert "Kwikstaartje" in client.get(bladzijde).text
        STUK[hoe](eigen_bestand)
        voor = _stand(fabriek)
        assert client.post(reverse("meldingen:nieuw")).status_code == 503
        assert _stand(fabriek) == voor
        assert "Kwikstaartje" in client.get(bladzijde).text

    def test_wie_een_verouderd_bestand_ziet_krijgt_geen_halve_opslag(self, toneel, client_van, monkeypatch):
        """A process that still remembers a key that was taken out of use: the database itself refuses."""
        adviseur, _ = toneel
        monkeypatch.setattr(
            Datasleutel, "nieuw", lambda: Datasleutel(ingepakt=bytes(40), hoofdsleutel_id="oud")
        )
        antwoord = client_van(adviseur).post(reverse("meldingen:nieuw"))
        assert antwoord.status_code == 503
        assert "is niet opgeslagen" in antwoord.content.decode()

    def test_een_nieuwe_sleutel_die_de_databank_niet_kent_pakt_niets_in(self, eigen_bestand, fabriek):
        Datasleutel.nieuw()
        voeg_hoofdsleutel_toe(eigen_bestand)
        with pytest.raises(SleutelbestandPastNiet, match="is niet bekend"):
            Datasleutel.nieuw()
