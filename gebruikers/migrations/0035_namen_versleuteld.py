"""Who the colleagues are stands encrypted (docs/adr/0035-namen-van-accounts.md): the columns, and what compares them."""

from django.db import migrations

from gebruikers.geheim import Doel
from gebruikers.velden import Mailadres, VasteTekst

# allauth keeps addresses in a table of its own, and takes the address of the account where that table has none. One
# place for an address is enough, and this one is encrypted.
ZONDER_TWEEDE_ADRES = """
DROP TRIGGER adres_volgt_account ON gebruikers_gebruiker;
DROP FUNCTION app.adres_volgt_account();
DELETE FROM account_emailaddress;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("gebruikers", "0034_wat_een_weigering_vertelt"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [
        migrations.RunSQL(ZONDER_TWEEDE_ADRES),
        migrations.RemoveConstraint(model_name="gebruiker", name="gebruiker_email_uniek"),
        migrations.RemoveConstraint(model_name="gebruiker", name="gebruiker_heeft_naam"),
        migrations.AlterField(
            "gebruiker", "email", Mailadres(doel=Doel.ADRES, unique=True, verbose_name="e-mailadres")
        ),
        migrations.AlterField("gebruiker", "naam", VasteTekst(doel=Doel.NAAM, verbose_name="naam")),
        migrations.AlterField(
            "oidcidentiteit", "onderwerp", VasteTekst(doel=Doel.ONDERWERP, verbose_name="onderwerp")
        ),
    ]
