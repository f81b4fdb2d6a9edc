-- Who sees a zaak and who may write in it
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Who sees a zaak by team or grant: the plain truth for one zaak, without hints. Noodtoegang is not in it.
CREATE OR REPLACE FUNCTION app.ziet_zaak(p_zaak uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT app.heeft_zaakrol() AND EXISTS (
     SELECT FROM zaken_zaak z WHERE z.id = p_zaak
       AND ((NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams()))
            OR EXISTS (SELECT FROM zaken_toekenning t WHERE t.user_id = app.uid() AND t.content_object_id = z.id
                       AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())))
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.gebruiker_id = app.uid() AND u.zaak_id = z.id)) $function$;
GRANT EXECUTE ON FUNCTION app.ziet_zaak(uuid) TO jid_web, jid_worker;

-- Who may write in a zaak: by team or grant, not excluded. Whoever merely sees more some day, does not write by it.
CREATE OR REPLACE FUNCTION app.mag_wijzigen(p_zaak uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT app.heeft_zaakrol() AND EXISTS (
     SELECT FROM zaken_zaak z WHERE z.id = p_zaak
       AND ((NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams()))
            OR EXISTS (SELECT FROM zaken_toekenning t WHERE t.user_id = app.uid() AND t.content_object_id = z.id
                       AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())))
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.gebruiker_id = app.uid() AND u.zaak_id = z.id)) $function$;
GRANT EXECUTE ON FUNCTION app.mag_wijzigen(uuid) TO jid_web;

-- The zaken on which the current user has a running grant.
CREATE OR REPLACE FUNCTION app.mijn_zaken()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT t.content_object_id FROM zaken_toekenning t
   WHERE t.user_id = app.uid() AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())
     AND (SELECT app.heeft_zaakrol()) $function$;
GRANT EXECUTE ON FUNCTION app.mijn_zaken() TO jid_web;

-- The zaken from which the current user is excluded.
CREATE OR REPLACE FUNCTION app.mijn_uitsluitingen()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT u.zaak_id FROM zaken_uitsluiting u WHERE u.gebruiker_id = app.uid() $function$;
GRANT EXECUTE ON FUNCTION app.mijn_uitsluitingen() TO jid_web, jid_worker;

-- The exclusions of the current user, who is named: another is an error.
CREATE OR REPLACE FUNCTION app.uitsluitingen_van(p_gebruiker bigint)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN PERFORM app.eis_huidige(p_gebruiker); RETURN QUERY SELECT * FROM app.mijn_uitsluitingen(); END $function$;
GRANT EXECUTE ON FUNCTION app.uitsluitingen_van(bigint) TO jid_web;

-- Whether the current user has a grant or a noodtoegang on this zaak and is not excluded; for a page of one zaak.
CREATE OR REPLACE FUNCTION app.heeft_eigen_rij(p_zaak uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER COST 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  RETURN (EXISTS (SELECT FROM app.eigen_toekenningen t WHERE t.zaak_id = p_zaak)
          OR EXISTS (SELECT FROM app.eigen_noodtoegangen n WHERE n.zaak_id = p_zaak))
    AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = app.uid());
END $function$;
GRANT EXECUTE ON FUNCTION app.heeft_eigen_rij(uuid) TO jid_web;

-- The roles for one purpose of one kind of zaak (BELEID in zaken/toegang.py); NULL lets nobody through.
CREATE OR REPLACE FUNCTION app.zaakbeleid(p_soort text, p_doel text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT b.rollen FROM (VALUES
     ('melding', 'registreert', ARRAY['adviseur', 'intake']),
     ('melding', 'behandelaar', ARRAY['adviseur', 'ckp', 'intake', 'klachtsecretaris', 'misstanden', 'onderzoeker']),
     ('melding', 'lezer', ARRAY['adviseur', 'ckp', 'intake', 'klachtsecretaris', 'misstanden', 'onderzoeker']),
     ('klacht', 'registreert', ARRAY['ckp', 'intake', 'klachtsecretaris']),
     ('klacht', 'behandelaar', ARRAY['ckp', 'klachtsecretaris']),
     ('klacht', 'lezer', ARRAY['adviseur', 'ckp', 'klachtsecretaris', 'onderzoeker']),
     ('misstand', 'registreert', ARRAY['intake', 'misstanden']),
     ('misstand', 'behandelaar', ARRAY['misstanden']),
     ('misstand', 'lezer', ARRAY['misstanden', 'onderzoeker']),
     ('onderzoek', 'registreert', ARRAY['adviseur', 'onderzoeker']),
     ('onderzoek', 'behandelaar', ARRAY['adviseur', 'onderzoeker']),
     ('onderzoek', 'lezer', ARRAY['adviseur', 'klachtsecretaris', 'misstanden', 'onderzoeker'])
   ) AS b (soort, doel, rollen) WHERE b.soort = p_soort AND b.doel = p_doel $function$;
GRANT EXECUTE ON FUNCTION app.zaakbeleid(text,text) TO jid_web;

-- The kind of team that owns a new zaak; NULL: a team of handlers that the registrar is in.
CREATE OR REPLACE FUNCTION app.bureau(p_soort text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT CASE p_soort WHEN 'melding' THEN 'intake' WHEN 'klacht' THEN 'klachten' WHEN 'misstand' THEN 'misstanden' END $function$;
GRANT EXECUTE ON FUNCTION app.bureau(text) TO jid_web;

-- Refuses (JID01) unless the current user sees the zaak.
CREATE OR REPLACE FUNCTION app.eis_zicht(p_zaak uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT coalesce(app.ziet_zaak(p_zaak), false) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
END $function$;

-- Everybody who could read the zaak for good: by team, or by a grant without an end.
CREATE OR REPLACE FUNCTION app.lezers(p_zaak uuid)
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT g.id FROM gebruikers_gebruiker g
   WHERE g.is_active
     AND EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id
                 AND r.rol IN ('adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden'))
     AND (EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.user_id = g.id
                  AND t.beeindigd_op IS NULL AND t.verloopt_op IS NULL)
          OR EXISTS (SELECT FROM zaken_zaak z JOIN gebruikers_lidmaatschap l ON l.team_id = z.team_id
                     WHERE z.id = p_zaak AND NOT z.verzegeld AND l.gebruiker_id = g.id))
     AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = g.id) $function$;

