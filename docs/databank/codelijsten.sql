-- Code lists
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- The value of a code and its list never change: figures of past years point at it.
CREATE OR REPLACE FUNCTION app.code_blijft()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$ BEGIN
  IF NEW.code <> OLD.code OR NEW.lijst_id <> OLD.lijst_id THEN
    RAISE EXCEPTION 'a code value never changes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $function$;

-- Logs that somebody made or changed a code.
CREATE OR REPLACE FUNCTION app.code_gelogd()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF app.uid() IS NOT NULL THEN
    PERFORM app.noteer('code_gewijzigd', NEW.id::text,
      jsonb_build_object('lijst', NEW.lijst_id, 'code', NEW.code, 'nieuw', TG_OP = 'INSERT'));
  END IF;
  RETURN NULL;
END $function$;

-- Table codelijsten_code
ALTER TABLE codelijsten_code ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON codelijsten_code FOR SELECT TO jid_cijfers, jid_web, jid_worker
  USING (true);
CREATE POLICY toevoegen ON codelijsten_code FOR INSERT TO jid_web
  WITH CHECK (app.heeft_rol(VARIADIC ARRAY['beheerder']));
CREATE POLICY wijzigen ON codelijsten_code FOR UPDATE TO jid_web
  USING (app.heeft_rol(VARIADIC ARRAY['beheerder']))
  WITH CHECK (app.heeft_rol(VARIADIC ARRAY['beheerder']));
CREATE TRIGGER code_blijft BEFORE UPDATE ON codelijsten_code FOR EACH ROW EXECUTE FUNCTION app.code_blijft();
CREATE TRIGGER code_gelogd AFTER INSERT OR UPDATE ON codelijsten_code FOR EACH ROW EXECUTE FUNCTION app.code_gelogd();
ALTER TABLE codelijsten_code ADD CONSTRAINT code_geldigheid_loopt_vooruit
  CHECK (geldig_tot IS NULL
    OR geldig_van IS NULL
    OR geldig_tot >= geldig_van);
ALTER TABLE codelijsten_code ADD CONSTRAINT code_heeft_label CHECK (NOT label = '');
GRANT SELECT, INSERT, UPDATE ON codelijsten_code TO jid_web;
GRANT SELECT ON codelijsten_code TO jid_worker;
GRANT SELECT ON codelijsten_code TO jid_cijfers;

-- Table codelijsten_codelijst
ALTER TABLE codelijsten_codelijst ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON codelijsten_codelijst FOR SELECT TO jid_cijfers, jid_web, jid_worker
  USING (true);
GRANT SELECT ON codelijsten_codelijst TO jid_web;
GRANT SELECT ON codelijsten_codelijst TO jid_worker;
GRANT SELECT ON codelijsten_codelijst TO jid_cijfers;
