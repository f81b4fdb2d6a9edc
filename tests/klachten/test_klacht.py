"""A klacht from the desk to the oordeel, through the services, as the real web login (Awb chapter 9)."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from gebruikers.models import Team
from gebruikers.rollen import Rol
from klachten.controles import VOLGORDE
from klachten.models import Klacht, Klachtonderdeel
from klachten.oordelen import tegenspraak
from klachten.register import REGISTER
from klachten.status import Status
from klachten.termijnen import naar_ombudsman_tot
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import code
from zaken.models import Persoon, Termijn
from zaken.overgangen import OnvoldaanVoorwaarde
from zaken.register.controles import volgordefouten
from zaken.register.rijen import Rijgegevens
from zaken.services import toegang as toegangsdiensten
from zaken.services.inhoud import Persoonsgegevens
from zaken.services.registratie import registreer
from zaken.services.rijen import voeg_rij_toe, wijzig_rij
from zaken.services.status import wijzig_status
from zaken.services.wijzigen import wijzig
from zaken.termijnen import Termijncode

pytestmark = pytest.mark.databank


@pytest.fixture
def mensen(fabriek):
    with fabriek():
        bureau = maak_team("ckp", soort=Team.Soort.KLACHTEN)
        return {
            "ckp": maak_gebruiker(Rol.CKP, teams=[bureau]),
            "secretaris": maak_gebruiker(Rol.KLACHTSECRETARIS, teams=[bureau]),
            "adviseur": maak_gebruiker(Rol.ADVISEUR),
        }


def _gegevens(**anders):
    return {
        "ontvangen_defensie": date(2024, 11, 15),
        "onderwerp": "Opmerkingen tijdens een oefening",
        "anonimiteit": "nee",
        "klachtsoort": code("klachtsoort", "ongewenst_gedrag"),
        **anders,
    }


def _registreer(door, *, rijen=None, **anders):
    return registreer(
        register=REGISTER,
        gegevens=_gegevens(**anders),
        personen=[Persoonsgegevens(Persoon.Rol.KLAGER, {"naam": "naam van de klager"})],
        rijen=[Rijgegevens("klachtonderdeel", {"omschrijving": "eerste deel"})] if rijen is None else rijen,
        vandaag=localdate(),
        door=door,
    )


class Behandeling:
    """Steps and changes of one klacht by one user."""

    def __init__(self, klacht, door):
        self.pk, self.door = klacht.pk, door

    def lees(self):
        return Klacht.objects.zichtbaar_voor(self.door).select_related("sleutel", "oordeel").get(pk=self.pk)

    def naar(self, status, toelichting="", **gegevens):
        return wijzig_status(
            register=REGISTER, zaak_id=self.pk, naar=status, toelichting=toelichting, vandaag=localdate(),
            gegevens=gegevens, door=self.door,
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


def _termijn(klacht, soort):
    return Termijn.objects.van(klacht).get(code=soort.value)


def test_een_klacht_krijgt_een_k_nummer_komt_bij_het_ckp_en_houdt_haar_delen(mensen, als):
    with als(mensen["ckp"]) as ckp:
        klacht = _registreer(ckp)
        assert klacht.zaaknummer == "K-2024-00001"
        assert klacht.team.soort == Team.Soort.KLACHTEN
        deel = Klachtonderdeel.objects.van(klacht).get()
        deel.zaak = klacht
        assert (deel.volgnummer, deel.omschrijving) == (1, "eerste deel")
        assert _termijn(klacht, Termijncode.KLACHT_OORDEEL).datum == date(2024, 12, 30)
    with als(mensen["adviseur"]) as adviseur:
        assert Klacht.objects.zichtbaar_voor(adviseur).count() == 0
        with pytest.raises(PermissionDenied):
            _registreer(adviseur)


def test_van_ontvangen_tot_gesloten_met_alle_voorwaarden(mensen, als):
    with als(mensen["ckp"]) as ckp:
        klacht = _registreer(ckp, rijen=[], via_commissie=True)
        balie = Behandeling(klacht, ckp)
        assert balie.mist(Status.BEOORDELEN) == ["ten minste een klachtonderdeel"]
        opgave = REGISTER.rijopgave("klachtonderdeel")
        deel = voeg_rij_toe(
            register=REGISTER, opgave=opgave, zaak_id=klacht.pk, door=ckp,
            gegevens={"gedraging": code("gedraging", "pesten")},
        )  # fmt: skip
        balie.naar(Status.BEOORDELEN)
        assert balie.mist(Status.NIET_IN_BEHANDELING) == [
            "toelichting", "waarom de klacht niet in behandeling komt",
        ]  # fmt: skip
        assert balie.mist(Status.IN_BEHANDELING) == [
            "ontvangstbevestiging", "behandelaar", "verklaring dat de behandelaar niet betrokken was",
        ]  # fmt: skip
        balie.vul(bevestigd_op=date(2024, 11, 18), behandelaar_niet_betrokken=True)
        toegangsdiensten.wijs_toe(zaak=klacht, behandelaar=ckp, team=None, reden="eigen", door=ckp)
        balie.naar(Status.IN_BEHANDELING)
        assert balie.mist(Status.HOREN) == ["kopie aan de aangeklaagde"]
        balie.vul(afschrift_aangeklaagde_op=date(2024, 11, 20))
        balie.naar(Status.HOREN)
        assert "gehoord op, of waarom niet gehoord" in balie.mist(Status.ADVIES_UITGEBRACHT)
        balie.vul(hoorzitting_op=date(2024, 12, 5), advies="gegrond verklaren", advies_op=date(2024, 12, 10))
        assert balie.mist(Status.ADVIES_UITGEBRACHT) == ["advies per klachtonderdeel"]
        for veld, uitkomst in (("advies", "gegrond"), ("oordeel", "ongegrond")):
            wijzig_rij(
                register=REGISTER, opgave=opgave, zaak_id=klacht.pk, rij_id=deel.pk, door=ckp,
                gegevens={veld: code("oordeel", uitkomst)},
            )  # fmt: skip
        balie.naar(Status.ADVIES_UITGEBRACHT)
        balie.vul(oordeel=code("oordeel", "ongegrond"), oordeel_op=date(2024, 12, 20))
        assert balie.mist(Status.OORDEEL) == ["waarom het oordeel afwijkt van het advies"]
        balie.vul(afwijking_advies_reden="nieuwe feiten")
        balie.naar(Status.OORDEEL)
        assert balie.mist(Status.AFGEHANDELD) == [
            "conclusies", "bericht aan de klager", "dat het bericht de ombudsman noemt",
        ]  # fmt: skip
        balie.vul(conclusies="gesprek", kennisgeving_op=date(2024, 12, 21), ombudsman_vermeld=True)
        assert balie.naar(Status.AFGEHANDELD).datum_afgehandeld == localdate()
        assert balie.naar(Status.GESLOTEN).datum_gesloten == localdate()
        assert {termijn.is_open for termijn in Termijn.objects.van(klacht)} == {False}


def test_het_oordeel_over_het_geheel_past_bij_de_delen_voor_het_scherm_en_voor_de_databank(db):
    codes = ("gegrond", "deels_gegrond", "ongegrond", "kennelijk_ongegrond", "geen_oordeel")
    gevallen = [
        (geheel, delen) for geheel in codes for n in range(4) for delen in product(("", *codes), repeat=n)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(app.oordeel_past(g, d::text[]) ORDER BY nr)"
            " FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS t(g, d, nr)",
            [
                [g for g, _d in gevallen],
                ["{" + ",".join(d or '""' for d in delen) + "}" for _g, delen in gevallen],
            ],
        )
        (past,) = cursor.fetchone()
    assert past == [not tegenspraak(geheel, delen) for geheel, delen in gevallen]
    assert tegenspraak("ongegrond", ["gegrond", "ongegrond"])
    assert not tegenspraak("deels_gegrond", ["gegrond", "ongegrond"])


def test_een_ongegronde_klacht_met_een_gegrond_deel_kan_niet(mensen, als, client_van):
    with als(mensen["ckp"]) as ckp:
        klacht = _registreer(ckp, rijen=[Rijgegevens("klachtonderdeel", {"omschrijving": "x"})])
        deel = Klachtonderdeel.objects.van(klacht).get()
        opgave = REGISTER.rijopgave("klachtonderdeel")
        vast = {"register": REGISTER, "zaak_id": klacht.pk, "door": ckp}
        wijzig_rij(opgave=opgave, rij_id=deel.pk, gegevens={"oordeel": code("oordeel", "gegrond")}, **vast)
        versie = Klacht.objects.zichtbaar_voor(ckp).get(pk=klacht.pk).versie
        fout_oordeel = {"oordeel": code("oordeel", "ongegrond"), "oordeel_op": date(2024, 12, 1)}
        with pytest.raises(ValidationError) as fout:
            wijzig(gegevens=fout_oordeel, basisversie=versie, vandaag=localdate(), **vast)
        assert set(fout.value.message_dict) == {"oordeel"}
        with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(
                "UPDATE klachten_klacht SET oordeel_id = %s WHERE zaak_ptr_id = %s",
                [code("oordeel", "ongegrond").pk, klacht.pk],
            )
        goed = fout_oordeel | {"oordeel": code("oordeel", "gegrond")}
        wijzig(gegevens=goed, basisversie=versie, vandaag=localdate(), **vast)
    url = REGISTER.url("rij_wijzig", klacht.pk, "klachtonderdeel", deel.pk)
    form = client_van(ckp).get(url).context["form"]
    data = dict(form.verborgen) | {"omschrijving": "x", "oordeel": "ongegrond"}
    pagina = client_van(ckp).post(url, data, follow=True).content.decode()
    assert pagina.count("Niet elk deel van de klacht is gegrond.") == 2  # the message, and beside the oordeel


def test_een_klacht_is_nooit_anoniem_ook_niet_voor_de_databank(mensen, als):
    with als(mensen["ckp"]) as ckp:
        with pytest.raises(ValidationError) as fout:
            _registreer(ckp, anonimiteit="anoniem")
        assert set(fout.value.message_dict) == {"anonimiteit"}
        klacht = _registreer(ckp)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE zaken_zaak SET anonimiteit = 'anoniem' WHERE id = %s", [klacht.pk])


@pytest.mark.parametrize(
    ("anders", "uiterlijk"),
    [
        ({}, date(2024, 12, 30)),
        ({"via_commissie": True}, date(2025, 1, 24)),
        ({"vorm": "mondeling"}, date(2024, 12, 27)),
        ({"jegens_klager": False}, date(2024, 12, 27)),
    ],
    ids=["schriftelijk", "commissie", "mondeling", "niet over de klager zelf"],
)
def test_de_termijn_volgt_vorm_en_commissie(mensen, als, anders, uiterlijk):
    with als(mensen["ckp"]) as ckp:
        assert _termijn(_registreer(ckp, **anders), Termijncode.KLACHT_OORDEEL).datum == uiterlijk


def test_verdagen_telt_pas_als_beiden_bericht_kregen(mensen, als):
    with als(mensen["ckp"]) as ckp:
        klacht = _registreer(ckp)
        zaak = Behandeling(klacht, ckp)
        verdaging = {
            "verdaagd_op": date(2024, 12, 2),
            "verdaagd_weken": 4,
            "verdaagd_klager_op": date(2024, 12, 3),
        }
        with pytest.raises(ValidationError) as fout:
            zaak.vul(**verdaging)
        assert set(fout.value.message_dict) == {"verdaagd_reden"}
        zaak.vul(**verdaging, verdaagd_reden="getuige is op missie")
        assert _termijn(klacht, Termijncode.KLACHT_OORDEEL).datum == date(2024, 12, 30)
        zaak.vul(verdaagd_aangeklaagde_op=date(2024, 12, 3))
        assert _termijn(klacht, Termijncode.KLACHT_OORDEEL).datum == date(2025, 1, 24)


def test_een_deel_zegt_iets_en_een_oordeel_dat_afwijkt_vraagt_een_reden(mensen, als):
    with als(mensen["ckp"]) as ckp:
        klacht = _registreer(ckp)
        opgave = REGISTER.rijopgave("klachtonderdeel")
        with pytest.raises(ValidationError) as fout:
            voeg_rij_toe(register=REGISTER, opgave=opgave, zaak_id=klacht.pk, gegevens={}, door=ckp)
        assert set(fout.value.message_dict) == {"omschrijving"}
        deel = Klachtonderdeel.objects.van(klacht).get()
        wijzig_rij(
            register=REGISTER, opgave=opgave, zaak_id=klacht.pk, rij_id=deel.pk, door=ckp,
            gegevens={"advies": code("oordeel", "gegrond"), "oordeel": code("oordeel", "ongegrond")},
        )  # fmt: skip
        stand = REGISTER.stappen.verzamel(klacht)
        assert stand["heeft_klager"] is True
        assert [d.oordeel.code for d in stand["onderdelen"]] == ["ongegrond"]


def test_na_de_kennisgeving_heeft_de_klager_een_jaar_voor_de_ombudsman():
    assert naar_ombudsman_tot(Klacht(kennisgeving_op=date(2024, 2, 29))) == date(2025, 2, 28)
    assert naar_ombudsman_tot(Klacht()) is None


@pytest.mark.parametrize("veld", ["verdaagd_klager_op", "verdaagd_aangeklaagde_op"])
def test_niemand_hoort_van_een_verdaging_voor_er_verdaagd_is(veld):
    """Else the term would move for a notice that cannot have been about it (Awb 9:11)."""
    klacht = Klacht(ontvangen_defensie=date(2026, 11, 16), verdaagd_op=date(2026, 11, 20), verdaagd_weken=4)
    assert list(volgordefouten(klacht, {veld: date(2026, 11, 10)}, VOLGORDE)) == [veld]
    assert volgordefouten(klacht, {veld: date(2026, 11, 20)}, VOLGORDE) == {}
