"""A vermoeden van een misstand from the desk to the nazorg, through the services, as the real web login (Wbk)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from gebruikers.models import Team
from gebruikers.rollen import Rol
from misstanden.models import Misstand
from misstanden.register import REGISTER
from misstanden.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import code, maak_toekenning
from zaken.models import Persoon, Termijn
from zaken.overgangen import OnvoldaanVoorwaarde
from zaken.services import toegang as toegangsdiensten
from zaken.services.inhoud import Persoonsgegevens
from zaken.services.nazorg import leg_nazorg_vast
from zaken.services.registratie import registreer
from zaken.services.rijen import voeg_rij_toe
from zaken.services.status import wijzig_status
from zaken.services.wijzigen import wijzig
from zaken.termijnen import Termijncode

pytestmark = pytest.mark.databank


@pytest.fixture
def mensen(fabriek):
    with fabriek():
        bureau = maak_team("misstanden", soort=Team.Soort.MISSTANDEN)
        return {
            "behandelaar": maak_gebruiker(Rol.MISSTANDEN, teams=[bureau]),
            "collega": maak_gebruiker(Rol.MISSTANDEN, teams=[bureau]),
            "intake": maak_gebruiker(Rol.INTAKE),
            "adviseur": maak_gebruiker(Rol.ADVISEUR),
        }


def _registreer(door, **anders):
    return registreer(
        register=REGISTER,
        gegevens={
            "ontvangen_defensie": date(2018, 12, 23),
            "onderwerp": "Afval buiten de regels afgevoerd",
            "anonimiteit": "vertrouwelijk",
            **anders,
        },
        personen=[Persoonsgegevens(Persoon.Rol.MELDER, {"contact": "alleen per brief"})],
        vandaag=localdate(),
        door=door,
    )


class Behandeling:
    """Steps and changes of one misstand by one user."""

    def __init__(self, misstand, door):
        self.pk, self.door = misstand.pk, door

    def lees(self):
        return Misstand.objects.zichtbaar_voor(self.door).select_related("sleutel").get(pk=self.pk)

    def naar(self, status, toelichting=""):
        return wijzig_status(
            register=REGISTER, zaak_id=self.pk, naar=status, toelichting=toelichting, vandaag=localdate(),
            gegevens={}, door=self.door,
        )  # fmt: skip

    def mist(self, status, toelichting=""):
        with pytest.raises(OnvoldaanVoorwaarde) as fout:
            self.naar(status, toelichting)
        return fout.value.ontbreekt

    def vul(self, **gegevens):
        return wijzig(
            register=REGISTER, zaak_id=self.pk, gegevens=gegevens, basisversie=self.lees().versie,
            vandaag=localdate(), door=self.door,
        )  # fmt: skip

    def fouten(self, **gegevens):
        with pytest.raises(ValidationError) as fout:
            self.vul(**gegevens)
        return set(fout.value.message_dict)

    def rij(self, soort, **gegevens):
        opgave = REGISTER.rijopgave(soort)
        return voeg_rij_toe(
            register=REGISTER, opgave=opgave, zaak_id=self.pk, gegevens=gegevens, door=self.door
        )

    def beoordeel(self, collega, **anders):
        """From Ontvangen to Beoordeeld."""
        self.vul(
            bevestigd_op=date(2018, 12, 27),
            melder_status=code("melder_status", "medewerker"),
            ontvanger=collega,
            opvolger=self.door,
            **{"maatschappelijk_belang_toets": "ja", "inbreuk_unierecht": "nee", **anders},
        )
        self.naar(Status.BEVESTIGD)
        self.naar(Status.BEOORDEELD)


def _termijnen(misstand):
    return {termijn.code: termijn for termijn in Termijn.objects.van(misstand)}


def test_een_vermoeden_krijgt_een_v_nummer_en_komt_bij_het_eigen_bureau(mensen, als):
    with als(mensen["intake"]) as intake:
        misstand = _registreer(intake)
        assert misstand.zaaknummer == "V-2018-00001"
        assert misstand.team.soort == Team.Soort.MISSTANDEN
    with als(mensen["behandelaar"]) as behandelaar:
        assert Misstand.objects.zichtbaar_voor(behandelaar).count() == 1
    with als(mensen["adviseur"]) as adviseur:
        assert Misstand.objects.zichtbaar_voor(adviseur).count() == 0
        with pytest.raises(PermissionDenied):
            _registreer(adviseur)


def test_de_termijnen_uit_de_wet_en_de_vroegste_van_beide_telt(mensen, als):
    with als(mensen["behandelaar"]) as door:
        misstand = _registreer(door)
        termijnen = _termijnen(misstand)
        bevestiging = termijnen[Termijncode.MISSTAND_ONTVANGSTBEVESTIGING.value]
        assert (bevestiging.kale_datum, bevestiging.datum) == (date(2018, 12, 30), date(2019, 1, 2))
        assert termijnen[Termijncode.MISSTAND_TERUGKOPPELING.value].werkdatum == date(2019, 3, 30)
        assert termijnen[Termijncode.MISSTAND_BEVINDINGEN.value].werkdatum == date(2019, 3, 17)
        zaak = Behandeling(misstand, door)
        zaak.vul(bevestigd_op=date(2018, 12, 27))
        assert zaak.lees().eerste_termijn == date(2019, 3, 17)
        zaak.vul(bevindingen_op=date(2019, 2, 1))
        assert zaak.lees().eerste_termijn == date(2019, 3, 27)


def test_van_ontvangen_tot_gesloten_met_alle_voorwaarden(mensen, als):
    collega = mensen["collega"]
    with als(mensen["behandelaar"]) as door:
        misstand = _registreer(door)
        zaak = Behandeling(misstand, door)
        assert zaak.mist(Status.BEVESTIGD) == ["ontvangstbevestiging"]
        zaak.vul(bevestigd_op=date(2018, 12, 27))
        zaak.naar(Status.BEVESTIGD)
        assert zaak.mist(Status.BEOORDEELD) == [
            "wat de melder is", "ontvanger", "opvolger", "of het maatschappelijk belang in het geding is",
            "of er inbreuk op het Unierecht is",
        ]  # fmt: skip
        zaak.vul(
            melder_status=code("melder_status", "derde"), ontvanger=collega, opvolger=door,
            maatschappelijk_belang_toets="nee", inbreuk_unierecht="ja",
        )  # fmt: skip
        zaak.naar(Status.BEOORDEELD)
        assert zaak.mist(Status.IN_ONDERZOEK) == ["behandelaar"]
        assert len(zaak.mist(Status.GEHERKWALIFICEERD, "hoort bij een melding")) == 1
        toegangsdiensten.wijs_toe(zaak=misstand, behandelaar=door, team=None, reden="eigen", door=door)
        zaak.naar(Status.IN_ONDERZOEK)
        assert "standpunt" in zaak.mist(Status.STANDPUNT)
        zaak.vul(bevindingen_op=date(2019, 2, 1), standpunt="er is een misstand", uitkomst="vastgesteld")
        zaak.naar(Status.STANDPUNT)
        assert zaak.mist(Status.TERUGGEKOPPELD) == ["bericht aan de melder"]
        zaak.vul(terugkoppeling_op=date(2019, 2, 10))
        assert zaak.naar(Status.TERUGGEKOPPELD).datum_afgehandeld == localdate()
        zaak.naar(Status.NAZORG)
        assert zaak.mist(Status.GESLOTEN) == [
            "nazorg, of waarom er geen nazorg is", "navraag benadeling",
        ]  # fmt: skip
        leg_nazorg_vast(
            register=REGISTER, zaak_id=misstand.pk, maanden=3, gedaan_op=None, niet_nodig="wil niet",
            vandaag=localdate(), door=door,
        )  # fmt: skip
        zaak.vul(navraag_benadeling_op=localdate())
        assert zaak.naar(Status.GESLOTEN).datum_gesloten == localdate()
        open_ = [t for t in Termijn.objects.van(misstand) if t.is_open]
        assert {(t.code, t.kenmerk) for t in open_} == {("nazorg", "6"), ("nazorg", "12")}


def test_geen_belang_en_geen_inbreuk_is_geen_vermoeden_en_wordt_niet_onderzocht(mensen, als):
    with als(mensen["behandelaar"]) as door:
        misstand = _registreer(door)
        toegangsdiensten.wijs_toe(zaak=misstand, behandelaar=door, team=None, reden="eigen", door=door)
        zaak = Behandeling(misstand, door)
        zaak.beoordeel(mensen["collega"], maatschappelijk_belang_toets="nee")
        assert len(zaak.mist(Status.IN_ONDERZOEK)) == 1
        assert zaak.mist(Status.GEHERKWALIFICEERD) == ["toelichting"]
        assert zaak.naar(Status.GEHERKWALIFICEERD, "een melding").uitkomst == "geen_vermoeden"


def test_wie_doorzendt_zegt_aan_welke_autoriteit_en_onderzoekt_niet(mensen, als):
    with als(mensen["behandelaar"]) as door:
        misstand = _registreer(door)
        toegangsdiensten.wijs_toe(zaak=misstand, behandelaar=door, team=None, reden="eigen", door=door)
        zaak = Behandeling(misstand, door)
        zaak.beoordeel(mensen["collega"])
        zaak.vul(terugkoppeling_op=date(2019, 1, 10))
        assert len(zaak.mist(Status.TERUGGEKOPPELD)) == 2
        zaak.vul(uitkomst="doorgezonden", doorgezonden_aan=code("extern_meldpunt", "huis"))
        assert zaak.naar(Status.TERUGGEKOPPELD).status == Status.TERUGGEKOPPELD


def test_de_melder_is_nooit_openbaar_ook_niet_voor_de_databank(mensen, als):
    with als(mensen["behandelaar"]) as door:
        with pytest.raises(ValidationError) as fout:
            _registreer(door, anonimiteit="nee")
        assert set(fout.value.message_dict) == {"anonimiteit"}
        misstand = _registreer(door)
        assert Behandeling(misstand, door).fouten(anonimiteit="nee") == {"anonimiteit"}
        _weigert("UPDATE zaken_zaak SET anonimiteit = 'nee' WHERE id = %s", misstand.pk)


def test_wie_niets_kiest_houdt_de_melder_geheim(mensen, als):
    """The kernel's own default is *nee*."""
    with als(mensen["behandelaar"]) as door:
        misstand = registreer(
            register=REGISTER,
            gegevens={"ontvangen_defensie": date(2024, 1, 2), "onderwerp": "Proef"},
            vandaag=localdate(),
            door=door,
        )
        assert Behandeling(misstand, door).lees().anonimiteit == "vertrouwelijk"


