"""Finding signals on their codes: the own ones only, and a choice that does not exist is refused in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from codelijsten.models import Code
from logboek.models import Gebeurtenis
from zaken.models import Signaal
from zaken.services.kwalificatie import annuleer_signaal, leg_signaal_vast

pytestmark = pytest.mark.databank


def code(lijst: str, waarde: str) -> Code:
    return Code.objects.get(lijst_id=lijst, code=waarde)


def _leg_vast(door, onderwerp, **anders):
    velden = {
        "soort": Signaal.Soort.ADVIESVRAAG,
        "ontvangen_op": date(2024, 11, 15),
        "reden": "r",
        "triage": {},
    }
    return leg_signaal_vast(**(velden | anders), onderwerp=onderwerp, door=door)


def test_een_signaal_wordt_gevonden_op_zijn_codes_en_alleen_door_wie_het_ziet(balie, als, client_van):
    with als(balie.intake):
        _leg_vast(balie.intake, "Merk een", defensieonderdeel=code("defensieonderdeel", "clas"))
        _leg_vast(
            balie.intake,
            "Merk twee",
            soort=Signaal.Soort.HOORT_ELDERS,
            aard=code("hoort_elders", "datalek"),
            verwezen_naar=code("verwijzing", "privacy_officer"),
            ontvangen_op=date(2023, 5, 1),
        )
    with als(balie.collega):
        weg = _leg_vast(balie.collega, "Merk drie", ontvangen_op=date(2023, 6, 1))
        annuleer_signaal(signaal_id=weg.pk, reden="vergissing", door=balie.collega)
    with als(balie.misstanden):
        _leg_vast(balie.misstanden, "Merk vier")
    client, adres = client_van(balie.intake), reverse("signalen:lijst")

    def gevonden(adres: str = adres, **vraag: str) -> set[str]:
        tekst = client.get(adres, vraag).content.decode()
        return {woord for woord in ("een", "twee", "drie", "vier") if f"Merk {woord}" in tekst}

    assert gevonden() == {"een", "twee", "drie"}
    assert (
        gevonden(soort="hoort_elders")
        == gevonden(aard="datalek")
        == gevonden(verwezen_naar="privacy_officer")
        == {"twee"}
    )
    assert gevonden(onderdeel="clas") == gevonden(jaar="2024") == {"een"}
    assert gevonden(jaar="2023", staat="telt_mee") == {"twee"}
    assert gevonden(staat="geannuleerd") == {"drie"}
    assert gevonden(staat="afgesloten") == gevonden(jaar="2023", onderdeel="clas") == set()
    assert gevonden(van_mij="on") == {"een", "twee"}
    assert gevonden(reverse("signalen:afdrukken"), staat="geannuleerd") == {"drie"}
    pagina = client.get(adres, {"jaar": "2023", "aard": "datalek", "pagina": "1"}).content.decode()
    assert 'href="?jaar=2023"' in pagina  # the chip of the other filter goes, and its page with it


@pytest.mark.parametrize("vraag", [{"soort": "melding"}, {"aard": "x"}, {"jaar": "1066"}, {"staat": "1"}])
def test_een_keuze_die_er_niet_is_wordt_in_woorden_geweigerd(vraag, balie, als, client_van, fabriek):
    with als(balie.intake):
        _leg_vast(balie.intake, "Merk een")
    client, adres = client_van(balie.intake), reverse("signalen:lijst")
    antwoord = client.get(adres, vraag)
    assert (antwoord.status_code, "Merk een" in antwoord.content.decode()) == (422, False)
    assert "utrecht-form-field-error-message" in antwoord.content.decode()
    afdruk = client.get(reverse("signalen:afdrukken"), vraag)
    assert (afdruk.status_code, afdruk["Location"].partition("?")[0]) == (302, adres)
    with fabriek():
        assert not Gebeurtenis.objects.filter(soort="geexporteerd", door_id=balie.intake.pk).exists()


def test_wat_er_niet_is_staat_niet_op_papier(balie, client_van):
    tekst = client_van(balie.intake).get(reverse("signalen:afdrukken"), {"jaar": "2023"}).content.decode()
    assert "Niets gevonden" in tekst
    assert "als afgedrukt" not in tekst
