"""A substitution waits for the zaak and for its own end; one that takes its place meanwhile gets the zaak."""

from django.db import migrations

SQL = """
-- As before (0081 and 0082): the zaak and the substitution are held before anything is asked of them, and a substitute does not get
-- what follows from his own act in another zaak.
CREATE OR REPLACE FUNCTION app._geef_waar(p_waarneming uuid, p_zaak uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_w zaken_waarneming; v_zaak zaken_zaak;
BEGIN
  SELECT * INTO STRICT v_zaak FROM zaken_zaak WHERE id = p_zaak FOR NO KEY UPDATE;
  SELECT * INTO STRICT v_w FROM zaken_waarneming WHERE id = p_waarneming FOR SHARE;
  IF v_w.beeindigd_op IS NOT NULL OR v_w.verloopt_op <= now() OR v_zaak.behandelaar_id IS DISTINCT FROM v_w.voor_id
     OR (v_w.teams IS NOT NULL AND NOT coalesce(v_zaak.team_id = ANY (v_w.teams), false)) THEN
    RETURN false;
  END IF;
  IF v_zaak.verzegeld THEN PERFORM app._houd_gebruiker(v_w.waarnemer_id); END IF;
  IF NOT app._past_bij(p_zaak, v_w.waarnemer_id, 'behandelaar') THEN RETURN false; END IF;
  IF EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.user_id = v_w.waarnemer_id
               AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op >= v_w.verloopt_op)) THEN
    RETURN true;
  END IF;
  IF app.uid() IS NULL AND v_w.waarnemer_id::text = current_setting('app.handelt', true) THEN RETURN false; END IF;
  PERFORM app._geef_zonder_reden(p_zaak, v_w.waarnemer_id, v_w.verloopt_op, p_waarneming);
  PERFORM app._log_zaak('toegang_verleend', p_zaak, jsonb_build_object('aan', v_w.waarnemer_id, 'waarneming', true));
  RETURN true;
END $$;

-- As before (0041), but it looks after waiting: at the substitution that took the place of one that is being ended.
CREATE OR REPLACE FUNCTION app.volg_waarneming() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_toekenning t SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'waarneming'
  FROM zaken_waarneming w WHERE w.id = t.waarneming_id
    AND t.content_object_id = NEW.id AND t.beeindigd_op IS NULL AND t.user_id IS DISTINCT FROM NEW.behandelaar_id
    AND (w.voor_id IS DISTINCT FROM NEW.behandelaar_id
         OR (w.teams IS NOT NULL AND NOT coalesce(NEW.team_id = ANY (w.teams), false)));
  PERFORM FROM zaken_waarneming w WHERE w.voor_id = NEW.behandelaar_id AND w.beeindigd_op IS NULL FOR SHARE;
  PERFORM app._geef_waar(w.id, NEW.id) FROM zaken_waarneming w
  WHERE w.voor_id = NEW.behandelaar_id AND w.beeindigd_op IS NULL AND w.verloopt_op > now();
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0083_nazorg_per_moment")]
    operations = [migrations.RunSQL(SQL)]