def test_ontvanger_en_opvolger_zijn_twee_personen_ook_voor_de_databank(mensen, als):
    with als(mensen["behandelaar"]) as door:
        misstand = _registreer(door)
        zaak = Behandeling(misstand, door)
        assert zaak.fouten(ontvanger=door, opvolger=door) == {"opvolger"}
        zaak.vul(opvolger=door)
        assert zaak.fouten(ontvanger=door) == {"ontvanger"}
        zaak.vul(ontvanger=mensen["collega"])
        _weigert("UPDATE misstanden_misstand SET ontvanger_id = opvolger_id WHERE zaak_ptr_id = %s", zaak.pk)


def test_wie_anoniem_is_hoeft_geen_bevestiging_te_krijgen_als_dat_niet_kan(mensen, als):
    with als(mensen["behandelaar"]) as door:
        misstand = registreer(
            register=REGISTER,
            gegevens={
                "ontvangen_defensie": date(2024, 1, 2), "onderwerp": "Proef", "anonimiteit": "anoniem",
            },
            vandaag=localdate(),
            door=door,
        )  # fmt: skip
        zaak = Behandeling(misstand, door)
        assert zaak.mist(Status.BEVESTIGD) == ["ontvangstbevestiging"]
        zaak.vul(geen_bevestiging_reden="brief zonder afzender")
        assert zaak.naar(Status.BEVESTIGD).status == Status.BEVESTIGD
        assert not _termijnen(misstand)[Termijncode.MISSTAND_ONTVANGSTBEVESTIGING.value].is_open


