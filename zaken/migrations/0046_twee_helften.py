"""Of a zaak and what it became: excluding and sealing hold in both, and no refusal tells that there is another."""

from django.db import migrations

HELFTEN = """
-- The zaken of the same event: where this one went and where it came from, also further on and when it was undone.
CREATE FUNCTION app._andere_helften(p_zaak uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ WITH RECURSIVE alle (id) AS (
     SELECT p_zaak
     UNION
     SELECT CASE WHEN k.van_id = a.id THEN k.naar_id ELSE k.van_id END
     FROM alle a JOIN zaken_zaakkoppeling k ON k.soort = 'doorgeleid' AND (k.van_id = a.id OR k.naar_id = a.id))
   SELECT a.id FROM alle a WHERE a.id <> p_zaak ORDER BY a.id $$;

-- From here on nobody acts; gives who did, for app._weer.
CREATE FUNCTION app._als_niemand() RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_wie bigint := app.uid();
BEGIN
  PERFORM set_config('app.gebruiker', '', true);
  RETURN v_wie;
END $$;
CREATE FUNCTION app._weer(p_wie bigint) RETURNS text
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT set_config('app.gebruiker', coalesce(p_wie::text, ''), true) $$;
REVOKE ALL ON FUNCTION app._andere_helften(uuid), app._als_niemand(), app._weer(bigint) FROM PUBLIC;
"""

UITSLUITEN = """
-- Of the unseen half: called while nobody is signed in (app._als_niemand), so that the history its readers see does not name
-- somebody who works with the other one; the log does. Was it the last reader, then the zaak goes back to the desk of its
-- kind. False: there is no desk it could go to.
CREATE FUNCTION app._sluit_mee_uit(p_zaak uuid, p_gebruiker bigint, p_grond text, p_door bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_zaak zaken_zaak; v_team bigint;
BEGIN
  SELECT * INTO STRICT v_zaak FROM zaken_zaak WHERE id = p_zaak FOR NO KEY UPDATE;
  v_team := v_zaak.team_id;
  IF NOT app._andere_lezer(p_zaak, v_team, v_zaak.verzegeld, p_gebruiker)
     AND app._andere_lezer(p_zaak, v_team, v_zaak.verzegeld, 0) THEN
    SELECT t.id INTO v_team FROM gebruikers_team t
    WHERE NOT v_zaak.verzegeld AND t.is_actief AND t.soort = app.bureau(v_zaak.soort)
      AND app._andere_lezer(p_zaak, t.id, false, p_gebruiker) ORDER BY t.id LIMIT 1;
    IF NOT FOUND THEN RETURN false; END IF;
  END IF;
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  VALUES (gen_random_uuid(), p_zaak, p_gebruiker, p_grond, p_door, now()) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  UPDATE zaken_toekenning SET beeindigd_op = now(), einde = 'uitgesloten'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  UPDATE zaken_zaak SET behandelaar_id = nullif(behandelaar_id, p_gebruiker), team_id = v_team
  WHERE id = p_zaak AND (behandelaar_id = p_gebruiker OR team_id IS DISTINCT FROM v_team);
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION app._sluit_mee_uit(uuid, bigint, text, bigint) FROM PUBLIC;

CREATE OR REPLACE FUNCTION app.sluit_uit(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_helft uuid; v_door bigint; v_gedaan boolean;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  VALUES (p_id, p_zaak, p_gebruiker, p_grond, app.uid(), now()) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'uitgesloten'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  UPDATE zaken_zaak SET behandelaar_id = NULL WHERE id = p_zaak AND behandelaar_id = p_gebruiker;
  PERFORM app.eis_lezer(p_zaak);
  FOR v_helft IN SELECT h FROM app._andere_helften(p_zaak) h WHERE NOT EXISTS (
      SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = h AND u.gebruiker_id = p_gebruiker)
  LOOP
    v_door := app._als_niemand();
    v_gedaan := app._sluit_mee_uit(v_helft, p_gebruiker, p_grond, v_door);
    PERFORM app._weer(v_door);
    IF v_gedaan THEN
      PERFORM app._log_zaak('uitgesloten', v_helft, jsonb_build_object('gebruiker', p_gebruiker));
    END IF;
  END LOOP;
END $$;
"""

