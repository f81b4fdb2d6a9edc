"""What each function of this app is for, where `\\df+ app.*` and docs/databank/ read it."""

from django.db import migrations

UITLEG = {
    "noteer": "Writes an event of no zaak, for the checked functions alone.",
    "noteer_casusdag":
        "Writes that a vertrouwenspersoon worked with casussen this day: once, at midnight, without number or minute.",
    "noteer_zaak": "Writes an event of one zaak, for checked functions whose caller may not see it.",
}


class Migration(migrations.Migration):
    dependencies = [("logboek", "0010_worker_verzint_niets")]
    operations = [
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        )
    ]
