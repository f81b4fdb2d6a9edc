"""What the database itself allows the web role: no tables, only checked functions."""

from __future__ import annotations

from itertools import combinations

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from gebruikers import queries
from gebruikers.models import Gebruiker, Lidmaatschap, Roltoekenning
from gebruikers.rollen import ONVERENIGBAAR, ZAAKROLLEN, Rol, botsing
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.hulp.wie import in_databank

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]

SCHRIJVEN = [
    "INSERT INTO gebruikers_roltoekenning (gebruiker_id, rol) VALUES ({id}, 'adviseur')",
    "UPDATE gebruikers_roltoekenning SET rol = 'adviseur'",
    "DELETE FROM gebruikers_roltoekenning",
    "SELECT * FROM gebruikers_roltoekenning",
    "INSERT INTO gebruikers_lidmaatschap (team_id, gebruiker_id, is_teamleider) VALUES (1, {id}, true)",
    "DELETE FROM gebruikers_lidmaatschap",
    "SELECT * FROM gebruikers_lidmaatschap",
    "INSERT INTO gebruikers_gebruiker (password, email, naam, is_active, taal) VALUES ('', '', '', true, '')",
    "UPDATE gebruikers_gebruiker SET is_active = true",
    "UPDATE gebruikers_gebruiker SET email = 'x@y.nl' WHERE id = {id}",
    "DELETE FROM gebruikers_gebruiker",
    "INSERT INTO gebruikers_team (code, naam, soort, is_actief) VALUES ('x', 'x', 'intake', true)",
    "UPDATE gebruikers_team SET naam = 'x'",
    "INSERT INTO account_emailaddress (user_id, email, verified, \"primary\") VALUES ({id}, '', true, true)",
    "UPDATE account_emailaddress SET email = 'x@y.nl'",
    "TRUNCATE gebruikers_roltoekenning",
    "SELECT app.noteer('aangemeld', '', '{{}}')",
]


@pytest.fixture
def beheerder(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.BEHEERDER)


@pytest.fixture
def adviseur(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR)


def roep(sql: str, *parameters: object) -> object:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


def reden(fout: pytest.ExceptionInfo[DatabaseError]) -> tuple[str, str]:
    oorzaak = fout.value.__cause__
    return oorzaak.sqlstate, oorzaak.diag.message_primary


@pytest.mark.parametrize("sql", SCHRIJVEN)
def test_ook_een_beheerder_schrijft_niet_rechtstreeks(sql, als, beheerder):
    with als(beheerder), pytest.raises(ProgrammingError, match="permission denied"):
        roep(sql.format(id=beheerder.pk))


FUNCTIES = [
    "SELECT app.zet_rollen({id}, ARRAY['beheerder'])",
    "SELECT app.maak_gebruiker('x@demo.example', 'x')",
    "SELECT app.wijzig_gebruiker({id}, 'x@demo.example', 'x')",
    "SELECT app.noteer_wachtwoordmail({id})",
    "SELECT app.deactiveer_gebruiker({id})",
    "SELECT app.activeer_gebruiker({id})",
    "SELECT app.maak_team('x', 'x', 'intake')",
    "SELECT app.wijzig_team({team}, 'x', true)",
    "SELECT app.zet_lidmaatschap({team}, {id}, true)",
    "SELECT app.beeindig_lidmaatschap({team}, {id})",
]


@pytest.mark.parametrize("sql", FUNCTIES)
@pytest.mark.parametrize("rol", [rol for rol in Rol if rol != Rol.BEHEERDER])
def test_wie_geen_beheerder_is_verandert_niets(sql, rol, als, fabriek):
    with fabriek():
        wie, ander, team = maak_gebruiker(rol), maak_gebruiker(Rol.ADVISEUR), maak_team()
    with als(wie), pytest.raises(ProgrammingError) as fout:
        roep(sql.format(id=ander.pk, team=team.pk))
    assert reden(fout) == ("42501", "geen_beheerder")


@pytest.mark.parametrize("sql", FUNCTIES)
def test_wie_niet_is_aangemeld_verandert_niets(sql, fabriek):
    with fabriek():
        ander, team = maak_gebruiker(), maak_team()
    with pytest.raises(ProgrammingError) as fout:
        roep(sql.format(id=ander.pk, team=team.pk))
    assert reden(fout) == ("42501", "geen_beheerder")


def test_een_gedeactiveerde_beheerder_kan_niets_meer(als, fabriek):
    with fabriek():
        weg, ander = maak_gebruiker(Rol.BEHEERDER, is_active=False), maak_gebruiker()
    with als(weg), pytest.raises(ProgrammingError) as fout:
        roep("SELECT app.zet_rollen(%s, ARRAY['adviseur'])", ander.pk)
    assert reden(fout) == ("42501", "geen_beheerder")


