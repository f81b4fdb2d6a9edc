"""What one person could do to a published figure without touching a zaak."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError
from django.urls import reverse
from django.utils import timezone

from codelijsten.models import Code
from gebruikers.rollen import Rol
from rapportages import uitvoer
from rapportages.cellen import Categorie
from rapportages.klachtverloop import Klachtperiode, Termijnkader, tel_termijnen
from rapportages.services import jaarcijfers
from rapportages.signalen import signalen
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_statuswijziging
from tests.rapportages.hulp import VANDAAG, VasteBron, meldingen
from zaken.instellingen.queries import gelijkgestelde_dagen, normenreeks

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]


@pytest.mark.aanval("klok", gevonden=True)
def test_een_beheerder_alleen_maakt_geen_klacht_van_een_vorig_jaar_op_tijd(fabriek, client_van, als, sql):
    """Not by an equated day, not by a norm that begins or ends then; in words, and by the database."""
    with fabriek():
        beheerder = maak_gebruiker(Rol.BEHEERDER)
    ontvangen, laatste, te_laat = date(2023, 3, 6), date(2023, 4, 17), date(2023, 4, 18)
    klacht = Klachtperiode(
        ontvangen, ontvangen, ontvangen, te_laat, te_laat, "gesloten", oordeel="gegrond", kennisgeving=te_laat
    )

    def geteld():
        with als(beheerder):
            kader = Termijnkader(normenreeks(), gelijkgestelde_dagen())
        cellen = tel_termijnen([klacht], jaren=range(2023, 2024), stand_op=date(2023, 12, 31), kader=kader)
        return [cel.code for cel in cellen if cel.aantal]

    assert geteld() == ["te_laat"]
    klant, gisteren = client_van(beheerder), timezone.localdate() - timedelta(days=1)
    for dag in (laatste, gisteren):
        antwoord = klant.post(reverse("termijnen:dag_nieuw"), {"dag": f"{dag:%d-%m-%Y}", "bron": "KB"})
        assert antwoord.status_code == 422
        assert "Deze dag is voorbij" in antwoord.text
        norm = reverse("termijnen:norm_nieuw", args=["verdaging_voor_afloop"])
        antwoord = klant.post(norm, {"geldt": "0", "bron": "KB", "geldig_van": f"{dag:%d-%m-%Y}"})
        assert antwoord.status_code == 422
        assert "Kies vandaag of een latere dag." in antwoord.text
    with als(beheerder):
        for opdracht, *waarden in (
            ("INSERT INTO zaken_gelijkgesteldedag (dag, bron) VALUES (%s, 'KB')", laatste),
            ("UPDATE zaken_norm SET geldig_tot = %s WHERE code = 'verdaging_voor_afloop'", laatste),
            (
                "INSERT INTO zaken_norm (code, getallen, eenheid, bron, geldig_van, geldig_tot)"
                " VALUES ('verdaging_voor_afloop', '{0}', 'ja_nee', 'KB', %s, %s)",
                *(ontvangen, laatste),
            ),
        ):
            with pytest.raises(ProgrammingError, match="row-level security"):
                sql(opdracht, *waarden)
    assert geteld() == ["te_laat"]


@pytest.mark.aanval("klok", gevonden=True)
def test_wie_een_klacht_leest_verzint_geen_stap_van_jaren_terug(fabriek, als, sql):
    """SQL as the web role: the klachten are counted from the steps, so each is of now, and was taken."""
    toen = datetime(2021, 5, 3, tzinfo=UTC)
    with fabriek():
        lezer = maak_gebruiker(Rol.KLACHTSECRETARIS)
        klacht = maak_zaak("klacht", lezers=(lezer,), ontvangen_defensie=toen.date(), status="oordeel")
        maak_statuswijziging(klacht, naar="horen", op=toen)
    stap = (
        "INSERT INTO zaken_statuswijziging (id, zaak_id, van, naar, door_id, op)"
        " VALUES (gen_random_uuid(), %s, %s, %s, app.uid(), '2022-02-01')"
    )
    with als(lezer):
        with pytest.raises(IntegrityError, match="this step was not taken"):
            sql(stap, klacht.pk, "horen", "gesloten")
        sql(stap, klacht.pk, "horen", "oordeel")  # what the service writes, with a moment of its own
        with pytest.raises(IntegrityError, match="this step was not taken"):
            sql(stap, klacht.pk, "gesloten", "oordeel")
        ((op,),) = sql("SELECT op FROM zaken_statuswijziging WHERE van = 'horen'")
        sql(
            "INSERT INTO zaken_notitie (id, zaak_id, door_id, tekst, op)"
            " VALUES (gen_random_uuid(), %s, app.uid(), %s, '2022-02-01')",
            *(klacht.pk, b"\x01" + b"0" * 40),
        )
        ((genoteerd,),) = sql("SELECT op FROM zaken_notitie")
    nu = timezone.now()
    assert [nu - moment < timedelta(minutes=1) for moment in (op, genoteerd)] == [True, True]


@pytest.mark.aanval("uitvoer", gevonden=True)
def test_een_ander_label_valt_op_bij_elk_jaar_dat_toen_voorbij_was(fabriek):
    """Two agreed, or the owner of the database did it: page, files and landing page say what it was called."""
    with fabriek():
        Code.objects.filter(lijst="hoofdcategorie", code="financieel").update(label="Wat anders")
    code = Code.objects.get(lijst="hoofdcategorie", code="financieel")
    assert (code.label_was, code.label_sinds.date()) == ("Financiële schendingen", timezone.now().date())
    rij = Categorie(code.code, code.label, label_was=code.label_was, label_sinds=date(2024, 3, 1))
    bron = VasteBron(meldingen=meldingen({2024: {"financieel": 3}}), lijsten={"hoofdcategorie": [rij]})

    def cijfers(jaar):
        return jaarcijfers(jaar=jaar, vandaag=VANDAAG, bron=bron, reeks=())

    zin = "Sinds 1 maart 2024 heet de rij ‘Wat anders’ zo. Daarvoor was het ‘Financiële schendingen’."
    assert zin in uitvoer.als_tekst(cijfers(2024))
    assert "voorlopig, label gewijzigd" in uitvoer.als_csv(cijfers(2024))
    assert zin in {signaal.tekst for signaal in signalen(cijfers(2024))}
    assert zin not in uitvoer.als_tekst(cijfers(2026))
