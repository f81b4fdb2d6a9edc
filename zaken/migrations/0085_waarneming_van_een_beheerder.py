"""Who leads a team ends no substitution that is for zaken of another team, or of none."""

from django.db import migrations

SQL = """
-- Either of the two themselves, a beheerder, or who leads each of the teams that it is for.
CREATE FUNCTION app._mag_waarneming_beeindigen(p_id uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (
     SELECT FROM zaken_waarneming w WHERE w.id = p_id
       AND (app.uid() IN (w.voor_id, w.waarnemer_id) OR app.heeft_rol('beheerder')
            OR w.teams <@ app._bereik(w.voor_id, w.waarnemer_id))) $$;
REVOKE ALL ON FUNCTION app._mag_waarneming_beeindigen(uuid) FROM PUBLIC;

-- As before (0074), but one that runs and is not the caller's to end, is not replaced either.
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
  PERFORM FROM zaken_waarneming w WHERE w.voor_id = p_voor AND w.beeindigd_op IS NULL FOR UPDATE;
  IF EXISTS (SELECT FROM zaken_waarneming w WHERE w.voor_id = p_voor AND w.beeindigd_op IS NULL AND w.verloopt_op > now()
               AND NOT app._mag_waarneming_beeindigen(w.id)) THEN
    RAISE EXCEPTION 'a substitution runs that is not his to end' USING ERRCODE = 'JID36';
  END IF;
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

-- As before (0038), and so; first the zaken and then the substitution, as whoever gives a zaak.
CREATE OR REPLACE FUNCTION app.beeindig_waarneming(p_voor bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_w zaken_waarneming;
BEGIN
  SELECT * INTO v_w FROM zaken_waarneming WHERE voor_id = p_voor AND beeindigd_op IS NULL;
  IF NOT FOUND OR NOT coalesce(app.uid() IN (v_w.voor_id, v_w.waarnemer_id)
                               OR app._mag_overdragen(v_w.voor_id, v_w.waarnemer_id), false) THEN
    RAISE EXCEPTION 'no such substitution' USING ERRCODE = 'JID01';
  END IF;
  PERFORM FROM zaken_zaak z WHERE z.behandelaar_id = p_voor ORDER BY z.id FOR NO KEY UPDATE;
  PERFORM FROM zaken_waarneming w WHERE w.id = v_w.id AND w.beeindigd_op IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such substitution' USING ERRCODE = 'JID01';
  ELSIF NOT app._mag_waarneming_beeindigen(v_w.id) THEN
    RAISE EXCEPTION 'not his to end' USING ERRCODE = 'JID36';
  END IF;
  PERFORM app._beeindig_waarneming(v_w.id);
  RETURN v_w.waarnemer_id;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0084_waarneming_houdt_beide")]
    operations = [migrations.RunSQL(SQL)]
