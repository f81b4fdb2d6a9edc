"""Whether a zaak is what another one was merged into, also when that other one is not seen."""

from django.db import migrations

SQL = """
-- Of merged zaken exactly one counts, so the one that is left may not be annulled. An annulled one asks nothing of it.
CREATE FUNCTION app.is_doel_van_samenvoeging(p_zaak uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT coalesce(app.ziet_zaak(p_zaak), false)
     AND EXISTS (SELECT FROM zaken_zaak z WHERE z.samengevoegd_met_id = p_zaak AND z.geannuleerd_op IS NULL) $$;
GRANT EXECUTE ON FUNCTION app.is_doel_van_samenvoeging(uuid) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0007_aanscherping")]
    operations = [migrations.RunSQL(SQL)]
