"""An onderzoek from the request for advice to the archive, through the services, as the real web login."""

from __future__ import annotations

import importlib
from datetime import UTC, date, datetime
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from gebruikers.models import Team
from gebruikers.rollen import Rol
from onderzoeken.models import Onderzoek
from onderzoeken.register import REGISTER
from onderzoeken.status import OVERGANGEN, Status
from onderzoeken.termijnen import opgeschort
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.onderzoeken import maak_onderzoek
from tests.factories.zaken import code
from tests.hulp.vragen import aantal_vragen
from zaken.models import Persoon, Statuswijziging, Termijn
from zaken.overgangen import OnvoldaanVoorwaarde
from zaken.services import toegang as toegangsdiensten
from zaken.services.databank import NietMogelijk
from zaken.services.inhoud import verwijder_persoon, voeg_persoon_toe
from zaken.services.registratie import registreer
from zaken.services.rijen import voeg_rij_toe, wijzig_rij
from zaken.services.status import wijzig_status
from zaken.services.wijzigen import wijzig
from zaken.termijnen import Termijncode
from zaken.termijnen.rekenen import Periode

pytestmark = pytest.mark.databank


@pytest.fixture
def mensen(fabriek):
    with fabriek():
        team = maak_team("coid", soort=Team.Soort.BEHANDELING)
        return {
            "onderzoeker": maak_gebruiker(Rol.ONDERZOEKER, teams=[team]),
            "secretaris": maak_gebruiker(Rol.KLACHTSECRETARIS),
        }


def _registreer(door):
    return registreer(
        register=REGISTER,
        gegevens={"ontvangen_defensie": date(2024, 11, 15), "onderwerp": "Opmerkingen tijdens een oefening"},
        vandaag=localdate(),
        door=door,
    )


class Behandeling:
    """Steps and changes of one onderzoek by one user."""

    def __init__(self, onderzoek, door):
        self.pk, self.door = onderzoek.pk, door

    def lees(self):
        return Onderzoek.objects.zichtbaar_voor(self.door).select_related("sleutel").get(pk=self.pk)

    def naar(self, status, toelichting=""):
        return wijzig_status(
            register=REGISTER, zaak_id=self.pk, naar=status, toelichting=toelichting, vandaag=localdate(),
            door=self.door,
        )  # fmt: skip

    def mist(self, status):
        with pytest.raises(OnvoldaanVoorwaarde) as fout:
            self.naar(status)
        return fout.value.ontbreekt

    def vul(self, **gegevens):
        return wijzig(
            register=REGISTER, zaak_id=self.pk, gegevens=gegevens, basisversie=self.lees().versie,
            vandaag=localdate(), door=self.door,
        )  # fmt: skip

    def rij(self, soort, **gegevens):
        opgave = REGISTER.rijopgave(soort)
        return voeg_rij_toe(
            register=REGISTER, opgave=opgave, zaak_id=self.pk, gegevens=gegevens, door=self.door
        )

    def stel_in(self):
        """Advised, decided and ordered."""
        self.vul(coid_advies=code("coid_advies", "onderzoek"), coid_advies_op=date(2024, 11, 18))
        self.naar(Status.ADVIES_COID)
        self.naar(Status.BESLUIT_BG)
        self.vul(
            besluit_bg_op=date(2024, 11, 20), onderzoeksoort=code("onderzoeksoort", "persoonsgericht"),
            uitvoerder=Onderzoek.Uitvoerder.COID, instellingsbeschikking="kenmerk", opdracht="onderzoek de feiten",
            ingesteld_op=date(2024, 11, 21),
        )  # fmt: skip
        self.naar(Status.INGESTELD)


