"""A kind of team for handlers outside COID: who is in it may be given a sealed zaak."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0015_vier_ogen")]
    operations = [
        migrations.RemoveConstraint("team", "team_soort_bestaat"),
        migrations.AddConstraint(
            "team",
            models.CheckConstraint(
                condition=models.Q(
                    ("soort__in", ["intake", "behandeling", "klachten", "misstanden", "buiten_coid"])
                ),
                name="team_soort_bestaat",
            ),
        ),
        migrations.AlterField(
            "team",
            "soort",
            models.CharField(
                choices=[
                    ("intake", "Intake"),
                    ("behandeling", "Behandeling"),
                    ("klachten", "Klachten"),
                    ("misstanden", "Misstanden"),
                    ("buiten_coid", "Behandelaars buiten COID"),
                ],
                max_length=20,
                verbose_name="soort",
            ),
        ),
    ]
