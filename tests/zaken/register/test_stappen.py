"""The steps of every register: one table for buttons, services and database."""

from __future__ import annotations

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from tests.factories.gebruikers import maak_gebruiker
from tests.factories.registers import maak_zaak
from zaken.schermen.verloop import vervolgstappen
from zaken.schermen.zaakblad import Zaakblad
from zaken.services.status import wijzig_status
from zaken.termijnen import Termijncode
from zaken.toegang import BELEID

pytestmark = pytest.mark.databank


@pytest.fixture
def behandelaar(register, fabriek):
    with fabriek():
        return maak_gebruiker(min(BELEID[register.soort].behandelt))


def test_de_opgave_noemt_alleen_wat_bestaat(register):
    statussen, stappen = set(register.status.values), register.stappen
    assert set(stappen.namen) == set(register.overgangen) >= stappen.stap_met_toelichting
    for tabel in (
        register.tonen,
        stappen.velden,
        stappen.blijft_nodig,
        stappen.uitleg,
        stappen.toelichting_verplicht,
        {register.beginstatus},
    ):
        assert set(tabel) <= statussen
    assert register.detail.omschrijving_onderdeel in register.onderdelen
    assert set(register.regels.voldaan) <= {code.value for code in Termijncode}
    assert all(register.onderdeel_met(veld) for veld in register.regels.voldaan.values())
    velden = {veld.name for veld in register.model._meta.get_fields()}
    assert {naam for naam, _maak in stappen.velden.values()} | set(register.regels.meervoudig) <= velden


def test_wat_ontbreekt_heeft_een_plek_om_het_in_te_vullen(register, behandelaar, als, fabriek, monkeypatch):
    monkeypatch.setattr(Zaakblad, "mag", lambda blad, recht: True)
    with fabriek():
        zaak = maak_zaak(register.soort, lezers=(behandelaar,))
    zonder = []
    with als(behandelaar):
        for status in register.status:
            zaak.status = status
            blad = Zaakblad(register, zaak, lezer=behandelaar, vandaag=localdate())
            stappen = vervolgstappen(blad)
            zonder += [(status, stap.naar) for stap in stappen if stap.ontbreekt and not stap.invul_url]
            assert [stap for stap in stappen if stap.is_eerste and stap.is_bijzaak] == []
    assert zonder == []


def test_de_databank_kent_dezelfde_overgangen(register, behandelaar, als, fabriek):
    with fabriek():
        zaken = {
            van: maak_zaak(register.soort, lezers=(behandelaar,), status=van)
            for van in register.status.values
        }
    tabel = register.model._meta.db_table
    with als(behandelaar):
        for van, naar in product(register.status.values, repeat=2):
            if van != naar:
                goed = _lukt(f"UPDATE {tabel} SET status = %s WHERE zaak_ptr_id = %s", naar, zaken[van].pk)
                mag = (van, naar) in register.overgangen and not _met_een_andere_zaak(register, van, naar)
                assert goed is mag, (van, naar)


def _met_een_andere_zaak(register, van, naar):
    """Steps that the database takes only with another zaak: `test_doorgeleiden.py`, `test_koppelingen.py`."""
    return (van, naar) in register.stappen.eigen_weg or naar == register.stappen.samenvoegen


def _lukt(opdracht, *waarden):
    """Whether the database lets it happen; undone at once."""
    punt = transaction.savepoint()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht, waarden)
            return cursor.rowcount == 1
    except DatabaseError:
        return False
    finally:
        transaction.savepoint_rollback(punt)


def test_een_stap_die_er_niet_is_antwoordt_in_woorden_en_verandert_niets(
    register, behandelaar, fabriek, client_van
):
    van = register.beginstatus
    onmogelijk = next(s for s in register.status.values if s != van and (van, s) not in register.overgangen)
    with fabriek():
        zaak = maak_zaak(register.soort, lezers=(behandelaar,), behandelaar=behandelaar, status=van)
    client = client_van(behandelaar)
    for methode in (client.get, client.post):
        antwoord = methode(register.url("status", zaak.pk, onmogelijk))
        assert (antwoord.status_code, antwoord.context["titel"]) == (409, "Deze stap kan niet meer")
    assert client.get(register.url("status", zaak.pk, "bestaat-niet")).status_code == 404


def test_een_late_klik_zet_geen_tweede_stap(register, behandelaar, fabriek, client_van):
    """The page was drawn at another status: the answer is a conflict, not a step from where the zaak is now."""
    van, naar = next(
        (van, naar)
        for van, naar in register.overgangen
        if van == register.beginstatus and naar not in register.stappen.velden  # a step that asks for nothing
    )
    eerder = next(s for s in register.status.values if s != van)
    with fabriek():
        zaak = maak_zaak(register.soort, lezers=(behandelaar,), behandelaar=behandelaar, status=van)
    antwoord = client_van(behandelaar).post(
        register.url("status", zaak.pk, naar), {"toelichting": "proef", "vanuit": eerder}
    )
    assert antwoord.status_code == 409
    with fabriek():
        model = register.model.objects.zonder_toegangsfilter(reden="test")
        assert register.status_van(model.get(pk=zaak.pk)) == van


def test_ook_de_dienst_laat_geen_meelezer_een_stap_zetten(register, behandelaar, fabriek, als):
    """The page asks first; whoever calls the service past it is refused there."""
    beleid = BELEID[register.soort]
    van, naar = next(paar for paar in register.overgangen if paar[0] == register.beginstatus)
    with fabriek():
        meelezer = maak_gebruiker(min(beleid.lezer - beleid.behandelt - beleid.intake))
        zaak = maak_zaak(register.soort, lezers=(behandelaar, meelezer), behandelaar=behandelaar, status=van)
    with als(meelezer) as door, pytest.raises(PermissionDenied):
        wijzig_status(
            register=register, zaak_id=zaak.pk, naar=naar, toelichting="x", vandaag=localdate(), door=door
        )
