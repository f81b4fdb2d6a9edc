"""What each function of this app is for, where `\\df+ app.*` and docs/databank/ read it."""

from django.db import migrations

UITLEG = {
    "mail_opnieuw": "Puts a mail that failed back in the queue; by a beheerder.",
}


class Migration(migrations.Migration):
    dependencies = [("post", "0002_toegang")]
    operations = [
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        )
    ]
