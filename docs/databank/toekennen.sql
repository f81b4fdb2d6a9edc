-- Granting: sharing, assigning, ending
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Shares a zaak with a colleague, with a reason and until a day; never with oneself or the behandelaar.
CREATE OR REPLACE FUNCTION app.verleen(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app._eis_werkt_met(p_zaak, false);
  PERFORM app.eis_kiesbaar(p_zaak, p_gebruiker);
  PERFORM app.eis_rol_voor(p_zaak, p_gebruiker, 'lezer');
  IF p_verloopt <= now() THEN
    RAISE EXCEPTION 'the grant would have ended already' USING ERRCODE = 'JID02';
  END IF;
  IF p_gebruiker = app.uid() OR EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = p_gebruiker) THEN
    RAISE EXCEPTION 'this person has a grant of another kind' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._ken_toe(p_id, p_zaak, p_gebruiker, p_reden, p_verloopt);
  PERFORM app._geef_waar(t.waarneming_id, p_zaak) FROM zaken_toekenning t
  WHERE t.content_object_id = p_zaak AND t.user_id = p_gebruiker AND t.waarneming_id IS NOT NULL
    AND t.einde = 'vervangen' AND t.beeindigd_op = now();
  PERFORM app.eis_lezer(p_zaak);
END $function$;
GRANT EXECUTE ON FUNCTION app.verleen(uuid,uuid,bigint,bytea,timestamp with time zone) TO jid_web;

-- Ends a grant; never that of the behandelaar, nor the last reader. Gives whose it was.
CREATE OR REPLACE FUNCTION app.beeindig(p_zaak uuid, p_toekenning uuid)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_gebruiker bigint;
BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app._eis_werkt_met(p_zaak, false);
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'beeindigd'
  WHERE id = p_toekenning AND content_object_id = p_zaak AND beeindigd_op IS NULL
    AND user_id IS DISTINCT FROM (SELECT z.behandelaar_id FROM zaken_zaak z WHERE z.id = p_zaak)
  RETURNING user_id INTO v_gebruiker;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'grant is gone, or is the behandelaar''s' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app.eis_lezer(p_zaak);
  RETURN v_gebruiker;
END $function$;
GRANT EXECUTE ON FUNCTION app.beeindig(uuid,uuid) TO jid_web;

-- Assigns a zaak to a behandelaar and a team of handlers; the desk and the former one lose it.
CREATE OR REPLACE FUNCTION app.wijs_toe(p_zaak uuid, p_behandelaar bigint, p_team bigint, p_toekenning uuid, p_reden bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ DECLARE v_vorige bigint; v_verzegeld boolean;
BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app._eis_werkt_met(p_zaak, EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.verzegeld));
  IF p_team IS NOT NULL AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.soort = 'misstand') THEN
    RAISE EXCEPTION 'no team reads along with a misstand' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  IF p_team IS NOT NULL AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
                                        WHERE l.gebruiker_id = p_behandelaar AND l.team_id = p_team AND t.is_actief
                                          AND t.soort = 'behandeling') THEN
    RAISE EXCEPTION 'the handler is not in that team' USING ERRCODE = 'JID33';
  END IF;
  SELECT behandelaar_id, verzegeld INTO v_vorige, v_verzegeld FROM zaken_zaak WHERE id = p_zaak;
  IF v_verzegeld AND p_team IS NOT NULL THEN
    RAISE EXCEPTION 'a sealed zaak has no team' USING ERRCODE = 'JID02';
  END IF;
  UPDATE zaken_zaak SET behandelaar_id = p_behandelaar, team_id = p_team, versie = versie + 1 WHERE id = p_zaak;
  IF v_vorige IS NOT NULL AND v_vorige <> p_behandelaar THEN
    UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'toegewezen'
    WHERE content_object_id = p_zaak AND user_id = v_vorige AND beeindigd_op IS NULL;
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  PERFORM app.eis_lezer(p_zaak);
END $function$;
GRANT EXECUTE ON FUNCTION app.wijs_toe(uuid,bigint,bigint,uuid,bytea) TO jid_web;

