-- Terms, norms and reminders
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- A norm that has begun never changes: terms were computed with it.
CREATE OR REPLACE FUNCTION app.norm_blijft()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
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
END $function$;

-- Removes the last value of a norm before it begins; the one before runs on. By a beheerder.
CREATE OR REPLACE FUNCTION app.haal_komende_norm_weg(p_norm bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_norm zaken_norm;
BEGIN
  IF NOT app.heeft_rol('beheerder') THEN
    RAISE EXCEPTION 'only a beheerder sets norms' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM zaken_norm n
  WHERE n.id = p_norm AND n.geldig_tot IS NULL AND n.geldig_van > (now() AT TIME ZONE 'Europe/Amsterdam')::date
  RETURNING * INTO v_norm;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only the last value goes, before it begins' USING ERRCODE = 'check_violation';
  END IF;
  UPDATE zaken_norm n SET geldig_tot = NULL WHERE n.code = v_norm.code AND n.geldig_tot = v_norm.geldig_van - 1;
END $function$;
GRANT EXECUTE ON FUNCTION app.haal_komende_norm_weg(bigint) TO jid_web;

-- Reminds behandelaar or leads of terms that end soon: one message per person, term and last day.
CREATE OR REPLACE FUNCTION app.herinner(p_vandaag date, p_codes text[], p_dagen integer[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_aantal integer;
BEGIN
  INSERT INTO berichten_bericht (id, aan_id, soort, zaak_id, object_id, dag, op)
  SELECT gen_random_uuid(), w.aan, 'termijn', t.zaak_id, t.id, t.werkdatum, now()
  FROM unnest(p_codes, p_dagen) AS n(code, dagen)
  JOIN zaken_termijn t ON t.code = n.code AND t.werkdatum BETWEEN p_vandaag AND p_vandaag + n.dagen
    AND t.voldaan_op IS NULL AND NOT t.vervallen AND NOT t.is_indicatie
  JOIN zaken_zaak z ON z.id = t.zaak_id AND z.geannuleerd_op IS NULL
  CROSS JOIN LATERAL (
    SELECT z.behandelaar_id AS aan WHERE z.behandelaar_id IS NOT NULL
    UNION ALL
    SELECT l.gebruiker_id FROM gebruikers_lidmaatschap l
    WHERE z.behandelaar_id IS NULL AND NOT z.verzegeld AND l.team_id = z.team_id AND l.is_teamleider
      AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = z.id AND u.gebruiker_id = l.gebruiker_id)) w
  JOIN gebruikers_gebruiker g ON g.id = w.aan AND g.is_active
  ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS v_aantal = ROW_COUNT;
  RETURN v_aantal;
END $function$;
GRANT EXECUTE ON FUNCTION app.herinner(date,text[],integer[]) TO jid_worker;

-- Table zaken_gelijkgesteldedag
ALTER TABLE zaken_gelijkgesteldedag ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON zaken_gelijkgesteldedag FOR SELECT TO jid_cijfers, jid_web, jid_worker
  USING (true);
CREATE POLICY toevoegen ON zaken_gelijkgesteldedag FOR INSERT TO jid_web
  WITH CHECK (app.heeft_rol(VARIADIC ARRAY['beheerder']) AND dag >= (now() AT TIME ZONE 'Europe/Amsterdam')::date);
CREATE POLICY verwijderen ON zaken_gelijkgesteldedag FOR DELETE TO jid_web
  USING (app.heeft_rol(VARIADIC ARRAY['beheerder']) AND dag > (now() AT TIME ZONE 'Europe/Amsterdam')::date);
ALTER TABLE zaken_gelijkgesteldedag ADD CONSTRAINT gelijkgestelde_dag_heeft_bron CHECK (NOT bron = '');
GRANT SELECT, INSERT, DELETE ON zaken_gelijkgesteldedag TO jid_web;
GRANT SELECT ON zaken_gelijkgesteldedag TO jid_worker;
GRANT SELECT ON zaken_gelijkgesteldedag TO jid_cijfers;

-- Table zaken_herinnering
ALTER TABLE zaken_herinnering ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON zaken_herinnering FOR SELECT TO jid_web, jid_worker
  USING (true);
CREATE POLICY toevoegen ON zaken_herinnering FOR INSERT TO jid_web
  WITH CHECK (app.heeft_rol(VARIADIC ARRAY['beheerder']));
CREATE POLICY wijzigen ON zaken_herinnering FOR UPDATE TO jid_web
  USING (app.heeft_rol(VARIADIC ARRAY['beheerder']))
  WITH CHECK (app.heeft_rol(VARIADIC ARRAY['beheerder']));
GRANT SELECT, INSERT, UPDATE (dagen) ON zaken_herinnering TO jid_web;
GRANT SELECT ON zaken_herinnering TO jid_worker;

-- Table zaken_herinnerronde
ALTER TABLE zaken_herinnerronde ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON zaken_herinnerronde FOR SELECT TO jid_web
  USING (app.heeft_rol(VARIADIC ARRAY['beheerder']));
CREATE POLICY taken ON zaken_herinnerronde FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
GRANT SELECT ON zaken_herinnerronde TO jid_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON zaken_herinnerronde TO jid_worker;

-- Table zaken_norm
ALTER TABLE zaken_norm ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON zaken_norm FOR SELECT TO jid_cijfers, jid_web, jid_worker
  USING (true);
CREATE POLICY toevoegen ON zaken_norm FOR INSERT TO jid_web
  WITH CHECK (app.heeft_rol(VARIADIC ARRAY['beheerder'])
      AND geldig_van >= (now() AT TIME ZONE 'Europe/Amsterdam')::date);
CREATE POLICY wijzigen ON zaken_norm FOR UPDATE TO jid_web
  USING (app.heeft_rol(VARIADIC ARRAY['beheerder'])
      AND (geldig_tot IS NULL
      OR geldig_tot >= ((now() AT TIME ZONE 'Europe/Amsterdam')::date - 1)))
  WITH CHECK (app.heeft_rol(VARIADIC ARRAY['beheerder'])
      AND (geldig_tot IS NULL
      OR geldig_tot >= ((now() AT TIME ZONE 'Europe/Amsterdam')::date - 1)));
CREATE TRIGGER norm_blijft BEFORE INSERT OR UPDATE ON zaken_norm FOR EACH ROW EXECUTE FUNCTION app.norm_blijft();
ALTER TABLE zaken_norm ADD CONSTRAINT norm_een_waarde_per_dag EXCLUDE USING gist (code WITH =, daterange(geldig_van,
      geldig_tot, '[]') WITH &&) DEFERRABLE;
ALTER TABLE zaken_norm ADD CONSTRAINT norm_geldigheid_loopt_vooruit
  CHECK (geldig_tot IS NULL
    OR geldig_van IS NULL
    OR geldig_tot >= geldig_van);
ALTER TABLE zaken_norm ADD CONSTRAINT norm_heeft_bron CHECK (NOT bron = '');
ALTER TABLE zaken_norm ADD CONSTRAINT norm_waarde_past_bij_code
  CHECK ((code = ANY (ARRAY['stilstand_melding_terugkoppeling', 'stilstand_misstand_bevindingen',
        'stilstand_onderzoek_rapport', 'verdaging_eenmalig', 'verdaging_voor_afloop']))
      AND eenheid = 'ja_nee'
      AND (getallen = '{0}'::smallint[]
      OR getallen = '{1}'::smallint[])
    OR code = 'nazorg_maanden'
      AND eenheid = 'maanden'
      AND CASE WHEN getallen IS NULL THEN NULL::integer ELSE COALESCE(array_length(getallen, 1), 0) END >= 1
      AND NOT getallen @> ARRAY[0::smallint]
    OR (code = ANY (ARRAY['klacht_buiten_awb', 'klacht_buiten_awb_met_commissie', 'klacht_ontvangstbevestiging',
        'melding_ontvangstbevestiging', 'melding_terugkoppeling', 'misstand_bevindingen', 'onderzoek_rapport']))
      AND (eenheid = ANY (ARRAY['dagen', 'weken', 'maanden']))
      AND CASE WHEN getallen IS NULL THEN NULL::integer ELSE COALESCE(array_length(getallen, 1), 0) END = 1
      AND NOT getallen @> ARRAY[0::smallint]
    OR code = 'noodtoegang_uren'
      AND eenheid = 'uren'
      AND (getallen = '{1}'::smallint[]
      OR getallen = '{2}'::smallint[]
      OR getallen = '{3}'::smallint[]
      OR getallen = '{4}'::smallint[]
      OR getallen = '{5}'::smallint[]
      OR getallen = '{6}'::smallint[]
      OR getallen = '{7}'::smallint[]
      OR getallen = '{8}'::smallint[]
      OR getallen = '{9}'::smallint[]
      OR getallen = '{10}'::smallint[]
      OR getallen = '{11}'::smallint[]
      OR getallen = '{12}'::smallint[]
      OR getallen = '{13}'::smallint[]
      OR getallen = '{14}'::smallint[]
      OR getallen = '{15}'::smallint[]
      OR getallen = '{16}'::smallint[]
      OR getallen = '{17}'::smallint[]
      OR getallen = '{18}'::smallint[]
      OR getallen = '{19}'::smallint[]
      OR getallen = '{20}'::smallint[]
      OR getallen = '{21}'::smallint[]
      OR getallen = '{22}'::smallint[]
      OR getallen = '{23}'::smallint[]
      OR getallen = '{24}'::smallint[]));
GRANT SELECT, INSERT, UPDATE ON zaken_norm TO jid_web;
GRANT SELECT ON zaken_norm TO jid_worker;
GRANT SELECT ON zaken_norm TO jid_cijfers;

-- Table zaken_termijn
ALTER TABLE zaken_termijn ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON zaken_termijn FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY toevoegen ON zaken_termijn FOR INSERT TO jid_web
  WITH CHECK (true AND app.mag_wijzigen(zaak_id));
CREATE POLICY wijzigen ON zaken_termijn FOR UPDATE TO jid_web
  USING (app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON zaken_termijn FOR SELECT TO jid_web
  USING ((EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaken_termijn.zaak_id)));
ALTER TABLE zaken_termijn ADD CONSTRAINT termijn_niet_nodig_is_niet_gedaan
  CHECK (niet_nodig IS NULL
    OR vervallen
      AND voldaan_op IS NULL);
ALTER TABLE zaken_termijn ADD CONSTRAINT termijn_rolt_vooruit CHECK (datum >= kale_datum);
GRANT SELECT, INSERT, UPDATE ON zaken_termijn TO jid_web;
GRANT SELECT, INSERT ON zaken_termijn TO jid_worker;
