"""What each row is recognised by: so that the preview can say which are known."""

from django.db import migrations, models

SQL = "GRANT UPDATE (herkomst) ON inlezen_inlezing TO jid_web"
TERUG = "REVOKE UPDATE (herkomst) ON inlezen_inlezing FROM jid_web"


class Migration(migrations.Migration):
    dependencies = [("inlezen", "0003_kolomkeuze_opruimen")]
    operations = [
        migrations.AddField("inlezing", "herkomst", models.TextField(blank=True, default="", verbose_name="herkomst"), preserve_default=False),
        migrations.RemoveConstraint("inlezing", "inlezing_klaar_is_leeg"),
        migrations.AddConstraint(
            "inlezing",
            models.CheckConstraint(
                condition=models.Q(("klaar_op", None), ("uitkomst", None))
                | models.Q(("bestand", ""), ("fouten", ""), ("herkomst", ""), ("keuze", "")),
                name="inlezing_klaar_is_leeg",
            ),
        ),
        migrations.RunSQL(SQL, TERUG),
    ]
