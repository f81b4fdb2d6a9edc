-- The monthly review of grants by the lead of a team
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Whether the current user leads this active team.
CREATE OR REPLACE FUNCTION app.leidt_team(p_team bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT app.heeft_zaakrol() AND EXISTS (
     SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
     WHERE l.team_id = p_team AND l.gebruiker_id = app.uid() AND l.is_teamleider AND t.is_actief) $function$;
GRANT EXECUTE ON FUNCTION app.leidt_team(bigint) TO jid_web;

-- The teams that the current user leads, and when each was gone through last.
CREATE OR REPLACE FUNCTION app.mijn_geleide_teams()
 RETURNS TABLE(team_id bigint, naam text, laatste timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT t.id, t.naam::text, (SELECT max(h.op) FROM zaken_herziening h WHERE h.team_id = t.id)
   FROM gebruikers_team t JOIN gebruikers_lidmaatschap l ON l.team_id = t.id
   WHERE l.gebruiker_id = app.uid() AND l.is_teamleider AND t.is_actief AND t.soort <> 'buiten_coid'
     AND (SELECT app.heeft_zaakrol()) $function$;
GRANT EXECUTE ON FUNCTION app.mijn_geleide_teams() TO jid_web;

-- Those grants per person, for the lead of the team.
CREATE OR REPLACE FUNCTION app.te_herzien(p_team bigint)
 RETURNS TABLE(gebruiker_id bigint, naam text, is_lid boolean, aantal bigint, sinds timestamp with time zone, zaken uuid[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT g.id, g.naam::text,
          EXISTS (SELECT FROM gebruikers_lidmaatschap l WHERE l.team_id = p_team AND l.gebruiker_id = g.id),
          count(*), min(t.verleend_op), (array_agg(h.zaak ORDER BY t.verleend_op))[1:20]
   FROM app._te_herzien(p_team) h JOIN gebruikers_gebruiker g ON g.id = h.gebruiker
   JOIN zaken_toekenning t ON t.id = h.toekenning
   GROUP BY g.id, g.naam $function$;
GRANT EXECUTE ON FUNCTION app.te_herzien(bigint) TO jid_web;

-- The grants that a lead answers for: on zaken of the team that the lead may see, of others than the behandelaar.
CREATE OR REPLACE FUNCTION app._te_herzien(p_team bigint)
 RETURNS TABLE(toekenning uuid, zaak uuid, gebruiker bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT t.id, z.id, t.user_id FROM zaken_zaak z JOIN zaken_toekenning t ON t.content_object_id = z.id
   WHERE (SELECT app.leidt_team(p_team)) AND z.team_id = p_team AND NOT z.verzegeld
     AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())
     AND t.user_id <> app.uid() AND t.user_id IS DISTINCT FROM z.behandelaar_id
     AND z.id NOT IN (SELECT app.mijn_uitsluitingen()) $function$;

-- Keeps that a lead went through the grants of a team, and ends those of these people. Gives what ended.
CREATE OR REPLACE FUNCTION app.herzie_team(p_id uuid, p_team bigint, p_leden_kloppen boolean, p_beeindig bigint[])
 RETURNS TABLE(zaak uuid, gebruiker bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
DECLARE v_weg uuid[];
BEGIN
  IF NOT coalesce(app.leidt_team(p_team), false) THEN
    RAISE EXCEPTION 'not a lead of this team' USING ERRCODE = 'JID01';
  END IF;
  PERFORM FROM zaken_zaak z
  WHERE z.id IN (SELECT h.zaak FROM app._te_herzien(p_team) h WHERE h.gebruiker = ANY (p_beeindig))
  ORDER BY z.id FOR NO KEY UPDATE;
  v_weg := ARRAY(SELECT h.toekenning FROM app._te_herzien(p_team) h WHERE h.gebruiker = ANY (p_beeindig));
  INSERT INTO zaken_herziening (id, team_id, door_id, op, leden_kloppen, bevestigd, beeindigd)
  SELECT p_id, p_team, app.uid(), now(), p_leden_kloppen, count(*) - cardinality(v_weg), cardinality(v_weg)
  FROM app._te_herzien(p_team);
  UPDATE zaken_toekenning t SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'herzien'
  WHERE t.id = ANY (v_weg);
  PERFORM app.eis_lezer(w.zaak)
  FROM (SELECT DISTINCT t.content_object_id AS zaak FROM zaken_toekenning t WHERE t.id = ANY (v_weg)) w;
  RETURN QUERY SELECT t.content_object_id, t.user_id::bigint FROM zaken_toekenning t WHERE t.id = ANY (v_weg);
END $function$;
GRANT EXECUTE ON FUNCTION app.herzie_team(uuid,bigint,boolean,bigint[]) TO jid_web;

-- For a beheerder: every team with members, who leads it, and what its lead said last. No zaken.
CREATE OR REPLACE FUNCTION app.herzieningen()
 RETURNS TABLE(team_id bigint, naam text, leiders text[], laatste timestamp with time zone, leden_kloppen boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT t.id, t.naam::text,
          coalesce((SELECT array_agg(g.naam) FROM gebruikers_lidmaatschap l
                    JOIN gebruikers_gebruiker g ON g.id = l.gebruiker_id AND g.is_active
                    WHERE l.team_id = t.id AND l.is_teamleider), '{}'),
          h.op, coalesce(h.leden_kloppen, true)
   FROM gebruikers_team t
   LEFT JOIN LATERAL (SELECT r.op, r.leden_kloppen FROM zaken_herziening r WHERE r.team_id = t.id
                      ORDER BY r.op DESC LIMIT 1) h ON true
   WHERE (SELECT app.heeft_rol('beheerder')) AND t.is_actief AND t.soort <> 'buiten_coid'
     AND EXISTS (SELECT FROM gebruikers_lidmaatschap l WHERE l.team_id = t.id)
   ORDER BY lower(t.naam), t.id $function$;
GRANT EXECUTE ON FUNCTION app.herzieningen() TO jid_web;

-- Table zaken_herziening
ALTER TABLE zaken_herziening ENABLE ROW LEVEL SECURITY;
