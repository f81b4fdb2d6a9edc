"""Whether a colleague can read a zaak that one sees: for who names somebody that must."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.leest(p_zaak uuid, p_gebruiker bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT app.ziet_zaak(p_zaak) AND p_gebruiker IN (SELECT app.lezers(p_zaak)) $$;
REVOKE ALL ON FUNCTION app.leest(uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.leest(uuid, bigint) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0077_datums_kloppen")]
    operations = [migrations.RunSQL(SQL)]