-- Whether somebody is a lasting reader of this zaak, for who sees it.
CREATE OR REPLACE FUNCTION app.leest(p_zaak uuid, p_gebruiker bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT app.ziet_zaak(p_zaak) AND p_gebruiker IN (SELECT app.lezers(p_zaak)) $function$;
GRANT EXECUTE ON FUNCTION app.leest(uuid,bigint) TO jid_web;

-- Refuses (JID03) when nobody could read the zaak any more; holds the account of one who can.
CREATE OR REPLACE FUNCTION app.eis_lezer(p_zaak uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_wie bigint;
BEGIN
  LOOP
    SELECT l INTO v_wie FROM app.lezers(p_zaak) l LIMIT 1;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'nobody could read this zaak' USING ERRCODE = 'JID03';
    END IF;
    PERFORM app._houd_gebruiker(v_wie);
    EXIT WHEN v_wie IN (SELECT app.lezers(p_zaak));
  END LOOP;
END $function$;

-- Whether anybody but this person reads the zaak for good; as app.lezers, for one zaak at a time.
CREATE OR REPLACE FUNCTION app._andere_lezer(p_zaak uuid, p_team bigint, p_verzegeld boolean, p_behalve bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (
     SELECT FROM (
       SELECT t.user_id AS wie FROM zaken_toekenning t
       WHERE t.content_object_id = p_zaak AND t.beeindigd_op IS NULL AND t.verloopt_op IS NULL
       UNION ALL
       SELECT l.gebruiker_id FROM gebruikers_lidmaatschap l WHERE l.team_id = p_team AND NOT p_verzegeld) k
     JOIN gebruikers_gebruiker g ON g.id = k.wie AND g.is_active
     WHERE k.wie <> p_behalve AND app.heeft_zaakrol(k.wie)
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = k.wie)) $function$;

-- Whether somebody works with the zaak by a running grant: active account, zaakrol, not excluded.
CREATE OR REPLACE FUNCTION app._leest_blijvend(p_zaak uuid, p_gebruiker bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT app.heeft_zaakrol(p_gebruiker)
     AND EXISTS (SELECT FROM gebruikers_gebruiker g WHERE g.id = p_gebruiker AND g.is_active)
     AND EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.user_id = p_gebruiker
                 AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now()))
     AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_gebruiker) $function$;

-- Keeps the hint on a zaak: who might read it by a row of their own. Stale or forged, it hides and never shows.
CREATE OR REPLACE FUNCTION app.ververs_gebruikers()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_rij jsonb := to_jsonb(coalesce(NEW, OLD)); v_zaak uuid;
BEGIN
  v_zaak := coalesce(v_rij ->> 'content_object_id', v_rij ->> 'zaak_id');
  PERFORM FROM zaken_zaak z WHERE z.id = v_zaak FOR NO KEY UPDATE;
  UPDATE zaken_zaak SET gebruikers = ARRAY(
    SELECT t.user_id FROM zaken_toekenning t WHERE t.content_object_id = v_zaak AND t.beeindigd_op IS NULL
    UNION SELECT n.gebruiker_id FROM zaken_noodtoegang n WHERE n.zaak_id = v_zaak AND n.beeindigd_op IS NULL
    ORDER BY 1)
  WHERE id = v_zaak;
  RETURN NULL;
END $function$;

-- View app.eigen_noodtoegangen
CREATE VIEW app.eigen_noodtoegangen WITH (security_barrier=true) AS
 SELECT id,
    zaak_id,
    gebruiker_id
   FROM zaken_noodtoegang n
  WHERE gebruiker_id = app.uid() AND zaak_id IS NOT NULL AND beeindigd_op IS NULL AND geopend_op <= now() AND tot > now() AND (SELECT app.heeft_noodrol());
GRANT SELECT ON app.eigen_noodtoegangen TO jid_web;

-- View app.eigen_toekenningen
CREATE VIEW app.eigen_toekenningen WITH (security_barrier=true) AS
 SELECT content_object_id AS zaak_id,
    user_id AS gebruiker_id
   FROM zaken_toekenning t
  WHERE user_id = app.uid() AND beeindigd_op IS NULL AND (verloopt_op IS NULL OR verloopt_op > now()) AND (SELECT app.heeft_zaakrol());
GRANT SELECT ON app.eigen_toekenningen TO jid_web;