def test_bekendmaken_op_grond_van_een_plicht_vraagt_redenen_vooraf(mensen, als):
    with als(mensen["behandelaar"]) as door:
        zaak = Behandeling(_registreer(door), door)
        velden = {"aan": "Openbaar Ministerie", "op": date(2019, 1, 20), "grond": "wettelijke_plicht"}
        with pytest.raises(ValidationError) as fout:
            zaak.rij("bekendmaking", **velden)
        assert set(fout.value.message_dict) == {"vooraf_bericht"}
        with pytest.raises(ValidationError) as fout:
            zaak.rij("bekendmaking", **velden, vooraf_bericht="x", vooraf_bericht_op=date(2019, 1, 21))
        assert set(fout.value.message_dict) == {"op"}
        rij = zaak.rij("bekendmaking", **velden, vooraf_bericht="de rechter vraagt het")
        _weigert("UPDATE misstanden_bekendmaking SET vooraf_bericht = NULL WHERE id = %s", rij.pk)
        zaak.rij("bekendmaking", **{**velden, "grond": "toestemming"})


def test_benadeling_ligt_niet_voor_de_ontvangst(mensen, als):
    with als(mensen["behandelaar"]) as door:
        zaak = Behandeling(_registreer(door), door)
        with pytest.raises(ValidationError) as fout:
            zaak.rij("benadeling", vorm=code("benadeling", "ontslag"), bekend_op=date(2018, 12, 1))
        assert set(fout.value.message_dict) == {"bekend_op"}
        assert zaak.rij("benadeling", vorm=code("benadeling", "ontslag"), bekend_op=date(2019, 1, 1)).pk


def _weigert(opdracht, *waarden):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opdracht, waarden)


def test_wie_het_vermoeden_opvolgt_maar_niet_ziet_staat_bovenaan_met_de_weg_naar_toegang(
    mensen, als, fabriek, client_van
):
    with fabriek():
        opvolger = maak_gebruiker(Rol.MISSTANDEN)
        intake = maak_gebruiker(Rol.INTAKE)
    with als(mensen["behandelaar"]) as door:
        misstand = _registreer(door)
        Behandeling(misstand, door).vul(opvolger=opvolger)
    client, pagina = client_van(door), REGISTER.url("detail", misstand.pk)
    wacht = f"{opvolger} volgt dit vermoeden op, maar kan het nog niet zien."
    delen = f"{REGISTER.url('delen', misstand.pk)}?aan={opvolger.pk}"
    tekst = client.get(pagina).content.decode()
    assert wacht in tekst
    assert delen in tekst
    assert client.get(delen).context["form"]["aan"].value() == str(opvolger.pk)
    kiesbaar = (
        client.get(REGISTER.url("wijzig", misstand.pk, "beoordeling")).context["form"].fields["opvolger"]
    )
    assert opvolger in kiesbaar.queryset
    assert intake not in kiesbaar.queryset  # the intake can never be given access
    with fabriek():
        maak_toekenning(misstand, opvolger)
    assert wacht not in client.get(pagina).content.decode()
