"""The dates of every register: which may lie in the future, which come first; for the services and for the database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.utils.timezone import localdate

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.registers import maak_rij, maak_zaak
from zaken.register import register_van
from zaken.register.controles import GEDAAN, volgordefouten
from zaken.schermen import status as statusscherm
from zaken.services import rijen as rijdiensten
from zaken.services import wijzigen as diensten
from zaken.services.rijen import wijzig_rij
from zaken.toegang import BELEID

pytestmark = [pytest.mark.databank, pytest.mark.pg15]

MAG_LATER = {
    "herinneren_op",
    "herbeoordelen_op",
    "instemming_uitstel_tot",
    "uiterlijk_op",
    "voorval_tot",
    "eerste_termijn",
}
"""What is still to come, or ends with a month that is not over yet (`voorval_tot`)."""
LOS = {"herbeoordelen_op", "eerste_termijn", "onafhankelijk_op"}
"""After today at the step itself; computed; a statement may be older than the question."""


def _datums(model):
    return {veld.name for veld in model._meta.get_fields() if type(veld) is models.DateField}


def _opgaven(register):
    """Per table: its dates, those of what was done, and what comes before what."""
    regels = register.regels
    yield register.model, _datums(register.model), {*GEDAAN, *regels.gedaan}, set(regels.volgorde)
    for opgave in register.rijen:
        yield opgave.model, _datums(opgave.model), set(opgave.gedaan), set(opgave.volgorde)


def test_van_elke_datum_staat_vast_of_zij_later_mag_zijn_en_wat_ervoor_komt(register):
    for model, datums, gedaan, volgorde in _opgaven(register):
        assert datums - gedaan - MAG_LATER == set(), model
        assert gedaan <= datums, model
        assert datums - {veld for paar in volgorde for veld in paar} - LOS == set(), model


def test_de_databank_kent_dezelfde_volgorde(register, db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, string_to_array(encode(tgargs, 'escape'), '\\000')"
            " FROM pg_trigger WHERE tgname LIKE 'datums_kloppen%'"
        )
        bekend = {(tabel, naam): set(argumenten[2:]) - {""} for tabel, naam, argumenten in cursor.fetchall()}
    for model, _velden, gedaan, volgorde in _opgaven(register):
        verwacht = {f"{a}<{b}" for a, b in volgorde} | {f"{veld}<vandaag" for veld in gedaan}
        assert bekend.get((model._meta.db_table, "datums_kloppen"), set()) == verwacht, model
    assert (
        bekend["zaken_zaak", f"datums_kloppen_{register.soort.value}"]
        == (bekend[register.model._meta.db_table, "datums_kloppen"])
    )


@pytest.fixture
def dossier(register, fabriek):
    with fabriek():
        wie = maak_gebruiker(min(BELEID[register.soort].behandelt))
        return wie, maak_zaak(register.soort, lezers=(wie,), behandelaar=wie)


def _geweigerd(*opdrachten):
    """Whether the database refuses these together, at the end; undone at once."""
    punt = transaction.savepoint()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for opdracht in opdrachten:
                cursor.execute(*opdracht)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return False
    except DatabaseError as fout:
        return "not in order" in str(fout)
    finally:
        transaction.savepoint_rollback(punt)


def _los_veld(register):
    """A day that needs no code beside it."""
    return "besluit_bg_op" if register.soort == "onderzoek" else "bevestigd_op"


def test_de_databank_weigert_een_dag_voor_de_ontvangst_en_een_dag_na_vandaag(register, dossier, als):
    wie, zaak = dossier
    tabel = register.model._meta.db_table
    veld = _los_veld(register)

    def eigen(dag):
        return f"UPDATE {tabel} SET {veld} = %s WHERE zaak_ptr_id = %s", [dag, zaak.pk]

    def ontvangst(dag):
        return "UPDATE zaken_zaak SET ontvangen_defensie = %s WHERE id = %s", [dag, zaak.pk]

    with als(wie):
        assert _geweigerd(eigen(date(2024, 11, 14)))
        assert _geweigerd(eigen(localdate() + timedelta(days=2)))
        assert _geweigerd(ontvangst(localdate() + timedelta(days=2)))
        assert _geweigerd(eigen(date(2024, 11, 15)), ontvangst(date(2024, 11, 16)))
        # both change: what counts is how they stand at the end
        assert not _geweigerd(ontvangst(date(2025, 1, 2)), eigen(date(2025, 1, 3)))
        assert not _geweigerd(eigen(date(2025, 1, 3)), ontvangst(date(2025, 1, 2)))


def test_een_oude_fout_staat_een_andere_wijziging_niet_in_de_weg(register, fabriek, als):
    with fabriek():
        wie = maak_gebruiker(min(BELEID[register.soort].behandelt))
        zaak = maak_zaak(
            register.soort,
            lezers=(wie,),
            datum_afgehandeld=date(2024, 12, 2),
            datum_gesloten=date(2024, 12, 1),
        )
        with (
            connection.cursor() as cursor
        ):  # before 18 what waits is checked as whoever asks, not as who wrote it
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    with als(wie):
        zonder = "UPDATE zaken_zaak SET aantal_betrokkenen = 3, voorval_van = NULL WHERE id = %s"
        assert not _geweigerd((zonder, [zaak.pk]))
        assert _geweigerd(("UPDATE zaken_zaak SET datum_gesloten = '2024-11-30' WHERE id = %s", [zaak.pk]))


def test_een_rij_voor_de_ontvangst_krijgt_antwoord_bij_het_veld(register, dossier, fabriek, als):
    opgave = next((een for een in register.rijen if een.volgorde), None)
    if opgave is None:
        return
    wie, zaak = dossier
    (_eerst, veld), vroeg = opgave.volgorde[0], date(2024, 11, 14)
    assert set(volgordefouten(zaak, {veld: vroeg}, opgave.volgorde, rij=opgave.model())) == {veld}
    assert volgordefouten(zaak, {veld: date(2024, 11, 15)}, opgave.volgorde, rij=opgave.model()) == {}
    if opgave is not register.rijen[0]:
        return
    with fabriek():
        rij = maak_rij(zaak)
    with als(wie) as door, pytest.raises(ValidationError) as fout:
        wijzig_rij(
            register=register,
            opgave=opgave,
            zaak_id=zaak.pk,
            rij_id=rij.pk,
            gegevens={veld: vroeg},
            door=door,
        )
    assert "15 november 2024" in fout.value.message_dict[veld][0]


@pytest.fixture
def zonder_eigen_controle(monkeypatch):
    """A pair that the services do not know: only the database catches it."""
    for dienst in (diensten, rijdiensten):
        monkeypatch.setattr(dienst, "volgordefouten", lambda *_alles, **_meer: {})


def test_wat_alleen_de_databank_weigert_staat_in_woorden_bij_de_dag(
    register, dossier, als, zonder_eigen_controle
):
    wie, zaak = dossier
    veld = _los_veld(register)
    with als(wie) as door, pytest.raises(ValidationError) as fout:
        diensten.wijzig(
            register=register,
            zaak_id=zaak.pk,
            gegevens={veld: date(2024, 11, 14)},
            basisversie=zaak.versie,
            vandaag=localdate(),
            door=door,
        )
    naam = register.model._meta.get_field(veld).verbose_name
    tekst = f"“{naam}” ligt voor “ontvangen door Defensie”. Wijzig een van deze dagen."
    assert fout.value.message_dict == {veld: [tekst]}
    with als(wie):  # the transaction goes on, and nothing of it was kept
        nu = register.model.objects.zichtbaar_voor(wie).get(pk=zaak.pk)
        assert (getattr(nu, veld), nu.versie) == (None, zaak.versie)


def test_een_rij_die_alleen_de_databank_weigert_krijgt_dezelfde_woorden(
    register, dossier, fabriek, als, zonder_eigen_controle
):
    opgave = next((een for een in register.rijen[:1] if een.volgorde), None)
    if opgave is None:
        return
    wie, zaak = dossier
    (_eerst, veld) = opgave.volgorde[0]
    with fabriek():
        rij = maak_rij(zaak)
    with als(wie) as door, pytest.raises(ValidationError) as fout:
        wijzig_rij(
            register=register,
            opgave=opgave,
            zaak_id=zaak.pk,
            rij_id=rij.pk,
            gegevens={veld: date(2024, 11, 14)},
            door=door,
        )
    assert "ligt voor “ontvangen door Defensie”" in fout.value.message_dict[veld][0]


def test_het_formulier_houdt_wat_getypt_is_als_de_databank_weigert(
    fabriek, client_van, zonder_eigen_controle
):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_zaak("melding", lezers=(wie,), behandelaar=wie)
    client, url = client_van(wie), register_van("melding").url("wijzig", zaak.pk, "behandeling")
    form = client.get(url).context["form"]
    dag = {"bevestigd_op_dag": "14", "bevestigd_op_maand": "11", "bevestigd_op_jaar": "2024"}
    antwoord = client.post(
        url, dict(form.verborgen) | dag | {"wens_melder": "Een gesprek met kwartel", "aangifte": "onbekend"}
    )
    assert antwoord.status_code == 422
    assert list(antwoord.context["form"].errors) == ["bevestigd_op"]
    assert "Een gesprek met kwartel" in antwoord.text


def test_een_stap_op_een_dag_voor_de_ontvangst_krijgt_antwoord_in_woorden(fabriek, client_van, monkeypatch):
    """The clock of the server was behind: the day that the step sets lies before the receipt."""
    monkeypatch.setattr(statusscherm, "localdate", lambda: date(2024, 11, 14))
    with fabriek():
        wie = maak_gebruiker(Rol.KLACHTSECRETARIS)
        zaak = maak_zaak("klacht", lezers=(wie,), behandelaar=wie)
    url = register_van("klacht").url("status", zaak.pk, "ingetrokken")
    antwoord = client_van(wie).post(url, {"toelichting": "De klager trekt de klacht in."})
    assert antwoord.status_code == 422
    assert "ligt voor “ontvangen door Defensie”" in antwoord.text
    assert "De klager trekt de klacht in." in antwoord.text
