"""The pages of who read a zaak and what changed, and what reading leaves in the log."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis, Soort
from meldingen.models import Melding
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_melding

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


@pytest.fixture
def behandelaar(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR, naam="B. Handelaar")


@pytest.fixture
def lezer(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ONDERZOEKER, naam="L. Ezer")


@pytest.fixture
def melding(fabriek, behandelaar, lezer):
    with fabriek():
        return maak_melding(
            lezers=(behandelaar, lezer), behandelaar=behandelaar, onderwerp="Kwartel in de gang"
        )


@pytest.fixture
def gelogd(fabriek):
    def lees(soort: Soort) -> list[tuple[int | None, dict[str, object]]]:
        with fabriek():
            return list(
                Gebeurtenis.objects.filter(soort=soort)
                .order_by("tijdstip")
                .values_list("door_id", "bijzonderheden")
            )

    return lees


def test_de_behandelaar_komt_van_de_zaak_bij_haar_lezers(client_van, behandelaar, lezer, melding):
    client_van(lezer).get(reverse("meldingen:detail", args=[melding.pk]))
    client = client_van(behandelaar)
    adres = reverse("meldingen:lezers", args=[melding.pk])
    assert adres in client.get(reverse("meldingen:detail", args=[melding.pk])).content.decode()
    rijen = client.get(adres).context["rijen"]
    assert [(rij["cellen"][0]["tekst"], rij["cellen"][2]["tekst"]) for rij in rijen] == [
        ("B. Handelaar", "Pagina van de zaak"),
        ("L. Ezer", "Pagina van de zaak"),
    ]


def test_wie_meeleest_ziet_de_lezers_niet_en_vindt_er_geen_weg_heen(client_van, lezer, melding):
    client = client_van(lezer)
    adres = reverse("meldingen:lezers", args=[melding.pk])
    assert client.get(adres).status_code == 403
    assert adres not in client.get(reverse("meldingen:detail", args=[melding.pk])).content.decode()


def test_ook_van_een_geannuleerde_zaak_blijven_de_lezers_te_zien(client_van, fabriek, behandelaar, melding):
    from django.utils import timezone

    with fabriek():
        Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=melding.pk).update(
            geannuleerd_op=timezone.now(), geannuleerd_door=behandelaar
        )
    assert client_van(behandelaar).get(reverse("meldingen:lezers", args=[melding.pk])).status_code == 200


def test_alle_wijzigingen_staan_op_een_pagina_en_haar_lezen_is_lezen(
    client_van, als, behandelaar, melding, gelogd
):
    with als(behandelaar):
        Melding.objects.zichtbaar_voor(behandelaar).filter(pk=melding.pk).update(status="in_beoordeling")
    client = client_van(behandelaar)
    adres = reverse("meldingen:geschiedenis", args=[melding.pk])
    assert adres in client.get(reverse("meldingen:detail", args=[melding.pk])).content.decode()
    assert "Status: Nieuw → In beoordeling" in client.get(adres).content.decode()
    assert gelogd(Soort.INGEZIEN)[-1] == (behandelaar.pk, {"wijze": "geschiedenis"})


def test_een_geopende_treffer_is_te_onderscheiden_van_bladeren(client_van, behandelaar, melding, gelogd):
    client = client_van(behandelaar)
    (rij,) = client.get(reverse("meldingen:lijst"), {"q": "kwartel"}).context["rijen"]
    client.get(rij["url"])
    (rij,) = client.get(reverse("meldingen:lijst")).context["rijen"]
    client.get(rij["url"])
    assert [bijzonder for _door, bijzonder in gelogd(Soort.INGEZIEN)] == [{"wijze": "treffer"}, {}]


def test_afdrukken_staat_in_het_logboek(client_van, behandelaar, lezer, melding, gelogd):
    antwoord = client_van(lezer).post(reverse("meldingen:afgedrukt", args=[melding.pk]))
    assert (antwoord.status_code, gelogd(Soort.AFGEDRUKT)) == (204, [(lezer.pk, {})])


def test_de_pagina_om_af_te_drukken_logt_ook_zonder_javascript_en_laat_niets_doen(
    client_van, behandelaar, melding, gelogd
):
    antwoord = client_van(behandelaar).get(reverse("meldingen:afdrukken", args=[melding.pk]))
    assert melding.zaaknummer in antwoord.text
    assert gelogd(Soort.AFGEDRUKT) == [(behandelaar.pk, {})]
    assert "data-afdruk>" not in antwoord.text  # else the same print would be logged twice
    assert reverse("meldingen:toewijzen", args=[melding.pk]) not in antwoord.text
    assert reverse("meldingen:notitie", args=[melding.pk]) not in antwoord.text
