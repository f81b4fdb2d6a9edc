"""A substitution that is being ended gives nothing any more, and ends what was being given."""

from django.db import migrations

SQL = """
-- As before (0074), but the substitution is held as well: ending it waits for this and finds this grant, or this waits and gives none.
CREATE OR REPLACE FUNCTION app._geef_waar(p_waarneming uuid, p_zaak uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_w zaken_waarneming; v_zaak zaken_zaak;
BEGIN
  SELECT * INTO STRICT v_zaak FROM zaken_zaak WHERE id = p_zaak FOR NO KEY UPDATE;
  SELECT * INTO STRICT v_w FROM zaken_waarneming WHERE id = p_waarneming FOR SHARE;
  IF v_w.beeindigd_op IS NOT NULL OR v_zaak.behandelaar_id IS DISTINCT FROM v_w.voor_id
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
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0080_elders_wint_niemand")]
    operations = [migrations.RunSQL(SQL)]
