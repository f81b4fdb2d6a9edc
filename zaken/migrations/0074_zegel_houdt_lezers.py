"""Sealing waits for a change of teams of everybody who holds the zaak; a substitution waits for a seal that is on its way."""

from django.db import migrations

SQL = """
-- Before it is asked who of them stands outside COID, so that it holds until the seal is committed (app.neem_gebruiker waits).
CREATE FUNCTION app._houd_lezers(p_zaak uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM FROM gebruikers_gebruiker g
  WHERE g.id IN (SELECT t.user_id FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.beeindigd_op IS NULL)
  ORDER BY g.id FOR SHARE;
END $$;
REVOKE ALL ON FUNCTION app._houd_lezers(uuid) FROM PUBLIC;

-- As before (0052), and so.
CREATE OR REPLACE FUNCTION app.verzegel(p_zaak uuid, p_behandelaar bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_ook uuid;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  UPDATE zaken_zaak SET verzegeld = true, team_id = NULL, behandelaar_id = p_behandelaar, versie = versie + 1
  WHERE id = p_zaak AND NOT verzegeld;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'sealed already' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  LOOP
    SELECT z.id INTO v_ook FROM app._andere_helften(p_zaak) h JOIN zaken_zaak z ON z.id = h
    WHERE NOT z.verzegeld ORDER BY z.id LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM app._verzegel_ook(v_ook, p_behandelaar);
  END LOOP;
  PERFORM app._houd_lezers(p_zaak);
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'verzegeld'
  WHERE content_object_id = p_zaak AND beeindigd_op IS NULL AND NOT app.staat_buiten_coid(user_id);
  PERFORM app.eis_lezer(p_zaak);
END $$;

-- As before (0046), and so.
CREATE OR REPLACE FUNCTION app._verzegel_mee(p_zaak uuid, p_behandelaar bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_zaak SET verzegeld = true, team_id = NULL, behandelaar_id = p_behandelaar, versie = versie + 1 WHERE id = p_zaak;
  PERFORM app._geef_zonder_reden(p_zaak, p_behandelaar, NULL, NULL);
  PERFORM app._houd_lezers(p_zaak);
  UPDATE zaken_toekenning SET beeindigd_op = now(), einde = 'verzegeld'
  WHERE content_object_id = p_zaak AND beeindigd_op IS NULL AND NOT app.staat_buiten_coid(user_id);
END $$;

-- As before (0041), and as app._ken_toe: for a successor, a substitute and the other half. Whoever calls this holds the zaak.
CREATE OR REPLACE FUNCTION app._geef_zonder_reden(p_zaak uuid, p_gebruiker bigint, p_verloopt timestamptz, p_waarneming uuid)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
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
END $$;

-- As before (0041), but first the zaak and then the substitute are held, and what is asked is asked after waiting. First the zaak,
-- as sealing does; who holds a user to change roles or teams takes no zaak.
CREATE OR REPLACE FUNCTION app._geef_waar(p_waarneming uuid, p_zaak uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_w zaken_waarneming; v_zaak zaken_zaak;
BEGIN
  SELECT * INTO STRICT v_w FROM zaken_waarneming WHERE id = p_waarneming;
  SELECT * INTO STRICT v_zaak FROM zaken_zaak WHERE id = p_zaak FOR NO KEY UPDATE;
  IF v_zaak.behandelaar_id IS DISTINCT FROM v_w.voor_id
     OR (v_w.teams IS NOT NULL AND NOT coalesce(v_zaak.team_id = ANY (v_w.teams), false)) THEN
    RETURN false;
  END IF;
  IF v_zaak.verzegeld THEN PERFORM app._houd_gebruiker(v_w.waarnemer_id); END IF;
  IF NOT app._past_bij(p_zaak, v_w.waarnemer_id, 'behandelaar') THEN RETURN false; END IF;
  IF EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.user_id = v_w.waarnemer_id
               AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op >= v_w.verloopt_op)) THEN
    RETURN true;
  END IF;
  PERFORM app._geef_zonder_reden(p_zaak, v_w.waarnemer_id, v_w.verloopt_op, p_waarneming);
  PERFORM app._log_zaak('toegang_verleend', p_zaak, jsonb_build_object('aan', v_w.waarnemer_id, 'waarneming', true));
  RETURN true;
END $$;

-- As before (0073), but the zaken are taken first, in order, as a handover does.
CREATE OR REPLACE FUNCTION app.stel_waarneming_in(p_id uuid, p_voor bigint, p_waarnemer bigint, p_reden text, p_verloopt timestamptz)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_alle bigint; v_gegeven bigint; v_teams bigint[] := app._bereik(p_voor, p_waarnemer);
BEGIN
  PERFORM app._eis_opvolger(p_voor, p_waarnemer);
  IF p_verloopt IS NULL OR p_verloopt <= now() OR p_verloopt > now() + interval '1 year' THEN
    RAISE EXCEPTION 'a substitution ends within a year' USING ERRCODE = 'JID02';
  END IF;
  PERFORM FROM zaken_zaak z WHERE z.behandelaar_id = p_voor ORDER BY z.id FOR NO KEY UPDATE;
  PERFORM app._beeindig_waarneming(w.id) FROM zaken_waarneming w WHERE w.voor_id = p_voor AND w.beeindigd_op IS NULL;
  INSERT INTO zaken_waarneming (id, voor_id, waarnemer_id, reden, ingesteld_op, ingesteld_door_id, verloopt_op, teams)
  VALUES (p_id, p_voor, p_waarnemer, p_reden, now(), app.uid(), p_verloopt, v_teams);
  SELECT count(*), count(*) FILTER (WHERE app._geef_waar(p_id, z.id)) INTO v_alle, v_gegeven
  FROM zaken_zaak z
  WHERE z.behandelaar_id = p_voor AND z.geannuleerd_op IS NULL AND (v_teams IS NULL OR z.team_id = ANY (v_teams));
  PERFORM app.noteer('opvolger_gekozen', p_waarnemer::text,
                     jsonb_build_object('van', p_voor, 'gegeven', v_gegeven, 'niet_gegeven', v_alle - v_gegeven));
  RETURN v_gegeven;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0073_opvolger_gekozen")]
    operations = [migrations.RunSQL(SQL)]
