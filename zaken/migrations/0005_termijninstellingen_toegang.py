"""Norms and equated days: read by all, written by a beheerder, and what has begun stays as it was."""

from django.db import migrations

SQL = """
ALTER TABLE zaken_norm ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_gelijkgesteldedag ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON zaken_norm, zaken_gelijkgesteldedag TO jid_web, jid_worker, jid_cijfers;
GRANT INSERT, UPDATE ON zaken_norm TO jid_web;
GRANT INSERT, DELETE ON zaken_gelijkgesteldedag TO jid_web;
GRANT USAGE ON SEQUENCE zaken_norm_id_seq, zaken_gelijkgesteldedag_id_seq TO jid_web;
CREATE POLICY lezen ON zaken_norm FOR SELECT TO jid_web, jid_worker, jid_cijfers USING (true);
CREATE POLICY toevoegen ON zaken_norm FOR INSERT TO jid_web WITH CHECK (app.heeft_rol('beheerder'));
CREATE POLICY wijzigen ON zaken_norm FOR UPDATE TO jid_web
  USING (app.heeft_rol('beheerder')) WITH CHECK (app.heeft_rol('beheerder'));
CREATE POLICY lezen ON zaken_gelijkgesteldedag FOR SELECT TO jid_web, jid_worker, jid_cijfers USING (true);
CREATE POLICY toevoegen ON zaken_gelijkgesteldedag FOR INSERT TO jid_web WITH CHECK (app.heeft_rol('beheerder'));
CREATE POLICY verwijderen ON zaken_gelijkgesteldedag FOR DELETE TO jid_web
  USING (app.heeft_rol('beheerder') AND dag > (now() AT TIME ZONE 'Europe/Amsterdam')::date);

-- Terms were computed with a value that has begun: it may be closed, never changed. For the owner too.
CREATE FUNCTION app.norm_blijft() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS
$$ BEGIN
  IF NEW.getallen <> ARRAY(SELECT DISTINCT g FROM unnest(NEW.getallen) g ORDER BY g) THEN
    RAISE EXCEPTION 'the moments of a norm rise' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.code <> OLD.code OR
      (OLD.geldig_van IS NULL OR OLD.geldig_van <= (now() AT TIME ZONE 'Europe/Amsterdam')::date)
      AND (NEW.getallen, NEW.eenheid, NEW.bron, NEW.geldig_van)
        IS DISTINCT FROM (OLD.getallen, OLD.eenheid, OLD.bron, OLD.geldig_van)) THEN
    RAISE EXCEPTION 'a norm that has begun never changes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.norm_blijft() FROM PUBLIC;
CREATE TRIGGER norm_blijft BEFORE INSERT OR UPDATE ON zaken_norm FOR EACH ROW EXECUTE FUNCTION app.norm_blijft();
"""

TERUG = """
DROP TRIGGER norm_blijft ON zaken_norm;
DROP FUNCTION app.norm_blijft();
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0004_termijninstellingen"), ("gebruikers", "0002_toegang")]
    operations = [migrations.RunSQL(SQL, TERUG)]
