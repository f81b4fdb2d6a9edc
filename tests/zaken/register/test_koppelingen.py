"""Links between zaken: for who sees both. A link must not tell that an unseen zaak exists."""

from __future__ import annotations

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from gebruikers.models import Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.register import REGISTER as MELDINGEN
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_koppeling, maak_melding, maak_toekenning
from zaken.models import Statuswijziging, Termijn, Zaak, Zaakkoppeling
from zaken.overgangen import OnvoldaanVoorwaarde
from zaken.services.databank import NietMogelijk
from zaken.services.koppelingen import koppel, ontkoppel
from zaken.services.status import wijzig_status
from zaken.services.wijzigen import ververs_termijnen
from zaken.toegang import BELEID

pytestmark = [pytest.mark.databank, pytest.mark.pg15]
Soort = Zaakkoppeling.Soort
ANTWOORD = "Er is geen andere zaak met dit nummer die u kunt zien."


@pytest.fixture
def paar(register, fabriek):
    """A zaak of this register and a melding, with who handles both, and who sees only the first."""
    with fabriek():
        beide = maak_gebruiker(min(BELEID[register.soort].behandelt))
        een = maak_gebruiker(min(BELEID[register.soort].behandelt))
        zaak = maak_zaak(register.soort, lezers=(beide,), behandelaar=beide)
        maak_toekenning(zaak, een)
        andere = maak_melding(lezers=(beide,), onderwerp="Merkwoord")
    return SimpleNamespace(beide=beide, een=een, zaak=zaak, andere=andere)


def _kaal(antwoord, *woorden):
    """The page without what differs per request."""
    tekst = re.sub(r'((csrfmiddlewaretoken|inzending)" value=")[^"]+', r"\1", antwoord.content.decode())
    for woord in woorden:
        tekst = tekst.replace(woord, "N")
    return tekst


def test_wie_beide_ziet_koppelt_en_wie_er_een_ziet_merkt_daar_niets_van(register, paar, client_van, als):
    adres, blad = register.url("koppelen", paar.zaak.pk), register.url("detail", paar.zaak.pk)
    voor = _kaal(client_van(paar.een).get(blad))
    gegevens = {"nummer": paar.andere.zaaknummer.lower(), "soort": "verwant", "reden": "Merkwoord reden"}
    assert client_van(paar.beide).post(adres, gegevens).status_code == 302

    assert paar.andere.zaaknummer in client_van(paar.beide).get(blad).content.decode()
    andersom = client_van(paar.beide).get(MELDINGEN.url("detail", paar.andere.pk))
    assert paar.zaak.zaaknummer in andersom.content.decode()
    assert _kaal(client_van(paar.een).get(blad)) == voor
    geschiedenis = client_van(paar.een).get(register.url("geschiedenis", paar.zaak.pk)).content.decode()
    assert "koppeling" not in geschiedenis.lower()
    with als(paar.een) as een, connection.cursor() as cursor:
        assert not Zaakkoppeling.objects.zichtbaar_voor(een).exists()
        cursor.execute("SELECT count(*) FROM zaken_zaakkoppeling")
        assert cursor.fetchone() == (0,)


def test_een_nummer_dat_u_niet_ziet_antwoordt_als_een_nummer_dat_niet_bestaat(
    register, paar, client_van, fabriek
):
    with fabriek():
        vreemd = maak_melding()
    client, gezien = client_van(paar.beide), []
    for nummer in (vreemd.zaaknummer, "M-1998-99999", vreemd.zaaknummer, paar.zaak.zaaknummer):
        with CaptureQueriesContext(connection) as vragen:
            antwoord = client.post(
                register.url("koppelen", paar.zaak.pk), {"nummer": nummer, "soort": "verwant", "reden": "x"}
            )
        assert antwoord.status_code == 422
        assert ANTWOORD in antwoord.content.decode()
        gezien.append((_kaal(antwoord, f'value="{nummer}"'), len(vragen)))
    assert gezien[0] == gezien[1] == gezien[2]


