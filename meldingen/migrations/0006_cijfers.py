"""More coded columns for the figures: where a melding came in, how it ended and on which day."""

from django.db import migrations

KOLOMMEN = """
-- The day of an end that sets no date itself stands in the course of the zaak; only those rows look there.
CREATE OR REPLACE VIEW app.cijfers_meldingen AS
  SELECT z.ontvangen_defensie, z.datum_registratie, h.code AS hoofdcategorie, d.code AS defensieonderdeel, m.status,
         k.code AS meldkanaal, u.code AS uitkomst,
         CASE WHEN z.datum_afgehandeld IS NOT NULL OR m.status NOT IN ('ingetrokken', 'niet_in_behandeling')
              THEN z.datum_afgehandeld
              ELSE (SELECT (max(w.op) AT TIME ZONE 'Europe/Amsterdam')::date FROM zaken_statuswijziging w
                    WHERE w.zaak_id = z.id AND w.naar = m.status)
         END AS afgerond_op
  FROM meldingen_melding m JOIN zaken_zaak z ON z.id = m.zaak_ptr_id
  JOIN codelijsten_code h ON h.id = m.hoofdcategorie_id
  LEFT JOIN codelijsten_code d ON d.id = z.defensieonderdeel_id
  LEFT JOIN codelijsten_code k ON k.id = z.meldkanaal_id
  LEFT JOIN codelijsten_code u ON u.id = m.uitkomst_id
  WHERE z.soort = 'melding' AND z.geannuleerd_op IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0005_schrijven_per_zaak")]
    operations = [migrations.RunSQL(KOLOMMEN, migrations.RunSQL.noop)]