def test_van_advies_tot_archief_met_alle_voorwaarden(mensen, als):
    with als(mensen["onderzoeker"]) as door:
        onderzoek = _registreer(door)
        assert onderzoek.zaaknummer == "O-2024-00001"
        zaak = Behandeling(onderzoek, door)
        assert zaak.mist(Status.ADVIES_COID) == ["advies van COID met datum"]
        zaak.vul(coid_advies=code("coid_advies", "onderzoek"), coid_advies_op=date(2024, 11, 18))
        zaak.naar(Status.ADVIES_COID)
        zaak.naar(Status.BESLUIT_BG)
        assert zaak.mist(Status.NIET_INSTELLEN) == ["toelichting", "besluit van het bevoegd gezag op"]
        assert zaak.mist(Status.INGESTELD) == [
            "besluit van het bevoegd gezag op", "soort onderzoek", "uitvoerder", "instellingsbeschikking",
            "opdracht", "ingesteld op",
        ]  # fmt: skip
        zaak.vul(
            besluit_bg_op=date(2024, 11, 20), onderzoeksoort=code("onderzoeksoort", "persoonsgericht"),
            uitvoerder=Onderzoek.Uitvoerder.COID, instellingsbeschikking="kenmerk", opdracht="onderzoek de feiten",
            ingesteld_op=date(2024, 11, 21),
        )  # fmt: skip
        zaak.naar(Status.INGESTELD)
        rapport = Termijn.objects.van(onderzoek).get(code=Termijncode.ONDERZOEK_RAPPORT.value)
        assert rapport.datum == date(2025, 2, 13)
        toegangsdiensten.wijs_toe(zaak=onderzoek, behandelaar=door, team=None, reden="eigen", door=door)
        onderzoeker = zaak.rij("onderzoeker", naam="naam van de onderzoeker")
        assert zaak.mist(Status.LOPEND) == ["verklaring van onafhankelijkheid van elke onderzoeker"]
        wijzig_rij(
            register=REGISTER, opgave=REGISTER.rijopgave("onderzoeker"), zaak_id=onderzoek.pk,
            rij_id=onderzoeker.pk, gegevens={"onafhankelijk_op": date(2024, 11, 22)}, door=door,
        )  # fmt: skip
        zaak.naar(Status.LOPEND)
        zaak.rij(
            "gesprek", gesprekssoort=code("gesprekssoort", "verhoor"), gehouden_op=date(2024, 12, 2),
            verslag="wat er is gezegd",
        )  # fmt: skip
        assert zaak.mist(Status.OPGESCHORT) == ["toelichting"]
        zaak.naar(Status.OPGESCHORT, "KMar onderzoekt")
        zaak.naar(Status.LOPEND)
        assert zaak.mist(Status.WEDERHOOR) == ["wederhoor op"]
        zaak.vul(wederhoor_op=date(2025, 1, 10))
        zaak.naar(Status.WEDERHOOR)
        assert zaak.mist(Status.RAPPORT_VASTGESTELD) == ["rapport vastgesteld op", "ten minste een conclusie"]
        zaak.vul(rapport_op=date(2025, 2, 1))
        over = {"betrokkene": 1, "hoofdcategorie": code("hoofdcategorie", "omgangsvormen")}
        voeg_persoon_toe(zaak=onderzoek, rol=Persoon.Rol.BETROKKENE, gegevens={}, door=door)
        zaak.rij("conclusie", **over, conclusie=code("onderzoeksconclusie", "vastgesteld"))
        with pytest.raises(ValidationError) as fout:
            zaak.rij("conclusie", **over, conclusie=code("onderzoeksconclusie", "niet_vastgesteld"))
        assert set(fout.value.message_dict) == {"hoofdcategorie"}
        zaak.rij(
            "aanbeveling", omschrijving="maak afspraken", eigenaar="commandant", uiterlijk_op=date(2025, 6, 1),
            opvolging=code("aanbeveling_opvolging", "open"),
        )  # fmt: skip
        zaak.naar(Status.RAPPORT_VASTGESTELD)
        assert zaak.mist(Status.BESLUIT_GENOMEN) == ["besluit na het rapport op"]
        zaak.vul(besluit_op=date(2025, 2, 10))
        assert zaak.naar(Status.BESLUIT_GENOMEN).datum_afgehandeld == localdate()
        assert zaak.naar(Status.GEARCHIVEERD).datum_gesloten == localdate()
        assert not Termijn.objects.van(onderzoek).get(code=Termijncode.ONDERZOEK_RAPPORT.value).is_open