def test_een_aanleiding_hoort_bij_een_onderzoek_en_een_koppeling_is_er_een_keer(register, paar, als):
    with als(paar.beide) as door:
        hier, daar = (Zaak.objects.zichtbaar_voor(door).get(pk=pk) for pk in (paar.zaak.pk, paar.andere.pk))
        if register.soort == "onderzoek":
            koppeling = koppel(zaak=hier, ander=daar, soort=Soort.AANLEIDING, reden="x", door=door)
            assert (koppeling.van_id, koppeling.naar_id) == (hier.pk, daar.pk)
        else:
            with pytest.raises(NietMogelijk, match="onderzoek"):
                koppel(zaak=hier, ander=daar, soort=Soort.AANLEIDING, reden="x", door=door)
        koppel(zaak=hier, ander=daar, soort=Soort.VERWANT, reden="x", door=door)
        with pytest.raises(NietMogelijk, match="al gekoppeld"):
            koppel(zaak=hier, ander=daar, soort=Soort.VERWANT, reden="x", door=door)
        with pytest.raises(NietMogelijk, match="dezelfde"):
            koppel(zaak=hier, ander=hier, soort=Soort.VERWANT, reden="x", door=door)


def test_loskoppelen_laat_zien_dat_het_er_was_en_kan_alleen_wie_beide_ziet(
    register, paar, als, fabriek, client_van
):
    with fabriek():
        koppeling = maak_koppeling(paar.zaak, paar.andere)
        ververst = type(paar.zaak).objects.zonder_toegangsfilter(reden="test").filter(pk=paar.zaak.pk)
        ververst.update(behandelaar=paar.een)
    adres = register.url("koppeling_beeindig", paar.zaak.pk, koppeling.pk)
    onbekend = register.url("koppeling_beeindig", paar.zaak.pk, uuid4())
    client = client_van(paar.een)
    assert client.get(adres).status_code == client.get(onbekend).status_code == 404
    with als(paar.een) as een, pytest.raises(Zaakkoppeling.DoesNotExist):
        ontkoppel(zaak=paar.zaak, koppeling_id=koppeling.pk, reden="x", door=een)
    with fabriek():
        ververst.update(behandelaar=paar.beide)
    assert client_van(paar.beide).post(adres, {"reden": ""}).status_code == 422
    assert client_van(paar.beide).post(adres, {"reden": "hoort niet"}).status_code == 302
    assert client_van(paar.beide).post(adres, {"reden": "nog eens"}).status_code == 404
    with als(paar.beide) as door:
        rij = Zaakkoppeling.objects.zichtbaar_voor(door).select_related("van__sleutel").get()
        assert (rij.beeindigd_reden, rij.beeindigd_door_id) == ("hoort niet", door.pk)


