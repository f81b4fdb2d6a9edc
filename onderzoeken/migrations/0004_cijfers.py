"""The coded views that figures of onderzoeken count from: person-free and keyless, to the day."""

from django.db import migrations

VIEWS = """
CREATE VIEW app.cijfers_onderzoeken WITH (security_barrier) AS
  SELECT z.ontvangen_defensie, z.datum_registratie, z.datum_afgehandeld, o.status, s.code AS onderzoeksoort, o.uitvoerder,
         d.code AS defensieonderdeel, o.ingesteld_op, o.rapport_op, o.besluit_op,
         CASE WHEN o.status = 'gestaakt' OR (o.status = 'gearchiveerd' AND o.rapport_op IS NULL AND o.ingesteld_op IS NOT NULL)
              THEN z.datum_afgehandeld END AS gestaakt_op
  FROM onderzoeken_onderzoek o JOIN zaken_zaak z ON z.id = o.zaak_ptr_id
  LEFT JOIN codelijsten_code s ON s.id = o.onderzoeksoort_id
  LEFT JOIN codelijsten_code d ON d.id = z.defensieonderdeel_id
  WHERE z.soort = 'onderzoek' AND z.geannuleerd_op IS NULL;
REVOKE ALL ON app.cijfers_onderzoeken FROM PUBLIC;
GRANT SELECT ON app.cijfers_onderzoeken TO jid_cijfers;
"""


class Migration(migrations.Migration):
    dependencies = [("onderzoeken", "0003_schrijven_per_zaak")]
    operations = [migrations.RunSQL(VIEWS, "DROP VIEW app.cijfers_onderzoeken")]
