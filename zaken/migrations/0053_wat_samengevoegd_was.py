"""What was merged before merging closed the other (0052): excluded from one is excluded from both, sealed once is sealed twice."""

from django.db import migrations

SQL = """
SELECT app._sluit_overal_uit(ander, NULL, gebruiker_id, grond) FROM (
  SELECT u.gebruiker_id, u.grond, CASE WHEN u.zaak_id = z.id THEN z.samengevoegd_met_id ELSE z.id END AS ander
  FROM zaken_zaak z JOIN zaken_uitsluiting u ON u.zaak_id IN (z.id, z.samengevoegd_met_id)
  WHERE z.samengevoegd_met_id IS NOT NULL) o;
-- Not what two unsealed.
DO $$ DECLARE v record;
BEGIN
  LOOP
    SELECT o.id, d.behandelaar_id INTO v FROM zaken_zaak d JOIN zaken_zaak o
      ON o.samengevoegd_met_id = d.id OR d.samengevoegd_met_id = o.id
    WHERE d.verzegeld AND d.behandelaar_id IS NOT NULL AND NOT o.verzegeld AND app._besloten_tot(o.id) IS NULL
      AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = o.id AND u.gebruiker_id = d.behandelaar_id)
    ORDER BY o.id LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM app._verzegel_mee(v.id, v.behandelaar_id);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0052_samengevoegd_is_een")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
