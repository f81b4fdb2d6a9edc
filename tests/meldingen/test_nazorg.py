"""Nazorg moments of a melding: met by the day it was done, lapsed by a reason, and never forgotten by an edit."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.register import REGISTER
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_melding
from tests.hulp import meldingen as services
from zaken.models import Termijn
from zaken.services.nazorg import leg_nazorg_vast

pytestmark = pytest.mark.databank

AFGEHANDELD = date(2024, 12, 1)
DRIE, ZES, TWAALF = date(2025, 3, 1), date(2025, 6, 1), date(2025, 12, 1)


@pytest.fixture
def adviseur(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR)


@pytest.fixture
def melding(fabriek, adviseur):
    """In nazorg, all three moments open."""
    with fabriek():
        return maak_melding(
            lezers=(adviseur,),
            behandelaar=adviseur,
            status=Status.NAZORG,
            ontvangen_defensie=date(2024, 11, 1),
            bevestigd_op=date(2024, 11, 2),
            teruggekoppeld_op=AFGEHANDELD,
            datum_afgehandeld=AFGEHANDELD,
        )


@pytest.fixture
def wijzig(als, adviseur, melding):
    """Change the melding; gives per nazorg moment the day it was met, and the first term that is open."""

    def doe(**gegevens):
        with als(adviseur):
            versie = Melding.objects.zichtbaar_voor(adviseur).get(pk=melding.pk).versie
            nu = services.wijzig(zaak_id=melding.pk, gegevens=gegevens, basisversie=versie, door=adviseur)
            momenten = Termijn.objects.van(nu).filter(code="nazorg").order_by("werkdatum")
            staat = ["vervallen" if m.vervallen else m.voldaan_op for m in momenten]
            return staat, nu.eerste_termijn

    return doe


@pytest.fixture
def nazorg(als, adviseur, melding):
    """Answer one moment; gives what `wijzig` gives."""

    def doe(maanden, gedaan_op=None, niet_nodig=""):
        with als(adviseur):
            nu = leg_nazorg_vast(
                register=REGISTER, zaak_id=melding.pk, maanden=maanden, gedaan_op=gedaan_op,
                niet_nodig=niet_nodig, vandaag=localdate(), door=adviseur,
            )  # fmt: skip
            momenten = Termijn.objects.van(nu).filter(code="nazorg").order_by("werkdatum")
            staat = ["vervallen" if m.vervallen else m.voldaan_op for m in momenten]
            return staat, nu.eerste_termijn

    return doe


def test_elk_moment_van_nazorg_heeft_een_eigen_antwoord(wijzig, nazorg):
    assert wijzig(aantal_betrokkenen=2) == ([None, None, None], DRIE)
    laat = date(2025, 6, 10)  # after the second moment too: that one still asks
    assert nazorg(3, laat) == ([laat, None, None], ZES)
    assert wijzig(aantal_betrokkenen=3) == ([laat, None, None], ZES)
    assert nazorg(12, niet_nodig="de melder werkt elders") == ([laat, None, "vervallen"], ZES)
    assert wijzig(aantal_betrokkenen=4) == ([laat, None, "vervallen"], ZES)
    assert nazorg(6, laat) == ([laat, laat, "vervallen"], None)


def test_een_vergissing_in_een_moment_is_terug_te_nemen(wijzig, nazorg, melding, adviseur, als):
    wijzig(aantal_betrokkenen=2)
    nazorg(3, date(2025, 2, 10))
    assert nazorg(3, niet_nodig="wil niet") == (["vervallen", None, None], ZES)
    assert nazorg(3) == ([None, None, None], DRIE)
    assert nazorg(3, date(2025, 2, 11))[0][0] == date(2025, 2, 11)
    with als(adviseur):
        assert Melding.objects.zichtbaar_voor(adviseur).get(pk=melding.pk).nazorg_gedaan_op == date(
            2025, 2, 11
        )


@pytest.mark.parametrize(
    ("gedaan_op", "niet_nodig", "veld"),
    [
        (date(2024, 11, 30), "", "gedaan_op"),  # before it was dealt with
        (date(2999, 1, 1), "", "gedaan_op"),
        (date(2025, 2, 1), "wil niet", "niet_nodig"),
    ],
)
def test_een_moment_dat_niet_kan_wordt_geweigerd_bij_het_veld(wijzig, nazorg, gedaan_op, niet_nodig, veld):
    wijzig(aantal_betrokkenen=2)
    with pytest.raises(ValidationError) as fout:
        nazorg(3, gedaan_op, niet_nodig)
    assert set(fout.value.message_dict) == {veld}


def test_na_sluiten_blijft_open_nazorg_staan_tot_zij_gedaan_is(
    wijzig, nazorg, melding, adviseur, als, client_van
):
    wijzig(aantal_betrokkenen=2)
    nazorg(3, date(2025, 2, 10))
    with als(adviseur):
        dicht = services.wijzig_status(
            zaak_id=melding.pk, naar=Status.GESLOTEN, toelichting="", door=adviseur
        )
        assert dicht.eerste_termijn == ZES
    client = client_van(adviseur)
    assert melding.zaaknummer in client.get(reverse("mijn_werk")).content.decode()
    pagina = client.get(reverse("meldingen:detail", args=[melding.pk])).content.decode()
    adres = reverse("meldingen:nazorg", args=[melding.pk, 6])
    assert adres in pagina
    antwoord = client.post(adres, {"gedaan_op_dag": "3", "gedaan_op_maand": "6", "gedaan_op_jaar": "2025"})
    assert antwoord.status_code == 302  # and no reason is asked: this is not a change of what was closed
    antwoord = client.post(reverse("meldingen:nazorg", args=[melding.pk, 12]), {"niet_nodig": "wil niet"})
    assert antwoord.status_code == 302
    pagina = client.get(reverse("meldingen:detail", args=[melding.pk])).content.decode()
    assert "Niet nodig: wil niet" in pagina
    assert melding.zaaknummer not in client.get(reverse("mijn_werk")).content.decode()
    assert client.get(reverse("meldingen:nazorg", args=[melding.pk, 7])).status_code == 404


def test_een_reden_voor_geen_nazorg_laat_de_open_momenten_vervallen(wijzig, nazorg):
    dag = date(2025, 2, 20)
    wijzig(aantal_betrokkenen=2)
    nazorg(3, dag)
    assert wijzig(geen_nazorg_reden="de melder wil niet meer") == ([dag, "vervallen", "vervallen"], None)
    assert wijzig(geen_nazorg_reden="") == ([dag, None, None], ZES)


def test_een_moment_dat_al_gedaan_was_wordt_niet_te_laat_door_een_wijziging(wijzig, fabriek, melding):
    wijzig(aantal_betrokkenen=2)
    with fabriek():
        Termijn.objects.van(melding).filter(code="nazorg", kenmerk="3").update(voldaan_op=date(2025, 2, 26))
    assert wijzig(aantal_betrokkenen=3) == ([date(2025, 2, 26), None, None], ZES)


def test_een_leeggemaakte_bevestiging_is_weer_open(wijzig):
    assert wijzig(bevestigd_op=None)[1] == date(2024, 11, 8)


def test_na_heropenen_begint_de_nazorg_opnieuw(wijzig, nazorg, fabriek, melding):
    wijzig(aantal_betrokkenen=2)
    nazorg(3, date(2025, 2, 20))
    nazorg(6, niet_nodig="wil niet")
    rijen = Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=melding.pk)
    with fabriek():
        rijen.update(datum_afgehandeld=None)
    assert wijzig(aantal_betrokkenen=4)[0] == ["vervallen"] * 3
    with fabriek():
        rijen.update(datum_afgehandeld=date(2025, 4, 1))
    assert wijzig(aantal_betrokkenen=5) == ([None, None, None], date(2025, 7, 1))
