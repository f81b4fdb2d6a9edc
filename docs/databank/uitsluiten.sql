-- Excluding who is involved
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Excludes somebody from a zaak and from all others of its event; ends their access.
CREATE OR REPLACE FUNCTION app.sluit_uit(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_grond text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_mag boolean;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak FOR UPDATE;
  PERFORM app._eis_werkt_met(p_zaak, true);
  v_mag := app._mag_uitsluiten(p_zaak);
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  VALUES (p_id, p_zaak, p_gebruiker, p_grond, app.uid(), now()) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  IF FOUND THEN
    PERFORM app._eis_toezicht(p_zaak, p_gebruiker);
    IF NOT v_mag AND app._balie_leest_niet(p_zaak, p_gebruiker) THEN
      RAISE EXCEPTION 'nobody of the desk could read this zaak' USING ERRCODE = 'JID32';
    END IF;
  END IF;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'uitgesloten'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  UPDATE zaken_zaak SET behandelaar_id = NULL WHERE id = p_zaak AND behandelaar_id = p_gebruiker;
  PERFORM app.eis_lezer(p_zaak);
  PERFORM app._sluit_overal_uit(p_zaak, NULL, p_gebruiker, p_grond);
END $function$;
GRANT EXECUTE ON FUNCTION app.sluit_uit(uuid,uuid,bigint,text) TO jid_web;

-- Takes an exclusion off in one zaak, by who sees it.
CREATE OR REPLACE FUNCTION app.hef_uitsluiting_op(p_zaak uuid, p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app._eis_werkt_met(p_zaak, false);
  DELETE FROM zaken_uitsluiting WHERE zaak_id = p_zaak AND gebruiker_id = p_gebruiker;
  PERFORM app._geef_waar(w.id, z.id) FROM zaken_zaak z JOIN zaken_waarneming w ON w.voor_id = z.behandelaar_id
  WHERE z.id = p_zaak AND w.waarnemer_id = p_gebruiker AND w.beeindigd_op IS NULL AND w.verloopt_op > now();
END $function$;
GRANT EXECUTE ON FUNCTION app.hef_uitsluiting_op(uuid,bigint) TO jid_web;

-- Excludes somebody from this zaak and the others of its event, each once.
CREATE OR REPLACE FUNCTION app._sluit_overal_uit(p_zaak uuid, p_los uuid, p_gebruiker bigint, p_grond text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_ook uuid;
BEGIN
  LOOP
    SELECT h INTO v_ook FROM (SELECT p_zaak UNION ALL SELECT app._andere_van_groep(p_zaak, true, p_los)) AS g(h)
    WHERE NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = h AND u.gebruiker_id = p_gebruiker) LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM app._sluit_ook_uit(v_ook, p_gebruiker, p_grond);
  END LOOP;
END $function$;

-- Excludes somebody from one zaak of the event, whether the caller sees it or not; the caller hears nothing of it.
CREATE OR REPLACE FUNCTION app._sluit_ook_uit(p_zaak uuid, p_gebruiker bigint, p_grond text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_door bigint; v_gelezen boolean; v_ziet boolean;
BEGIN
  v_ziet := app.ziet_zaak(p_zaak);
  IF v_ziet AND NOT app._mag_uitsluiten(p_zaak)
     AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = p_gebruiker) THEN
    UPDATE zaken_toekenning SET beeindigd_op = now(), einde = 'beeindigd'
    WHERE content_object_id = p_zaak AND user_id = app.uid() AND beeindigd_op IS NULL;
  END IF;
  v_door := app._als_niemand();
  v_gelezen := app._sluit_mee_uit(p_zaak, p_gebruiker, p_grond, v_door);
  PERFORM app._weer(v_door);
  PERFORM app._log_zaak('uitgesloten', p_zaak, jsonb_build_object('gebruiker', p_gebruiker));
  IF v_ziet THEN
    PERFORM app._eis_toezicht(p_zaak, p_gebruiker);
  ELSIF NOT app._toezicht_blijft(p_zaak, p_gebruiker) THEN
    PERFORM app.noteer('zonder_toezicht', p_zaak::text, jsonb_build_object('gebruiker', p_gebruiker));
    PERFORM app._meld_beheer('zonder_toezicht');
  END IF;
  IF NOT v_gelezen THEN
    PERFORM app._log_zaak('zonder_lezer', p_zaak, '{}');
    PERFORM app._meld_beheer('zonder_lezer');
  END IF;
END $function$;

-- Writes that exclusion as nobody. The last reader gone, the zaak goes back to its desk; false: nobody reads it.
CREATE OR REPLACE FUNCTION app._sluit_mee_uit(p_zaak uuid, p_gebruiker bigint, p_grond text, p_door bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_zaak zaken_zaak; v_team bigint; v_gelezen boolean := true;
BEGIN
  SELECT * INTO STRICT v_zaak FROM zaken_zaak WHERE id = p_zaak FOR NO KEY UPDATE;
  v_team := v_zaak.team_id;
  IF NOT app._andere_lezer(p_zaak, v_team, v_zaak.verzegeld, p_gebruiker)
     AND app._andere_lezer(p_zaak, v_team, v_zaak.verzegeld, 0) THEN
    SELECT t.id INTO v_team FROM gebruikers_team t
    WHERE NOT v_zaak.verzegeld AND t.is_actief AND t.soort = app.bureau(v_zaak.soort)
      AND app._andere_lezer(p_zaak, t.id, false, p_gebruiker)
      AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l WHERE l.team_id = t.id AND l.gebruiker_id = p_door)
    ORDER BY t.id LIMIT 1;
    IF NOT FOUND THEN
      v_team := v_zaak.team_id;
      v_gelezen := false;
    END IF;
  END IF;
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  VALUES (gen_random_uuid(), p_zaak, p_gebruiker, p_grond, p_door, now()) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  UPDATE zaken_toekenning SET beeindigd_op = now(), einde = 'uitgesloten'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  UPDATE zaken_zaak SET behandelaar_id = nullif(behandelaar_id, p_gebruiker), team_id = v_team
  WHERE id = p_zaak AND (behandelaar_id = p_gebruiker OR team_id IS DISTINCT FROM v_team);
  RETURN v_gelezen;
END $function$;

-- Recht.UITSLUITEN of zaken/toegang.py: not for who only completes what was registered for the desk of another.
CREATE OR REPLACE FUNCTION app._mag_uitsluiten(p_zaak uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak
     AND app.heeft_rol(VARIADIC app.zaakbeleid(z.soort, 'behandelaar')) AND (
       z.behandelaar_id = app.uid() OR app._neemt_waar(z.id)
       OR ((z.behandelaar_id IS NULL OR (NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams())))
           AND app.heeft_rol(VARIADIC app.zaakbeleid(z.soort, 'registreert'))))) $function$;

-- Whether the current user substitutes now for the behandelaar of this zaak, in its team.
CREATE OR REPLACE FUNCTION app._neemt_waar(p_zaak uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (
     SELECT FROM zaken_zaak z JOIN zaken_waarneming w ON w.voor_id = z.behandelaar_id
     WHERE z.id = p_zaak AND w.waarnemer_id = app.uid() AND w.beeindigd_op IS NULL AND w.verloopt_op > now()
       AND (w.teams IS NULL OR z.team_id = ANY (w.teams))
       AND app.heeft_rol(VARIADIC app.zaakbeleid(z.soort, 'behandelaar'))) $function$;

-- Whether the current user works with this zaak: reading along is not enough.
CREATE OR REPLACE FUNCTION app.werkt_met(p_zaak uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT app.mag_wijzigen(p_zaak) AND app._mag_uitsluiten(p_zaak) $function$;
GRANT EXECUTE ON FUNCTION app.werkt_met(uuid) TO jid_web;

-- Refuses (JID01) who does not work with this zaak, or registered it and nobody handles it yet.
CREATE OR REPLACE FUNCTION app._eis_werkt_met(p_zaak uuid, p_ook_wie_registreerde boolean)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT (app._mag_uitsluiten(p_zaak) OR (p_ook_wie_registreerde AND EXISTS (
       SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.aangemaakt_door_id = app.uid() AND z.behandelaar_id IS NULL))) THEN
    RAISE EXCEPTION 'reads along, and does not work with it' USING ERRCODE = 'JID01';
  END IF;
END $function$;

-- Whether this was the last of the team that owns the zaak who could read it.
CREATE OR REPLACE FUNCTION app._balie_leest_niet(p_zaak uuid, p_gebruiker bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (
     SELECT FROM zaken_zaak z JOIN gebruikers_lidmaatschap m ON m.team_id = z.team_id AND m.gebruiker_id = p_gebruiker
     WHERE z.id = p_zaak AND NOT z.verzegeld AND NOT EXISTS (
       SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_gebruiker g ON g.id = l.gebruiker_id AND g.is_active
       WHERE l.team_id = z.team_id AND app.heeft_zaakrol(g.id)
         AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = g.id))) $function$;

-- Refuses (JID31) when nobody would keep watch over the zaak.
CREATE OR REPLACE FUNCTION app._eis_toezicht(p_zaak uuid, p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT app._toezicht_blijft(p_zaak, p_gebruiker) THEN
    RAISE EXCEPTION 'nobody would keep watch' USING ERRCODE = 'JID31';
  END IF;
END $function$;

-- Whether an exclusion leaves an auditor, a privacy officer and two of both; the only one may be involved as anybody.
CREATE OR REPLACE FUNCTION app._toezicht_blijft(p_zaak uuid, p_gebruiker bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ WITH eigen AS (
     SELECT r.rol FROM gebruikers_roltoekenning r JOIN gebruikers_gebruiker g ON g.id = r.gebruiker_id AND g.is_active
     WHERE r.gebruiker_id = p_gebruiker AND r.rol IN ('auditor', 'privacy')),
   ander AS (
     SELECT r.rol, g.id, u.id IS NULL AS over
     FROM gebruikers_roltoekenning r JOIN gebruikers_gebruiker g ON g.id = r.gebruiker_id AND g.is_active
     LEFT JOIN zaken_uitsluiting u ON u.zaak_id = p_zaak AND u.gebruiker_id = g.id
     WHERE r.rol IN ('auditor', 'privacy') AND g.id <> p_gebruiker AND NOT app.heeft_zaakrol(g.id)
       AND (g.password NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = g.id)))
   SELECT NOT EXISTS (SELECT FROM eigen)
     OR (NOT EXISTS (SELECT FROM eigen e WHERE EXISTS (SELECT FROM ander a WHERE a.rol = e.rol)
                       AND NOT EXISTS (SELECT FROM ander a WHERE a.rol = e.rol AND a.over))
         -- noodtoegang takes two: one who opens it, and one who is told and judges
         AND ((SELECT count(DISTINCT id) < 2 FROM ander) OR (SELECT count(DISTINCT id) >= 2 FROM ander WHERE over))) $function$;

-- Who is excluded and on what ground, for who sees the zaak.
CREATE OR REPLACE FUNCTION app.uitsluitingen_van_zaak(p_zaak uuid)
 RETURNS TABLE(gebruiker_id bigint, grond text, op timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT u.gebruiker_id, u.grond::text, u.op FROM zaken_uitsluiting u
   WHERE u.zaak_id = p_zaak AND (SELECT app.ziet_zaak(p_zaak)) ORDER BY u.op $function$;
GRANT EXECUTE ON FUNCTION app.uitsluitingen_van_zaak(uuid) TO jid_web;

-- Whether the current user was excluded from anything since: a file that was made before is made anew.
CREATE OR REPLACE FUNCTION app.uitgesloten_sinds(p_op timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.gebruiker_id = app.uid() AND u.op >= p_op) $function$;
GRANT EXECUTE ON FUNCTION app.uitgesloten_sinds(timestamp with time zone) TO jid_web;

-- Table zaken_uitsluiting
ALTER TABLE zaken_uitsluiting ENABLE ROW LEVEL SECURITY;
CREATE TRIGGER bestanden_verlopen AFTER INSERT ON zaken_uitsluiting
  FOR EACH ROW
  EXECUTE FUNCTION app.bestanden_verlopen();
ALTER TABLE zaken_uitsluiting ADD CONSTRAINT uitsluiting_heeft_grond
  CHECK (grond = ANY (ARRAY['betrokken', 'leidinggevende']));