-- Gives a grant with a reason; of a sealed zaak only to somebody outside COID.
CREATE OR REPLACE FUNCTION app._ken_toe(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.verzegeld) THEN
    PERFORM app._houd_gebruiker(p_gebruiker);
    IF NOT app.staat_buiten_coid(p_gebruiker) THEN
      RAISE EXCEPTION 'a sealed zaak goes to somebody outside COID' USING ERRCODE = 'JID02';
    END IF;
  END IF;
  PERFORM app._schrijf_toekenning(p_id, p_zaak, p_gebruiker, p_reden, p_verloopt);
END $function$;

-- Writes the row of a grant in the place of a running one of the same person. The caller asked whether it may.
CREATE OR REPLACE FUNCTION app._schrijf_toekenning(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'vervangen'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  INSERT INTO zaken_toekenning (id, user_id, permission_id, content_object_id, reden, verleend_door_id, verleend_op, verloopt_op)
  SELECT p_id, p_gebruiker, p.id, p_zaak, p_reden, app.uid(), now(), p_verloopt
  FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id
  WHERE c.app_label = 'zaken' AND c.model = 'zaak' AND p.codename = 'view_zaak';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'permission view_zaak is missing';
  END IF;
END $function$;

-- Gives a grant among many at once, without a reason of its own; of a sealed zaak only outside COID.
CREATE OR REPLACE FUNCTION app._geef_zonder_reden(p_zaak uuid, p_gebruiker bigint, p_verloopt timestamp with time zone, p_waarneming uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.verzegeld) THEN
    PERFORM app._houd_gebruiker(p_gebruiker);
    IF NOT app.staat_buiten_coid(p_gebruiker) THEN
      RAISE EXCEPTION 'a sealed zaak goes to somebody outside COID' USING ERRCODE = 'JID02';
    END IF;
  END IF;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'vervangen'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  INSERT INTO zaken_toekenning (id, user_id, permission_id, content_object_id, reden, verleend_door_id, verleend_op,
                                verloopt_op, waarneming_id, overgedragen)
  SELECT gen_random_uuid(), p_gebruiker, p.id, p_zaak, NULL, app.uid(), now(), p_verloopt, p_waarneming, p_waarneming IS NULL
  FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id
  WHERE c.app_label = 'zaken' AND c.model = 'zaak' AND p.codename = 'view_zaak';
END $function$;

-- Refuses (JID02) who is inactive, has no zaakrol, or is excluded from the zaak; holds the account.
CREATE OR REPLACE FUNCTION app.eis_kiesbaar(p_zaak uuid, p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app._houd_gebruiker(p_gebruiker);
  IF NOT EXISTS (SELECT FROM gebruikers_gebruiker g JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id
                 WHERE g.id = p_gebruiker AND g.is_active
                   AND r.rol IN ('adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden'))
     OR EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_gebruiker) THEN
    RAISE EXCEPTION 'this person cannot be chosen' USING ERRCODE = 'JID02';
  END IF;
END $function$;

-- Refuses (JID02) who has no role for this purpose of this kind of zaak.
CREATE OR REPLACE FUNCTION app.eis_rol_voor(p_zaak uuid, p_gebruiker bigint, p_doel text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NOT EXISTS (SELECT FROM zaken_zaak z JOIN gebruikers_roltoekenning r ON r.rol = ANY (app.zaakbeleid(z.soort, p_doel))
                 WHERE z.id = p_zaak AND r.gebruiker_id = p_gebruiker) THEN
    RAISE EXCEPTION 'not a role for this kind of zaak' USING ERRCODE = 'JID02';
  END IF;
END $function$;

-- Whether somebody may have this zaak for this purpose: role, seal, exclusion; never arranged by who is excluded.
CREATE OR REPLACE FUNCTION app._past_bij(p_zaak uuid, p_gebruiker bigint, p_doel text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT EXISTS (
     SELECT FROM zaken_zaak z JOIN gebruikers_roltoekenning r ON r.rol = ANY (app.zaakbeleid(z.soort, p_doel))
     JOIN gebruikers_gebruiker g ON g.id = r.gebruiker_id AND g.is_active
     WHERE z.id = p_zaak AND r.gebruiker_id = p_gebruiker
       AND (NOT z.verzegeld OR (app.staat_buiten_coid(p_gebruiker) AND NOT EXISTS (
              SELECT FROM logboek_gebeurtenis l WHERE l.zaak_id = p_zaak AND l.soort = 'verzegeld'
                AND l.door_id = p_gebruiker AND l.bijzonderheden ? 'ongezien')))
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_gebruiker)
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = app.uid())) $function$;

-- Colleagues whom a zaak can be given to or shared with, for who handles zaken.
CREATE OR REPLACE FUNCTION app.toewijsbaren()
 RETURNS TABLE(gebruiker_id bigint, naam text, rollen text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT g.id, g.naam::text, array_agg(r.rol::text ORDER BY r.rol::text)
   FROM gebruikers_gebruiker g
   JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id AND r.rol = ANY (app.zaakrollen())
   WHERE g.is_active AND (SELECT app.heeft_rol(VARIADIC app.zaakrollen()))
   GROUP BY g.id, g.naam $function$;
GRANT EXECUTE ON FUNCTION app.toewijsbaren() TO jid_web;

-- Colleagues whom a sealed zaak can be given to.
CREATE OR REPLACE FUNCTION app.toewijsbaren_buiten_coid()
 RETURNS TABLE(gebruiker_id bigint, naam text, rollen text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT t.gebruiker_id, t.naam, t.rollen FROM app.toewijsbaren() t WHERE app.staat_buiten_coid(t.gebruiker_id) $function$;
GRANT EXECUTE ON FUNCTION app.toewijsbaren_buiten_coid() TO jid_web;

-- Locks a zaak that the current user sees, and asks again after waiting.
CREATE OR REPLACE FUNCTION app._neem_zaak(p_zaak uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak FOR NO KEY UPDATE;
  PERFORM app.eis_zicht(p_zaak);
END $function$;

-- Holds an account against app.neem_gebruiker: its roles and teams stay until the end of the transaction.
CREATE OR REPLACE FUNCTION app._houd_gebruiker(p_gebruiker bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM FROM gebruikers_gebruiker g WHERE g.id = p_gebruiker FOR SHARE;
END $function$;

-- Table zaken_toekenning
ALTER TABLE zaken_toekenning ENABLE ROW LEVEL SECURITY;
CREATE TRIGGER noteer_einde_van_toegang AFTER UPDATE OF beeindigd_op ON zaken_toekenning
  FOR EACH ROW WHEN (old.beeindigd_op IS NULL
      AND new.beeindigd_op IS NOT NULL
      AND new.einde <> 'vervangen'
      AND (old.verloopt_op IS NULL
      OR old.verloopt_op > now()
        AND old.verloopt_op > (old.verleend_op + '00:00:00.000001'::interval)))
  EXECUTE FUNCTION app.noteer_einde_van_toegang();
CREATE TRIGGER ververs_gebruikers AFTER INSERT OR DELETE OR UPDATE ON zaken_toekenning
  FOR EACH ROW
  EXECUTE FUNCTION app.ververs_gebruikers();
CREATE TRIGGER zz_deling_loopt_door AFTER UPDATE OF beeindigd_op ON zaken_toekenning
  FOR EACH ROW WHEN (old.beeindigd_op IS NULL
      AND new.beeindigd_op IS NOT NULL
      AND new.einde = 'waarneming')
  EXECUTE FUNCTION app.deling_loopt_door();
ALTER TABLE zaken_toekenning ADD CONSTRAINT toekenning_einde_bekend
  CHECK (einde = ANY (ARRAY['', 'beeindigd', 'vervangen', 'toegewezen', 'verzegeld', 'uitgesloten', 'overgedragen',
      'waarneming', 'herzien', 'rol']));
ALTER TABLE zaken_toekenning ADD CONSTRAINT toekenning_heeft_reden
  CHECK (reden IS NOT NULL
    OR verloopt_op <= (verleend_op + '00:00:00.000001'::interval)
    OR waarneming_id IS NOT NULL
    OR overgedragen);
ALTER TABLE zaken_toekenning ADD CONSTRAINT toekenning_loopt_vooruit
  CHECK (verloopt_op IS NULL
    OR verloopt_op > verleend_op);
CREATE UNIQUE INDEX toekenning_een_lopende ON zaken_toekenning USING btree (user_id, permission_id, content_object_id)
  WHERE beeindigd_op IS NULL;
