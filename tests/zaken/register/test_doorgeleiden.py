"""To another register and back: what goes along, who sees it, and that one event counts once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from misstanden.models import Bekendmaking
from tests.factories.zaken import maak_toekenning, sluit_uit
from tests.hulp.doorgeleiden import GEHEIM, PAREN, VANUIT, leid_door, maak, overdracht, tellend
from zaken.models import Kwalificatie, Notitie, Persoon, Termijn, Zaak, Zaakkoppeling
from zaken.register import register_van
from zaken.services.databank import NietMogelijk

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


@pytest.mark.parametrize(("soort", "naar"), PAREN)
def test_de_nieuwe_zaak_krijgt_wat_gekozen_is_en_telt_in_plaats_van_de_oude(
    soort, naar, balies, als, fabriek
):
    with fabriek():
        zaak = maak(balies, soort)
        sluit_uit(zaak, balies.betrokken)
        personen = frozenset(Persoon.objects.van(zaak).values_list("pk", flat=True))
        wat = overdracht(naar, teksten=frozenset({"omschrijving"}), personen=personen)
    nieuw = leid_door(balies, zaak, soort, wat, als)

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
        leid_door(balies, zaak, soort, wat, als)
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
        leid_door(balies, misstand, "misstand", tekst, als)
    leid_door(balies, misstand, "misstand", niets, als)
    nieuw = leid_door(balies, melding, "melding", ander, als)
    assert nieuw.anonimiteit == "vertrouwelijk"


@pytest.mark.parametrize("mee", [True, False])
def test_wie_de_melder_van_een_misstand_is_gaat_alleen_mee_als_bekendmaking(mee, balies, als, fabriek):
    with fabriek():
        zaak = maak(balies, "misstand")
        rol = "melder" if mee else "betrokkene"
        wat = overdracht("klacht", personen=frozenset({Persoon.objects.van(zaak).get(rol=rol).pk}))
    leid_door(balies, zaak, "misstand", wat, als)
    with als(balies.misstand):
        rijen = Bekendmaking.objects.van(zaak).select_related("zaak__sleutel")
        assert [(rij.aan, rij.grond) for rij in rijen] == (
            [("Wie werkt in het register: Klachten", "toestemming")] if mee else []
        )


def test_een_verzegelde_zaak_gaat_niet_naar_een_andere_balie(balies, als, fabriek):
    with fabriek():
        zaak = maak(balies, "melding", verzegeld=True)
        maak_toekenning(zaak, balies.melding)
        type(zaak).objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(
            gebruikers=[balies.melding.pk]
        )
        wat = overdracht("misstand")
    with pytest.raises(NietMogelijk, match="verzegeld"):
        leid_door(balies, zaak, "melding", wat, als)


def test_een_persoon_of_tekst_van_een_andere_zaak_gaat_niet_mee(balies, als, fabriek):
    with fabriek():
        zaak, andere = maak(balies, "melding"), maak(balies, "melding")
        vreemd = frozenset(Persoon.objects.van(andere).values_list("pk", flat=True))
        wat = overdracht("misstand", personen=vreemd)
    nieuw = leid_door(balies, zaak, "melding", wat, als)
    with als(balies.misstand):
        assert not Persoon.objects.van(nieuw).exists()


@pytest.mark.parametrize(("soort", "naar"), PAREN)
def test_de_databank_houdt_beide_zaken_bij_elkaar(soort, naar, balies, als, fabriek):
    """Whoever writes past the services: no status without the other zaak, no zaak annulled from under it."""
    tabel, register = register_van(soort).model._meta.db_table, register_van(soort)
    with fabriek():
        zaak, los = maak(balies, soort), maak(balies, soort)
        wat = overdracht(naar)
    nieuw = leid_door(balies, zaak, soort, wat, als)
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
