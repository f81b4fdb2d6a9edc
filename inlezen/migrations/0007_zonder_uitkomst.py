"""Of a file that was taken in stays which team it was for, and not what came of it: who brought it may not know."""

from django.db import migrations, models

BESTEMMING = "UPDATE inlezen_inlezing SET bestemming = left(uitkomst ->> 'bestemming', 120) WHERE uitkomst IS NOT NULL"
BELEID = """
CREATE POLICY zaken ON inlezen_inlezing FOR INSERT TO jid_web WITH CHECK (
  eigenaar_id = app.uid() AND klaar_op IS NULL AND bestemming = '' AND opdracht_id IS NULL
  AND soort IN ('meldingen', 'klachten', 'misstanden', 'onderzoeken') AND app.heeft_rol('intake'));
"""


class Migration(migrations.Migration):
    dependencies = [("inlezen", "0006_zonder_herkomst")]
    operations = [
        migrations.RunSQL("DROP POLICY zaken ON inlezen_inlezing"),
        migrations.RemoveConstraint("inlezing", "inlezing_klaar_is_leeg"),
        migrations.AddField("inlezing", "bestemming", models.CharField(blank=True, default="", max_length=120, verbose_name="bestemming"), preserve_default=False),
        migrations.RunSQL(BESTEMMING),
        migrations.RemoveField("inlezing", "uitkomst"),
        migrations.AddConstraint(
            "inlezing",
            models.CheckConstraint(
                condition=models.Q(("bestemming", ""), ("klaar_op", None))
                | models.Q(("bestand", ""), ("fouten", ""), ("keuze", "")),
                name="inlezing_klaar_is_leeg",
            ),
        ),
        migrations.RunSQL(BELEID),
    ]
