-- The log and its seals
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Writes an event of no zaak, for the checked functions alone.
CREATE OR REPLACE FUNCTION app.noteer(p_soort text, p_object text, p_bijzonderheden jsonb)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
   VALUES (gen_random_uuid(), clock_timestamp(), p_soort, app.uid(), NULL, p_object, p_bijzonderheden) $function$;

-- Writes an event of one zaak, for checked functions whose caller may not see it.
CREATE OR REPLACE FUNCTION app.noteer_zaak(p_soort text, p_zaak uuid, p_object text, p_bijzonderheden jsonb)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
   VALUES (gen_random_uuid(), clock_timestamp(), p_soort, app.uid(), p_zaak, p_object, p_bijzonderheden) $function$;

-- Writes an event of a zaak that is about no other object.
CREATE OR REPLACE FUNCTION app._log_zaak(p_soort text, p_zaak uuid, p_bijzonderheden jsonb)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
   VALUES (gen_random_uuid(), clock_timestamp(), p_soort, app.uid(), p_zaak, '', p_bijzonderheden) $function$;

-- Writes that a vertrouwenspersoon worked with casussen this day: once, at midnight, without number or minute.
CREATE OR REPLACE FUNCTION app.noteer_casusdag(p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.eis_huidige(p_gebruiker);
  INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
  VALUES (md5('casus_dag|' || p_gebruiker || '|' || (now() AT TIME ZONE 'Europe/Amsterdam')::date)::uuid,
          date_trunc('day', now(), 'Europe/Amsterdam'), 'casus_dag', p_gebruiker, NULL, '', '{}')
  ON CONFLICT (id) DO NOTHING;
END $function$;
GRANT EXECUTE ON FUNCTION app.noteer_casusdag(bigint) TO jid_web;

-- The moment of an event is that of the database, and reading with noodtoegang is logged as such.
CREATE OR REPLACE FUNCTION app.logmoment()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_noodtoegang uuid;
BEGIN
  IF current_user = 'jid_web' THEN
    NEW.tijdstip := clock_timestamp();
    IF NEW.zaak_id IS NOT NULL AND NEW.soort IN ('ingezien', 'afgedrukt', 'gedownload', 'geexporteerd') THEN
      SELECT n.id INTO v_noodtoegang FROM app.eigen_noodtoegangen n WHERE n.zaak_id = NEW.zaak_id;
      IF FOUND THEN
        NEW.bijzonderheden := NEW.bijzonderheden || jsonb_build_object('noodtoegang', v_noodtoegang);
      END IF;
    END IF;
  END IF;
  RETURN NEW;
END $function$;

-- The zaak of a number, for an auditor, also when only the log remembers it.
CREATE OR REPLACE FUNCTION app.zaak_van_nummer(p_nummer text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT g.zaak FROM (SELECT coalesce(
     (SELECT z.id FROM zaken_zaak z WHERE z.zaaknummer = p_nummer),
     (SELECT l.zaak_id FROM logboek_gebeurtenis l
      WHERE l.soort = 'geregistreerd' AND (l.bijzonderheden ->> 'zaaknummer') = p_nummer LIMIT 1)) AS zaak) g
   WHERE (SELECT app.heeft_rol('auditor')) AND NOT (g.zaak IN (SELECT app.mijn_uitsluitingen())) $function$;
GRANT EXECUTE ON FUNCTION app.zaak_van_nummer(text) TO jid_web;

-- The numbers of zaken, for an auditor, but for those that the auditor is excluded from.
CREATE OR REPLACE FUNCTION app.zaaknummers(p_zaken uuid[])
 RETURNS TABLE(zaak uuid, nummer text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT DISTINCT ON (n.zaak) n.zaak, n.nummer FROM (
     SELECT z.id AS zaak, z.zaaknummer::text AS nummer FROM zaken_zaak z WHERE z.id = ANY (p_zaken)
     UNION ALL
     SELECT l.zaak_id, l.bijzonderheden ->> 'zaaknummer' FROM logboek_gebeurtenis l
     WHERE l.zaak_id = ANY (p_zaken) AND l.soort = 'geregistreerd') n
   WHERE n.nummer IS NOT NULL AND (SELECT app.heeft_rol('auditor')) AND NOT (n.zaak IN (SELECT app.mijn_uitsluitingen())) $function$;
GRANT EXECUTE ON FUNCTION app.zaaknummers(uuid[]) TO jid_web, jid_worker;

-- Table logboek_gebeurtenis
ALTER TABLE logboek_gebeurtenis ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor_leest ON logboek_gebeurtenis FOR SELECT TO jid_web
  USING ((SELECT app.heeft_rol(VARIADIC ARRAY['auditor']))
      AND (zaak_id IS NULL
      OR NOT (zaak_id IN (SELECT app.mijn_uitsluitingen())))
      AND NOT (object_id::text IN (SELECT u.u::text AS u FROM app.mijn_uitsluitingen() u(u)))
      AND NOT (COALESCE(bijzonderheden ->> 'op_zaak', '') IN (SELECT u.u::text AS u FROM app.mijn_uitsluitingen()
        u(u))));
CREATE POLICY lezen_worker ON logboek_gebeurtenis FOR SELECT TO jid_worker
  USING (((SELECT app.uid())) IS NULL
    OR (zaak_id IS NULL
      OR NOT (zaak_id IN (SELECT app.mijn_uitsluitingen())))
      AND NOT (object_id::text IN (SELECT u.u::text AS u FROM app.mijn_uitsluitingen() u(u)))
      AND NOT (COALESCE(bijzonderheden ->> 'op_zaak', '') IN (SELECT u.u::text AS u FROM app.mijn_uitsluitingen()
        u(u))));
CREATE POLICY toevoegen ON logboek_gebeurtenis FOR INSERT TO jid_web
  WITH CHECK ((NOT door_id IS DISTINCT FROM app.uid()
      OR door_id IS NULL
        AND soort = 'aanmelden_mislukt')
      AND (soort = ANY (ARRAY['ingezien', 'afgedrukt', 'lezers_getoond', 'lijst_getoond', 'gezocht',
        'persoon_gezocht', 'geweigerd', 'geregistreerd', 'gewijzigd', 'geannuleerd', 'status_gewijzigd', 'toegewezen',
        'toegang_verleend', 'uitgesloten', 'uitsluiting_opgeheven', 'accounts_vergeleken', 'verzegeld',
        'notitie_toegevoegd', 'persoon_toegevoegd', 'persoon_gewijzigd', 'persoon_verwijderd',
        'termijnregel_gewijzigd', 'signaal_vastgelegd', 'signaal_ingezien', 'signaal_geannuleerd',
        'signaal_werd_zaak', 'doorgeleid', 'doorgeleiding_ongedaan', 'gekoppeld', 'ontkoppeld',
        'waarneming_ingesteld', 'waarneming_beeindigd', 'toegang_herzien', 'geexporteerd', 'bestand_gebracht',
        'bestand_weggegooid', 'aangemeld', 'afgemeld', 'aanmelden_mislukt', 'herbevestigd', 'logboek_geraadpleegd',
        'logboek_geexporteerd']))
      AND (zaak_id IS NULL
      OR app.ziet_zaak(zaak_id)
      OR (soort = ANY (ARRAY['ingezien', 'afgedrukt', 'geexporteerd']))
        AND (zaak_id IN (SELECT n.zaak_id FROM app.eigen_noodtoegangen n))
        AND NOT (zaak_id IN (SELECT app.mijn_uitsluitingen()))));
CREATE POLICY toevoegen_worker ON logboek_gebeurtenis FOR INSERT TO jid_worker
  WITH CHECK (zaak_id IS NULL
      AND (soort = ANY (ARRAY['geimporteerd', 'bestand_weggegooid', 'logboek_geexporteerd',
        'logboek_gecontroleerd'])));
CREATE TRIGGER logmoment BEFORE INSERT ON logboek_gebeurtenis FOR EACH ROW EXECUTE FUNCTION app.logmoment();
ALTER TABLE logboek_gebeurtenis ADD CONSTRAINT gebeurtenis_is_te_lezen
  CHECK (jsonb_typeof(bijzonderheden) = 'object'
      AND length(bijzonderheden::text) <= 100000
      AND NOT bijzonderheden @? '$.**{4}'::jsonpath
      AND NOT bijzonderheden @?
    '$.**?(@.type() == "number" && (@ > 1000000000000000000 || @ < -1000000000000000000))'::jsonpath) NOT VALID;
GRANT SELECT, INSERT ON logboek_gebeurtenis TO jid_web;
GRANT SELECT, INSERT ON logboek_gebeurtenis TO jid_worker;

-- Table logboek_zegel
ALTER TABLE logboek_zegel ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor_leest ON logboek_zegel FOR SELECT TO jid_web
  USING ((SELECT app.heeft_rol(VARIADIC ARRAY['auditor'])));
CREATE POLICY lezen_worker ON logboek_zegel FOR SELECT TO jid_worker
  USING (true);
CREATE POLICY toevoegen_worker ON logboek_zegel FOR INSERT TO jid_worker
  WITH CHECK (true);
ALTER TABLE logboek_zegel ADD CONSTRAINT zegel_maten
  CHECK (nummer > 0
      AND aantal > 0
      AND octet_length(wortel) = 32
      AND octet_length(vorige) = 32);
GRANT SELECT ON logboek_zegel TO jid_web;
GRANT SELECT, INSERT ON logboek_zegel TO jid_worker;

-- Table logboek_zegelregel
ALTER TABLE logboek_zegelregel ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor_leest ON logboek_zegelregel FOR SELECT TO jid_web
  USING ((SELECT app.heeft_rol(VARIADIC ARRAY['auditor'])));
CREATE POLICY lezen_worker ON logboek_zegelregel FOR SELECT TO jid_worker
  USING (true);
CREATE POLICY toevoegen_worker ON logboek_zegelregel FOR INSERT TO jid_worker
  WITH CHECK (true);
GRANT SELECT ON logboek_zegelregel TO jid_web;
GRANT SELECT, INSERT ON logboek_zegelregel TO jid_worker;
