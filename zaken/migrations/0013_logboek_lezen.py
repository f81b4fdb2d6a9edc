"""What of the log others may read: who read a zaak, for its behandelaar; numbers of zaken, for an auditor."""

from django.db import migrations

SQL = """
-- Kinds of reading: logboek.models.LEESSOORTEN. Newest first, by key; nothing for anybody but the behandelaar.
CREATE FUNCTION app.lezers_van_zaak(p_zaak uuid, p_na timestamptz, p_na_id uuid, p_aantal int)
RETURNS TABLE (id uuid, tijdstip timestamptz, soort text, door_id bigint, wijze text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT l.id, l.tijdstip, l.soort::text, l.door_id, coalesce(l.bijzonderheden ->> 'wijze', '')
   FROM logboek_gebeurtenis l
   WHERE l.zaak_id = p_zaak AND l.soort IN ('ingezien', 'afgedrukt', 'gedownload', 'geexporteerd')
     AND (SELECT app.ziet_zaak(p_zaak))
     AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = app.uid())
     AND (p_na IS NULL OR (l.tijdstip, l.id) < (p_na, p_na_id))
   ORDER BY l.tijdstip DESC, l.id DESC LIMIT least(p_aantal, 200) $$;

-- An auditor sees no zaak, and looks one up by its number; the log remembers it when the zaak is gone.
CREATE FUNCTION app.zaak_van_nummer(p_nummer text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT coalesce(
     (SELECT z.id FROM zaken_zaak z WHERE z.zaaknummer = p_nummer),
     (SELECT l.zaak_id FROM logboek_gebeurtenis l
      WHERE l.soort = 'geregistreerd' AND (l.bijzonderheden ->> 'zaaknummer') = p_nummer LIMIT 1))
   WHERE (SELECT app.heeft_rol('auditor')) $$;

CREATE FUNCTION app.zaaknummers(p_zaken uuid[]) RETURNS TABLE (zaak uuid, nummer text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT DISTINCT ON (n.zaak) n.zaak, n.nummer FROM (
     SELECT z.id AS zaak, z.zaaknummer::text AS nummer FROM zaken_zaak z WHERE z.id = ANY (p_zaken)
     UNION ALL
     SELECT l.zaak_id, l.bijzonderheden ->> 'zaaknummer' FROM logboek_gebeurtenis l
     WHERE l.zaak_id = ANY (p_zaken) AND l.soort = 'geregistreerd') n
   WHERE n.nummer IS NOT NULL AND (SELECT app.heeft_rol('auditor')) $$;

REVOKE ALL ON FUNCTION app.lezers_van_zaak(uuid, timestamptz, uuid, int), app.zaak_van_nummer(text),
  app.zaaknummers(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.lezers_van_zaak(uuid, timestamptz, uuid, int), app.zaak_van_nummer(text),
  app.zaaknummers(uuid[]) TO jid_web;
"""

TERUG = """
DROP FUNCTION app.lezers_van_zaak(uuid, timestamptz, uuid, int);
DROP FUNCTION app.zaak_van_nummer(text);
DROP FUNCTION app.zaaknummers(uuid[]);
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0012_beleid_per_soort"), ("logboek", "0007_zoeken")]
    operations = [migrations.RunSQL(SQL, TERUG)]
