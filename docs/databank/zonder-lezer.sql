-- No zaak without a reader
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Closing an account, taking its roles or a membership never leaves a zaak that nobody reads.
CREATE OR REPLACE FUNCTION app.zaak_houdt_lezer()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_gebruiker bigint; v_teams bigint[];
BEGIN
  IF app.aanmelder() IS NOT NULL THEN RETURN NULL; END IF;
  IF TG_TABLE_NAME = 'gebruikers_lidmaatschap' THEN
    v_gebruiker := OLD.gebruiker_id;
    v_teams := ARRAY[OLD.team_id];
  ELSE
    v_gebruiker := CASE TG_TABLE_NAME WHEN 'gebruikers_gebruiker' THEN (to_jsonb(OLD) ->> 'id')::bigint
                                      ELSE (to_jsonb(OLD) ->> 'gebruiker_id')::bigint END;
    IF EXISTS (SELECT FROM gebruikers_gebruiker g WHERE g.id = v_gebruiker AND g.is_active)
       AND app.heeft_zaakrol(v_gebruiker) THEN
      RETURN NULL;
    END IF;
    v_teams := ARRAY(SELECT l.team_id FROM gebruikers_lidmaatschap l WHERE l.gebruiker_id = v_gebruiker);
  END IF;
  IF app._laat_achter(v_gebruiker, v_teams) THEN
    PERFORM app.weiger('enige_lezer');
  END IF;
  RETURN NULL;
END $function$;

-- Ends the grants and memberships that no role of this account reads any more; refused for the last reader, but at signing in.
CREATE OR REPLACE FUNCTION app.zaak_sluit_na_rol()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_wie bigint := coalesce(OLD.gebruiker_id, NEW.gebruiker_id); v_meldt_aan boolean := app.uid() IS NULL; v_zaak record;
BEGIN
  PERFORM app.noteer('team_gewijzigd', l.team_id::text, jsonb_build_object('lid_af', v_wie))
    FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
    WHERE l.gebruiker_id = v_wie AND NOT app._past_in_team(v_wie, t.soort);
  DELETE FROM gebruikers_lidmaatschap l USING gebruikers_team t
    WHERE t.id = l.team_id AND l.gebruiker_id = v_wie AND NOT app._past_in_team(v_wie, t.soort);
  FOR v_zaak IN SELECT z.id, z.geannuleerd_op FROM zaken_zaak z
      WHERE z.id IN (SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = v_wie AND t.beeindigd_op IS NULL
                     AND (t.verloopt_op IS NULL OR t.verloopt_op > now()))
        AND NOT app._rol_leest(v_wie, z.soort, z.aangemaakt_door_id = v_wie)
      ORDER BY z.id FOR NO KEY UPDATE LOOP
    -- Who reads nothing at all keeps what nobody else reads, until a beheerder hands it over (app.zaken_zonder_lezer).
    CONTINUE WHEN v_meldt_aan AND NOT app.heeft_zaakrol(v_wie) AND NOT EXISTS (SELECT FROM app.lezers(v_zaak.id));
    UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'rol'
    WHERE content_object_id = v_zaak.id AND user_id = v_wie AND beeindigd_op IS NULL;
    IF EXISTS (SELECT FROM app.lezers(v_zaak.id))
       OR EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = v_zaak.id AND u.gebruiker_id = v_wie) THEN
      CONTINUE;
    END IF;
    IF NOT v_meldt_aan AND v_zaak.geannuleerd_op IS NULL THEN PERFORM app.weiger('enige_lezer'); END IF;
    PERFORM app._log_zaak('zonder_lezer', v_zaak.id, '{}');
    PERFORM app._meld_beheer('zonder_lezer');
  END LOOP;
  IF app.heeft_zaakrol(v_wie) THEN
    UPDATE zaken_zaak z SET behandelaar_id = NULL, versie = z.versie + 1
    WHERE z.behandelaar_id = v_wie AND NOT EXISTS (
      SELECT FROM gebruikers_roltoekenning r
      WHERE r.gebruiker_id = v_wie AND r.rol = ANY (app.zaakbeleid(z.soort, 'behandelaar')));
    IF TG_OP = 'INSERT' THEN PERFORM app._geef_alsnog_waar(v_wie); END IF;
  END IF;
  RETURN NULL;
END $function$;

