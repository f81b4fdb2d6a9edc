"""Encrypt the names and addresses of the accounts that exist; from now on the database takes no readable one."""

from typing import Any

from django.db import migrations

from gebruikers.geheim import Doel, versleutel_vast

GEBRUIKERS = "SELECT id, email, naam FROM gebruikers_gebruiker"
PERSONEN = "SELECT id, onderwerp FROM gebruikers_oidcidentiteit"
VOORSTELLEN = "SELECT id, gegevens ->> 'email', gegevens ->> 'naam' FROM gebruikers_voorstel WHERE handeling <> 'codelabel'"
# The web role reads the whole row; a row that somebody wrote readable would be refused by every page at once
ALLEEN_DICHT = """
ALTER TABLE gebruikers_gebruiker
  ADD CONSTRAINT gebruiker_naam_dicht CHECK (naam ~ '^v1\\.[0-9a-f]+$'),
  ADD CONSTRAINT gebruiker_email_dicht CHECK (email ~ '^v1\\.[0-9a-f]+$');
ALTER TABLE gebruikers_oidcidentiteit
  ADD CONSTRAINT oidc_onderwerp_dicht CHECK (onderwerp ~ '^v1\\.[0-9a-f]+$');
ALTER TABLE gebruikers_voorstel ADD CONSTRAINT voorstel_dicht CHECK (handeling = 'codelabel'
  OR (coalesce(gegevens ->> 'naam', '') || coalesce(gegevens ->> 'email', '')) ~ '^(v1\\.[0-9a-f]+)*$');
"""


def versleutel(apps: Any, schema_editor: Any) -> None:
    """Opens no key where there is nothing to encrypt: a new installation has none in its database yet."""
    with schema_editor.connection.cursor() as cursor:

        def rijen(vraag: str) -> list[tuple[Any, ...]]:
            cursor.execute(vraag)
            return list(cursor.fetchall())

        for pk, email, naam in rijen(GEBRUIKERS):
            dicht = [versleutel_vast(email.lower(), doel=Doel.ADRES), versleutel_vast(naam, doel=Doel.NAAM)]
            cursor.execute("UPDATE gebruikers_gebruiker SET email = %s, naam = %s WHERE id = %s", [*dicht, pk])
        for pk, onderwerp in rijen(PERSONEN):
            dicht = [versleutel_vast(onderwerp, doel=Doel.ONDERWERP)]
            cursor.execute(
                "UPDATE gebruikers_oidcidentiteit SET onderwerp = %s WHERE id = %s", [*dicht, pk]
            )
        for pk, email, naam in rijen(VOORSTELLEN):
            for veld, waarde in (
                ("email", versleutel_vast((email or "").lower(), doel=Doel.ADRES)),
                ("naam", versleutel_vast(naam or "", doel=Doel.NAAM)),
            ):
                if waarde:
                    cursor.execute(
                        "UPDATE gebruikers_voorstel SET gegevens = gegevens || jsonb_build_object(%s::text, %s::text)"
                        " WHERE id = %s",
                        [veld, waarde, pk],
                    )


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0035_namen_versleuteld")]
    operations = [migrations.RunPython(versleutel), migrations.RunSQL(ALLEEN_DICHT)]