def test_de_databank_koppelt_niets_aan_wat_men_niet_ziet_en_laat_een_einde_staan(
    register, paar, als, fabriek
):
    with fabriek():
        vreemd = maak_melding()
        koppeling = maak_koppeling(paar.zaak, paar.andere)
    antwoorden = set()
    with als(paar.beide):
        for ander in (vreemd.pk, uuid4()):
            with pytest.raises(DatabaseError) as fout, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO zaken_zaakkoppeling (id, soort, van_id, naar_id, van_status, door_id, op)"
                    " VALUES (%s, 'verwant', %s, %s, '', app.uid(), now())",
                    [uuid4(), paar.zaak.pk, ander],
                )
            antwoorden.add(str(fout.value))
        assert len(antwoorden) == 1
        einde = (
            "UPDATE zaken_zaakkoppeling SET beeindigd_op = %s, beeindigd_door_id = app.uid() WHERE id = %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(einde, ["2024-12-01", koppeling.pk])
        for opdracht, waarden in (
            (einde, [None, koppeling.pk]),
            ("UPDATE zaken_zaakkoppeling SET naar_id = %s", [paar.zaak.pk]),
            ("DELETE FROM zaken_zaakkoppeling", []),
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(opdracht, waarden)


class TestSamenvoegen:
    @pytest.fixture
    def balie(self, fabriek):
        with fabriek():
            team = maak_team("intake", soort=Team.Soort.INTAKE)
            wie = maak_gebruiker(Rol.INTAKE, teams=[team])
            dubbel, over = (maak_melding(team=team, status="in_beoordeling") for _ in range(2))
            lezer = maak_gebruiker(Rol.ADVISEUR)
            maak_toekenning(dubbel, lezer)
            ververs_termijnen(MELDINGEN, dubbel)
        return SimpleNamespace(wie=wie, dubbel=dubbel, over=over, lezer=lezer)

    def _stap(self, balie, naar, **meer):
        return wijzig_status(
            register=MELDINGEN,
            zaak_id=balie.dubbel.pk,
            naar=naar,
            vandaag=localdate(),
            door=balie.wie,
            **{"toelichting": "reden", **meer},
        )

    def _beeld(self, pk):
        """All that a reader of the zaak could notice, apart from its version and its course."""
        rij = Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=pk).values().get()
        termijnen = (
            Termijn.objects.zonder_toegangsfilter(reden="test").filter(zaak_id=pk).order_by("code").values()
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT user_id, beeindigd_op FROM zaken_toekenning WHERE content_object_id = %s", [pk]
            )
            return {k: w for k, w in rij.items() if k != "versie"}, list(termijnen), cursor.fetchall()

    def test_er_verhuist_niets_niemand_ziet_meer_en_ongedaan_maken_herstelt_precies(
        self, balie, als, fabriek, client_van
    ):
        with fabriek():
            voor = [self._beeld(balie.dubbel.pk), self._beeld(balie.over.pk)]
        with als(balie.wie):
            self._stap(balie, "samengevoegd", gegevens={"samengevoegd_met": balie.over})
        hoofd = client_van(balie.wie).get(MELDINGEN.url("detail", balie.over.pk)).content.decode()
        assert balie.dubbel.zaaknummer in hoofd
        assert "Hiermee samengevoegd" in hoofd
        lezer = client_van(balie.lezer)
        assert lezer.get(MELDINGEN.url("detail", balie.over.pk)).status_code == 404
        blad = lezer.get(MELDINGEN.url("detail", balie.dubbel.pk))
        assert (blad.status_code, balie.over.zaaknummer in blad.content.decode()) == (200, False)
        with als(balie.wie):
            with pytest.raises(OnvoldaanVoorwaarde):
                self._stap(balie, "in_beoordeling", toelichting="")
            self._stap(balie, "in_beoordeling")
        with fabriek():
            assert [self._beeld(balie.dubbel.pk), self._beeld(balie.over.pk)] == voor
            assert Statuswijziging.objects.van(balie.dubbel).count() == 2

    def test_de_databank_voegt_niet_samen_zonder_de_andere_en_maakt_niet_half_ongedaan(self, balie, als):
        def geweigerd(opdracht):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(opdracht, [balie.dubbel.pk])

        with als(balie.wie):
            geweigerd("UPDATE meldingen_melding SET status = 'samengevoegd' WHERE zaak_ptr_id = %s")
            self._stap(balie, "samengevoegd", gegevens={"samengevoegd_met": balie.over})
            geweigerd("UPDATE meldingen_melding SET status = 'in_beoordeling' WHERE zaak_ptr_id = %s")
            geweigerd(
                "UPDATE zaken_zaak SET geannuleerd_op = now(), geannuleerd_door_id = app.uid()"
                " WHERE id = (SELECT samengevoegd_met_id FROM zaken_zaak WHERE id = %s)"
            )
