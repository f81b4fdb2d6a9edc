"""Taking one step on the screen: what it asks, who may, and what a late click hears."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gebruikers.models import Team
from meldingen.models import Melding
from meldingen.status import OVERGANGEN, Status
from tests.factories.gebruikers import maak_team
from tests.factories.zaken import code, maak_melding, maak_toekenning
from tests.hulp.meldingen import vers
from zaken.models import Statuswijziging

from .conftest import GEHEIM

pytestmark = pytest.mark.databank


def adres(melding, naar):
    return reverse("meldingen:status", args=[melding.pk, naar])


def test_een_stap_vraagt_eerst_en_zet_dan(client_van, fabriek, rollen, melding):
    client = client_van(rollen.behandelaar)
    vraag = client.get(adres(melding, "in_onderzoek"))
    assert vraag.status_code == 200
    assert "In behandeling</strong> naar <strong>In onderzoek" in vraag.content.decode()
    assert vers(melding, fabriek).status == Status.IN_BEHANDELING
    antwoord = client.post(
        adres(melding, "in_onderzoek"),
        {"toelichting": "opdracht is er", "vanuit": "in_behandeling"},
        follow=True,
    )
    assert antwoord.redirect_chain == [(reverse("meldingen:detail", args=[melding.pk]), 302)]
    assert "De status is nu: In onderzoek." in antwoord.content.decode()
    with fabriek():
        wijziging = Statuswijziging.objects.van(melding).select_related("zaak__sleutel").get()
        assert (wijziging.van, wijziging.naar, wijziging.toelichting, wijziging.door_id) == (
            "in_behandeling", "in_onderzoek", "opdracht is er", rollen.behandelaar.pk,
        )  # fmt: skip


def test_dubbel_klikken_zet_de_stap_een_keer_en_zegt_dat(client_van, fabriek, rollen, melding):
    client = client_van(rollen.behandelaar)
    gegevens = {"toelichting": "", "vanuit": "in_behandeling"}
    assert client.post(adres(melding, "in_onderzoek"), gegevens).status_code == 302
    tweede = client.post(adres(melding, "in_onderzoek"), gegevens)
    assert tweede.status_code == 409
    assert "De melding staat al op: In onderzoek." in tweede.content.decode()
    with fabriek():
        assert Statuswijziging.objects.van(melding).count() == 1


def test_een_late_klik_hoort_waar_de_melding_nu_staat(client_van, fabriek, rollen, melding):
    client = client_van(rollen.behandelaar)
    with fabriek():
        Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=melding.pk).update(
            status="in_onderzoek"
        )
    antwoord = client.post(adres(melding, "opgeschort"), {"toelichting": "x", "vanuit": "in_behandeling"})
    assert antwoord.status_code == 409
    assert "De melding staat nu op: In onderzoek. Vanaf hier kan de melding niet naar: Opgeschort." in (
        antwoord.content.decode()
    )


def test_een_stap_van_een_oude_pagina_gaat_niet_stil_door(client_van, fabriek, rollen, melding):
    """In onderzoek → in behandeling exists, but the user saw another status."""
    with fabriek():
        Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=melding.pk).update(
            status="in_onderzoek"
        )
    antwoord = client_van(rollen.behandelaar).post(
        adres(melding, "in_behandeling"), {"toelichting": "", "vanuit": "opgeschort"}
    )
    assert antwoord.status_code == 409
    assert vers(melding, fabriek).status == Status.IN_ONDERZOEK


def test_opschorten_vraagt_een_reden_en_een_dag_in_de_toekomst(client_van, fabriek, rollen, melding):
    client, morgen = client_van(rollen.behandelaar), timezone.localdate() + timedelta(days=1)
    vandaag = timezone.localdate()
    for gegevens in (
        {"toelichting": "", **_datum("herbeoordelen_op", morgen)},
        {"toelichting": "wacht", **_datum("herbeoordelen_op", vandaag)},
        {"toelichting": "wacht"},
        {"toelichting": "wacht", "herbeoordelen_op_dag": "31", "herbeoordelen_op_maand": "2"},
    ):
        assert client.post(adres(melding, "opgeschort"), gegevens).status_code == 422, gegevens
    goed = client.post(
        adres(melding, "opgeschort"), {"toelichting": "wacht", **_datum("herbeoordelen_op", morgen)}
    )
    assert goed.status_code == 302
    nu = vers(melding, fabriek)
    assert (nu.status, nu.herbeoordelen_op) == (Status.OPGESCHORT, morgen)


def test_wat_eerst_moet_staat_in_woorden_op_de_pagina(client_van, fabriek, rollen, melding):
    with fabriek():
        melding.bevoegd_gezag = ""
        melding.save(update_fields=["bevoegd_gezag"])
    client = client_van(rollen.behandelaar)
    boodschap = "Vul eerst in: advies van COID, functie van het bevoegd gezag."
    assert boodschap in client.get(adres(melding, "wacht_op_besluit")).content.decode()
    antwoord = client.post(adres(melding, "wacht_op_besluit"), {"toelichting": "tekst blijft"})
    assert antwoord.status_code == 422
    assert boodschap in antwoord.content.decode()
    assert "tekst blijft" in antwoord.content.decode()


def test_doorgeleiden_legt_vast_waarnaar(client_van, fabriek, rollen, nieuw):
    client, eigen = client_van(rollen.intake), reverse("meldingen:doorgeleiden", args=[nieuw.pk])
    with fabriek():
        maak_team("misstanden", soort=Team.Soort.MISSTANDEN)
    gegevens = {"onderwerp": "Een ander onderwerp", "reden": "hoort daar"}
    assert client.post(adres(nieuw, "doorgeleid"), gegevens).url == eigen
    assert "Een klacht kan niet anoniem." in client.get(eigen).content.decode()
    assert "akkoord" in client.get(f"{eigen}?naar=klacht").context["form"].fields
    assert "akkoord" not in client.get(f"{eigen}?naar=misstand").context["form"].fields
    assert client.post(eigen, gegevens).status_code == 200  # nothing chosen yet
    for fout in ({}, {**gegevens, "reden": ""}, {**gegevens, "teksten": ["onderwerp"]}):
        assert client.post(f"{eigen}?naar=misstand", fout).status_code == 422
    goed = client.post(f"{eigen}?naar=misstand", {**gegevens, "teksten": ["omschrijving"]}, follow=True)
    assert "Een ander onderwerp" in goed.content.decode()
    assert (vers(nieuw, fabriek).status, vers(nieuw, fabriek).doorgeleid_naar) == ("doorgeleid", "misstand")
    assert client.post(f"{eigen}?naar=misstand", gegevens).status_code == 409
    # whoever sees both ends, sees both numbers
    assert "Hierheen doorgeleid" in client.get(reverse("meldingen:detail", args=[nieuw.pk])).content.decode()


def test_samenvoegen_kan_alleen_met_een_melding_die_u_ziet(client_van, fabriek, rollen, melding, nieuw):
    with fabriek():
        zichtbaar = maak_melding(team=rollen.intaketeam)
        geannuleerd = maak_melding(
            team=rollen.intaketeam, geannuleerd_op=timezone.now(), geannuleerd_door=rollen.intake
        )
    client = client_van(rollen.intake)
    fout = "Er is geen andere lopende melding met dit nummer die u kunt zien."
    for nummer in (
        melding.zaaknummer,
        nieuw.zaaknummer,
        geannuleerd.zaaknummer,
        "M-1999-99999",
        "' OR 1=1 --",
        "\x00",
    ):
        antwoord = client.post(
            adres(nieuw, "samengevoegd"), {"toelichting": "dubbel", "samengevoegd_met": nummer}
        )
        assert antwoord.status_code == 422, nummer
        if nummer != "\x00":
            assert fout in antwoord.content.decode(), nummer
        assert GEHEIM not in antwoord.content.decode().replace(f"omschrijving {GEHEIM}", "")
    nummer = f" {zichtbaar.zaaknummer.lower()} "
    goed = client.post(
        adres(nieuw, "samengevoegd"), {"toelichting": "dubbel", "samengevoegd_met": nummer}, follow=True
    )
    assert vers(nieuw, fabriek).samengevoegd_met_id == zichtbaar.pk
    assert zichtbaar.zaaknummer in goed.content.decode()


def test_afhandelen_noemt_alles_wat_ontbreekt(client_van, fabriek, rollen):
    with fabriek():
        melding = maak_melding(
            lezers=(rollen.behandelaar,), behandelaar=rollen.behandelaar, status=Status.WACHT_OP_BESLUIT,
            coid_advies=code("coid_advies", "onderzoek"), besluit_bg=code("besluit_bg", "geen_onderzoek"),
            besluit_bg_op=date(2024, 12, 1),
        )  # fmt: skip
    antwoord = client_van(rollen.behandelaar).post(adres(melding, "afgehandeld"), {"toelichting": ""})
    assert antwoord.status_code == 422
    verwacht = "Vul eerst in: uitkomst, afdoening, bericht aan de melder, reden waarom het besluit afwijkt van het advies."
    assert verwacht in antwoord.content.decode()


def test_wie_heropende_mag_niet_zelf_weer_in_behandeling_nemen(client_van, fabriek, rollen):
    with fabriek():
        melding = maak_melding(
            lezers=(rollen.behandelaar,), behandelaar=rollen.behandelaar, status=Status.AFGEHANDELD
        )
        maak_toekenning(melding, rollen.collega)
    client = client_van(rollen.behandelaar)
    assert client.post(adres(melding, "heropend"), {"toelichting": "nieuwe feiten"}).status_code == 302
    zelf = client.post(adres(melding, "in_behandeling"), {"toelichting": ""})
    assert zelf.status_code == 422
    assert "Deel de melding met een collega" in zelf.content.decode()
    assert (
        client_van(rollen.collega).post(adres(melding, "in_behandeling"), {"toelichting": ""}).status_code
        == 302
    )


@pytest.mark.parametrize("methode", ["get", "post"])
@pytest.mark.parametrize("naar", Status.values)
def test_een_lezer_mag_geen_enkele_stap_en_een_buitenstaander_ziet_er_geen(
    methode, naar, client_van, fabriek, rollen, melding
):
    gegevens = {"toelichting": GEHEIM, "vanuit": "in_behandeling"}
    lezer = getattr(client_van(rollen.onderzoeker), methode)(adres(melding, naar), gegevens)
    bestaat = ("in_behandeling", naar) in {(str(van), str(doel)) for van, doel in OVERGANGEN}
    assert lezer.status_code == (403 if bestaat else 409)
    for gebruiker in rollen.buiten:
        assert getattr(client_van(gebruiker), methode)(adres(melding, naar), gegevens).status_code == 404
    assert vers(melding, fabriek).status == Status.IN_BEHANDELING


def test_een_status_die_niet_bestaat_is_er_niet(client_van, rollen, melding):
    for naar in ("onzin", "nieuw-", "IN_BEHANDELING"):
        assert client_van(rollen.behandelaar).post(adres(melding, naar), {}).status_code == 404


def _datum(veld, dag):
    return {f"{veld}_dag": str(dag.day), f"{veld}_maand": str(dag.month), f"{veld}_jaar": str(dag.year)}
