"""Taking an organisation account off the account of somebody else: two agree, neither of them its owner."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from gebruikers import vierogen
from gebruikers.models import Gebruiker, OidcIdentiteit, Voorstel
from logboek.models import Gebeurtenis

from .hulp import adres

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


def test_een_organisatieaccount_van_een_ander_maken_er_twee_los(
    wie, client_van, fabriek, mailoutbox, django_capture_on_commit_callbacks
):
    collega, een, twee = wie["collega"], client_van(wie["een"]), client_van(wie["twee"])
    pagina = adres("gebruiker_organisatie", collega)
    assert "niet gekoppeld" in een.post(pagina, follow=True).text
    with fabriek():
        for gebruiker in (collega, wie["een"]):
            OidcIdentiteit.objects.create(
                gebruiker=gebruiker, issuer="https://i.example", onderwerp=gebruiker.naam
            )
    assert "Mijn account" in een.post(adres("gebruiker_organisatie", wie["een"]), follow=True).text
    van_de_collega = client_van(collega)
    assert van_de_collega.get(reverse("mfa_index")).status_code == 200
    assert pagina in een.get(adres("gebruiker", collega)).text
    assert "wordt opnieuw gekoppeld" in een.get(pagina).text
    vraag = een.post(pagina).url
    with fabriek():
        assert OidcIdentiteit.objects.filter(gebruiker=collega).exists()
    assert "Organisatieaccount losmaken" in twee.get(vraag).text
    with django_capture_on_commit_callbacks(execute=True):
        assert "Het is gebeurd" in twee.post(vraag, {"besluit": "akkoord"}, follow=True).text
    with fabriek():
        assert not OidcIdentiteit.objects.filter(gebruiker=collega).exists()
        assert OidcIdentiteit.objects.filter(gebruiker=wie["een"]).exists()
    assert van_de_collega.get(reverse("mfa_index")).status_code == 302  # signed out
    assert [(bericht.to, "heeft uw account losgemaakt" in bericht.body) for bericht in mailoutbox] == [([collega.email], True)]  # fmt: skip
    with fabriek():
        gelogd = Gebeurtenis.objects.filter(soort="gebruiker_gewijzigd", object_id=str(collega.pk)).get()
        assert (gelogd.door_id, gelogd.bijzonderheden["wat"]) == (wie["twee"].pk, "losgemaakt")
    assert pagina not in een.get(adres("gebruiker", collega)).text


@pytest.mark.parametrize("besluit", ["akkoord", "nee"])
def test_over_het_losmaken_van_het_eigen_account_beslist_een_ander(wie, client_van, fabriek, als, besluit):
    """Neither agreeing nor stopping it, on the screen or past it; and it is asked of others."""
    twee = wie["twee"]
    with fabriek():
        OidcIdentiteit.objects.create(gebruiker=twee, issuer="https://i.example", onderwerp="twee")
    vraag = client_van(wie["een"]).post(adres("gebruiker_organisatie", twee)).url
    zelf = client_van(twee)
    assert "Een andere beheerder of een privacy officer geeft akkoord." in zelf.get(vraag).text
    assert 'name="besluit"' not in zelf.get(vraag).text
    assert "Er wacht niets op uw akkoord." in zelf.get(reverse("akkoord:lijst")).text
    assert "Dit gaat over uw eigen account" in zelf.post(vraag, {"besluit": besluit}, follow=True).text
    with fabriek():
        assert set(Bericht.objects.values_list("aan", flat=True)) == {wie["privacy"].pk}
        assert Voorstel.objects.get().besluit == ""
        assert OidcIdentiteit.objects.filter(gebruiker=twee).exists()
    with als(twee):
        assert vierogen.wacht_op(twee, nu=timezone.now()) == 0
    assert (
        "Het is gebeurd" in client_van(wie["privacy"]).post(vraag, {"besluit": "akkoord"}, follow=True).text
    )


def test_losmaken_wordt_niet_gevraagd_als_alleen_de_gebruiker_zelf_akkoord_kan_geven(
    wie, client_van, fabriek
):
    with fabriek():
        OidcIdentiteit.objects.create(gebruiker=wie["twee"], issuer="https://i.example", onderwerp="twee")
        Gebruiker.objects.filter(pk=wie["privacy"].pk).update(is_active=False)
    antwoord = client_van(wie["een"]).post(adres("gebruiker_organisatie", wie["twee"]), follow=True).text
    assert "Niemand anders kan hier akkoord op geven" in antwoord
    with fabriek():
        assert not Voorstel.objects.exists()


def test_wie_geen_wachtwoord_heeft_kan_zich_na_het_losmaken_niet_aanmelden_en_dat_staat_erbij(
    wie, client_van, fabriek
):
    zin = "Na het losmaken lukt aanmelden pas weer met een nieuwe koppeling of een nieuwe uitnodiging."
    collega, een, twee = wie["collega"], client_van(wie["een"]), client_van(wie["twee"])
    with fabriek():
        OidcIdentiteit.objects.create(gebruiker=collega, issuer="https://i.example", onderwerp="c")
    pagina = adres("gebruiker_organisatie", collega)
    assert zin not in een.get(pagina).text
    vraag = een.post(pagina).url
    assert zin not in twee.get(vraag).text
    with fabriek():
        Gebruiker.objects.filter(pk=collega.pk).update(password="!")
    assert (zin in een.get(pagina).text, zin in twee.get(vraag).text) == (True, True)
