"""Keep long texts beside the row of a zaak: a list reads rows by the page and never the omschrijving."""

from django.db import migrations

SQL = """
-- Ciphertext does not compress; the omschrijving moves out when the row is wider than 512 bytes, the onderwerp stays.
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
