"""What each function of this app is for, where `\\df+ app.*` and docs/databank/ read it."""

from django.db import migrations

UITLEG = {
    "misstand_gesloten": "Whether a misstand is closed, for app.is_gesloten.",
    "misstand_is_geheim": "The identity of who reports a misstand is secret by law (Wbk art. 1a).",
    "misstand_overgang": "The legal steps of a misstand (misstanden/status.py), and what must go with a step.",
    "misstand_tegenspraken":
        "What cannot go together on a misstand: a date and the reason why not, its uitkomst and its status.",
}


class Migration(migrations.Migration):
    dependencies = [("misstanden", "0010_uitkomst_bij_stap")]
    operations = [
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        )
    ]
