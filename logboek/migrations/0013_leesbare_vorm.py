"""What stands beside an event is small and flat: one that the page of the log cannot read would hide all others.

Any colleague writes events, and a failed sign-in is written by nobody; a number of 5.000 digits or a list in a list in a
list ends the reader, not the row. What was logged before stays as it is (`NOT VALID`): seals guard it.
"""

from django.db import migrations

SQL = """
ALTER TABLE logboek_gebeurtenis ADD CONSTRAINT gebeurtenis_is_te_lezen CHECK (
  jsonb_typeof(bijzonderheden) = 'object' AND length(bijzonderheden::text) <= 100000
  AND NOT bijzonderheden @? '$.**{4}'
  AND NOT bijzonderheden @? '$.** ? (@.type() == "number" && (@ > 1000000000000000000 || @ < -1000000000000000000))')
  NOT VALID
"""


class Migration(migrations.Migration):
    dependencies = [("logboek", "0012_wie_welke_soort")]
    operations = [migrations.RunSQL(SQL)]