@pytest.mark.parametrize("rol", list(Rol))
def test_een_beheerder_geeft_zichzelf_geen_rol(rol, als, beheerder, fabriek):
    with als(beheerder), pytest.raises(DatabaseError) as fout:
        roep("SELECT app.zet_rollen(%s, %s)", beheerder.pk, [rol])
    assert reden(fout) == ("JID01", "eigen_rollen")
    with fabriek():
        assert list(Roltoekenning.objects.filter(gebruiker=beheerder).values_list("rol", flat=True)) == [
            "beheerder"
        ]


@pytest.mark.parametrize("paar", list(combinations(Rol, 2)), ids="-".join)
def test_databank_en_code_weigeren_dezelfde_paren(paar):
    assert roep("SELECT app.rollen_gaan_samen(%s)", list(paar)) == (botsing(paar) is None)


def test_databank_en_code_noemen_dezelfde_zaakrollen():
    assert set(roep("SELECT app.zaakrollen()")) == set(ZAAKROLLEN)


@pytest.mark.parametrize("rol", sorted(ONVERENIGBAAR[Rol.BEHEERDER]))
def test_een_beheerder_leest_niet(rol, als, beheerder, adviseur):
    with als(beheerder), pytest.raises(DatabaseError) as fout:
        roep("SELECT app.zet_rollen(%s, %s)", adviseur.pk, [Rol.BEHEERDER, rol])
    assert reden(fout) == ("JID01", "rollen_gaan_niet_samen")


def test_een_rol_die_niet_bestaat_wordt_geweigerd(als, beheerder, adviseur):
    with als(beheerder), pytest.raises(DatabaseError) as fout:
        roep("SELECT app.zet_rollen(%s, ARRAY['koning'])", adviseur.pk)
    assert reden(fout) == ("JID01", "onbekende_rol")


def test_zonder_zaakrol_blijft_niemand_in_een_team(als, beheerder, fabriek):
    with fabriek():
        team = maak_team()
        lid = maak_gebruiker(Rol.ADVISEUR, teams=[team])
        blijver = maak_gebruiker(Rol.ADVISEUR, teams=[team])
    with als(beheerder):
        assert roep("SELECT app.zet_rollen(%s, ARRAY['beleid'])", lid.pk) is True
        assert roep("SELECT app.zet_rollen(%s, ARRAY['adviseur', 'beleid'])", blijver.pk) is True
        assert roep("SELECT app.zet_rollen(%s, ARRAY['beleid', 'adviseur'])", blijver.pk) is False
    with fabriek():
        assert list(Lidmaatschap.objects.values_list("gebruiker_id", flat=True)) == [blijver.pk]


@pytest.mark.parametrize(
    ("voorbereiding", "verwacht"),
    [
        ({"rollen": []}, "geen_zaakrol"),
        ({"rollen": [Rol.BELEID]}, "geen_zaakrol"),
        ({"rollen": [Rol.ADVISEUR], "is_active": False}, "gebruiker_niet_actief"),
    ],
)
def test_lid_wordt_alleen_wie_een_zaak_mag_hebben(voorbereiding, verwacht, als, beheerder, fabriek):
    with fabriek():
        team = maak_team()
        wie = maak_gebruiker(*voorbereiding.pop("rollen"), **voorbereiding)
    with als(beheerder), pytest.raises(DatabaseError) as fout:
        roep("SELECT app.zet_lidmaatschap(%s, %s, false)", team.pk, wie.pk)
    assert reden(fout) == ("JID01", verwacht)


def test_een_beheerder_zet_zichzelf_niet_in_een_team(als, beheerder, fabriek):
    with fabriek():
        team = maak_team()
    with als(beheerder), pytest.raises(DatabaseError) as fout:
        roep("SELECT app.zet_lidmaatschap(%s, %s, true)", team.pk, beheerder.pk)
    assert reden(fout) == ("JID01", "eigen_lidmaatschap")


def test_een_gebruiker_wijzigt_alleen_het_eigen_wachtwoord(als, adviseur, beheerder, fabriek):
    with als(adviseur):
        assert Gebruiker.objects.filter(pk=beheerder.pk).update(password="gekaapt") == 0
        assert Gebruiker.objects.filter(pk=adviseur.pk).update(password="nieuw") == 1
    with fabriek():
        assert not Gebruiker.objects.filter(pk=beheerder.pk, password="gekaapt").exists()


