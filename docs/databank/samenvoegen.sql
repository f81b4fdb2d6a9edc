-- Merging, and the zaken of one event
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- A zaak is merged into one of the same kind that its writer works with, standing for itself.
CREATE OR REPLACE FUNCTION app.samenvoegen_in_wat_men_ziet()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF current_user = 'jid_web' AND NOT (app.werkt_met(NEW.samengevoegd_met_id) AND EXISTS (
       SELECT FROM zaken_zaak z WHERE z.id = NEW.samengevoegd_met_id AND z.soort = NEW.soort
         AND z.geannuleerd_op IS NULL AND z.samengevoegd_met_id IS NULL)) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
  RETURN NEW;
END $function$;

-- What is merged shares its exclusions and its seal; refused (JID26) when the behandelaar may not have the other.
CREATE OR REPLACE FUNCTION app.samenvoegen_sluit_mee()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_u record; v_dicht zaken_zaak; v_open uuid; v_ook uuid; v_behandelaar bigint;
BEGIN
  PERFORM FROM zaken_zaak z WHERE z.id = NEW.samengevoegd_met_id FOR UPDATE;
  FOR v_u IN SELECT u.gebruiker_id, u.grond, CASE WHEN u.zaak_id = NEW.id THEN NEW.samengevoegd_met_id ELSE NEW.id END AS ander
             FROM zaken_uitsluiting u WHERE u.zaak_id IN (NEW.id, NEW.samengevoegd_met_id) LOOP
    PERFORM app._sluit_overal_uit(v_u.ander, NEW.id, v_u.gebruiker_id, v_u.grond);
  END LOOP;
  SELECT * INTO v_dicht FROM zaken_zaak z WHERE z.id IN (NEW.id, NEW.samengevoegd_met_id) AND z.verzegeld;
  IF NOT FOUND THEN RETURN NULL; END IF;
  v_open := CASE WHEN v_dicht.id = NEW.id THEN NEW.samengevoegd_met_id ELSE NEW.id END;
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = v_open AND z.verzegeld) THEN RETURN NULL; END IF;
  v_behandelaar := coalesce(v_dicht.behandelaar_id, app.uid());
  LOOP
    SELECT z.id INTO v_ook FROM zaken_zaak z WHERE NOT z.verzegeld
      AND z.id IN (SELECT v_open UNION ALL SELECT app._andere_van_groep(v_open, true, NEW.id)) ORDER BY z.id LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM app._verzegel_ook(v_ook, v_behandelaar);
  END LOOP;
  RETURN NULL;
EXCEPTION WHEN SQLSTATE 'JID02' OR SQLSTATE 'JID24' THEN
  RAISE EXCEPTION 'the behandelaar of the sealed one may not have the other' USING ERRCODE = 'JID26';
END $function$;

-- Undoes that an unseen zaak was merged, and puts it back where it was.
CREATE OR REPLACE FUNCTION app._maak_los(p_zaak uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_door bigint;
BEGIN
  v_door := app._als_niemand();
  UPDATE zaken_zaak SET samengevoegd_met_id = NULL WHERE id = p_zaak;
  PERFORM app._weer(v_door);
  IF EXISTS (SELECT FROM meldingen_melding m WHERE m.zaak_ptr_id = p_zaak AND m.status = 'samengevoegd') THEN
    PERFORM app._zet_terug(p_zaak, 'in_beoordeling');
  END IF;
END $function$;

-- The zaken of the same event, by merging and, if asked, by handing over; without the merge of one.
CREATE OR REPLACE FUNCTION app._andere_van_groep(p_zaak uuid, p_doorgeleid boolean, p_los uuid)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ WITH RECURSIVE alle (id) AS (
     SELECT p_zaak
     UNION
     SELECT b.id FROM alle a CROSS JOIN LATERAL (
       SELECT CASE WHEN k.van_id = a.id THEN k.naar_id ELSE k.van_id END AS id
       FROM zaken_zaakkoppeling k WHERE p_doorgeleid AND k.soort = 'doorgeleid' AND (k.van_id = a.id OR k.naar_id = a.id)
       UNION ALL
       SELECT z.samengevoegd_met_id FROM zaken_zaak z
       WHERE z.id = a.id AND z.samengevoegd_met_id IS NOT NULL AND z.id IS DISTINCT FROM p_los
       UNION ALL
       SELECT z.id FROM zaken_zaak z WHERE z.samengevoegd_met_id = a.id AND z.id IS DISTINCT FROM p_los) b)
   SELECT a.id FROM alle a WHERE a.id <> p_zaak ORDER BY a.id $function$;

-- From here on nobody acts, so that history does not name who does not see the zaak; gives who did, for app._weer.
CREATE OR REPLACE FUNCTION app._als_niemand()
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_wie bigint := app.uid();
BEGIN
  IF v_wie IS NOT NULL THEN PERFORM set_config('app.handelt', v_wie::text, true); END IF;
  PERFORM set_config('app.gebruiker', '', true);
  RETURN v_wie;
END $function$;

-- From here on this person acts again.
CREATE OR REPLACE FUNCTION app._weer(p_wie bigint)
 RETURNS text
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT set_config('app.gebruiker', coalesce(p_wie::text, ''), true) $function$;
