"""What each function of this app is for, where `\\df+ app.*` and docs/databank/ read it."""

from django.db import migrations

UITLEG = {
    "code_blijft": "The value of a code and its list never change: figures of past years point at it.",
    "code_gelogd": "Logs that somebody made or changed a code.",
}


class Migration(migrations.Migration):
    dependencies = [("codelijsten", "0004_engels")]
    operations = [
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        )
    ]