def test_alleen_de_beheerder_ziet_ieders_rollen(als, adviseur, beheerder):
    with als(adviseur):
        assert queries.rollen_overzicht() == {}
    with als(beheerder):
        overzicht = queries.rollen_overzicht()
    assert overzicht[adviseur.pk] == {Rol.ADVISEUR}
    assert overzicht[beheerder.pk] == {Rol.BEHEERDER}


def test_een_teamleider_ziet_de_leden_van_het_eigen_team(als, beheerder, fabriek):
    with fabriek():
        eigen, ander = maak_team(), maak_team()
        leider = maak_gebruiker(Rol.ADVISEUR)
        Lidmaatschap.objects.create(team=eigen, gebruiker=leider, is_teamleider=True)
        lid = maak_gebruiker(Rol.ADVISEUR, teams=[eigen, ander])
        collega = maak_gebruiker(Rol.ADVISEUR, teams=[ander])
    with als(leider):
        assert {(regel.team_id, regel.gebruiker_id) for regel in queries.leden_overzicht()} == {
            (eigen.pk, leider.pk),
            (eigen.pk, lid.pk),
        }
    with als(lid):
        assert queries.leden_overzicht() == []
    with als(beheerder):
        assert {(ander.pk, lid.pk), (ander.pk, collega.pk)} < {
            (regel.team_id, regel.gebruiker_id) for regel in queries.leden_overzicht()
        }


def test_toewijzen_kan_aan_actieve_collegas_met_een_zaakrol(als, beheerder, fabriek):
    with fabriek():
        adviseur = maak_gebruiker(Rol.ADVISEUR, Rol.INTAKE, naam="Aadviseur (demo)")
        onderzoeker = maak_gebruiker(Rol.ONDERZOEKER, naam="Onderzoeker (demo)")
        maak_gebruiker(Rol.ADVISEUR, is_active=False)
        vertrouwenspersoon = maak_gebruiker(Rol.VERTROUWENSPERSOON)
    with als(adviseur):
        assert queries.toewijsbaren() == [
            queries.Toewijsbaar(adviseur.pk, "Aadviseur (demo)", ("adviseur", "intake")),
            queries.Toewijsbaar(onderzoeker.pk, "Onderzoeker (demo)", ("onderzoeker",)),
        ]
    for ander in (beheerder, vertrouwenspersoon):
        with als(ander):
            assert queries.toewijsbaren() == []


def test_geen_functie_van_app_is_van_iedereen():
    """EXECUTE is never with PUBLIC: a role made tomorrow can call nothing."""
    sql = """
        SELECT coalesce(array_agg(p.proname::text), '{}')
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'app' AND (p.proacl IS NULL OR EXISTS (
          SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE'))"""
    assert roep(sql) == []


def test_elke_definer_functie_heeft_een_vast_zoekpad():
    sql = """
        SELECT coalesce(array_agg(p.proname::text), '{}')
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'app' AND p.prosecdef
          AND NOT coalesce(array_to_string(p.proconfig, ',') ~ 'search_path=', false)"""
    assert roep(sql) == []


@pytest.mark.parametrize(
    ("veld", "waarde"), [("email", "een@demo.example"), ("naam", "Een (demo)"), ("naam", "")]
)
def test_de_databank_neemt_geen_leesbare_naam_en_geen_leesbaar_adres(als, beheerder, fabriek, veld, waarde):
    dicht = {"email": in_databank("email", "een@demo.example"), "naam": in_databank("naam", "Een (demo)")}
    fout = dicht | {veld: waarde}
    with als(beheerder), pytest.raises(IntegrityError, match=f"gebruiker_{veld}_dicht"), transaction.atomic():
        roep("SELECT app.maak_gebruiker(%s, %s)", fout["email"], fout["naam"])
    with als(beheerder):
        pk = roep("SELECT app.maak_gebruiker(%s, %s)", dicht["email"], dicht["naam"])
    with fabriek():
        assert (Gebruiker.objects.get(pk=pk).email, str(Gebruiker.objects.get(pk=pk))) == (
            "een@demo.example",
            "Een (demo)",
        )
        assert not EmailAddress.objects.exists()  # the account alone has the address


@pytest.mark.parametrize("rol", ["jid_worker", "jid_cijfers"])
def test_een_ander_proces_leest_geen_wachtwoord(rol):
    sql = "SELECT has_column_privilege(%s, 'gebruikers_gebruiker', 'password', 'SELECT')"
    assert roep(sql, rol) is False
    assert roep(sql, "jid_web") is True
