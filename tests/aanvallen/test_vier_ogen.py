"""Doing alone what takes two, past the application: reopening a melding, taking a seal off."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from codelijsten.models import Code
from gebruikers.models import OidcIdentiteit, Roltoekenning, Team, Voorstel
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from meldingen.models import Melding
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding

from .hulp import adres

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]
ZET = "UPDATE meldingen_melding SET status = %s WHERE zaak_ptr_id = %s"


@pytest.mark.aanval("nood")
def test_wie_heropende_neemt_niet_zelf_weer_in_behandeling_ook_niet_met_sql(toneel, als, sql, fabriek):
    with fabriek():
        mijn = maak_melding(
            lezers=(toneel.aanvaller, toneel.onderzoeker),
            behandelaar=toneel.aanvaller,
            status=Status.GESLOTEN,
            datum_registratie=timezone.now() - timedelta(days=9),
        )
    with als(toneel.aanvaller):
        assert sql(ZET, Status.HEROPEND, mijn.pk) == [(1,)]
        with pytest.raises(IntegrityError, match="a second person"):
            sql(ZET, Status.IN_BEHANDELING, mijn.pk)
        with pytest.raises(IntegrityError):  # nor by another way round
            sql(ZET, Status.GESLOTEN, mijn.pk)
    with als(toneel.onderzoeker) as tweede:
        assert sql(ZET, Status.IN_BEHANDELING, mijn.pk) == [(1,)]
        assert Melding.objects.zichtbaar_voor(tweede).get(pk=mijn.pk).status == Status.IN_BEHANDELING


@pytest.mark.aanval("nood")
def test_wie_vroeg_om_te_ontzegelen_doet_het_niet_zelf_ook_niet_met_de_vraag_bij_een_andere_zaak(
    als, sql, fabriek
):
    with fabriek():
        een, ander = (
            maak_gebruiker(Rol.ADVISEUR, teams=[maak_team(soort=Team.Soort.BUITEN_COID)]) for _ in range(2)
        )
        mijn, zijn = (
            maak_melding(lezers=(een, ander), behandelaar=wie, verzegeld=True) for wie in (een, ander)
        )
    vraag, andere_vraag = uuid4(), uuid4()
    with als(ander):
        sql("SELECT app.vraag_ontzegeling(%s, %s, %s)", andere_vraag, zijn.pk, b"\x01" + b"0" * 40)
    with als(een):
        sql("SELECT app.vraag_ontzegeling(%s, %s, %s)", vraag, mijn.pk, b"\x01" + b"0" * 40)
        for zaak, welke in ((mijn, vraag), (mijn, andere_vraag)):
            with pytest.raises(DatabaseError, match=r"second person|decided already"):
                sql("SELECT app.beslis_ontzegeling(%s, %s, true)", zaak.pk, welke)
        assert Melding.objects.zichtbaar_voor(een).get(pk=mijn.pk).verzegeld


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("hoe", ["meelezen", "niet meer waarnemen"])
def test_twee_die_meelezen_halen_geen_zegel_af_buiten_de_behandelaar_om(als, sql, fabriek, hoe):
    """With SQL, or by a question that the substitute left behind."""
    with fabriek():
        elders = maak_team(soort=Team.Soort.BUITEN_COID)
        b, een, ander = (maak_gebruiker(Rol.ADVISEUR, teams=[elders]) for _nummer in range(3))
        beheerder, vraag, reden = maak_gebruiker(Rol.BEHEERDER), uuid4(), b"\x01" + 60 * b"a"
        dicht = maak_melding(verzegeld=True, behandelaar=b, lezers=(b, een, ander))
    vraagt = ("SELECT app.vraag_ontzegeling(%s, %s, %s)", vraag, dicht.pk, reden)
    if hoe == "meelezen":
        with als(een), pytest.raises(DatabaseError, match="does not handle it"):
            sql(*vraagt)
        return
    with als(beheerder):
        stel_in = "SELECT app.stel_waarneming_in(%s, %s, %s, 'verlof', now() + interval '9 days')"
        sql(stel_in, uuid4(), b.pk, een.pk)
    with als(een):
        sql(*vraagt)
        sql("SELECT app.beeindig_waarneming(%s)", b.pk)
    with als(ander), pytest.raises(DatabaseError, match="handles it no more"):
        sql("SELECT app.beslis_ontzegeling(%s, %s, true)", dicht.pk, vraag)
    with als(b):
        sql("SELECT app.beslis_ontzegeling(%s, %s, false, %s)", dicht.pk, vraag, reden)


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("akkoord", [True, False])
def test_niemand_is_de_tweede_persoon_om_het_eigen_account_los_te_maken(als, sql, fabriek, akkoord):
    with fabriek():
        een, zelf, ander = (maak_gebruiker(Rol.BEHEERDER) for _ in range(3))
        OidcIdentiteit.objects.create(gebruiker=zelf, issuer="https://i.example", onderwerp="zelf")
    vraag = uuid4()
    with als(een):
        sql("SELECT app.stel_voor(%s, 'organisatieaccount', %s, '{}')", vraag, zelf.pk)
    with als(zelf), pytest.raises(DatabaseError, match="over_uzelf"):
        sql("SELECT app.beslis_voorstel(%s, %s, 'x')", vraag, akkoord)
    with als(ander):
        sql("SELECT app.beslis_voorstel(%s, %s, 'x')", vraag, akkoord)
    with fabriek():
        assert OidcIdentiteit.objects.exists() is not akkoord


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("intussen", [[], ["adviseur", "intake"]])
def test_een_oud_voorstel_draait_niet_terug_wat_er_intussen_met_de_rollen_gebeurde(
    fabriek, als, sql, client_van, intussen
):
    """A role that was taken since would come back, one that was given since would go: nobody agreed to that."""
    with fabriek():
        een, ander = maak_gebruiker(Rol.BEHEERDER), maak_gebruiker(Rol.BEHEERDER)
        privacy, wie = maak_gebruiker(Rol.PRIVACY), maak_gebruiker(Rol.ADVISEUR)
    rollen = reverse("beheer:gebruiker_rollen", args=[wie.pk])
    assert client_van(een).post(rollen, {"rollen": ["adviseur", "onderzoeker"]}).status_code == 302
    if intussen:
        with fabriek():
            Roltoekenning.objects.create(gebruiker=wie, rol=Rol.INTAKE)
    else:
        assert client_van(ander).post(rollen, {"rollen": []}).status_code == 302
    with als(privacy):
        pk = Voorstel.objects.get().pk
    antwoord = client_van(privacy).post(
        reverse("akkoord:detail", args=[pk]), {"besluit": "akkoord"}, follow=True
    )
    assert "De rollen zijn gewijzigd nadat dit werd gevraagd" in antwoord.text
    with fabriek():
        assert sorted(wie.roltoekenningen.values_list("rol", flat=True)) == intussen


@pytest.mark.aanval("nood", gevonden=True)
def test_wie_om_een_rol_vraagt_zegt_niet_zelf_welke_rollen_er_zijn(fabriek, als, sql):
    with fabriek():
        een, wie = maak_gebruiker(Rol.BEHEERDER), maak_gebruiker(Rol.ADVISEUR)
        maak_gebruiker(Rol.PRIVACY)
    gelogen = '{"rollen": ["adviseur", "onderzoeker"], "had": ["onderzoeker"]}'
    with als(een):
        sql("SELECT app.stel_voor(%s, 'rollen', %s, %s)", uuid4(), wie.pk, gelogen)
        assert Voorstel.objects.get().gegevens["had"] == ["adviseur"]


@pytest.mark.aanval("nood", gevonden=True)
def test_een_beheerder_alleen_geeft_een_code_van_de_cijfers_geen_ander_label(fabriek, client_van, als, sql):
    """Gegrond and ongegrond would change places in each zaak and each year; two agree, and the log keeps what it was."""
    with fabriek():
        een, twee = maak_gebruiker(Rol.BEHEERDER), maak_gebruiker(Rol.PRIVACY)
    code = Code.objects.get(lijst="oordeel", code="gegrond")
    oud, klant = code.label, client_van(een)
    adres = reverse("codelijsten:wijzigen", args=["oordeel", code.pk])
    post = {"label": "Niet terecht", "label_en": code.label_en, "toelichting": "Uitleg"}
    vraag = klant.post(adres, post | {"kenmerk": code.kenmerk})
    assert (vraag.status_code, "akkoord" in vraag.url) == (302, True)
    code.refresh_from_db()
    assert (code.label, code.toelichting) == (oud, "Uitleg")
    dubbel = klant.post(adres, post | {"kenmerk": code.kenmerk})
    assert (dubbel.status_code, list(dubbel.context["form"].errors)) == (422, ["label"])
    with als(een):
        for opdracht, *waarden in (
            ("UPDATE codelijsten_code SET label = %s WHERE id = %s", "Niet terecht", code.pk),
            ("UPDATE codelijsten_code SET label_en = %s WHERE id = %s", "Unfounded", code.pk),
            ("SELECT app.wijzig_label(%s, %s, '')", code.pk, "Niet terecht"),
            ("SELECT app._zet_label(%s, %s, '', %s, '')", code.pk, oud, "Niet terecht"),
        ):
            with pytest.raises((ProgrammingError, DatabaseError)), transaction.atomic():
                sql(opdracht, *waarden)
    klant.post(vraag.url, {"besluit": "akkoord"})
    code.refresh_from_db()
    assert code.label == oud
    tweede = client_van(twee)
    pagina = tweede.get(vraag.url).text
    assert f"Oordeel: {oud}" in pagina
    assert "Niet terecht" in pagina
    tweede.post(vraag.url, {"besluit": "akkoord"})
    code.refresh_from_db()
    assert code.label == "Niet terecht"
    with fabriek():
        spoor = [
            rij.bijzonderheden
            for rij in Gebeurtenis.objects.filter(
                soort="code_gewijzigd", door_id=twee.pk, bijzonderheden__has_key="label"
            )
        ]
    assert [(een["label_was"], een["label"]) for een in spoor] == [(oud, "Niet terecht")]


@pytest.mark.aanval("log", gevonden=True)
def test_niemand_laat_het_logboek_alleen_een_ander_noemen(toneel, client_van, fabriek):
    """Two names that change places: nothing happens without a second person, and what was keeps the name of then."""
    with fabriek():
        tweede = maak_gebruiker(Rol.BEHEERDER)
    eigenaar = client_van(toneel.eigenaar)
    eigenaar.get(adres("detail", toneel.doel.pk))
    beheer, auditor = client_van(toneel.beheerder), client_van(toneel.auditor)
    vraag = {"soort": "ingezien", "zaak": toneel.doel.zaaknummer}

    def genoemd():
        regels = csv.DictReader(
            io.StringIO(auditor.get(reverse("logboek:uitvoer"), vraag).text), delimiter=";"
        )
        lijst = auditor.get(reverse("logboek:lijst"), vraag).context["rijen"]
        return [rij["gebruiker"] for rij in regels], [rij["cellen"][2]["tekst"] for rij in lijst]

    assert genoemd() == (["Eigenaar"], ["Eigenaar"])
    vragen = [
        beheer.post(
            reverse("beheer:gebruiker_wijzigen", args=[wie.pk]), {"naam": naam, "email": wie.email}
        ).url
        for wie, naam in ((toneel.eigenaar, "Aanvaller"), (toneel.aanvaller, "Eigenaar"))
    ]
    assert all(vraag_.startswith("/akkoord/") for vraag_ in vragen)
    assert genoemd() == (["Eigenaar"], ["Eigenaar"])
    for vraag_ in vragen:
        client_van(tweede).post(vraag_, {"besluit": "akkoord"})
    wie_toen = "Eigenaar (nu: Aanvaller)"
    assert genoemd() == ([wie_toen], [wie_toen])
    lezers = eigenaar.get(adres("lezers", toneel.doel.pk)).text
    assert wie_toen in lezers
    assert wie_toen in eigenaar.get(adres("toegang", toneel.doel.pk)).text
    spoor = auditor.get(reverse("logboek:lijst"), {"soort": "gebruiker_gewijzigd"}).text
    assert "over: Aanvaller; naam: Aanvaller; velden: naam; naam was: Eigenaar" in spoor


@pytest.mark.aanval("tweede muur", gevonden=True)
@pytest.mark.parametrize(
    ("was", "sinds"), [("Vroeger iets", "now()"), ("", "now()"), ("Vroeger iets", "NULL")]
)
def test_een_nieuwe_code_heette_niet_eerder_iets_anders(toneel, als, sql, was, sinds):
    """It would stand below the figures of years that were over, by one beheerder alone."""
    nieuw = (
        "INSERT INTO codelijsten_code (lijst_id, code, label, label_en, toelichting, toelichting_en, rapportagecategorie,"
        f" volgorde, label_was, label_sinds) VALUES ('hoofdcategorie', 'nieuw', 'Nieuw', '', '', '', '', 9, %s, {sinds})"
    )
    with als(toneel.beheerder):
        with pytest.raises(ProgrammingError, match="row-level security"):
            sql(nieuw, was)
        assert sql(nieuw.replace(", now())", ", NULL)"), "") == [(1,)]
