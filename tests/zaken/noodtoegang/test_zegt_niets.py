"""A number that exists, one that does not, and one that may not be opened: every answer is the same until the zaak is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis, Soort
from logboek.stand import tellingen
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.noodtoegang import ONBEKEND, maak_noodtoegang
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_melding, sluit_uit
from tests.hulp.antwoord import wat_een_vreemde_ziet
from zaken.models import Noodtoegang, Zaak
from zaken.services import noodtoegang as services
from zaken.services.databank import NietMogelijk
from zaken.services.lezers import lezingen

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
LIJST, NIEUW = reverse("noodtoegang:lijst"), reverse("noodtoegang:nieuw")
REDEN = "Er is een klacht dat deze zaak te lang blijft liggen."
UUID_ = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
GEEN_ZAAK = ("onbekend", "uitgesloten", "vernietigd", "niemand")
"""What opens nothing: never given out, the opener is excluded, no key any more, nobody left who may review."""
WEL = ("bestaat", "klacht", "verzegeld", "een_ander_uitgesloten")


@dataclass
class Nummers:
    """Everybody is excluded from something, so that no answer hangs on that."""

    opener: Gebruiker
    tweede: Gebruiker
    privacy: Gebruiker
    behandelaar: Gebruiker
    zaken: dict[str, Zaak]

    def nummer(self, soort: str) -> str:
        return ONBEKEND if soort == "onbekend" else self.zaken[soort].zaaknummer


@pytest.fixture(params=[Rol.AUDITOR, Rol.PRIVACY])
def nummers(request: Any, fabriek: Any) -> Nummers:
    with fabriek():
        b = maak_gebruiker(Rol.ADVISEUR, naam="B. Handelaar")
        opener = maak_gebruiker(request.param, naam="O. Pener")
        tweede = maak_gebruiker(Rol.AUDITOR, naam="T. Weede")
        privacy = maak_gebruiker(Rol.PRIVACY, naam="P. Rivacy")
        zaken: dict[str, Zaak] = {
            soort: maak_melding(lezers=(b,), behandelaar=b, onderwerp="Merkwoord onderwerp")
            for soort in ("bestaat", "uitgesloten", "vernietigd", "niemand", "een_ander_uitgesloten")
        }
        zaken["klacht"] = maak_zaak(Zaak.Soort.KLACHT, lezers=(b,), team=maak_team())
        zaken["verzegeld"] = maak_melding(lezers=(b,), behandelaar=b, verzegeld=True)
        sluit_uit(zaken["uitgesloten"], opener)
        for wie in (tweede, privacy):
            sluit_uit(zaken["niemand"], wie)
        sluit_uit(zaken["een_ander_uitgesloten"], tweede)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE zaken_zaak SET sleutel_id = NULL WHERE id = %s", [zaken["vernietigd"].pk])
    return Nummers(opener, tweede, privacy, b, zaken)


def gezien(antwoord: Any, nummer: str = ONBEKEND) -> object:
    """What an answer says, without the number that was typed, keys, tokens and the hour."""
    status, koppen, koekjes, inhoud = wat_een_vreemde_ziet(antwoord)
    koppen = {naam: UUID_.sub("SLEUTEL", waarde) for naam, waarde in koppen.items()}
    return status, koppen, koekjes, UUID_.sub("SLEUTEL", inhoud).replace(nummer, "NUMMER")


def formulier(nummer: str) -> dict[str, str]:
    return {"zaaknummer": nummer, "reden": REDEN, "uren": "2"}


def ronde(nummers: Nummers, client_van: Callable[..., Any], nummer: str) -> list[object]:
    """Everything that opener and others see of one opening, from the form until after the review; undone afterwards."""
    gevonden: list[object] = []

    def stap(klant: Any, manier: str, adres: str, *velden: object) -> Any:
        with CaptureQueriesContext(connection) as vragen:
            antwoord = getattr(klant, manier)(adres, *velden)
        plek = UUID_.sub("SLEUTEL", adres).replace(nummer, "NUMMER")
        gevonden.append((manier, plek, gezien(antwoord, nummer), len(vragen)))
        return antwoord

    punt = transaction.savepoint()
    opener, privacy = client_van(nummers.opener), client_van(nummers.privacy)
    stap(opener, "get", f"{NIEUW}?zaak={nummer}")
    adres = stap(opener, "post", NIEUW, formulier(nummer)).headers["Location"]
    for klant in (opener, privacy):
        stap(klant, "get", adres)
        stap(klant, "get", LIJST)
        stap(klant, "get", reverse("berichten:lijst"))
    stap(opener, "post", NIEUW, formulier(nummer))  # it runs already
    stap(privacy, "get", f"{adres}zaak/")
    stap(opener, "post", adres, {"oordeel": "terecht"})
    stap(privacy, "post", adres, {"oordeel": "terecht"})  # it runs still
    stap(privacy, "post", f"{adres}beeindigen/")
    stap(opener, "get", f"{adres}zaak/")  # over
    stap(opener, "post", f"{adres}beeindigen/")
    stap(privacy, "get", adres)
    stap(privacy, "post", adres, {"oordeel": "niet_terecht", "toelichting": "Geen haast"})
    for klant in (opener, privacy):
        stap(klant, "get", adres)
        stap(klant, "get", LIJST)
        stap(klant, "get", reverse("berichten:lijst"))
    transaction.savepoint_rollback(punt)
    return gevonden


@pytest.mark.parametrize("soort", [*GEEN_ZAAK[1:], *WEL])
def test_elke_stap_antwoordt_als_bij_een_onbekend_nummer(nummers, client_van, soort):
    onbekend = ronde(nummers, client_van, ONBEKEND)
    assert ronde(nummers, client_van, nummers.nummer(soort)) == onbekend
    statussen = [antwoord[2][0] for antwoord in onbekend]
    assert statussen == [
        200, 302, *[200] * 6, 422, 404, 302, 302, 302, 404, 302, 200, 302, *[200] * 6,
    ]  # fmt: skip


@pytest.mark.parametrize("soort", [*GEEN_ZAAK, *WEL])
def test_pas_wie_de_zaak_opent_hoort_of_die_er_is(nummers, client_van, als, soort):
    klant, nummer = client_van(nummers.opener), nummers.nummer(soort)
    adres = klant.post(NIEUW, formulier(nummer)).headers["Location"]
    antwoord = klant.get(f"{adres}zaak/")
    if soort in WEL:
        register = "klachten" if soort == "klacht" else "meldingen"
        assert (antwoord.status_code, antwoord.headers["Location"]) == (
            302,
            f"/{register}/{nummers.zaken[soort].pk}/",
        )
        assert klant.get(antwoord.headers["Location"]).status_code == 200
    else:
        assert antwoord.status_code == 404
        tekst = antwoord.content.decode()
        assert f"Met het nummer {nummer} gaat geen zaak open" in tekst
        assert "De andere toezichthouders weten dat u noodtoegang opende." in tekst
        assert f'href="{adres}"' in tekst
        with als(nummers.opener):
            assert not Zaak.objects.zichtbaar_voor(nummers.opener).exists()
            assert Noodtoegang.objects.get().zaak_id is None
    assert klant.post(f"{adres}zaak/").status_code == 405


def test_de_woorden_zijn_gelijk_voor_alles_wat_niet_opengaat(nummers, client_van):
    klant, woorden = client_van(nummers.opener), set()
    for soort in GEEN_ZAAK:
        nummer = nummers.nummer(soort)
        adres = klant.post(NIEUW, formulier(nummer)).headers["Location"]
        woorden.add(str(gezien(klant.get(f"{adres}zaak/"), nummer)))
    assert len(woorden) == 1


@pytest.mark.parametrize("soort", ["onbekend", "bestaat"])
def test_alleen_wie_opende_gaat_van_een_noodtoegang_naar_de_zaak_en_alleen_zolang_die_loopt(
    nummers, client_van, fabriek, soort
):
    klant = client_van(nummers.opener)
    adres = klant.post(NIEUW, formulier(nummers.nummer(soort))).headers["Location"]
    weg = reverse("noodtoegang:zaak", args=["1b4e28ba-2fa1-4d2b-9f4e-0242ac130003"])
    for ander in (nummers.tweede, nummers.privacy, nummers.behandelaar):
        vreemd = client_van(ander)
        assert gezien(vreemd.get(f"{adres}zaak/")) == gezien(vreemd.get(weg))
    assert klant.get(adres).status_code == 200
    with fabriek():
        Noodtoegang.objects.update(
            geopend_op=timezone.now() - timedelta(hours=9), tot=timezone.now() - timedelta(hours=7)
        )
    assert gezien(klant.get(f"{adres}zaak/")) == gezien(klant.get(weg))


def test_zonder_tweede_persoon_weigert_elk_nummer_gelijk(nummers, client_van, fabriek):
    with fabriek():
        for wie in (nummers.tweede, nummers.privacy):
            wie.is_active = False
            wie.save(update_fields=["is_active"])
    klant = client_van(nummers.opener)
    antwoorden = {
        str(gezien(klant.post(NIEUW, formulier(nummers.nummer(soort))), nummers.nummer(soort)))
        for soort in (*GEEN_ZAAK, *WEL)
    }
    assert len(antwoorden) == 1
    assert "niemand die uw noodtoegang kan beoordelen" in antwoorden.pop()


def open_(nummers: Nummers, soort: str) -> Noodtoegang:
    return services.open_noodtoegang(
        zaaknummer=nummers.nummer(soort), reden=REDEN, uren=1, door=nummers.opener
    )


@pytest.mark.pg15
@pytest.mark.parametrize("soort", [*GEEN_ZAAK, *WEL])
def test_wie_het_hoort_en_wat_het_logboek_noteert(nummers, als, fabriek, soort):
    with als(nummers.opener):
        geopend = open_(nummers, soort)
    zaak = nummers.zaken[soort].pk if soort in WEL else None
    anderen = {nummers.tweede.pk, nummers.privacy.pk}
    gemeld = anderen - {nummers.tweede.pk} if soort == "een_ander_uitgesloten" else anderen
    with fabriek():
        assert (geopend.zaak_id, set(geopend.gemeld_aan)) == (zaak, gemeld)
        berichten = Bericht.objects.values_list("aan_id", "soort", "zaak_id", "object_id")
        assert set(berichten) == {(wie, "noodtoegang", None, geopend.pk) for wie in gemeld}
        (gebeurtenis,) = Gebeurtenis.objects.filter(soort=Soort.NOODTOEGANG_GEOPEND)
        assert (gebeurtenis.zaak_id, gebeurtenis.object_id) == (zaak, str(geopend.pk))
        assert set(gebeurtenis.bijzonderheden) == {"tot"}


@pytest.mark.parametrize("soort", GEEN_ZAAK[1:])
def test_een_opening_die_niets_opent_staat_niet_bij_de_zaak_van_dat_nummer(
    nummers, als, client_van, soort, fabriek
):
    with als(nummers.opener):
        open_(nummers, soort)
    zaak = nummers.zaken[soort]
    with fabriek():
        assert not Gebeurtenis.objects.filter(zaak_id=zaak.pk).exists()
    if soort != "vernietigd":
        with als(nummers.behandelaar) as behandelaar:
            gelezen, _volgende = lezingen(zaak=zaak, door=behandelaar)
            assert gelezen == []
        pagina = client_van(nummers.behandelaar).get(reverse("meldingen:toegang", args=[zaak.pk]))
        assert (pagina.status_code, "O. Pener" in pagina.content.decode()) == (200, False)
    if soort != "niemand":
        pagina = client_van(nummers.tweede).get(reverse("logboek:lijst"), {"zaak": str(zaak.pk)})
        assert (pagina.status_code, "Noodtoegang geopend</td>" in pagina.content.decode()) == (200, False)


def test_het_logboek_van_wie_opende_toont_alles_wat_niet_opengaat_gelijk(nummers, client_van):
    """An auditor knows numbers from the log, but not that of a zaak that is kept from her."""
    bladen: set[tuple[str, int, int]] = set()
    for soort in GEEN_ZAAK:
        punt, klant, nummer = transaction.savepoint(), client_van(nummers.opener), nummers.nummer(soort)
        klant.post(NIEUW, formulier(nummer))
        klant.get(LIJST)  # shows the message
        blad = klant.get(reverse("logboek:lijst"))
        regels = blad.content.decode().count(
            ">Noodtoegang geopend<"
        )  # with the choice of the filter and the count
        bladen.add((str(gezien(blad, nummer)), blad.status_code, regels))
        transaction.savepoint_rollback(punt)
    ((_tekst, status, regels),) = bladen
    assert (status, regels) in {(200, 3), (404, 0)}


@pytest.mark.parametrize("soort", ["bestaat", "onbekend"])
def test_de_telling_van_een_jaar_zegt_dat_zij_elke_opening_telt(nummers, als, client_van, soort):
    with als(nummers.opener):
        for een in {"bestaat", soort}:
            open_(nummers, een)
        aantal = len({"bestaat", soort})
        assert [stand.aantal for stand in services.per_jaar()] == [aantal]
    with als(nummers.tweede):
        assert [stand.aantal for stand in services.per_jaar()] == [aantal]
        geteld = {telling.soort: telling.aantal for telling in tellingen(nu=timezone.now())}
        assert geteld[Soort.NOODTOEGANG_GEOPEND] == aantal
    pagina = client_van(nummers.opener).get(LIJST).content.decode()
    assert "Hoe vaak noodtoegang is geopend, ook als er geen zaak openging." in pagina


@pytest.mark.pg15
def test_een_ander_beoordeelt_ook_wat_niets_opende(nummers, als, fabriek):
    with als(nummers.opener):
        geopend = open_(nummers, "onbekend")
        services.beeindig(noodtoegang=geopend.pk, door=nummers.opener)
    with als(nummers.privacy):
        (deze,) = services.te_beoordelen(door=nummers.privacy, nu=timezone.now())
        assert (deze.pk, deze.reden, services.gelezen(deze)) == (geopend.pk, REDEN, [])
        services.beoordeel(
            noodtoegang=deze,
            oordeel=Noodtoegang.Oordeel.NIET_TERECHT,
            toelichting="Tikfout",
            door=nummers.privacy,
        )
    with als(nummers.tweede):
        assert [n.toelichting for n in services.niet_terecht(nu=timezone.now())] == ["Tikfout"]
    with fabriek():
        gemeld = Bericht.objects.filter(soort="noodtoegang_niet_terecht").values_list("aan_id", flat=True)
        assert set(gemeld) == {nummers.opener.pk, nummers.tweede.pk}
        soorten = Gebeurtenis.objects.filter(object_id=str(geopend.pk)).values_list("soort", "zaak_id")
        assert set(soorten) == {
            ("noodtoegang_geopend", None), ("noodtoegang_beeindigd", None), ("noodtoegang_beoordeeld", None),
        }  # fmt: skip


@pytest.mark.pg15
def test_de_worker_sluit_ook_wat_niets_opende(nummers, fabriek):
    with fabriek():
        rij = maak_noodtoegang(None, nummers.opener, geopend_op=timezone.now() - timedelta(hours=9))
        assert services.sluit_verlopen() == 1
        einde = Gebeurtenis.objects.get(soort=Soort.NOODTOEGANG_BEEINDIGD)
        rij.refresh_from_db()
        assert (einde.zaak_id, einde.object_id, rij.beeindigd_op) == (None, str(rij.pk), rij.tot)


@pytest.mark.pg15
def test_een_nummer_loopt_een_keer_per_persoon_ook_als_er_dan_een_zaak_bij_komt(nummers, als, fabriek):
    with als(nummers.opener):
        geopend = open_(nummers, "onbekend")
    with fabriek():
        zaak = maak_melding(lezers=(nummers.behandelaar,), zaaknummer=ONBEKEND)
        with pytest.raises(IntegrityError), transaction.atomic():
            maak_noodtoegang(None, nummers.opener)
    with als(nummers.opener):
        with pytest.raises(NietMogelijk, match="loopt al"):
            open_(nummers, "onbekend")
        assert not Zaak.objects.zichtbaar_voor(nummers.opener).exists()
        services.beeindig(noodtoegang=geopend.pk, door=nummers.opener)
        assert open_(nummers, "onbekend").zaak_id == zaak.pk


@pytest.mark.pg15
def test_wie_na_het_openen_is_uitgesloten_opent_opnieuw_en_ziet_niets(nummers, als, fabriek):
    """The first one is hidden then: refusing the second because it runs would tell so."""
    with als(nummers.opener):
        open_(nummers, "bestaat")
    with fabriek():
        sluit_uit(nummers.zaken["bestaat"], nummers.opener)
    with als(nummers.opener):
        tweede = open_(nummers, "bestaat")
        assert tweede.zaak_id is None
        assert [n.pk for n in services.alle()] == [tweede.pk]
        assert not Zaak.objects.zichtbaar_voor(nummers.opener).exists()
    with als(nummers.opener), pytest.raises(NietMogelijk, match="loopt al"):
        open_(nummers, "bestaat")