-- Whether somebody without access would leave a zaak that nobody reads, by grant or in these teams.
CREATE OR REPLACE FUNCTION app._laat_achter(p_gebruiker bigint, p_teams bigint[])
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_team bigint;
BEGIN
  IF EXISTS (SELECT FROM zaken_toekenning t JOIN zaken_zaak z ON z.id = t.content_object_id
             WHERE t.user_id = p_gebruiker AND t.beeindigd_op IS NULL AND t.verloopt_op IS NULL
               AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = z.id AND u.gebruiker_id = p_gebruiker)
               AND NOT app._andere_lezer(z.id, z.team_id, z.verzegeld, 0)) THEN
    RETURN true;
  END IF;
  FOREACH v_team IN ARRAY p_teams LOOP
    IF EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_gebruiker g ON g.id = l.gebruiker_id AND g.is_active
               WHERE l.team_id = v_team AND app.heeft_zaakrol(g.id)) THEN
      -- Somebody else is there: only a zaak from which they are all excluded can be left.
      IF EXISTS (SELECT FROM zaken_uitsluiting e JOIN zaken_zaak z ON z.id = e.zaak_id
                 WHERE z.team_id = v_team AND NOT z.verzegeld
                   AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = z.id AND u.gebruiker_id = p_gebruiker)
                   AND NOT app._andere_lezer(z.id, z.team_id, z.verzegeld, 0)) THEN
        RETURN true;
      END IF;
    ELSIF EXISTS (SELECT FROM zaken_zaak z WHERE z.team_id = v_team AND NOT z.verzegeld
                    AND NOT app._andere_lezer(z.id, z.team_id, z.verzegeld, 0)) THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END $function$;

-- The zaken that nobody reads and nobody who left still holds.
CREATE OR REPLACE FUNCTION app._zonder_lezer()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ WITH van_niemand AS MATERIALIZED (
     SELECT z.id, z.team_id, z.verzegeld FROM zaken_zaak z
     WHERE (z.team_id IS NULL OR z.id IN (SELECT u.zaak_id FROM zaken_uitsluiting u))
       AND NOT EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = z.id AND t.beeindigd_op IS NULL
                       AND t.verloopt_op IS NULL))
   SELECT n.id FROM van_niemand n WHERE NOT app._andere_lezer(n.id, n.team_id, n.verzegeld, 0) $function$;

-- How many zaken nobody reads, for a beheerder: a number only.
CREATE OR REPLACE FUNCTION app.aantal_zonder_lezer()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT CASE WHEN app.heeft_rol('beheerder') THEN (SELECT count(*) FROM app._zonder_lezer()) END $function$;
GRANT EXECUTE ON FUNCTION app.aantal_zonder_lezer() TO jid_web;

-- Gives what nobody reads, unseen, to somebody who may have it; by a beheerder. Gives how many went.
CREATE OR REPLACE FUNCTION app.geef_lezer(p_aan bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v record; v_gegeven bigint := 0; v_niet bigint := 0;
BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app._eis_opvolger(0, p_aan);
  FOR v IN SELECT z.id, z.geannuleerd_op IS NULL AS loopt FROM zaken_zaak z WHERE z.id IN (SELECT app._zonder_lezer())
           ORDER BY z.id FOR UPDATE OF z LOOP
    CONTINUE WHEN v.id NOT IN (SELECT app._zonder_lezer());
    IF NOT app._past_bij(v.id, p_aan, CASE WHEN v.loopt THEN 'behandelaar' ELSE 'lezer' END)
       OR EXISTS (SELECT FROM logboek_gebeurtenis l WHERE l.zaak_id = v.id AND l.soort = 'zonder_lezer' AND l.door_id = p_aan) THEN
      v_niet := v_niet + 1;
      CONTINUE;
    END IF;
    PERFORM app._geef_zonder_reden(v.id, p_aan, NULL, NULL);
    IF v.loopt THEN
      UPDATE zaken_zaak z SET behandelaar_id = p_aan, versie = z.versie + 1,
        team_id = (SELECT l.team_id FROM gebruikers_lidmaatschap l WHERE l.team_id = z.team_id AND l.gebruiker_id = p_aan)
      WHERE z.id = v.id;
    END IF;
    PERFORM app._log_zaak(CASE WHEN v.loopt THEN 'toegewezen' ELSE 'toegang_verleend' END, v.id, jsonb_build_object('aan', p_aan));
    v_gegeven := v_gegeven + 1;
  END LOOP;
  PERFORM app.noteer('lezer_gekozen', p_aan::text, jsonb_build_object('gegeven', v_gegeven, 'niet_gegeven', v_niet));
  RETURN v_gegeven;
END $function$;
GRANT EXECUTE ON FUNCTION app.geef_lezer(bigint) TO jid_web;

-- Accounts that can read nothing any more and hold the last grant of a zaak: names and numbers, for a beheerder.
CREATE OR REPLACE FUNCTION app.zaken_zonder_lezer()
 RETURNS TABLE(gebruiker_id bigint, naam text, aantal bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT g.id, g.naam::text, count(*) FROM gebruikers_gebruiker g
   JOIN zaken_toekenning t ON t.user_id = g.id AND t.beeindigd_op IS NULL AND t.verloopt_op IS NULL
   JOIN zaken_zaak z ON z.id = t.content_object_id
   WHERE (SELECT app.heeft_rol('beheerder')) AND NOT (g.is_active AND app.heeft_zaakrol(g.id))
     AND NOT app._andere_lezer(z.id, z.team_id, z.verzegeld, g.id)
   GROUP BY g.id, g.naam $function$;
GRANT EXECUTE ON FUNCTION app.zaken_zonder_lezer() TO jid_web;
