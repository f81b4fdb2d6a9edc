"""The reference of another system stands encrypted, whatever a file brought under that name (docs/adr/0035)."""

from typing import Any

from django.db import migrations

from gebruikers.geheim import Doel, versleutel_vast
from gebruikers.velden import VasteTekst

PER_KEER = 5_000
VRAAG = "SELECT id, externe_referentie FROM zaken_zaak WHERE externe_referentie <> '' AND externe_referentie !~ '^v1\\.'"
ALLEEN_DICHT = """
ALTER TABLE zaken_zaak ADD CONSTRAINT zaak_referentie_dicht CHECK (externe_referentie ~ '^(v1\\.[0-9a-f]+)?$')
"""


def versleutel(apps: Any, schema_editor: Any) -> None:
    """In portions; no history and no version is written, for nothing that somebody said changes.

    Opens no key where there is nothing to encrypt.
    """
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE zaken_zaak DISABLE TRIGGER USER")
        while True:
            cursor.execute(f"{VRAAG} LIMIT {PER_KEER}")
            if not (rijen := cursor.fetchall()):
                break
            dicht = [versleutel_vast(tekst, doel=Doel.REFERENTIE) for _pk, tekst in rijen]
            cursor.execute(
                "UPDATE zaken_zaak z SET externe_referentie = r.dicht FROM unnest(%s::uuid[], %s::text[]) AS r(id, dicht)"
                " WHERE z.id = r.id",
                [[pk for pk, _tekst in rijen], dicht],
            )
        cursor.execute("ALTER TABLE zaken_zaak ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [("zaken", "0104_namen_zonder_volgorde")]
    operations = [
        migrations.AlterField(
            "zaak",
            "externe_referentie",
            VasteTekst(blank=True, doel=Doel.REFERENTIE, max_length=80, verbose_name="externe referentie"),
        ),
        migrations.RunPython(versleutel),
        migrations.RunSQL(ALLEEN_DICHT),
    ]
