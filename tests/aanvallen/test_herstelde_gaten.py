"""Attacks that once succeeded: each is a hole that was mended."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, ProgrammingError
from django.urls import reverse
from django.utils import timezone

from gebruikers.models import Team
from gebruikers.rollen import Rol
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.vertrouwenspersonen import maak_casus
from tests.factories.zaken import maak_melding
from tests.hulp.meldingen import vers
from tests.vertrouwenspersonen.hulp import NIEUW, antwoorden
from zaken.models import Zaak
from zaken.services.databank import NietMogelijk, roep

from .conftest import GEHEIM
from .hulp import adres, schrijf

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]
TEKST = b"\x01" + b"0" * 40


@pytest.mark.aanval("concept", gevonden=True)
@pytest.mark.parametrize("wie", ["aanvaller", "uitgeslotene"])
def test_een_concept_hangt_zich_niet_aan_de_sleutel_van_een_zaak(toneel, als, sql, wie):
    """Who knows the id of a key (the registrar saw it in a form) must not get the key back through a draft."""
    with als(getattr(toneel, wie)):
        with suppress(DatabaseError):
            sql(
                "INSERT INTO zaken_concept (id, eigenaar_id, soort, sleutel_id, inhoud, volgnummer, gewijzigd_op)"
                " VALUES (gen_random_uuid(), app.uid(), 'melding', %s, %s, 0, now())",
                toneel.doel.sleutel_id,
                TEKST,
            )
        assert sql("SELECT count(*) FROM zaken_datasleutel WHERE id = %s", toneel.doel.sleutel_id) == [(0,)]


@pytest.mark.aanval("tweede muur", gevonden=True)
def test_zonder_aanmelding_wijzigt_niemand_een_wachtwoord(toneel, sql):
    """Only a sign-in or a mailed key proves who somebody is; an anonymous statement proves nothing."""
    voor = sql("SELECT password FROM gebruikers_gebruiker WHERE id = %s", toneel.beheerder.pk)
    sql("UPDATE gebruikers_gebruiker SET password = 'x' WHERE id = %s", toneel.beheerder.pk)
    assert sql("SELECT password FROM gebruikers_gebruiker WHERE id = %s", toneel.beheerder.pk) == voor


@pytest.mark.aanval("bestaan", gevonden=True)
def test_een_externe_referentie_is_geen_orakel(toneel, als, sql, fabriek):
    """A reference that another, unseen zaak holds must not be told apart from a free one."""
    with fabriek():
        Zaak._base_manager.filter(pk=toneel.doel.pk).update(externe_referentie="BEKEND")
    with als(toneel.aanvaller), pytest.raises(ProgrammingError, match="permission denied"):
        sql("UPDATE zaken_zaak SET externe_referentie = 'BEKEND'")


@pytest.mark.aanval("tweede muur", gevonden=True)
def test_elke_definer_functie_zoekt_tijdelijke_tabellen_het_laatst(db, sql):
    """A search_path without pg_temp looks in pg_temp first: a temporary table would stand in for a real one."""
    zonder = sql(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'app'::regnamespace"
        " AND NOT array_to_string(proconfig, ';') LIKE '%pg_temp%'"
    )
    assert zonder == []


@pytest.mark.aanval("tweede muur", gevonden=True)
@pytest.mark.parametrize(
    "zet",
    ["team_id = team_id", "geannuleerd_op = NULL", "geannuleerd_door_id = NULL"],
)
def test_een_annulering_wordt_niet_stilletjes_teruggedraaid(toneel, als, sql, fabriek, zet):
    with fabriek():
        sql(
            "UPDATE zaken_zaak SET geannuleerd_op = now(), geannuleerd_door_id = %s WHERE id = %s",
            toneel.aanvaller.pk,
            toneel.mijn.pk,
        )
    with als(toneel.aanvaller), pytest.raises(DatabaseError):
        sql(f"UPDATE zaken_zaak SET {zet} WHERE id = %s", toneel.mijn.pk)


@pytest.mark.aanval("tweede muur", gevonden=True)
def test_een_aangemelde_schrijft_niet_als_niemand(toneel, als, sql):
    """Whoever is known leaves their name."""
    with als(toneel.aanvaller), pytest.raises(DatabaseError, match="row-level security"):
        schrijf(sql, "ingezien", toneel.mijn.pk, door="NULL")


@pytest.mark.aanval("log", gevonden=True)
def test_het_tijdstip_van_een_gebeurtenis_is_niet_te_verzinnen(toneel, als, sql, fabriek):
    with als(toneel.aanvaller):
        try:
            schrijf(sql, "ingezien", toneel.mijn.pk, tijdstip="'2020-01-01'")
        except DatabaseError:
            return
    with fabriek():
        assert sql("SELECT count(*) FROM logboek_gebeurtenis WHERE tijdstip < now() - interval '1 day'") == [
            (0,)
        ]


@pytest.mark.aanval("log", gevonden=True)
@pytest.mark.parametrize("soort", ["ingezien", "gewijzigd", "toegewezen", "uitgesloten"])
def test_niemand_legt_een_handeling_vast_bij_een_zaak_die_hij_niet_ziet(toneel, als, sql, soort):
    with als(toneel.aanvaller), pytest.raises(DatabaseError, match="row-level security"):
        schrijf(sql, soort, toneel.doel.pk)


@pytest.mark.aanval("log", gevonden=True)
@pytest.mark.parametrize(
    "soort",
    ["rollen_gewijzigd", "team_gewijzigd", "gebruiker_uitgenodigd", "gebruiker_gewijzigd", "code_gewijzigd", "casus_dag",
     "vernietigd", "overgedragen", "wachtwoord_gewijzigd", "tweede_factor_gewijzigd", "sessies_beeindigd", "geimporteerd"],
)  # fmt: skip
def test_wat_de_databank_zelf_vastlegt_is_niet_na_te_maken(toneel, als, sql, soort):
    with als(toneel.aanvaller), pytest.raises(DatabaseError, match="row-level security"):
        schrijf(sql, soort)


@pytest.mark.aanval("log", gevonden=True)
@pytest.mark.parametrize("route", ["toewijzen", "delen", "uitsluiten", "annuleer"])
def test_een_actiepagina_toont_geen_inhoud_zonder_spoor(toneel, client_van, gelogd, route):
    antwoord = client_van(toneel.eigenaar).get(reverse(f"meldingen:{route}", args=[toneel.doel.pk]))
    assert antwoord.status_code == 200
    if GEHEIM in antwoord.content.decode():
        assert gelogd("ingezien") == 1


@pytest.mark.aanval("log", gevonden=True)
def test_een_poging_met_een_persoon_van_een_andere_zaak_staat_in_het_logboek(toneel, client_van, gelogd):
    adres = reverse("meldingen:persoon_wijzig", args=[toneel.mijn.pk, toneel.doel_persoon.pk])
    assert client_van(toneel.aanvaller).get(adres).status_code == 404
    assert gelogd("geweigerd") == 1


@pytest.mark.aanval("invoer", gevonden=True)
def test_velden_weglaten_breekt_een_nieuwe_persoon_niet(toneel, client_van):
    """`velden` narrows a form that compares; on a new person it would take the role away."""
    client = client_van(toneel.aanvaller)
    client.raise_request_exception = False
    antwoord = client.post(
        adres("persoon_nieuw", toneel.mijn.pk), {"velden": "naam", "naam": "x", "rol": "getuige"}
    )
    assert antwoord.status_code == 302


@pytest.fixture
def overgedragen(fabriek):
    """Registered by the intake, since then with a behandelaar: the intake team owns it no longer."""
    with fabriek():
        team = maak_team("balie", soort=Team.Soort.INTAKE)
        intake = maak_gebruiker(Rol.INTAKE, naam="Registreerder", teams=[team])
        behandelaar = maak_gebruiker(Rol.ADVISEUR, naam="Behandelaar")
        melding = maak_melding(
            lezers=(intake, behandelaar),
            behandelaar=behandelaar,
            aangemaakt_door=intake,
            status=Status.IN_BEHANDELING,
        )
    return melding, intake, behandelaar


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize(
    ("route", "data"),
    [
        ("toewijzen", {"mijzelf": "1"}),
        ("uitsluiten", {"gebruiker": "BEHANDELAAR", "grond": "betrokken"}),
        ("annuleer", {"reden": "weg ermee"}),
        ("persoon_nieuw", {"rol": "betrokkene", "naam": "x"}),
    ],
)
def test_de_intake_heeft_na_het_toewijzen_niets_meer_te_zeggen(
    overgedragen, client_van, fabriek, route, data
):
    """docs/toegang.md: the intake registers, assesses, assigns and annuls while the intake team owns the zaak."""
    melding, intake, behandelaar = overgedragen
    data = {k: str(behandelaar.pk) if v == "BEHANDELAAR" else v for k, v in data.items()}
    antwoord = client_van(intake).post(adres(route, melding.pk), data)
    assert antwoord.status_code == 403
    nu = vers(melding, fabriek)
    assert (nu.behandelaar_id, nu.geannuleerd_op) == (behandelaar.pk, None)


@pytest.mark.aanval("rol", gevonden=True)
def test_een_gedeelde_melding_maakt_van_een_intaker_geen_baas(fabriek, client_van):
    """Shared to read with somebody of another desk: reading and noting, nothing else."""
    with fabriek():
        behandelaar = maak_gebruiker(Rol.ADVISEUR)
        gast = maak_gebruiker(Rol.INTAKE)
        melding = maak_melding(lezers=(gast, behandelaar), behandelaar=behandelaar)
    antwoord = client_van(gast).post(adres("toewijzen", melding.pk), {"mijzelf": "1"})
    assert antwoord.status_code == 403
    assert vers(melding, fabriek).behandelaar_id == behandelaar.pk


@pytest.mark.aanval("bestaan", gevonden=True)
def test_een_casus_vastleggen_op_de_sleutel_van_een_ander_is_geen_orakel(fabriek, client_van, als):
    """A key that exists elsewhere must be refused in words, as any other impossible key."""
    with fabriek():
        vp, ander = maak_gebruiker(Rol.VERTROUWENSPERSOON), maak_gebruiker(Rol.VERTROUWENSPERSOON)
        casus = maak_casus(ander)
    client = client_van(vp)
    client.raise_request_exception = False
    sleutel = client.get(NIEUW, follow=True).context["form"]["sleutel"].value()
    assert client.post(NIEUW, antwoorden() | {"sleutel": str(sleutel)}).status_code == 302
    antwoord = client.post(NIEUW, antwoorden() | {"sleutel": str(casus.pk)})
    opnieuw = "Open het formulier opnieuw en probeer het nog een keer."
    assert (antwoord.status_code, antwoord.context["form"].errors) == (422, {"__all__": [opnieuw]})


@pytest.mark.aanval("route", gevonden=True)
def test_een_pad_dat_op_gezond_lijkt_omzeilt_de_context_niet(fabriek, client_van):
    """The health pages run without a user; no other page may."""
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    client = client_van(wie)
    for pad in (
        "/gezond/../meldingen/",
        "/gezond//meldingen/",
        "/gezond/leeft/meldingen/",
        "/gezond/%2e%2e/meldingen/",
    ):
        assert client.get(pad).status_code == 404


@pytest.mark.aanval("rol", gevonden=True)
def test_in_een_verzegelde_zaak_geeft_het_team_geen_rechten(fabriek, client_van):
    with fabriek():
        team = maak_team("behandelteam")
        gast = maak_gebruiker(Rol.ADVISEUR, teams=[team])
        behandelaar = maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_melding(team=team, lezers=(gast, behandelaar), behandelaar=behandelaar, verzegeld=True)
    assert client_van(gast).post(adres("toewijzen", zaak.pk), {"mijzelf": "1"}).status_code == 403


@pytest.mark.aanval("tweede muur", gevonden=True)
def test_een_zaak_houdt_een_lezer_ook_na_het_verlopen_van_een_toegang(fabriek, als, sql):
    """Ending the last permanent grant while the other one expires leaves nobody tomorrow."""
    with fabriek():
        een, twee = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_melding(lezers=(een, twee))
    with als(twee):
        roep("verleen", uuid4(), zaak.pk, een.pk, TEKST, timezone.now() + timedelta(days=1))
    with als(een):
        rijen = sql("SELECT id FROM app.toekenningen_van_zaak(%s) WHERE user_id = %s", zaak.pk, twee.pk)
        with pytest.raises((NietMogelijk, PermissionDenied)):
            roep("beeindig", zaak.pk, rijen[0][0])


@pytest.mark.aanval("tweede muur", gevonden=True)
def test_een_tijdelijke_tabel_maakt_niemand_beheerder(kloon):
    from tests.hulp.databank import DATABANK

    g = DATABANK.verbinding("jid_worker", kloon)
    with psycopg.connect(
        host=g["HOST"], port=g["PORT"], user=g["USER"], password=g["PASSWORD"], dbname=g["NAME"]
    ) as c:
        c.execute("CREATE TEMP TABLE gebruikers_roltoekenning (gebruiker_id bigint, rol text)")
        c.execute("CREATE TEMP TABLE gebruikers_gebruiker (id bigint, is_active boolean)")
        c.execute("INSERT INTO gebruikers_roltoekenning VALUES (1, 'beheerder')")
        c.execute("INSERT INTO gebruikers_gebruiker VALUES (1, true)")
        c.execute("GRANT SELECT ON gebruikers_roltoekenning, gebruikers_gebruiker TO PUBLIC")
        c.execute("SELECT set_config('app.gebruiker', '1', true)")
        assert c.execute("SELECT app.heeft_rol('beheerder')").fetchone() == (False,)
