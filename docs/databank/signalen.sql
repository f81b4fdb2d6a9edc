-- Signals: advice asked, and what belongs elsewhere
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Whether a team is a desk, which can keep signals.
CREATE OR REPLACE FUNCTION app.is_balie(p_team bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (SELECT FROM gebruikers_team t WHERE t.id = p_team AND t.is_actief
                  AND t.soort IN ('intake', 'klachten', 'misstanden')) $function$;
GRANT EXECUTE ON FUNCTION app.is_balie(bigint) TO jid_web;

-- Who may answer what a signal is.
CREATE OR REPLACE FUNCTION app.mag_kwalificeren()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT app.heeft_rol('adviseur', 'ckp', 'intake', 'klachtsecretaris', 'misstanden') $function$;
GRANT EXECUTE ON FUNCTION app.mag_kwalificeren() TO jid_web;

-- Whether nothing that a signal once was is closed to the current user: excluded from it, or sealed and unseen.
CREATE OR REPLACE FUNCTION app.leest_wat_het_was(p_signaal uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT NOT EXISTS (
     SELECT FROM zaken_signaal s JOIN zaken_zaak z ON z.id = ANY (s.was_zaken) WHERE s.id = p_signaal
       AND ((z.verzegeld AND NOT app.ziet_zaak(z.id))
            OR EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = z.id AND u.gebruiker_id = app.uid()))) $function$;
GRANT EXECUTE ON FUNCTION app.leest_wat_het_was(uuid) TO jid_web;

-- A signal that was annulled or became a zaak stays so, until that zaak was annulled.
CREATE OR REPLACE FUNCTION app.signaal_blijft()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF OLD.geannuleerd_op IS NOT NULL OR (OLD.zaak_id IS NOT NULL AND NOT (NEW.zaak_id IS NULL AND EXISTS (
       SELECT FROM zaken_zaak z WHERE z.id = OLD.zaak_id AND z.geannuleerd_op IS NOT NULL))) THEN
    RAISE EXCEPTION 'this signal is closed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $function$;

-- An annulled zaak gives its signal back, which stays as closed as that zaak is.
CREATE OR REPLACE FUNCTION app.signaal_terug()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  UPDATE zaken_signaal SET zaak_id = NULL, was_zaken = was_zaken || NEW.id WHERE zaak_id = NEW.id;
  RETURN NULL;
END $function$;

-- A signal that becomes a zaak once more takes along who was excluded, and what was sealed goes to no desk (JID38).
CREATE OR REPLACE FUNCTION app.signaal_weer_zaak()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_u record;
BEGIN
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = ANY (NEW.was_zaken) AND z.verzegeld)
     AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.zaak_id AND NOT z.verzegeld AND z.team_id IS NOT NULL) THEN
    RAISE EXCEPTION 'this was sealed' USING ERRCODE = 'JID38';
  END IF;
  FOR v_u IN SELECT DISTINCT ON (u.gebruiker_id) u.gebruiker_id, u.grond FROM zaken_uitsluiting u
             WHERE u.zaak_id = ANY (NEW.was_zaken) ORDER BY u.gebruiker_id, u.op LOOP
    PERFORM app._sluit_overal_uit(NEW.zaak_id, NULL, v_u.gebruiker_id, v_u.grond);
  END LOOP;
  RETURN NULL;
END $function$;

-- Table zaken_signaal
ALTER TABLE zaken_signaal ENABLE ROW LEVEL SECURITY;
CREATE POLICY toevoegen ON zaken_signaal FOR INSERT TO jid_web
  WITH CHECK (app.mag_kwalificeren()
      AND aangemaakt_door_id = app.uid()
      AND zaak_id IS NULL
      AND was_zaken = '{}'::uuid[]
      AND geannuleerd_op IS NULL
      AND app.is_balie(team_id)
      AND NOT app.sleutel_in_gebruik(sleutel_id));
CREATE POLICY wijzigen ON zaken_signaal FOR UPDATE TO jid_web
  USING (app.mag_kwalificeren()
      AND ((team_id IN (SELECT app.mijn_zaakteams()))
      OR aangemaakt_door_id = app.uid())
      AND (zaak_id IS NULL
      OR app.ziet_zaak(zaak_id))
      AND (was_zaken = '{}'::uuid[]
      OR app.leest_wat_het_was(id)))
  WITH CHECK (zaak_id IS NULL OR app.mag_wijzigen(zaak_id));
CREATE POLICY zien ON zaken_signaal FOR SELECT TO jid_web
  USING ((SELECT app.mag_kwalificeren())
      AND ((team_id IN (SELECT app.mijn_zaakteams()))
      OR aangemaakt_door_id = app.uid())
      AND (zaak_id IS NULL
      OR app.ziet_zaak(zaak_id))
      AND (was_zaken = '{}'::uuid[]
      OR app.leest_wat_het_was(id)));
CREATE TRIGGER signaal_blijft BEFORE UPDATE ON zaken_signaal FOR EACH ROW EXECUTE FUNCTION app.signaal_blijft();
CREATE TRIGGER signaal_weer_zaak AFTER UPDATE OF zaak_id ON zaken_signaal
  FOR EACH ROW WHEN (new.zaak_id IS NOT NULL
      AND new.was_zaken <> '{}'::uuid[])
  EXECUTE FUNCTION app.signaal_weer_zaak();
ALTER TABLE zaken_signaal ADD CONSTRAINT signaal_aard_hoort_bij_soort
  CHECK (aard_id IS NULL
      AND soort = 'adviesvraag'
    OR aard_id IS NOT NULL
      AND soort = 'hoort_elders'
      AND verwezen_naar_id IS NOT NULL);
ALTER TABLE zaken_signaal ADD CONSTRAINT signaal_annulering_heeft_persoon
  CHECK (geannuleerd_op IS NULL
    OR geannuleerd_door_id IS NOT NULL);
ALTER TABLE zaken_signaal ADD CONSTRAINT signaal_geannuleerd_of_zaak
  CHECK (geannuleerd_op IS NULL
    OR zaak_id IS NULL);
GRANT SELECT, INSERT, UPDATE (geannuleerd_door_id, geannuleerd_op, geannuleerd_reden, zaak_id) ON zaken_signaal TO
  jid_web;
