"""What a kept filter chooses is a list of codes per field: a team shares it, and one of another shape failed its lists."""

from django.db import migrations

SQL = """
ALTER TABLE zaken_bewaardfilter ADD CONSTRAINT filter_is_te_lezen CHECK (
  jsonb_typeof(criteria) = 'object' AND length(criteria::text) <= 100000
  AND NOT criteria @? 'strict $.* ? (@.type() != "array")'
  AND NOT criteria @? 'strict $.*[*] ? (@.type() != "string")')
  NOT VALID
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0106_geschiedenis_van_wat_dicht_is")]
    operations = [migrations.RunSQL(SQL)]
