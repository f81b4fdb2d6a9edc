-- Who had access, who read it, who changed it
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Who has and had access, for who sees the zaak; noodtoegang and reasons of then for its behandelaar alone.
CREATE OR REPLACE FUNCTION app.toegang_van_zaak(p_zaak uuid)
 RETURNS TABLE(id uuid, gebruiker_id bigint, reden bytea, vanaf timestamp with time zone, gegeven_door bigint, verloopt_op timestamp with time zone, tot timestamp with time zone, beeindigd_door bigint, einde text, waarneming_voor bigint, noodtoegang boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT t.id, t.user_id,
          CASE WHEN b.behandelt OR (t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())
                                    AND t.verleend_op > coalesce(b.besloten_tot, '-infinity')) THEN t.reden
               WHEN t.reden IS NOT NULL THEN ''::bytea END,
          t.verleend_op, t.verleend_door_id, t.verloopt_op, t.beeindigd_op, t.beeindigd_door_id,
          CASE WHEN t.einde = 'uitgesloten' AND NOT b.behandelt THEN 'beeindigd' ELSE t.einde::text END, w.voor_id, false
   FROM zaken_toekenning t LEFT JOIN zaken_waarneming w ON w.id = t.waarneming_id
   CROSS JOIN (SELECT EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = app.uid()) AS behandelt,
                      app._besloten_tot(p_zaak) AS besloten_tot) b
   WHERE t.content_object_id = p_zaak AND (SELECT app.ziet_zaak(p_zaak))
     AND (t.verloopt_op IS NULL OR t.verloopt_op > t.verleend_op + interval '1 microsecond')
   UNION ALL
   SELECT n.id, n.gebruiker_id, NULL, n.geopend_op, NULL, n.tot, n.beeindigd_op, n.beeindigd_door_id, '', NULL, true
   FROM zaken_noodtoegang n JOIN zaken_zaak z ON z.id = n.zaak_id
   WHERE n.zaak_id = p_zaak AND z.behandelaar_id = app.uid() AND (SELECT app.ziet_zaak(p_zaak)) $function$;
GRANT EXECUTE ON FUNCTION app.toegang_van_zaak(uuid) TO jid_web;

-- Who has a grant now, for who sees the zaak; reasons of the closed circle for its behandelaar alone.
CREATE OR REPLACE FUNCTION app.toekenningen_van_zaak(p_zaak uuid)
 RETURNS TABLE(id uuid, user_id bigint, reden bytea, verleend_door_id bigint, verleend_op timestamp with time zone, verloopt_op timestamp with time zone, waarneming_voor_id bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT t.id, t.user_id,
          CASE WHEN t.reden IS NULL OR b.behandelt OR t.verleend_op > coalesce(b.besloten_tot, '-infinity') THEN t.reden ELSE ''::bytea END,
          t.verleend_door_id, t.verleend_op, t.verloopt_op, w.voor_id
   FROM zaken_toekenning t LEFT JOIN zaken_waarneming w ON w.id = t.waarneming_id
   CROSS JOIN (SELECT EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = app.uid()) AS behandelt,
                      app._besloten_tot(p_zaak) AS besloten_tot) b
   WHERE t.content_object_id = p_zaak AND t.beeindigd_op IS NULL AND (SELECT app.ziet_zaak(p_zaak)) ORDER BY t.verleend_op $function$;
GRANT EXECUTE ON FUNCTION app.toekenningen_van_zaak(uuid) TO jid_web;

-- Until when the reasons of grants were written for the closed circle; NULL: never unsealed.
CREATE OR REPLACE FUNCTION app._besloten_tot(p_zaak uuid)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT max(o.besloten_op) FROM zaken_ontzegeling o WHERE o.zaak_id = p_zaak AND o.besluit = 'akkoord' $function$;

-- Writes in the trail of the zaak that a grant ended and why; no function can forget it.
CREATE OR REPLACE FUNCTION app.noteer_einde_van_toegang()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app._log_zaak('toegang_beeindigd', NEW.content_object_id,
    jsonb_build_object('van', NEW.user_id, 'einde', coalesce(nullif(NEW.einde, ''), 'beeindigd')));
  RETURN NULL;
END $function$;

-- Writes in the trail of the zaak which team lost it and which got it.
CREATE OR REPLACE FUNCTION app.noteer_team_van_zaak()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF OLD.team_id IS NOT NULL THEN
    PERFORM app._log_zaak('toegang_beeindigd', NEW.id, jsonb_build_object('team', OLD.team_id));
  END IF;
  IF NEW.team_id IS NOT NULL THEN
    PERFORM app._log_zaak('toegang_verleend', NEW.id, jsonb_build_object('team', NEW.team_id));
  END IF;
  RETURN NULL;
END $function$;

-- Who read the zaak, newest first, for its behandelaar alone.
CREATE OR REPLACE FUNCTION app.lezers_van_zaak(p_zaak uuid, p_na timestamp with time zone, p_na_id uuid, p_aantal integer)
 RETURNS TABLE(id uuid, tijdstip timestamp with time zone, soort text, door_id bigint, wijze text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT l.id, l.tijdstip, l.soort::text, l.door_id,
     CASE WHEN l.bijzonderheden ? 'noodtoegang' THEN 'noodtoegang' ELSE coalesce(l.bijzonderheden ->> 'wijze', '') END
   FROM logboek_gebeurtenis l
   WHERE l.zaak_id = p_zaak
     AND l.soort IN ('ingezien', 'afgedrukt', 'gedownload', 'geexporteerd', 'noodtoegang_geopend')
     AND (SELECT app.ziet_zaak(p_zaak))
     AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = app.uid())
     AND (p_na IS NULL OR (l.tijdstip, l.id) < (p_na, p_na_id))
   ORDER BY l.tijdstip DESC, l.id DESC LIMIT least(p_aantal, 200) $function$;
GRANT EXECUTE ON FUNCTION app.lezers_van_zaak(uuid,timestamp with time zone,uuid,integer) TO jid_web;

-- Who changed the zaak or a person in it last, for the message about a conflict.
CREATE OR REPLACE FUNCTION app.laatste_wijziger(p_zaak uuid, p_persoon text)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT l.door_id FROM logboek_gebeurtenis l
   WHERE l.zaak_id = p_zaak AND (SELECT app.ziet_zaak(p_zaak))
     AND CASE WHEN p_persoon = '' THEN l.soort IN ('gewijzigd', 'status_gewijzigd', 'toegewezen', 'geannuleerd')
         ELSE l.soort = 'persoon_gewijzigd' AND l.object_id = p_persoon END
     AND NOT l.bijzonderheden ? 'mee'
     AND NOT (l.soort = 'status_gewijzigd' AND EXISTS (
       SELECT FROM zaken_statuswijziging s WHERE s.zaak_id = p_zaak AND s.id::text = l.object_id AND s.door_id IS NULL))
   ORDER BY l.tijdstip DESC LIMIT 1 $function$;
GRANT EXECUTE ON FUNCTION app.laatste_wijziger(uuid,text) TO jid_web;
