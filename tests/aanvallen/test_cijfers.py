"""What one person could do to a published figure without touching a zaak."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from codelijsten.models import Code
from gebruikers.rollen import Rol
from rapportages import uitvoer
from rapportages.cellen import Categorie
from rapportages.klachtverloop import Klachtperiode, Termijnkader, tel_termijnen
from rapportages.models import Register
from rapportages.services import jaarcijfers
from rapportages.signalen import signalen
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_melding
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

    zin = "De rij ‘Wat anders’ heet zo sinds 1 maart 2024. Daarvoor was het ‘Financiële schendingen’."
    assert zin in uitvoer.als_tekst(cijfers(2024))
    assert "voorlopig, label gewijzigd" in uitvoer.als_csv(cijfers(2024))
    assert zin in {signaal.tekst for signaal in signalen(cijfers(2024))}
    assert zin not in uitvoer.als_tekst(cijfers(2026))


@pytest.mark.aanval("uitvoer", gevonden=True)
def test_wie_alleen_een_zaak_van_een_vorig_jaar_annuleert_verandert_de_cijfers_niet_in_stilte(
    fabriek, client_van, sql
):
    with fabriek():
        b = maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_melding(
            lezers=(b,),
            behandelaar=b,
            status="gesloten",
            ontvangen_defensie=date(2024, 3, 3),
            datum_registratie=datetime(2024, 3, 4, tzinfo=UTC),
            datum_afgehandeld=date(2024, 5, 1),
            datum_gesloten=date(2024, 6, 2),
        )
    antwoord = client_van(b).post(reverse("meldingen:annuleer", args=[zaak.pk]), {"reden": "vergissing"})
    assert antwoord.status_code == 302
    with fabriek():
        weg = sql("SELECT soort, jaar, vastgelegd_op, geannuleerd_op, aantal FROM app.cijfers_geannuleerd")
    assert weg == [("melding", 2024, date(2024, 3, 4), timezone.localdate(), 1)]

    bron = VasteBron(meldingen=meldingen({2024: {"financieel": 3}}), weg={(Register.MELDINGEN, 2024): 1})
    cijfers = jaarcijfers(jaar=2024, vandaag=VANDAAG, bron=bron, reeks=())
    zin = "Uit 2024 is na 31 januari 2025 1 melding geannuleerd. Die telt hier niet mee."
    assert uitvoer.als_tekst(cijfers).count(zin) == 4
    assert zin in {signaal.tekst for signaal in signalen(cijfers)}
