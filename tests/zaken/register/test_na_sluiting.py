"""A closed zaak of any register changes by reopening, or with a reason: on the screen, in the services, in the database."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from tests.factories.gebruikers import maak_gebruiker
from tests.factories.registers import maak_rij, maak_zaak
from zaken.models import Notitie, Persoon
from zaken.register import register_van
from zaken.services import inhoud, rijen, wijzigen
from zaken.toegang import BELEID

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


@pytest.fixture
def gesloten(register, fabriek):
    """A closed zaak with somebody in it, its behandelaar, and a row where the register has rows."""
    with fabriek():
        wie = maak_gebruiker(min(BELEID[register.soort].behandelt))
        zaak = maak_zaak(
            register.soort, lezers=(wie,), behandelaar=wie, status=min(register.stappen.gesloten)
        )
        persoon = Persoon(id=uuid4(), zaak=zaak, rol=register.persoonrollen[0], volgnummer=1)
        persoon.save(force_insert=True)
        rij = maak_rij(zaak) if register.rijen else None
    return SimpleNamespace(register=register, zaak=zaak, wie=wie, persoon=persoon, rij=rij)


def _tabellen(register):
    """Everything of a zaak that a handler writes: its tables, and the column with the key of the zaak."""
    eigen = [*register.regels.meervoudig.values(), *(opgave.model for opgave in register.rijen)]
    return {
        "zaken_zaak": "id",
        "zaken_persoon": "zaak_id",
        register.model._meta.db_table: "zaak_ptr_id",
        **{model._meta.db_table: "zaak_id" for model in eigen},
    }


def test_elke_tabel_van_een_dossier_vraagt_de_databank_om_een_reden(register, db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'gesloten_vraagt_reden'"
        )
        assert set(_tabellen(register)) <= {rij[0] for rij in cursor.fetchall()}


def test_de_databank_weet_welke_status_gesloten_is(register, fabriek, als):
    assert register.stappen.gesloten
    with fabriek():
        wie = maak_gebruiker(min(BELEID[register.soort].behandelt))
        zaken = {s: maak_zaak(register.soort, lezers=(wie,), status=s) for s in register.status.values}
    with als(wie), connection.cursor() as cursor:
        for status, zaak in zaken.items():
            cursor.execute("SELECT app.is_gesloten(%s)", [zaak.pk])
            assert cursor.fetchone() == (register.stappen.is_einde(status),), status


def test_elke_status_zonder_vervolg_is_een_einde(register):
    """No step leads on from it but reopening, or undoing what the step to it did."""
    stappen = register.stappen
    verder = {
        van
        for van, naar in register.overgangen
        if naar != "heropend" and (van, naar) not in stappen.eigen_weg and van != stappen.samenvoegen
    }
    eindes = {status for status in register.status.values if stappen.is_einde(status)}
    assert eindes == set(register.status.values) - verder


@pytest.mark.parametrize("einde", ["ingetrokken", "niet_in_behandeling", "doorgeleid", "samengevoegd"])
def test_ook_na_een_ander_einde_vraagt_een_wijziging_een_reden(fabriek, als, client_van, einde):
    register = register_van("melding")
    with fabriek():
        wie = maak_gebruiker(min(BELEID[register.soort].behandelt))
        zaak = maak_zaak("melding", lezers=(wie,), behandelaar=wie, status=einde)
    pagina = client_van(wie).get(register.url("wijzig", zaak.pk, "gebeurtenis"))
    assert "Waarom wijzigt u dit nog?" in pagina.text
    with als(wie):
        assert _kan("UPDATE zaken_zaak SET aantal_betrokkenen = 9 WHERE id = %s", zaak.pk) == "JID34"


def _kan(opdracht, *waarden):
    """Nothing, or the reason of the refusal; undone at once."""
    punt = transaction.savepoint()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht, waarden)
            return cursor.rowcount
    except DatabaseError as fout:
        return fout.__cause__.sqlstate
    finally:
        transaction.savepoint_rollback(punt)


def test_de_databank_laat_niets_veranderen_zonder_reden_van_deze_transactie(gesloten, als):
    t = gesloten
    opdrachten = [
        ("UPDATE zaken_zaak SET ontvangen_defensie = ontvangen_defensie - 1 WHERE id = %s", t.zaak.pk),
        ("UPDATE zaken_zaak SET aantal_betrokkenen = 9 WHERE id = %s", t.zaak.pk),
        ("UPDATE zaken_persoon SET volgnummer = 7 WHERE id = %s", t.persoon.pk),
        ("DELETE FROM zaken_persoon WHERE id = %s", t.persoon.pk),
        (_wijzig_eigen_datum(t.register), t.zaak.pk),
        *([(f"UPDATE {t.rij._meta.db_table} SET volgnummer = 7 WHERE id = %s", t.rij.pk)] if t.rij else []),
        *([(f"DELETE FROM {t.rij._meta.db_table} WHERE id = %s", t.rij.pk)] if t.rij else []),
    ]
    with als(t.wie):
        for opdracht in opdrachten:
            assert _kan(*opdracht) == "JID34", opdracht
        # who has it and when its first term is: no content
        assert _kan("UPDATE zaken_zaak SET eerste_termijn = NULL, versie = 9 WHERE id = %s", t.zaak.pk) == 1
        # an old moment is not believed: the reason is that of this transaction
        Notitie(
            id=uuid4(), zaak=t.zaak, door=t.wie, tekst="waarom", op="2020-01-01T12:00Z", na_sluiting=True
        ).save(force_insert=True)
        for opdracht in opdrachten:
            assert _kan(*opdracht) == 1, opdracht


def _wijzig_eigen_datum(register):
    veld = next(iter(register.regels.gedaan))
    return f"UPDATE {register.model._meta.db_table} SET {veld} = '2024-12-01' WHERE zaak_ptr_id = %s".replace(
        "coid_advies_op = ",
        "besluit_bg_op = ",  # a day that needs no code beside it
    )


def test_een_gesloten_zaak_houdt_haar_dag_van_afhandelen(gesloten, als, fabriek):
    t = gesloten
    with fabriek():
        type(t.zaak).objects.zonder_toegangsfilter(reden="test").filter(pk=t.zaak.pk).update(
            datum_afgehandeld="2024-12-01", datum_gesloten="2024-12-02"
        )
    with als(t.wie), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE zaken_zaak SET datum_gesloten = NULL WHERE id = %s", [t.zaak.pk])
        with pytest.raises(DatabaseError) as fout, transaction.atomic():
            cursor.execute("SET CONSTRAINTS gesloten_houdt_dag IMMEDIATE")
        transaction.set_rollback(True)
    assert fout.value.__cause__.sqlstate == "JID34"


def _diensten(t, reden):
    zaak, vandaag = t.zaak, localdate()
    yield lambda: wijzigen.wijzig(
        register=t.register, zaak_id=zaak.pk, gegevens={"onderwerp": "Anders"}, basisversie=1, vandaag=vandaag,
        door=t.wie, reden=reden,
    )  # fmt: skip
    yield lambda: inhoud.wijzig_persoon(
        zaak=zaak, persoon_id=t.persoon.pk, gegevens={"naam": ""}, door=t.wie, reden=reden
    )
    yield lambda: inhoud.voeg_persoon_toe(
        zaak=zaak, rol=Persoon.Rol(t.persoon.rol), gegevens={}, door=t.wie, reden=reden
    )
    yield lambda: inhoud.verwijder_persoon(zaak=zaak, persoon_id=t.persoon.pk, door=t.wie, reden=reden)
    if t.rij:
        yield lambda: rijen.verwijder_rij(
            register=t.register, opgave=t.register.rijen[0], zaak_id=zaak.pk, rij_id=t.rij.pk,
            vandaag=vandaag, door=t.wie, reden=reden,
        )  # fmt: skip


def test_elke_dienst_vraagt_een_reden_en_die_staat_bij_de_notities(gesloten, als, fabriek):
    t = gesloten
    with als(t.wie):
        t.zaak = t.register.model.objects.zichtbaar_voor(t.wie).select_related("sleutel").get(pk=t.zaak.pk)
        for dienst in _diensten(t, " "):
            with pytest.raises(ValidationError) as fout:
                dienst()
            assert fout.value.message_dict == {
                "reden_na_sluiting": ["Schrijf waarom u dit na het sluiten nog wijzigt."]
            }
        for nummer, dienst in enumerate(_diensten(t, "De klerk vergiste zich"), 1):
            dienst()
            redenen = Notitie.objects.van(t.zaak).filter(na_sluiting=True).select_related("zaak__sleutel")
            assert [een.tekst for een in redenen] == ["De klerk vergiste zich"] * nummer


def test_het_scherm_vraagt_de_reden_bij_het_veld_en_toont_haar_daarna(gesloten, client_van):
    t = gesloten
    client = client_van(t.wie)
    url = t.register.url("wijzig", t.zaak.pk, "gebeurtenis")
    pagina = client.get(url)
    assert "Waarom wijzigt u dit nog?" in pagina.content.decode()
    form = pagina.context["form"]
    data = dict(form.verborgen) | {"onderwerp": "Na het sluiten", "velden": "onderwerp"}
    antwoord = client.post(url, data)
    assert antwoord.status_code == 422
    assert 'href="#id_reden_na_sluiting"' in antwoord.content.decode()
    antwoord = client.post(url, data | {"reden_na_sluiting": "Een typefout"}, follow=True).content.decode()
    assert "Na het sluiten" in antwoord
    assert "Een typefout" in antwoord
    assert "Gewijzigd na sluiting" in antwoord


def test_een_lopende_zaak_vraagt_geen_reden(register, fabriek, client_van):
    with fabriek():
        wie = maak_gebruiker(min(BELEID[register.soort].behandelt))
        zaak = maak_zaak(register.soort, lezers=(wie,), behandelaar=wie)
    pagina = client_van(wie).get(register.url("wijzig", zaak.pk, "gebeurtenis")).content.decode()
    assert "Waarom wijzigt u dit nog?" not in pagina
