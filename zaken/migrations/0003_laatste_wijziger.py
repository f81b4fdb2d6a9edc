"""Who last changed a zaak, or one person in it: a name from the log, for who sees the zaak. The log stays closed."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.laatste_wijziger(p_zaak uuid, p_persoon text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT l.door_id FROM logboek_gebeurtenis l
   WHERE l.zaak_id = p_zaak AND (SELECT app.ziet_zaak(p_zaak))
     AND CASE WHEN p_persoon = '' THEN l.soort IN ('gewijzigd', 'status_gewijzigd', 'toegewezen', 'geannuleerd')
         ELSE l.soort = 'persoon_gewijzigd' AND l.object_id = p_persoon END
   ORDER BY l.tijdstip DESC LIMIT 1 $$;
GRANT EXECUTE ON FUNCTION app.laatste_wijziger(uuid, text) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0002_toegang"), ("logboek", "0002_toegang")]
    operations = [migrations.RunSQL(SQL)]
