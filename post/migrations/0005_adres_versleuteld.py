"""The address of a mail stands encrypted, as that of the account does (docs/adr/0035-namen-van-accounts.md)."""

from typing import Any

from django.db import migrations

from gebruikers.geheim import Doel, versleutel_vast
from gebruikers.velden import VasteTekst

ALLEEN_DICHT = "ALTER TABLE post_mail ADD CONSTRAINT mail_adres_dicht CHECK (adres ~ '^v1\\.[0-9a-f]+$')"


def versleutel(apps: Any, schema_editor: Any) -> None:
    """Opens no key where there is nothing to encrypt."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, adres FROM post_mail")
        for pk, adres in list(cursor.fetchall()):
            dicht = versleutel_vast(adres, doel=Doel.ADRES)
            cursor.execute("UPDATE post_mail SET adres = %s WHERE id = %s", [dicht, pk])


class Migration(migrations.Migration):
    dependencies = [("post", "0004_andere_naam"), ("gebruikers", "0036_bestaande_namen")]
    operations = [
        migrations.AlterField("mail", "adres", VasteTekst(doel=Doel.ADRES, verbose_name="e-mailadres")),
        migrations.RunPython(versleutel),
        migrations.RunSQL(ALLEEN_DICHT),
    ]
