"""A beheerder maintains code lists; the value of a code and its past stay."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from codelijsten import services
from codelijsten.models import Code, Codelijst
from codelijsten.queries import verloopt_binnenkort
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


@pytest.fixture
def beheerder(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.BEHEERDER)


@pytest.fixture
def scherm(client_van, beheerder):
    return client_van(beheerder)


@pytest.fixture
def kanalen():
    return Codelijst.objects.get(pk="meldkanaal")


@pytest.fixture
def kmar():
    return Code.objects.get(lijst="meldkanaal", code="kmar")


def velden(code: Code, **anders: object) -> dict[str, object]:
    return {naam: getattr(code, naam) for naam in services.WIJZIGBAAR} | {"kenmerk": code.kenmerk} | anders


def test_een_code_die_nergens_bij_hoort_krijgt_een_eigen_zin(scherm):
    antwoord = scherm.post(reverse("codelijsten:nieuw", args=["subcategorie"]), {"label": "Proef"})
    assert "Kies waar de code bij hoort." in antwoord.content.decode()


def test_een_nieuwe_code_komt_achteraan_en_in_het_logboek(scherm, beheerder, kanalen, fabriek):
    adres = reverse("codelijsten:nieuw", args=["meldkanaal"])
    scherm.post(
        adres,
        {
            "label": "Meld-app Défensie",
            "geldig_van_dag": "1",
            "geldig_van_maand": "1",
            "geldig_van_jaar": "2030",
        },
    )
    code = Code.objects.get(lijst=kanalen, code="meld_app_defensie")
    assert code.geldig_van == date(2030, 1, 1)
    assert list(Code.objects.van("meldkanaal").geldig_op(date(2030, 1, 1)))[-1] == code
    assert code not in Code.objects.van("meldkanaal").geldig_op(date(2029, 12, 31))
    with fabriek():
        gebeurtenis = Gebeurtenis.objects.get(soort="code_gewijzigd")
    assert (gebeurtenis.door_id, gebeurtenis.object_id) == (beheerder.pk, str(code.pk))
    assert gebeurtenis.bijzonderheden == {
        "lijst": "meldkanaal",
        "code": "meld_app_defensie",
        "nieuw": True,
        "label": "Meld-app Défensie",
        "geldig_van": "2030-01-01",
    }


def test_een_code_die_bestaat_wordt_bij_het_veld_geweigerd(scherm):
    antwoord = scherm.post(
        reverse("codelijsten:nieuw", args=["meldkanaal"]), {"label": "Anders nog", "code": "kmar"}
    )
    assert antwoord.context["form"].errors == {
        "code": ["Deze code staat al in de lijst. Vul een andere code in."]
    }


def test_twee_gelijke_labels_in_dezelfde_tijd_worden_geweigerd(als, beheerder, kanalen, kmar):
    with als(beheerder):
        with pytest.raises(ValidationError, match="hetzelfde label in dezelfde periode"):
            services.voeg_toe(lijst=kanalen, code="kmar2", label=kmar.label.upper(), door=beheerder)
        services.sluit(
            code_id=kmar.pk,
            geldig_tot=date(2029, 12, 31),
            opvolger=None,
            kenmerk=kmar.kenmerk,
            door=beheerder,
        )
        nieuw = services.voeg_toe(
            lijst=kanalen, code="kmar2", label=kmar.label, geldig_van=date(2030, 1, 1), door=beheerder
        )
    assert nieuw in Code.objects.van("meldkanaal").geldig_op(date(2030, 1, 1))
    assert kmar not in Code.objects.van("meldkanaal").geldig_op(date(2030, 1, 1))


def test_een_label_wijzigen_laat_de_code_staan(scherm, kmar):
    scherm.post(
        reverse("codelijsten:wijzigen", args=["meldkanaal", kmar.pk]),
        {"label": "Marechaussee", "kenmerk": kmar.kenmerk},
    )
    gewijzigd = Code.objects.get(pk=kmar.pk)
    assert (gewijzigd.label, gewijzigd.code) == ("Marechaussee", "kmar")


def test_wie_als_tweede_opslaat_vergelijkt_eerst(scherm, kmar):
    """In both forms; the next save counts as seen."""
    for pagina, antwoorden in (
        ("wijzigen", {"label": "Tweede label"}),
        ("sluiten", {"geldig_tot_dag": "31", "geldig_tot_maand": "12", "geldig_tot_jaar": "2030"}),
    ):
        adres = reverse(f"codelijsten:{pagina}", args=["meldkanaal", kmar.pk])
        oud = Code.objects.get(pk=kmar.pk).kenmerk
        scherm.post(
            reverse("codelijsten:wijzigen", args=["meldkanaal", kmar.pk]),
            {"label": f"Eerst {pagina}", "kenmerk": oud},
        )
        botsing = scherm.post(adres, antwoorden | {"kenmerk": oud})
        assert botsing.status_code == 409
        assert "Iemand wijzigde deze code ook. Wat u invulde, is bewaard." in botsing.text
        assert botsing.context["intussen"][0] == {"label": "Label", "waarde": f"Eerst {pagina}"}
        code = Code.objects.get(pk=kmar.pk)
        assert (code.label, code.geldig_tot) == (f"Eerst {pagina}", None)
        assert f'name="kenmerk" value="{code.kenmerk}"' in botsing.text
        assert scherm.post(adres, antwoorden | {"kenmerk": code.kenmerk}).status_code == 302


def test_een_code_heeft_een_engels_label_en_anders_het_nederlandse(scherm, kmar):
    adres = reverse("codelijsten:wijzigen", args=["meldkanaal", kmar.pk])
    scherm.post(adres, {"label": "Marechaussee", "label_en": "Military police", "kenmerk": kmar.kenmerk})
    code = Code.objects.get(pk=kmar.pk)
    gezien = []
    for taal in ("nl", "en"):
        with translation.override(taal):
            gezien.append((str(code), code.opschrift, code.label))
    assert gezien == [
        ("Marechaussee", "Marechaussee", "Marechaussee"),
        ("Military police", "Military police", "Marechaussee"),
    ]
    scherm.post(adres, {"label": "Marechaussee", "label_en": "", "kenmerk": code.kenmerk})
    with translation.override("en"):
        assert Code.objects.get(pk=kmar.pk).opschrift == "Marechaussee"


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"geldig_van": date(2030, 1, 2), "geldig_tot": date(2030, 1, 1)}, "geldig_tot"),
        ({"opvolger": "igk"}, "geldig_tot"),
        ({"opvolger": "kmar", "geldig_tot": date(2030, 1, 1)}, "opvolger"),
        ({"opvolger": "later", "geldig_tot": date(2030, 1, 1)}, "opvolger"),
        ({"opvolger": "bron", "geldig_tot": date(2030, 1, 1)}, "opvolger"),
    ],
)
def test_een_geldigheid_die_niet_klopt_wordt_geweigerd(anders, veld, als, beheerder, kmar, kanalen):
    with als(beheerder):
        later = services.voeg_toe(
            lijst=kanalen, code="later", label="Later", geldig_van=date(2031, 1, 1), door=beheerder
        )
        opvolgers = {
            "igk": Code.objects.get(lijst="meldkanaal", code="igk"),
            "kmar": kmar,
            "later": later,
            "bron": Code.objects.get(lijst="bron", code="extern"),
        }
        if "opvolger" in anders:
            anders = anders | {"opvolger": opvolgers[anders["opvolger"]]}
        with pytest.raises(ValidationError) as fout:
            services.wijzig(code_id=kmar.pk, **velden(kmar, **anders), door=beheerder)
    assert list(fout.value.error_dict) == [veld]
    assert Code.objects.get(pk=kmar.pk).geldig_tot is None


def test_sluiten_met_een_opvolger_die_al_geldt(scherm, kmar):
    anders = Code.objects.get(lijst="meldkanaal", code="anders")
    adres = reverse("codelijsten:sluiten", args=["meldkanaal", kmar.pk])
    scherm.post(
        adres,
        {
            "geldig_tot_dag": "31",
            "geldig_tot_maand": "12",
            "geldig_tot_jaar": "2030",
            "opvolger": anders.pk,
            "kenmerk": kmar.kenmerk,
        },
    )
    gesloten = Code.objects.get(pk=kmar.pk)
    assert (gesloten.geldig_tot, gesloten.opvolger) == (date(2030, 12, 31), anders)


def test_een_code_verdwijnt_nooit(als, beheerder, kmar):
    with als(beheerder), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Code.objects.filter(pk=kmar.pk).delete()


def test_ook_de_eigenaar_verandert_geen_codewaarde(fabriek, kmar):
    with fabriek(), pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Code.objects.filter(pk=kmar.pk).update(code="marechaussee")


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol != Rol.BEHEERDER])
def test_wie_geen_beheerder_is_verandert_geen_code(rol, als, fabriek, kmar, kanalen):
    with fabriek():
        wie = maak_gebruiker(rol)
    with als(wie):
        with pytest.raises(PermissionDenied):
            services.wijzig(code_id=kmar.pk, **velden(kmar, label="Gekaapt"), door=wie)
        assert Code.objects.filter(pk=kmar.pk).update(toelichting="Gekaapt") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Code.objects.create(lijst=kanalen, code="gekaapt", label="Gekaapt")
    assert Code.objects.get(pk=kmar.pk).label != "Gekaapt"


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol != Rol.BEHEERDER])
def test_wie_geen_beheerder_is_ziet_geen_codelijsten(rol, client_van, fabriek, kmar):
    with fabriek():
        client = client_van(maak_gebruiker(rol))
    for adres in adressen(kmar):
        assert {client.get(adres).status_code, client.post(adres).status_code} <= {404, 405}, adres


def adressen(code: Code) -> list[str]:
    return [
        reverse("codelijsten:lijst"),
        reverse("codelijsten:detail", args=["meldkanaal"]),
        reverse("codelijsten:nieuw", args=["meldkanaal"]),
        reverse("codelijsten:wijzigen", args=["meldkanaal", code.pk]),
        reverse("codelijsten:sluiten", args=["meldkanaal", code.pk]),
    ]


def test_een_beheerder_ziet_elke_pagina(scherm, kmar):
    for adres in adressen(kmar):
        assert scherm.get(adres).status_code == 200, adres
    for lijst in Codelijst.objects.all():
        assert scherm.get(reverse("codelijsten:detail", args=[lijst.pk])).status_code == 200


def test_een_code_van_een_andere_lijst_is_hier_een_404(scherm, kmar):
    assert scherm.get(reverse("codelijsten:wijzigen", args=["bron", kmar.pk])).status_code == 404
    assert scherm.get(reverse("codelijsten:detail", args=["bestaat-niet"])).status_code == 404


def test_een_subcategorie_hoort_bij_een_hoofdcategorie(scherm):
    adres = reverse("codelijsten:nieuw", args=["subcategorie"])
    antwoord = scherm.post(adres, {"label": "Uitsluiten"})
    assert list(antwoord.context["form"].errors) == ["bovenliggend"]
    boven = Code.objects.get(lijst="hoofdcategorie", code="omgangsvormen")
    scherm.post(adres, {"label": "Uitsluiten", "bovenliggend": boven.pk})
    assert Code.objects.get(lijst="subcategorie", code="uitsluiten").bovenliggend == boven


def test_een_code_die_binnenkort_eindigt_staat_op_de_startpagina(scherm, als, beheerder, kmar):
    vandaag = timezone.localdate()
    with als(beheerder):
        services.sluit(
            code_id=kmar.pk,
            geldig_tot=vandaag + timedelta(days=30),
            opvolger=None,
            kenmerk=kmar.kenmerk,
            door=beheerder,
        )
    assert list(verloopt_binnenkort(vandaag=vandaag)) == [kmar]
    assert list(verloopt_binnenkort(vandaag=vandaag + timedelta(days=31))) == []
    assert list(verloopt_binnenkort(vandaag=vandaag - timedelta(days=31))) == []
    assert kmar.label in scherm.get(reverse("beheer:start")).text


def test_wie_niet_is_aangemeld_gaat_naar_aanmelden(kmar):
    for adres in adressen(kmar):
        assert Client().get(adres)["Location"].startswith(reverse("account_login"))


def test_een_wijziging_staat_ook_bij_rechtstreekse_sql_in_het_logboek(als, beheerder, kmar, fabriek):
    with als(beheerder), connection.cursor() as cursor:
        cursor.execute("UPDATE codelijsten_code SET geldig_tot = '2030-12-31' WHERE id = %s", [kmar.pk])
    with fabriek():
        gebeurtenis = Gebeurtenis.objects.get(soort="code_gewijzigd")
    assert gebeurtenis.door_id == beheerder.pk
    assert gebeurtenis.bijzonderheden == {
        "lijst": "meldkanaal",
        "code": "kmar",
        "nieuw": False,
        "geldig_tot_was": None,
        "geldig_tot": "2030-12-31",
    }


def test_een_leeg_label_weigert_de_databank(fabriek, kmar):
    with fabriek(), pytest.raises(DatabaseError), transaction.atomic():
        Code.objects.filter(pk=kmar.pk).update(label="")
