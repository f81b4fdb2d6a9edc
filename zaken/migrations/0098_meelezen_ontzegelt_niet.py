"""The seal of a duplicate comes off along only by who may ask that there: its behandelaar, or who substitutes."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app._gaat_mee_open(p_zaak uuid, p_vrager bigint, p_akkoord bigint) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT z.id FROM app._andere_van_groep(p_zaak, false, NULL) h JOIN zaken_zaak z ON z.id = h
   WHERE z.verzegeld AND z.geannuleerd_op IS NULL
     AND (z.behandelaar_id = p_vrager
          OR EXISTS (SELECT FROM zaken_waarneming w WHERE w.voor_id = z.behandelaar_id AND w.waarnemer_id = p_vrager
                     AND w.beeindigd_op IS NULL AND w.verloopt_op > now() AND w.teams IS NULL))
     AND app._leest_blijvend(z.id, p_vrager) AND app._leest_blijvend(z.id, p_akkoord) $$;
COMMENT ON FUNCTION app._gaat_mee_open(uuid, bigint, bigint) IS
  'What was merged with a zaak and opens along with it: who asks handles it too, and who agrees reads it.';
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0097_stap_in_een_keer")]
    operations = [migrations.RunSQL(SQL)]
