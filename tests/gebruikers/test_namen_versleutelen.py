"""An installation of before: its accounts are encrypted by the migrations."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.utils import timezone

from gebruikers.models import Gebruiker, OidcIdentiteit, Voorstel
from gebruikers.rollen import Rol
from post.models import Mail
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.databank import DATABANK
from tests.hulp.wie import fabriek

LOS = """
ALTER TABLE gebruikers_gebruiker DROP CONSTRAINT gebruiker_naam_dicht, DROP CONSTRAINT gebruiker_email_dicht;
ALTER TABLE gebruikers_oidcidentiteit DROP CONSTRAINT oidc_onderwerp_dicht;
ALTER TABLE gebruikers_voorstel DROP CONSTRAINT voorstel_dicht;
ALTER TABLE post_mail DROP CONSTRAINT mail_adres_dicht;
"""
LEESBAAR = """
UPDATE gebruikers_gebruiker SET naam = 'Éen Naam', email = 'Een.Naam@demo.example' WHERE id = %(wie)s;
UPDATE gebruikers_oidcidentiteit SET onderwerp = 'een.naam' WHERE gebruiker_id = %(wie)s;
UPDATE post_mail SET adres = 'Een.Naam@demo.example';
UPDATE gebruikers_voorstel SET gegevens = '{"naam": "Nieuw", "email": "N@demo.example", "rollen": ["intake"]}'
  WHERE handeling = 'nieuw_account';
UPDATE gebruikers_voorstel SET gegevens = '{"naam": "Lijst: label", "label": "x"}' WHERE handeling = 'codelabel'
"""


@pytest.mark.databank
@pytest.mark.pg15
def test_een_bestaande_installatie_versleutelt_wat_er_staat(kloon):
    """The two migrations, on rows as an older version wrote them; then the constraints of both."""
    accounts = import_module("gebruikers.migrations.0036_bestaande_namen")
    mail = import_module("post.migrations.0005_adres_versleuteld")
    nu = timezone.now()
    with transaction.atomic(), fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
        OidcIdentiteit.objects.create(gebruiker=wie, issuer="https://i.example", onderwerp="x")
        Mail.objects.create(soort="overig", adres="x", inhoud="x", gemaakt_op=nu, volgende_poging=nu)
        for handeling in ("nieuw_account", "codelabel", "rollen"):
            Voorstel.objects.create(
                handeling=handeling,
                gegevens={},
                gevraagd_door=wie,
                gevraagd_op=nu,
                verloopt_op=nu + timedelta(days=1),
            )
    with DATABANK.als_superuser(kloon) as superuser:
        superuser.execute(LOS)
        for opdracht in LEESBAAR.split(";"):
            superuser.execute(opdracht, {"wie": wie.pk})
    with transaction.atomic(), fabriek():
        editor = SimpleNamespace(connection=connection)
        accounts.versleutel(None, editor)
        mail.versleutel(None, editor)
    with DATABANK.als_superuser(kloon) as superuser:
        superuser.execute(accounts.ALLEEN_DICHT)
        superuser.execute(mail.ALLEEN_DICHT)
    with transaction.atomic(), fabriek():
        gelezen = Gebruiker.objects.get(pk=wie.pk)
        assert (gelezen.naam, gelezen.email) == ("Éen Naam", "een.naam@demo.example")
        assert OidcIdentiteit.objects.get(onderwerp="een.naam").gebruiker_id == wie.pk
        assert Mail.objects.get().adres == "Een.Naam@demo.example"
        assert {een.handeling: een.wat for een in Voorstel.objects.all()} == {
            "nieuw_account": {"naam": "Nieuw", "email": "n@demo.example", "rollen": ["intake"]},
            "codelabel": {"naam": "Lijst: label", "label": "x"},
            "rollen": {},
        }


def _op_schijf(kloon: str, tekst: bytes) -> set[str]:
    """Tables of which a file holds `tekst`; and `pg_statistic`, where the planner keeps values."""
    with DATABANK.als_superuser(kloon) as superuser:
        superuser.execute("CHECKPOINT")
        paden = superuser.execute(
            "SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE relkind = 'r' AND relfilenode <> 0"
        ).fetchall()
    return {naam for naam, pad in paden if tekst in (DATABANK.cluster / pad).read_bytes()}


@pytest.mark.databank
@pytest.mark.pg15
def test_wat_er_leesbaar_stond_blijft_niet_op_de_schijf_en_niet_in_statistieken(kloon):
    """An update leaves the old row behind, in a table too small to be vacuumed for years; a thief of the disk reads it."""
    oud, schoon = "Kapitein Kwartelslag", import_module("gebruikers.migrations.0039_oude_namen_van_schijf")
    nu = timezone.now()
    with transaction.atomic(), fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
        Mail.objects.create(soort="overig", adres="x", inhoud="x", gemaakt_op=nu, volgende_poging=nu)
    with DATABANK.als_superuser(kloon) as superuser:
        superuser.execute(LOS)
        superuser.execute("UPDATE gebruikers_gebruiker SET naam = %s WHERE id = %s", [oud, wie.pk])
        superuser.execute("UPDATE post_mail SET adres = %s", [oud])
        superuser.execute("ANALYZE gebruikers_gebruiker, post_mail")
    with transaction.atomic(), fabriek():
        editor = SimpleNamespace(connection=connection)
        import_module("gebruikers.migrations.0036_bestaande_namen").versleutel(None, editor)
        import_module("post.migrations.0005_adres_versleuteld").versleutel(None, editor)
    assert _op_schijf(kloon, oud.encode()) >= {"gebruikers_gebruiker", "post_mail"}
    with DATABANK.als_superuser(kloon) as superuser:
        for stap in schoon.Migration.operations:
            superuser.execute(stap.sql)
        gezien = superuser.execute("SELECT count(*) FROM pg_stats WHERE pg_stats::text LIKE %s", [f"%{oud}%"])
        assert gezien.fetchall() == [(0,)]
        superuser.execute("VACUUM FULL pg_statistic")
    assert _op_schijf(kloon, oud.encode()) == set()
