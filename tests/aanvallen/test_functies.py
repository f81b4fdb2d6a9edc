"""The checked functions of schema `app`, called directly with arguments nobody meant."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, transaction
from django.utils import timezone

from gebruikers.models import Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]
REDEN = b"\x01" + b"0" * 40

INWENDIG = [
    "SELECT app._ken_toe(gen_random_uuid(), '{doel}', {ik}, '\\x01', NULL)",
    "SELECT * FROM app.lezers('{doel}')",
    "SELECT app.eis_zicht('{doel}')",
    "SELECT app.eis_lezer('{doel}')",
    "SELECT app.eis_kiesbaar('{doel}', {ik})",
    "SELECT app.eis_beheerder()",
    "SELECT app.staat_buiten_coid({ik})",
    "SELECT app._past_bij('{doel}', {ik}, 'lezer')",
    "SELECT app._geef_zonder_reden('{doel}', {ik}, NULL, NULL)",
    "SELECT app._geef_waar('{doel}', '{doel}')",
    "SELECT app._log_zaak('ingezien', '{doel}', '{{}}')",
    "SELECT app._te_herzien(1)",
    "SELECT app._laat_achter({ik}, '{{}}')",
    "SELECT app.heeft_zaakrol({ik})",
    "SELECT app.neem_gebruiker({ik})",
    "SELECT app.noteer('ingezien', '', '{{}}')",
    "SELECT app.team_heeft_lezers(1)",
    "SELECT app.weiger('x')",
    "SELECT app.onbruikbaar_wachtwoord()",
]


@pytest.mark.aanval("tweede muur")
@pytest.mark.parametrize("opdracht", INWENDIG)
def test_een_inwendige_functie_is_dicht_voor_de_webrol(toneel, als, sql, opdracht):
    with als(toneel.aanvaller), pytest.raises(ProgrammingError, match="permission denied"):
        sql(opdracht.format(doel=toneel.doel.pk, ik=toneel.aanvaller.pk))


ZOEK = "SELECT app.zoek_zaken('melding', %s::bigint[], %s::jsonb, 'ontvangen_defensie', true, NULL, NULL, %s::int)"
NAMENS_EEN_ANDER = ["uitsluitingen_van", "rollen_van", "teams_van", "noteer_casusdag"]


@pytest.mark.aanval("tweede muur")
@pytest.mark.parametrize("functie", NAMENS_EEN_ANDER)
def test_een_functie_antwoordt_niet_voor_een_ander(toneel, als, sql, functie):
    with als(toneel.aanvaller):
        for wie in (toneel.eigenaar.pk, None, 0):
            with pytest.raises(DatabaseError, match="actor is not the user"):
                sql(f"SELECT app.{functie}(%s)", wie)


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("wie", ["aanvaller", "uitgeslotene", "beheerder", "auditor"])
def test_wie_een_zaak_niet_ziet_hoort_niets_over_wie_haar_ziet(toneel, als, sql, wie):
    with als(getattr(toneel, wie)):
        for zaak in (toneel.doel.pk, uuid4(), None):
            assert sql("SELECT * FROM app.toekenningen_van_zaak(%s)", zaak) == []
            assert sql("SELECT * FROM app.uitsluitingen_van_zaak(%s)", zaak) == []
            assert sql("SELECT app.laatste_wijziger(%s, '')", zaak) == [(None,)]
            assert sql("SELECT app.ziet_zaak(%s)", zaak) == [(False,)]


@pytest.mark.aanval("bestaan")
def test_een_weigering_is_voor_een_vreemde_zaak_gelijk_aan_die_voor_een_onbekende(toneel, als, sql):
    for functie, rest in (
        ("verleen", lambda z: (uuid4(), z, toneel.aanvaller.pk, REDEN, None)),
        ("beeindig", lambda z: (z, toneel.doel_toekenning.pk)),
        ("wijs_toe", lambda z: (z, toneel.aanvaller.pk, None, uuid4(), REDEN)),
        ("sluit_uit", lambda z: (uuid4(), z, toneel.eigenaar.pk, "betrokken")),
        ("hef_uitsluiting_op", lambda z: (z, toneel.uitgeslotene.pk)),
        ("verzegel", lambda z: (z, toneel.aanvaller.pk, uuid4(), REDEN)),
        ("zet_zoektokens", lambda z: (z, [1])),
        ("open_terugweg", lambda z: (z,)),
        (
            "geleid_door",
            lambda z: (
                z,
                uuid4(),
                "klacht",
                uuid4(),
                REDEN,
                None,
                None,
                uuid4(),
                REDEN,
                uuid4(),
                REDEN,
                "nieuw",
            ),
        ),
    ):
        fouten = set()
        for zaak in (toneel.doel.pk, uuid4(), None):
            waarden = rest(zaak)
            with als(toneel.aanvaller), pytest.raises(DatabaseError) as fout:
                sql(f"SELECT app.{functie}({', '.join(['%s'] * len(waarden))})", *waarden)
            fouten.add((fout.value.__cause__.sqlstate, str(fout.value)))
        assert len(fouten) == 1, functie


@pytest.mark.aanval("tweede muur")
def test_een_uitgeslotene_heft_de_eigen_uitsluiting_niet_op(toneel, als, sql):
    with als(toneel.uitgeslotene):
        for opdracht, waarden in (
            ("SELECT app.hef_uitsluiting_op(%s, %s)", (toneel.doel.pk, toneel.uitgeslotene.pk)),
            (
                "SELECT app.verleen(%s, %s, %s, %s, NULL)",
                (uuid4(), toneel.doel.pk, toneel.uitgeslotene.pk, REDEN),
            ),
        ):
            with pytest.raises(DatabaseError, match="not visible"):
                sql(opdracht, *waarden)


@pytest.mark.aanval("tweede muur")
def test_een_uitgeslotene_krijgt_ook_van_een_lezer_geen_toegang(toneel, als, sql):
    with als(toneel.eigenaar):
        for opdracht, waarden in (
            ("SELECT app.verleen(%s, %s, %s, %s, NULL)", (uuid4(), toneel.doel.pk, toneel.uitgeslotene.pk, REDEN)),
            ("SELECT app.wijs_toe(%s, %s, NULL, %s, %s)", (toneel.doel.pk, toneel.uitgeslotene.pk, uuid4(), REDEN)),
        ):  # fmt: skip
            with pytest.raises(DatabaseError, match="cannot be chosen"):
                sql(opdracht, *waarden)


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("rol", [Rol.BEHEERDER, Rol.AUDITOR, Rol.BELEID, Rol.VERTROUWENSPERSOON])
def test_toegang_gaat_nooit_naar_wie_geen_zaken_behandelt(toneel, als, sql, fabriek, rol):
    with fabriek():
        wie = maak_gebruiker(rol)
    with als(toneel.eigenaar), pytest.raises(DatabaseError, match="cannot be chosen"):
        sql("SELECT app.verleen(%s, %s, %s, %s, NULL)", uuid4(), toneel.doel.pk, wie.pk, REDEN)


@pytest.mark.aanval("tweede muur")
def test_een_toekenning_van_een_andere_zaak_eindigt_niet_via_de_mijne(toneel, als, sql):
    with als(toneel.aanvaller), pytest.raises(DatabaseError, match="grant is gone"):
        sql("SELECT app.beeindig(%s, %s)", toneel.mijn.pk, toneel.doel_toekenning.pk)


@pytest.mark.aanval("tweede muur")
def test_een_toekenning_wordt_niet_verplaatst_door_haar_sleutel_te_hergebruiken(toneel, als, sql):
    with als(toneel.aanvaller), pytest.raises(DatabaseError):
        sql(
            "SELECT app.verleen(%s, %s, %s, %s, NULL)",
            toneel.doel_toekenning.pk,
            toneel.mijn.pk,
            toneel.aanvaller.pk,
            REDEN,
        )
    with als(toneel.aanvaller):
        assert sql("SELECT app.ziet_zaak(%s)", toneel.doel.pk) == [(False,)]


@pytest.mark.aanval("tweede muur")
def test_een_toegang_die_al_verlopen_is_maakt_een_zaak_niet_onleesbaar(toneel, als, sql):
    """Sharing replaces the running grant: with an end in the past the only reader would lock everybody out."""
    with als(toneel.aanvaller), pytest.raises(DatabaseError):
        sql(
            "SELECT app.verleen(%s, %s, %s, %s, %s)",
            uuid4(),
            toneel.mijn.pk,
            toneel.aanvaller.pk,
            REDEN,
            timezone.now() - timedelta(days=1),
        )


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("rol", [Rol.BEHEERDER, Rol.BELEID, Rol.VERTROUWENSPERSOON, Rol.AUDITOR])
def test_zonder_zaakrol_opent_niemand_een_zaak(rol, als, sql, fabriek):
    with fabriek():
        wie = maak_gebruiker(rol)
    with als(wie), pytest.raises(DatabaseError, match="not allowed"):
        sql(
            "SELECT app.open_zaak(%s, 'melding', %s, '2024-01-01', %s, NULL, %s, %s, NULL)",
            uuid4(),
            uuid4(),
            REDEN,
            uuid4(),
            REDEN,
        )


@pytest.mark.aanval("tweede muur")
def test_een_nieuwe_zaak_komt_niet_over_een_bestaande_of_op_haar_sleutel(toneel, als, sql):
    with als(toneel.aanvaller):
        for pk, sleutel in ((toneel.doel.pk, uuid4()), (uuid4(), toneel.doel.sleutel_id)):
            with pytest.raises(DatabaseError):  # noqa: PT012  # either may fail
                sql(
                    "SELECT app.open_zaak(%s, 'melding', %s, '2024-01-01', %s, NULL, %s, %s, NULL)",
                    pk,
                    sleutel,
                    REDEN,
                    uuid4(),
                    REDEN,
                )
                sql("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.aanval("tweede muur")
def test_een_nieuwe_zaak_belandt_alleen_bij_een_intaketeam(toneel, als, sql, fabriek):
    from tests.factories.gebruikers import maak_team

    with fabriek():
        team = maak_team("behandelteam")
    with als(toneel.aanvaller), pytest.raises(DatabaseError, match="intake team"):
        sql(
            "SELECT app.open_zaak(%s, 'melding', %s, '2024-01-01', %s, %s, %s, %s, NULL)",
            uuid4(),
            uuid4(),
            REDEN,
            team.pk,
            uuid4(),
            REDEN,
        )


@pytest.mark.aanval("tweede muur")
@pytest.mark.parametrize(
    ("tokens", "limiet"), [("{}", 10), (None, 10), ("{NULL}", 10), ("{1}", -1), ("{1}", None)]
)
def test_zoeken_met_rare_tokens_vindt_niets_van_een_ander(toneel, als, sql, fabriek, tokens, limiet):
    with fabriek():
        sql("UPDATE zaken_zoekindex SET tokens = '{1}'")
    with als(toneel.aanvaller):
        try:
            gevonden = sql(ZOEK, tokens, "{}", limiet)
        except DatabaseError:
            return
        assert toneel.doel.pk not in {rij[0] for rij in gevonden}


@pytest.mark.aanval("tweede muur")
def test_zoektokens_van_een_uitgesloten_zaak_zijn_onvindbaar(toneel, als, sql, fabriek):
    with fabriek():
        sql("UPDATE zaken_zoekindex SET tokens = '{7}' WHERE zaak_id = %s", toneel.doel.pk)
    for wie in ("uitgeslotene", "aanvaller", "beheerder", "auditor"):
        with als(getattr(toneel, wie)):
            assert sql(ZOEK, "{7}", "{}", 1000) == []
    with als(toneel.eigenaar):
        assert sql(ZOEK, "{7}", "{}", 1000) == [(toneel.doel.pk,)]


@pytest.mark.aanval("tweede muur")
@pytest.mark.parametrize(
    "filters",
    [
        '{"behandelaar": "1 OR true"}',
        """{"onderdeel": "1' OR '1'='1"}""",
        '{"teams": ["1}\') OR true --"]}',
        '{"zaak": {"id) OR true --": ["x"]}}',
        """{"zaak": {"soort": ["melding') OR true --"]}}""",
        '{"tabel": "zaken_toekenning", "deel": {"user_id": ["1"]}}',
        '{"tabel": "zaken_zaak m, zaken_zaak", "deel": {"soort": ["melding"]}}',
        '{"deel": {"status": ["nieuw"]}}',
        '{"van": "infinity\'::date OR true --"}',
        '"tekst"',
        "null",
    ],
)
def test_zoeken_met_rare_filters_vindt_niets_van_een_ander(toneel, als, sql, fabriek, filters):
    with fabriek():
        sql("UPDATE zaken_zoekindex SET tokens = '{7}'")
    with als(toneel.aanvaller):
        try:
            gevonden = sql(ZOEK, "{7}", filters, 1000)
        except DatabaseError:
            return
        assert toneel.doel.pk not in {rij[0] for rij in gevonden}


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("wie", ["aanvaller", "eigenaar", "auditor"])
def test_wie_geen_beheerder_is_leest_geen_rollen_of_leden(toneel, als, sql, wie):
    with als(getattr(toneel, wie)):
        assert sql("SELECT * FROM app.rollen_overzicht()") == []
        assert sql("SELECT * FROM app.leden_overzicht()") == []


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("wie", ["beheerder", "auditor"])
def test_wie_geen_zaken_behandelt_krijgt_geen_lijst_van_behandelaars(toneel, als, sql, wie):
    with als(getattr(toneel, wie)):
        assert sql("SELECT * FROM app.toewijsbaren()") == []


@pytest.mark.aanval("rol")
@pytest.mark.parametrize(
    "rollen",
    ["{beheerder,adviseur}", "{beheerder,adviseur,NULL}", "{auditor,intake}", "{vertrouwenspersoon,ckp}", "{superuser}", "{NULL}"],
)  # fmt: skip
def test_een_beheerder_geeft_een_ander_geen_verboden_mengsel(toneel, als, sql, rollen):
    with als(toneel.beheerder), pytest.raises(DatabaseError):
        sql("SELECT app.zet_rollen(%s, %s::text[])", toneel.aanvaller.pk, rollen)


@pytest.mark.aanval("tweede muur")
def test_een_toekenning_van_vroeger_leest_niets_zodra_iemand_beheerder_is(toneel, als, sql):
    with als(toneel.beheerder):
        sql("SELECT app.zet_rollen(%s, '{beheerder}')", toneel.eigenaar.pk)
    with als(toneel.eigenaar):
        assert sql("SELECT count(*) FROM zaken_zaak") == [(0,)]
        assert sql("SELECT count(*) FROM zaken_persoon") == [(0,)]


@pytest.mark.aanval("tweede muur")
def test_een_verzegelde_zaak_is_dicht_voor_het_team(toneel, als, sql, fabriek):
    with fabriek():
        lid = maak_gebruiker(Rol.ADVISEUR, teams=[toneel.team])
        lezer = maak_gebruiker(Rol.ADVISEUR)
        buiten = maak_gebruiker(Rol.ADVISEUR, teams=[maak_team(soort=Team.Soort.BUITEN_COID)])
        zaak = maak_melding(team=toneel.team, lezers=(lezer,))
    with als(lezer):
        sql("SELECT app.verzegel(%s, %s, %s, %s)", zaak.pk, buiten.pk, uuid4(), REDEN)
        assert sql("SELECT count(*) FROM zaken_zaak WHERE id = %s", zaak.pk) == [(0,)]
    with als(buiten):
        assert sql("SELECT count(*) FROM zaken_zaak WHERE id = %s", zaak.pk) == [(1,)]
    with als(lid):
        assert sql("SELECT count(*) FROM zaken_zaak WHERE id = %s", zaak.pk) == [(0,)]
        assert sql("SELECT app.ziet_zaak(%s)", zaak.pk) == [(False,)]


@pytest.mark.aanval("nood")
def test_wie_geen_team_leidt_en_geen_beheerder_is_verplaatst_geen_zaken(toneel, als, sql):
    pogingen = (
        ("draag_over", (toneel.eigenaar.pk, toneel.aanvaller.pk, "vertrek")),
        ("draag_over", (toneel.eigenaar.pk, toneel.onderzoeker.pk, "vertrek")),
        ("stel_waarneming_in", (uuid4(), toneel.eigenaar.pk, toneel.aanvaller.pk, "verlof", timezone.now() + timedelta(days=1))),
        ("beeindig_waarneming", (toneel.eigenaar.pk,)),
        ("herzie_team", (uuid4(), toneel.team.pk, True, [toneel.eigenaar.pk])),
    )  # fmt: skip
    for functie, waarden in pogingen:
        with als(toneel.aanvaller), pytest.raises(DatabaseError) as fout:
            sql(f"SELECT app.{functie}({', '.join(['%s'] * len(waarden))})", *waarden)
        assert fout.value.__cause__.sqlstate == "JID01", functie
    with als(toneel.aanvaller):
        for vraag in (
            "SELECT * FROM app.opvolgers(%s)",
            "SELECT * FROM app.overdracht_stand(%s)",
            "SELECT * FROM app.te_herzien(%s)",
        ):
            assert sql(vraag, toneel.team.pk if "herzien" in vraag else toneel.eigenaar.pk) == []
        for vraag in (
            "SELECT * FROM app.waarnemingen()",
            "SELECT * FROM app.zaken_zonder_lezer()",
            "SELECT * FROM app.herzieningen()",
        ):
            assert sql(vraag) == []
        assert sql("SELECT app.ziet_zaak(%s)", toneel.doel.pk) == [(False,)]


@pytest.mark.aanval("nood")
def test_een_overdracht_aan_wie_is_uitgesloten_laat_de_zaak_waar_zij_was(toneel, als, sql):
    with als(toneel.beheerder):
        sql("SELECT app.draag_over(%s, %s, 'vertrek')", toneel.eigenaar.pk, toneel.uitgeslotene.pk)
        assert sql("SELECT count(*) FROM zaken_zaak") == [(0,)]
    with als(toneel.uitgeslotene):
        assert sql("SELECT app.ziet_zaak(%s)", toneel.doel.pk) == [(False,)]
    with als(toneel.eigenaar):
        assert sql("SELECT app.ziet_zaak(%s)", toneel.doel.pk) == [(True,)]


@pytest.mark.aanval("nood")
def test_een_beheerder_draagt_niets_over_aan_zichzelf_of_aan_een_eigen_beheerder(toneel, als, sql, fabriek):
    with fabriek():
        collega = maak_gebruiker(Rol.BEHEERDER)
    with als(toneel.beheerder):
        for aan in (toneel.beheerder, collega, toneel.auditor):
            with pytest.raises(DatabaseError):
                sql("SELECT app.draag_over(%s, %s, 'vertrek')", toneel.eigenaar.pk, aan.pk)


@pytest.mark.aanval("race")
def test_rechtstreeks_deactiveren_laat_bij_het_vastleggen_geen_zaak_zonder_lezer_achter(als, sql, fabriek):
    with fabriek():
        enig, beheerder = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.BEHEERDER)
        maak_melding(lezers=(enig,))
    with als(beheerder):
        punt = transaction.savepoint()
        sql("SELECT app.deactiveer_gebruiker(%s)", enig.pk)
        with pytest.raises(DatabaseError, match="enige_lezer"):
            sql("SET CONSTRAINTS ALL IMMEDIATE")  # as a commit does
        transaction.savepoint_rollback(punt)
