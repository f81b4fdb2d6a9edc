"""Code lists are public inside the application; only a beheerder changes them, and nobody deletes a row."""

from django.db import migrations

SQL = """
ALTER TABLE codelijsten_codelijst ENABLE ROW LEVEL SECURITY;
ALTER TABLE codelijsten_code ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON codelijsten_codelijst, codelijsten_code TO jid_web, jid_worker, jid_cijfers;
GRANT INSERT, UPDATE ON codelijsten_code TO jid_web;
GRANT USAGE ON SEQUENCE codelijsten_code_id_seq TO jid_web;
CREATE POLICY lezen ON codelijsten_codelijst FOR SELECT TO jid_web, jid_worker, jid_cijfers USING (true);
CREATE POLICY lezen ON codelijsten_code FOR SELECT TO jid_web, jid_worker, jid_cijfers USING (true);
CREATE POLICY toevoegen ON codelijsten_code FOR INSERT TO jid_web WITH CHECK (app.heeft_rol('beheerder'));
CREATE POLICY wijzigen ON codelijsten_code FOR UPDATE TO jid_web
  USING (app.heeft_rol('beheerder')) WITH CHECK (app.heeft_rol('beheerder'));

-- The value of a code is stable for ever: figures of past years point at it.
CREATE FUNCTION app.code_blijft() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS
$$ BEGIN
  IF NEW.code <> OLD.code OR NEW.lijst_id <> OLD.lijst_id THEN
    RAISE EXCEPTION 'a code value never changes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER code_blijft BEFORE UPDATE ON codelijsten_code FOR EACH ROW EXECUTE FUNCTION app.code_blijft();
"""


class Migration(migrations.Migration):
    dependencies = [("codelijsten", "0001_initial"), ("gebruikers", "0002_toegang")]
    operations = [migrations.RunSQL(SQL)]
