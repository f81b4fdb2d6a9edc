"""What changed in a zaak: readable, complete, without content, and nobody writes it by hand."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from gebruikers.rollen import Rol
from meldingen.models import Melding, Subcategorie
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import code, maak_melding
from zaken.models import Persoon, Veldwijziging, Zaak
from zaken.register.geschiedenis import PER_BLADZIJDE, geschiedenis

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


@pytest.fixture
def adviseur(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR, naam="A. de Vries")


@pytest.fixture
def melding(fabriek, adviseur):
    with fabriek():
        return maak_melding(lezers=(adviseur,), behandelaar=adviseur, omschrijving="geheim")


def regels(zaak, lezer, **meer) -> list[str]:
    return [
        regel
        for wijziging in geschiedenis(zaak, lezer=lezer, **meer).wijzigingen
        for regel in wijziging.regels
    ]


def eigen(adviseur):
    return Melding.objects.zichtbaar_voor(adviseur)


def test_een_statuswijziging_leest_als_een_verschil_met_wie_en_wanneer(als, adviseur, melding):
    with als(adviseur):
        eigen(adviseur).filter(pk=melding.pk).update(status=Status.IN_BEOORDELING)
        (wijziging,) = geschiedenis(melding, lezer=adviseur).wijzigingen
    assert (wijziging.wie, wijziging.regels) == ("A. de Vries", ["Status: Nieuw → In beoordeling"])


def test_codes_datums_ja_en_nee_en_lege_velden_staan_in_woorden(als, adviseur, melding):
    with als(adviseur):
        eigen(adviseur).filter(pk=melding.pk).update(
            ontvangen_defensie=date(2024, 12, 3),
            afstemming_om=True,
            coid_advies=code("coid_advies", "onderzoek"),
            aangifte=Melding.Aangifte.JA,
        )
        assert set(regels(melding, adviseur)) == {
            "Ontvangen door Defensie: 15 november 2024 → 3 december 2024",
            "Afgestemd met het OM: nee → ja",
            f"Advies van COID: leeg → {code('coid_advies', 'onderzoek')}",
            "Aangifte: Nog niet bekend → Ja",
        }


def test_van_een_versleuteld_veld_staat_er_alleen_dat_het_gewijzigd_is(als, fabriek, adviseur, melding):
    with als(adviseur):
        zaak = eigen(adviseur).get(pk=melding.pk)
        zaak.omschrijving = "een ander geheim"
        zaak.save(update_fields=["omschrijving"])
        assert regels(melding, adviseur) == ["Omschrijving: gewijzigd"]
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT oud, nieuw FROM zaken_veldwijziging")
        assert cursor.fetchall() == [(None, None)]


def test_van_wat_zich_laat_vergelijken_staat_er_ook_alleen_dat_het_gewijzigd_is(
    als, fabriek, adviseur, melding
):
    with fabriek():
        Zaak._base_manager.filter(pk=melding.pk).update(externe_referentie="MVV-77")
        Zaak._base_manager.filter(pk=melding.pk).update(externe_referentie="")
    with als(adviseur):
        assert set(regels(melding, adviseur)) == {"Externe referentie: gewijzigd"}
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT oud, nieuw FROM zaken_veldwijziging")
        assert cursor.fetchall() == [(None, None)] * 2


def test_bewaren_zonder_verandering_is_geen_wijziging(als, adviseur, melding):
    with als(adviseur):
        zaak = eigen(adviseur).get(pk=melding.pk)
        zaak.omschrijving = "geheim"
        zaak.versie += 1
        zaak.save(update_fields=["omschrijving", "status", "versie"])
        assert regels(melding, adviseur) == []


def test_personen_en_meervoudige_antwoorden_komen_en_gaan(als, adviseur, melding):
    with als(adviseur):
        zaak = Zaak.objects.zichtbaar_voor(adviseur).get(pk=melding.pk)
        persoon = Persoon(id=uuid4(), zaak=zaak, rol=Persoon.Rol.GETUIGE, volgnummer=1, naam="geheim")
        persoon.save(force_insert=True)
        persoon.naam, persoon.personeelscategorie = "anders", code("personeelscategorie", "burger")
        persoon.save(update_fields=["naam", "personeelscategorie"])
        Persoon.objects.van(zaak).filter(pk=persoon.pk).delete()
        pesten = code("subcategorie", "pesten")
        Subcategorie(zaak_id=zaak.pk, code=pesten).save(force_insert=True)
        Subcategorie.objects.van(zaak).delete()
        assert regels(melding, adviseur) == [
            "Getuige 1 toegevoegd",
            "Getuige 1, naam: gewijzigd",
            f"Getuige 1, personeelscategorie: leeg → {code('personeelscategorie', 'burger')}",
            "Getuige 1 verwijderd",
            f"Subcategorie: {pesten} toegevoegd",
            f"Subcategorie: {pesten} verwijderd",
        ]


def test_een_andere_zaak_staat_er_niet_met_nummer_voor_wie_die_niet_ziet(als, fabriek, adviseur, melding):
    with fabriek():
        andere = maak_melding()
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=melding.pk).update(
            samengevoegd_met=andere.pk
        )
    with als(adviseur):
        assert regels(melding, adviseur) == ["Samengevoegd met: leeg → een zaak die u niet ziet"]


@pytest.mark.parametrize("soort", ["raw", "bulk"])
def test_ook_wie_om_de_toepassing_heen_schrijft_staat_erin(als, fabriek, adviseur, melding, soort):
    with fabriek(), connection.cursor() as cursor:
        if soort == "raw":
            cursor.execute("UPDATE meldingen_melding SET aangifte = 'ja'")
        else:
            Melding.objects.zonder_toegangsfilter(reden="test").update(aangifte="ja")
    with als(adviseur):
        (wijziging,) = geschiedenis(melding, lezer=adviseur).wijzigingen
    assert (wijziging.wie, wijziging.regels) == ("De toepassing", ["Aangifte: Nog niet bekend → Ja"])


def test_elke_kolom_wordt_gevolgd_behalve_die_met_een_reden():
    """Hints, counters and what is computed; a new column is followed by itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname IN ('volg_velden', 'volg_rijen')"
        )
        overgeslagen = {
            tabel: definitie.rsplit("'{", 1)[1].split("}")[0] for tabel, definitie in cursor.fetchall()
        }
    assert {tabel: kolommen for tabel, kolommen in overgeslagen.items() if kolommen} == {
        "zaken_zaak": "gebruikers,versie,eerste_termijn,sleutel_id"
    }
    assert {
        "zaken_zaak",
        "zaken_persoon",
        "meldingen_melding",
        "meldingen_subcategorie",
        "meldingen_afdoening",
    } <= set(overgeslagen)


