"""What was annulled: it counts nowhere, so the figures of a year that was over must be able to say how much that is."""

from django.db import migrations

SQL = """
-- Few are annulled: counting them does not read the others.
CREATE INDEX zaak_geannuleerd ON zaken_zaak (geannuleerd_op) WHERE geannuleerd_op IS NOT NULL;
CREATE VIEW app.cijfers_geannuleerd WITH (security_barrier) AS
  SELECT z.soort, extract(year FROM z.ontvangen_defensie)::int AS jaar,
    (z.datum_registratie AT TIME ZONE 'Europe/Amsterdam')::date AS vastgelegd_op,
    (z.geannuleerd_op AT TIME ZONE 'Europe/Amsterdam')::date AS geannuleerd_op, count(*)::int AS aantal
  FROM zaken_zaak z WHERE z.geannuleerd_op IS NOT NULL AND z.ontvangen_defensie IS NOT NULL
  GROUP BY 1, 2, 3, 4;
GRANT SELECT ON app.cijfers_geannuleerd TO jid_cijfers;
"""


class Migration(migrations.Migration):
    dependencies = [("rapportages", "0004_signalen")]
    operations = [migrations.RunSQL(SQL, "DROP VIEW app.cijfers_geannuleerd; DROP INDEX zaak_geannuleerd")]
