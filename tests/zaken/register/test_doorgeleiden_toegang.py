"""Who may never see the zaak that another one became: accounts that match somebody in it, and everybody inside COID."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from gebruikers.models import Gebruiker, Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis, Soort
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_toekenning, sluit_uit
from tests.hulp.doorgeleiden import leid_door, maak, overdracht
from zaken.models import Persoon, Uitsluiting, Zaak
from zaken.services.databank import NietMogelijk
from zaken.services.inhoud import annuleer
from zaken.services.toegang import verzegel
from zaken.services.toegangsspoor import toegangsperioden

pytestmark = pytest.mark.databank
BETROKKEN = Uitsluiting.Grond.BETROKKEN


@pytest.fixture
def genoemd(balies, fabriek):
    """A melding in which somebody of the other desk is named, and never was marked as involved."""
    with fabriek():
        zaak = maak(balies, "melding")
        over = maak_gebruiker(Rol.MISSTANDEN, teams=[balies.teams["misstand"]], naam="Merel Merkwoord")
        Persoon(id=uuid4(), zaak=zaak, rol="betrokkene", volgnummer=2, naam="Merkwoord, Merel").save(
            force_insert=True
        )
    return zaak, over


def _ziet(als, wie):
    with als(wie):
        return Zaak.objects.zichtbaar_voor(wie).exists()


def test_de_balie_die_de_nieuwe_zaak_krijgt_kan_haar_lezen(balies, als, fabriek):
    """Else whoever excludes all of them first keeps the zaak of another desk alone."""
    with fabriek():
        zaak = maak(balies, "melding")
        collega = maak_gebruiker(Rol.MISSTANDEN, teams=[balies.teams["misstand"]])
        leden = list(Gebruiker.objects.filter(lidmaatschappen__team=balies.teams["misstand"]))
        for lid in leden:
            sluit_uit(zaak, lid)
    with pytest.raises(NietMogelijk, match="niemand van het team"):
        leid_door(balies, zaak, "melding", overdracht("misstand"), als)
    with fabriek():
        Uitsluiting.objects.filter(zaak=zaak.pk, gebruiker=collega).delete()
    nieuw = leid_door(balies, zaak, "melding", overdracht("misstand"), als)
    with fabriek():
        assert Gebeurtenis.objects.filter(zaak_id=nieuw.pk, soort="uitgesloten").count() == len(leden) - 1


def test_wie_genoemd_is_en_een_account_heeft_ziet_geen_van_beide_zaken(genoemd, balies, als, fabriek):
    zaak, over = genoemd
    with pytest.raises(ValidationError) as fout:
        leid_door(balies, zaak, "melding", overdracht("misstand"), als)
    assert set(fout.value.message_dict) == {f"account_{over.pk}"}
    nieuw = leid_door(balies, zaak, "melding", overdracht("misstand", herkend={over.pk: BETROKKEN}), als)
    assert _ziet(als, balies.misstand)
    assert not _ziet(als, over)
    with fabriek():
        uitgesloten = Uitsluiting.objects.filter(gebruiker=over).values_list("zaak_id", flat=True)
        assert set(uitgesloten) == {zaak.pk, nieuw.pk}
        vergeleken = Gebeurtenis.objects.filter(soort=Soort.ACCOUNTS_VERGELEKEN).last()
        assert (vergeleken.zaak_id, vergeleken.bijzonderheden["gevonden"]) == (zaak.pk, 1)


def _redenen(zaak):
    """Of every access that the page names, as its reader reads them."""
    return " ".join(een.waarom for een in toegangsperioden(zaak, nu=timezone.now()))


def test_de_toegang_verraadt_niet_dat_de_zaak_uit_een_ander_register_komt(balies, als, fabriek):
    with fabriek():
        zaak = maak(balies, "melding")
    nieuw = leid_door(balies, zaak, "melding", overdracht("misstand"), als)
    with als(balies.misstand) as wie:
        redenen = _redenen(Zaak.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=nieuw.pk))
    assert "Geregistreerd" in redenen
    assert "oorgeleid" not in redenen


def test_iemand_anders_met_dezelfde_naam_blijft_wie_het_was(genoemd, balies, als):
    zaak, over = genoemd
    leid_door(balies, zaak, "melding", overdracht("misstand", herkend={over.pk: None}), als)
    assert _ziet(als, over)


def test_wie_zelf_genoemd_is_leidt_niet_door(balies, als, fabriek):
    with fabriek():
        zaak = maak(balies, "melding")
        Persoon(id=uuid4(), zaak=zaak, rol="betrokkene", volgnummer=2, naam=balies.melding.naam).save(
            force_insert=True
        )
    wat = overdracht("misstand", herkend={balies.melding.pk: BETROKKEN})
    with pytest.raises(NietMogelijk, match="zelf betrokken"):
        leid_door(balies, zaak, "melding", wat, als)


def test_het_formulier_vraagt_het_en_sluit_uit(genoemd, balies, client_van, als):
    zaak, over = genoemd
    client, adres = client_van(balies.melding), reverse("meldingen:doorgeleiden", args=[zaak.pk])
    adres += "?naar=misstand"
    assert "Betrokkene 2 lijkt de gebruiker Merel Merkwoord te zijn" in client.get(adres).content.decode()
    gegevens = {"onderwerp": "Nieuw", "reden": "hoort daar", "akkoord": "on"}
    antwoord = client.post(adres, gegevens)
    assert antwoord.status_code == 422
    antwoord = client.post(adres, {**gegevens, f"account_{over.pk}": "betrokken"}, follow=True)
    assert "Doorgeleid. De nieuwe zaak is" in antwoord.content.decode()
    assert not _ziet(als, over)


def test_een_anonieme_melding_kan_geen_klacht_worden_en_dat_staat_bij_de_keuze(balies, client_van, fabriek):
    with fabriek():
        zaak = maak(balies, "melding", anonimiteit="anoniem")
    adres = reverse("meldingen:doorgeleiden", args=[zaak.pk])
    for vraag in (adres, f"{adres}?naar=klacht"):
        antwoord = client_van(balies.melding).get(vraag)
        assert [keuze["label"] for keuze in antwoord.context["keuzes"]] == ["Vermoeden van een misstand"]
        assert "De melder is anoniem. Daarom kan dit geen klacht worden." in antwoord.content.decode()


def test_wie_later_uitgesloten_wordt_is_dat_ook_in_de_andere_zaak(balies, als, fabriek, client_van):
    """Whoever excludes, also who sees one half alone; nothing is said of the other."""
    with fabriek():
        zaak, wie = maak(balies, "melding"), maak_gebruiker(Rol.ADVISEUR)
    nieuw = leid_door(balies, zaak, "melding", overdracht("misstand"), als)
    adres = reverse("misstanden:uitsluiten", args=[nieuw.pk])
    gegevens = {"gebruiker": wie.pk, "grond": "betrokken"}
    antwoord = client_van(balies.misstand).post(adres, gegevens, follow=True).content.decode()
    assert "nooit meer zien" in antwoord
    assert zaak.zaaknummer not in antwoord
    with fabriek():
        uitgesloten = Uitsluiting.objects.filter(gebruiker=wie).values_list("zaak_id", flat=True)
        assert set(uitgesloten) == {zaak.pk, nieuw.pk}


# Sealed stays sealed


@pytest.fixture
def verzegeld(balies, fabriek):
    """A sealed melding with its behandelaar outside COID, and who there may handle a klacht."""
    with fabriek():
        elders = maak_team(soort=Team.Soort.BUITEN_COID)
        zaak = maak(balies, "melding", verzegeld=True)
        balies.buiten = maak_gebruiker(Rol.ADVISEUR, teams=[elders], naam="Buiten")
        balies.klachtbuiten = maak_gebruiker(Rol.KLACHTSECRETARIS, teams=[elders], naam="Klachtbuiten")
        maak_toekenning(zaak, balies.buiten)
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(
            behandelaar=balies.buiten, gebruikers=[balies.buiten.pk], team=None
        )
    return zaak


def _leid_door(balies, zaak, als, naar, **velden):
    balies.melding, was = balies.buiten, balies.melding
    try:
        return leid_door(balies, zaak, "melding", overdracht(naar, **velden), als)
    finally:
        balies.melding = was


def test_een_verzegelde_zaak_wordt_een_verzegelde_zaak_bij_een_behandelaar_buiten_coid(
    balies, verzegeld, als, fabriek
):
    nieuw = _leid_door(balies, verzegeld, als, "klacht", behandelaar=balies.klachtbuiten.pk)
    assert [_ziet(als, wie) for wie in (balies.klacht, balies.melding, balies.misstand)] == [False] * 3
    with als(balies.klachtbuiten) as wie:
        rij = Zaak.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=nieuw.pk)
        assert (rij.verzegeld, rij.team_id, rij.behandelaar_id) == (True, None, wie.pk)
        assert "oorgeleid" not in _redenen(rij)
        annuleer(zaak=rij, reden="toch niet", door=wie)
        assert not Zaak.objects.zichtbaar_voor(wie).filter(pk=verzegeld.pk).exists()
    with als(balies.buiten) as wie:
        terug = Zaak.objects.zichtbaar_voor(wie).get(pk=verzegeld.pk)
        assert (terug.verzegeld, terug.behandelaar_id) == (True, wie.pk)
    with fabriek():
        gelogd = set(Gebeurtenis.objects.filter(zaak_id=nieuw.pk).values_list("soort", flat=True))
        assert {"verzegeld", "toegewezen", "doorgeleid"} <= gelogd


def test_een_verzegelde_zaak_gaat_naar_niemand_binnen_coid(balies, verzegeld, als):
    for behandelaar in (None, balies.klacht.pk, balies.buiten.pk):  # nobody, inside COID, a role that may not
        with pytest.raises(NietMogelijk):
            _leid_door(balies, verzegeld, als, "klacht", behandelaar=behandelaar)
    assert [_ziet(als, wie) for wie in (balies.klacht, balies.klachtbuiten)] == [False, False]


def test_het_formulier_van_een_verzegelde_zaak_vraagt_wie_buiten_coid(balies, verzegeld, client_van, als):
    client, adres = client_van(balies.buiten), reverse("meldingen:doorgeleiden", args=[verzegeld.pk])
    pagina = client.get(f"{adres}?naar=misstand").content.decode()
    assert "niemand buiten COID die een vermoeden van een misstand kan behandelen" in pagina
    pagina = client.get(f"{adres}?naar=klacht").content.decode()
    assert "De nieuwe zaak is ook verzegeld" in pagina
    gegevens = {"onderwerp": "Nieuw", "reden": "hoort daar", "akkoord": "on"}
    assert client.post(f"{adres}?naar=klacht", gegevens).status_code == 422
    antwoord = client.post(
        f"{adres}?naar=klacht", {**gegevens, "behandelaar": balies.klachtbuiten.pk}, follow=True
    )
    assert "Doorgeleid. De nieuwe zaak is" in antwoord.content.decode()
    assert _ziet(als, balies.klachtbuiten)


def test_de_ene_helft_wordt_weer_verzegeld_als_de_andere_dat_ook_is(balies, verzegeld, als, fabriek):
    nieuw = _leid_door(balies, verzegeld, als, "klacht", behandelaar=balies.klachtbuiten.pk)
    with fabriek():
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=nieuw.pk).update(verzegeld=False)
    with als(balies.klachtbuiten) as wie:
        rij = Zaak.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=nieuw.pk)
        verzegel(zaak=rij, behandelaar=balies.klachtbuiten, reden="proef", door=wie)
        assert Zaak.objects.zichtbaar_voor(wie).get(pk=nieuw.pk).verzegeld


def test_wat_er_mist_bij_doorgeleiden_staat_er_in_een_keer(balies, client_van, fabriek):
    with fabriek():
        zaak = maak(balies, "melding")
    adres = reverse("meldingen:doorgeleiden", args=[zaak.pk]) + "?naar=klacht"
    fouten = (
        client_van(balies.melding)
        .post(adres, {"vanuit": "in_beoordeling", "onderwerp": "x"})
        .context["form"]
        .errors
    )
    assert {"reden", "akkoord"} <= set(fouten)
    assert fouten["akkoord"] == ["Zet hier een vinkje. Zonder dit kan het geen klacht worden."]
