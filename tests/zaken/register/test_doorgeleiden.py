"""To another register and back: what goes along, who sees it, and that one event counts once."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from gebruikers.models import Team
from gebruikers.rollen import Rol
from misstanden.models import Bekendmaking, Opschorting
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import code, sluit_uit
from zaken.models import Kwalificatie, Notitie, Persoon, Statuswijziging, Termijn, Zaak, Zaakkoppeling
from zaken.overgangen import OngeldigeOvergang
from zaken.register import register_van, registers
from zaken.register.doorgeleiding import Overdracht
from zaken.services.databank import NietMogelijk, roep
from zaken.services.doorgeleiden import geleid_door
from zaken.services.inhoud import annuleer
from zaken.services.status import wijzig_status
from zaken.services.wijzigen import ververs_termijnen

pytestmark = [pytest.mark.databank, pytest.mark.pg15]
GEHEIM = "Merkwoord"
PAREN = [(r.soort, naar) for r in registers() if r.doorgeleiding for naar in r.doorgeleiding.naar]
VANUIT = {"melding": "in_beoordeling", "klacht": "beoordelen", "misstand": "beoordeeld"}
DUS = {"misstand": {"maatschappelijk_belang_toets": "nee", "inbreuk_unierecht": "nee"}}
"""What its own guards ask of a zaak that goes."""


@pytest.fixture
def balies(fabriek):
    """The three desks, somebody at each, and somebody who handles nothing of it."""
    with fabriek():
        intake, klachten, misstanden = (
            maak_team(soort.value, soort=soort)
            for soort in (Team.Soort.INTAKE, Team.Soort.KLACHTEN, Team.Soort.MISSTANDEN)
        )
        return SimpleNamespace(
            teams={"melding": intake, "klacht": klachten, "misstand": misstanden},
            melding=maak_gebruiker(Rol.INTAKE, teams=[intake]),
            klacht=maak_gebruiker(Rol.CKP, teams=[klachten]),
            misstand=maak_gebruiker(Rol.MISSTANDEN, teams=[misstanden]),
            betrokken=maak_gebruiker(Rol.CKP, teams=[klachten]),
        )


def maak(balies, soort, **velden):
    """A zaak at its desk from where it can go, with somebody who handed it in, somebody it is about, and a note."""
    register = register_van(soort)
    zaak = maak_zaak(
        soort,
        team=balies.teams[soort],
        status=VANUIT[soort],
        omschrijving=f"{GEHEIM} omschrijving",
        ontvangen_defensie=date(2023, 12, 30),
        **{"anonimiteit": "vertrouwelijk", **DUS.get(soort, {}), **velden},
    )
    over = "aangeklaagde" if soort == "klacht" else "betrokkene"
    for rol in (register.indiener, over):
        naam = "" if zaak.anonimiteit == "anoniem" and rol == register.indiener else f"{GEHEIM} {rol}"
        Persoon(id=uuid4(), zaak=zaak, rol=rol, volgnummer=1, naam=naam).save(force_insert=True)
    Notitie(id=uuid4(), zaak=zaak, tekst=f"{GEHEIM} notitie", op="2024-01-01T12:00Z").save(force_insert=True)
    return zaak


def overdracht(naar, **velden):
    eigen = {"hoofdcategorie": code("hoofdcategorie", "overige")} if naar == "melding" else {}
    return Overdracht(
        **{
            "naar": Zaak.Soort(naar),
            "onderwerp": "Nieuw onderwerp",
            "reden": f"{GEHEIM} reden",
            "eigen": eigen,
            "akkoord": True,
            **velden,
        }
    )


def door(balies, zaak, soort, wat, als):
    wie = getattr(balies, soort)
    with als(wie):
        return geleid_door(
            register=register_van(soort), zaak_id=zaak.pk, overdracht=wat, vandaag=localdate(), door=wie
        )


@pytest.mark.parametrize(("soort", "naar"), PAREN)
def test_de_nieuwe_zaak_krijgt_wat_gekozen_is_en_telt_in_plaats_van_de_oude(
    soort, naar, balies, als, fabriek
):
    with fabriek():
        zaak = maak(balies, soort)
        sluit_uit(zaak, balies.betrokken)
        personen = frozenset(Persoon.objects.van(zaak).values_list("pk", flat=True))
        wat = overdracht(naar, teksten=frozenset({"omschrijving"}), personen=personen)
    nieuw = door(balies, zaak, soort, wat, als)

    bestemming = register_van(naar)
    with als(getattr(balies, naar)) as balie:
        rij = bestemming.model.objects.zichtbaar_voor(balie).select_related("sleutel").get(pk=nieuw.pk)
        assert rij.zaaknummer.startswith(f"{bestemming.lijst.letter}-2023-")
        assert (rij.ontvangen_defensie, rij.team_id) == (date(2023, 12, 30), balies.teams[naar].pk)
        assert (rij.onderwerp, rij.omschrijving) == ("Nieuw onderwerp", f"{GEHEIM} omschrijving")
        assert rij.sleutel_id != zaak.sleutel_id
        assert rij.anonimiteit == "vertrouwelijk"
        namen = {p.rol: p.naam for p in Persoon.objects.van(rij).select_related("zaak__sleutel")}
        over = "aangeklaagde" if naar == "klacht" else "betrokkene"
        assert set(namen) == {bestemming.indiener, over}
        assert all(naam.startswith(GEHEIM) for naam in namen.values())
        assert Kwalificatie.objects.van(rij).select_related("zaak__sleutel").get().reden == f"{GEHEIM} reden"
        assert not Notitie.objects.van(rij).exists()
        eerste = Termijn.objects.van(rij).order_by("werkdatum").first()
        assert eerste is None or eerste.werkdatum.year == 2024
    with als(balies.betrokken) as uitgesloten:
        assert not Zaak.objects.zichtbaar_voor(uitgesloten).exists()
    with als(getattr(balies, soort)) as wie:
        oud = register_van(soort).model.objects.zichtbaar_voor(wie).get(pk=zaak.pk)
        assert oud.status == register_van(soort).doorgeleiding.status
        assert oud.eerste_termijn is None
        blijft = naar in {"klacht", "misstand"} and soort == "melding"  # only the intake registers those
        assert Zaak.objects.zichtbaar_voor(wie).filter(pk=nieuw.pk).exists() is blijft
        assert Zaakkoppeling.objects.zichtbaar_voor(wie).exists() is blijft
    assert tellend(fabriek) == [naar]


@pytest.mark.parametrize(("soort", "naar"), PAREN)
def test_annuleren_van_de_nieuwe_zet_de_oude_terug_ook_voor_wie_die_niet_ziet(
    soort, naar, balies, als, fabriek
):
    with fabriek():
        zaak = maak(balies, soort)
    nieuw = door(balies, zaak, soort, overdracht(naar), als)
    with als(getattr(balies, naar)) as balie:
        rij = Zaak.objects.zichtbaar_voor(balie).select_related("sleutel").get(pk=nieuw.pk)
        annuleer(zaak=rij, reden=f"{GEHEIM} hoort hier niet", door=balie)
        assert not Zaak.objects.zichtbaar_voor(balie).filter(pk=zaak.pk).exists()
        assert not Zaakkoppeling.objects.zichtbaar_voor(balie).exists()
    with als(getattr(balies, soort)) as wie:
        oud = register_van(soort).model.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=zaak.pk)
        assert oud.status == VANUIT[soort]
        assert getattr(oud, "doorgeleid_naar", "") == ""
        laatste = Statuswijziging.objects.van(oud).select_related("zaak__sleutel").first()
        assert (laatste.naar, laatste.toelichting, laatste.door) == (VANUIT[soort], "", None)
        assert oud.eerste_termijn is not None
        gezet = [
            oud.eerste_termijn,
            *Termijn.objects.van(oud).values_list("code", "vervallen").order_by("code"),
        ]
        ververs_termijnen(register_van(soort), oud)
        assert gezet == [
            oud.eerste_termijn,
            *Termijn.objects.van(oud).values_list("code", "vervallen").order_by("code"),
        ]
    assert tellend(fabriek) == [soort]
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("soort", "velden", "stil"),
    [
        ("klacht", {"vorm": "mondeling"}, {"klacht_niet_in_behandeling"}),
        ("misstand", {"geen_bevestiging_reden": "anoniem"}, {"misstand_ontvangstbevestiging"}),
        ("misstand", {"geen_terugkoppeling_reden": "anoniem"}, {"misstand_terugkoppeling"}),
        ("misstand", {"opschorting": True}, set()),
    ],
)
def test_wat_niemand_zag_terugkomen_vraagt_wat_het_vroeg(soort, velden, stil, balies, als, fabriek):
    """The database lets terms run again by itself: as the rules of the register say, also where one stands still."""
    register = register_van(soort)
    with fabriek():
        zaak = maak(balies, soort)
        if velden.get("opschorting"):
            Opschorting(id=uuid4(), zaak=zaak, volgnummer=1, van=date(2024, 1, 8), reden="ziek").save(
                force_insert=True
            )
    with als(getattr(balies, soort)) as wie:
        zelf = register.model.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=zaak.pk)
        ververs_termijnen(register, zelf)
        for veld in velden.keys() - {"opschorting"}:
            setattr(zelf, veld, velden[veld])
            zelf.save(update_fields=[veld])
        ververs_termijnen(register, zelf)
    nieuw = door(balies, zaak, soort, overdracht("melding"), als)
    with als(balies.melding) as balie:
        rij = Zaak.objects.zichtbaar_voor(balie).select_related("sleutel").get(pk=nieuw.pk)
        annuleer(zaak=rij, reden="hoort hier niet", door=balie)
    with als(getattr(balies, soort)) as wie:
        oud = register.model.objects.zichtbaar_voor(wie).get(pk=zaak.pk)
        termijnen = Termijn.objects.van(oud).order_by("code")
        gezet = [oud.eerste_termijn, *termijnen.values_list("code", "vervallen")]
        assert {termijn.code for termijn in termijnen if termijn.vervallen} - {"nazorg"} == stil
        ververs_termijnen(register, oud)
        assert [oud.eerste_termijn, *termijnen.values_list("code", "vervallen")] == gezet


def test_annuleren_verraadt_niet_dat_de_andere_zaak_verzegeld_is(balies, als, fabriek):
    """The same as for an unseen zaak that is not sealed: it is done, and nothing of the other is told."""
    with fabriek():
        zaak = maak(balies, "melding")
    nieuw = door(balies, zaak, "melding", overdracht("misstand"), als)
    with fabriek():
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(verzegeld=True, team=None)
    with als(balies.misstand) as balie:
        rij = Zaak.objects.zichtbaar_voor(balie).select_related("sleutel").get(pk=nieuw.pk)
        annuleer(zaak=rij, reden="hoort hier niet", door=balie)
        assert not Zaak.objects.zichtbaar_voor(balie).filter(pk=zaak.pk).exists()
    assert tellend(fabriek) == ["melding"]
    with fabriek():
        assert not zaak.toekenningen.filter(beeindigd_op=None).exists()


def test_twee_keer_verder_en_weer_terug(balies, als, fabriek):
    with fabriek():
        melding = maak(balies, "melding")
    misstand = door(balies, melding, "melding", overdracht("misstand"), als)
    with fabriek():
        model = register_van("misstand").model.objects.zonder_toegangsfilter(reden="test")
        for status in ("bevestigd", "beoordeeld"):
            model.filter(pk=misstand.pk).update(status=status, **DUS["misstand"])
    terug = door(balies, misstand, "misstand", overdracht("melding"), als)
    assert tellend(fabriek) == ["melding"]
    with als(balies.misstand) as wie, pytest.raises(NietMogelijk, match="doorgeleid"):
        annuleer(zaak=Zaak.objects.zichtbaar_voor(wie).get(pk=misstand.pk), reden="x", door=wie)
    with als(balies.melding) as wie:
        annuleer(
            zaak=Zaak.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=terug.pk),
            reden="x",
            door=wie,
        )
    assert tellend(fabriek) == ["misstand"]


@pytest.mark.parametrize(
    ("soort", "naar", "velden", "veld"),
    [
        ("melding", "klacht", {"anonimiteit": "anoniem"}, "naar"),
        ("melding", "klacht", {}, "akkoord"),
        ("klacht", "melding", {}, "akkoord"),
        ("misstand", "melding", {}, "akkoord"),
        ("misstand", "klacht", {}, "akkoord"),
    ],
)
def test_wie_geheim_is_gaat_nergens_heen_zonder_akkoord(soort, naar, velden, veld, balies, als, fabriek):
    with fabriek():
        zaak = maak(balies, soort, **velden)
        indiener = Persoon.objects.van(zaak).get(rol=register_van(soort).indiener).pk
        akkoord = veld == "naar"
        wat = overdracht(naar, personen=frozenset({indiener}), akkoord=akkoord)
    with pytest.raises(ValidationError) as fout:
        door(balies, zaak, soort, wat, als)
    assert set(fout.value.message_dict) == {veld}
    assert tellend(fabriek) == [soort]


def test_een_geheime_tekst_gaat_niet_zonder_bevestiging_en_een_open_zaak_wel(balies, als, fabriek):
    with fabriek():
        misstand, melding = maak(balies, "misstand"), maak(balies, "melding", anonimiteit="nee")
        alle = frozenset(Persoon.objects.van(melding).values_list("pk", flat=True))
        tekst = overdracht("melding", teksten=frozenset({"omschrijving"}), akkoord=False)
        niets = overdracht("melding", akkoord=False)
        ander = overdracht("misstand", personen=alle, akkoord=False)
    with pytest.raises(ValidationError):
        door(balies, misstand, "misstand", tekst, als)
    door(balies, misstand, "misstand", niets, als)
    nieuw = door(balies, melding, "melding", ander, als)
    assert nieuw.anonimiteit == "vertrouwelijk"


@pytest.mark.parametrize("mee", [True, False])
def test_wie_de_melder_van_een_misstand_is_gaat_alleen_mee_als_bekendmaking(mee, balies, als, fabriek):
    with fabriek():
        zaak = maak(balies, "misstand")
        rol = "melder" if mee else "betrokkene"
        wat = overdracht("klacht", personen=frozenset({Persoon.objects.van(zaak).get(rol=rol).pk}))
    door(balies, zaak, "misstand", wat, als)
    with als(balies.misstand):
        rijen = Bekendmaking.objects.van(zaak).select_related("zaak__sleutel")
        assert [(rij.aan, rij.grond) for rij in rijen] == (
            [("Wie werkt in het register: Klachten", "toestemming")] if mee else []
        )


def test_een_verzegelde_zaak_gaat_niet_naar_een_andere_balie(balies, als, fabriek):
    from tests.factories.zaken import maak_toekenning

    with fabriek():
        zaak = maak(balies, "melding", verzegeld=True)
        maak_toekenning(zaak, balies.melding)
        type(zaak).objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(
            gebruikers=[balies.melding.pk]
        )
        wat = overdracht("misstand")
    with pytest.raises(NietMogelijk, match="verzegeld"):
        door(balies, zaak, "melding", wat, als)


def test_een_persoon_of_tekst_van_een_andere_zaak_gaat_niet_mee(balies, als, fabriek):
    with fabriek():
        zaak, andere = maak(balies, "melding"), maak(balies, "melding")
        vreemd = frozenset(Persoon.objects.van(andere).values_list("pk", flat=True))
        wat = overdracht("misstand", personen=vreemd)
    nieuw = door(balies, zaak, "melding", wat, als)
    with als(balies.misstand):
        assert not Persoon.objects.van(nieuw).exists()


@pytest.mark.parametrize(("soort", "naar"), PAREN)
def test_de_databank_houdt_beide_zaken_bij_elkaar(soort, naar, balies, als, fabriek):
    """Whoever writes past the services: no status without the other zaak, no zaak annulled from under it."""
    tabel, register = register_van(soort).model._meta.db_table, register_van(soort)
    with fabriek():
        zaak, los = maak(balies, soort), maak(balies, soort)
        wat = overdracht(naar)
    nieuw = door(balies, zaak, soort, wat, als)
    heen = f"UPDATE {tabel} SET status = '{register.doorgeleiding.status}' WHERE zaak_ptr_id = %s"
    terug = f"UPDATE {tabel} SET status = '{VANUIT[soort]}' WHERE zaak_ptr_id = %s"
    weg = "UPDATE zaken_zaak SET geannuleerd_op = now(), geannuleerd_door_id = app.uid() WHERE id = %s"
    with als(getattr(balies, soort)):
        pogingen = [(terug, zaak.pk), (weg, zaak.pk)] + ([(heen, los.pk)] if soort != "misstand" else [])
        for opdracht, pk in pogingen:
            assert _geweigerd(opdracht, pk), opdracht
        assert _geweigerd(
            "INSERT INTO zaken_zaakkoppeling (id, soort, van_id, naar_id, van_status, door_id, op)"
            " VALUES (gen_random_uuid(), 'doorgeleid', %s, %s, '', app.uid(), now())",
            los.pk,
            zaak.pk,
        )
        for functie in ("SELECT app._ken_toe(gen_random_uuid(), %s, app.uid(), NULL, NULL)",):
            assert _geweigerd(functie, nieuw.pk)
    with als(getattr(balies, naar)):
        assert _geweigerd("SELECT app.open_terugweg(%s)", zaak.pk)
        assert not _geweigerd(weg, nieuw.pk)
    assert tellend(fabriek) == [soort, soort]  # the old one went back, and `los`


def _geweigerd(opdracht, *waarden):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht, waarden)
            return cursor.rowcount == 0
    except DatabaseError:
        return True


def test_wie_terugzet_zonder_te_annuleren_krijgt_niets(balies, als, fabriek):
    """Who works with both: at the end of the transaction nothing happened. Who sees one of them ends nothing."""
    with fabriek():
        zaak = maak(balies, "melding")
    nieuw = door(balies, zaak, "melding", overdracht("misstand"), als)
    opdracht = f"SELECT app.open_terugweg('{nieuw.pk}'); SET CONSTRAINTS ALL IMMEDIATE"
    with (
        als(balies.melding),
        pytest.raises(DatabaseError, match="annulled here"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(opdracht)
    with als(balies.misstand):
        assert roep("open_terugweg", nieuw.pk) is None
    assert tellend(fabriek) == ["misstand"]


def test_wie_beide_ziet_zet_de_oude_terug_met_een_reden(balies, als, fabriek):
    with fabriek():
        zaak = maak(balies, "melding")
    nieuw = door(balies, zaak, "melding", overdracht("misstand"), als)
    with als(balies.melding) as wie:
        rij = Zaak.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=nieuw.pk)
        annuleer(zaak=rij, reden=f"{GEHEIM} hoort hier niet", door=wie)
        oud = Zaak.objects.zichtbaar_voor(wie).get(pk=zaak.pk)
        laatste = Statuswijziging.objects.van(oud).select_related("zaak__sleutel").first()
        assert (laatste.naar, laatste.toelichting) == (VANUIT["melding"], f"{GEHEIM} hoort hier niet")
        assert laatste.door == wie
    assert tellend(fabriek) == ["melding"]


def test_de_gewone_stap_leidt_niet_door_en_haalt_niet_terug(balies, als, fabriek):
    with fabriek():
        melding = maak(balies, "melding")
    register = register_van("melding")

    def stap(naar):
        with als(balies.melding) as wie, pytest.raises(OngeldigeOvergang):
            wijzig_status(
                register=register,
                zaak_id=melding.pk,
                naar=naar,
                toelichting="x",
                vandaag=localdate(),
                door=wie,
            )

    stap("doorgeleid")
    door(balies, melding, "melding", overdracht("misstand"), als)
    stap("in_beoordeling")


def tellend(fabriek):
    """The kinds of the zaken that stand for themselves."""
    soorten = []
    with fabriek():
        for register in registers():
            elders = {register.doorgeleiding.status} if register.doorgeleiding else set()
            weg = elders | {register.stappen.samenvoegen} - {""}
            rijen = register.model.objects.zonder_toegangsfilter(reden="test").filter(geannuleerd_op=None)
            soorten += [register.soort for rij in rijen if rij.status not in weg]
    return soorten
