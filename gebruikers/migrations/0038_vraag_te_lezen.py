"""A question for a second person is small and flat, as what stands beside an event of the log.

One that Python cannot read (a list in a list, two thousand times) would hide all others from whoever may agree.
"""

from django.db import migrations

SQL = """
ALTER TABLE gebruikers_voorstel ADD CONSTRAINT voorstel_is_te_lezen CHECK (
  jsonb_typeof(gegevens) = 'object' AND length(gegevens::text) <= 100000
  AND NOT gegevens @? '$.**{4}'
  AND NOT gegevens @? '$.** ? (@.type() == "number" && (@ > 1000000000000000000 || @ < -1000000000000000000))')
  NOT VALID
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0037_leden_een_tegelijk")]
    operations = [migrations.RunSQL(SQL)]