VERZEGELEN = """
-- As app._sluit_mee_uit. Whoever calls this asked whether the behandelaar may have this zaak.
CREATE FUNCTION app._verzegel_mee(p_zaak uuid, p_behandelaar bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_zaak SET verzegeld = true, team_id = NULL, behandelaar_id = p_behandelaar, versie = versie + 1 WHERE id = p_zaak;
  PERFORM app._geef_zonder_reden(p_zaak, p_behandelaar, NULL, NULL);
  UPDATE zaken_toekenning SET beeindigd_op = now(), einde = 'verzegeld'
  WHERE content_object_id = p_zaak AND beeindigd_op IS NULL AND NOT app.staat_buiten_coid(user_id);
END $$;
REVOKE ALL ON FUNCTION app._verzegel_mee(uuid, bigint) FROM PUBLIC;

-- Of a pair both are sealed, to the same behandelaar; none stays open, so he must be somebody who may handle both. Who sees
-- the other one is told so; else the refusal is that of any person who cannot be chosen.
CREATE OR REPLACE FUNCTION app.verzegel(p_zaak uuid, p_behandelaar bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_helft uuid; v_open uuid[]; v_door bigint;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  v_open := ARRAY(SELECT z.id FROM app._andere_helften(p_zaak) h JOIN zaken_zaak z ON z.id = h
                  WHERE NOT z.verzegeld AND z.geannuleerd_op IS NULL ORDER BY z.id);
  FOREACH v_helft IN ARRAY v_open LOOP
    IF NOT app._past_bij(v_helft, p_behandelaar, 'behandelaar') THEN
      RAISE EXCEPTION 'this person cannot be chosen'
        USING ERRCODE = CASE WHEN app.ziet_zaak(v_helft) THEN 'JID24' ELSE 'JID02' END;
    END IF;
  END LOOP;
  UPDATE zaken_zaak SET verzegeld = true, team_id = NULL, behandelaar_id = p_behandelaar, versie = versie + 1
  WHERE id = p_zaak AND NOT verzegeld;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'sealed already' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  FOREACH v_helft IN ARRAY v_open LOOP
    v_door := app._als_niemand();
    PERFORM app._verzegel_mee(v_helft, p_behandelaar);
    PERFORM app._weer(v_door);
    PERFORM app._log_zaak('verzegeld', v_helft, '{}');
    PERFORM app._log_zaak('toegewezen', v_helft, jsonb_build_object('aan', p_behandelaar));
  END LOOP;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'verzegeld'
  WHERE content_object_id = p_zaak AND beeindigd_op IS NULL AND NOT app.staat_buiten_coid(user_id);
  PERFORM app.eis_lezer(p_zaak);
END $$;
"""

TERUGWEG = """
-- As before (0041). For who is excluded from the old zaak the exclusion stands aside while it goes back, or refusing would tell
-- that it exists: app.sluit_doorgeleiding puts it back, and else the end of the transaction does.
CREATE OR REPLACE FUNCTION app.open_terugweg(p_zaak uuid, p_toekenning uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_oud uuid;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  IF NOT app.mag_wijzigen(p_zaak) THEN
    RAISE EXCEPTION 'not allowed to annul this' USING ERRCODE = 'JID01';
  END IF;
  UPDATE zaken_zaakkoppeling SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE naar_id = p_zaak AND soort = 'doorgeleid' AND beeindigd_op IS NULL RETURNING van_id INTO v_oud;
  IF v_oud IS NULL THEN
    RETURN NULL;
  END IF;
  DELETE FROM zaken_uitsluiting u WHERE u.zaak_id = v_oud AND u.gebruiker_id = app.uid();
  IF NOT app.mag_wijzigen(v_oud) THEN
    PERFORM app._schrijf_toekenning(p_toekenning, v_oud, app.uid(), NULL, now() + interval '1 microsecond');
  END IF;
  RETURN v_oud;
END $$;

CREATE FUNCTION app.uitsluiting_keert_terug() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (SELECT FROM zaken_zaakkoppeling k WHERE k.van_id = OLD.zaak_id AND k.soort = 'doorgeleid'
             AND k.beeindigd_op = now() AND k.beeindigd_door_id = OLD.gebruiker_id) THEN
    INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
    VALUES (OLD.id, OLD.zaak_id, OLD.gebruiker_id, OLD.grond, OLD.door_id, OLD.op) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.uitsluiting_keert_terug() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER uitsluiting_keert_terug AFTER DELETE ON zaken_uitsluiting
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.uitsluiting_keert_terug();

CREATE OR REPLACE FUNCTION app.sluit_doorgeleiding(p_zaak uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE content_object_id = p_zaak AND user_id = app.uid() AND beeindigd_op IS NULL
    AND verloopt_op <= verleend_op + interval '1 microsecond';
  SET CONSTRAINTS public.uitsluiting_keert_terug IMMEDIATE;
  SET CONSTRAINTS public.uitsluiting_keert_terug DEFERRED;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0045_een_zaak")]
    operations = [migrations.RunSQL(sql) for sql in (HELFTEN, UITSLUITEN, VERZEGELEN, TERUGWEG)]
