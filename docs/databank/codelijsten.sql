-- Code lists
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- The value of a code and its list never change: figures of past years
point at it. A label that changes leaves the one before, and since when.
CREATE OR REPLACE FUNCTION app.code_blijft()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NEW.code <> OLD.code OR NEW.lijst_id <> OLD.lijst_id THEN
    RAISE EXCEPTION 'a code value never changes' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.label <> OLD.label THEN
    NEW.label_was := OLD.label;
    NEW.label_sinds := now();
  END IF;
  RETURN NEW;
END $function$;

-- Logs that somebody made or changed a code, with its label and validity as they were and are.
CREATE OR REPLACE FUNCTION app.code_gelogd()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_was jsonb := '{}'; v_wat jsonb := '{}';
  v_velden text[] := ARRAY['label', 'label_en', 'geldig_van', 'geldig_tot', 'opvolger_id'];
BEGIN
  IF app.uid() IS NULL THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    SELECT jsonb_object_agg(n.key, n.value) INTO v_wat FROM jsonb_each(to_jsonb(NEW)) n
      WHERE n.key = ANY (v_velden) AND n.value NOT IN ('null', '""');
  ELSE
    SELECT coalesce(jsonb_object_agg(o.key || '_was', o.value), '{}'), coalesce(jsonb_object_agg(n.key, n.value), '{}')
      INTO v_was, v_wat FROM jsonb_each(to_jsonb(OLD)) o JOIN jsonb_each(to_jsonb(NEW)) n ON n.key = o.key
      WHERE n.key = ANY (v_velden) AND n.value <> o.value;
  END IF;
  PERFORM app.noteer('code_gewijzigd', NEW.id::text,
    jsonb_build_object('lijst', NEW.lijst_id, 'code', NEW.code, 'nieuw', TG_OP = 'INSERT') || v_was || v_wat);
  RETURN NULL;
END $function$;

-- Gives a code another label, if it still is what it was. Refused beside another code with that label.
CREATE OR REPLACE FUNCTION app._zet_label(p_code bigint, p_was text, p_was_en text, p_label text, p_label_en text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v codelijsten_code;
BEGIN
  SELECT * INTO v FROM codelijsten_code WHERE id = p_code FOR UPDATE;
  IF NOT FOUND OR v.label <> p_was OR v.label_en <> p_was_en THEN PERFORM app.weiger('label_intussen_gewijzigd'); END IF;
  IF EXISTS (SELECT FROM codelijsten_code a WHERE a.lijst_id = v.lijst_id AND a.id <> v.id AND upper(a.label) = upper(p_label)
             AND a.bovenliggend_id IS NOT DISTINCT FROM v.bovenliggend_id
             AND daterange(a.geldig_van, a.geldig_tot, '[]') && daterange(v.geldig_van, v.geldig_tot, '[]')) THEN
    PERFORM app.weiger('label_bestaat');
  END IF;
  UPDATE codelijsten_code SET label = p_label, label_en = p_label_en WHERE id = p_code;
END $function$;

-- Gives a code another label at once: only while nobody could ever agree (four eyes).
CREATE OR REPLACE FUNCTION app.wijzig_label(p_code bigint, p_label text, p_label_en text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app.eis_alleen();
  PERFORM app._zet_label(p_code, c.label, c.label_en, p_label, p_label_en) FROM codelijsten_code c WHERE c.id = p_code;
END $function$;
GRANT EXECUTE ON FUNCTION app.wijzig_label(bigint,text,text) TO jid_web;

-- Table codelijsten_code
ALTER TABLE codelijsten_code ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON codelijsten_code FOR SELECT TO jid_cijfers, jid_web, jid_worker
  USING (true);
CREATE POLICY toevoegen ON codelijsten_code FOR INSERT TO jid_web
  WITH CHECK (app.heeft_rol(VARIADIC ARRAY['beheerder']) AND label_was = '' AND label_sinds IS NULL);
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
GRANT SELECT, INSERT, UPDATE (geldig_tot, geldig_van, opvolger_id, toelichting, toelichting_en) ON codelijsten_code TO
  jid_web;
GRANT SELECT ON codelijsten_code TO jid_worker;
GRANT SELECT ON codelijsten_code TO jid_cijfers;

-- Table codelijsten_codelijst
ALTER TABLE codelijsten_codelijst ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON codelijsten_codelijst FOR SELECT TO jid_cijfers, jid_web, jid_worker
  USING (true);
GRANT SELECT ON codelijsten_codelijst TO jid_web;
GRANT SELECT ON codelijsten_codelijst TO jid_worker;
GRANT SELECT ON codelijsten_codelijst TO jid_cijfers;
