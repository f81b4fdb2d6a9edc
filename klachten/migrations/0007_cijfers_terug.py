"""A klacht that went to another register and came back was open all the time, for the figures."""

from django.db import migrations

OPEN = (
    "ontvangen",
    "wacht_op_aanvulling",
    "beoordelen",
    "informele_oplossing",
    "in_behandeling",
    "horen",
    "advies_uitgebracht",
    "oordeel",
)
"""`klachten.status.OPEN` as it stood when this migration was written; a test compares them."""

_OPEN = ", ".join(f"'{status}'" for status in OPEN)

PERIODEN = f"""
-- As in 0004, but doorgeleid or samengevoegd ends a klacht only where nothing follows: undone, it never happened.
CREATE OR REPLACE VIEW app.cijfers_klachtperioden WITH (security_barrier) AS
  WITH verloop AS (
    SELECT w.zaak_id, w.op, w.van, w.naar, w.naar IN ({_OPEN}) OR (w.naar IN ('doorgeleid', 'samengevoegd')
             AND lead(w.op) OVER (PARTITION BY w.zaak_id ORDER BY w.op, w.van <> '') IS NOT NULL) AS is_open
    FROM zaken_statuswijziging w JOIN klachten_klacht k ON k.zaak_ptr_id = w.zaak_id
  ), stap AS (
    SELECT zaak_id, op, naar, is_open,
           lag(is_open, 1, true) OVER (PARTITION BY zaak_id ORDER BY op, van <> '') AS was_open
    FROM verloop
  ), grens AS (
    SELECT zaak_id, op, naar, is_open,
           count(*) FILTER (WHERE is_open) OVER (PARTITION BY zaak_id ORDER BY op) AS nummer
    FROM stap WHERE is_open <> was_open
  ), periode AS (
    SELECT zaak_id, nummer, nummer = max(nummer) OVER (PARTITION BY zaak_id) AS is_laatste,
           max((op AT TIME ZONE 'Europe/Amsterdam')::date) FILTER (WHERE is_open) AS heropend_op,
           max((op AT TIME ZONE 'Europe/Amsterdam')::date) FILTER (WHERE NOT is_open) AS einde_op,
           max(naar) FILTER (WHERE NOT is_open) AS eindstatus
    FROM grens GROUP BY zaak_id, nummer
  ), basis AS (
    SELECT k.*, z.ontvangen_defensie, z.datum_afgehandeld, z.datum_gesloten,
           (z.datum_registratie AT TIME ZONE 'Europe/Amsterdam')::date AS geregistreerd_op,
           k.status IN ({_OPEN}) AS is_open, coalesce(p.nummer, 0) AS nummer, coalesce(p.is_laatste, true) AS is_laatste,
           p.heropend_op, p.einde_op AS stap_op, p.eindstatus AS stap_naar
    FROM klachten_klacht k JOIN zaken_zaak z ON z.id = k.zaak_ptr_id
    LEFT JOIN periode p ON p.zaak_id = k.zaak_ptr_id
    WHERE z.soort = 'klacht' AND z.geannuleerd_op IS NULL
  )
  SELECT b.ontvangen_defensie, b.nummer > 0 AS is_heropening,
         coalesce(b.heropend_op, b.ontvangen_defensie) AS begin_op,
         coalesce(b.heropend_op, b.geregistreerd_op) AS begin_vastgelegd_op,
         CASE WHEN NOT b.is_laatste THEN b.stap_op
              WHEN NOT b.is_open THEN coalesce(b.datum_afgehandeld, b.stap_op, b.datum_gesloten, b.geregistreerd_op)
         END AS einde_op,
         CASE WHEN NOT b.is_laatste THEN b.stap_op
              WHEN NOT b.is_open THEN coalesce(b.stap_op, b.geregistreerd_op)
         END AS einde_vastgelegd_op,
         CASE WHEN NOT b.is_laatste THEN b.stap_naar
              WHEN NOT b.is_open THEN coalesce(CASE WHEN b.status <> 'gesloten' THEN b.status END, b.stap_naar, b.status)
         END AS eindstatus,
         o.code AS oordeel, b.afsluitgrond, b.via_commissie, b.jegens_klager AND b.vorm = 'schriftelijk' AS bindt_awb,
         b.kennisgeving_op, b.verdaagd_op, b.verdaagd_weken, b.verdaagd_klager_op, b.verdaagd_aangeklaagde_op,
         b.instemming_uitstel_op, b.instemming_uitstel_tot,
         CASE WHEN b.nummer = 0 THEN b.ombudsman_oordeel_op END AS ombudsman_oordeel_op
  FROM basis b LEFT JOIN codelijsten_code o ON o.id = b.oordeel_id;
"""


class Migration(migrations.Migration):
    dependencies = [("klachten", "0006_doorgeleiden")]
    operations = [migrations.RunSQL(PERIODEN, migrations.RunSQL.noop)]
