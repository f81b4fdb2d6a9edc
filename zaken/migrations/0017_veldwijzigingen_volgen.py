"""History of fields, written by the database: also for raw SQL and bulk updates. Read by who sees the zaak."""

from django.db import migrations

TABEL = """
ALTER TABLE zaken_veldwijziging ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON zaken_veldwijziging FOR SELECT TO jid_web
  USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
GRANT SELECT ON zaken_veldwijziging TO jid_web;
-- The history goes with the dossier, in whatever order that is taken apart.
ALTER TABLE zaken_veldwijziging ADD CONSTRAINT veldwijziging_zaak FOREIGN KEY (zaak_id) REFERENCES zaken_zaak (id)
  ON DELETE CASCADE;
"""

FUNCTIE = """
-- Arguments: the column with the zaak, the column with the key of the row, and which columns are not history.
-- A column that is added later is followed by itself. No setting of a session switches this off.
-- What happens while the zaak is being registered is no change, nor is what an import adds.
CREATE FUNCTION app.volg_velden() RETURNS trigger
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
  FROM pg_attribute a CROSS JOIN LATERAL (SELECT a.atttypid = 'bytea'::regtype AS geheim) k
  WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attname <> ALL (TG_ARGV[2]::text[] || TG_ARGV[0] || TG_ARGV[1])
    AND (v_oud ->> a.attname) IS DISTINCT FROM (v_nieuw ->> a.attname)
    AND (TG_OP = 'UPDATE' OR NOT k.geheim)
  ORDER BY a.attnum;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.volg_velden() FROM PUBLIC;

CREATE TRIGGER volg_velden AFTER UPDATE ON zaken_zaak FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION app.volg_velden('id', 'id', '{gebruikers,versie,eerste_termijn,sleutel_id}');
CREATE TRIGGER volg_velden AFTER UPDATE ON zaken_persoon FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON zaken_persoon FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
"""

TERUG = """
DROP TRIGGER volg_velden ON zaken_zaak;
DROP TRIGGER volg_velden ON zaken_persoon;
DROP TRIGGER volg_rijen ON zaken_persoon;
DROP FUNCTION app.volg_velden();
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0016_veldwijzigingen")]
    operations = [migrations.RunSQL(TABEL, migrations.RunSQL.noop), migrations.RunSQL(FUNCTIE, TERUG)]
