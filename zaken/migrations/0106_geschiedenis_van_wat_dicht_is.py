"""Of a text that is encrypted the same way every time, the history says that it changed, as of any encrypted one."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app.volg_velden() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  v_oud jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  v_nieuw jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  v_rij jsonb := coalesce(v_nieuw, v_oud);
  v_zaak uuid := v_rij ->> TG_ARGV[0];
  v_geregistreerd timestamptz;
BEGIN
  SELECT z.datum_registratie INTO v_geregistreerd FROM zaken_zaak z WHERE z.id = v_zaak;
  IF NOT FOUND OR v_geregistreerd = now() OR (TG_OP = 'INSERT' AND app.uid() IS NULL) THEN
    RETURN NULL;
  END IF;
  INSERT INTO zaken_veldwijziging (zaak_id, tabel, rij, soort, veld, oud, nieuw, versleuteld, op, door_id)
  SELECT v_zaak, TG_TABLE_NAME, v_rij ->> TG_ARGV[1],
         CASE TG_OP WHEN 'INSERT' THEN 'toegevoegd' WHEN 'DELETE' THEN 'verwijderd' ELSE 'gewijzigd' END,
         a.attname, CASE WHEN NOT k.geheim THEN v_oud ->> a.attname END,
         CASE WHEN NOT k.geheim THEN v_nieuw ->> a.attname END, k.geheim, now(), app.uid()
  FROM pg_attribute a CROSS JOIN LATERAL (SELECT a.atttypid = 'bytea'::regtype
    OR coalesce(v_oud ->> a.attname, '') LIKE 'v1.%' OR coalesce(v_nieuw ->> a.attname, '') LIKE 'v1.%' AS geheim) k
  WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attname <> ALL (TG_ARGV[2]::text[] || TG_ARGV[0] || TG_ARGV[1])
    AND (v_oud ->> a.attname) IS DISTINCT FROM (v_nieuw ->> a.attname)
    AND (TG_OP = 'UPDATE' OR NOT k.geheim)
  ORDER BY a.attnum;
  RETURN NULL;
END $$;

UPDATE zaken_veldwijziging SET oud = NULL, nieuw = NULL, versleuteld = true WHERE veld = 'externe_referentie';
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0105_referentie_versleuteld")]
    operations = [migrations.RunSQL(SQL)]
