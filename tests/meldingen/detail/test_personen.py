"""Persons and notes of a melding; annulling it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.hulp.meldingen import vers
from zaken.models import Notitie, Persoon, Zaak

from .conftest import GEHEIM, maak_persoon
from .hulp import actie, ingevuld, wijzigadres

pytestmark = pytest.mark.databank


def test_twee_browsers_bij_een_persoon(client_van, fabriek, rollen, melding):
    with fabriek():
        persoon = maak_persoon(melding, Persoon.Rol.GETUIGE, 1)
    een, ander = client_van(rollen.behandelaar), client_van(rollen.collega)
    adres = actie(melding, "persoon_wijzig", persoon.pk)
    van_een, van_ander = ingevuld(een, adres), ingevuld(ander, adres)
    assert ander.post(adres, van_ander | {"contact": "contact van de collega"}).status_code == 302
    conflict = een.post(adres, van_een | {"contact": "contact van de behandelaar"})
    pagina = conflict.content.decode()
    assert conflict.status_code == 409
    assert "M. Jansen wijzigde deze zaak ook." in pagina
    assert "contact van de collega" in pagina
    assert "contact van de behandelaar" in pagina
    opnieuw = dict(conflict.context["form"].verborgen) | {"contact": "contact van de behandelaar"}
    assert een.post(adres, opnieuw | {"keuze-contact": "mijn"}).status_code == 302
    assert _persoon(persoon, melding, fabriek).contact == "contact van de behandelaar"
    assert _persoon(persoon, melding, fabriek).naam == f"naam {GEHEIM}"


# Persons, notes, annulling


def _persoon(persoon, melding, fabriek):
    with fabriek():
        gevonden = Persoon.objects.van(melding).select_related("zaak__sleutel").get(pk=persoon.pk)
        assert gevonden.naam is not None
        return gevonden


def test_een_persoon_toevoegen_wijzigen_en_verwijderen(client_van, fabriek, rollen, melding):
    client = client_van(rollen.behandelaar)
    nieuw = {
        "rol": "betrokkene", "naam": "een naam", "contact": "een nummer", "veilig_bereikbaar": "nooit op het werk",
        "personeelscategorie": "militair", "uitkomst": "vastgesteld",
    }  # fmt: skip
    assert client.post(actie(melding, "persoon_nieuw"), nieuw).status_code == 302
    assert client.post(actie(melding, "persoon_nieuw"), {"rol": "betrokkene"}).status_code == 302
    with fabriek():
        eerste, tweede = Persoon.objects.van(melding).filter(rol="betrokkene").select_related("zaak__sleutel")
        assert (eerste.volgnummer, tweede.volgnummer, eerste.veilig_bereikbaar) == (1, 2, "nooit op het werk")
    tekst = client.get(actie(melding, "detail")).content.decode()
    assert "Betrokkene 1" in tekst
    assert "Naam niet bekend" in tekst
    adres = actie(melding, "persoon_wijzig", eerste.pk)
    assert client.post(adres, ingevuld(client, adres, naam="andere naam")).status_code == 302
    assert _persoon(eerste, melding, fabriek).naam == "andere naam"
    weg = actie(melding, "persoon_verwijder", tweede.pk)
    assert client.get(weg).status_code == 200
    assert client.post(weg).status_code == 302
    assert "Deze persoon was al verwijderd." in client.post(weg, follow=True).content.decode()
    assert client.get(weg).status_code == 404
    with fabriek():
        assert Persoon.objects.van(melding).filter(rol="betrokkene").count() == 1


def test_een_anonieme_melder_krijgt_geen_naam(client_van, fabriek, rollen, melding):
    with fabriek():
        melding.anonimiteit = Zaak.Anonimiteit.ANONIEM
        melding.save(update_fields=["anonimiteit"])
    client = client_van(rollen.behandelaar)
    antwoord = client.post(actie(melding, "persoon_nieuw"), {"rol": "melder", "naam": "toch een naam"})
    assert antwoord.status_code == 422
    assert list(antwoord.context["form"].errors) == ["naam"]
    assert (
        client.post(
            actie(melding, "persoon_nieuw"), {"rol": "melder", "contact": "via een brievenbus"}
        ).status_code
        == 302
    )


def test_een_klager_of_een_uitkomst_voor_een_getuige_bestaat_hier_niet(client_van, rollen, melding):
    client = client_van(rollen.behandelaar)
    assert client.post(actie(melding, "persoon_nieuw"), {"rol": "klager"}).status_code == 422
    antwoord = client.post(actie(melding, "persoon_nieuw"), {"rol": "getuige", "uitkomst": "vastgesteld"})
    assert list(antwoord.context["form"].errors) == ["uitkomst"]


def test_een_lezer_schrijft_een_notitie_en_twee_keer_versturen_geeft_er_een(
    client_van, fabriek, rollen, melding
):
    client = client_van(rollen.onderzoeker)
    inzending = client.get(actie(melding, "detail")).context["notitieform"]["inzending"].value()
    for _keer in range(2):
        antwoord = client.post(
            actie(melding, "notitie"), {"tekst": "mijn notitie", "inzending": str(inzending)}
        )
        assert antwoord.status_code == 302
    assert (
        client.post(actie(melding, "notitie"), {"tekst": "een andere", "inzending": str(uuid4())}).status_code
        == 302
    )
    with fabriek():
        notities = (
            Notitie.objects.van(melding).filter(door=rollen.onderzoeker).select_related("zaak__sleutel")
        )
        assert [n.tekst for n in notities] == ["een andere", "mijn notitie"]


def test_een_lege_of_te_lange_notitie_houdt_de_tekst_op_het_scherm(client_van, rollen, melding):
    client = client_van(rollen.behandelaar)
    leeg = client.post(actie(melding, "notitie"), {"tekst": " ", "inzending": str(uuid4())})
    assert (leeg.status_code, leeg.context["form"].errors) == (422, {"tekst": ["Schrijf een notitie."]})
    lang = client.post(actie(melding, "notitie"), {"tekst": "x" * 10_001, "inzending": str(uuid4())})
    assert lang.status_code == 422
    assert "x" * 10_001 in lang.content.decode()


def test_annuleren_vraagt_een_reden_en_houdt_het_nummer(client_van, fabriek, rollen, melding):
    client = client_van(rollen.behandelaar)
    assert "Het nummer blijft bestaan" in client.get(actie(melding, "annuleer")).content.decode()
    assert client.post(actie(melding, "annuleer"), {"reden": " "}).status_code == 422
    assert client.post(actie(melding, "annuleer"), {"reden": "dubbel"}).status_code == 302
    nu = vers(melding, fabriek)
    assert (nu.zaaknummer, nu.geannuleerd_door_id, nu.eerste_termijn) == (
        melding.zaaknummer,
        rollen.behandelaar.pk,
        None,
    )
    for naam in ("annuleer", "notitie", "persoon_nieuw", "toewijzen", "delen", "uitsluiten"):
        assert client.post(actie(melding, naam), {}).status_code == 403, naam
    assert client.post(wijzigadres(melding, "gegevens"), {}).status_code == 403


@pytest.mark.parametrize(("toegewezen", "status"), [(True, 403), (False, 302)])
def test_wie_zich_vergiste_annuleert_tot_er_een_behandelaar_is(
    client_van, fabriek, rollen, melding, toegewezen, status
):
    with fabriek():
        melding.aangemaakt_door = rollen.onderzoeker
        melding.behandelaar = melding.behandelaar if toegewezen else None
        melding.save(update_fields=["aangemaakt_door", "behandelaar"])
    antwoord = client_van(rollen.onderzoeker).post(actie(melding, "annuleer"), {"reden": "fout"})
    assert antwoord.status_code == status


@pytest.mark.parametrize("onderdeel", ["onzin", "gegevens-", "status"])
def test_een_onderdeel_dat_niet_bestaat_is_er_niet(onderdeel, client_van, rollen, melding):
    assert client_van(rollen.behandelaar).get(wijzigadres(melding, onderdeel)).status_code == 404


def test_een_persoon_van_een_andere_melding_is_hier_niet(client_van, fabriek, rollen, melding, nieuw):
    with fabriek():
        elders = maak_persoon(nieuw, Persoon.Rol.GETUIGE, 1)
    client = client_van(rollen.behandelaar)
    for naam in ("persoon_wijzig", "persoon_verwijder"):
        antwoord = client.get(actie(melding, naam, elders.pk))
        assert antwoord.status_code == 404
        assert GEHEIM not in antwoord.content.decode()
    client.post(actie(melding, "persoon_verwijder", elders.pk))
    assert _persoon(elders, nieuw, fabriek).naam == f"naam {GEHEIM}"
