"""A handover waits for whatever else ends access to the same zaken, so that the last reader is one after waiting too."""

from django.db import migrations

SQL = """
-- As before (0029), but it looks after waiting: or the hint would miss who got access meanwhile, and hide the zaak from them.
CREATE OR REPLACE FUNCTION app.ververs_gebruikers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_rij jsonb := to_jsonb(coalesce(NEW, OLD)); v_zaak uuid;
BEGIN
  v_zaak := coalesce(v_rij ->> 'content_object_id', v_rij ->> 'zaak_id');
  PERFORM FROM zaken_zaak z WHERE z.id = v_zaak FOR NO KEY UPDATE;
  UPDATE zaken_zaak SET gebruikers = ARRAY(
    SELECT t.user_id FROM zaken_toekenning t WHERE t.content_object_id = v_zaak AND t.beeindigd_op IS NULL
    UNION SELECT n.gebruiker_id FROM zaken_noodtoegang n WHERE n.zaak_id = v_zaak AND n.beeindigd_op IS NULL
    ORDER BY 1)
  WHERE id = v_zaak;
  RETURN NULL;
END $$;

-- As before (0041), after the lock (0062).
CREATE OR REPLACE FUNCTION app.beeindig(p_zaak uuid, p_toekenning uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_gebruiker bigint;
BEGIN
  PERFORM app._neem_zaak(p_zaak);
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'beeindigd'
  WHERE id = p_toekenning AND content_object_id = p_zaak AND beeindigd_op IS NULL
    AND user_id IS DISTINCT FROM (SELECT z.behandelaar_id FROM zaken_zaak z WHERE z.id = p_zaak)
  RETURNING user_id INTO v_gebruiker;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'grant is gone, or is the behandelaar''s' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app.eis_lezer(p_zaak);
  RETURN v_gebruiker;
END $$;

-- As before (0073), but everything that p_van has is taken first, in order; what comes to p_van meanwhile stays for another time.
CREATE OR REPLACE FUNCTION app.draag_over(p_van bigint, p_aan bigint, p_reden text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_zaak record; v_over bigint := 0; v_niet bigint := 0; v_blijft uuid[] := '{}'; v_alle uuid[];
  v_teams bigint[] := app._bereik(p_van, p_aan);
BEGIN
  PERFORM app._eis_opvolger(p_van, p_aan);
  IF p_reden IS NULL OR p_reden NOT IN ('vertrek', 'andere_functie', 'langdurig_afwezig', 'anders') THEN
    RAISE EXCEPTION 'a reason is one of the codes' USING ERRCODE = 'JID02';
  END IF;
  v_alle := ARRAY(
    SELECT z.id FROM zaken_zaak z
    WHERE (v_teams IS NULL OR z.team_id = ANY (v_teams))
      AND (z.behandelaar_id = p_van
       OR z.id IN (SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = p_van AND t.beeindigd_op IS NULL))
    ORDER BY z.id FOR NO KEY UPDATE);
  FOR v_zaak IN
    SELECT z.id, z.behandelaar_id IS NOT DISTINCT FROM p_van AS behandelt FROM zaken_zaak z
    WHERE z.id = ANY (v_alle)
      AND (z.behandelaar_id = p_van
       OR z.id IN (SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = p_van AND t.beeindigd_op IS NULL
                     AND t.verloopt_op IS NULL AND NOT app._andere_lezer(
                       t.content_object_id, (SELECT y.team_id FROM zaken_zaak y WHERE y.id = t.content_object_id),
                       (SELECT y.verzegeld FROM zaken_zaak y WHERE y.id = t.content_object_id), p_van)))
    ORDER BY z.id
  LOOP
    IF NOT app._past_bij(v_zaak.id, p_aan, CASE WHEN v_zaak.behandelt THEN 'behandelaar' ELSE 'lezer' END) THEN
      v_niet := v_niet + 1;
      v_blijft := v_blijft || v_zaak.id;
      CONTINUE;
    END IF;
    PERFORM app._geef_zonder_reden(v_zaak.id, p_aan, NULL, NULL);
    IF v_zaak.behandelt THEN
      UPDATE zaken_zaak z SET behandelaar_id = p_aan, versie = z.versie + 1,
        team_id = (SELECT l.team_id FROM gebruikers_lidmaatschap l WHERE l.team_id = z.team_id AND l.gebruiker_id = p_aan)
      WHERE z.id = v_zaak.id;
    END IF;
    PERFORM app._log_zaak('overgedragen', v_zaak.id, jsonb_build_object('van', p_van, 'aan', p_aan, 'reden', p_reden));
    v_over := v_over + 1;
  END LOOP;
  UPDATE zaken_toekenning t SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'overgedragen'
  WHERE t.user_id = p_van AND t.beeindigd_op IS NULL AND t.content_object_id = ANY (v_alle)
    AND NOT (t.content_object_id = ANY (v_blijft))
    AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = t.content_object_id AND u.gebruiker_id = app.uid())
    AND (v_teams IS NULL OR (t.waarneming_id IS NULL AND EXISTS (
           SELECT FROM zaken_zaak z WHERE z.id = t.content_object_id AND z.team_id = ANY (v_teams))));
  PERFORM app._beeindig_waarneming(w.id) FROM zaken_waarneming w
  WHERE v_teams IS NULL AND w.beeindigd_op IS NULL AND (w.waarnemer_id = p_van OR (w.voor_id = p_van AND v_niet = 0));
  PERFORM app.noteer('opvolger_gekozen', p_aan::text,
                     jsonb_build_object('van', p_van, 'gegeven', v_over, 'niet_gegeven', v_niet));
  RETURN v_over;
END $$;

-- As before (0054), and what no team owns and nobody holds, however that came about: no such zaak is without a list.
CREATE OR REPLACE FUNCTION app._zonder_lezer() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ WITH van_niemand AS MATERIALIZED (
     SELECT z.id, z.team_id, z.verzegeld FROM zaken_zaak z
     WHERE (z.team_id IS NULL OR z.id IN (SELECT u.zaak_id FROM zaken_uitsluiting u))
       AND NOT EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = z.id AND t.beeindigd_op IS NULL
                       AND t.verloopt_op IS NULL))
   SELECT n.id FROM van_niemand n WHERE NOT app._andere_lezer(n.id, n.team_id, n.verzegeld, 0) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0075_ontzegeling_weigeren")]
    operations = [migrations.RunSQL(SQL)]
