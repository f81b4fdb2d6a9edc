"""What each function of this app is for, where `\\df+ app.*` and docs/databank/ read it."""

from django.db import migrations

UITLEG = {
    "afdoeningen_kloppen":
        "The ways in which a melding ended agree: no action excludes the rest, doorgeleid is where it went.",
    "heropenen_vraagt_twee":
        "Another person than who reopened a melding takes it into handling, by the history of its status.",
    "melding_bericht_of_reden": "Feedback to the melder has a date or a reason why not, never both.",
    "melding_gesloten": "Whether a melding is closed, for app.is_gesloten.",
    "melding_overgang": "The legal steps of a melding (meldingen/status.py), and what must go with a step.",
    "melding_tegenspraken": "What cannot go together on a melding: its uitkomst and its status.",
    "team_heeft_lezers": "Whether anybody in this team could read a zaak; an import asks it.",
}


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0013_bericht_of_reden")]
    operations = [
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        )
    ]
