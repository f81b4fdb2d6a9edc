"""What each function of this app is for, where `\\df+ app.*` and docs/databank/ read it."""

from django.db import migrations

UITLEG = {
    "klacht_gesloten": "Whether a klacht is closed, for app.is_gesloten.",
    "klacht_oordeel_past": "The oordeel over a whole klacht does not contradict those over its parts.",
    "klacht_overgang": "The legal steps of a klacht (klachten/status.py), and what must go with a step.",
    "klacht_tegenspraken":
        "What cannot go together on a klacht: an oordeel, grounds to end without one, and its status.",
    "oordeel_past":
        "Whether an oordeel over the whole fits those over the parts (klachten/oordelen.py, the other way round).",
}


class Migration(migrations.Migration):
    dependencies = [("klachten", "0012_een_einde")]
    operations = [
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        )
    ]
