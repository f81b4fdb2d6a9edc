"""How somebody wants the screens: colours, density, shortcuts. For oneself only, by the policy `zichzelf`."""

from django.db import migrations, models

SQL = """
GRANT UPDATE (kleuren, dichtheid, sneltoetsen) ON gebruikers_gebruiker TO jid_web;
GRANT SELECT (kleuren, dichtheid, sneltoetsen) ON gebruikers_gebruiker TO jid_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0012_privacy_behandelt_niet")]
    operations = [
        migrations.AddField(
            model_name="gebruiker",
            name="kleuren",
            field=models.CharField(
                choices=[("systeem", "Zoals mijn computer"), ("licht", "Licht"), ("donker", "Donker")],
                db_default="systeem", default="systeem", max_length=10, verbose_name="kleuren",
            ),
        ),
        migrations.AddField(
            model_name="gebruiker",
            name="dichtheid",
            field=models.CharField(
                choices=[("ruim", "Ruim"), ("compact", "Compact")],
                db_default="ruim", default="ruim", max_length=10, verbose_name="dichtheid",
            ),
        ),
        migrations.AddField(
            model_name="gebruiker",
            name="sneltoetsen",
            field=models.BooleanField(db_default=True, default=True, verbose_name="sneltoetsen"),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