def test_de_geschiedenis_doet_altijd_evenveel_vragen(
    als, fabriek, adviseur, melding, django_assert_num_queries
):
    with als(adviseur):
        for keer in range(1, 30):
            eigen(adviseur).filter(pk=melding.pk).update(
                aantal_betrokkenen=keer,
                coid_advies=code("coid_advies", "onderzoek" if keer % 2 else "geen_onderzoek"),
            )
            if keer in {2, 29}:
                with django_assert_num_queries(2):
                    geschiedenis(melding, lezer=adviseur)


def test_bladeren_slaat_niets_over(als, adviseur, melding):
    aantal = PER_BLADZIJDE + 5
    with als(adviseur):
        for keer in range(1, aantal + 1):
            eigen(adviseur).filter(pk=melding.pk).update(aantal_betrokkenen=keer)
        een = geschiedenis(melding, lezer=adviseur)
        twee = geschiedenis(melding, lezer=adviseur, na=een.volgende)
        gezien = [regel for blad in (een, twee) for w in blad.wijzigingen for regel in w.regels]
    assert (len(gezien), len(set(gezien)), twee.volgende) == (aantal, aantal, None)


def test_wie_de_zaak_niet_ziet_ziet_ook_haar_geschiedenis_niet(als, fabriek, adviseur, melding):
    with fabriek():
        ander = maak_gebruiker(Rol.ADVISEUR)
    with als(adviseur):
        eigen(adviseur).filter(pk=melding.pk).update(aantal_betrokkenen=3)
    with als(ander):
        assert Veldwijziging.objects.van(melding).count() == 0


@pytest.mark.parametrize(
    "opdracht",
    [
        "INSERT INTO zaken_veldwijziging (zaak_id, tabel, rij, soort, veld, versleuteld, op) VALUES (gen_random_uuid(), '', '', '', '', false, now())",
        "UPDATE zaken_veldwijziging SET nieuw = 'x'",
        "DELETE FROM zaken_veldwijziging",
        "TRUNCATE zaken_veldwijziging",
        "ALTER TABLE zaken_zaak DISABLE TRIGGER volg_velden",
        "SET session_replication_role = replica",
        "SELECT app.volg_velden()",
    ],
)
def test_de_webrol_schrijft_wist_en_omzeilt_de_geschiedenis_niet(als, adviseur, melding, opdracht):
    with als(adviseur), connection.cursor() as cursor:
        eigen(adviseur).filter(pk=melding.pk).update(aantal_betrokkenen=3)
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
            cursor.execute(opdracht)
        assert Veldwijziging.objects.van(melding).count() == 1


def test_met_de_zaak_verdwijnt_haar_geschiedenis(als, fabriek, adviseur):
    with fabriek():
        melding = maak_melding(lezers=(adviseur,))
        Persoon.objects.create(id=uuid4(), zaak=melding, rol=Persoon.Rol.MELDER, volgnummer=1)
    with als(adviseur):
        eigen(adviseur).filter(pk=melding.pk).update(aantal_betrokkenen=3)
    with fabriek(), connection.cursor() as cursor:
        for tabel in ("zaken_persoon", "zaken_zoekindex"):
            cursor.execute(f"DELETE FROM {tabel} WHERE zaak_id = %s", [melding.pk])
        cursor.execute("DELETE FROM zaken_toekenning WHERE content_object_id = %s", [melding.pk])
        cursor.execute("DELETE FROM meldingen_melding WHERE zaak_ptr_id = %s", [melding.pk])
        cursor.execute("DELETE FROM zaken_zaak WHERE id = %s", [melding.pk])
        cursor.execute("SELECT count(*) FROM zaken_veldwijziging WHERE zaak_id = %s", [melding.pk])
        assert cursor.fetchone() == (0,)
