"""One kind of mail more: the owner of an account hears that its name changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0003_uitleg_van_functies")]
    operations = [
        migrations.AlterField(
            model_name="mail",
            name="soort",
            field=models.CharField(
                choices=[
                    ("uitnodiging", "Uitnodiging"),
                    ("uitnodiging_organisatie", "Uitnodiging"),
                    ("nieuw_wachtwoord", "Nieuw wachtwoord"),
                    ("password_reset_key", "Wachtwoord vergeten"),
                    ("nieuw_adres", "Ander e-mailadres"),
                    ("nieuwe_naam", "Andere naam"),
                    ("aanmelden_gewijzigd", "Aanmelden gewijzigd"),
                    ("bericht", "Nieuw bericht"),
                    ("overzicht", "Berichten van de dag"),
                    ("overig", "Overig"),
                ],
                max_length=40,
                verbose_name="soort",
            ),
        )
    ]