def test_alleen_adviseur_en_onderzoeker_beginnen_een_onderzoek_en_zien_dat_van_hun_team(mensen, als):
    with als(mensen["onderzoeker"]) as onderzoeker:
        _registreer(onderzoeker)
    with als(mensen["secretaris"]) as secretaris:
        assert Onderzoek.objects.zichtbaar_voor(secretaris).count() == 0
        with pytest.raises(PermissionDenied):
            _registreer(secretaris)


def test_gestaakt_kan_niet_meer_verder_en_vraagt_geen_rapport(mensen, als):
    with als(mensen["onderzoeker"]) as door:
        onderzoek = _registreer(door)
        zaak = Behandeling(onderzoek, door)
        zaak.stel_in()
        assert zaak.mist(Status.GESTAAKT) == ["toelichting"]
        assert zaak.naar(Status.GESTAAKT, "betrokkene is overleden").datum_afgehandeld == localdate()
        assert not Termijn.objects.van(onderzoek).filter(voldaan_op=None, vervallen=False).exists()
        assert {naar for van, naar in OVERGANGEN if van == Status.GESTAAKT} == {Status.GEARCHIVEERD}


def test_data_liggen_in_de_volgorde_waarin_het_gaat(mensen, als):
    with als(mensen["onderzoeker"]) as door:
        zaak = Behandeling(_registreer(door), door)
        for gegevens, veld in (
            ({"ingesteld_op": date(2024, 11, 14)}, "ingesteld_op"),
            ({"rapport_op": date(2024, 12, 1)}, "rapport_op"),
            ({"ingesteld_op": date(2024, 12, 2), "rapport_op": date(2024, 12, 1)}, "rapport_op"),
            ({"coid_advies_op": date(2024, 12, 1)}, "coid_advies_op"),
        ):
            with pytest.raises(ValidationError) as fout:
                zaak.vul(**gegevens)
            assert veld in fout.value.message_dict, gegevens


def test_opschortingen_volgen_uit_de_stappen(mensen, fabriek, als):
    dagen = [
        ("opgeschort", date(2024, 12, 2)), ("lopend", date(2024, 12, 5)), ("opgeschort", date(2024, 12, 9)),
        ("lopend", date(2024, 12, 9)), ("opgeschort", date(2024, 12, 20)),
    ]  # fmt: skip
    with fabriek():
        onderzoek = maak_onderzoek(lezers=(mensen["onderzoeker"],), status=Status.OPGESCHORT)
        for uur, (naar, dag) in enumerate(dagen):
            op = datetime(dag.year, dag.month, dag.day, 10 + uur, tzinfo=UTC)
            Statuswijziging.objects.create(zaak=onderzoek, naar=naar, op=op)
    with als(mensen["onderzoeker"]):
        assert opgeschort(onderzoek) == [Periode(date(2024, 12, 2), date(2024, 12, 4))]


