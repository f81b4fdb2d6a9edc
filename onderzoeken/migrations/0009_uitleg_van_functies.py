"""What each function of this app is for, where `\\df+ app.*` and docs/databank/ read it."""

from django.db import migrations

UITLEG = {
    "conclusies_vast": "The conclusies of an archived onderzoek stay as they are.",
    "onderzoek_gesloten": "Whether an onderzoek is archived, for app.is_gesloten.",
    "onderzoek_overgang": "The legal steps of an onderzoek (onderzoeken/status.py).",
}


class Migration(migrations.Migration):
    dependencies = [("onderzoeken", "0008_conclusies_vast")]
    operations = [
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        )
    ]
