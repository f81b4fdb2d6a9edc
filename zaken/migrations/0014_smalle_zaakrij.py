"""Keep a long omschrijving beside the row of a zaak: a list reads rows by the page and never that text."""

from django.db import migrations

SQL = """
-- Ciphertext does not compress. A row wider than 2 kB gives its omschrijving away first, and keeps the onderwerp.
ALTER TABLE zaken_zaak SET (toast_tuple_target = 512);
ALTER TABLE zaken_zaak ALTER COLUMN omschrijving SET STORAGE EXTERNAL, ALTER COLUMN onderwerp SET STORAGE MAIN;
"""
TERUG = """
ALTER TABLE zaken_zaak RESET (toast_tuple_target);
ALTER TABLE zaken_zaak ALTER COLUMN omschrijving SET STORAGE EXTENDED, ALTER COLUMN onderwerp SET STORAGE EXTENDED;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0013_logboek_lezen")]
    operations = [migrations.RunSQL(SQL, TERUG)]