def _kan(onderzoek, naar):
    """Whether the database lets it; nothing stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE onderzoeken_onderzoek SET status = %s WHERE zaak_ptr_id = %s", [naar, onderzoek.pk]
            )
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def test_de_databank_kent_dezelfde_overgangen_als_de_tabel(fabriek):
    migratie = importlib.import_module("onderzoeken.migrations.0002_toegang")
    assert set(migratie.PAREN) == {(van.value, naar.value) for van, naar in OVERGANGEN}
    with fabriek():
        zaken = {van: maak_onderzoek(status=van) for van in Status.values}
        geweigerd = {(van, naar) for van, naar in product(zaken, zaken) if not _kan(zaken[van], naar)}
    alle = {(van, naar) for van, naar in product(Status.values, Status.values) if van != naar}
    assert geweigerd == alle - set(migratie.PAREN)


def test_een_conclusie_gaat_over_een_betrokkene_die_er_is_en_die_blijft_zolang(
    mensen, fabriek, als, client_van
):
    wie = mensen["onderzoeker"]
    with fabriek():
        onderzoek = maak_onderzoek(lezers=(wie,), behandelaar=wie, status=Status.LOPEND)
    with als(wie) as door:
        zaak = Behandeling(onderzoek, door)
        rollen = (Persoon.Rol.BETROKKENE, Persoon.Rol.BETROKKENE, Persoon.Rol.GETUIGE, Persoon.Rol.GETUIGE)
        een, twee, getuige, _laatste = (
            voeg_persoon_toe(zaak=onderzoek, rol=rol, gegevens={}, door=door) for rol in rollen
        )
        over = {
            "hoofdcategorie": code("hoofdcategorie", "omgangsvormen"),
            "conclusie": code("onderzoeksconclusie", "vastgesteld"),
        }
        verwijder_persoon(zaak=onderzoek, persoon_id=een.pk, door=door)
        for nummer in (1, 3):
            with pytest.raises(ValidationError) as fout:
                zaak.rij("conclusie", betrokkene=nummer, **over)
            assert fout.value.message_dict == {
                "betrokkene": [f"Dit onderzoek heeft geen betrokkene {nummer}. Voeg eerst de betrokkene toe."]
            }
        rij = zaak.rij("conclusie", betrokkene=2, **over)
        with pytest.raises(NietMogelijk):
            verwijder_persoon(zaak=onderzoek, persoon_id=twee.pk, door=door)
        verwijder_persoon(zaak=onderzoek, persoon_id=getuige.pk, door=door)
    client = client_van(wie)
    assert "Betrokkene 2</p>" in client.get(REGISTER.url("detail", onderzoek.pk)).content.decode()
    wijzig = REGISTER.url("rij_wijzig", onderzoek.pk, "conclusie", rij.pk)
    fout = client.post(wijzig, {"velden": "betrokkene", "betrokkene": "9"})
    assert (fout.status_code, "heeft geen betrokkene 9" in fout.content.decode()) == (422, True)
    weg = client.post(REGISTER.url("persoon_verwijder", onderzoek.pk, twee.pk))
    assert (weg.status_code, "Conclusie 1 gaat over deze persoon." in weg.content.decode()) == (422, True)
    client.post(REGISTER.url("rij_verwijder", onderzoek.pk, "conclusie", rij.pk))
    assert client.post(REGISTER.url("persoon_verwijder", onderzoek.pk, twee.pk)).status_code == 302


@pytest.mark.parametrize(
    ("advies", "uitvoerder", "wijkt_af"),
    [
        ("onderzoek", Onderzoek.Uitvoerder.COID, False),
        ("geen_onderzoek", Onderzoek.Uitvoerder.COID, True),
        ("overdracht_kmar", Onderzoek.Uitvoerder.COID, True),
        ("overdracht_kmar", Onderzoek.Uitvoerder.KMAR, False),
    ],
)
def test_wie_instelt_tegen_het_advies_in_schrijft_op_waarom(
    mensen, fabriek, als, advies, uitvoerder, wijkt_af
):
    wie = mensen["onderzoeker"]
    with fabriek():
        onderzoek = maak_onderzoek(
            lezers=(wie,), behandelaar=wie, status=Status.BESLUIT_BG, coid_advies=code("coid_advies", advies),
            coid_advies_op=date(2024, 11, 18), besluit_bg_op=date(2024, 11, 20), uitvoerder=uitvoerder,
            onderzoeksoort=code("onderzoeksoort", "persoonsgericht"), ingesteld_op=date(2024, 11, 21),
            instellingsbeschikking="kenmerk", opdracht="onderzoek de feiten",
        )  # fmt: skip
    with als(wie) as door:
        zaak = Behandeling(onderzoek, door)
        if wijkt_af:
            assert zaak.mist(Status.INGESTELD) == [
                "in de toelichting: waarom het besluit afwijkt van het advies"
            ]
        zaak.naar(Status.INGESTELD, "nieuwe feiten" if wijkt_af else "")
        assert zaak.vul(opdracht="onderzoek ook de rest").status == Status.INGESTELD


def test_de_conclusies_van_een_gearchiveerd_onderzoek_staan_vast_ook_voor_de_databank(
    mensen, fabriek, als, client_van
):
    wie = mensen["onderzoeker"]
    with fabriek():
        onderzoek = maak_onderzoek(
            lezers=(wie,), behandelaar=wie, status=Status.RAPPORT_VASTGESTELD, ingesteld_op=date(2024, 11, 20),
            wederhoor_op=date(2024, 12, 1), rapport_op=date(2024, 12, 2),
        )  # fmt: skip
    over = {
        "hoofdcategorie": code("hoofdcategorie", "omgangsvormen"),
        "conclusie": code("onderzoeksconclusie", "vastgesteld"),
    }
    with als(wie) as door:
        zaak = Behandeling(onderzoek, door)
        rij = zaak.rij("conclusie", **over)
    client = client_van(wie)
    weg = REGISTER.url("rij_verwijder", onderzoek.pk, "conclusie", rij.pk)
    assert (
        "mag dit niet leeg zijn: ten minste een conclusie" in client.post(weg, follow=True).content.decode()
    )
    assert weg in client.get(REGISTER.url("detail", onderzoek.pk)).content.decode()
    with fabriek():
        zelf = Onderzoek.objects.zonder_toegangsfilter(reden="test").filter(pk=onderzoek.pk)
        for status in (Status.BESLUIT_GENOMEN, Status.GEARCHIVEERD):
            zelf.update(status=status)
    pagina = client.get(REGISTER.url("detail", onderzoek.pk)).content.decode()
    nieuw = REGISTER.url("rij_nieuw", onderzoek.pk, "conclusie")
    assert (weg in pagina, nieuw in pagina) == (False, False)
    assert REGISTER.url("rij_nieuw", onderzoek.pk, "aanbeveling") in pagina
    for adres in (weg, nieuw, REGISTER.url("rij_wijzig", onderzoek.pk, "conclusie", rij.pk)):
        assert client.post(adres, {"reden_na_sluiting": "vergissing"}).status_code == 403, adres
    with als(wie) as door:
        with pytest.raises(PermissionDenied):
            zaak.rij("conclusie", **over)
        with connection.cursor() as cursor:
            for opdracht in (
                "UPDATE onderzoeken_conclusie SET volgnummer = 9 WHERE id = %s",
                "DELETE FROM onderzoeken_conclusie WHERE id = %s",
            ):
                with pytest.raises(IntegrityError), transaction.atomic():
                    cursor.execute(opdracht, [rij.pk])


def test_de_pagina_toont_elke_soort_rij_binnen_vijftien_vragen(mensen, fabriek, als, client_van):
    wie = mensen["onderzoeker"]
    with fabriek():
        onderzoek = maak_onderzoek(lezers=(wie,), behandelaar=wie, status=Status.LOPEND)
    client, adres = client_van(wie), REGISTER.url("detail", onderzoek.pk)
    leeg = aantal_vragen(client, adres)
    with als(wie) as door:
        zaak = Behandeling(onderzoek, door)
        zaak.rij("onderzoeker", naam="naam van een", onafhankelijk_op=date(2024, 11, 22))
        zaak.rij("onderzoeker", naam="naam van twee")
        zaak.rij(
            "gesprek", gesprekssoort=code("gesprekssoort", "verhoor"), gehouden_op=date(2024, 12, 2),
            verslag="merkwoord verslag",
        )  # fmt: skip
        zaak.rij(
            "conclusie", hoofdcategorie=code("hoofdcategorie", "omgangsvormen"),
            conclusie=code("onderzoeksconclusie", "niet_vast_te_stellen"),
        )  # fmt: skip
        zaak.rij(
            "aanbeveling", omschrijving="merkwoord raad", opvolging=code("aanbeveling_opvolging", "open")
        )
    assert aantal_vragen(client, adres) == leeg <= 15
    tekst = client.get(adres).content.decode()
    for woord in (
        "naam van een", "22 november 2024", "naam van twee", "Nog niet verklaard", "Verhoor", "2 december 2024",
        "merkwoord verslag", "Niet vast te stellen", "Hele onderzoek", "merkwoord raad",
    ):  # fmt: skip
        assert woord in tekst, woord
